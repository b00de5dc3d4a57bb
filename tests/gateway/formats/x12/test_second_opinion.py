"""Our verdict on the golden files beside pyx12's. Every difference stands in a table with its reason; none is unknown."""

import logging
from collections import Counter
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from causeway.gateway.formats.x12 import find_guide, read_envelope, validate
from causeway.gateway.formats.x12.documents import READERS
from causeway.gateway.formats.x12.guides import SETS, read_overlay
from causeway.gateway.formats.x12.guides.compile import places
from causeway.gateway.formats.x12.second_opinion import (
    Kind,
    NotInstalledError,
    Side,
    ask,
    beside,
    compare,
    export,
    kind_name,
    opinion,
    remark_sentence,
)
from causeway.gateway.formats.x12.second_opinion.folder import folder_of

from .support import interchange, read_sets
from .test_golden import CASES, options_of

pytest.importorskip("pyx12", reason="pyx12, the second opinion, is not installed (extra second-opinion)")

POINT = "a point in an Nn element: plain to read, so we read it; the standard has none there"
ORDER = (
    "segments behind their place: our leniency, a warning told once for the set; pyx12 refuses each of them"
)
TOLERATED = "a segment where only our tolerance has a place for it: a warning once for the set"
NUMBERS = "pyx12 wants HL01 to count 1, 2, 3 and a level behind the one above it; any number of its own will do for us"
CIRCLE = "we tell a circle where it closes; to pyx12 each level is wrong that names one which comes behind it"
EACH = "pyx12 names each fault of a value; we name the first"
TRACE = (
    "a payment without a number of its own is of no use to us, so TRN is missing; the guide leaves it open"
)
# Where the verdicts differ. Case, control number of the set, reason.
VERDICTS = {
    ("810/oddities", "0003"): POINT,
    ("820/oddities", "0001"): ORDER,
    ("820/oddities", "0002"): ORDER,
    ("820/errors_at_each_level", "0002"): TRACE,
    ("846/everything", "0001"): TOLERATED,
    ("850/everything", "0001"): ORDER,
    ("852/errors_at_each_level", "0009"): ORDER,
    ("852/everything", "0001"): TOLERATED,
    ("852/oddities", "0001"): TOLERATED,
    ("855/oddities", "0001"): ORDER,
    ("856/everything", "0001"): ORDER,
    ("856/odd_numbering", "0001"): NUMBERS,
    ("856/odd_numbering", "0002"): NUMBERS,
    ("862/everything", "0001"): TOLERATED,
    ("862/oddities", "0001"): ORDER,
}
# What only one of the two says, about what both check. Case, set, who says it, kind, the segments it is said of.
ONLY = {
    ("810/oddities", "0003", Side.THEIRS, Kind.CONTENT, (5, 6)): POINT,
    ("820/oddities", "0001", Side.THEIRS, Kind.SEGMENT_NOT_HERE, (5,)): ORDER,
    ("820/oddities", "0002", Side.THEIRS, Kind.SEGMENT_NOT_HERE, (5,)): ORDER,
    ("820/errors_at_each_level", "0002", Side.OURS, Kind.SEGMENT_MISSING, (2,)): TRACE,
    ("846/everything", "0001", Side.THEIRS, Kind.SEGMENT_NOT_HERE, (12, 41, 42)): TOLERATED,
    ("850/everything", "0001", Side.THEIRS, Kind.SEGMENT_NOT_HERE, tuple(range(48, 58))): ORDER,
    ("850/oddities", "0001", Side.THEIRS, Kind.SEGMENT_NOT_HERE, (9,)): TOLERATED,
    ("830/oddities", "0002", Side.THEIRS, Kind.SEGMENT_NOT_HERE, (8, 9)): ORDER,
    ("852/errors_at_each_level", "0001", Side.THEIRS, Kind.TOO_SHORT, (2,)): EACH,
    ("852/everything", "0001", Side.THEIRS, Kind.SEGMENT_NOT_HERE, (9, 21, 22, 32)): TOLERATED,
    ("855/oddities", "0001", Side.THEIRS, Kind.SEGMENT_NOT_HERE, (6,)): ORDER,
    ("856/errors_at_each_level", "0003", Side.THEIRS, Kind.HIERARCHY, (4,)): CIRCLE,
    ("856/errors_at_each_level", "0003", Side.OURS, Kind.HIERARCHY, (6,)): CIRCLE,
    ("856/everything", "0001", Side.THEIRS, Kind.SEGMENT_NOT_HERE, (19, 54, *range(70, 79))): ORDER,
    (
        "856/odd_numbering",
        "0001",
        Side.THEIRS,
        Kind.HIERARCHY,
        (3, 4, 4, 7, 7, 9, 9, 11, 11, 14, 14, 16, 16),
    ): NUMBERS,
    ("856/odd_numbering", "0002", Side.THEIRS, Kind.HIERARCHY, (3, 6)): NUMBERS,
}


