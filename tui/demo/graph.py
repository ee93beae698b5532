"""Lines of the Neptune audit log: eight fields, a comma and a blank between them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

import orjson
from msgspec import Struct

from tui.demo.databases import GRAPH, endpoint
from tui.demo.people import ADMIN, ETL, READER, Who
from tui.demo.record import new_id

SERVER = "192.0.2.200:8182"
NOBODY = Who({"arn": "[unknown]"}, "192.0.2.120", "health-check/1.0")


class Line(Struct, frozen=True):
    """One record of the audit log, its end of line included, and the time it was written."""

    at: datetime
    text: bytes


def quoted(value: str) -> str:
    """A field as it stands in the line: in quotes, themselves doubled, only where it needs them."""
    if any(c in value for c in ',"\r\n'):
        return '"' + value.replace('"', '""') + '"'
    return value


def line(rng: random.Random, at: datetime, who: Who, *rest: str) -> Line:
    """One record; `rest` is its connection type, header and payload."""
    kind, header, payload = rest
    known = who is not NOBODY
    client = f"{who.address}:{rng.randrange(32768, 61000)}"
    allowed = "{authenticationSucceeded=true}" if known else "[unknown]"
    stamp = str(int(at.timestamp() * 1000))
    fields = (stamp, client, SERVER, kind, str(who.identity["arn"]), allowed, header, payload)
    return Line(at, (", ".join(map(quoted, fields)) + "\n").encode())


def header(method: str, path: str, agent: str, size: int, form: str = "application/x-www-form-urlencoded") -> str:
    """The HTTP request as Netty prints it, on one line."""
    content = f"CompositeByteBuf(ridx: 0, widx: {size}, cap: {size}, components=1)" if size else "EmptyByteBufBE"
    body = f" Content-Length: {size} Content-Type: {form}" if size else ""
    return (
        f"HttpObjectAggregator$AggregatedFullHttpRequest(decodeResult: success, version: HTTP/1.1, "
        f"content: {content}) {method} {path} HTTP/1.1 Host: {endpoint(GRAPH, 'neptune')}:8182 "
        f"User-Agent: {agent} Accept: */* Accept-Encoding: gzip, deflate{body}"
    )


def gremlin(rng: random.Random, at: datetime, who: Who, query: str) -> Line:
    """A traversal sent as text over a WebSocket."""
    message = (
        f"RequestMessage{{, requestId={new_id(rng)}, op='eval', processor='', "
        f"args={{gremlin={query} , aliases={{g=g}}}}}}"
    )
    return line(rng, at, who, "Websocket", "[unknown]", message)


def gremlin_http(rng: random.Random, at: datetime, who: Who, query: str) -> Line:
    """A traversal sent as JSON over HTTP."""
    payload = orjson.dumps({"gremlin": query}).decode()
    asked = header("POST", "/gremlin", "python-requests/2.32.3", len(payload), "application/json")
    return line(rng, at, who, "HTTP_POST", asked, payload)


def posted(rng: random.Random, at: datetime, who: Who, path: str, **form: str) -> Line:
    """A form sent over HTTP, percent-encoded."""
    payload = urlencode(form)
    asked = header("POST", path, "python-requests/2.32.3", len(payload))
    return line(rng, at, who, "HTTP_POST", asked, payload)


def sparql(rng: random.Random, at: datetime, who: Who, query: str) -> Line:
    """A SPARQL query."""
    return posted(rng, at, who, "/sparql", query=query)


def sparql_update(rng: random.Random, at: datetime, who: Who, update: str) -> Line:
    """A SPARQL update."""
    return posted(rng, at, who, "/sparql", update=update)


def cypher(rng: random.Random, at: datetime, who: Who, query: str) -> Line:
    """An openCypher query."""
    return posted(rng, at, who, "/openCypher", query=query)


def status(rng: random.Random, at: datetime) -> Line:
    """The health check, which nobody signs."""
    return line(rng, at, NOBODY, "HTTP_GET", header("GET", "/status", NOBODY.agent, 0), "/status")


Maker = Callable[[random.Random, datetime, Who, str], Line]

ORDINARY: tuple[tuple[int, Maker, Who, str], ...] = (
    (8, gremlin, READER, "g.V().has('customer','customerId','{id}').out('bought').limit(20).valueMap()"),
    (6, gremlin, READER, "g.V('{id}').outE('bought').inV().dedup().limit(50).values('title')"),
    (
        4,
        gremlin,
        READER,
        "g.V().hasLabel('product').has('sku','{id}').in('bought').groupCount().by('country')",
    ),
    (2, gremlin, READER, "g.V('{id}').repeat(both('knows')).times(2).dedup().count()"),
    (2, gremlin_http, READER, "g.V().hasLabel('product')\n  .order().by('rating', desc)\n  .limit(10)"),
    (
        3,
        cypher,
        READER,
        "MATCH (c:Customer {customerId: '{id}'})-[:BOUGHT]->(p:Product) RETURN p.sku, p.title LIMIT 25",
    ),
    (
        2,
        cypher,
        READER,
        "MATCH (p:Product)<-[:BOUGHT]-(c) RETURN p.sku, count(c) AS buyers ORDER BY buyers DESC LIMIT 10",
    ),
    (2, sparql, READER, "SELECT ?label\nWHERE {\n  <urn:shop:product:{id}> rdfs:label ?label .\n}\nLIMIT 5"),
    (2, gremlin, ETL, "g.addV('product').property(id,'{id}').property('sku','{id}').property('rating',4)"),
    (2, gremlin, ETL, "g.V('{id}').property(single,'rating',5)\n .property(single,'seen',true)"),
    (1, sparql_update, ETL, 'INSERT DATA {\n  <urn:shop:product:{id}> <urn:shop:stock> "12" .\n}'),
    (1, cypher, ETL, "MATCH (p:Product {sku: '{id}'}) SET p.stock = 12 RETURN p"),
)
"""How often, in which language, by whom, and what the shop asks its graph on an ordinary day."""


def ordinary(rng: random.Random, at: datetime) -> Line:
    """One line of the graph's ordinary day."""
    if rng.random() < 0.06:
        return status(rng, at)
    weights = [weight for weight, *_ in ORDINARY]
    _, make, who, query = rng.choices(ORDINARY, weights)[0]
    return make(rng, at, who, query.replace("{id}", f"{rng.randrange(16**6):06x}"))


ATTACK: tuple[tuple[float, Maker, str], ...] = (
    (27.4, gremlin, "g.V().groupCount().by(label)"),
    (29.3, gremlin, "g.V().hasLabel('customer').limit(5000).valueMap('name','email','phone')"),
    (31.6, sparql, "SELECT ?s ?p ?o\nWHERE {\n  ?s a <urn:shop:Customer> ; ?p ?o .\n}\nLIMIT 50000"),
    (33.2, cypher, "MATCH (c:Customer)-[:PAID_WITH]->(k:Card) RETURN c.name, c.email, k.last4"),
    (42.5, gremlin, "g.V().hasLabel('customer').drop()"),
    (45.2, sparql_update, "CLEAR ALL"),
    (48.1, cypher, "MATCH (n) DETACH DELETE n"),
)
"""What the attacker asks the graph, seconds after the start: first to read it, then to empty it."""


def attack(rng: random.Random, at: Callable[[float], datetime]) -> list[Line]:
    """The attacker's lines; `at` tells the time so many seconds after the start."""
    return [make(rng, at(second), ADMIN, query) for second, make, query in ATTACK]
