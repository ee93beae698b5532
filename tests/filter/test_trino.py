"""The same filter as SQL for Athena: no service here to ask, so its text is what is tested."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.filter.mini import CLOCK
from tui.filter.errors import FilterError
from tui.filter.parse import parse
from tui.filter.trino import to_trino, where
from tui.filter.written import quote

CASES = {
    "eventName:Delete*": r"coalesce(lower(eventname) LIKE 'delete%' ESCAPE '\', false)",
    "not errorCode:*": "NOT coalesce(errorcode IS NOT NULL, false)",
    "userIdentity.userName:o'neil": "coalesce(lower(useridentity.username) = 'o''neil', false)",
    "outcome:success": "coalesce(lower(coalesce(errorcode, 'success')) = 'success', false)",
    "requestParameters.dBInstanceIdentifier:a": (
        "coalesce(lower(json_extract_scalar(requestparameters, "
        """'$["dBInstanceIdentifier"]')) = 'a', false)"""
    ),
    "resources.ARN:x": "coalesce(any_match(resources, r -> coalesce(lower(r.arn) = 'x', false)), false)",
    "requestParameters.port >= 3306": (
        "coalesce(try_cast(json_extract_scalar(requestparameters, '$[\"port\"]') AS double) >= 3306, false)"
    ),
    "eventName:/^a|b/": "coalesce(regexp_like(eventname, '(?i)^a|b'), false)",
    "time >= 12:00": "coalesce(eventtime >= '2026-11-20T12:00:00Z', false)",
    "time <= 12:00": "coalesce(eventtime < '2026-11-20T12:01:00Z', false)",
    "time:2026-11-19": ("coalesce(eventtime >= '2026-11-19T00:00:00Z' AND eventtime < '2026-11-20T00:00:00Z', false)"),
    "client:10.0.0.0/8": (
        "coalesce(lower(sourceipaddress) IN ('10.0.0.0/8') OR"
        " coalesce(contains('10.0.0.0/8', try_cast(sourceipaddress AS ipaddress)), false), false)"
    ),
    "awsRegion:(a or b) and *": (
        "((coalesce(lower(awsregion) = 'a', false) OR coalesce(lower(awsregion) = 'b', false)) AND true)"
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_a_filter_is_written_for_athena(text: str, expected: str) -> None:
    assert where(parse(text), CLOCK) == expected


def test_a_whole_query_names_its_table() -> None:
    assert to_trino(parse(""), CLOCK, 'a.b"c') == 'SELECT *\nFROM "a"."b""c"\nWHERE true\nORDER BY eventtime'
    assert "lower(requestparameters) LIKE '%x%'" in to_trino(parse("x"), CLOCK)


@pytest.mark.parametrize("text", ["effect:write", "summary:x", "nothing.here:1", "time:soon", "request*.a:b"])
def test_what_athena_cannot_say_is_an_error(text: str) -> None:
    with pytest.raises(FilterError):
        to_trino(parse(f"action:x and {text}"), CLOCK)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=10))
def test_a_value_never_leaves_its_literal(value: str) -> None:
    said = where(parse(f"eventName:{quote(value)} or requestParameters.a:{quote(value)}"), CLOCK)
    outside = re.sub(r"'(?:[^']|'')*'", "''", said)
    assert outside == (
        "(coalesce(lower(eventname) = '', false) OR"
        " coalesce(lower(json_extract_scalar(requestparameters, '')) = '', false))"
    )