def sets_of(data, options):
    for found in read_envelope(data, options).interchanges:
        for group in found.groups:
            for member in group.sets:
                yield member, find_guide(member.set_id, group.version)


def compared(data, **more):
    [(member, guide)] = sets_of(data, options_of(Path("any")))
    guide = more.get("guide", guide)
    return compare(validate(member, guide), ask(member, guide))


def body(*lines, **envelope):
    return interchange("\n".join(lines), **envelope)


def order(*lines):
    return body("BEG*00*SA*PO1**20260105", *lines, "PO1*1*5*EA*9.5**VN*A1", "CTT*1")


def said(comparison):
    return [(row.side, row.kind, row.segment, row.label) for row in comparison.rows]


@pytest.fixture(scope="module")
def golden():
    found = {}
    for case in CASES:
        options = options_of(case)
        for read in read_sets(read_envelope((case / "in.edi").read_bytes(), options), options):
            if read.guide is not None:
                key = (f"{case.parent.name}/{case.name}", read.set.control_number)
                assert key not in found
                problems = read.result.problems if read.set.set_id in READERS else None
                found[key] = beside(read.set, read.guide, options, problems)
    return found


def test_pyx12_reads_every_golden_set_to_its_end(golden):
    assert len(golden) >= 80
    assert {key for key, comparison in golden.items() if not comparison.opinion.is_complete} == set()


def test_verdicts_on_golden_sets_agree_but_for_the_listed_ones(golden):
    differing = {key for key, comparison in golden.items() if not comparison.agrees}
    assert differing == {key for key in VERDICTS if key in golden}
    assert {key for key in differing if golden[key].they_accept} == {("820/errors_at_each_level", "0002")}


def test_both_name_the_same_faults_at_the_same_places_but_for_the_listed_ones(golden):
    only = {}
    for (case, control), comparison in golden.items():
        for row in comparison.rows:
            if row.kind is not None and row.side is not Side.BOTH:
                only.setdefault((case, control, row.side, row.kind), []).append(row.segment)
    listed = {entry for entry in ONLY if entry[:2] in golden}
    assert {(*key, tuple(segments)) for key, segments in only.items()} == listed


def test_golden_sets_hold_faults_of_many_kinds(golden):
    kinds = Counter(row.kind for found in golden.values() for row in found.rows if row.side is Side.BOTH)
    assert sum(kinds.values()) >= 60
    assert set(kinds) >= {
        Kind.SEGMENT_NOT_HERE,
        Kind.SEGMENT_MISSING,
        Kind.ELEMENT_MISSING,
        Kind.CONDITION,
        Kind.CODE,
        Kind.CONTENT,
        Kind.DATE,
        Kind.TIME,
        Kind.TOO_LONG,
        Kind.TOO_SHORT,
        Kind.TRAILER_COUNT,
    }


