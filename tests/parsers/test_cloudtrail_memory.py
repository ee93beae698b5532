"""What is remembered says what was worked out, and does not grow."""

from __future__ import annotations

import orjson

from parsers.cloudtrail.calls import CALLS, called
from parsers.cloudtrail.identity import IDENTITIES
from parsers.cloudtrail.memory import Memory
from tests.parsers.cloudtrail_events import MIRA, call


def test_what_was_asked_is_answered_once() -> None:
    asked: list[str] = []

    def answer(word: str) -> str:
        asked.append(word)
        return word.upper()

    memory = Memory(answer, most=2, longest=3, length=len)
    assert [memory[word] for word in ("a", "b", "a")] == ["A", "B", "A"]
    assert asked == ["a", "b"]


def test_what_is_full_begins_anew() -> None:
    memory = Memory(str.upper, most=2, longest=3, length=len)
    assert [memory[word] for word in ("a", "b", "c")] == ["A", "B", "C"]
    assert memory == {"c": "C"}


def test_what_is_long_is_answered_and_not_kept() -> None:
    memory = Memory(str.upper, most=2, longest=3, length=len)
    assert memory["abcd"] == "ABCD"
    assert not memory


def test_names_and_identities_of_any_length_are_not_kept() -> None:
    call("DescribeDBClusters")
    long = "x" * 100_000
    found = call(f"Delete{long}", source=long, userIdentity={**MIRA, "userName": long}, userAgent=long)
    assert found["actor"] == long
    assert found["action"] == called((f"{long}.amazonaws.com", f"Delete{long}")).action
    assert max(len(source) + len(name) for source, name in CALLS) < 1000
    assert max(map(len, IDENTITIES)) < 10_000


def test_an_identity_is_remembered_as_it_is_written() -> None:
    first, other = (call("DescribeDBClusters", userIdentity={**MIRA, "userName": name}) for name in ("mira", "noor"))
    assert (first["actor"], other["actor"]) == ("mira", "noor")
    assert IDENTITIES[orjson.dumps(MIRA)].actor == "mira"
