"""`python -m tests.faults --sequences 10000 --seed 1`: the campaign at length."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from time import monotonic

from tests.faults.campaign import Outcome, campaign

AT_ONCE = 250
"""Sequences that one session follows side by side."""


def main() -> None:
    """Run the campaign and say what it came to; ends with an error where anything went wrong."""
    asked = _arguments()
    began, outcomes, wrong = monotonic(), list[Outcome](), 0
    end = asked.first + asked.sequences
    for first in range(asked.first, end, AT_ONCE):
        with tempfile.TemporaryDirectory(prefix="tailtrail-faults-") as scratch:
            logs, count = Path(scratch) / "logs", min(AT_ONCE, end - first)
            try:
                outcomes.append(campaign(logs, seed=asked.seed, first=first, count=count, workers=asked.workers))
            except AssertionError as error:
                wrong += 1
                print(f"WRONG: {error}", flush=True)
        print(f"up to {first + count:,}, {monotonic() - began:,.0f} s", flush=True)
    print(
        f"seed {asked.seed}: {sum(o.sequences for o in outcomes):,} sequences,"
        f" {sum(o.records for o in outcomes):,} records stored exactly once,"
        f" {sum(o.lost_to_the_system for o in outcomes):,} of them though they need not have been,"
        f" a record torn or lost in {sum(o.torn for o in outcomes):,} sequences"
    )
    sys.exit(f"{wrong} of {wrong + len(outcomes)} rounds went wrong" if wrong else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--sequences", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first sequence")
    parser.add_argument("--workers", type=int, default=2, help="processes that read")
    return parser.parse_args()


if __name__ == "__main__":
    main()
