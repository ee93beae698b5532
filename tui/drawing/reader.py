"""Asks a window for its rows away from the event loop: one question at a time, and the newest wins."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from tui.drawing.pages import Arrival, Order, Pages, Stand, arrive
from tui.window import Window


class Request(Struct, frozen=True):
    """A result to be shown; `goal` is the id of a row to go to in it."""

    window: Window
    order: Order = field(default_factory=Order)
    same_view: bool = False
    goal: int | None = None

    def after(self, earlier: Request | None) -> Request:
        """This request where an earlier one has not been answered yet: what that one asked still holds."""
        if earlier is None:
            return self
        goal = earlier.goal if self.goal is None else self.goal
        return replace(self, same_view=self.same_view and earlier.same_view, goal=goal)


class _Job(Struct, frozen=True):
    window: Window
    work: Callable[[], Any]
    """What blocks."""
    done: Callable[[Any], None]
    """What is done with its answer, on the loop."""
    request: Request | None = None


class Reader:
    """Keeps the pages of the result shown, and brings in what is asked for next.

    `stand` says where the reader is; `arrived` is told when a result has taken the place of the one before;
    `fetched` when more rows of it are there.
    """

    def __init__(
        self,
        stand: Callable[[], Stand],
        arrived: Callable[[Request, Arrival], None],
        fetched: Callable[[], None],
    ) -> None:
        self.pages = Pages()
        self._stand = stand
        self._arrived = arrived
        self._fetched = fetched
        self._request: Request | None = None
        self._answering: Request | None = None
        self._screen = (0, 0)
        self._moved_meanwhile = False
        self._refused: tuple[Pages, range] | None = None
        self._running = False

    def ask(self, request: Request) -> None:
        """Show another result as soon as it is ready."""
        self._request = request.after(self._request)

    def go_to(self, row_id: int, order: Order) -> None:
        """Go to a row of the result, or of the one that is about to take its place."""
        coming = self._request or self._answering or Request(self.pages.window, order)
        self.ask(replace(coming, same_view=True, goal=row_id))

    def want(self, top: int, height: int) -> None:
        """Have the rows of the screen at `top` at hand."""
        self._screen = (top, height)

    def at_once(self) -> bool:
        """Do all that needs no waiting; whether something is left that `run` must be started for."""
        while (job := self._next()) is not None and getattr(job.window, "instant", False):
            self._begin(job)
            job.done(job.work())
        return job is not None and not self._running

    async def run(self) -> None:
        """Do all that is asked, blocking work in a thread, until nothing more is."""
        if self._running:
            return
        self._running = True
        try:
            while (job := self._next()) is not None:
                await self._do(job)
        finally:
            self._running = False

    def _begin(self, job: _Job) -> None:
        """From here on a request that comes is a newer one."""
        if job.request is not None:
            self._request, self._answering = None, job.request

    async def _do(self, job: _Job) -> None:
        self._begin(job)
        try:
            answer = await asyncio.to_thread(job.work)
        except Exception:
            # The store gives up a question when a newer one comes; that is no failure.
            if self._request is None:
                raise
            return
        job.done(answer)

    def _next(self) -> _Job | None:
        missing = self.pages.missing(*self._screen) if self._screen[1] else None
        if missing is not None and self._refused == (self.pages, missing):
            missing = None
        if self._request is not None and not (self._moved_meanwhile and missing):
            return self._adoption(self._request)
        if missing is None:
            return None
        self._moved_meanwhile = False
        pages = self.pages
        work = partial(pages.window.rows, missing.start, missing.stop)
        return _Job(pages.window, work, partial(self._take, pages, missing))

    def _adoption(self, request: Request) -> _Job:
        stand = self._stand()
        same, goal = request.same_view, request.goal
        work = partial(arrive, request.window, stand, request.order, same_view=same, goal=goal)
        return _Job(request.window, work, partial(self._adopt, request, stand), request)

    def _adopt(self, request: Request, stand: Stand, arrival: Arrival) -> None:
        if self._answering is not request:
            return
        self._answering = None
        if self._request is not None and not self._request.same_view:
            return
        # Who moved while the answer was worked out must not be moved back: it is worked out again.
        self._moved_meanwhile = stand != self._stand()
        if self._moved_meanwhile:
            self._request = request if self._request is None else self._request.after(request)
            return
        self.pages = Pages(arrival.window, arrival.total, dict(arrival.rows))
        self._arrived(request, arrival)

    def _take(self, pages: Pages, asked: range, rows: Any) -> None:
        if pages is not self.pages:
            return
        if len(rows) < len(asked):  # a window that has fewer rows than it says is not asked for ever
            self._refused = (pages, asked)
        pages.take(asked.start, rows)
        self._fetched()
