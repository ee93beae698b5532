"""The patterns a filter may hold: the part of RE2's syntax that we can also run ourselves, in linear time.

DuckDB matches them with RE2 on columns; `automaton` matches them on raw records, where Python's own `re`
would hang on `(a+)+b`. What is not read here is refused when the filter is read, with the reason:
back-references and look-around, which no linear-time engine has, and rarities that are not worth two
implementations. Case never counts. Source: RE2's syntax page, github.com/google/re2/wiki/Syntax.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tui.filter.pattern import WORD, Chars, Concat, Edge, Either, Pattern, Ranges, Repeat, certain, weight

DEEPEST = 50
MOST = 1000
"""RE2's own limit for a counted repetition, nested ones multiplied."""
DIGIT: Ranges = (("0", "9"),)
SPACE: Ranges = (("\t", "\n"), ("\f", "\r"), (" ", " "))
EDGES = {"b": Edge.BOUNDARY, "A": Edge.START, "z": Edge.END}
"""Not `\\B`: RE2 finds it between the bytes of one character."""
CLASSES = {"d": DIGIT, "s": SPACE, "w": WORD}
CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
POSIX: dict[str, Ranges] = {
    "alnum": (("0", "9"), ("A", "Z"), ("a", "z")),
    "alpha": (("A", "Z"), ("a", "z")),
    "blank": (("\t", "\t"), (" ", " ")),
    "digit": DIGIT,
    "lower": (("a", "z"),),
    "punct": (("!", "/"), (":", "@"), ("[", "`"), ("{", "~")),
    "space": (("\t", "\r"), (" ", " ")),
    "upper": (("A", "Z"),),
    "word": WORD,
    "xdigit": (("0", "9"), ("A", "F"), ("a", "f")),
}
COUNT = re.compile(r"\{(\d{1,4})(?:(,)(\d{1,4})?)?\}")
NAMED = re.compile(r"\?P?<[A-Za-z_]\w*>")
POSIX_NAME = re.compile(r"\[:([a-z]+):\]")
HEX = re.compile(r"x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,6})\})")


class PatternError(ValueError):
    """A pattern that is not ours to run; `place` counts characters of the pattern from 0."""

    def __init__(self, message: str, place: int) -> None:
        super().__init__(message)
        self.place = place


