"""References, notes, unexplained codes, and the bag for what has no field."""

import datetime as dt
from enum import StrEnum

from causeway.gateway.canonical.base import Value


class OrderReference(Value, frozen=True):
    """The order, and perhaps the line, that another document speaks of."""

    order_number: str
    release_number: str | None = None
    change_sequence: str | None = None
    order_date: dt.date | None = None
    line_id: str | None = None
    schedule_id: str | None = None


class ReferenceKind(StrEnum):
    """What the number in a reference names."""

    ORDER = "order"
    CONTRACT = "contract"
    BLANKET_ORDER = "blanket_order"
    SALES_ORDER = "sales_order"
    CUSTOMER_ORDER = "customer_order"
    DEPARTMENT = "department"
    VENDOR_NUMBER = "vendor_number"
    PROMOTION = "promotion"
    MERCHANDISE_TYPE = "merchandise_type"
    PROJECT = "project"
    COST_CENTER = "cost_center"
    BILL_OF_LADING = "bill_of_lading"
    MASTER_BILL = "master_bill"
    CARRIER_REFERENCE = "carrier_reference"
    PACKING_LIST = "packing_list"
    DELIVERY_NOTE = "delivery_note"
    SHIP_NOTICE = "ship_notice"
    RECEIPT = "receipt"
    INVOICE = "invoice"
    RETURN_AUTHORIZATION = "return_authorization"
    DOCK = "dock"
    LINE_FEED = "line_feed"
    KANBAN = "kanban"
    DRAWING = "drawing"
    QUALITY_CERTIFICATE = "quality_certificate"
    TAX_EXEMPTION = "tax_exemption"
    OTHER = "other"


class Reference(Value, frozen=True):
    """A number by which somebody knows something."""

    kind: ReferenceKind
    number: str | None = None
    description: str | None = None
    date: dt.date | None = None
    as_sent: str | None = None


class NotePurpose(StrEnum):
    """For whom a text is meant."""

    GENERAL = "general"
    DELIVERY = "delivery"
    PACKING = "packing"
    INVOICE = "invoice"
    QUALITY = "quality"
    GIFT = "gift"
    INTERNAL = "internal"
    OTHER = "other"


class Note(Value, frozen=True):
    """One text; its lines are joined by line feeds."""

    purpose: NotePurpose
    text: str
    language: str | None = None
    as_sent: str | None = None


class Coded(Value, frozen=True):
    """A code that we keep without meaning."""

    value: str
    list: str
    name: str | None = None


ExtensionElement = str | tuple[str | tuple[str, ...], ...]


class Extension(Value, frozen=True):
    """A segment, or with a tag such as `PO1.12` one element, that has no field; `at` is its segment number in the set."""

    at: int
    tag: str
    elements: tuple[ExtensionElement, ...] = ()
    owner_id: str | None = None
    children: "tuple[Extension, ...]" = ()
