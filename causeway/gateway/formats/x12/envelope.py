"""What a transmission holds: interchanges, functional groups, transaction sets, and the bytes that are none of these."""

from dataclasses import dataclass, field, replace

from causeway.gateway.formats.base import Position, Problem
from causeway.gateway.formats.x12 import charsets, cutting
from causeway.gateway.formats.x12.cutting import Cutting, Span
from causeway.gateway.formats.x12.delimiters import Charset, Delimiters

Segment = cutting.Segment


@dataclass(slots=True, eq=False)
class TransactionSet:
    """One set from ST to SE, both included in `segments`. `raw` are its bytes: offsets are worked out when asked for.

    A set above a limit of the options keeps only its ST and SE, and no bytes. `held` are the segments while they are
    in memory: twenty times the bytes that they were cut from, which is why a whole file's sets let go of them.
    """

    set_id: str
    control_number: str
    byte_start: int
    byte_end: int
    held: list[Segment] | None = field(repr=False)
    raw: bytes = field(repr=False)
    cutting: Cutting = field(repr=False)
    first_segment_in_file: int
    problems: tuple[Problem, ...] = ()
    convention: str | None = None
    is_too_large: bool = False
    left_out: frozenset[int] = (
        frozenset()
    )  # offsets of envelope segments inside, told as problems and not among ours
    _spans: list[Span] | None = field(default=None, repr=False)

    @property
    def segments(self) -> list[Segment]:
        """The segments; cut anew each time where they were let go."""
        if self.held is not None:
            return self.held
        return self.cutting.cut(self.raw, charsets.plain(self.raw, self.cutting.charset)).segments

    def opened(self) -> "TransactionSet":
        """The set with its segments in memory for as long as somebody keeps what is returned."""
        return self if self.held is not None else replace(self, held=self.segments)

    def let_go(self) -> None:
        """Forgets the segments where cutting the bytes again gives the very same."""
        if not self.left_out and self.cutting.is_regular(self.raw):
            self.held = None

    @property
    def delimiters(self) -> Delimiters:
        """The characters in use."""
        return self.cutting.delimiters

    @property
    def spans(self) -> list[Span]:
        """The bytes of each segment, without its terminator, counted from the first byte of the set."""
        if self._spans is None:
            spans = self.cutting.spans(self.raw)
            self._spans = [span for span in spans if span[0] not in self.left_out] if self.left_out else spans
        return self._spans

    def holds(self, text: str) -> bool:
        """Whether the text occurs anywhere in the set's bytes; a quick answer that may err on the side of yes."""
        return text.encode(self.cutting.charset, "surrogateescape") in self.raw

    def byte_offset(self, segment: int, element: int = 0, component: int = 0) -> int:
        """The byte at which a segment (ST = 1), or an element or component of it, begins; the end of what lacks it otherwise."""
        if self.is_too_large:
            return self.byte_start if segment == 1 else self.byte_end
        start, end = self.spans[segment - 1]
        if element:
            piece = charsets.plain(self.raw[start:end], self.cutting.charset)
            mark = self.cutting.element
            at = _skip(piece, mark, element, 0)
            if component > 1 and self.cutting.component:
                following = piece.find(mark, at)
                at = _skip(
                    piece[: following if following >= 0 else None], self.cutting.component, component - 1, at
                )
            start += at
        return self.byte_start + start

    def position(self, segment: int, element: int | None = None, component: int | None = None) -> Position:
        """The full position of a segment (ST = 1) of this set, or of an element in it."""
        segments = self.segments
        inside = min(max(segment, 1), len(segments))
        return Position(
            segment=segment,
            segment_in_file=self.first_segment_in_file + segment - 1,
            byte=self.byte_offset(inside, element or 0, component or 0),
            tag=segments[inside - 1][0],
            element=element,
            component=component,
        )


def _skip(piece: bytes, mark: bytes, count: int, at: int) -> int:
    """The offset behind the next so many marks, or the piece's end where there are not as many."""
    for _ in range(count):
        found = piece.find(mark, at)
        if found < 0:
            return len(piece)
        at = found + len(mark)
    return at


def cut_set(
    content: bytes,
    delimiters: Delimiters,
    charset: Charset,
    *,
    set_id: str,
    control_number: str,
) -> TransactionSet:
    """A set from its own bytes, for looking at it; nothing is checked and nothing told."""
    how = Cutting.of(delimiters, charset)
    start = how.skip_noise(content, 0)
    cut = how.cut(content[start:], charsets.plain(content[start:], charset))
    return TransactionSet(
        set_id=set_id,
        control_number=control_number,
        byte_start=start,
        byte_end=len(content),
        held=cut.segments,
        raw=content[start:],
        cutting=how,
        first_segment_in_file=1,
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
    sets: tuple[TransactionSet, ...] = ()
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
    groups: tuple[Group, ...] = ()
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


# What a stream gives, in the order of the file. Sets come between the beginning and the end of their group.


@dataclass(frozen=True, slots=True)
class InterchangeBegins:
    """An ISA was read; groups, problems and counts are not known yet."""

    interchange: Interchange


@dataclass(frozen=True, slots=True)
class GroupBegins:
    """A GS was read; its sets follow."""

    group: Group


@dataclass(frozen=True, slots=True)
class OutsideSegment:
    """A segment outside of the sets, by its bytes, terminator included; `is_stray` where it has no place there."""

    elements: tuple[str, ...]
    byte_start: int
    byte_end: int
    is_stray: bool = False


@dataclass(frozen=True, slots=True)
class GroupEnds:
    """The group with its problems and counts, without its sets, which were given one by one."""

    group: Group
    set_count: int


@dataclass(frozen=True, slots=True)
class InterchangeEnds:
    """The interchange with its problems and counts, without its groups."""

    interchange: Interchange


@dataclass(frozen=True, slots=True)
class TransmissionEnds:
    """What is wrong with the file as a whole, and the bytes that belong to no interchange."""

    problems: tuple[Problem, ...]
    remainders: tuple[tuple[int, int], ...]
    size: int


Event = (
    InterchangeBegins
    | GroupBegins
    | TransactionSet
    | OutsideSegment
    | GroupEnds
    | InterchangeEnds
    | TransmissionEnds
)
