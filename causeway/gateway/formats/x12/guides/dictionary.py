"""The text tables of elements and segments, read into definitions as they are asked for."""

import re
from collections.abc import Iterator, Mapping
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


class Segments(Mapping[str, SegmentDef]):
    """The segments of a generation of versions by tag; each is read from the table when it is first asked for."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._lines = _segment_lines(generation)
        self._read: dict[str, SegmentDef] = {}

    def __getitem__(self, tag: str) -> SegmentDef:
        found = self._read.get(tag)
        if found is None:
            uses, notes, names = self._lines[tag].split(";")
            base, _, newer = uses.partition(">")
            if self._generation is Generation.NEW:
                base = f"{base} {newer}"
            found = SegmentDef(tag, _uses(base, self._generation), _notes(notes), _names(names.strip()))
            self._read[tag] = found
        return found

    def __contains__(self, tag: object) -> bool:
        return tag in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def segment_defs(version: str) -> Segments:
    """All segments by tag, as this version defines them; one object each, shared by every guide of its generation."""
    return _segments(generation_of(version))


@cache
def _segments(generation: Generation) -> Segments:
    return Segments(generation)


def _segment_lines(generation: Generation) -> dict[str, str]:
    found = {}
    for line in SEGMENTS.strip().splitlines():
        tag, rest = line.split(None, 1)
        if generation is Generation.OLD or not tag.endswith("<"):
            found[tag.removesuffix("<")] = rest
    return found


@cache
def element_lines() -> dict[str, str]:
    """The lines of the table of elements by number."""
    return {line.split(None, 1)[0]: line for line in ELEMENTS.strip().splitlines()}


@cache
def element_def(number: str, generation: Generation) -> ElementDef:
    """A data element with the lengths of a generation of versions. Raises ValueError for a line that is none."""
    match = _ELEMENT_LINE.fullmatch(element_lines()[number].strip())
    if match is None:
        raise ValueError(f"not an element: {element_lines()[number]}")
    number, kind, base, old, new, english, chinese = match.groups()
    lengths = {Generation.OLD: old, Generation.NEW: new}.get(generation) or base
    shortest, longest = (int(length) for length in lengths.split())
    codes = frozenset(CODES.get(number, "").split())
    return ElementDef(number, kind, shortest, longest, (english, chinese), codes)


def _uses(text: str, generation: Generation) -> tuple[ElementUse, ...]:
    uses: list[ElementUse] = []
    for word in text.split():
        repeated = _REPEATED.fullmatch(word)
        run, times = (repeated[1], int(repeated[2])) if repeated else (word, 1)
        uses.extend(_use(part, generation) for part in run.split("+") * times)
    return tuple(uses)


@cache
def _use(word: str, generation: Generation) -> ElementUse:
    number = word.removesuffix("!")
    if number in COMPOSITES:
        parts, names = COMPOSITES[number]
        composite = ElementDef(number, "C", 1, 0, _names(names))
        return ElementUse(composite, word.endswith("!"), _uses(parts, generation))
    return ElementUse(element_def(number, generation), word.endswith("!"))


def _notes(text: str) -> tuple[RelationalNote, ...]:
    return tuple(
        RelationalNote(word[0], tuple(int(word[at : at + 2]) for at in range(1, len(word), 2)))
        for word in text.split()
    )


def _names(text: str) -> Names:
    english, chinese = text.split("|")
    return english, chinese
