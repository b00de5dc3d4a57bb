"""The 999: what it says beyond a 997, and that what a partner sends reads back and writes out the same."""

import pytest

from causeway.gateway.canonical.acknowledgements import AckStatus
from causeway.gateway.formats.x12 import (
    SetResult,
    acknowledge_group,
    find_guide,
    ia_999,
    po_850,
    read_envelope,
)
from causeway.gateway.formats.x12.guides import read_overlay

from .support import interchange, read_sets

CLEAN = "BEG*00*SA*1**20260105\nPO1*1*1*EA*2\nCTT*1"
OVERLAY = """{"overlay": "acme", "revision": "1", "set": "850", "version": "005010", "valid_from": "2026-01-01",
 "rules": [{"place": "REF", "forbidden": true}, {"place": "CUR", "required": true},
           {"place": "PO1/PO1", "element": 3, "codes": ["CA"]}, {"place": "BEG", "element": 6, "forbidden": true}]}"""


def answer(body, overlay=None):
    [entry] = read_sets(read_envelope(interchange(body, version="005010")))
    guide = find_guide("850", "005010", overlay)
    result = po_850.read(entry.set, guide, entry.header)
    ack = acknowledge_group(
        entry.group, [SetResult(entry.set, result.problems)], entry.header, document="999"
    )
    return ["*".join(segment).rstrip("*") for segment in ia_999.write(ack, "005010")]


def test_a_clean_set_is_accepted_with_version_and_counts():
    assert answer(CLEAN) == ["AK1*PO*55*005010", "AK2*850*0001", "IK5*A", "AK9*A*1*1*1"]


def test_rules_of_the_standard_have_the_same_codes_as_in_a_997():
    lines = answer("BEG*00*SA*1**20261305\nPO1*1*1*EA*2\nCTT*1")
    assert lines[2:-1] == ["IK3*BEG*2**8", "IK4*5*373*8*20261305", "IK5*R*5"]


def test_a_partners_own_rules_are_told_as_implementation_errors():
    lines = answer("BEG*00*SA*1**20260105*C1\nREF*DP*7\nPO1*1*1*EA*2\nCTT*1", read_overlay(OVERLAY))
    assert lines[2:-1] == [
        "IK3*BEG*2**8",
        "IK4*6*367*I10*C1",
        "IK3*CUR*3**I8",
        "IK3*REF*3**I4",
        "IK3*PO1*4**8",
        "IK4*3*355*I6*EA",
        "IK5*R*5*I5",
    ]


FROM_A_PARTNER = """AK1*PR*9*005010
AK2*855*0001*CONV1
IK3*ACK*7**8
CTX*SITUATIONAL TRIGGER*ACK*7**4*374
CTX*LINE ID>10
IK4*4>2>1*374*7*999
CTX*SITUATIONAL TRIGGER*PO1*5*LP*2>1*330
IK5*R*5*I5
AK9*R*1*1*0"""


@pytest.mark.parametrize(
    "body", [FROM_A_PARTNER, FROM_A_PARTNER.replace("IK5*R", "IK5*E").replace("AK9*R*1*1*0", "AK9*E*1*1*1")]
)
def test_what_a_partner_says_is_read_whole_and_written_the_same(body):
    data = interchange(body, set_id="999", functional_id="FA", version="005010")
    [entry] = read_sets(read_envelope(data))
    assert entry.result.problems == () or all(
        problem.severity.value in ("note", "warning") for problem in entry.result.problems
    )
    ack = entry.result.message
    [answered] = ack.sets
    [segment] = answered.segments
    [element] = segment.elements
    assert [context.name for context in segment.context] == ["SITUATIONAL TRIGGER", "LINE ID"]
    assert segment.context[1].reference == "10"
    assert (element.position, element.component, element.repetition) == (4, 2, 1)
    [trigger] = element.context
    assert (trigger.segment_id, trigger.segment_position, trigger.loop) == ("PO1", 5, "LP")
    assert (trigger.element, trigger.component, trigger.reference_numbers) == (2, 1, ("330",))
    written = ia_999.write(ack, "005010")
    flat = [
        "*".join(part if isinstance(part, str) else ">".join(part) for part in line).rstrip("*")
        for line in written
    ]
    assert flat == body.splitlines()


@pytest.mark.parametrize("code", ["M", "W", "X"])
def test_other_words_for_rejection_are_rejections(code):
    body = f"AK1*PR*9\nAK2*855*0001\nIK5*{code}*5\nAK9*{code}*1*1*0"
    [entry] = read_sets(read_envelope(interchange(body, set_id="999", functional_id="FA", version="005010")))
    assert entry.result.message.status is AckStatus.REJECTED
    assert entry.result.message.sets[0].status_as_sent == code
