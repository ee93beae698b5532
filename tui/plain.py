"""What is drawn, in ASCII: for terminals and fonts without the other signs."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

SIGNS = {
    "~": "…",
    "-": "─━┄┅┈┉╌╍═–—−▁▔‾▂▃",
    "|": "│┃║·•▏▎▍▌▐▕╎┆┊",
    "+": "╭╮╰╯┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛▛▜▙▟▖▗▘▝▚▞",
    "#": "█▇▆▅▄▀▉▊▋■◼",
    ".": "░▒▓▪",
    "<": "‹«←◀◂",
    ">": "›»→▶▸❯⏵➤",
    "^": "↑▲△⇧",
    "v": "↓▼▾▽",
    "*": "●○◆◇★✓✔⭘",
    "x": "×✗✘✕",
    "?": "".join(map(chr, range(0x2400, 0x2422))),
    "> ": "🔎",
}
"""Our signs and Textual's, by what stands in their place: as wide as they are."""
TABLE = str.maketrans({sign: plain for plain, signs in SIGNS.items() for sign in signs})


class Plain(LineFilter):
    """Puts ASCII in place of every sign that is ours, wherever it is drawn; letters of a log stay what they are."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 (colours stay)
        """The same line in ASCII."""
        return [
            segment
            if segment.text.isascii()
            else Segment(segment.text.translate(TABLE), segment.style, segment.control)
            for segment in segments
        ]
