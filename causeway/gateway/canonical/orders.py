"""Orders: the purchase order, its change, and the seller's answer."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum

import msgspec

from causeway.gateway.canonical.base import Message, Value
from causeway.gateway.canonical.header import ControlTotals, MessageHeader, Purpose
from causeway.gateway.canonical.items import Item, PackSpec
from causeway.gateway.canonical.parties import Identifier, Party
from causeway.gateway.canonical.quantities import Money, Price, Quantity
from causeway.gateway.canonical.references import Coded, Extension, Note, OrderReference, Reference
from causeway.gateway.canonical.terms import AllowanceCharge, DeliveryTerms, PaymentTerms, Tax, Transport
from causeway.gateway.canonical.times import Moment, OtherDate, Window

ORDER_SCHEMA = "order/1"
ORDER_CHANGE_SCHEMA = "order_change/1"
ORDER_RESPONSE_SCHEMA = "order_response/1"


class OrderType(StrEnum):
    """The kind of order."""

    STANDALONE = "standalone"
    NEW = "new"
    BLANKET = "blanket"
    RELEASE = "release"
    CALL_OFF = "call_off"
    DROP_SHIP = "drop_ship"
    RUSH = "rush"
    CONSIGNMENT = "consignment"
    REPLENISHMENT = "replenishment"
    SAMPLE = "sample"
    REPAIR = "repair"
    RETURN = "return"
    OTHER = "other"


class ScheduleLine(Value, frozen=True):
    """A part of a line's quantity with dates, and perhaps a place, of its own."""

    quantity: Quantity
    schedule_id: str | None = None
    requested_delivery: Window | None = None
    requested_ship: Window | None = None
    promised_delivery: Window | None = None
    promised_ship: Window | None = None
    ship_to: Party | None = None
    status: str | None = None
    transport: tuple[Transport, ...] = ()
    references: tuple[Reference, ...] = ()
    dates: tuple[OtherDate, ...] = ()


class Destination(Value, frozen=True):
    """How much of a line goes to one store."""

    location: Identifier
    quantity: Quantity
    sub_location: str | None = None
    dates: tuple[OtherDate, ...] = ()


class ComponentRelationship(StrEnum):
    """How a sub-line relates to its line."""

    INCLUDED = "included"
    ADDED = "added"
    DELETED = "deleted"
    SUBSTITUTED = "substituted"
    INFORMATION = "information"
    OTHER = "other"


class Component(Value, frozen=True):
    """A part of a kit or prepack; whether its quantity is per parent is the agreement's."""

    component_id: str
    relationship: ComponentRelationship
    item: Item
    parent_id: str | None = None
    quantity: Quantity | None = None
    per_parent: bool = False
    price: Price | None = None
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    notes: tuple[Note, ...] = ()
    relationship_as_sent: str | None = None


class OrderLine(Value, frozen=True):
    """One line; its key is `line_id`, else `position`, which always counts from 1."""

    position: int
    item: Item
    quantity: Quantity
    line_id: str | None = None
    price: Price | None = None
    more_prices: tuple[Price, ...] = ()
    line_amount: Money | None = None
    requested_delivery: Window | None = None
    requested_ship: Window | None = None
    cancel_after: Moment | None = None
    schedule_lines: tuple[ScheduleLine, ...] = ()
    destinations: tuple[Destination, ...] = ()
    components: tuple[Component, ...] = ()
    pack: PackSpec | None = None
    parties: tuple[Party, ...] = ()
    delivery_terms: DeliveryTerms | None = None
    transport: tuple[Transport, ...] = ()
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    taxes: tuple[Tax, ...] = ()
    tolerance_over_percent: Decimal | None = None
    tolerance_under_percent: Decimal | None = None
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    dates: tuple[OtherDate, ...] = ()
    extensions: tuple[Extension, ...] = ()
    custom: dict[str, str] = msgspec.field(default_factory=dict)


