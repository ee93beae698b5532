"""The program on a real terminal: it draws, follows the size, hears the keys, and leaves everything as it was."""

from __future__ import annotations

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is a thing of POSIX", allow_module_level=True)

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from tests.conftest import audit, lines

PATIENCE = 30.0
"""Seconds for all of one test."""
TAKE_TERMINAL = """\
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""
"""Makes standard input the controlling terminal of a new session, where /dev/tty leads, and becomes the program.

A program of its own and not `pty.fork`: this process has threads, and must not be forked.
"""

ENTERED, LEFT = "\x1b[?1049h", "\x1b[?1049l"
"""The alternate screen."""
TOKENS = re.compile(
    r"\x1b\[(\d+;\d+)H|\x1b\[[\d;?<>=]*[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.|([\r\n])|([^\x1b\r\n]+)"
)
"""A place to go to; what changes colours and modes; the ends of lines; text."""


class Terminal:
    """A terminal with a program on it; `output` is all that the program has written."""

    def __init__(self, command: Sequence[str], folder: Path, columns: int, rows: int) -> None:
        self._keys, self._line = pty.openpty()
        self._resize(columns, rows)
        self.modes = self._modes()
        self._deadline = monotonic() + PATIENCE
        self.output = ""
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        env = {**os.environ, "TMPDIR": str(folder), "XDG_CONFIG_HOME": str(folder), "TERM": "xterm-256color"}
        for size in ("COLUMNS", "LINES"):  # who runs the tests may have a size of its own
            env.pop(size, None)
        self.program = subprocess.Popen(
            [sys.executable, "-c", TAKE_TERMINAL, *command],
            stdin=self._line,
            stdout=self._line,
            stderr=self._line,
            start_new_session=True,
            env=env,
        )

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, and tell the program as a terminal does."""
        self._resize(columns, rows)
        os.killpg(self.program.pid, signal.SIGWINCH)

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._keys, keys.encode())

    def until(self, condition: Callable[[], object]) -> None:
        """Read what the program writes until something holds."""
        while not condition():
            assert monotonic() < self._deadline, f"never came: {self.output[-2000:]!r}"
            self._read(0.05)

    def quiet(self) -> bool:
        """Whether half a second passes, five times the screen's beat, without a byte."""
        return not self._read(0.5)

    def ended(self) -> int:
        """Wait for the program's end and for its last words; its exit status."""
        self.until(lambda: self.program.poll() is not None)
        while self._read(0):
            pass
        return self.program.returncode

    def drop(self) -> int:
        """Close the terminal, as a connection that drops does; the program's exit status."""
        os.close(self._keys)
        os.close(self._line)
        status = self.program.wait(PATIENCE)
        self._keys, self._line = pty.openpty()
        return status

    def restored(self) -> bool:
        """Whether the terminal is in the mode it was in before."""
        return self._modes() == self.modes

    def close(self) -> None:
        """End whatever is still there."""
        if self.program.poll() is None:
            os.killpg(self.program.pid, signal.SIGKILL)
            self.program.wait()
        os.close(self._keys)
        os.close(self._line)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._keys], [], [], seconds)[0]:
            return False
        self.output += self._decode(os.read(self._keys, 1 << 16))
        return True

    def _resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._keys, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _modes(self) -> list[object]:
        return list(termios.tcgetattr(self._line))


@contextmanager
def terminal(command: Sequence[str], folder: Path, columns: int = 120, rows: int = 40) -> Iterator[Terminal]:
    """A terminal that is closed whatever happens."""
    opened = Terminal(command, folder, columns, rows)
    try:
        yield opened
    finally:
        opened.close()


def drawn(output: str, columns: int, rows: int) -> list[str]:
    """The lines of a terminal of that size that `output` was written to; what goes beyond an edge is not seen."""
    grid = [[" "] * columns for _ in range(rows)]
    row = column = 0
    for place, control, text in TOKENS.findall(output):
        if place:
            row, column = (int(number or 1) - 1 for number in place.split(";"))
        elif text:
            if row < rows and column < columns:
                grid[row][column : column + len(text)] = text[: columns - column]
            column += len(text)
        elif control == "\n":
            row += 1
        elif control == "\r":
            column = 0
    return ["".join(line) for line in grid]


def whole(lines: list[str]) -> bool:
    """Whether the screen is there from the header to the footer, with an event in between."""
    return "tailtrail" in lines[0] and "Quit" in lines[-1] and any("DescribeDBClusters" in line for line in lines[1:-1])


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """Where the program puts what is temporary."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def test_on_a_terminal_from_the_first_picture_to_the_last(tmp_path: Path, temporary: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "a.jsonl").write_bytes(lines(*range(50)))
    (logs / "audit.log.0").write_bytes(b"".join(map(audit, range(10))))
    with terminal([sys.executable, "-m", "tui", str(logs)], temporary) as screen:
        screen.until(lambda: ENTERED in screen.output and "DescribeDBClusters" in screen.output)
        screen.until(lambda: "60 events" in screen.output and "LIVE" in screen.output)
        screen.until(lambda: whole(drawn(screen.output, 120, 40)))
        screen.until(screen.quiet)  # over a slow line every byte is felt
        assert list(temporary.glob("tailtrail-*"))
        before = len(screen.output)
        screen.resize(80, 24)
        screen.until(lambda: whole(drawn(screen.output, 80, 24)))
        screen.press("q")
        assert screen.ended() == 0
        assert LEFT in screen.output[before:]
        assert screen.restored()
        assert not list(temporary.glob("tailtrail-*"))


def test_the_log_from_a_pipe_and_the_keys_from_the_terminal(tmp_path: Path, temporary: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(*range(50)))
    piped = ["sh", "-c", 'cat "$1" | "$2" -m tui -', "sh", str(tmp_path / "a.jsonl"), sys.executable]
    with terminal(piped, temporary) as screen:
        screen.until(lambda: "DescribeDBClusters" in screen.output and "50 events" in screen.output)
        screen.press("?")
        screen.until(lambda: "Keys here" in screen.output)
        before = len(screen.output)
        screen.press("q")
        screen.until(lambda: "DescribeDBClusters" in screen.output[before:])
        screen.press("q")
        assert screen.ended() == 0
        assert LEFT in screen.output
        assert screen.restored()
        assert not list(temporary.glob("tailtrail-*"))


def test_what_was_read_stays_when_the_connection_drops(tmp_path: Path, temporary: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(*range(50)))
    with terminal([sys.executable, "-m", "tui", str(tmp_path / "a.jsonl")], temporary) as screen:
        screen.until(lambda: "50 events" in screen.output)
        assert screen.drop() == 128 + signal.SIGHUP
    (tmp_path / "a.jsonl").unlink()
    with terminal([sys.executable, "-m", "tui", "--resume"], temporary) as screen:
        screen.until(lambda: "DescribeDBClusters" in screen.output and "50 events" in screen.output)
        screen.press("q")
        assert screen.ended() == 0
        assert not list(temporary.glob("tailtrail-*"))
