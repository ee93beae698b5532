"""Searching raw records: in this thread and in worker processes, with every spelling of a text."""

from __future__ import annotations

import os
import signal
from array import array
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from isal import igzip_lib

from tests.conftest import Until
from tui.feed.block import Block, Folded, Ready, search
from tui.feed.search import Here, Searchers, scanner
from tui.filter.parse import parse
from tui.filter.scan import Scan
from tui.filter.tree import leaves
from tui.searching import Found, Portion, Question


def asked(text: str, number: int = 1) -> Scan:
    """The scan of a filter that is one question."""
    (leaf,) = leaves(parse(text))
    return Scan(number, leaf)


def written(path: Path, *blocks: list[bytes]) -> Portion:
    """A file of blocks, and all its rows: ids from 0 on, but every record that starts with `!` is somebody else's."""
    ids, starts, lengths, places, number = array("i"), array("i"), array("i"), [], 0
    with path.open("wb") as file:
        for records in blocks:
            position, start, rows = file.tell(), 0, 0
            for record in records:
                if not record.startswith(b"!"):
                    ids.append(number)
                    starts.append(start)
                    lengths.append(len(record))
                    rows += 1
                start += len(record)
                number += 1
            packed = igzip_lib.compress(b"".join(records), 1, flag=igzip_lib.COMP_GZIP)
            file.write(len(packed).to_bytes(4, "little") + packed)
            places.append((position, rows))
    return Portion(tuple(places), ids, starts, lengths)


def searched(path: Path, portion: Portion, *questions: Question) -> dict[int, list[int]]:
    found = Here(path).here(portion, questions, lambda: False)
    assert found is not None
    return {number: ids.tolist() for number, ids in found.items()}


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("vault", [0, 1, 5, 6]),
        ("VAULT", [0, 1, 5, 6]),
        ('"a/b"', [3, 4]),
        (r'"say \"hi\""', [2]),
        ("/va.lt/", [0, 1, 5, 6]),
        ("n.deep:vault", [1]),
        ("n.deep:*", [1, 4]),
        ("N.DEEP:7", [4]),
        ("nothing", []),
    ],
)
def test_every_spelling_of_a_text_is_found(tmp_path: Path, text: str, hits: list[int]) -> None:
    records = [
        b'{"x":"the Vault"}',
        rb'{"n":[{"deep":"v\u0061ult"}]}',
        rb'{"x":"say \"hi\""}',
        b'{"x":"a/b"}',
        rb'{"x":"a\/b","n":{"deep":7}}',
        b'not json: vault"',
        rb'{"\u0056ault":null}',
    ]
    portion = written(tmp_path / "raw", records[:3], records[3:])
    assert searched(tmp_path / "raw", portion, asked(text)) == {1: hits}


def test_what_lies_across_two_records_or_in_another_s_is_not_found(tmp_path: Path) -> None:
    portion = written(tmp_path / "raw", [b"..va", b"ult..", b"!vault", b"a vault", b"! vault"])
    assert searched(tmp_path / "raw", portion, asked("vault")) == {1: [3]}


def test_several_questions_are_asked_in_one_go(tmp_path: Path) -> None:
    portion = written(tmp_path / "raw", [b'{"a":1}', b'{"b":2}'], [b'{"a":2}'])
    found = searched(tmp_path / "raw", portion, asked("a:2", 4), asked("b:*", 9), asked('"{"', 2))
    assert found == {4: [2], 9: [1], 2: [0, 1, 2]}


