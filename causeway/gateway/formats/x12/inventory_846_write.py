"""InventoryReport to the segments of an 846: one LIN per line, one QTY per balance."""

from collections.abc import Collection, Sequence

import msgspec

from causeway.gateway.canonical.header import Purpose
from causeway.gateway.canonical.inventory import Balance, Coverage, InventoryLine, InventoryReport
from causeway.gateway.canonical.orders import ScheduleLine
from causeway.gateway.canonical.parties import Party, PartyRole
from causeway.gateway.canonical.times import Window
from causeway.gateway.formats.x12.po_850_write import write_totals
from causeway.gateway.formats.x12.stock_meanings import BALANCE_CODES, COVERAGES, REPORT_CODES
from causeway.gateway.formats.x12.writing.attachments import write_dates, write_dtm, write_msg, write_nte
from causeway.gateway.formats.x12.writing.base import WriteOptions, Writer, WriteResult
from causeway.gateway.formats.x12.writing.lines import (
    amount,
    item_ids,
    write_descriptions,
    write_measures,
    write_schedule,
)
from causeway.gateway.formats.x12.writing.parties import write_document_contacts, write_parties, write_party
from causeway.gateway.formats.x12.writing.plain import (
    lose_fields,
    lose_notes,
    measures_of,
    purpose_code,
    without_measures,
    write_only_prices,
    write_only_references,
)
from causeway.gateway.formats.x12.writing.terms import write_currency
from causeway.gateway.formats.x12.writing.values import Default, as_sent, number, time

EFFECTIVE, AVAILABLE_ON = "007", "018"
REPORTING, WAREHOUSE, OWNER = "RL", "WH", "OW"
_INCREMENTAL = "25"
_LOOP = "LOT"
_PAIRS_IN_LIN = 15
_NTE_MOVED_IN = "004010"


def write_report(message: InventoryReport, mapped: Collection[str], options: WriteOptions) -> WriteResult:
    """The segments between ST and SE. Raises NotWritableError where a code has no X12 form."""
    w = Writer("846", message, options, mapped)
    _write_bia(w, message)
    _write_header(w, message)
    for line in message.lines:
        _write_line(w, line, message.currency)
    w.summary()
    totals = message.totals
    if totals is not None and totals.amount is not None:
        w.lose("CTT", "amount")
        totals = msgspec.structs.replace(totals, amount=None)
    write_totals(w, totals, len(message.lines))
    return w.result()


def _write_bia(w: Writer, message: InventoryReport) -> None:
    kind = f"{message.kind} {message.report_type}"
    report_type = w.code(
        message.report_type_as_sent,
        "755",
        REPORT_CODES,
        kind if kind in REPORT_CODES else message.kind,
        "BIA02",
    )
    if message.report_type and not message.report_type_as_sent and kind not in REPORT_CODES:
        w.lose("BIA02", message.report_type)
    day, clock = w.day(message.as_of.date), time(message.as_of)
    if _is_dated_apart(w):
        day, clock = Default(day), ""
    elif message.as_of.offset:
        w.lose("BIA05", message.as_of.offset)
    w.add("BIA", _purpose(w, message), report_type, message.report_number, day, clock)


def _is_dated_apart(w: Writer) -> bool:
    """Whether the stock's moment came in a DTM of its own, beside the day on which the report was written."""
    return w.keeps("BIA.4")


def _purpose(w: Writer, message: InventoryReport) -> str:
    """The purpose, which also says what holds for items that are not listed."""
    is_plain = message.purpose in (Purpose.ORIGINAL, Purpose.OTHER) and not as_sent(
        message.purpose_as_sent, "353"
    )
    if is_plain and message.coverage is Coverage.INCREMENTAL:
        return _INCREMENTAL
    code = purpose_code(w, message, "BIA01")
    if message.coverage is not COVERAGES.get(code, Coverage.UNSPECIFIED):
        w.lose("BIA01", message.coverage)
    return code


def _write_header(w: Writer, message: InventoryReport) -> None:
    notes_first = w.options.version < _NTE_MOVED_IN
    if notes_first:
        write_nte(w, message.notes)
    write_currency(w, message.currency, number(message.exchange_rate))
    if _is_dated_apart(w):
        write_dtm(w, EFFECTIVE, message.as_of)
    write_dates(w, message.dates)
    write_only_references(w, message.references)
    write_document_contacts(w, message.parties)
    if not notes_first:
        write_nte(w, message.notes)
    write_msg(w, message.notes)
    write_parties(w, message.parties, in_header=True)
    location = message.location
    if location is not None and not (location in message.parties and _is_location(location)):
        write_party(w, as_location(location))
    lose_notes(w, message.notes)


def _is_location(party: Party) -> bool:
    return as_sent(party.role_as_sent, "98") in (REPORTING, WAREHOUSE)


def as_location(party: Party) -> Party:
    """The party in the role by which the place of a report is known again."""
    if _is_location(party):
        return party
    code = WAREHOUSE if party.role is PartyRole.WAREHOUSE else REPORTING
    return msgspec.structs.replace(party, role_as_sent=f"x12:98:{code}")


def _write_line(w: Writer, line: InventoryLine, currency: str | None) -> None:
    w.begin(line.extensions)
    elements = [line.line_id or "", *item_ids(w, line.item, "LIN", _PAIRS_IN_LIN)]
    if not any(elements):  # a segment without elements would not be written, and the line would be lost
        w.fail("LIN02", f"line {line.position}")
    w.add("LIN", *elements)
    write_descriptions(w, without_measures(line.item))
    write_measures(w, measures_of(line.item))
    write_dates(w, line.dates)
    write_only_prices(w, line.prices, currency)
    write_only_references(w, line.references)
    write_nte(w, line.notes)
    write_msg(w, line.notes)
    _write_balances(w, line.balances, line.schedule_lines)
    if line.location is not None:
        write_party(w, as_location(line.location))
    if line.owner is not None:
        write_party(w, msgspec.structs.replace(line.owner, role_as_sent=f"x12:98:{OWNER}"))
    lose_fields(w, line.item, "LIN", "classes", "hazard", "revision", "country_of_origin")
    lose_notes(w, line.notes)


def _write_balances(w: Writer, balances: Sequence[Balance], schedules: Sequence[ScheduleLine]) -> None:
    """QTY with its dates and its lot; the line's schedules stand below the last one."""
    for balance in balances:
        code = w.code(balance.as_sent, "673", BALANCE_CODES, balance.measure, "QTY01")
        w.add("QTY", code, *amount(w, balance.quantity, "QTY03"))
        write_dtm(w, EFFECTIVE, balance.as_of)
        _write_available(w, balance.available_on)
        if balance is balances[-1]:
            for schedule in schedules:
                write_schedule(w, schedule)
        _write_lot(w, balance.lot)
    if not balances:
        for schedule in schedules:
            w.lose("SCH", number(schedule.quantity.value))


def _write_available(w: Writer, window: Window | None) -> None:
    if window is None:
        return
    write_dtm(w, AVAILABLE_ON, window.earliest)
    if window.latest is not None and window.latest != window.earliest:
        w.lose("DTM", window.latest.date.isoformat())


def _write_lot(w: Writer, lot: str | None) -> None:
    """REF*LT between LS and LE; those that were read are among the extensions and come back by themselves."""
    if not lot:
        return
    if not w.is_homecoming:
        w.add("LS", _LOOP)
    w.add("REF", "LT", lot)
    if not w.is_homecoming:
        w.add("LE", _LOOP)
