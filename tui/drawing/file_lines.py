"""The ledger as lines: a file a line, what is wrong first, and the sum that always holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum

from msgspec import Struct
from rich.cells import cell_len

from parsers import NO_TIME
from tui.drawing.human import counted, number, short
from tui.drawing.spans import Span, width
from tui.drawing.times import Clock
from tui.palette import Glyphs
from tui.store.counts import Counts
from tui.store.ledger import FileEntry, FileState
from tui.visible import ELLIPSIS, fit, visible, width_of

PATH, LEAST_PATH = "file", 34
"""The title of the column that takes what the others leave, and what they must leave it."""
COUNTS = ("events", "unparsed", "duplicates", "records")
GIVES_WAY = ("score", "first – last", "state", "bytes", "parser", "duplicates", "unparsed", "events")
"""The columns that a narrow screen does without, in the order in which they go."""


STATES = {
    FileState.VANISHED: "skipped",
    FileState.PARTIAL: "unparsed",
    FileState.IN_PART: "trouble",
    FileState.UNREADABLE: "trouble",
}
"""The ink of a state that is not the usual one."""


class Standing(IntEnum):
    """What became of a file, the worst first."""

    TROUBLE = 0
    UNPARSED = 1
    SKIPPED = 2
    WAITING = 3
    READ = 4


class Line(Struct, frozen=True):
    """A file's line: its entry, its path as the person knows it, and how it stands."""

    entry: FileEntry
    path: str
    standing: Standing


class Listing(Struct, frozen=True):
    """All lines in order, and what they come to."""

    lines: tuple[Line, ...] = ()
    counts: Counts = Counts()
    bytes: int = 0
    skipped: int = 0
    troubled: int = 0
    vanished: int = 0


class Column(Struct, frozen=True):
    """A column: where it begins, how wide it is, and whether it holds numbers."""

    title: str
    x: int
    width: int
    right: bool


def listing(entries: Sequence[FileEntry], shown: Callable[[str], str]) -> Listing:
    """The lines of a ledger: by how files stand, and then by path (a file that was replaced stands there twice)."""
    lines = [Line(entry, shown(entry.path), standing(entry)) for entry in entries]
    lines.sort(key=lambda line: (min(line.standing, Standing.WAITING), line.path, line.entry.file))
    return Listing(
        tuple(lines),
        Counts(
            sum(entry.counts.events for entry in entries),
            sum(entry.counts.unparsed for entry in entries),
            sum(entry.counts.duplicates for entry in entries),
        ),
        sum(entry.read for entry in entries),
        sum(1 for entry in entries if entry.skipped),
        sum(1 for entry in entries if entry.wrong),
        sum(1 for entry in entries if entry.vanished),
    )


def standing(entry: FileEntry) -> Standing:
    """What became of a file."""
    if entry.wrong:
        return Standing.TROUBLE
    if entry.skipped:
        return Standing.SKIPPED
    if entry.counts.unparsed:
        return Standing.UNPARSED
    return Standing.READ if entry.place else Standing.WAITING


def columns(of: Listing, cells: int) -> tuple[Column, ...]:
    """The columns that fit into a width, the numbers as wide as the longest one; the path takes the rest."""
    widths = {PATH: 0, "parser": max((len(line.entry.parser) for line in of.lines), default=0), "score": len("chosen")}
    widths |= {title: len(number(getattr(of.counts, title))) for title in COUNTS}
    widths |= {"bytes": 5, "state": len(FileState.WAITING), "first – last": len("11-20 09:00 – 11-20 12:00")}
    widths = {title: min(24 if title == "parser" else 99, max(len(title), least)) for title, least in widths.items()}
    for title in GIVES_WAY:
        if cells - sum(widths.values()) + widths[PATH] - 2 * len(widths) >= LEAST_PATH:
            break
        del widths[title]
    widths[PATH] += max(0, cells - sum(widths.values()) - 2 * len(widths))
    placed, x = [], 2
    for title, wide in widths.items():
        placed.append(Column(title, x, wide, right=title in {*COUNTS, "bytes", "score"}))
        x += wide + 2
    return tuple(placed)


def head(placed: Iterable[Column]) -> tuple[Span, ...]:
    """The titles over their columns."""
    titles = (f"{c.title:>{c.width}}" if c.right else f"{c.title:<{c.width}}" for c in placed)
    return ((f"  {'  '.join(titles)}", "header"),)


def row(line: Line, placed: Sequence[Column], glyphs: Glyphs, clock: Clock) -> tuple[Span, ...]:
    """A file's line; where there is nothing to count, the reason stands in place of the numbers."""
    glyph, ink = _glyph(line.standing, glyphs)
    first, *rest = placed
    path = fit_end(line.path, first.width)
    spans: list[Span] = [(f"{glyph} ", ink), (path + " " * (first.width - width_of(path)), "text")]
    aside = line.entry.wrong or line.entry.skipped or (FileState.WAITING if line.standing is Standing.WAITING else "")
    if aside and not line.entry.counts.records:
        room = rest[-1].x + rest[-1].width - rest[0].x
        return (*spans, (f"  {fit(aside, room)}", ink))
    for column in rest:
        said = _said(column, line.entry, clock)
        gap = " " * (column.width - width_of(said))
        text = f"  {gap}{said}" if column.right else f"  {said}{gap}"
        spans.append((text, _ink(column, line.entry)))
    return tuple(spans)


