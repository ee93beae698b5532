"""The Amazon Neptune audit log: the line grammar, and what the query inside a line says."""

from parsers.neptune_audit.parser import NeptuneAudit

__all__ = ["NeptuneAudit"]