@given(
    st.lists(st.binary(max_size=9).map(lambda some: bytes(b"aA\\u0b/"[n % 7] for n in some)), min_size=1, max_size=8),
    st.sampled_from([b"a", b"ab", b"\\u", b"\\/", b"aa"]),
)
def test_rows_that_hold_a_needle(records: list[bytes], needle: bytes) -> None:
    ends = [sum(map(len, records[: n + 1])) for n in range(len(records))]
    rows = [n for n, record in enumerate(records) if record]  # a record is never empty
    ids, lengths = array("i", rows), array("i", [len(records[n]) for n in rows])
    starts = array("i", [ends[n] - len(records[n]) for n in rows])
    if rows:
        near = Block(b"".join(records), (ids, starts, lengths), Folded()).near(needle)
        assert [ids[row] for row in near] == [n for n in rows if needle in records[n].lower()]


def test_a_search_that_is_stopped_finds_nothing_and_stops_at_the_next_record(tmp_path: Path) -> None:
    portion = written(tmp_path / "raw", [b'{"a":"b"}'] * 50)
    looks = iter([False, False, True])
    assert search(tmp_path / "raw", portion, [Ready.to_ask(asked("a:b"))], lambda: next(looks, True)) is None
    assert next(looks, None) is None


def test_who_searches() -> None:
    assert (scanner(0, Path("raw")).crew, scanner(2, Path("raw")).crew, scanner(64, Path("raw")).crew) == (0, 2, 4)
    assert scanner(None, Path("raw")).crew >= 1


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Searchers]:
    searchers = Searchers(tmp_path / "raw", 2)
    searchers.open()
    yield searchers
    searchers.close()


def came(crew: Searchers, count: int) -> dict[int, Found | None]:
    """What comes back of `count` portions."""
    out: dict[int, Found | None] = {}
    deadline = monotonic() + 30
    while len(out) < count:
        out |= crew.take(1)
        assert monotonic() < deadline, "it never came"
    return out


def test_processes_find_the_same(crew: Searchers, tmp_path: Path) -> None:
    records = [orjson.dumps({"n": n, "odd": "yes" if n % 2 else "no"}) for n in range(100)]
    portion = written(tmp_path / "raw", records[:30], records[30:])
    questions = (asked("odd:yes", 3), asked('"99"', 5))
    assert crew.room == 4
    crew.give(7, portion, questions)
    crew.give(8, portion, questions[1:])
    crew.give(9, portion, questions[1:])
    assert crew.room == 1
    assert came(crew, 3) == {
        7: {3: array("i", range(1, 100, 2)), 5: array("i", [99])},
        8: {5: array("i", [99])},
        9: {5: array("i", [99])},
    }
    assert crew.room == 4


def test_what_is_dropped_is_given_up_and_what_is_given_after_it_is_not(crew: Searchers, tmp_path: Path) -> None:
    portion = written(tmp_path / "raw", [b'{"a":"b"}'], [b"7" * 50_000] * 400)  # a second's work
    slow, quick = (asked("/[0-9]{2}[a-f]/"),), (asked("a:b"),)
    for number in range(4):
        crew.give(number, portion, slow)
    crew.drop()
    crew.give(4, Portion(portion.blocks[:1], portion.ids[:1], portion.starts[:1], portion.lengths[:1]), quick)
    found = came(crew, 5)
    assert [found[number] for number in range(4)] == [None] * 4
    assert found[4] == {1: array("i", [0])}


def test_a_process_that_dies_is_told_of_and_the_others_go_on(crew: Searchers, tmp_path: Path, until: Until) -> None:
    portion = written(tmp_path / "raw", [b'{"a":"b"}'])
    crew.give(1, portion, (asked("a:b"),))
    came(crew, 1)
    for left in (1, 0):
        os.kill(crew.processes[0], signal.SIGKILL)
        until(lambda left=left: list(crew.take(0.01)) or crew.crew == left)  # type: ignore[misc]
        until(lambda left=left: crew.crew == left)  # type: ignore[misc]
    assert crew.room == 0


def test_the_processes_end_with_it(tmp_path: Path) -> None:
    searchers = Searchers(tmp_path / "raw", 1)
    searchers.open()
    (process,) = searchers.processes
    searchers.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    Searchers(tmp_path / "raw", 1).close()
