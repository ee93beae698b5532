"""Where the query is in a record: in the payload in five dresses, or in the URL of a GET request."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import orjson
from msgspec import Struct

from parsers.neptune_audit.lexicon import COMMENT, GREMLIN, OPENCYPHER, SPARQL
from parsers.neptune_audit.request import Request, form, is_form

_MESSAGE = "RequestMessage{"
_REQUEST_ID = re.compile(r"requestId=([^\s,}]{1,64})")
_OPERATION = re.compile(r"\bop='(\w*)'")
_USUAL_MESSAGE = re.compile(
    r"RequestMessage\{, requestId=([\w-]{1,64}), op='(\w*)', processor='\w*', "
    r"args=\{gremlin=(.*\)[\] ]*), aliases=\{\w*=\w*\}\}\}\Z",  # what ends in a parenthesis is no argument
    re.DOTALL,
)
_OTHER_ARGUMENTS = re.compile(
    r"(?>(?:, \w+=(?:\{(?>(?:[^{}]|\{[^{}]*+\})*)\}|[^,{}='\"()]*+))*)\}\}\s*\Z"  # the arguments after the query
)
_ARGUMENTS = 12  # more than a driver ever sends: a hostile query must not cost a look at each of its commas
_ARGUMENT = re.compile(
    r", (?:aliases|bindings|language|session|batchSize|userAgent|evaluationTimeout|scriptEvaluationTimeout"
    r"|materializeProperties|manageTransaction|maintainStateAfterException|requestId)="
)
_SPARQL_WORD = re.compile(
    r"\s*(?:#[^\n]*\n\s*)*(?:select|ask|construct|describe|prefix|base|insert|delete\s+(?:where|data|\{)|clear|drop|load"
    r"|copy|move|add|with\s*<|create\s+(?:silent\s+)?graph)\b",
    re.IGNORECASE,
)
_CYPHER_WORD = re.compile(
    rf"\s*+(?>(?:(?:{COMMENT[OPENCYPHER]})\s*+)*)"
    r"(?:match|optional|create|merge|unwind|with|return|call|foreach)\b",
    re.IGNORECASE,
)
_GREMLIN_WORD = re.compile(r"\s*(?:g\s*\.|\[\[)")
_OF_ENDPOINT = {"/sparql": SPARQL, "/openCypher": OPENCYPHER} | dict.fromkeys(
    ("/gremlin", "/gremlin/explain", "/gremlin/profile"), GREMLIN
)
_OF_CONNECTION = {"Websocket": GREMLIN, "Bolt": OPENCYPHER}
_NAMES = ("update", "query", "gremlin")
"""The parameters that hold a query; where a request has two, the one that changes data counts."""


class Asked(Struct, frozen=True):
    """A query and its language, a driver's request ID and operation, a form's explain mode."""

    language: str | None
    query: str | None
    request_id: str | None = None
    operation: str | None = None
    explain: str | None = None


def asked(connection: str | None, endpoint: str | None, request: Request, payload: str | None) -> Asked:
    """The query in a record; a query that cannot be cut out cleanly is given as the whole payload."""
    if payload and payload.startswith(_MESSAGE):
        return _from_message(payload)
    return _from_body(connection, endpoint, request.parameters, (payload or "").strip())


def _from_body(connection: str | None, endpoint: str | None, url: str, text: str) -> Asked:
    """What an HTTP body or URL asks: JSON, a form, or a query that was sent raw."""
    found = _members(text) if text.startswith("{") else form(text) if is_form(text) else {}
    name = _named(found)
    if url and not name and is_form(url):
        found = {**form(url), **found}
        name = _named(found)
    query = found[name] if name else "" if found else text
    language = _by_place(connection, endpoint) or _by_words(name, query)
    return Asked(language, query.strip() or None, explain=found.get("explain", "").lower() or None)


def parameters(request: Request, payload: str | None) -> Mapping[str, str]:
    """The parameters of an administrative request: its URL's and its form's or JSON's."""
    body = (payload or "").strip()
    return {**form(request.parameters), **(_members(body) if body.startswith("{") else form(body))}


def _from_message(payload: str) -> Asked:
    """A Gremlin driver's RequestMessage, as Java prints it; a bytecode query comes as its list of steps."""
    usual = _USUAL_MESSAGE.match(payload)
    if usual:
        identity, operation, query = usual.groups()
        return Asked(GREMLIN, query.strip(), identity, operation)
    return _from_unusual_message(payload)


def _from_unusual_message(payload: str) -> Asked:
    """The same however it is printed."""
    identity = _REQUEST_ID.search(payload)
    operation = _OPERATION.search(payload)
    at = payload.find("gremlin=", operation.end() if operation else len(_MESSAGE))
    return Asked(
        GREMLIN,
        _without_arguments(payload, at + len("gremlin=")) if at >= 0 else None,
        identity[1] if identity else None,
        operation[1] if operation else None,
    )


def _without_arguments(payload: str, start: int) -> str | None:
    """The query without the arguments that Java's map may print after it."""
    marks = [mark.start() for mark in _ARGUMENT.finditer(payload, start)][-_ARGUMENTS:]
    end = next((mark for mark in marks if _OTHER_ARGUMENTS.match(payload, mark)), None)
    return payload[start : len(payload.removesuffix("}}")) if end is None else end].strip() or None


def _named(found: Mapping[str, str]) -> str | None:
    for name in _NAMES:
        if name in found:
            return name
    return None


def _members(text: str) -> Mapping[str, str]:
    """The members of a JSON body that are text."""
    return {name: value for name, value in _json(text).items() if isinstance(value, str)}


def _json(text: str) -> Mapping[str, object]:
    """A JSON object, also one with raw line breaks in its strings; empty where it is none."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        try:
            # Lone surrogates, which only this decoder lets through, cannot be stored.
            found = json.loads(text.encode(errors="replace"), strict=False)
            found = json.loads(json.dumps(found, ensure_ascii=False).encode(errors="replace"))
        except (ValueError, RecursionError):
            return {}
    return found if isinstance(found, dict) else {}


def _by_place(connection: str | None, endpoint: str | None) -> str | None:
    return _OF_ENDPOINT.get(endpoint or "") or _OF_CONNECTION.get(connection or "")


def _by_words(name: str | None, query: str) -> str | None:
    """The language where connection and endpoint do not tell: the parameter's name, then the first word."""
    if name == "gremlin" or _GREMLIN_WORD.match(query):
        return GREMLIN
    if name == "update" or _SPARQL_WORD.match(query):
        return SPARQL
    return OPENCYPHER if _CYPHER_WORD.match(query) else None
