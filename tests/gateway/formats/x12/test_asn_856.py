"""Trees of ship notices: what each shape becomes, and what is refused."""

import pytest

from causeway.gateway.canonical.shipments import UnitKind
from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.hierarchy import DEEPEST

from .support import ReadSet, interchange, read_one
from .test_nothing_lost import lost_elements

LEVELS = {
    "S": ["REF*BM*8812"],
    "O": ["PRF*PO-{n}", "REF*IA*{n}"],
    "T": ["MAN*GM*00306141410000000013"],
    "P": ["MAN*AA*306141410000000020"],
    "Q": ["MAN*SM*{n}"],
    "E": ["REF*ZZ*{n}"],
    "I": ["LIN*{n}*BP*ART-{n}", "SN1**1{n}*EA"],
    "F": ["LIN**VN*PART-{n}", "SN1**2*EA"],
}


def body(tree: str) -> str:
    """`O3.1` is level O with id 3 below 1; without a point it hangs nowhere."""
    lines = ["BSN*00*SHIP-1*20260110*0930*0001"]
    for word in tree.split():
        node_id, _, parent = word[1:].partition(".")
        lines += [f"HL*{node_id}*{parent}*{word[0]}", *(line.format(n=node_id) for line in LEVELS[word[0]])]
    return "\n".join(lines)


def read_tree(tree: str) -> ReadSet:
    return read_one(interchange(body(tree), functional_id="SH", set_id="856"))


def read_text(*lines: str) -> ReadSet:
    return read_one(interchange("\n".join(lines), functional_id="SH", set_id="856"))


def shape(unit) -> str:
    inside = [f"{content.line_key}" for content in unit.contents] + [shape(inner) for inner in unit.units]
    return f"{unit.kind.value}({' '.join(inside)})"


@pytest.mark.parametrize(
    ("tree", "levels", "lines", "units"),
    [
        ("S1 O2.1 P3.2 I4.3 I5.3", "SOPI", ["4 PO-2", "5 PO-2"], ["pack(1 2)"]),
        ("S1 O2.1 T3.2 P4.3 I5.4", "SOTPI", ["5 PO-2"], ["pallet(pack(1))"]),
        ("S1 O2.1 I3.2 O4.1 I5.4", "SOI", ["3 PO-2", "5 PO-4"], []),
        ("S1 P2.1 O3.2 I4.3 O5.2 I6.5", "SPOI", ["4 PO-3", "6 PO-5"], ["pack(1 2)"]),
        ("S1 O2.1 I3.2 P4.3 P5.3 I6.2", "SOIP", ["3 PO-2", "6 PO-2"], ["pack(1)", "pack(1)"]),
        ("S1 O2.1 I3.2 T4.3 P5.4 P6.4", "SOITP", ["3 PO-2"], ["pallet(pack(1) pack(1))"]),
        ("S1 I2.1 I3.1", "SI", ["2 None", "3 None"], []),
        ("S1 O2.1 P3.2 P4.3 I5.4", "SOPI", ["5 PO-2"], ["pack(pack(1))"]),
        ("S1 T2.1 O3.2 P4.3 Q5.4 I6.5", "STOPQI", ["6 PO-3"], ["pallet(pack(inner_pack(1)))"]),
        ("E9 S1.9 O2.1 I3.2", "ESOI", ["3 PO-2"], ["equipment(1)"]),
        ("I7.5 P5.2 S1 O2.1", "SOPI", ["7 PO-2"], ["pack(1)"]),
        ("S1 S8.1 O2.8 I3.2", "SOI", ["3 PO-2"], ["shipment_unit(1)"]),
    ],
)  # fmt: skip
def test_a_tree_of_any_order_becomes_lines_and_units(tree, levels, lines, units) -> None:
    entry = read_tree(tree)
    message = entry.result.message
    assert message.levels_as_found == levels
    assert message.structure_as_sent == "x12:1005:0001"
    assert [
        f"{line.line_id} {line.order.order_number if line.order else None}" for line in message.lines
    ] == lines
    assert [shape(unit) for unit in message.units] == units
    assert lost_elements(entry) == []


def test_the_quantity_of_an_item_is_counted_once_where_its_packs_stand_below_it() -> None:
    entry = read_text(
        "BSN*00*SHIP-1*20260110*0930*0002", "HL*1**S", "HL*2*1*O", "PRF*PO-1", "HL*3*2*I", "LIN*1*BP*A",
        "SN1**100*EA", "HL*4*3*P", "SN1**60*EA", "HL*5*3*P", "SN1**40*EA", "CTT*5*100",
    )  # fmt: skip
    message = entry.result.message
    assert [str(line.quantity.value) for line in message.lines] == ["100"]
    contents = [content for unit in message.units for content in unit.contents]
    assert [(content.line_key, str(content.quantity.value)) for content in contents] == [(1, "60"), (1, "40")]
    assert entry.result.problems == ()


