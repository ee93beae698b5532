"""How work grows with its size: what a pattern that backtracks would turn from seconds into hours."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

LINEAR = 10
"""What four times as much may cost at most: it is 4 where work is linear, and 16 where it is quadratic."""


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times the processor time four times as much takes, the least of some tries, both in this run."""
    return min(_seconds(work, 4 * size) / _seconds(work, size) for _ in range(5))


def _seconds(work: Callable[[int], object], size: int) -> float:
    began = process_time()
    work(size)
    return process_time() - began + 1e-6
