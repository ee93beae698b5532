"""The public door: what a parser is, and which ones there are."""

from parsers.base import (
    API,
    COMMON,
    NO_TIME,
    SUCCESS,
    UNPARSED,
    Effect,
    Event,
    Field,
    Kind,
    Layout,
    Parser,
    Telling,
    Unparsed,
    Value,
)
from parsers.contract import Declaration, DeclarationError
from parsers.registry import all_parsers, detect, parser_named

__all__ = [
    "API",
    "COMMON",
    "NO_TIME",
    "SUCCESS",
    "UNPARSED",
    "Declaration",
    "DeclarationError",
    "Effect",
    "Event",
    "Field",
    "Kind",
    "Layout",
    "Parser",
    "Telling",
    "Unparsed",
    "Value",
    "all_parsers",
    "detect",
    "parser_named",
]
