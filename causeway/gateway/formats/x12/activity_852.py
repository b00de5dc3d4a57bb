"""852 product activity to ProductActivity, and back.

A line is one LIN, an activity one ZA; with SDQ below it there is one activity for each store, and ZA02 is kept as their
total. ZA04 and ZA05 are the activity's period where the qualifier says so (007, 090, 091). A QTY of the line is an
activity too, under its own list. The place that is reported is the only party of the role RL, else WH, else ST. What
has no field (PO4, AMT, XPO, prices and quantities of an activity, SDQ23...) goes to the extensions of its line or of
the document. Writing is in activity_852_write.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from causeway.gateway.canonical.header import MessageHeader, Purpose
from causeway.gateway.canonical.inventory import (
    PRODUCT_ACTIVITY_SCHEMA,
    Activity,
    ActivityLine,
    ActivityMeasure,
    Handling,
    ProductActivity,
)
from causeway.gateway.canonical.parties import Identifier
from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.times import Moment, Window
from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.activity_852_write import DAY, FROM, PLACES, UNTIL, write_activity
from causeway.gateway.formats.x12.attachments import (
    NOTE_ROWS,
    OWNER_ROWS,
    PARTY_ROWS,
    party_id,
    quantity,
    read_document_contact,
    settle_contacts,
)
from causeway.gateway.formats.x12.builders import LineBuilder
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, ReadOptions
from causeway.gateway.formats.x12.details import (
    CTT,
    OTHER_DATE,
    TotalledBuilder,
    TotalledReading,
    check_totals,
    counted,
    of_document,
    once,
    read_purpose,
)
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.header import completed
from causeway.gateway.formats.x12.inventory_846 import only_location
from causeway.gateway.formats.x12.lines import CTP, PID, item_ids
from causeway.gateway.formats.x12.reading import Row, row, typed
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.stock_meanings import ACTIVITIES, HANDLINGS, QUANTITIES
from causeway.gateway.formats.x12.writing.base import DEFAULT_WRITE_OPTIONS, WriteOptions, WriteResult


def read(
    transaction_set: TransactionSet,
    guide: Guide,
    header: MessageHeader,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> ReadResult[ProductActivity]:
    """The activity that the set reports. Never raises for what was sent."""
    return ActivityReading(transaction_set, guide, options).result(header)


def write(message: ProductActivity, options: WriteOptions = DEFAULT_WRITE_OPTIONS) -> WriteResult:
    """The segments between ST and SE, and what they cannot carry. Raises NotWritableError for a code without a form."""
    return write_activity(message, MAPPING, options)


class ActivityBuilder(TotalledBuilder):
    """The header of the report."""

    def __init__(self) -> None:
        super().__init__()
        self.number: str | None = None
        self.handling = Handling.OTHER
        self.handling_as_sent: str | None = None
        self.period = Window()


@dataclass(slots=True)
class _Reported:
    """One ZA, or QTY, with the stores below it."""

    number: int
    measure: ActivityMeasure
    as_sent: str
    quantity: Quantity | None
    period: Window | None = None
    stores: list[tuple[Identifier, Quantity]] = field(default_factory=list)

    def built(self) -> list[Activity]:
        """One activity, or one for each store."""
        if not self.stores:
            return [Activity(self.measure, self.quantity, None, self.period, self.as_sent)]
        return [
            Activity(self.measure, amount, store, self.period, self.as_sent) for store, amount in self.stores
        ]

    def total(self) -> Quantity | None:
        """What the stores add up to; None where that cannot be set against the quantity of the ZA."""
        if self.quantity is None or not self.stores:
            return None
        unit = self.quantity.unit_as_sent
        if any(amount.unit_as_sent != unit for _, amount in self.stores):
            return None
        return Quantity(sum((amount.value for _, amount in self.stores), self.quantity.value * 0))


class ActivityLineBuilder(LineBuilder):
    """One item."""

    def __init__(self, position: int, segment: int, line_id: str | None) -> None:
        super().__init__(position, segment)
        self.line_id = line_id
        self.reported: list[_Reported] = []

    def build(self) -> ActivityLine:
        """The line as far as it was sent."""
        prices = self.more_prices if self.attached else []
        return ActivityLine(
            position=self.position,
            item=self.item(),
            line_id=self.line_id,
            price=prices[0] if prices else None,
            more_prices=tuple(prices[1:]),
            activities=tuple([activity for one in self.reported for activity in one.built()]),
            references=tuple(self.references) if self.attached else (),
            dates=tuple(self.dates) if self.attached else (),
            extensions=tuple(self.extensions) if self.attached else (),
        )


class ActivityReading(TotalledReading):
    """The walk over one 852."""

    def __init__(self, transaction_set: TransactionSet, guide: Guide, options: ReadOptions) -> None:
        super().__init__(transaction_set, guide, options)
        self.document: ActivityBuilder = ActivityBuilder()
        self.owner = self.document
        self.lines: list[ActivityLineBuilder] = []

    def result(self, header: MessageHeader) -> ReadResult[ProductActivity]:
        """Walks, checks and builds."""
        self.walk(MAPPING)
        self.note_separators_in_elements()
        self._check_counts()
        self._check_stores()
        problems = (*self.set.problems, *self.problems)
        if self.is_rejected():
            return ReadResult(None, problems)
        return ReadResult(self._build(header), problems)

    def _check_counts(self) -> None:
        """CTT01 only: guides differ in what the hash total of an 852 adds up, so that it proves nothing."""
        stated, self.document.hash_total = self.document.hash_total, None
        check_totals(self, (), (len(self.lines),))
        self.document.hash_total = stated

    def _check_stores(self) -> None:
        """ZA02 above SDQ is the total of the stores. The stores are believed: a difference is only told."""
        for line in self.lines:
            for one in line.reported:
                total = one.total()
                if one.quantity is not None and total is not None and total.value != one.quantity.value:
                    self.problem(
                        "activity_total_mismatch",
                        Severity.WARNING,
                        one.number,
                        2,
                        value=str(one.quantity.value),
                        expected=str(total.value),
                        reference_number="380",
                    )

    def _build(self, header: MessageHeader) -> ProductActivity:
        document = self.document
        settle_contacts(document.parties, document.contacts)
        return ProductActivity(
            header=completed(header, PRODUCT_ACTIVITY_SCHEMA, self.guide, self.set, self.leniencies),
            report_number=document.number,
            period=document.period,
            handling=document.handling,
            handling_as_sent=document.handling_as_sent,
            location=only_location(document.parties, PLACES),
            purpose=document.purpose or Purpose.ORIGINAL,
            purpose_as_sent=document.purpose_as_sent,
            parties=document.built_parties(),
            references=tuple(document.references),
            notes=document.built_notes(),
            lines=tuple([line.build() for line in self.lines]),
            totals=document.totals(),
            extensions=tuple(document.extensions),
        )


# mapping functions


def _read_xq(r: ActivityReading, s: Segment, number: int) -> None:
    """XQ: a day, or the days from and to. Versions after 004010 have a number and a purpose behind them."""
    document = r.document
    document.handling = HANDLINGS.get(s[1], Handling.OTHER)
    document.handling_as_sent = r.sent("305", s[1])
    if document.handling is Handling.OTHER and s[1]:
        r.untranslated("305", s[1], number, 1)
    first: dt.date | None = r.dates[s[2]]
    last: dt.date | None = r.dates[s[3]] if s[3] else first
    document.period = Window(Moment(first) if first else None, Moment(last) if last else None)
    if len(r.guide.segments["XQ"].elements) >= _PURPOSE_IN_XQ:
        document.number = s[4] or None
        document.purpose, document.purpose_as_sent = read_purpose(r, s[5], number, 5)


_PURPOSE_IN_XQ = 5


def _read_lin(r: ActivityReading, number: int, line_id: str, *ids: str) -> None:
    r.owner = line = ActivityLineBuilder(len(r.lines) + 1, number, line_id or None)
    r.lines.append(line)
    line.ids = tuple(item_ids(r, number, 2, ids))


def _read_qty(r: ActivityReading, s: Segment, number: int) -> None:
    """QTY of the line: an activity under another list. A quantity in words (QTY04) is kept as it is."""
    found = counted(r, s, number, 2)
    if found is None:
        r.keep(s, number, 1, 2)
        return
    measure = QUANTITIES.get(s[1], ActivityMeasure.OTHER)
    if measure is ActivityMeasure.OTHER:
        r.untranslated("673", s[1], number, 1)
    r.owner.reported.append(_Reported(number, measure, r.sent("673", s[1]), found))


def _read_za(r: ActivityReading, s: Segment, number: int) -> None:
    """ZA: what was counted, perhaps how much of it and when; a date of another meaning is kept as it is."""
    measure = ACTIVITIES.get(s[1], ActivityMeasure.OTHER)
    if measure is ActivityMeasure.OTHER and s[1]:
        r.untranslated("859", s[1], number, 1)
    found = quantity(r, r.numbers[s[2]] if s[2] else None, s[3], number, 3)
    if found is None:
        r.keep(s, number, 2, 3)
    day: dt.date | None = r.dates[s[5]] if s[5] else None
    period = _PERIODS[s[4]](Moment(day)) if day is not None and s[4] in _PERIODS else None
    if period is None:
        r.keep(s, number, 4, 5)
    r.owner.reported.append(_Reported(number, measure, r.sent("859", s[1]), found, period))


_PERIODS = {
    DAY: lambda at: Window(at, at),
    FROM: lambda at: Window(earliest=at),
    UNTIL: lambda at: Window(latest=at),
}


def _read_sdq(r: ActivityReading, s: Segment, number: int) -> None:
    """SDQ: store and quantity in turn, of the activity above; SDQ23 is a place inside the stores and is kept."""
    above: _Reported = r.owner.reported[-1]
    before = len(above.stores)
    for position in range(3, 22, 2):
        store, written = s[position], s[position + 1]
        amount: Any = quantity(r, r.numbers[written] if written else None, s[1], number, 1)
        if store and amount is not None:
            above.stores.append((party_id(r, s[2], store), amount))
        else:
            r.keep(s, number, position, position + 1)
    if len(above.stores) == before:
        r.keep(s, number, 1, 2)
    elif not before and above.quantity is not None:
        r.keep_sent(above.number, 2, 3)  # from here on it is the total of the stores


MAPPING: dict[str, Row] = {
    **of_document(
        {
            "XQ": once(_read_xq, (1, 2, 3, 4, 5)),
            "NTE": OWNER_ROWS["NTE"],
            "MSG": OWNER_ROWS["MSG"],
            "N9": NOTE_ROWS["N9"],
            "REF": OWNER_ROWS["REF"],
            "PER": row(read_document_contact, range(1, 9)),
            **{f"N1/{tag}": PARTY_ROWS[tag] for tag in ("N1", "N2", "N3", "N4", "PER")},
        }
    ),
    "LIN/LIN": typed(_read_lin, range(1, 32)),
    "LIN/PID": PID,
    "LIN/CTP": CTP,
    "LIN/N9": NOTE_ROWS["N9"],
    "LIN/QTY": row(_read_qty, (1, 2, 3)),
    "LIN/DTM": OTHER_DATE,
    "LIN/ZA/ZA": row(_read_za, (1, 2, 3, 4, 5)),
    "LIN/ZA/SDQ": row(_read_sdq, range(1, 23)),
    "CTT": CTT,
}
