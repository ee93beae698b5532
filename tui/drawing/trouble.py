"""What is wrong with a filter, said below the place where it is wrong."""

from __future__ import annotations

from tui.drawing.filter_marks import LONGEST
from tui.filter.columns import Catalogue
from tui.filter.complete import strangers
from tui.filter.errors import FilterError
from tui.filter.parse import parse
from tui.filter.tree import Words, leaves
from tui.visible import visible, width_of


def sentence(error: FilterError) -> str:
    """What is wrong, without the column, which is pointed at."""
    said = error.message
    if error.expected:
        said += f"; expected {' or '.join(error.expected)}"
    if error.nearest:
        said += f"; did you mean {', '.join(error.nearest)}?"
    return visible(said)


def pointed(said: str, column: int, cells: int) -> tuple[int, str]:
    """The column at which to begin, and a line that points at `column` from the side that has room.

    Where neither has, what is said begins at the left edge and points nowhere.
    """
    length = width_of(said) + 2
    if column + length <= cells:
        return column, f"╰ {said}"
    if column + 1 >= length:
        return column + 1 - length, f"{said} ╯"
    return 0, said


def unfinished(error: FilterError, text: str) -> bool:
    """Whether a filter is only not yet one: nothing is wrong before its end."""
    return error.column > len(text)


def stranger(text: str, catalogue: Catalogue) -> FilterError | None:
    """The first field of a filter that is no column but looks like one; it can be asked nevertheless."""
    try:
        node = parse(text if len(text) <= LONGEST else "")
    except FilterError:
        return None
    nearest = next(((name, near) for name, near in strangers(node, catalogue).items() if near), None)
    if nearest is None:
        return None
    name, near = nearest
    at = next(leaf.at[0] for leaf in leaves(node) if not isinstance(leaf, Words) and leaf.field == name)
    return FilterError(f"{name} is no column, and is sought in the records", at + 1, nearest=near)
