"""Finding the order that a message is about, and what of the message took effect before."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.gateway.canonical.header import MessageHeader, Standard
from causeway.portal.domain.orders.models import Order, OrderVersion
from causeway.tenants.context import Channel

_CHANNELS = {Standard.REST: Channel.API, Standard.FLAT: Channel.SPREADSHEET, Standard.WEB: Channel.WEB}


def channel_of(header: MessageHeader) -> str:
    """Through which door a message came."""
    return _CHANNELS.get(header.standard, Channel.EDI).value


def find_order(
    session: Session, buyer_id: UUID, number: str, release_number: str | None, *, lock: bool = False
) -> Order | None:
    """The order of that key, which is the buyer, the number and the release."""
    statement = select(Order).where(
        Order.buyer_id == buyer_id, Order.number == number, Order.release_number == (release_number or "")
    )
    return session.scalar(statement.with_for_update() if lock else statement)


def was_applied(session: Session, order_id: UUID, message_id: UUID) -> bool:
    """Whether that message has made a version of the order already."""
    version = select(OrderVersion.id).where(
        OrderVersion.order_id == order_id, OrderVersion.message_id == message_id
    )
    return session.scalar(version) is not None
