"""The envelope reader alone: its speed beside the reference, what breaks between segments cost, and its memory."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from causeway.gateway.formats.x12 import read_envelope
from tests.bench import engine_files
from tests.bench.engine_timing import beside, cut
from tests.bench.figures import Figure

READ, BREAKS, MEGABYTES = 0.8, 0.5, 30.0
_STREAMED = 200_000_000
_ROOT = Path(__file__).parents[2]
# Peak memory in MB of a process that reads so many bytes of sets from a stream that never holds them.
_STREAM = """
import resource, sys
from causeway.gateway.formats.x12 import stream_sets
from tests.bench.engine_files import clean

class Endless:
    def __init__(self, size):
        self.left, self.rest = size, b""
        data = clean().encode()
        first, last = data.index(b"ST*"), data.index(b"GE*")
        self.head, self.body, self.tail = data[:first], data[first:last], data[last:]
        self.rest = self.head
    def read(self, size):
        while len(self.rest) < size and self.left > 0:
            self.rest += self.body
            self.left -= len(self.body)
            if self.left <= 0:
                self.rest += self.tail
        given, self.rest = self.rest[:size], self.rest[size:]
        return given

seen = 0
for event in stream_sets(Endless(int(sys.argv[1]))):
    seen += 1
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, seen)
"""


def reading_alone(console: Console) -> Iterator[Figure]:
    """Cutting and counting, on the clean file, and on it with a line break after each segment."""
    text = engine_files.clean()
    clean = _share(console, "cut and counted", text)
    yield Figure(
        "engine, read and count alone: share of the reference", f"{clean:.3f}", f">= {READ}", clean >= READ
    )
    broken = _share(console, "the same with line breaks", text.replace("~", "~\r\n"), text)
    share = broken / clean
    yield Figure(
        "engine, read and count with line breaks: share of the clean speed",
        f"{share:.3f}",
        f">= {BREAKS}",
        share >= BREAKS,
    )


def _share(console: Console, name: str, text: str, reference: str | None = None) -> float:
    data = text.encode()
    [found] = read_envelope(data).interchanges
    if found.segment_count != (reference or text).count("~"):
        raise AssertionError(f"{found.segment_count} segments were counted")
    timing = beside(cut(reference or text), lambda: read_envelope(data))
    console.print(f"  {name}: share {timing.share:.3f}")
    return timing.share


def streaming(console: Console) -> Iterator[Figure]:
    """200 MB from a stream, beside a run over one small round of the same."""
    empty, _ = _peak(1)
    peak, events = _peak(_STREAMED)
    console.print(f"  streamed: {events:.0f} events, peak {peak:.0f} MB, {empty:.0f} MB over one round")
    more = peak - empty
    yield Figure(
        "engine, 200 MB from a stream: memory above a small run",
        f"{more:.1f} MB",
        f"<= {MEGABYTES:g} MB",
        more <= MEGABYTES,
    )


def _peak(size: int) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-c", _STREAM, str(size)], capture_output=True, check=True, text=True, cwd=_ROOT
    )
    peak, events = map(float, done.stdout.split())
    return peak, events
