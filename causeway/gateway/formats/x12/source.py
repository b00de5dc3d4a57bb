"""The text of a transmission with the way back to its bytes, and cutting that text into segments.

Charsets are decoded before anything is cut, because the second byte of a GB18030 character can be a tilde or an
asterisk. Offsets are counted in characters while reading and turned into bytes only when somebody asks.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from causeway.gateway.formats.x12.delimiters import Delimiters

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
NOISE = " \t\r\n"
_MIN_WRAP, _MAX_WRAP = 60, 200
_SEGMENT_AFTER_BREAK = re.compile(r"[\r\n][ \t\r\n]*(?=[A-Z][A-Z0-9]{1,2}(?:[^A-Za-z0-9 ]|$))")
_UNREADABLE = re.compile("[\udc80-\udcff\x00]")


class Source:
    """Decoded data. `wrap` is the line width that was undone, `damage` the byte offset of the first bad byte."""

    __slots__ = (
        "_cuts",
        "_last",
        "_original",
        "_single_byte",
        "charset",
        "damage",
        "mark",
        "size",
        "text",
        "wrap",
    )

    def __init__(self, data: bytes, charset: str) -> None:
        self.charset = charset
        self.size = len(data)
        self.mark = len(BYTE_ORDER_MARK) if data.startswith(BYTE_ORDER_MARK) else 0
        self.damage: int | None = None
        self.text = self._decode(data[self.mark :] if self.mark else data)
        self._original = self.text
        self._single_byte = charset in ("latin-1", "ascii") or self.text.isascii()
        self._last = (0, 0)
        self._cuts: list[int] = []
        self.wrap = _wrap_width(self.text)
        if self.wrap:
            self._unwrap()

    def _decode(self, data: bytes) -> str:
        try:
            text = data.decode(self.charset)
        except UnicodeDecodeError as error:
            self.damage = self.mark + error.start
            text = data.decode(self.charset, "surrogateescape")
            if not self._round_trips(text, data):
                self.charset = "latin-1"  # every byte stays a character, so that offsets stay true
                text = data.decode("latin-1")
        nul = text.find("\x00")
        if nul >= 0 and self.damage is None:
            self.damage = self.mark + len(text[:nul].encode(self.charset, "surrogateescape"))
        return text

    def _round_trips(self, text: str, data: bytes) -> bool:
        try:
            return text.encode(self.charset, "surrogateescape") == data
        except UnicodeEncodeError:
            return False

    def _unwrap(self) -> None:
        kept: list[str] = []
        position = 0
        for line in self._original.split("\n"):
            content = line.removesuffix("\r")
            kept.append(content)
            position += len(content)
            removed = len(line) - len(content) + 1
            self._cuts.extend([position] * removed)
        self.text = "".join(kept)

    def byte_offset(self, character: int) -> int:
        """The offset in the original bytes of a character of `text`."""
        if self._cuts:
            character += bisect_right(self._cuts, character)
        character = min(character, len(self._original))
        if self._single_byte:
            return self.mark + character
        start, offset = self._last if self._last[0] <= character else (0, 0)
        offset += len(self._original[start:character].encode(self.charset, "surrogateescape"))
        self._last = (character, offset)
        return self.mark + offset


def readable(text: str) -> str:
    """The text with what could not be decoded, and NUL, as U+FFFD."""
    return _UNREADABLE.sub("\ufffd", text)


def is_damaged(text: str) -> bool:
    """Whether `readable` would change the text."""
    return _UNREADABLE.search(text) is not None


def _wrap_width(text: str) -> int:
    """The width at which all lines but the last were broken without regard to segments, else 0."""
    first = text.find("\n")
    width = len(text[:first].removesuffix("\r")) if first >= 0 else 0
    if not _MIN_WRAP <= width <= _MAX_WRAP or "ISA" not in text[:width]:
        return 0
    lines = [line.removesuffix("\r") for line in text.rstrip("\r\n").split("\n")]
    if len(lines) < 3 or any(len(line) != width for line in lines[:-1]) or len(lines[-1]) > width:
        return 0
    return 0 if len({line[-1] for line in lines}) == 1 else width


class Cutter:
    """Cuts a stretch of text into segments and remembers which leniencies it needed, with the first place of each."""

    def __init__(self, delimiters: Delimiters) -> None:
        self._delimiters = delimiters
        self.used: dict[str, tuple[int, str]] = {}

    def cut(self, text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
        """(segment text, character offset) for every segment between the two offsets, in order."""
        terminator = self._delimiters.terminator
        newline_ends = terminator == "\n"
        position = start
        raws = text[start:end].split(terminator)
        last = len(raws) - 1
        for number, raw in enumerate(raws):
            here = position
            position += len(raw) + 1
            if not raw:
                if number != last:
                    self._note("empty_segment", here)
                continue
            if raw[0] in NOISE or newline_ends:
                raw, here = self._strip(raw, here, newline_ends)  # noqa: PLW2901 - the same piece, cleaned
                if not raw:
                    continue
            if number == last:
                raw = raw.rstrip(NOISE)  # noqa: PLW2901
                self._note("last_terminator_missing", here, raw)
            if "\n" in raw or "\r" in raw:
                yield from self._mend(raw, here)
            else:
                yield raw, here

    def _strip(self, raw: str, here: int, newline_ends: bool) -> tuple[str, int]:
        content = raw.lstrip(NOISE)
        noise = raw[: len(raw) - len(content)]
        if noise and content:
            blank = " " in noise or "\t" in noise
            self._note("blanks_between_segments" if blank else "line_breaks", here)
        if newline_ends:
            content = content.removesuffix("\r")
        return content, here + len(noise)

    def _mend(self, raw: str, here: int) -> Iterator[tuple[str, int]]:
        """The segments in a piece with line breaks inside: a new segment after the break, or a break to remove."""
        begin = 0
        for match in _SEGMENT_AFTER_BREAK.finditer(raw):
            if raw[match.end() :][:4].find(self._delimiters.element) in (2, 3):
                part = raw[begin : match.start()]
                self._note("terminator_missing", here + begin, part)
                yield self._join(part, here + begin), here + begin
                begin = match.end()
        rest = raw[begin:].rstrip(NOISE) if begin else raw
        yield self._join(rest, here + begin), here + begin

    def _join(self, part: str, here: int) -> str:
        if "\n" in part or "\r" in part:
            self._note("line_break_in_segment", here, part)
            return part.replace("\r", "").replace("\n", "")
        return part

    def _note(self, leniency: str, position: int, segment: str = "") -> None:
        if leniency not in self.used:
            self.used[leniency] = (position, segment.split(self._delimiters.element, 1)[0].strip())
