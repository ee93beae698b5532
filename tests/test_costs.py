"""What a key press and a record cost, as counts: they explain the speed, and no clock is looked at."""

from __future__ import annotations

import gc
import gzip
import random
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest

from parsers.framing import transport
from tests.browse_support import MIDDLE, Seen, jsonl, loaded, opened
from tests.conftest import event
from tests.counting import Counting
from tui.feed.read import Task
from tui.feed.readers import own
from tui.feed.recognise import recognise
from tui.feed.worker import Reader
from tui.source import Source
from tui.store.database import connect
from tui.store.fetching import Fetching
from tui.store.ledger import FileEntry
from tui.store.store import Store

EVENTS = 3_000
BEAT = 2
"""Statements that may come in between: what the screen asks of its own accord, once, after it has opened."""
LARGE = 4_000_000
"""Characters of a record beside which nothing else counts."""


class Cost:
    """What was asked of the database since it was last looked at: the statements, and the numbers of rows fetched."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.fetched: list[int] = []

    async def of(self, seen: Seen, *keys: str) -> tuple[int, int]:
        """How many statements and rows the keys cost, until all is answered."""
        await seen.settled()
        self.statements.clear()
        self.fetched.clear()
        await seen.press(*keys)
        await seen.settled()
        return len(self.statements), sum(self.fetched)


@pytest.fixture
def cost(monkeypatch: pytest.MonkeyPatch) -> Cost:
    cost, values = Cost(), Fetching.values

    def noted(self: Fetching, ids: Sequence[int], shown: Sequence[str]) -> list[tuple[Any, ...]]:
        cost.fetched.append(len(ids))
        return values(self, ids, shown)

    monkeypatch.setattr("tui.store.store.connect", lambda path: Counting(connect(path), cost.statements))
    monkeypatch.setattr(Fetching, "values", noted)
    return cost


@pytest.fixture
def trail(tmp_path: Path, cost: Cost) -> Iterator[Source]:
    """So many events that few of them are on a screen."""
    jsonl(tmp_path / "trail.jsonl", *map(event, range(EVENTS)))
    with loaded(tmp_path) as source:
        yield source


@pytest.fixture
async def seen(trail: Source) -> AsyncIterator[Seen]:
    """The screen, with the event beside the table and the histogram above it."""
    async with opened(trail, MIDDLE) as screen:
        yield screen


async def test_a_step_asks_for_the_event_under_the_cursor(seen: Seen, cost: Cost) -> None:
    statements, rows = await cost.of(seen, "up")
    assert statements <= 2 + BEAT  # today 2: where it came from; its row, where its record lies, who else told of it
    assert rows <= 1
    statements, rows = await cost.of(seen, "down")
    assert statements <= 2 + BEAT
    assert rows <= 1


@pytest.mark.parametrize("keys", [["pageup"] * 2, ["home"], ["home", "end"]])
async def test_a_page_far_away_is_one_statement_more(seen: Seen, cost: Cost, keys: list[str]) -> None:
    *way, last = keys
    await seen.press(*way)
    statements, rows = await cost.of(seen, last)
    assert statements <= 3 + BEAT  # today 3: the event, and the page
    height = seen.table.size.height
    assert rows <= 1 + 5 * height  # today 168 of 34 lines: two screens on each side of the one in view


async def test_a_typed_letter(seen: Seen, cost: Cost) -> None:
    await seen.press("slash", *"action:Describ")
    statements, rows = await cost.of(seen, "e")
    assert statements <= 7 + BEAT  # today 7: no action is just that, so no rows; the bars; the values that are offered
    assert rows <= 3
    statements, rows = await cost.of(seen, "*")
    assert statements <= 16  # today 10 to 14: the rows in order, those on the screen, the bars, the event
    assert rows <= 4 + 5 * seen.table.size.height
    statements, rows = await cost.of(seen, "enter")
    assert statements <= 8 + BEAT


async def test_a_step_leaves_little_garbage(seen: Seen) -> None:
    """Objects that the collector must find: Textual's scrollbars, line by line, where they are drawn again."""
    await seen.press("up")
    await seen.settled()
    gc.collect()
    gc.disable()
    try:
        await seen.press("up")
        await seen.settled()
        assert gc.collect() < 1200  # today 715; 1,600 where a step is a new layout
    finally:
        gc.enable()


async def test_what_is_asked_does_not_grow_with_the_events(seen: Seen, cost: Cost) -> None:
    statements, rows = await cost.of(seen, "s")  # the other way round
    assert statements <= 9 + BEAT
    assert rows < EVENTS / 10


async def test_the_fields_cost_a_statement_for_each_that_is_not_coded(seen: Seen, cost: Cost) -> None:
    statements, _ = await cost.of(seen, "f")
    assert statements <= 40  # today 38: those that are coded are counted together


def peak(work: Callable[[], object]) -> int:
    """The most bytes that some work had in memory at once."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def reading(path: Path, data: bytes) -> int:
    """The same for reading a file that holds this into blocks and columns; the second time, when all is imported."""
    path.write_bytes(gzip.compress(data, 1) if path.suffix == ".gz" else data)
    return [peak(lambda: list(Reader(1).read((Task(0, str(path), path.name),), lambda: False))) for _ in range(2)][1]


def documents(*events: dict[str, object]) -> bytes:
    return orjson.dumps({"Records": events})


def json_lines(*events: dict[str, object]) -> bytes:
    return b"".join(orjson.dumps(one) + b"\n" for one in events)


FORMS = pytest.mark.parametrize(
    ("name", "form"), [("a.jsonl", json_lines), ("a.json", documents), ("a.json.gz", documents)]
)


@FORMS
def test_a_record_is_hardly_copied(tmp_path: Path, name: str, form: Callable[..., bytes]) -> None:
    """One so large that nothing else counts; what the decoder needs for it is taken off."""
    one = event(1, requestParameters={"blob": random.Random(1).randbytes(LARGE // 2).hex()})
    raw = orjson.dumps(one)
    decoder = peak(lambda: orjson.loads(raw))
    found = (reading(tmp_path / name, form(one)) - decoder) / LARGE
    assert found < 1.9  # today 1.5: itself, and what was read ahead


@FORMS
def test_records_do_not_pile_up(tmp_path: Path, name: str, form: Callable[..., bytes]) -> None:
    """However many a file holds, only their columns and packed blocks wait to be sent."""
    few, many = (
        form(*(event(n, requestParameters={"blob": "x" * 3000}) for n in range(count))) for count in (1000, 2500)
    )
    more = reading(tmp_path / name, many) - reading(tmp_path / name, few)
    share = more / (len(many) - len(few))
    assert share < 0.3  # today 0.15


def test_the_first_record_is_looked_for_once_whoever_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[bytes] = []
    look = transport._first_of_value

    def noted(text: bytes) -> bytes:
        looks.append(text)
        return look(text)

    monkeypatch.setattr(transport, "_first_of_value", noted)
    head = documents(event(1), event(2))
    found = recognise("a.json", head, own())
    assert found.parser is not None
    assert len(own().ours) > 3
    assert looks == [head]


def test_a_file_is_noted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[int] = []
    note = Store.note

    def counted(self: Store, entries: Sequence[FileEntry]) -> None:
        noted.extend(entry.file for entry in entries)
        note(self, entries)

    monkeypatch.setattr(Store, "note", counted)
    for number in range(5):
        (tmp_path / f"{number}.json").write_bytes(documents(event(number)))
    with loaded(tmp_path):
        assert sorted(noted) == [0, 1, 2, 3, 4]
