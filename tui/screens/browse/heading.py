"""What the lines over the table say: the header, the filter line's counts, the logs there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from parsers import UNPARSED
from tui.config import Config
from tui.drawing.status import Status
from tui.progress import Progress, State
from tui.screens.browse.complete import Completeness
from tui.screens.browse.panes import Panes
from tui.source import Source
from tui.view import View
from tui.widgets.header import Header
from tui.window import Window

if TYPE_CHECKING:
    from tui.store.ledger import FileEntry


class Heading(Panes):
    """The part of the screen that says how it goes."""

    def __init__(self, source: Source, view: View, first: Window, title: str, config: Config = Config()) -> None:
        super().__init__(source, view, first, title, config)
        self.complete = Completeness(source, lambda it: self.beside("complete", it.run))
        self.told: object = None
        """What the line of logs was last told of."""

    def head(self, progress: Progress) -> None:
        """Say how it goes, in the header."""
        self.query_one(Header).show(self._status(progress))

    def tell(self, progress: Progress) -> None:
        """Say how it goes."""
        self.head(progress)
        searching = f"searching the records: {progress.searched:.0%}   " if progress.searched is not None else ""
        count = f"{self.table.total:,} of {self.source.end:,}"
        self.filter_line.note(f"{searching}{count}" if self.views.now.filter else "")
        news = (progress.counts, progress.files_done)  # a file's log is known when it has been read
        if progress.state is not State.LOADING:
            self.complete.ask(self.views.now.log, news)
        if news != self.told:  # without news no file is gone through ten times a second
            self.told = news
            self._tell_logs(progress)

    def _status(self, progress: Progress) -> Status:
        view, table = self.views.now, self.table
        return Status(
            self.source_title,
            progress,
            table.following,
            self.paused,
            self.rows.waiting if self.paused else max(0, table.total - self.left_at),
            shown=table.total if view.asks else None,
            newest=self.source.newest,
            upto=self.complete.upto,
            silent=self.complete.silent,
            late=table.marks.late,
            utc=table.utc,
        )

    def _tell_logs(self, progress: Progress) -> None:
        from tui.widgets.lines import log_counts

        logs = self.logs
        logs.logs = log_counts(log_totals(self.source.entries(), progress.counts.unparsed))
        logs.display = len(logs.logs) > 2


def log_totals(entries: Iterable[FileEntry], unparsed: int) -> Sequence[tuple[str, int]]:
    """The logs by name with their events, then what is unparsed."""
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.parser] = counts.get(entry.parser, 0) + entry.counts.events
    return [*sorted((name, count) for name, count in counts.items() if name), (UNPARSED, unparsed)]
