"""The work 'inbound.apply': one message takes effect on the business, in a unit of work of its own.

The business answers that it took effect or why it waits. A message that waits is tried again whenever somebody
enqueues it, so fixing what it waits for lets it go on by itself.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from causeway.gateway import registry
from causeway.gateway.canonical import codec
from causeway.gateway.canonical.acknowledgements import FunctionalAck
from causeway.gateway.canonical.header import Usage
from causeway.gateway.canonical.intake import Applied, Held, Intake, MessageContext
from causeway.gateway.canonical.orders import Order, OrderChange
from causeway.gateway.exchanges.models import Direction, ExchangeState, InboundState, Message
from causeway.gateway.partners.routing import tests_may_apply
from causeway.gateway.partners.terms import read_terms
from causeway.gateway.pipeline.acknowledgements import receive_acknowledgement
from causeway.gateway.pipeline.answerable import unanswerable
from causeway.gateway.pipeline.inbound import scope_of
from causeway.gateway.pipeline.rereading import read_again
from causeway.gateway.pipeline.safe_text import storable
from causeway.tenants import history, metrics, work
from causeway.tenants.context import Actor, ActorKind, Role, current_scope, scoped
from causeway.tenants.db import get_or_404, run, unit_of_work
from causeway.tenants.errors import AgreementError, DomainError, NotFoundError

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
        _in_one_transaction(claim, lambda session, case: _hold(session, case, held))


@dataclass(frozen=True, slots=True)
class _Case:
    """A message with what its sender and its agreement say about it, as far as applying it needs to know."""

    id: UUID
    direction: str
    state: str
    document: str
    partner_id: UUID
    group_id: UUID | None
    business_number: str | None
    ack_status: str | None
    correlation_id: UUID
    canonical: str | None
    received_at: datetime
    api_key_id: UUID | None
    sender_id: UUID
    sender_name: str
    sender_is_own: bool
    agreement_id: UUID
    terms: dict[str, Any]

    def row(self, session: Session) -> Message:
        """The message itself, for what happens seldom."""
        return get_or_404(session, Message, self.id)


# Everything in one statement, the message locked.
_LOAD = """
select m.id, m.direction, m.state, m.document, m.partner_id, m.group_id, m.business_number, m.ack_status,
  m.correlation_id, cast(m.canonical as text), t.at, t.api_key_id, o.id, o.name, o.is_own, a.id, a.terms
from message m
join transmission t on t.tenant_id = m.tenant_id and t.id = m.transmission_id
join organization o on o.tenant_id = m.tenant_id and o.id = t.partner_id
join agreement a on a.tenant_id = m.tenant_id and a.id = m.agreement_id
where m.tenant_id = %(tenant_id)s and m.id = %(id)s
for update of m
"""

_DECIDE = """
update message set state = %(state)s, reason = %(reason)s, reason_data = cast(%(reason_data)s as jsonb),
  partner_id = coalesce(%(partner_id)s, partner_id),
  subject_kind = coalesce(%(subject_kind)s, subject_kind), subject_id = coalesce(%(subject_id)s, subject_id)
