"""The list of orders as its page shows it: tabs, filters in the address, rows that are ready to be written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from flask import url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from causeway.portal.domain.orders import queries
from causeway.portal.domain.orders.models import OrderDirection
from causeway.portal.domain.orders.queries import (
    COUNT_CAP,
    InvalidCursorError,
    OrderList,
    OrderRow,
    Sort,
    Tab,
)
from causeway.portal.domain.orders.states import OPEN_ORDERS
from causeway.portal.web import waiting
from causeway.portal.web.access import may, visitor
from causeway.portal.web.formats import format_age, format_amount, format_day, offset_name, signed, zone
from causeway.portal.web.i18n import gettext, mark, ngettext, pgettext
from causeway.portal.web.orders import wording
from causeway.portal.web.orders.address import Wanted, may_answer, title_of
from causeway.portal.web.paging import tab_count
from causeway.tenants.db import run
from causeway.tenants.ids import new_id
from causeway.tenants.permissions import Permission

MOST_PARTNERS = 500
_ANY_ORDER = UUID(int=0)
_TABS = (
    Tab.TO_CONFIRM,
    Tab.CHANGED,
    Tab.PARTLY_CONFIRMED,
    Tab.CONFIRMED,
    Tab.REJECTED,
    Tab.CANCELLED,
    Tab.ALL,
)
_SORT_TEXTS = {
    Sort.NEWEST: mark("Newest first"),
    Sort.REQUESTED: mark("By requested date"),
    Sort.NUMBER: mark("By order number"),
}
_SORTS = {Sort.NEWEST: mark("Newest first"), Sort.REQUESTED: mark("By requested date")}


@dataclass(frozen=True, slots=True)
class Row:
    """One order as the list writes it."""

    id: UUID
    version: int
    response_version: int
    url: str
    number: str
    other: str
    line_count: int
    amount: str
    currency: str | None
    requested: str
    confirmed: str
    delta: Markup | None
    state: str
    tone: str
    channel: str
    created: str
    created_title: str
    age: str
    answerable: bool
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Empty:
    """What is said where there is nothing, and what to do next."""

    title: str
    text: str
    symbol: str
    actions: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class ListView:
    """Everything the list's page shows."""

    title: str
    here: str
    token: str
    directions: Sequence[Mapping[str, Any]]
    tabs: Sequence[Mapping[str, Any]]
    kept: Mapping[str, str]
    filters: Mapping[str, str]
    partners: Sequence[tuple[str, str]]
    sorts: Sequence[tuple[str, str]]
    chips: Sequence[Mapping[str, str]]
    other_label: str
    sort_text: str
    rows: Sequence[Row]
    can_answer: bool
    count_text: str
    previous_url: str | None
    next_url: str | None
    problem: str | None
    empty: Empty


def show_list(session: Session, wanted: Wanted) -> ListView:
    """The list that the address asks for."""
    asked = wanted.filter
    found = _page(session, wanted)
    counts = queries.count_tabs(session, asked.direction, partner_id=asked.partner_id)
    if asked.partner_id is None and asked.direction is waiting.answered_direction(visitor()):
        waiting.keep(orders=counts[Tab.OPEN])
    answers = may_answer(asked.direction)
    writer = _RowWriter(answers=answers)
    rows = [writer.row(each) for each in found.rows]
    partners = _partners(session, asked.direction) if visitor().is_staff else []
    return ListView(
        title=title_of(asked.direction),
        here=wanted.address(cursor=wanted.cursor),
        token=str(new_id()),
        directions=_directions(wanted),
        tabs=_tabs(wanted, counts),
        kept=_kept(wanted),
        filters={
            "number": asked.number_prefix,
            "partner": str(asked.partner_id or ""),
            "before": wanted.before,
            "sort": found.sort.value,
        },
        partners=partners,
        sorts=[(sort.value, gettext(label)) for sort, label in _SORTS.items()],
        chips=_chips(wanted, partners),
        other_label=_other_label(asked.direction),
        sort_text=gettext(_SORT_TEXTS[found.sort]),
        rows=rows,
        can_answer=answers and any(row.answerable for row in rows),
        count_text=_count_text(wanted, found, counts),
        previous_url=wanted.address(cursor=found.previous_cursor) if found.previous_cursor else None,
        next_url=wanted.address(cursor=found.next_cursor) if found.next_cursor else None,
        problem=wanted.problem,
        empty=_empty(wanted, answers=answers),
    )


