"""Receipt advice: what the receiver counted, accepted, found wrong or sent back."""

from enum import StrEnum

from causeway.gateway.canonical.base import Value
from causeway.gateway.canonical.document import Document
from causeway.gateway.canonical.header import ControlTotals
from causeway.gateway.canonical.items import Item, Lot
from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.references import Extension, Note, OrderReference, Reference
from causeway.gateway.canonical.terms import Transport
from causeway.gateway.canonical.times import Moment, OtherDate

RECEIPT_ADVICE_SCHEMA = "receipt_advice/1"


class ReceiptKind(StrEnum):
    """Whether the goods were counted in only, or accepted as well."""

    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    OTHER = "other"


class DiscrepancyKind(StrEnum):
    """The condition of a part of what came, or did not come."""

    DAMAGED = "damaged"
    SHORT = "short"
    OVER = "over"
    WRONG_ITEM = "wrong_item"
    QUALITY = "quality"
    NONSTANDARD_CONTAINER = "nonstandard_container"
    REJECTED = "rejected"
    ON_HOLD = "on_hold"
    SCRAPPED = "scrapped"
    NO_SHIP_NOTICE = "no_ship_notice"
    CUMULATIVE_ADJUSTMENT = "cumulative_adjustment"
    GOOD = "good"
    OTHER = "other"


class Discrepancy(Value, frozen=True):
    """How much is in that condition."""

    kind: DiscrepancyKind
    quantity: Quantity | None = None
    as_sent: str | None = None


class ReceiptLine(Value, frozen=True):
    """One received item: key is the sender, the receipt and `receipt_line_id`, never order and quantity.

    `line_id` is the order's line. `order` is None where the receiver names no order for the item.
    """

    position: int
    item: Item
    receipt_line_id: str | None = None
    line_id: str | None = None
    order: OrderReference | None = None
    shipment_id: str | None = None
    sscc: tuple[str, ...] = ()
    received: Quantity | None = None
    accepted: Quantity | None = None
    returned: Quantity | None = None
    discrepancies: tuple[Discrepancy, ...] = ()
    cumulative_received: Quantity | None = None
    lots: tuple[Lot, ...] = ()
    serials: tuple[str, ...] = ()
    received_at: Moment | None = None
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    dates: tuple[OtherDate, ...] = ()
    extensions: tuple[Extension, ...] = ()


class ReceiptAdvice(Document, frozen=True, kw_only=True, tag="receipt_advice"):
    """The receiver's account of a delivery; `received_at` is when the goods came, `entered_at` when it was written."""

    receipt_number: str
    kind: ReceiptKind
    kind_as_sent: str | None = None
    received_at: Moment | None = None
    entered_at: Moment | None = None
    shipment_id: str | None = None
    transport: tuple[Transport, ...] = ()
    lines: tuple[ReceiptLine, ...] = ()
    totals: ControlTotals | None = None
