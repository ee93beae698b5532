"""The keys that move through every list: one way, in every pane."""

from __future__ import annotations

from textual.binding import Binding


def moves(pane: str, first: str, last: str) -> list[Binding]:
    """The bindings that move through a pane's lines, with ids `PANE.up` …; `first` and `last` name its two ends."""

    def move(keys: str, action: str, label: str, name: str) -> Binding:
        return Binding(keys, action, label, show=False, id=f"{pane}.{name}")

    return [
        move("up,k", "move(-1)", "Up", "up"),
        move("down,j", "move(1)", "Down", "down"),
        move("pageup", "page(-1.0)", "Page up", "page_up"),
        move("pagedown", "page(1.0)", "Page down", "page_down"),
        move("ctrl+u", "page(-0.5)", "Half a page up", "half_page_up"),
        move("ctrl+d", "page(0.5)", "Half a page down", "half_page_down"),
        move("home,g", "first", first, "first"),
        move("end,G", "last", last, "last"),
    ]


def steps(screen: str) -> list[Binding]:
    """The bindings that move through a list of Textual's own as through the table, with ids `SCREEN.down` and `.up`."""
    return [
        Binding("j", "focused.cursor_down", "Down", show=False, id=f"{screen}.down"),
        Binding("k", "focused.cursor_up", "Up", show=False, id=f"{screen}.up"),
    ]
