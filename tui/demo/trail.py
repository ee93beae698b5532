"""How the records get to disk: the names of a trail's files, and writes that are never seen half done."""

from __future__ import annotations

import gzip
import hashlib
import os
import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import orjson
from msgspec import Struct

from tui.demo.graph import Line
from tui.demo.people import ACCOUNT, REGION
from tui.demo.record import Call, dice, letters

FULL = 30
"""The most records of one delivered file."""


class Append(Struct, frozen=True):
    """More bytes at the end of a file; `path` is relative to the demo's folder."""

    path: str
    data: bytes


class Put(Struct, frozen=True):
    """A whole new file; `path` is relative to the demo's folder."""

    path: str
    data: bytes


Write: TypeAlias = Append | Put


def perform(folder: Path, write: Write, modified: datetime | None = None) -> None:
    """Does a write; a new file gets its name only when it is whole. Raises `OSError` as the disk does."""
    path = folder / write.path
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(write, Append):
        with path.open("ab", buffering=0) as file:
            file.write(write.data)
    else:
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(write.data)
        part.replace(path)
    if modified is not None:
        os.utime(path, (modified.timestamp(), modified.timestamp()))


def document(calls: Iterable[Call]) -> bytes:
    """The text of a delivered file: one line, no end of line."""
    return orjson.dumps({"Records": [call.body for call in calls]})


def packed(text: bytes) -> bytes:
    """The same bytes for the same text: no time in the header."""
    return gzip.compress(text, 6, mtime=0)


def trail_path(rng: random.Random, delivered: datetime) -> str:
    """The name of a file delivered at that time, as CloudTrail gives it."""
    name = f"{ACCOUNT}_CloudTrail_{REGION}_{delivered:%Y%m%dT%H%MZ}_{letters(rng, 16)}.json.gz"
    return f"AWSLogs/{ACCOUNT}/CloudTrail/{REGION}/{delivered:%Y/%m/%d}/{name}"


def audit_path(at: datetime) -> str:
    """The audit log of the hour, as its downloaded copy is called."""
    return f"neptune/graph-prod-instance-1/audit.log.0.{at:%Y-%m-%d-%H}-00.0"


class Delivery(Struct, frozen=True):
    """One file of the trail: when it came, its name, and its text before compression."""

    at: datetime
    path: str
    text: bytes

    @property
    def put(self) -> Put:
        """The write that delivers it."""
        return Put(self.path, packed(self.text))


def delivered(rng: random.Random, happened: datetime, now: datetime) -> datetime:
    """When a record reaches the bucket: minutes late, on a full five minutes.

    Nothing is still on its way at `now`: the first acts of the incident have to be there when the demo opens.
    """
    late = happened + timedelta(seconds=min(520.0, max(20.0, rng.gauss(150, 90))))
    grid = late.replace(minute=late.minute // 5 * 5, second=0, microsecond=0) + timedelta(minutes=5)
    return min(grid, now)


def deliveries(seed: int, calls: Sequence[Call], now: datetime) -> list[Delivery]:
    """The files that a history comes in: not in time order inside, a few records twice."""
    rng = dice(seed, "delivery")
    slots: dict[datetime, list[Call]] = {}
    for number, call in enumerate(calls):
        at = delivered(rng, call.at, now)
        slots.setdefault(at, []).append(call)
        if number % 240 == 120 and at < now:  # delivered once more, five minutes later
            slots.setdefault(min(at + timedelta(minutes=5), now), []).append(call)
    files: list[Delivery] = []
    for at in sorted(slots):
        rng.shuffle(slots[at])
        shards = -(-len(slots[at]) // FULL)
        files += (Delivery(at, trail_path(rng, at), document(slots[at][n::shards])) for n in range(shards))
    return files


def held_up(delivery: Delivery, minutes: int) -> Delivery:
    """The same file, delivered so much later than it should have been."""
    at = delivery.at + timedelta(minutes=minutes)
    path = delivery.path.replace(f"{delivery.at:%Y%m%dT%H%M}", f"{at:%Y%m%dT%H%M}")
    return Delivery(at, path.replace(f"{delivery.at:%Y/%m/%d}", f"{at:%Y/%m/%d}"), delivery.text)


def damaged(delivery: Delivery) -> Delivery:
    """The same file, its text cut off in the middle of its last record as a full disk would."""
    last = delivery.text.rindex(b'{"eventVersion"')
    return Delivery(delivery.at, delivery.path, delivery.text[: (last + len(delivery.text)) // 2])


def digest(files: Sequence[Delivery], until: datetime) -> Delivery:
    """CloudTrail's list of an hour's files, which holds no events; hashes are of the uncompressed text."""
    since = until - timedelta(hours=1)
    listed = [
        {
            "s3Bucket": "org-trail-logs",
            "s3Object": file.path,
            "hashValue": hashlib.sha256(file.text).hexdigest(),
            "hashAlgorithm": "SHA-256",
        }
        for file in files
        if since <= file.at < until
    ]
    place = f"AWSLogs/{ACCOUNT}/CloudTrail-Digest/{REGION}/{until:%Y/%m/%d}"
    path = f"{place}/{ACCOUNT}_CloudTrail-Digest_{REGION}_org-trail_{REGION}_{until:%Y%m%dT%H%M%SZ}.json.gz"
    text = {
        "awsAccountId": ACCOUNT,
        "digestStartTime": f"{since:%Y-%m-%dT%H:%M:%SZ}",
        "digestEndTime": f"{until:%Y-%m-%dT%H:%M:%SZ}",
        "digestS3Bucket": "org-trail-logs",
        "digestS3Object": path,
        "digestSignatureAlgorithm": "SHA256withRSA",
        "previousDigestS3Object": None,
        "logFiles": listed,
    }
    return Delivery(until, path, orjson.dumps(text))


def audit_files(lines: Iterable[Line]) -> dict[str, bytes]:
    """The audit log of a history, by file."""
    files: dict[str, bytearray] = {}
    for line in lines:
        files.setdefault(audit_path(line.at), bytearray()).extend(line.text)
    return {path: bytes(text) for path, text in files.items()}
