"""TA1, the acknowledgement of an envelope: the one we owe for what came in, and those that came in for what we sent.

It is written where the sender asks for it (ISA14) and the agreement allows it, and says nothing of the groups inside.
"""

import datetime as dt
import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.gateway.canonical import codec
from causeway.gateway.canonical.acknowledgements import (
    FUNCTIONAL_ACK_SCHEMA,
    AckLevel,
    Acknowledged,
    AckStatus,
    FunctionalAck,
)
from causeway.gateway.canonical.header import MessageHeader, Standard
from causeway.gateway.canonical.references import Coded
from causeway.gateway.canonical.times import Moment, Precision
from causeway.gateway.exchanges import outbox
from causeway.gateway.exchanges.models import Direction, ExchangeState, Interchange, Message
from causeway.gateway.formats import x12
from causeway.gateway.formats.base import Severity
from causeway.gateway.partners.routing import same_identities
from causeway.gateway.pipeline.acknowledgements import Verdict, settle
from causeway.gateway.pipeline.group_terms import GroupTerms
from causeway.gateway.pipeline.safe_text import storable
from causeway.gateway.pipeline.x12_writing import INTERCHANGE_ACK
from causeway.tenants.ids import new_id

NOTE_CODES = "x12:I18"
DUPLICATE_NOTE = "025"
_NOTES = {
    "iea_missing": "023",
    "iea_control_mismatch": "001",
    "iea_count_mismatch": "021",
}
_STATUSES = {
    "A": AckStatus.ACCEPTED,
    "E": AckStatus.ACCEPTED_WITH_ERRORS,
    "R": AckStatus.REJECTED,
}
STATUS_CODES = {status: code for code, status in _STATUSES.items()}
_LENGTH = 9


def answer_interchange(
    session: Session, interchange: x12.Interchange, agreed: GroupTerms, *, refused_with: str | None = None
) -> None:
    """Put the TA1 that the sender asked for into its mailbox, if the agreement sends any."""
    if not interchange.ack_requested or agreed.terms.interchange_ack == "never" or not interchange.groups:
        return
    written_at = _moment(interchange.date, interchange.time)
    if written_at is None:
        return  # a TA1 names the interchange by its date and time, and this one has none that can be repeated
    notes = [_NOTES[problem.code] for problem in interchange.problems if problem.code in _NOTES]
    note = refused_with or next(iter(notes), "000")
    is_clean = not any(problem.severity is Severity.ERROR for problem in interchange.problems)
    status = AckStatus.ACCEPTED if is_clean else AckStatus.ACCEPTED_WITH_ERRORS
    outbox.enqueue(
        session,
        outbox.compose(
            message=_acknowledgement(
                storable(interchange.control_number),
                written_at,
                AckStatus.REJECTED if refused_with else status,
                note,
            ),
            document=INTERCHANGE_ACK,
            partner_id=agreed.agreement.organization_id,
            exchanged_with_id=agreed.agreement.organization_id,
            agreement_id=agreed.agreement.id,
            subject=None,
            business_number=None,
        ),
    )


def receive_ta1s(
    session: Session, interchange: x12.Interchange, row: Interchange, agreed: GroupTerms, *, at: dt.datetime
) -> None:
    """Note each TA1 of an interchange as a message; one that rejects refuses what we had sent in it."""
    for segment in interchange.ta1s:
        ta1 = _Ta1.of(segment)
        status = _STATUSES.get(ta1.status, AckStatus.REJECTED)
        acknowledgement = _acknowledgement(ta1.control_number, ta1.written_at, status, ta1.note)
        message = Message(
            id=new_id(),
            partner_id=row.partner_id,
            exchanged_with_id=row.partner_id,
            direction=Direction.IN.value,
            state=ExchangeState.APPLIED.value,
            document=INTERCHANGE_ACK,
            agreement_id=agreed.agreement.id,
            transmission_id=row.transmission_id,
            interchange_id=row.id,
            control_number=ta1.control_number,
            canonical=json.loads(codec.encode(acknowledgement)),
            schema_version=FUNCTIONAL_ACK_SCHEMA,
            at=at,
            correlation_id=row.transmission_id,
        )
        session.add(message)
        session.flush()
        _settle(session, message, acknowledgement, agreed)


def _settle(session: Session, message: Message, acknowledgement: FunctionalAck, agreed: GroupTerms) -> None:
    """Numbers count per pair of identities, so only what went out between the same two is looked for."""
    sent = session.scalars(
        select(Message)
        .join(
            Interchange,
            (Interchange.tenant_id == Message.tenant_id) & (Interchange.id == Message.interchange_id),
        )
        .where(
            Interchange.direction == Direction.OUT.value,
            Interchange.partner_id == message.exchanged_with_id,
            Interchange.agreement_id.in_(same_identities(session, agreed.agreement)),
            Interchange.control_number == message.control_number,
        )
        .order_by(Message.id.desc())
        .limit(1)
        .with_for_update(of=Message)
    ).one_or_none()
    if sent is None:
        message.state = ExchangeState.HELD.value
        message.reason = "acknowledgement_unmatched"
        message.reason_data = {"functional_id": INTERCHANGE_ACK, "control_number": message.control_number}
    elif acknowledgement.status is AckStatus.REJECTED:
        settle(
            session,
            sent,
            Verdict(AckStatus.REJECTED, tuple(code.value for code in acknowledgement.codes), message),
        )


@dataclass(frozen=True, slots=True)
class _Ta1:
    control_number: str
    written_at: Moment | None
    status: str
    note: str

    @classmethod
    def of(cls, segment: tuple[str, ...]) -> "_Ta1":
        _, control, date, time, status, note = (*(storable(part).strip() for part in segment), *[""] * 6)[:6]
        return cls(control.zfill(_LENGTH), _moment(date, time), status, note)


def _acknowledgement(
    control_number: str, written_at: Moment | None, status: AckStatus, note: str
) -> FunctionalAck:
    header = MessageHeader(
        schema=FUNCTIONAL_ACK_SCHEMA,
        message_id=new_id(),
        standard=Standard.X12,
        version="",
        document_code=INTERCHANGE_ACK,
    )
    return FunctionalAck(
        header=header,
        level=AckLevel.INTERCHANGE,
        acknowledges=Acknowledged(interchange_control=control_number, interchange_at=written_at),
        status=status,
        status_as_sent=STATUS_CODES[status],
        codes=(Coded(note, NOTE_CODES),),
    )


def _moment(date: str, time: str) -> Moment | None:
    try:
        parsed = dt.datetime.strptime(f"{date} {time[:4]}", "%y%m%d %H%M")  # noqa: DTZ007 - X12 has no zone
    except ValueError:
        return None
    return Moment(parsed.date(), parsed.time(), None, Precision.MINUTE)
