"""Overlays: each kind of rule finds its fault and says where it comes from; a rule that fits nothing is refused."""

import datetime as dt
import json
import tracemalloc
from typing import Any

import pytest

from causeway.gateway.formats.base import Problem, describe
from causeway.gateway.formats.x12 import read_envelope, validate
from causeway.gateway.formats.x12.acknowledge import set_status
from causeway.gateway.formats.x12.guides import Overlay, OverlayError, find_guide, read_overlay
from causeway.gateway.formats.x12.guides.compile import places
from causeway.gateway.formats.x12.guides.overlays import encode, in_force
from tests.gateway.formats.x12.support import ROOT, interchange

ORDER = """
BEG*00*NE*PO-1**20260105
REF*DP*0012
N1*BY*Buyer*92*0001
N3*Somewhere 1
PO1*1*10*EA*2.5**BP*ART-1
PID*F****A thing
PO1*2*5*EA*1**VP*ART-2
CTT*2
"""


def overlay(*rules: dict[str, Any], **header: Any) -> Overlay:
    text = {
        "overlay": "acme",
        "revision": "3",
        "set": "850",
        "version": "004010",
        "valid_from": "2026-01-01",
        "rules": rules,
        **header,
    }
    return read_overlay(json.dumps(text))


def found(body: str, *rules: dict[str, Any]) -> list[Problem]:
    (only,) = read_envelope(interchange(body)).interchanges
    guide = find_guide("850", "004010VICS", overlay(*rules))
    assert guide is not None
    return list(validate(only.groups[0].sets[0], guide))


