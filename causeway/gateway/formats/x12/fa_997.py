"""997 functional acknowledgment, both ways."""

from causeway.gateway.canonical.acknowledgements import FunctionalAck
from causeway.gateway.canonical.header import MessageHeader
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, Delimiters, ReadOptions
from causeway.gateway.formats.x12.envelope import TransactionSet
from causeway.gateway.formats.x12.functional_acks import (
    AckReading,
    Form,
    mapping_for,
    write_acknowledgement,
)
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.write_envelope import OutSegment

_FORM = Form(segment="AK3", element="AK4", trailer="AK5", set_codes="718", has_context=False)
MAPPING = mapping_for(_FORM)


def read(
    transaction_set: TransactionSet,
    guide: Guide,
    header: MessageHeader,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> ReadResult[FunctionalAck]:
    """What the partner says of a group that we sent. Never raises for what was sent."""
    return AckReading(transaction_set, guide, options, _FORM).result(header, MAPPING)


def write(ack: FunctionalAck, version: str, delimiters: Delimiters | None = None) -> list[OutSegment]:
    """The segments between ST and SE."""
    return write_acknowledgement(ack, version, _FORM, delimiters)
