"""The one place where a database is opened, and how."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

DATABASE = "events.duckdb"
"""The file of the tables in a session's folder."""
SETTINGS: dict[str, Any] = {
    # Neither the network nor files outside the folder are ever touched.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "preserve_insertion_order": False,
    "wal_autocheckpoint": "64MB",  # packing the tables anew costs as much as all else
    "max_vacuum_tasks": 0,  # nor are full groups of rows written anew to join them with the few rows beside them
    "memory_limit": "200MB",  # it would keep every page it ever had; what is larger goes to the session's folder
}
"""For a database that is filled in small portions beside a screen."""
GROUP = 16_384
"""Rows that are packed together: about a batch, which is then written in its place as it comes, and to no log first."""


class UnusableError(Exception):
    """What a session's folder keeps cannot be gone on with; the message says why."""


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the database of a session, or make it; raises `UnusableError` for a file that is damaged or too new."""
    import duckdb

    # Only of a database that is attached can be said how many rows it packs together.
    db = duckdb.connect(config=SETTINGS | {"temp_directory": f"{path}.tmp"})
    attached = str(path).replace("'", "''")
    try:
        db.execute(f"ATTACH '{attached}' AS session (ROW_GROUP_SIZE {GROUP})")
    except duckdb.Error as error:
        db.close()
        raise UnusableError(f"{path.name} cannot be opened: {str(error).splitlines()[0]}") from error
    return _using(db)


def cursor(db: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Another connection to the same session, for another thread."""
    return _using(db.cursor())


def _using(db: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    db.execute("USE session")
    return db
