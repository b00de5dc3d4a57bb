"""Mapping rows and checks for what invoices, receipts and their like share: packing, sub-lines, carrier, totals."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from causeway.gateway.canonical.header import ControlTotals, Purpose
from causeway.gateway.canonical.items import Description, PackSpec
from causeway.gateway.canonical.parties import Identifier
from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.references import Reference, ReferenceKind
from causeway.gateway.canonical.terms import Equipment, Transport
from causeway.gateway.canonical.times import DateKind, OtherDate
from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.attachments import moment, quantity, tax_of
from causeway.gateway.formats.x12.builders import DocumentBuilder
from causeway.gateway.formats.x12.delimiters import ReadOptions
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.codes import CODES
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.lines import read_ids, read_price
from causeway.gateway.formats.x12.meanings import DATE_KINDS, PURPOSES, REFERENCE_KINDS
from causeway.gateway.formats.x12.order_builders import ComponentBuilder
from causeway.gateway.formats.x12.reading import Reading, Row, row


def read_other_date(r: Reading, s: Segment, number: int) -> None:
    """DTM of a document that has no windows: a date under its own word."""
    day = r.dates[s[2]] if s[2] else None
    if day is None:
        r.keep(s, number, 1, 2, 3, 4)
        return
    kind = DATE_KINDS.get(s[1])
    if kind is None:
        r.untranslated("374", s[1], number, 1)
        kind = DateKind.OTHER
    at = moment(r, day, s[3], s[4])
    r.owner.dates.append(OtherDate(kind, at, None, r.sent("374", s[1])))
    if s[3] and r.times[s[3]] is None:
        r.keep(s, number, 3)


OTHER_DATE = row(read_other_date, (1, 2, 3, 4))


def counted(r: Reading, s: Segment, number: int, value_at: int) -> Quantity | None:
    """A quantity with its composite unit behind it; units that are worked out of others are kept as they are."""
    unit = r.split(s[value_at + 1]) if s[value_at + 1] else ""
    first = unit if isinstance(unit, str) else unit[0]
    found = quantity(r, r.numbers[s[value_at]] if s[value_at] else None, first, number, value_at + 1)
    if isinstance(unit, tuple) or found is None:
        r.keep(s, number, value_at + 1)
    return found


def _read_pack(r: Reading, s: Segment, number: int) -> None:
    """PO4: how the item is packed; a second one of the same line is kept as it is."""
    line = r.owner
    if line.pack is not None:
        r.keep(s, number, *_PACK_FIELDS)
        return

    has_sides = s[10] or s[11] or s[12]
    line.pack = PackSpec(
        r.numbers[s[1]] if s[1] else None,
        r.numbers[s[14]] if s[14] else None,
        r.quantity(s[2], s[3], number, 3),
        r.sent("103", s[4]) if s[4] else None,
        r.quantity(s[6], s[7], number, 7),
        r.quantity(s[8], s[9], number, 9),
        *([r.quantity(s[side], s[13], number, 13) for side in (10, 11, 12)] if has_sides else ()),
    )
    for value_at, unit_at in _PACK_UNITS:
        if s[unit_at] and not s[value_at]:
            r.keep(s, number, unit_at)
    if not has_sides:
        r.keep(s, number, 13)


_PACK_UNITS = ((2, 3), (6, 7), (8, 9))
_PACK_FIELDS = (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14)
PACK = row(_read_pack, _PACK_FIELDS)


def _read_sln(r: Reading, s: Segment, number: int) -> None:
    """SLN: a part of the line."""
    component = ComponentBuilder(s[1], s[2] or None, s[3], number)
    component.relationship_as_sent = r.sent("662", s[3])
    unit = r.split(s[5]) if s[5] else ""
    first_unit = unit if isinstance(unit, str) else unit[0]
    component.quantity = quantity(r, r.numbers[s[4]] if s[4] else None, first_unit, number, 5)
    if isinstance(unit, tuple) or component.quantity is None:
        r.keep(s, number, 5)
    component.price = read_price(r, s, (6, 7), None, number)
    component.ids = read_ids(r, s, 9, number)
    r.owner.components.append(component)


def _read_component_pid(r: Reading, s: Segment, number: int) -> None:
    """PID of a sub-line."""
    if s[1] == "F":
        description = Description(s[5] or None, s[9] or None, s[4] or None)
        r.owner.components[-1].descriptions.append(description)
        r.keep(s, number, 2)
    else:
        r.keep(s, number, 1, 2, 4, 5, 9)


COMPONENT_ROWS: dict[str, Row] = {
    "SLN/SLN": row(_read_sln, (1, 2, 3, 4, 5, 6, 7, *range(9, 29))),
    "SLN/PID": row(_read_component_pid, (1, 2, 4, 5, 9)),
}


def _read_cad(r: Reading, s: Segment, number: int) -> None:
    """CAD: the carrier of what is invoiced. The initials of the equipment are kept as they are."""
    reference: tuple[Reference, ...] = ()
    if s[8]:
        kind = REFERENCE_KINDS.get(s[7], ReferenceKind.OTHER)
        reference = (Reference(kind, s[8], None, None, r.sent("128", s[7])),)
    else:
        r.keep(s, number, 7)
    r.owner.transport.append(
        Transport(
            mode=s[1] or None,
            carrier=Identifier("scac", s[4]) if s[4] else None,
            routing=s[5] or None,
            service_level=s[9] or None,
            equipment=(Equipment(None, s[3]),) if s[3] else (),
            references=reference,
        )
    )


CAD = row(_read_cad, (1, 3, 4, 5, 7, 8, 9))


def _read_sac_tax(r: Reading, s: Segment, _: int) -> None:
    """TXI below a SAC: a tax on that allowance or charge."""
    r.owner.allowances[-1] = msgspec.structs.replace(
        r.owner.allowances[-1], taxes=(*r.owner.allowances[-1].taxes, tax_of(r, s))
    )


SAC_TAX = row(_read_sac_tax, (1, 2, 3, 5, 6))


def read_purpose(r: Reading, code: str, number: int, position: int) -> tuple[Purpose, str | None]:
    """What the sender wants done, and the code as it was sent; a code without a meaning is `other` and told.

    These documents change no order, so that an unknown purpose is for the business to look at, not for us to refuse.
    """
    if not code:
        return Purpose.ORIGINAL, None
    purpose = PURPOSES.get(code)
    if purpose is None and code in CODES["353"].split():  # one outside of the list has been told already
        r.untranslated("353", code, number, position)
    return purpose or Purpose.OTHER, r.sent("353", code)


# totals


def _read_ctt(r: "TotalledReading", s: Segment, number: int) -> None:
    """CTT: the sender's own totals."""
    r.owner = document = r.document
    document.totals_segment = number
    document.line_count = r.integers[s[1]] if s[1] else None
    document.hash_total = r.numbers[s[2]] if s[2] else None
    document.weight = quantity(r, r.numbers[s[3]] if s[3] else None, s[4], number, 4)
    document.volume = quantity(r, r.numbers[s[5]] if s[5] else None, s[6], number, 6)
    if document.weight is None:
        r.keep(s, number, 4)
    if document.volume is None:
        r.keep(s, number, 6)


