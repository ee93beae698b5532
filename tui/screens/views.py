"""The saved views, to choose one from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.drawing.looks import box
from tui.drawing.moves import steps
from tui.view import View
from tui.visible import fit, visible
from tui.when import spoken


class SavedViews(ModalScreen[str | None]):
    """Dismissed with the name of the view that was chosen, or `None`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,V", "dismiss(None)", "Close", id="views.close"),
        *steps("views"),
    ]
    DEFAULT_CSS = box("SavedViews")

    def __init__(self, views: Mapping[str, View]) -> None:
        super().__init__()
        self._views = views

    def compose(self) -> ComposeResult:
        """A line for every view."""
        with Vertical() as box:
            box.border_title = "Views"
            yield OptionList(*map(self._option, self._views), compact=True, markup=False)

    def _option(self, name: str) -> Option:
        view = self._views[name]
        asks = "   ".join(filter(None, (spoken(view), view.filter)))
        said = Content.styled(f"{fit(visible(name), 20):<22}", "bold")
        return Option(said + Content.styled(fit(visible(asks), 60), "$foreground 70%"), id=name)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
