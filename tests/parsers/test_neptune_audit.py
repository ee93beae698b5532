"""What a Neptune audit event says: who, from where, on what, and how it ended."""

from __future__ import annotations

import pytest

from tests.parsers.test_neptune_audit_line import PARSER, header, http, record, said

SERVICE_ROLE = "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForRDS/session"
ROLE = "arn:aws:sts::111122223333:assumed-role/Admin/alice"
PROD = "graph-prod.cluster-c0ffee.eu-west-1.neptune.amazonaws.com:8182"


@pytest.mark.parametrize(
    ("client", "server", "expected_client", "expected_target"),
    [
        ("10.0.0.5:51000", "10.0.0.9:8182", "10.0.0.5", "10.0.0.9"),
        ("10.0.0.9:8182", "10.0.0.5:51000", "10.0.0.5", "10.0.0.9"),
        ("ip-10-0-0-9.ec2.internal/10.0.0.9:8182", "10.0.0.5:51000", "10.0.0.5", "10.0.0.9"),
        ("10.0.0.5:51000", "ip-10-0-0-9.eu-west-1.compute.internal/10.0.0.9:8182", "10.0.0.5", "10.0.0.9"),
        ("10.0.0.5:51000", f"{PROD[:-5]}/10.0.0.9:8182", "10.0.0.5", "graph-prod"),
        (
            "10.0.0.5:51000",
            "graph.internal.example.com/10.0.0.9:8182",
            "10.0.0.5",
            "graph.internal.example.com",
        ),
        ("10.0.0.5:51000", "[unknown]", "10.0.0.5", None),
        ("[2001:db8::1]:51000", "10.0.0.9:8182", "2001:db8::1", "10.0.0.9"),
        ("/2001:db8:0:0:0:0:0:1:51000", "10.0.0.9:8182", "2001:db8:0:0:0:0:0:1", "10.0.0.9"),
        ("2001:db8:0:0:0:0:0:1", "10.0.0.9:8182", "2001:db8:0:0:0:0:0:1", "10.0.0.9"),
        ("10.0.0.5", "10.0.0.9", "10.0.0.5", "10.0.0.9"),
    ],
)
def test_addresses(client: str, server: str, expected_client: str, expected_target: str | None) -> None:
    event = said(record(client=client, server=server))

    assert (event["client"], event["target"]) == (expected_client, expected_target)


@pytest.mark.parametrize(
    ("host", "target", "region"),
    [
        (PROD, "graph-prod", "eu-west-1"),
        ("graph-1.c0ffee.us-gov-west-1.neptune.amazonaws.com", "graph-1", "us-gov-west-1"),
        ("graph-cn.cluster-c0ffee.cn-north-1.neptune.amazonaws.com.cn:8182", "graph-cn", "cn-north-1"),
        ("graph.example.com:8182", "graph.example.com", "ap-south-1"),
        ("localhost:8182", "10.0.0.9", "ap-south-1"),
    ],
)
def test_the_host_header_names_cluster_and_region(host: str, target: str, region: str) -> None:
    server = "ip-10-0-0-9.ap-south-1.compute.internal/10.0.0.9:8182"
    event = said(record(server=server, connection="HTTP_GET", sent=header("GET /status", host)))

    assert (event["target"], event["region"], event["host"]) == (target, region, host)


@pytest.mark.parametrize(
    ("arn", "actor", "actor_type", "credentials", "account"),
    [
        (ROLE, "alice", "assumed role", "temporary", "111122223333"),
        ("arn:aws-cn:iam::111122223333:user/team/bob", "bob", "IAM user", "long-lived", "111122223333"),
        ("arn:aws:iam::111122223333:role/app/Loader", "Loader", "assumed role", "temporary", "111122223333"),
        (
            "arn:aws:sts::111122223333:federated-user/eve",
            "eve",
            "federated",
            "temporary",
            "111122223333",
        ),
        ("arn:aws:iam::111122223333:root", "root", "root", "long-lived", "111122223333"),
        ("arn:aws:iam::111122223333:what/ever", "ever", "unknown", None, "111122223333"),
        (SERVICE_ROLE, "session", "service", "temporary", "111122223333"),
        ("somebody", "somebody", "unknown", None, None),
    ],
)
def test_the_caller(arn: str, actor: str, actor_type: str, credentials: str | None, account: str | None) -> None:
    event = said(record(caller=arn))

    assert event["callerIamArn"] == arn
    assert [event[n] for n in ("actor", "actor_type", "credentials", "account")] == [
        actor,
        actor_type,
        credentials,
        account,
    ]


