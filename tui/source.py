"""What the screen may ask about a session, whoever answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from tui.progress import Progress
from tui.standing import Standing
from tui.view import View
from tui.window import Detail, Window

if TYPE_CHECKING:  # nothing of the store is imported before the first paint
    from tui.export import Record
    from tui.filter.columns import Catalogue
    from tui.overview import Overview
    from tui.store.coverage import Coverage
    from tui.store.gaps import Gap
    from tui.store.lag import Complete
    from tui.store.ledger import FileEntry
    from tui.store.shapes import Shape
    from tui.store.waterfall import Fall


class Source(Protocol):
    """A session as the screen sees it. `progress` and `entries` answer at once; the rest may block."""

    @property
    def title(self) -> str:
        """What was opened, as the person wrote it."""
        ...

    @property
    def version(self) -> int:
        """Changes whenever asking again would give more."""
        ...

    @property
    def epoch(self) -> int:
        """Changes whenever asking again would give something else of the rows that were there."""
        ...

    @property
    def end(self) -> int:
        """Rows that there are: ids run from 0 up to this."""
        ...

    def progress(self) -> Progress:
        """How far it is."""
        ...

    def entries(self) -> Sequence[FileEntry]:
        """The ledger."""
        ...

    def first_page(self) -> Window:
        """A few of the newest events, before there is a store to ask."""
        ...

    def window(self, view: View, names: tuple[str, ...], before: Window | None, end: int | None = None) -> Window:
        """The rows a view matches; brings `before`, an answer to the same view, up to date. Raises `FilterError`.

        With an `end`, those of the rows below that id.
        """
        ...

    def detail(self, row_id: int) -> Detail:
        """Everything about one row."""
        ...

    def overview(
        self, view: View, fields: tuple[str, ...], top: int, buckets: int, holding: str = "", end: int | None = None
    ) -> Overview:
        """A view counted by the fields' values that hold a text, and over time. Raises `FilterError`.

        With an `end`, of the rows below that id.
        """
        ...

    def places(self, window: Window, clause: str) -> Sequence[int]:
        """Where in a window, rising, the rows stand that match a clause, too."""
        ...

    def records(self, rows: Window | Sequence[int], *, whole: bool = True) -> Iterator[Record]:
        """The events of a window in its order, or those of some ids in order of time; `whole`, or their rows alone."""
        ...

    def reads(self, path: str) -> bool:
        """Whether a file at a path would be read as one of the logs."""
        ...

    def place_at(self, window: Window, time: int) -> int:
        """Where in a window, in order of time, the first row at or after a time stands."""
        ...

    def behind(self, window: Window, since: int) -> Sequence[int]:
        """The rows of a window from id `since` on that came late: before some that were there, in order of time."""
        ...

    @property
    def arrived(self) -> int | None:
        """When the row read last arrived, in microseconds since 1970 UTC."""
        ...

    @property
    def left_off(self) -> int | None:
        """When the row arrived that an earlier session read last; `None` where there was none."""
        ...

    def complete(self, log: str | None) -> Complete:
        """Up to when a log, or all of them, are complete."""
        ...

    def coverage(self, within: tuple[int | None, int | None], buckets: int) -> Coverage | None:
        """What there is of everybody who is heard, within a range of time or over all, in at most `buckets` cells."""
        ...

    @property
    def newest(self) -> int | None:
        """The time of the newest event."""
        ...

    def field_of(self, path: str) -> str:
        """What a path of a record's JSON is called in a filter."""
        ...

    @property
    def catalogue(self) -> Catalogue | None:
        """The fields there are, once there is a store."""
        ...

    def values(self, view: View, field: str, holding: str, most: int) -> Sequence[tuple[str, int]]:
        """The most frequent values of a field that hold a text, with their counts."""
        ...

    def check(self, text: str) -> None:
        """Raise `FilterError` where a text is no filter; answers at once."""
        ...

    def athena(self, view: View) -> str:
        """A view's question as SQL for Amazon Athena. Raises `FilterError` where the table there cannot say it."""
        ...

    def fall(self, view: View) -> Fall:
        """What each clause of a view's filter removes. Raises `FilterError`."""
        ...

    def counts(self, views: Sequence[View]) -> Sequence[int]:
        """How many rows each of some views has. Raises `FilterError`."""
        ...

    def gaps(self) -> Sequence[Gap]:
        """When auditing was off, as far as all events tell: open gaps first, then the latest."""
        ...

    def shapes(self, view: View) -> Sequence[Shape]:
        """The shapes of the queries in a view, the most frequent first. Raises `FilterError`."""
        ...

    @property
    def novel(self) -> Sequence[str]:
        """The fingerprints that were first met after it had caught up with what was there; answers at once."""
        ...

    def shown(self, path: str) -> str:
        """A file's path as the person knows it."""
        ...

    def prepare(self) -> None:
        """Have ready what a search takes: something is about to be written."""
        ...

    def interrupt(self) -> None:
        """Give up the question being answered: a newer one has come."""
        ...

    def keep(self, standing: Standing) -> None:
        """Note how the screen stands, for whoever comes back to the session."""
        ...

    def start(self) -> None:
        """Begin to load."""
        ...

    def parse(self, file: int, parser: str) -> None:
        """Read a file again with a parser, or with the one that fits where none is named; answers at once."""
        ...

    def halt(self) -> None:
        """Stop loading and keep what is loaded."""
        ...
