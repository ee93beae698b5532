"""Which queries share a fingerprint."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.neptune_audit.effect import verdict
from parsers.neptune_audit.fingerprint import fingerprint
from parsers.neptune_audit.lexicon import LANGUAGES, tokens
from parsers.neptune_audit.meaning import understood

SAME = {
    "gremlin": (
        (
            "g.V().has('name','ann').limit(5)",
            'g.V().has("name", "bob").limit(50)',
            "g.V() // why\n  .has( 'name' , 'c' ).limit(1L)",
        ),
        ("g.V().has('city','x').limit(5)",),
        ("g.V().hasLabel('person').out('knows')", 'g.V().hasLabel("person") .out("knows")'),
        ("g.V().hasLabel('person').out('likes')",),
        ("g.V('a')", "g.V('b')", "g.V('a', 'b', 'c')", "g.V(1)"),
        ("g.V().has('n', within('a'))", "g.V().has('n', within('a', 'b'))"),
        ("g.addV('person').property(single, 'age', 3)", "g.addV('person').property(single, 'age', '4')"),
        ("g.addV('robot').property(single, 'age', 3)",),
        ("[[], [V(), has(name, ann)]]", "[[], [V(), has(name, bob b)]]"),
        ("[[], [V(), has(city, ann)]]",),
    ),
    "sparql": (
        (
            "SELECT * WHERE { ?s ex:p 'a' } LIMIT 5",
            'select * where {?s ex:p "b"} limit 6',
            "SELECT *\nWHERE {\n  ?s ex:p 7 # seven\n}\nLIMIT 8",
        ),
        ("SELECT * WHERE { ?s ex:q 'a' } LIMIT 5",),
        ("ASK { ?s <urn:a> ?o }",),
        ("ASK { ?s <urn:b> ?o }",),
        ("ASK { <urn:product:9fc602> ex:in ex:box-7 }", "ask { <urn:product:1> ex:in ex:8 }"),
        ("ASK { <urn:2001:product> ex:in ?box1 }",),
        ("ASK { <urn:2002:product> ex:in ?box1 }",),
        ("SELECT * { VALUES ?x { 1 2 } }",),
        ("ASK { FILTER(?x IN (1, 2)) }", "ask { filter(?x in (3, 'a', 5.5)) }"),
    ),
    "opencypher": (
        (
            "MATCH (n:Person {age: 30}) RETURN n LIMIT 5",
            "match (n:Person{age:31}) return n limit 6",
            "MATCH (n :Person {age : 'x'}) /* c */ RETURN n LIMIT 7",
        ),
        ("MATCH (n:Robot {age: 30}) RETURN n LIMIT 5",),
        ("MATCH (n {id: $id}) RETURN n",),
        ("MATCH (n {id: $key}) RETURN n",),
        ("MATCH (n) WHERE n.id IN [1, 2] RETURN n", "MATCH (n) WHERE n.id IN ['a'] RETURN n"),
        ("MATCH (a)-[*1..3]->(b) RETURN b", "MATCH (a)-[*2..5]->(b) RETURN b"),
    ),
}


def prints(language: str, group: tuple[str, ...]) -> set[str]:
    return {fingerprint(language, query, tokens(language, query)) for query in group}


@pytest.mark.parametrize(("language", "group"), [(lang, group) for lang, groups in SAME.items() for group in groups])
def test_queries_that_differ_in_values_share_a_fingerprint(language: str, group: tuple[str, ...]) -> None:
    assert len(prints(language, group)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_queries_that_ask_something_else_do_not(language: str) -> None:
    for one, other in combinations(SAME[language], 2):
        assert prints(language, one).isdisjoint(prints(language, other)), (one, other)


@pytest.mark.parametrize(("language", "group"), [(lang, group) for lang, groups in SAME.items() for group in groups])
def test_a_query_is_understood_as_if_it_came_first(language: str, group: tuple[str, ...]) -> None:
    """Queries that differ in whole numbers and UUIDs are read once; names with digits in them stay apart."""
    for query in group:
        words = tokens(language, query)
        assert understood(language, query) == (verdict(language, query, words), fingerprint(language, query, words))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("g.V('o-17').drop()", "g.V('o-18').drop()", True),
        ("g.V('{}')".format("0b0e4c5a-1d2e-4f00-8a9b-0123456789ab"), "g.V('7')", True),
        ("g.V().hasLabel('v1')", "g.V().hasLabel('v2')", False),
        ("g.V().has('k', 1.5)", "g.V().has('k', 2)", True),
    ],
)
def test_numbers_and_uuids_are_values(one: str, other: str, same: bool) -> None:
    assert (understood("gremlin", one) == understood("gremlin", other)) is same


COMMON = ["'a'", '"b, c"', "'drop'", *"'\"\\#`.()[]{},:<> \n", "//", "/*", "*/", "'''", "drop", "delete", "ex:a", "é"]
PARTS = {
    "gremlin": [
        "[[",
        "]]",
        "V(a b)",
        "has(l, k, drop)",
        "g.V('a')",
        "has('k','v')",
        "hasLabel('x')",
        ".drop()",
        "addV(",
    ],
    "sparql": ["<urn:it's>", "<", "INSERT DATA {", 'FILTER(?a = "b")', "DELETE", "?s ?p 'o'", "DROP ALL"],
    "opencypher": ["`a'b`", "{k: 'v'}", ":`L'x`", "DETACH DELETE n", 'SET n.x = "y"', "MATCH (n)"],
}


@given(
    st.sampled_from(LANGUAGES).flatmap(
        lambda language: st.tuples(
            st.just(language), st.lists(st.sampled_from(COMMON + PARTS[language]), max_size=9).map("".join)
        )
    )
)
def test_what_is_left_out_to_read_a_query_once_changes_nothing(asked: tuple[str, str]) -> None:
    language, query = asked
    words = tokens(language, query)
    assert understood(language, query) == (verdict(language, query, words), fingerprint(language, query, words))


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("gremlin", "g.V().has('person','name','{}').out('knows')"),
        ("gremlin", "g.V('{}').property(single, 'k', '{}')"),
        ("gremlin", "[[], [V({}), has(person, name, {})]]"),
        ("sparql", "SELECT ?s {{ ?s <urn:it's> '{}' }}"),
        ("opencypher", "MATCH (n {{name: '{}'}}) RETURN n"),
    ],
)
def test_queries_that_differ_in_texts_are_read_once(language: str, query: str) -> None:
    assert understood(language, query.format("ann", "x")) is understood(language, query.format("bob", "y"))


def test_a_fingerprint_is_the_same_tomorrow() -> None:
    assert prints("gremlin", ("g.V().drop()",)) == {"a17289a078"}
    assert prints("gremlin", ("ASK {}",)) != prints("sparql", ("ASK {}",))
