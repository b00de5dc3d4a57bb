"""A buyer's change: a new version with its differences; only what changed loses its answer."""

import datetime as dt
from decimal import Decimal

import msgspec
import pytest
from sqlalchemy import select

from causeway.gateway.canonical.header import Purpose
from causeway.gateway.canonical.orders import ChangeKind, LineAction, QuantityMeaning
from causeway.gateway.canonical.parties import Identifier
from causeway.portal.domain.orders.answers import Answer, AnswerAction
from causeway.portal.domain.orders.models import OrderLineVersion
from causeway.portal.domain.orders.queries import changes_since, get_order, timeline
from causeway.portal.domain.orders.service import respond, undo_response
from tests.builders.answers import rows_of
from tests.builders.orders import a_change_of, a_header, a_purchase_order, changed_to, on

DAY = dt.date(2026, 12, 10)
LATER = dt.date(2026, 12, 24)
# Times on the wire have no zone.
at = dt.datetime.fromisoformat


@pytest.fixture
def order():
    return a_purchase_order().with_line("1").with_line("2", quantity=50).with_line("3").build()


def answer_all(trade, order_id):
    with trade.supplier() as session:
        return respond(session, order_id, Answer(AnswerAction.ACCEPT_ALL), expected_version=1)


def page_of(trade, order_id):
    with trade.staff() as session:
        return get_order(session, order_id)


def states(page):
    return {line.row.line_key: line.row.state for line in page.lines}


def with_lines(order, **quantities):
    lines = [
        msgspec.structs.replace(
            line,
            quantity=msgspec.structs.replace(
                line.quantity, value=Decimal(quantities.get(f"l{line.line_id}", line.quantity.value))
            ),
        )
        for line in order.lines
    ]
    return msgspec.structs.replace(order, lines=tuple(lines))


def test_only_the_changed_line_loses_its_answer(trade, order):
    order_id = trade.place(order)
    answer_all(trade, order_id)
    assert trade.place(changed_to(with_lines(order, l2=80), Purpose.REPLACE)) == order_id
    page = page_of(trade, order_id)
    assert states(page) == {"1": "confirmed", "2": "changed", "3": "confirmed"}
    assert (page.order.state, page.order.version) == ("changed", 2)
    by_key = {line.row.line_key: line for line in page.lines}
    rows = {row.line_key: row for row in rows_of(trade, order_id)}
    assert rows["1"].confirmed_quantity == 100
    assert len(by_key["1"].confirmations) == 1
    assert (rows["2"].confirmed_quantity, list(by_key["2"].confirmations)) == (None, [])
    assert rows["2"].first_confirmed_quantity == 50
    change = {"line_key": "2", "action": "changed", "field": "quantity", "old": "50", "new": "80"}
    with trade.supplier() as session:
        assert changes_since(session, order_id, 1) == [change]
        assert changes_since(session, order_id, 2) == []
    assert by_key["2"].changes == [change]
    assert timeline_kinds(trade, order_id) == ["order.received", "order.answered", "order.changed"]


def timeline_kinds(trade, order_id):
    with trade.staff() as session:
        return [e.kind for e in timeline(session, order_id)]


def test_unanswered_line_that_changes_stays_to_confirm(trade, order):
    order_id = trade.place(order)
    trade.place(changed_to(with_lines(order, l2=80), Purpose.CHANGE))
    page = page_of(trade, order_id)
    assert set(states(page).values()) == {"to_confirm"}
    assert page.order.state == "to_confirm"


def test_replacement_cancels_what_it_does_not_repeat_and_adds_what_is_new(trade, order):
    order_id = trade.place(order)
    answer_all(trade, order_id)
    replaced = a_purchase_order(order_number=order.order_number).with_line("1").with_line("9", quantity=5)
    trade.place(changed_to(replaced.build(), Purpose.REPLACE))
    page = page_of(trade, order_id)
    assert states(page) == {"1": "confirmed", "2": "cancelled", "3": "cancelled", "9": "changed"}
    assert page.order.line_count == 2
    assert page.order.amount == Decimal("262.5")
    with trade.staff() as session:
        facts = session.execute(
            select(OrderLineVersion.action, OrderLineVersion.quantity).where(
                OrderLineVersion.order_id == order_id, OrderLineVersion.version == 2
            )
        ).all()
    assert sorted(map(tuple, facts)) == [("add", 5), ("cancel", 0), ("cancel", 0)]


