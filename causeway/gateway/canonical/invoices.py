"""Invoices and credit notes, and the remittance advice that says what was paid."""

import datetime as dt
from enum import StrEnum

from causeway.gateway.canonical.base import Value
from causeway.gateway.canonical.document import Document
from causeway.gateway.canonical.header import ControlTotals
from causeway.gateway.canonical.items import Item, PackSpec
from causeway.gateway.canonical.orders import Component
from causeway.gateway.canonical.parties import Identifier, Party, PartyRole
from causeway.gateway.canonical.quantities import Money, Price, Quantity
from causeway.gateway.canonical.references import Coded, Extension, Note, OrderReference, Reference
from causeway.gateway.canonical.terms import AllowanceCharge, DeliveryTerms, PaymentTerms, Tax, Transport
from causeway.gateway.canonical.times import OtherDate

INVOICE_SCHEMA = "invoice/1"
REMITTANCE_ADVICE_SCHEMA = "remittance_advice/1"


class InvoiceKind(StrEnum):
    """What the document asks or gives."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    DEBIT_NOTE = "debit_note"
    CORRECTED = "corrected"
    SELF_BILLED = "self_billed"
    CONSOLIDATED = "consolidated"
    PREPAYMENT = "prepayment"
    OTHER = "other"


class Sign(StrEnum):
    """The sign of the total on the wire; the kind of invoice decides what it means."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class InvoicedShipment(Value, frozen=True):
    """A shipment that is invoiced."""

    shipment_id: str
    date: dt.date | None = None
    bill_of_lading: str | None = None


class InvoiceLine(Value, frozen=True):
    """One invoiced item; `quantity` is what is billed, `price` as sent."""

    position: int
    item: Item
    quantity: Quantity | None = None
    line_id: str | None = None
    order: OrderReference | None = None
    shipment_id: str | None = None
    price: Price | None = None
    more_prices: tuple[Price, ...] = ()
    line_amount: Money | None = None
    pack: PackSpec | None = None
    components: tuple[Component, ...] = ()
    delivery_terms: DeliveryTerms | None = None
    transport: tuple[Transport, ...] = ()
    payment_terms: tuple[PaymentTerms, ...] = ()
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    taxes: tuple[Tax, ...] = ()
    parties: tuple[Party, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    dates: tuple[OtherDate, ...] = ()
    extensions: tuple[Extension, ...] = ()


class InvoiceTotals(Value, frozen=True):
    """The sums of the document; amounts are positive, `sign_as_sent` tells how the total was written."""

    payable: Money
    lines_total: Money | None = None
    allowances_total: Money | None = None
    charges_total: Money | None = None
    tax_total: Money | None = None
    rounding: Money | None = None
    discountable: Money | None = None
    discounted_payable: Money | None = None
    discount: Money | None = None
    prepaid: Money | None = None
    weight: Quantity | None = None
    packages: Quantity | None = None
    volume: Quantity | None = None
    sign_as_sent: Sign = Sign.POSITIVE


class Invoice(Document, frozen=True, kw_only=True, tag="invoice"):
    """An invoice or credit note: key is the seller and `invoice_number`."""

    invoice_number: str
    kind: InvoiceKind
    kind_as_sent: str | None = None
    invoice_date: dt.date
    tax_point: dt.date | None = None
    order: OrderReference | None = None
    shipments: tuple[InvoicedShipment, ...] = ()
    payment_terms: tuple[PaymentTerms, ...] = ()
    delivery_terms: DeliveryTerms | None = None
    transport: tuple[Transport, ...] = ()
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    taxes: tuple[Tax, ...] = ()
    lines: tuple[InvoiceLine, ...] = ()
    totals: InvoiceTotals
    control: ControlTotals | None = None


class RemittanceHandling(StrEnum):
    """What is to be done with the advice."""

    PAYMENT_AND_REMITTANCE = "payment_and_remittance"
    PAYMENT_ONLY = "payment_only"
    REMITTANCE_ONLY = "remittance_only"
    PRENOTIFICATION = "prenotification"
    SPLIT = "split"
    OTHER = "other"


class PaymentMethod(StrEnum):
    """How the money goes."""

    CLEARING_HOUSE = "clearing_house"
    WIRE = "wire"
    CHEQUE = "cheque"
    BANK_DRAFT = "bank_draft"
    BOOK_TRANSFER = "book_transfer"
    CARD = "card"
    NONE = "none"
    OTHER = "other"


class PaymentAccount(Value, frozen=True):
    """An account of payer or payee. `value` shows its last characters only where `masked`: the rest is not kept."""

    role: PartyRole
    scheme: str | None = None
    value: str | None = None
    masked: bool = True
    bank: Identifier | None = None


class RemittanceKind(StrEnum):
    """What kind of document is settled."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    DEBIT_NOTE = "debit_note"
    ORDER = "order"
    OTHER = "other"


class Adjustment(Value, frozen=True):
    """What was added (positive) or taken off (negative), and why."""

    reason: Coded
    amount: Money
    document: Reference | None = None
    notes: tuple[Note, ...] = ()


class RemittanceLine(Value, frozen=True):
    """What was paid on one document."""

    document: Reference
    kind: RemittanceKind
    kind_as_sent: str | None = None
    paid: Money | None = None
    document_total: Money | None = None
    discount: Money | None = None
    order: OrderReference | None = None
    adjustments: tuple[Adjustment, ...] = ()
    action: str | None = None
    references: tuple[Reference, ...] = ()
    dates: tuple[OtherDate, ...] = ()
    notes: tuple[Note, ...] = ()
    extensions: tuple[Extension, ...] = ()


class RemittanceAdvice(Document, frozen=True, kw_only=True, tag="remittance_advice"):
    """A payment and what it settles; `paid` and the free adjustments add up to `amount`."""

    payment_number: str
    handling: RemittanceHandling
    handling_as_sent: str | None = None
    amount: Money
    is_debit: bool
    method: PaymentMethod
    method_as_sent: str | None = None
    payment_date: dt.date | None = None
    value_date: dt.date | None = None
    payer: Party | None = None
    payee: Party | None = None
    accounts: tuple[PaymentAccount, ...] = ()
    lines: tuple[RemittanceLine, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    trace_origin: str | None = None
