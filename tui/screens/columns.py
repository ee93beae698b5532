"""The fields there are, to choose which the table shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import SelectionList
from textual.widgets.selection_list import Selection

from parsers import Field


class Columns(ModalScreen[tuple[str, ...] | None]):
    """Dismissed with the names chosen, in the order they are offered; none of them for the log's usual ones."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "Show these", id="columns.keep", priority=True),
        Binding("u", "usual", "The usual ones", id="columns.usual"),
        Binding("escape,q,S", "dismiss(None)", "Close", id="columns.close"),
    ]
    DEFAULT_CSS = """
    Columns {
        align: center middle;
        & > Vertical {
            width: 84; max-width: 95%; height: auto; max-height: 90%;
            padding: 0 1; background: $surface; border: round $primary;
            border-title-color: $text-primary; border-subtitle-color: $foreground 60%;
        }
        SelectionList, SelectionList:focus {
            height: auto; max-height: 100%; border: none; padding: 0; background: $surface;
        }
    }
    """

    def __init__(self, fields: Sequence[Field], shown: Sequence[str]) -> None:
        super().__init__()
        # What is shown comes first, in its order: taking some away leaves the others as they are.
        self._fields = sorted(fields, key=lambda f: shown.index(f.name) if f.name in shown else len(shown))
        self._shown = frozenset(shown)

    def compose(self) -> ComposeResult:
        """A line for every field."""
        with Vertical() as box:
            box.border_title = "Columns"
            box.border_subtitle = "space chooses   enter shows these   u the usual ones"
            yield SelectionList[str](*map(self._selection, self._fields), compact=True)

    def _selection(self, field: Field) -> Selection[str]:
        said = Content.styled(f"{field.name:<28}", "bold") + Content.styled(field.description, "$foreground 70%")
        return Selection(said, field.name, field.name in self._shown)

    def action_keep(self) -> None:
        """Show what is chosen."""
        chosen = set(self.query_one(SelectionList).selected)
        self.dismiss(tuple(field.name for field in self._fields if field.name in chosen))

    def action_usual(self) -> None:
        """Show what the log usually shows."""
        self.dismiss(())
