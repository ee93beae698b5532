"""What a request does where its path says it and not a query: status, loader, streams, fast reset …

Source: the endpoint pages of the Neptune user guide.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from parsers.base import Effect

_SPELLED = {"opencypher": "openCypher", "pg": "propertygraph"}
_QUERY_PARENTS = frozenset({"gremlin", "sparql", "openCypher"})
QUERY_ENDPOINTS = frozenset({"/gremlin", "/gremlin/explain", "/gremlin/profile", "/sparql", "/openCypher"})
"""Where a query says what is done; everywhere else the path and the method do."""

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_DEPTH = 2  # deeper labels are IDs of jobs


class Deed(Struct, frozen=True):
    """What was done: an action, its effect where that is known, and a phrase that a query or a cluster's name ends.

    `fingerprint` is the query's.
    """

    action: str
    effect: Effect | None
    phrase: str
    fingerprint: str | None = None


def endpoint(path: str | None) -> str | None:
    """The endpoint of a path: without job IDs, `openCypher` and `propertygraph` in one spelling."""
    if path is None or path in QUERY_ENDPOINTS:
        return path
    labels = [_SPELLED.get(label.lower(), label) for label in path.split("/") if label]
    depth = 1 if labels[:1] == ["loader"] else _DEPTH
    return "/" + "/".join(labels[:depth])


def deed(at: str, method: str, parameters: Mapping[str, str], body: str) -> Deed:
    """What a request to an administrative endpoint does."""
    reads = method in _READING
    match at.split("/")[1:]:
        case ["status" | "health" | ""]:
            return Deed("status", Effect.READ, "asked for the status of")
        case ["system"]:
            return _system(reads, parameters, body)
        case ["loader"]:
            return _loader(method, parameters)
        case [parent, "status"] if parent in _QUERY_PARENTS:
            return _queries(parent.lower(), method, body)
        case [parent, "stream"]:
            return Deed(f"{parent.lower()} stream", Effect.READ, f"read the {parent} change stream of")
        case [parent, "statistics"]:
            return _statistics(parent, method, parameters)
        case [_, "summary"]:
            return Deed("summary", Effect.READ, "asked for a graph summary of")
        case ["sparql", "gsp"]:
            return _graph_store(method)
        case ["ml", *labels]:
            return _learning(reads, labels)
    return Deed(at[1:], Effect.READ if reads else Effect.ADMIN, f"sent {method} {at} to")


def _system(reads: bool, parameters: Mapping[str, str], body: str) -> Deed:
    """The fast reset: one request for a token, a second with it that deletes all data."""
    if "performdatabasereset" in (parameters.get("action", "") + body).lower():
        return Deed("fast reset", Effect.DESTRUCTIVE, "deleted all data (fast reset) of")
    if reads:
        return Deed("system", Effect.READ, "asked for the system state of")
    return Deed("fast reset", Effect.DESTRUCTIVE, "asked for a fast reset token of")


def _loader(method: str, parameters: Mapping[str, str]) -> Deed:
    if method == "DELETE":
        return Deed("loader cancel", Effect.ADMIN, "cancelled a bulk load into")
    if method in {"POST", "PUT"}:
        return Deed("loader load", Effect.WRITE, f"bulk-loaded {parameters.get('source', 'data')} into")
    return Deed("loader status", Effect.READ, "asked for bulk load status of")


def _queries(language: str, method: str, body: str) -> Deed:
    if method == "DELETE" or "cancelquery" in body.lower():
        return Deed(f"{language} cancel", Effect.ADMIN, f"cancelled a {language} query on")
    return Deed(f"{language} status", Effect.READ, f"listed the running {language} queries of")


def _statistics(graph: str, method: str, parameters: Mapping[str, str]) -> Deed:
    if method in _READING:
        return Deed("statistics", Effect.READ, f"read the {graph} statistics of")
    if method == "DELETE":
        return Deed("statistics delete", Effect.ADMIN, f"deleted the {graph} statistics of")
    mode = parameters.get("mode", "change")
    return Deed("statistics " + mode, Effect.ADMIN, f"changed the {graph} statistics ({mode}) of")


def _graph_store(method: str) -> Deed:
    """The SPARQL 1.1 Graph Store HTTP Protocol: PUT replaces a graph, DELETE drops one."""
    match method:
        case "PUT":
            return Deed("sparql graph put", Effect.DESTRUCTIVE, "replaced a graph of")
        case "DELETE":
            return Deed("sparql graph delete", Effect.DESTRUCTIVE, "dropped a graph of")
        case "POST" | "PATCH":
            return Deed(f"sparql graph {method.lower()}", Effect.WRITE, "added to a graph of")
    return Deed("sparql graph get", Effect.READ, "read a graph of")


def _learning(reads: bool, labels: list[str]) -> Deed:
    job = " ".join(["ml", *labels])
    if reads:
        return Deed(f"{job} status", Effect.READ, f"asked for {job} status of")
    return Deed(job, Effect.ADMIN, f"managed {job} of")
