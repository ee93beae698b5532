"""What changes on disk, as it changes."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterable, Sequence
from time import monotonic

from tui.feed.discover import Found, Scope
from tui.feed.mounts import silent

LOOK, POLL = 1.0, 0.5
"""Seconds, at least, between looks at every file: what notifications missed comes late, never not at all."""
LOOK_SHARE, POLL_SHARE = 50, 10
"""Looking at every file may take one part in so many of the time."""
DEAF = 3
"""So many changes in a row of which nobody told, and notifications are not relied on any more."""


class Follower:
    """Tells the paths that changed: those the system tells of, and those that a look at everything finds.

    Runs in threads of its own. A file is watched through its folder: watched by its own path it would go deaf when it
    is replaced. `known` is how the files looked when they were last looked at.
    """

    def __init__(self, scope: Scope, known: Iterable[Found] = ()) -> None:
        self._scope = scope
        self._seen = {found.path: found for found in known}
        self._changed: set[str] = set()
        self._news, self._stop = threading.Condition(), threading.Event()
        self._told: dict[str, float] = {}
        self._doubts: dict[str, float] = {}
        self._unheard, self._looked = 0, monotonic()
        self.polling = False
        """Whether changes are found by looking only: nobody tells of them."""
        self._watched: dict[str, tuple[int, int]] = {}
        self._unwatch = threading.Event()
        self._watch()
        threading.Thread(target=self._patrol, name="patrol", daemon=True).start()

    def changes(self, timeout: float) -> set[str]:
        """Paths that changed since this was last asked, waiting `timeout` seconds at most for the first."""
        with self._news:
            if not self._changed and timeout:
                self._news.wait(timeout)
            changed, self._changed = self._changed, set()
        return changed

    def close(self) -> None:
        """Stop watching."""
        self._stop.set()
        self._unwatch.set()

    def _put(self, paths: Iterable[str]) -> None:
        with self._news:
            self._changed.update(paths)
            self._news.notify()

    def _watch(self) -> None:
        """Watch the folders that are there now, if they are others than those that are watched."""
        deep, shallow = self._scope.folders()
        there = {folder: key for folder in (*deep, *shallow) if (key := _identity(folder))}
        if there == self._watched:
            return
        self._unwatch.set()
        self._watched, self._unwatch = there, threading.Event()
        self.polling = self.polling or any(map(silent, there))
        for folders, recursive in ((deep, True), (shallow, False)):
            watched = [folder for folder in folders if folder in there and not silent(folder)]
            if watched:
                arguments = (watched, recursive, self._unwatch)
                threading.Thread(target=self._listen, args=arguments, name="follow", daemon=True).start()

    def _listen(self, folders: Sequence[str], recursive: bool, stop: threading.Event) -> None:
        from watchfiles import watch

        # The default debounce delays a steady stream by up to 1.6 s; these keep it below a tenth.
        changes = watch(
            *folders,
            watch_filter=None,
            debounce=200,
            step=20,
            stop_event=stop,
            recursive=recursive,
            ignore_permission_denied=True,
            raise_interrupt=False,
        )
        try:
            for changed in changes:
                paths = {path for _, path in changed if recursive or self._scope.names(path)}
                self._told.update(dict.fromkeys(paths, monotonic()))
                self._put(paths)
        except (OSError, RuntimeError) as error:  # a folder that is gone, or no more watches to be had
            logging.getLogger(__name__).warning("not watching %s: %s", ", ".join(folders), error)
            self.polling = self.polling or any(map(os.path.isdir, folders))

    def _patrol(self) -> None:
        pause = LOOK
        while not self._stop.wait(pause):
            began = monotonic()
            self._watch()
            self._look(began)
            took = monotonic() - began
            pause = max(POLL, POLL_SHARE * took) if self.polling else max(LOOK, LOOK_SHARE * took)

    def _look(self, now: float) -> None:
        """One look at everything."""
        before, found = self._seen, {found.path: found for found in self._scope.files()}
        grown = [path for path, file in found.items() if path in before and before[path].size != file.size]
        fresh = [path for path, file in found.items() if before.get(path) != file]
        self._judge(grown, now)
        self._seen = found
        self._put([*fresh, *(before.keys() - found.keys())])

    def _judge(self, grown: Sequence[str], now: float) -> None:
        """Whether notifications can be relied on: by now they must have told of what was found in the look before."""
        for path, since in self._doubts.items():
            heard = self._told.get(path, 0.0) >= since
            self._unheard = 0 if heard else self._unheard + 1
        self.polling = self.polling or self._unheard >= DEAF
        since, self._looked = self._looked - LOOK, now
        self._doubts = dict.fromkeys(grown, since)
        self._told = {path: when for path, when in self._told.copy().items() if when >= since}


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        stat = os.stat(folder)  # noqa: PTH116
    except OSError:
        return None
    return stat.st_dev, stat.st_ino
