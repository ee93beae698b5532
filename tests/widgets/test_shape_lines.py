"""Shapes of queries in words."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from parsers import Effect, Layout
from tests.widgets.spread import NINE
from tui.drawing.shape_lines import Order, example, facts, line, ordered, titles, total
from tui.drawing.spans import Span, width
from tui.drawing.times import SECOND, Clock
from tui.palette import ASCII, UNICODE
from tui.store.shapes import Shape

UTC = Clock()
READ = Shape(
    fingerprint="aa",
    count=1200,
    first=NINE,
    last=NINE + 60 * SECOND,
    actors=(("ann", 1000), ("bo", 150), ("cy", 50)),
    people=5,
    failed=0,
    action="gremlin read",
    effect=Effect.READ,
    example=1,
    query="g.V()\n  .limit(1)",
)
DROP = replace(READ, fingerprint="bb", count=1, effect=Effect.DESTRUCTIVE, first=NINE + SECOND, failed=1, new=True)
NAMELESS = replace(READ, fingerprint="cc", count=7, actors=(), people=0, last=None, first=None, effect=None, query="")
HOSTILE = replace(READ, fingerprint="dd", actors=(("e\x1b[2Jve", 1),), query="g.V(\u202e'\x1b]0;')", action="\x07")


def text(spans: tuple[Span, ...]) -> str:
    return "".join(said for said, _ in spans)


@pytest.mark.parametrize("cells", [60, 76, 118, 200])
@pytest.mark.parametrize("shape", [READ, DROP, NAMELESS, HOSTILE])
def test_every_line_is_as_wide_as_asked_and_nothing_in_it_acts(cells: int, shape: Shape) -> None:
    for glyphs in (UNICODE, ASCII):
        assert width(line(shape, UTC, glyphs, cells)) == width(titles(cells)) == cells
    assert not {"\x1b", "\u202e", "\x07"} & set(text(line(shape, UTC, UNICODE, cells)) + text(facts(shape, UTC)))


def test_a_line_says_how_often_when_and_who() -> None:
    said = text(line(READ, UTC, UNICODE, 118)).split()
    assert said == ["1,200", "11-19", "09:01:00", "11-19", "09:00:00", "ann", "+4", "·", "g.V()", ".limit(1)"]
    assert text(line(DROP, UTC, UNICODE, 76)).startswith("✦ ")
    assert text(line(DROP, UTC, ASCII, 76)).startswith("N ")
    assert "nobody named" in text(line(NAMELESS, UTC, UNICODE, 76))
    assert ("g.V() .limit(1)", "destructive") in [(said.strip(), ink) for said, ink in line(DROP, UTC, UNICODE, 76)]


def test_facts_say_the_rest() -> None:
    said = text(facts(READ, UTC))
    assert "asked by ann 1,000, bo 150, cy 50 and 2 more" in said
    assert "fingerprint aa" in said
    assert "1 failed" in text(facts(DROP, UTC))
    assert "never seen before" in text(facts(DROP, UTC))
    assert "asked by" not in text(facts(NAMELESS, UTC))


def test_an_example_is_laid_out_and_bounded() -> None:
    layout = Layout("Gremlin", "gremlin", "g.V()\n  .drop()")
    assert ("drop", "destructive") in example([layout])
    assert text(example([replace(layout, text="g\n" * 99)])).endswith("… and 60 lines more")
    assert example([]) == ()


def test_new_ones_stand_first_in_every_order() -> None:
    old = [replace(READ, fingerprint=str(n), count=n, first=NINE - n, last=NINE + n) for n in (2, 9, 5)]
    names = {order: [shape.fingerprint for shape in ordered([*old, DROP], order)] for order in Order}
    assert names == {
        Order.COUNT: ["bb", "9", "5", "2"],
        Order.RARE: ["bb", "2", "5", "9"],
        Order.LAST: ["bb", "9", "5", "2"],
        Order.FIRST: ["bb", "2", "5", "9"],
    }
    assert [Order.COUNT.next, Order.FIRST.next] == [Order.RARE, Order.COUNT]


def test_the_title_counts() -> None:
    assert total([READ, DROP], Order.COUNT) == "Query shapes   2 shapes of 1,201 queries, 1 new   most frequent first"
    assert total([READ], Order.FIRST) == "Query shapes   1 shape of 1,200 queries   latest comer first"
    assert total((), Order.COUNT) == "Query shapes"
