"""ProductActivity to the segments of an 852: one ZA per activity, and one above the stores of an activity."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from itertools import groupby

import msgspec

from causeway.gateway.canonical.header import Purpose
from causeway.gateway.canonical.inventory import Activity, ActivityLine, ProductActivity
from causeway.gateway.canonical.orders import Destination
from causeway.gateway.canonical.parties import Party
from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.references import Reference
from causeway.gateway.canonical.times import Moment, Window
from causeway.gateway.formats.x12.inventory_846_write import REPORTING, WAREHOUSE, as_location
from causeway.gateway.formats.x12.meanings import REFERENCE_CODES
from causeway.gateway.formats.x12.po_850_write import write_destinations, write_totals
from causeway.gateway.formats.x12.stock_meanings import ACTIVITY_CODES, HANDLING_CODES
from causeway.gateway.formats.x12.writing.attachments import write_dates, write_msg, write_nte
from causeway.gateway.formats.x12.writing.base import WriteOptions, Writer, WriteResult
from causeway.gateway.formats.x12.writing.lines import amount, item_ids, write_descriptions
from causeway.gateway.formats.x12.writing.parties import write_document_contacts, write_parties, write_party
from causeway.gateway.formats.x12.writing.plain import (
    lose_fields,
    lose_notes,
    measures_of,
    purpose_code,
    without_measures,
    write_only_prices,
)
from causeway.gateway.formats.x12.writing.values import as_sent

DAY, FROM, UNTIL = "007", "090", "091"
"""Qualifiers (374) of a date that is the period of an activity: its day, its first day, its last one."""
PLACES = (REPORTING, WAREHOUSE, "ST")
"""Roles (98) of the party whose activity it is, the plainest first."""
_NUMBER_AND_PURPOSE_IN_XQ = 5
_PAIRS_IN_LIN = 15
_NTE_MOVED_IN = "004010"


def write_activity(message: ProductActivity, mapped: Collection[str], options: WriteOptions) -> WriteResult:
    """The segments between ST and SE. Raises NotWritableError where a code has no X12 form."""
    w = Writer("852", message, options, mapped)
    _write_xq(w, message)
    _write_header(w, message)
    for line in message.lines:
        _write_line(w, line, message)
    w.summary()
    totals = message.totals
    if totals is not None and totals.amount is not None:
        w.lose("CTT", "amount")
        totals = msgspec.structs.replace(totals, amount=None)
    write_totals(w, totals, len(message.lines))
    return w.result()


def _write_xq(w: Writer, message: ProductActivity) -> None:
    first, last = message.period.earliest, message.period.latest
    if first is None:
        w.fail("XQ02", last.date.isoformat() if last else "")
    number, purpose = message.report_number or "", ""
    if message.purpose is not Purpose.ORIGINAL or message.purpose_as_sent:
        purpose = purpose_code(w, message, "XQ05")
    if len(w.guide.segments["XQ"].elements) < _NUMBER_AND_PURPOSE_IN_XQ:
        for place, lost in (("XQ04", number), ("XQ05", purpose)):
            if lost:
                w.lose(place, lost)
        number = purpose = ""
    handling = w.code(message.handling_as_sent, "305", HANDLING_CODES, message.handling, "XQ01")
    w.add(
        "XQ",
        handling,
        _day(w, first, "XQ02"),
        _day(w, last, "XQ03") if last != first else "",
        number,
        purpose,
    )


def _day(w: Writer, at: Moment | None, place: str) -> str:
    """The day of a moment; a time or zone is told."""
    if at is None:
        return ""
    if at.time is not None or at.offset:
        w.lose(place, f"{at.time or ''} {at.offset or ''}".strip())
    return w.day(at.date)


def _write_header(w: Writer, message: ProductActivity) -> None:
    notes_first = w.options.version < _NTE_MOVED_IN
    if notes_first:
        write_nte(w, message.notes)
    _write_references(w, message.references)
    write_document_contacts(w, message.parties)
    if not notes_first:
        write_nte(w, message.notes)
    write_msg(w, message.notes)
    parties = tuple(_without_references(w, party) for party in message.parties)
    write_parties(w, parties, in_header=True)
    location = message.location
    if location is not None and not (
        location in message.parties and as_sent(location.role_as_sent, "98") in PLACES
    ):
        write_party(w, as_location(_without_references(w, location)))
    lose_fields(w, message, "XQ", "currency", "exchange_rate", "dates")
    lose_notes(w, message.notes)


def _write_references(w: Writer, references: Iterable[Reference]) -> None:
    for reference in references:
        code = w.code(reference.as_sent, "128", REFERENCE_CODES, reference.kind, "N901")
        w.add("N9", code, reference.number or "", reference.description or "", w.day(reference.date))


def _without_references(w: Writer, party: Party) -> Party:
    """A party as N1 says it in an 852, which has no REF below it."""
    for reference in party.references:
        w.lose("REF", reference.number or reference.description or "")
    return msgspec.structs.replace(party, references=()) if party.references else party


def _write_line(w: Writer, line: ActivityLine, message: ProductActivity) -> None:
    w.begin(line.extensions)
    elements = [line.line_id or "", *item_ids(w, line.item, "LIN", _PAIRS_IN_LIN)]
    if not any(elements):  # a segment without elements would not be written, and the line would be lost
        w.fail("LIN02", f"line {line.position}")
    w.add("LIN", *elements)
    write_descriptions(w, without_measures(line.item))
    write_only_prices(w, (*((line.price,) if line.price else ()), *line.more_prices), message.currency)
    _write_references(w, line.references)
    quantities = [one for one in line.activities if as_sent(one.as_sent, "673")]
    for one in quantities:
        w.add("QTY", as_sent(one.as_sent, "673"), *amount(w, one.quantity, "QTY03"))
    write_dates(w, line.dates)
    activities = [one for one in line.activities if one not in quantities]
    for (_, _, _, has_store), group in groupby(activities, _shared):
        if has_store:
            _write_stores(w, list(group), message.period)
        else:
            for one in group:
                _write_za(w, one, one.quantity, message.period)
    lose_fields(w, line.item, "LIN", "classes", "hazard", "revision", "country_of_origin")
    lose_fields(w, measures_of(line.item), "LIN", "attributes")
    lose_notes(w, line.notes)


def _shared(one: Activity) -> tuple[object, ...]:
    """What the stores below one ZA have in common."""
    return one.measure, one.as_sent, one.period, one.location is not None and one.quantity is not None


def _write_za(w: Writer, one: Activity, total: Quantity | None, reported: Window) -> None:
    """ZA; a period that is the report's needs no word in what did not come as an 852."""
    code = w.code(one.as_sent, "859", ACTIVITY_CODES, one.measure, "ZA01")
    is_said = one.period is None or (one.period == reported and not w.is_homecoming)
    period = ("", "") if one.period is None or is_said else _period(w, one.period)
    w.add("ZA", code, *amount(w, total, "ZA03"), *period)
    if one.location is not None and one.quantity is None:
        w.lose("SDQ", one.location.value)


def _period(w: Writer, period: Window) -> tuple[str, str]:
    """Qualifier and day; ZA has no room for two days."""
    first, last = period.earliest, period.latest
    if first == last:
        return DAY, _day(w, first, "ZA05")
    if first is None:
        return UNTIL, _day(w, last, "ZA05")
    if last is not None:
        w.lose("ZA05", last.date.isoformat())
    return FROM, _day(w, first, "ZA05")


def _write_stores(w: Writer, stores: list[Activity], reported: Window) -> None:
    """ZA with the total of the stores, and SDQ below it. A total that was read is among the extensions."""
    found = [
        Destination(store.location, store.quantity) for store in stores if store.location and store.quantity
    ]
    _write_za(w, stores[0], None if w.is_homecoming else _total(found), reported)
    write_destinations(w, found)


def _total(stores: list[Destination]) -> Quantity | None:
    """What the stores add up to, None where their units differ."""
    first = stores[0].quantity
    units = {(store.quantity.unit, store.quantity.unit_as_sent) for store in stores}
    if len(units) > 1:
        return None
    total = sum((store.quantity.value for store in stores), Decimal(0))
    return msgspec.structs.replace(first, value=total)
