"""What came while the picture was held still."""

from __future__ import annotations

from msgspec import Struct

from tui.view import View


class Held(Struct, frozen=True):
    """How many rows `came` meanwhile, and how many were `shown` until then."""

    came: int = 0
    shown: int = 0

    def told(self, total: int, view: View) -> str:
        """What to say when the picture goes on, of now `total` rows of a view."""
        said = f"{self.came:,} came while it was paused"
        return f"{said}; the view shows {max(0, total - self.shown):,}" if view.asks else said
