"""What people would use instead, where it is installed, beside the same floor."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence

from tests.bench.data import Data
from tests.bench.run import child, seconds
from tests.bench.table import Line

DUCKDB = """
import duckdb, sys
events = "SELECT unnest(Records) AS r FROM read_json(?, maximum_object_size=1 << 28)"
print(duckdb.sql(f"SELECT count(DISTINCT r.eventName) FROM ({events})", params=[sys.argv[1] + "/*.json.gz"]).fetchall())
"""


def lines(data: Data, repeat: int) -> Iterator[Line]:
    """One line for each that is there."""
    for name, command in _commands(data).items():
        ratios = []
        for _ in range(repeat):
            floor = child("floor", data.large)["seconds"]
            ratios.append(seconds(command) / floor)
        yield Line(f"peer: {name}", tuple(ratios), "× F2")


def _commands(data: Data) -> Mapping[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {"DuckDB read_json": [sys.executable, "-c", DUCKDB, str(data.large)]}
    if shutil.which("jq"):
        script = 'cat "$1"/*.json.gz | gzip -dc | jq -c ".Records[] | select(.errorCode)" > /dev/null'
        found["jq"] = ["sh", "-c", script, "sh", str(data.large)]
    if shutil.which("lnav"):
        found["lnav, files converted before"] = ["lnav", "-n", "-c", ";SELECT count(*) FROM all_logs", str(data.lines)]
    return found
