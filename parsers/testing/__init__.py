"""The contract kit: whether a parser keeps what every parser promises. For authors of parsers, and for ours.

With pytest, one test is enough, and names every failure:

    from parsers.testing import assert_contract

    def test_contract() -> None:
        assert_contract(Doors())

`failures` gives the same as values; `tailtrail parsers check` prints them with the speed.
"""

from parsers.testing.checks import CHECKS, Check, Failure
from parsers.testing.reading import answer_problem, records
from parsers.testing.run import assert_contract, failures
from parsers.testing.speed import Speed, speed

__all__ = [
    "CHECKS",
    "Check",
    "Failure",
    "Speed",
    "answer_problem",
    "assert_contract",
    "failures",
    "records",
    "speed",
]
