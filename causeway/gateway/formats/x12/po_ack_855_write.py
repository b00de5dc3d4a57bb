"""OrderResponse to the segments of an 855: PO1 repeats each line as ordered, one ACK per confirmation."""

from collections.abc import Collection

from causeway.gateway.canonical.orders import (
    LineConfirmation,
    OrderResponse,
    OrderResponseLine,
    Response,
    ResponseDetail,
)
from causeway.gateway.canonical.times import Moment
from causeway.gateway.formats.x12.meanings import LINE_STATUS_CODES, PURPOSE_CODES, RESPONSES
from causeway.gateway.formats.x12.writing.attachments import (
    PROMISED,
    REQUESTED,
    date_code,
    write_dates,
    write_dtm,
    write_msg,
    write_notes,
    write_nte,
    write_references,
    write_windows,
)
from causeway.gateway.formats.x12.writing.base import WriteOptions, Writer, WriteResult
from causeway.gateway.formats.x12.writing.lines import (
    amount,
    item_ids,
    price_and_basis,
    write_descriptions,
    write_schedule,
)
from causeway.gateway.formats.x12.writing.parties import write_document_contacts, write_parties
from causeway.gateway.formats.x12.writing.terms import write_allowances, write_currency, write_transport
from causeway.gateway.formats.x12.writing.values import as_sent, last_of, number, whole

_RESPONSE_CODES = {
    (Response.ACCEPTED, ResponseDetail.FULL): "AD",
    (Response.ACCEPTED, ResponseDetail.EXCEPTIONS_ONLY): "AE",
    (Response.ACCEPTED, ResponseDetail.NONE): "AT",
    (Response.ACCEPTED_WITH_CHANGES, ResponseDetail.EXCEPTIONS_ONLY): "AE",
    (Response.REJECTED, ResponseDetail.FULL): "RD",
}
_RESPONSE_CODES_ANY_DETAIL = {
    Response.ACCEPTED_WITH_CHANGES: "AC",
    Response.RECEIVED_ONLY: "AK",
    Response.ON_HOLD: "AH",
    Response.REJECTED: "RJ",
    Response.COUNTER_OFFER: "RO",
    Response.NO_RESPONSE_NEEDED: "NA",
    Response.SELLER_CREATED_ORDER: "AP",
}
_MOST_PAIRS = 10


def write_response(response: OrderResponse, mapped: Collection[str], options: WriteOptions) -> WriteResult:
    """The segments between ST and SE. Raises NotWritableError where a code has no X12 form."""
    w = Writer("855", response, options, mapped)
    _write_bak(w, response)
    write_answer_header(w, response)
    for line in response.lines:
        _write_line(w, line)
    w.summary()
    write_answer_totals(w, response)
    return w.result()


def write_answer_header(w: Writer, response: OrderResponse) -> None:
    """The segments of the header behind the first one."""
    write_currency(w, response.currency, number(response.exchange_rate))
    write_references(w, response.references, response.notes)
    write_document_contacts(w, response.parties)
    write_allowances(w, response.allowances_charges)
    write_windows(w, response, (*REQUESTED, *PROMISED))
    write_dates(w, response.dates)
    write_transport(w, response.transport)
    write_nte(w, response.notes)
    write_msg(w, response.notes)
    write_notes(w, response.notes, response.references)
    write_parties(w, response.parties, in_header=True)


def write_answer_totals(w: Writer, response: OrderResponse) -> None:
    """CTT, left out where a message that was read had none."""
    totals = response.totals
    if totals is not None and totals.line_count is not None:
        w.add("CTT", whole(len(response.lines)), number(totals.hash_total))
    elif w.options.totals and not (totals is None and w.is_homecoming):
        w.add("CTT", whole(len(response.lines)))


def _write_bak(w: Writer, response: OrderResponse) -> None:
    order = response.order
    w.add(
        "BAK",
        purpose_code(w, response, "BAK01"),
        response_code(w, response, "BAK02"),
        order.order_number,
        w.day(order.order_date),
        order.release_number or "",
        "",
        response.contract_number or "",
        response.sales_order_number or "",
        w.day(response.response_date),
    )


def purpose_code(w: Writer, response: OrderResponse, place: str) -> str:
    """The purpose (353) as it was sent, else by its word."""
    return w.code(response.purpose_as_sent, "353", PURPOSE_CODES, response.purpose, place)


