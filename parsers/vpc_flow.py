"""Amazon VPC flow logs: declared in `vpc_flow.toml`, by the door that is open to everybody."""

from functools import partial
from pathlib import Path

from parsers.declarative import of_toml

vpc_flow = partial(of_toml, Path(__file__).with_suffix(".toml"))
"""Makes the parser."""