@pytest.mark.parametrize(
    ("auth", "outcome"),
    [
        ("{authenticationSucceeded=true}", "success"),
        ("{authenticationSucceeded=false}", "AuthenticationFailed"),
        ("{a=1, authenticationSucceeded=false}", "AuthenticationFailed"),
        ('"{""authenticationSucceeded"": true}"', "success"),
        ('"{""authenticationSucceeded"": false, ""reason"": ""x""}"', "AuthenticationFailed"),
        ('{"authenticationSucceeded":False}', "AuthenticationFailed"),
        ("[unknown]", "success"),
        ("{}", "success"),
    ],
)
def test_auth_context_in_both_spellings(auth: str, outcome: str) -> None:
    event = said(record(caller=ROLE, auth=auth))

    assert (event["outcome"], event["actor"], event["query"]) == (outcome, "alice", "g.V()")


@pytest.mark.parametrize(
    ("decoded", "outcome"),
    [
        ("failure(java.lang.IllegalArgumentException: text is empty)", "IllegalArgumentException"),
        ("failure(io.netty.handler.TooLong$LineException)", "LineException"),
        ("failure()", "DecodeFailure"),
    ],
)
def test_a_request_that_could_not_be_decoded_failed(decoded: str, outcome: str) -> None:
    raw = record(connection="HTTP_GET", sent=header("GET /status", decoded=decoded), payload="")

    assert said(raw)["outcome"] == outcome


def test_a_websocket_is_opened() -> None:
    raw = record(connection="HTTP_GET", sent=header("GET /gremlin", more=" Upgrade: websocket"), payload="")

    assert said(raw)["action"] == "gremlin connect"


def test_bolt_speaks_opencypher() -> None:
    event = said(record(connection="Bolt", payload='"MATCH (n {a: 1}) DETACH DELETE n"'))

    assert [event[n] for n in ("language", "action", "effect", "endpoint")] == [
        "opencypher",
        "opencypher delete",
        "destructive",
        None,
    ]


@pytest.mark.parametrize(
    ("raw", "summary"),
    [
        (
            record(
                caller=ROLE,
                connection="HTTP_POST",
                sent=header("POST /gremlin"),
                payload='"{""gremlin"":""g.V().drop()""}"',
            ),
            "alice (assumed role Admin) dropped everything: g.V().drop() on graph-prod",
        ),
        (record(payload="g.V()\n  .count()"), "anonymous read: g.V() .count() on 10.0.0.9"),
        (
            http("/loader", '"{""source"":""s3://bucket/a""}"', "POST"),
            "anonymous bulk-loaded s3://bucket/a into graph-prod",
        ),
        (
            record(caller=ROLE, auth="{authenticationSucceeded=false}", payload="g.V('a').drop()"),
            "alice (assumed role Admin) failed (AuthenticationFailed), asked for but not done: "
            "dropped data: g.V('a').drop() on 10.0.0.9",
        ),
        (http("/status"), "anonymous asked for the status of graph-prod"),
    ],
)
def test_the_summary_is_what_one_would_say(raw: bytes, summary: str) -> None:
    assert said(raw)["summary"] == summary


def test_a_layout_is_the_query_laid_out() -> None:
    (layout,) = PARSER.layouts(record(payload="g.V().has('a','b').drop()"))

    assert (layout.title, layout.language) == ("Gremlin", "gremlin")
    assert layout.text == "g.V()\n  .has('a','b')\n  .drop()"
    assert PARSER.layouts(b"nonsense") == ()
    assert PARSER.layouts(http("/status")) == ()
