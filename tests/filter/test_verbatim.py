"""What is declared to stand in the record is found there, so no column need be searched for it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import COMMON, Parser, Unparsed, all_parsers
from tui.filter.glob import Glob
from tui.filter.scan import Scan
from tui.filter.tree import Words

VERBATIM = [(parser, field.name) for parser in all_parsers() for field in parser.fields if field.verbatim]


@pytest.mark.parametrize(("parser", "name"), VERBATIM, ids=[name for _, name in VERBATIM])
@given(value=st.text(min_size=1, max_size=12), ascii_only=st.booleans())
def test_a_verbatim_value_is_found_in_the_record(parser: Parser, name: str, value: str, ascii_only: bool) -> None:
    event = {"eventVersion": "1.10", "eventTime": "2026-11-20T12:00:00Z", "eventName": "DeleteDBCluster", name: value}
    raw = json.dumps(event, ensure_ascii=ascii_only).encode()
    decoded = parser.decode(raw)
    assert not isinstance(decoded, Unparsed)
    place = [field.name for field in (*COMMON, *parser.fields)].index(name)
    assert decoded[place] == value
    assert Scan(1, Words(Glob((value,)))).matches(raw)
    assert Scan(1, Words(Glob((value[:1], value[-1:])))).matches(raw) or len(value) == 1
