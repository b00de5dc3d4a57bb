"""What the 997 and the 999 share: the verdicts on a group and its sets, both ways.

They differ in their tags, in their code lists, and in that a 999 may give the context of an error (CTX).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from causeway.gateway.canonical.acknowledgements import (
    FUNCTIONAL_ACK_SCHEMA,
    AckContext,
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
from causeway.gateway.formats.x12.delimiters import Delimiters, ReadOptions
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


@dataclass(frozen=True, slots=True)
class Form:
    """How one of the two writes: tags of segment note, element note and set trailer, and the list of set codes."""

    segment: str
    element: str
    trailer: str
    set_codes: str
    has_context: bool


# writing


def write_acknowledgement(
    ack: FunctionalAck, version: str, form: Form, delimiters: Delimiters | None = None
) -> list[OutSegment]:
    """The segments between ST and SE. A bad value is repeated only where it fits and holds none of the delimiters."""
    delimiters = delimiters or Delimiters()
    about = ack.acknowledges
    newer = version[:6] >= _WITH_CONVENTIONS
    segments: list[OutSegment] = [
        ["AK1", about.functional_id or "", about.group_control or "", (about.version or "") if newer else ""]
    ]
    for entry in ack.sets:
        segments.extend(_set_segments(entry, form, delimiters, newer=newer))
    counts = [str(count if count is not None else 0) for count in (ack.included, ack.received, ack.accepted)]
    status = ack.status_as_sent or GROUP_STATUS_CODES[ack.status]
    segments.append(["AK9", status, *counts, *(code.value for code in ack.codes)])
    return segments


def _set_segments(
    entry: AcknowledgedSet, form: Form, delimiters: Delimiters, *, newer: bool
) -> list[OutSegment]:
    segments: list[OutSegment] = [
        ["AK2", entry.set_id, entry.control, (entry.convention or "") if newer else ""]
    ]
    for error in entry.segments:
        segments.append(
            [form.segment, error.segment_id, str(error.position), error.loop or "", error.code or ""]
        )
        if form.has_context:
            segments.extend(_context_segment(context) for context in error.context)
        for element in error.elements:
            segments.append(_element_segment(element, form, delimiters))
            if form.has_context:
                segments.extend(_context_segment(context) for context in element.context)
    status = entry.status_as_sent or SET_STATUS_CODES[entry.status]
    segments.append([form.trailer, status, *(code.value for code in entry.codes)])
    return segments


def _element_segment(error: ElementError, form: Form, delimiters: Delimiters) -> OutSegment:
    place = _place(error.position, error.component, error.repetition)
    number = error.reference_number or ""
    reference = number if number.isdigit() else ""
    return [form.element, place, reference, error.code, _copy_of(error.value, delimiters)]


def _context_segment(context: AckContext) -> OutSegment:
    name: OutElement = (context.name, context.reference) if context.reference else context.name
    position = str(context.segment_position) if context.segment_position is not None else ""
    place = _place(context.element, context.component, context.repetition)
    numbers: OutElement = context.reference_numbers if len(context.reference_numbers) > 1 else ""
    numbers = numbers or "".join(context.reference_numbers)
    return ["CTX", name, context.segment_id or "", position, context.loop or "", place, numbers]


def _place(position: int | None, component: int | None, repetition: int | None) -> OutElement:
    parts = tuple(str(part) if part else "" for part in (position, component, repetition))
    if repetition:
        return parts
    return parts[:2] if component else parts[0]


def _copy_of(value: str | None, delimiters: Delimiters) -> str:
    marks = (delimiters.element, delimiters.component, delimiters.repetition, delimiters.terminator)
    if not value or len(value) > _LONGEST_COPY or not value.isprintable() or "\ufffd" in value:
        return ""
    return "" if any(mark and mark in value for mark in marks) else value.rstrip(" ")


# reading


class _SetBuilder:
    def __init__(self, set_id: str, control: str, convention: str | None) -> None:
        self.set_id = set_id
        self.control = control
        self.convention = convention
        self.status = ""
        self.codes: tuple[Coded, ...] = ()
        self.segments: list[_SegmentBuilder] = []

    def build(self) -> AcknowledgedSet:
        return AcknowledgedSet(
            self.set_id,
            self.control,
            _STATUSES.get(self.status, AckStatus.REJECTED),
            self.convention,
            self.status,
            self.codes,
            tuple(segment.build() for segment in self.segments),
        )


class _SegmentBuilder:
    def __init__(self, s: Segment) -> None:
        self._sent = s
        self.context: list[AckContext] = []
        self.elements: list[_ElementBuilder] = []

    def build(self) -> SegmentError:
        _, tag, position, loop, code = self._sent[:5]
        return SegmentError(
            tag,
            int(position) if position.isdecimal() else 0,
            loop or None,
            code or None,
            tuple(self.context),
            tuple(element.build() for element in self.elements),
        )


class _ElementBuilder:
    def __init__(self, s: Segment, place: tuple[int | None, int | None, int | None]) -> None:
        self._sent = s
        self._place = place
        self.context: list[AckContext] = []

    def build(self) -> ElementError:
        _, _, reference, code, value = self._sent[:5]
        return ElementError(code, *self._place, reference or None, value or None, tuple(self.context))


class AckReading(Reading):
    """The walk over one 997 or 999."""

    def __init__(
        self, transaction_set: TransactionSet, guide: Guide, options: ReadOptions, form: Form
    ) -> None:
        super().__init__(transaction_set, guide, options)
        self.form = form
        self.owner = DocumentBuilder()
        self.about = Acknowledged()
        self.sets: list[_SetBuilder] = []
        self.trailer: Segment = [""] * 10

    def result(self, header: MessageHeader, mapping: Mapping[str, Row]) -> ReadResult[FunctionalAck]:
        """Walks and builds. What is in no field of the message is told, because a message of this kind has no bag."""
        self.walk(mapping)
        problems = (*self.set.problems, *self.problems)
        return ReadResult(None if self.is_rejected() else self._build(header), problems)

    def place_of(self, element: str) -> tuple[int | None, int | None, int | None]:
        """Position, component and repetition from a C030."""
        found = self.split(element) if element else ""
        parts = (found,) if isinstance(found, str) else tuple(part for part in found if isinstance(part, str))
        numbers = [self.integers[part] if part else None for part in (*parts, "", "", "")]
        return numbers[0], numbers[1], numbers[2]

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


def _read_ak1(r: AckReading, s: Segment, _: int) -> None:
    version = s[3] if len(s) > 3 else ""
    r.about = Acknowledged(functional_id=s[1], group_control=s[2], version=version or None)


def _read_ak2(r: AckReading, s: Segment, _: int) -> None:
    convention = s[3] if len(s) > 3 else ""
    r.sets.append(_SetBuilder(s[1], s[2], convention or None))


def _read_segment(r: AckReading, s: Segment, _: int) -> None:
    r.sets[-1].segments.append(_SegmentBuilder(s))


def _read_element(r: AckReading, s: Segment, _: int) -> None:
    r.sets[-1].segments[-1].elements.append(_ElementBuilder(s, r.place_of(s[1])))


def _context(r: AckReading, s: Segment) -> AckContext:
    name, *more = _parts(r.split(s[1]))
    element, component, repetition = r.place_of(s[5])
    return AckContext(
        name,
        more[0] if more else None,
        s[2] or None,
        r.integers[s[3]] if s[3] else None,
        s[4] or None,
        element,
        component,
        repetition,
        tuple(part for part in _parts(r.split(s[6])) if part),
    )


def _parts(element: object) -> list[str]:
    return [str(part) for part in element] if isinstance(element, tuple) else [str(element)]


def _read_segment_context(r: AckReading, s: Segment, _: int) -> None:
    r.sets[-1].segments[-1].context.append(_context(r, s))


def _read_element_context(r: AckReading, s: Segment, _: int) -> None:
    r.sets[-1].segments[-1].elements[-1].context.append(_context(r, s))


def _read_set_trailer(r: AckReading, s: Segment, _: int) -> None:
    r.sets[-1].status = s[1]
    r.sets[-1].codes = tuple(Coded(code, f"x12:{r.form.set_codes}") for code in s[2:] if code)


def _read_ak9(r: AckReading, s: Segment, _: int) -> None:
    r.trailer = s


def mapping_for(form: Form, element_loop: Iterable[str] = ()) -> dict[str, Row]:
    """The rows of one form; `element_loop` is the loop around element notes, where the guide has one."""
    segment = f"AK2/{form.segment}"
    element = "/".join((segment, *element_loop))
    rows = {
        "AK1": row(_read_ak1),
        "AK2/AK2": row(_read_ak2),
        f"{segment}/{form.segment}": row(_read_segment),
        f"{element}/{form.element}": row(_read_element),
        f"AK2/{form.trailer}": row(_read_set_trailer),
        "AK9": row(_read_ak9),
    }
    if form.has_context:
        rows[f"{segment}/CTX"] = row(_read_segment_context)
        rows[f"{element}/CTX"] = row(_read_element_context)
    return rows
