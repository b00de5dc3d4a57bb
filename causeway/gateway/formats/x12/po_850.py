"""850 purchase order to Order, or to OrderChange where BEG01 says that it changes one.

Writing is in po_850_write. What has no field (LIN, PO3, IT8, accounting, pallets...) goes to the extensions of its line or of the document.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from causeway.gateway.canonical.header import MessageHeader, Purpose
from causeway.gateway.canonical.items import Description
from causeway.gateway.canonical.orders import (
    ORDER_CHANGE_SCHEMA,
    ORDER_SCHEMA,
    ChangeKind,
    Destination,
    Order,
    OrderChange,
    OrderType,
    ScheduleLine,
)
from causeway.gateway.canonical.parties import Identifier
from causeway.gateway.canonical.quantities import Money, Price, PriceKind, Quantity
from causeway.gateway.canonical.references import OrderReference
from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.attachments import (
    OWNER_ROWS,
    quantity,
    read_cur,
    read_document_contact,
    read_document_cur,
    read_pkg,
    settle_contacts,
)
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, ReadOptions
from causeway.gateway.formats.x12.details import PACK
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.codes import CODES
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.header import completed
from causeway.gateway.formats.x12.lines import (
    CTP,
    ITEM_IDS,
    PID,
    SCHEDULE,
    read_ids,
    read_measure,
    read_price,
    read_tc2,
    schedule,
)
from causeway.gateway.formats.x12.meanings import ORDER_TYPES, PURPOSES
from causeway.gateway.formats.x12.order_builders import ComponentBuilder, OrderBuilder, OrderLineBuilder
from causeway.gateway.formats.x12.po_850_write import write_order
from causeway.gateway.formats.x12.reading import Reading, Row, row, typed
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.steps import Value
from causeway.gateway.formats.x12.writing.base import DEFAULT_WRITE_OPTIONS, WriteOptions, WriteResult

_CHANGES = {
    Purpose.CANCEL: ChangeKind.CANCEL,
    Purpose.CHANGE: ChangeKind.CHANGE,
    Purpose.REPLACE: ChangeKind.REPLACE,
}


def read(
    transaction_set: TransactionSet,
    guide: Guide,
    header: MessageHeader,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> ReadResult[Order | OrderChange]:
    """The order or change that the set states, validated and mapped in one walk. Never raises for what was sent."""
    reading = OrderReading(transaction_set, guide, options)
    return reading.result(header)


def write(message: Order | OrderChange, options: WriteOptions = DEFAULT_WRITE_OPTIONS) -> WriteResult:
    """The segments between ST and SE, and what they cannot carry. Raises NotWritableError for a code without a form."""
    return write_order(message, MAPPING, options)


class OrderReading(Reading):
    """The walk over one 850."""

    windows = frozenset({"requested_delivery", "requested_ship", "cancel_after"})

    def __init__(self, transaction_set: TransactionSet, guide: Guide, options: ReadOptions) -> None:
        super().__init__(transaction_set, guide, options)
        self.document = OrderBuilder()
        self.owner = self.document
        self.line: OrderLineBuilder | None = None
        self.lines: list[OrderLineBuilder] = []

    def result(self, header: MessageHeader) -> ReadResult[Order | OrderChange]:
        """Walks and builds."""
        self.walk(self.rows())
        self.note_separators_in_elements()
        self._check_totals()
        self.check_lines()
        problems = (*self.set.problems, *self.problems)
        if self.is_rejected():
            return ReadResult(None, problems)
        return ReadResult(self.build(header), problems)

    def rows(self) -> dict[str, Row]:
        """The mapping table of the set."""
        return MAPPING

    # checks over the whole document

    def _check_totals(self) -> None:
        document = self.document
        if document.totals_segment is None:
            return
        if document.line_count is not None and document.line_count != len(self.lines):
            self.problem(
                "line_count_mismatch",
                Severity.FATAL,
                document.totals_segment,
                1,
                value=str(document.line_count),
                expected=str(len(self.lines)),
                reference_number="354",
            )
        if document.hash_total is not None:
            self._check_hash(document.hash_total, document.totals_segment)

    def _check_hash(self, stated: Decimal, segment: int) -> None:
        """CTT02: the digits of the quantities without their points, cut on the left; many send the plain sum."""
        quantities = [line.quantity.value for line in self.lines if line.quantity is not None]
        if len(quantities) < len(self.lines):
            return  # a quantity that could not be read is told where it stands; the total would only repeat it
        plain = sum(quantities, Decimal(0))
        digits = sum(int("".join(map(str, abs(value).as_tuple().digits))) for value in quantities)
        if stated not in (plain, Decimal(digits), Decimal(digits % 10**10)):
            self.problem(
                "hash_total_mismatch",
                Severity.ERROR,
                segment,
                2,
                value=str(stated),
                expected=str(plain),
                reference_number="347",
            )

    def check_lines(self) -> None:
        """Line ids that come twice, and parts that do not sum up to their line."""
        ids = [line.line_id for line in self.lines if line.line_id is not None]
        has_duplicates = len(set(ids)) < len(ids)
        seen: set[str] = set()
        for line in self.lines:
            if has_duplicates and line.line_id is not None:
                if line.line_id in seen:
                    self.problem(
                        "duplicate_line_id",
                        Severity.FATAL,
                        line.segment,
                        1,
                        value=line.line_id,
                        reference_number="350",
                    )
                seen.add(line.line_id)
            if line.schedule_lines:
                self._check_sum("schedule_total_mismatch", line, line.schedule_lines)
            if line.attached and (parts := line.many("destinations")):
                self._check_sum("destination_total_mismatch", line, parts)

    def _check_sum(
        self, code: str, line: OrderLineBuilder, parts: Sequence[ScheduleLine] | Sequence[Destination]
    ) -> None:
        if line.quantity is None or (len(parts) == 1 and parts[0].quantity is line.quantity):
            return
        unit = line.quantity.unit_as_sent
        total = Decimal(0)
        for part in parts:
            if part.quantity.unit_as_sent != unit:
                return
            total += part.quantity.value
        if total != line.quantity.value:
            self.problem(
                code,
                Severity.WARNING,
                line.segment,
                value=str(total),
                expected=str(line.quantity.value),
                parameters={"line": line.line_id or str(line.position)},
            )

    # building

    def build(self, header: MessageHeader) -> Order | OrderChange:
        """The message that was read."""
        document = self.document
        settle_contacts(document.parties, document.contacts)
        change = _CHANGES.get(document.purpose) if document.purpose else None
        schema = ORDER_SCHEMA if change is None else ORDER_CHANGE_SCHEMA
        full_header = completed(header, schema, self.guide, self.set, self.leniencies)
        common = self.common(full_header)
        if change is None:
            return Order(
                order_number=document.order_number,
                release_number=document.release_number,
                order_date=document.order_date,
                order_type=document.order_type or OrderType.OTHER,
                lines=tuple([line.build() for line in self.lines]),
                **common,
            )
        return OrderChange(
            order=OrderReference(document.order_number, document.release_number, None, document.order_date),
            change_kind=change,
            order_type=document.order_type,
            lines=tuple([line.build_change(change) for line in self.lines]),
            **common,
        )

    def common(self, header: MessageHeader) -> dict[str, Any]:
        """The fields that an order and a change of it have in common."""
        document = self.document
        return {
            "header": header,
            "order_type_as_sent": document.order_type_as_sent,
            "contract_number": document.contract_number,
            "acknowledgment_wanted": document.acknowledgment_wanted,
            "purpose": document.purpose,
            "purpose_as_sent": document.purpose_as_sent,
            "currency": document.currency,
            "exchange_rate": document.exchange_rate,
            "parties": document.built_parties(),
            "references": tuple(document.references),
            "notes": document.built_notes(),
            "dates": tuple(document.dates),
            "requested_delivery": document.windows.get("requested_delivery"),
            "requested_ship": document.windows.get("requested_ship"),
            "cancel_after": document.cancel_after,
            "payment_terms": tuple(document.payment_terms),
            "delivery_terms": document.delivery_terms,
            "transport": tuple(document.transport),
            "allowances_charges": tuple(document.allowances),
            "taxes": tuple(document.taxes),
            "totals": document.totals(),
            "extensions": tuple(document.extensions),
        }


# mapping functions


def _read_beg(r: OrderReading, s: Segment, number: int) -> None:
    document = r.document
    document.purpose = PURPOSES.get(s[1])
    document.purpose_as_sent = r.sent("353", s[1])
    if document.purpose is None:
        document.purpose = Purpose.OTHER
        if s[1] in CODES["353"].split():  # one outside of the list has been told already
            r.problem("purpose_not_supported", Severity.FATAL, number, 1, value=s[1], reference_number="353")
    document.order_type = ORDER_TYPES.get(s[2], OrderType.OTHER)
    document.order_type_as_sent = r.sent("92", s[2])
    if document.order_type is OrderType.OTHER and s[2]:
        r.untranslated("92", s[2], number, 2)
    document.order_number = s[3]
    document.release_number = s[4] or None
    document.order_date = r.dates[s[5]]
    document.contract_number = s[6] or None
    document.acknowledgment_wanted = s[7] or None


def _read_po1(  # noqa: PLR0917 - the elements in their order
    r: OrderReading,
    number: int,
    line_id: str,
    total: Quantity | None,
    unit: str,
    price: Price | None,
    basis: str,
    ids: Iterable[Identifier],
) -> None:
    lines = r.lines
    r.line = r.owner = line = OrderLineBuilder(len(lines) + 1, number, line_id or None, total, price)
    lines.append(line)
    line.ids = tuple(ids)
    if total is None:
        if not r.element(number, 2):  # one that cannot be read has been told already
            r.problem("line_without_quantity", Severity.FATAL, number, 2, reference_number="330")
    elif total.unit is None and unit:
        r.untranslated("355", unit, number, 3)
    if price is None:
        if basis:
            r.keep_sent(number, 5)
    elif price.kind is _UNKNOWN_BASIS:
        r.untranslated("639", basis, number, 5)


_UNKNOWN_BASIS = PriceKind.OTHER
_PO1 = (1, Value("QUANTITIES", 2, 3), 3, Value("PRICES", 4, 5), 5, ITEM_IDS)


def _read_line_cur(r: OrderReading, s: Segment, number: int) -> None:
    """CUR of a line: the currency of its price."""
    read_cur(r, s, number)
    line = r.line
    if line is not None and line.price is not None and line.price.currency is None:
        price = line.price
        line.price = type(price)(
            price.amount, line.currency, price.per, price.kind, None, None, price.basis_as_sent
        )
    elif line is not None and line.price is None:
        r.keep(s, number, 2)


def _read_sch(r: OrderReading, number: int, total: Quantity | None, unit: str, *rest: Any) -> None:
    part = schedule(r, number, total, unit, *rest)
    if part is not None and r.line is not None:
        r.line.schedule_lines.append(part)


def _read_sdq(r: OrderReading, number: int, unit: str, _: str, *rest: Any) -> None:
    """SDQ: store and quantity in turn; SDQ23 is a place inside the stores, not a pair."""
    line = r.line
    if line is None:
        return
    inside = rest[_SDQ_PAIRS] or None if len(rest) > _SDQ_PAIRS else None
    parts = iter(rest[:_SDQ_PAIRS])
    total = None
    for at, (store, amount) in enumerate(zip_longest(parts, parts)):
        if store.value and amount is not None:
            line.destinations.append(Destination(store, amount, inside))
            total = amount
        else:
            r.keep_sent(number, 3 + 2 * at, 4 + 2 * at)
    if unit and total is not None and total.unit is None:
        r.untranslated("355", unit, number, 1)


_SDQ_PAIRS = 20
_SDQ: tuple[int | Value, ...] = (
    1,
    2,
    *(
        Value("QUANTITIES", position, 1) if position % 2 == 0 else Value("PLACES", position, 2)
        for position in range(3, 23)
    ),
    23,
)


def _read_line_amount(r: OrderReading, s: Segment, number: int) -> None:
    """AMT*1 is the line's amount; other amounts are kept as they are."""
    amount = r.numbers[s[2]] if s[2] else None
    if r.line is not None and s[1] == "1" and amount is not None and r.line.line_amount is None:
        r.line.line_amount = Money(amount)
    else:
        r.keep(s, number, 1, 2)