@pytest.mark.parametrize(
    ("lines", "kind", "label"),
    [
        (["REF*DP*1*2*3*4*5"], Kind.TOO_MANY_ELEMENTS, "REF05"),
        (["REF*D"], Kind.TOO_SHORT, "REF01"),
        (["CUR*BY*USD", "CUR*BY*USD"], Kind.TOO_OFTEN, "CUR"),
        (["N1*ST*NAME*92*1", "N3*A", "N3*B", "N3*C"], Kind.TOO_OFTEN, "N3"),
        (["DTM*002*20261341"], Kind.DATE, "DTM02"),
        (["DTM*002*20260105*2561"], Kind.TIME, "DTM03"),
        (["REF*DP*1 *TEXT"], Kind.CONTENT, "REF02"),
        (["N1*ST"], Kind.CONDITION, "N102"),
        (["FOB"], Kind.ELEMENT_MISSING, "FOB01"),
        (["PID*Z****TEXT"], Kind.CODE, "PID01"),
        (["CTP**RTL*1*1*EA*DIS"], Kind.CONDITION, "CTP07"),
    ],
)
def test_a_fault_is_found_by_both_at_the_same_place(lines, kind, label):
    rows = compared(order(*lines)).rows
    assert [(row.side, row.kind, row.label) for row in rows if row.kind is kind] == [(Side.BOTH, kind, label)]


def test_a_set_without_its_end_and_one_with_another_number_are_told_by_both():
    missing = compared(order().replace(b"SE*5*0001~", b""))
    other = compared(order().replace(b"SE*5*0001~", b"SE*5*0002~"))
    assert (Side.BOTH, Kind.TRAILER_MISSING) in [row[:2] for row in said(missing)]
    assert [row[:2] for row in said(other)] == [(Side.BOTH, Kind.TRAILER_CONTROL)]


def test_another_fault_at_the_same_element_stands_beside_ours():
    rows = [row[:2] for row in said(compared(order("DTM*002*2026013")))]
    assert rows == [(Side.BOTH, Kind.DATE), (Side.THEIRS, Kind.TOO_SHORT)]


def test_what_pyx12_has_no_check_for_is_ours_alone_and_no_disagreement():
    found = compared(order().replace(b"CTT*1", b"CTT*9"))
    assert found.agrees
    member, guide = next(sets_of(order(), options_of(Path("any"))))
    assert "totals_unchecked" in ask(member, guide).remarks


def test_envelopes_that_pyx12_refuses_do_not_hide_its_verdict():
    data = order().replace(b"*U*00401*", b"*U*00200*").replace(b"*ZZ*", b"*12*")
    assert compared(data).agrees


def test_delimiters_and_text_that_would_end_its_segments_are_carried_in_others():
    data = (
        order("N9*L1*X", "MSG*a@b")
        .replace(b"*", b"|")
        .replace(b"~", b"\r")
        .replace(b"a@b", b"50% *off* ~ now")
    )
    found = compared(data)
    assert found.they_accept, found.rows


def test_letters_that_it_does_not_know_are_shown_to_it_as_x_and_said():
    found = compared(order("N9*L1*X", "MSG*苏州工业园区"))
    assert found.they_accept
    assert "characters_replaced" in found.remarks


def test_an_exception_inside_pyx12_is_named_at_its_segment_and_the_rest_is_still_read():
    # More components than a composite has: pyx12 looks behind the end of its own list.
    data = order("CTP**RTL*1*1*EA:1:1:EA:1:1:EA:1:1:EA:1:1:EA:1:1:EA", "DTM*002*20261341").replace(
        b"P*>", b"P*:"
    )
    found = compared(data)
    assert [(row.kind, row.segment) for row in found.rows if row.side is Side.THEIRS] == [
        (Kind.PYX12_FAILED, 3)
    ]
    assert "IndexError" in next(row.theirs.text for row in found.rows if row.kind is Kind.PYX12_FAILED)
    assert (Side.BOTH, Kind.DATE, 4, "DTM02") in said(found)
    assert not found.agrees


def test_a_segment_that_is_too_long_for_its_buffer_is_where_it_stopped():
    found = compared(order("MSG*" + "x" * 40_000, "FOB"))
    [row] = [row for row in found.rows if row.kind is Kind.PYX12_STOPPED]
    assert (row.segment, row.label) == (3, "MSG")
    assert not found.opinion.is_complete


