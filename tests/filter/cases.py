"""The events that the language's cases are asked of."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.filter.mini import Mini, event
from tests.filter.oracle import micros


def at(hour: int, minute: int, second: int = 0, day: int = 20) -> int:
    """A moment of the day of the newest event."""
    return micros(datetime(2026, 11, day, hour, minute, second, tzinfo=UTC))


def few() -> Mini:
    """Seven events: four of a trail, one text record, one of another log, one without any field."""
    return Mini(
        [
            event(
                {
                    "eventName": "DeleteDBCluster",
                    "requestParameters": {"dBClusterIdentifier": "orders-prod", "skipFinalSnapshot": True},
                    "resources": [
                        {"ARN": "arn:aws:rds:eu-west-1:111122223333:cluster:orders-prod", "type": "cluster"},
                        {"ARN": "arn:aws:rds:eu-west-1:111122223333:instance:orders-1", "type": "instance"},
                    ],
                },
                time=at(12, 5, 30),
                service="rds",
                action="DeleteDBCluster",
                actor="Alice",
                client="10.1.2.3",
                outcome="success",
                summary="alice deleted the cluster orders-prod (no final snapshot)",
                eventID="e-0001",
                eventName="DeleteDBCluster",
                userIdentity_arn="arn:aws:iam::111122223333:user/alice",
                readOnly=False,
                port__cloudtrail=3306,
                code__cloudtrail=7,
            ),
            event(
                {
                    "eventName": "DescribeDBClusters",
                    "errorMessage": 'denied: "quoted" path\\here',
                    "requestParameters": {
                        "maxRecords": 100,
                        "filters": [{"name": "engine", "values": ["neptune", "aurora"]}],
                    },
                },
                time=at(12, 4),
                service="rds",
                action="DescribeDBClusters",
                actor="bob",
                client="2001:db8::5",
                outcome="AccessDenied",
                summary="bob was refused",
                eventID="e-0002",
                eventName="DescribeDBClusters",
                userIdentity_arn="arn:aws:sts::444455556666:assumed-role/Admin/bob",
                readOnly=True,
                port__cloudtrail=5432,
                code__cloudtrail=12,
            ),
            event(
                {
                    "eventName": "PutObject",
                    "requestParameters": {"key": "in/2026/a b.csv", "size": 1.5, "tag.owner": "Zoë"},
                },
                time=at(11, 59, 59),
                service="s3",
                action="PutObject",
                actor="svc and co",
                client="10.200.0.9",
                outcome="success",
                summary="svc put in/2026/a b.csv",
                eventID="e-0003",
                eventName="PutObject",
                readOnly=False,
                code__cloudtrail=-3,
            ),
            event(
                '{"eventName":"GetObject","note":"caf\\u00e9 \\u003cb\\u003e a\\/b","requestParameters":null}',
                time=at(23, 0, day=19),
                service="s3",
                action="GetObject",
                actor="*star*",
                client="AWS Internal",
                outcome="NoSuchKey",
                eventID="E-0004",
                eventName="GetObject",
            ),
            event(
                "1795000000000, 10.9.9.9:47158, [unknown], g.V().drop()",
                time=at(12, 0),
                service="neptune",
                action="gremlin drop",
                actor="unknown",
                client="10.9.9.9",
                outcome="success",
                summary="gremlin: g.V().drop()",
                serverHost="10.9.0.1:8182",
                port__other=8182.5,
                code__other="seven",
                started=at(11, 0),
            ),
            event(
                {"level": "warn", "nested": {"deep": {"er": [1, [2, 3], {"x": False}]}}, "port": "80"},
                actor="C:\\temp",
                eventId="f-0006",
                code__other="12",
                port__other=80.0,
                outcome="100%_done",
            ),
            event("nothing to see"),
        ]
    )
