"""Reading an interchange header and taking its delimiters from it, however it was padded, wrapped or broken."""

import re
from dataclasses import dataclass

from causeway.gateway.formats.x12.charsets import decode
from causeway.gateway.formats.x12.delimiters import Charset, Delimiters

TAG = b"ISA"
LONGEST = (
    700  # bytes after an ISA's first that are looked at: the longest unpadded one, and three wrapped lines
)
_LONGEST_HEADER = 300
_MIN_WRAP, _MAX_WRAP = 60, 200
_NOISE = b" \t\r\n"
_BREAKS = b"\r\n"
_ELEMENTS = 16
_PADDED_LENGTHS = (3, 2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1)
_VERSION = re.compile(r"\d{3,6}")
_SINCE_REPETITION = "00402"
_AFTER_ISA = re.compile(rb"[ \t\r\n]*(?:GS|TA1|IEA|ISB|ISE)")


@dataclass(frozen=True, slots=True)
class IsaHeader:
    """An ISA as it was found: its elements (0 is the tag), where it begins and ends, what had to be forgiven."""

    elements: tuple[str, ...]
    delimiters: Delimiters
    start: int
    end: int
    leniencies: tuple[str, ...]
    wrap: int

    @property
    def is_padded(self) -> bool:
        """Whether every element has its fixed length, which nothing but a real ISA has."""
        return "unpadded_isa" not in self.leniencies


@dataclass(frozen=True, slots=True)
class IsaFailure:
    """Something that begins like an ISA and is none that can be read; `is_likely` where it was meant as one."""

    start: int
    reason: str
    is_likely: bool


def may_begin(plain: bytes, at: int) -> bool:
    """Whether the `ISA` at this place can be the tag of a header: a separator follows."""
    separator = plain[at + 3 : at + 4]
    return bool(separator) and not separator.isalnum() and separator not in _NOISE and separator != b"\0"


def follows_word(plain: bytes, at: int) -> bool:
    """Whether a letter or digit stands before: what came before broke off there, or it is no header."""
    return plain[max(at - 1, 0) : at].isalnum()


def read_isa(plain: bytes, at: int, charset: Charset, base: int = 0) -> IsaHeader | IsaFailure:
    """The header at a place of the bytes (masked ones do); `base` is added to its offsets."""
    window = plain[at : at + LONGEST]
    width = _line_width(window)
    if width:
        joined = window.translate(None, _BREAKS)
        header = _read(joined, charset, ())
        if isinstance(header, IsaFailure):
            return IsaFailure(base + at, header.reason, header.is_likely)
        if _breaks_segments(window, header.delimiters.terminator.encode(charset, "surrogateescape"), width):
            return _moved(header, base + at, _undo(window, header.end), width)
    header = _read(window[:_LONGEST_HEADER], charset, _BREAKS)
    if isinstance(header, IsaFailure):
        return IsaFailure(base + at, header.reason, header.is_likely)
    return _moved(header, base + at, header.end, 0)


def _moved(header: IsaHeader, start: int, length: int, wrap: int) -> IsaHeader:
    return IsaHeader(header.elements, header.delimiters, start, start + length, header.leniencies, wrap)


