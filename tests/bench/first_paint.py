"""How long until the first event is on the screen, against an empty Textual program on the same terminal.

    python -m tests.bench.first_paint PATH [--repeats N] [--cells TEXT]

Both are started in turn on a pseudo-terminal and timed from `exec` until they have written what is waited for. The
machine's mood is in both, so the ratio says more than either time. POSIX only.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import perf_counter

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("READY-TO-COMPARE")
Empty().run()
"""
OURS = "import sys; from tui.cli import main; sys.exit(main())"
"""What the installed `tailtrail` does."""
WORD = b"READY-TO-COMPARE"
COLUMNS, LINES = 120, 40
PATIENCE = 20.0
"""Seconds after which a program that has shown nothing is given up."""


class NothingShownError(Exception):
    """A program ended, or went on for long, without writing what was waited for."""


def first_paint(command: list[str], awaited: bytes) -> float:
    """Seconds from starting a command on a terminal of its own until it has written some bytes."""
    began = perf_counter()
    with started(command) as terminal:
        wait_for(terminal, awaited, began + PATIENCE)
        return perf_counter() - began


@contextmanager
def started(command: list[str]) -> Iterator[int]:
    """A command on a terminal of its own, of which this is our side; it is ended whatever happens."""
    child, terminal = pty.fork()
    if child == 0:
        try:
            os.execvpe(command[0], command, {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"})
        finally:
            os._exit(127)
    try:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        yield terminal
    finally:
        end(child, terminal)


def wait_for(terminal: int, awaited: bytes, until: float) -> None:
    """Read what a program writes, up to and with some bytes; raises `NothingShownError`."""
    seen = b""
    while awaited not in seen:
        if not select.select([terminal], [], [], max(0.0, until - perf_counter()))[0]:
            raise NothingShownError(f"no {awaited.decode()!r} after {PATIENCE:.0f} seconds")
        try:
            seen += os.read(terminal, 1 << 16)
        except OSError as error:  # how Linux says that the other side is closed
            raise NothingShownError(f"ended without {awaited.decode()!r}: {seen[-500:]!r}") from error


def end(child: int, terminal: int) -> None:
    """Ask a program to leave, so that it tidies up, and take what it says on the way out."""
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGTERM)
    until = perf_counter() + 3
    with suppress(OSError):
        while select.select([terminal], [], [], max(0.0, until - perf_counter()))[0]:
            os.read(terminal, 1 << 16)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)


def table(times: dict[str, list[float]]) -> str:
    """Median, spread and number of the times of each program, and the ratio of the medians."""
    lines = [f"{'':12}{'median':>9}{'fastest':>9}{'slowest':>9}{'runs':>6}"]
    for name, seconds in times.items():
        cells = (statistics.median(seconds), min(seconds), max(seconds))
        lines.append(f"{name:12}" + "".join(f"{cell * 1000:6.0f} ms" for cell in cells) + f"{len(seconds):6}")
    empty, ours = (statistics.median(seconds) for seconds in times.values())
    return "\n".join([*lines, f"{'ratio':12}{ours / empty:8.2f}×"])


def main() -> None:
    """Time both, in turn, and print the table."""
    parser = argparse.ArgumentParser(description="Time from exec to the first event on a terminal.")
    parser.add_argument("path", help="what tailtrail opens")
    parser.add_argument("--cells", default="Describe", help="a text in the first rows (default: Describe)")
    parser.add_argument("--repeats", type=int, default=9, metavar="N", help="runs of each (default: 9)")
    asked = parser.parse_args()
    times: dict[str, list[float]] = {"empty app": [], "tailtrail": []}
    for _ in range(asked.repeats):
        times["empty app"].append(first_paint([sys.executable, "-c", EMPTY], WORD))
        times["tailtrail"].append(first_paint([sys.executable, "-c", OURS, asked.path], asked.cells.encode()))
    print(table(times))


if __name__ == "__main__":
    main()
