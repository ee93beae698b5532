"""The table of events."""

from tui.widgets.table.table import EventTable

__all__ = ["EventTable"]
