"""The waterfall: what each clause of the filter removes, and what to ask where nothing is left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.drawing.ink import content
from tui.drawing.waterfall_lines import beginning, mend_line, step_line, titles, verdict
from tui.filter.errors import FilterError
from tui.filter.explain import without
from tui.store.waterfall import Fall
from tui.window import SupersededError

KEYS = ("delete removes the clause", "escape closes")
AGAIN = 0.2
"""Seconds between counts while the records are searched: numbers that flicker cannot be read."""

STYLES = {
    "text": "",
    "quiet": "$foreground 60%",
    "bar": "$primary",
    "lost": "$foreground 30%",
    "emptied": "$text-error bold",
    "mend": "$text-success",
}


class Waterfall(ModalScreen[str | None]):
    """Shows the steps of a filter; dismissed with the filter that is wanted instead, or `None`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete,backspace", "remove", "Remove clause", id="waterfall.remove"),
        Binding("escape,q,w", "dismiss(None)", "Close", id="waterfall.close"),
    ]
    DEFAULT_CSS = """
    Waterfall {
        align: center middle;

        & > Vertical {
            width: 104; max-width: 95%; height: auto; max-height: 90%;
            padding: 0 1; background: $surface; border: round $primary; border-title-color: $text-primary;
        }
        Static { height: auto; }
        #waterfall-verdict { text-style: bold; padding: 0; margin-bottom: 1; }
        #waterfall-keys { color: $foreground 60%; padding: 0; margin-top: 1; }
        OptionList, OptionList:focus {
            height: auto; max-height: 100%; border: none; padding: 0; background: $surface;
            background-tint: $surface 0%;
        }
        OptionList > .option-list--option-disabled { color: $foreground; }
    }
    """

    def __init__(self, text: str, count: Callable[[], Fall], *, ascii_only: bool = False) -> None:
        super().__init__()
        self._text, self._count, self._ascii = text, count, ascii_only
        self._fall: Fall | None = None
        self._best: str | None = None

    def compose(self) -> ComposeResult:
        """The verdict, the steps and the ways out, the keys."""
        with Vertical() as box:
            box.border_title = "What the filter removes"
            yield Static(self._verdict(), id="waterfall-verdict", markup=False)
            yield OptionList(compact=True, markup=False)
            yield Static(self._keys(), id="waterfall-keys")

    def show(self, fall: Fall) -> None:
        """Show what was counted."""
        self._fall = fall
        self._draw()

    def on_mount(self) -> None:
        """Count, and count again until all is known."""
        self.call_after_refresh(self._draw)
        self.run_worker(self._counted, exclusive=True)  # type: ignore[arg-type]  # its union confuses mypy

    async def _counted(self) -> None:
        while self._fall is None or self._fall.searched is not None:
            try:
                self.show(await asyncio.to_thread(self._count))
            except SupersededError:  # the rows ask for something else; it is asked again
                pass
            except FilterError as error:
                self.query_one("#waterfall-verdict", Static).update(str(error))
                return
            await asyncio.sleep(AGAIN)

    def on_resize(self) -> None:
        """Fit the lines into the new width."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        fall = self._fall
        self.query_one("#waterfall-verdict", Static).update(self._verdict())
        if fall is None:
            return
        steps = self.query_one(OptionList)
        before = steps.highlighted_option.id if steps.highlighted_option else None
        steps.clear_options()
        steps.add_options(self._options(fall, max(40, steps.scrollable_content_region.width - 2)))
        self.query_one("#waterfall-keys", Static).update(self._keys())
        best = "mend:0" if fall.mends else f"step:{fall.emptied or 0}"
        if fall.steps:  # the cursor stays where the person has put it
            steps.highlighted = steps.get_option_index(best if before in {None, self._best} else str(before))
        self._best = best

    def _verdict(self) -> str:
        counting = "Counting..." if self._ascii else "Counting…"
        return verdict(self._fall) if self._fall else counting

    def _keys(self) -> str:
        takes = ("enter takes it",) if self._fall and self._fall.mends else ()
        return (" | " if self._ascii else " · ").join((*takes, *KEYS))

    def _options(self, fall: Fall, cells: int) -> Iterable[Option]:
        yield Option(content(STYLES, titles(cells)), disabled=True)
        blocks = not self._ascii
        yield Option(content(STYLES, beginning(fall, cells, blocks=blocks)), disabled=True)
        for place in range(len(fall.steps)):
            yield Option(content(STYLES, step_line(fall, place, cells, blocks=blocks)), id=f"step:{place}")
        if fall.emptied is not None:
            said = "Nearest that there is:" if fall.mends else "Nothing like it is there."
            yield Option(Content(f"\n{said}"), disabled=True)
        for place, mend in enumerate(fall.mends):
            yield Option(content(STYLES, mend_line(mend, cells)), id=f"mend:{place}")

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        kind, _, place = (event.option_id or "").partition(":")
        if kind == "mend" and self._fall is not None:
            self.dismiss(self._fall.mends[int(place)].filter)

    def action_remove(self) -> None:
        """Take the filter without the clause under the cursor."""
        option = self.query_one(OptionList).highlighted_option
        kind, _, place = (option.id if option and option.id else "").partition(":")
        if kind == "step":
            self.dismiss(without(self._text, int(place)))
