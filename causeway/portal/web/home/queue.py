"""What waits for one person, as numbers that each lead to their list; only of what the person may see.

Every number is counted up to a cap, so that the page costs the same whatever the tenant's history is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from causeway.gateway.exchanges.models import Direction, ExchangeState, Message
from causeway.portal.domain.codes.queries import count_unknown
from causeway.portal.domain.orders.models import Order, OrderDirection, OrderState
from causeway.portal.web.access import may
from causeway.portal.web.i18n import gettext
from causeway.tenants.auth.sessions import SessionIdentity
from causeway.tenants.models import Organization
from causeway.tenants.permissions import Permission

CAP = 1000


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One number of the queue: what it counts, in which tone, and where it leads."""

    label: str
    about: str
    count: int
    tone: str
    url: str

    @property
    def shown(self) -> str:
        """The number, or that it is at least the cap."""
        return f"{CAP - 1}+" if self.count >= CAP else str(self.count)


def waiting_for(session: Session, visitor: SessionIdentity) -> Sequence[QueueItem]:
    """The person's queue, in the order in which it should be worked through."""
    items: list[QueueItem] = []
    if may(Permission.ORDERS_READ):
        items += _staff_orders(session) if visitor.is_staff else _partner_orders(session, visitor)
    if may(Permission.CODES_MANAGE):
        items.append(_codes(session))
    if may(Permission.MESSAGES_READ):
        items += _messages(session)
    return items


def _staff_orders(session: Session) -> Iterator[QueueItem]:
    buying, selling = OrderDirection.PURCHASE, OrderDirection.REPLENISHMENT
    if may(Permission.ORDERS_ANSWER):
        yield _orders(
            session,
            selling,
            OrderState.TO_CONFIRM,
            gettext("Replenishment orders to answer"),
            gettext("Distributors wait for your dates and quantities."),
            "warn",
        )
    yield _orders(
        session,
        buying,
        OrderState.TO_CONFIRM,
        gettext("Purchase orders not answered"),
        gettext("Suppliers have not confirmed them yet."),
        "warn",
    )
    yield _orders(
        session,
        buying,
        OrderState.PARTLY_CONFIRMED,
        gettext("Purchase orders partly confirmed"),
        gettext("Some lines still wait for an answer."),
        "",
    )
    yield _orders(
        session,
        buying,
        OrderState.REJECTED,
        gettext("Purchase orders rejected"),
        gettext("The supplier will not deliver; find another way."),
        "bad",
    )


def _partner_orders(session: Session, visitor: SessionIdentity) -> Iterator[QueueItem]:
    organization = session.get_one(Organization, (visitor.tenant_id, visitor.organization_id))
    if organization.is_supplier:
        yield from _as_seller(session)
    if organization.is_distributor:
        yield from _as_buyer(session)


def _as_seller(session: Session) -> Iterator[QueueItem]:
    selling = OrderDirection.PURCHASE
    yield _orders(
        session,
        selling,
        OrderState.TO_CONFIRM,
        gettext("Orders to confirm"),
        gettext("The buyer waits for your dates and quantities."),
        "warn",
    )
    yield _orders(
        session,
        selling,
        OrderState.CHANGED,
        gettext("Orders changed by the buyer"),
        gettext("Look at what changed and answer again."),
        "warn",
    )
    yield _orders(
        session,
        selling,
        OrderState.PARTLY_CONFIRMED,
        gettext("Orders partly confirmed"),
        gettext("Some lines still wait for your answer."),
        "",
    )


def _as_buyer(session: Session) -> Iterator[QueueItem]:
    buying = OrderDirection.REPLENISHMENT
    yield _orders(
        session,
        buying,
        OrderState.TO_CONFIRM,
        gettext("Orders not answered yet"),
        gettext("You will see dates and quantities here once they are confirmed."),
        "",
    )
    yield _orders(
        session,
        buying,
        OrderState.REJECTED,
        gettext("Orders rejected"),
        gettext("These will not be delivered."),
        "bad",
    )


def _orders(  # noqa: PLR0917  # a row of the table above
    session: Session, direction: OrderDirection, state: OrderState, label: str, about: str, tone: str
) -> QueueItem:
    query = select(Order.id).where(Order.direction == direction.value, Order.state == state.value)
    url = url_for("orders.index", direction=direction.value, tab=state.value)
    return QueueItem(label, about, _capped(session, query), tone, url)


def _codes(session: Session) -> QueueItem:
    return QueueItem(
        gettext("Unknown codes"),
        gettext("Messages wait until somebody says what these mean."),
        count_unknown(session, cap=CAP),
        "warn",
        url_for("codes.index"),
    )


def _messages(session: Session) -> Iterator[QueueItem]:
    yield _messages_in(
        session,
        ExchangeState.HELD,
        gettext("Messages held"),
        gettext("They wait for a person before they go on."),
        "warn",
    )
    yield _messages_in(
        session,
        ExchangeState.FAILED,
        gettext("Messages failed"),
        gettext("Something went wrong on our side; nothing is lost."),
        "bad",
    )
    yield _messages_in(
        session,
        ExchangeState.OVERDUE,
        gettext("Acknowledgements overdue"),
        gettext("Sent, and the partner has not said that it arrived."),
        "bad",
        Direction.OUT,
    )


def _messages_in(  # noqa: PLR0917
    session: Session,
    state: ExchangeState,
    label: str,
    about: str,
    tone: str,
    direction: Direction | None = None,
) -> QueueItem:
    query = select(Message.id).where(Message.state == state.value)
    if direction is not None:
        query = query.where(Message.direction == direction.value)
    return QueueItem(
        label, about, _capped(session, query), tone, url_for("messages.index", state=state.value)
    )


def _capped(session: Session, query: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(query.limit(CAP).subquery())) or 0
