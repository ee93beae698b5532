"""Formats that a TOML file declares: what they make of records, and what is said of a file that does not do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from parsers import COMMON, Parser, Unparsed
from parsers.declarative import FormatError, of_toml
from parsers.testing import failures

DOORS = r"""name = "doors"
title = "Door log"
url = "https://example.com/doors"
patterns = ["doors*.log"]
line = '(?P<at>\d{10}) (?P<door>\w+) (?P<who>\w+|-) (?P<what>\w+) (?P<ms>\S+)'
header = '#'
missing = ["-"]
sample = '''
# at door who what ms
1795176000 front alice opened 12
1795176060 back - forced x
'''

[time]
from = "at"

[common]
service = "doors"
action = "{what}"
actor = "{who}"
target = { from = "door", map = { front = "Front door" } }
effect = { from = "what", map = { opened = "read", forced = "destructive" } }
outcome = { from = "what", map = { forced = "Alarm" }, otherwise = "success" }
summary = "{who} {what} the {door} door {{sic}}"

[fields]
door = { description = "which one" }
took = { from = "ms", kind = "integer", description = "milliseconds" }
"""

CARDS = r"""name = "cards"
title = "Card reader"
url = "https://example.com/cards"
json = ["when", "card.holder"]
sample = '{"when": "21/11/2026 08:00:01.250", "card": {"holder": "ann", "valid": true}, "door.no": 7, "tags": ["a"]}'

[time]
from = "when"
format = "%d/%m/%Y %H:%M:%S.%f"

[common]
action = "card"
actor = "{card.holder}"
summary = "{card.holder} at door {door.no}"

[fields]
valid = { from = "card.valid", kind = "boolean", description = "whether the card is" }
tags = { description = "as they stand" }
nothing = { from = "card.colour", description = "no card says" }
"""


def made(folder: Path, text: str) -> Parser:
    path = folder / "format.toml"
    path.write_text(text)
    return of_toml(path)


def said(parser: Parser, raw: bytes) -> dict[str, Any]:
    event = parser.decode(raw)
    assert not isinstance(event, Unparsed), event.reason
    return dict(zip((field.name for field in (*COMMON, *parser.fields)), event, strict=True))


@pytest.mark.parametrize("text", [DOORS, CARDS], ids=["line", "json"])
def test_a_declared_format_keeps_the_contract(text: str, tmp_path: Path) -> None:
    assert failures(made(tmp_path, text)) == ()


def test_a_line_says_what_the_file_makes_of_it(tmp_path: Path) -> None:
    found = said(made(tmp_path, DOORS), b"1795176000 front alice opened 12")
    assert found["time"] == 1_795_176_000_000_000
    assert [found[name] for name in ("action", "actor", "target", "effect", "outcome", "door", "took")] == [
        *("opened", "alice", "Front door", "read", "success", "front", 12),
    ]
    assert found["summary"] == "alice opened the front door {sic}"


def test_what_is_missing_says_nothing_and_no_map_invents_an_effect(tmp_path: Path) -> None:
    found = said(made(tmp_path, DOORS), b"1795176060 back - watched x")
    assert (found["actor"], found["took"], found["effect"], found["target"]) == (None, None, None, "back")
    assert found["summary"] == "? watched the back door {sic}"


def test_a_record_is_asked_by_paths_whose_names_may_hold_dots(tmp_path: Path) -> None:
    parser = made(tmp_path, CARDS)
    found = said(parser, parser.sample)
    assert found["time"] == 1_795_248_001_250_000
    assert (found["summary"], found["valid"], found["nothing"]) == ("ann at door 7", True, None)
    assert found["tags"] == '["a"]'


@pytest.mark.parametrize(
    ("text", "raw", "reason"),
    [
        (DOORS, b"1795176000 front", "the line is not of the form that is declared"),
        (DOORS, b"0000000001 front alice opened 1", "no time: at is '0000000001'"),
        (CARDS, b'{"when": "yesterday"}', "no time: when is 'yesterday'"),
        (CARDS, b'{"who": 1}', "no time"),
        (CARDS, b"[1]", "JSON, but not an object"),
        (CARDS, b"{", "not JSON: unexpected end of data: line 1 column 2 (char 1)"),
    ],
)
def test_what_is_no_record_is_unparsed_with_the_reason(text: str, raw: bytes, reason: str, tmp_path: Path) -> None:
    assert made(tmp_path, text).decode(raw) == Unparsed(reason)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('name = "doors"', "name = 'doors", "line 1: not TOML: "),
        ('name = "doors"', 'nam = "doors"', "line 1: nam: no such key; did you mean name?"),
        ('title = "Door log"', "", "title: it is missing; expected text in quotes"),
        ('title = "Door log"', "title = 7", "line 2: title: 7 does not do; expected text in quotes"),
        (r"(?P<at>\d{10})", "(?P<at", "line 5: line: no regular expression: "),
        ("header = '#'", "header = '['", "line 6: header: no regular expression"),
        ("header = '#'", 'json = ["at"]', "line 6: json: one of line and json is needed, and not both"),
        ("header = '#'", "sure = 2", "line 6: sure: 2 does not do; expected a number from 0.3 to 1"),
        ('from = "at"', 'from = "att"', "line 15: time.from: no group of line is called 'att'; did you mean at?"),
        ('from = "at"', 'from = "at"\nformat = "soon"', "line 16: time.format: 'soon' is no form of a time; expected"),
        ('actor = "{who}"', 'actors = "{who}"', "line 20: common.actors: no common field; did you mean actor?"),
        ('actor = "{who}"', 'actor = "{who"', "line 20: common.actor: a lone {; expected {name} for a value"),
        (
            'forced = "destructive"',
            'forced = "bad"',
            "line 22: common.effect: 'bad' is no effect; expected read",
        ),
        ('kind = "integer"', 'kind = "number"', "line 28: fields.took.kind: no kind is called 'number'; expected text"),
        ('kind = "integer"', "width = 0", "line 28: fields.took.width: 0 does not do; expected a number of cells"),
        ('action = "{what}"', "", "common.action: it is missing"),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, problem: str, tmp_path: Path) -> None:
    assert old in DOORS
    with pytest.raises(FormatError) as raised:
        made(tmp_path, DOORS.replace(old, new))
    assert str(raised.value).startswith(problem) or problem in str(raised.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="cannot be read"):
        of_toml(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'name = "\xe9"')
    with pytest.raises(FormatError, match="not UTF-8"):
        of_toml(tmp_path / "latin.toml")
