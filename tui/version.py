"""Which version of the program this is."""

from __future__ import annotations

import argparse


class Version(argparse.Action):
    """Says it, and ends; argparse's own wants the text at every start, and looking it up takes 10 ms."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """The option was given."""
        from importlib.metadata import version

        print(f"tailtrail {version('tailtrail')}")
        parser.exit()
