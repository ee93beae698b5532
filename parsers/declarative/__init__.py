"""Parsers for those who write no Python: a TOML file says how JSON records or lines of text become events.

    name = "doors"
    title = "Door log"
    url = "https://example.com/doors"
    patterns = ["doors*.log"]
    line = '(?P<time>\\d{10}) (?P<door>\\w+) (?P<who>\\w+) (?P<what>opened|closed)'
    sample = "1795176000 front alice opened"

    [time]
    from = "time"

    [common]
    action = "{what}"
    summary = "{who} {what} the {door} door"

    [fields]
    door = { description = "which one" }

`line` is a regular expression that a whole line matches; for JSON there is `json = ["time", "door"]` in its place, the
names that a record has to have. `{who}` stands for a group of the line, or for a path of the record (`{user.name}`).
"""

from parsers.declarative.file import FormatError, read
from parsers.declarative.parser import Declarative, of_toml

__all__ = ["Declarative", "FormatError", "of_toml", "read"]
