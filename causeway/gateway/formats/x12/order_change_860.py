"""860 purchase order change to OrderChange, and back.

What POC03 states is the agreement's to say (`quantity_means`). Where it does not, the quantity is kept as it was sent
and `new_quantity` stays empty: what the buyer wants is then a person's to decide. A line that is added, and one whose
values are all replaced, states the new quantity whatever was agreed.
"""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from causeway.gateway.canonical.header import MessageHeader, Purpose
from causeway.gateway.canonical.orders import (
    ORDER_CHANGE_SCHEMA,
    ChangeKind,
    LineAction,
    OrderChange,
    OrderChangeLine,
    QuantityMeaning,
)
from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.references import OrderReference
from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.attachments import quantity, read_pkg, settle_contacts
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, ReadOptions
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.codes import CODES
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.header import completed
from causeway.gateway.formats.x12.lines import read_ids, read_price
from causeway.gateway.formats.x12.meanings import (
    LINE_ACTION_CODES,
    LINE_ACTIONS,
    ORDER_TYPE_CODES,
    ORDER_TYPES,
    PURPOSES,
)
from causeway.gateway.formats.x12.order_builders import OrderBuilder, OrderLineBuilder
from causeway.gateway.formats.x12.po_850 import DOCUMENT_ROWS, LINE_ROWS, OrderReading
from causeway.gateway.formats.x12.po_850_write import (
    write_attached,
    write_currency_of_line,
    write_destinations,
    write_header,
    write_prices_and_measures,
    write_totals,
)
from causeway.gateway.formats.x12.reading import Row, row
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.writing.attachments import (
    REQUESTED,
    write_dates,
    write_dtm,
    write_msg,
    write_nte,
    write_packing_notes,
    write_references,
    write_windows,
)
from causeway.gateway.formats.x12.writing.base import DEFAULT_WRITE_OPTIONS, WriteOptions, Writer, WriteResult
from causeway.gateway.formats.x12.writing.lines import (
    amount,
    item_ids,
    price_and_basis,
    unit_of,
    write_classes,
    write_descriptions,
    write_pack,
)
from causeway.gateway.formats.x12.writing.terms import (
    write_allowances,
    write_delivery_terms,
    write_taxes,
    write_transport,
)
from causeway.gateway.formats.x12.writing.values import number as written

_CHANGE_KINDS = {
    Purpose.CANCEL: ChangeKind.CANCEL,
    Purpose.CHANGE: ChangeKind.CHANGE,
    Purpose.REPLACE: ChangeKind.REPLACE,
    Purpose.CONFIRM: ChangeKind.CONFIRM_SELLERS_CHANGE,
}
_KIND_CODES = {kind: code for code, word in PURPOSES.items() for kind in (_CHANGE_KINDS.get(word),) if kind}
_STATES_NEW_TOTAL = frozenset({LineAction.ADD, LineAction.REPLACE_ALL_VALUES})
_CANCEL_ORDER = "CF"


