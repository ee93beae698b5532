"""What stands in place of rows where there are none."""

from __future__ import annotations

from tui.progress import Progress, State
from tui.view import View


def nothing(view: View, progress: Progress, title: str, why: str = "") -> str:
    """What an empty table says: why, and what to do; `why` is what is known of the clause that left none."""
    if progress.trouble:
        return f"Loading stopped: {progress.trouble}"
    if progress.searched is not None:
        return "Searching the records…"
    if why:
        return f"No event matches: {why} w offers more, u undoes the last change, 0 lifts the range of time."
    if view.asks:
        return "No event matches. w says which clause left none; u undoes the last change, 0 lifts the range of time."
    if progress.state is State.LOADING:
        return "Reading…"
    if progress.skipped:
        return f"No events here, and {progress.skipped:,} set aside. F says why."
    return f"Nothing here yet. Waiting for CloudTrail or Neptune audit files in {title}"
