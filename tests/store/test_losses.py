"""What a trail no longer records, by what it said before."""

from __future__ import annotations

from itertools import permutations

import pytest

from tui.store.gaps import Act, Gap, Mark, intervals
from tui.store.losses import told, wholes

S3, TABLE = "AWS::S3::Object", "AWS::Cassandra::Table"


def gaps_of(story: str) -> tuple[Gap, ...]:
    """The gaps of events a second apart: `new`, or what the trail main keeps (`-`: nothing), items with commas."""

    def mark(time: int, said: str) -> Mark:
        way, kind = ("new", "trail") if said == "new" else ("keeps", "bucket" if said.startswith("to:") else "data")
        items = said.removeprefix("to:").replace("S3", S3).replace("TABLE", TABLE).split(",")
        what = [] if said in {"new", "-"} else items
        return Mark(Act(time, time), way, ("1", "eu-central-1", kind, "main"), dict.fromkeys(what))

    marks = [mark(time, said) for time, said in enumerate(story.split(), 1)]
    (found,) = {intervals(told(order)) for order in permutations(marks)}  # files come in any order
    return found


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        # Nothing is concluded where nothing says that it was ever recorded.
        ("-", []),
        ("S3", []),
        ("new -", []),
        ("- S3", []),
        # What was recorded and no longer is.
        ("S3,TABLE S3", ["1: TABLE 2-None"]),
        ("S3,TABLE S3 TABLE,S3", ["1: TABLE 2-3"]),
        ("S3,TABLE S3 -", ["2: S3 3-None", "1: TABLE 2-None"]),
        ("S3,TABLE - S3", ["1: TABLE 2-None", "1: S3 2-3"]),
        ("S3,TABLE -", ["1: TABLE S3 2-None"]),
        ("S3 - - S3", ["1: S3 2-4"]),
        # Made anew without data events, as every trail is; then set again.
        ("S3 new S3", ["1: S3 2-3"]),
        # Half of it.
        ("S3 S3/writes", ["1: S3/reads 2-None"]),
        ("S3/reads S3/writes", ["1: S3/reads 2-None"]),
        ("S3 S3/reads,S3/writes", []),
        ("S3/reads,S3/writes S3", []),
        # Part of it, where that is certain.
        ("S3 S3@arn:a", ["1: some S3 2-None"]),
        ("S3 S3@*", ["1: some S3 2-None"]),
        ("S3@arn:a S3@arn:b", ["1: some S3 2-None"]),
        ("S3@arn:a S3@arn:a,S3@arn:b", []),
        ("S3@arn:a/b S3@arn:a", []),
        ("S3@arn:a S3", []),
        ("S3@arn:a TABLE", ["1: S3 2-None"]),
        ("S3@* S3@arn:a", []),
        ("S3@arn:a S3@*", []),
        ("S3 S3@*,S3@arn:a", []),
        ("S3 S3@arn:a -", ["2: S3 3-None", "1: some S3 2-3"]),
        # Delivered elsewhere than at first.
        ("to:a", []),
        ("to:a to:a", []),
        ("to:a to:b to:b to:a", ["1: b 2-4"]),
        ("to:a to:b to:c", ["1: c 3-None", "1: b 2-3"]),
    ],
)
def test_what_was_recorded_and_no_longer_is(story: str, expected: list[str]) -> None:
    assert sorted(map(told_of, gaps_of(story))) == sorted(expected)


def told_of(gap: Gap) -> str:
    """`1: S3 2-3`: since the event at 2 and until that at 3; the one at 1 had said that it was recorded."""
    missing = " ".join(wholes(gap.missing)).replace(S3, "S3").replace(TABLE, "TABLE")
    return f"{gap.known and gap.known.id}: {missing} {gap.since}-{gap.until}"