def told(body: str, *rules: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Code, element and rule of each problem."""
    return [(p.code, str(p.position), p.parameters["rule"]) for p in found(body, *rules)]


RULES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"place": "BEG", "element": 4, "required": True}, [("element_missing", "BEG04")]),
    ({"place": "PO1/PO1", "element": 6, "codes": ["BP", "UP"]}, [("bad_code", "PO106")]),
    ({"place": "PO1/PO1", "element": 7, "longest": 3}, [("element_too_long", "PO107")] * 2),
    ({"place": "PO1/PO1", "element": 1, "shortest": 3}, [("element_too_short", "PO101")] * 2),
    ({"place": "PO1/PO1", "element": 4, "forbidden": True}, [("element_forbidden", "PO104")] * 2),
    ({"place": "PO1/PO1", "note": "C0205"}, [("element_missing_conditional", "PO105")] * 2),
    ({"place": "PO1/PO1", "note": "E0204"}, [("element_excluded", "PO104")] * 2),
    ({"place": "CUR", "required": True}, [("segment_missing", "CUR")]),
    ({"place": "N1/N4", "required": True}, [("segment_missing", "N4")]),
    ({"place": "PO1/PID/PID", "required": True}, [("segment_missing", "PID")]),
    ({"place": "REF", "forbidden": True}, [("segment_forbidden", "REF")]),
    ({"place": "N1/N1", "forbidden": True}, [("segment_forbidden", "N1")]),
    ({"place": "PO1/PO1", "most": 1}, [("loop_too_often", "PO1")]),
]


@pytest.mark.parametrize(("rule", "expected"), RULES)
def test_each_kind_of_rule_finds_its_fault(rule: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert found(ORDER) == []
    assert told(ORDER, rule) == [(code, place, "acme@3#1") for code, place in expected]


def test_a_segment_may_come_less_often() -> None:
    twice = ORDER.replace("REF*DP*0012", "REF*DP*0012\nREF*IA*7\nREF*CO*8")
    assert told(twice, {"place": "REF", "most": 2}) == [("segment_too_often", "REF", "acme@3#1")]


def test_a_component_has_rules_too() -> None:
    body = ORDER.replace("REF*DP*0012", "REF*DP*0012**XX>1")
    assert told(body, {"place": "REF", "element": 4, "component": 1, "codes": ["AA"]}) == [
        ("bad_code", "REF04-1", "acme@3#1")
    ]
    assert told(body, {"place": "REF", "element": 4, "component": 3, "required": True}) == [
        ("element_missing", "REF04-3", "acme@3#1")
    ]
    body = ORDER.replace("REF*DP*0012", "REF*DP*0012**XX>1>YY>2")
    assert told(body, {"place": "REF", "element": 4, "component": 4, "forbidden": True}) == [
        ("element_forbidden", "REF04-4", "acme@3#1")
    ]


def test_longer_elements_can_be_agreed() -> None:
    body = ORDER.replace("PO-1", "P" * 30)
    assert [problem.code for problem in found(body)] == ["element_too_long"]
    assert found(body, {"place": "BEG", "element": 3, "longest": 30}) == []


def test_what_the_guide_itself_asks_for_names_no_rule() -> None:
    body = ORDER.replace("BEG*00*NE*PO-1**20260105", "BEG*00*NE***20260105")
    (missing,) = found(body, {"place": "BEG", "element": 3, "longest": 10, "required": True})
    assert (missing.code, missing.parameters) == ("element_missing", {})


def test_what_is_forbidden_does_not_refuse_the_set_and_what_is_missing_does() -> None:
    assert set_status(found(ORDER, {"place": "REF", "forbidden": True})).value == "accepted_with_errors"
    assert set_status(found(ORDER, {"place": "CUR", "required": True})).value == "rejected"


def test_the_guide_itself_stays_as_it_is_and_is_shared() -> None:
    base = find_guide("850", "004010")
    derived = find_guide("850", "004010", overlay({"place": "BEG", "element": 4, "required": True}))
    assert base is not None
    assert derived is not None
    assert (base.name, derived.name) == ("x12/004010/850@1", "x12/004010/850@1+acme@3")
    changed = [
        new.path
        for old, new in zip(places(base), places(derived), strict=True)
        if old.segment is not new.segment
    ]
    assert changed == ["BEG"]
    assert [place.path for place in places(base)] == [place.path for place in places(derived)]
    assert all(place.loop.members[place.index] is place for place in places(derived))
    assert found(ORDER) == []


def test_a_derived_guide_is_made_once_for_each_revision() -> None:
    rule = {"place": "BEG", "element": 4, "required": True}
    first, again = (find_guide("850", "004010", overlay(rule)) for _ in range(2))
    assert first is again
    assert find_guide("850", "004010", overlay(rule, revision="4")) is not first
    # The same name with other rules, another tenant's perhaps, is another overlay.
    other = find_guide("850", "004010", overlay({"place": "CUR", "required": True}))
    assert other is not first


def test_the_revision_in_force_is_the_youngest_that_is_valid() -> None:
    old = overlay(revision="1", valid_from="2025-01-01")
    new = overlay(revision="2", valid_from="2026-06-01")
    elsewhere = overlay(set="855", valid_from="2026-01-01")
    kept = [new, elsewhere, old]
    assert in_force(kept, "850", "004010VICS", dt.date(2026, 5, 31)) is old
    assert in_force(kept, "850", "004010", dt.date(2026, 6, 1)) is new
    assert in_force(kept, "850", "005010", dt.date(2026, 6, 1)) is None
    assert in_force(kept, "850", "004010", dt.date(2024, 1, 1)) is None


def test_an_overlay_for_another_set_is_not_used_by_mistake() -> None:
    with pytest.raises(ValueError, match="acme@3 is not for 855 004010"):
        find_guide("855", "004010", overlay())


def test_the_json_form_reads_back() -> None:
    written = overlay(*(rule for rule, _ in RULES[2:4]), {"place": "PO1/PO1", "note": "P0607"})
    assert read_overlay(encode(written)) == written


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"place": "PO1/N7", "required": True}, "overlay_place_unknown"),
    ({"place": "PO1", "required": True}, "overlay_place_unknown"),
    ({"place": "BEG", "element": 13, "required": True}, "overlay_element_unknown"),
    ({"place": "BEG", "element": 3, "component": 1, "required": True}, "overlay_element_unknown"),
    ({"place": "REF", "element": 4, "component": 7, "required": True}, "overlay_element_unknown"),
    ({"place": "BEG"}, "overlay_rule_empty"),
    ({"place": "BEG", "codes": ["A"]}, "overlay_rule_misplaced"),
    ({"place": "BEG", "element": 3, "most": 2}, "overlay_rule_misplaced"),
    ({"place": "REF", "component": 2, "required": True}, "overlay_rule_misplaced"),
    ({"place": "BEG", "element": 3, "forbidden": True}, "overlay_rule_contradicts"),
    ({"place": "PO1/PO1", "forbidden": True}, "overlay_rule_contradicts"),
    ({"place": "BEG", "element": 4, "forbidden": True, "required": True}, "overlay_rule_contradicts"),
    ({"place": "BEG", "element": 4, "shortest": 40}, "overlay_rule_contradicts"),
    ({"place": "PO1/PO1", "element": 2, "codes": ["1"]}, "overlay_codes_not_text"),
    ({"place": "PO1/PO1", "note": "P0699"}, "overlay_note_unknown"),
    ({"place": "PO1/PO1", "note": "X0607"}, "overlay_note_unknown"),
    ({"place": "PO1/PO1", "note": "P06"}, "overlay_note_unknown"),
    ({"place": "BEG", "elment": 3}, "overlay_unreadable"),
    ({"place": "BEG", "element": 0}, "overlay_unreadable"),
]


@pytest.mark.parametrize(("rule", "code"), REFUSED)
def test_a_rule_that_fits_nothing_is_refused(rule: dict[str, Any], code: str) -> None:
    with pytest.raises(OverlayError) as raised:
        overlay(rule)
    assert [problem.code for problem in raised.value.problems] == [code]


def test_all_faults_are_told_in_both_languages() -> None:
    with pytest.raises(OverlayError) as raised:
        overlay(
            {"place": "CUR", "required": True},
            {"place": "PO1/N7", "required": True},
            {"place": "CUR", "required": True},
        )
    assert str(raised.value) == (
        "Rule 2: the guide has no place “PO1/N7”. Rule 3 repeats what rule 1 says about CUR: required."
    )
    chinese = [describe(problem, "zh_CN") for problem in raised.value.problems]
    assert chinese == ["规则 2：规范中没有位置“PO1/N7”。", "规则 3 重复了规则 1 对 CUR 的要求：required。"]


@pytest.mark.parametrize(
    "header",
    [
        {"version": "004010VICS"},
        {"version": "003030"},
        {"set": "999"},
        {"set": "123"},
        {"valid_from": "soon"},
    ],
)
def test_an_overlay_needs_a_guide_and_a_day(header: dict[str, Any]) -> None:
    with pytest.raises(OverlayError):
        overlay(**header)


def test_what_an_overlay_says_is_data_and_never_source() -> None:
    code = "');import os;('"
    rules = [
        {"place": "PO1/PO1", "element": 6, "codes": [code]},
        {"place": "BEG", "element": 3, "codes": ["{e1}", "\\", '"""']},
    ]
    assert [problem.code for problem in found(ORDER, *rules)] == ["bad_code"] * 3


def test_an_overlay_costs_little_memory() -> None:
    (only,) = read_envelope(interchange(ORDER)).interchanges
    member = only.groups[0].sets[0]
    kept = []
    tracemalloc.start()
    try:
        for number in range(11):
            before = tracemalloc.get_traced_memory()[0]
            guide = find_guide(
                "850", "004010", overlay({"place": "REF", "most": 5}, overlay=f"partner{number}")
            )
            assert guide is not None
            assert validate(member, guide) == ()
            kept.append(tracemalloc.get_traced_memory()[0] - before)
    finally:
        tracemalloc.stop()
    # The first one also pays for what all share. 500 partners: some 50 MB.
    assert sum(kept[1:]) / 10 < 250 * 1024


def test_the_documented_example_is_an_overlay() -> None:
    page = (ROOT / "docs" / "edi" / "overlays.md").read_text()
    example = page.partition("```json")[2].partition("```")[0]
    assert len(read_overlay(example).rules) == 7
