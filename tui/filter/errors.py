"""What is wrong with a filter, said so that the person can mend it."""

from __future__ import annotations


class FilterError(ValueError):
    """A filter that cannot be asked; nothing else is ever raised for what a person typed.

    `column` counts characters from 1; `expected` says what could stand there; `nearest` are names or values
    that exist and look like what was written.
    """

    def __init__(
        self, message: str, column: int, expected: tuple[str, ...] = (), nearest: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message, column, expected, nearest)
        self.message = message
        self.column = column
        self.expected = expected
        self.nearest = nearest

    def __str__(self) -> str:
        """The whole sentence: where, what, what would do instead."""
        said = f"column {self.column}: {self.message}"
        if self.expected:
            said += f"; expected {' or '.join(self.expected)}"
        if self.nearest:
            said += f"; did you mean {', '.join(self.nearest)}?"
        return said
