"""861 receiving advice to ReceiptAdvice, and back.

A receipt line is one RCD, with its key in RCD01; the order's line is in LIN01 or PRF05. What has no field (SN1, PO4,
parties of a line, sub-lines...) goes to the extensions of its line or of the document. Writing is in receipt_861_write.
"""

import datetime as dt
from typing import Any

from causeway.gateway.canonical.header import MessageHeader, Purpose
from causeway.gateway.canonical.items import Lot
from causeway.gateway.canonical.receipts import (
    RECEIPT_ADVICE_SCHEMA,
    Discrepancy,
    DiscrepancyKind,
    ReceiptAdvice,
    ReceiptKind,
    ReceiptLine,
)
from causeway.gateway.canonical.references import OrderReference, Reference, ReferenceKind
from causeway.gateway.canonical.times import Moment
from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.advice_meanings import DISCREPANCIES, RECEIPT_KINDS
from causeway.gateway.formats.x12.attachments import (
    OWNER_ROWS,
    PARTY_ROWS,
    moment,
    read_document_contact,
    read_document_cur,
    read_ref,
    settle_contacts,
)
from causeway.gateway.formats.x12.builders import LineBuilder
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, ReadOptions
from causeway.gateway.formats.x12.details import (
    CTT,
    TotalledBuilder,
    TotalledReading,
    check_totals,
    counted,
    of_document,
    once,
    read_other_date,
    read_purpose,
)
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.header import completed
from causeway.gateway.formats.x12.lines import PID, read_ids, read_measure
from causeway.gateway.formats.x12.marks import MarkedText, marked
from causeway.gateway.formats.x12.reading import Row, row
from causeway.gateway.formats.x12.receipt_861_write import ORDER_OF_HEADER, RECEIVED, write_receipt
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.writing.base import DEFAULT_WRITE_OPTIONS, WriteOptions, WriteResult

_SHIPMENT, _LOT, _SERIAL = "SI", "LT", "SE"
_SSCC_LENGTH = 18


