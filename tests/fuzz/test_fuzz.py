"""A short run of what `make fuzz` does for long, always the same."""

from itertools import islice

from tests.fuzz.inputs import Inputs
from tests.fuzz.run import run


def test_damaged_files_end_in_messages_problems_or_remainders() -> None:
    report = run(seed=850, count=700)
    assert report.failures == []
    assert report.inputs == 700
    assert min(report.messages, report.refused, report.held, report.unreadable) > 10


def test_the_same_seed_gives_the_same_inputs() -> None:
    first, second, other = (list(islice(Inputs(seed), 20)) for seed in (1, 1, 2))
    assert first == second != other
