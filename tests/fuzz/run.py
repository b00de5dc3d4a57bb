"""What is done with each input, and what must be true of it: the whole way from bytes to the acknowledgement."""

import io
import resource
import time
from dataclasses import dataclass, field
from uuid import UUID

from causeway.gateway.canonical import codec
from causeway.gateway.formats.base import describe
from causeway.gateway.formats.detect import detect
from causeway.gateway.formats.x12 import ReadOptions, Transmission, fa_997, header_for, stream_sets, ta1
from causeway.gateway.formats.x12.acknowledge import SetResult, acknowledge_group
from causeway.gateway.formats.x12.delimiters import Charset
from causeway.gateway.formats.x12.envelope import Group, Interchange
from causeway.gateway.formats.x12.read_envelope import collect
from causeway.gateway.partners.terms import Terms
from causeway.gateway.pipeline.x12_documents import read_set
from tests.fuzz.inputs import Inputs

MOST_SECONDS = 2.0
MOST_MEGABYTES = 200.0
_ID = UUID("01900000-0000-7000-8000-000000000001")
_TERMS = Terms(versions=("0",))


@dataclass
class Report:
    """What a run came to; `failures` are one line each, with what is needed to see it again."""

    inputs: int = 0
    bytes: int = 0
    messages: int = 0
    refused: int = 0
    held: int = 0
    unreadable: int = 0
    slowest: float = 0.0
    megabytes: float = 0.0
    failures: list[str] = field(default_factory=list)


def run(seed: int, count: int, seconds: float | None = None) -> Report:
    """Reads so many inputs, or as many as there is time for; stops at ten failures."""
    report = Report()
    until = time.monotonic() + seconds if seconds else None
    for number, (data, charset) in enumerate(Inputs(seed)):
        if number >= count or len(report.failures) >= 10 or (until and time.monotonic() > until):
            break
        _take(number, data, charset, report)
    report.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return report


def _take(number: int, data: bytes, charset: Charset, report: Report) -> None:
    report.inputs += 1
    report.bytes += len(data)
    started = time.process_time()
    try:
        read(data, charset, report)
    except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
        report.failures.append(f"input {number} ({charset}): {type(error).__name__}: {error}; bytes {data!r}")
    taken = time.process_time() - started
    report.slowest = max(report.slowest, taken)
    if taken > MOST_SECONDS:
        report.failures.append(f"input {number} ({charset}): took {taken:.1f} s; bytes {data!r}")


def read(data: bytes, charset: Charset, report: Report) -> None:
    """One input all the way. AssertionError where it ends in nothing at all."""
    detect(data)
    transmission = collect(stream_sets(io.BytesIO(data), ReadOptions(charset=charset)))
    told = [*transmission.problems]
    came_to = 0
    for found in transmission.interchanges:
        told += found.problems
        came_to += len(found.ta1s)
        verdict = ta1.acknowledge_interchange(found, message_id=_ID)
        if verdict is not None:
            ta1.write(verdict)
        for group in found.groups:
            told += group.problems
            came_to += _read_group(found, group, charset, report)
    for problem in told:
        _say(problem)
    report.unreadable += not came_to
    if not came_to and not told and not transmission.remainders and not _is_empty(transmission):
        raise AssertionError("it ends in no message, no problem and no remainder")


def _is_empty(transmission: Transmission) -> bool:
    """Whether there is an envelope whose trailers agree that nothing is in it."""
    return bool(transmission.interchanges) and all(
        found.claimed_groups == len(found.groups) for found in transmission.interchanges
    )


def _read_group(found: Interchange, group: Group, charset: Charset, report: Report) -> int:
    results = []
    for member in group.sets:
        header = header_for(found, group, member, message_id=_ID, charset=charset)
        reading = read_set(member, group.version, header, _TERMS)
        for problem in reading.problems:
            _say(problem)
        if reading.message is not None:
            codec.decode_strict(codec.encode(reading.message))
            report.messages += 1
        elif reading.is_rejected:
            report.refused += 1
        else:
            report.held += 1
        if reading.message is None and not reading.problems:
            raise AssertionError("a set without a message says nothing")
        results.append(SetResult(member, reading.problems))
    if results:
        acknowledgement = acknowledge_group(
            group, results, header_for(found, group, group.sets[0], message_id=_ID), found
        )
        if acknowledgement is not None:
            fa_997.write(acknowledgement, "004010")
    return len(results)


def _say(problem: object) -> None:
    describe(problem, "en")  # type: ignore[arg-type]
    describe(problem, "zh_CN")  # type: ignore[arg-type]
