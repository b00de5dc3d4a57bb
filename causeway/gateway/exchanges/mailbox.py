"""The mailbox of a partner's system: what was written for it and not yet collected safely.

Delivered, valid and acknowledged are three facts: the mailbox knows the first only. A functional acknowledgement may
come before, after or never.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.gateway.exchanges.models import (
    Blob,
    Direction,
    Interchange,
    Message,
    OutboundState,
    Transmission,
)
from causeway.tenants import clock, history, metrics
from causeway.tenants.errors import NotFoundError

_COLLECTED = (OutboundState.SENT.value, OutboundState.OVERDUE.value)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One interchange that waits to be collected; it is named by the id of its message."""

    id: UUID
    document: str
    control_number: str


def list_waiting(session: Session, organization_id: UUID, limit: int) -> list[Waiting]:
    """What waits for that organization's system, oldest first, the same again until it is acknowledged."""
    rows = session.execute(
        select(Message.id, Message.document, Interchange.control_number)
        .join(
            Interchange,
            (Interchange.tenant_id == Message.tenant_id) & (Interchange.id == Message.interchange_id),
        )
        .where(
            Message.exchanged_with_id == organization_id,
            Message.direction == Direction.OUT.value,
            Message.state.in_(_COLLECTED),
            Message.delivered_at.is_(None),
        )
        .order_by(Message.id)
        .limit(limit)
    )
    return [Waiting(*row) for row in rows]


def get_bytes(session: Session, organization_id: UUID, message_id: UUID) -> bytes:
    """The interchange as it was written, collected or not; NotFoundError when it is not for that organization."""
    message = _get(session, organization_id, message_id)
    content = session.scalar(
        select(Blob.content)
        .join(Transmission, (Transmission.tenant_id == Blob.tenant_id) & (Transmission.blob_id == Blob.id))
        .where(Transmission.id == message.transmission_id)
    )
    if content is None:
        raise NotFoundError("no such message")
    return bytes(content)


def acknowledge(session: Session, organization_id: UUID, message_id: UUID) -> Message:
    """The organization's system has the bytes safely; it is not offered again. Saying so twice changes nothing."""
    message = _get(session, organization_id, message_id, lock=True)
    if message.delivered_at is None:
        record_delivery([message], session)
    return message


def record_delivery(messages: Sequence[Message], session: Session) -> None:
    """Note that the messages have arrived, which an acknowledgement of their content proves as well."""
    for message in messages:
        message.delivered_at = clock.now()
        if message.state == OutboundState.SENT:
            message.state = OutboundState.DELIVERED.value
        metrics.count_message(message.document, Direction.OUT, OutboundState.DELIVERED)
        record_event(session, "message.delivered", message)


def record_event(session: Session, kind: str, message: Message, **data: Any) -> None:
    """An event of a message on the timeline of what it is about, if it is about anything."""
    if message.subject_kind is None or message.subject_id is None:
        return
    history.record(
        session,
        kind,
        history.Subject(message.subject_kind, message.subject_id, message.partner_id),
        message_id=message.id,
        document=message.document,
        control_number=message.control_number,
        **data,
    )


def _get(session: Session, organization_id: UUID, message_id: UUID, *, lock: bool = False) -> Message:
    query = select(Message).where(
        Message.id == message_id,
        Message.exchanged_with_id == organization_id,
        Message.direction == Direction.OUT.value,
        Message.sent_at.is_not(None),
    )
    message = session.scalar(query.with_for_update() if lock else query)
    if message is None:
        raise NotFoundError("no such message")
    return message
