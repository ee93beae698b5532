"""Counting without a database counts what the database counts."""

from __future__ import annotations

import tempfile
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import audit, event
from tui.session import Session
from tui.store.counts import Counts

RECORDS = st.one_of(
    st.builds(lambda number: orjson.dumps(event(number)), st.integers(0, 3)),
    st.builds(lambda number, who: orjson.dumps(event(number, userAgent=who)), st.integers(0, 3), st.sampled_from("ab")),
    st.builds(lambda number: orjson.dumps(event(number), option=orjson.OPT_SORT_KEYS), st.integers(0, 3)),
    st.builds(lambda at: orjson.dumps(event(9, eventID=None, eventTime=f"2026-11-20T12:00:0{at}Z")), st.integers(0, 1)),
    st.just(b'{"eventVersion": '),
)
"""Events, changed events of the same identity, the same in another order, without identity, and damage."""


def counted(paths: list[str], *, tally: bool) -> list[tuple[str, Counts]]:
    with Session(paths, workers=0) as session:
        session.tally() if tally else session.load()
        return [(entry.path, entry.counts) for entry in session.entries()]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(RECORDS, min_size=1, max_size=6), min_size=1, max_size=3))
def test_counts_are_those_of_the_store(files: list[list[bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first = orjson.dumps(event(100))
        for number, records in enumerate(files):
            Path(folder, f"{number}.jsonl").write_bytes(b"\n".join([first, *records]) + b"\n")
        assert counted([folder], tally=True) == counted([folder], tally=False)


def test_a_log_without_identities_has_no_copies(tmp_path: Path) -> None:
    (tmp_path / "audit.log").write_bytes(audit(1) * 3 + b"broken\n")
    ((_, counts),) = counted([str(tmp_path)], tally=True)
    assert counts == Counts(events=3, unparsed=1)


def test_what_is_counted_is_not_taken_back(tmp_path: Path) -> None:
    from tui.store.tally import Tally

    with pytest.raises(ValueError, match="cannot be taken back"):
        Tally(tmp_path, lambda _: None).retract(1, 0)
