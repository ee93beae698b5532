"""Queries laid out, and any text as a query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.base import Effect
from parsers.neptune_audit.effect import verdict
from parsers.neptune_audit.fingerprint import fingerprint
from parsers.neptune_audit.layout import laid_out
from parsers.neptune_audit.lexicon import LANGUAGES, tokens
from parsers.neptune_audit.query import asked
from parsers.neptune_audit.request import NONE
from tests.growth import LINEAR, growth

LAID_OUT = [
    ("gremlin", "g.V().has('a','b.c').out()", "g.V()\n  .has('a','b.c')\n  .out()"),
    ("gremlin", "g.V().where(out().count().is(1)).drop()", "g.V()\n  .where(out().count().is(1))\n  .drop()"),
    ("gremlin", "g.V()\n   .limit( 1 )", "g.V()\n  .limit( 1 )"),
    ("gremlin", "g.V() // all of it\n.drop()", "g.V() // all of it\n  .drop()"),
    ("gremlin", "g.V()\n.id()\ng.E().id()", "g.V()\n  .id()\ng.E()\n  .id()"),
    ("gremlin", "g.addV('a');g.addV('b').next()", "g.addV('a');\ng.addV('b')\n  .next()"),
    ("gremlin", "[[], [V(), has(a, b), drop()]]", "[[],\n  [V(),\n    has(a, b),\n    drop()]]"),
    ("sparql", "SELECT * WHERE {?s ?p 'a  b'} LIMIT 5", "SELECT *\nWHERE {\n  ?s ?p 'a  b'\n}\nLIMIT 5"),
    ("sparql", "ASK {?s ?p 1.5 . ?o ex:where ?q}", "ASK {\n  ?s ?p 1.5 .\n  ?o ex:where ?q\n}"),
    ("sparql", "DELETE WHERE { ?s ?p ?o }", "DELETE WHERE {\n  ?s ?p ?o\n}"),
    ("opencypher", "MATCH (n {with: 1}) WHERE n.x=1 RETURN n", "MATCH (n {with: 1})\nWHERE n.x=1\nRETURN n"),
    (
        "opencypher",
        "MATCH (n) WHERE n.a STARTS WITH 'x' DETACH DELETE n",
        "MATCH (n)\nWHERE n.a STARTS WITH 'x'\nDETACH DELETE n",
    ),
    (
        "opencypher",
        "MERGE (n) ON CREATE SET n.a = 1 // why\nRETURN n",
        "MERGE (n)\nON CREATE SET n.a = 1 // why\nRETURN n",
    ),
]


@pytest.mark.parametrize(("language", "query", "expected"), LAID_OUT)
def test_layout(language: str, query: str, expected: str) -> None:
    assert [line.rstrip() for line in laid_out(language, query).splitlines()] == [
        line.rstrip() for line in expected.splitlines()
    ]


QUERY_TEXT = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                "g",
                ".V()",
                ".drop()",
                "'a b'",
                '"',
                "'",
                "\\",
                "/*",
                "*/",
                "//",
                "#",
                "\n",
                " ",
                "{",
                "}",
                ")",
                "(",
                ";",
            ]
        )
        | st.sampled_from(
            [
                "SELECT",
                "WHERE",
                "[[",
                "]",
                ",",
                ":A|B",
                "?x",
                "<urn:a>",
                "`",
                "1.5",
                ".",
                "'''",
                "MATCH",
                "STARTS WITH",
            ]
        ),
        max_size=25,
    ).map("".join),
)


@given(st.sampled_from(LANGUAGES), QUERY_TEXT)
def test_layout_moves_only_white_space(language: str, query: str) -> None:
    assert "".join(laid_out(language, query).split()) == "".join(query.split())


@given(st.sampled_from(LANGUAGES), QUERY_TEXT)
def test_layout_changes_no_meaning(language: str, query: str) -> None:
    query = query.strip()
    assert tokens(language, laid_out(language, query)) == tokens(language, query)


@given(st.sampled_from(LANGUAGES), QUERY_TEXT)
def test_any_text_has_an_effect_and_a_fingerprint(language: str, query: str) -> None:
    words = tokens(language, query)

    assert verdict(language, query, words).effect in Effect
    assert len(fingerprint(language, query, words)) == 10


@pytest.mark.parametrize(
    "piece",
    ["'\\", "\\'", "a.", "a-", "/*", "/**/", "((", "`", '"""', "<a", "[[", " ", ":a|", "\\u0027", "?,", "a:"],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_repetition_costs_linear_time(language: str, piece: str) -> None:
    def read(size: int) -> None:
        query = "x" + piece * (size // len(piece))
        words = tokens(language, query)
        verdict(language, query, words)
        fingerprint(language, query, words)
        asked(None, None, NONE, query)

    assert growth(read, 15_000) < LINEAR
