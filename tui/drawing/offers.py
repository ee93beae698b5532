"""What can be put in at the caret of a filter, as the list below it shows it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from parsers import Kind
from tui.drawing.filter_marks import marks
from tui.drawing.human import number
from tui.drawing.spans import Span, pad
from tui.filter.columns import Catalogue
from tui.filter.complete import Completion
from tui.filter.glob import Glob, fold
from tui.filter.written import name, quote
from tui.visible import fit, width_of

MOST = 200
"""How many are offered: who wants the next one types another letter."""
Counted = Sequence[tuple[str, int]]


class Offer(Struct, frozen=True):
    """One thing to put in: how it is shown, how it is written, and what is said beside it."""

    shown: str
    written: str
    note: str = ""


def offers(completion: Completion, counted: Counted, catalogue: Catalogue) -> tuple[Offer, ...]:
    """What fits at the caret: values with their counts, or fields and operators; not what stands there already."""
    if completion.field is not None:
        found = [*(Offer(value, value) for value in completion.values), *_values(completion, counted)]
    else:
        found = [Offer(name, name, _about(name, catalogue)) for name in completion.fields]
        found[:0] = [Offer(word, f"{word} ") for word in completion.operators]
    found = list({offer.written: offer for offer in reversed(found)}.values())[::-1][:MOST]
    there = len(found) == 1 and found[0].written.rstrip() == completion.typed
    return () if there else tuple(found)


def _values(completion: Completion, counted: Counted) -> list[Offer]:
    """The values that hold what is typed, those first that begin with it."""
    typed = fold(completion.typed)
    written = Glob(tuple(typed.split("*")))
    fitting = [(value, n) for value, n in counted if written.within(fold(value))]
    fitting.sort(key=lambda one: not fold(one[0]).startswith(typed))
    return [Offer(value, quote(value), number(n)) for value, n in fitting]


def _about(written: str, catalogue: Catalogue) -> str:
    """The kind of a field, and its log where not every event has it."""
    columns = catalogue.resolve(name(written[:-1]))
    kinds = dict.fromkeys("" if column.kind is Kind.TEXT else str(column.kind) for column in columns)
    logs = dict.fromkeys(column.log or "" for column in columns)
    return " ".join(filter(None, [*kinds, *logs]))


def accepted(text: str, completion: Completion, offer: Offer) -> tuple[str, int]:
    """The text with an offer put in place of the token at the caret, and where the caret is then."""
    stop = completion.stop
    token = next((mark for mark in marks(text) if mark.start == completion.start < mark.stop), None)
    if token is not None and token.stop > stop and token.ink != "wrong":
        stop = token.stop
    if offer.written.endswith(":") and text[stop:].lstrip().startswith(":"):
        stop = text.index(":", stop) + 1
    elif offer.written.endswith(" ") and text[stop : stop + 1] == " ":
        stop += 1
    before = text[: completion.start]
    if completion.field is None and not completion.typed and before and before[-1] not in " (":
        before += " "  # what was just finished is a word of its own
    return before + offer.written + text[stop:], len(before) + len(offer.written)


def widest(found: Sequence[Offer]) -> int:
    """The cells that the widest of these offers takes, with a gap before its note."""
    return max((width_of(offer.shown) + bool(offer.note) * (2 + len(offer.note)) for offer in found), default=0)


def line(offer: Offer, typed: str, cells: int) -> tuple[Span, ...]:
    """An offer in exactly so many cells: what is typed stands out, the note is on the right."""
    note = offer.note if len(offer.note) + 4 <= cells else ""
    shown = fit(offer.shown, cells - len(note) - bool(note))
    at = fold(shown).find(fold(typed)) if typed else -1
    parts: tuple[Span, ...] = ((shown, "text"),)
    if at >= 0:
        end = at + len(typed)
        parts = ((shown[:at], "text"), (shown[at:end], "typed"), (shown[end:], "text"))
    return (*pad(parts, cells - width_of(note)), (note, "note"))


def first_shown(chosen: int | None, before: int, rows: int, total: int) -> int:
    """The offer on the first row, so that the chosen one is seen and the list moves no more than it must."""
    if chosen is None:
        return 0
    top = min(max(before, chosen - rows + 1), chosen)
    return max(0, min(top, total - rows))
