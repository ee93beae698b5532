"""Marks: how late a log comes, up to when it is complete, and who has fallen silent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parsers.delivery import Delivery, delivery
from tui.store.lag import MINUTE, PATIENCE, Complete, Mark, Silence, Speaker, complete, marks, quantile
from tui.store.ledger import FileEntry

NOON = 1_795_176_000_000_000
"""2026-11-20 12:00:00 UTC."""
TRAIL = Speaker("cloudtrail", "111122223333", "eu-central-1")
NOW = NOON + 24 * 60 * MINUTE


def name(minute: int, region: str = "eu-central-1") -> str:
    """A delivered file of so many minutes after noon."""
    hour, rest = divmod(12 * 60 + minute, 60)
    return f"AWSLogs/111122223333_CloudTrail_{region}_20261120T{hour:02}{rest:02}Z_abcdefghijklmnop.json.gz"


def came(number: int, minute: int, first: float, last: float, region: str = "eu-central-1") -> FileEntry:
    """A file that was delivered in a minute and holds events from `first` to `last`, in minutes after noon."""
    since, until = NOON + int(first * MINUTE), NOON + int(last * MINUTE)
    return FileEntry(number, name(minute, region), 1, 0, 0, parser="cloudtrail", first=since, last=until)


def every_five(count: int, region: str = "eu-central-1", start: int = 0) -> list[FileEntry]:
    """Deliveries every five minutes, of events from seven to two minutes before."""
    return [came(start + n, 5 * n + 10, 5 * n + 3, 5 * n + 8, region) for n in range(count)]


def only(entries: list[FileEntry]) -> Mark:
    """The mark of the one speaker there is."""
    (found,) = marks(entries, NOW)
    return found


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (name(5), Delivery("111122223333", "eu-central-1", NOON + 5 * MINUTE)),
        (
            "111122223333_CloudTrail_us-gov-west-1_20261120T1200Z_x.json",
            Delivery("111122223333", "us-gov-west-1", NOON),
        ),
        ("111122223333_CloudTrail-Digest_eu-central-1_20261120T1200Z_x.json.gz", None),
        ("111122223333_CloudTrail_eu-central-1_20261399T1200Z_x.json.gz", None),
        ("trail.jsonl", None),
    ],
)
def test_the_name_of_a_delivered_file_says_whose_it_is_and_when_it_came(path: str, said: Delivery | None) -> None:
    assert delivery(path) == said


def test_it_is_complete_up_to_the_newest_delivery_less_the_lag_that_was_measured() -> None:
    found = only(every_five(3))
    assert (found.speaker, found.lag, found.last) == (TRAIL, 7 * MINUTE, NOON + 20 * MINUTE)
    assert found.upto == NOON + 13 * MINUTE
    assert complete([found]) == Complete(NOON + 13 * MINUTE, 0)


def test_one_straggler_of_twenty_does_not_move_the_mark_and_two_do() -> None:
    punctual = every_five(19)
    straggler = came(90, 100, 40, 98)
    assert only([*punctual, straggler]).lag == 7 * MINUTE
    assert only([*punctual, straggler, replace(straggler, file=91)]).lag == 60 * MINUTE


def test_a_time_that_cannot_be_that_of_a_delay_does_not_move_the_mark() -> None:
    odd = replace(came(9, 20, 18, 19), first=0)
    assert only([*every_five(3), odd]).upto == NOON + 13 * MINUTE
    assert only([odd]).upto is None


def test_events_after_the_delivery_that_brought_them_make_no_lag_below_nothing() -> None:
    assert only([came(1, 5, 5.5, 5.9)]).upto == NOON + 5 * MINUTE


def test_a_log_that_is_written_as_things_happen_is_complete_to_its_newest_line() -> None:
    line = FileEntry(1, "audit.log.0", 1, 0, 0, parser="neptune_audit", first=NOON, last=NOON + MINUTE)
    assert complete(marks([line], NOW)) == Complete(NOON + MINUTE)


def test_of_a_trail_without_names_nobody_can_say() -> None:
    entry = FileEntry(1, "trail.jsonl", 1, 0, 0, parser="cloudtrail", first=NOON, last=NOON + MINUTE)
    assert complete(marks([entry], NOW)) == Complete(None)
    assert complete(marks([replace(entry, last=NOON + 19 * MINUTE), *every_five(3)], NOW)) == Complete(None)


def test_times_nobody_has_reached_yet_are_not_taken_for_news() -> None:
    line = FileEntry(1, "audit.log.0", 1, 0, 0, parser="neptune_audit", first=NOON, last=NOW + 10**12)
    assert complete(marks([line], NOW)) == Complete(NOW)


def test_a_file_without_times_says_nothing() -> None:
    entry = FileEntry(1, name(5), 1, 0, 0, parser="cloudtrail", trouble="not gzip after all")
    assert complete(marks([entry], NOW)) == Complete(None, 0)
    assert marks([replace(entry, path="trail.jsonl")], NOW) == ()
    assert complete([]) == Complete(None, 0)


def test_the_least_complete_of_those_who_speak_counts_and_the_silent_are_told() -> None:
    silent, speaking = every_five(10), every_five(30, "us-east-1", 100)
    one, other = marks([*silent, *speaking], NOW)
    assert (one.silent, one.speaking, other.silent, other.speaking) == (True, False, False, True)
    assert one.silences == (Silence(NOON + 53 * MINUTE, NOON + (155 - 7) * MINUTE),)
    assert complete([one, other]) == Complete(NOON + (155 - 7) * MINUTE, 1)
    assert complete([one, other], "neptune_audit") == Complete(None, 0)


def test_a_gap_between_deliveries_is_a_silence_by_their_own_rhythm() -> None:
    gap = [entry for entry in every_five(30) if not 12 <= entry.file < 18]
    assert only(gap).silences == (Silence(NOON + 63 * MINUTE, NOON + 93 * MINUTE),)
    assert only([entry for entry in every_five(30) if not 12 <= entry.file < 14]).silences == ()


def test_who_speaks_seldom_is_not_called_silent() -> None:
    seldom = [came(n, 60 * n, 60 * n - 5, 60 * n - 3, "eu-west-1") for n in range(1, 11)]
    busy = every_five(150, "us-east-1", 100)
    found = {mark.speaker.region: mark for mark in marks([*seldom, *busy], NOW)}
    assert found["eu-west-1"].patience == 180 * MINUTE
    assert not found["eu-west-1"].silences
    few = marks([*seldom[:3], *busy], NOW)
    assert {mark.speaker.region: (mark.patience, mark.silent) for mark in few}["eu-west-1"] == (None, False)


@given(st.lists(st.integers(-50, 50), min_size=1), st.floats(0.01, 1))
def test_a_quantile_is_one_of_the_values_and_no_smaller_one_does(values: list[int], share: float) -> None:
    found = quantile(values, share)
    assert sum(value <= found for value in values) >= share * len(values) - 1e-6
    assert sum(value < found for value in values) < share * len(values) + 1e-6


def test_no_pause_below_a_quarter_of_an_hour_is_too_long() -> None:
    assert only(every_five(20)).patience == PATIENCE
