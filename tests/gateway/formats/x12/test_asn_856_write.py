"""Ship notices that were built here or read, as they go out."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.gateway.canonical.header import MessageHeader, Purpose, Standard
from causeway.gateway.canonical.items import Item, Lot
from causeway.gateway.canonical.parties import Identifier, Party, PartyRole
from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.references import Note, NotePurpose, OrderReference
from causeway.gateway.canonical.shipments import (
    LogisticUnit,
    ShipNotice,
    ShipNoticeLine,
    UnitContent,
    UnitKind,
)
from causeway.gateway.canonical.times import Moment
from causeway.gateway.formats.base import NotWritableError
from causeway.gateway.formats.x12 import ReadOptions, WriteOptions
from causeway.gateway.formats.x12.coded import check_digit
from causeway.gateway.formats.x12.documents import WRITERS

from .support import MESSAGE_ID, interchange, read_one
from .test_round_trip import as_said, written

DAY = Moment(dt.date(2026, 3, 18), dt.time(9, 30))
EACH = "EA"


def a_line(key: int, amount: int, order: str | None = "PO-1", **more: Any) -> ShipNoticeLine:
    item = Item((Identifier("buyer", f"ART-{key}"),))
    reference = OrderReference(order) if order else None
    return ShipNoticeLine(key, item, Quantity(Decimal(amount), EACH), reference, str(key), **more)


def a_unit(unit_id: str, *contents: tuple[int, int | None], units=(), kind=UnitKind.CARTON) -> LogisticUnit:
    digits = f"{30614141000 + int(unit_id):017d}"
    inside = tuple(
        UnitContent(key, None if amount is None else Quantity(Decimal(amount), EACH))
        for key, amount in contents
    )
    return LogisticUnit(unit_id, kind, sscc=digits + check_digit(digits), contents=inside, units=units)


def a_notice(*lines: ShipNoticeLine, units=(), **more: Any) -> ShipNotice:
    header = MessageHeader("ship_notice/1", MESSAGE_ID, Standard.REST, "1", "ship_notice")
    return ShipNotice(
        header=header,
        purpose=Purpose.ORIGINAL,
        shipment_id="SH-1",
        notice_at=DAY,
        lines=lines,
        units=units,
        **more,
    )


def segments_of(message: ShipNotice) -> list[str]:
    return ["*".join(segment) for segment in WRITERS["856"](message, WriteOptions()).segments]


def read_again(message: ShipNotice) -> ShipNotice:
    entry = read_one(interchange("\n".join(segments_of(message)), functional_id="SH", set_id="856"))
    assert entry.result.problems == ()
    return entry.result.message


def test_a_notice_from_elsewhere_goes_out_by_order_and_carton() -> None:
    message = a_notice(
        a_line(1, 10), a_line(2, 4), a_line(3, 1, "PO-2"), units=(a_unit("7", (1, 10), (2, 4)),),
    )  # fmt: skip
    assert segments_of(message) == [
        "BSN*00*SH-1*20260318*0930*0001", "HL*1**S", "HL*2*1*O", "PRF*PO-1", "HL*3*2*P",
        "MAN*GM*00000000306141410075", "HL*4*3*I", "LIN*1*BP*ART-1", "SN1*1*10*EA", "HL*5*3*I", "LIN*2*BP*ART-2",
        "SN1*2*4*EA", "HL*6*1*O", "PRF*PO-2", "HL*7*6*I", "LIN*3*BP*ART-3", "SN1*3*1*EA", "CTT*7",
    ]  # fmt: skip


def test_a_carton_of_several_orders_stands_above_them() -> None:
    message = a_notice(a_line(1, 1), a_line(2, 2, "PO-2"), units=(a_unit("1", (1, 1), (2, 2)),))
    assert read_again(message).levels_as_found == "SPOI"


def test_a_line_in_several_cartons_is_an_item_in_each_and_its_rest_is_loose() -> None:
    line = a_line(1, 10, quantity_ordered=Quantity(Decimal(12), EACH))
    again = read_again(a_notice(line, units=(a_unit("1", (1, 6)), a_unit("2", (1, 3)))))
    assert [(one.line_id, int(one.quantity.value)) for one in again.lines] == [("1", 6), ("1", 3), ("1", 1)]
    assert [one.quantity_ordered is not None for one in again.lines] == [True, False, False]


@pytest.mark.parametrize(
    ("contents", "code"),
    [(((1, 6), (1, 5)), "contents_exceed_line"), (((1, None), (1, None)), "contents_without_quantity")],
)
def test_contents_that_contradict_their_line_are_not_written(contents, code) -> None:
    units = tuple(a_unit(str(n), content) for n, content in enumerate(contents, 1))
    with pytest.raises(NotWritableError) as refused:
        segments_of(a_notice(a_line(1, 10), units=units))
    assert [problem.code for problem in refused.value.problems] == [code]


def test_packs_below_items_are_written_where_the_structure_says_so() -> None:
    message = a_notice(
        a_line(1, 10), units=(a_unit("1", (1, 6)), a_unit("2", (1, 4))), structure_as_sent="x12:1005:0002"
    )
    again = read_again(message)
    assert again.levels_as_found == "SOIP"
    assert [int(line.quantity.value) for line in again.lines] == [10]
    assert [int(unit.contents[0].quantity.value) for unit in again.units] == [6, 4]


def test_what_an_856_has_no_place_for_is_told() -> None:
    note = Note(NotePurpose.GENERAL, "Careful")
    line = a_line(1, 1, notes=(note,), lots=(Lot("L1", best_before=DAY.date), Lot("L2", expiry=DAY.date)))
    result = WRITERS["856"](a_notice(line), WriteOptions())
    assert [(loss.position.tag, loss.value) for loss in result.losses] == [
        ("MSG", "Careful"), ("DTM", "2026-03-18"), ("DTM", "2026-03-18"),
    ]  # fmt: skip


def test_stores_of_one_order_keep_an_order_level_each() -> None:
    def store(number: str) -> tuple[Party, ...]:
        return (Party(PartyRole.BUYER, None, (Identifier("assigned_by_buyer", number),), f"Store {number}"),)

    message = a_notice(a_line(1, 1, parties=store("12")), a_line(2, 1, parties=store("13")))
    found = [text for text in segments_of(message) if text.startswith(("HL", "N1"))]
    assert found == [
        "HL*1**S", "HL*2*1*O", "N1*BY*Store 12*92*12", "HL*3*2*I", "HL*4*1*O", "N1*BY*Store 13*92*13", "HL*5*4*I",
    ]  # fmt: skip


@st.composite
def notices(draw: st.DrawFn) -> ShipNotice:
    """Lines of a few orders; some of them wholly in cartons, the cartons partly on pallets."""
    count = draw(st.integers(1, 6))
    orders = st.sampled_from(["PO-1", "PO-2", None])
    lines = tuple(a_line(key, draw(st.integers(1, 9)), draw(orders)) for key in range(1, count + 1))
    cartons: list[list[int]] = [[], [], []]
    for line in lines:
        at = draw(st.integers(0, 3))
        if at:
            cartons[at - 1].append(line.key)
    made = [
        a_unit(str(n), *((key, int(lines[key - 1].quantity.value)) for key in keys))
        for n, keys in enumerate(cartons, 1)
        if keys
    ]
    if draw(st.booleans()) and made:
        made = [a_unit("9", units=(made[0],), kind=UnitKind.PALLET), *made[1:]]
    return a_notice(*lines, units=tuple(made))


def _told(message: ShipNotice) -> tuple[Any, ...]:
    """Lines and units without keys and positions: what lies where, under which order."""
    names = {line.key: f"{line.line_id} {line.quantity.value} {line.order}" for line in message.lines}

    def unit(one: LogisticUnit) -> Any:
        return (
            one.sscc,
            sorted(names[c.line_key] for c in one.contents),
            sorted(map(unit, one.units), key=repr),
        )

    return sorted(names.values()), sorted(map(unit, message.units), key=repr)


@settings(max_examples=40, deadline=None)
@given(notices())
def test_a_generated_notice_is_read_again_as_it_was_meant(message: ShipNotice) -> None:
    assert _told(read_again(message)) == _told(message)


@st.composite
def trees(draw: st.DrawFn) -> str:
    """An 856 of one order of levels with a random tree in it, its ids in any order."""
    shape = draw(st.sampled_from(["SOPI", "SOTPI", "SOI", "SPOI", "SOIP", "SI", "STOPQI", "SPI"]))
    ids = draw(st.permutations(range(1, 31)))
    lines = ["BSN*00*SHIP-1*20260110*0930*0001"]
    body = {
        "S": ["REF*BM*8812"], "O": ["PRF*PO-{n}", "REF*IA*{n}", "N1*BY*S*92*00{n}"], "T": ["MAN*SM*{n}"],
        "P": ["MAN*CP*{n}"], "Q": ["MAN*UC*{n}"], "I": ["LIN*{n}*BP*ART-{n}", "SN1**{n}*EA", "DTM*036*20270101"],
    }  # fmt: skip

    def grow(depth: int, parent: str) -> None:
        if len(lines) > 100 or depth == len(shape):
            return
        for _ in range(1 if depth == 0 else draw(st.integers(1, 2))):
            if len(used) == len(ids):
                return
            used.append(ids[len(used)])
            node = str(used[-1])
            lines.append(f"HL*{node}*{parent}*{shape[depth]}")
            lines.extend(text.format(n=node) for text in body[shape[depth]])
            grow(depth + 1, node)

    used: list[int] = []
    grow(0, "")
    return "\n".join(lines)


@settings(max_examples=60, deadline=None)
@given(trees())
def test_a_generated_tree_comes_back_as_it_went(text: str) -> None:
    entry = read_one(interchange(text, functional_id="SH", set_id="856"))
    if entry.result.message is None:  # an order level without room for an item below it
        pytest.fail(str(entry.result.problems))
    if entry.result.message.extensions:
        return  # a level that was cut off before its items is told as lost, see the reader's tests
    result, data = written(entry, ReadOptions())
    assert result.losses == ()
    assert as_said(read_one(data).result.message) == as_said(entry.result.message)


def test_a_line_that_was_taken_away_leaves_the_others_extensions_where_they_belong() -> None:
    text = (
        "BSN*00*SHIP-1*20260110*0930*0004\nHL*1**S\nHL*2*1*O\nPRF*PO-1\nFOB*PP\nHL*3*2*I\nLIN*1*BP*A\nSN1*1*1*EA\n"
        "PWK*BL*EL\nHL*4*2*I\nLIN*2*BP*B\nSN1*2*1*EA\nPWK*CP*EL\nCTT*4"
    )
    entry = read_one(interchange(text, functional_id="SH", set_id="856"))
    message = entry.result.message
    entry.result = dataclasses.replace(
        entry.result, message=msgspec.structs.replace(message, lines=message.lines[1:])
    )
    result, data = written(entry, ReadOptions())
    found = [line.rstrip("~") for line in data.decode().splitlines()][3:-3]
    assert found == [
        "BSN*00*SHIP-1*20260110*0930*0004", "HL*1**S", "HL*2*1*O", "PRF*PO-1", "FOB*PP", "HL*3*2*I", "LIN*2*BP*B",
        "SN1**1*EA", "PWK*CP*EL", "CTT*3",
    ]  # fmt: skip
    assert result.losses == ()
