"""997 functional acknowledgment, both ways."""

from causeway.gateway.canonical.acknowledgements import (
    FUNCTIONAL_ACK_SCHEMA,
    AckLevel,
    Acknowledged,
    AcknowledgedSet,
    AckStatus,
    ElementError,
    FunctionalAck,
    SegmentError,
)
from causeway.gateway.canonical.header import MessageHeader
from causeway.gateway.canonical.references import Coded
from causeway.gateway.formats.x12.acknowledge import GROUP_STATUS_CODES, SET_STATUS_CODES
from causeway.gateway.formats.x12.builders import DocumentBuilder
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, Delimiters, ReadOptions
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.header import completed
from causeway.gateway.formats.x12.reading import Reading, Row, row
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.write_envelope import OutElement, OutSegment

_STATUSES = {
    "A": AckStatus.ACCEPTED,
    "E": AckStatus.ACCEPTED_WITH_ERRORS,
    "P": AckStatus.PARTIALLY_ACCEPTED,
    "R": AckStatus.REJECTED,
    "M": AckStatus.REJECTED,
    "W": AckStatus.REJECTED,
    "X": AckStatus.REJECTED,
}
_LONGEST_COPY = 99
_WITH_CONVENTIONS = "005010"


# writing


def write(ack: FunctionalAck, version: str, delimiters: Delimiters | None = None) -> list[OutSegment]:
    """The segments between ST and SE. A bad value is repeated only where it fits and holds none of the delimiters."""
    delimiters = delimiters or Delimiters()
    about = ack.acknowledges
    newer = version[:6] >= _WITH_CONVENTIONS
    segments: list[OutSegment] = [
        ["AK1", about.functional_id or "", about.group_control or "", (about.version or "") if newer else ""]
    ]
    for entry in ack.sets:
        segments.extend(_set_segments(entry, delimiters, newer=newer))
    counts = [str(count if count is not None else 0) for count in (ack.included, ack.received, ack.accepted)]
    status = ack.status_as_sent or GROUP_STATUS_CODES[ack.status]
    segments.append(["AK9", status, *counts, *(code.value for code in ack.codes)])
    return segments


def _set_segments(entry: AcknowledgedSet, delimiters: Delimiters, *, newer: bool) -> list[OutSegment]:
    segments: list[OutSegment] = [
        ["AK2", entry.set_id, entry.control, (entry.convention or "") if newer else ""]
    ]
    for error in entry.segments:
        segments.append(["AK3", error.segment_id, str(error.position), error.loop or "", error.code or ""])
        segments.extend(_element_segment(element, delimiters) for element in error.elements)
    status = entry.status_as_sent or SET_STATUS_CODES[entry.status]
    segments.append(["AK5", status, *(code.value for code in entry.codes)])
    return segments


def _element_segment(error: ElementError, delimiters: Delimiters) -> OutSegment:
    place: OutElement = str(error.position or "")
    if error.component:
        place = (str(error.position or ""), str(error.component))
    number = error.reference_number or ""
    return ["AK4", place, number if number.isdigit() else "", error.code, _copy_of(error.value, delimiters)]


def _copy_of(value: str | None, delimiters: Delimiters) -> str:
    marks = (delimiters.element, delimiters.component, delimiters.repetition, delimiters.terminator)
    if not value or len(value) > _LONGEST_COPY or not value.isprintable() or "\ufffd" in value:
        return ""
    return "" if any(mark and mark in value for mark in marks) else value.rstrip(" ")


# reading


def read(
    transaction_set: TransactionSet,
    guide: Guide,
    header: MessageHeader,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> ReadResult[FunctionalAck]:
    """What the partner says of a group that we sent. Never raises for what was sent."""
    return _AckReading(transaction_set, guide, options).result(header)


class _SetBuilder:
    def __init__(self, set_id: str, control: str, convention: str | None) -> None:
        self.set_id = set_id
        self.control = control
        self.convention = convention
        self.status = ""
        self.codes: tuple[Coded, ...] = ()
        self.segments: list[tuple[Segment, list[ElementError]]] = []

    def build(self) -> AcknowledgedSet:
        return AcknowledgedSet(
            self.set_id,
            self.control,
            _STATUSES.get(self.status, AckStatus.REJECTED),
            self.convention,
            self.status,
            self.codes,
            tuple(
                SegmentError(
                    s[1], int(s[2]) if s[2].isdecimal() else 0, s[3] or None, s[4] or None, (), tuple(errors)
                )
                for s, errors in self.segments
            ),
        )


class _AckReading(Reading):
    def __init__(self, transaction_set: TransactionSet, guide: Guide, options: ReadOptions) -> None:
        super().__init__(transaction_set, guide, options)
        self.owner = DocumentBuilder()
        self.about = Acknowledged()
        self.sets: list[_SetBuilder] = []
        self.trailer: Segment = [""] * 10

    def result(self, header: MessageHeader) -> ReadResult[FunctionalAck]:
        self.walk(MAPPING)
        problems = (*self.set.problems, *self.problems)
        return ReadResult(None if self.is_rejected() else self._build(header), problems)

    def _build(self, header: MessageHeader) -> FunctionalAck:
        trailer = self.trailer
        included, received, accepted = (self.integers[text] for text in trailer[2:5])
        return FunctionalAck(
            header=completed(header, FUNCTIONAL_ACK_SCHEMA, self.guide, self.set, self.leniencies),
            level=AckLevel.GROUP,
            acknowledges=Acknowledged(
                sender=header.receiver,
                receiver=header.sender,
                functional_id=self.about.functional_id,
                group_control=self.about.group_control,
                version=self.about.version,
            ),
            status=_STATUSES[trailer[1]],
            status_as_sent=trailer[1],
            codes=tuple(Coded(code, "x12:716") for code in trailer[5:] if code),
            included=included,
            received=received,
            accepted=accepted,
            sets=tuple(entry.build() for entry in self.sets),
        )


def _read_ak1(r: _AckReading, s: Segment, _: int) -> None:
    version = s[3] if len(s) > 3 else ""
    r.about = Acknowledged(functional_id=s[1], group_control=s[2], version=version or None)


def _read_ak2(r: _AckReading, s: Segment, _: int) -> None:
    convention = s[3] if len(s) > 3 else ""
    r.sets.append(_SetBuilder(s[1], s[2], convention or None))


def _read_ak3(r: _AckReading, s: Segment, _: int) -> None:
    r.sets[-1].segments.append((s, []))


def _read_ak4(r: _AckReading, s: Segment, _: int) -> None:
    place = r.split(s[1])
    parts = (place,) if isinstance(place, str) else tuple(part for part in place if isinstance(part, str))
    numbers = [r.integers[part] if part else None for part in (*parts, "", "", "")][:3]
    position, component, repetition = numbers
    error = ElementError(s[3], position, component, repetition, s[2] or None, s[4] or None)
    r.sets[-1].segments[-1][1].append(error)


def _read_ak5(r: _AckReading, s: Segment, _: int) -> None:
    r.sets[-1].status = s[1]
    r.sets[-1].codes = tuple(Coded(code, "x12:718") for code in s[2:] if code)


def _read_ak9(r: _AckReading, s: Segment, _: int) -> None:
    r.trailer = s


MAPPING: dict[str, Row] = {
    "AK1": row(_read_ak1),
    "AK2/AK2": row(_read_ak2),
    "AK2/AK3/AK3": row(_read_ak3),
    "AK2/AK3/AK4": row(_read_ak4),
    "AK2/AK5": row(_read_ak5),
    "AK9": row(_read_ak9),
}