def test_a_failure_as_a_whole_is_named(monkeypatch):
    def broken(*_):
        raise RecursionError("no end")

    monkeypatch.setattr(opinion, "_enveloped", broken)
    member, guide = next(sets_of(order(), options_of(Path("any"))))
    [finding] = ask(member, guide).findings
    assert (finding.kind, finding.segment) == (Kind.PYX12_FAILED, None)
    assert "RecursionError: no end" in finding.text


def test_without_pyx12_that_is_said(monkeypatch):
    monkeypatch.setattr(opinion, "find_spec", lambda _: None)
    member, guide = next(sets_of(order(), options_of(Path("any"))))
    with pytest.raises(NotInstalledError):
        ask(member, guide)


def test_an_overlay_goes_out_with_the_guide():
    overlay = read_overlay(
        """{"overlay": "acme", "revision": "1", "set": "850", "version": "004010", "valid_from": "2026-01-01",
            "rules": [
            {"place": "REF", "required": true},
            {"place": "BEG", "element": 3, "longest": 4},
            {"place": "PO1/PO1", "element": 1, "forbidden": true}]}"""
    )
    member, _ = next(sets_of(order(), options_of(Path("any"))))
    guide = find_guide("850", "004010", overlay)
    found = compare(validate(member, guide), ask(member, guide))
    assert {row[0] for row in said(found)} == {Side.BOTH}
    assert {row[1] for row in said(found)} >= {Kind.SEGMENT_MISSING, Kind.ELEMENT_FORBIDDEN}


def paths(parent, above=""):
    for member in parent:
        if member.tag in ("loop", "segment"):
            path = f"{above}/{member.get('xid')}"
            yield path
            yield from paths(member, path)


@pytest.mark.parametrize("set_id", SETS)
def test_every_guide_goes_out_whole_and_no_two_of_its_places_are_one_to_pyx12(set_id):
    guide = find_guide(set_id, "005010" if set_id == "999" else "004010")
    files = {name: ET.fromstring(text) for name, text in export(guide).items()}
    root = files.pop(f"{set_id}.{guide.version}.xml")
    assert set(files) == {
        "maps.xml",
        "codes.xml",
        "dataele.xml",
        "x12.control.00401.xml",
        "x12.control.00501.xml",
    }
    found = Counter(paths(root))
    inside = sum(not place.tolerated for place in places(guide))
    assert (
        sum(not path.rpartition("/")[2].startswith("LOOP_") for path in found) == inside + 7
    )  # the envelope
    assert [path for path, times in found.items() if times > 1] == []
    defined = {element.get("ele_num") for element in files["dataele.xml"]}
    assert {element.findtext("data_ele") for element in root.iter("element")} <= defined


@pytest.mark.parametrize("faulty", [False, True])
def test_pyx12s_own_main_function_comes_to_the_same_verdict_over_the_exported_folder(faulty, caplog):
    """On a whole file of two sets with an envelope that it can read: our loop around its parts is no other engine."""
    from pyx12.params import params
    from pyx12.x12n_document import x12n_document

    caplog.set_level(logging.CRITICAL)
    line = "PO1*1*5*EA*9.5**VN*A1" if not faulty else "PO1*1*FIVE*EA*9.5**VN*A1"
    bodies = ["BEG*00*SA*PO1**20260105\nPO1*1*5*EA*9.5**VN*A1", f"BEG*00*SA*PO2**20260105\n{line}"]
    data = interchange(*bodies)
    found = [ask(member, guide) for member, guide in sets_of(data, options_of(Path("any")))]
    with folder_of(export(find_guide("850", "004010"))) as folder:
        valid = x12n_document(params(), StringIO(data.decode()), None, None, map_path=str(folder))
    assert valid is all(opinion.accepts for opinion in found) is not faulty


def test_kinds_and_remarks_have_words_in_both_languages():
    for locale in ("en", "zh_CN"):
        assert len({kind_name(kind, locale) for kind in Kind}) == len(Kind)
        assert kind_name(None, locale)
        for remark in ("characters_replaced", "totals_unchecked", "leniencies"):
            assert remark_sentence(remark, locale)