def _read_sln(r: OrderReading, s: Segment, number: int) -> None:
    if r.line is None:
        return
    component = ComponentBuilder(s[1], s[2] or None, s[3], number)
    component.relationship_as_sent = r.sent("662", s[3])
    unit = r.split(s[5]) if s[5] else ""
    first_unit = unit if isinstance(unit, str) else unit[0]
    component.quantity = quantity(r, r.numbers[s[4]] if s[4] else None, first_unit, number, 5)
    if isinstance(unit, tuple) or component.quantity is None:
        r.keep(s, number, 5)
    component.price = read_price(r, s, (6, 7), None, number)
    component.ids = read_ids(r, s, 9, number)
    r.line.components.append(component)


def _read_component_pid(r: OrderReading, s: Segment, number: int) -> None:
    if r.line is not None and s[1] == "F":
        description = Description(s[5] or None, s[9] or None, s[4] or None)
        r.line.components[-1].descriptions.append(description)
        r.keep(s, number, 2)
    else:
        r.keep(s, number, 1, 2, 4, 5, 9)


def _read_ctt(r: OrderReading, s: Segment, number: int) -> None:
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


def _read_total(r: OrderReading, s: Segment, number: int) -> None:
    """AMT*TT below CTT is the total that the sender worked out."""
    amount = r.numbers[s[2]] if s[2] else None
    if s[1] == "TT" and amount is not None and r.document.amount is None:
        r.document.amount = Money(amount)
    else:
        r.keep(s, number, 1, 2)