def _page(session: Session, wanted: Wanted) -> OrderList:
    try:
        return queries.list_orders(session, wanted.filter, cursor=wanted.cursor)
    except InvalidCursorError:
        # An address that was kept while the list's order was changed: begin at its beginning.
        return queries.list_orders(session, wanted.filter)


class _RowWriter:
    """Writes the rows of one page: what most rows share (days, words, the address) is made once and not fifty times."""

    def __init__(self, *, answers: bool) -> None:
        self._answers = answers
        self._is_staff = visitor().is_staff
        self._zone = zone()
        self._offset = offset_name()
        self._address = url_for("orders.show", order_id=_ANY_ORDER).partition(str(_ANY_ORDER))
        self._day = cache(format_day)
        self._state = cache(wording.order_state)
        self._channel = cache(wording.channel)
        self._delta = cache(delta)

    def row(self, order: OrderRow) -> Row:
        """One order as the list writes it."""
        word, tone = self._state(order.state)
        days = 0
        if order.confirmed_date is not None and order.requested_date is not None:
            days = (order.confirmed_date - order.requested_date).days
        number = number_of(order.number, order.release_number)
        return Row(
            id=order.id,
            version=order.version,
            response_version=order.response_version,
            url=f"{self._address[0]}{order.id}{self._address[2]}",
            number=number,
            other=order.partner_name if self._is_staff else _other_name(order),
            line_count=order.line_count,
            amount=format_amount(order.amount),
            currency=order.currency if order.amount is not None else None,
            requested=self._day(order.requested_date),
            confirmed=self._day(order.confirmed_date),
            delta=self._delta(days) if days else None,
            state=word,
            tone=tone,
            channel=self._channel(order.channel),
            created=order.created_at.isoformat(timespec="seconds"),
            created_title=self._moment(order.created_at),
            age=format_age(order.created_at),
            answerable=self._answers and order.state in OPEN_ORDERS,
            is_confirmed=order.confirmed_date is not None,
        )

    def _moment(self, moment: datetime) -> str:
        local = moment.astimezone(self._zone)
        return f"{self._day(local.date())} {local:%H:%M} {self._offset}"


def number_of(number: str, release_number: str) -> str:
    """An order's number with its release, where it has one."""
    return f"{number}-{release_number}" if release_number else number


def _other_name(order: OrderRow) -> str:
    """The name of the side that the visitor is not on."""
    return order.buyer_name if order.direction == OrderDirection.PURCHASE else order.seller_name


def _other_label(direction: OrderDirection) -> str:
    if visitor().is_staff:
        return gettext("Supplier") if direction is OrderDirection.PURCHASE else gettext("Distributor")
    return buyer_label() if direction is OrderDirection.PURCHASE else seller_label()


def buyer_label() -> str:
    """The buying side, which is not the role of that name."""
    return pgettext("side of an order", "Buyer")


def seller_label() -> str:
    """The selling side."""
    return pgettext("side of an order", "Seller")


def delta(days: int) -> Markup:
    """How far a confirmed date is from the requested one, signed; the words stand in the title."""
    if days > 0:
        words, kind = ngettext("%(num)d day late", "%(num)d days late", days), "late"
    else:
        words, kind = ngettext("%(num)d day early", "%(num)d days early", -days), "early"
    return Markup('<span class="{}" title="{}">{}</span>').format(kind, words, signed(days))


def _directions(wanted: Wanted) -> list[dict[str, Any]]:
    """For a partner who both sells and buys; staff have two entries in the navigation."""
    if len(wanted.directions) < 2 or visitor().is_staff:
        return []
    return [
        {
            "label": title_of(each),
            "url": url_for("orders.index", direction=each.value),
            "current": each is wanted.filter.direction,
        }
        for each in wanted.directions
    ]


def _tabs(wanted: Wanted, counts: Mapping[Tab, int]) -> list[dict[str, Any]]:
    return [
        {
            "label": gettext("All") if tab is Tab.ALL else wording.order_state(tab.value)[0],
            "url": wanted.address(state=tab.value),
            "current": tab is wanted.filter.tab,
            "count": tab_count(counts[tab]),
            "tone": "bad" if tab is Tab.CHANGED and counts[tab] else "",
        }
        for tab in _TABS
    ]


