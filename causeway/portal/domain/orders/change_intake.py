"""A buyer's change of an order we have: a new version with its differences; only what changed loses its answer."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.gateway.canonical import orders as canonical
from causeway.gateway.canonical.header import Purpose
from causeway.gateway.canonical.intake import Applied, Held, Intake, MessageContext
from causeway.gateway.canonical.orders import ChangeKind
from causeway.gateway.canonical.parties import Party
from causeway.portal.domain.codes.resolver import Resolver
from causeway.portal.domain.orders import changes
from causeway.portal.domain.orders.facts import Finding, LineFacts, order_of
from causeway.portal.domain.orders.held import held, held_for_another, held_for_codes, held_on
from causeway.portal.domain.orders.lookup import channel_of, find_order, was_applied
from causeway.portal.domain.orders.models import (
    LineState,
    Order,
    OrderLine,
    OrderSchedule,
    OrderState,
    OrderVersion,
)
from causeway.portal.domain.orders.reading import ReadOrder, read_order
from causeway.portal.domain.orders.rows import (
    Source,
    add_cancelled_facts,
    add_line_facts,
    add_lines,
    add_version,
    header_columns,
    line_columns,
)
from causeway.portal.domain.orders.sides import find_buyer, find_partner
from causeway.portal.domain.orders.stamps import is_newer, is_older, stamp_of
from causeway.portal.domain.orders.states import order_state, reopened
from causeway.tenants import clock, history

_SHOWN = 100
_WHOLE = {
    Purpose.CHANGE: ChangeKind.CHANGE,
    Purpose.REPLACE: ChangeKind.REPLACE,
    Purpose.CANCEL: ChangeKind.CANCEL,
}


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A change on its way into an order: what it does as a whole, its place among the changes, its context."""

    kind: ChangeKind
    stamp: dict[str, Any]
    channel: str
    context: MessageContext


@dataclass(frozen=True, slots=True)
class _Standing:
    """The order as it stands, locked: its live lines with what is asked of them now."""

    order: Order
    lines: Sequence[OrderLine]
    schedules: dict[UUID, list[OrderSchedule]]

    @property
    def live(self) -> list[OrderLine]:
        """The lines that are not cancelled."""
        return [line for line in self.lines if line.state != LineState.CANCELLED]

    def canonical(self) -> canonical.Order:
        """The order as its buyer last said it."""
        return order_of(self.order.header, [line.source for line in self.live])


def receive_whole_order(session: Session, order: canonical.Order, context: MessageContext) -> Intake:
    """An order that changes, replaces or cancels one that we have, repeating its lines whole."""
    arrival = _Arrival(_WHOLE[order.purpose], stamp_of(order.header), channel_of(order.header), context)
    standing = _find(session, order.parties, order.order_number, order.release_number, arrival)
    if not isinstance(standing, _Standing):
        return standing
    if arrival.kind is ChangeKind.CANCEL:
        return _cancel(session, standing, arrival)
    replaces = arrival.kind is ChangeKind.REPLACE
    merged = changes.merge_whole(standing.canonical(), order, replaces=replaces)
    return _take(session, standing, merged, arrival)


def receive_change(session: Session, change: canonical.OrderChange, context: MessageContext) -> Intake:
    """A change with actions by line, or of the header alone, which then touches every line."""
    stamp = stamp_of(change.header, change)
    arrival = _Arrival(change.change_kind, stamp, channel_of(change.header), context)
    if arrival.kind is ChangeKind.CONFIRM_SELLERS_CHANGE:
        return Held("change_kind_unsupported", {"number": change.order.order_number})
    reference = change.order
    standing = _find(session, change.parties, reference.order_number, reference.release_number, arrival)
    if not isinstance(standing, _Standing):
        return standing
    if arrival.kind is ChangeKind.CANCEL and not change.lines:
        return _cancel(session, standing, arrival)
    return _take(session, standing, changes.merge_change(standing.canonical(), change), arrival)


def _find(
    session: Session, parties: tuple[Party, ...], number: str, release: str | None, arrival: _Arrival
) -> _Standing | Intake:
    context = arrival.context
    resolver = Resolver(session, context.sender_id, sender_is_own=context.sender_is_own)
    resolver.load(parties, (), ())
    buyer_id = find_buyer(session, parties, context, resolver)
    if isinstance(buyer_id, Finding):
        return held([buyer_id])
    partner_id = find_partner(parties, context, resolver)
    if isinstance(partner_id, Finding):
        return held([partner_id])
    if resolver.missing:
        return held_for_codes(session, resolver.missing, context)
    order = find_order(session, buyer_id, number, release, lock=True)
    if order is None:
        return Held("order_unknown", {"number": number, "release": release or ""})
    if was_applied(session, order.id, context.message_id):
        return Applied("order", order.id, order.partner_id)
    if partner_id not in {None, order.partner_id}:
        return held_for_another(order)
    if order.state == OrderState.CANCELLED:
        return held_on("order_cancelled", order)
    return _out_of_order(session, order, arrival) or _standing(session, order)


def _out_of_order(session: Session, order: Order, arrival: _Arrival) -> Held | None:
    last = session.scalars(
        select(OrderVersion)
        .where(OrderVersion.order_id == order.id)
        .order_by(OrderVersion.number.desc())
        .limit(1)
    ).one()
    late = (
        is_older(arrival.stamp, last.stamp) if last.number == 1 else not is_newer(arrival.stamp, last.stamp)
    )
    if not late:
        return None
    return held_on("change_out_of_order", order, stamp=arrival.stamp, last=last.stamp)


