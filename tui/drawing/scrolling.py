"""Scrolling over lines that a widget draws itself."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView


class Scrolling(ScrollView):
    """Scrolls up and down over as many lines as `virtual_size` says.

    That there are more or fewer of them is a new layout only where the scrollbar comes or goes: with each layout
    Textual draws all scrollbars anew, and that took more than a table and an event do.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)

    def watch_virtual_size(self, size: Size) -> None:
        """Have the scrollbar show it; who was beyond the end comes back to it."""
        if self.show_vertical_scrollbar != (size.height > self.container_size.height):
            self.refresh(layout=True)
        elif self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = size.height
            if self.scroll_offset.y > self.max_scroll_y:
                self.scroll_to(y=self.max_scroll_y, animate=False, force=True)
