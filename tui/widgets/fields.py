"""The fields pane: every field with its top values, to keep or drop from there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from tui.drawing.facet_lines import Folds, Kind, Line, drawn, lines_of, nearest
from tui.drawing.ink import Inked
from tui.drawing.looks import looks, scrolling
from tui.drawing.moves import moves
from tui.drawing.scrolling import Scrolling
from tui.drawing.spans import pattern
from tui.news import News
from tui.palette import ASCII, UNICODE
from tui.store.facets import Facet


class FieldsPane(Scrolling, Inked, can_focus=True, inherit_bindings=False):
    """Facets, with a cursor over headings and values that stays on what it is on while counts change."""

    ALLOW_SELECT = False
    LOOKS = looks({"heading": "bold", "silent": "italic $foreground 60%", "bar": "$primary 60%", "quiet:ansi": "dim"})
    DEFAULT_CSS = scrolling("FieldsPane")
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves("fields", "First field", "Last field"),
        Binding("enter", "open", "Fold, unfold", id="fields.open"),
        Binding("right,l", "unfold", "Unfold, more values", show=False, id="fields.unfold"),
        Binding("left,h", "fold", "Fold", show=False, id="fields.fold"),
        Binding("=", "keep", "Keep", id="fields.keep"),
        Binding("!", "drop", "Drop", id="fields.drop"),
    ]

    ascii: reactive[bool] = reactive(False)
    """Signs and bars for terminals without the usual ones."""

    class Keep(News):
        """Only events with this value are wanted; `None`: those that do not say."""

        field: str
        value: str | None

    class Drop(News):
        """No events with this value are wanted; `None`: none that do not say."""

        field: str
        value: str | None

    class More(News):
        """More values of a field are wanted than were shown."""

        field: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._facets: tuple[Facet, ...] = ()
        self._folds = Folds()
        self._met: set[str] = set()
        self._narrow = ""
        self._lines: Sequence[Line] = ()
        self._cursor = 0

    # What is shown

    def show(self, facets: tuple[Facet, ...]) -> None:
        """Show these facets; the cursor stays on its value, and that on its line of the screen."""
        self._facets = facets
        self._renew()

    def fold(self, fields: Sequence[str]) -> None:
        """Show these fields without their values."""
        self._folds = Folds(self._folds.shut | set(fields), self._folds.wide - set(fields))
        self._renew()

    def meet(self, fields: Iterable[str]) -> None:
        """Fold those of these fields that were never here before; from then on it is the person's to say."""
        if unmet := [field for field in fields if field not in self._met]:
            self._met.update(unmet)
            self.fold(unmet)

    def narrow(self, text: str) -> None:
        """Show only values that hold this text, in any case; all for an empty text."""
        self._narrow = text
        self._renew()

    @property
    def shut(self) -> frozenset[str]:
        """The fields that show no values: counting theirs can wait."""
        return self._folds.shut

    @property
    def cursor_line(self) -> Line | None:
        """What the cursor stands on."""
        return self._lines[self._cursor] if self._cursor < len(self._lines) else None

    @property
    def chosen(self) -> tuple[str, str | None] | None:
        """The field and the value that the cursor stands on; `None` where it stands on neither."""
        line = self.cursor_line
        return (line.field, line.value) if line and line.kind is Kind.VALUE else None

    def _renew(self) -> None:
        lines = lines_of(self._facets, self._folds, self._narrow)
        cursor = nearest(lines, self._lines, self._cursor)
        moved = cursor - self._cursor
        self._lines, self._cursor = lines, cursor
        self.virtual_size = Size(0, len(lines))
        self.scroll_to(y=self.scroll_offset.y + moved, animate=False, force=True)
        self.refresh()

    # Moving

    def _move_to(self, index: int, way: int = 1) -> None:
        index = max(0, min(index, len(self._lines) - 1))
        if not self._lines:
            return
        # A blank is always between two others.
        self._cursor = index + way if self._lines[index].kind is Kind.BLANK else index
        top, height = self.scroll_offset.y, max(1, self.size.height)
        top = min(max(top, self._cursor - height + 1), self._cursor)
        self.scroll_to(y=top, animate=False, force=True)
        self.refresh()

    def action_move(self, lines: int) -> None:
        """Move by lines."""
        self._move_to(self._cursor + lines, lines)

    def action_page(self, pages: float) -> None:
        """Move by pages."""
        rows = int(pages * max(1, self.size.height - 1))
        self._move_to(self._cursor + rows, 1 if rows > 0 else -1)

    def action_first(self) -> None:
        """Go to the first line."""
        self._move_to(0)

    def action_last(self) -> None:
        """Go to the last line."""
        self._move_to(len(self._lines) - 1)

    # Folding

    def action_open(self) -> None:
        """Fold or unfold a field; on the last line of one, ask for more of its values."""
        line = self.cursor_line
        if line is None or line.kind is Kind.VALUE:
            return
        if line.kind is Kind.REST:
            self._more(line.field)
        else:
            self._folds = self._folds.toggled(line.field)
            self._renew()
            if line.field not in self._folds.shut:
                self._want(line.field, at_least=1)

    def action_unfold(self) -> None:
        """Unfold a field; one that is unfolded shows more values."""
        line = self.cursor_line
        if line is None:
            return
        if line.kind is Kind.FIELD and line.field in self._folds.shut:
            self.action_open()
        elif line.kind is not Kind.VALUE:
            self._more(line.field)

    def action_fold(self) -> None:
        """Go from a value to its field, and fold that."""
        line = self.cursor_line
        if line is None:
            return
        if line.kind is Kind.FIELD and line.field not in self._folds.shut:
            self.action_open()
        elif line.kind is not Kind.FIELD:
            heading = next(i for i, other in enumerate(self._lines) if other.field == line.field)
            self._move_to(heading)

    def _more(self, field: str) -> None:
        """Show all values that are known, and ask for the others; the cursor is on the first new one."""
        here = self._cursor
        self._folds = self._folds.widened(field)
        self._renew()
        self._move_to(here)
        self._want(field, at_least=None)

    def _want(self, field: str, at_least: int | None) -> None:
        """Ask for more values of a field that has them, unless so many are known."""
        facet = next((f for f in self._facets if f.field == field), None)
        if facet is None:
            return
        known = sum(value is not None for value, _ in facet.values)
        wanted = facet.distinct if at_least is None else min(at_least, facet.distinct)
        if known < wanted:
            self.post_message(self.More(field))

    # Keeping and dropping

    def action_keep(self) -> None:
        """Keep only the value under the cursor."""
        if (line := self.cursor_line) and line.kind is Kind.VALUE:
            self.post_message(self.Keep(line.field, line.value))

    def action_drop(self) -> None:
        """Drop the value under the cursor."""
        if (line := self.cursor_line) and line.kind is Kind.VALUE:
            self.post_message(self.Drop(line.field, line.value))

    def on_click(self, event: events.Click) -> None:
        """Select what is clicked; fold a field, or keep a value on the second click."""
        offset = event.get_content_offset(self)
        if offset is None or self.scroll_offset.y + offset.y >= len(self._lines):
            return
        self._move_to(self.scroll_offset.y + offset.y)
        line = self.cursor_line
        if line and line.kind is not Kind.VALUE:
            self.action_open()
        elif event.chain == 2:
            self.action_keep()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """A line of the pane."""
        width, index = self.scrollable_content_region.width, self.scroll_offset.y + y
        if index >= len(self._lines):
            return self.inks.strip([], width, "ground")
        line = self._lines[index]
        ground = "cursor" if index == self._cursor else "ground"
        glyphs = ASCII if self.ascii else UNICODE
        folded = glyphs.folded if line.field in self._folds.shut else ""
        spans = drawn(line, width, pattern(self._narrow), folded=folded, blocks=not self.ascii)
        return self.inks.strip([(span, ground) for span in spans], width, ground)
