"""The one source of time: UTC, and movable by a setting so that a test can let a deadline pass in every process."""

from datetime import UTC, datetime, timedelta

_offset = timedelta(0)


def configure(offset_seconds: float) -> None:
    """Let this process see time shifted by that many seconds (CAUSEWAY_CLOCK_OFFSET_SECONDS)."""
    global _offset  # noqa: PLW0603 - one process, one clock
    _offset = timedelta(seconds=offset_seconds)


def now() -> datetime:
    """The present moment in UTC, with the configured offset."""
    return datetime.now(UTC) + _offset
