"""One order as its page shows it: its head, the lines that are on the page, what is asked and answered of them.

The page is opened more often than anything else, and an order may have thousands of lines. So it is read by few
statements of the columns that it shows, and never more lines than are wanted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from causeway.portal.domain.orders.models import DateBasis, LineState
from causeway.portal.domain.orders.service import can_undo, is_seller
from causeway.portal.domain.orders.states import OPEN_LINES
from causeway.tenants.context import current_scope
from causeway.tenants.db import run
from causeway.tenants.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class OrderHead:
    """The order itself, with the names of its two sides and the zone of the place that it goes to."""

    id: UUID
    partner_id: UUID
    direction: str
    state: str
    buyer_id: UUID
    seller_id: UUID
    number: str
    release_number: str
    order_date: date | None
    currency: str | None
    amount: Decimal | None
    line_count: int
    requested_date: date | None
    confirmed_date: date | None
    ship_to_name: str | None
    version: int
    response_version: int
    channel: str
    source_message_id: UUID | None
    answer_agreement_id: UUID | None
    created_at: datetime
    seen_at: datetime | None
    seen_by: str | None
    buyer_name: str
    seller_name: str
    time_zone: str | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as it stands now."""

    id: UUID
    line_key: str
    line_id: str | None
    position: int
    state: str
    buyer_item: str | None
    seller_item: str | None
    gtin: str | None
    description: str
    version: int
    quantity: Decimal
    unit: str
    price_amount: Decimal | None
    price_currency: str | None
    price_per: Decimal | None
    price_unit: str | None
    requested_date: date | None
    requested_latest: date | None
    date_basis: str
    answer_id: UUID | None


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One requested delivery of a line."""

    quantity: Decimal
    requested_date: date | None
    requested_latest: date | None


@dataclass(frozen=True, slots=True)
class ConfirmationRow:
    """What the valid answer says of one delivery of a line."""

    line_id: UUID
    response_id: UUID
    status: str
    quantity: Decimal
    promised_date: date | None
    reason_code: str | None
    reason_text: str | None


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """One answer to the order."""

    id: UUID
    order_id: UUID
    version: int
    order_version: int
    outcome: str
    rule: Mapping[str, Any]
    undone_at: datetime | None
    outbound_id: UUID | None
    client_token: str | None
    actor_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with what is asked of it now, the answer that is valid now, and what its last change changed."""

    row: LineRow
    schedules: Sequence[ScheduleRow]
    confirmations: Sequence[ConfirmationRow]
    changes: Sequence[Mapping[str, Any]]

    @property
    def is_open(self) -> bool:
        """Whether the line waits for the seller."""
        return self.row.state in OPEN_LINES