where tenant_id = %(tenant_id)s and id = %(id)s
"""


def _in_one_transaction(claim: work.Claim, act: Callable[[Session, _Case], str]) -> None:
    """Load, act, and take the row away; `act` answers the state in which it leaves the message."""
    with unit_of_work(scope_of(claim)) as session:
        case = _load(session, claim)
        if case.direction == Direction.IN and case.state in _OPEN:
            metrics.count_message(case.document, Direction.IN, act(session, case))
        work.complete(session, claim)


def _load(session: Session, claim: work.Claim) -> _Case:
    row = run(session, _LOAD, {"tenant_id": claim.tenant_id, "id": claim.reference}).fetchone()
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


def _apply(session: Session, case: _Case) -> str:
    try:
        if case.canonical is None:
            message = case.row(session)
            if not read_again(session, message):
                return message.state
            case = replace(
                case, canonical=json.dumps(message.canonical), business_number=message.business_number
            )
        with _as_sender(case):
            intake = _intake(session, case)
    except AgreementError as error:
        intake = Held("agreement_invalid", {"detail": error.message})
    return _hold(session, case, intake) if isinstance(intake, Held) else _conclude(session, case, intake)


def _intake(session: Session, case: _Case) -> Intake:
    canonical = codec.decode(case.canonical or "")
    if isinstance(canonical, FunctionalAck):
        message = case.row(session)
        settled = receive_acknowledgement(session, message, canonical)
        return settled if isinstance(settled, Held) else settled.applied(message)
    if canonical.header.usage is not Usage.PRODUCTION and not tests_may_apply(session):
        return Held("test_not_applied")
    handler = registry.handler_for(canonical)
    if handler is None:
        return Held("no_handler", {"document": case.document})
    terms = read_terms(case.terms)
    if terms.answer_wanted and isinstance(canonical, Order | OrderChange):
        stuck = unanswerable(canonical, terms)
        if stuck is not None:
            return stuck
    context = MessageContext(
        message_id=case.id,
        sender_id=case.sender_id,
        sender_is_own=case.sender_is_own,
        agreement_id=case.agreement_id,
        received_at=case.received_at,
        answer_wanted=terms.answer_wanted,
        charset=canonical.header.charset,
    )
    try:
        return handler(session, canonical, context)
    except DomainError as error:
        raise _RefusedByBusinessError(error) from error


def _hold(session: Session, case: _Case, held: Held) -> str:
    return _decide(session, case, InboundState.HELD, held, held.reason, storable(dict(held.data)))


def _conclude(session: Session, case: _Case, applied: Applied) -> str:
    state = _decide(session, case, InboundState.APPLIED, applied)
    if case.group_id is not None and applied.subject_kind != "message":
        _bind_acknowledgement(session, case, applied)
    return state


def _decide(  # noqa: PLR0917 - a state, whose it is, and why
    session: Session,
    case: _Case,
    state: InboundState,
    intake: Intake,
    reason: str | None = None,
    reason_data: dict[str, Any] | None = None,
) -> str:
    subject_id = intake.subject_id
    run(
        session,
        _DECIDE,
        {
            "tenant_id": current_scope().tenant_id,
            "id": case.id,
            "state": state.value,
            "reason": reason,
            "reason_data": json.dumps(reason_data or {}),
            "partner_id": intake.partner_id,
            "subject_kind": intake.subject_kind if subject_id is not None else None,
            "subject_id": subject_id,
        },
    )
    return state.value


_ACKNOWLEDGEMENT = """
select a.id, a.document, a.control_number, a.sent_at is not null,
  (select count(*) from message c where c.tenant_id = %(tenant_id)s and c.group_id = %(group_id)s)
from functional_group g join message a on a.tenant_id = g.tenant_id and a.id = g.ack_message_id
where g.tenant_id = %(tenant_id)s and g.id = %(group_id)s
for update of a
"""

_GIVE_AWAY = """
update message set partner_id = %(partner_id)s, subject_kind = %(subject_kind)s, subject_id = %(subject_id)s,
  business_number = %(number)s
where tenant_id = %(tenant_id)s and id = %(id)s
"""


def _bind_acknowledgement(session: Session, case: _Case, applied: Applied) -> None:
    """Put the group's acknowledgement on the subject's timeline, whichever of the two comes first.

    Sending it takes the same row lock and looks for messages that were applied before; so one of the two sees the
    other. An acknowledgement of this message alone belongs to whom the message belongs.
    """
    parameters = {"tenant_id": current_scope().tenant_id, "group_id": case.group_id}
    row = run(session, _ACKNOWLEDGEMENT, parameters).fetchone()
    if row is None:
        return
    identifier, document, control_number, is_sent, count = row
    subject = history.Subject(applied.subject_kind, applied.subject_id, applied.partner_id or case.partner_id)
    if count == 1:
        run(
            session,
            _GIVE_AWAY,
            {
                "tenant_id": parameters["tenant_id"],
                "id": identifier,
                "partner_id": subject.partner_id,
                "subject_kind": subject.kind,
                "subject_id": subject.id,
                "number": case.business_number,
            },
        )
    if is_sent:
        acknowledged = Acknowledged(case.id, case.document, case.ack_status)
        record_acknowledged(session, subject, acknowledged, Sent(identifier, document, control_number))


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The message that an acknowledgement of ours speaks of, and its verdict on it."""

    id: UUID
    document: str
    status: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of ours that went out."""

    id: UUID
    document: str
    control_number: str | None


def record_acknowledged(
    session: Session, subject: history.Subject, acknowledged: Acknowledged, acknowledgement: Sent
) -> None:
    """On the timeline of what a message is about: our acknowledgement of it went out, with that verdict."""
    history.record(
        session,
        "message.sent",
        subject,
        message_id=acknowledgement.id,
        document=acknowledgement.document,
        control_number=acknowledgement.control_number,
        acknowledges=acknowledged.document,
        acknowledged_message_id=str(acknowledged.id),
        status=acknowledged.status,
    )


@contextmanager
def _as_sender(case: _Case) -> Iterator[None]:
    """Run the body as the sender's system, which history then names; the wall stays the tenant's."""
    side = Role.STAFF if case.sender_is_own else Role.PARTNER
    actor = Actor(ActorKind.API_KEY, case.api_key_id, case.sender_name, side)
    with scoped(replace(current_scope(), actor=actor, correlation_id=case.correlation_id)):
        yield
