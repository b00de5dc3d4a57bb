"""Small files for every set and version: the good ones are clean, each bad one has exactly its fault."""

import pytest

from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12 import (
    GroupContent,
    SetContent,
    find_guide,
    read_envelope,
    validate,
    write_interchange,
)
from causeway.gateway.formats.x12.guides import SETS
from causeway.gateway.formats.x12.guides.compile import places
from tests.gateway.formats.x12.guides.bodies import BODIES, body
from tests.gateway.formats.x12.guides.test_guides import GUIDES
from tests.gateway.formats.x12.support import interchange, read_sets, spec_for

Told = tuple[str, str, str]


def problems(text: str, set_id: str, version: str = "004010") -> list[Told]:
    """Severity, code and place of each problem."""
    data = interchange(text, version=version, functional_id=SETS[set_id][0], set_id=set_id)
    (only,) = read_envelope(data).interchanges
    guide = find_guide(set_id, version)
    assert guide is not None
    found = validate(only.groups[0].sets[0], guide)
    return [(problem.severity.value, problem.code, str(problem.position)) for problem in found]


@pytest.mark.parametrize(("set_id", "version"), GUIDES)
def test_the_good_file_is_clean(set_id: str, version: str) -> None:
    assert problems(body(set_id, version), set_id, version) == []


def test_there_is_a_good_file_for_every_set() -> None:
    assert set(BODIES) == set(SETS)


FATAL, ERROR, WARNING = Severity.FATAL.value, Severity.ERROR.value, Severity.WARNING.value
# (set, what is changed, into what, what is told)
BAD: list[tuple[str, str, str, list[Told]]] = [
    ("810", "TDS*2350*2350\n", "", [(FATAL, "segment_missing", "TDS")]),
    ("810", "TDS*2350*", "TDS**", [(FATAL, "element_missing", "TDS01")]),
    ("810", "SAC*A*D240", "SAC*X*D240", [(FATAL, "bad_code", "SAC01")]),
    ("810", "IT1*1*10*EA", "IT1*1*10*", [(ERROR, "element_missing_conditional", "IT103")]),
    ("820", "BPR*C*1000.5", "BPR*C*1,000.5", [(FATAL, "bad_number", "BPR02")]),
    ("824", "OTI*TR*IV*INV-1", "OTI*TR*IV*", [(FATAL, "element_missing", "OTI03")]),
    ("830", "FST*100*C*D*20260106", "FST*100*C*D*20260231", [(FATAL, "bad_date", "FST04")]),
    ("830", "SHP*01*40*011*20260103", "SHP*01*", [(ERROR, "element_missing_conditional", "SHP02")]),
    ("846", "LE*LOT\n", "LE*LOT\nLE*LOT\n", [(ERROR, "segment_too_often", "LE")]),
    ("846", "BIA*00*SI*STOCK-1", "BIA*00**STOCK-1", [(FATAL, "element_missing", "BIA02")]),
    ("852", "XQ*H*20260104", "XQ*H*260104", [(FATAL, "element_too_short", "XQ02")]),
    ("852", "ZA*QT*-2*EA", "ZA*QT*-2", [(ERROR, "element_missing_conditional", "ZA03")]),
    ("856", "HL*2*1*O", "HL*2*1", [(FATAL, "element_missing", "HL03")]),
    ("856", "SN1*1*10*EA", "SN1*1**EA", [(FATAL, "element_missing", "SN102")]),
    ("856", "CTT*5", "CTT*5\nHL*6*1*O", [(WARNING, "lenient_segment_out_of_order", "HL")]),
    ("856", "TD3*TL*SCAC*1234\n", "TD3*TL*SCAC*1234\nZZZ*1\n", [(ERROR, "segment_unknown", "ZZZ")]),
    ("860", "POC*2*DI", "POC*2", [(FATAL, "element_missing", "POC02")]),
    ("860", "POC*1*QI*12*2*EA", "POC*1*QI*12*2*", [(ERROR, "element_missing_conditional", "POC05")]),
    ("860", "EA>1>2", "EA>x>2", [(FATAL, "bad_number", "POC05-2")]),
    ("861", "RCD*1*10*EA", "RCD*1*10*", [(ERROR, "element_missing_conditional", "RCD03")]),
    ("861", "RCD*2***3*EA", "RCD*2", [(ERROR, "element_missing_conditional", "RCD02")]),
    ("862", "UIT*EA\n", "", [(FATAL, "segment_missing", "UIT")]),
    ("862", "JIT*5*0800", "JIT*5*2500", [(FATAL, "bad_time", "JIT02")]),
    ("865", "BCA*04*AC", "BCA*04*XX", [(ERROR, "bad_code", "BCA02")]),
    ("997", "AK5*E*5", "AK5*Q*5", [(FATAL, "bad_code", "AK501")]),
]


