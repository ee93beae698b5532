"""Regular expressions that mean the same in every Python the program runs on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import parsers

SOURCES = sorted(Path(parsers.__file__).parent.rglob("*.py"))
POSSESSIVE_GROUP = re.compile(r"""(?:(?<!\\)\)|["'])(?:[*+?]|\{[0-9,]+\})\+(?=[^ ])""")
"""`(?:…)*+`: before Python 3.11.5 it forgets to go back inside of the group ; `(?>(?:…)*)` is right."""


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_group_is_possessive(source: Path) -> None:
    found = [line for line in source.read_text().splitlines() if POSSESSIVE_GROUP.search(line)]
    assert not found


def test_the_guard_sees_what_it_guards_against() -> None:
    for pattern in (r"(?:a|b)*+", r"(?:a)?+x", r"(a){2,}+", 'rb"*+"'):
        assert POSSESSIVE_GROUP.search(f'"{pattern}"')
    for pattern in (r"(?>(?:a|b)*)", r"[a-z]*+", r"\w++\)+", r"\s*+("):
        assert not POSSESSIVE_GROUP.search(f'"{pattern}"')
