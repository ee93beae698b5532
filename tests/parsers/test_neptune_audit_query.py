"""Where the query is in a record."""

from __future__ import annotations

from urllib.parse import quote, quote_plus, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.base import Effect
from parsers.neptune_audit.fingerprint import fingerprint
from parsers.neptune_audit.lexicon import tokens
from parsers.neptune_audit.query import asked
from parsers.neptune_audit.request import NONE, unquoted
from tests.parsers.test_neptune_audit_effect import cases
from tests.parsers.test_neptune_audit_line import http, said

MESSAGE = "RequestMessage{{, requestId=00000000-1111-2222-3333-444444444444, op='{}', processor='', args={{{}}}}}"


@pytest.mark.parametrize(
    ("connection", "endpoint", "payload", "language", "query"),
    [
        ("Websocket", None, MESSAGE.format("eval", "gremlin= g.V() , aliases={g=g}"), "gremlin", "g.V()"),
        (
            "Websocket",
            None,
            MESSAGE.format("eval", "gremlin=g.V('}}'), aliases={g=g}"),
            "gremlin",
            "g.V('}}')",
        ),
        ("Websocket", None, MESSAGE.format("eval", "aliases={g=g}, gremlin=g.V()"), "gremlin", "g.V()"),
        (
            "Websocket",
            None,
            MESSAGE.format(
                "eval",
                "gremlin=g.V(x), bindings={x={a=b}}, batchSize=64, language=gremlin-groovy, aliases={g=g}",
            ),
            "gremlin",
            "g.V(x)",
        ),
        (
            "Websocket",
            None,
            MESSAGE.format("eval", "gremlin=g.V(', session=a'), session=b"),
            "gremlin",
            "g.V(', session=a')",
        ),
        (
            "Websocket",
            None,
            MESSAGE.format("bytecode", "gremlin=[[], [V()]], aliases={g=g}"),
            "gremlin",
            "[[], [V()]]",
        ),
        ("Websocket", None, MESSAGE.format("close", "session=a"), "gremlin", None),
        ("Websocket", None, "g.V().count()", "gremlin", "g.V().count()"),
        ("HTTP_POST", "/gremlin", '{"gremlin": "g.V()\\n"}', "gremlin", "g.V()"),
        ("HTTP_POST", "/gremlin", '{"gremlin": "g.V()\n.count()"}', "gremlin", "g.V()\n.count()"),
        ("HTTP_POST", "/gremlin", '{"gremlin": "g.V()', "gremlin", '{"gremlin": "g.V()'),
        ("HTTP_POST", "/gremlin", '{"gremlin": "\\ud800\n"}', "gremlin", "?"),
        ("HTTP_POST", None, '{"gremlin": "g.V()"}', "gremlin", "g.V()"),
        ("HTTP_POST", "/sparql", "query=ASK+%7B%7D", "sparql", "ASK {}"),
        ("HTTP_POST", "/sparql", "update=DROP%20ALL", "sparql", "DROP ALL"),
        ("HTTP_POST", "/sparql", "query=ASK {}&update=DROP ALL", "sparql", "DROP ALL"),
        ("HTTP_POST", "/sparql", "%75pdate=DROP+ALL", "sparql", "DROP ALL"),
        ("HTTP_POST", "/sparql", "ASK { ?a ?b 'x=y' }", "sparql", "ASK { ?a ?b 'x=y' }"),
        ("HTTP_POST", "/sparql", "query=ASK { FILTER(?a && ?b) }", "sparql", "ASK { FILTER(?a && ?b) }"),
        ("HTTP_POST", "/sparql", "default-graph-uri=urn%3Ag&query=ASK {}", "sparql", "ASK {}"),
        ("HTTP_POST", "/sparql", "query=ASK {}&query=DROP ALL", "sparql", "ASK {}\nDROP ALL"),
        ("HTTP_POST", "/openCypher", "query=RETURN 1&parameters={}", "opencypher", "RETURN 1"),
        ("HTTP_POST", "/openCypher", '{"query": "RETURN 1"}', "opencypher", "RETURN 1"),
        ("HTTP_POST", None, "query=MATCH (n) RETURN n", "opencypher", "MATCH (n) RETURN n"),
        (
            "HTTP_POST",
            None,
            "query=/* a *//* b */MATCH (n) RETURN n",
            "opencypher",
            "/* a *//* b */MATCH (n) RETURN n",
        ),
        ("HTTP_POST", None, "query=# a\nPREFIX a: <urn:> ASK {}", "sparql", "# a\nPREFIX a: <urn:> ASK {}"),
        ("HTTP_POST", None, "query=CREATE GRAPH <urn:g>", "sparql", "CREATE GRAPH <urn:g>"),
        ("HTTP_POST", None, "update=whatever", "sparql", "whatever"),
        ("HTTP_POST", None, "who knows", None, "who knows"),
        ("Bolt", None, "MATCH (n) RETURN n", "opencypher", "MATCH (n) RETURN n"),
        ("Bolt", None, None, "opencypher", None),
    ],
)
def test_the_query_is_found_in_any_dress(
    connection: str, endpoint: str | None, payload: str | None, language: str | None, query: str | None
) -> None:
    found = asked(connection, endpoint, NONE, payload)

    assert (found.language, found.query) == (language, query)


def test_a_driver_s_message_names_its_request() -> None:
    found = asked("Websocket", None, NONE, MESSAGE.format("bytecode", "gremlin=[[], []]"))

    assert (found.request_id, found.operation) == ("00000000-1111-2222-3333-444444444444", "bytecode")


ARGUMENTS = st.sampled_from(
    [
        *(", aliases={g=g}", ", language=x", ", bindings={x={a=b}}", ", batchSize=64", "g.V()", "[[], [V()]]"),
        *" ,(){}[]='g",
    ]
)


@given(st.lists(ARGUMENTS, max_size=9).map("".join))
def test_the_query_ends_where_its_arguments_begin(printed: str) -> None:
    message = MESSAGE.format("eval", f"gremlin={printed}, aliases={{g=g}}")
    assert asked(None, None, NONE, message) == asked(None, None, NONE, message.replace("processor=''", "processor='-'"))


@given(st.text(alphabet="%+aF0é =\n\r", max_size=12))
def test_forms_are_decoded_as_urllib_does(text: str) -> None:
    assert unquoted(text) == unquote_to_bytes(text.replace("+", " ")).decode(errors="replace")


PLACES = {"gremlin": ("/gremlin", "gremlin"), "sparql": ("/sparql", "update"), "opencypher": ("/openCypher", "query")}
"""Where a language is sent over HTTP, and as which parameter."""


@pytest.mark.parametrize(("language", "query", "effect", "verb"), cases())
def test_a_query_is_understood_as_the_log_has_it(language: str, query: str, effect: Effect, verb: str) -> None:
    path, parameter = PLACES[language]
    body = quote_plus(query)
    found = said(http(path, f"{parameter}={body}", "POST"))
    again = said(http(f"{path}?{parameter}={quote(f'  {query}')}"))
    if not query:
        assert found["language"] == again["language"] == language
        return
    for one in (found, again):
        assert (one["language"], one["effect"], one["action"]) == (language, effect, f"{language} {verb}")
        assert (one["query"], one["fingerprint"]) == (query.strip(), found["fingerprint"])
    assert found["fingerprint"] == fingerprint(language, query, tokens(language, query))
