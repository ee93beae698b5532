"""The example of a plug-in: a distribution of its own, found by its entry point and read in a process of its own."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from parsers import COMMON, Layout, Parser, Unparsed
from parsers.doors import GROUP
from parsers.testing import assert_contract
from tui.formats import formats
from tui.session import Session
from tui.store.counts import Counts
from tui.view import View

INSTALL = "pip install ./tests/plugin_example"


@pytest.fixture(scope="module")
def parser() -> Parser:
    points = [point for point in entry_points(group=GROUP) if point.name == "mysql_audit"]
    assert points, f"the example is not installed: {INSTALL}"
    made: Parser = points[0].load()()
    return made


def said(parser: Parser, raw: bytes) -> dict[str, Any]:
    event = parser.decode(raw)
    assert not isinstance(event, Unparsed), event.reason
    return dict(zip((field.name for field in (*COMMON, *parser.fields)), event, strict=True))


def test_it_keeps_the_contract(parser: Parser) -> None:
    assert_contract(parser)


@pytest.mark.parametrize(
    ("rest", "action", "effect", "outcome", "target"),
    [
        ("CONNECT,shop,,0", "connect", None, "success", "shop"),
        ("FAILED_CONNECT,,,1045", "failed_connect", None, "error 1045", "db-1"),
        ("QUERY,shop,'select 1',0", "select", "read", "success", "shop"),
        ("QUERY,shop,'/* x */ delete from t',0", "delete", "destructive", "success", "shop"),
        ("QUERY,shop,'update t set a = \\'b,c\\'',1064", "update", "write", "error 1064", "shop"),
        ("QUERY,,'create user eve',0,,", "create", "admin", "success", "db-1"),
        ("DROP,shop,orders,0", "drop", "destructive", "success", "orders"),
    ],
)
def test_a_line_says_what_was_done(
    parser: Parser, rest: str, action: str, effect: str | None, outcome: str, target: str
) -> None:
    found = said(parser, f"1795252502250000,db-1,alice,10.0.0.1,1,2,{rest}".encode())
    assert (found["action"], found["effect"], found["outcome"], found["target"]) == (action, effect, outcome, target)
    assert found["time"] == 1_795_252_502_250_000


def test_a_neptune_audit_log_of_the_same_name_is_not_its(parser: Parser) -> None:
    assert parser.sniff(b"1718000000123, 10.0.0.1:1, 10.0.0.2:8182, Websocket, , , , x") == 0


def test_the_program_reads_with_it_and_names_where_it_is_from(parser: Parser, tmp_path: Path) -> None:
    (tmp_path / "audit.log.0").write_bytes(parser.sample)
    with Session([str(tmp_path)]) as session:
        store = session.load()
        (entry,) = session.entries()
        assert (entry.parser, entry.fault) == ("mysql_audit", "")
        assert entry.counts == Counts(5, 0, 0)
        assert store.count(View("database:orders and effect:destructive")) == 1
    found = formats().named("mysql_audit")
    assert found is not None
    assert found.origin == "tailtrail-mysql-audit 1.0"


def test_its_queries_are_laid_out_by_a_process_of_their_own(parser: Parser, tmp_path: Path) -> None:
    (tmp_path / "audit.log.0").write_bytes(parser.sample)
    with Session([str(tmp_path)]) as session:
        store = session.load()
        (row,) = store.select(View("action:select")).ids.tolist()
        assert session.detail(row).layouts == (Layout("SQL", "sql", "select name\nfrom account where id = '7'"),)
