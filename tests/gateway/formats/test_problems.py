import re
from pathlib import Path

import pytest

from causeway.gateway.formats.base import Position, Problem, Severity, describe
from causeway.gateway.formats.detect import detect
from causeway.gateway.formats.problems_text import SENTENCES
from causeway.gateway.formats.x12 import Leniency
from causeway.gateway.formats.x12.acknowledge import ELEMENT_CODES, GROUP_CODES, SEGMENT_CODES, SET_CODES

SOURCES = Path(__file__).resolve().parents[3] / "causeway" / "gateway" / "formats"
PARAMETERS = {"reason": "r", "unit": "segments", "line": "1", "rule": "1", "place": "PO1", "kind": "invoice"}


@pytest.mark.parametrize("code", sorted(SENTENCES))
@pytest.mark.parametrize("locale", ["en", "zh_CN"])
def test_each_problem_says_one_sentence(code: str, locale: str) -> None:
    problem = Problem(
        code, Severity.ERROR, Position(2, tag="PO1", element=4), "v", "e", parameters=PARAMETERS
    )
    text = describe(problem, locale)  # type: ignore[arg-type]
    assert text
    assert text[-1] in ".。" or code == "isa_unreadable"
    assert "{" not in text


def test_every_code_in_the_sources_has_its_sentences() -> None:
    text = "".join(path.read_text() for path in SOURCES.rglob("*.py"))
    raised = set(re.findall(r'(?:Problem|(?<!leniency)_problem|\.problem)\(\s*"([a-z_0-9]+)"', text))
    raised |= {f"{kind}_{what}_mismatch" for kind in ("se", "ge", "iea") for what in ("count", "control")}
    raised |= {f"lenient_{leniency}" for leniency in Leniency}
    raised |= {*ELEMENT_CODES, *GROUP_CODES, *SEGMENT_CODES, *SET_CODES}
    assert raised - set(SENTENCES) == set()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"ISA*00*", "x12"),
        (b"\xef\xbb\xbf\r\n ISA|00|", "x12"),
        (b"banner of a VAN\nISA*00*", "x12"),
        (b"UNA:+.? '", "edifact"),
        (b"UNB+UNOC:3", "edifact"),
        (b"<?xml version='1.0'?>", "xml"),
        (b' {"message": "order"}', "json"),
        (b"ISABELLA", None),
        (b"", None),
    ],
)
def test_formats_are_told_from_the_first_bytes(data: bytes, expected: str | None) -> None:
    assert detect(data) == expected
