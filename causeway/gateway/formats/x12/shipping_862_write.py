"""Forecast to the segments of an 862."""

from collections.abc import Collection

from causeway.gateway.canonical.forecasts import Bucket, Forecast, ForecastKind, ForecastLine
from causeway.gateway.formats.x12.schedules_write import (
    NTE_MOVED_IN,
    clock,
    date_basis_code,
    day_of,
    is_shipment,
    order_number,
    quantity_basis_code,
    write_fst,
    write_lin,
    write_pattern,
    write_schedule_totals,
    write_shipments,
)
from causeway.gateway.formats.x12.writing.attachments import (
    write_dates,
    write_msg,
    write_nte,
    write_reference,
)
from causeway.gateway.formats.x12.writing.base import WriteOptions, Writer, WriteResult
from causeway.gateway.formats.x12.writing.lines import write_pack
from causeway.gateway.formats.x12.writing.parties import write_parties
from causeway.gateway.formats.x12.writing.plain import (
    lose_fields,
    lose_notes,
    purpose_code,
    write_only_references,
)
from causeway.gateway.formats.x12.writing.terms import write_transport
from causeway.gateway.formats.x12.writing.values import number


def write_shipping(message: Forecast, mapped: Collection[str], options: WriteOptions) -> WriteResult:
    """The segments between ST and SE. Raises NotWritableError where a code has no X12 form."""
    w = Writer("862", message, options, mapped)
    if message.kind is not ForecastKind.SHIPPING:
        w.lose("BSS", message.kind)
    _write_bss(w, message)
    _write_header(w, message)
    for line in message.lines:
        _write_line(w, line, message)
    w.summary()
    write_schedule_totals(w, message)
    return w.result()


def _write_bss(w: Writer, message: Forecast) -> None:
    horizon = message.horizon
    for place, needed in (
        ("BSS02", message.schedule_number),
        ("BSS05", horizon.earliest),
        ("BSS06", horizon.latest),
    ):
        if needed is None:
            w.fail(place, message.release_number or "")
    w.add(
        "BSS",
        purpose_code(w, message, "BSS01"),
        message.schedule_number or "",
        w.day(message.issued),
        date_basis_code(w, message, "BSS04"),
        day_of(w, horizon.earliest, "BSS05"),
        day_of(w, horizon.latest, "BSS06"),
        message.release_number or "",
        "",
        message.contract_number or "",
        order_number(w, message.order, "BSS10"),
        quantity_basis_code(w, message, "BSS11", is_mandatory=False),
    )
    lose_fields(w, message, "BSS", "updated", "currency", "exchange_rate", "transport")


def _write_header(w: Writer, message: Forecast) -> None:
    notes_first = w.options.version < NTE_MOVED_IN
    if notes_first:
        write_nte(w, message.notes)
    write_dates(w, message.dates)
    write_only_references(w, message.references)
    if not notes_first:
        write_nte(w, message.notes)
    write_msg(w, message.notes)
    write_parties(w, message.parties)
    for party in message.parties:  # contacts without a party have no PER in this header
        if party.role_as_sent is None and not party.ids and not party.name:
            for contact in party.contacts:
                w.lose("PER", contact.name or contact.function or "")
    lose_notes(w, message.notes)


def _write_line(w: Writer, line: ForecastLine, message: Forecast) -> None:
    w.begin(line.extensions)
    write_lin(w, line)
    write_pack(w, line.pack)
    write_only_references(w, line.references)
    write_pattern(w, line.pattern)
    write_nte(w, line.notes)
    write_msg(w, line.notes)
    for bucket in line.buckets:
        write_fst(w, bucket, message)
        _write_deliveries(w, bucket)
    write_shipments(w, line.positions)
    write_transport(w, line.transport)
    for position in line.positions:
        if not is_shipment(w, position):  # an 862 authorises nothing
            w.lose("ATH", position.measure)
    lose_fields(w, line, "LIN", "parties", "dates")
    lose_fields(w, line.item, "PID", "descriptions", "attributes")
    lose_notes(w, line.notes)
    price = line.price
    if price is not None and price.currency is not None:
        w.lose("UIT02", price.currency)


def _write_deliveries(w: Writer, bucket: Bucket) -> None:
    """JIT: the parts of a bucket at their times, each with its references."""
    for one in bucket.pattern:
        w.lose("SDP", one.days_as_sent)
    for delivery in bucket.deliveries:
        w.add("JIT", number(delivery.quantity.value), clock(delivery.time))
        for reference in delivery.references:
            write_reference(w, reference)
            lose_fields(w, reference, "REF", "date")
