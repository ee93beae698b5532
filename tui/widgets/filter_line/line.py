"""The line a filter is written on: coloured, completed from what there is, told what is wrong with it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Label, Static

from parsers import Kind
from tui.drawing.filter_marks import LONGEST
from tui.drawing.offers import Counted, Offer, accepted, offers
from tui.drawing.trouble import pointed, sentence, stranger, unfinished
from tui.filter.columns import Catalogue
from tui.filter.complete import Completion, complete
from tui.filter.errors import FilterError
from tui.history import History, Walk
from tui.news import News
from tui.widgets.filter_line.input import FilterInput
from tui.widgets.filter_line.offers import Offers

PROMPT = "❯ "


class FilterLine(Vertical):
    """Shown while there is a filter or one is being written; tells every change at once.

    `catalogue` names the fields that are completed, `None` for none; `history` is what up and down walk through.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "accept", "Complete", id="filter.complete"),
        Binding("escape", "leave", "Leave", id="filter.leave", tooltip="Close the completions, or leave the line"),
        Binding("up", "walk(-1)", "Before", show=False, id="filter.before", tooltip="Completion before, older filter"),
        Binding("down", "walk(1)", "Next", show=False, id="filter.next", tooltip="Next completion, newer filter"),
    ]
    DEFAULT_CSS = """
    FilterLine {
        height: auto;
        background: $surface;

        & > Horizontal { height: 1; padding: 0 1; }
        #filter-prompt { width: auto; color: $text-primary; text-style: bold; }
        #filter-note { width: auto; color: $foreground 60%; padding: 0 0 0 2; display: none; }
        #filter-trouble {
            overlay: screen; constrain: inside inflect; display: none; width: auto; max-width: 100%;
            height: auto; max-height: 4; padding: 0 1; background: $surface; color: $text-warning;
        }
        #filter-trouble.-quiet { color: $foreground 60%; }
    }
    """

    class Typed(News):
        """The text has changed."""

        text: str

    class Kept(Message):
        """The filter is to stay, and the table is wanted."""

    class Left(Message):
        """The table is wanted."""

    class ValuesWanted(News):
        """Values of a field are wanted that hold what is `typed` so far; `offer` takes them."""

        field: str
        typed: str

    def __init__(self, text: str = "", *, history: History | None = None) -> None:
        super().__init__()
        self.catalogue: Catalogue | None = None
        self.history = history or History()
        self._text = text
        self._told: list[str] = []
        self._completion: Completion | None = None
        self._counted: dict[str, Counted] = {}
        self._hasty = False
        self._walk: Walk | None = None
        self._error: FilterError | str | None = None
        self.display = bool(text)

    def on_mount(self) -> None:
        """Make the line, and what appears below it."""
        self._make()

    def _make(self) -> None:
        """The line, offers, and what is wrong: at once, for who cannot wait for them to be mounted."""
        if self.children:
            return
        row = Horizontal()
        self.mount(row, Static(id="filter-trouble", markup=False), Offers())
        row.mount(Label(PROMPT, id="filter-prompt"), FilterInput(self._text), Label(id="filter-note", markup=False))
        self.watch(self.query_one(FilterInput), "selection", self._caret_moved, init=False)

    @property
    def _line(self) -> FilterInput:
        self._make()
        return self.query_one(FilterInput)

    @property
    def _offers(self) -> Offers:
        self._make()
        return self.query_one(Offers)

    def on_resize(self) -> None:
        """Say what is wrong where it is now; what was typed before the first picture stood nowhere."""
        self._say()

    # What others say

    @property
    def writing(self) -> bool:
        """Whether the person is writing in it."""
        return self.is_mounted and self._line.has_focus

    def write(self) -> None:
        """Begin to write."""
        self.display = True
        self._told.clear()
        if (text := self._line.value) and not text.endswith(" "):
            self._put(f"{text} ", len(text) + 1)  # words side by side must all be there
        self.screen.set_focus(self._line)  # at once: the next key may be on its way

    def show(self, text: str) -> None:
        """Show a filter that came from elsewhere; one that was typed here and comes back late changes nothing."""
        if self.writing and text in self._told:
            del self._told[: self._told.index(text) + 1]
        elif self._line.value != text:
            self._put(text, len(text))
        self.display = bool(text) or self.writing

    def note(self, text: str) -> None:
        """Say something at the end of the line, as how many events are left."""
        self._make()
        label = self.query_one("#filter-note", Label)
        if label.content != text:  # an update lays the whole screen out anew, and this is said ten times a second
            label.update(text)
            label.display = bool(text)

    def complain(self, error: FilterError | str | None) -> None:
        """Say what is wrong and where, or nothing."""
        self._error = error or None
        self._say()

    def offer(self, field: str, values: Counted) -> None:
        """Take values of a field with their counts, the most frequent first."""
        self._counted[field] = values
        if self._completion is None or self._completion.field != field:
            return
        self._show_offers(self._completion)
        if self._hasty and (offer := self._offers.current):
            self._accept(self._completion, offer)

    # Writing

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value == self._text:
            return
        self._walk, self._hasty = None, False
        self._tell(event.value)
        if event.value == self._line.value:  # else more was typed already
            self._complete()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Accept the offer that was gone to, or keep the filter."""
        event.stop()
        if self._offers.display and self._offers.chosen is not None:
            self.action_accept()
            return
        self._shut()
        if self._error is None:
            self.history.add(self._line.value)
        self.post_message(self.Kept())

    def action_leave(self) -> None:
        """Close the list, or leave the line."""
        if self._offers.display:
            self._shut()
        else:
            self.post_message(self.Left())

    def action_walk(self, way: int) -> None:
        """Go through the offers, or through the filters of before."""
        if self._offers.display:
            self._offers.choose(way)
            return
        walk = self._walk = self._walk or Walk(self.history.filters, self._line.value)
        text = walk.older() if way < 0 else walk.newer()
        if text != self._line.value:
            self._put(text, len(text))
            self._tell(text)

    def on_descendant_blur(self) -> None:
        """Nothing is being written."""
        self._shut()

    def _tell(self, text: str) -> None:
        self._text = text
        self._told.append(text)
        self.post_message(self.Typed(text))

    def _put(self, text: str, caret: int) -> None:
        """Put a text on the line without telling."""
        self._shut()
        self._text = text
        with self.prevent(Input.Changed):
            self._line.value = text
        self._line.cursor_position = caret

    # Completing

    def action_accept(self) -> None:
        """Put in the offer that is chosen, or the first; where none is seen, ask for some."""
        asked = not self._offers.display
        if asked:
            self._complete(asked=True)
        completion, offer = self._completion, self._offers.current
        if completion is None:
            return
        if offer is None:  # the values are not here yet: the first is put in when they come
            self._hasty = completion.field is not None and bool(completion.typed)
        elif not asked or (len(self._offers) == 1 and completion.field is None):
            self._accept(completion, offer)

    @on(Offers.Picked)
    def _picked(self, message: Offers.Picked) -> None:
        message.stop()
        if self._completion is not None:
            self._accept(self._completion, message.offer)

    def _accept(self, completion: Completion, offer: Offer) -> None:
        text, caret = accepted(self._line.value, completion, offer)
        self._put(text, caret)
        self._tell(text)
        if offer.written.endswith(":"):
            self._complete()

    def _complete(self, *, asked: bool = False) -> None:
        """Find out what fits at the caret; names are offered when a letter of one is there, or when `asked` for."""
        line = self._line
        known = self.catalogue if len(line.value) <= LONGEST else None
        completion = complete(line.value, line.cursor_position, known) if known else None
        if completion is None or not (asked or completion.typed or completion.field is not None):
            self._shut()
            return
        self._show_offers(completion)
        if completion.field is not None and not self._is_time(completion.field):
            self.post_message(self.ValuesWanted(completion.field, max(completion.typed.split("*"), key=len)))

    def _is_time(self, field: str) -> bool:
        columns = self.catalogue.resolve(field) if self.catalogue else ()
        return any(column.kind is Kind.TIME for column in columns)

    def _show_offers(self, completion: Completion) -> None:
        if self.catalogue is not None:
            self._completion = completion
            found = offers(completion, self._counted.get(completion.field or "", ()), self.catalogue)
            self._offers.show(found, completion.typed, self._line.column(completion.start) + len(PROMPT))
            self._say()

    def _shut(self) -> None:
        self._completion, self._hasty = None, False
        self._offers.show((), "", 0)
        self._say()

    def _caret_moved(self) -> None:
        completion, line = self._completion, self._line
        if completion is not None and line.value == self._text and line.cursor_position != completion.stop:
            self._shut()

    # Complaining

    def _say(self) -> None:
        """Say what is wrong below the place where it is, unless the list is there."""
        line, label, error = self._line, self.query_one("#filter-trouble", Static), self._error
        if error is None and self.writing and self.catalogue is not None:
            error = stranger(line.value, self.catalogue)
        label.display = error is not None and not self._offers.display
        place = error.column - 1 if isinstance(error, FilterError) else 0
        line.trouble = place if isinstance(self._error, FilterError) else None
        if not label.display or error is None:
            return
        cells = max(1, self.size.width - 2)
        said, at = (error, 0) if isinstance(error, str) else (sentence(error), 0)
        if isinstance(error, FilterError):
            at, said = pointed(said, line.column(place) + len(PROMPT), cells)
        quiet = self._error is None or (isinstance(error, FilterError) and unfinished(error, line.value))
        label.set_class(quiet, "-quiet")
        label.update(said)
        label.styles.offset = (at, 0)
