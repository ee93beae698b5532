"""What a record means: the request, the query in it, and what the two together do."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from parsers.base import Effect
from parsers.neptune_audit.effect import READ, Verdict, verdict
from parsers.neptune_audit.endpoint import QUERY_ENDPOINTS, deed, endpoint
from parsers.neptune_audit.fingerprint import fingerprint
from parsers.neptune_audit.lexicon import tokens
from parsers.neptune_audit.line import Line
from parsers.neptune_audit.query import Asked, asked, parameters
from parsers.neptune_audit.request import Request, request
from parsers.neptune_audit.summary import did

_NUMBER = re.compile(r"[0-9](?<![\w.$?@:`][0-9])[0-9]*+(?![\w.])")
_UUID = re.compile(r"[0-9a-fA-F](?<!\w[0-9a-fA-F])[0-9a-fA-F]{7}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?!\w)")
"""Values, and no parts of a name; both patterns begin with what is rare, so that looking for them is quick."""
_CACHED = 2_000  # characters: longer queries hardly ever come twice
_RUN_ANYWAY = frozenset({"dynamic", "details"})  # the explain modes that execute the query
_NOTHING = Asked(None, None)


class Meaning(NamedTuple):
    """An action, its effect, a phrase for the summary, and where they were read from."""

    action: str
    effect: Effect | None
    phrase: str
    request: Request
    endpoint: str | None
    asked: Asked = _NOTHING
    fingerprint: str | None = None


def meaning(line: Line) -> Meaning:
    """What a record says was done."""
    sent = request(line.header)
    at = endpoint(sent.path) or ("/gremlin" if line.connection == "Websocket" else None)
    if at is None or at in QUERY_ENDPOINTS:
        return _of_query(asked(line.connection, at, sent, line.payload), sent, at)
    body = f"{sent.parameters}&{line.payload or ''}"
    done = deed(at, sent.method or "", parameters(sent, line.payload), body)
    return Meaning(done.action, done.effect, done.phrase, sent, at)


def _of_query(ask: Asked, sent: Request, at: str | None) -> Meaning:
    language = ask.language or "query"
    if ask.query is None or ask.language is None:
        verb = ask.operation or ("connect" if sent.upgrade else "")
        action = f"{language} {verb}".rstrip()
        phrase = f"opened a {language} connection to" if verb == "connect" else f"sent a {action} request to"
        return Meaning(action, None, phrase, sent, at, ask)
    found, print_ = understood(ask.language, ask.query)
    verb, phrase = found.verb, did(found)
    if at == "/gremlin/profile" or ask.explain:
        verb = "profile" if at == "/gremlin/profile" else "explain"
        phrase = f"{phrase} ({verb})"
    if at == "/gremlin/explain" or (ask.explain and ask.explain not in _RUN_ANYWAY):
        found, verb, phrase = READ, "explain", "explained"
    return Meaning(f"{language} {verb}", found.effect, phrase, sent, at, ask, print_)


def understood(language: str, query: str) -> tuple[Verdict, str]:
    """The verdict on a query and its fingerprint; queries that differ in numbers and UUIDs alone are read once."""
    if len(query) > _CACHED:
        return _read(language, query)
    if query.count("-") > 3:
        query = _UUID.sub("0", query)
    return _cached(language, _NUMBER.sub("0", query))


def _read(language: str, query: str) -> tuple[Verdict, str]:
    words = tokens(language, query)
    return verdict(language, query, words), fingerprint(language, query, words)


_cached = lru_cache(maxsize=2048)(_read)
