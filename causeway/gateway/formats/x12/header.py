"""The message header from the envelope, and what a reader adds to it."""

from uuid import UUID

import msgspec

from causeway.gateway.canonical.header import MessageHeader, Standard, Usage
from causeway.gateway.canonical.parties import Identifier
from causeway.gateway.canonical.times import Moment, Precision
from causeway.gateway.formats.x12.envelope import Group, Interchange, TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.guides.values import DATES, TIMES

_USAGES = {"P": Usage.PRODUCTION, "T": Usage.TEST, "I": Usage.INFORMATION}


def header_for(
    interchange: Interchange,
    group: Group,
    transaction_set: TransactionSet,
    *,
    message_id: UUID,
    source_sha256: str | None = None,
    charset: str | None = None,
) -> MessageHeader:
    """The envelope's facts as a message header; the reader fills in schema, guide and leniencies."""
    return MessageHeader(
        schema="",
        message_id=message_id,
        standard=Standard.X12,
        version=group.version,
        document_code=transaction_set.set_id,
        sender=(
            Identifier(f"x12:I05:{interchange.sender_qualifier}", interchange.sender_id),
            Identifier("x12:142", group.sender),
        ),
        receiver=(
            Identifier(f"x12:I05:{interchange.receiver_qualifier}", interchange.receiver_id),
            Identifier("x12:124", group.receiver),
        ),
        interchange_control=interchange.control_number,
        group_control=group.control_number,
        set_control=transaction_set.control_number,
        sequence_in_group=_place_of(transaction_set, group),
        functional_id=group.functional_id,
        usage=_USAGES.get(interchange.usage, Usage.TEST),  # what we cannot tell never becomes a live order
        written_at=_written_at(group),
        charset=charset,
        source_sha256=source_sha256,
    )


def _place_of(transaction_set: TransactionSet, group: Group) -> int | None:
    return next((n for n, member in enumerate(group.sets, 1) if member is transaction_set), None)


def _written_at(group: Group) -> Moment | None:
    day = DATES[group.date] if group.date else None
    if day is None:
        return None
    time = TIMES[group.time] if group.time else None
    return Moment(day, time, None, Precision.DAY if time is None else Precision.MINUTE)


def completed(
    header: MessageHeader, schema: str, guide: Guide, transaction_set: TransactionSet, leniencies: set[str]
) -> MessageHeader:
    """The header with what only the reader knows."""
    first = transaction_set.first_segment_in_file
    return msgspec.structs.replace(
        header,
        schema=schema,
        guide=guide.name,
        segment_first=first,
        segment_last=first + len(transaction_set.segments) - 1,
        leniencies=tuple(sorted(leniencies)),
    )
