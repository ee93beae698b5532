"""The doors by which parsers come in: installed packages, ours first, and single files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from inspect import isabstract
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from msgspec import Struct

from parsers.base import Parser
from parsers.contract import Declaration, DeclarationError, declaration

if TYPE_CHECKING:  # takes ten times as long as all the rest
    from importlib.metadata import EntryPoint

GROUP = "tailtrail.parsers"
OURS = "parsers."
"""What the modules of our own entry points begin with; they come through the same door as others'."""
BUILT_IN = "built in"


class Door(Struct, frozen=True):
    """A way in that is not ours: `origin` is a distribution with its version, or a file."""

    name: str
    origin: str
    open: Callable[[], Iterable[Parser]]


class Found(Struct, frozen=True):
    """A parser that came in, what it says of itself, and the number of its door."""

    parser: Parser
    said: Declaration
    door: int


class Refusal(Struct, frozen=True):
    """A parser that could not come in, and why."""

    name: str
    origin: str
    reason: str

    def __str__(self) -> str:
        return f"the parser {self.name} ({self.origin}) was refused: {self.reason}"


class Plugins(Struct, frozen=True):
    """What came in by the doors that are not ours."""

    found: tuple[Found, ...] = ()
    refused: tuple[Refusal, ...] = ()


class Admission(Struct, frozen=True):
    """Which doors there are beside ours: `files` are paths of parsers, `shut` the numbers of doors to leave shut."""

    files: tuple[str, ...] = ()
    shut: frozenset[int] = frozenset()


_admission = Admission()


def admit(admission: Admission) -> None:
    """Open other doors than before, for this process."""
    global _admission  # noqa: PLW0603 (which parsers there are is one answer for a whole process)
    _admission = admission
    doors.cache_clear()
    plugins.cache_clear()


def admission() -> Admission:
    """The doors that are open in this process."""
    return _admission


def _entry_points() -> list[EntryPoint]:
    from importlib.metadata import entry_points

    return sorted(entry_points(group=GROUP), key=lambda point: point.name)


def each_built_in() -> Iterator[Parser]:
    """Our own parsers, by name; each is made when it is come to, which takes milliseconds."""
    return (point.load()() for point in _entry_points() if point.value.startswith(OURS))


@cache
def built_in() -> tuple[Parser, ...]:
    """Our own parsers, by name."""
    return tuple(each_built_in())


@cache
def doors() -> tuple[Door, ...]:
    """The doors that are not ours, none of them opened: installed packages, then files."""
    points = [point for point in _entry_points() if not point.value.startswith(OURS)]
    found = [Door(point.name, _distribution(point), partial(_of_point, point)) for point in points]
    found += [Door(Path(path).stem, path, partial(of_file, Path(path))) for path in dict.fromkeys(_admission.files)]
    return tuple(found)


@cache
def plugins() -> Plugins:
    """Open every door that is not ours: this runs the code of others."""
    found: list[Found] = []
    refused: list[Refusal] = []
    for number, door in enumerate(doors()):
        if number in _admission.shut:
            continue
        for one in enter(number, door, found):
            if isinstance(one, Found):
                found.append(one)
            else:
                refused.append(one)
    return Plugins(tuple(found), tuple(refused))


def enter(number: int, door: Door, before: Iterable[Found]) -> Iterator[Found | Refusal]:
    """What comes in by one door; a name is taken by whoever came first, and by ours before all."""
    taken = {parser.name: BUILT_IN for parser in built_in()} | {one.said.name: one.said.origin for one in before}
    try:
        for parser in door.open():
            said = declaration(parser, door.origin)
            if said.name in taken:
                raise DeclarationError(f"another parser is called {said.name}: {taken[said.name]}")
            taken[said.name] = door.origin
            yield Found(parser, said, number)
    except (DeclarationError, SyntaxError) as error:
        yield Refusal(door.name, door.origin, str(error))
    except (Exception, SystemExit) as error:  # noqa: BLE001 (others' code may raise anything; it is told)
        yield Refusal(door.name, door.origin, f"loading it raised {type(error).__name__}: {error}")


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value


def _of_point(point: EntryPoint) -> Iterator[Parser]:
    yield _parser(point.load()())


def of_file(path: Path) -> Iterator[Parser]:
    """The parsers of a file: of `.toml` the one it declares, of `.py` those whose classes it defines."""
    if path.suffix == ".toml":
        from parsers.declarative import of_toml

        yield of_toml(path)
        return
    module = _module(path)
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, Parser)]
    own = [kind for kind in kinds if kind.__module__ == module.__name__ and not isabstract(kind)]
    if not own:
        raise DeclarationError("no class in it is a Parser with sniff and decode")
    for kind in own:
        yield kind()


def _module(path: Path) -> ModuleType:
    """The module that a file defines, under a name that no other module has."""
    from importlib.util import module_from_spec, spec_from_file_location

    name = f"tailtrail_parsers.{path.stem}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise DeclarationError("not a .py or .toml file")
    module = module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def _parser(made: object) -> Parser:
    if not isinstance(made, Parser):
        raise DeclarationError(f"the entry point gives {made!r}, which is no Parser")
    return made
