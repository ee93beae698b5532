"""A session's folder: made or opened, held while it is used, and gone afterwards unless it is kept."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from functools import cached_property
from pathlib import Path

from msgspec import MsgspecError, Struct, json
from msgspec.structs import asdict

from tui.case.lock import HeldError, Lock
from tui.case.names import ABOUT, HELD, LEFT
from tui.standing import Standing, read, written

VERSION = 1
"""What stands in a folder and how; a program that knows a lower one refuses it."""
PREFIX = "tailtrail-"
"""What the names of temporary folders begin with."""


class FolderError(Exception):
    """A folder that no session can be kept in; the message says why, and what to do."""


class About(Struct, frozen=True):
    """What a session reads: absolute paths and patterns, `-` for standard input; microseconds since 1970 UTC."""

    paths: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None


class Folder:
    """A folder with mode 0700 that this process holds. Raises `FolderError`."""

    def __init__(self, path: Path, *, kept: bool) -> None:
        self.path, self.kept = path, kept
        try:
            self._lock = Lock(path)
        except HeldError as error:
            raise FolderError(
                f"{path} is open in another tailtrail (process {error.process}): quit that one, or keep this session"
                " in another folder"
            ) from error
        try:
            self.about = about(path)
        except FolderError:
            self._lock.release()
            raise

    def write(self, known: About) -> None:
        """Note what the session reads."""
        if known != self.about or not (self.path / ABOUT).exists():
            put(self.path / ABOUT, json.encode({"version": VERSION, **asdict(known)}))
            self.about = known

    @property
    def name(self) -> str:
        """What a temporary session is gone on with by."""
        return self.path.name.removeprefix(PREFIX)

    @cached_property
    def left(self) -> Standing:
        """How the screen was left when the session was open before."""
        try:
            return read((self.path / LEFT).read_bytes())
        except OSError:
            return Standing()

    def keep(self, standing: Standing) -> None:
        """Note how the screen stands; a disk that takes nothing is no reason to stop."""
        try:
            put(self.path / LEFT, written(standing))
        except OSError as error:
            logging.getLogger(__name__).warning("how the screen stands is not kept: %s", error)

    def close(self) -> None:
        """Let go of it; what is not kept is removed."""
        self._lock.release()
        if not self.kept:
            shutil.rmtree(self.path, ignore_errors=True)


def temporary() -> Folder:
    """A new folder, where the system puts what is temporary."""
    return Folder(Path(tempfile.mkdtemp(prefix=PREFIX)), kept=False)  # made with mode 0700


def kept(name: str, *, new: bool = True) -> Folder:
    """The folder of that name, made if it is not there and may be `new`.

    Raises `FolderError` where a session cannot be kept in it.
    """
    path = Path(os.path.abspath(os.path.expanduser(name)))  # noqa: PTH100, PTH111 (links stay as they are written)
    if not new and not (path / ABOUT).exists():
        raise FolderError(f"no session is kept in {path}: name the paths to read, too")
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        strange = {entry.name for entry in path.iterdir()} - {HELD, f"{ABOUT}.part"}
        if strange and ABOUT not in strange:
            raise FolderError(f"{path} is no session and not empty: choose a new or an empty folder")
        if not strange:
            path.chmod(0o700)
        return Folder(path, kept=True)
    except FileExistsError as error:
        raise FolderError(f"{path} is a file: a session needs a folder") from error
    except OSError as error:
        raise FolderError(f"a session cannot be kept in {path}: {error.strerror}") from error


def about(path: Path) -> About:
    """What the session in a folder reads; nothing where there is none yet. Raises `FolderError`."""
    try:
        said = json.decode((path / ABOUT).read_bytes())
        version = int(said.pop("version"))
        if version > VERSION:
            raise FolderError(
                f"{path} was made by a newer tailtrail (folder version {version}, this program knows {VERSION}):"
                " open it with that one, or choose another folder"
            )
        return About(tuple(said["paths"]), said["since"], said["until"])
    except FileNotFoundError:
        return About()
    except (MsgspecError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FolderError(f"{path / ABOUT} cannot be understood: choose another folder") from error


def put(path: Path, data: bytes) -> None:
    """Put a whole file in the place of another: half of one is never there, whenever we are killed."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(data)
    part.chmod(0o600)
    part.replace(path)
