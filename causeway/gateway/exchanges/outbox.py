"""What is to be sent, decided and kept in the transaction that decides it.

A row holds the canonical message as it was decided; writing, numbering and delivering it never read the business
again. Until `not_before` it can be taken back.
"""

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from causeway.gateway.canonical import codec
from causeway.gateway.exchanges.kinds import OUTBOUND_SEND, document_lane
from causeway.gateway.exchanges.models import Direction, Message, OutboundState
from causeway.tenants import clock, history, work
from causeway.tenants.context import current_scope
from causeway.tenants.ids import new_id


def compose(
    *,
    message: codec.CanonicalMessage,
    document: str,
    partner_id: UUID,
    exchanged_with_id: UUID,
    agreement_id: UUID,
    subject: history.Subject | None,
    business_number: str | None,
    not_before: datetime | None = None,
    caused_by_id: UUID | None = None,
) -> Message:
    """The row of a message that is to go out, in no session yet."""
    return Message(
        id=new_id(),
        partner_id=partner_id,
        direction=Direction.OUT.value,
        state=OutboundState.PENDING.value,
        document=document,
        exchanged_with_id=exchanged_with_id,
        agreement_id=agreement_id,
        business_number=business_number,
        canonical=json.loads(codec.encode(message)),
        schema_version=message.header.schema,
        subject_kind=subject.kind if subject else None,
        subject_id=subject.id if subject else None,
        at=clock.now(),
        not_before=not_before,
        caused_by_id=caused_by_id,
        correlation_id=current_scope().correlation_id,
    )


def enqueue(session: Session, row: Message) -> UUID:
    """The id of a message that goes out no sooner than its `not_before`, once this transaction is committed.

    What is about one subject leaves in the order in which it was decided. Works on both sides of the wall.
    """
    session.add(row)
    session.flush()
    work.enqueue(
        session,
        OUTBOUND_SEND,
        row.id,
        tenant_id=current_scope().tenant_id,
        run_at=row.not_before,
        lane=sending_lane(row),
    )
    return row.id


def sending_lane(row: Message) -> str | None:
    """The lane in which a message leaves: after everything that was decided before about the same subject."""
    if row.subject_id is None:
        return None
    return document_lane(row.exchanged_with_id, f"send:{row.subject_id}")


def cancel_pending(session: Session, message_id: UUID) -> bool:
    """Take a message back; False when it was sent, or taken back, already. Exactly one of the two can happen."""
    cancelled = session.scalar(
        update(Message)
        .where(
            Message.id == message_id,
            Message.direction == Direction.OUT,
            Message.state == OutboundState.PENDING,
        )
        .values(state=OutboundState.CANCELLED.value)
        .returning(Message.id)
        .execution_options(synchronize_session="fetch")
    )
    return cancelled is not None
