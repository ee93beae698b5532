"""AWS CloudTrail."""

from parsers.cloudtrail.parser import CloudTrail

__all__ = ["CloudTrail"]
