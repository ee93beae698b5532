"""What a record means: the request, the query in it, and what the two together do."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from parsers.base import Effect
from parsers.neptune_audit.alike import without_numbers, without_texts
from parsers.neptune_audit.effect import Verdict, verdict
from parsers.neptune_audit.endpoint import QUERY_ENDPOINTS, Deed, deed
from parsers.neptune_audit.fingerprint import fingerprint
from parsers.neptune_audit.lexicon import tokens
from parsers.neptune_audit.line import Line
from parsers.neptune_audit.query import Asked, asked, parameters
from parsers.neptune_audit.request import Request, request
from parsers.neptune_audit.summary import did

_CACHED = 2_000  # characters: longer queries hardly ever come twice
_EXPLAINED, _PROFILE, _EXPLAIN = "explained", "profile", "explain"
_HOW = {"/gremlin/explain": _EXPLAINED, "/gremlin/profile": _PROFILE}
"""How a query is treated at some endpoints: explained and not run, or run and described."""
_RUN_ANYWAY = frozenset({"dynamic", "details"})  # the explain modes that execute the query
_NOTHING = Asked(None, None)


class Meaning(Struct, frozen=True):
    """What was done, and the request and the query that it was read from."""

    done: Deed
    request: Request
    endpoint: str | None
    asked: Asked = _NOTHING


def meaning(line: Line) -> Meaning:
    """What a record says was done."""
    sent = request(line.header)
    at = sent.endpoint or ("/gremlin" if line.connection == "Websocket" else None)
    if at is None or at in QUERY_ENDPOINTS:
        ask = asked(line.connection, at, sent, line.payload)
        return Meaning(_of_query(ask, sent, at), sent, at, ask)
    body = f"{sent.parameters}&{line.payload or ''}"
    return Meaning(deed(at, sent.method or "", parameters(sent, line.payload), body), sent, at)


def _of_query(ask: Asked, sent: Request, at: str | None) -> Deed:
    if ask.query and ask.language:
        return _done(ask.language, ask.query, _how(at, ask.explain))
    language = ask.language or "query"
    verb = ask.operation or ("connect" if sent.upgrade else "")
    action = f"{language} {verb}".rstrip()
    phrase = f"opened a {language} connection to" if verb == "connect" else f"sent a {action} request to"
    return Deed(action, None, phrase)


def _how(at: str | None, explain: str | None) -> str:
    how = _HOW.get(at or "", "")
    if explain and how != _EXPLAINED:
        return (how or _EXPLAIN) if explain in _RUN_ANYWAY else _EXPLAINED
    return how


def _done(language: str, query: str, how: str) -> Deed:
    """What a query does; of those that differ in numbers and UUIDs alone it is put into words once."""
    return _told(language, query, how) if len(query) > _CACHED else _known_told(language, without_numbers(query), how)


def _told(language: str, query: str, how: str) -> Deed:
    found, print_ = _by_kind(language, query)
    if how == _EXPLAINED:
        return Deed(f"{language} {_EXPLAIN}", Effect.READ, how, print_)
    phrase = f"{did(found)} ({how})" if how else did(found)
    return Deed(f"{language} {how or found.verb}", found.effect, phrase, print_)


def understood(language: str, query: str) -> tuple[Verdict, str]:
    """The verdict on a query and its fingerprint; queries that differ in values alone, as a rule, are read once."""
    return _by_kind(language, query) if len(query) > _CACHED else _known(language, without_numbers(query))


def _by_kind(language: str, query: str) -> tuple[Verdict, str]:
    """The same; queries without their numbers that differ in texts are looked up once more without these."""
    if len(query) > _CACHED:
        return _read(language, query)
    return _known_kind(language, without_texts(language, query))


def _read(language: str, query: str) -> tuple[Verdict, str]:
    words = tokens(language, query)
    return verdict(language, query, words), fingerprint(language, query, words)


_KEPT = 2048
_known_told = lru_cache(_KEPT)(_told)
_known = lru_cache(_KEPT)(_by_kind)
_known_kind = lru_cache(_KEPT)(_read)
