"""The work 'inbound.apply': one message takes effect on the business, in a unit of work of its own.

The business answers that it took effect or why it waits. A message that waits is tried again whenever somebody
enqueues it, so fixing what it waits for lets it go on by itself.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from causeway.gateway import registry
from causeway.gateway.canonical import codec
from causeway.gateway.canonical.acknowledgements import FunctionalAck
from causeway.gateway.canonical.header import Usage
from causeway.gateway.canonical.intake import Applied, Held, Intake, MessageContext
from causeway.gateway.exchanges.models import (
    Direction,
    ExchangeState,
    FunctionalGroup,
    InboundState,
    Message,
    Transmission,
)
from causeway.gateway.partners.models import Agreement
from causeway.gateway.partners.routing import tests_may_apply
from causeway.gateway.partners.service import terms_of
from causeway.gateway.pipeline.acknowledgements import receive_acknowledgement
from causeway.gateway.pipeline.inbound import scope_of
from causeway.gateway.pipeline.rereading import read_again
from causeway.gateway.pipeline.safe_text import storable
from causeway.tenants import history, metrics, work
from causeway.tenants.context import Actor, ActorKind, current_scope, scoped
from causeway.tenants.db import get_or_404, unit_of_work
from causeway.tenants.errors import AgreementError, DomainError
from causeway.tenants.models import Organization

_OPEN = (ExchangeState.RECEIVED, ExchangeState.HELD, ExchangeState.FAILED)


def apply_message(claim: work.Claim) -> None:
    """Let one message take effect, or hold it with its reason; one that has had its effect is passed over."""
    with unit_of_work(scope_of(claim)) as session:
        if claim.reference is None:
            raise ValueError("inbound.apply names its message")
        message = get_or_404(session, Message, claim.reference, lock=True)
        if message.direction == Direction.IN and message.state in _OPEN:
            _apply(session, message)
            metrics.count_message(message.document, Direction.IN, message.state)
        work.complete(session, claim)


def mark_not_applied(claim: work.Claim, _error: Exception) -> None:
    """The message failed for a reason of ours; it is kept and can be replayed."""
    with unit_of_work(scope_of(claim)) as session:
        message = session.get(Message, (claim.tenant_id, claim.reference))
        if message is not None and message.state in _OPEN:
            message.state, message.reason, message.reason_data = (
                InboundState.FAILED.value,
                "internal_error",
                {},
            )
            metrics.count_message(message.document, Direction.IN, message.state)


def _apply(session: Session, message: Message) -> None:
    transmission = get_or_404(session, Transmission, _known(message.transmission_id))
    try:
        if message.canonical is None and not read_again(session, message, transmission):
            return
        with _as_sender(session, message, transmission) as sender:
            intake = _intake(session, message, transmission, sender)
    except AgreementError as error:
        intake = Held("agreement_invalid", {"detail": error.message})
    if isinstance(intake, Held):
        _hold(message, intake)
    else:
        _conclude(session, message, intake)


def _intake(session: Session, message: Message, transmission: Transmission, sender: Organization) -> Intake:
    canonical = codec.decode(json.dumps(message.canonical))
    if isinstance(canonical, FunctionalAck):
        settled = receive_acknowledgement(session, message, canonical)
        return settled if isinstance(settled, Held) else settled.applied(message)
    if canonical.header.usage is not Usage.PRODUCTION and not tests_may_apply(session):
        return Held("test_not_applied")
    handler = registry.handler_for(canonical)
    if handler is None:
        return Held("no_handler", {"document": message.document})
    agreement = get_or_404(session, Agreement, _known(message.agreement_id))
    context = MessageContext(
        message_id=message.id,
        sender_id=sender.id,
        sender_is_own=sender.is_own,
        agreement_id=agreement.id,
        received_at=transmission.at,
        answer_wanted=terms_of(agreement).answer_wanted,
        charset=canonical.header.charset,
    )
    return _call(session, handler, canonical, context)


def _call(session: Session, handler: registry.Handler, canonical: Any, context: MessageContext) -> Intake:
    """The business's answer; what it did before a rule stopped it is undone, and the rule is the reason to wait."""
    try:
        with session.begin_nested():
            return handler(session, canonical, context)
    except DomainError as error:
        return Held("refused_by_business", {"detail": error.message, "code": error.code, **error.parameters})


def _hold(message: Message, held: Held) -> None:
    message.state = InboundState.HELD.value
    message.reason = held.reason
    message.reason_data = storable(dict(held.data))
    _point_at(message, held.partner_id, held.subject_kind, held.subject_id)


def _conclude(session: Session, message: Message, applied: Applied) -> None:
    message.state, message.reason, message.reason_data = InboundState.APPLIED.value, None, {}
    _point_at(message, applied.partner_id, applied.subject_kind, applied.subject_id)
    session.flush()
    if message.group_id is not None and applied.subject_kind != "message":
        _bind_acknowledgement(session, message, message.group_id)


def _point_at(
    message: Message, partner_id: UUID | None, subject_kind: str | None, subject_id: UUID | None
) -> None:
    if partner_id is not None:
        message.partner_id = partner_id
    if subject_id is not None:
        message.subject_kind, message.subject_id = subject_kind, subject_id


def _bind_acknowledgement(session: Session, message: Message, group_id: UUID) -> None:
    """Put the group's acknowledgement on the subject's timeline, whichever of the two comes first.

    Sending it takes the same row lock and looks for messages that were applied before; so one of the two sees the
    other. An acknowledgement of this message alone belongs to whom the message belongs.
    """
    group = session.get(FunctionalGroup, (message.tenant_id, group_id))
    if group is None or group.ack_message_id is None:
        return
    acknowledgement = session.scalars(
        select(Message)
        .where(Message.id == group.ack_message_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    members = session.scalar(select(func.count()).where(Message.group_id == group_id)) or 0
    if members == 1:
        acknowledgement.partner_id = message.partner_id
        acknowledgement.subject_kind, acknowledgement.subject_id = message.subject_kind, message.subject_id
        acknowledgement.business_number = message.business_number
    if acknowledgement.sent_at is not None:
        record_acknowledged(session, message, acknowledgement, group)


def record_acknowledged(
    session: Session, message: Message, acknowledgement: Message, group: FunctionalGroup
) -> None:
    """On the timeline of what the message is about: our acknowledgement of it went out, with that verdict."""
    if message.subject_kind is None or message.subject_id is None:
        return
    history.record(
        session,
        "message.sent",
        history.Subject(message.subject_kind, message.subject_id, message.partner_id),
        message_id=acknowledgement.id,
        document=acknowledgement.document,
        control_number=acknowledgement.control_number,
        acknowledges=message.document,
        acknowledged_message_id=str(message.id),
        status=group.ack_status,
    )


@contextmanager
def _as_sender(session: Session, message: Message, transmission: Transmission) -> Iterator[Organization]:
    """Run the body as the sender's system, which history then names; the wall stays the tenant's."""
    sender = get_or_404(session, Organization, transmission.partner_id)
    actor = Actor(ActorKind.API_KEY, transmission.api_key_id, sender.name)
    with scoped(replace(current_scope(), actor=actor, correlation_id=message.correlation_id)):
        yield sender


def _known(identifier: UUID | None) -> UUID:
    if identifier is None:
        raise LookupError("a message that came in names its transmission and agreement")
    return identifier
