"""Runs commands in processes of their own, and times them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import orjson

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def child(kind: str, folder: Path, *more: object) -> dict[str, Any]:
    """What `tests.bench.child` found."""
    command = [sys.executable, "-m", "tests.bench.child", kind, str(folder), *map(str, more)]
    found: dict[str, Any] = orjson.loads(_run(command))
    return found


def seconds(command: Sequence[str]) -> float:
    """How long a command takes, from start to end."""
    began = perf_counter()
    _run(command)
    return perf_counter() - began


def output(command: Sequence[str]) -> str:
    """What a command writes."""
    return _run(command).decode()


def _run(command: Sequence[str]) -> bytes:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, env=ENVIRONMENT).stdout
