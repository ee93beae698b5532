"""A database connection that notes what it is asked."""

from __future__ import annotations

from typing import Any


class Counting:
    """Stands for a connection; its cursors note in the same list."""

    def __init__(self, inner: Any, asked: list[str] | None = None) -> None:
        self._inner = inner
        self.asked: list[str] = [] if asked is None else asked

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def cursor(self) -> Counting:
        """Another connection."""
        return Counting(self._inner.cursor(), self.asked)

    def execute(self, sql: str, *more: Any) -> Any:
        """Note it, and hand it on."""
        self.asked.append(sql)
        return self._inner.execute(sql, *more)
