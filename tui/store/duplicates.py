"""Which rows of a batch are exact copies of events that are there already.

A duplicate has the same parser, the same identity and an equal JSON value; an event without an identity is never one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from parsers import Value
from tui.packing import unpack
from tui.store.sent import BatchLike, PartLike

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.int64]

Known = Callable[[Sequence[str]], Iterable[tuple[str, int, bytes]]]
"""Stored events by identity: (identity, id, raw record) of every one that has one of these."""
NOTHING = hash(None)
"""The hash of an identity that an event does not have."""


class Seen:
    """The identities met in one log, as hashes in sorted runs: 8 bytes each, where a set would take sixty.

    Every run is at least twice as long as the next, so that there are few, and each hash is seldom sorted again.
    """

    def __init__(self) -> None:
        self._runs: list[Hashes] = []

    def note(self, identities: Sequence[Value]) -> None:
        """These have been met."""
        import numpy as np

        self._add(np.unique(_hashes(identities)))

    def suspects(self, identities: Sequence[Value]) -> list[int]:
        """Rows whose identity may have been met before, in this batch or an earlier one; all are noted as met."""
        import numpy as np

        hashes = _hashes(identities)
        fresh, first = np.unique(hashes, return_index=True)
        met = self._met(fresh)
        again = np.ones(len(hashes), dtype=bool)
        again[first] = False
        if met.any():
            again |= np.isin(hashes, fresh[met])
        self._add(fresh[~met & (fresh != NOTHING)])
        rows: list[int] = np.flatnonzero(again & (hashes != NOTHING)).tolist()
        return rows

    def _met(self, hashes: Hashes) -> Any:
        """Of each of some hashes, which rise, whether it is in a run."""
        import numpy as np

        met = np.zeros(len(hashes), dtype=bool)
        for run in self._runs:
            met |= run[np.minimum(np.searchsorted(run, hashes), len(run) - 1)] == hashes
        return met

    def _add(self, run: Hashes) -> None:
        import numpy as np

        while self._runs and len(self._runs[-1]) < 2 * len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]), kind="stable")  # which merges what is sorted
        if len(run):
            self._runs.append(run)


def _hashes(identities: Sequence[Value]) -> Hashes:
    import numpy as np

    return np.fromiter(map(hash, identities), dtype=np.int64, count=len(identities))


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
