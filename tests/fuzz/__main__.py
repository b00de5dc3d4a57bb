"""`make fuzz`: a million damaged files, or as many as `--count` or `--seconds` say."""

import argparse
import random
import sys

from tests.fuzz.run import MOST_MEGABYTES, run


def main() -> int:
    """Prints what was read and every failure; the exit status is 1 where there was one."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    report = run(asked.seed, asked.count, asked.seconds)
    print(
        f"{report.inputs} inputs, {report.bytes / 1e6:.1f} MB: {report.messages} messages, {report.refused} sets refused, "
        f"{report.held} held, {report.unreadable} files without a set; slowest {report.slowest:.2f} s, "
        f"memory {report.megabytes:.0f} MB"
    )
    print("\n".join(report.failures))
    return int(bool(report.failures) or report.megabytes > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