@dataclass(frozen=True, slots=True)
class LineCounts:
    """All lines of an order in numbers; `by_ship_date` when the dates of every line mean the day it leaves."""

    total: int
    open: int
    cancelled: int
    by_ship_date: bool

    @classmethod
    def of(cls, lines: Sequence[LineRow]) -> "LineCounts":
        """The numbers of these lines, where they are all that the order has."""
        return cls(
            len(lines),
            sum(line.state in OPEN_LINES for line in lines),
            sum(line.state == LineState.CANCELLED for line in lines),
            bool(lines) and all(line.date_basis == DateBasis.SHIP for line in lines),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """Which of an order's lines are wanted: a stretch of all or of the open ones, or those of certain ids."""

    first: int = 0
    count: int | None = None
    only_open: bool = False
    ids: tuple[UUID, ...] | None = None

    def is_everything(self, found: int) -> bool:
        """Whether that many lines found are all lines of the order."""
        short = self.count is None or found < self.count
        return self.first == 0 and short and not self.only_open and self.ids is None


EVERYTHING = Part()


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Everything that the page of an order shows, but for its timeline; `lines` are the wanted ones, `counts` all."""

    order: OrderHead
    lines: Sequence[LineView]
    counts: LineCounts
    responses: Sequence[ResponseRow]
    may_answer: bool

    @property
    def undoable(self) -> ResponseRow | None:
        """The last response, while it can still be taken back."""
        last = self.responses[-1] if self.responses else None
        return last if last is not None and self.may_answer and can_undo(last) else None


_Asked = tuple[LineRow, list[ScheduleRow]]
_LINE_WIDTH = len(LineRow.__slots__)
_OPEN = sorted(state.value for state in OPEN_LINES)


def _columns(kind: Any, alias: str, *, but: int = 0) -> str:
    names = list(kind.__slots__)
    return ", ".join(f"{alias}.{name}" for name in names[: len(names) - but])


_ORDER = (
    f"select {_columns(OrderHead, 'o', but=3)}, buyer.name, seller.name, site.time_zone from trade_order o"
    " join organization buyer on buyer.tenant_id = %(tenant_id)s and buyer.id = o.buyer_id"
    " join organization seller on seller.tenant_id = %(tenant_id)s and seller.id = o.seller_id"
    " left join site on site.tenant_id = %(tenant_id)s and site.id = o.ship_to_site_id"
    " where o.tenant_id = %(tenant_id)s and o.id = %(order_id)s"
)


def _lines_statement(condition: str = "") -> str:
    return (
        f"select l.*, {_columns(ScheduleRow, 's')} from (select {_columns(LineRow, 'order_line')} from order_line"
        f" where tenant_id = %(tenant_id)s and order_id = %(order_id)s{condition} order by position, id"
        " limit cast(%(count)s as bigint) offset %(first)s) l"
        " left join order_schedule s on s.tenant_id = %(tenant_id)s and s.line_id = l.id and s.version = l.version"
        " order by l.position, l.id, s.sequence"
    )


_LINES = _lines_statement()
_OPEN_LINES = _lines_statement(" and state = any(%(open)s)")
_CHOSEN_LINES = _lines_statement(" and id = any(cast(%(ids)s as uuid[]))")
_COUNTS = (
    "select count(*), count(*) filter (where state = any(%(open)s)), count(*) filter (where state = %(cancelled)s),"
    " coalesce(bool_and(date_basis = %(ship)s), false) from order_line where tenant_id = %(tenant_id)s and order_id = %(order_id)s"
)
_RESPONSES = (
    f"select {_columns(ResponseRow, 'r')} from order_response r"
    " where r.tenant_id = %(tenant_id)s and r.order_id = %(order_id)s order by r.version"
)
_CONFIRMATIONS = (
    f"select {_columns(ConfirmationRow, 'c')} from order_confirmation c"
    " where c.tenant_id = %(tenant_id)s and c.response_id = any(%(answers)s) and c.line_id = any(%(lines)s)"
    " order by c.sequence"
)
# Of a version that changed a thousand lines, only what concerns the lines on the page.
_CHANGES = (
    "select v.number, c.change from order_version v cross join lateral jsonb_array_elements(v.changes) as c (change)"
    " where v.tenant_id = %(tenant_id)s and v.order_id = %(order_id)s and v.number = any(%(versions)s)"
    " and c.change ->> 'line_key' = any(%(keys)s)"
)

_CHANGES_SINCE = (
    "select changes from order_version"
    " where tenant_id = %(tenant_id)s and order_id = %(order_id)s and number > %(seen)s order by number"
)


def get_order(session: Session, order_id: UUID, part: Part = EVERYTHING) -> OrderPage:
    """The order with the wanted lines in the sender's order; NotFoundError for one behind another's wall."""
    of_order = {"tenant_id": current_scope().tenant_id, "order_id": order_id}
    found = run(session, _ORDER, of_order).fetchone()
    if found is None:
        raise NotFoundError("no such order")
    order = OrderHead(*found)
    rows = _rows(session, of_order, part)
    lines = [line for line, _ in rows]
    changes = _changes(session, of_order, lines) if order.version > 1 else {}
    responses = run(session, _RESPONSES, of_order) if order.response_version else ()
    confirmations = _confirmations(session, of_order, lines)
    return OrderPage(
        order=order,
        lines=[
            LineView(
                line,
                schedules,
                confirmations.get(line.id, []),
                changes.get((line.version, line.line_key), []),
            )
            for line, schedules in rows
        ],
        counts=_counts(session, of_order, part, lines),
        responses=[ResponseRow(*row) for row in responses],
        may_answer=is_seller(order.direction),
    )


def changes_since(session: Session, order_id: UUID, seen: int) -> list[Mapping[str, Any]]:
    """What the buyer changed since that version of the order, oldest first."""
    values = {"tenant_id": current_scope().tenant_id, "order_id": order_id, "seen": seen}
    return [change for (changes,) in run(session, _CHANGES_SINCE, values) for change in changes]


def _rows(session: Session, of_order: Mapping[str, Any], part: Part) -> list[_Asked]:
    values = {**of_order, "first": part.first, "count": part.count}
    if part.ids is not None:
        found = run(session, _CHOSEN_LINES, {**values, "ids": list(part.ids)})
    elif part.only_open:
        found = run(session, _OPEN_LINES, {**values, "open": _OPEN})
    else:
        found = run(session, _LINES, values)
    return _grouped(found)


def _grouped(found: Iterable[Any]) -> list[_Asked]:
    """Lines with their deliveries, from one row for each delivery: those of a line stand together."""
    rows: list[_Asked] = []
    schedules: list[ScheduleRow] = []
    last = None
    for row in found:
        if row[0] != last:
            last, schedules = row[0], []
            rows.append((LineRow(*row[:_LINE_WIDTH]), schedules))
        if row[_LINE_WIDTH] is not None:
            schedules.append(ScheduleRow(*row[_LINE_WIDTH:]))
    return rows


def _counts(
    session: Session, of_order: Mapping[str, Any], part: Part, lines: Sequence[LineRow]
) -> LineCounts:
    if part.is_everything(len(lines)):
        return LineCounts.of(lines)
    known = {"open": _OPEN, "cancelled": LineState.CANCELLED.value, "ship": DateBasis.SHIP.value}
    return LineCounts(*(run(session, _COUNTS, {**of_order, **known}).fetchone() or ()))


def _changes(
    session: Session, of_order: Mapping[str, Any], lines: Sequence[LineRow]
) -> Mapping[tuple[int, str], list[Mapping[str, Any]]]:
    found: dict[tuple[int, str], list[Mapping[str, Any]]] = defaultdict(list)
    newer = [line for line in lines if line.version > 1]
    if newer:
        values = {"versions": [line.version for line in newer], "keys": [line.line_key for line in newer]}
        for number, change in run(session, _CHANGES, {**of_order, **values}):
            found[number, change["line_key"]].append(change)
    return found


def _confirmations(
    session: Session, of_order: Mapping[str, Any], lines: Sequence[LineRow]
) -> Mapping[UUID, list[ConfirmationRow]]:
    found: dict[UUID, list[ConfirmationRow]] = defaultdict(list)
    valid = {line.id: line.answer_id for line in lines if line.answer_id is not None}
    if valid:
        values = {"answers": list(set(valid.values())), "lines": list(valid)}
        for columns in run(session, _CONFIRMATIONS, {**of_order, **values}):
            row = ConfirmationRow(*columns)
            if valid[row.line_id] == row.response_id:
                found[row.line_id].append(row)
    return found
