"""What becomes of a file whose reader ended."""

from __future__ import annotations

import os
import signal
from multiprocessing import active_children
from pathlib import Path

from tests.conftest import Until, lines
from tests.ledger import assert_adds_up
from tui.feed.loss import UNKNOWN, End
from tui.feed.read import Task
from tui.progress import State
from tui.session import Session
from tui.store.counts import Counts

END = End(7, None, taken=False, reason="reading it ended the process: killed by SIGKILL")
MANY = 50_000


def test_a_file_is_read_again_once_then_without_a_parser_and_then_given_up() -> None:
    first = Task(7, "/logs/a.gz", "a.gz")
    second = END.mended(first)
    assert (second.again, second.refused, END.is_final({7: second})) == (True, "", False)
    third = END.mended(second)
    assert (third.parser, third.refused, END.is_final({7: third})) == (UNKNOWN, END.reason, True)
    assert END.report(third).trouble == END.reason


def test_other_files_of_the_worker_are_read_as_they_were_to_be() -> None:
    other = Task(8, "/logs/b.gz", "b.gz")
    assert END.mended(other) is other


def test_a_worker_that_somebody_ends_costs_nothing(tmp_path: Path, until: Until) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(*range(MANY)))
    with Session([str(tmp_path)], follow=True, workers=1) as session:
        session.start()
        until(lambda: session.progress().counts.events > 0)
        (reader,) = (process for process in active_children() if process.name.startswith("reader"))
        assert reader.pid
        os.kill(reader.pid, signal.SIGTERM)
        until(lambda: session.progress().state is State.FOLLOWING)
        until(lambda: session.progress().counts == Counts(MANY))
        assert_adds_up(session)
