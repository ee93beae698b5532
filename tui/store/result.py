"""The rows a view matches, as their ids in the order they are shown; grows as events arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ids = NDArray[np.int32]
    Keys = NDArray[np.int64]


class Result(Struct, frozen=True, eq=False):
    """`ids` in order of `keys` (times, for the usual order), ties by id; holds everything below id `seen`."""

    ids: Ids
    keys: Keys
    seen: int
    epoch: int

    def __len__(self) -> int:
        return len(self.ids)

    def merged(self, ids: Ids, keys: Keys, seen: int) -> Result:
        """This result and later rows, themselves in order, in one order."""
        import numpy as np

        if not len(ids):
            return Result(self.ids, self.keys, seen, self.epoch)
        if not len(self.keys) or keys[0] >= self.keys[-1]:
            merged = np.concatenate([self.ids, ids]), np.concatenate([self.keys, keys])
        else:
            at = np.searchsorted(self.keys, keys, side="right")
            merged = np.insert(self.ids, at, ids), np.insert(self.keys, at, keys)
        return Result(*merged, seen, self.epoch)

    def behind(self, since: int, *, newest_first: bool) -> list[int]:
        """The rows from id `since` on that stand where older ones do, and not after all that were there before."""
        import numpy as np

        ids = self.ids if newest_first else self.ids[::-1]
        fresh = ids >= since
        if not len(fresh) or fresh.all():
            return []
        first = int(np.argmin(fresh))  # what stands on that side of the first known one has come last
        found: list[int] = ids[first:][fresh[first:]].tolist()
        return found if newest_first else found[::-1]

    def place_of(self, key: int) -> int:
        """Where the first row with this key or a greater one stands."""
        import numpy as np

        return int(np.searchsorted(self.keys, key))

    def position(self, id_: int) -> int | None:
        """Where a row stands, or `None`."""
        import numpy as np

        found = np.flatnonzero(self.ids == id_)
        return int(found[0]) if len(found) else None
