"""Allowances, charges, taxes, payment and delivery terms, transport."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from causeway.gateway.canonical.base import Value
from causeway.gateway.canonical.parties import Identifier
from causeway.gateway.canonical.quantities import Money, Quantity
from causeway.gateway.canonical.references import Reference


class Tax(Value, frozen=True):
    """One tax as stated."""

    category: str | None = None
    kind: str | None = None
    rate_percent: Decimal | None = None
    taxable: Money | None = None
    amount: Money | None = None
    exempt_reason: str | None = None
    jurisdiction: str | None = None
    included_in_price: bool | None = None


class AllowanceMethod(StrEnum):
    """How an allowance or charge is settled."""

    OFF_INVOICE = "off_invoice"
    BILL_BACK = "bill_back"
    CREDIT_ACCOUNT = "credit_account"
    CHARGED_BY_SUPPLIER = "charged_by_supplier"
    FREE_GOODS = "free_goods"
    OTHER = "other"


class AllowanceCharge(Value, frozen=True):
    """An allowance or a charge; the amount has no sign, `is_charge` is the direction (None: neither)."""

    is_charge: bool | None = None
    code: str | None = None
    agency_code: str | None = None
    method: AllowanceMethod | None = None
    amount: Money | None = None
    percent: Decimal | None = None
    percent_of: str | None = None
    rate: Decimal | None = None
    per: Quantity | None = None
    quantity: Quantity | None = None
    sequence: int | None = None
    description: str | None = None
    references: tuple[Reference, ...] = ()
    taxes: tuple[Tax, ...] = ()
    as_sent: str | None = None


class Discount(Value, frozen=True):
    """A discount for paying early."""

    percent: Decimal | None = None
    days: int | None = None
    date: dt.date | None = None
    amount: Money | None = None


class PaymentTerms(Value, frozen=True):
    """When to pay."""

    code: str | None = None
    basis: str | None = None
    net_days: int | None = None
    net_date: dt.date | None = None
    discounts: tuple[Discount, ...] = ()
    day_of_month: int | None = None
    text: str | None = None
    as_sent: str | None = None


class DeliveryTermsList(StrEnum):
    """Whose code a delivery term is."""

    INCOTERMS = "incoterms"
    FOB = "fob"
    OTHER = "other"


class DeliveryTerms(Value, frozen=True):
    """Who carries cost and risk up to where."""

    code: str | None = None
    code_list: DeliveryTermsList = DeliveryTermsList.OTHER
    place: str | None = None
    payer: str | None = None
    as_sent: str | None = None


class Equipment(Value, frozen=True):
    """A trailer, container or the like."""

    kind: str | None = None
    number: str | None = None
    seals: tuple[str, ...] = ()


class Transport(Value, frozen=True):
    """One stage of carriage."""

    mode: str | None = None
    carrier: Identifier | None = None
    carrier_name: str | None = None
    service_level: str | None = None
    routing: str | None = None
    equipment: tuple[Equipment, ...] = ()
    stage: str | None = None
    transit_time: Quantity | None = None
    location: Identifier | None = None
    text: str | None = None
    references: tuple[Reference, ...] = ()
