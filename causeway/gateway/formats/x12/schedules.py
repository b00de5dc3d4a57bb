"""What planning schedules (830) and shipping schedules (862) share: the lines, their needs, and what was shipped.

Nothing is netted: cumulative quantities stay cumulative, and FST, ATH and SHP stand side by side as they were sent.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec

from causeway.gateway.canonical.forecasts import (
    FORECAST_SCHEMA,
    Bucket,
    Commitment,
    DateBasis,
    Delivery,
    DeliveryPattern,
    Forecast,
    ForecastKind,
    ForecastLine,
    Position,
    PositionMeasure,
    QuantityBasis,
    Timing,
)
from causeway.gateway.canonical.header import MessageHeader, Purpose
from causeway.gateway.canonical.items import PackSpec
from causeway.gateway.canonical.parties import Identifier
from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.references import OrderReference, Reference, ReferenceKind
from causeway.gateway.canonical.times import Moment, Window
from causeway.gateway.formats.x12.advice_meanings import SUBJECT_KINDS
from causeway.gateway.formats.x12.attachments import OWNER_ROWS, moment, reference_of, settle_contacts
from causeway.gateway.formats.x12.builders import LineBuilder
from causeway.gateway.formats.x12.delimiters import ReadOptions
from causeway.gateway.formats.x12.details import (
    PACK,
    TotalledBuilder,
    TotalledReading,
    check_totals,
    read_purpose,
)
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.header import completed
from causeway.gateway.formats.x12.lines import read_ids, read_price
from causeway.gateway.formats.x12.meanings import REFERENCE_KINDS
from causeway.gateway.formats.x12.reading import Row, row, typed
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.schedule_meanings import (
    AUTHORIZATIONS,
    COMMITMENTS,
    COUNT_BEGAN,
    DATE_BASES,
    QUANTITY_BASES,
    SHIPMENTS,
    TIMINGS,
    qualifier_of_day,
    qualifier_of_time,
)

ORDER_PAIR, ORDER_LINE_PAIR = "x12:235:PO", "x12:235:PL"
_QUANTITY_CODES = frozenset(codes[0] for codes in SHIPMENTS)


class ScheduleBuilder(TotalledBuilder):
    """The header of the schedule."""

    def __init__(self) -> None:
        super().__init__()
        self.date_basis = DateBasis.OTHER
        self.values: dict[str, Any] = {}


class DeliveryBuilder:
    """A part of a bucket at its time, whose references may follow."""

    __slots__ = ("quantity", "references", "time")

    def __init__(self, quantity: Quantity, time: dt.time) -> None:
        self.quantity = quantity
        self.time = time
        self.references: list[Reference] = []


class ScheduleLineBuilder(LineBuilder):
    """An item with its needs."""

    def __init__(self, position: int, segment: int, line_id: str | None) -> None:
        super().__init__(position, segment)
        self.line_id = line_id
        self.order: OrderReference | None = None
        self.unit: str | None = None
        self.unit_as_sent: str | None = None
        self.pack: PackSpec | None = None
        self.positions: list[Position] = []
        self.buckets: list[Bucket] = []
        self.pattern: list[DeliveryPattern] = []
        self.last_pattern: tuple[DeliveryPattern, ...] = ()
        self.pattern_waits = False
        self.deliveries: dict[int, list[DeliveryBuilder]] = {}
        self.open_delivery: DeliveryBuilder | None = None

    def settle_pattern(self) -> None:
        """A pattern without buckets below it is that of the whole line."""
        if self.pattern_waits:
            self.pattern += self.last_pattern
            self.pattern_waits = False

    def build(self) -> ForecastLine:
        """The line as it was sent."""
        self.settle_pattern()
        for at, parts in self.deliveries.items():
            built = tuple([Delivery(part.quantity, part.time, tuple(part.references)) for part in parts])
            self.buckets[at] = msgspec.structs.replace(self.buckets[at], deliveries=built)
        return ForecastLine(
            self.position,
            self.item(),
            self.line_id,
            self.order,
            self.unit,
            self.unit_as_sent,
            self.price,
            self.built_parties(),
            tuple(self.positions),
            tuple(self.buckets),
            tuple(self.pattern),
            self.pack,
            *(self._attachments() if self.attached else ()),
        )

    def _attachments(self) -> tuple[Any, ...]:
        return (
            self.many("transport"),
            self.many("references"),
            self.built_notes(),
            self.many("dates"),
            self.many("extensions"),
        )


class ScheduleReading(TotalledReading):
    """The walk over one schedule; `kind` and `table` are those of its set."""

    kind: ForecastKind
    table: dict[str, Row]

    def __init__(self, transaction_set: TransactionSet, guide: Guide, options: ReadOptions) -> None:
        super().__init__(transaction_set, guide, options)
        self.document: ScheduleBuilder = ScheduleBuilder()
        self.owner = self.document
        self.lines: list[ScheduleLineBuilder] = []

    def result(self, header: MessageHeader) -> ReadResult[Forecast]:
        """Walks, checks and builds."""
        self.walk(self.table)
        self.note_separators_in_elements()
        # The hash total counts what every FST says, whatever its basis.
        check_totals(
            self, [bucket.quantity for line in self.lines for bucket in line.buckets], (len(self.lines),)
        )
        problems = (*self.set.problems, *self.problems)
        if self.is_rejected():
            return ReadResult(None, problems)
        return ReadResult(self._build(header), problems)

    def _build(self, header: MessageHeader) -> Forecast:
        document = self.document
        settle_contacts(document.parties, document.contacts)
        return Forecast(
            header=completed(header, FORECAST_SCHEMA, self.guide, self.set, self.leniencies),
            kind=self.kind,
            date_basis=document.date_basis,
            purpose=document.purpose or Purpose.ORIGINAL,
            purpose_as_sent=document.purpose_as_sent,
            currency=document.currency,
            exchange_rate=document.exchange_rate,
            parties=document.built_parties(),
            references=tuple(document.references),
            notes=document.built_notes(),
            dates=tuple(document.dates),
            transport=tuple(document.transport),
            lines=tuple([line.build() for line in self.lines]),
            totals=document.totals(),
            extensions=tuple(document.extensions),
            **document.values,
        )


# the beginning


def read_beginning(  # noqa: PLR0917 - the elements, in the order in which BFR has them
    r: ScheduleReading,
    s: Segment,
    number: int,
    date_basis_at: int,
    quantity_basis_at: int,
    horizon_at: int,
) -> None:
    """Purpose, bases and horizon, which BFR and BSS have at different positions."""
    document = r.document
    document.purpose, document.purpose_as_sent = read_purpose(r, s[1], number, 1)
    dates, quantities = s[date_basis_at], s[quantity_basis_at]
    document.date_basis = DATE_BASES.get(dates, DateBasis.OTHER)
    quantity_basis = QUANTITY_BASES.get(quantities, QuantityBasis.OTHER)
    if dates and document.date_basis is DateBasis.OTHER:
        r.untranslated("675", dates, number, date_basis_at)
    if quantities and quantity_basis is QuantityBasis.OTHER:
        r.untranslated("676", quantities, number, quantity_basis_at)
    document.values |= {
        "date_basis_as_sent": r.sent("675", dates) if dates else None,
        "quantity_basis": quantity_basis,
        "quantity_basis_as_sent": r.sent("676", quantities) if quantities else None,
        "horizon": Window(day_of(r, s[horizon_at]), day_of(r, s[horizon_at + 1])),
        "schedule_number": s[2] or None,
    }


def day_of(r: ScheduleReading, written: str) -> Moment | None:
    """The moment of a date without a time; None where there is none."""
    day: dt.date | None = r.dates[written] if written else None
    return None if day is None else Moment(day)


# the lines


def _read_lin(r: ScheduleReading, s: Segment, number: int) -> None:
    """LIN begins a line; a pair PO, perhaps with PL, names its order."""
    r.owner = line = ScheduleLineBuilder(len(r.lines) + 1, number, s[1] or None)
    r.lines.append(line)
    ids = read_ids(r, s, 2, number)
    order = _taken(ids, ORDER_PAIR)
    if order is not None:
        order_line = _taken(ids, ORDER_LINE_PAIR)
        line.order = OrderReference(
            order.value, None, None, None, None if order_line is None else order_line.value
        )
    line.ids = ids


def _taken(ids: list[Identifier], scheme: str) -> Identifier | None:
    """The first identifier of a scheme, taken out of the list."""
    for at, identifier in enumerate(ids):
        if identifier.scheme == scheme:
            return ids.pop(at)
    return None


def _read_uit(r: ScheduleReading, s: Segment, number: int) -> None:
    """UIT: the unit of all quantities of the line, and its price; a second one is kept as it is."""
    line = r.owner
    if line.unit_as_sent is not None:
        r.keep(s, number, 1, 2, 3)
        return
    unit = r.split(s[1])
    first = unit if isinstance(unit, str) else unit[0]
    line.unit, line.unit_as_sent = r.lists.units[first]
    if line.unit is None:
        r.untranslated("355", first, number, 1)
    if isinstance(unit, tuple):  # a unit that is worked out of others
        r.keep(s, number, 1)
    line.price = read_price(r, s, (2, 3), None, number)


def _read_ath(  # noqa: PLR0917 - the elements in their order
    r: ScheduleReading,
    number: int,
    code: str,
    until: dt.date | None,
    amount: Decimal | None,
    most: Decimal | None,
    since: dt.date | None,
) -> None:
    """ATH: what the buyer answers for, counted from a day to a day, and the most that it ever was."""
    measure = AUTHORIZATIONS.get(code, PositionMeasure.OTHER)
    if measure is PositionMeasure.OTHER:
        r.untranslated("672", code, number, 1)
    sent = r.sent("672", code)
    start = None if since is None else Moment(since)
    end = None if until is None else Moment(until)
    line = r.owner
    line.positions.append(
        Position(measure, None if amount is None else Quantity(amount), start, end, None, sent)
    )
    if most is not None:
        line.positions.append(
            Position(PositionMeasure.MAXIMUM_AUTHORIZED, Quantity(most), start, end, None, sent)
        )


def _read_sdp(r: ScheduleReading, s: Segment, number: int) -> None:
    """SDP of an 862: the pattern of the line."""
    r.owner.pattern += _pattern(r, s, number)


def _read_sdp_of_buckets(r: ScheduleReading, s: Segment, number: int) -> None:
    """SDP of an 830: the pattern of the buckets below it, of the line where there are none."""
    line = r.owner
    line.settle_pattern()
    line.last_pattern = tuple(_pattern(r, s, number))
    line.pattern_waits = True


def _pattern(r: ScheduleReading, s: Segment, number: int) -> list[DeliveryPattern]:
    found = []
    for at in range(1, 9, 2):
        if s[at]:
            times = r.sent("679", s[at + 1]) if s[at + 1] else None
            found.append(DeliveryPattern(r.sent("678", s[at]), times))
        else:
            r.keep(s, number, at + 1)
    return found


def _read_fst(  # noqa: PLR0917 - the elements in their order
    r: ScheduleReading,
    number: int,
    amount: Decimal | None,
    commitment: str,
    timing: str,
    start: dt.date | None,
    end: dt.date | None,
    qualifier: str,
    time: str,
    reference_code: str,
    reference: str,
) -> None:
    """FST: one need, as it was sent; below an SDP with its pattern."""
    line = r.owner
    line.open_delivery = None
    line.pattern_waits = False
    if amount is None or start is None:
        r.keep_sent(number, *range(1, 10))
        return
    binding = COMMITMENTS.get(commitment, Commitment.OTHER)
    if binding is Commitment.OTHER:
        r.untranslated("680", commitment, number, 2)
    length = TIMINGS.get(timing, Timing.OTHER)
    if length is Timing.OTHER:
        r.untranslated("681", timing, number, 3)
    at = Moment(start)
    if time:
        at = moment(r, start, time, "")
        if qualifier != qualifier_of_time(r.document.date_basis):
            r.keep_sent(number, 6)
    else:
        r.keep_sent(number, 6)
    references: tuple[Reference, ...] = ()
    if reference_code and reference:
        kind = REFERENCE_KINDS.get(reference_code, ReferenceKind.OTHER)
        if kind is ReferenceKind.OTHER:
            r.untranslated("128", reference_code, number, 8)
        references = (Reference(kind, reference, None, None, r.sent("128", reference_code)),)
    elif reference_code or reference:
        r.keep_sent(number, 8, 9)
    line.buckets.append(
        Bucket(
            Quantity(amount), binding, length, at, None if end is None else Moment(end),
            r.sent("680", commitment), r.sent("681", timing), (), None, references, line.last_pattern,
        )
    )  # fmt: skip


def _read_jit(r: ScheduleReading, number: int, amount: Decimal | None, written: str) -> None:
    """JIT: a part of the bucket at a time of its day."""
    line = r.owner
    time = r.times[written] if written else None
    if amount is None or time is None or not line.buckets:
        line.open_delivery = None
        r.keep_sent(number, 1, 2)
        return
    line.open_delivery = DeliveryBuilder(Quantity(amount), time)
    line.deliveries.setdefault(len(line.buckets) - 1, []).append(line.open_delivery)


def _read_jit_ref(r: ScheduleReading, s: Segment, number: int) -> None:
    """REF below JIT: the order, dock or kanban card of that delivery."""
    delivery = r.owner.open_delivery
    if delivery is None:
        r.keep(s, number, 1, 2, 3)
    else:
        delivery.references.append(reference_of(r, s, number))


def _read_shp(  # noqa: PLR0917 - the elements in their order
    r: ScheduleReading,
    number: int,
    code: str,
    amount: Decimal | None,
    qualifier: str,
    day: dt.date | None,
    time: str,
    until: dt.date | None,
    until_time: str,
) -> None:
    """SHP: what was shipped or received last, or since a day. SHP03 says what the day is."""
    measure = SHIPMENTS.get((code, qualifier), PositionMeasure.OTHER)
    if code and measure is PositionMeasure.OTHER:
        if code in _QUANTITY_CODES and qualifier:
            r.untranslated("374", qualifier, number, 3)
        else:
            r.untranslated("673", code, number, 1)
    start = end = None
    if day is None:
        r.keep_sent(number, 3, 5, 6, 7)
    else:
        at = moment(r, day, time, "")
        if until is not None:
            start, end = at, moment(r, until, until_time, "")
        else:
            start, end = (at, None) if qualifier == COUNT_BEGAN else (None, at)
            r.keep_sent(number, 7)
        if qualifier != qualifier_of_day(measure, has_start=start is not None):
            r.keep_sent(number, 3)
    r.owner.positions.append(
        Position(
            measure,
            None if amount is None else Quantity(amount),
            start,
            end,
            None,
            r.sent("673", code) if code else None,
        )
    )


def _read_shp_ref(r: ScheduleReading, s: Segment, number: int) -> None:
    """REF below SHP: the document of that shipment; a further one is kept as it is."""
    positions = r.owner.positions
    if not s[2] or s[3] or not positions or positions[-1].document is not None:
        r.keep(s, number, 1, 2, 3)
        return
    document = reference_of(r, s, number, SUBJECT_KINDS)
    positions[-1] = msgspec.structs.replace(positions[-1], document=document)


FST = typed(_read_fst, range(1, 10))
SDP = row(_read_sdp, range(1, 9))
SDP_OF_BUCKETS = row(_read_sdp_of_buckets, range(1, 9))
LINE_ROWS: dict[str, Row] = {
    "LIN/LIN": row(_read_lin, range(1, 32)),
    "LIN/UIT": row(_read_uit, (1, 2, 3)),
    "LIN/PO4": PACK,
    "LIN/REF": OWNER_ROWS["REF"],
    "LIN/TD5": OWNER_ROWS["TD5"],
    "LIN/NTE": OWNER_ROWS["NTE"],
    "LIN/MSG": OWNER_ROWS["MSG"],
    "LIN/FST/FST": FST,
    "LIN/SHP/SHP": typed(_read_shp, range(1, 8)),
    "LIN/SHP/REF": row(_read_shp_ref, (1, 2, 3)),
}
ATH = typed(_read_ath, (1, 2, 3, 4, 5))
JIT = typed(_read_jit, (1, 2))
JIT_REF = row(_read_jit_ref, (1, 2, 3))