class TotalledBuilder(DocumentBuilder):
    """A document that ends with totals."""

    def __init__(self) -> None:
        super().__init__()
        self.purpose_as_sent: str | None = None
        self.totals_segment: int | None = None

    def totals(self) -> ControlTotals | None:
        """The totals as sent, None where there were none."""
        if self.totals_segment is None and self.amount is None:
            return None
        return ControlTotals(self.line_count, self.hash_total, None, self.weight, self.volume, self.amount)


class DocumentReading(Reading):
    """A walk over a document with parts that have bags of their own."""

    document: DocumentBuilder

    def __init__(self, transaction_set: TransactionSet, guide: Guide, options: ReadOptions) -> None:
        super().__init__(transaction_set, guide, options)
        self.seen: set[str] = set()


class TotalledReading(DocumentReading):
    """A walk over a document with totals."""

    document: TotalledBuilder


def of_document(table: Mapping[str, Row]) -> dict[str, Row]:
    """Rows of the header and summary: they belong to the document, even where a segment comes late and out of order."""

    def wrapped(entry: Row) -> Row:
        def read(r: DocumentReading, s: Segment, number: int) -> None:
            r.owner = r.document
            entry.read(r, s, number)

        return Row(read, entry.consumes)

    return {path: wrapped(entry) for path, entry in table.items()}


def once(read: Callable[[Any, Segment, int], None], consumes: Iterable[int]) -> Row:
    """A row for a segment that comes once: what a second one says is kept and takes nothing's place."""
    positions = tuple(consumes)

    def read_first(r: DocumentReading, s: Segment, number: int) -> None:
        if s[0] in r.seen:
            r.keep(s, number, *(position for position in positions if position < len(s)))
            return
        r.seen.add(s[0])
        read(r, s, number)

    return row(read_first, positions)


def check_totals(
    r: TotalledReading, quantities: Sequence[Quantity | None], counts: Sequence[int] = ()
) -> None:
    """Tells where the number of lines, or the hash total of their quantities, is not what CTT says.

    `counts` is what CTT01 may be, the one to expect last, where it is not just the number of quantities: a line may
    have several, and of a hierarchy some count the levels.
    """
    document = r.document
    if document.totals_segment is None:
        return
    possible = counts or (len(quantities),)
    if document.line_count is not None and document.line_count not in possible:
        r.problem(
            "line_count_mismatch",
            Severity.FATAL,
            document.totals_segment,
            1,
            value=str(document.line_count),
            expected=str(possible[-1]),
            reference_number="354",
        )
    if document.hash_total is not None:
        _check_hash(r, document.hash_total, document.totals_segment, quantities)


def _check_hash(r: Reading, stated: Decimal, segment: int, quantities: Sequence[Quantity | None]) -> None:
    """CTT02: the digits of the quantities without their points, cut on the left; many send the plain sum."""
    values = [one.value for one in quantities if one is not None]
    plain = sum(values, Decimal(0))
    digits = sum(int("".join(map(str, abs(value).as_tuple().digits))) for value in values)
    if stated not in (plain, Decimal(digits), Decimal(digits % 10**10)):
        r.problem(
            "hash_total_mismatch",
            Severity.ERROR,
            segment,
            2,
            value=str(stated),
            expected=str(plain),
            reference_number="347",
        )


CTT = once(_read_ctt, (1, 2, 3, 4, 5, 6))
