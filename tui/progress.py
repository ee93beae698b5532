"""How far a session is, as the screen and the headless commands show it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tui.store.counts import Counts


class State(StrEnum):
    """What a session is doing."""

    LOADING = "loading"
    FOLLOWING = "following"
    DONE = "done"
    FAILED = "failed"


class Progress(Struct, frozen=True):
    """A frozen picture of a session. `bytes_*` count bytes on disk, `seconds` is the time spent loading."""

    state: State = State.LOADING
    files: int = 0
    files_done: int = 0
    counts: Counts = Counts()
    skipped: int = 0
    bytes_done: int = 0
    bytes_due: int = 0
    seconds: float = 0.0
    trouble: str = ""
    searched: float | None = None
    """How much of the raw records has been searched for the question, from 0 to 1; `None` when nothing is left."""
    kept: int = 0
    """How many of the records were there before, in a session that was kept."""
    polling: bool = False
    """Whether the file system tells of no changes, so that files are looked at again and again."""

    @property
    def share(self) -> float:
        """How much of what is known is read, from 0 to 1."""
        return min(1.0, self.bytes_done / self.bytes_due) if self.bytes_due else 1.0

    @property
    def rate(self) -> float:
        """Records a second."""
        return (self.counts.records - self.kept) / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take at this pace, where that can be told."""
        if self.state is not State.LOADING or not self.bytes_done:
            return None
        return self.seconds * (self.bytes_due - self.bytes_done) / self.bytes_done
