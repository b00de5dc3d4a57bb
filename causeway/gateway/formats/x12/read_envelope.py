"""Bytes to interchanges, groups and transaction sets. Never raises: what cannot be read is a problem or a remainder."""

from collections.abc import Iterable
from typing import Any

from causeway.gateway.formats.base import Position, Problem, Severity
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, ORDINARY, Leniency, ReadOptions
from causeway.gateway.formats.x12.envelope import Group, Interchange, Segment, TransactionSet, Transmission
from causeway.gateway.formats.x12.isa import IsaFailure, IsaHeader, find_isa
from causeway.gateway.formats.x12.source import NOISE, Cutter, Source, is_damaged, readable

_CONTROL_TAGS = frozenset({"ISA", "IEA", "GS", "GE", "ST", "SE", "TA1", "ISB", "ISE"})


def read_envelope(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Transmission:
    """Everything the bytes hold, in order; interchanges keep their own delimiters. Any input gives an answer."""
    source = Source(data, options.charset)
    reader = _TransmissionReader(source, options)
    reader.read()
    return Transmission(
        interchanges=tuple(reader.interchanges),
        problems=tuple(reader.problems),
        remainders=tuple(reader.remainders),
        size=len(data),
    )


def leniency_problem(leniency: str, options: ReadOptions, position: Position, **more: Any) -> Problem:
    """The trace that a leniency leaves: a warning where the agreement allows it, an error where it does not."""
    rule = Leniency(leniency)
    if rule not in options.leniencies:
        severity = Severity.ERROR
    else:
        severity = Severity.NOTE if rule in ORDINARY else Severity.WARNING
    return Problem(f"lenient_{leniency}", severity, position, **more)


class _TransmissionReader:
    """Walks over the text from one ISA to the next."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self._source = source
        self._options = options
        self._segments_before = 0
        self.interchanges: list[Interchange] = []
        self.problems: list[Problem] = []
        self.remainders: list[tuple[int, int]] = []

    def read(self) -> None:
        self._note_transmission()
        position = 0
        header = find_isa(self._source.text, 0)
        while isinstance(header, IsaHeader):
            self._set_aside(position, header.start)
            end = self._end_of_interchange(header)
            self._read_interchange(header, end)
            position = end
            header = find_isa(self._source.text, position)
        if isinstance(header, IsaFailure):
            byte = self._source.byte_offset(header.start)
            place = Position(byte=byte, tag="ISA")
            self.problems.append(
                Problem("isa_unreadable", Severity.FATAL, place, parameters={"reason": header.reason})
            )
        self._set_aside(position, len(self._source.text))
        if not self.interchanges and not self.problems_are_fatal():
            self.problems.append(Problem("no_interchange", Severity.FATAL, Position(byte=0)))

    def problems_are_fatal(self) -> bool:
        return any(problem.severity is Severity.FATAL for problem in self.problems)

    def _note_transmission(self) -> None:
        source = self._source
        if source.mark:
            self._lenient("byte_order_mark", Position(byte=0))
        if source.wrap:
            self._lenient("wrapped_lines", Position(byte=source.mark), expected=str(source.wrap))
        if source.damage is not None:
            place = Position(byte=source.damage)
            self.problems.append(
                Problem("bad_charset", Severity.ERROR, place, expected=self._options.charset.upper())
            )

    def _lenient(self, leniency: str, position: Position, **more: Any) -> None:
        self.problems.append(leniency_problem(leniency, self._options, position, **more))

    def _set_aside(self, start: int, end: int) -> None:
        """What stands between interchanges: blanks are let go with the range kept, anything else is told."""
        if start >= end:
            return
        first, last = self._source.byte_offset(start), self._source.byte_offset(end)
        self.remainders.append((first, last))
        if self._source.text[start:end].strip(NOISE):
            place = Position(byte=first)
            self.problems.append(
                Problem("bytes_outside", Severity.WARNING, place, expected=str(last - first))
            )

    def _end_of_interchange(self, header: IsaHeader) -> int:
        """The offset after the IEA and its terminator, else where the next ISA begins, else the end."""
        text, delimiters = self._source.text, header.delimiters
        limit = len(text)
        following = self._find_segment("ISA", header, header.end, limit)
        if following >= 0:
            limit = following
        trailer = self._find_segment("IEA", header, header.end, limit)
        if trailer < 0:
            return limit
        end = text.find(delimiters.terminator, trailer, limit)
        line = text.find("\n", trailer, limit)
        if line >= 0 and (end < 0 or (line < end and text[line:end].strip(NOISE))):
            return line
        return end + 1 if end >= 0 else limit

    def _find_segment(self, tag: str, header: IsaHeader, start: int, limit: int) -> int:
        """The offset of the next segment with this tag that really begins a segment, -1 where there is none."""
        text, delimiters = self._source.text, header.delimiters
        opening = tag + delimiters.element
        at = text.find(opening, start, limit)
        while at >= 0:
            before = at
            while before > start and text[before - 1] in NOISE and text[before - 1] != delimiters.terminator:
                before -= 1
            if before == start or text[before - 1] == delimiters.terminator or "\n" in text[before:at]:
                return at
            at = text.find(opening, at + 1, limit)
        return -1

    def _read_interchange(self, header: IsaHeader, end: int) -> None:
        reader = _InterchangeReader(self._source, self._options, header, end, self._segments_before)
        interchange = reader.read()
        self._segments_before += interchange.segment_count
        self.interchanges.append(interchange)


class _InterchangeReader:
    """One pass over the segments of an interchange; SE, GE and IEA close what is open and check it."""

    def __init__(
        self, source: Source, options: ReadOptions, header: IsaHeader, end: int, segments_before: int
    ) -> None:
        self._source = source
        self._options = options
        self._header = header
        self._end = end
        self._number = segments_before + 1  # of the ISA
        self._before = segments_before
        self._problems: list[Problem] = []
        self._groups: list[Group] = []
        self._ta1s: list[tuple[str, ...]] = []
        self._trailer: Segment | None = None
        self._group: _OpenGroup | None = None
        self._open: _OpenSet | None = None
        self._trimmed: tuple[int, str] | None = None

    def read(self) -> Interchange:
        for leniency in self._header.leniencies:
            self._lenient(leniency, self._header.start, "ISA")
        cutter = Cutter(self._header.delimiters)
        element = self._header.delimiters.element
        damaged = self._source.damage is not None
        for text, start in cutter.cut(self._source.text, self._header.end, self._end):
            self._number += 1
            segment = text.split(element)
            if not segment[-1]:
                self._trim(segment, start)
            if damaged and is_damaged(text):
                segment = [readable(part) for part in segment]
            tag = segment[0]
            if tag in _CONTROL_TAGS:
                self._control(tag, segment, start)
            elif self._open is not None:
                self._open.segments.append(segment)
                self._open.starts.append(start)
            else:
                self._problem("stray_segment", Severity.ERROR, start, tag)
        self._close_all()
        for leniency, (start, tag) in cutter.used.items():
            self._lenient(leniency, start, tag)
        if self._trimmed:
            self._lenient("trailing_separators", *self._trimmed)
        return self._interchange()

    def _trim(self, segment: Segment, start: int) -> None:
        while len(segment) > 1 and not segment[-1]:
            segment.pop()
        if self._trimmed is None:
            self._trimmed = (start, segment[0])

    def _control(self, tag: str, segment: Segment, start: int) -> None:
        if tag == "ST":
            self._close_set(start)
            self._open_set(segment, start)
        elif tag == "SE" and self._open is not None:
            self._open.segments.append(segment)
            self._open.starts.append(start)
            self._close_set(start, trailer=segment)
        elif tag == "GS":
            self._close_group(start)
            self._open_group(segment, start)
        elif tag == "GE" and self._group is not None:
            self._close_group(start, trailer=segment)
        elif tag == "IEA":
            self._close_group(start)
            self._trailer = segment
        elif tag == "TA1":
            self._ta1s.append(tuple(segment))
        elif tag not in ("ISB", "ISE"):
            self._problem("stray_segment", Severity.ERROR, start, tag)

    # groups

    def _open_group(self, segment: Segment, start: int) -> None:
        padded = segment + [""] * (9 - len(segment))
        self._group = group = _OpenGroup([part.strip() for part in padded], start)
        for position, name in ((1, "GS01"), (6, "GS06"), (8, "GS08")):
            if not group.elements[position]:
                self._problem(
                    "gs_unreadable", Severity.ERROR, start, "GS", expected=name, into=group.problems
                )
        if any(group.same_control(other) for other in self._groups):
            control = group.elements[6]
            self._problem(
                "duplicate_group_control", Severity.ERROR, start, "GS", value=control, into=group.problems
            )

    def _close_group(self, start: int, trailer: Segment | None = None) -> None:
        self._close_set(start)
        group = self._group
        if group is None:
            return
        self._group = None
        claimed = None
        if trailer is None:
            self._problem("ge_missing", Severity.ERROR, start, "GE", into=group.problems)
        else:
            claimed = self._check_trailer(
                "ge", trailer, start, (len(group.sets), group.elements[6]), group.problems
            )
        end = self._segment_end(start) if trailer else start
        byte_end = self._source.byte_offset(end)
        self._groups.append(group.closed(claimed, self._source.byte_offset(group.start), byte_end))

    # sets

    def _open_set(self, segment: Segment, start: int) -> None:
        self._open = opened = _OpenSet(segment, start, self._number)
        if self._group is None:
            self._problem("set_outside_group", Severity.FATAL, start, "ST", into=opened.problems)
            self._group = _OpenGroup([""] * 9, start)
        for position, name in ((1, "ST01"), (2, "ST02")):
            if not opened.element(position):
                self._problem(
                    "st_unreadable", Severity.FATAL, start, "ST", expected=name, into=opened.problems
                )
        control = opened.element(2)
        if control and control in self._group.controls:
            self._problem(
                "duplicate_set_control", Severity.FATAL, start, "ST", value=control, into=opened.problems
            )
        self._group.controls.add(control)

    def _close_set(self, start: int, trailer: Segment | None = None) -> None:
        opened = self._open
        if opened is None:
            return
        self._open = None
        if trailer is None:
            self._problem("se_missing", Severity.FATAL, start, "SE", into=opened.problems)
        else:
            expected = (len(opened.segments), opened.element(2))
            self._check_trailer("se", trailer, start, expected, opened.problems)
        end = self._segment_end(start) if trailer else start
        closed = opened.closed(self._source, self._header, end)
        self._check_size(closed, opened.problems)
        closed.problems = tuple(opened.problems)
        if self._group is not None:
            self._group.sets.append(closed)

    def _check_size(self, closed: TransactionSet, problems: list[Problem]) -> None:
        limits = (
            (closed.byte_end - closed.byte_start, self._options.max_set_bytes, "bytes"),
            (len(closed.segments), self._options.max_set_segments, "segments"),
        )
        for found, allowed, unit in limits:
            if found > allowed:
                problems.append(
                    Problem(
                        "set_too_large",
                        Severity.FATAL,
                        closed.position(1),
                        value=str(found),
                        expected=str(allowed),
                        parameters={"unit": unit},
                    )
                )

    # trailers

    def _check_trailer(
        self, kind: str, trailer: Segment, start: int, expected: tuple[int, str], problems: list[Problem]
    ) -> int | None:
        """The count that the trailer claims; a wrong count or control number becomes a problem."""
        count, control = expected
        claimed_text = trailer[1].strip() if len(trailer) > 1 else ""
        claimed_control = trailer[2].strip() if len(trailer) > 2 else ""
        severity = Severity.FATAL if kind == "se" else Severity.ERROR
        claimed = int(claimed_text) if claimed_text.isascii() and claimed_text.isdigit() else None
        if claimed != count:
            details = {"value": claimed_text, "expected": str(count)}
            self._problem(
                f"{kind}_count_mismatch", severity, start, trailer[0], element=1, into=problems, **details
            )
        if claimed_control != control.strip():
            details = {"value": claimed_control, "expected": control}
            self._problem(
                f"{kind}_control_mismatch", severity, start, trailer[0], element=2, into=problems, **details
            )
        return claimed

    def _segment_end(self, start: int) -> int:
        end = self._source.text.find(self._header.delimiters.terminator, start, self._end)
        return end + 1 if end >= 0 else self._end

    def _close_all(self) -> None:
        self._close_group(self._end)

    def _interchange(self) -> Interchange:
        elements = [part.strip() for part in self._header.elements]
        claimed = None
        if self._trailer is None:
            self._problem("iea_missing", Severity.ERROR, self._end, "IEA")
        else:
            expected = (len(self._groups), elements[13])
            claimed = self._check_trailer("iea", self._trailer, self._end, expected, self._problems)
        return Interchange(
            sender_qualifier=elements[5],
            sender_id=elements[6],
            receiver_qualifier=elements[7],
            receiver_id=elements[8],
            control_number=elements[13],
            version=elements[12],
            usage=elements[15],
            date=elements[9],
            time=elements[10],
            ack_requested=elements[14] == "1",
            delimiters=self._header.delimiters,
            groups=tuple(self._groups),
            ta1s=tuple(self._ta1s),
            problems=tuple(self._problems),
            byte_start=self._source.byte_offset(self._header.start),
            byte_end=self._source.byte_offset(self._end),
            claimed_groups=claimed,
            segment_count=self._number - self._before,
        )

    def _lenient(self, leniency: str, start: int, tag: str) -> None:
        position = Position(byte=self._source.byte_offset(start), tag=tag or None)
        self._problems.append(leniency_problem(leniency, self._options, position))

    def _problem(
        self,
        code: str,
        severity: Severity,
        start: int,
        tag: str,
        *,
        element: int | None = None,
        into: list[Problem] | None = None,
        value: str | None = None,
        expected: str | None = None,
    ) -> None:
        opened = self._open
        inside = (
            self._number - opened.number + 1 if opened is not None and self._number >= opened.number else None
        )
        position = Position(
            segment=inside,
            segment_in_file=self._number,
            byte=self._source.byte_offset(start),
            tag=tag,
            element=element,
        )
        target = self._problems if into is None else into
        if len(target) < self._options.max_problems:
            target.append(Problem(code, severity, position, value, expected))


class _OpenGroup:
    """A group whose GE has not come yet."""

    def __init__(self, elements: list[str], start: int) -> None:
        self.elements = elements
        self.start = start
        self.sets: list[TransactionSet] = []
        self.controls: set[str] = set()
        self.problems: list[Problem] = []

    def same_control(self, other: Group) -> bool:
        return (other.functional_id, other.control_number) == (self.elements[1], self.elements[6])

    def closed(self, claimed: int | None, byte_start: int, byte_end: int) -> Group:
        _, functional_id, sender, receiver, date, time, control, _, version = self.elements[:9]
        return Group(
            functional_id=functional_id,
            sender=sender,
            receiver=receiver,
            date=date,
            time=time,
            control_number=control,
            version=version,
            sets=tuple(self.sets),
            problems=tuple(self.problems),
            claimed_sets=claimed,
            byte_start=byte_start,
            byte_end=byte_end,
        )


class _OpenSet:
    """A set whose SE has not come yet."""

    def __init__(self, header: Segment, start: int, number: int) -> None:
        self.segments: list[Segment] = [header]
        self.starts: list[int] = [start]
        self.number = number
        self.problems: list[Problem] = []

    def element(self, position: int) -> str:
        header: Iterable[str] = self.segments[0]
        parts = list(header)
        return parts[position].strip() if len(parts) > position else ""

    def closed(self, source: Source, header: IsaHeader, end: int) -> TransactionSet:
        return TransactionSet(
            set_id=self.element(1),
            control_number=self.element(2),
            byte_start=source.byte_offset(self.starts[0]),
            byte_end=source.byte_offset(end),
            segments=self.segments,
            starts=self.starts,
            source=source,
            delimiters=header.delimiters,
            first_segment_in_file=self.number,
            convention=self.element(3) or None,
        )
