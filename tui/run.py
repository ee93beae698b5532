"""Starts the program on a terminal."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tui.feed.discover import STDIN, Span
from tui.feed.work import prepare
from tui.session import Session
from tui.view import View


def run(paths: Sequence[str], *, span: Span = Span(), filter_text: str = "") -> int:
    """Open the screen on some paths; returns the exit status."""
    stdin = _free_stdin() if STDIN in paths else 0
    with Session(paths, span=span, follow=True, stdin=stdin) as session:
        if filter_text:
            session.check(filter_text)
        return show(session, View(filter=filter_text, since=span.since, until=span.until))


def run_demo(*, seed: int, speed: float) -> int:
    """Play the invented incident into a temporary folder and open the screen on it."""
    from tui.demo import play, write_past

    folder = Path(tempfile.mkdtemp(prefix="tailtrail-demo-"))
    stop = threading.Event()
    try:
        now = datetime.now(UTC).replace(microsecond=0)
        write_past(folder, seed=seed, now=now)
        arguments = {"seed": seed, "start": now, "stop": stop, "speed": speed}
        player = threading.Thread(target=play, args=(folder,), kwargs=arguments, name="demo", daemon=True)
        player.start()
        with Session([str(folder)], follow=True) as session:
            return show(session, View(), title="demo: an invented incident, live")
    finally:
        stop.set()
        shutil.rmtree(folder, ignore_errors=True)


def show(session: Session, view: View, title: str = "") -> int:
    """The screen, until the person leaves it."""
    prepare()
    first = session.first_page()
    from tui.app import Tailtrail

    app = Tailtrail(session, view, first, title=title or session.title)
    app.run()
    return app.return_code or 0


def _free_stdin() -> int:
    """Standard input under another descriptor; the keys come from the terminal in its place.

    Textual reads keys from descriptor 0, so the terminal must be there before it starts.
    """
    if sys.stdin.isatty():
        return 0
    log = os.dup(0)
    terminal = os.open("CONIN$" if os.name == "nt" else "/dev/tty", os.O_RDWR)
    os.dup2(terminal, 0)
    os.close(terminal)
    return log
