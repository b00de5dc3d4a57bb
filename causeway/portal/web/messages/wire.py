"""How a message stands on the wire: its own bytes, the characters between its elements, and where its fields came from.

Bytes belong to whoever may see the message; the envelope and the agreement that say how to read them belong to the
tenant and are read on its side, narrowly: delimiters, charset and leniencies, nothing that names anybody.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from causeway.gateway.canonical.codec import decode
from causeway.gateway.exchanges.models import Interchange, Message
from causeway.gateway.exchanges.queries import message_bytes
from causeway.gateway.formats import x12
from causeway.gateway.formats.x12.documents import READERS
from causeway.gateway.formats.x12.envelope import cut_set
from causeway.gateway.partners.models import Agreement
from causeway.gateway.partners.terms import read_terms
from causeway.gateway.pipeline.x12_terms import read_options
from causeway.tenants.context import current_scope
from causeway.tenants.db import unit_of_work
from causeway.tenants.errors import AgreementError

# A tag of a segment that begins an order line, of any document that has order lines.
_LINE_SEGMENTS = frozenset({"PO1", "POC", "IT1", "LIN"})
# Behind these nothing belongs to a line any more.
_SUMMARY_SEGMENTS = frozenset({"CTT", "TDS", "SE"})
# Where the number stands by which people know the document.
_NUMBERS = {"850": ("BEG", 3), "860": ("BCH", 3), "855": ("BAK", 3)}
Places = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class WireSet:
    """The segments of a message in order, each a list of elements (the tag first), and what stands between them."""

    transaction_set: x12.TransactionSet
    options: x12.ReadOptions

    @property
    def segments(self) -> list[list[str]]:
        """All segments from ST to SE."""
        return self.transaction_set.segments

    @property
    def delimiters(self) -> x12.Delimiters:
        """The characters in use."""
        return self.transaction_set.delimiters

    def line_of(self, number: int) -> str | None:
        """The id of the order line that a segment (ST = 1) belongs to; None in the header or outside the set."""
        for elements in reversed(self.segments[: max(number, 0)]):
            if elements[0] in _SUMMARY_SEGMENTS:
                return None
            if elements[0] in _LINE_SEGMENTS:
                return elements[1] if len(elements) > 1 and elements[1] else None
        return None

    @property
    def number_as_sent(self) -> str | None:
        """The number by which people know the document, read off its first segments; for one that was refused."""
        tag, position = _NUMBERS.get(self.transaction_set.set_id, ("", 0))
        for elements in self.segments[:3]:
            if elements[0] == tag and len(elements) > position:
                return elements[position] or None
        return None


def read_wire(message: Message) -> WireSet | None:
    """The message's segments; None while it has no bytes (what waits to be sent is not written yet)."""
    content = message_bytes(message)
    if not content:
        return None
    envelope, options = _how_it_was_written(message)
    text = content.decode(options.charset, "replace")
    delimiters = _delimiters(envelope) or _guessed_delimiters(text)
    transaction_set = cut_set(
        content,
        delimiters,
        options.charset,
        set_id=message.document,
        control_number=message.control_number or "",
    )
    return WireSet(transaction_set, options)


def trace_fields(message: Message, wire: WireSet, version: str | None) -> Places:
    """Which segment and element each field of the canonical message came from; empty where that cannot be told."""
    read = READERS.get(message.document)
    guide = x12.find_guide(message.document, version or "")
    if read is None or guide is None or not message.canonical:
        return {}
    header = decode(json.dumps(message.canonical)).header
    reader: Callable[[x12.TransactionSet], Any] = lambda read_set: read(read_set, guide, header, wire.options)  # noqa: E731
    return x12.trace(wire.transaction_set, reader)


def _how_it_was_written(message: Message) -> tuple[Mapping[str, Any], x12.ReadOptions]:
    # On the tenant's side: see the module's docstring.
    with unit_of_work(current_scope().as_staff()) as session:
        tenant_id = message.tenant_id
        interchange = (
            session.get(Interchange, (tenant_id, message.interchange_id)) if message.interchange_id else None
        )
        agreement = (
            session.get(Agreement, (tenant_id, message.agreement_id)) if message.agreement_id else None
        )
        envelope = dict(interchange.envelope) if interchange else {}
        stored = dict(agreement.terms) if agreement else {}
    try:
        return envelope, read_options(read_terms(stored))
    except AgreementError:
        # The terms were broken after the message came; its bytes can be looked at all the same.
        return envelope, x12.DEFAULT_OPTIONS


def _delimiters(envelope: Mapping[str, Any]) -> x12.Delimiters | None:
    known = envelope.get("delimiters")
    if not isinstance(known, list) or len(known) != 4 or not known[0] or not known[3]:
        return None
    return x12.Delimiters(*known)


def _guessed_delimiters(text: str) -> x12.Delimiters:
    """From the set itself: the character after ST, and the last one of the set."""
    element = text.lstrip()[2:3] or "*"
    end = text.rstrip(" \t\r\n")
    last = end[-1:] or "~"
    if last.isalnum() or last == element:
        # Nothing but line breaks ends the segments.
        last = "\n" if "\n" in text else "\r"
    return x12.Delimiters(element=element, component=None, terminator=last)
