"""Which rows of a batch are exact copies of events that are there already.

A duplicate has the same parser, the same identity and an equal JSON value; an event without an identity is never one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import orjson

from parsers import Value
from tui.packing import unpack
from tui.store.sent import BatchLike, PartLike

Known = Callable[[Sequence[str]], Iterable[tuple[str, int, bytes]]]
"""Stored events by identity: (identity, id, raw record) of every one that has one of these."""
NOTHING = hash(None)
"""The hash of an identity that an event does not have."""


class Seen:
    """The identities met in one log, as hashes: 64 bytes each where the text would be twice that."""

    def __init__(self) -> None:
        self._hashes: set[int] = set()

    def note(self, identities: Iterable[str]) -> None:
        """These have been met."""
        self._hashes.update(map(hash, identities))

    def suspects(self, identities: Sequence[Value]) -> list[int]:
        """Rows whose identity may have been met before, in this batch or an earlier one; all are noted as met."""
        fresh = set(map(hash, identities))
        fresh.discard(NOTHING)
        if len(fresh) == len(identities) and self._hashes.isdisjoint(fresh):
            self._hashes |= fresh
            return []
        out = []
        for row, value in enumerate(map(hash, identities)):
            if value != NOTHING and value in self._hashes:
                out.append(row)
            self._hashes.add(value)
        return out


def copies(
    identities: Sequence[Value],
    suspects: Sequence[int],
    raw: Callable[[int], bytes],
    known: Known,
) -> dict[int, int]:
    """The rows that are duplicates → what they are copies of: a stored event's id, or ~row of this batch.

    `raw` gives the record of a row of this batch.
    """
    wanted = {str(identities[row]) for row in suspects}
    originals: dict[str, list[tuple[int, bytes]]] = {}
    for identity, id_, record in known(sorted(wanted)):
        originals.setdefault(identity, []).append((id_, record))
    out: dict[int, int] = {}
    for row, identity in enumerate(map(str, identities)):
        if identity not in wanted:
            continue
        record, others = raw(row), originals.setdefault(identity, [])
        same = next((id_ for id_, other in others if same_value(record, other)), None)
        if same is None:
            others.append((~row, record))
        else:
            out[row] = same
    return out


def records(batch: BatchLike, part: PartLike) -> Callable[[int], bytes]:
    """What gives the raw record of a row of a part."""
    unpacked: dict[int, bytes] = {}

    def raw(row: int) -> bytes:
        block, start = part.blocks[row], part.starts[row]
        data = unpacked.get(block) or unpacked.setdefault(block, unpack(batch.blocks[block]))
        return data[start : start + part.lengths[row]]

    return raw


def same_value(a: bytes, b: bytes) -> bool:
    """Whether two records say the same: equal bytes, or equal JSON whatever its spacing and order of keys."""
    return a == b or _canonical(a) == _canonical(b)


def _canonical(record: bytes) -> bytes:
    try:
        return orjson.dumps(orjson.loads(record), option=orjson.OPT_SORT_KEYS)
    except orjson.JSONDecodeError:
        return record
