"""X12, both ways: bytes to envelopes to canonical messages, and back.

`read_envelope` cuts; `po_850.read`, `po_ack_855.read` and `fa_997.read` map one set; `po_ack_855.write` and
`fa_997.write` give segments; `write_interchange` wraps them. `find_guide` tells whether a set can be read at all.
"""

from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, Delimiters, Leniency, ReadOptions
from causeway.gateway.formats.x12.envelope import Group, Interchange, TransactionSet, Transmission
from causeway.gateway.formats.x12.guides import element_name, find_guide, segment_name
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.header import header_for
from causeway.gateway.formats.x12.read_envelope import read_envelope
from causeway.gateway.formats.x12.results import ReadResult

__all__ = [
    "DEFAULT_OPTIONS",
    "Delimiters",
    "Group",
    "Guide",
    "Interchange",
    "Leniency",
    "ReadOptions",
    "ReadResult",
    "TransactionSet",
    "Transmission",
    "element_name",
    "find_guide",
    "header_for",
    "read_envelope",
    "segment_name",
]
