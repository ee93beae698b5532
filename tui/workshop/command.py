"""`tailtrail parsers`, and the options by which the person brings and chooses parsers."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from parsers import DeclarationError
from tui.config import default_path
from tui.formats import formats, open_files

FOLDER = "parsers"
"""Beside the settings: `.py` and `.toml` files in it are let in at every start."""


class PluginError(Exception):
    """A parser that cannot be used or found; the message says what to do."""


def let_in(files: Sequence[str]) -> None:
    """Let in the parsers of the settings' folder and of some files; raises `PluginError` for a file that is refused."""
    folder = default_path().parent / FOLDER
    named = [os.path.abspath(file) for file in files]  # noqa: PTH100 (a link stays the name that it was given)
    kept = [str(path) for path in sorted(folder.glob("*")) if path.suffix in {".py", ".toml"}]
    if not named and not kept:
        return
    open_files([*kept, *named])
    for refusal in formats().refused if named else ():
        if refusal.origin in named:
            raise PluginError(str(refusal))


def choices(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Globs of files and the parsers wanted for them, of `GLOB=NAME`; raises `PluginError`."""
    chosen = []
    for text in texts:
        glob, equals, name = text.rpartition("=")
        if not equals or not glob:
            raise PluginError(f"--parse {text}: expected GLOB=NAME, such as '*.log=jsonlines'")
        if name not in formats().names:
            raise PluginError(f"--parse {text}: no parser is called {name!r}; there is {', '.join(formats().names)}")
        chosen.append((glob, name))
    return tuple(chosen)


def main(args: list[str]) -> int:
    """Run `tailtrail parsers`; returns the exit status: 1 where a parser does not keep the contract."""
    parser = argparse.ArgumentParser(prog="tailtrail parsers", description="List the formats, or make one.")
    parser.add_argument("--parser", action="append", default=[], metavar="FILE", help="a parser of your own")
    parser.set_defaults(run=_list)
    commands = parser.add_subparsers(metavar="COMMAND")
    check = commands.add_parser("check", help="run the contract kit on a parser, and say what it does not keep")
    check.add_argument("name", metavar="NAME|FILE", help="a parser's name, or a .py or .toml file")
    check.set_defaults(run=_check)
    new = commands.add_parser("new", help="write a parser that works, and its test, to begin with")
    new.add_argument("name", metavar="NAME", help="what the parser is to be called: door_log")
    new.add_argument("--toml", action="store_true", help="declared in TOML, without any Python")
    new.set_defaults(run=_new)
    asked = parser.parse_args(args)
    let_in(asked.parser)
    status: int = asked.run(asked)
    return status


def _list(_: argparse.Namespace) -> int:
    from tui.workshop.listing import lines

    print(*lines(formats()), sep="\n")
    return 0


def _check(asked: argparse.Namespace) -> int:
    from tui.workshop.checking import UnknownError, lines, named

    well = True
    try:
        for parser in named(asked.name):
            print(f"{parser.name}: {parser.title}")
            for line, good in lines(parser):
                print(line, flush=True)
                well = well and good
    except UnknownError as error:
        raise PluginError(str(error)) from error
    except DeclarationError as error:
        print(error)
        well = False
    return 0 if well else 1


def _new(asked: argparse.Namespace) -> int:
    from tui.workshop.starter import write

    try:
        parser, test = write(Path(), asked.name, toml=asked.toml)
    except (ValueError, OSError) as error:
        raise PluginError(str(error)) from error
    print(f"{parser} and {test} are written. Try: tailtrail parsers check {parser}")
    return 0
