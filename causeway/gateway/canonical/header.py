"""What every message says about itself: the envelope's facts, the purpose, the sender's own totals."""

from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from causeway.gateway.canonical.base import Value
from causeway.gateway.canonical.parties import Identifier
from causeway.gateway.canonical.quantities import Money, Quantity
from causeway.gateway.canonical.times import Moment


class Standard(StrEnum):
    """The family of formats a message came from or goes to."""

    X12 = "x12"
    EDIFACT = "edifact"
    UBL = "ubl"
    CXML = "cxml"
    GS1XML = "gs1xml"
    FLAT = "flat"
    REST = "rest"
    WEB = "web"


class Usage(StrEnum):
    """Whether the message counts."""

    PRODUCTION = "production"
    TEST = "test"
    INFORMATION = "information"


class Purpose(StrEnum):
    """What the sender wants done with the document."""

    ORIGINAL = "original"
    CHANGE = "change"
    REPLACE = "replace"
    CANCEL = "cancel"
    CONFIRM = "confirm"
    DUPLICATE = "duplicate"
    INFORMATION = "information"
    DRAFT = "draft"
    OTHER = "other"


class MessageHeader(Value, frozen=True):
    """The only place for envelope facts; control numbers are text and keep their zeros."""

    schema: str
    message_id: UUID
    standard: Standard
    version: str
    document_code: str
    guide: str | None = None
    sender: tuple[Identifier, ...] = ()
    receiver: tuple[Identifier, ...] = ()
    interchange_control: str | None = None
    group_control: str | None = None
    set_control: str | None = None
    sequence_in_group: int | None = None
    functional_id: str | None = None
    usage: Usage = Usage.PRODUCTION
    written_at: Moment | None = None
    language: str | None = None
    charset: str | None = None
    source_sha256: str | None = None
    segment_first: int | None = None
    segment_last: int | None = None
    leniencies: tuple[str, ...] = ()


class ControlTotals(Value, frozen=True):
    """Totals as the sender gave them, for checking."""

    line_count: int | None = None
    hash_total: Decimal | None = None
    quantity_total: Decimal | None = None
    weight: Quantity | None = None
    volume: Quantity | None = None
    amount: Money | None = None
