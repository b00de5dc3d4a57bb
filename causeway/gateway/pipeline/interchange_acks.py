"""TA1, the acknowledgement of an envelope: the one we owe for what came in, and those that came in for what we sent.

It is written where the sender asks for it (ISA14) and the agreement allows it, and says nothing of the groups inside.
"""

import datetime as dt
import json
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.gateway.canonical import codec
from causeway.gateway.canonical.acknowledgements import (
    FUNCTIONAL_ACK_SCHEMA,
    AckStatus,
    FunctionalAck,
)
from causeway.gateway.exchanges import outbox
from causeway.gateway.exchanges.models import Direction, ExchangeState, Interchange, Message
from causeway.gateway.formats import x12
from causeway.gateway.formats.x12 import ta1
from causeway.gateway.formats.x12.ta1 import INTERCHANGE_ACK
from causeway.gateway.partners.routing import same_identities
from causeway.gateway.pipeline.acknowledgements import Verdict, settle
from causeway.gateway.pipeline.group_terms import GroupTerms
from causeway.gateway.pipeline.safe_text import storable
from causeway.tenants.ids import new_id


def answer_interchange(
    session: Session, interchange: x12.Interchange, agreed: GroupTerms, *, refused_with: str | None = None
) -> None:
    """Put the TA1 that the sender asked for into its mailbox, if the agreement sends any."""
    if not interchange.ack_requested or agreed.terms.interchange_ack == "never" or not interchange.groups:
        return
    acknowledgement = ta1.acknowledge_interchange(
        replace(interchange, control_number=storable(interchange.control_number)),
        message_id=new_id(),
        refused_with=refused_with,
    )
    if acknowledgement is None:
        return
    outbox.enqueue(
        session,
        outbox.compose(
            message=acknowledgement,
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
        acknowledgement = ta1.read(tuple(storable(part) for part in segment), message_id=new_id())
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
            control_number=acknowledgement.acknowledges.interchange_control,
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
        codes = tuple(code.value for code in acknowledgement.codes)
        held = settle(session, sent, Verdict(AckStatus.REJECTED, codes, message))
        if held is not None:
            message.state = ExchangeState.HELD.value
            message.reason, message.reason_data = held.reason, dict(held.data)
