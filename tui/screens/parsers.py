"""The parsers, to choose one that a file is read with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from parsers import Declaration
from tui.drawing.looks import box
from tui.drawing.moves import steps
from tui.visible import fit

WHICHEVER = "whichever fits best"
"""The choice to choose none."""


class Parsers(ModalScreen[str | None]):
    """Dismissed with the name of the parser that was chosen, empty for the one that fits best, or `None`.

    `scores` are how well the file fits those that know it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,p", "dismiss(None)", "Close", id="parsers.close"),
        *steps("parsers"),
    ]
    DEFAULT_CSS = box("Parsers")

    def __init__(self, declared: Sequence[Declaration], scores: Mapping[str, str]) -> None:
        super().__init__()
        self._declared = sorted(declared, key=lambda said: scores.get(said.name, ""), reverse=True)
        self._scores = scores

    def compose(self) -> ComposeResult:
        """A line for every parser, those that know the file first."""
        with Vertical() as box:
            box.border_title = "Read this file with"
            options = [self._option(said.name, said.name, said.title) for said in self._declared]
            yield OptionList(*options, self._option("", WHICHEVER, ""), compact=True, markup=False)

    def _option(self, id_: str, name: str, title: str) -> Option:
        said = Content.styled(f"{fit(name, 20):<22}", "bold") + f"{self._scores.get(name, ''):<8}"
        return Option(said + Content.styled(fit(title, 50), "$foreground 70%"), id=id_ or WHICHEVER)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss("" if event.option.id == WHICHEVER else event.option.id)
