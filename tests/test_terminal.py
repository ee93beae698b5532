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
HOME = "\x1b[1;1H"


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


def frames(output: str) -> list[dict[int, str]]:
    """What was drawn, from one return to the top left to the next: the text of each whole line, by its number."""
    drawn = (re.findall(r"\x1b\[(\d+);1H([^\r\n]*)", HOME + frame) for frame in output.split(HOME)[1:])
    return [{int(row): re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", text) for row, text in frame} for frame in drawn]


def fills(frame: dict[int, str], columns: int, rows: int) -> bool:
    """Whether every line of the screen is drawn, and nothing beyond its edges."""
    return list(frame) == list(range(1, rows + 1)) and all(len(text) <= columns for text in frame.values())


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
        screen.until(lambda: any(fills(frame, 120, 40) for frame in frames(screen.output)))
        assert list(temporary.glob("tailtrail-*"))
        before = len(screen.output)
        screen.resize(80, 24)
        screen.until(
            lambda: any(
                fills(frame, 80, 24) and "DescribeDBClusters" in "".join(frame.values())
                for frame in frames(screen.output[before:])
            )
        )
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
