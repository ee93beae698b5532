"""Shapes of queries, counted."""

from __future__ import annotations

from pathlib import Path

from parsers import Effect
from tests.conftest import Until, audit
from tui.progress import State
from tui.session import Session
from tui.store.shapes import Shape
from tui.view import View

START = 1_795_176_000_000_000


def asked(number: int, query: str, who: str = "ann") -> bytes:
    """A line of a Neptune audit log, signed."""
    line = audit(number, query).decode()
    arn = f"arn:aws:sts::111122223333:assumed-role/Reader/{who}"
    return line.replace(
        "[unknown], [unknown], [unknown]", f"{arn}, {{authenticationSucceeded=true}}, [unknown]"
    ).encode()


def found(folder: Path, view: View = View()) -> list[Shape]:
    with Session([str(folder)], workers=0) as session:
        session.load()
        return list(session.shapes(view))


def test_queries_that_differ_only_in_values_are_one_shape(tmp_path: Path) -> None:
    reads = [asked(n * 1000, f"g.V('{n}').limit({n})", who) for n, who in enumerate(["ann", "bo", "ann"])]
    drop = asked(9_000, "g.V('7').drop()", "cy").replace(b"Succeeded=true", b"Succeeded=false")
    (tmp_path / "audit.log.0").write_bytes(b"".join([*reversed(reads), drop]))  # files are not in order
    read, dropped = found(tmp_path)
    assert (read.count, read.first, read.last) == (3, START, START + 2_000_000)
    assert (read.actors, read.people, read.failed) == ((("ann", 2), ("bo", 1)), 2, 0)
    assert (read.effect, read.action, read.query) == (Effect.READ, "gremlin read", "g.V('2').limit(2)")
    assert (dropped.effect, dropped.failed, dropped.new) == (Effect.DESTRUCTIVE, 1, False)
    assert read.fingerprint != dropped.fingerprint


def test_shapes_are_of_a_view(tmp_path: Path) -> None:
    (tmp_path / "audit.log.0").write_bytes(asked(0, "g.V('1')") + asked(1000, "g.V('1').drop()", "bo"))
    assert [shape.action for shape in found(tmp_path, View(filter="actor:bo"))] == ["gremlin drop"]
    assert [shape.action for shape in found(tmp_path, View(until=START + 1))] == ["gremlin read"]
    assert found(tmp_path, View(filter="actor:nobody")) == []


def test_a_shape_that_was_only_explained_once_is_as_bad_as_when_it_runs(tmp_path: Path) -> None:
    explain = (
        b"1795176005000, 10.0.0.1:1, 10.0.0.2:8182, HTTP_POST, [unknown], [unknown], HttpObjectAggregator$"
        b"AggregatedFullHttpRequest(decodeResult: success) POST /gremlin/explain HTTP/1.1 Host: g, "
        b'"{""gremlin"": ""g.V(\'2\').drop()""}"\n'
    )
    (tmp_path / "audit.log.0").write_bytes(asked(0, "g.V('1').drop()") + explain)
    (shape,) = found(tmp_path)
    assert (shape.count, shape.effect, shape.action) == (2, Effect.DESTRUCTIVE, "gremlin explain")


def test_what_was_never_met_before_is_new_once_all_that_was_there_is_read(tmp_path: Path, until: Until) -> None:
    log = tmp_path / "audit.log.0"
    log.write_bytes(asked(0, "g.V('1')"))
    with Session([str(tmp_path)], follow=True, workers=0) as session:
        assert not session.novel
        session.start()
        until(lambda: session.progress().state is State.FOLLOWING)
        assert not session.novel
        with log.open("ab") as file:
            file.write(asked(1000, "g.V('2')") + asked(2000, "g.V('1').drop()"))
        until(lambda: session.progress().counts.events == 3)
        old, new = session.shapes(View())
        assert (old.new, old.count, new.new, new.action) == (False, 2, True, "gremlin drop")
        assert list(session.novel) == [new.fingerprint]
