"""What widgets tell: messages with values."""

from __future__ import annotations

from typing import Any, dataclass_transform

from textual.message import Message


@dataclass_transform(eq_default=True)
class News(Message):
    """A message whose values are declared like a dataclass' and given in that order.

    Making a dataclass of each message took a hundredth of the time from start to first paint.
    """

    def __init__(self, *values: Any) -> None:
        super().__init__()
        vars(self).update(zip(type(self).__annotations__, values, strict=True))

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash(type(self))
