"""A parser to begin with, in Python or TOML, and its test: both work as they are."""

from __future__ import annotations

import re
from pathlib import Path

PYTHON = '''"""{title}: one line a record, such as `1795176000 {name}[front]: alice opened`."""

from __future__ import annotations

import re

from parsers import COMMON, SUCCESS, Event, Field, Parser, Unparsed

LINE = re.compile(r"(\\d{{10}}) {name}\\[(\\w+)\\]: (\\w+) (\\w+)")


class {kind}(Parser):
    """What a line means, and where that is documented."""

    name = "{name}"
    title = "{title}"
    url = "https://example.com/{name}"
    patterns = ("{name}*.log",)  # file names that suggest it; what is in the file decides
    api = (1, 0)  # the version of tailtrail's parsers that this was written for
    start = re.compile(rb"\\d{{10}} {name}\\[")  # text: what a record's first line begins with; JSON has none
    fields = (Field("door", description="which door"),)  # the format's own, beside the common ones
    columns = ("time", "action", "actor", "door")  # what a table of this log alone shows
    sample = b"1795176000 {name}[front]: alice opened\\n1795176060 {name}[back]: bob forced\\n"

    def sniff(self, head: bytes) -> float:
        """How surely a file that begins with `head` is this format: from 0 (no) to 1 (certainly)."""
        return 0.9 if LINE.match(head.decode(errors="replace")) else 0.0

    def decode(self, raw: bytes) -> Event | Unparsed:
        """The event of one record, or the reason why it is none; whatever the bytes are, nothing is raised."""
        found = LINE.fullmatch(raw.decode(errors="replace"))
        if found is None:
            return Unparsed("not of the form time {name}[door]: who what")
        time, door, who, what = found.groups()
        said = {{
            "time": int(time) * 1_000_000,  # microseconds since 1970, UTC
            "service": "{name}",
            "action": what,
            "actor": who,
            "target": door,
            "effect": "destructive" if what == "forced" else "read",  # read, write, destructive or admin
            "outcome": SUCCESS,  # or the error
            "summary": f"{{who}} {{what}} the {{door}} door",  # what an analyst would say aloud
        }}
        return (*(said.get(field.name) for field in COMMON), door)
'''
TOML = """# {title}: one line a record, such as `1795176000 {name}[front]: alice opened`.

name = "{name}"
title = "{title}"
url = "https://example.com/{name}"
patterns = ["{name}*.log"]                     # file names that suggest it; what is in the file decides
columns = ["time", "action", "actor", "door"]  # what a table of this log alone shows

# A whole line matches this; the names are those of its groups. For JSON: json = ["names", "that it", "must have"],
# and {{user.name}} stands for what lies deeper.
line = '(?P<at>\\d{{10}}) {name}\\[(?P<door>\\w+)\\]: (?P<who>\\w+) (?P<what>\\w+)'
sample = '''
1795176000 {name}[front]: alice opened
1795176060 {name}[back]: bob forced
'''

[time]
from = "at"
format = "epoch"                               # or "iso", or a form such as "%d/%b/%Y:%H:%M:%S %z"

[common]                                       # what every log says
service = "{name}"
action = "{{what}}"
actor = "{{who}}"
target = "{{door}}"
effect = {{ from = "what", map = {{ opened = "read", forced = "destructive" }} }}
summary = "{{who}} {{what}} the {{door}} door"

[fields]                                       # the format's own
door = {{ description = "which door" }}
"""
TEST_OF_PYTHON = """from parsers.testing import assert_contract

from {name} import {kind}


def test_contract() -> None:
    assert_contract({kind}())
"""
TEST_OF_TOML = """from pathlib import Path

from parsers.declarative import of_toml
from parsers.testing import assert_contract


def test_contract() -> None:
    assert_contract(of_toml(Path(__file__).with_name("{name}.toml")))
"""


def write(folder: Path, name: str, *, toml: bool) -> tuple[Path, ...]:
    """Write a parser of that name and its test; raises `FileExistsError`, and `ValueError` for no such name."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,31}", name):
        raise ValueError(f"{name!r} is no name for a parser; expected small letters, digits and _, such as door_log")
    words = {"name": name, "title": name.replace("_", " ").capitalize() + " log", "kind": _kind(name)}
    parser, test = (TOML, TEST_OF_TOML) if toml else (PYTHON, TEST_OF_PYTHON)
    files = {folder / f"{name}{'.toml' if toml else '.py'}": parser, folder / f"test_{name}.py": test}
    for path in files:
        if path.exists():
            raise FileExistsError(f"{path} is there already")
    for path, text in files.items():
        path.write_text(text.format(**words), encoding="utf-8")
    return tuple(files)


def _kind(name: str) -> str:
    """The name of a class: `door_log` → `DoorLog`."""
    return "".join(word.capitalize() for word in name.split("_"))
