"""Writing an order's facts and projections in bulk: a few statements however many lines there are."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from causeway.portal.domain.orders.facts import LineFacts, OrderFacts
from causeway.portal.domain.orders.models import OrderLine, OrderLineVersion, OrderSchedule, OrderVersion
from causeway.tenants import clock
from causeway.tenants.bulk import Rows, insert_rows, insert_tables
from causeway.tenants.context import current_scope
from causeway.tenants.ids import new_id

# Orders without a requested date come last in lists by date.
NO_DATE = dt.date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from: the order, its wall, the version, the message and the door."""

    order_id: UUID
    partner_id: UUID
    version: int
    message_id: UUID | None
    channel: str
    at: dt.datetime
    actor_name: str

    @classmethod
    def of_message(
        cls, order_id: UUID, partner_id: UUID, version: int, message_id: UUID | None, channel: str
    ) -> "Source":
        """The facts of a message that takes effect now."""
        name = current_scope().actor.name
        return cls(order_id, partner_id, version, message_id, channel, clock.now(), name)

    def owner(self) -> dict[str, Any]:
        """The columns that every child of the order has; the id is made here, so that it is in order."""
        return {"id": new_id(), "partner_id": self.partner_id, "order_id": self.order_id}

    def origin(self) -> dict[str, Any]:
        """The columns that say who, when, through which door and message."""
        return {
            "message_id": self.message_id,
            "channel": self.channel,
            "actor_name": self.actor_name,
            "at": self.at,
        }


def header_columns(facts: OrderFacts) -> dict[str, Any]:
    """The columns of an order that follow from what was ordered."""
    return {
        "currency": facts.currency,
        "amount": facts.amount,
        "line_count": len(facts.lines),
        "requested_date": facts.requested_date,
        "sort_date": facts.requested_date or NO_DATE,
        "ship_to_site_id": facts.ship_to_site_id,
        "ship_to_name": facts.ship_to_name,
        "plant_code": facts.plant_code,
        "buyer_group": facts.buyer_group,
        "item_group": facts.item_group,
        "header": facts.header,
    }


def line_columns(line: LineFacts) -> dict[str, Any]:
    """The columns of a line that follow from what was ordered."""
    return {
        "line_id": line.line_id,
        "position": line.position,
        "item_id": line.item_id,
        "buyer_item": line.buyer_item,
        "seller_item": line.seller_item,
        "gtin": line.gtin,
        "description": line.description,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_as_sent": line.unit_as_sent,
        "base_quantity": line.base_quantity,
        "base_unit": line.base_unit,
        **_price_columns(line),
        "requested_date": line.requested_date,
        "requested_latest": line.requested_latest,
        "date_basis": line.date_basis.value,
        "ship_to_site_id": line.ship_to_site_id,
        "ship_to_name": line.ship_to_name,
        "source": line.source,
    }


def _price_columns(line: LineFacts) -> dict[str, Any]:
    return {
        "price_amount": line.price.amount,
        "price_currency": line.price.currency,
        "price_per": line.price.per,
        "price_unit": line.price.unit,
    }


def add_version(
    session: Session, source: Source, *, purpose: str, changes: Sequence[Any], stamp: Mapping[str, Any]
) -> None:
    """The fact that the buyer said something about the order as a whole."""
    insert_rows(session, OrderVersion, [version_row(source, purpose=purpose, changes=changes, stamp=stamp)])


def version_row(
    source: Source, *, purpose: str, changes: Sequence[Any], stamp: Mapping[str, Any]
) -> dict[str, Any]:
    """The row of `add_version`."""
    return {
        **source.owner(),
        "number": source.version,
        "purpose": purpose,
        "changes": list(changes),
        "stamp": dict(stamp),
        **source.origin(),
    }


def add_lines(session: Session, source: Source, lines: Sequence[LineFacts], state: str) -> None:
    """New lines with their first facts."""
    insert_tables(session, line_tables(source, lines, state))


def line_tables(source: Source, lines: Sequence[LineFacts], state: str) -> list[Rows]:
    """The rows of `add_lines`, by table."""
    rows = [
        {
            **source.owner(),
            "line_key": line.key,
            "state": state,
            "version": source.version,
            "answered_version": 0,
            **line_columns(line),
        }
        for line in lines
    ]
    facts = _fact_tables(source, [(row["id"], line) for row, line in zip(rows, lines, strict=True)], "add")
    return [(OrderLine, rows), *facts]


def add_line_facts(
    session: Session, source: Source, lines: Iterable[tuple[UUID, LineFacts]], *, action: str
) -> None:
    """What is ordered of these lines from this version on, with the requested deliveries."""
    insert_tables(session, _fact_tables(source, lines, action))


def _fact_tables(source: Source, lines: Iterable[tuple[UUID, LineFacts]], action: str) -> list[Rows]:
    versions: list[dict[str, Any]] = []
    schedules: list[dict[str, Any]] = []
    for line_id, line in lines:
        versions.append(_line_version(source, line_id, line, action))
        schedules += _schedules(source, line_id, line)
    return [(OrderLineVersion, versions), (OrderSchedule, schedules)]


def add_cancelled_facts(session: Session, source: Source, lines: Sequence[OrderLine]) -> None:
    """That nothing of these lines is ordered from this version on."""
    rows = [
        {
            **source.owner(),
            "line_id": line.id,
            "version": source.version,
            "action": "cancel",
            "quantity": 0,
            "unit": line.unit,
            **source.origin(),
        }
        for line in lines
    ]
    insert_rows(session, OrderLineVersion, rows)


def _line_version(source: Source, line_id: UUID, line: LineFacts, action: str) -> dict[str, Any]:
    return {
        **source.owner(),
        "line_id": line_id,
        "version": source.version,
        "action": action,
        "quantity": line.quantity,
        "unit": line.unit,
        "base_quantity": line.base_quantity,
        "unit_numerator": line.factor.numerator if line.factor else None,
        "unit_denominator": line.factor.denominator if line.factor else None,
        **_price_columns(line),
        "requested_date": line.requested_date,
        "requested_latest": line.requested_latest,
        **source.origin(),
    }


def _schedules(source: Source, line_id: UUID, line: LineFacts) -> list[dict[str, Any]]:
    return [
        {
            **source.owner(),
            "line_id": line_id,
            "version": source.version,
            "sequence": sequence,
            "quantity": schedule.quantity,
            "requested_date": schedule.requested_date,
            "requested_latest": schedule.requested_latest,
            "ship_to_name": schedule.ship_to_name,
        }
        for sequence, schedule in enumerate(line.schedules, start=1)
    ]
