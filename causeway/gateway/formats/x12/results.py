"""What a reader answers."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from causeway.gateway.formats.base import Problem, Severity

M_co = TypeVar("M_co", covariant=True)


@dataclass(frozen=True, slots=True)
class ReadResult(Generic[M_co]):
    """The message, None where a fatal problem stands against it, and everything that was found on the way.

    `problems` begins with those of the set's own envelope (trailer, control numbers).
    """

    message: M_co | None
    problems: tuple[Problem, ...]

    @property
    def is_rejected(self) -> bool:
        """Whether a fatal problem refuses the whole set."""
        return any(problem.severity is Severity.FATAL for problem in self.problems)
