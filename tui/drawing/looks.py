"""What every ink looks like, in colours of the theme: one table, so that a thing looks the same in all panes.

An ink may look otherwise with the `:focus`, or where the colours are the terminal's own sixteen (`:ansi`): the most
particular of `ink:ansi:focus`, `ink:ansi`, `ink:focus` and `ink` counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_QUIET = "$foreground 60%"

LOOKS: Mapping[str, str] = MappingProxyType(
    {
        # Grounds
        "cursor": "on $primary 16%",
        "cursor:focus": "on $primary 26%",
        "cursor:ansi": "reverse on ansi_default",
        # Letters
        "quiet": _QUIET,
        "muted": _QUIET,
        "header": f"bold {_QUIET}",
        "strong": "bold",
        "name": "bold $text-primary",
        "warning": "bold $text-warning",
        "error": "bold $text-error",
        "trouble": "$text-error",
        "unparsed": "italic $foreground 70%",
        "match": "bold on $warning 45%",
        "match:ansi": "bold reverse on ansi_default",
        # Effects and outcomes
        "read": _QUIET,
        "write": "$text-warning",
        "admin": "bold $text-warning",
        "destructive": "bold $text-error",
        "failed": "$text-error",
    }
)
"""The looks that panes share; an ink that is not in it looks like plain text. A widget adds its own."""


_SCROLLING = """
    background: $background;
    color: $foreground;
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-gutter: stable;
    scrollbar-size-vertical: 1;
    scrollbar-color: $foreground 20%;
    scrollbar-background: $background;
    scrollbar-background-hover: $background;
    scrollbar-background-active: $background;
"""


def scrolling(widget: str) -> str:
    """The stylesheet of a widget, by its name, that scrolls up and down."""
    return f"{widget} {{{_SCROLLING}}}"


def looks(own: Mapping[str, str]) -> Mapping[str, str]:
    """The shared looks and a widget's own, which come first."""
    return MappingProxyType({**LOOKS, **own})


TABLE = looks(
    {
        "cell": "on $primary 26%",
        "cell:focus": "on $primary 48%",
        "cell:ansi": "bold reverse underline on ansi_default",
        "quiet": "$foreground 85%",
        "repeat": "$foreground 60%",
        "date": "$foreground 60%",
        "new": "$text-success",
        "late": "$text-warning",
        "marked": "bold $text-primary",
    }
)
"""The table's."""


def box(screen: str) -> str:
    """The stylesheet of a screen that is a box with a list in it, over what was there."""
    return f"""
    {screen} {{
        align: center middle;
        & > Vertical {{
            width: 90; max-width: 95%; height: auto; max-height: 80%;
            padding: 0 1; background: $surface; border: round $primary; border-title-color: $text-primary;
        }}
        OptionList, OptionList:focus {{
            height: auto; border: none; padding: 0; background: $surface; text-wrap: nowrap; text-overflow: ellipsis;
        }}
    }}
    """
