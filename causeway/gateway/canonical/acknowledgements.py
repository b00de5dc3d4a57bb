"""Acknowledgements of receipt: "we could read it", as against the seller's "we will deliver it"."""

from enum import StrEnum

from causeway.gateway.canonical.base import Message, Value
from causeway.gateway.canonical.header import MessageHeader
from causeway.gateway.canonical.parties import Identifier
from causeway.gateway.canonical.references import Coded
from causeway.gateway.canonical.times import Moment

FUNCTIONAL_ACK_SCHEMA = "functional_ack/1"


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


class ElementError(Value, frozen=True):
    """An error in one element; `value` is the copy of the bad value."""

    code: str
    position: int | None = None
    component: int | None = None
    repetition: int | None = None
    reference_number: str | None = None
    value: str | None = None
    context: tuple[str, ...] = ()


class SegmentError(Value, frozen=True):
    """A segment in error; `position` counts from the set's own header = 1."""

    segment_id: str
    position: int
    loop: str | None = None
    code: str | None = None
    context: tuple[str, ...] = ()
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
