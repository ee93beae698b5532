"""A raw record as a tree that can be walked and folded, exactly as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from msgspec import Struct, field

LARGEST = 4 << 20
"""Bytes; a larger record is read as text."""

Path: TypeAlias = tuple[str | int, ...]
"""Keys of objects and places in arrays, from the outside in."""


class Real(float):
    """A number with a fraction or an exponent, that remembers how it was written."""

    text: str

    def __new__(cls, text: str) -> Real:
        """The number that the text says."""
        made = super().__new__(cls, text)
        made.text = text
        return made


class Node(Struct, frozen=True):
    """One value in a record: where it is, and what."""

    path: Path
    value: Any

    @property
    def children(self) -> Sequence[tuple[str | int, Any]]:
        """What an object or array holds; nothing in anything else."""
        if isinstance(self.value, dict):
            return list(self.value.items())
        return list(enumerate(self.value)) if isinstance(self.value, list) else ()

    @property
    def foldable(self) -> bool:
        """Whether it is an object or array that holds anything."""
        return isinstance(self.value, dict | list) and bool(self.value)

    @property
    def name(self) -> str:
        """The path as the filter writes it: keys with dots between; a list matches by any of its elements."""
        return ".".join(part for part in self.path if isinstance(part, str))


class NotATreeError(ValueError):
    """The record cannot be shown as a tree; says why, or nothing where nobody would expect one."""


def parse(raw: bytes) -> Any:
    """The JSON value a record holds: numbers as written, repeated keys kept apart; raises `NotATreeError`."""
    if raw[:64].lstrip()[:1] not in {b"{", b"["}:
        raise NotATreeError
    if len(raw) > LARGEST:
        raise NotATreeError(f"too large for a tree: {len(raw) / (1 << 20):.1f} MB")
    import json  # where the first event is shown, not before anything is

    try:
        return json.loads(text_of(raw), object_pairs_hook=_object, parse_float=Real)
    except json.JSONDecodeError as error:
        raise NotATreeError(f"not valid JSON: {error.msg} at character {error.pos}") from None
    except RecursionError:
        raise NotATreeError("nested too deeply for a tree") from None
    except ValueError:  # an integer of thousands of digits
        raise NotATreeError("a number is too long for a tree") from None


def text_of(raw: bytes) -> str:
    """The record as text; a byte that is not UTF-8 stays recognisable (see `tui.visible`)."""
    return raw.decode("utf-8", "surrogateescape")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        name, again = key, 1
        while name in found:  # a second value must not hide the first
            again += 1
            name = f"{key} ({again})"
        found[name] = value
    return found


class Folds(Struct):
    """What is folded, by path: remembered from one record to the next.

    At first, `quiet` keys and what holds more than `many` are folded; `all` says otherwise for all others.
    """

    quiet: frozenset[str] = frozenset({"tlsDetails", "sessionContext"})
    many: int = 24
    all: bool | None = None
    chosen: dict[Path, bool] = field(default_factory=dict)

    def folded(self, node: Node) -> bool:
        """Whether a node's children are put away."""
        known = self.chosen.get(node.path, self.all)
        if known is not None:
            return known
        return len(node.value) > self.many or (bool(node.path) and node.path[-1] in self.quiet)

    def fold(self, path: Path, folded: bool) -> None:
        """Fold or unfold one path."""
        self.chosen[path] = folded

    def fold_all(self, folded: bool) -> None:
        """Fold or unfold everything."""
        self.all = folded
        self.chosen.clear()

    def reveal(self, path: Path) -> None:
        """Unfold all that hides a path."""
        for depth in range(1, len(path)):
            self.chosen[path[:depth]] = False


def walk(value: Any, folds: Folds | None) -> Iterator[Node]:
    """The nodes to be seen, in order; without folds, every one. A root that holds others is none."""
    root = Node((), value)
    waiting = _inside(root) if root.foldable else [root]
    while waiting:
        node = waiting.pop()
        yield node
        if node.foldable and not (folds and folds.folded(node)):
            waiting.extend(_inside(node))


def _inside(node: Node) -> list[Node]:
    return [Node((*node.path, key), value) for key, value in reversed(node.children)]


def scalar_text(value: Any) -> str:
    """A value in words: text as it is, anything else as JSON writes it."""
    if isinstance(value, str):
        return value
    if isinstance(value, Real):
        return value.text
    import json

    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return ""
