"""X12, both ways: bytes to envelopes to canonical messages, and back.

`read_envelope` cuts; `po_850.read`, `po_ack_855.read` and `fa_997.read` map one set; `po_ack_855.write` and
`fa_997.write` give segments; `write_interchange` wraps them. `find_guide` tells whether a set can be read at all.
"""

from causeway.gateway.formats.x12 import fa_997, ia_999, order_change_860, po_850, po_ack_855, ta1
from causeway.gateway.formats.x12.acknowledge import SetResult, acknowledge_group, set_status
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, Delimiters, Leniency, ReadOptions
from causeway.gateway.formats.x12.envelope import Group, Interchange, TransactionSet, Transmission
from causeway.gateway.formats.x12.guides import element_name, find_guide, segment_name
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.header import header_for
from causeway.gateway.formats.x12.read_envelope import read_envelope, stream_sets
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.trace import trace
from causeway.gateway.formats.x12.validate import validate
from causeway.gateway.formats.x12.write_envelope import (
    EnvelopeSpec,
    GroupContent,
    SetContent,
    write_interchange,
)
from causeway.gateway.formats.x12.writing.base import DEFAULT_WRITE_OPTIONS, WriteOptions, WriteResult

__all__ = [
    "DEFAULT_OPTIONS",
    "DEFAULT_WRITE_OPTIONS",
    "Delimiters",
    "EnvelopeSpec",
    "Group",
    "GroupContent",
    "Guide",
    "Interchange",
    "Leniency",
    "ReadOptions",
    "ReadResult",
    "SetContent",
    "SetResult",
    "TransactionSet",
    "Transmission",
    "WriteOptions",
    "WriteResult",
    "acknowledge_group",
    "element_name",
    "fa_997",
    "find_guide",
    "header_for",
    "ia_999",
    "order_change_860",
    "po_850",
    "po_ack_855",
    "read_envelope",
    "segment_name",
    "set_status",
    "stream_sets",
    "ta1",
    "trace",
    "validate",
    "write_interchange",
]
