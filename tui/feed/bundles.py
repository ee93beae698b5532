"""Files in groups that are worth a worker's while."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tui.feed.discover import Found
from tui.feed.read import Task

BUNDLE_FILES = 80
BUNDLE_BYTES = 8 << 20
"""What a worker reads at a time, as far as files can be bundled: fewer bundles, fewer messages."""
PACKED = 10
"""About how many times smaller a log is when it is packed."""


def bundles(tasks: Sequence[Task], weights: Mapping[int, int]) -> Iterator[tuple[Task, ...]]:
    """Tasks in groups that are worth a worker's while; the first groups are small, so that the first rows come soon."""
    bundle: list[Task] = []
    bytes_, given = 0, 0
    for task in tasks:
        bundle.append(task)
        bytes_ += weights[task.file]
        most = BUNDLE_BYTES if given > 1 else BUNDLE_BYTES // 8
        if len(bundle) >= BUNDLE_FILES or bytes_ >= most:
            yield tuple(bundle)
            bundle, bytes_, given = [], 0, given + 1
    if bundle:
        yield tuple(bundle)


def weight(found: Found) -> int:
    """About how many bytes a file holds when it is unpacked."""
    packed = found.path.endswith((".gz", ".bz2", ".xz", ".zst"))
    return found.size * (PACKED if packed else 1)
