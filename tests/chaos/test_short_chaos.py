"""The chaos in short: half a minute of faults with nothing lost, doubled or left over. `make chaos` is the long one.

In a process of its own, because it works against an installation of its own.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_or_doubled_while_everything_is_killed():
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos", "--seconds", "32", "--seed", "7", "--rate", "8", "--json"],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=300,
    )
    print(done.stdout, done.stderr)
    outcome = json.loads(done.stdout.splitlines()[-1])
    assert outcome["violations"] == []
    assert done.returncode == 0
    assert outcome["faults"] >= 8
    assert outcome["counts"]["orders"] > 20
