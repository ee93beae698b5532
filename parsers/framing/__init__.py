"""The public door: a growing stream of bytes → raw records, with nothing lost between them."""

from parsers.framing.pieces import Broken, Framer, Piece, Place, Record
from parsers.framing.streams import cut, framer
from parsers.framing.transport import Beginning, first_record

__all__ = ["Beginning", "Broken", "Framer", "Piece", "Place", "Record", "cut", "first_record", "framer"]