class Reader:
    """Reads one pattern from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.deep = 0
        self.dot = Chars((("\n", "\n"),), negated=True)

    def peek(self) -> str:
        """The next character, or nothing at the end."""
        return self.text[self.place : self.place + 1]

    def take(self, wanted: str) -> bool:
        """Whether this comes next; then it is read."""
        found = self.text.startswith(wanted, self.place)
        self.place += len(wanted) * found
        return found

    def fail(self, message: str, back: int = 0) -> PatternError:
        """An error at this place, or some characters before it."""
        return PatternError(message, max(self.place - back, 0))

    def whole(self) -> Pattern:
        """The whole pattern."""
        if flags := re.match(r"\(\?([is]+)\)", self.text):
            self.place = flags.end()
            self.dot = Chars((), negated=True) if "s" in flags[1] else self.dot
        pattern = self.either()
        if self.place < len(self.text):
            raise self.fail("this bracket was never opened")
        return pattern

    def either(self) -> Pattern:
        """Alternatives."""
        parts = [self.concat()]
        while self.take("|"):
            parts.append(self.concat())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def concat(self) -> Pattern:
        """One alternative."""
        parts: list[Pattern] = []
        while self.peek() and self.peek() not in "|)":
            parts.append(self.repeated(self.atom()))
        return Concat(tuple(parts))

    def repeated(self, part: Pattern) -> Pattern:
        """What was just read, with the number of times that follows it."""
        counts = self.counts()
        if counts is None:
            return part
        if isinstance(part, Edge):
            raise self.fail("there is nothing to repeat here", 1)
        self.take("?")  # a lazy repetition finds the same texts
        if self.counts() is not None:
            raise self.fail("one repetition cannot follow another", 1)
        return Repeat(part, *counts)

    def counts(self) -> tuple[int, int | None] | None:
        """How often, where that is what comes next."""
        for sign, least, most in (("*", 0, None), ("+", 1, None), ("?", 0, 1)):
            if self.take(sign):
                return least, most
        if not (count := COUNT.match(self.text, self.place)):
            return None
        self.place = count.end()
        least = int(count[1])
        most = int(count[3]) if count[3] else None if count[2] else least
        if max(least, most or 0) > MOST or (most is not None and most < least):
            raise self.fail(f"a count goes from small to large, up to {MOST}", len(count[0]))
        return least, most

    def atom(self) -> Pattern:
        """One thing that can be repeated, or an edge."""
        letter = self.peek()
        if letter in "*+?" or COUNT.match(self.text, self.place):
            raise self.fail("there is nothing to repeat here")
        self.place += 1
        match letter:
            case "(":
                return self.group()
            case "[":
                return self.chars()
            case "\\":
                return self.escape()
            case ".":
                return self.dot
            case "^" | "$":
                return Edge(letter)
            case _:
                return Chars(((letter, letter),))

    def group(self) -> Pattern:
        """A group, its opening bracket already read; none of them is remembered."""
        if self.peek() == "?" and not self.take("?:"):
            self.place += len(self.named())
        self.deep += 1
        if self.deep > DEEPEST:
            raise self.fail("groups are nested too deep")
        inside = self.either()
        self.deep -= 1
        if not self.take(")"):
            raise self.fail("this group is never closed")
        return inside

    def named(self) -> str:
        """The name of a group, with its marks; anything else behind `(?` is refused."""
        if found := NAMED.match(self.text, self.place):
            return found[0]
        ahead = re.match(r"\?<?[=!]", self.text[self.place :])
        raise self.fail("no linear-time engine can look ahead or behind" if ahead else "this group is not supported", 1)

    def escape(self) -> Pattern:
        """What a backslash, already read, and the next character mean."""
        letter = self.peek()
        if letter in EDGES:
            self.place += 1
            return EDGES[letter]
        if letter and letter.lower() in CLASSES:
            self.place += 1
            return Chars(CLASSES[letter.lower()], negated=letter.isupper())
        one = self.escaped()
        return Chars(((one, one),))

    def escaped(self) -> str:
        """The one character that an escape means, its backslash already read."""
        letter = self.peek()
        self.place += 1
        if found := HEX.match(self.text, self.place - 1):
            self.place = found.end()
            return self.numbered(int(found[1] or found[2], 16))
        if letter in CONTROLS:
            return CONTROLS[letter]
        if not letter or not letter.isascii() or letter.isalnum() or letter == "_":
            what = "no linear-time engine has back-references" if letter.isdigit() else "this escape is not supported"
            raise self.fail(what, 2)
        return letter

    def numbered(self, number: int) -> str:
        """The character with that number."""
        if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
            raise self.fail("there is no such character", 1)
        return chr(number)

    def chars(self) -> Pattern:
        """A set of characters, its opening bracket already read."""
        opened = self.place
        negated = self.take("^")
        ranges: list[tuple[str, str]] = []
        while not (self.take("]") if ranges else False):
            if not self.peek():
                raise PatternError("this set of characters is never closed", opened - 1)
            ranges += self.member()
        return Chars(tuple(ranges), negated)

    def member(self) -> Ranges:
        """One member of a set: a class, a character or a range."""
        if found := POSIX_NAME.match(self.text, self.place):
            if found[1] not in POSIX:
                raise self.fail("there is no such class of characters")
            self.place = found.end()
            return POSIX[found[1]]
        if self.text.startswith("\\", self.place) and self.text[self.place + 1 : self.place + 2] in {*CLASSES}:
            self.place += 2
            return CLASSES[self.text[self.place - 1]]
        low = self.one()
        if self.peek() != "-" or self.text[self.place + 1 : self.place + 2] in {"]", ""}:
            return ((low, low),)
        self.place += 1
        high = self.one()
        if high < low:
            raise self.fail("a range goes from low to high", 1)
        return ((low, high),)

    def one(self) -> str:
        """One character of a set."""
        if self.take("\\"):
            return self.escaped()
        if self.take("[:") or self.take("[=") or self.take("[."):
            raise self.fail("this class of characters is not supported", 2)
        self.place += 1
        return self.text[self.place - 1]


@lru_cache(maxsize=256)
def read(pattern: str) -> Pattern:
    """The pattern, read; raises `PatternError`."""
    return Reader(pattern).whole()


def check(pattern: str) -> None:
    """Raises `PatternError` where the pattern cannot be run, here or by RE2."""
    if weight(read(pattern)) > MOST:
        raise PatternError("this pattern repeats too much", 0)


def literal(pattern: str) -> str:
    """The longest text that every match must hold; empty where there is none to be sure of."""
    return certain(read(pattern))
