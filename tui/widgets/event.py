"""The event pane: one event as a sentence, its queries laid out, its raw record as a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from tui.drawing.ink import Inked
from tui.drawing.looks import looks, scrolling
from tui.drawing.moves import moves
from tui.drawing.page import InHead, InTail, Match, Page
from tui.drawing.record import Folds, Node, Path, scalar_text
from tui.drawing.scrolling import Scrolling
from tui.drawing.spans import pattern
from tui.drawing.times import Clock
from tui.news import News
from tui.palette import ASCII, UNICODE
from tui.window import Detail

if TYPE_CHECKING:  # laid out is what is there, and at first nothing is
    from tui.drawing.detail import Record, Style


class EventPane(Scrolling, Inked, can_focus=True, inherit_bindings=False):
    """Shows one event, with a cursor in its record; what is folded stays folded from event to event."""

    ALLOW_SELECT = False
    LOOKS = looks(
        {
            "title": "bold $foreground 60%",
            "punctuation": "$foreground 60%",
            "comment": "italic $foreground 60%",
            "key": "$text-primary",
            "keyword": "bold $text-secondary",
            "string": "$text-success",
            "number": "$text-accent",
            "constant": "$text-accent",
        }
    )
    DEFAULT_CSS = scrolling("EventPane")
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves("event", "Top", "Bottom"),
        Binding("enter", "fold_or_unfold", "Fold", id="event.toggle"),
        Binding("left,h", "fold", "Fold, or go to what holds this", show=False, id="event.fold"),
        Binding("right,l", "unfold", "Unfold, or go in", show=False, id="event.unfold"),
        Binding("-", "fold_all(True)", "Fold all", show=False, id="event.fold_all"),
        Binding("+", "fold_all(False)", "Unfold all", show=False, id="event.unfold_all"),
    ]

    utc: reactive[bool] = reactive(True)
    """Times in UTC, or in the machine's zone."""
    ascii: reactive[bool] = reactive(False)
    """Glyphs for terminals without the usual ones."""

    class LeafMoved(News):
        """The cursor stands on another value: its path as the filter writes it, and the value."""

        path: str
        value: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._record: Record | None = None
        self._page = Page()
        self._folds = Folds()
        self._path: Path | None = None
        self._needle = ""
        self._found: list[Match] = []
        self._match = -1
        self._reported: tuple[str, str] | None = None

    # What is shown

    def show(self, detail: Detail | None) -> None:
        """Show an event, or nothing; the cursor stays on the same path where the event has it."""
        same = detail and self._record and detail.row.id == self._record.detail.row.id
        self._record = _read(detail) if detail else None
        self._search()
        self._lay_out()
        if not same:
            self._scroll(0)
        if self._page.place_of(self._path or ()) is None:
            self._path = self._page.nodes[0].path if self._page.nodes else None
        elif not same and self._cursor:
            self._see(self._page.lines_of(self._cursor))
        self._report()

    @property
    def detail(self) -> Detail | None:
        """The event shown."""
        return self._record.detail if self._record else None

    def current(self) -> tuple[str, str] | None:
        """The path under the cursor as the filter writes it, and its value; `None` outside a tree."""
        node = self._node
        return (node.name, scalar_text(node.value)) if node else None

    def raw_json(self) -> str:
        """The record's own bytes as text; bytes that are not UTF-8 are replaced."""
        return self._record.detail.raw.decode("utf-8", "replace") if self._record else ""

    def find(self, needle: str) -> int:
        """Highlight what is found in keys, values and text, folded or not; how many places that are."""
        self._needle = needle
        self._search()
        self._lay_out()
        return len(self._found)

    def next_match(self) -> int:
        """Go to the next match, from the last to the first; which one it is, from 1, or 0 for none."""
        return self._go_to_match(self._match + 1)

    def previous_match(self) -> int:
        """Go to the match before, from the first to the last; which one it is, from 1, or 0 for none."""
        return self._go_to_match(self._match - 1 if self._match >= 0 else -1)

    # Laying out

    @property
    def _layout_style(self) -> Style:
        from tui.drawing.detail import Style

        width = max(8, self.scrollable_content_region.width)
        return Style(width, Clock(self.utc), ASCII if self.ascii else UNICODE, pattern(self._needle))

    def _composed(self, record: Record) -> Page:
        from tui.drawing.composing import compose

        return compose(record, self._folds, self._layout_style)

    def _lay_out(self) -> None:
        self._page = self._composed(self._record) if self._record else Page()
        self.virtual_size = Size(0, len(self._page.lines))
        self.refresh()

    watch_utc = watch_ascii = _lay_out

    def _matches(self, record: Record) -> list[Match]:
        from tui.drawing.composing import matches

        return matches(record, self._layout_style)

    def _search(self) -> None:
        self._found = self._matches(self._record) if self._record else []
        self._match = -1

    def _go_to_match(self, match: int) -> int:
        if not self._found:
            return 0
        self._match = match % len(self._found)
        match self._found[self._match]:
            case InHead(line):
                self._see(range(line, line + 1))
            case InTail(line):
                self._see(range(len(self._page.lines) - line, len(self._page.lines) - line + 1))
            case path:
                self._folds.reveal(path)
                self._lay_out()
                self._go_to(self._page.place_of(path) or 0)
        return self._match + 1

    # Moving

    @property
    def _cursor(self) -> int | None:
        return None if self._path is None else self._page.place_of(self._path)

    @property
    def _node(self) -> Node | None:
        cursor = self._cursor
        return None if cursor is None else self._page.nodes[cursor]

    def _go_to(self, node: int) -> None:
        if self._page.nodes:
            node = max(0, min(node, len(self._page.nodes) - 1))
            self._path = self._page.nodes[node].path
            self._see(self._page.lines_of(node))
            self._report()
        self.refresh()

    def _see(self, lines: range) -> None:
        """Scroll as little as brings these lines into view, the first above all."""
        top = max(self.scroll_offset.y, lines.stop - self.size.height)
        self._scroll(min(top, lines.start))

    def _scroll(self, top: int) -> None:
        self.scroll_to(y=top, animate=False, force=True)

    def _report(self) -> None:
        now = self.current()
        if now is not None and now != self._reported:
            self.post_message(self.LeafMoved(*now))
        self._reported = now

    def action_move(self, nodes: int) -> None:
        """Move the cursor; beyond the tree, scroll."""
        cursor = self._cursor
        if cursor is None or not 0 <= cursor + nodes < len(self._page.nodes):
            self._scroll(self.scroll_offset.y + nodes)
        else:
            self._go_to(cursor + nodes)

    def action_page(self, pages: float) -> None:
        """Scroll by pages, the cursor with it where the tree is."""
        lines = int(pages * max(1, self.size.height - 1))
        cursor = self._cursor
        self._scroll(self.scroll_offset.y + lines)
        if cursor is not None:
            top = self.scroll_offset.y
            here = self._page.nearest_node(self._page.starts[cursor] + lines)
            if top <= self._page.starts[here] < top + self.size.height:
                self._go_to(here)

    def action_first(self) -> None:
        """Go to the top."""
        self._go_to(0)
        self._scroll(0)

    def action_last(self) -> None:
        """Go to the bottom."""
        self._go_to(len(self._page.nodes) - 1)
        self._scroll(len(self._page.lines))

    # Folding

    def action_fold_or_unfold(self) -> None:
        """Fold or unfold what the cursor is on."""
        node = self._node
        if node and node.foldable:
            self._fold(node, not self._folds.folded(node))

    def action_fold(self) -> None:
        """Fold what the cursor is on, or go to what holds it."""
        node = self._node
        if node and node.foldable and not self._folds.folded(node):
            self._fold(node, True)
        elif node and len(node.path) > 1:
            self._go_to(self._page.place_of(node.path[:-1]) or 0)

    def action_unfold(self) -> None:
        """Unfold what the cursor is on, or go to the first thing in it."""
        node = self._node
        if node and node.foldable:
            if self._folds.folded(node):
                self._fold(node, False)
            else:
                self.action_move(1)

    def action_fold_all(self, folded: bool) -> None:
        """Fold or unfold everything; the cursor goes to what holds it."""
        self._folds.fold_all(folded)
        self._lay_out()
        path = self._path or ()
        shown = (self._page.place_of(path[:depth]) for depth in range(len(path), 0, -1))
        self._go_to(next((place for place in shown if place is not None), 0))

    def _fold(self, node: Node, folded: bool) -> None:
        self._folds.fold(node.path, folded)
        self._lay_out()
        self._go_to(self._page.place_of(node.path) or 0)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where it is clicked; a second click folds."""
        node = self._page.node_at(self.scroll_offset.y + event.get_content_offset_capture(self).y)
        if node is not None:
            self._go_to(node)
            if event.chain == 2:
                self.action_fold_or_unfold()

    # Drawing

    def on_resize(self) -> None:
        """Wrap again."""
        self._search()
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        """A line of the page; the lines of the cursor's node stand on the cursor's background."""
        line, width = self.scroll_offset.y + y, self.scrollable_content_region.width
        if line >= len(self._page.lines):
            return self.inks.strip([], width, "ground")
        here = self._page.node_at(line)
        ground = "cursor" if here is not None and self._page.nodes[here].path == self._path else "ground"
        return self.inks.strip([(span, ground) for span in self._page.lines[line]], width, ground)


def _read(detail: Detail) -> Record:
    from tui.drawing.detail import read

    return read(detail)
