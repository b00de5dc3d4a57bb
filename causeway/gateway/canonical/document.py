"""What most documents of business have in common, beside their own fields."""

from decimal import Decimal

from causeway.gateway.canonical.base import Message
from causeway.gateway.canonical.header import MessageHeader, Purpose
from causeway.gateway.canonical.parties import Party
from causeway.gateway.canonical.references import Extension, Note, Reference
from causeway.gateway.canonical.times import OtherDate


class Document(Message, frozen=True, kw_only=True):
    """The common part of a message; `purpose` is `original` without a code as sent where its format has none."""

    header: MessageHeader
    purpose: Purpose
    purpose_as_sent: str | None = None
    currency: str | None = None
    exchange_rate: Decimal | None = None
    parties: tuple[Party, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    dates: tuple[OtherDate, ...] = ()
    extensions: tuple[Extension, ...] = ()
