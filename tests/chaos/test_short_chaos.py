"""The chaos in short: half a minute of faults with nothing lost, doubled or left over. `make chaos` is the long one."""

import pytest
from rich.console import Console

from tests.chaos.run import run_chaos


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_or_doubled_while_everything_is_killed() -> None:
    outcome = run_chaos(seconds=32, seed=7, rate=8)
    outcome.print(Console(width=200))
    assert outcome.verdict.violations == []
    assert outcome.done.total() >= 8
    assert outcome.verdict.counts["orders"] > 20