def test_change_that_repeats_some_lines_leaves_the_others(trade, order):
    order_id = trade.place(order)
    some = msgspec.structs.replace(with_lines(order, l1=7), lines=with_lines(order, l1=7).lines[:1])
    trade.place(changed_to(some, Purpose.CHANGE))
    page = page_of(trade, order_id)
    assert {line.row.line_key: line.row.quantity for line in page.lines} == {"1": 7, "2": 50, "3": 100}


def test_cancelled_order_is_cancelled_whole_and_changes_no_more(trade, order):
    order_id = trade.place(order)
    trade.place(changed_to(order, Purpose.CANCEL))
    page = page_of(trade, order_id)
    assert (page.order.state, set(states(page).values())) == ("cancelled", {"cancelled"})
    assert timeline_kinds(trade, order_id)[-1] == "order.cancelled"
    again = changed_to(order, Purpose.REPLACE, written=at("2026-11-05T09:00"))
    assert trade.hold(again).reason == "order_cancelled"


def test_change_before_its_order_is_held(trade, order):
    assert trade.hold(changed_to(order, Purpose.CHANGE)).reason == "order_unknown"
    assert trade.hold(a_change_of(order).build()).reason == "order_unknown"


def test_change_that_is_older_than_the_last_one_is_held(trade, order):
    order_id = trade.place(order)
    newer, older = at("2026-11-05T09:00"), at("2026-11-04T09:00")
    trade.place(changed_to(with_lines(order, l2=80), Purpose.REPLACE, written=newer))
    held = trade.hold(changed_to(with_lines(order, l2=90), Purpose.REPLACE, written=older))
    assert (held.reason, held.subject_id) == ("change_out_of_order", order_id)
    tie = trade.hold(changed_to(with_lines(order, l2=90), Purpose.REPLACE, written=newer))
    assert tie.reason == "change_out_of_order"
    assert page_of(trade, order_id).order.version == 2


def test_sequence_of_changes_decides_as_a_number(trade, order):
    order_id = trade.place(order)

    def change(sequence, total):
        return (
            a_change_of(order, change_sequence=sequence)
            .with_line("1", LineAction.QUANTITY_INCREASE, new_quantity=total)
            .build()
        )

    trade.place(change("9", 110))
    trade.place(change("10", 120))
    assert trade.hold(change("9", 130)).reason == "change_out_of_order"
    assert page_of(trade, order_id).lines[0].row.quantity == 120


def test_same_change_twice_has_one_effect(trade, order):
    from causeway.tenants.ids import new_id
    from tests.builders.trade import add_message

    order_id = trade.place(order)
    message_id = new_id()
    with trade.staff() as session:
        add_message(session, trade.context(message_id))
    change = changed_to(with_lines(order, l2=80), Purpose.REPLACE)
    first = trade.receive(change, message_id=message_id)
    assert trade.receive(change, message_id=message_id) == first
    assert page_of(trade, order_id).order.version == 2


def test_change_by_actions_touches_what_each_action_says(trade, order):
    order_id = trade.place(order)
    change = (
        a_change_of(order)
        .with_line("1", LineAction.DATES, quantity=999, requested=LATER)
        .with_line("2", LineAction.DELETE)
        .with_line("4", LineAction.ADD, quantity=12, buyer="M-100", requested=DAY)
        .build()
    )
    trade.place(change)
    page = page_of(trade, order_id)
    rows = {line.row.line_key: line.row for line in page.lines}
    assert (rows["1"].quantity, rows["1"].requested_date) == (100, LATER)
    assert rows["2"].state == "cancelled"
    assert (rows["4"].quantity, rows_of(trade, order_id)[-1].item_id) == (12, trade.item_id)
    assert (rows["3"].version, rows["1"].version) == (1, 2)
    with trade.supplier() as session:
        changes = changes_since(session, order_id, 1)
    told = {(c["line_key"], c["action"], c["field"]) for c in changes}
    assert told == {
        ("1", "changed", "requested_date"),
        ("2", "cancelled", "quantity"),
        ("4", "added", "quantity"),
    }


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (("1", LineAction.QUANTITY_INCREASE), "change_quantity_unknown"),
        (("8", LineAction.CHANGE), "line_unknown"),
        (("1", LineAction.ADD), "line_exists"),
        ((None, LineAction.CHANGE), "line_unidentified"),
        (("1", LineAction.TRANSFER), "change_action_unsupported"),
    ],
)
def test_change_that_is_not_certain_is_held(trade, order, line, reason):
    order_id = trade.place(order)
    held = trade.hold(a_change_of(order).with_line(*line).build())
    assert (held.reason, held.subject_id) == (reason, order_id)
    assert page_of(trade, order_id).order.version == 1


