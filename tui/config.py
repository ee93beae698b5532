"""The person's settings, as the program asks for them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from tui.view import View

BUILT_IN: Mapping[str, View] = {
    "failures": View("outcome:* and not outcome:success and not benign:true"),
    "sign-ins": View("service:signin or action:(AssumeRoleWithSAML or Authenticate or Federate)"),
    "destructive": View("effect:destructive"),
    "auditing changed": View(
        "gap:* or risk:*audit* or (service:cloudtrail and effect:(write or admin or destructive))"
    ),
    # CloudTrail alone has an eventName; its data events are rows read and written, not changes of a database.
    "database changes": View(
        "service:(rds or neptune* or docdb or keyspaces) and effect:(write or admin or destructive)"
        " and eventName:* and not eventCategory:Data"
    ),
}
"""The views that are there before the person saves any; one of their own by the same name replaces it."""


class ConfigError(Exception):
    """A file of settings that cannot be used: where, which key, what is wrong, and what would do instead."""

    def __init__(
        self, path: Path, problem: str, *, line: int | None = None, key: str = "", expected: str = "", nearest: str = ""
    ) -> None:
        super().__init__(path, problem)
        self.path, self.problem, self.line = path, problem, line
        self.key, self.expected, self.nearest = key, expected, nearest

    def __str__(self) -> str:
        said = f"{self.path}{f', line {self.line}' if self.line else ''}: {self.key and f'{self.key}: '}{self.problem}"
        said += f"; expected {self.expected}" if self.expected else ""
        return said + (f"; did you mean {self.nearest}?" if self.nearest else "")


class Config(Struct, frozen=True):
    """What the person wants to be otherwise; `keys` maps the ids of bindings to keys, several with commas between."""

    theme: str = "tokyo-night"
    utc: bool = True
    ascii: bool = False
    columns: tuple[str, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    views: Mapping[str, View] = field(default_factory=lambda: dict(BUILT_IN))

    def keymap(self) -> dict[str, str]:
        """The keys in the form that Textual's `App.set_keymap` takes."""
        return dict(self.keys)

    def strange_keys(self, known: Iterable[str]) -> tuple[str, ...]:
        """A sentence for every id under `[keys]` that is not among the `known` ids of bindings."""
        ids = set(known)
        strange = [name for name in self.keys if name not in ids]
        return tuple(f"[keys] {name}: no such key{_did_you_mean(nearest(name, ids))}" for name in strange)


def default_path() -> Path:
    """Where the settings are: `%APPDATA%` on Windows, else `$XDG_CONFIG_HOME` or `~/.config`.

    A relative `$XDG_CONFIG_HOME` does not count: https://specifications.freedesktop.org/basedir-spec/latest/
    """
    windows = sys.platform == "win32"
    named = Path(os.environ.get("APPDATA" if windows else "XDG_CONFIG_HOME", ""))
    fallback = Path("AppData", "Roaming") if windows else Path(".config")
    return (named if named.is_absolute() else Path.home() / fallback) / "tailtrail" / "config.toml"


def load(path: Path | None = None) -> Config:
    """The settings in a file, the default one where none is given; without a file, the default settings.

    Raises `ConfigError`.
    """
    path = path or default_path()
    data = bytes_of(path)
    if not data:
        return Config()
    from tui.settings import read

    return read(path, data)


def bytes_of(path: Path) -> bytes:
    """What a file holds; nothing where there is none. Raises `ConfigError`."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise ConfigError(path, f"cannot be read: {error.strerror}") from error


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that is most like another; empty where none is."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), n=1)), "")


def _did_you_mean(nearest: str) -> str:
    return f"; did you mean {nearest}?" if nearest else ""
