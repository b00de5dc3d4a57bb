"""The works 'outbound.send' and 'outbound.overdue': a decided message goes into its mailbox once, and is missed there."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.gateway.exchanges import mailbox
from causeway.gateway.exchanges.kinds import OUTBOUND_OVERDUE
from causeway.gateway.exchanges.models import (
    Direction,
    InboundState,
    Message,
    OutboundState,
)
from causeway.gateway.partners.models import Agreement
from causeway.gateway.partners.service import terms_of
from causeway.gateway.pipeline.applying import Acknowledged, Sent, record_acknowledged
from causeway.gateway.pipeline.group_terms import GroupTerms
from causeway.gateway.pipeline.inbound import scope_of
from causeway.gateway.pipeline.sending import send
from causeway.gateway.pipeline.stored_problems import stored
from causeway.gateway.pipeline.x12_documents import FUNCTIONAL_ACK_DOCUMENTS
from causeway.gateway.pipeline.x12_writing import UnwritableError
from causeway.tenants import history, metrics, work
from causeway.tenants.db import get_or_404, unit_of_work
from causeway.tenants.errors import AgreementError


def send_message(claim: work.Claim) -> None:
    """Write one pending message and put it into its mailbox; one that was taken back is passed over."""
    with unit_of_work(scope_of(claim)) as session:
        message = _locked(session, claim)
        if message.state in (OutboundState.PENDING, OutboundState.FAILED) and message.sent_at is None:
            if _was_overtaken(session, message):
                _stay(session, message)
            else:
                _send(session, message)
        work.complete(session, claim)


def mark_unsent(claim: work.Claim, error: Exception) -> None:
    """The message could not be written or sent; it is kept and can be sent again when the cause is mended."""
    with unit_of_work(scope_of(claim)) as session:
        message = _locked(session, claim)
        if message.sent_at is not None or message.state == OutboundState.CANCELLED:
            return
        message.state = OutboundState.FAILED.value
        message.reason, message.reason_data = "internal_error", {}
        if isinstance(error, UnwritableError):
            message.problems = stored(error.problems)
        if isinstance(error, AgreementError):
            message.reason, message.reason_data = error.code, {"detail": error.message}
        metrics.count_message(message.document, Direction.OUT, message.state)
        mailbox.record_event(session, "message.failed", message, reason=message.reason)


def note_overdue(claim: work.Claim) -> None:
    """Say that the acknowledgement did not come in time, where it did not."""
    with unit_of_work(scope_of(claim)) as session:
        message = _locked(session, claim)
        if message.state in (OutboundState.SENT, OutboundState.DELIVERED):
            message.state = OutboundState.OVERDUE.value
            metrics.count_message(message.document, Direction.OUT, message.state)
            mailbox.record_event(session, "message.overdue", message)
        work.complete(session, claim)


def _was_overtaken(session: Session, message: Message) -> bool:
    """Whether a newer document of the kind about the same thing went to the same system while this one had failed."""
    if message.state != OutboundState.FAILED or message.subject_id is None:
        return False
    newer = select(Message.id).where(
        Message.subject_kind == message.subject_kind,
        Message.subject_id == message.subject_id,
        Message.id > message.id,
        Message.exchanged_with_id == message.exchanged_with_id,
        Message.document == message.document,
        Message.direction == Direction.OUT.value,
        Message.sent_at.is_not(None),
    )
    return session.scalar(newer.limit(1)) is not None


def _stay(session: Session, message: Message) -> None:
    """An older answer after a newer one would be taken for the last word, so it never leaves."""
    message.state, message.reason, message.reason_data = OutboundState.CANCELLED.value, "superseded", {}
    metrics.count_message(message.document, Direction.OUT, message.state)
    mailbox.record_event(session, "message.superseded", message)


def _send(session: Session, message: Message) -> None:
    agreement = get_or_404(session, Agreement, _agreement_of(message))
    terms = terms_of(agreement)
    send(session, message, GroupTerms(agreement, terms))
    if message.ack_due_at is not None:
        work.enqueue(
            session, OUTBOUND_OVERDUE, message.id, tenant_id=message.tenant_id, run_at=message.ack_due_at
        )
    if message.document in FUNCTIONAL_ACK_DOCUMENTS:
        _tell_acknowledged(session, message)
    else:
        mailbox.record_event(session, "message.sent", message)


def _tell_acknowledged(session: Session, acknowledgement: Message) -> None:
    """On every timeline that a message of the acknowledged group is on already; later ones note it themselves.

    The group comes first and its messages by it alone: asked for together with their state, Postgres went through
    everything that was ever applied (measured: 134 instead of 1 ms after 450 orders).
    """
    group_id = session.scalar(select(Message.group_id).where(Message.id == acknowledgement.caused_by_id))
    if group_id is None:
        return
    members = select(Message).where(Message.group_id == group_id).order_by(Message.id)
    for message in session.scalars(members.execution_options(populate_existing=True)).all():
        if message.state == InboundState.APPLIED and message.subject_kind and message.subject_id:
            record_acknowledged(
                session,
                history.Subject(message.subject_kind, message.subject_id, message.partner_id),
                Acknowledged(message.id, message.document, message.ack_status),
                Sent(acknowledgement.id, acknowledgement.document, acknowledgement.control_number),
            )


def _locked(session: Session, claim: work.Claim) -> Message:
    if claim.reference is None:
        raise ValueError(f"{claim.kind} names its message")
    return get_or_404(session, Message, claim.reference, lock=True)


def _agreement_of(message: Message) -> UUID:
    if message.agreement_id is None:
        raise AgreementError("The message goes out under no agreement.")
    return message.agreement_id
