"""What a person may do to something that waits: let it go on, process it once more, lay it aside.

Each takes the row's lock and looks again, so that of two people who press at once one acts and the other is told.
Every act is in the audit ledger with the words of whoever did it.
"""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.gateway.exchanges.models import Direction, ExchangeState, Interchange, Message, Transmission
from causeway.gateway.pipeline.release import MESSAGE, TRANSMISSION, release
from causeway.tenants import audit
from causeway.tenants.errors import DomainError

MessageAction = Callable[[Session, Message, str], bool]
FileAction = Callable[[Session, Transmission, str], bool]
DISMISSED = "dismissed"
_WAITING = (ExchangeState.HELD, ExchangeState.FAILED)


def can_release(message: Message) -> bool:
    """Whether the message waits for a person."""
    return message.direction == Direction.IN and message.state == ExchangeState.HELD


def can_replay(message: Message) -> bool:
    """Whether processing it once more can change anything: it failed, in either direction."""
    return message.state == ExchangeState.FAILED


def can_act_on(transmission: Transmission) -> bool:
    """Whether the file waits for a person."""
    return transmission.direction == Direction.IN and transmission.state in _WAITING


def let_message_go(session: Session, message: Message, note: str) -> bool:
    """Look at a held message again, or begin again with a failed one; False when it does not wait any more."""
    return _release(session, MESSAGE, message, note)


def let_file_go(session: Session, transmission: Transmission, note: str) -> bool:
    """Read a file although something speaks against it; False when it does not wait any more."""
    return _release(session, TRANSMISSION, transmission, note)


def _release(session: Session, kind: str, row: Message | Transmission, note: str) -> bool:
    try:
        release(session, kind, row.id, note=note)
    except DomainError as error:
        if error.code != "not_waiting":
            raise
        return False
    return True


def dismiss_file(session: Session, transmission: Transmission, note: str) -> bool:
    """Lay a file aside for good, its bytes kept; False when it does not wait any more."""
    session.refresh(transmission, with_for_update=True)
    if not can_act_on(transmission):
        return False
    audit.record(
        session,
        "transmission.dismissed",
        TRANSMISSION,
        transmission.id,
        reason=transmission.reason,
        note=note,
    )
    transmission.state = ExchangeState.REJECTED.value
    transmission.reason, transmission.reason_data = DISMISSED, {"note": note}
    held = select(Interchange).where(
        Interchange.transmission_id == transmission.id, Interchange.state == ExchangeState.HELD.value
    )
    for interchange in session.scalars(held):
        interchange.state, interchange.reason = ExchangeState.REJECTED.value, DISMISSED
    return True
