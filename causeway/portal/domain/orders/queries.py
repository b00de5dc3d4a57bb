"""Reads of orders: the list with its filters, the counts on its tabs, one order whole, and its timeline.

A list never sorts what it finds: each state has an index in each of the three orders, the states' heads are merged,
and a page of 50 costs the same over ten thousand orders and over a million.
"""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from causeway.portal.domain.orders.models import OrderDirection, OrderState
from causeway.portal.domain.orders.page import LineView, OrderPage, Part, changes_since, get_order
from causeway.portal.domain.orders.states import OPEN_ORDERS
from causeway.tenants import history
from causeway.tenants.context import Role, current_scope
from causeway.tenants.db import run
from causeway.tenants.text import fold

__all__ = [
    "InvalidCursorError",
    "LineView",
    "OrderFilter",
    "OrderList",
    "OrderPage",
    "OrderRow",
    "Part",
    "Sort",
    "Tab",
    "changes_since",
    "count_tabs",
    "get_order",
    "list_orders",
    "timeline",
]

PAGE = 50
COUNT_CAP = 100
_ALL_STATES = tuple(state.value for state in OrderState)
# Above every character, for the upper end of a prefix.
_LAST = "\U0010ffff"
# Before the sort's name in the cursor of a page that ends before its row.
_BACKWARDS = "<"


class Tab(StrEnum):
    """The tabs of the inbox; `open` is everything that waits for the seller."""

    OPEN = "open"
    TO_CONFIRM = "to_confirm"
    CHANGED = "changed"
    PARTLY_CONFIRMED = "partly_confirmed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    ALL = "all"

    @property
    def states(self) -> tuple[str, ...]:
        """The order states that the tab shows."""
        if self is Tab.ALL:
            return _ALL_STATES
        if self is Tab.OPEN:
            return tuple(sorted(state.value for state in OPEN_ORDERS))
        return (self.value,)


class Sort(StrEnum):
    """In which order a list stands."""

    NEWEST = "newest"
    REQUESTED = "requested"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders, and in which order; a number's beginning sorts by number, a date bound by requested date."""

    direction: OrderDirection = OrderDirection.PURCHASE
    tab: Tab = Tab.ALL
    partner_id: UUID | None = None
    number_prefix: str = ""
    requested_before: dt.date | None = None
    sort: Sort = Sort.NEWEST

    @property
    def effective_sort(self) -> Sort:
        """The order that the filters allow without sorting everything."""
        if fold(self.number_prefix):
            return Sort.NUMBER
        return Sort.REQUESTED if self.requested_before is not None else self.sort


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One row of the list."""

    id: UUID
    number: str
    release_number: str
    direction: str
    state: str
    partner_id: UUID
    partner_name: str
    buyer_name: str
    seller_name: str
    order_date: dt.date | None
    requested_date: dt.date | None
    confirmed_date: dt.date | None
    amount: Decimal | None
    currency: str | None
    line_count: int
    ship_to_name: str | None
    plant_code: str | None
    channel: str
    version: int
    response_version: int
    revision: int
    created_at: dt.datetime
    updated_at: dt.datetime
    seen_at: dt.datetime | None
    number_folded: str
    sort_date: dt.date


@dataclass(frozen=True, slots=True)
class OrderList:
    """One page of the list; the cursors of the pages beside it are opaque, and None where there is no page."""

    rows: tuple[OrderRow, ...]
    next_cursor: str | None
    previous_cursor: str | None
    sort: Sort


class InvalidCursorError(ValueError):
    """The cursor is not one of ours, or belongs to a list in another order."""


_KEYS = {Sort.NEWEST: (), Sort.REQUESTED: ("sort_date",), Sort.NUMBER: ("number_folded",)}
_ROW = (
    "o.id, o.number, o.release_number, o.direction, o.state, o.partner_id, o.order_date, o.requested_date,"
    " o.confirmed_date, o.amount, o.currency, o.line_count, o.ship_to_name, o.plant_code, o.channel, o.version,"
    " o.response_version, o.revision, o.created_at, o.updated_at, o.seen_at, o.number_folded, o.sort_date,"
    " o.tenant_id, o.buyer_id, o.seller_id"
)

_NAMES = {"partner_name": "partner.name", "buyer_name": "buyer.name", "seller_name": "seller.name"}
_SHOWN = ", ".join(_NAMES.get(name, f"f.{name}") for name in OrderRow.__slots__)


def list_orders(
    session: Session, wanted: OrderFilter, *, cursor: str | None = None, limit: int = PAGE
) -> OrderList:
    """One page of the orders that the scope may see, in one statement."""
    sort = wanted.effective_sort
    place = _decode_cursor(sort, cursor) if cursor is not None else None
    backwards = place is not None and place.backwards
    where, parameters = _conditions(wanted, sort, place)
    statement = _list_sql(sort, where, states=wanted.tab.states, backwards=backwards)
    rows = run(session, statement, {**parameters, "limit": limit + 1, "states": list(wanted.tab.states)})
    found = [OrderRow(*row) for row in rows]
    if backwards and len(found) < limit:
        # Nothing stands before these rows, and there are too few for a page: begin at the list's beginning.
        return list_orders(session, wanted, limit=limit)
    more, shown = len(found) > limit, found[:limit]
    if backwards:
        shown.reverse()
    return OrderList(
        tuple(shown),
        _encode_cursor(sort, shown[-1]) if shown and (more or backwards) else None,
        _encode_cursor(sort, shown[0], backwards=True)
        if shown and (more if backwards else place is not None)
        else None,
        sort,
    )


def count_tabs(
    session: Session, direction: OrderDirection, *, partner_id: UUID | None = None, cap: int = COUNT_CAP
) -> Mapping[Tab, int]:
    """How many orders each tab holds, counted up to the cap (show `cap` as `99+`), in one statement."""
    where, parameters = _wall(OrderFilter(direction, partner_id=partner_id))
    statement = (
        "select s.state, c.n from unnest(cast(%(states)s as text[])) as s(state) cross join lateral ("
        " select count(*) as n from (select 1 from trade_order o"
        # Ordered as the index is: without it the planner may read the whole table for a state that is rare.
        f" where o.tenant_id = %(tenant_id)s and {where} and o.state = s.state order by o.id limit %(cap)s) capped) c"
    )
    rows = run(session, statement, {**parameters, "states": list(_ALL_STATES), "cap": cap})
    counts: dict[str, int] = dict(rows.fetchall())
    return MappingProxyType({tab: min(cap, sum(counts[state] for state in tab.states)) for tab in Tab})


def timeline(session: Session, order_id: UUID) -> Sequence[history.Happening]:
    """Everything that happened to the order and to its messages, oldest first, within what the scope may see."""
    return history.list_events(session, "order", order_id)


def _wall(wanted: OrderFilter) -> tuple[str, dict[str, Any]]:
    scope = current_scope()
    where = "o.direction = %(direction)s"
    parameters: dict[str, Any] = {"tenant_id": scope.tenant_id, "direction": wanted.direction.value}
    # Row security says it too; said here, the planner knows the value and takes the partner's index.
    partner_id = scope.partner_id if scope.role is Role.PARTNER else wanted.partner_id
    if partner_id is not None:
        where += " and o.partner_id = %(partner_id)s"
        parameters["partner_id"] = partner_id
    if scope.role is Role.PARTNER and wanted.partner_id not in {None, scope.partner_id}:
        where += " and false"
    return where, parameters


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page lies: behind the row with that key and id, or right before it."""

    key: str | dt.date | None
    last_id: UUID
    backwards: bool


