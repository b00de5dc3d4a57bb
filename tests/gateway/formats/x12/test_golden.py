from pathlib import Path
from typing import Any

import msgspec
import pytest

from causeway.gateway.canonical import codec
from causeway.gateway.formats.base import Problem, describe
from causeway.gateway.formats.x12 import ReadOptions, read_envelope

from .support import GOLDEN, acknowledgement, read_sets

CASES = sorted(path.parent for path in GOLDEN.glob("*/*/in.edi"))
CHARSETS = {"chinese_gb18030": "gb18030"}


def options_of(case: Path) -> ReadOptions:
    return ReadOptions(charset=CHARSETS.get(case.name, "utf-8"))  # type: ignore[arg-type]


def told(problem: Problem) -> dict[str, Any]:
    place = problem.position
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "segment": place.segment,
        "byte": place.byte,
        "element": str(place),
        "text": describe(problem, "en"),
        "text_zh": describe(problem, "zh_CN"),
    }


def canonical_of(data: bytes, options: ReadOptions) -> bytes:
    transmission = read_envelope(data, options)
    envelope = [*transmission.problems]
    for found in transmission.interchanges:
        envelope += [*found.problems, *(problem for group in found.groups for problem in group.problems)]
    document = {
        "envelope_problems": [told(problem) for problem in envelope],
        "sets": [
            {
                "problems": [told(problem) for problem in entry.result.problems],
                "message": msgspec.json.decode(codec.encode(entry.result.message))
                if entry.result.message
                else None,
            }
            for entry in read_sets(transmission, options)
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_golden_case_reads_and_is_acknowledged_as_recorded(case: Path, update_golden: bool) -> None:
    data = (case / "in.edi").read_bytes()
    options = options_of(case)
    found = {"canonical.json": canonical_of(data, options), "997.edi": acknowledgement(data, options)}
    for name, content in found.items():
        if update_golden:
            (case / name).write_bytes(content)
        assert content.decode() == (case / name).read_bytes().decode()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_closer_look_and_the_generated_functions_read_the_same(case: Path) -> None:
    data, options = (case / "in.edi").read_bytes(), options_of(case)
    first = canonical_of(data, options)  # a form that is met for the first time is looked at closely
    assert canonical_of(data, options) == first
    assert canonical_of(data, options) == first


def test_there_are_golden_cases() -> None:
    assert len(CASES) >= 8
