"""What a bad filter says, and that a filter never fails in any other way."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.filter.mini import CATALOGUE, CLOCK, Mini
from tui.filter.complete import complete
from tui.filter.errors import FilterError
from tui.filter.parse import parse
from tui.filter.sql import Query, to_sql

NOTHING = Mini([])
BAD = [
    ("(", 2, "a word or field:value"),
    ("a and", 6, "a word or field:value"),
    ("a or or b", 6, "a word or field:value"),
    ("and b", 1, "a word or field:value"),
    ("a:", 3, "a value"),
    ("a: and b", 4, "a value"),
    ("a:(b or", 8, "a value"),
    ("a:(b", 5, "`)`"),
    ("a)", 2, "the end"),
    ("a:b)", 4, "the end"),
    ("port >", 7, "a value"),
    ("not", 4, "a word or field:value"),
    ('"abc', 1, '`"`'),
    ('a:"abc', 3, '`"`'),
    ("a:{b:c}", 3, '`"{"` in quotes'),
    (":x", 1, "a word or field:value"),
]
WRONG = [
    ("time:soon", 1, "now-15m"),
    ("service:rds and time > 25:00", 17, "now-15m"),
    ("time:2026-13-01", 1, "12:00"),
    ("time > now-999999999w", 1, "now-15m"),
    ("readOnly:maybe", 1, "true"),
    ("readOnly > true", 1, "true"),
    ("client:@no-such-list.txt", 1, "a file with one value a line"),
    ("client:@.", 1, "a file with one value a line"),
]
PATTERNS = [
    (r"a:/(x)\1/", 7, "back-references"),
    (r"a:/x(?=y)/", 5, "look ahead"),
    (r"a:/x(?<!y)/", 5, "look ahead"),
    (r"a:/(?>x)/", 4, "not supported"),
    (r"a:/x++/", 6, "repetition"),
    (r"a:/*/", 4, "nothing to repeat"),
    (r"a:/(x/", 6, "never closed"),
    (r"a:/x\)[/", 7, "never closed"),
    (r"a:/x)/", 5, "never opened"),
    (r"a:/[z-a]/", 7, "low to high"),
    (r"a:/x\Z/", 5, "not supported"),
    (r"a:/x{2000}/", 5, "small to large"),
    (r"a:/(x{900}){900}/", 4, "repeats too much"),
]


@pytest.mark.parametrize(("text", "column", "expected"), BAD)
def test_a_bad_filter_says_where_and_what(text: str, column: int, expected: str) -> None:
    with pytest.raises(FilterError) as error:
        parse(text)
    assert (error.value.column, expected in error.value.expected) == (column, True), str(error.value)
    assert str(error.value).startswith(f"column {column}: ")


@pytest.mark.parametrize(("text", "column", "expected"), WRONG)
def test_a_value_its_field_cannot_have_is_named(text: str, column: int, expected: str) -> None:
    with pytest.raises(FilterError) as error:
        to_sql(parse(text), CATALOGUE, CLOCK, NOTHING)
    assert (error.value.column, expected in error.value.expected) == (column, True), str(error.value)


@pytest.mark.parametrize(("text", "column", "said"), PATTERNS)
def test_a_pattern_beyond_linear_time_is_refused(text: str, column: int, said: str) -> None:
    with pytest.raises(FilterError, match=said) as error:
        parse(text)
    assert error.value.column == column


@pytest.mark.parametrize("text", ["(" * 5000, "(" * 5000 + "a" + ")" * 5000, "not " * 5000 + "a", "a:" + "(" * 5000])
def test_deep_nesting_ends_in_an_error(text: str) -> None:
    if text.count("(") == text.count(")") > 0:
        assert parse(text) == parse("a"), "brackets round one thing are no nesting"
        return
    with pytest.raises(FilterError):
        parse(text)


@pytest.mark.parametrize("word", [" or ", " and ", " "])
def test_many_clauses_are_no_depth(word: str) -> None:
    text = word.join(f"actor:a{n}" for n in range(2000))
    assert Mini([]).ask(parse(text)) == []


WORDS = r"""a service ( ) " \ * / and or not > <= @x time 10.0.0.0/8 port 12:00 now-1h ::1 { } é arn: [ ? + %
 _ : ' ;-- readOnly raw. x.y ^ $ | {2}"""
PIECES = st.sampled_from([*WORDS.split(), " ", " or ", "not ", "\x00", "\ud800", "\n", "\u2028"])


@settings(max_examples=1000, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=30))
@example("\\")
@example("a:\\")
@example("/\ud800/")
@example("\\u12")
@example("a:\ud83d\\")
@example("a:@\x00")
@example("time:9999-12-31")
@example("time:9999")
@example("time:0000")
@example("time:2026-11-20T12:00+99:99")
def test_any_text_is_a_filter_or_a_filter_error(text: str) -> None:
    complete(text, len(text), CATALOGUE)
    query = asked(text)
    if isinstance(query, FilterError):
        assert 1 <= query.column <= len(text) + 1
        assert str(query)
        return
    assert not set(query.where) & set(";\\{}"), "only our own names stand in the SQL"
    assert query.where.count("?") == len(query.params)
    for scan in query.scans:
        assert not set(scan.columns.text) & set(";\\{}")
        assert scan.columns.text.count("?") == len(scan.columns.params)
        scan.matcher()(b'{"a":"b"}')
        assert all(needle == needle.lower() for needle in scan.needles())


def asked(text: str) -> Query | FilterError:
    """The filter as a query, or what is wrong with it; anything else that is raised fails the test."""
    try:
        return to_sql(parse(text), CATALOGUE, CLOCK, NOTHING)
    except FilterError as error:
        return error