# What follows the first segment of a line in an order and in its changes. An ITD of a line has no field of ours.
LINE_ROWS: dict[str, Row] = {
    **{path: entry for path, entry in OWNER_ROWS.items() if path != "ITD"},
    "CUR": row(_read_line_cur, (1, 2)),
    "PID/PID": PID,
    "PID/MEA": row(read_measure, (1, 2, 3, 4)),
    "MEA": row(read_measure, (1, 2, 3, 4)),
    "CTP/CTP": CTP,
    "TC2": row(read_tc2),
    "PO4": PACK,
    "SCH/SCH": typed(_read_sch, SCHEDULE),
    "SDQ": typed(_read_sdq, _SDQ),
    "AMT/AMT": row(_read_line_amount, (1, 2)),
    "SLN/SLN": row(_read_sln, (1, 2, 3, 4, 5, 6, 7, *range(9, 29))),
    "SLN/PID": row(_read_component_pid, (1, 2, 4, 5, 9)),
}
# What documents that carry an order, or a change of it, share in header and summary.
DOCUMENT_ROWS: dict[str, Row] = {
    "CUR": row(read_document_cur, (1, 2, 3)),
    "PER": row(read_document_contact, range(1, 9)),
    "PKG": row(read_pkg, (2, 5)),
    **OWNER_ROWS,
    "CTT/CTT": row(_read_ctt, (1, 2, 3, 4, 5, 6)),
    "CTT/AMT": row(_read_total, (1, 2)),
}
MAPPING: dict[str, Row] = {
    "BEG": row(_read_beg, (1, 2, 3, 4, 5, 6, 7)),
    "PO1/PO1": typed(_read_po1, _PO1, range(6, 26)),
    "PO1/PKG/PKG": row(read_pkg, (2, 5)),
    **DOCUMENT_ROWS,
    **{f"PO1/{path}": entry for path, entry in LINE_ROWS.items()},
}
