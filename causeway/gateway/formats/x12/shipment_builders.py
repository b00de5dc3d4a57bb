"""A ship notice, its lines and its units while an 856 is read, and what they become."""

from collections.abc import Sequence
from typing import Any

import msgspec

from causeway.gateway.canonical.items import Dimensions, Lot, PackSpec
from causeway.gateway.canonical.orders import Component, LineStatus
from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.references import OrderReference, Reference
from causeway.gateway.canonical.shipments import (
    Load,
    LogisticUnit,
    Mark,
    PackageCount,
    ShipNoticeLine,
    UnitContent,
    UnitKind,
)
from causeway.gateway.canonical.times import Moment, Window
from causeway.gateway.formats.x12.builders import LineBuilder, OwnerBuilder
from causeway.gateway.formats.x12.details import TotalledBuilder
from causeway.gateway.formats.x12.hierarchy import Node
from causeway.gateway.formats.x12.order_builders import ComponentBuilder
from causeway.gateway.formats.x12.shipment_meanings import UNIT_KINDS

_LOT_DATES = {"x12:374:036": "expiry", "x12:374:094": "production_date"}


class NoticeBuilder(TotalledBuilder):
    """The shipment: what stands in the header, in the first S level and in the summary."""

    def __init__(self) -> None:
        super().__init__()
        self.shipment_id = ""
        self.notice_at: Any = None
        self.transaction_type: str | None = None
        self.structure_as_sent: str | None = None
        self.shipped: Moment | None = None
        self.estimated_delivery: Window | None = None
        self.package_counts: list[PackageCount] = []
        self.gross_weight: Quantity | None = None
        self.net_weight: Quantity | None = None
        self.measured_volume: Quantity | None = None


class OrderLevel(OwnerBuilder):
    """An O level: what it says holds for all the lines below it."""

    __slots__ = ("has_lines", "is_used", "order", "order_segment")

    def __init__(self) -> None:
        super().__init__()
        self.order: OrderReference | None = None
        self.order_segment = 0
        self.is_used = False
        self.has_lines = False


