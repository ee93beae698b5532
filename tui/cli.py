"""The command line. Nothing heavy is imported before it is known to be needed."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from tui.version import Version

if TYPE_CHECKING:
    from tui.case.folder import Folder
    from tui.feed.discover import Span
    from tui.session import Session

EPILOG = """\
commands:
  tailtrail PATH…           open files and folders, live (`-` is standard input)
  tailtrail demo            watch an invented incident unfold; nothing of yours is read
  tailtrail stats PATH…     count what is there, per format
  tailtrail query PATH…     print the events that match a filter
  tailtrail parsers         list the formats there are; check one, or begin a new one
  tailtrail COMMAND --help  more about one of them

A file called demo, stats, query or parsers is opened with ./ before its name. Press ? in the program for its keys.
"""


FORMATS = frozenset({"jsonl", "raw", "csv", "markdown", "table"})
"""The names of `tui.export.FORMS`, which takes longer to import than to name."""


class Mistake(Exception):  # noqa: N818 (it is the person's, not an error of ours)
    """What was asked cannot be done; the message says what to do instead."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit status (2 for a mistake in what was asked)."""
    args = sys.argv[1:] if argv is None else list(argv)
    commands = {"demo": _demo, "stats": _stats, "query": _query, "parsers": _parsers}
    run = commands.get(args[0]) if args else None
    try:
        return run(args[1:]) if run else _open(args)
    except Mistake as mistake:
        print(f"tailtrail: {mistake}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    finally:
        gc.enable()


def _open(args: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="tailtrail",
        usage="tailtrail PATH… [options]",
        description="Open and tail AWS CloudTrail files and Amazon Neptune audit logs in the terminal.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=Version, nargs=0, help="show program's version number and exit")
    _paths(parser)
    _view(parser)
    parser.add_argument(
        "--resume",
        nargs="?",
        const="",
        metavar="NAME",
        help="go on with what was read when the connection dropped: the newest, or the one of that name",
    )
    parser.add_argument("--view", default="", metavar="NAME", help="open with a saved view, e.g. destructive")
    parser.add_argument("--wait", action="store_true", help="wait for what is not there yet, as `tail -F` does")
    asked = _parsed(parser, args)
    gc.disable()  # until the first paint nothing is garbage, and looking for some takes a tenth of the time
    _log_to(asked.log_file)
    chosen = _let_in(asked)
    from tui.run import run

    def open_() -> int:
        return run(
            asked.paths,
            span=_span(asked),
            filter_text=asked.filter,
            view_name=asked.view,
            folder=_folder(asked),
            parse=chosen,
            wait=asked.wait,
        )

    return _mistakes(open_, missing="; --wait waits for it")


def _demo(args: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tailtrail demo", description="Watch an invented incident unfold, live.")
    parser.add_argument("--seed", type=int, default=7, help="another seed, another cast of ordinary traffic")
    parser.add_argument("--speed", type=float, default=1.0, help="how fast it is played (default: 1)")
    parser.add_argument("--log-file", help="write the program's own log here")
    asked = parser.parse_args(args)
    if asked.speed <= 0:
        raise Mistake("--speed must be above 0")
    _log_to(asked.log_file)
    from tui.run import run_demo

    return _mistakes(lambda: run_demo(seed=asked.seed, speed=asked.speed))


def _stats(args: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="tailtrail stats",
        description="Count what is there, per format. Always: records = events + unparsed + duplicates.",
    )
    _paths(parser)
    parser.add_argument("--json", action="store_true", help="as JSON, under `total` and `parsers.NAME`")
    asked = _parsed(parser, args)
    _log_to(asked.log_file)
    chosen = _let_in(asked)

    def run() -> int:
        from tui.headless import stats
        from tui.session import Session

        with Session(asked.paths, span=_span(asked), folder=_folder(asked), parse=chosen) as session:
            stats(session, as_json=asked.json, out=sys.stdout)
            _tell(session)
        return 0

    return _mistakes(run)


def _query(args: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tailtrail query", description="Print the events that match a filter.")
    _paths(parser)
    _view(parser)
    parser.add_argument("--format", choices=sorted(FORMATS), default="jsonl", help="default: jsonl")
    parser.add_argument("--columns", metavar="NAMES", help="of csv, markdown and table: time,actor,eventName")
    parser.add_argument("--count", action="store_true", help="print how many events there are, alone")
    parser.add_argument("--limit", type=int, metavar="N", help="print N at most")
    parser.add_argument("--unparsed", action="store_true", help="records that could not be read, too")
    asked = _parsed(parser, args)
    _log_to(asked.log_file)
    chosen = _let_in(asked)

    def run() -> int:
        from tui.export import COLUMNS, FORMS
        from tui.headless import Question, query
        from tui.session import Session
        from tui.view import View

        span = _span(asked)
        view = View(filter=asked.filter, since=span.since, until=span.until)
        columns = _columns(asked.columns) if asked.columns else COLUMNS
        question = Question(view, FORMS[asked.format], asked.limit, asked.count, asked.unparsed, columns)
        with Session(asked.paths, span=span, folder=_folder(asked), parse=chosen) as session:
            query(session, question, sys.stdout.buffer)
            _tell(session)
        return 0

    return _mistakes(run)


def _columns(text: str) -> tuple[str, ...]:
    """The fields that are asked for by name."""
    from difflib import get_close_matches

    from tui.columns import choosable

    names = tuple(name.strip() for name in text.split(",") if name.strip())
    known = {field.name for field in choosable(None)}
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=3) or ["those that --format jsonl writes"]
            raise Mistake(f"no field is called {name!r}; expected {' or '.join(near)}")
    return names


def _parsers(args: list[str]) -> int:
    from tui.workshop.command import PluginError, main

    try:
        return main(args)
    except PluginError as error:
        raise Mistake(str(error)) from error


def _mistakes(run: Callable[[], int], missing: str = "") -> int:
    """Turn the errors that are the person's to mend into a `Mistake`; `missing` ends that of an absent path."""
    from tui.case.folder import FolderError
    from tui.config import ConfigError
    from tui.feed.discover import NoSuchPathError
    from tui.filter.errors import FilterError

    try:
        return run()
    except NoSuchPathError as error:
        raise Mistake(f"{error}{missing}") from error
    except FilterError as error:
        raise Mistake(f"in the filter: {error}") from error
    except (FolderError, ConfigError) as error:
        raise Mistake(str(error)) from error


def _paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a file, folder or glob; `-` for standard input")
    parser.add_argument(
        "--session",
        metavar="DIR",
        help="keep what is read, and how it is looked at, in this folder; opened again only what is new is read, and"
        " without a PATH the same paths go on",
    )
    parser.add_argument("--since", metavar="TIME", help="only from then on: 2026-11-20T12:00, 12:00, 15m, now-2h")
    parser.add_argument("--until", metavar="TIME", help="only before then")
    parser.add_argument("--parser", action="append", default=[], metavar="FILE", help="a parser of your own")
    parser.add_argument("--parse", action="append", default=[], metavar="GLOB=NAME", help="read these files with it")
    parser.add_argument("--log-file", metavar="FILE", help="write the program's own log here")


def _parsed(parser: argparse.ArgumentParser, args: list[str]) -> argparse.Namespace:
    """The arguments; a session that is gone on with remembers its paths."""
    asked = parser.parse_args(args)
    resume = getattr(asked, "resume", None)
    if not asked.paths and asked.session is None and resume is None:
        parser.error("a PATH is needed, or the --session to go on with")
    if asked.session is not None and resume is not None:
        parser.error("--session goes on with what is kept; --resume is for what is not")
    return asked


def _folder(asked: argparse.Namespace) -> Callable[[], Folder]:
    """Who makes or opens the session's folder."""
    from tui.case.folder import kept, temporary
    from tui.case.left import resumed

    if asked.session is not None:
        return partial(kept, asked.session, new=bool(asked.paths))
    resume = getattr(asked, "resume", None)
    return temporary if resume is None else partial(resumed, resume)


def _tell(session: Session) -> None:
    """Say what there is to say of a session, where it cannot be taken for what was asked for."""
    from tui.formats import known

    for said in (session.notice, *known().refused):
        if said:
            print(f"tailtrail: {said}", file=sys.stderr)


def _view(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--filter", default="", metavar="FILTER", help="e.g. 'service:rds and not outcome:success'")


def _let_in(asked: argparse.Namespace) -> tuple[tuple[str, str], ...]:
    """Let in the person's own parsers; which parser they want for which files."""
    from tui.workshop.command import PluginError, choices, let_in

    try:
        let_in(asked.parser)
        return choices(asked.parse)
    except PluginError as error:
        raise Mistake(str(error)) from error


def _span(asked: argparse.Namespace) -> Span:
    from tui.feed.discover import Span
    from tui.when import moment

    now = datetime.now(UTC)
    try:
        since, until = (moment(text, now) if text else None for text in (asked.since, asked.until))
    except ValueError as error:
        raise Mistake(str(error)) from error
    return Span(since, until)


def _log_to(path: str | None) -> None:
    if path is None:
        return
    try:
        handler = logging.FileHandler(path)
    except OSError as error:
        raise Mistake(f"cannot write the log to {path}: {error.strerror}") from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)


if __name__ == "__main__":
    sys.exit(main())
