"""The auditing gaps: who stopped what from recording, when, and who had it record again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from tui.drawing.gap_lines import line, story, titles
from tui.drawing.ink import content
from tui.drawing.moves import steps
from tui.drawing.times import Clock
from tui.store.gaps import Gap

BEAT = 0.5
"""Seconds between looks at what is new."""
STYLES = {
    "text": "",
    "quiet": "$foreground 60%",
    "title": "bold $text-primary",
    "open": "$text-warning",
}
NONE = """\
No event says that auditing was switched off.

Looked for: StopLogging, DeleteTrail, event selectors that leave out management events or data events that were \
recorded before, trails narrowed to one region or that deliver elsewhere, event data stores stopped, and of databases \
the query audit, its export and activity streams. Calls that failed do not count.
"""


class Gaps(Screen[Gap | None]):
    """Lists the gaps, live; dismissed with the one that was picked, or `None`. `now` answers at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,A", "dismiss(None)", "Close", id="gaps.close"),
        Binding("enter", "pick", "Show what happened meanwhile", id="gaps.pick", priority=True),
        *steps("gaps"),
    ]
    DEFAULT_CSS = """
    Gaps {
        background: $background;
        & > #gaps-title { height: 1; padding: 0 2; background: $surface; text-style: bold; }
        & > #gaps-columns { height: 1; padding: 0 1; }
        & > OptionList, & > OptionList:focus { height: 1fr; border: none; padding: 0 1; background: $background; }
        & > #gaps-story { height: auto; max-height: 50%; padding: 1 2; background: $surface; }
    }
    """

    def __init__(self, now: Callable[[], Sequence[Gap]], *, utc: bool = True, ascii_only: bool = False) -> None:
        super().__init__()
        self._now, self._clock, self._ascii = now, Clock(utc), ascii_only
        self._gaps: Sequence[Gap] | None = None

    def compose(self) -> ComposeResult:
        """The list, and the story of the gap under the cursor."""
        yield Static("Auditing gaps", id="gaps-title")
        yield Static(id="gaps-columns", markup=False)
        yield OptionList(compact=True, markup=False)
        yield Static(id="gaps-story", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Show what there is, and look again now and then."""
        self.query_one(OptionList).focus()
        self.call_after_refresh(self.look)
        self.set_interval(BEAT, self.look)

    def on_resize(self) -> None:
        """Fit the lines into the new width."""
        self._gaps = None
        self.call_after_refresh(self.look)

    def look(self) -> None:
        """Show the gaps as they are now; the cursor stays on its gap."""
        found = self._now()
        if found == self._gaps:
            return
        chosen, self._gaps = self._chosen, found
        options = self.query_one(OptionList)
        cells = max(40, options.scrollable_content_region.width - 2)
        self.query_one("#gaps-columns", Static).update(content(STYLES, titles(cells)))
        options.clear_options()
        options.add_options(Option(content(STYLES, line(gap, self._clock, cells, plain=self._ascii))) for gap in found)
        places = {_key(gap): place for place, gap in enumerate(found)}
        options.highlighted = places.get(_key(chosen), 0) if found and chosen else 0 if found else None
        self._tell()

    @property
    def _chosen(self) -> Gap | None:
        place = self.query_one(OptionList).highlighted
        return self._gaps[place] if self._gaps and place is not None else None

    @on(OptionList.OptionHighlighted)
    def _tell(self) -> None:
        gap = self._chosen
        said = content(STYLES, story(gap, self._clock)) if gap else Content(NONE)
        self.query_one("#gaps-story", Static).update(said)

    @on(OptionList.OptionSelected)
    def action_pick(self) -> None:
        """Close, and show the gap under the cursor."""
        if gap := self._chosen:
            self.dismiss(gap)


def _key(gap: Gap) -> tuple[object, ...]:
    """What a gap keeps when more becomes known of it."""
    return gap.place, gap.since, gap.missing
