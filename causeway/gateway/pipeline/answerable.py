"""Whether an order could ever be answered by document: its numbers are the keys that an 855 must carry unchanged.

Everything else that an answer repeats can be left out of it (see `formats.x12.echoes`). A number cannot: without it
nobody knows what is answered. So it is asked before the order takes effect, while its sender can still be told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from causeway.gateway.canonical.intake import Held
from causeway.gateway.canonical.orders import Order, OrderChange
from causeway.gateway.partners.terms import Terms

# The longest values of X12 elements 324 (BAK03), 328 (BAK05) and 350 (PO101), in all versions that we write.
_ORDER_NUMBER, _RELEASE_NUMBER, _LINE_ID = 22, 30, 20


@dataclass(frozen=True, slots=True)
class _Key:
    value: str
    most: int


def unanswerable(message: Order | OrderChange, terms: Terms) -> Held | None:
    """Why the message waits, because its answer could not be written under these terms; None where it could."""
    for key in _keys(message):
        if len(key.value) > key.most:
            return Held("answer_too_long", {"value": key.value, "most": key.most})
        if not _is_writable(key.value, terms):
            return Held("answer_unwritable", {"value": key.value})
    return None


def _keys(message: Order | OrderChange) -> Iterator[_Key]:
    about = message if isinstance(message, Order) else message.order
    yield _Key(about.order_number, _ORDER_NUMBER)
    yield _Key(about.release_number or "", _RELEASE_NUMBER)
    for line in message.lines:
        yield _Key(line.line_id or "", _LINE_ID)


def _is_writable(value: str, terms: Terms) -> bool:
    marks = terms.delimiters
    if any(mark in value for mark in (marks.element, marks.component, marks.repetition, marks.terminator)):
        # Something else in its place would be another number.
        return False
    try:
        value.encode(terms.charset)
    except UnicodeEncodeError:
        return False
    return value.isprintable()
