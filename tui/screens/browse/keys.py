"""The keys of the screen of events; each has an id by which the person's settings can move it."""

from __future__ import annotations

from textual.binding import Binding, BindingType


def _key(keys: str, action: str, label: str, what: str = "", *, show: bool = False) -> Binding:
    name = action.partition("(")[0] if "(" not in action else action.rstrip(")").replace("(", "_").replace("'", "")
    return Binding(keys, action, label, show=show, id=f"browse.{name.replace('-', 'back_')}", tooltip=what or label)


WRITING = frozenset({"back", "help", "quit", "command_palette"})
"""What keys may do while something is written."""

KEYS: list[BindingType] = [
    _key("slash", "filter", "Filter", "Write a filter; enter keeps it", show=True),
    _key("=,equals_sign", "keep", "Keep", "Keep only events with this value", show=True),
    _key("!,exclamation_mark", "drop", "Drop", "Drop events with this value", show=True),
    _key("o", "only_or", "Or", "This value of the field, too"),
    _key("space", "pause", "Pause", "Hold the picture still; nothing is lost", show=True),
    _key("v", "event", "Event", "Show or hide the event pane"),
    _key("f", "fields", "Fields", "Show or hide the fields with their values", show=True),
    _key("T", "times", "Histogram", "Show or hide the histogram"),
    _key("s", "sort", "Sort", "Sort by the column under the cursor; again: the other way, by time"),
    _key("c", "context", "Context", "What happened around: all, same actor, same target, and back", show=True),
    _key("L", "arrivals", "Arrived", "What arrived since you last looked, in the order it came; again: back"),
    _key("X", "cross", "Other log", "The same principal, address or cluster in the other log, and back"),
    _key("greater_than_sign", "step(1)", "Next of it", "Next event of the same transaction, session or connection"),
    _key("less_than_sign", "step(-1)", "Before of it", "The one before of the same transaction, session or connection"),
    _key("backslash", "clauses", "Clauses", "Walk along the clauses: switch off, invert, remove"),
    _key("W", "save_view", "Save view", "Save this view under a name"),
    _key("J", "jump", "Jump", "Go to a time, or the first event after it"),
    _key("t", "range", "Time", "Show a range of time: last 15m, 12:00..12:05"),
    _key("left_square_bracket", "brush(-1)", "From here", "Show events from this one on"),
    _key("right_square_bracket", "brush(1)", "Until here", "Show events up to this one"),
    _key("left_curly_bracket", "shift(-1)", "Earlier", "Move the range of time back"),
    _key("right_curly_bracket", "shift(1)", "Later", "Move the range of time on"),
    _key("plus", "zoom(1)", "Zoom in", "Halve the range of time round the cursor"),
    _key("minus", "zoom(-1)", "Zoom out", "Double the range of time"),
    _key("0", "whole", "All times", "Show the whole range of time"),
    _key("ctrl+f", "search", "Search", "Search without filtering"),
    _key("n", "match(1)", "Next match"),
    _key("N", "match(-1)", "Match before"),
    _key("u", "undo", "Undo", "Undo the last change of the view"),
    _key("U", "redo", "Redo", "Redo it"),
    _key("y", "copy", "Copy", "Copy the cell or leaf under the cursor"),
    _key("Y", "copy_raw", "Copy record", "Copy the raw record, byte for byte"),
    _key("m", "mark", "Mark", "Mark the event, or take its mark away"),
    _key("M", "marked", "Next mark", "Go to the next marked event"),
    _key("Z", "zone", "UTC/local", "Times in UTC or local"),
    _key("x", "halt", "Stop loading", "Stop loading and keep what is loaded"),
    _key("escape", "back", "Back", "Close what is on top, leave the filter line, clear the filter"),
    *(_key(str(n), f"log({n})", f"Log {n}", "Show one log; 1 is all of them") for n in range(1, 10)),
]
