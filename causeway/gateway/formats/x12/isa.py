"""Finding an interchange header and taking its delimiters from it, however it was padded or wrapped."""

import re
from dataclasses import dataclass

from causeway.gateway.formats.x12.delimiters import Delimiters
from causeway.gateway.formats.x12.source import NOISE

_LONGEST_ISA = 300
_PADDED_LENGTHS = (3, 2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1)
_VERSION = re.compile(r"\d{3,6}")
_SINCE_REPETITION = "00402"
_AFTER_ISA = re.compile(r"[ \t\r\n]*(?:GS|TA1|IEA|ISB|ISE)")


@dataclass(frozen=True, slots=True)
class IsaHeader:
    """An ISA as it was found: its elements (0 is the tag), where it begins and ends, what had to be forgiven."""

    elements: tuple[str, ...]
    delimiters: Delimiters
    start: int
    end: int
    leniencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IsaFailure:
    """Something that begins like an ISA and is none that can be read."""

    start: int
    reason: str


def find_isa(text: str, position: int) -> IsaHeader | IsaFailure | None:
    """The next interchange header, the next thing that looks like one but cannot be read, or None."""
    failure: IsaFailure | None = None
    at = text.find("ISA", position)
    while at >= 0:
        if _may_begin(text, at):
            header = _read_isa(text, at)
            if isinstance(header, IsaHeader):
                return header
            failure = failure or header
        at = text.find("ISA", at + 3)
    return failure


def _may_begin(text: str, at: int) -> bool:
    separator = text[at + 3 : at + 4]
    return (
        bool(separator)
        and not separator.isalnum()
        and separator not in NOISE
        and not text[at - 1 : at].isalnum()
    )


def _read_isa(text: str, at: int) -> IsaHeader | IsaFailure:
    separator = text[at + 3]
    window = text[at : at + _LONGEST_ISA]
    parts = window.split(separator, 16)
    if len(parts) < 17:
        return IsaFailure(at, "fewer than 16 elements")
    elements = [part.replace("\r", "").replace("\n", "") for part in parts[:16]]
    if not _VERSION.fullmatch(elements[12].strip()):
        return IsaFailure(at, f"ISA12 is {elements[12].strip()!r}, not a version number")
    ends = _read_ends(text, at + sum(len(part) + 1 for part in parts[:16]), separator)
    if ends is None:
        return IsaFailure(at, "no segment terminator after ISA16")
    component, terminator, end = ends
    leniencies = []
    if any("\n" in part or "\r" in part for part in parts[:16]):
        leniencies.append("line_break_in_segment")
    if tuple(map(len, elements)) != _PADDED_LENGTHS:
        leniencies.append("unpadded_isa")
    if component is None:
        leniencies.append("component_separator_missing")
    delimiters = Delimiters(separator, component, _repetition(elements, separator, terminator), terminator)
    return IsaHeader((*elements, component or ""), delimiters, at, end, tuple(leniencies))


def _repetition(elements: list[str], separator: str, terminator: str) -> str | None:
    mark = elements[11].strip()
    usable = len(mark) == 1 and not mark.isalnum() and mark not in (separator, terminator)
    return mark if usable and elements[12].strip() >= _SINCE_REPETITION else None


def _read_ends(text: str, at: int, separator: str) -> tuple[str | None, str, int] | None:
    """(component separator, terminator, end of the ISA) from what stands after the sixteenth separator."""
    component = text[at : at + 1]
    if not component or component.isalnum() or component == separator:
        return None
    if component in "\r\n" or _ends_lines(text, at, component):
        return None, component, at + 1
    after = at + 1
    while text[after : after + 1] == " ":  # some pad ISA16
        after += 1
    terminator = text[after : after + 1]
    if not terminator or terminator.isalnum() or terminator in (separator, component):
        return None
    return component, terminator, after + 1


def _ends_lines(text: str, at: int, mark: str) -> bool:
    """Whether the character in ISA16's place is really the terminator: the next line ends with it too."""
    following = _AFTER_ISA.match(text, at + 1)
    if not following or text[at + 1 : at + 2] not in "\r\n":
        return False
    line_end = text.find("\n", following.end())
    line = text[following.end() : line_end if line_end >= 0 else len(text)].rstrip()
    return line.endswith(mark)
