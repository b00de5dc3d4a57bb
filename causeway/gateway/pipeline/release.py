"""Letting something go on that waits: a person's decision, kept in the audit.

What was held is looked at again with today's agreements, guides and codes; what failed is tried again from its bytes
or from the message as it was decided. Nothing that has had its effect can have it twice.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from causeway.gateway.exchanges import mailbox, outbox
from causeway.gateway.exchanges.kinds import INBOUND_APPLY, INBOUND_READ, OUTBOUND_SEND, reading_gate
from causeway.gateway.exchanges.models import Direction, ExchangeState, Message, Transmission
from causeway.gateway.pipeline.inbound import RELEASED
from causeway.tenants import audit, work
from causeway.tenants.db import get_or_404
from causeway.tenants.errors import DomainError

TRANSMISSION = "transmission"
MESSAGE = "message"
_WAITING = (ExchangeState.HELD, ExchangeState.FAILED)


def release(session: Session, kind: str, identifier: UUID, *, note: str | None = None) -> None:
    """Let a held or failed transmission or message go on, with a person's words why; DomainError when it does not wait."""
    if kind == TRANSMISSION:
        _release_transmission(session, identifier, note)
    elif kind == MESSAGE:
        _release_message(session, identifier, note)
    else:
        raise ValueError(f"{kind} is neither a transmission nor a message")


def _release_transmission(session: Session, identifier: UUID, note: str | None) -> None:
    transmission = get_or_404(session, Transmission, identifier, lock=True)
    _check_waiting(transmission.state)
    audit.record(
        session, "transmission.released", TRANSMISSION, identifier, reason=transmission.reason, note=note
    )
    if not work.restart(session, INBOUND_READ, identifier):
        work.enqueue(
            session,
            INBOUND_READ,
            identifier,
            tenant_id=transmission.tenant_id,
            gate=reading_gate(transmission.partner_id),
            payload={RELEASED: True},
        )


def _release_message(session: Session, identifier: UUID, note: str | None) -> None:
    message = get_or_404(session, Message, identifier, lock=True)
    _check_waiting(message.state)
    kind = INBOUND_APPLY if message.direction == Direction.IN else OUTBOUND_SEND
    audit.record(session, "message.released", MESSAGE, identifier, reason=message.reason, note=note)
    mailbox.record_event(session, "message.released", message, reason=message.reason)
    if not work.restart(session, kind, identifier):
        lane = outbox.sending_lane(message) if kind == OUTBOUND_SEND else None
        work.enqueue(session, kind, identifier, tenant_id=message.tenant_id, lane=lane)


def _check_waiting(state: str) -> None:
    if state not in _WAITING:
        raise DomainError(f"only what is held or failed can be released, not {state}", code="not_waiting")
