"""What a request does, by its path, its method and the query it carries."""

from __future__ import annotations

import pytest

from tests.parsers.test_neptune_audit_line import http, said

REQUESTS = (
    ("GET", "/status", "", "status", "read", "/status"),
    ("GET", "/loader", "", "loader status", "read", "/loader"),
    ("GET", "/loader/0f-1e?details=true", "", "loader status", "read", "/loader"),
    ("POST", "/loader", '"{""source"":""s3://bucket/a""}"', "loader load", "write", "/loader"),
    ("DELETE", "/loader/0f-1e", "", "loader cancel", "admin", "/loader"),
    ("POST", "/system", "action=initiateDatabaseReset", "fast reset", "destructive", "/system"),
    ("POST", "/system", "action=performDatabaseReset&token=1", "fast reset", "destructive", "/system"),
    (
        "POST",
        "/system",
        '"{""action"":""performDatabaseReset""}"',
        "fast reset",
        "destructive",
        "/system",
    ),
    ("GET", "/gremlin/status", "", "gremlin status", "read", "/gremlin/status"),
    ("GET", "/gremlin/status?cancelQuery&queryId=1", "", "gremlin cancel", "admin", "/gremlin/status"),
    ("POST", "/sparql/status", "cancelQuery&queryId=1", "sparql cancel", "admin", "/sparql/status"),
    ("GET", "/opencypher/status", "", "opencypher status", "read", "/openCypher/status"),
    ("GET", "/gremlin/stream?limit=1", "", "gremlin stream", "read", "/gremlin/stream"),
    ("GET", "/pg/stream", "", "propertygraph stream", "read", "/propertygraph/stream"),
    ("GET", "/rdf/statistics/summary", "", "statistics", "read", "/rdf/statistics"),
    (
        "POST",
        "/pg/statistics",
        '"{""mode"":""refresh""}"',
        "statistics refresh",
        "admin",
        "/propertygraph/statistics",
    ),
    ("DELETE", "/rdf/statistics", "", "statistics delete", "admin", "/rdf/statistics"),
    ("PUT", "/sparql/gsp/?default", "", "sparql graph put", "destructive", "/sparql/gsp"),
    ("DELETE", "/sparql/gsp/?graph=urn:g", "", "sparql graph delete", "destructive", "/sparql/gsp"),
    ("POST", "/ml/modeltraining", "", "ml modeltraining", "admin", "/ml/modeltraining"),
    ("GET", "/gremlin?gremlin=g.V().drop()", "", "gremlin drop", "destructive", "/gremlin"),
    ("GET", "/gremlin?gremlin=g.V%28%29.count%28%29", "null", "gremlin read", "read", "/gremlin"),
    ("GET", "/sparql?query=ASK%20%7B%7D", "", "sparql read", "read", "/sparql"),
    ("GET", "http://10.0.0.9:8182/sparql?query=ASK%20%7B%7D", "", "sparql read", "read", "/sparql"),
    (
        "POST",
        "/gremlin/explain",
        '"{""gremlin"":""g.V().drop()""}"',
        "gremlin explain",
        "read",
        "/gremlin/explain",
    ),
    (
        "POST",
        "/gremlin/profile",
        '"{""gremlin"":""g.V().drop()""}"',
        "gremlin profile",
        "destructive",
        "/gremlin/profile",
    ),
    ("POST", "/sparql", "query=ASK {}&explain=static", "sparql explain", "read", "/sparql"),
    (
        "POST",
        "/openCypher",
        "query=CREATE (n)&explain=static",
        "opencypher explain",
        "read",
        "/openCypher",
    ),
    (
        "POST",
        "/openCypher",
        "query=CREATE (n)&explain=details",
        "opencypher explain",
        "write",
        "/openCypher",
    ),
    (
        "POST",
        "/openCypher",
        "query=MATCH (n) DELETE n",
        "opencypher delete",
        "destructive",
        "/openCypher",
    ),
    ("POST", "/sparql", "update=CLEAR+ALL", "sparql clear", "destructive", "/sparql"),
    ("GET", "/favicon.ico", "", "favicon.ico", "read", "/favicon.ico"),
    ("GET", "/", "", "status", "read", "/"),
)
"""Method, path, payload; action, effect, endpoint."""


@pytest.mark.parametrize("row", REQUESTS)
def test_what_a_request_does(row: tuple[str, ...]) -> None:
    method, path, payload, *expected = row
    event = said(http(path, payload, method))

    assert [event[name] for name in ("action", "effect", "endpoint")] == expected
    assert event["userAgent"] == "tool/1.0 (a, b)"