def test_one_line_changed_twice_in_one_message_is_held(trade, order):
    trade.place(order)
    change = a_change_of(order)
    for total in (7, 8):
        change.with_line("1", LineAction.CHANGE, quantity=total, means=QuantityMeaning.NEW_TOTAL)
    assert trade.hold(change.build()).reason == "line_repeated"


def test_header_only_change_touches_every_line(trade, order):
    lines = tuple(msgspec.structs.replace(line, requested_delivery=None) for line in order.lines)
    order = msgspec.structs.replace(order, lines=lines, requested_delivery=on(DAY))
    order_id = trade.place(order)
    answer_all(trade, order_id)
    trade.place(a_change_of(order, requested_delivery=on(LATER)).build())
    page = page_of(trade, order_id)
    assert set(states(page).values()) == {"changed"}
    assert {line.row.requested_date for line in page.lines} == {LATER}


def test_cancelled_line_does_not_come_back(trade, order):
    trade.place(order)
    trade.place(a_change_of(order).with_line("2", LineAction.DELETE).build())
    again = a_change_of(order, change_sequence="2").with_line("2", LineAction.ADD, buyer="M-100")
    assert trade.hold(again.build()).reason == "line_cancelled"


def test_change_to_another_seller_is_held(trade, order):
    trade.place(order)
    with trade.staff() as session:
        from causeway.portal.domain.codes.models import CodeKind
        from causeway.portal.domain.codes.service import Code, add_entry

        code = Code(CodeKind.PARTY, trade.world.own_id, "assigned_by_buyer", "V-2")
        add_entry(session, code, target_id=trade.world.other_supplier_id)
    other = a_purchase_order(order_number=order.order_number).from_seller(
        Identifier("assigned_by_buyer", "V-2")
    )
    assert trade.hold(changed_to(other.with_line("1").build(), Purpose.REPLACE)).reason == "partner_changed"


def test_change_written_before_its_order_is_held(trade, order):
    order = msgspec.structs.replace(order, header=a_header(written=at("2026-11-04T09:00")))
    trade.place(order)
    early = changed_to(order, Purpose.CHANGE, written=at("2026-11-04T08:59"))
    assert trade.hold(early).reason == "change_out_of_order"


def test_change_of_seller_proposal_is_held(trade, order):
    trade.place(order)
    change = a_change_of(order, change_kind=ChangeKind.CONFIRM_SELLERS_CHANGE).build()
    assert trade.hold(change).reason == "change_kind_unsupported"


@pytest.mark.parametrize(
    ("purpose", "left"),
    [
        (Purpose.CHANGE, {"1": "to_confirm", "2": "to_confirm", "3": "to_confirm", "9": "to_confirm"}),
        (Purpose.REPLACE, {"1": "to_confirm", "2": "cancelled", "3": "cancelled", "9": "to_confirm"}),
        (Purpose.CANCEL, {"1": "cancelled", "2": "cancelled", "3": "cancelled"}),
    ],
    ids=["changed", "replaced", "cancelled"],
)
def test_answer_can_be_taken_back_after_the_buyer_changed_the_order(trade, order, purpose, left):
    order_id = trade.place(order)
    answer_all(trade, order_id)
    changed = a_purchase_order(order_number=order.order_number).with_line("1", price="3.75").with_line("9")
    trade.place(changed_to(changed.build(), purpose))
    with trade.supplier() as session:
        undo_response(session, order_id, 1)
    assert states(page_of(trade, order_id)) == left
