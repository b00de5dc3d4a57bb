"""Tables of the exchange log: transmission > interchange > group > message, the bytes, the duplicate keys.

`partner_id` of a transmission, interchange and group is the organization at the other end of the wire; of a message
it is the business partner whose order it is about (for a message not resolved yet: the sender). `state` has each
word once; valid, delivered and acknowledged are three independent facts and have columns of their own.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from causeway.tenants.orm import (
    Base,
    PartnerOwned,
    TenantOwned,
    one_of,
    tenant_index,
    tenant_key,
    tenant_unique,
)
from causeway.tenants.walls import NOTHING, TableClass, Wall

_APPEND = frozenset({"select", "insert"})
_WORKING = frozenset({"select", "insert", "update"})
_LOG = Wall(TableClass.PARTNER_OWNED, staff=_WORKING, partner=_APPEND)


class Direction(StrEnum):
    """Seen from us."""

    IN = "in"
    OUT = "out"


class InboundState(StrEnum):
    """Where something that came in stands."""

    RECEIVED = "received"
    HELD = "held"
    REJECTED = "rejected"
    APPLIED = "applied"
    FAILED = "failed"


class OutboundState(StrEnum):
    """Where something that goes out stands."""

    PENDING = "pending"
    CANCELLED = "cancelled"
    SENT = "sent"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    OVERDUE = "overdue"
    FAILED = "failed"


class ExchangeState(StrEnum):
    """The words of both directions, for the one table that holds both."""

    RECEIVED = "received"
    HELD = "held"
    REJECTED = "rejected"
    APPLIED = "applied"
    FAILED = "failed"
    PENDING = "pending"
    CANCELLED = "cancelled"
    SENT = "sent"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    OVERDUE = "overdue"


class Blob(PartnerOwned, Base):
    """Bytes, once, as they came or went."""

    __tablename__ = "blob"
    __wall__ = Wall(TableClass.PARTNER_OWNED, staff=_APPEND, partner=_APPEND)

    sha256: Mapped[bytes]
    size: Mapped[int]
    content: Mapped[bytes]

    __table_args__ = ({"postgresql_partition_by": "RANGE (id)"},)


class Transmission(PartnerOwned, Base):
    """One delivery of bytes in either direction, and what was answered to it."""

    __tablename__ = "transmission"
    __wall__ = _LOG

    direction: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str | None]
    reason_data: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
    blob_id: Mapped[UUID]
    sha256: Mapped[bytes]
    size: Mapped[int]
    format: Mapped[str | None]
    content_type: Mapped[str | None]
    channel: Mapped[str]
    api_key_id: Mapped[UUID | None]
    conflict_with_id: Mapped[UUID | None]
    at: Mapped[datetime]
    problems: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"), default=list)

    __table_args__ = (
        one_of("direction", Direction),
        one_of("state", ExchangeState),
        tenant_index("ix_transmission_recent", "id"),
        tenant_index("ix_transmission_state", "state", "id"),
        tenant_index("ix_transmission_partner", "partner_id", "id"),
        {"postgresql_partition_by": "RANGE (id)"},
    )


class DuplicateKey(PartnerOwned, Base):
    """The key under which something was first accepted; small and unpartitioned, so that it is unique for good.

    It is the sender's key: nobody can use up another's control numbers. `window_ends_at` is set when the agreement
    is known; from then on the sender may use the number again (control numbers wrap around).
    """

    __tablename__ = "duplicate_key"
    __wall__ = Wall(TableClass.PARTNER_OWNED, staff=_WORKING, partner=_WORKING)

    key: Mapped[str]
    transmission_id: Mapped[UUID]
    sha256: Mapped[bytes]
    seen_at: Mapped[datetime]
    window_ends_at: Mapped[datetime | None]

    __table_args__ = (tenant_unique("partner_id", "key"),)


class Interchange(PartnerOwned, Base):
    """One ISA to IEA (or UNB to UNZ) of a transmission."""

    __tablename__ = "interchange"
    __wall__ = _LOG

    transmission_id: Mapped[UUID]
    agreement_id: Mapped[UUID | None]
    direction: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str | None]
    sender: Mapped[str]
    receiver: Mapped[str]
    control_number: Mapped[str]
    version: Mapped[str]
    usage: Mapped[str]
    written_at: Mapped[str | None]
    envelope: Mapped[dict[str, Any]] = mapped_column(default=dict)
    byte_start: Mapped[int]
    byte_end: Mapped[int]
    problems: Mapped[list[Any]] = mapped_column(default=list)

    __table_args__ = (
        tenant_key("transmission_id", "transmission"),
        tenant_index("ix_interchange_transmission", "transmission_id"),
        tenant_index("ix_interchange_control", "control_number", "id"),
    )


class FunctionalGroup(PartnerOwned, Base):
    """One GS to GE: the unit that a functional acknowledgement answers."""

    __tablename__ = "functional_group"
    __wall__ = _LOG

    interchange_id: Mapped[UUID]
    agreement_id: Mapped[UUID | None]
    direction: Mapped[str]
    functional_id: Mapped[str]
    sender: Mapped[str]
    receiver: Mapped[str]
    control_number: Mapped[str]
    version: Mapped[str]
    ack_status: Mapped[str | None]
    ack_message_id: Mapped[UUID | None]
    problems: Mapped[list[Any]] = mapped_column(default=list)

    __table_args__ = (
        tenant_key("interchange_id", "interchange"),
        tenant_index("ix_functional_group_interchange", "interchange_id"),
        tenant_index(
            "ix_functional_group_ack", "agreement_id", "direction", "functional_id", "control_number", "id"
        ),
    )


class Message(PartnerOwned, Base):
    """One transaction set: where its bytes are, what it says in canonical form, how far it has come.

    Outbound rows are the outbox: the canonical message as it was decided, sent no sooner than `not_before`.
    """

    __tablename__ = "message"
    __wall__ = Wall(TableClass.PARTNER_OWNED, staff=_WORKING, partner=_WORKING)

    direction: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str | None]
    reason_data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    document: Mapped[str]
    # The organization at the other end of the wire; its mailbox, when the message goes out.
    exchanged_with_id: Mapped[UUID]
    agreement_id: Mapped[UUID | None]
    transmission_id: Mapped[UUID | None]
    interchange_id: Mapped[UUID | None]
    group_id: Mapped[UUID | None]
    control_number: Mapped[str | None]
    business_number: Mapped[str | None]
    byte_start: Mapped[int | None]
    byte_end: Mapped[int | None]
    canonical: Mapped[dict[str, Any] | None]
    schema_version: Mapped[str | None]
    problems: Mapped[list[Any]] = mapped_column(default=list)
    subject_kind: Mapped[str | None]
    subject_id: Mapped[UUID | None]
    at: Mapped[datetime]
    not_before: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    ack_due_at: Mapped[datetime | None]
    ack_status: Mapped[str | None]
    ack_message_id: Mapped[UUID | None]
    caused_by_id: Mapped[UUID | None]
    correlation_id: Mapped[UUID]

    __table_args__ = (
        one_of("direction", Direction),
        one_of("state", ExchangeState),
        tenant_key("partner_id", "organization"),
        tenant_key("exchanged_with_id", "organization"),
        tenant_index("ix_message_partner", "partner_id", "id"),
        tenant_index("ix_message_state", "state", "id"),
        tenant_index("ix_message_partner_state", "partner_id", "state", "id"),
        tenant_index("ix_message_document", "document", "id"),
        tenant_index("ix_message_partner_document", "partner_id", "document", "id"),
        tenant_index("ix_message_mailbox", "exchanged_with_id", "direction", "state", "id"),
        tenant_index("ix_message_transmission", "transmission_id"),
        tenant_index("ix_message_group", "group_id"),
        tenant_index("ix_message_subject", "subject_kind", "subject_id", "id"),
        tenant_index("ix_message_number", "business_number", "id"),
        {"postgresql_partition_by": "RANGE (id)"},
    )


class ControlNumber(TenantOwned, Base):
    """The last number used in a series of an agreement; taken in the transaction that writes the envelope."""

    __tablename__ = "control_number"
    __wall__ = Wall(TableClass.TENANT, staff=_WORKING, partner=NOTHING)

    agreement_id: Mapped[UUID]
    series: Mapped[str]
    last_value: Mapped[int]

    __table_args__ = (tenant_unique("agreement_id", "series"),)
