"""What waits for one person, as numbers that each lead to their list; only of what the person may see.

Every number is counted up to a cap, so that the page costs the same whatever the tenant's history is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from causeway.gateway.exchanges.models import ExchangeState, Message
from causeway.portal.domain.codes.queries import count_unknown
from causeway.portal.domain.orders import queries
from causeway.portal.domain.orders.models import OrderDirection
from causeway.portal.domain.orders.queries import COUNT_CAP, OrderFilter, OrderRow, Sort, Tab
from causeway.portal.web import waiting
from causeway.portal.web.access import may, visitor
from causeway.portal.web.i18n import gettext, mark
from causeway.portal.web.paging import capped
from causeway.tenants.auth.sessions import SessionIdentity
from causeway.tenants.models import Organization
from causeway.tenants.permissions import Permission

DUE_NEXT = 8


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
        """The number, or that there are more than are counted."""
        return capped(self.count)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Orders of one tab, as one side looks at them."""

    tab: Tab
    label: str
    about: str
    tone: str = ""


_STAFF_SELLS = (
    _Kind(
        Tab.TO_CONFIRM,
        mark("Replenishment orders to answer"),
        mark("Distributors wait for your dates and quantities."),
        "warn",
    ),
    _Kind(
        Tab.CHANGED,
        mark("Replenishment orders changed"),
        mark("The distributor changed them; look at what changed and answer again."),
        "warn",
    ),
)
_STAFF_BUYS = (
    _Kind(
        Tab.TO_CONFIRM,
        mark("Purchase orders not answered"),
        mark("Suppliers have not confirmed them yet."),
        "info",
    ),
    _Kind(
        Tab.PARTLY_CONFIRMED,
        mark("Purchase orders partly confirmed"),
        mark("Some lines still wait for an answer."),
        "info",
    ),
    _Kind(
        Tab.REJECTED,
        mark("Purchase orders rejected"),
        mark("The supplier will not deliver; find another way."),
        "bad",
    ),
)
_PARTNER_SELLS = (
    _Kind(
        Tab.TO_CONFIRM,
        mark("Orders to confirm"),
        mark("The buyer waits for your dates and quantities."),
        "warn",
    ),
    _Kind(
        Tab.CHANGED,
        mark("Orders changed by the buyer"),
        mark("Look at what changed and answer again."),
        "warn",
    ),
    _Kind(
        Tab.PARTLY_CONFIRMED,
        mark("Orders partly confirmed"),
        mark("Some lines still wait for your answer."),
        "info",
    ),
)
_PARTNER_BUYS = (
    _Kind(
        Tab.TO_CONFIRM,
        mark("Orders not answered yet"),
        mark("You will see dates and quantities here once they are confirmed."),
        "info",
    ),
    _Kind(Tab.REJECTED, mark("Orders rejected"), mark("These will not be delivered."), "bad"),
)


def waiting_for(session: Session, visitor: SessionIdentity) -> Sequence[QueueItem]:
    """The person's queue, in the order in which it should be worked through."""
    items: list[QueueItem] = []
    if may(Permission.ORDERS_READ):
        for direction, kinds in _order_kinds(session, visitor):
            items += _orders(session, direction, kinds)
    if may(Permission.CODES_MANAGE):
        items.append(_codes(session))
    if may(Permission.MESSAGES_READ):
        items += _messages(session)
    return items


def due_next(session: Session, visitor: SessionIdentity) -> Sequence[OrderRow]:
    """The orders that the person's side has to answer next, by requested date; empty for who answers nothing."""
    if not may(Permission.ORDERS_ANSWER):
        return ()
    selling = OrderDirection.REPLENISHMENT if visitor.is_staff else OrderDirection.PURCHASE
    return queries.list_orders(
        session, OrderFilter(selling, Tab.OPEN, sort=Sort.REQUESTED), limit=DUE_NEXT
    ).rows


def _order_kinds(
    session: Session, visitor: SessionIdentity
) -> Iterator[tuple[OrderDirection, Sequence[_Kind]]]:
    if visitor.is_staff:
        if may(Permission.ORDERS_ANSWER):
            yield OrderDirection.REPLENISHMENT, _STAFF_SELLS
        yield OrderDirection.PURCHASE, _STAFF_BUYS
        return
    organization = session.get_one(Organization, (visitor.tenant_id, visitor.organization_id))
    if organization.is_supplier:
        yield OrderDirection.PURCHASE, _PARTNER_SELLS
    if organization.is_distributor:
        yield OrderDirection.REPLENISHMENT, _PARTNER_BUYS


def _orders(session: Session, direction: OrderDirection, kinds: Sequence[_Kind]) -> Iterator[QueueItem]:
    counts: Mapping[Tab, int] = queries.count_tabs(session, direction)
    if direction is waiting.answered_direction(visitor()):
        waiting.keep(orders=counts[Tab.OPEN])
    for kind in kinds:
        url = url_for("orders.index", direction=direction.value, state=kind.tab.value)
        yield QueueItem(gettext(kind.label), gettext(kind.about), counts.get(kind.tab, 0), kind.tone, url)


def _codes(session: Session) -> QueueItem:
    count = count_unknown(session)
    waiting.keep(codes=count)
    return QueueItem(
        gettext("Unknown codes"),
        gettext("Messages wait until somebody says what these mean."),
        count,
        "warn",
        url_for("codes.index"),
    )


def _messages(session: Session) -> Iterator[QueueItem]:
    yield _messages_in(
        session,
        ExchangeState.HELD,
        (gettext("Messages held"), gettext("They wait for a person before they go on.")),
        "warn",
    )
    yield _messages_in(
        session,
        ExchangeState.FAILED,
        (gettext("Messages failed"), gettext("Something went wrong on our side; nothing is lost.")),
        "bad",
    )
    yield _messages_in(
        session,
        ExchangeState.OVERDUE,
        (gettext("Acknowledgements overdue"), gettext("Sent, and the partner has not said that it arrived.")),
        "bad",
    )


def _messages_in(session: Session, state: ExchangeState, words: tuple[str, str], tone: str) -> QueueItem:
    some = select(Message.id).where(Message.state == state.value).limit(COUNT_CAP).subquery()
    count = session.scalar(select(func.count()).select_from(some)) or 0
    if state is ExchangeState.HELD:
        waiting.keep(messages=count)
    label, about = words
    return QueueItem(label, about, count, tone, url_for("messages.index", tab=state.value))
