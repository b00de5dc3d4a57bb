"""The text tables of elements and segments, read once per version into definitions."""

import re
from functools import cache

from causeway.gateway.formats.x12.guides.codes import CODES
from causeway.gateway.formats.x12.guides.elements import ELEMENTS
from causeway.gateway.formats.x12.guides.model import (
    ElementDef,
    ElementUse,
    Names,
    RelationalNote,
    SegmentDef,
)
from causeway.gateway.formats.x12.guides.segments import COMPOSITES, SEGMENTS

BASE_VERSION = "004010"
VERSIONS = (BASE_VERSION, "005010")
_ELEMENT_LINE = re.compile(r"(\S+)\s+(\w+)\s+(\d+) (\d+)(?:/(\d+) (\d+))?\s+(.+?)\|(.+)")
_REPEATED = re.compile(r"(\S+)x(\d+)")


@cache
def element_defs(version: str) -> dict[str, ElementDef]:
    """All data elements by number, with the lengths of this version."""
    newer = version > BASE_VERSION
    found = {}
    for line in ELEMENTS.splitlines():
        match = _ELEMENT_LINE.fullmatch(line.strip())
        if match:
            number, kind, low, high, new_low, new_high, english, chinese = match.groups()
            shortest, longest = (new_low, new_high) if newer and new_low else (low, high)
            codes = frozenset(CODES.get(number, "").split())
            found[number] = ElementDef(number, kind, int(shortest), int(longest), (english, chinese), codes)
    return found


@cache
def segment_defs(version: str) -> dict[str, SegmentDef]:
    """All segments by tag, as this version defines them; one object each, shared by every guide of the version."""
    found = {}
    for line in SEGMENTS.strip().splitlines():
        tag, rest = line.split(None, 1)
        uses, notes, names = (part.strip() for part in rest.split(";"))
        base, _, newer = uses.partition(">005010")
        if version > BASE_VERSION:
            base = f"{base} {newer}"
        found[tag] = SegmentDef(tag, _uses(base, version), _notes(notes), _names(names))
    return found


def _uses(text: str, version: str) -> tuple[ElementUse, ...]:
    uses: list[ElementUse] = []
    for word in text.split():
        repeated = _REPEATED.fullmatch(word)
        run, times = (repeated[1], int(repeated[2])) if repeated else (word, 1)
        uses.extend(_use(part, version) for part in run.split("+") * times)
    return tuple(uses)


def _use(word: str, version: str) -> ElementUse:
    number = word.removesuffix("!")
    if number in COMPOSITES:
        parts, names = COMPOSITES[number]
        composite = ElementDef(number, "C", 1, 0, _names(names))
        return ElementUse(composite, word.endswith("!"), _uses(parts, version))
    return ElementUse(element_defs(version)[number], word.endswith("!"))


def _notes(text: str) -> tuple[RelationalNote, ...]:
    return tuple(
        RelationalNote(word[0], tuple(int(word[at : at + 2]) for at in range(1, len(word), 2)))
        for word in text.split()
    )


def _names(text: str) -> Names:
    english, chinese = text.split("|")
    return english, chinese
