"""Segments to bytes: transaction sets, groups and the interchange around them, checked before anybody sees them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from causeway.gateway.formats.base import NotWritableError, Position, Problem, Severity
from causeway.gateway.formats.x12.delimiters import Charset, Delimiters, ReadOptions
from causeway.gateway.formats.x12.guides import find_guide
from causeway.gateway.formats.x12.guides.clean import is_clean
from causeway.gateway.formats.x12.read_envelope import read_envelope
from causeway.gateway.formats.x12.validate import validate

OutElement = str | tuple[str | tuple[str, ...], ...]
"""A text, a composite, or, where tuples stand in the tuple, repetitions that are texts or composites."""
OutSegment = list[OutElement]
_WITH_REPETITION = "00402"
_WITH_CONVENTIONS = "005010"  # ST03
_WITH_CENTURY = "004010"
# The segments of a 997 and a 999 that name what they answer, and what may be odd about a name that can be read.
_REPEATING = frozenset({"AK1", "AK2"})
_SHAPES = frozenset({"element_too_long", "element_too_short", "bad_number", "bad_code"})


@dataclass(frozen=True, slots=True)
class SetContent:
    """A set to write: its segments without ST and SE, an element that is a tuple is a composite."""

    set_id: str
    control_number: str
    segments: Sequence[Sequence[OutElement]]
    convention: str | None = None


@dataclass(frozen=True, slots=True)
class GroupContent:
    """A functional group to write."""

    functional_id: str
    control_number: str
    version: str
    sets: Sequence[SetContent]


@dataclass(frozen=True, slots=True)
class EnvelopeSpec:
    """What the agreement and the caller say of an interchange. Numbers and the time are given, never made here.

    `replacement` stands in for a delimiter that occurs in data; without one such data is not written.
    """

    sender_qualifier: str
    sender_id: str
    receiver_qualifier: str
    receiver_id: str
    group_sender: str
    group_receiver: str
    control_number: str
    written_at: dt.datetime
    interchange_version: str = "00401"
    usage: Literal["P", "T", "I"] = "P"
    ack_requested: bool = False
    delimiters: Delimiters = field(default_factory=Delimiters)
    charset: Charset = "utf-8"
    line_end: Literal["", "\n", "\r\n"] = ""
    replacement: str | None = None


def write_interchange(
    groups: Sequence[GroupContent], spec: EnvelopeSpec, ta1s: Sequence[OutSegment] = ()
) -> bytes:
    """The interchange, checked while it is written against our guides where we have one. TA1s stand behind its ISA.

    A set that is not plainly clean is read back with the whole of its interchange, to say what is wrong and where.
    Raises NotWritableError with every reason: a delimiter or an unwritable character in data, an identifier that does
    not fit, anything missing, too long or out of place. Nothing is cut.
    """
    writer = _Writer(spec)
    data = writer.write(groups, ta1s)
    problems = writer.problems or ([] if writer.is_clean else _read_back(data, spec))
    if problems:
        raise NotWritableError(problems)
    return data


def _read_back(data: bytes, spec: EnvelopeSpec) -> list[Problem]:
    options = ReadOptions(charset=spec.charset)
    transmission = read_envelope(data, options)
    found = list(transmission.problems)
    for interchange in transmission.interchanges:
        found.extend(interchange.problems)
        for group in interchange.groups:
            found.extend(group.problems)
            for member in group.sets:
                guide = find_guide(member.set_id, group.version)
                found.extend(validate(member, guide, options) if guide else member.problems)
    return [
        problem
        for problem in found
        if problem.severity in (Severity.ERROR, Severity.FATAL) and not _is_repeated(problem)
    ]


def _is_repeated(problem: Problem) -> bool:
    """Whether it is the shape of what an acknowledgement repeats of the sender's own GS and ST.

    Their sender knows them as they are, and hears nothing at all where they are not written.
    """
    return problem.position.tag in _REPEATING and problem.code in _SHAPES


def _is_plain(groups: Sequence[GroupContent], spec: EnvelopeSpec) -> bool:
    """Whether the envelope says everything, and no control number twice."""
    named = [spec.group_sender, spec.group_receiver]
    for group in groups:
        controls = [member.control_number for member in group.sets]
        named += [group.functional_id, group.control_number, group.version, *controls]
        if len(set(controls)) < len(controls):
            return False
    return all(named) and len({group.control_number for group in groups}) == len(groups)


class _Writer:
    def __init__(self, spec: EnvelopeSpec) -> None:
        self._spec = spec
        self._marks = spec.delimiters
        self._repeats = spec.interchange_version >= _WITH_REPETITION
        self._lines: list[str] = []
        self.problems: list[Problem] = []
        self.is_clean = True
        self._forbidden = self._forbidden_characters()

    def write(self, groups: Sequence[GroupContent], ta1s: Sequence[OutSegment]) -> bytes:
        self._isa()
        # TA1s have no guide here, and what is odd about an envelope is the reading's to say.
        self.is_clean = not ta1s and _is_plain(groups, self._spec)
        for ta1 in ta1s:
            self._segment(ta1, None)
        for group in groups:
            self._group(group)
        self._segment(["IEA", str(len(groups)), self._control()], None)
        end = self._marks.terminator + self._spec.line_end
        text = end.join(self._lines) + end
        # Bytes for unwritable characters are never returned: each is a problem by now.
        return text.encode(self._spec.charset, "replace")

    def _forbidden_characters(self) -> frozenset[str]:
        marks = self._marks
        used = {marks.element, marks.component or "", marks.terminator, "\r", "\n"}
        if self._repeats and marks.repetition:
            used.add(marks.repetition)
        return frozenset(used - {""})

    def _isa(self) -> None:
        spec = self._spec
        eleventh = (spec.delimiters.repetition or "U") if self._repeats else "U"
        fixed = (
            ("ISA05", spec.sender_qualifier, 2),
            ("ISA06", spec.sender_id, 15),
            ("ISA07", spec.receiver_qualifier, 2),
            ("ISA08", spec.receiver_id, 15),
        )
        parties = [self._fixed(name, value, length) for name, value, length in fixed]
        when = spec.written_at
        elements = [
            "ISA", "00", " " * 10, "00", " " * 10, *parties, when.strftime("%y%m%d"), when.strftime("%H%M"),
            eleventh, spec.interchange_version, self._control(), "1" if spec.ack_requested else "0", spec.usage,
        ]  # fmt: skip
        self._lines.append(
            self._marks.element.join(elements) + self._marks.element + (self._marks.component or "")
        )

    def _fixed(self, name: str, value: str, length: int) -> str:
        clash = any(mark in value for mark in self._forbidden)
        if not value.strip() or len(value) > length or clash or not value.isascii():
            position = Position(tag=name[:3], element=int(name[3:]))
            self.problems.append(
                Problem("bad_envelope_value", Severity.FATAL, position, value, f"1-{length}")
            )
        return value.ljust(length)

    def _control(self) -> str:
        number = self._spec.control_number
        if not (number.isascii() and number.isdigit() and len(number) <= 9):
            position = Position(tag="ISA", element=13)
            self.problems.append(Problem("bad_envelope_value", Severity.FATAL, position, number, "1-9"))
        return number.zfill(9)

    def _group(self, group: GroupContent) -> None:
        spec = self._spec
        when = spec.written_at
        day = when.strftime("%y%m%d" if group.version < _WITH_CENTURY else "%Y%m%d")
        self._segment(
            [
                "GS", group.functional_id, spec.group_sender, spec.group_receiver, day,
                when.strftime("%H%M"), group.control_number, "X", group.version,
            ],
            None,
        )  # fmt: skip
        for member in group.sets:
            self._set(member, group.version)
        self._segment(["GE", str(len(group.sets)), group.control_number], None)

    def _set(self, member: SetContent, version: str) -> None:
        convention = member.convention or "" if version[:6] >= _WITH_CONVENTIONS else ""
        count = str(len(member.segments) + 2)
        segments: list[Sequence[OutElement]] = [["ST", member.set_id, member.control_number, convention]]
        segments += member.segments
        segments.append(["SE", count, member.control_number])
        begin, told = len(self._lines), len(self.problems)
        written = self._write_plainly(segments)
        if written is None:
            del self._lines[begin:], self.problems[told:]
            for number, segment in enumerate(segments, 1):
                self._segment(segment, number)
            written = [line.split(self._marks.element) for line in self._lines[begin:]]
        guide = find_guide(member.set_id, version)
        if guide is not None and self.is_clean and not self.problems:
            self.is_clean = is_clean(guide, written, self._marks.component)

    def _write_plainly(self, segments: Sequence[Sequence[OutElement]]) -> list[list[str]] | None:
        """Writes the segments at once, and gives them; None where one holds anything that has to be looked at.

        Each delimiter must occur as often as it was put between elements: one more stands in data.
        """
        element = self._marks.element
        plain: list[str] = []
        written: list[Any] = []
        elements = 0
        for number, segment in enumerate(segments, 1):
            if segment[-1] and tuple not in map(type, segment):
                line = element.join(segment)  # type: ignore[arg-type]
                plain.append(line)
                elements += len(segment) - 1
                self._lines.append(line)
                written.append(segment)
            else:
                self._segment(segment, number)
                written.append(self._lines[-1].split(element))
        text = "".join(plain)
        if text.count(element) != elements or any(mark in text for mark in self._forbidden - {element}):
            return None
        try:
            text.encode(self._spec.charset)
        except UnicodeEncodeError:
            return None
        return written

    def _segment(self, segment: Sequence[OutElement], number: int | None) -> None:
        tag = str(segment[0])
        written = [tag]
        for position, element in enumerate(segment[1:], 1):
            written.append(self._element(element, Position(segment=number, tag=tag, element=position)))
        while len(written) > 1 and not written[-1]:
            written.pop()
        self._lines.append(self._marks.element.join(written))

    def _element(self, element: OutElement, position: Position) -> str:
        if isinstance(element, str):
            return self._clean(element, position)
        if any(isinstance(part, tuple) for part in element):
            repeats = self._marks.repetition if self._repeats else None
            return self._joined([self._element(part, position) for part in element], repeats, position)
        parts = [self._clean(str(part), position) for part in element]
        return self._joined(parts, self._marks.component, position)

    def _joined(self, parts: list[str], mark: str | None, position: Position) -> str:
        while parts and not parts[-1]:
            parts.pop()
        if len(parts) > 1 and mark is None:
            self.problems.append(Problem("delimiter_in_data", Severity.FATAL, position, str(parts)))
        return (mark or "").join(parts)

    def _clean(self, text: str, position: Position) -> str:
        for mark in self._forbidden:
            if mark in text:
                text = self._replace(text, mark, position)
        try:
            text.encode(self._spec.charset)
        except UnicodeEncodeError:
            expected = self._spec.charset.upper()
            self.problems.append(Problem("not_in_charset", Severity.FATAL, position, text, expected))
        return text

    def _replace(self, text: str, mark: str, position: Position) -> str:
        replacement = self._spec.replacement
        if replacement is None or replacement in self._forbidden:
            self.problems.append(Problem("delimiter_in_data", Severity.FATAL, position, mark))
            return text
        return text.replace(mark, replacement)


def lines_of(text: str, longest: int) -> Iterable[str]:
    """A text as pieces that each fit an element; joined again they are the text with its line ends as breaks."""
    for line in text.splitlines() or [""]:
        yield from (line[at : at + longest] for at in range(0, max(len(line), 1), longest))
