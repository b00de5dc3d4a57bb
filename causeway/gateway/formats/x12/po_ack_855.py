"""855 purchase order acknowledgment to OrderResponse. Writing is in po_ack_855_write.

An ACK without a quantity speaks of all that is left of its line; ids in ACK07 and after are a substitute only where
they differ from the line's or the status says so. A price in a CTP before the ACKs is the price they confirm.
"""

import datetime as dt
from typing import Any

from causeway.gateway.canonical.header import ControlTotals, MessageHeader, Purpose
from causeway.gateway.canonical.items import Item
from causeway.gateway.canonical.orders import (
    ORDER_RESPONSE_SCHEMA,
    LineConfirmation,
    LineStatus,
    OrderedEcho,
    OrderResponse,
    OrderResponseLine,
    RespondsTo,
    Response,
    ResponseDetail,
    ScheduleLine,
    UnlistedLines,
)
from causeway.gateway.canonical.quantities import Price, Quantity
from causeway.gateway.canonical.references import Coded, Extension, OrderReference
from causeway.gateway.canonical.times import DateKind, Moment, OtherDate, Window
from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.attachments import (
    NOTE_ROWS,
    OWNER_ROWS,
    moment,
    place_in_window,
    quantity,
    read_document_contact,
    read_document_cur,
    settle_contacts,
)
from causeway.gateway.formats.x12.builders import DocumentBuilder, LineBuilder
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, ReadOptions
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.header import completed
from causeway.gateway.formats.x12.lines import PID, SCHEDULE, read_ctp, read_ids, read_price, schedule
from causeway.gateway.formats.x12.meanings import DATE_KINDS, LINE_STATUSES, PURPOSES, RESPONSES, WINDOWS
from causeway.gateway.formats.x12.po_ack_855_write import write_response
from causeway.gateway.formats.x12.reading import Reading, Row, row, typed
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.writing.base import DEFAULT_WRITE_OPTIONS, WriteOptions, WriteResult

_UNKNOWN_RESPONSE = (Response.OTHER, ResponseDetail.FULL, UnlistedLines.UNANSWERED)
_CONFIRMATION_WINDOWS = frozenset({"promised_delivery", "promised_ship", "estimated_delivery"})
_TAKE_PRICE = (LineStatus.PRICE_CHANGED, LineStatus.ACCEPTED_WITH_CHANGES)


