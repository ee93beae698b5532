"""What an event says of auditing itself, as the field `gap` spells it."""

from __future__ import annotations

UNNAMED = "?"
"""A recorder that the call does not name."""
BETWEEN = str.maketrans({sign: f"%{ord(sign):02X}" for sign in "%,= \t\r\n"})
"""What stands between the parts of the field, where it is part of a name."""


def act(way: str, kind: str, name: str | None, *what: str) -> str:
    """One thing said: `open:trail:main`, `open:selectors:main=kms,rdsdata`; several stand with a blank between.

    `way` is what becomes of what is recorded: it stops (`open`: a gap opens), resumes (`close`), a trail is made that
    does not record yet (`new`), or `what` is all that is recorded from here on (`keeps`). `kind` and `name` say what
    records.
    """
    said = f"{way}:{kind}:{(name or UNNAMED).translate(BETWEEN)}"
    return f"{said}={','.join(part.translate(BETWEEN) for part in what)}" if what else said
