"""What the address of the list asks for: direction, tab, filters, order and page, each readable and shareable."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from causeway.portal.domain.orders.models import OrderDirection
from causeway.portal.domain.orders.queries import OrderFilter, Sort, Tab
from causeway.portal.web.access import may, visitor
from causeway.portal.web.formats import zone
from causeway.portal.web.i18n import gettext
from causeway.portal.web.orders.numbers import InputError, parse_date
from causeway.tenants import clock
from causeway.tenants.db import run
from causeway.tenants.errors import NotFoundError
from causeway.tenants.permissions import Permission


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; `problem` says what of it could not be read."""

    filter: OrderFilter
    directions: tuple[OrderDirection, ...]
    cursor: str | None
    before: str
    problem: str | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything besides the tab hides orders."""
        asked = self.filter
        return bool(asked.number_prefix or asked.partner_id or asked.requested_before)

    def address(self, **changes: Any) -> str:
        """The address of this list with something else in it; a value of None is left out."""
        asked = self.filter
        values: dict[str, Any] = {
            "direction": asked.direction.value if len(self.directions) > 1 else None,
            "state": asked.tab.value,
            "q": asked.number_prefix or None,
            "partner": asked.partner_id,
            "before": self.before or None,
            "sort": asked.sort.value if asked.sort is not Sort.NEWEST else None,
            **changes,
        }
        return url_for("orders.index", **{name: value for name, value in values.items() if value is not None})


def read_address(session: Session, arguments: MultiDict[str, str]) -> Wanted:
    """What the address asks for; what it has no meaning for is as if it were not there."""
    directions = visible_directions(session)
    direction = next((each for each in directions if each == arguments.get("direction")), directions[0])
    tab = _one_of(Tab, arguments.get("state")) or (Tab.TO_CONFIRM if may_answer(direction) else Tab.ALL)
    before, day, problem = arguments.get("before", "").strip(), None, None
    if before:
        try:
            day = parse_date(before, today=today())
        except InputError:
            problem = gettext("“%(typed)s” is not a date that can be searched for.", typed=before)
    asked = OrderFilter(
        direction=direction,
        tab=tab,
        partner_id=parse_uuid(arguments.get("partner")) if visitor().is_staff else None,
        number_prefix=arguments.get("q", "").strip()[:80],
        # Asked is "by that day", searched is "before the next".
        requested_before=day + timedelta(days=1) if day else None,
        sort=_one_of(Sort, arguments.get("sort")) or Sort.NEWEST,
    )
    return Wanted(asked, directions, arguments.get("cursor"), day.isoformat() if day else "", problem)


_KINDS = (
    "select is_supplier, is_distributor from organization where tenant_id = %(tenant_id)s and id = %(id)s"
)


def visible_directions(session: Session) -> tuple[OrderDirection, ...]:
    """Staff see both; a partner what it can be in."""
    if visitor().is_staff:
        return (OrderDirection.PURCHASE, OrderDirection.REPLENISHMENT)
    values = {"tenant_id": visitor().tenant_id, "id": visitor().organization_id}
    found = run(session, _KINDS, values).fetchone()
    if found is None:
        raise NotFoundError("no such organization")
    is_supplier, is_distributor = found
    fitting = []
    if is_supplier or not is_distributor:
        fitting.append(OrderDirection.PURCHASE)
    if is_distributor:
        fitting.append(OrderDirection.REPLENISHMENT)
    return tuple(fitting)


def may_answer(direction: OrderDirection) -> bool:
    """Whether the visitor answers orders of that direction: the supplier its purchase orders, staff a distributor's."""
    seller_is_staff = direction is OrderDirection.REPLENISHMENT
    return may(Permission.ORDERS_ANSWER) and visitor().is_staff == seller_is_staff


def title_of(direction: OrderDirection) -> str:
    """What the list is called by whoever looks at it."""
    if direction is OrderDirection.PURCHASE:
        return gettext("Purchase orders")
    return gettext("Replenishment orders") if visitor().is_staff else gettext("My orders")


def today() -> date:
    """The calendar day at the tenant's place."""
    return clock.now().astimezone(zone()).date()


def _one_of(kind: Any, value: str | None) -> Any:
    try:
        return kind(value)
    except ValueError:
        return None


def parse_uuid(value: str | None) -> UUID | None:
    """The id that the text is, if it is one."""
    try:
        return UUID(value) if value else None
    except ValueError:
        return None
