"""846 inventory advice to InventoryReport, and back.

A line is one LIN, a balance one QTY; several stocks of an item are several balances. `as_of` is the header's DTM*007
where there is one (BIA04 and BIA05, when the report was written, are then kept as they are), else BIA04 and BIA05.
Below a QTY, DTM*007 is the balance's own moment and DTM*018 the day from which it can be had; SCH are the line's
schedules, whichever of its quantities they stand below; REF*LT is the lot. A warehouse (WH) or reporting location (RL)
is the location of the line, or of the report if it is the only one there; OW is the owner. What has no field (SDQ,
sub-lines, lead times, charges, other parties of a line...) goes to the extensions of its line or of the document.
Writing is in inventory_846_write.
"""

import datetime as dt
from typing import Any

import msgspec

from causeway.gateway.canonical.header import MessageHeader, Purpose
from causeway.gateway.canonical.inventory import (
    INVENTORY_REPORT_SCHEMA,
    Balance,
    BalanceMeasure,
    Coverage,
    InventoryLine,
    InventoryReport,
    ReportKind,
)
from causeway.gateway.canonical.orders import ScheduleLine
from causeway.gateway.canonical.parties import Party
from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.times import Moment, Window
from causeway.gateway.formats.x12.attachments import (
    OWNER_ROWS,
    PARTY_ROWS,
    moment,
    read_document_contact,
    read_document_cur,
    read_n1,
    settle_contacts,
)
from causeway.gateway.formats.x12.builders import LineBuilder, PartyBuilder
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
    read_other_date,
    read_purpose,
)
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.header import completed
from causeway.gateway.formats.x12.inventory_846_write import (
    AVAILABLE_ON,
    EFFECTIVE,
    OWNER,
    REPORTING,
    WAREHOUSE,
    write_report,
)
from causeway.gateway.formats.x12.lines import CTP, PID, SCHEDULE, item_ids, read_measure, schedule
from causeway.gateway.formats.x12.reading import Row, row, typed
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.steps import Read
from causeway.gateway.formats.x12.stock_meanings import BALANCES, COVERAGES, REPORT_TYPES
from causeway.gateway.formats.x12.writing.base import DEFAULT_WRITE_OPTIONS, WriteOptions, WriteResult

_LOCATION_ROLES = (REPORTING, WAREHOUSE)
_LOT = "LT"


