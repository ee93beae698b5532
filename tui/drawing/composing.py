"""A record made into a page of the event pane, and searched."""

from __future__ import annotations

from msgspec.structs import replace

from tui.drawing.detail import Record, Style, head, node_text, tail, tree
from tui.drawing.page import InHead, InTail, Match, Page
from tui.drawing.record import Folds, Node, walk
from tui.drawing.wrap import joined


def compose(record: Record, folds: Folds, style: Style) -> Page:
    """Lay a record out."""
    lines = head(record, style)
    nodes: list[Node] = []
    starts: list[int] = []
    for node, said in tree(record, folds, style):
        nodes.append(node)
        starts.append(len(lines))
        lines += said
    end = len(lines)
    lines += tail(record, style)
    return Page(lines, nodes, starts, end)


def matches(record: Record, style: Style) -> list[Match]:
    """Everything that `style.wanted` finds, from the top down, folded or not."""
    if style.wanted is None:
        return []
    plain = replace(style, wanted=None)
    search = style.wanted.search
    found: list[Match] = [InHead(i) for i, line in enumerate(head(record, plain)) if search(joined(line))]
    if record.tree or not record.as_text:
        found += [node.path for node in walk(record.tree, None) if search(node_text(node))]
    after = tail(record, plain)
    return found + [InTail(len(after) - i) for i, line in enumerate(after) if search(joined(line))]
