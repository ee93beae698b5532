"""Reads a written demo back, with nothing of the product's own reading."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from pathlib import Path
from typing import Any

Record = dict[str, Any]


def texts(folder: Path) -> dict[str, bytes]:
    """Every compressed file of the trail, digests too, decompressed, by its name."""
    return {path.name: gzip.decompress(path.read_bytes()) for path in sorted(folder.rglob("*.json.gz"))}


def broken(text: bytes) -> bool:
    """Whether this is not JSON."""
    try:
        json.loads(text)
    except json.JSONDecodeError:
        return True
    return False


def deliveries(folder: Path) -> list[list[Record]]:
    """The records of every whole file of the trail, oldest name first."""
    documents = [json.loads(text) for text in texts(folder).values() if not broken(text)]
    return [document["Records"] for document in documents if "Records" in document]


def records(folder: Path) -> list[Record]:
    """Every record once, in time order."""
    once = {record["eventID"]: record for file in deliveries(folder) for record in file}
    return sorted(once.values(), key=lambda record: record["eventTime"])


def audit(folder: Path) -> list[str]:
    """Every record of the audit log as text, in the order written."""
    files = sorted(folder.rglob("audit.log.*"))
    whole = "".join(path.read_bytes().decode() for path in files)
    return [record for record in re.split(r"(?m)^(?=\d{13}, )", whole) if record]


def fields(record: str) -> list[str]:
    """The fields of one record of the audit log."""
    (row,) = csv.reader(io.StringIO(record, newline=""), skipinitialspace=True)
    return row
