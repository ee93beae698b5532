"""The records of the benchmark's logs: of each part the same bytes for the same seed, whichever process makes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

import orjson

from tests.bench.cast import ACCOUNTS, AGENTS, CALLS, ERRORS, RARE, REGIONS, Json, Parameters, identities

SEED = 6
START = datetime(2026, 11, 13, tzinfo=UTC)
DAYS = 7
PART = 20_000
"""Records that are made with one source of chance."""
RARE_NAME = "i-0feedfacefeedface"
"""Named by one event in fifty thousand, deep in its JSON: what a search of raw records looks for."""

_cast = cache(lambda: identities(Random(SEED)))


def records(part: range, count: int) -> Iterator[bytes]:
    """CloudTrail events as JSON, about 1.4 KB each, in rough order of time: those of a part, of `count` in all."""
    chance, cast = Random(f"{SEED} {part.start}"), _cast()
    calls = [(source, name, reads, asked) for share, source, name, reads, asked in CALLS for _ in range(share)]
    agents = [agent.format(number) for agent in AGENTS for number in range(30)]
    step = timedelta(days=DAYS) / count
    for number in part:
        call = chance.choice(RARE if number % 1000 == 617 else calls)
        event = _event(chance, chance.choice(cast), call)
        event["eventTime"] = f"{START + number * step + timedelta(seconds=chance.randrange(60)):%Y-%m-%dT%H:%M:%SZ}"
        event["userAgent"] = chance.choice(agents)
        if number % 50_000 == 4321:
            event["requestParameters"] = {"launchTemplate": {"overrides": [{"instanceId": RARE_NAME}]}}
        yield orjson.dumps(event)


def _event(chance: Random, who: Json, call: tuple[str, str, bool, Parameters]) -> Json:
    source, name, reads, asked = call
    account, region = chance.choice(ACCOUNTS), chance.choice(REGIONS)
    parameters = asked(chance)
    event: Json = {
        "eventVersion": "1.10",
        "userIdentity": who,
        "eventTime": "",
        "eventSource": f"{source}.amazonaws.com",
        "eventName": name,
        "awsRegion": region,
        "sourceIPAddress": who.get("invokedBy")
        or f"10.{chance.randrange(4)}.{chance.randrange(40)}.{chance.randrange(40)}",
        "userAgent": "",
    }
    if chance.random() < 0.05:
        code = chance.choice(ERRORS)
        event |= {"errorCode": code, "errorMessage": f"{name} was refused for {who.get('arn', 'a service')}: {code}"}
    event |= {
        "requestParameters": parameters,
        "responseElements": None if reads else {"requestId": uuid(chance), "status": "ok", "answer": parameters},
        "additionalEventData": {"SignatureVersion": "SigV4", "CipherSuite": "TLS_AES_128_GCM_SHA256", "bytesOut": 512},
        "requestID": uuid(chance),
        "eventID": uuid(chance),
        "readOnly": reads,
        "resources": [{"accountId": account, "type": "AWS::Resource", "ARN": f"arn:aws:{source}:{region}:{account}:x"}],
        "eventType": "AwsApiCall",
        "managementEvent": source != "s3",
        "recipientAccountId": account,
        "eventCategory": "Data" if source == "s3" else "Management",
        "tlsDetails": {
            "tlsVersion": "TLSv1.3",
            "cipherSuite": "TLS_AES_128_GCM_SHA256",
            "clientProvidedHostHeader": f"{source}.{region}.amazonaws.com",
        },
    }
    return event


def uuid(chance: Random) -> str:
    """A random number in the spelling of a UUID."""
    digits = f"{chance.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


QUERIES = (
    "g.V().has('person','id','p-{0}').out('knows').limit({0})",
    "g.V('{0}').repeat(both().simplePath()).times(2).path().by(valueMap('name','age')).limit(50)",
    "g.addV('order').property('id','o-{0}').property('total',{0}).next()",
    "g.V().has('order','id','o-{0}').drop()",
    "g.E().hasLabel('rated').where(inV().has('movie','year',gte({0}))).groupCount().by('stars')",
)


HEADERS = (
    "HttpObjectAggregator$AggregatedFullHttpRequest(decodeResult: success, version: HTTP/1.1, content: Buf()) "
    "POST /sparql HTTP/1.1 Host: graph-prod.cluster-c0ffee123456.eu-central-1.neptune.amazonaws.com:8182 "
    "User-Agent: python-requests/2.32.{0} Accept-Encoding: gzip, deflate Accept: */* Connection: keep-alive "
    "X-Amz-Date: 20261120T120000Z Content-Length: 231 Content-Type: application/x-www-form-urlencoded"
)
SPARQL = (
    "SELECT%20%3Fperson%20%3Fname%20%3Forder%20WHERE%20%7B%0A%20%20%3Fperson%20a%20%3Chttp%3A//example.org/Person%3E%20%3B%0A"
    "%20%20%20%20%3Chttp%3A//example.org/name%3E%20%3Fname%20%3B%0A%20%20%20%20%3Chttp%3A//example.org/ordered%3E%20%3Forder"
    "%20.%0A%20%20FILTER%28%3Forder%20%3E%20{0}%29%0A%7D%20LIMIT%20100"
)


def audit(part: range, _: int) -> Iterator[bytes]:
    """Neptune audit records, about 600 bytes each: Gremlin by WebSocket and SPARQL by HTTP; those of a part."""
    chance = Random(f"{SEED} {part.start}")
    begin = int(START.timestamp() * 1000)
    for number in part:
        client = f"10.20.{chance.randrange(8)}.{chance.randrange(200)}:{chance.randrange(32768, 61000)}"
        who = f"arn:aws:sts::{ACCOUNTS[0]}:assumed-role/GraphAdmin/svc-{chance.randrange(40)}"
        said = f"{begin + number * 50}, {client}, 10.20.0.9:8182"
        yield f"{said}, {_by_http(chance, who) if number % 2 else _by_socket(chance, who)}\n".encode()


def _by_socket(chance: Random, who: str) -> str:
    query = chance.choice(QUERIES).format(chance.randrange(100_000))
    asked = f"args={{gremlin={query} , aliases={{g=g}}}}"
    message = f"RequestMessage{{, requestId={uuid(chance)}, op='eval', processor='', {asked}}}"
    return f'Websocket, {who}, {{authenticationSucceeded=true}}, [unknown], "{message}"'


def _by_http(chance: Random, who: str) -> str:
    headers, query = HEADERS.format(chance.randrange(5)), SPARQL.format(chance.randrange(100_000))
    return f'HTTP_POST, {who}, {{authenticationSucceeded=true}}, "{headers}", query={query}'