def read(
    transaction_set: TransactionSet,
    guide: Guide,
    header: MessageHeader,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> ReadResult[InventoryReport]:
    """The stock that the set reports. Never raises for what was sent."""
    return InventoryReading(transaction_set, guide, options).result(header)


def write(message: InventoryReport, options: WriteOptions = DEFAULT_WRITE_OPTIONS) -> WriteResult:
    """The segments between ST and SE, and what they cannot carry. Raises NotWritableError for a code without a form."""
    return write_report(message, MAPPING, options)


class InventoryBuilder(TotalledBuilder):
    """The header of the report."""

    def __init__(self) -> None:
        super().__init__()
        self.number = ""
        self.kind = ReportKind.OTHER
        self.report_type: str | None = None
        self.report_type_as_sent: str | None = None
        self.coverage = Coverage.UNSPECIFIED
        self.coverage_as_sent: str | None = None
        self.as_of: Moment | None = None
        self.begun = 0  # the number of BIA
        self.is_dated = False


class InventoryLineBuilder(LineBuilder):
    """One item."""

    def __init__(self, position: int, segment: int, line_id: str | None) -> None:
        super().__init__(position, segment)
        self.line_id = line_id
        self.balances: list[Balance] = []
        self.is_open = False
        self.location: PartyBuilder | None = None
        self.party_owner: PartyBuilder | None = None
        self.open_party: PartyBuilder | None = None
        self.schedule_lines: list[ScheduleLine] = []

    def build(self) -> InventoryLine:
        """The line as far as it was sent."""
        attached = self.attached
        return InventoryLine(
            self.position,
            self.item(),
            self.line_id,
            self.location.build() if self.location else None,
            self.party_owner.build() if self.party_owner else None,
            tuple(self.balances),
            tuple(self.more_prices) if attached else (),
            tuple(self.schedule_lines),
            tuple(self.references) if attached else (),
            self.built_notes() if attached else (),
            tuple(self.dates) if attached else (),
            tuple(self.extensions) if attached else (),
        )


class InventoryReading(TotalledReading):
    """The walk over one 846."""

    def __init__(self, transaction_set: TransactionSet, guide: Guide, options: ReadOptions) -> None:
        super().__init__(transaction_set, guide, options)
        self.document: InventoryBuilder = InventoryBuilder()
        self.owner = self.document
        self.lines: list[InventoryLineBuilder] = []

    def result(self, header: MessageHeader) -> ReadResult[InventoryReport]:
        """Walks, checks and builds."""
        self.walk(MAPPING)
        self.note_separators_in_elements()
        quantities = [balance.quantity for line in self.lines for balance in line.balances]
        check_totals(self, quantities, (len(self.lines),))
        problems = (*self.set.problems, *self.problems)
        if self.is_rejected():
            return ReadResult(None, problems)
        return ReadResult(self._build(header), problems)

    def _build(self, header: MessageHeader) -> InventoryReport:
        document = self.document
        settle_contacts(document.parties, document.contacts)
        assert document.as_of is not None  # noqa: S101 - without BIA04 the set is refused
        return InventoryReport(
            header=completed(header, INVENTORY_REPORT_SCHEMA, self.guide, self.set, self.leniencies),
            report_number=document.number,
            kind=document.kind,
            kind_as_sent=document.report_type_as_sent,
            report_type=document.report_type,
            report_type_as_sent=document.report_type_as_sent,
            coverage=document.coverage,
            coverage_as_sent=document.coverage_as_sent,
            as_of=document.as_of,
            location=only_location(document.parties, _LOCATION_ROLES),
            purpose=document.purpose or Purpose.ORIGINAL,
            purpose_as_sent=document.purpose_as_sent,
            currency=document.currency,
            exchange_rate=document.exchange_rate,
            parties=document.built_parties(),
            references=tuple(document.references),
            notes=document.built_notes(),
            dates=tuple(document.dates),
            lines=tuple([line.build() for line in self.lines]),
            totals=document.totals(),
            extensions=tuple(document.extensions),
        )


# mapping functions


def _read_bia(r: InventoryReading, s: Segment, number: int) -> None:
    document = r.document
    document.begun = number
    if s[1] in COVERAGES:
        document.purpose, document.purpose_as_sent = Purpose.OTHER, r.sent("353", s[1])
        document.coverage, document.coverage_as_sent = COVERAGES[s[1]], document.purpose_as_sent
    else:
        document.purpose, document.purpose_as_sent = read_purpose(r, s[1], number, 1)
    document.report_type_as_sent = r.sent("755", s[2])
    if s[2] in REPORT_TYPES:
        document.kind, document.report_type = REPORT_TYPES[s[2]]
    elif s[2]:
        r.untranslated("755", s[2], number, 2)
    document.number = s[3]
    day: dt.date | None = r.dates[s[4]]
    document.as_of = moment(r, day, s[5], "") if day else None
    if s[5] and r.times[s[5]] is None:
        r.keep(s, number, 5)


def _read_header_date(r: InventoryReading, s: Segment, number: int) -> None:
    """DTM*007 of the header says as of when the stock is; when the report was written is kept beside it."""
    document = r.document
    day = r.dates[s[2]] if s[2] else None
    if s[1] != EFFECTIVE or day is None or document.is_dated or not document.begun:
        read_other_date(r, s, number)
        return
    document.is_dated = True
    document.as_of = moment(r, day, s[3], s[4])
    has_time = r.times[r.element(document.begun, 5)] is not None
    r.keep_sent(document.begun, 4, *((5,) if has_time else ()))
    if s[3] and r.times[s[3]] is None:
        r.keep(s, number, 3)


def _read_lin(r: InventoryReading, number: int, line_id: str, *ids: str) -> None:
    r.owner = line = InventoryLineBuilder(len(r.lines) + 1, number, line_id or None)
    r.lines.append(line)
    line.ids = tuple(item_ids(r, number, 2, ids))


def _read_qty(r: InventoryReading, s: Segment, number: int) -> None:
    """QTY: one stock. A quantity in words (QTY04) is no balance and is kept as it is."""
    line = r.owner
    found = counted(r, s, number, 2)
    line.is_open = found is not None
    if found is None:
        r.keep(s, number, 1, 2)
        return
    measure = BALANCES.get(s[1], BalanceMeasure.OTHER)
    if measure is BalanceMeasure.OTHER:
        r.untranslated("673", s[1], number, 1)
    line.balances.append(Balance(measure, found, as_sent=r.sent("673", s[1])))


def _read_balance_date(r: InventoryReading, s: Segment, number: int) -> None:
    """DTM below QTY: the moment of the balance, or the day from which it can be had; others are kept as they are."""
    line = r.owner
    day = r.dates[s[2]] if s[2] else None
    balance = line.balances[-1] if line.is_open else None
    if balance is not None and day is not None and s[1] == EFFECTIVE and balance.as_of is None:
        changes: dict[str, Any] = {"as_of": moment(r, day, s[3], s[4])}
    elif balance is not None and day is not None and s[1] == AVAILABLE_ON and balance.available_on is None:
        changes = {"available_on": Window(earliest=moment(r, day, s[3], s[4]))}
    else:
        r.keep(s, number, 1, 2, 3, 4)
        return
    line.balances[-1] = msgspec.structs.replace(balance, **changes)
    if s[3] and r.times[s[3]] is None:
        r.keep(s, number, 3)


def _read_sch(r: InventoryReading, number: int, total: Quantity | None, unit: str, *rest: Any) -> None:
    part = schedule(r, number, total, unit, *rest)
    if part is not None:
        r.owner.schedule_lines.append(part)


def _read_balance_ref(r: InventoryReading, s: Segment, number: int) -> None:
    """REF*LT below QTY: the lot; other references are kept as they are."""
    line = r.owner
    if s[1] == _LOT and s[2] and line.is_open and line.balances[-1].lot is None:
        line.balances[-1] = msgspec.structs.replace(line.balances[-1], lot=s[2])
        r.keep(s, number, 3)
    else:
        r.keep(s, number, 1, 2, 3)


def _read_line_n1(r: InventoryReading, s: Segment, number: int) -> None:
    """N1 of a line: its location or its owner; another party is kept as it is, with what follows it."""
    line = r.owner
    is_location = s[1] in _LOCATION_ROLES and line.location is None
    line.open_party = None
    if not is_location and not (s[1] == OWNER and line.party_owner is None):
        r.keep(s, number, 1, 2, 3, 4)
        return
    read_n1(r, s, number)
    line.open_party = line.parties.pop()
    if is_location:
        line.location = line.open_party
    else:
        line.party_owner = line.open_party


def _of_open_party(read_part: Read, positions: tuple[int, ...]) -> Row:
    """A row for a segment below such an N1."""

    def read_below(r: InventoryReading, s: Segment, number: int) -> None:
        line = r.owner
        if line.open_party is None:
            r.keep(s, number, *positions)
            return
        line.parties.append(line.open_party)
        read_part(r, s, number)
        line.parties.pop()

    return row(read_below, positions)


def only_location(parties: list[PartyBuilder], roles: tuple[str, ...]) -> Party | None:
    """The party whose place the document speaks of: the only one of the first role that there is."""
    for role in roles:
        found = [party for party in parties if party.role_as_sent == f"x12:98:{role}"]
        if found:
            return found[0].build() if len(found) == 1 else None
    return None


_PARTY_PARTS = {
    "N2": (1, 2),
    "N3": (1, 2),
    "N4": (1, 2, 3, 4, 5, 6),
    "REF": (1, 2, 3),
    "PER": tuple(range(1, 9)),
}
MAPPING: dict[str, Row] = {
    **of_document(
        {
            "BIA": once(_read_bia, (1, 2, 3, 4, 5)),
            "NTE": OWNER_ROWS["NTE"],
            "MSG": OWNER_ROWS["MSG"],
            "CUR": row(read_document_cur, (1, 2, 3)),
            "DTM": row(_read_header_date, (1, 2, 3, 4)),
            "REF": OWNER_ROWS["REF"],
            "PER": row(read_document_contact, range(1, 9)),
            **{f"N1/{tag}": entry for tag, entry in PARTY_ROWS.items()},
        }
    ),
    "LIN/LIN": typed(_read_lin, range(1, 32)),
    "LIN/PID": PID,
    "LIN/MEA": row(read_measure, (1, 2, 3, 4)),
    "LIN/DTM": OTHER_DATE,
    "LIN/CTP": CTP,
    "LIN/REF": OWNER_ROWS["REF"],
    "LIN/NTE": OWNER_ROWS["NTE"],
    "LIN/MSG": OWNER_ROWS["MSG"],
    "LIN/QTY/QTY": row(_read_qty, (1, 2, 3)),
    "LIN/QTY/DTM": row(_read_balance_date, (1, 2, 3, 4)),
    "LIN/QTY/SCH/SCH": typed(_read_sch, SCHEDULE),
    "LIN/QTY/REF/REF": row(_read_balance_ref, (1, 2, 3)),
    "LIN/N1/N1": row(_read_line_n1, (1, 2, 3, 4)),
    **{
        f"LIN/N1/{tag}": _of_open_party(PARTY_ROWS[tag].read, positions)
        for tag, positions in _PARTY_PARTS.items()
    },
    "CTT": CTT,
}
