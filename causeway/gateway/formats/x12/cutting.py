"""Cutting a stretch of bytes into segments and elements.

What needs no forgiving, or only what can be set right all at once (line breaks after terminators, trailing
separators), is cut by two splits. Anything else is cut piece by piece, which also tells where each piece stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from causeway.gateway.formats.x12 import charsets
from causeway.gateway.formats.x12.delimiters import Charset, Delimiters

Segment = list[str]
Span = tuple[int, int]
NOISE = b" \t\r\n"
_BREAKS = b"\r\n"
CONTROL_TAGS = frozenset({"ISA", "IEA", "GS", "GE", "ST", "SE", "TA1", "ISB", "ISE"})
BINARY_TAGS = frozenset({"BIN", "BDS"})
_BINARY_DATA = {"BIN": 2, "BDS": 3}  # the element that holds the data; the one before it, its length


@dataclass(slots=True)
class Cut:
    """Segments in order. `spans` is None where they were cut all at once. Offsets count from the stretch's start."""

    segments: list[Segment]
    spans: list[Span] | None = None
    used: dict[str, tuple[int, str]] = field(default_factory=dict)  # leniency -> its first place and segment
    damage: int | None = None  # the first byte that is not of the charset
    bad_lengths: list[tuple[int, str]] = field(
        default_factory=list
    )  # BIN and BDS whose data does not end there


