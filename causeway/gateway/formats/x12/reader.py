"""The one reader of envelopes: from a window of bytes to interchanges, groups and sets, one event after the other.

It goes from control segment to control segment. What lies between an ST and its SE is cut in one go, and only what is
odd is looked at piece by piece. Never raises: what cannot be read is a problem or a remainder.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from causeway.gateway.formats.base import Position, Problem, Severity
from causeway.gateway.formats.x12 import charsets
from causeway.gateway.formats.x12.cutting import BINARY_TAGS, CONTROL_TAGS, NOISE, Cut, Cutting, Segment
from causeway.gateway.formats.x12.delimiters import ORDINARY, Leniency, ReadOptions
from causeway.gateway.formats.x12.envelope import (
    Event,
    GroupBegins,
    GroupEnds,
    Interchange,
    InterchangeBegins,
    InterchangeEnds,
    OutsideSegment,
    TransactionSet,
    TransmissionEnds,
)
from causeway.gateway.formats.x12.isa import (
    LONGEST,
    TAG,
    IsaFailure,
    IsaHeader,
    follows_word,
    may_begin,
    read_isa,
)
from causeway.gateway.formats.x12.opened import OpenGroup, OpenSet, name_in
from causeway.gateway.formats.x12.window import Window

_LONGEST_TRAILER = 300
_SERVICE_TAGS = frozenset({"ISB", "ISE"})
_EMPTY = [""] * 9


def leniency_problem(leniency: str, options: ReadOptions, position: Position, **more: Any) -> Problem:
    """The trace that a leniency leaves: a warning where the agreement allows it, an error where it does not."""
    rule = Leniency(leniency)
    if rule not in options.leniencies:
        severity = Severity.ERROR
    else:
        severity = Severity.NOTE if rule in ORDINARY else Severity.WARNING
    return Problem(f"lenient_{leniency}", severity, position, **more)


class EnvelopeReader:
    """Walks over a file from one ISA to the next."""

    def __init__(self, window: Window, options: ReadOptions) -> None:
        self._window = window
        self._options = options
        self._at = 0
        self._number = 0  # of the last segment read, in the file
        self._problems: list[Problem] = []
        self._remainders: list[tuple[int, int]] = []
        self._controls: set[tuple[str, ...]] = set()
        self._damage: int | None = None
        self._count = 0

    def events(self) -> Iterator[Event]:
        """Everything that the file holds, in order."""
        self._skip_mark()
        while (header := self._next_header()) is not None:
            self._count += 1
            reader = InterchangeReader(self._window, self._options, header, self._number)
            key = tuple(part.strip() for part in (*header.elements[5:9], header.elements[13]))
            if key in self._controls:
                reader.note_duplicate()
            self._controls.add(key)
            yield from reader.events()
            self._number, self._at = reader.number, reader.end
            if self._damage is None:
                self._damage = reader.damage
        if self._damage is not None:
            expected = self._options.charset.upper()
            self._tell("bad_charset", Severity.ERROR, Position(byte=self._damage), expected=expected)
        if not self._count and not any(problem.severity is Severity.FATAL for problem in self._problems):
            self._tell("no_interchange", Severity.FATAL, Position(byte=0))
        yield TransmissionEnds(tuple(self._problems), tuple(self._remainders), self._window.end)

    def _tell(self, code: str, severity: Severity, position: Position, **more: Any) -> None:
        if len(self._problems) < self._options.max_problems:
            self._problems.append(Problem(code, severity, position, **more))

    def _skip_mark(self) -> None:
        self._window.hold(0, len(charsets.BYTE_ORDER_MARK), 0)
        if self._window.data.startswith(charsets.BYTE_ORDER_MARK):
            self._at = len(charsets.BYTE_ORDER_MARK)
            self._problems.append(leniency_problem("byte_order_mark", self._options, Position(byte=0)))

    def _next_header(self) -> IsaHeader | None:
        """The next interchange header; what stands before it is set aside."""
        window = self._window
        first = scanned = self._at
        has_text = False
        failure: IsaFailure | None = None
        header: IsaHeader | None = None
        while header is None:
            at = window.find(TAG, scanned)
            if at < 0:
                keep = max(scanned, window.end - len(TAG))
                has_text = has_text or bool(window.bytes_of(scanned, keep).strip(NOISE))
                scanned = keep
                if not window.more(keep):
                    break
                continue
            window.hold(at, LONGEST, scanned)
            has_text = has_text or bool(window.bytes_of(scanned, at).strip(NOISE))
            if may_begin(window.plain, at - window.base):
                found = read_isa(window.plain, at - window.base, window.charset, window.base)
                in_word = follows_word(window.plain, at - window.base)
                if isinstance(found, IsaHeader) and (found.is_padded or not in_word):
                    header = found
                    break
                if isinstance(found, IsaFailure) and not in_word:
                    failure = failure if failure and failure.is_likely else found
            has_text, scanned = True, at + len(TAG)
        end = header.start if header else window.end
        has_text = has_text or bool(window.bytes_of(scanned, end).strip(NOISE))
        self._set_aside(first, end, has_text=has_text)
        if failure and (failure.is_likely or (header is None and not self._count)):
            place = Position(byte=failure.start, tag="ISA")
            self._tell("isa_unreadable", Severity.FATAL, place, parameters={"reason": failure.reason})
        return header

    def _set_aside(self, first: int, end: int, *, has_text: bool) -> None:
        """What stands between interchanges: blanks are let go with the range kept, anything else is told."""
        if first < end:
            self._remainders.append((first, end))
            if has_text:
                place = Position(byte=first)
                self._tell("bytes_outside", Severity.WARNING, place, expected=str(end - first))


class InterchangeReader:
    """One pass over the segments of an interchange; SE, GE and IEA close what is open and check it."""

    def __init__(self, window: Window, options: ReadOptions, header: IsaHeader, number: int) -> None:
        self._window = window
        self._options = options
        self._header = header
        self._cutting = Cutting.of(header.delimiters, window.charset, is_wrapped=bool(header.wrap))
        self._elements = [part.strip() for part in header.elements]
        self.end = header.end
        self.number = number + 1  # of the ISA
        self.damage: int | None = None
        self._before = number
        self._problems: list[Problem] = []
        self._used: dict[str, tuple[int, str]] = {}
        self._out: list[Event] = []
        self._ta1s: list[tuple[str, ...]] = []
        self._group_keys: set[tuple[str, str]] = set()
        self._group_count = 0
        self._trailer: Segment | None = None
        self._group: OpenGroup | None = None
        self._open: OpenSet | None = None

    def note_duplicate(self) -> None:
        """Tells that an interchange with the same parties and control number stood earlier in the file."""
        value = self._elements[13]
        self._problem(
            "duplicate_interchange_control", Severity.WARNING, self._header.start, "ISA", value=value
        )

    def events(self) -> Iterator[Event]:
        """The interchange's beginning, what it holds, and its end."""
        header = self._header
        for leniency in header.leniencies:
            self._used.setdefault(leniency, (header.start, "ISA"))
        if header.wrap:
            place = Position(byte=header.start)
            problem = leniency_problem("wrapped_lines", self._options, place, expected=str(header.wrap))
            self._problems.append(problem)
        yield InterchangeBegins(self._interchange())
        yield OutsideSegment(header.elements, header.start, header.end)
        while self._step():
            yield from self._out
            self._out.clear()
        self._close_group(self.end)
        yield from self._out
        self._check_end()
        yield InterchangeEnds(self._interchange())

    # from control segment to control segment

    def _step(self) -> bool:
        """Reads one stretch: a control segment and what follows it up to the next. False at the interchange's end."""
        at = self._skip_noise()
        tag = self._tag_at(at)
        if at >= self._window.end:
            self.end = at
            return False
        # Its separators may be others than those of this interchange, so it has no tag that we would know.
        begins = self._window.plain.startswith(TAG, at - self._window.base)
        if begins and self._begins_interchange(at, after_segment=True):
            self.end = at
            return False
        if tag == "IEA":
            self._read_trailer(at)
            return False
        end = self._binary_end(at) if tag in BINARY_TAGS else self._stretch_end(at)
        if end is None:
            self._skip_too_large(at, tag)
            return True
        self.end = end
        self._read_stretch(at, end, tag)
        return True

    def _keep(self, at: int) -> int:
        """The first byte that is still needed: that of the open set."""
        opened = self._open
        return opened.start if opened is not None and not opened.is_too_large else at

    def _skip_noise(self) -> int:
        window, first = self._window, self.end
        at, noise = first, set[int]()
        while True:
            after = window.base + self._cutting.skip_noise(window.plain, at - window.base)
            noise.update(window.plain_of(at, after))  # it is let go when more is read
            at = after
            if window.end - at >= _LONGEST_TRAILER or not window.more(self._keep(at)):
                break
        leniency = self._cutting.noise_leniency(bytes(noise))
        if leniency:
            self._used.setdefault(leniency, (first, ""))
        return at

    def _tag_at(self, at: int) -> str | None:
        return self._cutting.tag_at(self._window.plain, at - self._window.base)

    def _stretch_end(self, at: int) -> int | None:
        """Where the next control segment begins, or the data breaks off; None for more than a set may have."""
        window, most = self._window, self._options.max_set_bytes
        while (found := self._cutting.boundary.search(window.plain, at - window.base)) is None:
            if window.end - at > most:
                return None
            if not window.more(self._keep(at)):
                break
        end = window.base + found.start(1) if found else window.end
        if end - at > most:
            return None
        broken = window.find(TAG, at + 1, end)
        while broken >= 0:
            if self._begins_interchange(broken, after_segment=False):
                return broken
            broken = window.find(TAG, broken + 1, end)
        return end

    def _begins_interchange(self, at: int, *, after_segment: bool) -> bool:
        """Whether another interchange begins there although this one was not closed."""
        window = self._window
        window.hold(at, LONGEST, self._keep(min(at, self.end)))
        here = at - window.base
        before = window.plain[max(here - 1, 0) : here]
        if not may_begin(window.plain, here):
            return False
        found = read_isa(window.plain, here, window.charset, window.base)
        if not isinstance(found, IsaHeader):
            return False
        return after_segment or before in (b"\n", b"\r") or found.is_padded

    def _binary_end(self, at: int) -> int | None:
        """The place after a BIN or BDS, which its stated length tells."""
        window, mark = self._window, self._cutting.terminator
        data = self._cutting.binary_range(window.data, at - window.base)
        if data is None:
            return self._stretch_end(at)
        end = data[1] + window.base
        if end - at > self._options.max_set_bytes:
            return self._stretch_end(at)
        window.hold(at, end - at + len(mark), self._keep(at))
        if window.bytes_of(end, end + len(mark)) != mark:
            return self._stretch_end(at)
        window.mask_again(end)
        return end + len(mark)

    def _read_trailer(self, at: int) -> None:
        """The IEA ends at its terminator, or at the end of its line where that was left out."""
        window, cutting = self._window, self._cutting
        window.hold(at, _LONGEST_TRAILER, self._keep(at))
        stop = min(window.end, at + _LONGEST_TRAILER)
        following = window.find(TAG, at + 1, stop)
        if following >= 0 and self._begins_interchange(following, after_segment=False):
            stop = following
        end = window.find(cutting.terminator, at, stop)
        line = -1 if cutting.is_wrapped else window.find(b"\n", at, stop)
        if line >= 0 and (end < 0 or (line < end and window.bytes_of(line, end).strip(NOISE))):
            end = line
        elif end >= 0:
            end += len(cutting.terminator)
        else:
            end = stop
        self._close_group(at)
        cut = cutting.cut(window.bytes_of(at, end), window.plain_of(at, end))
        self._take_notes(cut, at)
        if cut.spans and len(cut.spans) > 1:  # what a break ended; the rest belongs to no interchange
            end = at + cut.spans[0][1]
        self.end = end
        if cut.segments:
            self.number += 1
            self._trailer = cut.segments[0]
            self._out.append(OutsideSegment(tuple(self._trailer), at, end))

    def _read_stretch(self, at: int, end: int, tag: str | None) -> None:
        window, cutting = self._window, self._cutting
        plain = window.plain_of(at, end)
        count = plain.count(cutting.terminator)
        if tag == "ST" and count > self._options.max_set_segments:
            self._skip_too_large(at, tag)
            return
        cut = cutting.cut(window.bytes_of(at, end), plain)
        self._take_notes(cut, at)
        if cut.spans is None:
            self._run(cut.segments, at, end, None)
        else:
            self._read_pieces(cut, at, end)

    def _read_pieces(self, cut: Cut, at: int, end: int) -> None:
        """A stretch that was cut piece by piece may hold control segments that no terminator went before."""
        spans = cut.spans or []
        begins = [n for n, segment in enumerate(cut.segments) if not n or segment[0] in CONTROL_TAGS]
        # A stretch of empty segments has none.
        for first, following in zip(begins, [*begins[1:], len(cut.segments)][: len(begins)], strict=True):
            begin = at + spans[first][0]
            stop = at + spans[following][0] if following < len(spans) else end
            self._run(
                cut.segments[first:following],
                begin,
                stop,
                [(a + at, b + at) for a, b in spans[first:following]],
            )

    def _run(
        self, segments: list[Segment], start: int, end: int, spans: list[tuple[int, int]] | None
    ) -> None:
        """A control segment, where the first is one, and segments that follow it."""
        tag = segments[0][0]
        if tag == "ST":
            self.number += 1
            self._close_set(start)
            self._open_set(segments, start)
            self.number += len(segments) - 1
            return
        if tag in CONTROL_TAGS:
            self.number += 1
            first_end = self._end_of_first(start, end, spans)
            self._control(tag, segments[0], start, first_end)
            segments = segments[1:]
        if not segments:
            return
        if self._open is not None:
            self.number += len(segments)
            self._open.add(segments, end, self._options)
            return
        self._strays(segments, start, end, spans)

    def _strays(
        self, segments: list[Segment], start: int, end: int, spans: list[tuple[int, int]] | None
    ) -> None:
        if spans is None:
            raw = self._window.bytes_of(start, end)
            spans = [(first + start, last + start) for first, last in self._cutting.spans(raw)]
        spans = spans[-len(segments) :]
        for segment, (first, last), limit in zip(segments, spans, _limits(spans, end), strict=True):
            self.number += 1
            self._problem("stray_segment", Severity.ERROR, first, segment[0])
            stop = self._after_terminator(last, limit)
            self._out.append(OutsideSegment(tuple(segment), first, stop, is_stray=True))

    def _end_of_first(self, start: int, end: int, spans: list[tuple[int, int]] | None) -> int:
        """The place after the terminator of a stretch's first segment."""
        if not spans:
            return self._after_terminator(start, end)
        return self._after_terminator(spans[0][1], next(_limits(spans, end)))

    def _after_terminator(self, at: int, limit: int) -> int:
        """The place after the terminator that a segment has before the next one begins, or `at` where it has none."""
        mark = self._cutting.terminator
        found = self._window.find(mark, at, limit)
        return found + len(mark) if found >= 0 else at

    def _take_notes(self, cut: Cut, at: int) -> None:
        for leniency, (offset, tag) in cut.used.items():
            self._used.setdefault(leniency, (at + offset, tag))
        if cut.damage is not None and self.damage is None:
            self.damage = at + cut.damage
        for offset, tag in cut.bad_lengths:
            self._problem("binary_length_wrong", Severity.ERROR, at + offset, tag, number=self.number + 1)

    def _skip_too_large(self, at: int, tag: str | None) -> None:
        """Lets the bytes of a stretch go until the next control segment; its segments are counted, no more."""
        window, cutting = self._window, self._cutting
        start = at
        if tag == "ST":
            self.number += 1
            self._close_set(at)
            window.hold(at, _LONGEST_TRAILER, at)
            first_end = self._after_terminator(at, at + _LONGEST_TRAILER)
            if first_end == at:
                first_end = min(window.end, at + _LONGEST_TRAILER)
            cut = cutting.cut(window.bytes_of(at, first_end), window.plain_of(at, first_end))
            self._take_notes(cut, at)
            self._open_set(cut.segments[:1], at)
            self.number -= 1
        opened = self._open
        if opened is not None:
            opened.let_go()
        count = 0
        while (found := cutting.boundary.search(window.plain, at - window.base)) is None:
            last = window.plain.rfind(cutting.terminator, at - window.base)
            keep = window.base + last if last >= 0 else window.end
            count += window.plain_of(at, keep).count(cutting.terminator)
            at = keep
            if not window.more(keep):
                break
        self.end = window.base + found.start(1) if found else window.end
        count += window.plain_of(at, self.end).count(cutting.terminator)
        self.number += count
        if opened is not None:
            opened.skipped += count - (tag == "ST")
        else:
            skipped = str(self.end - start)
            self._problem("stretch_skipped", Severity.ERROR, start, tag or "", expected=skipped)
            self._out.append(OutsideSegment((), start, self.end, is_stray=True))

    # control segments

    def _control(self, tag: str, segment: Segment, start: int, end: int) -> None:
        is_stray = False
        if tag == "SE" and self._open is not None:
            self._close_set(start, trailer=segment, end=end)
            return
        if tag == "GS":
            self._close_group(start)
            self._out.append(self._open_group(segment, start))
        elif tag == "GE" and self._group is not None:
            self._out.append(OutsideSegment(tuple(segment), start, end))
            self._close_group(start, trailer=segment, end=end)
            return
        elif tag == "IEA":  # the terminator before it was forgotten
            self._close_group(start)
            self._trailer = segment
        elif tag == "TA1":
            self._ta1s.append(tuple(segment))
        elif tag in _SERVICE_TAGS:
            self._problem("service_segment_noted", Severity.NOTE, start, tag)
        else:
            is_stray = True
            self._problem("stray_segment", Severity.ERROR, start, tag)
        if self._open is not None:
            self._open.left_out.add(start - self._open.start)
        self._out.append(OutsideSegment(tuple(segment), start, end, is_stray))

    def _open_group(self, segment: Segment, start: int) -> GroupBegins:
        padded = segment + _EMPTY[len(segment) :]
        self._group = group = OpenGroup([name_in(part) for part in padded], start)
        for position, name in ((1, "GS01"), (6, "GS06"), (8, "GS08")):
            if not group.elements[position]:
                self._problem(
                    "gs_unreadable", Severity.ERROR, start, "GS", expected=name, into=group.problems
                )
        key = (group.elements[1], group.elements[6])
        if key in self._group_keys:
            self._problem(
                "duplicate_group_control", Severity.ERROR, start, "GS", value=key[1], into=group.problems
            )
        self._group_keys.add(key)
        return GroupBegins(group.as_group())

    def _close_group(self, start: int, trailer: Segment | None = None, end: int | None = None) -> None:
        self._close_set(start)
        group = self._group
        if group is None:
            return
        self._group = None
        self._group_count += 1
        if trailer is None:
            self._problem("ge_missing", Severity.ERROR, start, "GE", into=group.problems)
        else:
            expected = (group.set_count, group.elements[6])
            group.claimed = self._check_trailer("ge", trailer, start, expected, group.problems)
        closed = replace(
            group.as_group(),
            problems=tuple(group.problems),
            claimed_sets=group.claimed,
            byte_end=start if end is None else end,
        )
        self._out.append(GroupEnds(closed, group.set_count))

    # sets

    def _open_set(self, segments: list[Segment], start: int) -> None:
        self._open = opened = OpenSet(segments, start, self.number)
        if self._group is None:
            self._problem("set_outside_group", Severity.FATAL, start, "ST", into=opened.problems)
            self._group = OpenGroup(list(_EMPTY), start)
            self._out.append(GroupBegins(self._group.as_group()))
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

    def _close_set(self, start: int, trailer: Segment | None = None, end: int | None = None) -> None:
        opened = self._open
        if opened is None:
            return
        inside = len(opened.segments) + opened.skipped + 1
        if trailer is None:
            self._problem("se_missing", Severity.FATAL, start, "SE", into=opened.problems, inside=inside)
        else:
            opened.segments.append(trailer)
            expected = (inside, opened.element(2))
            self._check_trailer("se", trailer, start, expected, opened.problems, inside=inside)
        self._open = None
        closed = self._closed(opened, start if end is None else end)
        if self._group is not None:
            self._group.set_count += 1
        self._out.append(closed)

    def _closed(self, opened: "OpenSet", end: int) -> TransactionSet:
        too_large = opened.is_too_large or len(opened.segments) > self._options.max_set_segments
        closed = TransactionSet(
            set_id=opened.element(1),
            control_number=opened.element(2),
            byte_start=opened.start,
            byte_end=end,
            held=opened.segments,
            raw=b"" if too_large else self._window.bytes_of(opened.start, end),
            cutting=self._cutting,
            first_segment_in_file=opened.number,
            convention=opened.element(3) or None,
            is_too_large=too_large,
            left_out=frozenset(opened.left_out),
        )
        if too_large:
            opened.problems.append(self._too_large(closed, opened.skipped))
            closed.held = [opened.segments[0], *(s for s in opened.segments[-1:] if s[0] == "SE")]
        closed.problems = tuple(opened.problems)
        return closed

    def _too_large(self, closed: TransactionSet, skipped: int) -> Problem:
        size = closed.byte_end - closed.byte_start
        found, allowed, unit = size, self._options.max_set_bytes, "bytes"
        if size <= allowed:
            found, allowed = len(closed.segments) + skipped, self._options.max_set_segments
            unit = "segments"
        details = {"value": str(found), "expected": str(allowed), "parameters": {"unit": unit}}
        return Problem("set_too_large", Severity.ERROR, closed.position(1), **details)  # type: ignore[arg-type]

    # trailers

    def _check_trailer(
        self,
        kind: str,
        trailer: Segment,
        start: int,
        expected: tuple[int, str],
        problems: list[Problem],
        *,
        inside: int | None = None,
    ) -> int | None:
        """The count that the trailer claims; a wrong count or control number becomes a problem.

        `inside` is the trailer's number in its set, where it has one.
        """
        count, control = expected
        claimed_text = trailer[1].strip() if len(trailer) > 1 else ""
        claimed_control = trailer[2].strip() if len(trailer) > 2 else ""
        severity = Severity.FATAL if kind == "se" else Severity.ERROR
        is_number = claimed_text.isascii() and claimed_text.isdigit() and len(claimed_text) <= 15
        claimed = int(claimed_text) if is_number else None
        wrong = []
        if claimed != count:
            wrong.append(("count", 1, claimed_text, str(count)))
        if claimed_control != control.strip():
            wrong.append(("control", 2, claimed_control, control))
        for what, element, value, right in wrong:
            code = f"{kind}_{what}_mismatch"
            details: dict[str, Any] = {"value": value, "expected": right, "inside": inside}
            self._problem(code, severity, start, trailer[0], element=element, into=problems, **details)
        return claimed

    def _check_end(self) -> None:
        if self._trailer is None:
            self._problem("iea_missing", Severity.ERROR, self.end, "IEA")
            self._claimed = None
        else:
            expected = (self._group_count, self._elements[13])
            self._claimed = self._check_trailer("iea", self._trailer, self.end, expected, self._problems)
        for leniency, (start, tag) in self._used.items():
            position = Position(byte=start, tag=tag or None)
            self._problems.append(leniency_problem(leniency, self._options, position))

    _claimed: int | None = None

    def _interchange(self) -> Interchange:
        elements = self._elements
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
            ta1s=tuple(self._ta1s),
            problems=tuple(self._problems),
            byte_start=self._header.start,
            byte_end=self.end,
            claimed_groups=self._claimed,
            segment_count=self.number - self._before,
        )

    def _problem(
        self,
        code: str,
        severity: Severity,
        start: int,
        tag: str,
        *,
        element: int | None = None,
        into: list[Problem] | None = None,
        number: int | None = None,
        inside: int | None = None,
        **details: Any,
    ) -> None:
        opened = self._open
        in_file = self.number if number is None else number
        if inside is None and opened is not None and in_file >= opened.number:
            inside = in_file - opened.number + 1
        position = Position(segment=inside, segment_in_file=in_file, byte=start, tag=tag, element=element)
        target = self._problems if into is None else into
        if len(target) < self._options.max_problems:
            target.append(Problem(code, severity, position, **details))


def _limits(spans: list[tuple[int, int]], end: int) -> Iterator[int]:
    """For each segment the place that its terminator stands before."""
    yield from (start for start, _ in spans[1:])
    yield end
