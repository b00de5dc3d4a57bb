"""An order and its lines while an 850 is read, and what they become."""

from typing import Any

from causeway.gateway.canonical.header import ControlTotals
from causeway.gateway.canonical.items import Item, PackSpec
from causeway.gateway.canonical.orders import (
    ChangeKind,
    Component,
    ComponentRelationship,
    Destination,
    LineAction,
    OrderChangeLine,
    OrderLine,
    OrderType,
    QuantityMeaning,
    ScheduleLine,
)
from causeway.gateway.canonical.quantities import Money, Price, Quantity
from causeway.gateway.formats.x12.builders import DocumentBuilder, LineBuilder

# What a line of an 850 that changes an order does: a replacement states the whole line, the others only say so.
_LINE_ACTIONS = {
    ChangeKind.CANCEL: (LineAction.DELETE, QuantityMeaning.UNKNOWN),
    ChangeKind.CHANGE: (LineAction.CHANGE, QuantityMeaning.UNKNOWN),
    ChangeKind.REPLACE: (LineAction.REPLACE_ALL_VALUES, QuantityMeaning.NEW_TOTAL),
}
_RELATIONSHIPS = {
    "I": ComponentRelationship.INCLUDED,
    "A": ComponentRelationship.ADDED,
    "D": ComponentRelationship.DELETED,
    "S": ComponentRelationship.SUBSTITUTED,
    "O": ComponentRelationship.INFORMATION,
}


class OrderBuilder(DocumentBuilder):
    """The header of the order."""

    def __init__(self) -> None:
        super().__init__()
        self.order_number = ""
        self.release_number: str | None = None
        self.order_date: Any = None
        self.order_type: OrderType | None = None
        self.order_type_as_sent: str | None = None
        self.contract_number: str | None = None
        self.acknowledgment_wanted: str | None = None
        self.purpose_as_sent: str | None = None
        self.totals_segment: int | None = None

    def totals(self) -> ControlTotals | None:
        """The totals as sent, None where there was neither CTT nor AMT*TT."""
        if self.totals_segment is None and self.amount is None:
            return None
        return ControlTotals(self.line_count, self.hash_total, None, self.weight, self.volume, self.amount)


class OrderLineBuilder(LineBuilder):
    """A line of the order."""

    LISTS = LineBuilder.LISTS | {"destinations", "components"}
    line_amount: Money | None = None
    pack: PackSpec | None = None
    destinations: list[Destination]
    components: "list[ComponentBuilder]"

    def __init__(
        self,
        position: int,
        segment: int,
        line_id: str | None = None,
        quantity: Quantity | None = None,
        price: Price | None = None,
    ) -> None:
        # All in one place: calling the base's would be felt on every line.
        self.position = position
        self.segment = segment
        self.line_id = line_id
        self.quantity = quantity
        self.price = price
        self.descriptions = []
        self.schedule_lines: list[ScheduleLine] = []

    def build(self) -> OrderLine:
        """The line; a missing quantity was fatal before this is called."""
        quantity = self.quantity
        assert quantity is not None  # noqa: S101 - a line without a quantity is fatal and never built
        if not (self.attached or self.pack or self.cancel_after or self.delivery_terms):
            return OrderLine(  # as most are
                self.position,
                Item(tuple(self.ids), tuple(self.descriptions)),
                quantity,
                self.line_id,
                self.price,
                (),
                self.line_amount,
                None,
                None,
                None,
                tuple(self.schedule_lines),
            )
        many = self.many
        windows = self.__dict__.get("windows", {})
        return OrderLine(
            self.position,
            self.item(),
            quantity,
            self.line_id,
            self.price,
            many("more_prices"),
            self.line_amount,
            windows.get("requested_delivery"),
            windows.get("requested_ship"),
            self.cancel_after,
            tuple(self.schedule_lines),
            many("destinations"),
            tuple([component.build() for component in many("components")]),
            self.pack,
            self.built_parties(),
            self.delivery_terms,
            many("transport"),
            many("allowances"),
            many("taxes"),
            None,
            None,
            many("references"),
            self.built_notes(),
            many("dates"),
            many("extensions"),
        )

    def build_change(self, kind: ChangeKind) -> OrderChangeLine:
        """The line of a change; only a replacement states what the new quantity is."""
        action, means = _LINE_ACTIONS[kind]
        line = self.build()
        sent = line.quantity
        certain = sent if means is QuantityMeaning.NEW_TOTAL else None
        values = {name: getattr(line, name) for name in line.__struct_fields__}
        return OrderChangeLine(
            **values, action=action, quantity_sent=sent, quantity_means=means, new_quantity=certain
        )


class ComponentBuilder(LineBuilder):
    """A sub-line, whose description may follow."""

    def __init__(self, component_id: str, parent_id: str | None, relationship: str, segment: int) -> None:
        super().__init__(0, segment)
        self.component_id = component_id
        self.parent_id = parent_id
        self.relationship = _RELATIONSHIPS.get(relationship, ComponentRelationship.OTHER)
        self.relationship_as_sent: str | None = None

    def build(self) -> Component:
        return Component(
            self.component_id,
            self.relationship,
            Item(tuple(self.ids), tuple(self.descriptions)),
            self.parent_id,
            self.quantity,
            False,
            self.price,
            relationship_as_sent=self.relationship_as_sent,
        )
