"""The keys of where the person is, and the filter language on a page."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

FILTER = """\
service:neptune                    the whole value, in any case
action:Delete*                     * stands for anything
actor:(alice or bob)               one of them
not outcome:success                everything else, also events that do not say
client:10.0.0.0/8                  a network
time >= end-15m                    the last quarter of an hour (now-15m: by the clock)
requestParameters.engine:neptune   any path of the JSON
errorCode:*                        says something
action:/^(Create|Delete)DB/        a regular expression
"final snapshot" neptune           words, anywhere; side by side they must all be there
"""


class Help(ModalScreen[None]):
    """Shows the bindings that are active on another screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss", "Close", id="help.close"),
    ]
    DEFAULT_CSS = """
    Help { align: center middle; }
    Help > VerticalScroll {
        width: 96; max-width: 100%; height: auto; max-height: 95%;
        padding: 0 2; background: $surface; border: round $primary;
    }
    Help Grid { grid-size: 2; grid-columns: 20 1fr; grid-rows: auto; height: auto; }
    """

    def __init__(self, screen: Screen[object]) -> None:
        super().__init__()
        self._keys = keys_of(screen)

    def compose(self) -> ComposeResult:
        """Keys first, then the language."""
        with VerticalScroll():
            yield Static(Content.styled("Keys here", "bold $text-accent"))
            with Grid():
                for key, what in self._keys:
                    yield Static(Content.styled(key, "bold"))
                    yield Static(Content(what))
            yield Static(Content.styled("\nFilters", "bold $text-accent"))
            yield Static(Content(FILTER))


def keys_of(screen: Screen[object]) -> list[tuple[str, str]]:
    """Keys and what they do, as they stand for whoever has the focus; keys that do the same share a line."""
    by_action: dict[str, list[str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.description and binding.id:
            what = binding.tooltip or binding.description
            by_action.setdefault(what, []).append(screen.app.get_key_display(binding))
    return [(" ".join(dict.fromkeys(keys)), what) for what, keys in by_action.items()]
