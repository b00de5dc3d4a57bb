"""Every public X12 file: read whole, or refused with the place and a reason that was looked at."""

from collections.abc import Iterator
from typing import Any

import pytest

from causeway.gateway.formats.base import Problem, Severity, describe
from causeway.gateway.formats.detect import detect
from causeway.gateway.formats.x12 import ReadOptions, Transmission, read_envelope

from .sample_outcomes import OUTCOMES
from .support import SAMPLES, ReadSet, read_sets
from .test_stream import account_for

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the public samples are not beside this checkout"
)
FILES = {
    f"{path.parent.name}/{path.name}": path
    for path in sorted(SAMPLES.glob("*/*"))
    if detect(path.read_bytes()) == "x12"
}
TOLD = (Severity.ERROR, Severity.FATAL)


def place(problem: Problem) -> str:
    position = problem.position
    return f"{position.segment or ''} {position} {problem.code}".strip()


def offences(problems: Any) -> str:
    return ", ".join(place(problem) for problem in problems if problem.severity in TOLD)


def outcomes(transmission: Transmission) -> Iterator[str]:
    """One line for each envelope with something wrong, and one for each set."""
    entries = list(read_sets(transmission))
    envelopes = [*transmission.problems]
    for found in transmission.interchanges:
        envelopes += [*found.problems, *(problem for group in found.groups for problem in group.problems)]
    if wrong := offences(envelopes):
        yield f"envelope: {wrong}"
    for found in transmission.interchanges:
        yield from (f"{ta1[0]} read" for ta1 in found.ta1s)
    yield from map(outcome, entries)


def outcome(entry: ReadSet) -> str:
    wrong = offences(entry.result.problems)
    name = f"{entry.set.set_id} {entry.group.version}"
    if entry.result.message is None or entry.result.is_rejected:
        return f"{name} refused: {wrong}"
    return f"{name} read, told: {wrong}" if wrong else f"{name} read"


def test_the_list_names_every_file() -> None:
    assert FILES.keys() == OUTCOMES.keys()


@pytest.mark.parametrize("name", FILES)
def test_a_public_file_is_read_whole_or_refused_as_listed(name: str) -> None:
    data = FILES[name].read_bytes()
    transmission = read_envelope(data)
    assert list(outcomes(transmission)) == OUTCOMES[name]
    account_for(data, ReadOptions())
    for entry in read_sets(transmission):
        assert all("?" not in describe(problem) for problem in entry.result.problems)
