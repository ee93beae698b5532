"""How somebody left the screen: what was asked, where the cursor stood, and the rows that were to be seen."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import asdict, fields, replace

from parsers import Value
from tui.view import View
from tui.window import Row


class Standing(Struct, frozen=True):
    """`row` is the id of the row under the cursor, `None` where the newest was followed; `marks` are ids, too.

    `rows` were on the screen: whoever comes back sees them before there is a store to ask.
    """

    view: View = View()
    row: int | None = None
    marks: tuple[int, ...] = ()
    rows: tuple[Row, ...] = ()

    def page(self) -> tuple[Row, ...]:
        """The rows under ids below 0, as of rows that no store is asked about."""
        return tuple(Row(~row.id, row.values) for row in self.rows)


def written(standing: Standing) -> bytes:
    """A standing as JSON; without the rows where some text in them is none that JSON can hold."""
    rows = [(row.id, dict(row.values)) for row in standing.rows]
    said = {"view": asdict(standing.view), "row": standing.row, "marks": standing.marks, "rows": rows}
    import orjson

    try:
        return orjson.dumps(said)
    except orjson.JSONEncodeError:
        return written(replace(standing, rows=()))


def read(data: bytes) -> Standing:
    """The standing that was written; how one stands at first where that cannot be told."""
    import orjson

    try:
        said = orjson.loads(data)
        rows = tuple(Row(int(id_), _values(values)) for id_, values in said["rows"] if id_ >= 0)
        view, row = _view(said["view"]), said["row"]
        return Standing(view, None if row is None else int(row), tuple(map(int, said["marks"])), rows)
    except (ValueError, KeyError, TypeError):
        return Standing()


def _view(said: Mapping[str, object]) -> View:
    known = {field.name for field in fields(View)}
    view = View(**{name: value for name, value in said.items() if name in known})  # type: ignore[arg-type]
    return view.with_(columns=tuple(view.columns))


def _values(said: Mapping[str, Value]) -> Mapping[str, Value]:
    if "log" not in said:
        raise ValueError("a row says which log it is of")
    return said
