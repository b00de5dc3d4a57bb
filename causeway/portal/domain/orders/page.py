"""One order whole, as its page shows it: lines, what is asked, what is answered, what changed, in four to six statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from causeway.gateway.canonical import orders as canonical
from causeway.portal.domain.orders.facts import line_of
from causeway.portal.domain.orders.models import (
    Confirmation,
    Order,
    OrderLine,
    OrderSchedule,
    OrderVersion,
    Response,
)
from causeway.portal.domain.orders.service import can_undo, is_seller
from causeway.portal.domain.orders.states import OPEN_LINES
from causeway.tenants.errors import NotFoundError
from causeway.tenants.models import Organization


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with what is asked of it now, the answer that is valid now, and what its last change changed."""

    row: OrderLine
    schedules: Sequence[OrderSchedule]
    confirmations: Sequence[Confirmation]
    changes: Sequence[dict[str, Any]]

    @property
    def is_open(self) -> bool:
        """Whether the line waits for the seller."""
        return self.row.state in OPEN_LINES

    @property
    def source(self) -> canonical.OrderLine:
        """The canonical line as the buyer last said it: notes, references, all codes."""
        return line_of(self.row.source)


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Everything that the page of an order shows, but for its timeline."""

    order: Order
    buyer: Organization
    seller: Organization
    partner: Organization
    lines: Sequence[LineView]
    versions: Sequence[OrderVersion]
    responses: Sequence[Response]
    may_answer: bool

    @property
    def has_open_lines(self) -> bool:
        """Whether anything waits for the seller."""
        return any(line.is_open for line in self.lines)

    @property
    def unanswered_changes(self) -> list[dict[str, Any]]:
        """What the buyer changed since the last answer: each with `version`, `line_key`, `action`, `field`, `old`, `new`."""
        answered = max((r.order_version for r in self.responses if r.undone_at is None), default=1)
        newer = (v for v in self.versions if v.number > answered)
        return [{"version": v.number, **change} for v in newer for change in v.changes]

    @property
    def undoable(self) -> Response | None:
        """The last response, while it can still be taken back."""
        last = self.responses[-1] if self.responses else None
        return last if last is not None and self.may_answer and can_undo(last) else None


_Buyer, _Seller = aliased(Organization), aliased(Organization)
# Built once: on this page putting a statement together costs as much as a tenth of reading it.
_ORDER = (
    select(Order, _Buyer, _Seller)
    .join(_Buyer, _Buyer.id == Order.buyer_id)
    .join(_Seller, _Seller.id == Order.seller_id)
    .where(Order.id == bindparam("order_id"))
)
_LINES = (
    select(OrderLine)
    .where(OrderLine.order_id == bindparam("order_id"))
    .order_by(OrderLine.position, OrderLine.id)
)
_VERSIONS = (
    select(OrderVersion).where(OrderVersion.order_id == bindparam("order_id")).order_by(OrderVersion.number)
)
_RESPONSES = select(Response).where(Response.order_id == bindparam("order_id")).order_by(Response.version)
_SCHEDULES = (
    select(OrderSchedule)
    .where(OrderSchedule.order_id == bindparam("order_id"))
    .order_by(OrderSchedule.sequence)
)
_CONFIRMATIONS = (
    select(Confirmation)
    .where(
        Confirmation.order_id == bindparam("order_id"),
        Confirmation.response_id.in_(bindparam("answer_ids", expanding=True)),
    )
    .order_by(Confirmation.sequence)
)


def get_order(session: Session, order_id: UUID) -> OrderPage:
    """The order with its lines in the sender's order; NotFoundError for one behind another's wall."""
    of_order = {"order_id": order_id}
    found = session.execute(_ORDER, of_order).one_or_none()
    if found is None:
        raise NotFoundError("no such order")
    order, buyer, seller = found
    lines = session.scalars(_LINES, of_order).all()
    versions = session.scalars(_VERSIONS, of_order).all()
    answered = order.response_version > 0
    return OrderPage(
        order=order,
        buyer=buyer,
        seller=seller,
        partner=buyer if order.partner_id == buyer.id else seller,
        lines=_views(session, order_id, lines, versions),
        versions=versions,
        responses=session.scalars(_RESPONSES, of_order).all() if answered else [],
        may_answer=is_seller(order),
    )


def _views(
    session: Session, order_id: UUID, lines: Sequence[OrderLine], versions: Sequence[OrderVersion]
) -> list[LineView]:
    schedules = _schedules(session, order_id, {line.id: line.version for line in lines})
    confirmations = _confirmations(session, order_id, {line.id: line.answer_id for line in lines})
    changes: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    for version in versions:
        for change in version.changes:
            if change["line_key"] is not None:
                changes[version.number, change["line_key"]].append(change)
    return [
        LineView(
            line, schedules[line.id], confirmations[line.id], changes.get((line.version, line.line_key), [])
        )
        for line in lines
    ]


def _schedules(
    session: Session, order_id: UUID, current: Mapping[UUID, int]
) -> Mapping[UUID, list[OrderSchedule]]:
    found: dict[UUID, list[OrderSchedule]] = defaultdict(list)
    for schedule in session.scalars(_SCHEDULES, {"order_id": order_id}):
        if current[schedule.line_id] == schedule.version:
            found[schedule.line_id].append(schedule)
    return found


def _confirmations(
    session: Session, order_id: UUID, valid: Mapping[UUID, UUID | None]
) -> Mapping[UUID, list[Confirmation]]:
    found: dict[UUID, list[Confirmation]] = defaultdict(list)
    answer_ids = [answer_id for answer_id in set(valid.values()) if answer_id is not None]
    if not answer_ids:
        return found
    for row in session.scalars(_CONFIRMATIONS, {"order_id": order_id, "answer_ids": answer_ids}):
        if valid[row.line_id] == row.response_id:
            found[row.line_id].append(row)
    return found
