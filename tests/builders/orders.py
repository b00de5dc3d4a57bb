"""Orders as canonical messages, with good defaults: `a_purchase_order().with_line(buyer="M-100", quantity=10)`."""

import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec

from causeway.gateway.canonical.header import MessageHeader, Purpose, Standard
from causeway.gateway.canonical.items import Description, Item
from causeway.gateway.canonical.orders import (
    ORDER_CHANGE_SCHEMA,
    ORDER_SCHEMA,
    ChangeKind,
    LineAction,
    Order,
    OrderChange,
    OrderChangeLine,
    OrderLine,
    OrderType,
    QuantityMeaning,
    ScheduleLine,
)
from causeway.gateway.canonical.parties import Identifier, Party, PartyRole
from causeway.gateway.canonical.quantities import Price, Quantity
from causeway.gateway.canonical.references import OrderReference
from causeway.gateway.canonical.times import Moment, Window
from causeway.tenants.ids import new_id

SELLER_CODE = "V-1001"
SITE_CODE = "P1"


def on(day: dt.date) -> Window:
    """That one day."""
    return Window(Moment(day), Moment(day))


def a_header(
    schema: str = ORDER_SCHEMA,
    *,
    code: str = "850",
    written: dt.datetime | None = None,
    standard: Standard = Standard.X12,
) -> MessageHeader:
    """The envelope's facts, as an X12 reader gives them."""
    moment = Moment(written.date(), written.time()) if written else None
    return MessageHeader(
        schema=schema,
        message_id=new_id(),
        standard=standard,
        version="004010",
        document_code=code,
        written_at=moment,
    )


class OrderBuilder:
    """An order that grows by `with_...`; `build()` gives the canonical message."""

    def __init__(self, **fields: Any) -> None:
        self._fields: dict[str, Any] = {
            "header": a_header(),
            "order_number": f"PO-{new_id().hex[-10:]}",
            "order_type": OrderType.STANDALONE,
            "order_date": dt.date(2026, 11, 2),
            "purpose": Purpose.ORIGINAL,
            "currency": "CNY",
            "parties": (
                Party(PartyRole.SELLER, ids=(Identifier("assigned_by_buyer", SELLER_CODE),), name="Haichuan"),
                Party(PartyRole.SHIP_TO, ids=(Identifier("assigned_by_buyer", SITE_CODE),), name="Plant One"),
            ),
            **fields,
        }
        self._lines: list[OrderLine] = []

    def having(self, **fields: Any) -> "OrderBuilder":
        """With these fields of the message instead."""
        self._fields |= fields
        return self

    def from_seller(self, *ids: Identifier, name: str | None = None) -> "OrderBuilder":
        """Sold by that party."""
        others = tuple(p for p in self._fields["parties"] if p.role is not PartyRole.SELLER)
        return self.having(parties=(Party(PartyRole.SELLER, ids=ids, name=name), *others))

    def to(self, *ids: Identifier, name: str | None = None) -> "OrderBuilder":
        """Shipped to that place."""
        others = tuple(p for p in self._fields["parties"] if p.role is not PartyRole.SHIP_TO)
        return self.having(parties=(*others, Party(PartyRole.SHIP_TO, ids=ids, name=name)))

    def with_line(
        self,
        line_id: str | None = "",
        *,
        quantity: Any = 100,
        unit: str | None = "EA",
        unit_as_sent: str | None = None,
        ids: tuple[Identifier, ...] | None = None,
        buyer: str = "M-100",
        price: Any = "2.50",
        requested: dt.date | None = dt.date(2026, 12, 10),
        schedules: tuple[tuple[Any, dt.date], ...] = (),
        **fields: Any,
    ) -> "OrderBuilder":
        """One more line; without a number of its own it is counted on."""
        position = len(self._lines) + 1
        as_sent = unit_as_sent if unit_as_sent is not None else (f"x12:355:{unit}" if unit else None)
        line = OrderLine(
            position=position,
            line_id=str(position) if line_id == "" else line_id,
            item=Item(
                ids=ids if ids is not None else (Identifier("buyer", buyer),),
                descriptions=(Description("轴承 6204"),),
            ),
            quantity=Quantity(Decimal(str(quantity)), unit, as_sent),
            price=None if price is None else Price(Decimal(price)),
            requested_delivery=on(requested) if requested and not schedules else None,
            schedule_lines=tuple(
                ScheduleLine(Quantity(Decimal(str(q)), unit, as_sent), requested_delivery=on(day))
                for q, day in schedules
            ),
            **fields,
        )
        self._lines.append(line)
        return self

    def build(self) -> Order:
        """The message."""
        return Order(**self._fields, lines=tuple(self._lines))


def a_purchase_order(**fields: Any) -> OrderBuilder:
    """An order of the core enterprise to its first supplier."""
    return OrderBuilder(**fields)


def a_distributors_order(**fields: Any) -> OrderBuilder:
    """An order of a distributor, which names our items by our codes and no seller that needs a code."""
    return OrderBuilder(parties=(Party(PartyRole.SHIP_TO, name="Dock 4"),), **fields)


def changed_to(order: Order, purpose: Purpose, *, written: dt.datetime | None = None, **fields: Any) -> Order:
    """The same order again as an 850 that changes, replaces or cancels it."""
    header = a_header(written=written or dt.datetime.fromisoformat("2026-11-03T08:00"))
    return msgspec.structs.replace(order, header=header, purpose=purpose, **fields)


class ChangeBuilder:
    """A change (860) of an order."""

    def __init__(self, order: Order, **fields: Any) -> None:
        self._fields: dict[str, Any] = {
            "header": a_header(ORDER_CHANGE_SCHEMA, code="860"),
            "order": OrderReference(order.order_number, order.release_number),
            "change_sequence": "1",
            "change_kind": ChangeKind.CHANGE,
            "purpose": Purpose.CHANGE,
            **fields,
        }
        self._lines: list[OrderChangeLine] = []

    def with_line(
        self,
        line_id: str | None,
        action: LineAction,
        *,
        quantity: Any = 100,
        new_quantity: Any = None,
        requested: dt.date | None = None,
        means: QuantityMeaning = QuantityMeaning.UNKNOWN,
        buyer: str | None = None,
        price: Any = None,
    ) -> "ChangeBuilder":
        """One changed line."""
        self._lines.append(
            OrderChangeLine(
                position=len(self._lines) + 1,
                line_id=line_id,
                item=Item(ids=(Identifier("buyer", buyer),) if buyer else ()),
                quantity=Quantity(Decimal(str(quantity)), "EA", "x12:355:EA"),
                new_quantity=None
                if new_quantity is None
                else Quantity(Decimal(str(new_quantity)), "EA", "x12:355:EA"),
                quantity_means=means,
                requested_delivery=on(requested) if requested else None,
                price=None if price is None else Price(Decimal(price)),
                action=action,
            )
        )
        return self

    def build(self) -> OrderChange:
        """The message."""
        return OrderChange(**self._fields, lines=tuple(self._lines))


def a_change_of(order: Order, **fields: Any) -> ChangeBuilder:
    """A change of that order."""
    return ChangeBuilder(order, **fields)
