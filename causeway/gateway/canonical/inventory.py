"""Stock and what happened to it: inventory reports and product activity."""

from enum import StrEnum

from causeway.gateway.canonical.base import Value
from causeway.gateway.canonical.document import Document
from causeway.gateway.canonical.header import ControlTotals
from causeway.gateway.canonical.items import Item
from causeway.gateway.canonical.orders import ScheduleLine
from causeway.gateway.canonical.parties import Identifier, Party
from causeway.gateway.canonical.quantities import Price, Quantity
from causeway.gateway.canonical.references import Extension, Note, Reference
from causeway.gateway.canonical.times import Moment, OtherDate, Window

INVENTORY_REPORT_SCHEMA = "inventory_report/1"
PRODUCT_ACTIVITY_SCHEMA = "product_activity/1"


class ReportKind(StrEnum):
    """Whether stock is told, asked for, or answered."""

    ADVICE = "advice"
    INQUIRY = "inquiry"
    RESPONSE = "response"
    OTHER = "other"


class Coverage(StrEnum):
    """What holds for the items a report does not list."""

    FULL = "full"
    INCREMENTAL = "incremental"
    UNSPECIFIED = "unspecified"
    OTHER = "other"


class BalanceMeasure(StrEnum):
    """Which stock a quantity counts."""

    ON_HAND = "on_hand"
    AVAILABLE = "available"
    AVAILABLE_FOR_SALE = "available_for_sale"
    COMMITTED = "committed"
    ON_ORDER = "on_order"
    IN_TRANSIT = "in_transit"
    BACKORDERED = "backordered"
    BLOCKED = "blocked"
    DAMAGED = "damaged"
    ON_HOLD = "on_hold"
    CONSIGNED = "consigned"
    QUALITY_INSPECTION = "quality_inspection"
    PROJECTED_AVAILABLE = "projected_available"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    REORDER_POINT = "reorder_point"
    SAFETY_STOCK = "safety_stock"
    WORK_IN_PROCESS = "work_in_process"
    OTHER = "other"


class Balance(Value, frozen=True):
    """One measured stock."""

    measure: BalanceMeasure
    quantity: Quantity
    as_of: Moment | None = None
    available_on: Window | None = None
    lot: str | None = None
    as_sent: str | None = None


class InventoryLine(Value, frozen=True):
    """One item at one place; several balances of it."""

    position: int
    item: Item
    line_id: str | None = None
    location: Party | None = None
    owner: Party | None = None
    balances: tuple[Balance, ...] = ()
    prices: tuple[Price, ...] = ()
    schedule_lines: tuple[ScheduleLine, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    dates: tuple[OtherDate, ...] = ()
    extensions: tuple[Extension, ...] = ()


class InventoryReport(Document, frozen=True, kw_only=True, tag="inventory_report"):
    """Stock as of a moment. An item not listed is unchanged, unless `coverage` and the agreement say otherwise."""

    report_number: str
    kind: ReportKind
    kind_as_sent: str | None = None
    report_type: str | None = None
    report_type_as_sent: str | None = None
    coverage: Coverage = Coverage.UNSPECIFIED
    coverage_as_sent: str | None = None
    as_of: Moment
    location: Party | None = None
    lines: tuple[InventoryLine, ...] = ()
    totals: ControlTotals | None = None


class Handling(StrEnum):
    """What the seller is to do with reported activity."""

    NOTIFICATION = "notification"
    PLAN_AND_PROPOSE_ORDER = "plan_and_propose_order"
    PLAN_AND_SHIP = "plan_and_ship"
    OTHER = "other"


class ActivityMeasure(StrEnum):
    """What a quantity of activity counts."""

    SOLD = "sold"
    SOLD_NET = "sold_net"
    RETURNED_BY_CONSUMER = "returned_by_consumer"
    RETURNED = "returned"
    RECEIVED = "received"
    ON_HAND_GROSS = "on_hand_gross"
    AVAILABLE = "available"
    IN_TRANSIT = "in_transit"
    ON_ORDER = "on_order"
    COMMITTED = "committed"
    ADDITIONAL_DEMAND = "additional_demand"
    ADJUSTMENT = "adjustment"
    OUT_OF_STOCK = "out_of_stock"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"
    DAMAGED = "damaged"
    ON_HOLD = "on_hold"
    LOST_SALES = "lost_sales"
    BEGINNING_BALANCE = "beginning_balance"
    ENDING_BALANCE = "ending_balance"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    PLANNED_INVENTORY = "planned_inventory"
    PLANNED_ORDER = "planned_order"
    REORDER_POINT = "reorder_point"
    REQUESTED = "requested"
    OTHER = "other"


class Activity(Value, frozen=True):
    """One measured movement or stock; without a quantity it names the measure alone."""

    measure: ActivityMeasure
    quantity: Quantity | None = None
    location: Identifier | None = None
    period: Window | None = None
    as_sent: str | None = None


class ActivityLine(Value, frozen=True):
    """What happened to one item."""

    position: int
    item: Item
    line_id: str | None = None
    price: Price | None = None
    more_prices: tuple[Price, ...] = ()
    activities: tuple[Activity, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    dates: tuple[OtherDate, ...] = ()
    extensions: tuple[Extension, ...] = ()


class ProductActivity(Document, frozen=True, kw_only=True, tag="product_activity"):
    """Sales and stock of a period."""

    report_number: str | None = None
    period: Window
    handling: Handling
    handling_as_sent: str | None = None
    location: Party | None = None
    lines: tuple[ActivityLine, ...] = ()
    totals: ControlTotals | None = None
