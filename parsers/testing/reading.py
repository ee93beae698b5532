"""Reading a sample as the program reads a file, and asking a parser everything about one record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from parsers.base import Event, Parser, Unparsed
from parsers.contract import Promise, shortened
from parsers.framing import Broken, Piece, framer

NAME = "sample.log"
"""What a sample's file is called where a name is asked for: no pattern's help."""


def pieces(parser: Parser, data: bytes, size: int = 0) -> list[Piece]:
    """What `data` is cut into when it arrives `size` bytes at a time, or at once; headers are left out."""
    cutter = framer(parser.start, whole=parser.whole, continues=parser.continues)
    step = size or max(1, len(data))
    found = [piece for at in range(0, len(data), step) for piece in cutter.feed(data[at : at + step])]
    found += cutter.settle() + cutter.flush()
    return [piece for piece in found if not is_header(parser, piece)]


def is_header(parser: Parser, piece: Piece) -> bool:
    """Whether a piece is a line that says nothing of its own."""
    return isinstance(piece, Broken) and parser.header is not None and bool(parser.header.match(piece.raw))


def records(parser: Parser) -> list[bytes]:
    """The raw records of a parser's sample."""
    return [piece.raw for piece in pieces(parser, parser.sample)]


def events(parser: Parser, found: Iterable[Piece]) -> Iterator[Event | Unparsed]:
    """The answers to pieces; what could not be cut is unparsed with the reason."""
    for piece in found:
        yield Unparsed(piece.reason) if isinstance(piece, Broken) else parser.decode(piece.raw)


def answer_problem(parser: Parser, raw: bytes) -> str:
    """What is wrong with how a parser answers to some bytes, whatever they are; empty where nothing is.

    All that the program asks is asked: `sniff`, `whole`, `continues`, `aside`, `decode`, `layouts`.
    """
    try:
        return _problem(parser, raw)
    except Exception as error:  # noqa: BLE001 (whatever a parser raises is what is looked for)
        return f"raised {type(error).__name__}: {error}"


def _problem(parser: Parser, raw: bytes) -> str:
    score = parser.sniff(raw)
    if type(score) not in {int, float} or not 0 <= score <= 1:
        return f"sniff gave {shortened(score)}; expected 0 to 1"
    for said in (parser.whole(raw), parser.continues(raw, raw)):
        if type(said) is not bool:
            return f"whole or continues gave {shortened(said)}; expected True or False"
    reason = parser.aside(NAME, raw)
    if reason is not None and type(reason) is not str:
        return f"aside gave {shortened(reason)}; expected a reason or None"
    for layout in parser.layouts(raw):
        if type(layout.text) is not str:
            return f"layouts gave {shortened(layout.text)} for a text"
    return Promise(parser.fields).problem(parser.decode(raw))
