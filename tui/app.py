"""The program on the screen: settings, the screen stack, and what is the same everywhere."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.events import Event, InputEvent, Key
from textual.filter import LineFilter
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widgets import Input

from tui.config import Config
from tui.hangup import on_hang_up
from tui.rest import REST, Rest
from tui.screens.browse import Browse
from tui.screens.browse.leaving import Leaving
from tui.source import Source
from tui.standing import Standing
from tui.view import View
from tui.visible import visible
from tui.when import spoken
from tui.window import Window

if TYPE_CHECKING:
    from tui.store.ledger import FileEntry


OF_EVENTS = frozenset({"files", "coverage", "waterfall", "views", "columns", "gaps", "shapes", "export", "difference"})
"""What can be done where the events are, and nowhere else."""


class Tailtrail(App[None]):
    """Wires a session to the screens."""

    TITLE = "tailtrail"
    CSS_PATH = "app.tcss"
    theme = Reactive(Config().theme)  # one that is chosen later has every stylesheet parsed again
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-medium"), (160, "-wide")]  # noqa: RUF012 (Textual's declaration)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "Help", id="app.help"),
        Binding("q", "quit", "Quit", id="app.quit"),
        Binding("F", "files", "Files", show=False, id="app.files", tooltip="What became of every file"),
        Binding("C", "coverage", "Coverage", show=False, id="app.coverage", tooltip="What is there, late or missing"),
        Binding("w", "waterfall", "Waterfall", show=False, id="app.waterfall", tooltip="What each clause removes"),
        Binding("A", "gaps", "Gaps", show=False, id="app.gaps", tooltip="When auditing was off"),
        Binding(
            "P", "shapes", "Query shapes", show=False, id="app.shapes", tooltip="Queries that differ only in values"
        ),
        Binding(
            "e", "export", "Export", show=False, id="app.export", tooltip="Write what is shown, or marked, to a file"
        ),
        Binding("d", "difference", "Compare", show=False, id="app.difference", tooltip="Compare with the marked event"),
        Binding("S", "columns", "Columns", show=False, id="app.columns", tooltip="Choose the columns"),
        Binding("V", "views", "Views", show=False, id="app.views", tooltip="Choose a saved view"),
        Binding("ctrl+p", "command_palette", "Everything", show=False, id="app.palette"),
    ]

    def __init__(
        self,
        source: Source,
        view: View,
        first: Window,
        title: str,
        config: Config = Config(),
        left: Standing = Standing(),
    ) -> None:
        super().__init__()
        self.source, self.config = source, config
        self.browse = Browse(source, view, first, title, config)
        self._plain = _plain() if config.ascii else None
        self._rest = Rest()
        self.browse.leaving = Leaving(left)
        if config.theme in self.available_themes:
            self.theme = config.theme
        self.set_keymap(config.keymap())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through before it is drawn."""
        filters = super().get_line_filters()
        return (*filters, self._plain) if self._plain else filters

    def get_key_display(self, binding: Binding) -> str:
        """How a key is told: by its name where it has a sign that is not ASCII."""
        said = super().get_key_display(binding)
        return said if said.isascii() or not self.config.ascii else binding.key

    def on_mount(self) -> None:
        """Leave in good order when the connection drops or the machine is shut down, too."""
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            on_hang_up(lambda status: loop.call_soon_threadsafe(partial(self.exit, return_code=status)))

    def on_ready(self) -> None:
        """Look for garbage again, now that the first frame is drawn."""
        self.run_worker(self._tell_refused(), name="formats", exit_on_error=False)
        if self.config.keys:
            self._tell_strange_keys()
        if not gc.isenabled():
            self._rest.begin()
            self.set_interval(REST / 2, self._rest.look)

    async def on_event(self, event: Event) -> None:
        """Note when something was pressed last."""
        if isinstance(event, InputEvent):
            self._rest.disturbed()
        await super().on_event(event)

    def _tell_strange_keys(self) -> None:
        """Name the ids in the settings that no key has."""
        self.browse.make_parts()
        for sentence in self.config.strange_keys(_ids(self, self.browse, *self.browse.query("*"))):
            self.notify(sentence, severity="warning", timeout=10, markup=False)

    async def _tell_refused(self) -> None:
        """Name the parsers of the person's that could not be used."""
        from tui.formats import formats

        for refusal in (await asyncio.to_thread(formats)).refused:
            self.notify(visible(str(refusal)), severity="warning", timeout=15, markup=False)

    def get_default_screen(self) -> Screen[None]:
        """Open on the events."""
        return self.browse

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What belongs to the events is only there where they are."""
        return action not in OF_EVENTS or (self.screen is self.browse and not self.browse.writing)

    def on_key(self, event: Key) -> None:
        """What is typed in one breath with the key that opens a line comes here from the table: it is for the line."""
        line = self.focused
        if isinstance(line, Input) and event.character and event.is_printable:
            line.insert_text_at_cursor(event.character)
            event.prevent_default()

    def action_help(self) -> None:
        """Show the keys of where the person is."""
        from tui.screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen))

    def action_files(self) -> None:
        """Show what became of every file."""
        self._open_files(None, self._show_file)

    def _open_files(self, files: Collection[int] | None, picked: Callable[[int | None], None]) -> None:
        from tui.screens.files import Files

        def entries() -> Sequence[FileEntry]:
            return [entry for entry in self.source.entries() if files is None or entry.file in files]

        self.push_screen(Files(entries, self.source.shown, self._reparse, utc=self.browse.table.utc), picked)

    def _reparse(self, entry: FileEntry) -> None:
        """Choose the parser of a file: what came of it is taken back, and it is read again."""
        from tui.formats import known
        from tui.screens.parsers import Parsers

        def chosen(name: str | None) -> None:
            if name is not None:
                self.source.parse(entry.file, name)

        self.push_screen(Parsers(known().declared, entry.scores), chosen)

    def _show_file(self, file: int | None) -> None:
        from tui.excerpts import of_file

        view = next((of_file(entry) for entry in self.source.entries() if entry.file == file), None)
        if view is None and file is not None:
            self.browse.say("No event of that file has a time to go to.")
        self._show_excerpt(view)

    def _show_excerpt(self, view: View | None) -> None:
        if view is not None:
            self.browse.change(view.with_(columns=self.browse.views.now.columns))

    def action_coverage(self) -> None:
        """Show what there is over time."""
        from tui.screens.coverage import Coverage

        utc, plain = self.browse.table.utc, self.config.ascii
        self.push_screen(Coverage(self.source, self._open_files, utc=utc, ascii_only=plain), self._show_excerpt)

    def action_gaps(self) -> None:
        """Show when auditing was off."""
        from tui.screens.gaps import Gaps

        browse = self.browse
        screen = Gaps(lambda: browse.blind.gaps, utc=browse.table.utc, ascii_only=self.config.ascii)
        self.push_screen(screen, browse.show_gap)

    def action_shapes(self) -> None:
        """Show the shapes of the queries in the view."""
        from tui.screens.shapes import Shapes

        browse = self.browse
        if not self.source.version:
            browse.say("Still reading. The shapes are there in a moment.")
            return
        screen = Shapes(self.source, browse.views.now, utc=browse.table.utc, ascii_only=self.config.ascii)
        self.push_screen(screen, browse.keep_shape)

    def action_columns(self) -> None:
        """Choose the columns of the table."""
        from tui.columns import choosable
        from tui.screens.columns import Columns

        shown = [field.name for field in self.browse.fields()]
        self.push_screen(Columns(choosable(self.browse.views.now.log), shown), self._show_columns)

    def _show_columns(self, names: tuple[str, ...] | None) -> None:
        if names is not None:
            self.browse.change(self.browse.views.now.with_(columns=names))

    def action_export(self) -> None:
        """Write what is shown, or what is marked, to a file."""
        from tui.screens.exporting import Exporting

        browse, window = self.browse, self.browse.rows.window
        if not self.source.version or window is None:
            browse.say("Still reading. What is shown can be written in a moment.")
            return
        columns = [field.name for field in browse.fields()]
        screen = Exporting(self.source, browse.views.now, window, columns, tuple(browse.table.marks.marked))
        self.push_screen(screen, lambda said: browse.say(said) if said else None)

    def action_difference(self) -> None:
        """Compare the event under the cursor with the one that was marked last."""
        from tui.screens.difference import Difference

        browse = self.browse
        if browse.compared is None:
            browse.say("m marks an event; d on another compares the two")
        else:
            self.push_screen(Difference(self.source.detail, *browse.compared, utc=browse.table.utc))

    def action_views(self) -> None:
        """Choose a saved view."""
        from tui.screens.views import SavedViews

        self.push_screen(SavedViews(self.browse.config.views), self.show_view)

    def show_view(self, name: str | None) -> None:
        """Show a saved view; where it says nothing of time, the range of time stays as it is."""
        if name is not None:
            view = self.browse.config.views[name]
            self.browse.change(view if view.ranged else view.at_times_of(self.browse.views.now))

    def action_waterfall(self) -> None:
        """Show what each clause of the filter removes."""
        from tui.screens.waterfall import Waterfall

        view = self.browse.views.now
        if not view.filter:
            self.browse.say("There is no filter. / writes one.")
            return
        self.push_screen(
            Waterfall(view.filter, partial(self.source.fall, view), ascii_only=self.config.ascii), self._mended
        )

    def _mended(self, text: str | None) -> None:
        if text is not None:
            self.browse.change(self.browse.views.now.with_(filter=text))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything the palette offers: Textual's own, the saved views, and every key of this screen by name."""
        yield from super().get_system_commands(screen)
        for name, view in self.browse.config.views.items():
            yield SystemCommand(f"View: {name}", f"{spoken(view)} {view.filter}".strip(), partial(self.show_view, name))
        said: set[str] = set()
        for active in screen.active_bindings.values():
            binding = active.binding
            what, key = binding.tooltip or binding.description, self.get_key_display(binding)
            if what and binding.id and what not in said:
                said.add(what)
                yield SystemCommand(what, f"key: {key}", partial(self.run_action, binding.action, active.node))


def _plain() -> LineFilter:
    from tui.plain import Plain

    return Plain()


def _ids(*nodes: DOMNode) -> set[str]:
    """The ids of all keys that these nodes have."""
    declared = (binding for node in nodes for kind in type(node).__mro__ for binding in vars(kind).get("BINDINGS", ()))
    return {binding.id for binding in declared if isinstance(binding, Binding) and binding.id}
