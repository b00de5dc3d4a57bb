"""A canonical message as the bytes of one interchange, under the names, marks and versions of its agreement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from causeway.gateway.canonical.acknowledgements import FunctionalAck
from causeway.gateway.canonical.codec import CanonicalMessage
from causeway.gateway.formats.base import NotWritableError, Problem
from causeway.gateway.formats.x12 import read_envelope, ta1
from causeway.gateway.formats.x12.echoes import leave_out
from causeway.gateway.formats.x12.ta1 import INTERCHANGE_ACK
from causeway.gateway.formats.x12.write_envelope import (
    EnvelopeSpec,
    GroupContent,
    OutSegment,
    SetContent,
    write_interchange,
)
from causeway.gateway.partners.models import Agreement, Usage
from causeway.gateway.partners.terms import Terms
from causeway.gateway.pipeline.x12_documents import convention_of, functional_id, version_of, write_set
from causeway.gateway.pipeline.x12_terms import read_options, write_delimiters
from causeway.tenants.errors import AgreementError

_HEADER_BYTES = 106
_ANSWERS = frozenset({"855"})
_SET_CONTROL = "0001"
_CONTROL_LENGTH = 9
_USAGES: dict[str, Literal["P", "T"]] = {Usage.LIVE: "P", Usage.TEST: "T"}
# The interchange version is the document's release without its leading zero digit: 004010 travels in 00401.
_INTERCHANGE_VERSION_LENGTH = 5


class UnwritableError(AgreementError):
    """The document cannot be written as agreed: the agreement, or what was decided, has to change."""

    code = "not_writable"

    def __init__(self, error: NotWritableError) -> None:
        super().__init__(str(error))
        self.problems = error.problems


@dataclass(frozen=True, slots=True)
class Numbers:
    """The control numbers of one interchange and of its one group."""

    interchange: int
    group: int


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of an interchange, and what the log keeps of it; a TA1 has no group and no set."""

    data: bytes
    interchange_control: str
    interchange_version: str
    usage: str
    version: str
    functional_id: str
    group_control: str | None
    set_control: str | None
    set_range: tuple[int, int]
    losses: tuple[Problem, ...] = ()


def write_message(
    message: CanonicalMessage,
    document: str,
    agreement: Agreement,
    terms: Terms,
    numbers: Numbers,
    *,
    written_at: datetime,
) -> Written:
    """The interchange with that one message. UnwritableError where data does not fit; nothing is cut to fit."""
    try:
        return _write(message, document, agreement, terms, numbers, written_at)
    except NotWritableError as error:
        raise UnwritableError(error) from error


def _write(  # noqa: PLR0917 - the same as above, without its edge
    message: CanonicalMessage,
    document: str,
    agreement: Agreement,
    terms: Terms,
    numbers: Numbers,
    written_at: datetime,
) -> Written:
    if document == INTERCHANGE_ACK:
        return _write_ta1(message, agreement, terms, numbers, written_at)
    version = version_of(document, terms, message)
    spec = _spec(agreement, terms, numbers, written_at, version)
    written = write_set(message, document, terms, version)
    data, left_out = _interchange(document, str(numbers.group), version, written.segments, spec)
    return Written(
        data=data,
        interchange_control=spec.control_number,
        interchange_version=spec.interchange_version,
        usage=spec.usage,
        version=version,
        functional_id=functional_id(document),
        group_control=str(numbers.group),
        set_control=_SET_CONTROL,
        set_range=_set_range(data, terms),
        losses=(*written.losses, *left_out),
    )


def _interchange(
    document: str, control_number: str, version: str, segments: Sequence[OutSegment], spec: EnvelopeSpec
) -> tuple[bytes, tuple[Problem, ...]]:
    """The bytes, and what an answer had to leave out of what it repeats of the order."""
    left_out: tuple[Problem, ...] = ()
    while True:
        content = SetContent(document, _SET_CONTROL, segments, convention_of(document))
        group = GroupContent(functional_id(document), control_number, version, [content])
        try:
            return write_interchange([group], spec), left_out
        except NotWritableError as error:
            # Each turn leaves something out or gives up; lengths are looked at once no delimiter is in the data.
            fewer = leave_out(segments, error.problems) if document in _ANSWERS else None
            if fewer is None:
                raise
            segments, left_out = fewer[0], (*left_out, *fewer[1])


def _spec(
    agreement: Agreement, terms: Terms, numbers: Numbers, written_at: datetime, version: str
) -> EnvelopeSpec:
    return EnvelopeSpec(
        sender_qualifier=agreement.our_qualifier,
        sender_id=agreement.our_id,
        receiver_qualifier=agreement.their_qualifier,
        receiver_id=agreement.their_id,
        group_sender=agreement.our_group_id,
        group_receiver=agreement.their_group_id,
        control_number=str(numbers.interchange).zfill(_CONTROL_LENGTH),
        written_at=written_at,
        interchange_version=version[:_INTERCHANGE_VERSION_LENGTH],
        usage=_USAGES[agreement.usage],
        delimiters=write_delimiters(terms),
        charset=terms.charset,
        line_end=terms.line_end,
        replacement=terms.replacement,
    )


def _write_ta1(
    message: CanonicalMessage, agreement: Agreement, terms: Terms, numbers: Numbers, written_at: datetime
) -> Written:
    """An interchange that holds a TA1 and no group; the number taken for a group stays unused."""
    if not isinstance(message, FunctionalAck):
        raise AgreementError("A TA1 is written from an acknowledgement.")
    spec = _spec(agreement, terms, numbers, written_at, terms.write_version)
    data = write_interchange([], spec, [ta1.write(message)])
    # The header has a fixed length, and "TA1" is the next thing that stands behind it.
    start = data.index(INTERCHANGE_ACK.encode(), _HEADER_BYTES)
    end = data.index(b"IEA" + spec.delimiters.element.encode(), start)
    return Written(
        data=data,
        interchange_control=spec.control_number,
        interchange_version=spec.interchange_version,
        usage=spec.usage,
        version="",
        functional_id="",
        group_control=None,
        set_control=None,
        set_range=(start, end),
    )


def _set_range(data: bytes, terms: Terms) -> tuple[int, int]:
    [interchange] = read_envelope(data, read_options(terms)).interchanges
    member = interchange.groups[0].sets[0]
    return member.byte_start, member.byte_end
