"""Reads for pages and machines: one message with what surrounds it, bytes within what one may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from causeway.gateway.exchanges.models import (
    Blob,
    Direction,
    ExchangeState,
    FunctionalGroup,
    Interchange,
    Message,
    Transmission,
)
from causeway.tenants.context import current_scope
from causeway.tenants.db import get_or_404, unit_of_work
from causeway.tenants.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stood around a message: the little of interchange and group that whoever sees the message may see too."""

    sender: str
    receiver: str
    interchange_control: str
    interchange_version: str
    usage: str
    functional_id: str
    group_control: str
    group_version: str
    group_ack_message_id: UUID | None


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One message, its envelope, and the other messages of the same story, oldest first."""

    message: Message
    envelope: Envelope | None
    linked: Sequence[Message]


def get_message(session: Session, message_id: UUID) -> MessagePage:
    """One message with what surrounds it; NotFoundError for another's."""
    message = get_or_404(session, Message, message_id)
    return MessagePage(message, _envelope(message), linked_messages(session, message))


def linked_messages(session: Session, message: Message) -> Sequence[Message]:
    """The messages of the same story (order, its 997, the answer, its 997), without the one asked about."""
    # Their contents can be megabytes; what is shown of them is one line each.
    slim = (defer(Message.canonical), defer(Message.problems))
    about = [message]
    if message.subject_id is not None:
        about += session.scalars(
            select(Message)
            .options(*slim)
            .where(Message.subject_kind == message.subject_kind, Message.subject_id == message.subject_id)
        ).all()
    ids = {part for row in about for part in (row.id, row.caused_by_id, row.ack_message_id) if part}
    ids |= _group_acknowledgements({row.group_id for row in about if row.group_id})
    rows = session.scalars(
        select(Message).options(*slim).where(Message.id.in_(ids)).order_by(Message.id)
    ).all()
    return [row for row in rows if row.id != message.id]


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """A transmission and the messages in it, in the order of the file."""

    transmission: Transmission
    messages: list[Message]


def get_delivery(session: Session, transmission_id: UUID, *, sender_id: UUID | None = None) -> DeliveryPage:
    """One transmission with its messages; NotFoundError when it is not that sender's."""
    transmission = get_or_404(session, Transmission, transmission_id)
    if sender_id is not None and (
        transmission.partner_id != sender_id or transmission.direction != Direction.IN.value
    ):
        raise NotFoundError("no such transmission")
    messages = session.scalars(
        select(Message)
        .where(Message.transmission_id == transmission_id)
        .order_by(Message.byte_start, Message.id)
    ).all()
    return DeliveryPage(transmission, list(messages))


# The word for the whole is the word of the part that most needs somebody; a part that is done needs nobody.
_URGENCY = ("failed", "held", "received", "rejected", "applied")


def overall_state(transmission: Transmission, messages: Sequence[Message]) -> str:
    """One word for a transmission that came in and everything in it."""
    states = {transmission.state, *(message.state for message in messages)}
    if messages and transmission.state == ExchangeState.APPLIED:
        states = {message.state for message in messages}
    return next((state for state in _URGENCY if state in states), transmission.state)


def message_bytes(message: Message) -> bytes:
    """The bytes of that message alone, as they stood in the file; empty while it has none.

    The row was read under the caller's wall, which is the permission. Its transmission may be another's (a buyer's
    file with orders for many suppliers), so the range is cut out on the tenant's side, here and nowhere else.
    """
    if message.transmission_id is None or message.byte_start is None or message.byte_end is None:
        return b""
    length = message.byte_end - message.byte_start
    with unit_of_work(current_scope().as_staff()) as session:
        content = session.scalar(
            select(func.substring(Blob.content, message.byte_start + 1, length))
            .join(
                Transmission, (Transmission.tenant_id == Blob.tenant_id) & (Transmission.blob_id == Blob.id)
            )
            .where(Transmission.id == message.transmission_id)
        )
    return bytes(content or b"")


def transmission_bytes(session: Session, transmission_id: UUID) -> bytes:
    """A whole transmission as it came or went: for the tenant and for the one at the other end of the wire."""
    transmission = get_or_404(session, Transmission, transmission_id)
    return bytes(get_or_404(session, Blob, transmission.blob_id).content)


def _envelope(message: Message) -> Envelope | None:
    """Read on the tenant's side because an interchange belongs to its sender; only what names the message is taken."""
    if message.interchange_id is None or message.group_id is None:
        return None
    with unit_of_work(current_scope().as_staff()) as session:
        interchange = get_or_404(session, Interchange, message.interchange_id)
        group = get_or_404(session, FunctionalGroup, message.group_id)
    return Envelope(
        sender=interchange.sender,
        receiver=interchange.receiver,
        interchange_control=interchange.control_number,
        interchange_version=interchange.version,
        usage=interchange.usage,
        functional_id=group.functional_id,
        group_control=group.control_number,
        group_version=group.version,
        group_ack_message_id=group.ack_message_id,
    )


def _group_acknowledgements(group_ids: set[UUID]) -> set[UUID]:
    """The acknowledgements of these groups; whether the caller may see them is decided when they are read."""
    if not group_ids:
        return set()
    with unit_of_work(current_scope().as_staff()) as session:
        found = session.scalars(
            select(FunctionalGroup.ack_message_id).where(FunctionalGroup.id.in_(group_ids))
        ).all()
    return {identifier for identifier in found if identifier is not None}
