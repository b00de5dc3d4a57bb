"""How much waits for the visitor, as the navigation shows it: one statement, each number counted up to a cap.

A page that counts the same for itself keeps its counts here, and they are not asked for again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import g

from causeway.gateway.exchanges.models import ExchangeState
from causeway.portal.domain.orders.models import OrderDirection
from causeway.portal.domain.orders.queries import COUNT_CAP
from causeway.portal.domain.orders.states import OPEN_ORDERS
from causeway.portal.web.access import db_session, find_visitor, may
from causeway.tenants.auth.sessions import SessionIdentity
from causeway.tenants.db import run
from causeway.tenants.permissions import Permission

# Ordered as the indexes are: without it the planner may read a whole table for a state that is rare.
_ORDERS = (
    "select least(sum(c.n), %(cap)s) from unnest(%(open)s::text[]) as s(state) cross join lateral ("
    "select count(*) as n from (select 1 from trade_order o where o.tenant_id = %(tenant_id)s"
    " and o.direction = %(direction)s{wall} and o.state = s.state order by o.id limit %(cap)s) capped) c"
)
_CODES = (
    "select count(*) from (select 1 from unknown_code u where u.tenant_id = %(tenant_id)s"
    " and u.resolved_at is null order by u.id limit %(cap)s) capped"
)
_MESSAGES = (
    "select count(*) from (select 1 from message m where m.tenant_id = %(tenant_id)s{wall}"
    " and m.state = %(held)s order by m.id limit %(cap)s) capped"
)
# Row security says it too; said here, the planner knows the value and takes the partner's index.
_WALL = " and partner_id = %(partner_id)s"
_COUNTS = {"orders": _ORDERS, "codes": _CODES, "messages": _MESSAGES}
_OPEN = sorted(state.value for state in OPEN_ORDERS)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Orders that the visitor's side has to answer, codes to explain, messages held; None where it is not counted."""

    orders: int | None = None
    codes: int | None = None
    messages: int | None = None


def answered_direction(visitor: SessionIdentity) -> OrderDirection:
    """The orders of which the visitor's side is the seller."""
    return OrderDirection.REPLENISHMENT if visitor.is_staff else OrderDirection.PURCHASE


def keep(**counts: int) -> None:
    """Remember what the page has counted, capped alike, for the navigation around it."""
    g.waiting = replace(g.get("waiting") or Waiting(), **counts)


def counted() -> Waiting:
    """What waits for the visitor; nothing outside of a page's transaction, as on the page of an error."""
    visitor = find_visitor()
    kept: Waiting = g.get("waiting") or Waiting()
    if visitor is None or "db_session" not in g:
        return kept
    allowed = {
        "orders": may(Permission.ORDERS_ANSWER),
        "codes": may(Permission.CODES_MANAGE),
        "messages": may(Permission.MESSAGES_READ),
    }
    asked = [name for name, is_allowed in allowed.items() if is_allowed and getattr(kept, name) is None]
    if not asked:
        return kept
    found = run(db_session(), question(asked, is_staff=visitor.is_staff), _values(visitor)).fetchone()
    return replace(kept, **dict(zip(asked, map(int, found or ()), strict=True)))


def question(names: Sequence[str], *, is_staff: bool) -> str:
    """The statement that counts these fields of `Waiting`, in their order."""
    wall = "" if is_staff else _WALL
    return f"select {', '.join(f'({_COUNTS[name].format(wall=wall)})' for name in names)}"


def _values(visitor: SessionIdentity) -> dict[str, Any]:
    return {
        "tenant_id": visitor.tenant_id,
        "partner_id": visitor.organization_id,
        "direction": answered_direction(visitor).value,
        "open": _OPEN,
        "held": ExchangeState.HELD.value,
        "cap": COUNT_CAP,
    }
