"""What a transmission holds: interchanges, functional groups, transaction sets, and the bytes that are none of these."""

from dataclasses import dataclass, field

from causeway.gateway.formats.base import Position, Problem
from causeway.gateway.formats.x12.delimiters import Delimiters
from causeway.gateway.formats.x12.source import Source

Segment = list[str]


@dataclass(slots=True, eq=False)
class TransactionSet:
    """One set from ST to SE, both included in `segments`; `starts` are the segments' character offsets."""

    set_id: str
    control_number: str
    byte_start: int
    byte_end: int
    segments: list[Segment] = field(repr=False)
    starts: list[int] = field(repr=False)
    source: Source = field(repr=False)
    delimiters: Delimiters
    first_segment_in_file: int
    problems: tuple[Problem, ...] = ()
    convention: str | None = None

    def byte_offset(self, segment: int, element: int = 0, component: int = 0) -> int:
        """The byte at which a segment (ST = 1), or an element or component of it, begins."""
        start = self.starts[segment - 1]
        if element:
            parts = self.segments[segment - 1][:element]
            start += sum(len(part) + 1 for part in parts)
            if component > 1 and self.delimiters.component and element < len(self.segments[segment - 1]):
                text = self.segments[segment - 1][element].split(self.delimiters.component)
                start += sum(len(part) + 1 for part in text[: component - 1])
        return self.source.byte_offset(start)

    def position(self, segment: int, element: int | None = None, component: int | None = None) -> Position:
        """The full position of a segment (ST = 1) of this set, or of an element in it."""
        inside = min(max(segment, 1), len(self.segments))
        return Position(
            segment=segment,
            segment_in_file=self.first_segment_in_file + segment - 1,
            byte=self.byte_offset(inside, element or 0, component or 0),
            tag=self.segments[inside - 1][0],
            element=element,
            component=component,
        )


@dataclass(frozen=True, slots=True)
class Group:
    """A functional group GS to GE; `claimed_sets` is GE01, None where it cannot be read."""

    functional_id: str
    sender: str
    receiver: str
    date: str
    time: str
    control_number: str
    version: str
    sets: tuple[TransactionSet, ...]
    problems: tuple[Problem, ...] = ()
    claimed_sets: int | None = None
    byte_start: int = 0
    byte_end: int = 0


@dataclass(frozen=True, slots=True)
class Interchange:
    """An interchange ISA to IEA; identifiers without their padding, control number and version as text."""

    sender_qualifier: str
    sender_id: str
    receiver_qualifier: str
    receiver_id: str
    control_number: str
    version: str
    usage: str
    date: str
    time: str
    ack_requested: bool
    delimiters: Delimiters
    groups: tuple[Group, ...]
    ta1s: tuple[tuple[str, ...], ...] = ()
    problems: tuple[Problem, ...] = ()
    byte_start: int = 0
    byte_end: int = 0
    claimed_groups: int | None = None
    segment_count: int = 0


@dataclass(frozen=True, slots=True)
class Transmission:
    """All that one file or request held; `remainders` are byte ranges that belong to no interchange."""

    interchanges: tuple[Interchange, ...]
    problems: tuple[Problem, ...] = ()
    remainders: tuple[tuple[int, int], ...] = ()
    size: int = 0
