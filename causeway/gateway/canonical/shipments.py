"""Ship notices (ASN): what is on its way, line by line, and the tree of units it is packed in."""

from decimal import Decimal
from enum import StrEnum

import msgspec

from causeway.gateway.canonical.base import Value
from causeway.gateway.canonical.document import Document
from causeway.gateway.canonical.header import ControlTotals
from causeway.gateway.canonical.items import Dimensions, Item, Lot, PackSpec
from causeway.gateway.canonical.orders import Component, LineStatus
from causeway.gateway.canonical.parties import Party
from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.references import Extension, Note, OrderReference, Reference
from causeway.gateway.canonical.terms import Transport
from causeway.gateway.canonical.times import Moment, OtherDate, Window

SHIP_NOTICE_SCHEMA = "ship_notice/1"


class UnitKind(StrEnum):
    """What a logistic unit is."""

    SHIPMENT_UNIT = "shipment_unit"
    PALLET = "pallet"
    CARTON = "carton"
    PACK = "pack"
    INNER_PACK = "inner_pack"
    CONTAINER = "container"
    EQUIPMENT = "equipment"
    OTHER = "other"


class MarkKind(StrEnum):
    """What a mark on a unit is."""

    SSCC = "sscc"
    CASE_CODE = "case_code"
    CARRIER_PACKAGE = "carrier_package"
    SHIPPER_ASSIGNED = "shipper_assigned"
    LICENSE_PLATE = "license_plate"
    SERIAL = "serial"
    TEXT = "text"
    OTHER = "other"


class Mark(Value, frozen=True):
    """A mark or label; with `last` a run of them from `first` on."""

    kind: MarkKind
    first: str
    last: str | None = None
    as_sent: str | None = None


class PackageCount(Value, frozen=True):
    """How many packages of one type; `package_type` is UN/ECE Rec 21, None where the code has no one meaning."""

    count: Decimal | None = None
    package_type: str | None = None
    package_type_as_sent: str | None = None


class Load(Value, frozen=True):
    """So many containers with so much in each, and the labels on them."""

    containers: Decimal | None = None
    quantity_each: Quantity | None = None
    package_type: str | None = None
    package_type_as_sent: str | None = None
    label_ids: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


class ShipNoticeLine(Value, frozen=True):
    """One shipped item: the one truth on quantities. `key` counts from 1 in document order.

    `order` is None where the notice names no order for the item.
    """

    key: int
    item: Item
    quantity: Quantity
    order: OrderReference | None = None
    line_id: str | None = None
    quantity_ordered: Quantity | None = None
    cumulative_shipped: Quantity | None = None
    status: LineStatus | None = None
    status_as_sent: str | None = None
    lots: tuple[Lot, ...] = ()
    serials: tuple[str, ...] = ()
    loads: tuple[Load, ...] = ()
    pack: PackSpec | None = None
    components: tuple[Component, ...] = ()
    parties: tuple[Party, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    dates: tuple[OtherDate, ...] = ()
    extensions: tuple[Extension, ...] = ()
    custom: dict[str, str] = msgspec.field(default_factory=dict)


class UnitContent(Value, frozen=True):
    """What of a line lies in a unit; without a quantity it is not said how much."""

    line_key: int
    quantity: Quantity | None = None
    lot: str | None = None
    serials: tuple[str, ...] = ()


class LogisticUnit(Value, frozen=True):
    """A pallet, carton or the like, with the units inside it. `sscc` has 18 digits, without the AI."""

    unit_id: str
    kind: UnitKind
    kind_as_sent: str | None = None
    package_type: str | None = None
    package_type_as_sent: str | None = None
    sscc: str | None = None
    marks: tuple[Mark, ...] = ()
    order: OrderReference | None = None
    gross_weight: Quantity | None = None
    net_weight: Quantity | None = None
    volume: Quantity | None = None
    dimensions: Dimensions | None = None
    contents: tuple[UnitContent, ...] = ()
    units: "tuple[LogisticUnit, ...]" = ()
    parties: tuple[Party, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    dates: tuple[OtherDate, ...] = ()
    extensions: tuple[Extension, ...] = ()


class ShipNotice(Document, frozen=True, kw_only=True, tag="ship_notice"):
    """A notice of a shipment: key is the sender and `shipment_id`. Without packing `units` is empty."""

    shipment_id: str
    notice_at: Moment
    transaction_type: str | None = None
    structure_as_sent: str | None = None
    levels_as_found: str | None = None
    shipped: Moment | None = None
    estimated_delivery: Window | None = None
    transport: tuple[Transport, ...] = ()
    package_counts: tuple[PackageCount, ...] = ()
    gross_weight: Quantity | None = None
    net_weight: Quantity | None = None
    volume: Quantity | None = None
    lines: tuple[ShipNoticeLine, ...] = ()
    units: tuple[LogisticUnit, ...] = ()
    totals: ControlTotals | None = None
    custom: dict[str, str] = msgspec.field(default_factory=dict)
