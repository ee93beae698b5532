"""What people would use instead, where it is installed, beside the same floor; and our load beside lnav's."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import orjson

from tests.bench.data import Data
from tests.bench.loads import WORKERS
from tests.bench.run import child, output, seconds
from tests.bench.table import Line

DUCKDB = """
import duckdb, sys
events = "SELECT unnest(Records) AS r FROM read_json(?, maximum_object_size=1 << 28)"
print(duckdb.sql(f"SELECT count(*), count(DISTINCT r.eventName) FROM ({events})", params=[sys.argv[1]]).fetchall())
"""
JQ = 'cat "$1"/*.json.gz | gzip -dc | jq -c ".Records[] | .eventName" | wc -l'
LNAV = {
    "cloudtrail_log": {
        "title": "CloudTrail",
        "description": "AWS CloudTrail, converted: one record a line",
        "json": True,
        "file-pattern": r".*\.jsonl$",
        "hide-extra": True,
        "timestamp-field": "eventTime",
        "body-field": "eventName",
        "level-field": "errorCode",
        "line-format": [{"field": "__timestamp__"}, " ", {"field": "eventSource"}, " ", {"field": "eventName"}],
        "value": {
            name: {"kind": "string"}
            for name in ("eventSource", "eventName", "errorCode", "awsRegion", "sourceIPAddress")
        },
    }
}
"""A format as lnav wants it: without one it takes the files for text."""


def lines(data: Data, repeat: int) -> Iterator[Line]:
    """One line for each that is there, and one for us beside lnav."""
    with ExitStack() as stack:
        settings = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tailtrail-bench-")))
        for name, command in _commands(data, settings).items():
            if str(data.events) not in output(command).replace(",", ""):
                raise ValueError(f"{name} has not read {data.events} events")
            ratios, beside = [], []
            for _ in range(repeat):
                floor = child("floor", data.large)["seconds"]
                took = seconds(command)
                ratios.append(took / floor)
                if name == "lnav":
                    beside.append(child("load", data.large, WORKERS)["seconds"] / took)
            yield Line(f"peer: {name}", tuple(ratios), "× F2")
            if beside:
                yield Line("load, large: time to that of lnav, converted before", tuple(beside), "×", 1.0, 0.8)


def _commands(data: Data, settings: Path) -> Mapping[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {
        "DuckDB read_json": [sys.executable, "-c", DUCKDB, f"{data.large}/*.json.gz"],
    }
    if shutil.which("jq"):
        found["jq"] = ["sh", "-c", JQ, "sh", str(data.large)]
    if shutil.which("lnav"):
        form = settings / "lnav" / "formats" / "cloudtrail" / "format.json"
        form.parent.mkdir(parents=True)
        form.write_bytes(orjson.dumps(LNAV))
        count = ";SELECT count(*) FROM cloudtrail_log"
        kept = f"HOME={settings}", f"XDG_CONFIG_HOME={settings}"  # it writes there
        lnav = ["env", *kept, "lnav", "-N", "-n", "-I", str(settings / "lnav"), "-c", count]
        found["lnav"] = [*lnav, *map(str, sorted(data.lines.iterdir()))]
    return found
