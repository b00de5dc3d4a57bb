"""TA1, the acknowledgement of an envelope, both ways. It says nothing of the groups inside.

An interchange whose groups cannot be told apart is rejected; where only its trailer is wrong it is accepted with
errors, because every group has its own trailer.
"""

import datetime as dt
from uuid import UUID

from causeway.gateway.canonical.acknowledgements import (
    FUNCTIONAL_ACK_SCHEMA,
    AckLevel,
    Acknowledged,
    AckStatus,
    FunctionalAck,
)
from causeway.gateway.canonical.header import MessageHeader, Standard
from causeway.gateway.canonical.references import Coded
from causeway.gateway.canonical.times import Moment, Precision
from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.envelope import Interchange
from causeway.gateway.formats.x12.write_envelope import OutSegment

INTERCHANGE_ACK = "TA1"
DUPLICATE_NOTE = "025"
_NOTE_CODES = "x12:I18"
_CLEAN = "000"
_NO_GROUPS = "024"
# Problem code -> note of element I18.
_NOTES = {
    "iea_missing": "023",
    "iea_control_mismatch": "001",
    "iea_count_mismatch": "021",
}
_STATUSES = {
    "A": AckStatus.ACCEPTED,
    "E": AckStatus.ACCEPTED_WITH_ERRORS,
    "R": AckStatus.REJECTED,
}
_STATUS_CODES = {status: code for code, status in _STATUSES.items()}
_CONTROL_LENGTH = 9
_OFFENCES = (Severity.ERROR, Severity.FATAL)


def acknowledge_interchange(
    interchange: Interchange, *, message_id: UUID, refused_with: str | None = None
) -> FunctionalAck | None:
    """The verdict on an envelope; `refused_with` is the note of a rejection that only the caller can know of.

    None for an interchange that holds nothing but acknowledgements, or that has no date and time by which a TA1 could
    name it.
    """
    written_at = _moment(interchange.date, interchange.time)
    if written_at is None or is_acknowledging(interchange):
        return None
    notes = [_NOTES[problem.code] for problem in interchange.problems if problem.code in _NOTES]
    if refused_with is None and not interchange.groups:
        refused_with = next(iter(notes), _NO_GROUPS)
    is_clean = not any(problem.severity in _OFFENCES for problem in interchange.problems)
    status = AckStatus.ACCEPTED if is_clean else AckStatus.ACCEPTED_WITH_ERRORS
    return _acknowledgement(
        message_id,
        interchange.control_number,
        written_at,
        AckStatus.REJECTED if refused_with else status,
        refused_with or next(iter(notes), _CLEAN),
    )


def is_acknowledging(interchange: Interchange) -> bool:
    """Whether it holds TA1s and no group: such an interchange is never acknowledged."""
    return bool(interchange.ta1s) and not interchange.groups


def read(segment: tuple[str, ...], *, message_id: UUID) -> FunctionalAck:
    """What a TA1 says. An unknown verdict counts as a rejection; a date that is none leaves the time open."""
    parts = (*(part.strip() for part in segment), *[""] * 6)
    _, control, date, time, status, note = parts[:6]
    return _acknowledgement(
        message_id,
        control.zfill(_CONTROL_LENGTH),
        _moment(date, time),
        _STATUSES.get(status, AckStatus.REJECTED),
        note,
    )


def write(ack: FunctionalAck) -> OutSegment:
    """The TA1 segment. ValueError for an acknowledgement of anything but an interchange with its date and time."""
    about = ack.acknowledges
    if ack.level is not AckLevel.INTERCHANGE or about.interchange_at is None:
        raise ValueError("A TA1 acknowledges an interchange with its date and time.")
    at = about.interchange_at
    return [
        INTERCHANGE_ACK,
        about.interchange_control or "",
        at.date.strftime("%y%m%d"),
        at.time.strftime("%H%M") if at.time else "0000",
        ack.status_as_sent or _STATUS_CODES[ack.status],
        ack.codes[0].value if ack.codes else _CLEAN,
    ]


def _acknowledgement(
    message_id: UUID, control_number: str, written_at: Moment | None, status: AckStatus, note: str
) -> FunctionalAck:
    header = MessageHeader(
        schema=FUNCTIONAL_ACK_SCHEMA,
        message_id=message_id,
        standard=Standard.X12,
        version="",
        document_code=INTERCHANGE_ACK,
    )
    return FunctionalAck(
        header=header,
        level=AckLevel.INTERCHANGE,
        acknowledges=Acknowledged(interchange_control=control_number, interchange_at=written_at),
        status=status,
        status_as_sent=_STATUS_CODES[status],
        codes=(Coded(note, _NOTE_CODES),) if note else (),
    )


def _moment(date: str, time: str) -> Moment | None:
    try:
        parsed = dt.datetime.strptime(f"{date} {time[:4]}", "%y%m%d %H%M")  # noqa: DTZ007 - X12 has no zone
    except ValueError:
        return None
    return Moment(parsed.date(), parsed.time(), None, Precision.MINUTE)