def _conditions(wanted: OrderFilter, sort: Sort, place: _Place | None) -> tuple[str, dict[str, Any]]:
    where, parameters = _wall(wanted)
    prefix = fold(wanted.number_prefix)
    if prefix:
        where += " and o.number_folded >= %(prefix)s and o.number_folded < %(prefix_end)s"
        parameters |= {"prefix": prefix, "prefix_end": prefix + _LAST}
    if wanted.requested_before is not None:
        where += " and o.sort_date < %(before)s"
        parameters["before"] = wanted.requested_before
    if place is not None:
        parameters["after_id"] = place.last_id
        side = "<" if _descends(sort, backwards=place.backwards) else ">"
        if sort is Sort.NEWEST:
            where += f" and o.id {side} %(after_id)s"
        else:
            where += f" and (o.{_KEYS[sort][0]}, o.id) {side} (%(after_key)s, %(after_id)s)"
            parameters["after_key"] = place.key
    return where, parameters


def _descends(sort: Sort, *, backwards: bool) -> bool:
    return (sort is Sort.NEWEST) != backwards


@lru_cache(maxsize=256)
def _list_sql(sort: Sort, where: str, *, states: tuple[str, ...], backwards: bool) -> str:
    direction = "desc" if _descends(sort, backwards=backwards) else "asc"
    by = ", ".join(f"{{0}}.{key} {direction}" for key in (*_KEYS[sort], "id"))
    if sort is Sort.NEWEST and len(states) == len(_ALL_STATES):
        found = f"select {_ROW} from trade_order o where o.tenant_id = %(tenant_id)s and {where} order by {by.format('o')} limit %(limit)s"
    else:
        found = (
            "select h.* from unnest(cast(%(states)s as text[])) as s(state) cross join lateral ("
            f" select {_ROW} from trade_order o where o.tenant_id = %(tenant_id)s and {where} and o.state = s.state"
            f" order by {by.format('o')} limit %(limit)s) h order by {by.format('h')} limit %(limit)s"
        )
    # The names come by one look at the ids that the page holds: joined row by row, each cost three pages of an index
    # or a walk over all organizations, as the planner saw fit that day.
    return (
        f"with f as materialized ({found}), named as materialized ("
        " select n.id, n.name from organization n where n.tenant_id = %(tenant_id)s and n.id = any(array("
        " select f.buyer_id from f union select f.seller_id from f)))"
        f" select {_SHOWN} from f"
        " join named partner on partner.id = f.partner_id join named buyer on buyer.id = f.buyer_id"
        f" join named seller on seller.id = f.seller_id order by {by.format('f')}"
    )


def _encode_cursor(sort: Sort, row: OrderRow, *, backwards: bool = False) -> str:
    keys = [str(getattr(row, key)) for key in _KEYS[sort]]
    name = f"{_BACKWARDS}{sort.value}" if backwards else sort.value
    raw = json.dumps([name, *keys, str(row.id)], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decode_cursor(sort: Sort, cursor: str) -> _Place:
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(parts, list) or len(parts) != 2 + len(_KEYS[sort]):
            raise InvalidCursorError(cursor)
        name = str(parts[0])
        if name.removeprefix(_BACKWARDS) != sort.value:
            raise InvalidCursorError(cursor)
        key: str | dt.date | None = str(parts[1]) if _KEYS[sort] else None
        if sort is Sort.REQUESTED:
            key = dt.date.fromisoformat(str(key))
        return _Place(key, UUID(str(parts[-1])), name.startswith(_BACKWARDS))
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise InvalidCursorError(cursor) from error