@pytest.mark.parametrize(("set_id", "good", "bad", "expected"), BAD)
def test_each_bad_file_has_exactly_its_fault(set_id: str, good: str, bad: str, expected: list[Told]) -> None:
    text = body(set_id, "004010")
    assert text.count(good) == 1
    assert problems(text.replace(good, bad), set_id) == expected


def test_a_999_tells_a_wrong_code() -> None:
    text = body("999", "005010").replace("IK5*E*5", "IK5*Q*5")
    assert problems(text, "999", "005010") == [(FATAL, "bad_code", "IK501")]


TREES = {
    "S-O-P-I": "S0 O1 P2 I3 I3 P2 I6",
    "S-O-I": "S0 O1 I2 I2 O1 I5",
    "S-O-T-P-I": "S0 O1 T2 P3 I4 P3 I6",
    "S-P-O-I": "S0 P1 O2 I3 P1 O5 I6",
    "S-O-I-P": "S0 O1 I2 P3 P3 I2 P6",
    "S-I": "S0 I1 I1",
    "S-O-P-P-I": "S0 O1 P2 P3 I4",
    "upside down": "I0 O1 S2",
}
LEVELS = {
    "S": "TD5**2*SCAC\nREF*BM*8812\nN1*ST*Store*92*0001",
    "O": "PRF*PO-1\nREF*IA*4711\nN1*BY*Store*92*0002",
    "T": "TD1*PLT*1\nMAN*GM*00100614141234567897",
    "P": "PO4*1*10*EA\nTD1*CTN*1\nMAN*GM*00100614141234567897\nN1*Z7*Store*92*0003",
    "I": "LIN*1*BP*ART-1\nSN1*1*10*EA\nPRF*PO-1\nPO4*1*10*EA\nMAN*UC*10012345678902",
}


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
@pytest.mark.parametrize("version", ["003060", "004010", "005010"])
def test_hierarchies_of_any_order_and_depth_are_walked(tree: str, version: str) -> None:
    lines = [f"BSN*00*SHIP-1*{'260110' if version < '004010' else '20260110'}*0930*0004"]
    for number, word in enumerate(tree.split(), 1):
        parent = word[1:].strip("0")
        lines += [f"HL*{number}*{parent}*{word[0]}", LEVELS[word[0]]]
    assert problems("\n".join([*lines, f"CTT*{len(tree.split())}"]), "856", version) == []


@pytest.mark.parametrize("set_id", sorted(set(SETS) - {"820", "824", "997", "999"}))
def test_a_note_stands_behind_the_beginning_before_4010_and_is_tolerated_later(set_id: str) -> None:
    first, rest = body(set_id, "004010").strip().split("\n", 1)
    later = problems(f"{first}\nNTE*GEN*Remark\n{rest}", set_id)
    assert {severity for severity, _, _ in later} <= {WARNING}
    old = find_guide(set_id, "003060")
    assert old is not None
    paths = [place.path for place in places(old)]
    assert paths.index("NTE") == 2


def test_remittance_lines_without_their_entity_are_read_with_a_warning() -> None:
    text = body("820", "004010").replace("ENT*1\n", "").replace("ADX*-10*01*CM*55\n", "")
    assert problems(text, "820") == [(WARNING, "lenient_segment_misplaced", "RMR")]


def test_binary_data_is_no_number_and_may_end_in_a_blank() -> None:
    text = body("850", "004010").replace("N9*L1*SPECIAL", "BIN*4*a b \nBDS*ZZZ*4*x-y \nN9*L1*SPECIAL")
    assert problems(text, "850") == [(WARNING, "lenient_segment_misplaced", "BIN")]


@pytest.mark.parametrize(("version", "day"), [("003060", "260105"), ("004010", "20260105")])
def test_an_answer_in_an_old_version_has_a_short_group_date(version: str, day: str) -> None:
    (received,) = read_envelope(interchange(body("850", version), version=version)).interchanges
    segments = [["AK1", "PO", "55"], ["AK9", "A", "1", "1", "1"]]
    content = GroupContent("FA", "1", version, [SetContent("997", "0001", segments)])
    written = write_interchange([content], spec_for(received)).decode()
    assert f"*{day}*1000*1*X*{version}~" in written


@pytest.mark.parametrize("header", ["CUR*BY*USD*1.5", "PER*BD*Someone*TE*5551234"])
def test_a_header_that_begins_again_below_a_line_is_read_without_harm(header: str) -> None:
    lines = body("850", "004010").strip().split("\n")
    text = "\n".join([*lines[:-2], lines[0], header, *lines[-2:]])
    (entry,) = read_sets(read_envelope(interchange(text)))
    assert entry.result.message is not None
    assert "lenient_segment_out_of_order" in {problem.code for problem in entry.result.problems}
