"""What was measured, as a table: medians, spread, and the goal beside each."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from subprocess import CalledProcessError

from tests.bench.run import output


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured several times; the goal is the most it may be, 0 where there is none."""

    name: str
    values: tuple[float, ...]
    unit: str
    goal: float = 0
    higher: float = 0
    """What to aim for beyond the goal."""

    @property
    def verdict(self) -> str:
        """Whether the median keeps to the goal."""
        if not self.goal:
            return ""
        middle = median(self.values)
        return "++" if self.higher and middle <= self.higher else "met" if middle <= self.goal else "MISSED"


def shown(value: float, unit: str) -> str:
    """A value with its unit, in about three digits: `1.84 ×`, `12.3 ms`."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".rstrip()


def table(lines: Iterable[Line]) -> str:
    """All lines as a Markdown table."""
    rows: list[tuple[str, ...]] = [("what", "median", "least – most", "n", "goal", "aim", "")]
    rows += [_cells(line) for line in lines]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    text = [_row(row, widths) for row in rows]
    return "\n".join([text[0], _row(tuple("-" * width for width in widths), widths), *text[1:]])


def _cells(line: Line) -> tuple[str, ...]:
    spread = f"{shown(min(line.values), '')} – {shown(max(line.values), '')}"
    goal = f"≤ {shown(line.goal, line.unit)}" if line.goal else ""
    higher = shown(line.higher, line.unit) if line.higher else ""
    middle = shown(median(line.values), line.unit)
    return (line.name, middle, spread, str(len(line.values)), goal, higher, line.verdict)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"


def machine() -> str:
    """What the figures were taken on."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} processors, {system}, load {load:.1f}; commit {_commit()}"


def _commit() -> str:
    """What was measured; `+` where something in it is not committed."""
    try:
        return output(["git", "describe", "--always", "--dirty=+", "--exclude=*"]).strip()
    except (OSError, CalledProcessError):
        return "unknown"
