"""Questions to the raw records: what is known at once, what comes later, what is given up."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import orjson
import pytest

from parsers import Unparsed, parser_named
from tests.conftest import Until, event
from tui.feed import batch
from tui.feed.batch import Encoder
from tui.feed.search import Here
from tui.filter.parse import parse
from tui.filter.scan import Scan
from tui.filter.tree import Leaf, leaves
from tui.formats import formats
from tui.searching import Found, Portion, Question, Stopped
from tui.store import places, search
from tui.store.places import Places
from tui.store.scans import KEPT, Job, Scans
from tui.store.store import Store
from tui.view import View
from tui.window import SupersededError


@dataclass
class Slow(Here):
    """Searches a portion when the test says so: never by itself, never in the thread that asks."""

    path: Path
    crew: int = 1
    given: list[tuple[int, Portion, tuple[Question, ...]]] = field(default_factory=list)
    answers: list[tuple[int, Found | None]] = field(default_factory=list)
    dropped: int = 0
    closed: bool = False

    def __post_init__(self) -> None:
        super().__init__(self.path)
        self.came = threading.Event()

    @property
    def room(self) -> int:  # type: ignore[override]
        return 2 - len(self.given) - len(self.answers)

    def here(self, portion: Portion, questions: tuple[Question, ...], stopped: Stopped) -> Found | None:
        return None

    def give(self, number: int, portion: Portion, questions: tuple[Question, ...]) -> None:
        self.given.append((number, portion, questions))

    def take(self, timeout: float) -> Iterator[tuple[int, Found | None]]:
        if self.came.wait(0.002):
            self.came.clear()
        while self.answers:
            yield self.answers.pop(0)

    def drop(self) -> None:
        self.dropped += 1
        while self.given:
            self.answers.append((self.given.pop(0)[0], None))

    def work(self) -> None:
        """Search the portion that was given first."""
        number, portion, questions = self.given[0]
        found = super().here(portion, questions, lambda: False)
        self.answers.append((number, found))
        self.given.pop(0)
        self.came.set()

    def close(self) -> None:
        self.closed = True


@dataclass
class Desk:
    """A store whose raw records are searched one portion of two records at a time."""

    store: Store
    until: Until
    scanner: Slow | None = None
    encoder: Encoder = field(default_factory=lambda: Encoder(0))

    def add(self, *records: dict[str, object]) -> None:
        parser = parser_named("cloudtrail")
        self.encoder.know(parser)
        for number, record in enumerate(records):
            raw = orjson.dumps(record)
            decoded = parser.decode(raw)
            assert not isinstance(decoded, Unparsed)
            self.encoder.add(parser.name, [decoded], [raw], 0, number, [0])
        self.store.append(self.encoder.batch())

    def shown(self, text: str) -> list[int]:
        return sorted(self.store.select(View(filter=text)).ids.tolist())

    def work(self) -> None:
        """Have one portion searched, and wait until it is written down."""
        scanner, before = self.slow, self.store.searched
        self.until(lambda: scanner.given)
        scanner.work()
        self.until(lambda: self.store.searched != before)

    @property
    def slow(self) -> Slow:
        assert self.scanner is not None
        return self.scanner


def records(*words: str) -> list[dict[str, object]]:
    """Events, each a second after the one before, with a word deep in the JSON."""
    return [event(n, requestParameters={"deep": {"note": word}}) for n, word in enumerate(words)]


@pytest.fixture
def desk(tmp_path: Path, until: Until, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(batch, "BLOCK", 700)  # two events
    monkeypatch.setattr(places, "STRETCH", 1)
    monkeypatch.setattr(search, "LITTLE", -1)
    monkeypatch.setattr(search, "BEAT", 0.0)
    monkeypatch.setattr(search, "AT_ONCE", -1.0)
    scanner = Slow(tmp_path / "raw.blocks")
    store = Store(tmp_path, formats().declared, lambda path: scanner)
    yield Desk(store, until, scanner)
    store.close()
    assert scanner.closed


@pytest.fixture
def alone(tmp_path: Path, until: Until) -> Iterator[Desk]:
    """A store whose raw records are searched by who asks."""
    store = Store(tmp_path, formats().declared, Here)
    yield Desk(store, until)
    store.close()


def test_the_first_hit_waits_for_nothing_that_holds_none(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "BEAT", 60.0)
    monkeypatch.setattr(search, "SLOWEST", 60.0)
    desk.add(*records("blue", "blue", "red", "blue", "blue", "blue"))
    assert desk.shown("red") == []
    epoch = desk.store.epoch
    desk.until(lambda: desk.slow.given)
    desk.slow.work()  # the two newest: nothing is in them
    desk.work()
    assert desk.store.searched == pytest.approx(2 / 6)
    assert desk.store.epoch == epoch + 1
    assert desk.shown("red") == [2]
    desk.work()  # all is searched now, and so all is written down
    assert desk.store.searched is None


def test_who_asks_alone_has_all_at_once_and_later_only_what_is_new(alone: Desk) -> None:
    alone.add(*records("red", "blue", "red"))
    assert (alone.shown("red"), alone.shown("deep:*"), alone.store.searched) == ([0, 2], [], None)
    assert alone.shown("not requestParameters.deep.note:red") == [1]
    before = alone.store.select(View(filter="red"))
    epoch = alone.store.epoch
    alone.add(event(70, requestParameters={"deep": {"note": "dark red"}}))
    after = alone.store.select(View(filter="red"), before)
    assert (after.ids.tolist(), after.epoch) == ([0, 2, 3], epoch)  # merged, not asked anew


def test_both_spellings_of_an_escape_are_found(alone: Desk) -> None:
    alone.add(*records('say "hi"', "C:\\dir", "tab\there"))
    assert alone.shown('note:"say \\"hi\\""') == []
    assert alone.shown('requestParameters.deep.note:"say \\"hi\\""') == [0]
    assert alone.shown('"say \\"hi\\""') == [0]
    assert alone.shown('"say \\\\\\"hi"') == [0]
    assert alone.shown('"c:\\\\dir"') == [1]


def test_the_newest_events_are_searched_first_and_what_is_found_is_shown_as_it_comes(desk: Desk) -> None:
    desk.add(*records("red", "-", "red", "-", "-", "red"))
    version = desk.store.epoch
    assert (desk.shown("red"), desk.store.searched) == ([], 0)
    desk.work()
    assert desk.store.epoch > version
    assert desk.shown("red") == [5]
    assert desk.store.searched == pytest.approx(1 / 3)
    desk.work()
    assert desk.shown("red") == [2, 5]
    desk.work()
    assert (desk.shown("red"), desk.store.searched) == ([0, 2, 5], None)


def test_a_portion_with_nothing_in_it_is_no_reason_to_ask_again(desk: Desk) -> None:
    desk.add(*records("red", "-", "-", "-"))
    desk.shown("red")
    version = desk.store.epoch
    desk.work()
    assert desk.store.epoch == version
    desk.work()
    assert desk.store.epoch > version


def test_not_shows_only_what_is_searched_so_that_no_event_ever_leaves(desk: Desk) -> None:
    desk.add(*records("red", "-", "-", "red", "-", "-"))
    shown, versions = [desk.shown("not red")], [desk.store.epoch]
    for _ in range(3):
        desk.work()
        shown.append(desk.shown("not red"))
        versions.append(desk.store.epoch)
    assert shown == [[], [4, 5], [2, 4, 5], [1, 2, 4, 5]]
    assert len(set(versions)) == 4


def test_what_no_record_need_say_is_shown_at_once(desk: Desk) -> None:
    desk.add(*records("red", "-"), event(9, eventName="DeleteDBCluster"))
    assert desk.shown("red or action:DeleteDBCluster") == [2]
    assert desk.shown("DeleteDBCluster") == [2]
    assert desk.shown("red and action:DeleteDBCluster") == []


def test_a_newer_question_stops_the_search_for_an_older_one_at_once(desk: Desk) -> None:
    desk.add(*records("red", "blue", "red", "blue"))
    desk.shown("red")
    desk.until(lambda: len(desk.slow.given) == 2)
    desk.shown("blue")
    assert desk.slow.dropped == 1
    desk.until(lambda: len(desk.slow.given) == 2)
    assert {str(scan.leaf) for _, _, scans in desk.slow.given for scan in scans if isinstance(scan, Scan)} == {
        str(next(leaves(parse("blue"))))
    }
    desk.work()
    desk.work()
    assert desk.shown("blue") == [1, 3]
    desk.shown("")
    assert desk.store.searched is None


def test_asking_the_same_again_stops_nothing_and_what_was_found_is_still_known(desk: Desk) -> None:
    desk.add(*records("red", "-", "red", "-"))
    desk.shown("red")
    desk.work()
    assert desk.shown("red") == [2]
    assert desk.slow.dropped == 0
    desk.shown("blue")
    assert desk.shown("red") == [2]
    assert desk.store.searched == 0.5
    desk.work()
    assert desk.shown("red") == [0, 2]


def test_events_that_come_while_it_is_searched_are_searched_too(desk: Desk) -> None:
    desk.add(*records("red", "-", "-", "-"))
    desk.shown("red")
    desk.work()
    desk.add(event(50, requestParameters={"note": "red"}))
    assert desk.shown("red") == []
    while desk.store.searched is not None:
        desk.work()
    assert desk.shown("red") == [0, 4]


def test_an_interrupted_search_ends_and_is_taken_up_again(desk: Desk) -> None:
    desk.add(*records("red", "-", "red", "-"))
    desk.shown("red")
    desk.until(lambda: len(desk.slow.given) == 2)
    desk.store.interrupt()
    desk.until(lambda: desk.store.searched is None)
    assert not desk.slow.given
    assert desk.shown("red") == []
    desk.work()
    desk.work()
    assert desk.shown("red") == [0, 2]


def test_who_searches_alone_can_be_interrupted(tmp_path: Path, until: Until, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(Here):
        def here(self, portion: Portion, questions: tuple[Question, ...], stopped: Stopped) -> Found | None:
            store.interrupt()
            return super().here(portion, questions, stopped)

    store = Store(tmp_path, formats().declared, Interrupted)
    Desk(store, until).add(*records("red"))
    with pytest.raises(SupersededError):
        store.select(View(filter="red"))
    monkeypatch.setattr(Interrupted, "here", Here.here)
    assert store.select(View(filter="red")).ids.tolist() == [0]
    store.close()


def test_the_patient_wait_until_all_is_searched(desk: Desk) -> None:
    desk.add(*records("red", "-", "red", "-"))
    desk.store.questions.patient = True
    counts: list[int] = []
    asking = threading.Thread(target=lambda: counts.append(desk.store.count(View(filter="not red"))))
    asking.start()
    desk.work()
    assert not counts
    desk.work()
    asking.join()
    assert counts == [2]


def test_whoever_waits_is_told_that_a_newer_question_came(desk: Desk) -> None:
    desk.add(*records("red", "-"))
    desk.store.questions.patient = True
    told: list[bool] = []

    def ask() -> None:
        with pytest.raises(SupersededError):
            desk.store.select(View(filter="red"))
        told.append(True)

    asking = threading.Thread(target=ask)
    asking.start()
    desk.until(lambda: desk.slow.given)
    desk.store.interrupt()
    asking.join()
    assert told


def test_a_search_beside_the_filter_does_not_stop_it(desk: Desk) -> None:
    desk.add(*records("red blue", "red", "red blue", "-"))
    result = desk.store.select(View(filter="red"))
    desk.until(lambda: len(desk.slow.given) == 2)
    assert desk.store.places(View(filter="red"), result, '"blue"') == []
    assert desk.slow.dropped == 0
    while desk.store.searched is not None:
        desk.work()
    result = desk.store.select(View(filter="red"))
    assert desk.store.places(View(filter="red"), result, '"blue"') == [0, 2]


def test_the_waterfall_has_the_records_searched_and_says_how_far_it_is(desk: Desk) -> None:
    desk.add(*records("red", "-", "red", "-"))
    falls = [desk.store.counting.fall(View(filter="red not blue"))]
    while falls[-1].searched is not None:
        desk.work()
        falls.append(desk.store.counting.fall(View(filter="red not blue")))
    assert [fall.searched for fall in falls] == [0, 0.5, None]
    assert [[step.left for step in fall.steps] for fall in falls] == [[0, 0], [1, 1], [2, 2]]
    assert desk.slow.dropped == 0
    assert (falls[0].emptied, falls[0].mends) == (None, ())


def test_what_could_be_asked_instead_is_searched_for_too(desk: Desk) -> None:
    desk.add(*records("alice", "alicia"))
    fall = desk.store.counting.fall(View(filter="alicx"))
    while fall.searched is not None:
        desk.work()
        fall = desk.store.counting.fall(View(filter="alicx"))
    assert fall.emptied == 0
    assert [mend.here for mend in fall.mends if mend.said == "alice"] == [2]


def test_a_text_that_hardly_repeats_is_searched_with_the_records(desk: Desk) -> None:
    desk.add(event(0), event(9, eventName="DeleteDBCluster"))
    assert (desk.shown('"alice deleted"'), desk.store.searched) == ([], 0)
    while desk.store.searched is not None:
        desk.work()
    assert desk.shown('"alice deleted"') == [1]


def test_what_an_event_learns_later_is_found_at_once(desk: Desk) -> None:
    def of_graph(name: str, **more: object) -> dict[str, object]:
        return event(1, eventName=name, requestParameters={"dBClusterIdentifier": "graph"}, readOnly=False, **more)

    desk.add(event(0), of_graph("DeleteDBCluster"))
    assert desk.shown('"neptune cluster"') == []
    while desk.store.searched is not None:
        desk.work()
    desk.add(of_graph("CreateDBCluster", responseElements={"engine": "neptune"}))
    desk.store.tell()
    assert desk.shown('"neptune cluster"')[0] == 1
    while desk.store.searched is not None:
        desk.work()
    assert desk.shown('"neptune cluster"') == [1, 2]


def test_events_that_were_taken_back_are_no_gap_in_what_is_searched(desk: Desk) -> None:
    desk.add(*records("red", "-", "-", "-"))
    desk.store.retract(0, 0)
    assert desk.shown("red") == []
    desk.add(*records("-", "red"))
    desk.shown("red")
    while desk.store.searched is not None:
        desk.work()
    assert desk.shown("red") == [5]


def test_old_tables_go_when_nobody_has_asked_for_them_in_a_while() -> None:
    db, now = duckdb.connect(":memory:"), [0.0]
    scans = Scans(db, lambda: now[0])

    def made(text: str) -> Scan:
        leaf: Leaf = next(leaves(parse(text)))
        return Scan(scans.number(leaf), leaf)

    def tables() -> set[str]:
        return {name for (name,) in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()}

    first = made("w0")
    scans.open([made(f"w{n}") for n in range(KEPT + 3)])
    assert len(tables()) == KEPT + 3
    now[0] = 61
    scans.open([first])
    assert len(tables()) == KEPT
    assert f"scan_{first.id}" in tables()
    again = made("w1")
    assert f"scan_{again.id}" not in tables()
    scans.open([again])
    found = array("i", [3, 4])
    scans.add([(Job(0, 5, (again, Scan(9999, again.leaf))), {again.id: found, 9999: found})])
    assert db.execute(f"SELECT id FROM scan_{again.id}").fetchall() == [(3,), (4,)]
    assert scans.missing(again, 7) == [(5, 7)]
    db.close()


def test_rows_of_two_logs_in_one_block_are_told_apart() -> None:
    db = duckdb.connect(":memory:")
    db.execute('CREATE TABLE events (id INTEGER, block BIGINT, start INTEGER, length INTEGER, "time" BIGINT)')
    rows = [(0, 0, 0, 5, 10), (1, 0, 9, 5, 30), (2, 0, 5, 4, 20), (3, 77, 0, 8, 5)]
    db.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?)", rows)
    known = Places(db, '"time"')
    known.extend(4)
    portion = known.portion(0, 4)
    assert portion.blocks == ((0, 2), (0, 1), (77, 1))
    assert (portion.starts.tolist(), portion.size, known.size(1, 3)) == ([0, 9, 5, 0], 22, 9)
    assert list(known.cut(0, 4, 1)) == [(0, 2), (2, 3), (3, 4)]
    assert [stretch.newest for stretch in known.newest_first()] == [30]
    db.close()
