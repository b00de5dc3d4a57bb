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
from causeway.gateway.formats.x12.guides.versions import Generation, generation_of

_ELEMENT_LINE = re.compile(r"(\S+)\s+(\w+)\s+(\d+ \d+)(?:<(\d+ \d+))?(?:/(\d+ \d+))?\s+(.+?)\|(.+)")
_REPEATED = re.compile(r"(\S+)x(\d+)")


@cache
def element_defs(generation: Generation) -> dict[str, ElementDef]:
    """All data elements by number, with the lengths of this generation of versions."""
    found = {}
    for line in ELEMENTS.strip().splitlines():
        match = _ELEMENT_LINE.fullmatch(line.strip())
        if match is None:
            raise ValueError(f"not an element: {line}")
        number, kind, base, old, new, english, chinese = match.groups()
        lengths = {Generation.OLD: old, Generation.NEW: new}.get(generation) or base
        shortest, longest = (int(length) for length in lengths.split())
        codes = frozenset(CODES.get(number, "").split())
        found[number] = ElementDef(number, kind, shortest, longest, (english, chinese), codes)
    return found


def segment_defs(version: str) -> dict[str, SegmentDef]:
    """All segments by tag, as this version defines them; one object each, shared by every guide of its generation."""
    return _segment_defs(generation_of(version))


@cache
def _segment_defs(generation: Generation) -> dict[str, SegmentDef]:
    found = {}
    for line in SEGMENTS.strip().splitlines():
        tag, rest = line.split(None, 1)
        uses, notes, names = (part.strip() for part in rest.split(";"))
        base, _, newer = uses.partition(">")
        if tag.endswith("<") and generation is not Generation.OLD:
            continue
        if generation is Generation.NEW:
            base = f"{base} {newer}"
        tag = tag.removesuffix("<")
        found[tag] = SegmentDef(tag, _uses(base, generation), _notes(notes), _names(names))
    return found


def _uses(text: str, generation: Generation) -> tuple[ElementUse, ...]:
    uses: list[ElementUse] = []
    for word in text.split():
        repeated = _REPEATED.fullmatch(word)
        run, times = (repeated[1], int(repeated[2])) if repeated else (word, 1)
        uses.extend(_use(part, generation) for part in run.split("+") * times)
    return tuple(uses)


def _use(word: str, generation: Generation) -> ElementUse:
    number = word.removesuffix("!")
    if number in COMPOSITES:
        parts, names = COMPOSITES[number]
        composite = ElementDef(number, "C", 1, 0, _names(names))
        return ElementUse(composite, word.endswith("!"), _uses(parts, generation))
    return ElementUse(element_defs(generation)[number], word.endswith("!"))


def _notes(text: str) -> tuple[RelationalNote, ...]:
    return tuple(
        RelationalNote(word[0], tuple(int(word[at : at + 2]) for at in range(1, len(word), 2)))
        for word in text.split()
    )


def _names(text: str) -> Names:
    english, chinese = text.split("|")
    return english, chinese
