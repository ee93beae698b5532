"""From a call in CloudTrail to what the Neptune audit log says of the same time, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from ipaddress import ip_address

from msgspec import Struct

from parsers import Value
from tui.drawing.human import duration
from tui.filter import edit
from tui.screens.browse.around import Around
from tui.screens.browse.servers import NOTHING, Known, lines_of
from tui.view import View

TRAIL, AUDIT = "cloudtrail", "neptune_audit"
TITLES = {TRAIL: "CloudTrail", AUDIT: "the Neptune audit log"}
OTHER = {TRAIL: AUDIT, AUDIT: TRAIL}
PRINCIPAL = {TRAIL: "userIdentity.arn", AUDIT: "callerIamArn"}
"""The field that names the principal, in each log."""
SPANS = tuple(minutes * 60_000_000 for minutes in (5, 60, 24 * 60))
"""How far from an event the other log is looked through, in microseconds: the nearest that has something."""


class Link(Struct, frozen=True):
    """What an event and the other log have in common, in words, and the filter that asks the other log for it."""

    said: str
    filter: str


class Crossing(Struct, frozen=True):
    """A round of views that begins in one log and goes through what the other says, with a sentence for each."""

    around: Around
    said: Mapping[View, str]


def links(values: Mapping[str, Value], known: Known = NOTHING) -> tuple[Link, ...]:
    """What an event shares with events of the other log, the closest first: principal, address, cluster.

    `known` is what other lines tell of the servers it is about.
    """
    log = str(values.get("log"))
    principal, client, target = values.get(PRINCIPAL[log]), values.get("client"), values.get("target")
    found = []
    if isinstance(principal, str) and principal:
        found.append(Link(f"principal {principal}", edit.keep("", PRINCIPAL[OTHER[log]], principal)))
    if isinstance(client, str) and _is_address(client):
        found.append(Link(f"address {client}", edit.keep("", "client", client)))
    if known.cluster:
        said = f"cluster {known.cluster}, as other lines call the server {known.server},"
        found.append(Link(said, edit.keep("", "target", known.cluster)))
    elif isinstance(target, str) and values.get("service") == "neptune" and target and not _is_address(target):
        asked = [edit.keep("", "target", target), *map(lines_of, known.servers)]
        found.append(Link(f"cluster or instance {target}{_also(known.servers)}", " or ".join(asked)))
    return tuple(found)


def _also(servers: Sequence[str]) -> str:
    """Servers whose lines count as those of a cluster."""
    return f", with its server{'s' * (len(servers) != 1)} {', '.join(servers)} by other lines," if servers else ""


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def near(values: Mapping[str, Value]) -> View:
    """All of the audit log within reach of an event."""
    time = values.get("time")
    at = time if isinstance(time, int) else 0
    return View(log=AUDIT, since=at - SPANS[-1], until=at + SPANS[-1] + 1)


def asked(values: Mapping[str, Value], found: Iterable[Link], now: View) -> list[list[View]]:
    """For each link the views of the other log that might have something, the nearest to the event first."""
    time, log = values.get("time"), OTHER[str(values.get("log"))]
    at = time if isinstance(time, int) else 0
    base = View(log=log) if now.log else View(log=log, columns=now.columns)
    return [[base.with_(filter=link.filter, since=at - span, until=at + span + 1) for span in SPANS] for link in found]


def crossing(
    row_id: int, now: View, found: Sequence[Link], views: Sequence[Sequence[View]], counts: Mapping[View, int]
) -> Crossing:
    """The round over the links that lead somewhere; without any there is no view in it but `now`."""
    said: dict[View, str] = {}
    for link, spans in zip(found, views, strict=True):
        for view, span in zip(spans, SPANS, strict=True):
            if number := counts[view]:
                said.setdefault(view, _sentence(view, link, number, span))
                break
    return Crossing(Around(row_id, (now, *said)), said | {now: "Back where X began"})


def _sentence(view: View, link: Link, count: int, span: int) -> str:
    events = f"{count:,} event{'s' * (count != 1)}"
    within = duration(span / 1_000_000).replace("60 min", "an hour").replace("24 h 0 min", "a day")
    return f"In {TITLES[str(view.log)]}: {events} of the same {link.said} within {within}. X goes on, and back"


def nothing(values: Mapping[str, Value], found: Sequence[Link]) -> str:
    """What is said where nothing leads to the other log."""
    other = TITLES[OTHER[str(values.get("log"))]]
    if not found:
        return f"This event names no principal, address or cluster that {other} could know"
    return f"Nothing in {other} within a day of this event has its {', '.join(link.said for link in found)}"
