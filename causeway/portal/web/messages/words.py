"""What states, documents and reasons are called in the reader's language, each a whole text of its own.

Codes are stable and stored; the texts here may change. A reason without a text is shown as its code, so that nothing
is ever blank: a test keeps the tables complete.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from causeway.gateway.canonical.acknowledgements import AckStatus
from causeway.gateway.exchanges.models import Direction, ExchangeState
from causeway.portal.web.i18n import gettext, mark


class Badge(NamedTuple):
    """A word with the tint that goes with it."""

    text: str
    tint: str


DOCUMENTS = {
    "850": mark("Purchase order"),
    "855": mark("Purchase order acknowledgment"),
    "860": mark("Purchase order change"),
    "865": mark("Purchase order change acknowledgment"),
    "856": mark("Ship notice"),
    "810": mark("Invoice"),
    "997": mark("Functional acknowledgment"),
    "999": mark("Implementation acknowledgment"),
    "TA1": mark("Interchange acknowledgment"),
    "824": mark("Application advice"),
    "846": mark("Inventory advice"),
    "852": mark("Product activity"),
    "830": mark("Planning schedule"),
    "862": mark("Shipping schedule"),
    "861": mark("Receiving advice"),
    "820": mark("Remittance advice"),
}

LISTED_DOCUMENTS = ("850", "855", "860", "997")
_VIEWS = {
    "side": mark("Raw and canonical"),
    "raw": mark("Raw"),
    "parsed": mark("Parsed"),
    "canonical": mark("Canonical"),
}

_STATES: dict[str, tuple[str, str]] = {
    ExchangeState.RECEIVED: (mark("Received"), "info"),
    ExchangeState.HELD: (mark("Held"), "warn"),
    ExchangeState.REJECTED: (mark("Rejected"), "bad"),
    ExchangeState.APPLIED: (mark("Applied"), "ok"),
    ExchangeState.FAILED: (mark("Failed"), "bad"),
    ExchangeState.PENDING: (mark("Waiting to be sent"), "info"),
    ExchangeState.CANCELLED: (mark("Cancelled"), "mute"),
    ExchangeState.SENT: (mark("Sent"), "info"),
    ExchangeState.DELIVERED: (mark("Delivered"), "info"),
    ExchangeState.ACKNOWLEDGED: (mark("Acknowledged"), "ok"),
    ExchangeState.REFUSED: (mark("Refused"), "bad"),
    ExchangeState.OVERDUE: (mark("Overdue"), "bad"),
}

_ACK_STATUSES: dict[str, tuple[str, str]] = {
    AckStatus.ACCEPTED: (mark("Accepted"), "ok"),
    AckStatus.ACCEPTED_WITH_ERRORS: (mark("Accepted with errors"), "warn"),
    AckStatus.PARTIALLY_ACCEPTED: (mark("Partly accepted"), "warn"),
    AckStatus.REJECTED: (mark("Rejected"), "bad"),
}


def document_name(document: str) -> str | None:
    """What the document is called; None for one that we have no name for."""
    name = DOCUMENTS.get(document)
    return gettext(name) if name else None


def state_badge(state: str) -> Badge:
    """The state as a word and a tint."""
    text, tint = _STATES[state]
    return Badge(gettext(text), tint)


def ack_badge(status: str) -> Badge:
    """The verdict of an acknowledgement as a word and a tint."""
    text, tint = _ACK_STATUSES[status]
    return Badge(gettext(text), tint)


def view_name(view: str) -> str:
    """What a way of looking at a message is called."""
    return gettext(_VIEWS[view])


def direction_name(direction: str) -> str:
    """Whether it came in or went out."""
    return gettext("Inbound") if direction == Direction.IN else gettext("Outbound")


def sentence(table: Mapping[str, str], code: str, data: Mapping[str, Any]) -> str | None:
    """The table's text for a code with the values it names; None where the table has none.

    A value that the text names and the stored data lack is shown as a dash: old rows must stay readable.
    """
    text = table.get(code)
    return gettext(text, **_Lenient(data)) if text else None


class _Lenient(dict[str, Any]):
    """Values by name for a text; a missing one is a dash."""

    def __missing__(self, key: str) -> str:
        return "—"
