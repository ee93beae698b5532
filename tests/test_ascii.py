"""With `ascii = true` nothing on any screen is drawn with other signs; a log's own text stays what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.color import Color

from tests.browse_support import MIDDLE, NARROW, WIDE, Seen, jsonl, loaded, opened, small_trail
from tests.conftest import event
from tui.config import Config
from tui.plain import SIGNS, Plain
from tui.source import Source
from tui.visible import width_of


@pytest.fixture(scope="module")
def trail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """Sixty-two events in two logs, one that failed and a record that is none."""
    folder = tmp_path_factory.mktemp("trail")
    small_trail(folder)
    jsonl(folder / "b.jsonl", event(70, errorCode="AccessDenied", errorMessage="no\x07", userAgent="a" * 200))
    (folder / "c.jsonl").write_bytes(b'{"eventVersion": "1.10", "eventTime"\n')
    with loaded(folder) as source:
        yield source


def drawn(seen: Seen) -> str:
    """All that stands on the screen, as its picture has it."""
    return unescape(re.sub(r"<style.*?</style>|<[^>]*>", "", seen.app.export_screenshot(), flags=re.DOTALL))


def strange(seen: Seen) -> set[str]:
    """The signs on the screen that are not ASCII; a picture has its blanks as ones that do not break."""
    return {sign for sign in drawn(seen) if not sign.isascii() and sign != "\xa0"}


def where(seen: Seen) -> str:
    """The lines on which they stand."""
    return "\n".join(line for line in drawn(seen).replace("\xa0", " ").splitlines() if not line.isascii())


WALKS = {
    "panes": (WIDE, ["", "enter down down", "escape f down", "escape home [ end ]", "0 s", "space"]),
    "writing": (MIDDLE, ["/ s e r v i c e : r", "( (", "escape ctrl+f D e l e t e enter", "escape t s o o n enter"]),
    "clauses": (NARROW, ["= backslash right d i", "escape t 1 2 : 0 0 . . enter", "w", "escape escape"]),
    "nothing": (MIDDLE, ["/ a c t o r : x enter", "w", "escape 0"]),
    "screens": (
        MIDDLE,
        ["F down", "escape V down", "escape S down", "escape A", "escape C", "escape ?", "escape ctrl+p"],
    ),
}
"""Keys, and after each lot of them a look."""


@pytest.mark.parametrize("walk", WALKS)
async def test_all_that_is_met_is_ascii(trail: Source, walk: str) -> None:
    size, lots = WALKS[walk]
    async with opened(trail, size, config=Config(ascii=True)) as seen:
        for lot in lots:
            await seen.press(*lot.split())
            await seen.settled()
            assert not strange(seen), f"after {lot}:\n{where(seen)}"


async def test_an_empty_folder_is_ascii(tmp_path: Path) -> None:
    with loaded(tmp_path) as source:
        async with opened(source, config=Config(ascii=True)) as seen:
            await seen.until(lambda: "Nothing here yet" in drawn(seen).replace("\xa0", " "))
            assert not strange(seen), where(seen)


async def test_without_it_the_same_screen_is_drawn_with_more(trail: Source) -> None:
    async with opened(trail, MIDDLE) as seen:
        await seen.settled()
        await seen.press("F")
        await seen.until(lambda: strange(seen))


def test_what_stands_in_place_of_a_sign_is_as_wide() -> None:
    for plain, signs in SIGNS.items():
        assert plain.isascii()
        assert {width_of(sign) for sign in signs} == {len(plain)}, signs
    assert len("".join(SIGNS.values())) == len(set("".join(SIGNS.values())))


def test_letters_of_a_log_stay() -> None:
    line = [Segment("│ "), Segment("Zoë 你好…")]
    assert [segment.text for segment in Plain().apply(line, Color(0, 0, 0))] == ["| ", "Zoë 你好~"]
