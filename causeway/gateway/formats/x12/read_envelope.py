"""Reading a file: all at once from bytes, or one set after the other from a stream. Both are the same reader."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, ReadOptions
from causeway.gateway.formats.x12.envelope import (
    Event,
    Group,
    GroupEnds,
    Interchange,
    InterchangeEnds,
    TransactionSet,
    Transmission,
    TransmissionEnds,
)
from causeway.gateway.formats.x12.reader import EnvelopeReader
from causeway.gateway.formats.x12.window import Window


class BinaryStream(Protocol):
    """Anything that gives bytes and, at its end, none: an open file, a request's body."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes."""
        ...


def stream_sets(stream: BinaryStream, options: ReadOptions = DEFAULT_OPTIONS) -> Iterator[Event]:
    """What a stream holds, in order; of the file no more is held than the set that is read and one chunk."""
    return EnvelopeReader(Window(b"", options.charset, stream.read), options).events()


def read_envelope(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Transmission:
    """Everything the bytes hold, in order; interchanges keep their own delimiters. Any input gives an answer."""
    return collect(EnvelopeReader(Window(data, options.charset), options).events())


def collect(events: Iterator[Event]) -> Transmission:
    """The events as one value that holds every set."""
    interchanges: list[Interchange] = []
    groups: list[Group] = []
    sets: list[TransactionSet] = []
    end = TransmissionEnds((), (), 0)
    for event in events:
        if isinstance(event, TransactionSet):
            event.let_go()
            sets.append(event)
        elif isinstance(event, GroupEnds):
            groups.append(replace(event.group, sets=tuple(sets)))
            sets = []
        elif isinstance(event, InterchangeEnds):
            interchanges.append(replace(event.interchange, groups=tuple(groups)))
            groups = []
        elif isinstance(event, TransmissionEnds):
            end = event
    return Transmission(tuple(interchanges), end.problems, end.remainders, end.size)