def _kept(wanted: Wanted) -> dict[str, str]:
    kept = {"state": wanted.filter.tab.value}
    if len(wanted.directions) > 1:
        kept["direction"] = wanted.filter.direction.value
    return kept


def _chips(wanted: Wanted, partners: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    asked, chips = wanted.filter, []
    if asked.number_prefix:
        label = gettext("Number begins with %(text)s", text=asked.number_prefix)
        chips.append({"label": label, "url": wanted.address(q=None)})
    if asked.partner_id:
        name = dict(partners).get(str(asked.partner_id), gettext("a partner that is not listed"))
        chips.append({"label": name, "url": wanted.address(partner=None)})
    if asked.requested_before:
        day = format_day(asked.requested_before - timedelta(days=1))
        chips.append({"label": gettext("Requested by %(day)s", day=day), "url": wanted.address(before=None)})
    return chips


_PARTNERS = (
    "select id::text, name from organization where tenant_id = %(tenant_id)s and {side}"
    " order by name_sort, id limit %(most)s"
)


def _partners(session: Session, direction: OrderDirection) -> list[tuple[str, str]]:
    side = "is_supplier" if direction is OrderDirection.PURCHASE else "is_distributor"
    values = {"tenant_id": visitor().tenant_id, "most": MOST_PARTNERS}
    return run(session, _PARTNERS.format(side=side), values).fetchall()


def _count_text(wanted: Wanted, found: OrderList, counts: Mapping[Tab, int]) -> str:
    total = counts[wanted.filter.tab]
    if found.previous_cursor is None and found.next_cursor is None:
        return ngettext("%(num)d order", "%(num)d orders", len(found.rows))
    narrowed = wanted.filter.number_prefix or wanted.filter.requested_before
    if narrowed or wanted.cursor:
        return ngettext("%(num)d order on this page", "%(num)d orders on this page", len(found.rows))
    if total >= COUNT_CAP:
        return gettext("More than %(count)d orders", count=COUNT_CAP - 1)
    return ngettext("%(num)d order", "%(num)d orders", total)


def _empty(wanted: Wanted, *, answers: bool) -> Empty:
    if wanted.cursor:
        return Empty(
            gettext("This page of the list is empty"),
            gettext("Orders have moved on since the list was opened."),
            "inbox",
            [(gettext("To the first page"), wanted.address())],
        )
    if wanted.is_narrowed:
        everything = wanted.address(q=None, partner=None, before=None, state=Tab.ALL.value)
        return Empty(
            gettext("No order fits these filters"),
            gettext("Take a filter off, or look through all orders."),
            "filter",
            [(gettext("Show all orders"), everything)],
        )
    if wanted.filter.tab is Tab.ALL:
        return _no_orders(wanted.filter.direction)
    all_orders = [(gettext("Show all orders"), wanted.address(state=Tab.ALL.value))]
    if wanted.filter.tab in {Tab.TO_CONFIRM, Tab.CHANGED, Tab.PARTLY_CONFIRMED} and answers:
        return Empty(
            gettext("Nothing waits for your answer here"),
            gettext("New orders appear by themselves as soon as they arrive."),
            "check",
            all_orders,
        )
    return Empty(gettext("No order is in this state"), "", "inbox", all_orders)


def _no_orders(direction: OrderDirection) -> Empty:
    if not visitor().is_staff:
        text = (
            gettext("Orders appear here as soon as your customer sends one.")
            if direction is OrderDirection.PURCHASE
            else gettext("Send your first order by EDI; it appears here as soon as it has been read.")
        )
        return Empty(gettext("There are no orders yet"), text, "inbox")
    actions = []
    if may(Permission.PARTNERS_MANAGE):
        actions.append((gettext("Set up a partner"), url_for("partners.index")))
    if may(Permission.MESSAGES_READ):
        actions.append((gettext("Look at the messages"), url_for("messages.index")))
    return Empty(
        gettext("There are no orders yet"),
        gettext("Orders come in by EDI. Set up a partner, then post its first document."),
        "inbox",
        actions,
    )
