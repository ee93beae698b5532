"""What changes on disk, as it changes."""

from __future__ import annotations

import fnmatch
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue

from tui.feed.discover import STDIN


class Follower:
    """Watches folders and files, in threads of its own, and tells the paths that changed.

    A file is watched through its folder: watched by its own path it would go deaf when it is replaced.
    """

    def __init__(self, roots: Sequence[str], patterns: Sequence[str] = ()) -> None:
        self._deep = [root for root in roots if Path(root).is_dir()]
        self._files = {os.path.abspath(root) for root in roots if root != STDIN and root not in self._deep}  # noqa: PTH100
        self._patterns = [os.path.abspath(pattern) for pattern in patterns]  # noqa: PTH100
        self._stop = threading.Event()
        self._changed: SimpleQueue[str] = SimpleQueue()
        shallow = {str(Path(path).parent) for path in [*self._files, *self._patterns]}
        self._start(self._deep, recursive=True)
        self._start([folder for folder in shallow if Path(folder).is_dir()], recursive=False)

    def _start(self, folders: Sequence[str], *, recursive: bool) -> None:
        if folders:
            args = (folders, recursive)
            threading.Thread(target=self._watch, args=args, name="follow", daemon=True).start()

    def _watch(self, folders: Sequence[str], recursive: bool) -> None:
        from watchfiles import watch

        # The default debounce delays a steady stream by up to 1.6 s; these keep it below a tenth.
        changes = watch(
            *folders,
            watch_filter=None,
            debounce=200,
            step=20,
            stop_event=self._stop,
            recursive=recursive,
            ignore_permission_denied=True,
            raise_interrupt=False,
        )
        for changed in changes:
            for _, path in changed:
                if recursive or self._wanted(path):
                    self._changed.put(path)

    def _wanted(self, path: str) -> bool:
        return path in self._files or any(fnmatch.fnmatch(path, pattern) for pattern in self._patterns)

    def changes(self, timeout: float) -> Iterator[str]:
        """Paths that changed, waiting `timeout` seconds at most for the first; each once."""
        seen: set[str] = set()
        try:
            path = self._changed.get(timeout=timeout) if timeout else self._changed.get_nowait()
            while True:
                if path not in seen:
                    seen.add(path)
                    yield path
                path = self._changed.get_nowait()
        except Empty:
            return

    def close(self) -> None:
        """Stop watching."""
        self._stop.set()