def read(
    transaction_set: TransactionSet,
    guide: Guide,
    header: MessageHeader,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> ReadResult[ReceiptAdvice]:
    """The receipt that the set states. Never raises for what was sent."""
    return ReceiptReading(transaction_set, guide, options).result(header)


def write(message: ReceiptAdvice, options: WriteOptions = DEFAULT_WRITE_OPTIONS) -> WriteResult:
    """The segments between ST and SE, and what they cannot carry. Raises NotWritableError for a code without a form."""
    return write_receipt(message, MAPPING, options)


class ReceiptBuilder(TotalledBuilder):
    """The header of the receipt."""

    def __init__(self) -> None:
        super().__init__()
        self.number = ""
        self.kind = ReceiptKind.OTHER
        self.kind_as_sent: str | None = None
        self.entered_at: Moment | None = None
        self.received_at: Moment | None = None
        self.shipment_id: str | None = None
        self.orders: list[OrderReference] = []


class ReceiptLineBuilder(LineBuilder):
    """A received item."""

    __slots__ = ("has_item", "order", "values")

    def __init__(self, position: int, segment: int) -> None:
        super().__init__(position, segment)
        self.order: OrderReference | None = None
        self.has_item = False
        self.values: dict[str, Any] = {
            "sscc": [], "discrepancies": [], "lots": [], "serials": [],
        }  # fmt: skip

    def build(self, order: OrderReference | None) -> ReceiptLine:
        """The line; `order` is that of the header."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in self.values.items()
        }
        return ReceiptLine(
            self.position,
            self.item(),
            order=self.order or order,
            references=tuple(self.references),
            notes=self.built_notes(),
            dates=tuple(self.dates),
            extensions=tuple(self.extensions),
            **values,
        )


class ReceiptReading(TotalledReading):
    """The walk over one 861."""

    def __init__(self, transaction_set: TransactionSet, guide: Guide, options: ReadOptions) -> None:
        super().__init__(transaction_set, guide, options)
        self.document: ReceiptBuilder = ReceiptBuilder()
        self.owner = self.document
        self.lines: list[ReceiptLineBuilder] = []

    def result(self, header: MessageHeader) -> ReadResult[ReceiptAdvice]:
        """Walks, checks and builds."""
        self.walk(MAPPING)
        self.note_separators_in_elements()
        check_totals(self, [line.values.get("received") for line in self.lines])
        self._check_keys()
        problems = (*self.set.problems, *self.problems)
        if self.is_rejected():
            return ReadResult(None, problems)
        return ReadResult(self._build(header), problems)

    def _check_keys(self) -> None:
        seen: set[str] = set()
        for line in self.lines:
            key = line.values.get("receipt_line_id")
            if key in seen:
                self.problem(
                    "duplicate_line_id",
                    Severity.FATAL,
                    line.segment,
                    1,
                    value=key,
                    reference_number="350",
                )
            if key is not None:
                seen.add(key)

    def _build(self, header: MessageHeader) -> ReceiptAdvice:
        document = self.document
        settle_contacts(document.parties, document.contacts)
        order = document.orders[0] if len(document.orders) == 1 else None
        return ReceiptAdvice(
            header=completed(header, RECEIPT_ADVICE_SCHEMA, self.guide, self.set, self.leniencies),
            receipt_number=document.number,
            kind=document.kind,
            kind_as_sent=document.kind_as_sent,
            received_at=document.received_at,
            entered_at=document.entered_at,
            shipment_id=document.shipment_id,
            purpose=document.purpose or Purpose.ORIGINAL,
            purpose_as_sent=document.purpose_as_sent,
            currency=document.currency,
            exchange_rate=document.exchange_rate,
            parties=document.built_parties(),
            references=tuple(document.references),
            notes=document.built_notes(),
            dates=tuple(document.dates),
            transport=tuple(document.transport),
            lines=tuple([line.build(order) for line in self.lines]),
            totals=document.totals(),
            extensions=tuple(document.extensions),
        )


# mapping functions


def _read_bra(r: ReceiptReading, s: Segment, number: int) -> None:
    document = r.document
    document.number = s[1]
    day: dt.date | None = r.dates[s[2]]
    document.entered_at = moment(r, day, s[5], "") if day else None
    if s[5] and r.times[s[5]] is None:
        r.keep(s, number, 5)
    document.purpose, document.purpose_as_sent = read_purpose(r, s[3], number, 3)
    document.kind = RECEIPT_KINDS.get(s[4], ReceiptKind.OTHER)
    document.kind_as_sent = r.sent("962", s[4])
    if document.kind is ReceiptKind.OTHER and s[4]:
        r.untranslated("962", s[4], number, 4)


def _read_header_ref(r: ReceiptReading, s: Segment, number: int) -> None:
    if s[1] == _SHIPMENT and s[2] and not s[3] and r.document.shipment_id is None:
        r.document.shipment_id = s[2]
    else:
        read_ref(r, s, number)


def _read_header_prf(r: ReceiptReading, s: Segment, number: int) -> None:
    """PRF of the header: the order of all lines that name none, provided that there is one only."""
    day = r.dates[s[4]] if s[4] else None
    r.document.orders.append(OrderReference(s[1], s[2] or None, s[3] or None, day))
    reference = Reference(ReferenceKind.ORDER, s[1], s[2] or None, day, ORDER_OF_HEADER)
    r.owner.references.append(reference)
    r.keep(s, number, 3)


def _read_date(r: ReceiptReading, s: Segment, number: int) -> None:
    """DTM*050 says when the goods came."""
    day = r.dates[s[2]] if s[2] else None
    if s[1] != RECEIVED or day is None:
        read_other_date(r, s, number)
        return
    at = moment(r, day, s[3], s[4])
    line = r.owner if r.lines and r.owner is r.lines[-1] else None
    if line is None and r.document.received_at is None:
        r.document.received_at = at
    elif line is not None and "received_at" not in line.values:
        line.values["received_at"] = at
    else:
        read_other_date(r, s, number)
        return
    if s[3] and r.times[s[3]] is None:
        r.keep(s, number, 3)


def _read_rcd(r: ReceiptReading, s: Segment, number: int) -> None:
    r.owner = line = ReceiptLineBuilder(len(r.lines) + 1, number)
    r.lines.append(line)
    line.values["receipt_line_id"] = s[1] or None
    line.values["received"] = counted(r, s, number, 2)
    line.values["returned"] = counted(r, s, number, 4)
    for at in range(6, 20, 3):
        amount, condition = counted(r, s, number, at), s[at + 2]
        if condition:
            kind = DISCREPANCIES.get(condition, DiscrepancyKind.OTHER)
            if kind is DiscrepancyKind.OTHER:
                r.untranslated("412", condition, number, at + 2)
            line.values["discrepancies"].append(Discrepancy(kind, amount, r.sent("412", condition)))
        elif amount is not None:
            line.values["discrepancies"].append(Discrepancy(DiscrepancyKind.OTHER, amount))


def _read_lin(r: ReceiptReading, s: Segment, number: int) -> None:
    """LIN: the item and the order's line; a second one is kept as it is."""
    line = r.owner
    if line.has_item:
        r.keep(s, number, *range(1, len(s)))
        return
    line.has_item = True
    line.values["line_id"] = s[1] or None
    line.ids = read_ids(r, s, 2, number)


def _read_line_prf(r: ReceiptReading, s: Segment, number: int) -> None:
    line = r.owner
    if line.order is not None:
        r.keep(s, number, 1, 2, 3, 4, 5)
        return
    line.order = OrderReference(
        s[1], s[2] or None, s[3] or None, r.dates[s[4]] if s[4] else None, s[5] or None
    )


def _read_line_ref(r: ReceiptReading, s: Segment, number: int) -> None:
    values = r.owner.values
    if not s[2] or s[3]:
        read_ref(r, s, number)
    elif s[1] == _SHIPMENT and "shipment_id" not in values:
        values["shipment_id"] = s[2]
    elif s[1] == _LOT:
        values["lots"].append(Lot(s[2]))
    elif s[1] == _SERIAL:
        values["serials"].append(s[2])
    else:
        read_ref(r, s, number)


def _read_man(r: ReceiptReading, s: Segment, number: int) -> None:
    """MAN with an SSCC, with or without the AI 00; other marks and runs are kept as they are."""
    mark = s[2]
    if s[1] == "GM" and len(mark) == _SSCC_LENGTH + 2 and mark.startswith("00"):
        mark = marked(mark[2:], mark.origin) if isinstance(mark, MarkedText) else mark[2:]
    if s[1] in ("GM", "AA") and len(mark) == _SSCC_LENGTH and mark.isdecimal() and not s[3]:
        r.owner.values["sscc"].append(mark)
    else:
        r.keep(s, number, 1, 2)


MAPPING: dict[str, Row] = {
    **of_document(
        {
            "BRA": once(_read_bra, (1, 2, 3, 4, 5)),
            "NTE": OWNER_ROWS["NTE"],
            "MSG": OWNER_ROWS["MSG"],
            "CUR": row(read_document_cur, (1, 2, 3)),
            "REF": row(_read_header_ref, (1, 2, 3)),
            "PER": row(read_document_contact, range(1, 9)),
            "DTM": row(_read_date, (1, 2, 3, 4)),
            "PRF": row(_read_header_prf, (1, 2, 3, 4)),
            "TD5": OWNER_ROWS["TD5"],
            **{f"N1/{tag}": entry for tag, entry in PARTY_ROWS.items()},
        }
    ),
    "RCD/RCD": row(_read_rcd, range(1, 21)),
    "RCD/LIN": row(_read_lin, range(1, 32)),
    "RCD/PID": PID,
    "RCD/REF": row(_read_line_ref, (1, 2, 3)),
    "RCD/DTM": row(_read_date, (1, 2, 3, 4)),
    "RCD/PRF": row(_read_line_prf, (1, 2, 3, 4, 5)),
    "RCD/MEA": row(read_measure, (1, 2, 3, 4)),
    "RCD/MAN": row(_read_man, (1, 2)),
    "RCD/NTE": OWNER_ROWS["NTE"],
    "RCD/MSG": OWNER_ROWS["MSG"],
    "CTT": CTT,
}
