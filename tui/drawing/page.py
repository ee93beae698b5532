"""The event pane's lines as one page: which belong to which node, and where a search found something."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from tui.drawing.record import Node, Path
from tui.drawing.spans import Span


class InHead(Struct, frozen=True):
    """A match in a line before the tree."""

    line: int


class InTail(Struct, frozen=True):
    """A match in a line after the tree, counted from its end."""

    line: int


Match: TypeAlias = InHead | Path | InTail
"""Where something was found, whatever is folded."""


class Page(Struct, frozen=True):
    """Lines, and the nodes among them: node `i` begins on line `starts[i]`; the last ends before `end`."""

    lines: Sequence[tuple[Span, ...]] = ()
    nodes: Sequence[Node] = ()
    starts: Sequence[int] = ()
    end: int = 0

    def lines_of(self, node: int) -> range:
        """The lines of a node."""
        after = self.starts[node + 1] if node + 1 < len(self.starts) else self.end
        return range(self.starts[node], after)

    def node_at(self, line: int) -> int | None:
        """The node on a line; `None` before and after the tree."""
        if not self.starts or not self.starts[0] <= line < self.end:
            return None
        return bisect_right(self.starts, line) - 1

    def nearest_node(self, line: int) -> int:
        """The node on a line, or the first or last one."""
        return max(0, min(bisect_right(self.starts, line) - 1, len(self.nodes) - 1))

    def place_of(self, path: Path) -> int | None:
        """Which node has that path."""
        return next((i for i, node in enumerate(self.nodes) if node.path == path), None)
