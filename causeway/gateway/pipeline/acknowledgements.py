"""What partners say of what we sent: a functional acknowledgement finds its messages and settles them.

A group of ours is known by agreement, functional id and GS06, a set in it by ST02. The latest send before the
acknowledgement is meant; where two open ones fit, a person decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.gateway.canonical.acknowledgements import AckLevel, AckStatus, FunctionalAck
from causeway.gateway.canonical.intake import Applied, Held
from causeway.gateway.exchanges import mailbox
from causeway.gateway.exchanges.models import Direction, FunctionalGroup, Message, OutboundState
from causeway.gateway.partners.models import Agreement
from causeway.gateway.partners.routing import same_identities
from causeway.tenants import clock, metrics
from causeway.tenants.db import get_or_404

_GOOD = frozenset({AckStatus.ACCEPTED, AckStatus.ACCEPTED_WITH_ERRORS})
_OPEN = frozenset({OutboundState.SENT.value, OutboundState.DELIVERED.value, OutboundState.OVERDUE.value})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an acknowledgement says of one message of ours, and the message that says it."""

    status: AckStatus
    codes: tuple[str, ...]
    said_by: Message

    @property
    def state(self) -> OutboundState:
        """Where the message stands by it: an acceptance with errors is an acceptance."""
        return OutboundState.ACKNOWLEDGED if self.status in _GOOD else OutboundState.REFUSED


@dataclass(frozen=True, slots=True)
class Settled:
    """The messages that an acknowledgement settled; what they are about, where they are about one thing."""

    messages: Sequence[Message]

    def applied(self, acknowledgement: Message) -> Applied:
        """The answer to the pipeline: the acknowledgement belongs where its message belongs."""
        about = {(m.subject_kind, m.subject_id, m.partner_id) for m in self.messages if m.subject_id}
        if len(about) == 1:
            kind, identifier, partner_id = about.pop()
            if kind is not None and identifier is not None:
                return Applied(kind, identifier, partner_id)
        first = self.messages[0]
        return Applied("message", first.id, acknowledgement.partner_id)


def receive_acknowledgement(session: Session, row: Message, ack: FunctionalAck) -> Settled | Held:
    """Settle what the acknowledgement speaks of, or say why a person must look at it."""
    about = ack.acknowledges
    names: dict[str, Any] = {"functional_id": about.functional_id, "control_number": about.group_control}
    if ack.level is not AckLevel.GROUP or not about.functional_id or not about.group_control:
        return Held("acknowledgement_unmatched", names)
    candidates = _candidates(session, row, about.functional_id, about.group_control)
    if not candidates:
        return Held("acknowledgement_unmatched", names)
    still_open = [messages for messages in candidates if any(m.state in _OPEN for m in messages)]
    if len(still_open) > 1:
        return Held("acknowledgement_ambiguous", names)
    return _settle_all(session, (still_open or candidates)[0], _verdicts(ack, row), names)


def settle(session: Session, sent: Message, verdict: Verdict) -> Held | None:
    """Close one message with a verdict. The same verdict again changes nothing; another one is for a person."""
    if sent.ack_status is not None and sent.state not in _OPEN:
        before = OutboundState(sent.state)
        if before is verdict.state:
            return None
        data = {"before": before.value, "now": verdict.state.value}
        return Held("acknowledgement_contradicts", data)
    if sent.delivered_at is None:
        mailbox.record_delivery([sent], session)
    sent.state = verdict.state.value
    sent.ack_status = verdict.status.value
    sent.ack_message_id = verdict.said_by.id
    sent.acknowledged_at = clock.now()
    if verdict.state is OutboundState.REFUSED:
        sent.reason = "refused_by_receiver"
        sent.reason_data = {"codes": ", ".join(verdict.codes)}
    metrics.count_message(sent.document, Direction.OUT, sent.state)
    mailbox.record_event(
        session,
        f"message.{sent.state}",
        sent,
        acknowledgement_id=str(verdict.said_by.id),
        acknowledgement=verdict.said_by.document,
        status=verdict.status.value,
        codes=list(verdict.codes),
    )
    return None


def _settle_all(
    session: Session, messages: Sequence[Message], verdicts: "_Verdicts", names: dict[str, Any]
) -> Settled | Held:
    settled = [message for message in messages if verdicts.of(message) is not None]
    if not settled:
        return Held("acknowledgement_unmatched", names)
    for message in settled:
        verdict = verdicts.of(message)
        held = settle(session, message, verdict) if verdict else None
        if held is not None:
            return held
    return Settled(settled)


@dataclass(frozen=True, slots=True)
class _Verdicts:
    """Per set where the acknowledgement lists sets, else one for the whole group."""

    whole: Verdict
    by_set: dict[str, Verdict]

    def of(self, message: Message) -> Verdict | None:
        if not self.by_set:
            return self.whole
        return self.by_set.get((message.control_number or "").lstrip("0"))


def _verdicts(ack: FunctionalAck, row: Message) -> _Verdicts:
    whole = Verdict(ack.status, tuple(code.value for code in ack.codes), row)
    by_set = {
        entry.control.strip().lstrip("0"): Verdict(entry.status, _error_codes(entry), row)
        for entry in ack.sets
    }
    return _Verdicts(whole, by_set)


def _error_codes(entry: Any) -> tuple[str, ...]:
    """The codes of a set with the segments they point to, as short as a partner's operator writes them."""
    segments = [f"{error.segment_id} {error.position}" for error in entry.segments]
    return (*(code.value for code in entry.codes), *segments)


def _candidates(
    session: Session, row: Message, functional_id: str, control_number: str
) -> list[Sequence[Message]]:
    """The messages of each group of ours that fits, the latest group first, locked."""
    if row.agreement_id is None:
        return []
    agreement = get_or_404(session, Agreement, row.agreement_id)
    groups = session.scalars(
        select(FunctionalGroup.id)
        .where(
            FunctionalGroup.agreement_id.in_(same_identities(session, agreement)),
            FunctionalGroup.direction == Direction.OUT.value,
            FunctionalGroup.functional_id == functional_id,
            FunctionalGroup.control_number == (control_number.lstrip("0") or control_number),
            FunctionalGroup.id < row.id,
        )
        .order_by(FunctionalGroup.id.desc())
    ).all()
    return [messages for group_id in groups if (messages := _messages_of(session, group_id))]


def _messages_of(session: Session, group_id: UUID) -> Sequence[Message]:
    return session.scalars(
        select(Message)
        .where(Message.group_id == group_id, Message.direction == Direction.OUT.value)
        .order_by(Message.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
