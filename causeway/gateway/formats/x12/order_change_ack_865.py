"""865 purchase order change acknowledgment to OrderResponse, and back: POC repeats the line, ACK answers it.

A seller also sends an 865 unasked, to propose a change. It is one where it changes (BCA01 04) and names neither the
number nor the date of a change by the buyer; such a message responds to nothing.
"""

from causeway.gateway.canonical.header import MessageHeader, Purpose
from causeway.gateway.canonical.orders import OrderResponse, OrderResponseLine, RespondsTo
from causeway.gateway.canonical.references import OrderReference
from causeway.gateway.formats.x12.attachments import quantity
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, ReadOptions
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.lines import read_ids, read_price
from causeway.gateway.formats.x12.po_ack_855 import (
    DOCUMENT_ROWS,
    LINE_ROWS,
    ResponseLineBuilder,
    ResponseReading,
    read_answer,
)
from causeway.gateway.formats.x12.po_ack_855_write import (
    purpose_code,
    response_code,
    write_answer_header,
    write_answer_totals,
    write_confirmations,
    write_repeated,
)
from causeway.gateway.formats.x12.reading import Row, row
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.writing.base import DEFAULT_WRITE_OPTIONS, WriteOptions, Writer, WriteResult
from causeway.gateway.formats.x12.writing.lines import amount, item_ids, price_and_basis
from causeway.gateway.formats.x12.writing.values import Default


def read(
    transaction_set: TransactionSet,
    guide: Guide,
    header: MessageHeader,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> ReadResult[OrderResponse]:
    """The seller's answer to a change, or the change the seller proposes. Never raises for what was sent."""
    return _ChangeAnswerReading(transaction_set, guide, options).result(header)


def write(response: OrderResponse, options: WriteOptions = DEFAULT_WRITE_OPTIONS) -> WriteResult:
    """The segments between ST and SE, and what they cannot carry. Raises NotWritableError for a code without a form."""
    w = Writer("865", response, options, MAPPING)
    order = response.order
    w.add(
        "BCA",
        purpose_code(w, response, "BCA01"),
        response_code(w, response, "BCA02"),
        order.order_number,
        order.release_number or "",
        response.change_sequence or "",
        w.day(order.order_date),
        "",
        response.contract_number or "",
        response.sales_order_number or "",
        w.day(response.response_date),
    )
    write_answer_header(w, response)
    for line in response.lines:
        _write_line(w, line)
    w.summary()
    write_answer_totals(w, response)
    return w.result()


class _ChangeAnswerReading(ResponseReading):
    def rows(self) -> dict[str, Row]:
        return MAPPING


def _read_bca(r: _ChangeAnswerReading, s: Segment, number: int) -> None:
    read_answer(r, s, number)
    r.order = OrderReference(s[3], s[4] or None, None, r.dates[s[6]] if s[6] else None)
    r.change_sequence = s[5] or None
    r.contract_number = s[8] or None
    r.sales_order_number = s[9] or None
    r.response_date = r.dates[s[10]] if s[10] else None
    proposes = r.document.purpose is Purpose.CHANGE and not s[5] and not s[11]
    r.responds_to = RespondsTo.NOTHING if proposes else RespondsTo.ORDER_CHANGE


def _read_poc(r: _ChangeAnswerReading, s: Segment, number: int) -> None:
    r.owner = line = ResponseLineBuilder(len(r.lines) + 1, number)
    r.lines.append(line)
    line.line_id = s[1] or None
    unit = r.split(s[5]) if s[5] else ""
    first = unit if isinstance(unit, str) else str(unit[0])
    line.quantity = quantity(r, r.numbers[s[3]] if s[3] else None, first, number, 5)
    if isinstance(unit, tuple) or line.quantity is None:
        r.keep(s, number, 5)
    line.price = read_price(r, s, (6, 7), None, number)
    line.ids = read_ids(r, s, 8, number)
    r.windows = frozenset()  # a line of an answer has no windows: its dates are dates


# POC02 and POC04 repeat what the change said of the line; the answer is in the ACKs.
MAPPING: dict[str, Row] = {
    **DOCUMENT_ROWS,
    "BCA": row(_read_bca, (1, 2, 3, 4, 5, 6, 8, 9, 10)),
    "POC/POC": row(_read_poc, (1, 3, 5, 6, 7, *range(8, 28))),
    **{f"POC/{path}": entry for path, entry in LINE_ROWS.items()},
}


def _write_line(w: Writer, line: OrderResponseLine) -> None:
    w.begin(line.extensions)
    ordered = line.ordered
    value, unit = amount(w, ordered.quantity, "POC05")
    price = price_and_basis(w, ordered.price, "POC07")
    ids = item_ids(w, ordered.item, "POC")
    w.add("POC", line.line_id or "", Default("CA"), value, "", unit, *price, *ids)
    write_repeated(w, line)
    write_confirmations(w, line, notes_below=True)
