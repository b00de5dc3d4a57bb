"""810 invoice to Invoice, and back.

TDS is in cents, as is SAC05. What has no field (accounting, IT3, CTB, cargo lines, other amounts...) goes to the
extensions of its line or of the document. Writing is in invoice_810_write.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from causeway.gateway.canonical.header import MessageHeader, Purpose
from causeway.gateway.canonical.invoices import (
    INVOICE_SCHEMA,
    Invoice,
    InvoicedShipment,
    InvoiceKind,
    InvoiceLine,
    InvoiceTotals,
    Sign,
)
from causeway.gateway.canonical.items import PackSpec
from causeway.gateway.canonical.quantities import Money
from causeway.gateway.canonical.references import OrderReference
from causeway.gateway.canonical.terms import AllowanceCharge, AllowanceMethod, Tax
from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.attachments import (
    NOTE_ROWS,
    OWNER_ROWS,
    PARTY_ROWS,
    quantity,
    read_cur,
    read_document_contact,
    read_document_cur,
    read_pkg,
    read_ref,
    settle_contacts,
)
from causeway.gateway.formats.x12.builders import LineBuilder, OwnerBuilder
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, ReadOptions
from causeway.gateway.formats.x12.details import (
    CAD,
    COMPONENT_ROWS,
    CTT,
    OTHER_DATE,
    PACK,
    SAC_TAX,
    TotalledBuilder,
    TotalledReading,
    check_totals,
    of_document,
    once,
    read_purpose,
)
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.header import completed
from causeway.gateway.formats.x12.invoice_810_write import write_invoice
from causeway.gateway.formats.x12.invoice_meanings import INVOICE_KINDS
from causeway.gateway.formats.x12.lines import CTP, PID, item_ids, price, read_measure
from causeway.gateway.formats.x12.marks import like
from causeway.gateway.formats.x12.order_builders import ComponentBuilder
from causeway.gateway.formats.x12.reading import Row, row, typed
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.writing.base import DEFAULT_WRITE_OPTIONS, WriteOptions, WriteResult

_CENT = Decimal("0.01")
_SHIPMENT = "SI"


def read(
    transaction_set: TransactionSet,
    guide: Guide,
    header: MessageHeader,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> ReadResult[Invoice]:
    """The invoice or credit note that the set states. Never raises for what was sent."""
    return InvoiceReading(transaction_set, guide, options).result(header)


def write(message: Invoice, options: WriteOptions = DEFAULT_WRITE_OPTIONS) -> WriteResult:
    """The segments between ST and SE, and what they cannot carry. Raises NotWritableError for a code without a form."""
    return write_invoice(message, MAPPING, options)


class InvoiceBuilder(TotalledBuilder):
    """The header and summary of the invoice."""

    def __init__(self) -> None:
        super().__init__()
        self.number = ""
        self.kind = InvoiceKind.INVOICE
        self.kind_as_sent: str | None = None
        self.date: Any = None
        self.order: OrderReference | None = None
        self.shipments: list[InvoicedShipment] = []
        self.total: Decimal | None = None
        self.total_segment = 0
        self.sign = Sign.POSITIVE
        self.parts: dict[str, Any] = {}


class InvoiceLineBuilder(LineBuilder):
    """A line of the invoice."""

    __slots__ = ("components", "line_amount", "pack", "shipment_id")

    def __init__(self, position: int, segment: int) -> None:
        super().__init__(position, segment)
        self.pack: PackSpec | None = None
        self.line_amount: Money | None = None
        self.shipment_id: str | None = None
        self.components: list[ComponentBuilder] = []

    def build(self) -> InvoiceLine:
        """The line as far as it was sent."""
        return InvoiceLine(
            position=self.position,
            item=self.item(),
            quantity=self.quantity,
            line_id=self.line_id,
            shipment_id=self.shipment_id,
            price=self.price,
            more_prices=tuple(self.more_prices),
            line_amount=self.line_amount,
            pack=self.pack,
            components=tuple([component.build() for component in self.components]),
            transport=tuple(self.transport),
            payment_terms=tuple(self.payment_terms),
            allowances_charges=tuple(self.allowances),
            taxes=tuple(self.taxes),
            parties=self.built_parties(),
            references=tuple(self.references),
            notes=self.built_notes(),
            dates=tuple(self.dates),
            extensions=tuple(self.extensions),
        )


class InvoiceReading(TotalledReading):
    """The walk over one 810."""

    def __init__(self, transaction_set: TransactionSet, guide: Guide, options: ReadOptions) -> None:
        super().__init__(transaction_set, guide, options)
        self.document: InvoiceBuilder = InvoiceBuilder()
        self.owner = self.document
        self.lines: list[InvoiceLineBuilder] = []

    def result(self, header: MessageHeader) -> ReadResult[Invoice]:
        """Walks, checks and builds."""
        self.walk(MAPPING)
        self.note_separators_in_elements()
        check_totals(self, [line.quantity for line in self.lines])
        self._check_sign()
        self._check_sum()
        problems = (*self.set.problems, *self.problems)
        if self.is_rejected():
            return ReadResult(None, problems)
        return ReadResult(self._build(header), problems)

    def _check_sign(self) -> None:
        """The kind says whether money is asked or given back; a minus beside it would say it twice, or the opposite."""
        document = self.document
        if document.sign is Sign.NEGATIVE:
            self.problem(
                "sign_against_kind",
                Severity.WARNING,
                document.total_segment,
                1,
                value=f"-{document.total}",
                expected=str(document.total),
                parameters={"kind": document.kind.value},
            )

    def _check_sum(self) -> None:
        """Lines, allowances, charges and taxes against TDS01; each line may be a cent off by rounding.

        Many repeat in the summary what they say in the lines, so it is enough that either place makes up the total.
        """
        document = self.document
        lines = _sum([_line_sum(line) for line in self.lines])
        of_lines = _sum([part for line in self.lines for part in _additions(line)])
        of_document = _sum(_additions(document))
        if document.total is None or not self.lines or None in (lines, of_lines, of_document):
            return
        assert lines is not None and of_lines is not None and of_document is not None  # noqa: S101, PT018
        total = abs(lines + of_lines + of_document)
        possible = (total, abs(lines + of_lines), abs(lines + of_document))
        if all(abs(one - document.total) > _CENT * (len(self.lines) + 1) for one in possible):
            self.problem(
                "invoice_total_mismatch",
                Severity.WARNING,
                document.total_segment,
                1,
                value=str(document.total),
                expected=str(total.quantize(_CENT)),
                reference_number="610",
            )

    def _build(self, header: MessageHeader) -> Invoice:
        document = self.document
        settle_contacts(document.parties, document.contacts)
        assert document.total is not None  # noqa: S101 - without TDS01 the set is refused
        return Invoice(
            header=completed(header, INVOICE_SCHEMA, self.guide, self.set, self.leniencies),
            invoice_number=document.number,
            kind=document.kind,
            kind_as_sent=document.kind_as_sent,
            invoice_date=document.date,
            order=document.order,
            shipments=tuple(document.shipments),
            purpose=document.purpose or Purpose.ORIGINAL,
            purpose_as_sent=document.purpose_as_sent,
            currency=document.currency,
            exchange_rate=document.exchange_rate,
            parties=document.built_parties(),
            references=tuple(document.references),
            notes=document.built_notes(),
            dates=tuple(document.dates),
            payment_terms=tuple(document.payment_terms),
            delivery_terms=document.delivery_terms,
            transport=tuple(document.transport),
            allowances_charges=tuple(document.allowances),
            taxes=tuple(document.taxes),
            lines=tuple([line.build() for line in self.lines]),
            totals=InvoiceTotals(Money(document.total), sign_as_sent=document.sign, **document.parts),
            control=document.totals(),
            extensions=tuple(document.extensions),
        )


def _sum(parts: Sequence[Decimal | None]) -> Decimal | None:
    """The sum, None where a part is not known."""
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if len(known) == len(parts) else None


def _additions(owner: OwnerBuilder) -> list[Decimal | None]:
    """What allowances, charges and taxes add."""
    if not owner.attached:
        return []
    taxes = [*owner.taxes, *(tax for one in owner.allowances for tax in one.taxes)]
    return [_signed(one) for one in owner.allowances] + [_taxed(tax) for tax in taxes]


def _line_sum(line: InvoiceLineBuilder) -> Decimal | None:
    """Quantity times price, None where their units cannot be brought together without a guess."""
    if line.line_amount is not None:
        return line.line_amount.amount
    if line.quantity is None or line.price is None:
        return None
    per = line.price.per
    if per is None:
        return line.quantity.value * line.price.amount
    if per.unit not in (None, line.quantity.unit) or not per.value:
        return None
    return line.quantity.value / per.value * line.price.amount


def _signed(one: AllowanceCharge) -> Decimal | None:
    """What an allowance or charge adds to the total; None where it does not say. Settled elsewhere, it adds nothing."""
    if one.method not in (None, AllowanceMethod.OFF_INVOICE):
        return Decimal(0) if one.method is not AllowanceMethod.OTHER else None
    if one.is_charge is None or one.amount is None:
        return None
    return one.amount.amount if one.is_charge else -one.amount.amount


def _taxed(tax: Tax) -> Decimal | None:
    return None if tax.amount is None else tax.amount.amount


# mapping functions


def _read_big(r: InvoiceReading, s: Segment, number: int) -> None:
    document = r.document
    document.date = r.dates[s[1]]
    document.number = s[2]
    if s[4]:
        document.order = OrderReference(s[4], s[5] or None, s[6] or None, r.dates[s[3]] if s[3] else None)
    else:
        r.keep(s, number, 3, 5, 6)
    if s[7]:
        document.kind = INVOICE_KINDS.get(s[7], InvoiceKind.OTHER)
        document.kind_as_sent = r.sent("640", s[7])
        if document.kind is InvoiceKind.OTHER:
            r.untranslated("640", s[7], number, 7)
    document.purpose, document.purpose_as_sent = read_purpose(r, s[8], number, 8)


def _read_header_ref(r: InvoiceReading, s: Segment, number: int) -> None:
    """REF*SI names a shipment that is invoiced."""
    if s[1] == _SHIPMENT and s[2] and not s[3]:
        r.document.shipments.append(InvoicedShipment(s[2]))
    else:
        read_ref(r, s, number)


def _read_line_ref(r: InvoiceReading, s: Segment, number: int) -> None:
    line = r.owner
    if s[1] == _SHIPMENT and s[2] and not s[3] and line.shipment_id is None:
        line.shipment_id = s[2]
    else:
        read_ref(r, s, number)


def _read_it1(  # noqa: PLR0917 - the elements in their order
    r: InvoiceReading,
    number: int,
    line_id: str,
    amount: Decimal | None,
    unit: str,
    price_amount: Decimal | None,
    basis: str,
    *ids: str,
) -> None:
    r.owner = line = InvoiceLineBuilder(len(r.lines) + 1, number)
    r.lines.append(line)
    line.line_id = line_id or None
    line.quantity = quantity(r, amount, unit, number, 3)
    if line.quantity is None and unit:
        r.keep_sent(number, 3)
    line.price = price(r, number, price_amount, (5, basis))
    line.ids = tuple(item_ids(r, number, 6, ids))


def _read_line_cur(r: InvoiceReading, s: Segment, number: int) -> None:
    """CUR of a line: the currency of its price."""
    read_cur(r, s, number)
    line = r.owner
    if line.price is None or line.price.currency is not None:
        r.keep(s, number, 2)
        return
    sent = line.price
    line.price = type(sent)(sent.amount, line.currency, sent.per, sent.kind, None, None, sent.basis_as_sent)


def _read_pam(r: InvoiceReading, s: Segment, number: int) -> None:
    """PAM with the qualifier 1 is the amount of the line; others are kept as they are."""
    amount = r.numbers[s[5]] if s[5] else None
    if s[4] == "1" and amount is not None and r.owner.line_amount is None:
        r.owner.line_amount = Money(amount)
    else:
        r.keep(s, number, 4, 5)


def _read_tds(r: InvoiceReading, s: Segment, number: int) -> None:
    """TDS: four amounts in cents. The amounts are turned positive together where the total is negative."""
    r.owner = document = r.document
    document.total_segment = number
    amounts = [r.implied(s[position], 2) for position in range(1, 5)]
    if amounts[0] is not None and amounts[0] < 0:
        document.sign = Sign.NEGATIVE
        amounts = [None if amount is None else like(-amount, amount) for amount in amounts]
    document.total = amounts[0]
    names = ("discountable", "discounted_payable", "discount")
    document.parts |= {
        name: Money(amount) for name, amount in zip(names, amounts[1:], strict=True) if amount is not None
    }


def _read_amt(r: InvoiceReading, s: Segment, number: int) -> None:
    """AMT of the summary: TT repeats the total; other amounts are kept as they are."""
    amount = r.numbers[s[2]] if s[2] else None
    if s[1] == "TT" and amount is not None and r.document.amount is None:
        r.document.amount = Money(amount)
    else:
        r.keep(s, number, 1, 2)


def _read_iss(r: InvoiceReading, s: Segment, number: int) -> None:
    """ISS: packages, weight and volume of all; a second one is kept as it is."""
    parts = r.document.parts
    for name, value_at in (("packages", 1), ("weight", 3), ("volume", 5)):
        amount = quantity(
            r, r.numbers[s[value_at]] if s[value_at] else None, s[value_at + 1], number, value_at + 1
        )
        if amount is None or name in parts:
            r.keep(s, number, value_at, value_at + 1)
        else:
            parts[name] = amount


_LINE_ROWS = {tag: OWNER_ROWS[tag] for tag in ("MSG", "NTE", "TXI", "ITD", "SAC/SAC")}
MAPPING: dict[str, Row] = {
    **of_document(
        {
            "BIG": once(_read_big, range(1, 9)),
            "NTE": OWNER_ROWS["NTE"],
            "CUR": row(read_document_cur, (1, 2, 3)),
            "REF": row(_read_header_ref, (1, 2, 3)),
            "PER": row(read_document_contact, range(1, 9)),
            "ITD": OWNER_ROWS["ITD"],
            "DTM": OTHER_DATE,
            "FOB": OWNER_ROWS["FOB"],
            "PKG": row(read_pkg, (2, 5)),
            "MSG": OWNER_ROWS["MSG"],
            **{f"N1/{tag}": entry for tag, entry in PARTY_ROWS.items()},
            **{f"N9/{tag}": entry for tag, entry in NOTE_ROWS.items()},
        }
    ),
    "IT1/IT1": typed(_read_it1, range(1, 26)),
    "IT1/CUR": row(_read_line_cur, (1, 2)),
    "IT1/PAM": row(_read_pam, (4, 5)),
    "IT1/CTP": CTP,
    "IT1/MEA": row(read_measure, (1, 2, 3, 4)),
    "IT1/PID/PID": PID,
    "IT1/PID/MEA": row(read_measure, (1, 2, 3, 4)),
    "IT1/PKG": row(read_pkg, (2, 5)),
    "IT1/PO4": PACK,
    "IT1/REF": row(_read_line_ref, (1, 2, 3)),
    "IT1/DTM": OTHER_DATE,
    "IT1/CAD": CAD,
    "IT1/SAC/TXI": SAC_TAX,
    **{f"IT1/{path}": entry for path, entry in COMPONENT_ROWS.items()},
    **{f"IT1/N1/{tag}": entry for tag, entry in PARTY_ROWS.items()},
    **{f"IT1/{path}": entry for path, entry in _LINE_ROWS.items()},
    **of_document(
        {
            "TDS": once(_read_tds, (1, 2, 3, 4)),
            "TXI": OWNER_ROWS["TXI"],
            "CAD": CAD,
            "AMT": row(_read_amt, (1, 2)),
            "SAC/SAC": OWNER_ROWS["SAC/SAC"],
            "SAC/TXI": SAC_TAX,
            "ISS/ISS": row(_read_iss, range(1, 7)),
            "CTT": CTT,
        }
    ),
}
