"""Two records leaf by leaf: what one says and the other does not, or says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from tui.drawing.record import Node, NotATreeError, parse, scalar_text, walk
from tui.drawing.spans import Span, width
from tui.drawing.wrap import wrap
from tui.visible import fit, visible
from tui.when import iso
from tui.window import Detail

INDENT = 4
LINES = 8
"""A long value takes so many at most."""


class Leaf(Struct, frozen=True):
    """A place in the records, and what stands there in each; `None` where there is no such place."""

    path: str
    before: str | None
    after: str | None

    @property
    def same(self) -> bool:
        """Whether both say the same."""
        return self.before == self.after


def difference(before: Detail, after: Detail) -> list[Leaf]:
    """Every leaf of both, in the order of the records; of records that are no JSON, every field."""
    one, other = _leaves(before), _leaves(after)
    if one is None or other is None:
        one, other = _fields(before), _fields(after)
    return [Leaf(path, one.get(path), other.get(path)) for path in _merged(list(one), list(other))]


def _leaves(detail: Detail) -> dict[str, str] | None:
    try:
        nodes = walk(parse(detail.raw), None)
        return {_place(node): scalar_text(node.value) for node in nodes if not node.foldable}
    except NotATreeError:
        return None


def _place(node: Node) -> str:
    """The path with the places in arrays, by which leaves are told apart."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in node.path).removeprefix(".")


def _fields(detail: Detail) -> dict[str, str]:
    values = {**detail.row.values, "time": iso(detail.row.values.get("time"))}
    return {name: str(value) for name, value in values.items() if value is not None}


def _merged(one: Sequence[str], other: Sequence[str]) -> Iterator[str]:
    """All paths of both: those of the first, and before each what stands before it in the other alone."""
    known, places, at = set(one), {path: place for place, path in enumerate(other)}, 0
    for path in one:
        place = places.get(path, -1)
        yield from (new for new in other[at:place] if place > at and new not in known)
        at = max(at, place + 1)
        yield path
    yield from (new for new in other[at:] if new not in known)


def leaf_lines(leaf: Leaf, cells: int) -> list[tuple[Span, ...]]:
    """A leaf in a line where both values fit, else in one for each."""
    path: Span = (visible(leaf.path), "quiet")
    if leaf.same:
        return [_cut((path, ("  ", "text"), (leaf.after or "", "text")), cells)]
    sides = [(said, ink) for said, ink in ((leaf.before, "before"), (leaf.after, "after")) if said is not None]
    signs = {"before": "- ", "after": "+ "}
    values: list[Span] = [(signs[ink] + visible(said), ink) for said, ink in sides]
    line = (path, *(span for value in values for span in (("  ", "text"), value)))
    if width(line) <= cells:
        return [line]
    below = [wrap([(" " * INDENT, "text"), value], cells, INDENT + 2)[:LINES] for value in values]
    return [_cut((path,), cells), *(line for lines in below for line in lines)]


def _cut(spans: Iterable[Span], cells: int) -> tuple[Span, ...]:
    """The spans in at most so many cells."""
    out: list[Span] = []
    for text, ink in spans:
        out.append((fit(text, cells), ink))
        cells -= width(out[-1:])
    return tuple(out)


def verdict(leaves: Sequence[Leaf]) -> str:
    """How much of them differs."""
    other = sum(not leaf.same for leaf in leaves)
    if not other:
        return f"They say the same in all {len(leaves):,} places."
    return f"{other:,} of {len(leaves):,} places differ."
