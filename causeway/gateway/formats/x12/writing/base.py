"""The state of one writing: the segments so far, whose they are, what could not be written, and what is lost.

A document module adds its segments in the guide's order with `add` and the functions beside this module, says with
`begin` and `summary` whose segments follow, and ends with `result`. Codes without an X12 form are collected with
`fail` and raised together; what the document cannot carry is told with `lose`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from causeway.gateway.canonical.header import MessageHeader, Standard
from causeway.gateway.canonical.references import Extension
from causeway.gateway.canonical.units import X12_UNITS
from causeway.gateway.formats.base import NotWritableError, Position, Problem, Severity
from causeway.gateway.formats.x12.guides import find_guide
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.write_envelope import OutElement, OutSegment
from causeway.gateway.formats.x12.writing.put_back import Owner, put_back
from causeway.gateway.formats.x12.writing.values import long_day, short_day

_X12_OF_UNIT = {rec20: code for code, rec20 in reversed(X12_UNITS.items())}
_DATE_ELEMENT = "373"
_SHORT_DATE = 6


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """What an agreement says of the documents we write.

    `version` is the GS08; `units` are unit codes of the partner's own (Rec 20 -> X12); the qualifiers are those of
    promised dates (ACK04); `totals` says whether a CTT is written where the message has none.
    """

    version: str = "004010"
    units: tuple[tuple[str, str], ...] = ()
    delivery_qualifier: str = "067"
    ship_qualifier: str = "068"
    totals: bool = True


DEFAULT_WRITE_OPTIONS = WriteOptions()


@dataclass(frozen=True, slots=True)
class WriteResult:
    """The segments between ST and SE, and what the message says that they do not."""

    segments: list[OutSegment]
    losses: tuple[Problem, ...] = ()


class Writable(Protocol):
    """A canonical message with its header."""

    @property
    def header(self) -> MessageHeader:
        """Where the message came from."""
        ...

    @property
    def extensions(self) -> tuple[Extension, ...]:
        """What has no field in the document itself."""
        ...


@cache
def _guide(set_id: str, version: str) -> Guide:
    guide = find_guide(set_id, version)
    if guide is None:
        raise NotWritableError(
            [Problem("set_not_supported", Severity.FATAL, Position(tag="ST", element=1), set_id, version)]
        )
    return guide


@cache
def _units(own: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return _X12_OF_UNIT | dict(own)


class Writer:
    """One document being written. Raises NotWritableError for a set and version without a guide."""

    def __init__(
        self, set_id: str, message: Writable, options: WriteOptions, mapped: Collection[str] = ()
    ) -> None:
        self.options = options
        self.guide = _guide(set_id, options.version)
        self.units = _units(options.units)
        self.segments: list[OutSegment] = []
        self.errors: list[Problem] = []
        self.losses: list[Problem] = []
        self.day = short_day if _has_short_dates(self.guide) else long_day
        self._header = message.header
        self._mapped = mapped
        self._document = Owner(message.extensions)
        self._owners = [self._document]

    def begin(self, extensions: tuple[Extension, ...]) -> None:
        """The segments from here on are those of a line (or of whatever else has a bag of its own)."""
        self._owners.append(Owner(extensions, len(self.segments)))

    def summary(self) -> None:
        """The segments from here on are the document's again."""
        self._owners.append(Owner((), len(self.segments), self._document))

    def add(self, tag: str, *elements: OutElement) -> None:
        """Adds a segment, without empty elements at its end; nothing where all are empty."""
        segment: OutSegment = [tag, *elements]
        while not segment[-1]:
            segment.pop()
        if len(segment) > 1:
            self.segments.append(segment)

    def fail(self, place: str, value: object) -> None:
        """Notes that a value has no X12 code at a place such as `PO103`, so that the document cannot be written."""
        position = Position(tag=place[:-2], element=int(place[-2:]), segment=len(self.segments) + 2)
        self.errors.append(Problem("no_code_for_value", Severity.FATAL, position, str(value)))

    def lose(self, place: str, value: object) -> None:
        """Notes what the document does not carry."""
        self.losses.append(Problem("not_carried", Severity.WARNING, Position(tag=place), str(value)))

    def code(
        self, sent: str | None, list_number: str, table: Mapping[Any, str], word: str, place: str
    ) -> str:
        """The code as it was sent where that is of this list, else the one for the word; fails without either."""
        prefix = f"x12:{list_number}:"
        if sent and sent.startswith(prefix) and len(sent) > len(prefix):
            return sent[len(prefix) :]
        known = table.get(word, "")
        if not known:
            self.fail(place, sent or word)
        return known

    def keeps(self, tag: str) -> bool:
        """Whether the present owner has that element, such as `SAC.4`, in its bag and gets it back here."""
        owner = self._owners[-1].of or self._owners[-1]
        return self.is_homecoming and any(extension.tag == tag for extension in owner.extensions)

    @property
    def is_homecoming(self) -> bool:
        """Whether the message was read from this very set and version, so that its extensions have a place here."""
        header, guide = self._header, self.guide
        same_version = header.version[:6] == guide.version
        return header.standard is Standard.X12 and header.document_code == guide.set_id and same_version

    def result(self) -> WriteResult:
        """The segments with what had no field at its place. Raises NotWritableError with all that failed."""
        if self.errors:
            raise NotWritableError(self.errors)
        segments = self.segments
        if any(owner.extensions for owner in self._owners):
            if self.is_homecoming:
                segments = self._put_back()
            else:
                for owner in self._owners:
                    for extension in owner.extensions:
                        self._lose_extension(extension)
        return WriteResult(segments, tuple(self.losses))

    def _put_back(self) -> list[OutSegment]:
        header = self._header
        first, last = header.segment_first, header.segment_last
        count = last - first + 1 if first is not None and last is not None else None
        segments, lost = put_back(self.segments, self._owners, self.guide, self._mapped, count)
        for extension in lost:
            self._lose_extension(extension)
        return segments

    def _lose_extension(self, extension: Extension) -> None:
        self.lose(extension.tag, _text(extension))
        for child in extension.children:
            self._lose_extension(child)


def _text(extension: Extension) -> str:
    """The elements of an extension as a person reads them."""

    def flat(element: object) -> str:
        return " ".join(map(flat, element)) if isinstance(element, tuple) else str(element)

    return " ".join(flat(element) for element in extension.elements if element)


@cache
def _has_short_dates(guide: Guide) -> bool:
    uses = (use.element for segment in guide.segments.values() for use in segment.elements)
    dates = [element.longest for element in uses if element.number == _DATE_ELEMENT]
    return bool(dates) and max(dates) == _SHORT_DATE
