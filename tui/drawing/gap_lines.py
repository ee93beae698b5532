"""Auditing gaps in words: a notice in one line, and the lines of their screen."""

from __future__ import annotations

from collections.abc import Sequence

from tui.drawing.human import duration
from tui.drawing.spans import Span, pad, width
from tui.drawing.times import SECOND, Clock
from tui.store.gaps import BUCKET, CLOUDWATCH, DATA, GLOBAL, REGIONS, SELECTORS, VALIDATION, Act, Gap
from tui.store.losses import wholes
from tui.visible import fit, visible

SIGN, PLAIN_SIGN = "⚠", "!"
LESS = {
    REGIONS: "other regions",
    GLOBAL: "global services",
    VALIDATION: "log file validation",
    CLOUDWATCH: "CloudWatch Logs",
}
"""What is left out, where the kind says it."""
KINDS = {
    **dict.fromkeys((SELECTORS, DATA, BUCKET, *LESS), "trail"),
    "store": "event data store",
    "audit": "query audit of parameter group",
    "log-export": "audit log export of",
    "activity-stream": "activity stream of",
}
"""What records, by the kind of gap; `trail` is what it says."""
MISSING = {
    "rdsdata": "RDS Data API",
    "kms": "KMS",
    "management-events": "any management events",
    "read-events": "reads",
    "write-events": "writes",
}
"""What event selectors leave out, in words."""
WHEN, HOW_LONG, WHO = 29, 10, 16
ROOMY = 100
"""From this many cells on, a line says how long a gap lasted, too."""
"""Cells of the columns of the screen; what records takes the rest."""


def recorder(gap: Gap) -> str:
    """What did not record: `trail main without RDS Data API`."""
    name = visible(f"{KINDS.get(gap.kind, gap.kind)} {gap.name}")
    if gap.kind == BUCKET:
        return f"{name}, which delivers to bucket {visible(', '.join(gap.missing))}"
    less = LESS.get(gap.kind) or ", ".join(MISSING.get(one, one) for one in wholes(gap.missing))
    events = "data events of " if gap.kind == DATA else ""
    return f"{name} without {events}{visible(less)}" if less else name


def who(act: Act) -> str:
    """Who did it, or whoever it was."""
    return visible(act.actor) or "someone"


def moment(time: int, clock: Clock, day: str = "") -> str:
    """A time of day, with its date where that is not `day`."""
    now = clock.moment(time)
    if now is None:
        return "?"
    return now.clock if now.day == day else f"{now.day} {now.clock}"


def _off(gap: Gap) -> str:
    """How far auditing is off."""
    if gap.kind == BUCKET:
        return "elsewhere"
    return "partly off" if KINDS.get(gap.kind) == "trail" else "off"


def said(gap: Gap, clock: Clock, day: str, *, plain: bool) -> str:
    """One gap as a sentence; `day` is the day that goes without saying."""
    to = "-" if plain else "–"
    if gap.opened is None:
        until = moment(gap.until or 0, clock, day)
        by = f", started by {who(gap.closed)}" if gap.closed else ""
        return f"auditing may have been off until {until} ({recorder(gap)}{by})"
    begun, by = moment(gap.opened.time, clock, day), f"{recorder(gap)}, by {who(gap.opened)}"
    if gap.closed is None:
        return f"auditing is {_off(gap)} since {begun} ({by})"
    last = clock.moment(gap.opened.time)
    ended = moment(gap.closed.time, clock, last.day if last else day)
    return f"auditing was {_off(gap)} {begun}{to}{ended} ({by})"


def notice(gaps: Sequence[Gap], clock: Clock, newest: int | None, cells: int, *, plain: bool = False) -> str:
    """What a view says that overlaps these gaps, in at most `cells`; nothing where there are none."""
    if not gaps:
        return ""
    now = clock.moment(newest)
    first = said(gaps[0], clock, now.day if now else "", plain=plain)
    more = f" and {len(gaps) - 1} more" if len(gaps) > 1 else ""
    hint = f"{more}   A lists them" if more else "   A tells more"
    sign = PLAIN_SIGN if plain else SIGN
    whole = f"{sign} {first}"
    room = cells - len(hint)
    return fit(whole, room) + hint if room >= 40 else fit(f"{whole}{more}", cells)


def titles(cells: int) -> tuple[Span, ...]:
    """The titles over the lines of the screen."""
    lasted = [("for", HOW_LONG)] if cells >= ROOMY else []
    names = [("from – until", WHEN), *lasted, ("by", WHO), ("what did not record", 0)]
    return pad([("".join(f"{name:<{wide}}" for name, wide in names), "quiet")], cells)


def line(gap: Gap, clock: Clock, cells: int, *, plain: bool = False) -> tuple[Span, ...]:
    """A gap's line; one that is open stands out."""
    ink = "open" if gap.closed is None else "text"
    by = gap.opened or gap.closed
    lasted = _column(length(gap), "quiet", HOW_LONG) if cells >= ROOMY else ()
    spans = (
        *_column(span(gap, clock, plain=plain), ink, WHEN),
        *lasted,
        *_column(who(by) if by else "", "text", WHO),
    )
    return (*spans, *_column(recorder(gap), ink, max(8, cells - width(spans))))


def _column(text: str, ink: str, cells: int) -> tuple[Span, ...]:
    return pad([(fit(text, cells - 2), ink)], cells)


def span(gap: Gap, clock: Clock, *, plain: bool) -> str:
    """From when until when: `11-20 12:01:05 – 12:04:10`."""
    to = "-" if plain else "–"
    begun = clock.moment(gap.since)
    start = moment(gap.since, clock)[5:] if gap.since is not None else "?"
    end = "still open" if gap.until is None else moment(gap.until, clock, begun.day if begun else "")
    return f"{start} {to} {end if begun or gap.until is None else end[5:]}"


def length(gap: Gap) -> str:
    """How long it lasted, where both ends are known."""
    if gap.since is None or gap.until is None:
        return ""
    return duration((gap.until - gap.since) / SECOND)


def story(gap: Gap, clock: Clock) -> tuple[Span, ...]:
    """What happened, event by event, each on a line of its own."""
    account, region, *_ = gap.place
    spans: list[Span] = [(recorder(gap), "title"), (visible(f"   {account} {region}").rstrip(), "quiet")]
    if gap.known:
        spans += _told("before", gap.known, clock)
    if gap.opened is None:
        spans += [("\nopened   ", "quiet"), ("before anything that is loaded; nothing here says by whom", "text")]
    else:
        spans += _told("opened", gap.opened, clock)
    for act in gap.again[:AGAIN]:
        spans += _told("again", act, clock)
    if len(gap.again) > AGAIN:
        spans.append((f"\n         and {len(gap.again) - AGAIN} times more", "quiet"))
    if gap.closed is None:
        spans += [("\nclosed   ", "quiet"), ("not in these logs: still open", "open")]
    else:
        spans += _told("closed", gap.closed, clock)
    return tuple(spans)


AGAIN = 5
"""Repeated openings that are told one by one."""


def _told(word: str, act: Act, clock: Clock) -> tuple[Span, ...]:
    return (f"\n{word:<9}", "quiet"), (clock.full(act.time), "quiet"), (f"  {visible(act.summary)}", "text")
