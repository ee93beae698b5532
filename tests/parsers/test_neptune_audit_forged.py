"""Who may write a query may put anything on its lines; none of it becomes a record."""

from __future__ import annotations

import pytest

from parsers.framing import Broken, Record, framer
from parsers.neptune_audit import NeptuneAudit

PARSER = NeptuneAudit()
HEAD = b"1795176000001, 10.0.0.9:1, 10.0.0.2:8182, HTTP_POST, [unknown], [unknown], [unknown], "
FORGED = b"1795176000002, 6.6.6.6:1, 10.0.0.2:8182, Websocket, [unknown], [unknown], [unknown], "
NEXT = HEAD.replace(b"0001", b"0003") + b'"query=SELECT ?s WHERE {}"\n'


def pieces(data: bytes) -> list[Record | Broken]:
    cutter = framer(PARSER.start, whole=PARSER.whole, continues=PARSER.continues)
    return [*cutter.feed(data), *cutter.flush()]


@pytest.mark.parametrize(
    "forged",
    [
        FORGED + b"g.V().drop()",
        FORGED + b'""RequestMessage{, args={gremlin=g.V().drop()}}""',
        FORGED + b'x, ""',
    ],
)
def test_a_line_in_a_query_is_no_record(forged: bytes) -> None:
    query = HEAD + b'"{""gremlin"": ""g.V()\n' + forged + b'\n.limit(1)""}"\n'
    found = pieces(query + NEXT)
    assert [piece.raw for piece in found] == [query.rstrip(), NEXT.rstrip()]
    assert all(isinstance(piece, Record) for piece in found)


def test_a_record_cut_off_in_a_quote_takes_no_whole_record_with_it() -> None:
    cut = HEAD + b'"{""gremlin"": ""g.V()\n'
    found = pieces(cut + NEXT + NEXT)
    assert [piece.raw for piece in found] == [cut.rstrip(), NEXT.rstrip(), NEXT.rstrip()]
