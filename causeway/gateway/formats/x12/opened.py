"""A functional group and a transaction set that have begun and not ended yet, as far as they were read."""

from causeway.gateway.formats.base import Problem
from causeway.gateway.formats.x12.delimiters import ReadOptions
from causeway.gateway.formats.x12.envelope import Group, Segment

# The standard's longest is 15; ten times that is not a departure to forgive any more.
_LONGEST_NAME = 150


def name_in(element: str) -> str:
    """What a GS or ST element says, nothing where it is far too long to be anybody's name or number."""
    name = element.strip()
    return name if len(name) <= _LONGEST_NAME else ""


class OpenGroup:
    """A group whose GE has not come yet."""

    def __init__(self, elements: list[str], start: int) -> None:
        self.elements = elements
        self.start = start
        self.set_count = 0
        self.claimed: int | None = None
        self.controls: set[str] = set()
        self.problems: list[Problem] = []

    def as_group(self) -> Group:
        """What the GS says; problems and counts come with its end."""
        _, functional_id, sender, receiver, date, time, control, _, version = self.elements[:9]
        return Group(
            functional_id=functional_id,
            sender=sender,
            receiver=receiver,
            date=date,
            time=time,
            control_number=control,
            version=version,
            problems=tuple(self.problems),
            byte_start=self.start,
        )


class OpenSet:
    """A set whose SE has not come yet; of one that is too large only the ST is kept."""

    def __init__(self, segments: list[Segment], start: int, number: int) -> None:
        self.segments = segments
        self.start = start
        self.number = number
        self.skipped = 0
        self.left_out: set[int] = set()
        self.is_too_large = False
        self.problems: list[Problem] = []

    def element(self, position: int) -> str:
        """An element of the ST."""
        header = self.segments[0]
        return name_in(header[position]) if len(header) > position else ""

    def add(self, segments: list[Segment], end: int, options: ReadOptions) -> None:
        """More segments, up to the limits."""
        if self.is_too_large:
            self.skipped += len(segments)
            return
        self.segments += segments
        if end - self.start > options.max_set_bytes or len(self.segments) > options.max_set_segments:
            self.let_go()

    def let_go(self) -> None:
        """Keeps the ST alone."""
        self.is_too_large = True
        self.skipped += len(self.segments) - 1
        del self.segments[1:]
