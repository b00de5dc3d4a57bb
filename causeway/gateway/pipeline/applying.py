"""The work 'inbound.apply': one message takes effect on the business, in a unit of work of its own.

The business answers that it took effect or why it waits. A message that waits is tried again whenever somebody
enqueues it, so fixing what it waits for lets it go on by itself.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

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
from causeway.tenants.db import unit_of_work
from causeway.tenants.errors import AgreementError, DomainError, NotFoundError
from causeway.tenants.models import Organization

_OPEN = (ExchangeState.RECEIVED, ExchangeState.HELD, ExchangeState.FAILED)


class _RefusedByBusinessError(Exception):
    """A rule of the business stopped a message; what was done for it so far must not stay."""

    def __init__(self, error: DomainError) -> None:
        super().__init__(error.message)
        data = {"detail": error.message, "code": error.code, **error.parameters}
        self.held = Held("refused_by_business", data)


def apply_message(claim: work.Claim) -> None:
    """Let one message take effect, or hold it with its reason; one that has had its effect is passed over."""
    try:
        _in_one_transaction(claim, _apply)
    except _RefusedByBusinessError as refused:
        held = refused.held
        _in_one_transaction(claim, lambda _session, case: _hold(case.message, held))


@dataclass(frozen=True, slots=True)
class _Case:
    """A message with what its sender and its agreement say about it."""

    message: Message
    transmission: Transmission
    sender: Organization
    agreement: Agreement


def _in_one_transaction(claim: work.Claim, act: Callable[[Session, _Case], None]) -> None:
    with unit_of_work(scope_of(claim)) as session:
        case = _load(session, claim)
        if case.message.direction == Direction.IN and case.message.state in _OPEN:
            act(session, case)
            metrics.count_message(case.message.document, Direction.IN, case.message.state)
        work.complete(session, claim)


def _load(session: Session, claim: work.Claim) -> _Case:
    """Everything in one statement, the message locked."""
    row = session.execute(
        select(Message, Transmission, Organization, Agreement)
        .join(
            Transmission,
            (Transmission.tenant_id == Message.tenant_id) & (Transmission.id == Message.transmission_id),
        )
        .join(
            Organization,
            (Organization.tenant_id == Message.tenant_id) & (Organization.id == Transmission.partner_id),
        )
        .join(Agreement, (Agreement.tenant_id == Message.tenant_id) & (Agreement.id == Message.agreement_id))
        .where(Message.id == claim.reference)
        .with_for_update(of=Message)
    ).one_or_none()
    if row is None:
        raise NotFoundError(f"{claim.kind} names no message that came in")
    return _Case(*row)


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


def _apply(session: Session, case: _Case) -> None:
    message = case.message
    try:
        if message.canonical is None and not read_again(session, message, case.transmission):
            return
        with _as_sender(case):
            intake = _intake(session, case)
    except AgreementError as error:
        intake = Held("agreement_invalid", {"detail": error.message})
    if isinstance(intake, Held):
        _hold(message, intake)
    else:
        _conclude(session, message, intake)


def _intake(session: Session, case: _Case) -> Intake:
    canonical = codec.decode(json.dumps(case.message.canonical))
    if isinstance(canonical, FunctionalAck):
        settled = receive_acknowledgement(session, case.message, canonical)
        return settled if isinstance(settled, Held) else settled.applied(case.message)
    if canonical.header.usage is not Usage.PRODUCTION and not tests_may_apply(session):
        return Held("test_not_applied")
    handler = registry.handler_for(canonical)
    if handler is None:
        return Held("no_handler", {"document": case.message.document})
    context = MessageContext(
        message_id=case.message.id,
        sender_id=case.sender.id,
        sender_is_own=case.sender.is_own,
        agreement_id=case.agreement.id,
        received_at=case.transmission.at,
        answer_wanted=terms_of(case.agreement).answer_wanted,
        charset=canonical.header.charset,
    )
    try:
        return handler(session, canonical, context)
    except DomainError as error:
        raise _RefusedByBusinessError(error) from error


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
    members = select(func.count()).where(Message.group_id == group_id, Message.tenant_id == message.tenant_id)
    acknowledgement_row = aliased(Message)
    row = session.execute(
        select(acknowledgement_row, members.scalar_subquery())
        .join(
            FunctionalGroup,
            (FunctionalGroup.tenant_id == acknowledgement_row.tenant_id)
            & (FunctionalGroup.ack_message_id == acknowledgement_row.id),
        )
        .where(FunctionalGroup.id == group_id)
        .with_for_update(of=acknowledgement_row)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return
    acknowledgement, count = row
    if count == 1:
        acknowledgement.partner_id = message.partner_id
        acknowledgement.subject_kind, acknowledgement.subject_id = message.subject_kind, message.subject_id
        acknowledgement.business_number = message.business_number
    if acknowledgement.sent_at is not None:
        record_acknowledged(session, message, acknowledgement)


def record_acknowledged(session: Session, message: Message, acknowledgement: Message) -> None:
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
        status=message.ack_status,
    )


@contextmanager
def _as_sender(case: _Case) -> Iterator[None]:
    """Run the body as the sender's system, which history then names; the wall stays the tenant's."""
    actor = Actor(ActorKind.API_KEY, case.transmission.api_key_id, case.sender.name)
    with scoped(replace(current_scope(), actor=actor, correlation_id=case.message.correlation_id)):
        yield
