"""Broken plug-ins, one of each kind: the program goes on, the rows are there, the parser and its error are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tui import formats
from tui.session import Session
from tui.store.counts import Counts
from tui.store.ledger import FileEntry
from tui.view import View

RECORDS = 40
PLUGIN = """
import os, time
from tests.parsers.doors import Doors, Unparsed

class Bad(Doors):
    name = {name!r}
    kept = []
    def sniff(self, head):
        return 0.95 if b" {name} " in head else 0.0
"""
DECODE = "    def decode(self, raw): "
BAD = {
    "raises": (DECODE + "return {}[raw[:1]]", RECORDS, "raised KeyError: b'1', 40 times"),
    "raises_at_some": (
        DECODE + "return super().decode(raw) if raw[9:10] != b'5' else 1 / 0",
        4,
        "raised ZeroDivisionError: division by zero, 4 times",
    ),
    "leaves": (DECODE + "raise SystemExit(3)", RECORDS, "raised SystemExit: 3, 40 times"),
    "is_short": (
        DECODE + "return super().decode(raw)[:-1]",
        RECORDS,
        "gave 13 values where 14 fields are declared, 40 times",
    ),
    "rubbish": (DECODE + "return 'rubbish'", RECORDS, "gave a str where an event is a tuple, 40 times"),
    "unstorable": (
        DECODE + "return (*super().decode(raw)[:-1], '\\ud800')",
        RECORDS,
        r"gave '\ud800' for the field door, which is text, 40 times",
    ),
    "no_reason": (DECODE + "return Unparsed(None)", RECORDS, "gave no reason for an unparsed record: None, 40 times"),
    "sleeps": (
        DECODE + "time.sleep(60)",
        RECORDS,
        "took more than 1 s 3 times and is not asked any more, 40 times",
    ),
    "huge": (
        DECODE + "self.kept.append(bytearray(1 << 30))",  # at once: what takes some by and by may take too long first
        RECORDS,
        "took more than 512 MiB of memory and is not asked any more, 40 times",
    ),
    "stubborn": (
        DECODE + "\n        while True:\n            try: time.sleep(60)\n            except BaseException: pass",
        RECORDS,
        "gave no answer for 5 s; it is not asked any more",
    ),
    "ends": (
        DECODE + "return super().decode(raw) if raw[9:10] != b'9' else os._exit(7)",
        RECORDS,
        "ended the process: it left with code 7; it is not asked any more",
    ),
}
"""What a plug-in does, how many records that costs, and what is said of it."""
BLIND = "    def sniff(self, head): return os._exit(9) if b' blind ' in head else 0.0"
SHY = "    def sniff(self, head): return 1 / 0 if b' shy ' in head else 0.0"


@contextmanager
def opened(folder: Path, files: Sequence[Path]) -> Iterator[Session]:
    """A session that lets in the parsers of some files, loaded."""
    formats.open_files([str(file) for file in files])
    try:
        with Session([str(folder)], workers=2) as session:
            session.load()
            yield session
    finally:
        formats.open_files([])


def plugin(folder: Path, name: str, body: str) -> Path:
    """A file with a plug-in."""
    path = folder / f"{name}.py"
    path.write_text(PLUGIN.format(name=name) + body + "\n")
    return path


def log(folder: Path, name: str) -> None:
    """A log that the plug-in of that name takes."""
    lines = (b"17951760%02d %s alice opened\n" % (number, name.encode()) for number in range(RECORDS))
    (folder / f"{name}.log").write_bytes(b"".join(lines))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """All of them at once, beside a log of JSON."""
    folder, logs = tmp_path_factory.mktemp("plugins"), tmp_path_factory.mktemp("logs")
    files = [plugin(folder, name, body) for name, (body, *_) in BAD.items()]
    files += [plugin(folder, "shy", SHY), plugin(folder, "blind", BLIND)]
    for file in files:
        log(logs, file.stem)
    (logs / "good.jsonl").write_bytes(b'{"ts":1718007331.5,"msg":"good"}\n')
    with opened(logs, files) as session:
        yield session


def entry(session: Session, name: str) -> FileEntry:
    """The ledger's line of a file."""
    return next(entry for entry in session.entries() if Path(entry.path).stem == name)


@pytest.mark.parametrize("name", BAD)
def test_it_costs_its_own_rows_and_is_named(session: Session, name: str) -> None:
    _, unparsed, fault = BAD[name]
    bad = entry(session, name)
    assert bad.fault == f"the parser {name} {fault}"
    assert bad.parser == name
    assert bad.counts == Counts(RECORDS - unparsed, unparsed, 0)
    rows = session.store.rows(session.store.select(View("log:unparsed")).ids.tolist(), ("summary",))
    assert sum(f"the parser {name} " in str(row.values["summary"]) for row in rows) == unparsed


def test_one_that_fails_at_a_look_is_named_where_it_failed(session: Session) -> None:
    assert entry(session, "shy").fault == "the parser shy raised ZeroDivisionError: division by zero"
    assert entry(session, "shy").skipped == "no parser recognises what is in it"


def test_one_that_ends_the_process_at_a_look_is_named_and_the_file_looked_at_without_it(session: Session) -> None:
    assert entry(session, "blind").fault == (
        "the parser blind ended the process: it left with code 9; it is not asked any more"
    )
    assert entry(session, "blind").skipped == "no parser recognises what is in it"


def test_what_others_hold_is_read_all_the_same(session: Session) -> None:
    assert entry(session, "good").counts == Counts(1, 0, 0)
    assert entry(session, "good").fault == ""


LAYS_OUT = """
    def layouts(self, raw):
        if b"alice" in raw:
            time.sleep(60)
        os._exit(1)
"""


def test_one_that_fails_to_lay_out_shows_nothing_and_the_event_is_there(tmp_path: Path) -> None:
    log(tmp_path, "lays_out")
    with opened(tmp_path, [plugin(tmp_path, "lays_out", LAYS_OUT)]) as session:
        (row,) = session.store.select(View("log:lays_out")).ids[:1].tolist()
        assert session.detail(row).layouts == ()
        assert session.detail(row).row.values["actor"] == "alice"
