"""Forecast to the segments of an 830."""

from collections.abc import Collection, Sequence
from itertools import groupby

from causeway.gateway.canonical.forecasts import (
    Forecast,
    ForecastKind,
    ForecastLine,
    Position,
    PositionMeasure,
)
from causeway.gateway.formats.x12.schedule_meanings import AUTHORIZATION_CODES
from causeway.gateway.formats.x12.schedules_write import (
    NTE_MOVED_IN,
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
from causeway.gateway.formats.x12.writing.attachments import write_dates, write_msg, write_nte
from causeway.gateway.formats.x12.writing.base import WriteOptions, Writer, WriteResult
from causeway.gateway.formats.x12.writing.lines import write_descriptions, write_measures, write_pack
from causeway.gateway.formats.x12.writing.parties import write_document_contacts, write_parties
from causeway.gateway.formats.x12.writing.plain import (
    lose_notes,
    measures_of,
    purpose_code,
    without_measures,
    write_only_references,
)
from causeway.gateway.formats.x12.writing.terms import write_currency, write_transport
from causeway.gateway.formats.x12.writing.values import as_sent, number


def write_planning(message: Forecast, mapped: Collection[str], options: WriteOptions) -> WriteResult:
    """The segments between ST and SE. Raises NotWritableError where a code has no X12 form."""
    w = Writer("830", message, options, mapped)
    if message.kind is not ForecastKind.PLANNING:
        w.lose("BFR", message.kind)
    _write_bfr(w, message)
    _write_header(w, message)
    for line in message.lines:
        _write_line(w, line, message)
    w.summary()
    write_schedule_totals(w, message)
    return w.result()


def _write_bfr(w: Writer, message: Forecast) -> None:
    horizon = message.horizon
    if horizon.earliest is None:
        w.fail("BFR06", message.schedule_number or "")
    w.add(
        "BFR",
        purpose_code(w, message, "BFR01"),
        message.schedule_number or "",
        message.release_number or "",
        date_basis_code(w, message, "BFR04"),
        quantity_basis_code(w, message, "BFR05", is_mandatory=True),
        day_of(w, horizon.earliest, "BFR06"),
        day_of(w, horizon.latest, "BFR07"),
        w.day(message.issued),
        w.day(message.updated),
        message.contract_number or "",
        order_number(w, message.order, "BFR11"),
    )


def _write_header(w: Writer, message: Forecast) -> None:
    notes_first = w.options.version < NTE_MOVED_IN
    if notes_first:
        write_nte(w, message.notes)
    write_currency(w, message.currency, number(message.exchange_rate), "BY")
    write_only_references(w, message.references)
    write_document_contacts(w, message.parties)
    write_dates(w, message.dates)
    write_transport(w, message.transport)
    if not notes_first:
        write_nte(w, message.notes)
    write_msg(w, message.notes)
    write_parties(w, message.parties, in_header=True)
    lose_notes(w, message.notes)


def _write_line(w: Writer, line: ForecastLine, message: Forecast) -> None:
    w.begin(line.extensions)
    write_lin(w, line)
    write_dates(w, line.dates)
    write_descriptions(w, without_measures(line.item))
    write_measures(w, measures_of(line.item))
    write_pack(w, line.pack)
    write_only_references(w, line.references)
    _write_authorizations(w, [one for one in line.positions if not is_shipment(w, one)])
    write_transport(w, line.transport)
    write_nte(w, line.notes)
    write_msg(w, line.notes)
    write_parties(w, line.parties)
    _write_buckets(w, line, message)
    write_shipments(w, line.positions)
    lose_notes(w, line.notes)
    price = line.price
    if price is not None and price.currency not in (None, message.currency):
        w.lose("UIT02", price.currency)


def _write_authorizations(w: Writer, positions: Sequence[Position]) -> None:
    """ATH: what is authorised, with the most that it ever was beside it."""
    waiting = list(positions)
    while waiting:
        position = waiting.pop(0)
        code = as_sent(position.as_sent, "672") or AUTHORIZATION_CODES.get(position.measure, "")
        if not code or position.measure is PositionMeasure.MAXIMUM_AUTHORIZED:
            w.lose("ATH", position.measure)
            continue
        following = waiting[0] if waiting else None
        most = waiting.pop(0) if following is not None and _is_most_of(position, following) else None
        w.add(
            "ATH",
            code,
            day_of(w, position.to_date, "ATH02"),
            number(position.quantity.value) if position.quantity else "",
            number(most.quantity.value) if most and most.quantity else "",
            day_of(w, position.from_date, "ATH05"),
        )
        if position.document is not None:
            w.lose("ATH", position.document.number or "")


def _is_most_of(position: Position, other: Position) -> bool:
    """Whether the other one is the most that the position ever was: ATH04 has the code and dates of ATH03."""
    return (
        other.measure is PositionMeasure.MAXIMUM_AUTHORIZED
        and other.as_sent in (position.as_sent, None)
        and (other.from_date, other.to_date) == (position.from_date, position.to_date)
    )


def _write_buckets(w: Writer, line: ForecastLine, message: Forecast) -> None:
    """FST, and below an SDP those that have a pattern of their own; what has none can only stand before them."""
    for bucket in line.buckets:
        for delivery in bucket.deliveries:
            w.lose("FST", f"{number(delivery.quantity.value)} {delivery.time}")
    for bucket in line.buckets:
        if not bucket.pattern:
            write_fst(w, bucket, message)
    write_pattern(w, line.pattern)
    for pattern, buckets in groupby(
        [bucket for bucket in line.buckets if bucket.pattern], key=lambda bucket: bucket.pattern
    ):
        write_pattern(w, pattern)
        for bucket in buckets:
            write_fst(w, bucket, message)
