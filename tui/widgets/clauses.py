"""The active clauses as one line: walked, switched off, turned round, taken away."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from tui.drawing.chips import Chip, inverted, merged, removed, row, same, toggled, written
from tui.drawing.ink import Inked
from tui.drawing.looks import looks
from tui.drawing.spans import Span
from tui.news import News


class Clauses(Inked, can_focus=True):
    """Shows what must hold: the clauses of the filter, the range of time, the log. Hidden while nothing must.

    A clause that is switched off stays here, and only here: the filter is without it.
    """

    ALLOW_SELECT = False
    LOOKS = looks(
        {
            "clause": "on $panel",
            "not": "$text-warning on $panel",
            "other": "$text-secondary on $panel",
            "off": "strike $foreground 60%",
            "off:ansi": "dim strike",
            "more": "$foreground 60%",
            "cursor": "bold on $primary 45%",
            "cursor:ansi": "reverse on ansi_default",
        }
    )
    DEFAULT_CSS = """
    Clauses {
        height: 1; padding: 0 1; display: none;
        background: $background; color: $foreground;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "walk(-1)", "Before", show=False, id="clauses.before"),
        Binding("right,l", "walk(1)", "Next", show=False, id="clauses.next"),
        Binding("enter", "edit", "Edit", id="clauses.edit", tooltip="Edit the filter"),
        Binding("d", "switch", "Off/on", id="clauses.switch", tooltip="Switch the clause off, or on again"),
        Binding("i", "invert", "Invert", id="clauses.invert", tooltip="Turn the clause into its opposite"),
        Binding("delete,backspace", "remove", "Remove", id="clauses.remove", tooltip="Remove the clause"),
        Binding("escape,down,j", "leave", "Leave", show=False, id="clauses.leave"),
    ]

    class Changed(News):
        """Another filter is wanted."""

        filter: str

    class Lifted(News):
        """No range of time (`what` is "time") or not one log alone ("log") is wanted any more."""

        what: str

    class Edit(Message):
        """The filter is to be written by hand."""

    class Left(Message):
        """The table is wanted."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._clauses: tuple[Chip, ...] = ()
        self._others: tuple[Chip, ...] = ()
        self._cursor = 0

    def show(self, text: str, *, time: str = "", log: str = "") -> None:
        """Show the clauses of a filter, and a range of time and a log in words; a bad filter changes nothing."""
        if not same(self._clauses, text):
            self._clauses = merged(self._clauses, text)
        said = (("time", time), ("log", log))
        self._others = tuple(Chip(None, words, what=what) for what, words in said if words)
        self._renew()

    def _renew(self) -> None:
        self._cursor = max(0, min(self._cursor, len(self._chips) - 1))
        if not self._chips and self.display and self.has_focus:
            self.post_message(self.Left())
        self.display = bool(self._chips)
        self.refresh()

    @property
    def _chips(self) -> tuple[Chip, ...]:
        return (*self._clauses, *self._others)

    @property
    def current(self) -> Chip | None:
        """The chip under the cursor."""
        return self._chips[self._cursor] if self._chips else None

    # What keys do

    def action_walk(self, way: int) -> None:
        """Go to the clause beside."""
        self._cursor += way
        self._renew()

    def action_edit(self) -> None:
        """Write the filter."""
        self.post_message(self.Edit())

    def action_leave(self) -> None:
        """Go back to the table."""
        self.post_message(self.Left())

    def action_switch(self) -> None:
        """Leave the clause out of the filter but here, or put it in again."""
        if self._cursor < len(self._clauses):
            self._change(toggled(self._clauses, self._cursor))

    def action_invert(self) -> None:
        """Ask for what the clause leaves out."""
        if self._cursor < len(self._clauses):
            self._change(inverted(self._clauses, self._cursor))

    def action_remove(self) -> None:
        """Ask for it no more."""
        if self._cursor < len(self._clauses):
            self._change(removed(self._clauses, self._cursor))
        elif (chip := self.current) is not None:
            self.post_message(self.Lifted(chip.what))

    def _change(self, chips: tuple[Chip, ...]) -> None:
        before, self._clauses = written(self._clauses), chips
        if written(chips) != before:
            self.post_message(self.Changed(written(chips)))
        self._renew()

    def on_click(self, event: events.Click) -> None:
        """Go to the chip that is clicked; a second click edits."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        right = 0
        for (text, _), place in row(self._chips, self.size.width, self._cursor)[0]:
            right += len(text)
            if offset.x < right:
                self._cursor = self._cursor if place is None else place
                self.refresh()
                break
        if event.chain == 2:
            self.action_edit()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        if y or not self._chips:
            return self.inks.strip([], width, "ground")
        spans, _ = row(self._chips, width, self._cursor)
        return self.inks.strip([(span, self._ground(span, place)) for span, place in spans], width, "ground")

    def _ground(self, span: Span, place: int | None) -> str:
        if place is None:
            return "ground"
        return "cursor" if place == self._cursor and self.has_focus else span[1]
