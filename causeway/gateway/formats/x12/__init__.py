"""X12, both ways. Import what you need from here; sub-modules load when first used."""

from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, Delimiters, Leniency, ReadOptions
from causeway.gateway.formats.x12.envelope import Group, Interchange, TransactionSet, Transmission
from causeway.gateway.formats.x12.read_envelope import read_envelope

__all__ = [
    "DEFAULT_OPTIONS",
    "Delimiters",
    "Group",
    "Interchange",
    "Leniency",
    "ReadOptions",
    "TransactionSet",
    "Transmission",
    "read_envelope",
]
