"""What a query does to the graph, by example."""

from __future__ import annotations

import pytest

from parsers.base import Effect
from parsers.neptune_audit.effect import verdict
from parsers.neptune_audit.lexicon import tokens

READS = {
    "gremlin": (
        "g.V()",
        "g.V().limit(10)",
        "g.V('p-1').out('knows').values('name')",
        "g.V().has('name','drop()')",
        'g.V().has("name", "x.drop()").count()',
        "g.V().has('note','it\\'s .drop() time')",
        "g.V().hasLabel('drop').dedup()",
        "g.V().properties('age')",
        "g.V().propertyMap()",
        "g.V().valueMap('property')",
        "g.V().as('drop').select('drop')",
        "g.V() // .drop()",
        "g.V() /* .addV('x') */.count()",
        "// g.V().drop()\ng.E().limit(1)",
        "g.V().has('url','http://example.org/').count() // addV()",
        "g.V().has('text', '''a 'drop()' b''').id()",
        "g.with('x').V().group().by('dropped').by(count())",
        "g.V().has('a', '').has('b', 'drop()')",
        "g.V().has('a', '\\').drop() //')",
        "g.withSideEffect('drop', 'x').V().count()",
        "g.V().drops()",
        "g.V().mydrop()",
        "g.V().drop",
        "g.io('s3://a/b').write()",
        "",
        "[[], [V(), has(name, drop()), limit(3)]]",
        "[[], [V(), out(addV), values(property)]]",
        "[[withComputer()], [V(), count()]]",
    ),
    "sparql": (
        "SELECT * WHERE { ?s ?p ?o }",
        "select ?delete where { ?delete ?drop $clear }",
        "SELECT * { ?s a <http://example.org/delete> }",
        "SELECT * { ?s <http://example.org/x#insert> ?o } # DROP ALL",
        "# CLEAR ALL\nASK { ?s ?p ?o }",
        "PREFIX drop: <http://example.org/> SELECT * { ?s drop:all ?o }",
        "PREFIX : <http://example.org/> DESCRIBE :delete",
        "SELECT * { ?s ?p 'DELETE WHERE' }",
        'SELECT * { ?s ?p "DROP ALL"@delete }',
        'SELECT * { ?s ?p """x" DROP ALL "y""" }',
        "SELECT * { ?s ?p '''it's CLEAR ALL''' }",
        'SELECT * { ?s ?p "a \\" DELETE" }',
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "ASK { _:drop ?p ?o }",
        "SELECT * { ?s ex:a\\'b ?o . ?s ex:p 'DROP ALL' }",
        "SELECT (COUNT(*) AS ?loaded) { ?s ?p ?o FILTER(?a < 3 && ?b > 4) }",
        "SELECT * { ?s ex:copy/ex:move ?o }",
        "SELECT * { SERVICE <http://example.org/drop> { ?s ?p ?o } }",
        'SELECT ("DROP ALL" AS ?x) {}',
        "",
    ),
    "opencypher": (
        "MATCH (n) RETURN n",
        "MATCH (n:Delete) RETURN n.delete",
        "MATCH (n)-[:DELETE]->(m) RETURN m",
        "MATCH (n)-[r:KNOWS|DELETE|:SET]->(m) RETURN r",
        "MATCH (n {set: 1, create : 2}) RETURN n",
        "MATCH (n) WHERE n.name = 'DETACH DELETE n' RETURN n",
        'MATCH (n) WHERE n.name = "it\\"s SET" RETURN n',
        "MATCH (n) // DELETE n\nRETURN n",
        "MATCH (n) /* CREATE\n SET */ RETURN n",
        "MATCH (n) RETURN n.`delete` AS `SET`",
        "MATCH (n) WHERE n.x = $delete RETURN n . remove",
        "UNWIND [1, 2] AS x RETURN x",
        "MATCH (n) RETURN n.offset AS offset, n.created",
        "MATCH (n : Merge & Create) RETURN n",
        "CALL neptune.algo.pageRank() YIELD node RETURN node",
        "MATCH (n) WHERE n.name STARTS WITH 'SET' RETURN n",
    ),
}
WRITES = {
    "gremlin": (
        "g.addV('person')",
        "g.addV('person').property(id, 'p-1').property('name', 'drop()')",
        "g.addE('knows').from(V('a')).to(V('b'))",
        "g.V('a').addE('knows').to(V('b'))",
        "g.V('a').property(single, 'age', 3)",
        "g.V('a') .property ( 'age', 3 )",
        "g.mergeV([(T.id): 'a'])",
        "g.mergeE([(T.label): 'knows'])",
        "g.V().fold().coalesce(unfold(), addV('x'))",
        "g.V('a').sideEffect(__.property('seen', 1))",
        "g.V().//\nproperty('a', 1)",
        "g.V()./* here */addE('x')",
        "g.io('https://example.org/air.xml').read().iterate()",
        "[[], [addV(person), property(name, ann)]]",
        "[[], [V(), sideEffect([[], [property(seen, 1)]])]]",
    ),
    "sparql": (
        "INSERT DATA { <urn:a> <urn:b> 'DELETE' }",
        "insert { ?s <urn:p> 1 } where { ?s a <urn:t> }",
        "LOAD <http://example.org/data> INTO GRAPH <urn:g>",
        "CREATE GRAPH <urn:g>",
        "ADD <urn:a> TO <urn:b>",
        "PREFIX ex: <urn:> INSERT DATA { ex:a ex:delete ex:c }",
        "\\u0049NSERT DATA { <urn:a> <urn:b> 1 }",
        "WITH <urn:g> INSERT { ?s ?p 1 } WHERE { ?s ?p 2 }",
    ),
    "opencypher": (
        "CREATE (n:Person {name: 'DELETE'})",
        "create(n)",
        "MERGE (n:Person {id: 1}) ON CREATE SET n.x = 1 ON MATCH SET n.x = 2",
        "MATCH (n) SET n.age = 3 RETURN n",
        "MATCH (n) SET n:Delete",
        "MATCH (n) REMOVE n.age",
        "MATCH (n)\nremove n:Label",
        "MATCH p = (a)-[*1..3]->(b) FOREACH (x IN nodes(p) | SET x.seen = true)",
        "UNWIND $rows AS row MERGE (n {id: row.id})",
    ),
}
DESTROYS = {
    "gremlin": (
        ("g.V().drop()", "drop"),
        ("g.E().drop().iterate()", "drop"),
        ("g.V('a').drop( )", "drop"),
        ("g.V('a').properties('age').drop()", "drop"),
        ("g.V()./* not */drop()", "drop"),
        ("g.V().drop // why\n()", "drop"),
        ("g.V().has('a', \"'\").drop()", "drop"),
        ("g.V().has('a\\\\').drop()", "drop"),
        ("g.addV('x'); g.V().drop()", "drop"),
        ("g.V().sideEffect(drop())", "drop"),
        ("g.V().where(__.drop())", "drop"),
        ("g.V().dr\\u006fp()", "drop"),
        ("g.V().\\uu0064rop()", "drop"),
        ("g.V().'drop'()", "drop"),
        ("g.inject(1).union(addV(), V().drop())", "drop"),
        ("g.V().has('x', '/*').drop() /* '*/", "drop"),
        ("[[], [V(), drop()]]", "drop"),
        ("[[], [V(), has(name, x), sideEffect([[], [drop()]])]]", "drop"),
        ("[[], [V(), has(name, ((), drop()]]", "drop"),
        ("[[], [V(), has(name, ]), drop()]]", "drop"),
    ),
    "sparql": (
        ("DROP ALL", "drop"),
        ("clear silent graph <urn:g>", "clear"),
        ("DELETE WHERE { ?s ?p ?o }", "delete"),
        ("DELETE DATA { <urn:a> <urn:b> 1 }", "delete"),
        ("INSERT DATA { <urn:a> <urn:b> 1 } ; DROP GRAPH <urn:g>", "drop"),
        ("DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } WHERE { ?s ?p 1 }", "delete"),
        ("MOVE <urn:a> TO <urn:b>", "move"),
        ("COPY DEFAULT TO <urn:b>", "copy"),
        ("# nothing\nDROP DEFAULT", "drop"),
        ("\\u0044ROP ALL", "drop"),
        ("\\U00000043LEAR ALL", "clear"),
        ("INSERT DATA { ex:a\\'b ex:p 1 } ; DROP ALL ; INSERT DATA { ex:c\\'d ex:p 2 }", "drop"),
        ("INSERT DATA { ex:a ex:b 'it } ; \nDROP ALL", "drop"),
        ("PREFIX ex: <urn:> CLEAR NAMED", "clear"),
        ("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "delete"),
        ("DELETE\n{ ?s ?p ?o }\nUSING <urn:g>\nWHERE { ?s ?p ?o }", "delete"),
        ("dR\\U0000006Fp all", "drop"),
    ),
    "opencypher": (
        ("MATCH (n) DETACH DELETE n", "delete"),
        ("match (n) delete n", "delete"),
        ("MATCH (n)-[r:SET]->() DELETE r", "delete"),
        ("MATCH (n) WHERE n.name = '\\'' DELETE n", "delete"),
        ("MATCH (n {name: 'x'})/**/DELETE/**/n", "delete"),
        ("CREATE (a) WITH a MATCH (n) DETACH DELETE n", "delete"),
        ("MATCH (n) CALL { WITH n DELETE n }", "delete"),
        ("MATCH (n) \\u0044ELETE n", "delete"),
        ("CALL { MATCH (n) DELETE n }", "delete"),
        ("MATCH (n) WHERE n.x = '\\\\' DELETE n //'", "delete"),
        ("MATCH (n) RETURN n; MATCH (n) DETACH DELETE n", "delete"),
    ),
}


def cases() -> list[tuple[str, str, Effect, str]]:
    calm = [
        (language, query, effect, effect.value)
        for effect, table in ((Effect.READ, READS), (Effect.WRITE, WRITES))
        for language, queries in table.items()
        for query in queries
    ]
    return calm + [
        (language, query, Effect.DESTRUCTIVE, verb) for language, pairs in DESTROYS.items() for query, verb in pairs
    ]


@pytest.mark.parametrize(("language", "query", "effect", "verb"), cases())
def test_effect_is_what_the_code_says_and_not_its_strings(language: str, query: str, effect: Effect, verb: str) -> None:
    found = verdict(language, query, tokens(language, query))

    assert (found.effect, found.verb) == (effect, verb)


def test_the_table_is_long_enough() -> None:
    assert len(cases()) >= 120


@pytest.mark.parametrize(
    ("language", "query", "everything"),
    [
        ("gremlin", "g.V().drop()", True),
        ("gremlin", "g.V() // all\n .drop().iterate();", True),
        ("gremlin", "[[], [V(), drop(), none()]]", True),
        ("gremlin", "g.V('a').drop()", False),
        ("gremlin", "g.E().drop()", False),
        ("gremlin", "g.V().drop().none()", True),
        ("sparql", "DROP ALL", True),
        ("sparql", "clear silent all", True),
        ("sparql", "DELETE WHERE { ?s ?p ?o . }", True),
        ("sparql", "DELETE {?s ?p ?o} WHERE {?s ?p ?o}", True),
        ("sparql", "DROP GRAPH <urn:g>", False),
        ("sparql", "PREFIX ex: <urn:> DROP ALL ; INSERT DATA { ex:a ex:b 1 }", True),
        ("sparql", "DELETE WHERE { <urn:a> ?p ?o }", False),
        ("sparql", "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", False),
        ("sparql", "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o } ; CREATE GRAPH <urn:g>", True),
        ("sparql", "DELETE DATA { <urn:a> <urn:p> ' drop all ; ' }", False),
        ("sparql", "DELETE WHERE { ?s a ?o ; ?p ?q }", False),
        ("opencypher", "MATCH (n) DETACH DELETE n", True),
        ("opencypher", "MATCH (n:Person) DETACH DELETE n", False),
        ("opencypher", "MATCH (n) DETACH DELETE n LIMIT 5", False),
    ],
)
def test_a_query_that_empties_the_graph_is_said_to(language: str, query: str, everything: bool) -> None:
    assert verdict(language, query, tokens(language, query)).everything is everything