@pytest.mark.parametrize(
    ("tree", "code", "segment", "element"),
    [
        ("S1 O2.1 I2.1", "duplicate_level_id", 8, "HL01"),
        ("S1 O2.7 I3.2", "parent_level_missing", 5, "HL02"),
        ("S1 O2.3 I3.2", "levels_in_a_circle", 8, "HL02"),
        ("S1 O2.2 I3.1", "levels_in_a_circle", 5, "HL02"),
    ],
)
def test_a_tree_that_is_none_is_refused_with_its_place(tree, code, segment, element) -> None:
    result = read_tree(tree).result
    assert result.message is None
    told = [(p.code, p.position.segment, str(p.position)) for p in result.problems if p.severity == "fatal"]
    assert told == [(code, segment, element)]


def test_each_circle_is_told_once() -> None:
    result = read_tree("S1 O2.4 P3.2 P4.3 I5.4 I6.5 I7.7").result
    assert [p.code for p in result.problems if p.severity is Severity.FATAL] == ["levels_in_a_circle"] * 2


def test_more_levels_than_any_shipment_has_are_refused_without_recursion() -> None:
    def chain(count: int) -> str:
        return "S1 " + " ".join(f"P{n}.{n - 1}" for n in range(2, count + 1))

    assert read_tree(chain(DEEPEST)).result.message is not None
    refused = read_tree(chain(5000)).result
    assert refused.message is None
    assert [p.code for p in refused.problems if p.severity is Severity.FATAL] == ["levels_too_deep"]


def test_a_level_that_names_no_parent_hangs_from_the_shipment_and_is_told() -> None:
    result = read_tree("S1 O2 I3.2").result
    assert [line.line_id for line in result.message.lines] == ["3"]
    warned = [(p.code, p.severity) for p in result.problems if p.severity is not Severity.NOTE]
    assert warned == [("level_without_parent", Severity.WARNING)]


def test_levels_that_hold_nothing_are_kept_whole_and_told() -> None:
    entry = read_text(
        "BSN*00*SHIP-1*20260110*0930*0001", "HL*1**S", "HL*2*1*O", "PRF*PO-EMPTY", "REF*DP*0042", "HL*3*1*P",
        "LIN**BP*A", "SN1**6*EA", "HL*4*3*O", "PRF*PO-2", "HL*5*4*I", "LIN*1*BP*A", "SN1**6*EA", "PRF*PO-3",
        "HL*6*1*F", "LIN**VN*PART", "CTT*6",
    )  # fmt: skip
    message = entry.result.message
    assert lost_elements(entry) == []
    assert [line.order.order_number for line in message.lines] == ["PO-3"]
    assert [(one.tag, one.owner_id) for one in message.extensions] == [
        ("HL", "2"), ("PRF", "2"), ("REF", "2"), ("PRF.1", "4"), ("HL", "6"), ("LIN", "6"),
    ]  # fmt: skip
    assert sorted(p.code for p in entry.result.problems) == [
        "level_without_items", "level_without_items", "quantity_without_item",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mark", "sscc", "told"),
    [
        ("GM*00306141410000000013", "306141410000000013", []),
        ("GM*306141410000000013", "306141410000000013", []),
        ("AA*306141410000000013", "306141410000000013", []),
        ("AA*00306141410000000014", "306141410000000014", ["check_digit"]),
        ("GM*30614141000000001", None, ["not_an_sscc"]),
        ("GM*01306141410000000013", None, ["not_an_sscc"]),
        ("GM*00306141410000000013*00306141410000000020", None, []),
        ("UC*10614141000033", None, []),
    ],
)
def test_an_sscc_has_18_digits_with_or_without_its_application_identifier(mark, sscc, told) -> None:
    entry = read_text("BSN*00*SHIP-1*20260110*0930", "HL*1**S", "HL*2*1*P", f"MAN*{mark}")
    (unit,) = entry.result.message.units
    assert unit.kind is UnitKind.PACK
    assert unit.sscc == sscc
    assert unit.marks[0].first == mark.split("*")[1]
    assert [p.code for p in entry.result.problems] == told


@pytest.mark.parametrize(("count", "fatal"), [("4", []), ("2", []), ("3", ["line_count_mismatch"])])
def test_the_count_may_be_that_of_levels_or_that_of_lines(count: str, fatal: list[str]) -> None:
    entry = read_text(*body("S1 O2.1 I3.2 I4.2").splitlines(), f"CTT*{count}")
    assert [p.code for p in entry.result.problems if p.severity is Severity.FATAL] == fatal


def test_what_an_order_level_says_holds_for_its_lines_before_their_own() -> None:
    entry = read_text(
        "BSN*00*SHIP-1*20260110*0930", "HL*1**S", "HL*2*1*O", "PRF*PO-1", "REF*DP*1", "N1*BY*Store*92*7", "HL*3*2*I",
        "LIN*1*BP*A", "SN1**1*EA", "REF*DP*2", "HL*4*2*I", "LIN*2*BP*A", "SN1**1*EA",
    )  # fmt: skip
    first, second = entry.result.message.lines
    assert [reference.number for reference in first.references] == ["1", "2"]
    assert [reference.number for reference in second.references] == ["1"]
    assert [party.name for party in second.parties] == ["Store"]
