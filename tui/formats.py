"""The formats there are, as this process knows them: ours, and what a process of its own told of others'."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from parsers import Declaration
from parsers.doors import BUILT_IN, Admission, Refusal, admission, admit, built_in, doors

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

PATIENCE = 10.0
"""Seconds that loading one parser may take."""

Told: TypeAlias = int | Declaration | Refusal | None
"""What the process that loads others' parsers says: the door it is at, what came in or was refused, the end."""


class Formats(Struct, frozen=True):
    """What every parser says of itself, and those that could not be used."""

    declared: tuple[Declaration, ...]
    refused: tuple[Refusal, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parsers, ours first."""
        return tuple(said.name for said in self.declared)

    def named(self, name: str) -> Declaration | None:
        """What the parser of that name says."""
        return next((said for said in self.declared if said.name == name), None)


_lock = threading.Lock()
_others: Formats | None = None


@cache
def _ours() -> tuple[Declaration, ...]:
    from parsers.contract import declaration

    return tuple(declaration(parser, BUILT_IN) for parser in built_in())


def known() -> Formats:
    """The formats known by now, at once: others' are not while nobody has waited for them."""
    others = _others or Formats(())
    return Formats(_ours() + others.declared, others.refused)


def formats() -> Formats:
    """All formats there are; waits until others' parsers are loaded, in a process of their own, the first time."""
    global _others  # noqa: PLW0603 (a cache that `known` may look into)
    with _lock:
        if _others is None:
            _others = _asked() if doors() else Formats(())
    return known()


def declared(log: str) -> Declaration | None:
    """What the parser of that name says; waits for others' only where it is none of ours."""
    return known().named(log) or formats().named(log)


def is_foreign(log: str) -> bool:
    """Whether a log's parser is not ours."""
    return any(said.name == log and said.origin != BUILT_IN for said in known().declared)


def open_files(files: Sequence[str]) -> None:
    """Let in the parsers of some files, before anything is read."""
    global _others  # noqa: PLW0603
    with _lock:
        admit(Admission(tuple(files)))
        _others = None


def _asked() -> Formats:
    """What came in by others' doors; one that takes too long or ends the process is shut from then on."""
    said: list[Told] = []
    while True:
        at = -1
        said.clear()
        for one in _talk():
            said.append(one)
            at = one if isinstance(one, int) else at
        if said and said[-1] is None:
            break
        _shut(at)
    declared = tuple(one for one in said if isinstance(one, Declaration))
    return Formats(declared, (*(one for one in said if isinstance(one, Refusal)), *_stuck()))


def _shut(number: int) -> None:
    known = admission()
    if number < 0 or number in known.shut:
        raise RuntimeError("the process that loads parsers cannot be started")
    admit(Admission(known.files, known.shut | {number}))


def _stuck() -> Iterator[Refusal]:
    reason = f"loading it took more than {PATIENCE:.0f} s, or ended the process that did"
    return (Refusal(doors()[number].name, doors()[number].origin, reason) for number in sorted(admission().shut))


def _talk() -> Iterator[Told]:
    """What the process says, until it is done, dies, or is silent for too long."""
    from multiprocessing import get_context

    context = get_context("spawn")  # forking a process that runs threads is not safe
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_tell, args=(theirs, admission()), daemon=True, name="formats")
    process.start()
    theirs.close()
    try:
        while ours.poll(PATIENCE):
            told: Told = ours.recv()
            yield told
            if told is None:
                break
    except EOFError:
        return
    finally:
        process.kill()
        process.join()
        ours.close()


def _tell(pipe: Connection, let_in: Admission) -> None:
    """The life of the process that loads others' parsers."""
    hush()
    for one in _loaded(let_in):
        pipe.send(one)


def _loaded(let_in: Admission) -> Iterable[Told]:
    from parsers.doors import Found, enter

    admit(let_in)
    before: list[Found] = []
    for number, door in enumerate(doors()):
        if number in let_in.shut:
            continue
        yield number
        for one in enter(number, door, before):
            if isinstance(one, Found):
                before.append(one)
            yield one.said if isinstance(one, Found) else one
    yield None


def hush() -> None:
    """Have what this process prints go nowhere: the terminal is the screen's, whatever others' code says."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
