"""Starts the program on a terminal."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tui.case.folder import Folder, temporary
from tui.config import Config, ConfigError, default_path, load
from tui.feed.discover import STDIN, Span
from tui.first import Page, ahead
from tui.session import Session
from tui.view import View


def run(
    paths: Sequence[str],
    *,
    span: Span = Span(),
    filter_text: str = "",
    view_name: str = "",
    folder: Callable[[], Folder] = temporary,
    parse: Sequence[tuple[str, str]] = (),
    wait: bool = False,
) -> int:
    """Open the screen on some paths, or on those of a session's folder; returns the exit status."""
    stdin = _free_stdin() if STDIN in paths else 0
    with Session(paths, span=span, follow=True, stdin=stdin, folder=folder, parse=parse, wait=wait) as session:
        if filter_text:
            session.check(filter_text)
        config = load()
        view = named(config, view_name) if view_name else session.case.left.view
        if span.bounded:
            view = view.at_any_time().with_(since=span.since, until=span.until)
        if filter_text:
            view = view.with_(filter=filter_text)
        status = show(session, view, config)
        _stay(session, status)
        return status


def named(config: Config, name: str) -> View:
    """A saved view; the usual one for no name. Raises `ConfigError` where there is none of that name."""
    if not name:
        return View()
    if name not in config.views:
        expected = ", ".join(config.views)
        raise ConfigError(default_path(), f"no view is called {name!r}", expected=f"one of {expected}")
    return config.views[name]


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
        gc.disable()  # until the first paint, as where logs are opened
        with Session([str(folder)], follow=True) as session:
            return show(session, View(), load(), title="demo: an invented incident, live")
    finally:
        stop.set()
        shutil.rmtree(folder, ignore_errors=True)


def show(session: Session, view: View, config: Config, title: str = "") -> int:
    """The screen, until the person leaves it."""
    left = session.case.left
    seen = left.rows and view == left.view
    first_page = partial(Page, left.page()) if seen else ahead(session.first_page)
    from tui.app import Tailtrail

    app = Tailtrail(session, view, first_page() or Page(), title or session.title, config, left)
    try:
        app.run()
    finally:
        gc.unfreeze()  # what was frozen at the first paint is to be found again, or it outlives the interpreter
    session.keep(app.browse.leaving.left)
    return app.return_code or 0


def _stay(session: Session, status: int) -> None:
    """Leave a temporary session where it is if the connection dropped, or the program was told to end."""
    from tui.hangup import STATUS

    if status > STATUS and not session.case.kept:
        session.case.kept = True
        with suppress(OSError):  # the terminal may have gone
            print(f"tailtrail: what was read stays for a week: tailtrail --resume {session.case.name}", file=sys.stderr)


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
