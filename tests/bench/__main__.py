"""Run every benchmark, or the ones named: `python -m tests.bench [engine accept visible lists pages]`."""

import importlib
import sys

from rich.console import Console
from rich.table import Table

ALL = ("engine", "accept", "visible", "lists", "pages")


def main() -> int:
    """Print one table; the exit status is 1 when a figure misses its limit."""
    console = Console()
    table = Table("figure", "measured", "limit", "holds", title="Causeway benchmarks")
    missed = False
    for name in sys.argv[1:] or ALL:
        console.print(f"[dim]running {name} ...[/dim]")
        for figure in importlib.import_module(f"tests.bench.bench_{name}").measure(console):
            table.add_row(
                figure.name, figure.measured, figure.limit, {True: "yes", False: "NO", None: ""}[figure.holds]
            )
            missed = missed or figure.holds is False
    console.print(table)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
