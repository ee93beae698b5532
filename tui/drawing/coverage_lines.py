"""Coverage as lines: a strip for everybody who is heard, its cells over time, and one of them in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from tui.drawing.axis import Axis, axis_line
from tui.drawing.human import counted, duration, number
from tui.drawing.spans import Span, pad
from tui.drawing.times import SECOND, Clock
from tui.store.coverage import Cell, Coverage, State, Strip
from tui.visible import fit, visible, width_of

NOTE = 21
"""Cells at the end of a strip that say up to when it is complete, where there is room."""
ROOMY = 100
"""From this width on there is."""
NAMED, LEAST_NAMED = 34, 16
"""Cells that a name takes at most; a third of the screen at most, but never less than so many."""


class Look(Struct, frozen=True):
    """How a state is drawn: a sign, one that every terminal has, an ink, and what it means."""

    sign: str
    plain: str
    ink: str
    said: str


LOOKS = {
    State.QUIET: Look("·", "-", "rest", "nothing"),
    State.PRESENT: Look("▆", "#", "present", "present"),
    State.DUE: Look("░", ".", "due", "may come"),
    State.LATE: Look("▓", "~", "late", "came late"),
    State.MISSING: Look("╌", "_", "missing", "missing"),
    State.UNREADABLE: Look("✗", "x", "trouble", "unreadable"),
}
BEGUN = Look("▒", ":", "due", "")
"""A cell in which something is present, and more may come."""


class Layout(Struct, frozen=True):
    """Where things stand on a line: the names (`short` ones?), the cells (each `scale` wide), the note after them."""

    names: int
    short: bool
    cells: int
    scale: int
    note: int

    def span(self, cell: int) -> range:
        """Where a cell stands."""
        return range(self.names + 2 + cell * self.scale, self.names + 2 + (cell + 1) * self.scale)

    def cell_at(self, x: int) -> int | None:
        """The cell at a place on the line."""
        at = x - self.names - 2
        return at // self.scale if 0 <= at < self.cells * self.scale else None


def room(found: Coverage | None, cells: int) -> int:
    """How many cells there can be, at most, in a width, given who is known to be heard."""
    names = _names(found, cells)[0] if found else _named(cells)
    return max(2, cells - names - 2 - _noted(cells))


def layout(found: Coverage, cells: int) -> Layout:
    """Where things stand in a width."""
    names, short = _names(found, cells)
    count = (found.until - found.since) // found.width
    free = cells - names - 2 - _noted(cells)
    return Layout(names, short, count, max(1, free // max(1, count)), max(0, _noted(cells) - 2))


def _names(found: Coverage, cells: int) -> tuple[int, bool]:
    """How wide the names are, and whether of accounts only the end is told, for want of room."""
    most = _named(cells)
    longest = max((width_of(name(found, strip)) for strip in found.strips), default=0)
    if longest <= most:
        return longest, False
    return min(most, max(width_of(name(found, strip, short=True)) for strip in found.strips)), True


def _named(cells: int) -> int:
    return max(LEAST_NAMED, min(NAMED, cells // 3))


def _noted(cells: int) -> int:
    return NOTE + 2 if cells >= ROOMY else 0


def account(found: Coverage) -> str:
    """The account that all have who name one."""
    accounts = {strip.speaker.account for strip in found.strips if strip.speaker.account}
    return visible(accounts.pop()) if len(accounts) == 1 else ""


def name(found: Coverage, strip: Strip, *, short: bool = False) -> str:
    """Who is heard: what tells them from the others; of the account, where it is to be `short`, the end."""
    who = strip.speaker
    told = "" if visible(who.account) == account(found) else who.account
    told = f"…{told[-4:]}" if short and told else told
    return visible(" ".join(filter(None, (told, who.region))) or who.log)


def title(found: Coverage | None, clock: Clock, reading: float | None = None) -> tuple[Span, ...]:
    """What is seen; while it is still being read, how much of it is, from 0 to 1."""
    part = ((f"  still reading: {reading:.0%} so far", "warning"),) if reading is not None else ()
    if found is None:
        return (("Coverage", "title"), *part)
    since, until = clock.moment(found.since), clock.moment(found.until)
    spans: list[Span] = [("Coverage", "title")]
    if one := account(found):
        spans.append((f"  account {one}", "text"))
    if since and until:
        day = "" if since.day == until.day else f"{until.day} "
        spans.append((f"  {since.day} {since.minute} – {day}{until.minute}", "text"))
    spans.append((f"  a cell is {_length(found.width)}", "quiet"))
    if found.unplaced:
        spans.append((f"  {number(found.unplaced)} unreadable of no known time: F", "warning"))
    return (*spans, *part)


def head(found: Coverage, placed: Layout, clock: Clock) -> tuple[Span, ...]:
    """The times over the cells."""
    axis = Axis(found.since, found.until, placed.cells * placed.scale, clock)
    return (" " * (placed.names + 2), "axis"), *axis_line(axis)


def row(
    found: Coverage, strip: Strip, placed: Layout, clock: Clock, at: int | None, *, plain: bool
) -> Iterator[tuple[Span, str]]:
    """A strip, each part on its ground; `at` is the cell under the cursor, if that is in this strip."""
    said = fit(name(found, strip, short=placed.short), placed.names)
    yield from ((span, "ground") for span in pad(((said, "text" if at is None else "chosen"),), placed.names + 2))
    for place, cell in enumerate(strip.cells):
        sign, ink = look(cell, plain=plain)
        yield (sign * placed.scale, ink), "cell" if place == at else "ground"
    if placed.note:
        said, ink = note(strip, clock)
        yield (f"  {fit(said, placed.note)}", ink), "ground"


def look(cell: Cell, *, plain: bool) -> Span:
    """A cell's sign and ink."""
    look = BEGUN if cell.state is State.DUE and cell.events else LOOKS[cell.state]
    return look.plain if plain else look.sign, look.ink


