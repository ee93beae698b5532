"""The header's one line: what is open, how much there is, how far it is read, whether it is live."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field

from tui.drawing.human import counted, duration, number, short
from tui.drawing.spans import Span, width
from tui.drawing.times import Clock
from tui.palette import ASCII, UNICODE
from tui.progress import Progress, State
from tui.visible import fit, visible, width_of

Form: TypeAlias = tuple[Span, ...]
Part: TypeAlias = tuple[Form, ...]
"""The forms of one thing that is said, the longest first."""

NAME = "tailtrail"
_GAP: Span = ("  ", "quiet")


class Status(Struct, frozen=True):
    """What the header says. `newest` is the newest event's time in microseconds since 1970 UTC, if any.

    `upto`: all that happened before is there, as far as can be told; `silent`: so many who were speaking are not any
    more; `late`: so many events came behind others and were not seen yet.

    `live`: the table follows the newest event; `paused`: it does not change until asked to, and `waiting`
    events have come since; `shown`: how many events the filter leaves, `None` without one.
    """

    title: str
    progress: Progress = field(default_factory=Progress)
    live: bool = False
    paused: bool = False
    waiting: int = 0
    shown: int | None = None
    newest: int | None = None
    upto: int | None = None
    silent: int = 0
    late: int = 0
    utc: bool = True


_GIVES_WAY = (
    *("polling", "clock", "speed", "files", "title", "duplicates", "clock", "trouble", "bar", "bar", "speed"),
    *("events", "title", "late", "name", "skipped", "speed", "clock", "events", "mark", "title", "clock"),
    *("silent", "unparsed", "events", "bar", "trouble"),
)
"""Which part goes to its next shorter form, again and again, until the line fits; after that the rest go."""


def header_line(status: Status, cells: int, *, plain: bool = False) -> tuple[Span, ...]:
    """The line in exactly `cells` cells: what it is on the left, how it goes on the right; no number is cut.

    `plain` leaves out what only some fonts have.
    """
    left, right = _left(status), _right(status, plain=plain)
    forms = dict.fromkeys([*left, *right], 0)
    for name in (*_GIVES_WAY, *right, *left):
        line = _line(left, right, forms, cells)
        if line is not None:
            return line
        if name in forms:
            forms[name] = min(forms[name] + 1, len({**left, **right}[name]))
    return ((" " * cells, "quiet"),)


def _line(
    left: Mapping[str, Part], right: Mapping[str, Part], forms: Mapping[str, int], cells: int
) -> tuple[Span, ...] | None:
    """The line with these forms, unless it is too long."""
    one, other = _joined(left, forms), _joined(right, forms)
    free = cells - width(one) - width(other)
    if free < (2 if one and other else 0):
        return None
    return (*one, (" " * free, "quiet"), *other)


def _joined(parts: Mapping[str, Part], forms: Mapping[str, int]) -> Form:
    said = [part[forms[name]] for name, part in parts.items() if forms[name] < len(part)]
    return tuple(span for form in said for span in (_GAP, *form))[1:]


def _left(status: Status) -> dict[str, Part]:
    progress, counts = status.progress, status.progress.counts
    parts: dict[str, Part] = {"name": (((NAME, "name"),),), "title": _title(status.title)}
    if progress.files:
        parts["files"] = (_counted(progress.files, "file"),)
    parts["events"] = _events(counts.events, status.shown)
    if counts.duplicates:
        parts["duplicates"] = (_counted(counts.duplicates, "duplicate"),)
    if counts.unparsed:
        parts["unparsed"] = (((f"{number(counts.unparsed)} unparsed", "warning"),),)
    if progress.skipped:
        parts["skipped"] = (((f"{number(progress.skipped)} skipped", "warning"),),)
    return parts


def _counted(count: int, noun: str) -> Form:
    return ((counted(count, noun), "quiet"),)


def _events(count: int, shown: int | None) -> Part:
    full = _counted(count, "event")
    if shown is None:
        bare: Form = ((number(count), "quiet"),)
        return full, bare, bare
    here: Span = (number(shown), "text")
    return (here, (" of ", "quiet"), *full), (here, (f" of {number(count)}", "quiet")), (here,)


def _title(title: str) -> Part:
    """A path loses its beginning first: its end tells it from others."""
    shown = visible(title)
    return tuple(((_ending(shown, cells), "title"),) for cells in (width_of(shown), 24, 12))


def _ending(text: str, cells: int) -> str:
    return fit(text[::-1], cells)[::-1]


def _right(status: Status, *, plain: bool) -> dict[str, Part]:
    progress = status.progress
    parts: dict[str, Part] = {}
    match progress.state:
        case State.FAILED:
            reason = visible(progress.trouble) or "for no known reason"
            texts = (f"stopped: {reason}", fit(f"stopped: {reason}", 40), "stopped")
            parts["trouble"] = tuple(((text, "error"),) for text in texts)
            return parts
        case State.LOADING:
            parts |= _loading(progress, plain=plain)
        case _:
            parts |= _late(status, plain=plain)
            parts["clock"] = _complete(status, plain=plain)
    mark = _mark(status, plain=plain)
    parts |= {"mark": mark} if mark else {}
    if progress.polling and progress.state is State.FOLLOWING:
        parts["polling"] = ((("(polling)", "quiet"),),)
    return parts


def _loading(progress: Progress, *, plain: bool) -> dict[str, Part]:
    if not progress.bytes_due:
        return {"bar": ((("looking for files", "quiet"),), (("looking", "quiet"),))}
    percent: Span = (f"{int(progress.share * 100)}%", "text")
    forms: list[Form] = [(*_bar(progress.share, cells, plain=plain), percent) for cells in (20, 10)]
    parts: dict[str, Part] = {"bar": (*forms, (percent,))}
    left = progress.seconds_left
    pace = f"{short(int(progress.rate))}/s" if progress.rate else ""
    if left is not None:
        said = duration(left)
        texts = (f"{pace}  {said} left".strip(), f"{said} left", said)
        parts["speed"] = tuple(((text, "quiet"),) for text in texts)
    return parts


def _bar(share: float, cells: int, *, plain: bool) -> Form:
    done = int(share * cells)
    full, rest = ("=", "-") if plain else ("━", "─")
    return (full * done, "bar"), (rest * (cells - done) + " ", "rest")


def _late(status: Status, *, plain: bool) -> dict[str, Part]:
    """What wants to be looked at: events that came late, and who says nothing any more."""
    parts: dict[str, Part] = {}
    if status.late:
        count = f"{(ASCII if plain else UNICODE).late}{number(status.late)}"
        parts["late"] = (((f"{count} late", "warning"),), ((count, "warning"),))
    if status.silent:
        parts["silent"] = (((f"{number(status.silent)} silent", "warning"),),)
    return parts


def _complete(status: Status, *, plain: bool) -> Part:
    """Up to when the events are there; where nobody can tell, when the newest of them was."""
    moment = Clock(status.utc).moment(status.newest if status.upto is None else status.upto)
    if moment is None:
        return ()
    clock, zone = moment.clock, "UTC" if status.utc else "local"
    arrow = "->" if plain else "→"
    said, short_said = ("newest", "newest ") if status.upto is None else ("complete to", arrow)
    texts = (
        *(f"{said} {moment.day} {clock} {zone}", f"{said} {clock}"),
        *(f"{short_said}{clock}", f"{short_said}{moment.minute}"),
    )
    return tuple(((text, "quiet"),) for text in texts)


def _mark(status: Status, *, plain: bool) -> Part:
    """Whether what is seen is what is happening."""
    new = f" +{number(status.waiting)}" if status.waiting else ""
    if status.paused:
        sign = "||" if plain else "❚❚"
        return ((f"{sign} PAUSED{new}", "paused"),), ((f"{sign}{new}", "paused"),)
    if status.progress.state is not State.FOLLOWING:
        return ()
    if status.live:
        return ((f"{'*' if plain else '●'} LIVE", "live"),), (("*" if plain else "●", "live"),)
    return ((f"End follows{new}", "quiet"),), ((new.strip(), "quiet"),)
