"""Problems of reading as they are kept on rows: plain values in, whole sentences out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from causeway.gateway.formats.base import Locale, Position, Problem, Severity, describe
from causeway.gateway.pipeline.safe_text import storable

_MOST_STORED = 200


def stored(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """The problems as JSON for a row, the gravest first beyond the number that is kept."""
    listed = list(problems)
    if len(listed) > _MOST_STORED:
        listed = sorted(listed, key=lambda problem: -_GRAVITY[problem.severity])[:_MOST_STORED]
    return [_plain(problem) for problem in listed]


def restored(rows: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """The problems of a row again."""
    return [
        Problem(
            row["code"],
            Severity(row["severity"]),
            Position(**row.get("position", {})),
            row.get("value"),
            row.get("expected"),
            row.get("reference_number"),
            row.get("parameters", {}),
        )
        for row in rows
    ]


def sentences(rows: Sequence[Mapping[str, Any]], locale: Locale = "en") -> list[dict[str, Any]]:
    """The problems of a row for a machine: code, severity, place, and one sentence each."""
    return [
        {
            "code": problem.code,
            "severity": problem.severity.value,
            "segment": problem.position.segment,
            "byte": problem.position.byte,
            "place": str(problem.position) or None,
            "text": describe(problem, locale),
        }
        for problem in restored(rows)
    ]


_GRAVITY = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2, Severity.FATAL: 3}


def _plain(problem: Problem) -> dict[str, Any]:
    position = {name: value for name, value in asdict(problem.position).items() if value is not None}
    plain = {
        "code": problem.code,
        "severity": problem.severity.value,
        "position": position,
        "value": problem.value,
        "expected": problem.expected,
        "reference_number": problem.reference_number,
        "parameters": dict(problem.parameters),
    }
    kept: dict[str, Any] = storable({name: value for name, value in plain.items() if value not in (None, {})})
    return kept