def note(strip: Strip, clock: Clock) -> Span:
    """Up to when a strip is complete, in a few words."""
    mark = strip.mark
    if mark is None:
        return "", "quiet"
    if mark.silent:
        return f"silent since {_minute(mark.silences[-1].since, clock)}", "missing"
    if mark.upto is None:
        return f"newest {_minute(mark.last, clock)}", "quiet"
    return f"complete to {_minute(mark.upto, clock)}", "quiet"


def legend(*, plain: bool) -> tuple[Span, ...]:
    """What the signs mean."""
    spans: list[Span] = []
    for one in LOOKS.values():
        spans += [(one.plain if plain else one.sign, one.ink), (f" {one.said}  ", "quiet")]
    return tuple(spans)


def sentence(found: Coverage, strip: Strip, place: int, clock: Clock) -> tuple[Span, ...]:
    """A cell in words: whose, when, what is there, and why it looks as it does."""
    cell, since = strip.cells[place], found.since + place * found.width
    who = visible(" ".join(filter(None, (strip.speaker.account, strip.speaker.region))) or strip.speaker.log)
    spans: list[Span] = [(f"{who}  ", "title"), (f"{_stretch(since, since + found.width, clock)}  ", "text")]
    spans.append((_counted(cell), "text" if cell.events else "quiet"))
    if why := _why(strip, cell, clock, since):
        spans += [(" · ", "quiet"), (why, LOOKS[cell.state].ink)]
    return tuple(spans)


def _counted(cell: Cell) -> str:
    if not cell.events and not cell.files:
        return "no event"
    return f"{counted(cell.events, 'event')} in {counted(len(cell.files), 'file')}"


def _why(strip: Strip, cell: Cell, clock: Clock, since: int) -> str:
    mark = strip.mark
    match cell.state:
        case State.UNREADABLE:
            bad = f"{number(cell.unparsed)} unparsed" if cell.unparsed else "a file could not be read to its end"
            return f"{bad}; enter shows the files"
        case State.MISSING if mark and mark.patience:
            gap = next(one for one in mark.silences if one.until > since)
            usual = f"usually not even {_length(mark.patience)}"
            return f"silent from {_minute(gap.since, clock)} to {_minute(gap.until, clock)}, {usual}"
        case State.LATE if mark and mark.lag is not None:
            return f"came at least {_length(cell.delay)} late, usually within {_length(mark.lag)}"
        case State.DUE if mark and mark.lag is not None:
            return f"more may come: deliveries take up to {_length(mark.lag)}"
    return note(strip, clock)[0]


def files_between(strip: Strip, place: int) -> tuple[int, ...]:
    """The files of a cell or, where it has none, those of the nearest cells on both sides."""
    if strip.cells[place].files:
        return strip.cells[place].files
    before: Sequence[Cell] = strip.cells[:place][::-1]
    after: Sequence[Cell] = strip.cells[place + 1 :]
    nearest = (next((cell.files for cell in side if cell.files), ()) for side in (before, after))
    return tuple(dict.fromkeys(file for files in nearest for file in files))


def worth_a_look(cell: Cell) -> bool:
    """Whether something is wrong in a cell."""
    return cell.state in {State.LATE, State.MISSING, State.UNREADABLE}


def _length(micros: int) -> str:
    return duration(micros / SECOND)


def _minute(time: int, clock: Clock) -> str:
    moment = clock.moment(time)
    return moment.clock if moment else "no time"


def _stretch(since: int, until: int, clock: Clock) -> str:
    first, last = clock.moment(since), clock.moment(until)
    if first is None or last is None:
        return ""
    day = "" if first.day == last.day else f"{last.day} "
    seconds = first.second or last.second
    told = [one.clock if seconds else one.minute for one in (first, last)]
    return f"{first.day} {told[0]} – {day}{told[1]}"
