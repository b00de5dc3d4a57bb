"""What a benchmark reports."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table; `holds` is None for a figure that is reported without a limit."""

    name: str
    measured: str
    limit: str = ""
    holds: bool | None = None
