"""What is particular to audit lines, the parser keeps every parser's promises on; the kit does the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.testing import answer_problem, records
from tests.growth import LINEAR, growth
from tests.parsers.test_neptune_audit_line import PARSER, RECORDS


def check(raw: bytes) -> None:
    """The contract: an event of the declared length and kinds that can be stored, or a reason."""
    assert answer_problem(PARSER, raw) == ""


def test_the_sample_is_cut_into_whole_records() -> None:
    assert records(PARSER) == [raw.rstrip(b"\r\n") for raw in RECORDS]
    assert all(map(PARSER.whole, RECORDS))


@given(st.binary(max_size=300))
def test_any_bytes(raw: bytes) -> None:
    check(raw)


@given(st.lists(st.text(max_size=30), min_size=7, max_size=8), st.sampled_from([", ", ",", " , "]))
def test_any_fields(fields: list[str], comma: str) -> None:
    check(b"1718000000123, " + comma.join(fields).encode(errors="replace"))


@pytest.mark.parametrize(
    "piece",
    ['"', ",", ", ", " ", "{", '""', "\n", "&a=", "GET ", " Host: ", ", session=a", "%", "\\ud800", "[["],
)
@pytest.mark.parametrize(
    "shape",
    [
        "1718000000123, {}",
        "1718000000123, a, b, HTTP_POST, , , {}, x",
        '1718000000123, a, b, Websocket, , , , "RequestMessage{{gremlin={}"',
    ],
)
def test_hostile_repetition_costs_linear_time(shape: str, piece: str) -> None:
    assert growth(lambda size: check(shape.format(piece * (size // len(piece))).encode()), 15_000) < LINEAR


def test_every_field_is_described() -> None:
    assert all(field.description for field in PARSER.fields)
    assert {f.name for f in PARSER.fields if f.unique} == {
        "clientHost",
        "httpHeader",
        "payload",
        "query",
        "requestId",
    }