class ItemLevel(LineBuilder):
    """An I level, which is a line. `position` is its key."""

    __slots__ = (
        "components",
        "cumulative",
        "loads",
        "lots",
        "order",
        "ordered",
        "pack",
        "serials",
        "status",
        "status_as_sent",
    )

    def __init__(self, position: int, segment: int) -> None:
        super().__init__(position, segment)
        self.order: OrderReference | None = None
        self.ordered: Quantity | None = None
        self.cumulative: Quantity | None = None
        self.status: LineStatus | None = None
        self.status_as_sent: str | None = None
        self.pack: PackSpec | None = None
        self.lots: list[str] | None = None
        self.serials: list[str] | None = None
        self.loads: list[LoadBuilder] | None = None
        self.components: list[ComponentBuilder] = []

    def build(self, order: OrderLevel | None, components: Sequence[Component]) -> ShipNoticeLine:
        """The line, with what its order level says before its own; a missing quantity was fatal before."""
        quantity = self.quantity
        assert quantity is not None  # noqa: S101 - a line without a quantity is fatal and never built
        lots, serials = self._lots_and_serials()
        reference = self.order
        if reference is None and order is not None and order.order is not None:
            reference = order.order
            order.is_used = True
        return ShipNoticeLine(
            self.position,
            self.item(),
            quantity,
            reference,
            self.line_id,
            self.ordered,
            self.cumulative,
            self.status,
            self.status_as_sent,
            lots,
            serials,
            tuple([load.build() for load in self.loads]) if self.loads else (),
            self.pack,
            (*[component.build() for component in self.components], *components),
            *self._attachments(order),
        )

    def _lots_and_serials(self) -> tuple[tuple[Lot, ...], tuple[str, ...]]:
        """Lots and serial numbers of LIN (they stay among the ids) and of REF; dates of the only lot are its own."""
        lots: list[str] = []
        serials: list[str] = []
        for one in self.ids:
            if one.scheme == "lot":
                lots.append(one.value)
            elif one.scheme == "serial":
                serials.append(one.value)
        if self.lots:
            lots += self.lots
        if self.serials:
            serials += self.serials
        if not lots:
            return (), tuple(serials)
        return tuple([Lot(lot, **self._lot_dates(lots)) for lot in lots]), tuple(serials)

    def _lot_dates(self, lots: Sequence[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if not self.attached or len(lots) > 1:
            return found
        for date in list(self.dates):
            name = _LOT_DATES.get(date.as_sent or "")
            if name and name not in found and date.at.time is None:
                found[name] = date.at.date
                self.dates.remove(date)
        return found

    def _attachments(self, order: OrderLevel | None) -> tuple[Any, ...]:
        own: tuple[Any, ...] = ((), (), (), ())
        if self.attached:
            own = (self.built_parties(), tuple(self.references), self.built_notes(), tuple(self.dates))
        if order is not None and order.attached:
            above = (order.built_parties(), tuple(order.references), order.built_notes(), tuple(order.dates))
            own = tuple([first + second for first, second in zip(above, own, strict=True)])
        return (*own, tuple(self.extensions) if self.attached else ())


class ComponentLevel(ComponentBuilder):
    """An F level below an item: a part of it. What it has no field for goes to the item's extensions."""


class UnitLevel(OwnerBuilder):
    """A level that packs: T, P, Q, E, an S below the first, and levels of codes we do not know."""

    __slots__ = (
        "code",
        "code_as_sent",
        "contents",
        "gross_weight",
        "marks",
        "measured_volume",
        "net_weight",
        "order",
        "package_type",
        "package_type_as_sent",
        "quantity",
        "quantity_segment",
        "sides",
        "sscc",
    )

    def __init__(self, code: str, code_as_sent: str) -> None:
        super().__init__()
        self.code = code
        self.code_as_sent = code_as_sent
        self.order: OrderReference | None = None
        self.package_type: str | None = None
        self.package_type_as_sent: str | None = None
        self.sscc: str | None = None
        self.marks: list[Mark] = []
        self.gross_weight: Quantity | None = None
        self.net_weight: Quantity | None = None
        self.measured_volume: Quantity | None = None
        self.sides: Dimensions | None = None
        self.quantity: Quantity | None = None
        self.quantity_segment = 0
        self.contents: list[UnitContent] = []

    def build(self, node_id: str, units: tuple[LogisticUnit, ...]) -> LogisticUnit:
        """The unit around its inner units."""
        return LogisticUnit(
            node_id,
            UNIT_KINDS.get(self.code, UnitKind.OTHER),
            self.code_as_sent,
            self.package_type,
            self.package_type_as_sent,
            self.sscc,
            tuple(self.marks),
            self.order,
            self.gross_weight,
            self.net_weight,
            self.measured_volume,
            self.sides,
            tuple(self.contents),
            units,
            *self._attachments(),
        )

    def _attachments(self) -> tuple[Any, ...]:
        if not self.attached:
            return ()
        return (
            self.built_parties(),
            tuple(self.references),
            self.built_notes(),
            tuple(self.dates),
            tuple(self.extensions),
        )


class LoadBuilder:
    """A CLD whose REFs are still coming."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.labels: list[str] = []
        self.references: list[Reference] = []

    def build(self) -> Load:
        """The load with its labels."""
        return msgspec.structs.replace(
            self.load, label_ids=tuple(self.labels), references=tuple(self.references)
        )


class Assembly:
    """Tree to lines and units: who lies in what, and which order each belongs to."""

    def __init__(self, document: NoticeBuilder) -> None:
        self.document = document
        self.lines: list[ShipNoticeLine] = []

    def units(
        self, nodes: Sequence[Node], order: OrderLevel | None = None, unit: UnitLevel | None = None
    ) -> tuple[LogisticUnit, ...]:
        """The units below these nodes that lie directly in `unit`, which is in `order`."""
        found: list[LogisticUnit] = []
        for node in nodes:
            owner = node.owner
            if isinstance(owner, ItemLevel):
                found += self._item(node, order, unit)
            elif isinstance(owner, UnitLevel):
                found.append(self._unit(node, order))
            else:
                below = owner if isinstance(owner, OrderLevel) else order
                found += self.units(node.children, below, unit)
        return tuple(found)

    def _unit(self, node: Node, order: OrderLevel | None) -> LogisticUnit:
        level: UnitLevel = node.owner
        inner = self.units(node.children, order, level) if node.children else ()
        if level.order is None and order is not None and order.order is not None:
            level.order = order.order
            order.is_used = True
        return level.build(node.node_id, inner)

    def _item(self, node: Node, order: OrderLevel | None, unit: UnitLevel | None) -> list[LogisticUnit]:
        item: ItemLevel = node.owner
        components: list[Component] = []
        units: list[LogisticUnit] = []
        if node.children:
            self._below_item(node, item, order, (components, units))
        self.lines.append(item.build(order, components))
        if order is not None:
            order.has_lines = True
        if unit is not None:
            unit.contents.append(UnitContent(item.position, item.quantity))
        return units

    def _below_item(
        self,
        node: Node,
        item: ItemLevel,
        order: OrderLevel | None,
        found: tuple[list[Component], list[LogisticUnit]],
    ) -> None:
        """Parts of the item, and the units that hold it: the item's quantity is counted once, theirs are contents."""
        components, units = found
        for child in node.children:
            owner = child.owner
            if isinstance(owner, ComponentLevel):
                if owner.attached:
                    item.extensions.extend(owner.extensions)
                if isinstance(node.owner, ComponentLevel):
                    owner.parent_id = child.parent_id
                components.append(owner.build())
                self._below_item(child, item, order, found)
            elif isinstance(owner, UnitLevel):
                units.append(self._unit_of_item(child, item, order))
            else:
                units += self.units([child], order)

    def _unit_of_item(self, node: Node, item: ItemLevel, order: OrderLevel | None) -> LogisticUnit:
        level: UnitLevel = node.owner
        inner = [
            self._unit_of_item(child, item, order) if isinstance(child.owner, UnitLevel) else None
            for child in node.children
        ]
        others = [child for child in node.children if not isinstance(child.owner, UnitLevel)]
        if level.quantity is not None or not node.children:
            level.contents.append(UnitContent(item.position, level.quantity))
        more = self.units(others, order, level) if others else ()
        return level.build(node.node_id, (*[unit for unit in inner if unit is not None], *more))
