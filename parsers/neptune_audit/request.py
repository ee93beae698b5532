"""The httpHeader field: an HTTP request as Netty prints it, all on one line."""

from __future__ import annotations

import re
from binascii import a2b_qp
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from parsers.neptune_audit.endpoint import endpoint

# Each pattern begins with what is rare in a header, a capital or a colon, so that looking for it is quick.
_LINE = re.compile(r"([A-Z](?<![^\s)][A-Z])[A-Z]{2,6}) (\S+) HTTP/[0-9](?:\.[0-9])?(?=\s|\Z)")
_HOST = re.compile(r":(?<=\shost:)\s*(\S+)", re.IGNORECASE)
_AGENT = re.compile(r":(?<=\suser-agent:)\s*", re.IGNORECASE)
_NEXT = re.compile(r"\s[A-Za-z][A-Za-z0-9-]*: ")  # a header's value may hold blanks and commas
_UPGRADE = re.compile(r":(?<=\supgrade:)\s*websocket", re.IGNORECASE)
_FAILURE = re.compile(r"decodeResult: failure\((?:[\w$]+\.)*([\w$]*)")
_PARAMETER = re.compile(r"(?:^|&)([\w.$%-]+)=")
_CACHED = 2_000  # characters: longer headers carry a query of their own and hardly ever repeat


class Request(Struct, frozen=True):
    """What an HTTP header says. `failure` names why Netty could not decode the request."""

    method: str | None = None
    path: str | None = None
    endpoint: str | None = None
    parameters: str = ""
    host: str | None = None
    agent: str | None = None
    upgrade: bool = False
    failure: str | None = None


NONE = Request()


def request(header: str | None) -> Request:
    """The request in a header; `NONE` where there is no header (Websocket, Bolt)."""
    if header is None:
        return NONE
    return _cached(header) if len(header) <= _CACHED else _read(header)


def is_form(text: str) -> bool:
    """Whether the text begins as a form does, `name=`, and not as a query that was sent raw."""
    return _PARAMETER.match(text) is not None


def form(text: str) -> Mapping[str, str]:
    """A form or URL query, decoded as the server decodes it; values of a repeated name stand in lines.

    A new parameter begins only where `&name=` does, so that `&&` in a query that was sent raw stays.
    """
    name, equals, value = text.partition("=")
    if equals and "&" not in value and name.isidentifier():
        return {name: unquoted(value)}
    found: dict[str, str] = {}
    marks = list(_PARAMETER.finditer(text))
    stops = [mark.start() for mark in marks] + [len(text)]
    for mark, stop in zip(marks, stops[1:], strict=True):
        name, value = unquoted(mark[1]), unquoted(text[mark.end() : stop])
        found[name] = f"{found[name]}\n{value}" if name in found else value
    return found


def unquoted(text: str) -> str:
    """`%41+b` → `A b`; what is no escape stays.

    Quoted-printable has `=` where this has `%`, and is decoded in C. Each escape is two bytes shorter then, and nothing
    else is but a line end behind such a sign.
    """
    text = text.replace("+", " ")
    if "%" not in text:
        return text
    escaped = text.replace("=", "=3D").replace("%", "=").encode()
    plain = a2b_qp(escaped)
    if len(escaped) - len(plain) != 2 * escaped.count(b"=") or "\n" in text or "\r" in text:
        plain = unquote_to_bytes(text)
    return plain.decode(errors="replace")


def _read(header: str) -> Request:
    failed = _FAILURE.search(header)
    failure = (failed[1].rpartition("$")[2] or "DecodeFailure") if failed else None
    line = _LINE.search(header)
    if not line:
        return Request(failure=failure)
    path, _, parameters = _relative(line[2]).partition("?")
    host = _HOST.search(header, line.end())
    return Request(
        method=line[1],
        path=path,
        endpoint=endpoint(path),
        parameters=parameters,
        host=host[1] if host else None,
        agent=_agent(header, line.end()),
        upgrade=bool(_UPGRADE.search(header, line.end())),
        failure=failure,
    )


def _agent(header: str, start: int) -> str | None:
    name = _AGENT.search(header, start)
    if not name:
        return None
    after = _NEXT.search(header, name.end())
    return header[name.end() : after.start() if after else len(header)].strip() or None


def _relative(target: str) -> str:
    """The path of a request target, which a proxy may write as a whole URL."""
    scheme, separator, rest = target.partition("://")
    if separator and scheme.lower() in {"http", "https"}:
        return "/" + rest.partition("/")[2]
    return target


_cached = lru_cache(maxsize=2048)(_read)