def _read(window: bytes, charset: Charset, breaks: bytes | tuple[()]) -> IsaHeader | IsaFailure:
    separator = _character(window, 3, charset)
    parts = window.split(separator, _ELEMENTS)
    is_likely = len(parts) > 4 and len(parts[1].strip()) <= 2 and len(parts[3].strip()) <= 2
    if len(parts) <= _ELEMENTS:
        return IsaFailure(0, "fewer than 16 elements", is_likely)
    elements = [decode(part.translate(None, _BREAKS), charset) for part in parts[:_ELEMENTS]]
    version = elements[12].strip()
    if not _VERSION.fullmatch(version):
        return IsaFailure(0, f"ISA12 is {version!r}, not a version number", is_likely)
    ends = _read_ends(
        window, sum(len(part) + len(separator) for part in parts[:_ELEMENTS]), separator, charset
    )
    if ends is None:
        return IsaFailure(0, "no segment terminator after ISA16", is_likely)
    component, terminator, end = ends
    if charset == "gb18030" and not (separator + (component or b"") + terminator).isascii():
        return IsaFailure(0, "a delimiter that is no character of GB18030", is_likely)
    leniencies = []
    if breaks and any(b"\n" in part or b"\r" in part for part in parts[:_ELEMENTS]):
        leniencies.append("line_break_in_segment")
    if tuple(map(len, elements)) != _PADDED_LENGTHS:
        leniencies.append("unpadded_isa")
    if component is None:
        leniencies.append("component_separator_missing")
    marks = [
        part.decode(charset, "surrogateescape") if part is not None else None
        for part in (separator, component, terminator)
    ]
    delimiters = Delimiters(
        marks[0] or "", marks[1], _repetition(elements, marks[0] or "", marks[2] or ""), marks[2] or ""
    )
    return IsaHeader((*elements, delimiters.component or ""), delimiters, 0, end, tuple(leniencies), 0)


def _character(window: bytes, at: int, charset: Charset) -> bytes:
    """The character at a place: more than one byte only in UTF-8 (a section sign as separator)."""
    if charset == "utf-8" and window[at : at + 1] >= b"\xc2":
        for length in (2, 3, 4):
            try:
                window[at : at + length].decode(charset)
            except UnicodeDecodeError:
                continue
            return window[at : at + length]
    return window[at : at + 1]


def _repetition(elements: list[str], separator: str, terminator: str) -> str | None:
    """ISA11 is the repetition separator since 00402; before, it named the standards body (U)."""
    mark = elements[11].strip()
    usable = len(mark) == 1 and not mark.isalnum() and mark not in (separator, terminator)
    return mark if usable and elements[12].strip() >= _SINCE_REPETITION else None


def _read_ends(
    window: bytes, at: int, separator: bytes, charset: Charset
) -> tuple[bytes | None, bytes, int] | None:
    """(component separator, terminator, end of the ISA) from what stands after the sixteenth separator."""
    component = _character(window, at, charset)
    if not component or component.isalnum() or component in (separator, b"\0"):
        return None
    if component in _BREAKS or _ends_lines(window, at, component):
        return None, component, at + len(component)
    after = at + len(component)
    while window[after : after + 1] == b" ":  # some pad ISA16
        after += 1
    terminator = _character(window, after, charset)
    if not terminator or terminator.isalnum() or terminator in (separator, component, b"\0"):
        return None
    return component, terminator, after + len(terminator)


def _ends_lines(window: bytes, at: int, mark: bytes) -> bool:
    """Whether the character in ISA16's place is really the terminator: the next line ends with it too."""
    following = _AFTER_ISA.match(window, at + len(mark))
    if not following or window[at + len(mark) : at + len(mark) + 1] not in _BREAKS:
        return False
    line_end = window.find(b"\n", following.end())
    line = window[following.end() : line_end if line_end >= 0 else len(window)].rstrip()
    return line.endswith(mark)


def _line_width(window: bytes) -> int:
    """The width of the first two lines where it is the same and could be that of a wrapped file, else 0."""
    lines = [line.removesuffix(b"\r") for line in window.split(b"\n", 2)]
    if len(lines) < 3 or len(lines[0]) != len(lines[1]):
        return 0
    return len(lines[0]) if _MIN_WRAP <= len(lines[0]) <= _MAX_WRAP else 0


def _breaks_segments(window: bytes, terminator: bytes, width: int) -> bool:
    """Whether a line was broken elsewhere than after a terminator."""
    lines = [line.removesuffix(b"\r") for line in window.split(b"\n")]
    return terminator not in (b"\n", b"\r") and any(
        not line.endswith(terminator) for line in lines[:2] if len(line) == width
    )


def _undo(window: bytes, length: int) -> int:
    """How many bytes of the wrapped lines hold that many without their breaks."""
    at = 0
    while length:
        length -= window[at : at + 1] not in _BREAKS
        at += 1
    return at
