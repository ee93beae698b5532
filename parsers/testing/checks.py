"""What is checked of a parser, one promise a function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import process_time
from typing import TypeAlias

from msgspec import Struct

from parsers.base import Parser, Unparsed
from parsers.contract import DeclarationError, Promise, declaration
from parsers.framing import Broken, first_record
from parsers.registry import SURE_ENOUGH, score
from parsers.testing.mutation import cuts, mutations, repetitions
from parsers.testing.reading import NAME, answer_problem, events, pieces, records

CHUNKS = (1, 2, 7, 64, 1000)
"""Bytes at a time in which a sample arrives."""
SEED = 20261121
MUTATIONS = 600
CUTS = 80
SOON = 1.0
"""Seconds in which any record of 60,000 bytes is to be answered; the program gives up a slower parser."""


class Failure(Struct, frozen=True):
    """A promise that was not kept: which one, in what way, and the record it was seen on, if it was one."""

    check: str
    problem: str
    record: bytes = b""

    def __str__(self) -> str:
        on = f"\n    on {self.record[:200]!r}" if self.record else ""
        return f"{self.check}: {self.problem}{on}"


Check: TypeAlias = Callable[[Parser, Sequence[Parser]], Iterator[Failure]]
"""Takes a parser and the others that it has to live with; gives what is wrong."""


def declares_itself(parser: Parser, _: Sequence[Parser]) -> Iterator[Failure]:
    """What it declares can be used, and every field says what it is."""
    try:
        found = declaration(parser)
    except DeclarationError as error:
        yield Failure("declares itself", str(error))
        return
    for field in found.fields:
        if not field.description:
            yield Failure("declares itself", f"the field {field.name} has no description")


def recognises_its_sample(parser: Parser, others: Sequence[Parser]) -> Iterator[Failure]:
    """Its own sample is its own, and no other's sample is."""
    own = score(parser, NAME, parser.sample)
    if own < SURE_ENOUGH:
        yield Failure("recognises its sample", f"sniff says {own:.2f} of it; {SURE_ENOUGH} is the least")
    for other in others:
        theirs = score(other, NAME, parser.sample)
        if theirs >= own:
            yield Failure("recognises its sample", f"{other.name} is as sure of it: {theirs:.2f}, not {own:.2f}")
        taken, kept = score(parser, NAME, other.sample), score(other, NAME, other.sample)
        if taken >= kept:
            yield Failure("leaves others' samples", f"it takes that of {other.name}: {taken:.2f}, not {kept:.2f}")


def reads_its_sample(parser: Parser, _: Sequence[Parser]) -> Iterator[Failure]:
    """Every record of the sample is an event that says when, what and how it went, of the declared kinds."""
    promise = Promise(parser.fields)
    found = pieces(parser, parser.sample)
    if not found:
        yield Failure("reads its sample", "no record is found in it")
    for piece, answer in zip(found, events(parser, found), strict=True):
        problem = promise.problem(answer)
        if isinstance(piece, Broken) or isinstance(answer, Unparsed):
            problem = f"unparsed: {answer.reason if isinstance(answer, Unparsed) else ''}"
        elif not problem:
            said = dict(zip((field.name for field in promise.fields), answer, strict=True))
            open_ = [name for name in ("time", "action", "outcome", "summary") if said[name] is None]
            problem = f"says nothing for {', '.join(open_)}" if open_ else ""
        if problem:
            yield Failure("reads its sample", problem, piece.raw)


def any_chunking(parser: Parser, _: Sequence[Parser]) -> Iterator[Failure]:
    """However the bytes arrive, the events are the same."""
    at_once = list(events(parser, pieces(parser, parser.sample)))
    for size in CHUNKS:
        if list(events(parser, pieces(parser, parser.sample, size))) != at_once:
            yield Failure("any chunking", f"other events where the sample arrives {size} bytes at a time")


def answers_anything(parser: Parser, _: Sequence[Parser]) -> Iterator[Failure]:
    """Cut off, damaged and hostile records are answered, never raised at; three of what is wrong are enough."""
    raws = records(parser) or [parser.sample]
    damaged = (*(cut for raw in raws for cut in cuts(raw, CUTS)), *mutations(raws, MUTATIONS, SEED))
    told = 0
    for raw in damaged:
        problem = answer_problem(parser, raw)
        if problem:
            yield Failure("answers anything", problem, raw)
            told += 1
        if told == 3:
            return


def answers_soon(parser: Parser, _: Sequence[Parser]) -> Iterator[Failure]:
    """Long records that repeat something take no time out of proportion."""
    raws = records(parser) or [parser.sample]
    for raw in repetitions(raws, SEED):
        began = process_time()
        problem = answer_problem(parser, raw)
        took = process_time() - began
        if took > SOON:
            problem = f"took {took:.1f} s for {len(raw):,} bytes; {SOON:.0f} s is the most"
        if problem:
            yield Failure("answers soon", problem, raw)
            return


def same_each_time(parser: Parser, _: Sequence[Parser]) -> Iterator[Failure]:
    """The same bytes give the same answer: from the same parser, from a new one, and after other records."""
    raws = [*records(parser), *mutations(records(parser) or [parser.sample], 50, SEED)]
    first = [parser.decode(raw) for raw in raws]
    again = [parser.decode(raw) for raw in reversed(raws)][::-1]
    for raw, one, two in zip(raws, first, again, strict=True):
        if one != two:
            yield Failure("same each time", "another answer to the same record", raw)
            return


def head_is_enough(parser: Parser, _: Sequence[Parser]) -> Iterator[Failure]:
    """The beginning of a long file is recognised as well as the whole."""
    head = first_record(parser.sample, parser.start)[:4096]
    if parser.sniff(head) < SURE_ENOUGH:
        yield Failure("recognises its sample", "sniff does not know the first 4,096 bytes of it", head)


CHECKS: tuple[Check, ...] = (
    declares_itself,
    recognises_its_sample,
    head_is_enough,
    reads_its_sample,
    any_chunking,
    same_each_time,
    answers_anything,
    answers_soon,
)
"""All of them, in the order in which they are run; the first is a condition of the rest."""
