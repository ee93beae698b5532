"""The screen of events."""

from tui.screens.browse.screen import Browse

__all__ = ["Browse"]
