"""Which file systems tell of no changes that others make: they are looked at again and again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

TABLE = "/proc/self/mountinfo"
SILENT = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|afs|ceph|lustre|beegfs|glusterfs|gpfs|gfs2|ocfs2|davfs|9p|virtiofs|vboxsf|prl_fs"
    r"|vmhgfs|drvfs|acfs|fuse(?:blk)?(?:\..*)?"
)
"""Types of file systems whose files are changed by other machines or programs behind the kernel's back."""


def silent(path: str, table: str | None = None) -> bool:
    """Whether notifications miss what happens below a path; a system without a table of mounts is thought to tell.

    `table` is the text of `/proc/self/mountinfo`, see proc(5).
    """
    return bool(SILENT.fullmatch(file_system(os.path.realpath(path), _table() if table is None else table)))


def file_system(path: str, table: str) -> str:
    """The type of the file system that an absolute path without links lies on; empty where the table does not say."""
    found = [(len(point), type_) for point, type_ in _mounts(table) if path == point or path.startswith(_inside(point))]
    return max(found, key=lambda mount: mount[0])[1] if found else ""


def _inside(point: str) -> str:
    return point.rstrip("/") + "/"


def _mounts(table: str) -> Iterator[tuple[str, str]]:
    """Mount point and type of each line, the latest of a point last."""
    for line in reversed(table.splitlines()):
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) > 4 and after:
            yield re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), fields[4]), after.split()[0]


def _table() -> str:
    try:
        return Path(TABLE).read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