def read(
    transaction_set: TransactionSet,
    guide: Guide,
    header: MessageHeader,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> ReadResult[OrderChange]:
    """The change that the set states. Never raises for what was sent."""
    return _ChangeReading(transaction_set, guide, options).result(header)  # type: ignore[return-value]


def write(change: OrderChange, options: WriteOptions = DEFAULT_WRITE_OPTIONS) -> WriteResult:
    """The segments between ST and SE, and what they cannot carry. Raises NotWritableError for a code without a form."""
    return _write(change, MAPPING, options)


# reading


class _ChangeBuilder(OrderBuilder):
    def __init__(self) -> None:
        super().__init__()
        self.change_kind = ChangeKind.CHANGE
        self.change_sequence: str | None = None
        self.change_date: Any = None


class _ChangeLineBuilder(OrderLineBuilder):
    __slots__ = ("action", "action_as_sent", "left_to_receive")

    def __init__(self, position: int, segment: int) -> None:
        super().__init__(position, segment)
        self.action = LineAction.OTHER
        self.action_as_sent: str | None = None
        self.left_to_receive: Quantity | None = None

    def build_line(self, agreed: QuantityMeaning) -> OrderChangeLine:
        sent = self.quantity
        means = QuantityMeaning.NEW_TOTAL if self.action in _STATES_NEW_TOTAL else agreed
        self.quantity = sent or Quantity(
            Decimal(0)
        )  # stands in while the rest is built; never part of the message
        line = self.build()
        values = {name: getattr(line, name) for name in line.__struct_fields__}
        values["quantity"] = self.quantity = sent
        return OrderChangeLine(
            **values,
            action=self.action,
            action_as_sent=self.action_as_sent,
            quantity_sent=sent,
            quantity_left_to_receive=self.left_to_receive,
            quantity_means=means,
            new_quantity=sent if means is QuantityMeaning.NEW_TOTAL else None,
        )


class _ChangeReading(OrderReading):
    document: _ChangeBuilder
    lines: list[_ChangeLineBuilder]  # type: ignore[assignment]

    def __init__(self, transaction_set: TransactionSet, guide: Guide, options: ReadOptions) -> None:
        super().__init__(transaction_set, guide, options)
        self.owner = self.document = _ChangeBuilder()

    def rows(self) -> dict[str, Row]:
        return MAPPING

    def check_lines(self) -> None:
        """Nothing: a change may speak of a line twice, and its parts are those of a quantity that we may not know."""

    def build(self, header: MessageHeader) -> OrderChange:
        document = self.document
        settle_contacts(document.parties, document.contacts)
        return OrderChange(
            order=OrderReference(document.order_number, document.release_number, None, document.order_date),
            change_sequence=document.change_sequence,
            change_date=document.change_date,
            change_kind=document.change_kind,
            order_type=document.order_type,
            lines=tuple([line.build_line(self.options.quantity_means) for line in self.lines]),
            **self.common(completed(header, ORDER_CHANGE_SCHEMA, self.guide, self.set, self.leniencies)),
        )


def _read_bch(r: _ChangeReading, s: Segment, number: int) -> None:
    document = r.document
    document.purpose = PURPOSES.get(s[1], Purpose.OTHER)
    document.purpose_as_sent = r.sent("353", s[1])
    kind = _CHANGE_KINDS.get(document.purpose)
    if kind is not None:
        document.change_kind = kind
    elif s[1] in CODES["353"].split():  # one outside of the list has been told already
        r.problem("purpose_not_supported", Severity.FATAL, number, 1, value=s[1], reference_number="353")
    document.order_type = ORDER_TYPES.get(s[2])
    document.order_type_as_sent = r.sent("92", s[2]) if s[2] else None
    if document.order_type is None and s[2]:
        r.untranslated("92", s[2], number, 2)
    document.order_number = s[3]
    document.release_number = s[4] or None
    document.change_sequence = s[5] or None
    document.order_date = r.dates[s[6]] if s[6] else None
    document.contract_number = s[8] or None
    document.change_date = r.dates[s[11]] if s[11] else None
    document.acknowledgment_wanted = s[14] or None


def _read_poc(r: _ChangeReading, s: Segment, number: int) -> None:
    r.line = r.owner = line = _ChangeLineBuilder(len(r.lines) + 1, number)
    r.lines.append(line)
    line.line_id = s[1] or None
    line.action_as_sent = r.sent("670", s[2])
    line.action = LINE_ACTIONS.get(s[2], LineAction.OTHER)
    if s[2] == _CANCEL_ORDER and r.document.change_kind is ChangeKind.CANCEL:
        line.action = LineAction.DELETE
    elif line.action is LineAction.OTHER:
        r.untranslated("670", s[2], number, 2)
    unit = r.split(s[5]) if s[5] else ""
    first = unit if isinstance(unit, str) else unit[0]
    line.quantity = quantity(r, r.numbers[s[3]] if s[3] else None, first, number, 5)
    line.left_to_receive = quantity(r, r.numbers[s[4]] if s[4] else None, first, number, 5)
    if isinstance(unit, tuple) or not (line.quantity or line.left_to_receive):
        r.keep(s, number, 5)
    line.price = read_price(r, s, (6, 7), None, number)
    line.ids = read_ids(r, s, 8, number)


MAPPING: dict[str, Row] = {
    **DOCUMENT_ROWS,
    "BCH": row(_read_bch, (1, 2, 3, 4, 5, 6, 8, 11, 14)),
    "POC/POC": row(_read_poc),
    "POC/PKG": row(read_pkg, (2, 5)),
    **{f"POC/{path}": entry for path, entry in LINE_ROWS.items()},
}


# writing


def _write(change: OrderChange, mapped: Collection[str], options: WriteOptions) -> WriteResult:
    w = Writer("860", change, options, mapped)
    order = change.order
    w.add(
        "BCH",
        w.code(change.purpose_as_sent, "353", _KIND_CODES, change.change_kind, "BCH01"),
        w.code(change.order_type_as_sent, "92", ORDER_TYPE_CODES, change.order_type or "", "BCH02"),
        order.order_number,
        order.release_number or "",
        change.change_sequence or "",
        w.day(order.order_date),
        "",
        change.contract_number or "",
        *("", ""),
        w.day(change.change_date),
        *("", ""),
        change.acknowledgment_wanted or "",
    )
    write_header(w, change)
    for line in change.lines:
        _write_line(w, line, change.currency)
    w.summary()
    write_totals(w, change.totals, len(change.lines))
    return w.result()


def _write_line(w: Writer, line: OrderChangeLine, currency: str | None) -> None:
    w.begin(line.extensions)
    sent, left = line.quantity_sent or line.quantity, line.quantity_left_to_receive
    unit_from = sent or left
    w.add(
        "POC",
        line.line_id or "",
        w.code(line.action_as_sent, "670", LINE_ACTION_CODES, line.action, "POC02"),
        amount(w, sent, "POC05")[0],
        written(left.value) if left else "",
        unit_of(w, unit_from, "POC05") if unit_from else "",
        *price_and_basis(w, line.price, "POC07"),
        *item_ids(w, line.item, "POC"),
    )
    write_currency_of_line(w, line.price, currency)
    write_prices_and_measures(w, line)
    write_descriptions(w, line.item)
    write_packing_notes(w, line.notes)
    write_pack(w, line.pack)
    write_references(w, line.references, line.notes)
    write_allowances(w, line.allowances_charges)
    write_delivery_terms(w, line.delivery_terms)
    write_destinations(w, line.destinations)
    write_windows(w, line, REQUESTED)
    write_dtm(w, "001", line.cancel_after)
    write_dates(w, line.dates)
    write_transport(w, line.transport)
    write_classes(w, line.item)
    write_taxes(w, line.taxes)
    write_msg(w, line.notes)
    write_nte(w, line.notes)
    write_attached(w, line)
    if line.line_amount is not None:
        w.add("AMT", "1", written(line.line_amount.amount))
