"""The README's chapter *Your own format in ten minutes*, replayed word for word by somebody who has nothing yet."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# (\S+\.(?:toml|py))\n")


def chapter() -> str:
    """The chapter's words."""
    return README.read_text().partition("\n## Your own format in ten minutes\n")[2].partition("\n## ")[0]


def run(script: str, folder: Path, home: Path) -> str:
    """What a shell says to a script that must not fail, in an environment with nothing but the program."""
    path = os.pathsep.join([str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin"])
    env = {"HOME": str(home), "PATH": path, "LANG": "C.UTF-8"}
    said = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"{script}\npwd > {home}/where"],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert said.returncode == 0, (script, said.stdout, said.stderr)
    return said.stdout


def test_who_follows_the_chapter_has_their_log_in_the_table(tmp_path: Path) -> None:
    home = folder = tmp_path / "home"
    home.mkdir()
    said, done = "", []
    for kind, text in BLOCK.findall(chapter()):
        done.append(kind)
        if kind == "sh":
            said = run(text, folder, home)
            folder = Path((home / "where").read_text().strip())
        elif kind == "text":
            assert text.strip() in said
        elif name := FILE.match(text):
            (folder / name[1]).write_text(text)
    assert done == ["sh", "text", "toml", "sh", "text", "sh", "text", "python", "sh", "text"]


def test_the_chapter_says_what_the_surface_is() -> None:
    import parsers

    words = chapter()
    declared = {name for name in vars(parsers.Parser) if not name.startswith("_")} - {"layouts"}
    assert {name for name in declared if f"`{name}" not in words} == set()
    assert all(name in words for name in ("Field", "COMMON", "Unparsed", "Layout", "Telling"))
