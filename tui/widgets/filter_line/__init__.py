"""The line a filter is written on."""

from tui.widgets.filter_line.line import FilterLine

__all__ = ["FilterLine"]
