"""Draws the pictures of the README anew: `python -m tests.screenshots`."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Sequence
from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from tui.app import Tailtrail
from tui.demo import write_all
from tui.progress import State
from tui.session import Session
from tui.view import View

BLANK, CELL = "&#160;", 12.2
"""A blank, and the width of a cell, as Rich writes them into its SVG."""
LEADING = re.compile(
    rf'<text(?P<style> [^>]*?)x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" textLength="(?P<length>[\d.]+)"'
    rf"(?P<rest>[^>]*>)(?P<blanks>(?:{BLANK})+)"
)
FOLDER = Path(__file__).resolve().parent.parent / "screenshots"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PICTURES: dict[str, tuple[tuple[int, int], View, Sequence[str]]] = {
    "wide": ((180, 42), View(), ["J", *"11:59:45", "enter"]),
    "event": ((120, 40), View(filter="actor:alice and effect:destructive"), ["end", "enter"]),
    "narrow": ((80, 24), View(filter="actor:alice"), ["end"]),
    "neptune": ((120, 40), View(filter="effect:destructive", log="neptune_audit"), ["end"]),
    "coverage": ((120, 20), View(), ["C", "n"]),
    "gaps": ((120, 24), View(), ["A"]),
    "help": ((120, 40), View(), ["question_mark"]),
}


async def loaded(pilot: Pilot[None], session: Session) -> None:
    """Wait until everything is read and drawn."""
    while session.progress().state is State.LOADING:
        await pilot.pause(0.05)
    await settled(pilot)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is being asked or drawn."""
    for _ in range(5):
        await pilot.pause(0.1)
        await pilot.app.workers.wait_for_complete()


async def picture(name: str, logs: Path) -> str:
    """One picture, of the demo's incident after its end."""
    size, view, keys = PICTURES[name]
    with Session([str(logs)], follow=True, workers=0) as session:
        app = Tailtrail(session, view, session.first_page(), title="~/trail")
        async with app.run_test(size=size) as pilot:
            await loaded(pilot, session)
            for key in keys:
                await pilot.press(key)
                await settled(pilot)
            return placed(app.export_screenshot(title="tailtrail"))


def placed(svg: str) -> str:
    """The picture without blanks before its texts, which some programs that draw SVG leave out, and all moves left."""
    return LEADING.sub(_moved, svg)


def _moved(found: re.Match[str]) -> str:
    shift = CELL * len(found["blanks"]) / len(BLANK)
    x, length = float(found["x"]) + shift, float(found["length"]) - shift
    return f'<text{found["style"]}x="{x:g}" y="{found["y"]}" textLength="{length:g}"{found["rest"]}'


def main(names: Sequence[str]) -> None:
    """Draw these pictures, or all."""
    FOLDER.mkdir(exist_ok=True)
    # From where the logs lie, so that no path of this machine is in a picture.
    with TemporaryDirectory() as folder, chdir(folder):
        write_all(Path("trail"), now=NOW)
        for name in names or PICTURES:
            (FOLDER / f"{name}.svg").write_text(asyncio.run(picture(name, Path("trail"))))


if __name__ == "__main__":
    main(sys.argv[1:])
