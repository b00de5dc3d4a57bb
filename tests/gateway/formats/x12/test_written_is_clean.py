"""The quick check while writing never says yes where a reading of the same bytes finds an error; round trips by chance."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.gateway.canonical.header import MessageHeader, Purpose, Standard
from causeway.gateway.canonical.items import Description, Item
from causeway.gateway.canonical.orders import (
    ChangeKind,
    LineAction,
    Order,
    OrderChange,
    OrderChangeLine,
    OrderLine,
    OrderType,
)
from causeway.gateway.canonical.parties import Identifier, Party, PartyRole
from causeway.gateway.canonical.quantities import Price, Quantity
from causeway.gateway.canonical.references import OrderReference
from causeway.gateway.canonical.times import Moment, Window
from causeway.gateway.formats.base import NotWritableError, Severity
from causeway.gateway.formats.x12 import (
    Delimiters,
    GroupContent,
    ReadOptions,
    SetContent,
    WriteOptions,
    find_guide,
    read_envelope,
    validate,
    write_interchange,
)
from causeway.gateway.formats.x12.documents import WRITERS
from causeway.gateway.formats.x12.guides import functional_id_of
from causeway.gateway.formats.x12.guides.clean import is_clean

from .support import MESSAGE_ID, interchange, read_one, read_sets, spec_for
from .test_golden import CASES, options_of
from .test_round_trip import as_said

SETS = [
    (case.name, entry.set)
    for case in CASES
    for entry in read_sets(read_envelope((case / "in.edi").read_bytes(), options_of(case)), options_of(case))
    if entry.guide is not None and case.name in ("plain", "everything")
]


def mutated(segments: list[list[str]], chance: random.Random) -> list[list[str]]:
    """The segments with one thing changed between ST and SE: what a writer could get wrong."""
    changed = [list(segment) for segment in segments]
    at = chance.randrange(1, len(changed) - 1)
    way = chance.randrange(6)
    if way == 0:
        del changed[at]
    elif way == 1:
        changed.insert(at, list(changed[chance.randrange(1, len(changed) - 1)]))
    elif way == 2:
        changed[at] += ["X"] * chance.randrange(1, 30)
    else:
        element = chance.randrange(1, len(changed[at])) if len(changed[at]) > 1 else 0
        if element:
            changed[at][element] = chance.choice(["", "X" * 90, "1", "20261340", "-", "QQ"])
    while not changed[at][-1]:
        changed[at].pop()
    return changed


@settings(max_examples=150, deadline=None)
@given(chance=st.randoms(use_true_random=False), index=st.integers(0, len(SETS) - 1))
def test_what_the_quick_check_passes_a_reading_passes_too(chance: random.Random, index: int) -> None:
    _, member = SETS[index]
    version = "004010"
    segments = mutated(member.segments, chance)
    body = "\n".join("*".join(segment) for segment in segments[1:-1])
    functional_id = functional_id_of(member.set_id) or ""
    data = interchange(body, version=version, set_id=member.set_id, functional_id=functional_id)
    [group] = read_envelope(data).interchanges[0].groups
    [again] = group.sets
    guide = find_guide(member.set_id, version)
    assert guide is not None
    severe = {problem.code for problem in validate(again, guide, ReadOptions()) if _is_severe(problem)}
    if is_clean(guide, again.segments, ">"):
        assert not severe


def _is_severe(problem) -> bool:
    return problem.severity in (Severity.ERROR, Severity.FATAL)


def test_the_quick_check_says_yes_to_what_is_plain() -> None:
    for name, member in SETS:
        guide = find_guide(member.set_id, "004010")
        if name == "plain":
            assert is_clean(guide, member.segments, member.delimiters.component), member.set_id


texts = st.text("ABCdef 123-/éß中", min_size=1, max_size=20).map(str.strip).filter(bool)
days = st.dates(dt.date(2000, 1, 1), dt.date(2069, 12, 31))
numbers = st.decimals(min_value=0, max_value=10**6, places=2).map(lambda value: Decimal(format(value, "f")))
quantities = st.builds(lambda value: Quantity(value, "EA", "x12:355:EA"), numbers)
windows = st.builds(lambda a, b: Window(Moment(min(a, b)), Moment(max(a, b))), days, days)
parties = st.builds(
    lambda name, code: Party(PartyRole.SHIP_TO, "x12:98:ST", (Identifier("assigned_by_buyer", code),), name),
    texts,
    st.text("AB12", min_size=2, max_size=10),
)
items = st.builds(
    lambda code, text: Item((Identifier("buyer", code),), (Description(text),) if text else ()),
    st.text("AB12-", min_size=1, max_size=20),
    st.none() | texts,
)
lines = st.lists(
    st.builds(
        lambda item, quantity, price, window: {
            "item": item,
            "quantity": quantity,
            "price": None if price is None else Price(price),
            "requested_delivery": window,
        },
        items,
        quantities,
        st.none() | numbers,
        st.none() | windows,
    ),
    max_size=5,
)


def header(document: str) -> MessageHeader:
    return MessageHeader("order/1", MESSAGE_ID, Standard.WEB, "1", document)


def sent_and_read(message, document: str, version: str):
    result = WRITERS[document](message, WriteOptions(version=version))
    assert result.losses == ()
    base = spec_for(read_envelope(interchange("BEG*00*SA*1**20260105")).interchanges[0])
    group = GroupContent(
        functional_id_of(document) or "", "1", version, [SetContent(document, "0001", result.segments)]
    )
    return read_one(write_interchange([group], base)).result.message


@settings(max_examples=30, deadline=None)
@given(parts=lines, party=parties, day=days, version=st.sampled_from(["004010", "005010"]))
def test_a_generated_order_comes_back(parts, party, day, version) -> None:
    order = Order(
        header=header("850"),
        order_number="4500001001",
        order_type=OrderType.STANDALONE,
        order_date=day,
        purpose=Purpose.ORIGINAL,
        parties=(party,),
        lines=tuple(OrderLine(at, line_id=str(at), **part) for at, part in enumerate(parts, 1)),
    )
    if not parts:  # an 850 without lines is none
        with pytest.raises(NotWritableError):
            sent_and_read(order, "850", version)
        return
    read = sent_and_read(order, "850", version)
    for name in ("order_number", "order_date", "purpose", "parties", "lines"):
        assert as_said(getattr(read, name)) == as_said(getattr(order, name))


@settings(max_examples=30, deadline=None)
@given(parts=lines, party=parties, day=days, version=st.sampled_from(["003040", "004010", "005010"]))
def test_a_generated_change_comes_back(parts, party, day, version) -> None:
    change = OrderChange(
        header=header("860"),
        order=OrderReference("4500001001", "7", None, day),
        change_sequence="2",
        change_date=day,
        change_kind=ChangeKind.CHANGE,
        order_type=OrderType.NEW,
        purpose=Purpose.CHANGE,
        parties=(party,),
        lines=tuple(
            OrderChangeLine(
                position=at,
                line_id=str(at),
                action=LineAction.CHANGE,
                action_as_sent="x12:670:CA",
                quantity_sent=part["quantity"],
                **part,
            )
            for at, part in enumerate(parts, 1)
        ),
    )
    read = sent_and_read(change, "860", version)
    for name in ("order", "change_sequence", "change_date", "change_kind", "parties", "lines"):
        assert as_said(getattr(read, name)) == as_said(getattr(change, name))


def test_a_delimiter_in_data_is_found_on_the_quick_way_too() -> None:
    spec = spec_for(read_envelope(interchange("BEG*00*SA*1**20260105")).interchanges[0])
    for mark in (Delimiters().element, Delimiters().terminator, ":", "\n"):
        segments = [["BEG", "00", "SA", f"4{mark}5", "", "20260105"], ["PO1", "1", "1", "EA"]]
        with pytest.raises(NotWritableError) as refused:
            write_interchange(
                [GroupContent("PO", "1", "004010", [SetContent("850", "1234", segments)])], spec
            )
        assert [(p.code, str(p.position)) for p in refused.value.problems] == [("delimiter_in_data", "BEG03")]
