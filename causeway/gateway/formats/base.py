"""What all formats share: where a problem is, what it is, how bad it is, and how to say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from causeway.gateway.formats.problems_text import SENTENCES

Locale = Literal["en", "zh_CN"]


class Severity(StrEnum):
    """How bad a problem is. An error is accepted and told; a fatal one refuses the message."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"
    FATAL = "fatal"


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the transmission. `segment` counts in the set with its header = 1, `byte` from the first byte."""

    segment: int | None = None
    segment_in_file: int | None = None
    byte: int | None = None
    tag: str | None = None
    element: int | None = None
    component: int | None = None
    repetition: int | None = None
    loop: str | None = None

    def __str__(self) -> str:
        """The element as the trade writes it: `PO104`, `SLN05-1`, or the segment's tag."""
        if self.tag is None or not self.element:
            return self.tag or ""
        component = f"-{self.component}" if self.component else ""
        return f"{self.tag}{self.element:02d}{component}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, or merely notable, about a document. Codes are stable, texts are not."""

    code: str
    severity: Severity
    position: Position = Position()
    value: str | None = None
    expected: str | None = None
    reference_number: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)


class NotWritableError(ValueError):
    """A document cannot be written as agreed; nothing was cut or sent."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(describe(problem) for problem in self.problems))


def describe(problem: Problem, locale: Locale = "en") -> str:
    """One whole plain sentence about the problem. Raises KeyError for a code without a sentence (a test finds those)."""
    english, chinese = SENTENCES[problem.code]
    position = problem.position
    values: dict[str, Any] = {
        "segment": position.tag or "?",
        "element": str(position) or "?",
        "number": position.segment if position.segment is not None else "?",
        "value": problem.value if problem.value is not None else "",
        "expected": problem.expected if problem.expected is not None else "",
        **problem.parameters,
    }
    return (chinese if locale == "zh_CN" else english).format_map(values)