def total(of: Listing, cells: int) -> tuple[Span, ...]:
    """The sum over all files, with its arithmetic; then as much about the files as there is room for."""
    counts = of.counts
    spans: list[Span] = [
        (f"{number(counts.records)} records = {number(counts.events)} events + ", "text"),
        (f"{number(counts.unparsed)} unparsed", "unparsed" if counts.unparsed else "text"),
        (f" + {number(counts.duplicates)} duplicates", "text"),
    ]
    more: list[Span] = [(f"  ·  {counted(len(of.lines), 'file')}", "quiet")]
    if of.troubled:
        more.append((f", {number(of.troubled)} in trouble", "trouble"))
    if of.skipped:
        more.append((f", {number(of.skipped)} set aside", "quiet"))
    if of.vanished:
        more.append((f", {number(of.vanished)} vanished", "quiet"))
    more.append((f", {number(of.bytes)} bytes", "quiet"))
    for part in more:
        if width([*spans, part]) > cells:
            break
        spans.append(part)
    return tuple(spans)


def sentence(line: Line, clock: Clock) -> tuple[Span, ...]:
    """What there is to say of one file beside its path; the reason in full."""
    entry = line.entry
    if line.standing is Standing.WAITING:
        return ((FileState.WAITING, "quiet"),)
    parts: list[Span] = []
    if entry.vanished:
        parts.append(("vanished: what was read of it stays", "skipped"))
    if entry.trouble:
        how = "cannot be read" if entry.unread else "read in part"
        parts.append((f"{how}: {visible(entry.trouble)}", "trouble"))
    if entry.fault:
        parts.append((visible(entry.fault), "trouble"))
    if entry.skipped:
        parts.append((f"set aside: {visible(entry.skipped)}", "skipped"))
    elif entry.first is not None and entry.last is not None:
        parts.append((f"{clock.full(entry.first)} – {clock.full(entry.last)}", "text"))
    if entry.tail:
        said = "were no whole record" if entry.vanished else "are no whole record yet"
        parts.append((f"its last {number(entry.tail)} bytes {said}", "unparsed"))
    if entry.seen is not None:
        parts.append((f"last read {clock.full(entry.seen)}", "quiet"))
    if entry.fits:
        parts.append((f"fits {visible(entry.fits)}" if entry.scores else "its parser was chosen", "quiet"))
    joined = [span for part in parts for span in ((" · ", "quiet"), part)]
    return tuple(joined[1:])


def fit_end(text: str, cells: int) -> str:
    """`visible(text)` in at most `cells` cells, beginning with `…` where something was cut: a path keeps its name."""
    whole = visible(text)
    if width_of(whole) <= cells:
        return whole
    start, room = len(whole), cells - 1
    while start and (room := room - cell_len(whole[start - 1])) >= 0:
        start -= 1
    kept = whole[start:]
    while kept and not cell_len(kept[0]):  # a mark must not land on the ellipsis
        kept = kept[1:]
    return (ELLIPSIS + kept)[: max(0, cells)]


def _said(column: Column, entry: FileEntry, clock: Clock) -> str:
    match column.title:
        case "parser":
            return fit(entry.parser, column.width)
        case "score":
            return fit(entry.scores.get(entry.parser, entry.fits), column.width)
        case "bytes":
            return short(entry.read)
        case "state" if entry.state is FileState.PARTIAL:
            return f"partial {short(entry.tail)}"
        case "state":
            return entry.state
        case "first – last" if entry.wrong:
            return fit(entry.wrong, column.width)
        case "first – last":
            return _range(entry.first, entry.last, clock)
    return number(getattr(entry.counts, column.title))


def _range(first: int | None, last: int | None, clock: Clock) -> str:
    """From minute to minute; the day of the end only where it is another."""
    start = None if first is None or first >= NO_TIME else clock.moment(first)
    end = None if last is None or last >= NO_TIME else clock.moment(last)
    if start is None or end is None:
        return ""
    day = "" if start.day == end.day else f"{end.day[5:]} "
    return f"{start.day[5:]} {start.minute} – {day}{end.minute}"


def _ink(column: Column, entry: FileEntry) -> str:
    match column.title:
        case "state":
            return STATES.get(entry.state, "quiet")
        case "first – last" if entry.wrong:
            return "trouble"
        case "unparsed" if entry.counts.unparsed:
            return "unparsed"
        case "duplicates" if entry.counts.duplicates:
            return "text"
        case "events" | "records":
            return "text"
    return "quiet"


def _glyph(standing: Standing, glyphs: Glyphs) -> Span:
    match standing:
        case Standing.TROUBLE:
            return glyphs.failed, "trouble"
        case Standing.UNPARSED:
            return glyphs.unparsed, "unparsed"
        case Standing.SKIPPED:
            return "-", "skipped"
        case Standing.READ:
            return glyphs.read, "quiet"
    return " ", "quiet"
