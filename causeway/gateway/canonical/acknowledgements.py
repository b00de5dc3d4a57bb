"""Acknowledgements: "we could read it" (functional), and what the business says of a document (application advice)."""

from enum import StrEnum

from causeway.gateway.canonical.base import Message, Value
from causeway.gateway.canonical.document import Document
from causeway.gateway.canonical.header import MessageHeader
from causeway.gateway.canonical.parties import Identifier
from causeway.gateway.canonical.quantities import Money, Quantity
from causeway.gateway.canonical.references import Coded, Extension, Note, OrderReference, Reference
from causeway.gateway.canonical.times import Moment, OtherDate

FUNCTIONAL_ACK_SCHEMA = "functional_ack/1"
APPLICATION_ADVICE_SCHEMA = "application_advice/1"


class AckLevel(StrEnum):
    """What is acknowledged."""

    INTERCHANGE = "interchange"
    GROUP = "group"
    MESSAGE = "message"


class AckStatus(StrEnum):
    """The verdict."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_ERRORS = "accepted_with_errors"
    PARTIALLY_ACCEPTED = "partially_accepted"
    REJECTED = "rejected"


class Acknowledged(Value, frozen=True):
    """What the acknowledgement is about, as its sender had numbered it."""

    sender: tuple[Identifier, ...] = ()
    receiver: tuple[Identifier, ...] = ()
    interchange_control: str | None = None
    interchange_at: Moment | None = None
    functional_id: str | None = None
    group_control: str | None = None
    version: str | None = None
    set_id: str | None = None
    set_control: str | None = None


class AckContext(Value, frozen=True):
    """What an error depends on (999, CTX): a business unit with its reference, or the place that asked for it."""

    name: str
    reference: str | None = None
    segment_id: str | None = None
    segment_position: int | None = None
    loop: str | None = None
    element: int | None = None
    component: int | None = None
    repetition: int | None = None
    reference_numbers: tuple[str, ...] = ()


class ElementError(Value, frozen=True):
    """An error in one element; `value` is the copy of the bad value."""

    code: str
    position: int | None = None
    component: int | None = None
    repetition: int | None = None
    reference_number: str | None = None
    value: str | None = None
    context: tuple[AckContext, ...] = ()


class SegmentError(Value, frozen=True):
    """A segment in error; `position` counts from the set's own header = 1."""

    segment_id: str
    position: int
    loop: str | None = None
    code: str | None = None
    context: tuple[AckContext, ...] = ()
    elements: tuple[ElementError, ...] = ()


class AcknowledgedSet(Value, frozen=True):
    """The verdict on one transaction set."""

    set_id: str
    control: str
    status: AckStatus
    convention: str | None = None
    status_as_sent: str | None = None
    codes: tuple[Coded, ...] = ()
    segments: tuple[SegmentError, ...] = ()


class FunctionalAck(Message, frozen=True, kw_only=True, tag="functional_ack"):
    """The verdict on an interchange, group or message; `included` repeats the claim, `received` is what was counted."""

    header: MessageHeader
    level: AckLevel
    acknowledges: Acknowledged
    status: AckStatus
    status_as_sent: str | None = None
    codes: tuple[Coded, ...] = ()
    included: int | None = None
    received: int | None = None
    accepted: int | None = None
    sets: tuple[AcknowledgedSet, ...] = ()
    extensions: tuple[Extension, ...] = ()


class AdviceLevel(StrEnum):
    """What an advice speaks of."""

    DOCUMENT = "document"
    GROUP = "group"
    BATCH = "batch"
    ITEM = "item"
    OTHER = "other"


class AdviceStatus(StrEnum):
    """What the business made of it."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_ERRORS = "accepted_with_errors"
    ACCEPTED_WITH_CHANGES = "accepted_with_changes"
    PARTLY_ACCEPTED = "partly_accepted"
    REJECTED = "rejected"
    OTHER = "other"


class AdviceSeverity(StrEnum):
    """How grave an error is."""

    ERROR = "error"
    WARNING = "warning"
    OTHER = "other"


class AdviceAmount(Value, frozen=True):
    """An amount of the document spoken of, under the code that says which."""

    money: Money
    as_sent: str | None = None


class AdviceQuantity(Value, frozen=True):
    """A quantity of the document spoken of, under the code that says which."""

    quantity: Quantity
    as_sent: str | None = None


class AdviceError(Value, frozen=True):
    """What the business found wrong, and where."""

    code: Coded
    text: str | None = None
    segment_id: str | None = None
    segment_position: int | None = None
    element: int | None = None
    component: int | None = None
    value_sent: str | None = None
    value_expected: str | None = None
    severity: AdviceSeverity | None = None
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()


class AdviceSubject(Value, frozen=True):
    """The verdict on one document, group of documents or item."""

    level: AdviceLevel
    status: AdviceStatus
    document: Reference
    status_as_sent: str | None = None
    order: OrderReference | None = None
    functional_id: str | None = None
    group_control: str | None = None
    set_control: str | None = None
    set_id: str | None = None
    version: str | None = None
    sent_at: Moment | None = None
    sender: str | None = None
    receiver: str | None = None
    line_id: str | None = None
    amounts: tuple[AdviceAmount, ...] = ()
    quantities: tuple[AdviceQuantity, ...] = ()
    dates: tuple[OtherDate, ...] = ()
    errors: tuple[AdviceError, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    extensions: tuple[Extension, ...] = ()


class ApplicationAdvice(Document, frozen=True, kw_only=True, tag="application_advice"):
    """Business verdicts on documents that could be read; never sent for what was refused as unreadable."""

    advice_number: str
    at: Moment
    action: str | None = None
    answers: Reference | None = None
    subjects: tuple[AdviceSubject, ...] = ()
