"""Invoice to the segments of an 810. Amounts of TDS and SAC are in cents; a total that came with a minus keeps it."""

from collections.abc import Collection

import msgspec

from causeway.gateway.canonical.header import Purpose
from causeway.gateway.canonical.invoices import Invoice, InvoiceKind, InvoiceLine, InvoiceTotals, Sign
from causeway.gateway.canonical.orders import Component
from causeway.gateway.canonical.quantities import Money
from causeway.gateway.canonical.terms import AllowanceCharge
from causeway.gateway.formats.x12.invoice_meanings import INVOICE_CODES
from causeway.gateway.formats.x12.po_850_write import write_component, write_totals
from causeway.gateway.formats.x12.writing.attachments import (
    write_dates,
    write_msg,
    write_notes,
    write_nte,
    write_packing_notes,
    write_references,
)
from causeway.gateway.formats.x12.writing.base import WriteOptions, Writer, WriteResult
from causeway.gateway.formats.x12.writing.lines import (
    amount,
    item_ids,
    price_and_basis,
    write_descriptions,
    write_measures,
    write_more_prices,
    write_pack,
)
from causeway.gateway.formats.x12.writing.parties import write_document_contacts, write_parties
from causeway.gateway.formats.x12.writing.plain import (
    lose_fields,
    purpose_code,
    write_cad,
    write_only_references,
)
from causeway.gateway.formats.x12.writing.terms import (
    write_allowances,
    write_currency,
    write_delivery_terms,
    write_payment_terms,
    write_taxes,
)
from causeway.gateway.formats.x12.writing.values import implied, number


def write_invoice(message: Invoice, mapped: Collection[str], options: WriteOptions) -> WriteResult:
    """The segments between ST and SE. Raises NotWritableError where a code has no X12 form."""
    w = Writer("810", message, options, mapped)
    _write_big(w, message)
    _write_header(w, message)
    for line in message.lines:
        _write_line(w, line, message.currency)
    w.summary()
    _write_summary(w, message)
    return w.result()


def _write_big(w: Writer, message: Invoice) -> None:
    order = message.order
    kind = ""
    if message.kind is not InvoiceKind.INVOICE or message.kind_as_sent or not w.is_homecoming:
        kind = w.code(message.kind_as_sent, "640", INVOICE_CODES, message.kind, "BIG07")
    purpose = ""
    if message.purpose_as_sent or message.purpose is not Purpose.ORIGINAL:
        purpose = purpose_code(w, message, "BIG08")
    w.add(
        "BIG",
        w.day(message.invoice_date),
        message.invoice_number,
        w.day(order.order_date) if order else "",
        order.order_number if order else "",
        (order.release_number or "") if order else "",
        (order.change_sequence or "") if order else "",
        kind,
        purpose,
    )


def _write_header(w: Writer, message: Invoice) -> None:
    write_nte(w, message.notes)
    write_currency(w, message.currency, number(message.exchange_rate))
    for shipment in message.shipments:
        w.add("REF", "SI", shipment.shipment_id)
        lose_fields(w, shipment, "REF", "date", "bill_of_lading")
    write_references(w, message.references, message.notes)
    write_document_contacts(w, message.parties)
    write_parties(w, message.parties, in_header=True)
    write_payment_terms(w, message.payment_terms)
    write_dates(w, message.dates)
    write_delivery_terms(w, message.delivery_terms)
    write_packing_notes(w, message.notes)
    write_msg(w, message.notes)
    write_notes(w, message.notes, message.references)
    lose_fields(w, message, "DTM", "tax_point")


def _write_line(w: Writer, line: InvoiceLine, currency: str | None) -> None:
    w.begin(line.extensions)
    quantity = amount(w, line.quantity, "IT103")
    price = price_and_basis(w, line.price, "IT105")
    elements = (line.line_id or "", *quantity, *price, *item_ids(w, line.item, "IT1"))
    if not any(elements):  # a segment without elements would not be written, and the line would be lost
        w.fail("IT101", f"line {line.position}")
    w.add("IT1", *elements)
    own = line.price.currency if line.price else None
    if own and (w.is_homecoming or own != currency):
        write_currency(w, own)
    write_taxes(w, line.taxes)
    write_more_prices(w, line.more_prices)
    if line.line_amount is not None:
        w.add("PAM", "", "", "", "1", number(line.line_amount.amount))
    write_measures(w, line.item)
    write_descriptions(w, line.item)
    write_packing_notes(w, line.notes)
    write_pack(w, line.pack)
    write_payment_terms(w, line.payment_terms)
    if line.shipment_id:
        w.add("REF", "SI", line.shipment_id)
    write_only_references(w, line.references)
    write_dates(w, line.dates)
    for stage in line.transport:
        write_cad(w, stage)
    write_nte(w, line.notes)
    write_msg(w, line.notes)
    for one in line.allowances_charges:
        _write_allowance(w, one)
    for component in line.components:
        _write_component(w, component)
    write_parties(w, line.parties)
    lose_fields(w, line, "IT1", "order", "delivery_terms")
    lose_fields(w, line.item, "IT1", "classes", "hazard", "revision", "country_of_origin")
    if not w.is_homecoming:
        for note in line.notes:
            w.lose("NTE", note.text)


def _write_component(w: Writer, component: Component) -> None:
    lose_fields(w, component, "SLN", "notes")
    write_component(w, msgspec.structs.replace(component, notes=()))


def _write_allowance(w: Writer, one: AllowanceCharge) -> None:
    """SAC with the taxes on it."""
    write_allowances(w, (msgspec.structs.replace(one, taxes=()),))
    write_taxes(w, one.taxes)


def _write_summary(w: Writer, message: Invoice) -> None:
    totals = message.totals
    w.add(
        "TDS",
        *(_cents(totals, one) for one in (totals.payable, totals.discountable, totals.discounted_payable)),
        _cents(totals, totals.discount),
    )
    write_taxes(w, message.taxes)
    for at, stage in enumerate(message.transport):
        if at == 0:
            write_cad(w, stage)
        else:
            w.lose("CAD", stage.routing or stage.mode or "")
    control = message.control
    if control is not None and control.amount is not None:
        w.add("AMT", "TT", number(control.amount.amount))
        control = msgspec.structs.replace(control, amount=None)
    for one in message.allowances_charges:
        _write_allowance(w, one)
    w.add(
        "ISS",
        *amount(w, totals.packages, "ISS02"),
        *amount(w, totals.weight, "ISS04"),
        *amount(w, totals.volume, "ISS06"),
    )
    write_totals(w, control, len(message.lines))
    names = ("lines_total", "allowances_total", "charges_total", "tax_total", "rounding", "prepaid")
    lose_fields(w, totals, "TDS", *names)


def _cents(totals: InvoiceTotals, money: Money | None) -> str:
    if money is None:
        return ""
    return implied(-money.amount if totals.sign_as_sent is Sign.NEGATIVE else money.amount, 2)