def read(
    transaction_set: TransactionSet,
    guide: Guide,
    header: MessageHeader,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> ReadResult[OrderResponse]:
    """The seller's answer that the set states. Never raises for what was sent."""
    return ResponseReading(transaction_set, guide, options).result(header)


def write(response: OrderResponse, options: WriteOptions = DEFAULT_WRITE_OPTIONS) -> WriteResult:
    """The segments between ST and SE, and what they cannot carry. Raises NotWritableError for a code without a form."""
    return write_response(response, MAPPING, options)


class _ConfirmationBuilder:
    def __init__(self, status: LineStatus, status_as_sent: str) -> None:
        self.status = status
        self.status_as_sent = status_as_sent
        self.confirmation = LineConfirmation(status, status_as_sent)
        self.windows: dict[str, Window] = {}
        self.dates: list[OtherDate] = []

    def add(self, r: Reading, qualifier: str, at: Moment, segment: int, element: int) -> None:
        window = WINDOWS.get(qualifier)
        allowed = window is not None and window[0] in _CONFIRMATION_WINDOWS
        if window is not None and allowed and place_in_window(self.windows, *window, at):
            return
        kind = DATE_KINDS.get(qualifier)
        if kind is None:
            r.untranslated("374", qualifier, segment, element)
            kind = DateKind.OTHER
        self.dates.append(OtherDate(kind, at, None, r.sent("374", qualifier)))

    def build(self, price: Price | None) -> LineConfirmation:
        made = self.confirmation
        return LineConfirmation(
            made.status,
            made.status_as_sent,
            made.quantity,
            self.windows.get("promised_delivery"),
            self.windows.get("promised_ship"),
            self.windows.get("estimated_delivery"),
            None,
            price,
            made.substitute,
            made.reason,
            made.industry_code,
            tuple(self.dates),
        )


class ResponseLineBuilder(LineBuilder):
    """A line of the answer."""

    def __init__(self, position: int, segment: int) -> None:
        super().__init__(position, segment)
        self.confirmations: list[_ConfirmationBuilder] = []
        self.schedule_lines: list[ScheduleLine] = []
        self.price_segments: list[tuple[int, str]] = []

    def build(self) -> OrderResponseLine:
        """The line; prices that no confirmation takes are kept."""
        prices = list(self.more_prices)
        confirmed = []
        for confirmation in self.confirmations:
            takes = bool(prices) and confirmation.status in _TAKE_PRICE
            confirmed.append(confirmation.build(prices.pop(0) if takes else None))
        for price, (number, code) in zip(prices, self.price_segments[-len(prices) :], strict=False):
            self.extensions.append(Extension(number, "CTP.2", (code,)))
            self.extensions.append(Extension(number, "CTP.3", (str(price.amount),)))
        return OrderResponseLine(
            self.position,
            OrderedEcho(self.item(), self.quantity, self.price),
            self.line_id,
            confirmations=tuple(confirmed),
            schedule_lines=tuple(self.schedule_lines),
            references=tuple(self.references),
            notes=self.built_notes(),
            dates=tuple(self.dates),
            extensions=tuple(self.extensions),
        )


class ResponseReading(Reading):
    """The walk over one 855, or over the answer to a change, which differs in its first segments."""

    windows = frozenset({"requested_delivery", "requested_ship", "promised_delivery", "promised_ship"})

    def __init__(self, transaction_set: TransactionSet, guide: Guide, options: ReadOptions) -> None:
        super().__init__(transaction_set, guide, options)
        self.document = DocumentBuilder()
        self.owner = self.document
        self.lines: list[ResponseLineBuilder] = []
        self.order = OrderReference("")
        self.response = _UNKNOWN_RESPONSE
        self.response_as_sent = ""
        self.responds_to = RespondsTo.ORDER
        self.change_sequence: str | None = None
        self.purpose_as_sent = ""
        self.sales_order_number: str | None = None
        self.response_date: dt.date | None = None
        self.contract_number: str | None = None
        self.totals_segment: int | None = None

    @property
    def line(self) -> ResponseLineBuilder:
        """The line being read."""
        return self.lines[-1]

    def result(self, header: MessageHeader) -> ReadResult[OrderResponse]:
        """Walks and builds."""
        self.walk(self.rows())
        self.note_separators_in_elements()
        self._check_count_of_lines()
        problems = (*self.set.problems, *self.problems)
        return ReadResult(None if self.is_rejected() else self._build(header), problems)

    def rows(self) -> dict[str, Row]:
        """The mapping table of the set."""
        return MAPPING

    def _check_count_of_lines(self) -> None:
        stated = self.document.line_count
        if self.totals_segment is not None and stated is not None and stated != len(self.lines):
            self.problem(
                "line_count_mismatch",
                Severity.FATAL,
                self.totals_segment,
                1,
                value=str(stated),
                expected=str(len(self.lines)),
                reference_number="354",
            )

    def _build(self, header: MessageHeader) -> OrderResponse:
        document = self.document
        settle_contacts(document.parties, document.contacts)
        response, detail, unlisted = self.response
        totals = ControlTotals(document.line_count, document.hash_total) if self.totals_segment else None
        return OrderResponse(
            header=completed(header, ORDER_RESPONSE_SCHEMA, self.guide, self.set, self.leniencies),
            order=self.order,
            responds_to=self.responds_to,
            change_sequence=self.change_sequence,
            response=response,
            response_as_sent=self.response_as_sent,
            detail=detail,
            unlisted_lines=unlisted,
            sales_order_number=self.sales_order_number,
            response_date=self.response_date,
            contract_number=self.contract_number,
            purpose=document.purpose or Purpose.OTHER,
            purpose_as_sent=self.purpose_as_sent,
            currency=document.currency,
            exchange_rate=document.exchange_rate,
            parties=document.built_parties(),
            references=tuple(document.references),
            notes=document.built_notes(),
            dates=tuple(document.dates),
            transport=tuple(document.transport),
            lines=tuple(line.build() for line in self.lines),
            totals=totals,
            allowances_charges=tuple(document.allowances),
            extensions=tuple(document.extensions),
            requested_delivery=document.windows.get("requested_delivery"),
            requested_ship=document.windows.get("requested_ship"),
            promised_delivery=document.windows.get("promised_delivery"),
            promised_ship=document.windows.get("promised_ship"),
        )


def read_answer(r: ResponseReading, s: Segment, number: int) -> None:
    """The purpose and the answer as a whole, which BAK and BCA begin with."""
    r.document.purpose = PURPOSES.get(s[1], Purpose.OTHER)
    r.purpose_as_sent = r.sent("353", s[1])
    if r.document.purpose is Purpose.OTHER and s[1]:
        r.untranslated("353", s[1], number, 1)
    r.response = RESPONSES.get(s[2], _UNKNOWN_RESPONSE)
    r.response_as_sent = r.sent("587", s[2])


def _read_bak(r: ResponseReading, s: Segment, number: int) -> None:
    read_answer(r, s, number)
    if r.response[0] is Response.SELLER_CREATED_ORDER:
        r.responds_to = RespondsTo.NOTHING
    r.order = OrderReference(s[3], s[5] or None, None, r.dates[s[4]] if s[4] else None)
    r.contract_number = s[7] or None
    r.sales_order_number = s[8] or None
    r.response_date = r.dates[s[9]] if s[9] else None


def _read_po1(r: ResponseReading, s: Segment, number: int) -> None:
    line = ResponseLineBuilder(len(r.lines) + 1, number)
    r.lines.append(line)
    r.owner = line
    line.line_id = s[1] or None
    line.quantity = quantity(r, r.numbers[s[2]] if s[2] else None, s[3], number, 3)
    if line.quantity is None:
        r.keep(s, number, 3)
    line.price = read_price(r, s, (4, 5), None, number)
    line.ids = read_ids(r, s, 6, number)
    r.windows = frozenset()  # a line of an answer has no windows: its dates are dates


def _read_line_ctp(r: ResponseReading, s: Segment, number: int) -> None:
    before = len(r.line.more_prices)
    read_ctp(r, number, s[2], r.numbers[s[3]] if s[3] else None)
    if len(r.line.more_prices) > before:
        r.line.price_segments.append((number, s[2]))


def _read_ack(r: ResponseReading, s: Segment, number: int) -> None:
    status = LINE_STATUSES.get(s[1])
    if status is None:
        r.untranslated("668", s[1], number, 1)
        status = LineStatus.OTHER
    builder = _ConfirmationBuilder(status, r.sent("668", s[1]))
    amount = quantity(r, r.numbers[s[2]] if s[2] else None, s[3], number, 3)
    if amount is None:
        r.keep(s, number, 3)
    industry = None
    if s[29]:
        industry = Coded(s[29], ":".join(part for part in ("x12:559", s[27], s[28]) if part))
    else:
        r.keep(s, number, 27, 28)
    builder.confirmation = LineConfirmation(
        status,
        builder.status_as_sent,
        amount,
        substitute=_substitute(r, s, number, status),
        industry_code=industry,
    )
    r.line.confirmations.append(builder)
    _add_date(r, builder, s, number)


def _substitute(r: ResponseReading, s: Segment, number: int, status: LineStatus) -> Item | None:
    """The other item that will come; ids that only repeat the line's are an echo."""
    ids = tuple(read_ids(r, s[:27], 7, number))
    if not ids:
        return None
    echoes = all(identifier in r.line.ids for identifier in ids)
    return None if echoes and status is not LineStatus.SUBSTITUTED else Item(ids)


def _add_date(r: ResponseReading, builder: _ConfirmationBuilder, s: Segment, number: int) -> None:
    day = r.dates[s[5]] if s[5] else None
    if day is None:
        r.keep(s, number, 4)
        return
    builder.add(r, s[4], moment(r, day, "", ""), number, 4)


def _read_ack_date(r: ResponseReading, s: Segment, number: int) -> None:
    day = r.dates[s[2]] if s[2] else None
    if day is None:
        r.keep(s, number, 1, 2, 3, 4)
        return
    r.line.confirmations[-1].add(r, s[1], moment(r, day, s[3], s[4]), number, 1)


def _read_sch(r: ResponseReading, number: int, total: Quantity | None, unit: str, *rest: Any) -> None:
    part = schedule(r, number, total, unit, *rest)
    if part is not None:
        r.line.schedule_lines.append(part)


def _read_ctt(r: ResponseReading, s: Segment, number: int) -> None:
    r.owner = r.document
    r.totals_segment = number
    r.document.line_count = r.integers[s[1]] if s[1] else None
    r.document.hash_total = r.numbers[s[2]] if s[2] else None


_LINE_ATTACHMENTS = ("REF", "DTM", "MSG", "NTE")
_NO_FIELD = frozenset({"FOB", "ITD", "TXI"})

# What follows the first segment of a line in the answer to an order and in that to a change.
LINE_ROWS: dict[str, Row] = {
    "CTP/CTP": row(_read_line_ctp, (2, 3)),
    "PID/PID": PID,
    "ACK/ACK": row(_read_ack, (1, 2, 3, 4, 5, *range(7, 30))),
    "ACK/DTM": row(_read_ack_date, (1, 2, 3, 4)),
    "SCH/SCH": typed(_read_sch, SCHEDULE),
    **{path: OWNER_ROWS[path] for path in _LINE_ATTACHMENTS},
    **{f"N9/{tag}": entry for tag, entry in NOTE_ROWS.items()},
}
DOCUMENT_ROWS: dict[str, Row] = {
    "CUR": row(read_document_cur, (1, 2, 3)),
    "PER": row(read_document_contact, range(1, 9)),
    **{path: entry for path, entry in OWNER_ROWS.items() if path not in _NO_FIELD},
    "CTT/CTT": row(_read_ctt, (1, 2)),
}
MAPPING: dict[str, Row] = {
    **DOCUMENT_ROWS,
    "BAK": row(_read_bak, (1, 2, 3, 4, 5, 7, 8, 9)),
    "PO1/PO1": row(_read_po1),
    **{f"PO1/{path}": entry for path, entry in LINE_ROWS.items()},
}
