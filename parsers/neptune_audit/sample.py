"""A few audit records, written for this project."""

_ALICE = "arn:aws:sts::111122223333:assumed-role/GraphAdmin/alice, {authenticationSucceeded=true}"
_NETTY = "HttpObjectAggregator$AggregatedFullHttpRequest(decodeResult: success, version: HTTP/1.1, content: Buf())"
_HOST = "Host: graph-prod.cluster-c0ffee123456.eu-west-1.neptune.amazonaws.com:8182"
_FORM = "Content-Type: application/x-www-form-urlencoded"
_SERVER = "10.20.0.9:8182"

_RECORDS = (
    f"1718000000123, 10.20.30.40:51514, {_SERVER}, Websocket, {_ALICE}, [unknown], "
    "\"RequestMessage{, requestId=6f9d3c1e-5b0a-4c8e-9a7d-0123456789ab, op='eval', processor='', "
    "args={gremlin=g.V().has('person','name','drop()').limit(3) , aliases={g=g}}}\"",
    f"1718000001456, 10.20.30.41:42010, ip-10-20-0-9.eu-west-1.compute.internal/{_SERVER}, HTTP_POST, "
    f'[unknown], [unknown], "{_NETTY} POST /sparql HTTP/1.1 {_HOST} User-Agent: python-requests/2.32.0 '
    f'Accept: text/html, */* {_FORM}", query=SELECT+%2A+WHERE+%7B%0A++%3Fs+%3Fp+%3Fo%0A%7D+LIMIT+5',
    f"1718000002789, 10.20.30.41:42012, {_SERVER}, HTTP_POST, {_ALICE}, "
    f'"{_NETTY} POST /gremlin HTTP/1.1 {_HOST} User-Agent: curl/8.5.0", "{{""gremlin"": ""g.V().drop()""}}"',
    f"1718000003012, 10.20.30.42:42014, {_SERVER}, HTTP_POST, null, null, "
    f'"{_NETTY} POST /openCypher HTTP/1.1 {_HOST} User-Agent: curl/8.5.0 {_FORM}", '
    "\"query=MATCH (n:Person {name: 'Ann'})\r\nRETURN n.age, n.city\"",
)

SAMPLE = "".join(record + "\r\n" for record in _RECORDS).encode()
