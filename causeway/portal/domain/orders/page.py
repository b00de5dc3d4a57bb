"""One order whole, as its page shows it: lines, what is asked, what is answered, what changed, in six statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

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
from causeway.tenants.db import get_or_404
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


def get_order(session: Session, order_id: UUID) -> OrderPage:
    """The order with its lines in the sender's order; NotFoundError for one behind another's wall."""
    order = get_or_404(session, Order, order_id)
    organizations = _by_id(session, {order.buyer_id, order.seller_id, order.partner_id})
    lines = session.scalars(
        select(OrderLine).where(OrderLine.order_id == order_id).order_by(OrderLine.position, OrderLine.id)
    ).all()
    versions = session.scalars(
        select(OrderVersion).where(OrderVersion.order_id == order_id).order_by(OrderVersion.number)
    ).all()
    responses = session.scalars(
        select(Response).where(Response.order_id == order_id).order_by(Response.version)
    ).all()
    return OrderPage(
        order=order,
        buyer=organizations[order.buyer_id],
        seller=organizations[order.seller_id],
        partner=organizations[order.partner_id],
        lines=_views(session, order_id, lines, versions),
        versions=versions,
        responses=responses,
        may_answer=is_seller(order),
    )


def _by_id(session: Session, ids: Iterable[UUID]) -> dict[UUID, Organization]:
    rows = session.scalars(select(Organization).where(Organization.id.in_(list(ids))))
    return {row.id: row for row in rows}


def _views(
    session: Session, order_id: UUID, lines: Sequence[OrderLine], versions: Sequence[OrderVersion]
) -> list[LineView]:
    current = {line.id: line.version for line in lines}
    valid = {line.id: line.answer_id for line in lines}
    schedules: dict[UUID, list[OrderSchedule]] = defaultdict(list)
    for schedule in session.scalars(
        select(OrderSchedule).where(OrderSchedule.order_id == order_id).order_by(OrderSchedule.sequence)
    ):
        if current[schedule.line_id] == schedule.version:
            schedules[schedule.line_id].append(schedule)
    confirmations: dict[UUID, list[Confirmation]] = defaultdict(list)
    answer_ids = [answer_id for answer_id in set(valid.values()) if answer_id is not None]
    for row in session.scalars(
        select(Confirmation)
        .where(Confirmation.order_id == order_id, Confirmation.response_id.in_(answer_ids))
        .order_by(Confirmation.sequence)
    ):
        if valid[row.line_id] == row.response_id:
            confirmations[row.line_id].append(row)
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