class Order(Message, frozen=True, kw_only=True, tag="order"):
    """A purchase order: key is the buyer, `order_number` and `release_number`."""

    header: MessageHeader
    order_number: str
    release_number: str | None = None
    order_type: OrderType = OrderType.OTHER
    order_type_as_sent: str | None = None
    order_date: dt.date
    contract_number: str | None = None
    acknowledgment_wanted: str | None = None
    purpose: Purpose
    purpose_as_sent: str | None = None
    currency: str | None = None
    exchange_rate: Decimal | None = None
    parties: tuple[Party, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    dates: tuple[OtherDate, ...] = ()
    requested_delivery: Window | None = None
    requested_ship: Window | None = None
    cancel_after: Moment | None = None
    payment_terms: tuple[PaymentTerms, ...] = ()
    delivery_terms: DeliveryTerms | None = None
    transport: tuple[Transport, ...] = ()
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    taxes: tuple[Tax, ...] = ()
    price_includes_tax: bool | None = None
    lines: tuple[OrderLine, ...] = ()
    totals: ControlTotals | None = None
    extensions: tuple[Extension, ...] = ()
    custom: dict[str, str] = msgspec.field(default_factory=dict)


class ChangeKind(StrEnum):
    """What a change does to the order as a whole."""

    CHANGE = "change"
    CANCEL = "cancel"
    REPLACE = "replace"
    CONFIRM_SELLERS_CHANGE = "confirm_sellers_change"


class LineAction(StrEnum):
    """What a change does to a line."""

    ADD = "add"
    DELETE = "delete"
    CHANGE = "change"
    QUANTITY_INCREASE = "quantity_increase"
    QUANTITY_DECREASE = "quantity_decrease"
    PRICE = "price"
    PRICE_AND_QUANTITY = "price_and_quantity"
    DATES = "dates"
    RESCHEDULE = "reschedule"
    RESCHEDULE_AND_QUANTITY = "reschedule_and_quantity"
    TERMS = "terms"
    ALLOWANCES = "allowances"
    REPLACE_ITEM = "replace_item"
    REPLACE_ALL_VALUES = "replace_all_values"
    REPLACE_ALL_DATES = "replace_all_dates"
    TRANSPORT = "transport"
    TRANSFER = "transfer"
    REJECT = "reject"
    NO_CHANGE = "no_change"
    OTHER = "other"


class QuantityMeaning(StrEnum):
    """What the quantity of a changed line states; the agreement says so."""

    NEW_TOTAL = "new_total"
    CURRENT_TOTAL_BEFORE_CHANGE = "current_total_before_change"
    ORIGINAL_TOTAL = "original_total"
    DELTA = "delta"
    UNKNOWN = "unknown"


class OrderChangeLine(OrderLine, frozen=True, kw_only=True):
    """A line of a change; `new_quantity` is None where the reader cannot be sure.

    `quantity` is what stands beside the line, None where the change states none (a deletion, a new price).
    """

    quantity: Quantity | None = None  # type: ignore[assignment]  # wider on purpose: never a zero nobody sent
    action: LineAction
    action_as_sent: str | None = None
    quantity_sent: Quantity | None = None
    quantity_left_to_receive: Quantity | None = None
    quantity_means: QuantityMeaning = QuantityMeaning.UNKNOWN
    new_quantity: Quantity | None = None


class OrderChange(Message, frozen=True, kw_only=True, tag="order_change"):
    """A change of an order; header fields that were not sent are None and stay as they are."""

    header: MessageHeader
    order: OrderReference
    change_sequence: str | None = None
    change_date: dt.date | None = None
    change_kind: ChangeKind
    answers: str | None = None
    order_type: OrderType | None = None
    order_type_as_sent: str | None = None
    contract_number: str | None = None
    acknowledgment_wanted: str | None = None
    purpose: Purpose
    purpose_as_sent: str | None = None
    currency: str | None = None
    exchange_rate: Decimal | None = None
    parties: tuple[Party, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    dates: tuple[OtherDate, ...] = ()
    requested_delivery: Window | None = None
    requested_ship: Window | None = None
    cancel_after: Moment | None = None
    payment_terms: tuple[PaymentTerms, ...] = ()
    delivery_terms: DeliveryTerms | None = None
    transport: tuple[Transport, ...] = ()
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    taxes: tuple[Tax, ...] = ()
    price_includes_tax: bool | None = None
    lines: tuple[OrderChangeLine, ...] = ()
    totals: ControlTotals | None = None
    extensions: tuple[Extension, ...] = ()
    custom: dict[str, str] = msgspec.field(default_factory=dict)


class RespondsTo(StrEnum):
    """What a response answers; nothing: the seller speaks first."""

    ORDER = "order"
    ORDER_CHANGE = "order_change"
    NOTHING = "nothing"


class Response(StrEnum):
    """The answer as a whole."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_CHANGES = "accepted_with_changes"
    RECEIVED_ONLY = "received_only"
    ON_HOLD = "on_hold"
    REJECTED = "rejected"
    COUNTER_OFFER = "counter_offer"
    NO_RESPONSE_NEEDED = "no_response_needed"
    SELLER_CREATED_ORDER = "seller_created_order"
    OTHER = "other"


class ResponseDetail(StrEnum):
    """Which lines a response lists."""

    FULL = "full"
    EXCEPTIONS_ONLY = "exceptions_only"
    NONE = "none"


class UnlistedLines(StrEnum):
    """What holds for the lines a response does not list."""

    AS_ORDERED = "as_ordered"
    UNANSWERED = "unanswered"
    REJECTED = "rejected"


class LineStatus(StrEnum):
    """What the seller will do with a quantity of a line."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_CHANGES = "accepted_with_changes"
    QUANTITY_CHANGED = "quantity_changed"
    PRICE_CHANGED = "price_changed"
    DATE_CHANGED = "date_changed"
    SUBSTITUTED = "substituted"
    BACKORDERED = "backordered"
    PARTIAL_BACKORDERED = "partial_backordered"
    SCHEDULE_PENDING = "schedule_pending"
    PRICE_PENDING = "price_pending"
    ON_HOLD = "on_hold"
    SHIPPED = "shipped"
    RELEASED = "released"
    DELETED = "deleted"
    REJECTED = "rejected"
    OTHER = "other"


class LineConfirmation(Value, frozen=True):
    """What happens to a part of a line; without a quantity to all that is left of it."""

    status: LineStatus
    status_as_sent: str | None = None
    quantity: Quantity | None = None
    promised_delivery: Window | None = None
    promised_ship: Window | None = None
    estimated_delivery: Window | None = None
    estimated_ship: Window | None = None
    price: Price | None = None
    substitute: Item | None = None
    reason: Coded | None = None
    industry_code: Coded | None = None
    dates: tuple[OtherDate, ...] = ()


class EchoMeaning(StrEnum):
    """Whether the repeated line shows what was ordered or what is confirmed."""

    AS_ORDERED = "as_ordered"
    AS_CONFIRMED = "as_confirmed"


class OrderedEcho(Value, frozen=True):
    """The line as the response repeats it."""

    item: Item
    quantity: Quantity | None = None
    price: Price | None = None


class OrderResponseLine(Value, frozen=True):
    """One answered line with one confirmation for each part of it."""

    position: int
    ordered: OrderedEcho
    line_id: str | None = None
    echo_means: EchoMeaning = EchoMeaning.AS_ORDERED
    confirmations: tuple[LineConfirmation, ...] = ()
    schedule_lines: tuple[ScheduleLine, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    dates: tuple[OtherDate, ...] = ()
    extensions: tuple[Extension, ...] = ()


class OrderResponse(Message, frozen=True, kw_only=True, tag="order_response"):
    """The seller's answer to an order or a change, or the seller's own proposal."""

    header: MessageHeader
    order: OrderReference
    responds_to: RespondsTo = RespondsTo.ORDER
    change_sequence: str | None = None
    response: Response
    response_as_sent: str | None = None
    detail: ResponseDetail
    unlisted_lines: UnlistedLines
    sales_order_number: str | None = None
    response_date: dt.date | None = None
    contract_number: str | None = None
    purpose: Purpose
    purpose_as_sent: str | None = None
    currency: str | None = None
    exchange_rate: Decimal | None = None
    parties: tuple[Party, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    dates: tuple[OtherDate, ...] = ()
    requested_delivery: Window | None = None
    requested_ship: Window | None = None
    promised_delivery: Window | None = None
    promised_ship: Window | None = None
    transport: tuple[Transport, ...] = ()
    lines: tuple[OrderResponseLine, ...] = ()
    totals: ControlTotals | None = None
    extensions: tuple[Extension, ...] = ()
    allowances_charges: tuple[AllowanceCharge, ...] = ()