def _standing(session: Session, order: Order) -> _Standing:
    lines = session.scalars(
        select(OrderLine).where(OrderLine.order_id == order.id).order_by(OrderLine.position, OrderLine.id)
    ).all()
    versions = {line.id: line.version for line in lines}
    schedules: dict[UUID, list[OrderSchedule]] = defaultdict(list)
    for schedule in session.scalars(
        # By line and not by order: that is what they are indexed by.
        select(OrderSchedule).where(OrderSchedule.line_id.in_(versions)).order_by(OrderSchedule.sequence)
    ):
        if versions[schedule.line_id] == schedule.version:
            schedules[schedule.line_id].append(schedule)
    return _Standing(order, lines, schedules)


def _cancel(session: Session, standing: _Standing, arrival: _Arrival) -> Intake:
    source = _source(standing.order, arrival)
    live = standing.live
    add_cancelled_facts(session, source, live)
    told = [changes.cancelled(line) for line in live]
    for line in live:
        _cancel_line(line, source.version)
    return _finish(session, standing, arrival, source, told)


def _take(session: Session, standing: _Standing, merged: changes.Merged, arrival: _Arrival) -> Intake:
    order = standing.order
    if merged.findings:
        return held(merged.findings, order)
    gone = {line.line_key for line in standing.lines if line.state == LineState.CANCELLED}
    if not merged.order.lines:
        return _cancel(session, standing, arrival)
    read = read_order(session, merged.order, arrival.context)
    if isinstance(read, Held):
        return read
    again = [Finding("line_cancelled", line.key) for line in read.facts.lines if line.key in gone]
    if again:
        return held(again, order)
    if read.sides.partner_id != order.partner_id:
        return held_for_another(order)
    return _apply(session, standing, merged, read, arrival)


def _apply(
    session: Session, standing: _Standing, merged: changes.Merged, read: ReadOrder, arrival: _Arrival
) -> Intake:
    order = standing.order
    source = _source(order, arrival)
    told = changes.header_changes(standing.canonical(), merged.order)
    rows = {line.line_key: line for line in standing.lines}
    touched: list[tuple[UUID, LineFacts]] = []
    for line in read.facts.lines:
        row = rows.get(line.key)
        if row is None:
            continue
        differences = changes.line_changes(row, standing.schedules.get(row.id, []), line)
        if differences or any(change["line_key"] is None for change in told):
            touched.append((row.id, line))
        told += differences
        _update_line(row, line)
    _reopen(standing.lines, {line_id for line_id, _ in touched}, source.version)
    add_line_facts(session, source, touched, action="change")
    new = [line for line in read.facts.lines if line.key not in rows]
    answered = any(line.answered_version for line in standing.lines)
    add_lines(session, source, new, reopened(was_answered=answered).value)
    gone = [line for line in standing.live if line.line_key in merged.cancelled]
    add_cancelled_facts(session, source, gone)
    for row in gone:
        _cancel_line(row, source.version)
    told += [changes.added(line) for line in new] + [changes.cancelled(row) for row in gone]
    for name, value in header_columns(read.facts).items():
        setattr(order, name, value)
    added_state = reopened(was_answered=answered).value if new else None
    return _finish(session, standing, arrival, source, told, added_state=added_state)


def _source(order: Order, arrival: _Arrival) -> Source:
    return Source.of_message(
        order.id, order.partner_id, order.version + 1, arrival.context.message_id, arrival.channel
    )


def _update_line(row: OrderLine, line: LineFacts) -> None:
    for name, value in line_columns(line).items():
        setattr(row, name, value)


def _reopen(lines: Sequence[OrderLine], touched: set[UUID], version: int) -> None:
    for line in lines:
        if line.id in touched:
            line.state = reopened(was_answered=line.answered_version > 0).value
            line.version = version
            line.answer_id = line.confirmed_quantity = line.confirmed_date = None


def _cancel_line(line: OrderLine, version: int) -> None:
    line.state = LineState.CANCELLED.value
    line.version = version
    line.answer_id = line.confirmed_quantity = line.confirmed_date = None


def _finish(
    session: Session,
    standing: _Standing,
    arrival: _Arrival,
    source: Source,
    told: list[dict[str, Any]],
    *,
    added_state: str | None = None,
) -> Intake:
    order = standing.order
    states = [line.state for line in standing.lines] + ([added_state] if added_state else [])
    order.state = order_state(states).value
    order.version = source.version
    order.revision += 1
    order.updated_at = clock.now()
    dates = [line.confirmed_date for line in standing.lines if line.confirmed_date is not None]
    order.confirmed_date = max(dates, default=None)
    add_version(session, source, purpose=arrival.kind.value, changes=told, stamp=arrival.stamp)
    history.record(
        session,
        "order.cancelled" if order.state == OrderState.CANCELLED else "order.changed",
        history.Subject("order", order.id, order.partner_id, order.revision),
        message_id=source.message_id,
        number=order.number,
        version=order.version,
        changes=told[:_SHOWN],
        change_count=len(told),
    )
    session.flush()
    return Applied("order", order.id, order.partner_id)
