"""Runs a filter's pattern over a text in time that grows with the text alone, whatever the pattern.

Thompson's construction, the set of places kept as one state of a machine that is built as the text is read: a
character costs one look-up once its step is known.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from tui.filter.pattern import WORD, Chars, Concat, Edge, Either, Pattern, Repeat
from tui.filter.regex import read

KNOWN_STEPS = 20_000
"""How many steps are remembered before they are forgotten and found anew."""


class Fork(Struct, frozen=True):
    """Go on in both places."""

    ways: tuple[int, int]


FOUND = "found"
Step: TypeAlias = Chars | Edge | Fork | str
State: TypeAlias = tuple[frozenset[int], str]
"""The places in the program, and the kind of the character before: none at the start of the text."""
DONE: State = (frozenset(), FOUND)


class Program:
    """A pattern as steps; step `n` goes on at `n + 1` unless it says otherwise."""

    def __init__(self, pattern: Pattern) -> None:
        self.steps: list[Step] = []
        self.write(pattern)
        self.steps.append(FOUND)

    def write(self, pattern: Pattern) -> None:
        """Appends the steps of one part."""
        match pattern:
            case Concat(parts):
                for part in parts:
                    self.write(part)
            case Either(parts):
                self.write_either(parts)
            case Repeat():
                self.write_repeat(pattern)
            case _:
                self.steps.append(pattern)

    def fork(self) -> int:
        """Appends a fork whose second way is not yet known; gives its place."""
        here = len(self.steps)
        self.steps.append(Fork((here + 1, here + 1)))
        return here

    def lead(self, place: int, first: int, second: int) -> None:
        """Says where a fork leads."""
        self.steps[place] = Fork((first, second))

    def write_either(self, parts: tuple[Pattern, ...]) -> None:
        """Each alternative, then a jump behind the last."""
        jumps: list[int] = []
        for part in parts[:-1]:
            here = self.fork()
            self.write(part)
            jumps.append(self.fork())
            self.lead(here, here + 1, len(self.steps))
        self.write(parts[-1])
        for jump in jumps:
            self.lead(jump, len(self.steps), len(self.steps))

    def write_repeat(self, repeat: Repeat) -> None:
        """What must be there, then what may."""
        for _ in range(repeat.least):
            self.write(repeat.part)
        if repeat.most is None:
            here = self.fork()
            self.write(repeat.part)
            back = self.fork()
            self.lead(back, here, here)
            self.lead(here, here + 1, len(self.steps))
            return
        skips: list[int] = []
        for _ in range(repeat.most - repeat.least):
            skips.append(self.fork())
            self.write(repeat.part)
        for skip in skips:
            self.lead(skip, skip + 1, len(self.steps))


class Automaton:
    """Says whether a pattern is found in a text."""

    def __init__(self, pattern: str) -> None:
        self.steps = Program(read(pattern)).steps
        self.known: dict[tuple[State, str], State] = {}

    def found(self, text: str) -> bool:
        """Whether the pattern fits some part of the text, in either case."""
        state: State = (frozenset({0}), "")
        known = self.known
        for letter in text:
            key = (state, letter)
            state = known[key] if key in known else self.learn(state, letter)
            if state is DONE:
                return True
        return self.after(state, "") is DONE

    def learn(self, state: State, letter: str) -> State:
        """The step from a state by a character, remembered."""
        if len(self.known) > KNOWN_STEPS:
            self.known.clear()
        self.known[state, letter] = following = self.after(state, letter)
        return following

    def after(self, state: State, letter: str) -> State:
        """Where a character leads, `DONE` where the pattern is already found; none is the end of the text."""
        places, before = state
        following = {0}
        todo = list(places)
        seen = set(places)
        while todo:
            place = todo.pop()
            step = self.steps[place]
            if step == FOUND:
                return DONE
            if isinstance(step, Chars):
                if letter and step.has(letter):
                    following.add(place + 1)
                continue
            ways = step.ways if isinstance(step, Fork) else (place + 1,) * holds(step, before, letter)
            todo += (way for way in ways if way not in seen)
            seen.update(ways)
        return frozenset(following), kind(letter)


def kind(letter: str) -> str:
    """What the next place between characters must know of this one: whether it is of a word."""
    return "w" if Chars(WORD).has(letter) and letter.isascii() else "-"


def holds(edge: Step, before: str, after: str) -> bool:
    """Whether an edge is between a character of this kind and that one; none is the text's start or end."""
    if edge is Edge.START:
        return before == ""
    if edge is Edge.END:
        return after == ""
    return (before == "w") != (bool(after) and kind(after) == "w")


@lru_cache(maxsize=64)
def automaton(pattern: str) -> Automaton:
    """The automaton of a pattern that `regex.check` let pass."""
    return Automaton(pattern)
