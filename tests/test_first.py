"""The first page, and the process that reads it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tui.first import Page, ahead
from tui.window import Row

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")


@contextmanager
def another_thread() -> Iterator[None]:
    """Something else runs in this process."""
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    yield
    over.set()
    thread.join()


def test_a_page_is_a_window_of_the_rows_it_holds() -> None:
    page = Page(tuple(Row(~number, {"summary": str(number)}) for number in range(3)))
    assert page.total == 3
    assert [row.id for row in page.rows(1, 9)] == [-2, -3]
    assert page.position(-3) == 2
    assert page.position(0) is None


@forks
def test_work_is_done_by_another_process_which_is_gone_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # whoever runs the tests may have threads of its own
    child = ahead(os.getpid)()
    assert child not in {None, os.getpid()}
    with pytest.raises(ChildProcessError):
        os.waitpid(child or 0, os.WNOHANG)


@forks
def test_a_page_of_any_size_comes_through() -> None:
    page = Page(tuple(Row(~number, {"time": number, "summary": "x" * 1000}) for number in range(500)))
    assert ahead(lambda: page)() == page


@forks
@pytest.mark.parametrize("error", [ValueError("bad"), KeyboardInterrupt(), SystemExit(3)])
def test_what_goes_wrong_there_gives_nothing_and_says_nothing(
    error: BaseException, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail() -> object:
        raise error

    assert ahead(fail)() is None
    assert capfd.readouterr() == ("", "")


@forks
def test_what_cannot_be_sent_gives_nothing() -> None:
    assert ahead(threading.Lock)() is None


@forks
def test_a_child_that_is_killed_gives_nothing() -> None:
    assert ahead(lambda: os.kill(os.getpid(), 9))() is None


def test_beside_threads_nothing_is_forked() -> None:
    with another_thread():
        assert ahead(os.getpid)() == os.getpid()
