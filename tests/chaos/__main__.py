"""The long chaos: `python -m tests.chaos [--seconds N] [--seed S] [--rate R]`; exit status 1 on any violation."""

import argparse
import json
import sys
import time

from rich.console import Console

from tests.chaos.run import run_chaos


def main() -> int:
    """Run it and print what happened."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=240, help="how long faults go on (default 240)")
    parser.add_argument("--seed", type=int, default=20261122, help="fixes faults and documents")
    parser.add_argument("--rate", type=float, default=8, help="interchanges a second, all clients together")
    parser.add_argument("--json", action="store_true", help="print the counts as one last line of JSON")
    options = parser.parse_args()
    console = Console(width=160 if options.json else None)
    started = time.monotonic()

    def say(text: str) -> None:
        console.print(f"[dim]{time.monotonic() - started:6.1f} s[/dim]  {text}", highlight=False)

    outcome = run_chaos(seconds=options.seconds, seed=options.seed, rate=options.rate, say=say)
    console.print(
        f"\nseed {options.seed}, {options.seconds:.0f} s of faults, {options.rate:g} interchanges a second"
    )
    outcome.print(console)
    if options.json:
        print(
            json.dumps(
                {
                    "faults": outcome.done.total(),
                    "counts": outcome.verdict.counts,
                    "violations": outcome.verdict.violations,
                }
            )
        )
    return int(bool(outcome.verdict.violations))


if __name__ == "__main__":
    sys.exit(main())
