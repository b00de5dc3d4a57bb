"""ReceiptAdvice to the segments of an 861."""

from collections.abc import Collection

import msgspec

from causeway.gateway.canonical.receipts import Discrepancy, DiscrepancyKind, ReceiptAdvice, ReceiptLine
from causeway.gateway.canonical.references import OrderReference, Reference
from causeway.gateway.formats.x12.advice_meanings import DISCREPANCY_CODES, RECEIPT_CODES
from causeway.gateway.formats.x12.po_850_write import write_totals
from causeway.gateway.formats.x12.writing.attachments import (
    write_dates,
    write_dtm,
    write_msg,
    write_nte,
)
from causeway.gateway.formats.x12.writing.base import WriteOptions, Writer, WriteResult
from causeway.gateway.formats.x12.writing.lines import amount, item_ids, write_descriptions, write_measures
from causeway.gateway.formats.x12.writing.parties import write_document_contacts, write_parties
from causeway.gateway.formats.x12.writing.plain import (
    lose_fields,
    measures_of,
    purpose_code,
    without_measures,
    write_only_references,
)
from causeway.gateway.formats.x12.writing.terms import write_currency, write_transport
from causeway.gateway.formats.x12.writing.values import number, time

ORDER_OF_HEADER = "x12:PRF"
"""How a reference says that it is the PRF of the header, which holds for all lines without one of their own."""
RECEIVED = "050"
_CONDITIONS_IN_RCD = 5
_PAIRS_IN_LIN = 15
_NTE_MOVED_IN = "004010"


def write_receipt(message: ReceiptAdvice, mapped: Collection[str], options: WriteOptions) -> WriteResult:
    """The segments between ST and SE. Raises NotWritableError where a code has no X12 form."""
    w = Writer("861", message, options, mapped)
    _write_bra(w, message)
    _write_header(w, message)
    orders = [one for one in message.references if one.as_sent == ORDER_OF_HEADER]
    common = orders[0] if len(orders) == 1 else None
    for line in message.lines:
        _write_line(w, line, common)
    w.summary()
    totals = message.totals
    if totals is not None and totals.amount is not None:
        w.lose("CTT", "amount")
        totals = msgspec.structs.replace(totals, amount=None)
    write_totals(w, totals, len(message.lines))
    return w.result()


def _write_bra(w: Writer, message: ReceiptAdvice) -> None:
    at = message.entered_at or message.received_at
    if at is None:
        w.fail("BRA02", message.receipt_number)
    w.add(
        "BRA",
        message.receipt_number,
        w.day(at.date) if at else "",
        purpose_code(w, message, "BRA03"),
        w.code(message.kind_as_sent, "962", RECEIPT_CODES, message.kind, "BRA04"),
        time(at) if at else "",
    )


def _write_header(w: Writer, message: ReceiptAdvice) -> None:
    notes_first = w.options.version < _NTE_MOVED_IN
    if notes_first:
        write_nte(w, message.notes)
    write_currency(w, message.currency, number(message.exchange_rate), "BY")
    if message.shipment_id:
        w.add("REF", "SI", message.shipment_id)
    references = tuple(one for one in message.references if one.as_sent != ORDER_OF_HEADER)
    write_only_references(w, references)
    write_document_contacts(w, message.parties)
    write_dtm(w, RECEIVED, message.received_at)
    write_dates(w, message.dates)
    for order in message.references:
        if order.as_sent == ORDER_OF_HEADER:
            w.add("PRF", order.number or "", order.description or "", "", w.day(order.date))
    write_transport(w, message.transport)
    if not notes_first:
        write_nte(w, message.notes)
    write_msg(w, message.notes)
    write_parties(w, message.parties, in_header=True)
    if not w.is_homecoming:
        for note in message.notes:
            w.lose("NTE", note.text)


def _write_line(w: Writer, line: ReceiptLine, common: Reference | None) -> None:
    w.begin(line.extensions)
    _write_rcd(w, line)
    w.add("LIN", line.line_id or "", *item_ids(w, line.item, "LIN", _PAIRS_IN_LIN))
    write_descriptions(w, without_measures(line.item))
    _write_references(w, line)
    write_dtm(w, RECEIVED, line.received_at)
    write_dates(w, line.dates)
    order = line.order
    if order is not None and not _is_common(order, common):
        w.add(
            "PRF",
            order.order_number,
            order.release_number or "",
            order.change_sequence or "",
            w.day(order.order_date),
            order.line_id or "",
        )
    write_measures(w, measures_of(line.item))
    for sscc in line.sscc:
        w.add("MAN", "GM", f"00{sscc}")
    write_nte(w, line.notes)
    write_msg(w, line.notes)
    lose_fields(w, line, "RCD", "cumulative_received")
    lose_fields(w, line.item, "LIN", "classes", "hazard", "revision", "country_of_origin")
    if not w.is_homecoming:
        for note in line.notes:
            w.lose("NTE", note.text)


def _is_common(order: OrderReference, common: Reference | None) -> bool:
    """Whether the order is that of the header."""
    if common is None or order.line_id is not None:
        return False
    sent = (common.number, common.description, common.date)
    return sent == (order.order_number, order.release_number, order.order_date)


def _write_rcd(w: Writer, line: ReceiptLine) -> None:
    """RCD: received, returned, and up to five conditions; what was accepted is a condition too."""
    conditions = list(line.discrepancies)
    if line.accepted is not None and not any(one.kind is DiscrepancyKind.GOOD for one in conditions):
        conditions.insert(0, Discrepancy(DiscrepancyKind.GOOD, line.accepted))
    elements: list[str] = []
    for one in conditions[:_CONDITIONS_IN_RCD]:
        unstated = one.kind is DiscrepancyKind.OTHER and not one.as_sent
        code = "" if unstated else w.code(one.as_sent, "412", DISCREPANCY_CODES, one.kind, "RCD08")
        elements += [*amount(w, one.quantity, "RCD07"), code]
    for spare in conditions[_CONDITIONS_IN_RCD:]:
        w.lose("RCD20", f"{spare.kind} {number(spare.quantity.value) if spare.quantity else ''}".strip())
    received = amount(w, line.received, "RCD03")
    returned = amount(w, line.returned, "RCD05")
    elements = [line.receipt_line_id or "", *received, *returned, *elements]
    if not any(elements):  # a segment without elements would not be written, and the line would be lost
        w.fail("RCD01", f"line {line.position}")
    w.add("RCD", *elements)


def _write_references(w: Writer, line: ReceiptLine) -> None:
    if line.shipment_id:
        w.add("REF", "SI", line.shipment_id)
    for lot in line.lots:
        w.add("REF", "LT", lot.lot)
        lose_fields(w, lot, "REF", "quantity", "production_date", "best_before", "expiry")
    for serial in line.serials:
        w.add("REF", "SE", serial)
    write_only_references(w, line.references)