class Cutting:
    """How an interchange is cut: its delimiters as bytes, and the patterns made of them."""

    def __init__(self, delimiters: Delimiters, charset: Charset, *, is_wrapped: bool = False) -> None:
        self.delimiters = delimiters
        self.charset: Charset = charset
        self.is_wrapped = is_wrapped
        self.terminator = delimiters.terminator.encode(charset, "surrogateescape")
        self.element = delimiters.element.encode(charset, "surrogateescape")
        self.component = (delimiters.component or "").encode(charset, "surrogateescape")
        noise = bytes(mark for mark in NOISE if mark not in self.terminator)
        self._noise = re.compile(b"[" + re.escape(noise) + b"]*")
        self.control = self._control_pattern()
        self.boundary = re.compile(
            re.escape(self.terminator) + b"[" + re.escape(noise) + b"]*(" + self.control.pattern + b")"
        )
        self._after_break = re.compile(
            rb"(?<![ \t\r\n])[ \t\r\n]+(?=[A-Z][A-Z0-9]{1,2}" + re.escape(self.element) + b")"
        )
        self._length = re.compile(
            rb"(BIN|BDS%(e)b[^%(e)b]{0,20})%(e)b([0-9]{1,12})%(e)b" % {b"e": re.escape(self.element)}
        )
        self._make_text_patterns(noise.decode())

    @staticmethod
    def of(delimiters: Delimiters, charset: Charset, *, is_wrapped: bool = False) -> "Cutting":
        """The one for these delimiters, made once."""
        return _cutting(delimiters, charset, is_wrapped)

    def _control_pattern(self) -> re.Pattern[bytes]:
        """A segment that belongs to no set's body, or one with binary data, where a segment begins."""
        between = b"[\r\n]*" if self.is_wrapped else b""
        tags = [
            between.join(bytes([mark]) for mark in tag.encode()) for tag in sorted(CONTROL_TAGS | BINARY_TAGS)
        ]
        return re.compile(b"(?:" + b"|".join(tags) + b")" + between + re.escape(self.element))

    def _make_text_patterns(self, noise: str) -> None:
        mark = self.delimiters.terminator
        begins = re.escape(mark)
        blanks = "".join(each for each in noise if each in " \t")
        breaks = "".join(each for each in noise if each in "\r\n")
        self._signs = (*(each for each in "\r\n" if each != mark), f"{mark} ", f"{mark}\t")
        self._after = re.compile(f"{begins}[{noise}]+")
        # A return before a line feed that ends segments belongs to it, so it is no break of its own.
        ends = "(?:\r+(?=\r\n)|\r+(?![\r\n \t]))" if mark == "\n" else f"[{breaks}]+(?![{noise}])"
        self._breaks_after = re.compile(f"{begins}{ends}")
        self._empty = re.compile(f"(?:\\A|{begins})[{noise}]*({begins})")
        a_return = "\r?" if mark == "\n" else ""
        self._ends_empty = re.compile(f"{re.escape(self.delimiters.element)}{a_return}{begins}")
        self._blank = re.compile(f"[{noise}]*")
        self._blanks_after = re.compile(f"{begins}[{breaks}]*[{blanks}]")

    def tag_at(self, plain: bytes, at: int) -> str | None:
        """The tag of the control segment or binary one that begins there, None for any other."""
        found = self.control.match(plain, at)
        if found is None:
            return None
        return found[0][: -len(self.element)].translate(None, _BREAKS).decode()

    def skip_noise(self, plain: bytes, at: int) -> int:
        """The offset of the next segment's first character."""
        found = self._noise.match(plain, at)
        return found.end() if found else at

    def cut(self, raw: bytes, plain: bytes) -> Cut:
        """The segments of a stretch that begins with a segment; a binary one can only be the first."""
        return self._cut_at_once(raw) or self._cut_one_by_one(raw, plain)

    # at once

    def _cut_at_once(self, raw: bytes) -> Cut | None:
        """The segments, or None for bytes that need a closer look."""
        if raw.startswith((b"BIN", b"BDS")) or b"\0" in raw:
            return None
        try:
            text = (raw.translate(None, _BREAKS) if self.is_wrapped else raw).decode(self.charset)
        except UnicodeDecodeError:
            return None
        mark, element = self.delimiters.terminator, self.delimiters.element
        original = text
        used: dict[str, tuple[int, str]] = {}
        if any(sign in text for sign in self._signs):
            cleaned = self._without_noise(text, used)
            if cleaned is None:
                return None
            text = cleaned
        if not text.endswith(mark):
            return None
        pieces = text.split(mark)
        pieces.pop()
        if mark + mark in text or not pieces[0]:
            found = self._empty.search(original)
            used["empty_segment"] = (self._offset(original, found.start(1) if found else 0), "")
            pieces = [piece for piece in pieces if piece]
            if not pieces:
                return None
        segments = [piece.split(element) for piece in pieces]
        if element + mark in text:
            _trim(segments, used)
            begins = self._first_that_ends_empty(original)
            used["trailing_separators"] = (self._offset(original, begins), used["trailing_separators"][1])
        if used and self.is_wrapped:  # the places are not those of the file
            return None
        return Cut(segments, None, used)

    def _first_that_ends_empty(self, text: str) -> int:
        """Where the first segment that ends in an empty element begins."""
        mark = self.delimiters.terminator
        ends = self._ends_empty.search(text)
        before = text.rfind(mark, 0, ends.start()) if ends else -1
        found = self._blank.match(text, before + len(mark) if before >= 0 else 0)
        return found.end() if found else 0

    def _without_noise(self, text: str, used: dict[str, tuple[int, str]]) -> str | None:
        """The text without what stands between its segments; None where line breaks stand inside of them."""
        mark = self.delimiters.terminator
        if mark == "\n":
            cleaned = text.replace("\r\n", "\n")
        else:
            cleaned = text if mark == "\r" else text.replace(f"{mark}\r\n", mark)
            cleaned = cleaned.replace(f"{mark}\n", mark)
            found = self._breaks_after.search(text) if len(cleaned) < len(text) else None
            if found:
                used["line_breaks"] = (self._offset(text, found.start() + len(mark)), "")
        if any(sign in cleaned for sign in self._signs):
            for leniency, pattern in (
                ("line_breaks", self._breaks_after),
                ("blanks_between_segments", self._blanks_after),
            ):
                found = pattern.search(text)
                if found:
                    used[leniency] = (self._offset(text, found.start() + len(mark)), "")
            cleaned = self._after.sub(mark.replace("\\", "\\\\"), cleaned)
            if any(sign in cleaned for sign in self._signs):
                return None
        return cleaned

    def _offset(self, text: str, character: int) -> int:
        if character <= 0 or text.isascii() or self.charset == "latin-1":
            return max(character, 0)
        return len(text[:character].encode(self.charset))

    # one by one

    def _cut_one_by_one(self, raw: bytes, plain: bytes) -> Cut:
        spans: list[Span] = []
        found = Cut([], spans)
        for start, end, data in self._pieces(raw, plain, found):
            if data is None:
                segment = self._segment(raw, plain, (start, end), found)
            else:
                head = charsets.decode(raw[start : data - len(self.element)], self.charset)
                # One character for each byte: what it is, is told by the segments before.
                segment = [*head.split(self.delimiters.element), raw[data:end].decode("latin-1")]
            if not segment[-1]:
                _trim([segment], found.used, start)
            found.segments.append(segment)
            spans.append((start, end))
        return found

    def _segment(self, raw: bytes, plain: bytes, span: Span, found: Cut) -> Segment:
        piece = raw[slice(*span)]
        clean = piece.translate(None, _BREAKS)
        try:
            text = clean.decode(self.charset)
            if "\0" not in text:
                return text.split(self.delimiters.element)
            bad = piece.find(b"\0")
        except UnicodeDecodeError as error:
            bad = error.start
        if found.damage is None:
            found.damage = span[0] + bad
        return [
            charsets.decode(raw[start:end].translate(None, _BREAKS), self.charset)
            for start, end in self._elements(plain, span)
        ]

    def _elements(self, plain: bytes, span: Span) -> Iterator[Span]:
        start, end = span
        at = plain.find(self.element, start, end)
        while at >= 0:
            yield start, at
            start = at + len(self.element)
            at = plain.find(self.element, start, end)
        yield start, end

    def spans(self, raw: bytes) -> list[Span]:
        """Where each segment of a stretch begins and ends (before its terminator)."""
        plain = charsets.plain(raw, self.charset)
        if self._is_regular(plain):
            lengths = [len(piece) for piece in plain.split(self.terminator)[:-1]]
            starts = accumulate((length + len(self.terminator) for length in lengths), initial=0)
            return [(start, start + length) for start, length in zip(starts, lengths, strict=False)]
        return [(start, end) for start, end, _ in self._pieces(raw, plain, Cut([]))]

    def is_regular(self, raw: bytes) -> bool:
        """Whether a stretch is segments, terminators and line breaks after these, so that there is one way to cut it."""
        plain, mark = charsets.plain(raw, self.charset), self.terminator
        if mark not in (b"\n", b"\r"):
            plain = plain.replace(mark + b"\r\n", mark).replace(mark + b"\n", mark)
        return self._is_regular(plain)

    def _is_regular(self, plain: bytes) -> bool:
        mark = self.terminator
        return (
            plain.endswith(mark)
            and mark + mark not in plain
            and not plain.startswith(mark)
            and mark + b" " not in plain
            and mark + b"\t" not in plain
            and not any(bytes([each]) in plain for each in _BREAKS if each not in mark)
            and not any(tag in plain for tag in (b"BIN" + self.element, b"BDS" + self.element))
        )

    def binary_range(self, raw: bytes, at: int) -> Span | None:
        """Where the data of the BIN or BDS at an offset should begin and end; None where its length is no number."""
        found = self._length.match(raw, at)
        return (found.end(), found.end() + int(found[2])) if found else None

    def _pieces(self, raw: bytes, plain: bytes, found: Cut) -> Iterator[tuple[int, int, int | None]]:
        """(start, end, start of binary data or None) for every segment of the stretch."""
        at, size = 0, len(plain)
        while at < size:
            start = self.skip_noise(plain, at)
            binary = self._binary(raw, start, found) if plain.startswith((b"BIN", b"BDS"), start) else None
            end = binary[1] if binary else plain.find(self.terminator, start)
            self._note_noise(plain, at, start, found)
            at = size if end < 0 else end + len(self.terminator)
            if binary:
                if self.charset == "gb18030":
                    plain = plain[:at] + charsets.plain(raw[at:], self.charset)
                yield start, end, binary[0]
                continue
            yield from ((first, last, None) for first, last in self._ended(plain, start, end, found))

    def _note_noise(self, plain: bytes, first: int, last: int, found: Cut) -> None:
        """What stands between two segments; a return before a line feed that ends a segment is part of that end."""
        if self.terminator == b"\n" and plain.startswith(b"\r\n", last - 1):
            last -= 1
        leniency = self.noise_leniency(plain[first:last])
        if leniency:
            _note(found, leniency, first)

    def noise_leniency(self, noise: bytes) -> str | None:
        """What has to be forgiven for these blanks and breaks between segments; wrapping forgave its breaks already."""
        if b" " in noise or b"\t" in noise:
            return "blanks_between_segments"
        return "line_breaks" if noise and not self.is_wrapped else None

    def _binary(self, raw: bytes, start: int, found: Cut) -> Span | None:
        """The data's range where it can be believed: a terminator follows it."""
        data = self.binary_range(raw, start)
        if data and (raw.startswith(self.terminator, data[1]) or data[1] == len(raw)):
            return data
        if self.tag_at(raw, start):
            found.bad_lengths.append((start, raw[start : start + 3].decode()))
        return None

    def _ended(self, plain: bytes, start: int, end: int, found: Cut) -> Iterator[Span]:
        """The segments between two offsets, of which the second is that of a terminator, or below zero."""
        is_missing = end < 0
        if is_missing:
            end = start + len(plain[start:].rstrip(NOISE))
        if start == end:
            if not is_missing:
                _note(found, "empty_segment", start)
            return
        if self.terminator == b"\n" and plain.startswith(b"\r", end - 1):
            end -= 1
        if is_missing:
            self._note_segment(found, "last_terminator_missing", plain, start)
        piece = plain[start:end]
        if b"\n" in piece or b"\r" in piece:
            yield from self._mend(plain, start, end, found)
        else:
            yield start, end

    def _mend(self, plain: bytes, start: int, end: int, found: Cut) -> Iterator[Span]:
        """The segments in a piece with line breaks inside: a new segment after the break, or a break to remove."""
        if self.is_wrapped:
            yield start, end
            return
        first = start
        piece = plain[start:end]
        for noise in self._after_break.finditer(piece):
            if noise.start() and (b"\n" in noise[0] or b"\r" in noise[0]):
                self._note_segment(found, "terminator_missing", plain, first)
                yield self._joined(plain, first, start + noise.start(), found)
                first = start + noise.end()
        yield self._joined(plain, first, end, found)

    def _joined(self, plain: bytes, start: int, end: int, found: Cut) -> Span:
        piece = plain[start:end]
        if b"\n" in piece or b"\r" in piece:
            self._note_segment(found, "line_break_in_segment", plain, start)
        return start, end

    def _note_segment(self, found: Cut, leniency: str, plain: bytes, start: int) -> None:
        tag = plain[start : start + 20].split(self.element, 1)[0].strip()
        _note(found, leniency, start, charsets.decode(tag, "ascii"))


@lru_cache(maxsize=64)
def _cutting(delimiters: Delimiters, charset: Charset, is_wrapped: bool) -> Cutting:
    return Cutting(delimiters, charset, is_wrapped=is_wrapped)


def _note(found: Cut, leniency: str, at: int, tag: str = "") -> None:
    found.used.setdefault(leniency, (at, tag))


def _trim(segments: list[Segment], used: dict[str, tuple[int, str]], at: int = 0) -> None:
    """Takes empty elements off the ends of segments."""
    for segment in segments:
        if not segment[-1] and len(segment) > 1:
            while len(segment) > 1 and not segment[-1]:
                segment.pop()
            used.setdefault("trailing_separators", (at, segment[0]))
