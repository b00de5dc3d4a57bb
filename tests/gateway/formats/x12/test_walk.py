"""The walk over a set: what is missing, what is generated and how it is shared, and that the memory stays bounded."""

import time
from dataclasses import replace

import pytest

from causeway.gateway.formats.x12.guides import checks, find_guide
from causeway.gateway.formats.x12.guides.dictionary import segment_defs
from causeway.gateway.formats.x12.steps import plan_for, row

from .support import interchange, read_body, read_one

HEADER = "BEG*00*SA*1**20260105"


def codes(*lines: str) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.position.segment) for problem in read_body(HEADER, *lines).result.problems]


def test_what_a_repeated_loop_lacks_is_missing_each_time() -> None:
    whole = ("PO1*1*1*EA*2", "LM*AX", "LQ*1*A")
    assert codes(*whole, "LM*AX", "LQ*1*A", "CTT*1") == []
    assert codes(*whole, "LM*AX", "LM*AX", "LQ*1*A", "CTT*1") == [("segment_missing", 7)]
    assert codes(*whole, "LM*AX", "CTT*1") == [("segment_missing", 7)]


def test_a_mandatory_segment_out_of_its_order_is_not_missing() -> None:
    found = codes("CTT*1", "PO1*1*1*EA*2")
    assert ("lenient_segment_out_of_order", 4) in found
    assert ("segment_missing", 3) in found  # nothing had come when CTT came
    assert ("segment_missing", 5) not in found


def test_segments_that_go_to_and_fro_take_no_more_than_their_own_time() -> None:
    lines = "\n".join(["REF*DP*1", "CTT*1"] * 20_000)
    started = time.process_time()
    read_one(interchange(f"{HEADER}\n{lines}\nPO1*1*1*EA*2\nCTT*1"))
    assert time.process_time() - started < 5


def test_a_row_without_a_place_is_a_typing_error() -> None:
    guide = find_guide("850", "004010")
    assert guide is not None
    with pytest.raises(KeyError, match="PO1/PO9"):
        plan_for(guide, {"PO1/PO9": row(lambda _r, _s, _n: None)})


def test_lengths_and_codes_of_an_agreement_share_the_compiled_text_of_their_shape() -> None:
    ours = segment_defs("004010")["N3"]
    first, second = ours.elements
    theirs = replace(ours, elements=(replace(first, element=replace(first.element, longest=5)), second))
    source = f"def run(s):\n {checks.names(1)}= s\n return "
    clean = {}
    for name, segment in (("ours", ours), ("theirs", theirs)):
        condition, constants = checks.condition(segment, 1)
        clean[name] = checks.function(source + condition, constants)
    assert clean["ours"].__code__ is clean["theirs"].__code__
    assert clean["ours"](["N3", "Street 1"])
    assert not clean["theirs"](["N3", "Street 1"])


def test_no_text_of_an_agreement_enters_generated_code() -> None:
    ours = segment_defs("004010")["BEG"]
    evil = "1 or __import__('os').abort()"
    element = replace(ours.elements[0].element, codes=frozenset({evil}), longest=evil, shortest=evil)  # type: ignore[arg-type]
    theirs = replace(ours, elements=(replace(ours.elements[0], element=element), *ours.elements[1:]))
    condition, constants = checks.condition(theirs, 5)
    assert "import" not in condition
    assert any(evil in value for value in constants.values() if isinstance(value, frozenset))