def response_code(w: Writer, response: OrderResponse, place: str) -> str:
    """The answer as a whole (587)."""
    sent = as_sent(response.response_as_sent, "587")
    if sent in RESPONSES:
        return sent
    code = _RESPONSE_CODES.get((response.response, response.detail))
    code = code or _RESPONSE_CODES_ANY_DETAIL.get(response.response)
    if code is None:
        w.fail(place, response.response)
    return code or ""


def _write_line(w: Writer, line: OrderResponseLine) -> None:
    w.begin(line.extensions)
    ordered = line.ordered
    quantity = amount(w, ordered.quantity, "PO103")
    price = price_and_basis(w, ordered.price, "PO105")
    w.add("PO1", line.line_id or "", *quantity, *price, *item_ids(w, ordered.item, "PO1"))
    write_repeated(w, line)
    write_msg(w, line.notes)
    write_nte(w, line.notes)
    write_confirmations(w, line)


def write_repeated(w: Writer, line: OrderResponseLine) -> None:
    """What stands between the repeated line and its confirmations: confirmed prices, texts, references, dates."""
    for confirmation in line.confirmations:
        if confirmation.price is not None:
            code = as_sent(confirmation.price.basis_as_sent, "236") or "CON"
            w.add("CTP", "", code, number(confirmation.price.amount))
    write_descriptions(w, line.ordered.item)
    write_references(w, line.references, line.notes)
    write_dates(w, line.dates)


def write_confirmations(w: Writer, line: OrderResponseLine, *, notes_below: bool = False) -> None:
    """One ACK per confirmation, then schedules and notes; `notes_below` where MSG and NTE stand below the ACKs."""
    for confirmation in line.confirmations:
        _write_confirmation(w, confirmation)
    if notes_below:
        write_msg(w, line.notes)
        write_nte(w, line.notes)
    for schedule in line.schedule_lines:
        write_schedule(w, schedule)
    write_notes(w, line.notes, line.references)


def _write_confirmation(w: Writer, confirmation: LineConfirmation) -> None:
    status = w.code(confirmation.status_as_sent, "668", LINE_STATUS_CODES, confirmation.status, "ACK01")
    dates = _dates_of(w, confirmation)
    # ACK05 has no time: a moment with one goes to the DTM below.
    plain = next((date for date in dates if date[1].time is None and not date[1].offset), None)
    others = [date for date in dates if date is not plain]
    qualifier, day = (plain[0], w.day(plain[1].date)) if plain else ("", "")
    pairs = item_ids(w, confirmation.substitute, "ACK")
    trailer: list[str] = []
    if confirmation.industry_code is not None:
        lists = confirmation.industry_code.list.removeprefix("x12:559").strip(":").split(":")
        agency, source = (*lists, "", "")[:2]
        unused = [""] * (2 * _MOST_PAIRS - len(pairs))
        trailer = [*unused, agency, source, confirmation.industry_code.value]
    quantity = amount(w, confirmation.quantity, "ACK03")
    w.add("ACK", status, *quantity, qualifier, day, "", *pairs, *trailer)
    if others:
        write_dtm(w, *others[0])
    for _, at in others[1:]:
        w.lose("DTM", at.date.isoformat())
    if confirmation.reason is not None:
        w.lose("ACK", confirmation.reason.value)


def _dates_of(w: Writer, confirmation: LineConfirmation) -> list[tuple[str, Moment]]:
    """The dates of a confirmation, the promised delivery first; of a window its latest end."""
    found: list[tuple[str, Moment]] = []
    windows = (
        (w.options.delivery_qualifier, confirmation.promised_delivery),
        (w.options.ship_qualifier, confirmation.promised_ship),
        ("017", confirmation.estimated_delivery),
        ("", confirmation.estimated_ship),
    )
    for qualifier, window in windows:
        at = last_of(window)
        if window is None or at is None:
            continue
        if qualifier:
            found.append((qualifier, at))
        if not qualifier or window.earliest != window.latest:
            w.lose("ACK05", (window.earliest or at).date.isoformat())
    found += [(date_code(w, date, "DTM01"), date.at) for date in confirmation.dates]
    return found
