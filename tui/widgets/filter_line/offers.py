"""The list below the line, of what can be put in at the caret."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.widget import Widget

from tui.drawing.offers import Offer, first_shown, line, widest
from tui.news import News

ROWS = 8
"""How many offers are seen at once."""


class Offers(Widget):
    """A list over what is below the line; it never has the focus, the line tells it what to choose."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Offers {
        overlay: screen; constrain: inside inflect; display: none; width: auto; height: auto; padding: 0 1;
        background: $panel; color: $foreground;
    }
    """
    STYLES: ClassVar[dict[str, str]] = {"text": "", "typed": "bold $text-accent", "note": "$foreground 60%"}

    class Picked(News):
        """An offer was clicked."""

        offer: Offer

    def __init__(self) -> None:
        super().__init__()
        self._offers: Sequence[Offer] = ()
        self._typed = ""
        self._top = 0
        self.chosen: int | None = None

    def show(self, found: Sequence[Offer], typed: str, column: int) -> None:
        """Show these offers from a column on; none at all hides the list. What was chosen stays so."""
        chosen = self.current if self.chosen is not None else None
        self._offers, self._typed = found, typed
        self.chosen = next((n for n, o in enumerate(found) if chosen and o.written == chosen.written), None)
        self.display = bool(found)
        self.styles.offset = (column, 0)
        self.refresh(layout=True)

    @property
    def current(self) -> Offer | None:
        """The chosen offer, or the first where none is."""
        return self._offers[self.chosen or 0] if self._offers else None

    def __len__(self) -> int:
        return len(self._offers)

    def choose(self, way: int) -> None:
        """Go to the next offer or the one before; beyond either end none is chosen."""
        none = -1
        at = (none if self.chosen is None else self.chosen) + way
        if at < none:
            at = len(self._offers) - 1
        self.chosen = at if 0 <= at < len(self._offers) else None
        self.refresh()

    def render(self) -> Content:
        """The rows of the list."""
        rows = min(ROWS, len(self._offers))
        self._top = first_shown(self.chosen, self._top, rows, len(self._offers))
        cells = max(1, min(widest(self._offers), self.app.size.width - 2))
        return Content("\n").join(self._row(n, cells) for n in range(self._top, self._top + rows))

    def _row(self, place: int, cells: int) -> Content:
        spans = line(self._offers[place], self._typed, cells)
        row = Content.assemble(*((text, self.STYLES[ink]) for text, ink in spans))
        return row.stylize("$block-cursor-foreground on $block-cursor-background") if place == self.chosen else row

    def on_click(self, event: events.Click) -> None:
        """Pick what is clicked."""
        offset = event.get_content_offset(self)
        if offset is not None and self._top + offset.y < len(self._offers):
            self.post_message(self.Picked(self._offers[self._top + offset.y]))
