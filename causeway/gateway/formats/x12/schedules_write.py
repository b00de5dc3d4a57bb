"""Forecast to the segments that planning schedules (830) and shipping schedules (862) share."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from causeway.gateway.canonical.forecasts import (
    Bucket,
    DeliveryPattern,
    Forecast,
    ForecastLine,
    Position,
    PositionMeasure,
    QuantityBasis,
)
from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.references import OrderReference
from causeway.gateway.canonical.times import Moment, Precision
from causeway.gateway.formats.x12.advice_meanings import SUBJECT_CODES
from causeway.gateway.formats.x12.meanings import REFERENCE_CODES
from causeway.gateway.formats.x12.po_850_write import write_totals
from causeway.gateway.formats.x12.schedule_meanings import (
    COMMITMENT_CODES,
    DATE_BASIS_CODES,
    QUANTITY_BASIS_CODES,
    SHIPMENT_CODES,
    TIMING_CODES,
    qualifier_of_day,
    qualifier_of_time,
)
from causeway.gateway.formats.x12.write_envelope import OutElement
from causeway.gateway.formats.x12.writing.base import Writer
from causeway.gateway.formats.x12.writing.lines import item_ids, price_and_basis, unit_of
from causeway.gateway.formats.x12.writing.plain import lose_fields
from causeway.gateway.formats.x12.writing.values import Default, as_sent, number, time

NTE_MOVED_IN = "004010"
_MOST_PAIRS = 15
_PATTERNS_IN_SDP = 4


# the header


def date_basis_code(w: Writer, message: Forecast, place: str) -> str:
    """What the dates are the dates of (675)."""
    return w.code(message.date_basis_as_sent, "675", DATE_BASIS_CODES, message.date_basis, place)


def quantity_basis_code(w: Writer, message: Forecast, place: str, *, is_mandatory: bool) -> str:
    """Whether quantities add up (676); where the message does not say and need not, neither do we."""
    basis, sent = message.quantity_basis, message.quantity_basis_as_sent
    if basis is QuantityBasis.OTHER and not sent and not is_mandatory:
        return ""
    return w.code(sent, "676", QUANTITY_BASIS_CODES, basis, place)


def day_of(w: Writer, at: Moment | None, place: str) -> str:
    """The date of a moment that has no place for its time."""
    if at is None:
        return ""
    if at.time is not None:
        w.lose(place, at.time.isoformat())
    return w.day(at.date)


def order_number(w: Writer, order: OrderReference | None, place: str) -> str:
    """The number of the order that the whole schedule is for; what else was said of it is told."""
    if order is None:
        return ""
    lose_fields(w, order, place, "release_number", "change_sequence", "order_date", "line_id", "schedule_id")
    return order.order_number


def write_schedule_totals(w: Writer, message: Forecast) -> None:
    """CTT; a schedule has no amount."""
    totals = message.totals
    if totals is not None and totals.amount is not None:
        w.lose("CTT", "amount")
        totals = msgspec.structs.replace(totals, amount=None)
    write_totals(w, totals, len(message.lines))


# the lines


def write_lin(w: Writer, line: ForecastLine) -> None:
    """LIN and UIT: the item, its order as a pair, the unit of its quantities and the price."""
    order = line.order
    pairs: list[str] = []
    if order is not None:
        pairs = ["PO", order.order_number] + (["PL", order.line_id] if order.line_id else [])
        lose_fields(w, order, "LIN", "release_number", "change_sequence", "order_date", "schedule_id")
    elements = [line.line_id or "", *pairs]
    elements += item_ids(w, line.item, "LIN", _MOST_PAIRS - len(pairs) // 2)
    if not any(elements):  # a segment without elements would not be written, and the line would be lost
        w.fail("LIN03", f"line {line.position}")
    w.add("LIN", *elements)
    unit = _unit(line)
    w.add("UIT", unit_of(w, unit, "UIT01"), *price_and_basis(w, line.price, "UIT03"))
    for bucket in line.buckets:
        own = bucket.quantity
        if (own.unit or own.unit_as_sent) and own.unit != unit.unit:
            w.lose("FST", f"{number(own.value)} {own.unit or own.unit_as_sent}")
    lose_fields(w, line, "LIN", "lead_time", "tolerance_over_percent", "tolerance_under_percent")
    lose_fields(w, line.item, "LIN", "classes", "hazard", "revision", "country_of_origin")


def _unit(line: ForecastLine) -> Quantity:
    """The unit of the line, else that of its first need, as the unit of nothing."""
    if line.unit or line.unit_as_sent:
        return Quantity(Decimal(0), line.unit, line.unit_as_sent)
    return line.buckets[0].quantity if line.buckets else Quantity(Decimal(0))


def write_fst(w: Writer, bucket: Bucket, message: Forecast) -> None:
    """FST: one need."""
    start = bucket.start
    if start.offset:
        w.lose("FST04", start.offset)
    qualifier = Default(qualifier_of_time(message.date_basis)) if start.time else ""
    code = reference = ""
    if bucket.references:
        [first, *more] = bucket.references
        code = w.code(first.as_sent, "128", REFERENCE_CODES, first.kind, "FST08")
        reference = first.number or ""
        for spare in more:
            w.lose("FST09", spare.number or "")
        lose_fields(w, first, "FST09", "description", "date")
    w.add(
        "FST",
        number(bucket.quantity.value),
        w.code(bucket.commitment_as_sent, "680", COMMITMENT_CODES, bucket.commitment, "FST02"),
        w.code(bucket.timing_as_sent, "681", TIMING_CODES, bucket.timing, "FST03"),
        w.day(start.date),
        day_of(w, bucket.end, "FST05"),
        qualifier,
        time(start),
        code,
        reference,
    )
    if bucket.destination is not None:
        w.lose("FST", bucket.destination.value)


def write_pattern(w: Writer, pattern: Sequence[DeliveryPattern]) -> None:
    """SDP: up to four patterns in each."""
    parts: list[str] = []
    for one in pattern:
        days, times = as_sent(one.days_as_sent, "678"), as_sent(one.times_as_sent, "679")
        if days:
            parts += (days, times)
        else:
            w.lose("SDP", one.days_as_sent)
    for at in range(0, len(parts), 2 * _PATTERNS_IN_SDP):
        w.add("SDP", *parts[at : at + 2 * _PATTERNS_IN_SDP])


def is_shipment(w: Writer, position: Position) -> bool:
    """Whether a position stands in SHP: it came from there, or says what was shipped or received."""
    if position.as_sent:
        return bool(as_sent(position.as_sent, "673")) or position.measure in SHIPMENT_CODES
    # One without any code can only have come from an SHP without SHP01.
    return position.measure in SHIPMENT_CODES or (
        w.is_homecoming and position.measure is PositionMeasure.OTHER
    )


def write_shipments(w: Writer, positions: Iterable[Position]) -> None:
    """SHP with the document of the shipment, for each position that has its place there."""
    for position in positions:
        if is_shipment(w, position):
            _write_shp(w, position)


def _write_shp(w: Writer, position: Position) -> None:
    """SHP. Only the qualifier of the day tells shipped from received: without a day, or with that of a count, it is lost."""
    first, second = position.from_date, position.to_date
    qualifier = qualifier_of_day(position.measure, has_start=first is not None)
    if first is None:
        first, second = second, None
    if first is not None and not qualifier and not w.keeps("SHP.3"):
        w.lose("SHP04", first.date.isoformat())
        first = None
    says_which = first is not None and position.from_date is None
    if position.measure in SHIPMENT_CODES and not says_which and not w.keeps("SHP.3"):
        w.lose("SHP03", position.measure)
    code = as_sent(position.as_sent, "673") or SHIPMENT_CODES.get(position.measure, ("", ""))[0]
    amount = number(position.quantity.value) if position.quantity else ""
    days: list[OutElement] = [Default(qualifier), w.day(first.date), time(first)] if first else ["", "", ""]
    if second is not None:
        days += [w.day(second.date), time(second)]
    w.add("SHP", code, amount, *days)
    document = position.document
    if document is not None:
        kind = w.code(document.as_sent, "128", SUBJECT_CODES, document.kind, "REF01")
        w.add("REF", kind, document.number or "", document.description or "")


def clock(at: dt.time) -> str:
    """A time of the day as X12 writes it."""
    return time(Moment(dt.date.min, at, None, Precision.MINUTE))
