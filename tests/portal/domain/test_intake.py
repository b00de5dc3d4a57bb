"""Orders from messages: sides, key, facts, and everything that makes a message wait."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import msgspec
import pytest
from sqlalchemy import func, select

from causeway.gateway.canonical.header import Purpose
from causeway.gateway.canonical.intake import Applied
from causeway.gateway.canonical.parties import Identifier
from causeway.gateway.canonical.quantities import Price, Quantity
from causeway.portal.domain.orders.facts import line_of
from causeway.portal.domain.orders.models import Order, OrderLine, OrderLineVersion, OrderSchedule
from causeway.portal.domain.orders.queries import get_order, timeline
from causeway.tenants import db
from causeway.tenants.ids import new_id
from tests.builders.answers import stored_lines
from tests.builders.orders import a_distributors_order, a_purchase_order, changed_to
from tests.builders.trade import GTIN, add_message


def test_own_systems_order_is_a_purchase_order_of_the_named_supplier(trade):
    order_id = trade.place(a_purchase_order(order_number="PO-7").with_line().build())
    with trade.supplier() as session:
        page = get_order(session, order_id)
        assert page.order.direction == "purchase"
        assert (page.order.buyer_id, page.order.seller_id) == (trade.world.own_id, trade.world.supplier_id)
        assert page.order.partner_id == trade.world.supplier_id
        assert page.order.state == "to_confirm"
        assert session.get_one(Order, (trade.world.tenant_id, order_id)).plant_code == "P1"
        assert page.order.amount == Decimal(250)
        assert page.order.answer_agreement_id == trade.own_agreement_id
        assert page.may_answer
        [line] = page.lines
        [row] = stored_lines(session, order_id)
        assert (row.item_id, row.base_quantity) == (trade.item_id, Decimal(100))
        assert line.row.requested_date == dt.date(2026, 12, 10)
        assert [s.quantity for s in line.schedules] == [Decimal(100)]
        assert [e.kind for e in timeline(session, order_id)] == ["order.received"]


def test_distributors_order_is_a_replenishment_order_that_staff_answer(trade):
    ids = (Identifier("seller", "M-100"), Identifier("buyer", "their-own"))
    order_id = trade.place(a_distributors_order().with_line(ids=ids).build(), distributor=True)
    with trade.staff() as session:
        page = get_order(session, order_id)
        assert page.order.direction == "replenishment"
        assert (page.order.buyer_id, page.order.partner_id) == (trade.world.distributor_id,) * 2
        assert page.order.seller_id == trade.world.own_id
        assert stored_lines(session, order_id)[0].item_id == trade.item_id
        assert page.may_answer
    with db.unit_of_work(trade.distributor_person) as session:
        assert not get_order(session, order_id).may_answer


def test_facts_keep_versions_schedules_and_source(trade):
    first, second = dt.date(2026, 12, 10), dt.date(2026, 12, 17)
    order = a_purchase_order().with_line(quantity=100, schedules=((60, first), (40, second))).build()
    order_id = trade.place(order)
    with trade.staff() as session:
        line = session.scalars(select(OrderLine).where(OrderLine.order_id == order_id)).one()
        version = session.scalars(select(OrderLineVersion).where(OrderLineVersion.order_id == order_id)).one()
        schedules = session.scalars(
            select(OrderSchedule).where(OrderSchedule.order_id == order_id).order_by(OrderSchedule.sequence)
        ).all()
        assert (version.version, version.quantity, version.unit_numerator) == (1, Decimal(100), 1)
        assert [(s.quantity, s.requested_date) for s in schedules] == [(60, first), (40, second)]
        assert line.requested_date == first
        assert line_of(line.source) == order.lines[0]


def test_same_message_twice_has_one_effect(trade):
    order = a_purchase_order().with_line().build()
    message_id = new_id()
    with trade.staff() as session:
        add_message(session, trade.context(message_id))
    first = trade.receive(order, message_id=message_id)
    assert trade.receive(order, message_id=message_id) == first
    with trade.staff() as session:
        assert session.scalar(select(func.count()).select_from(Order)) == 1
        assert len(timeline(session, first.subject_id)) == 1


def test_same_order_in_another_message_is_held(trade):
    order = a_purchase_order(order_number="PO-9").with_line().build()
    order_id = trade.place(order)
    held = trade.hold(order)
    assert held.reason == "order_exists"
    assert (held.subject_id, held.data["number"]) == (order_id, "PO-9")


def test_another_release_is_another_order(trade):
    blanket = a_purchase_order(order_number="B-1", release_number="001").with_line()
    first = trade.place(blanket.build())
    assert trade.place(blanket.having(release_number="002").build()) != first


def test_the_same_order_at_the_same_moment_is_taken_once(trade):
    order = a_purchase_order().with_line().build()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: trade.receive(order), range(4)))
    assert sum(isinstance(answer, Applied) for answer in answers) == 1
    assert {getattr(a, "reason", "order_exists") for a in answers} == {"order_exists"}


def test_duplicate_is_linked_and_changes_nothing(trade):
    order = a_purchase_order().with_line().build()
    order_id = trade.place(order)
    copy = changed_to(order, Purpose.DUPLICATE, lines=())
    assert trade.place(copy) == order_id
    with trade.staff() as session:
        page = get_order(session, order_id)
        assert (page.order.version, len(page.lines)) == (1, 1)
        assert [e.kind for e in timeline(session, order_id)] == ["order.received", "order.duplicate_linked"]


def test_duplicate_of_nothing_is_held(trade):
    order = changed_to(a_purchase_order().with_line().build(), Purpose.DUPLICATE)
    assert trade.hold(order).reason == "order_unknown"


def test_two_lines_with_one_number_are_held_and_named(trade):
    held = trade.hold(a_purchase_order().with_line("10").with_line("10").build())
    assert held.reason == "line_repeated"
    assert held.data["lines"] == [{"line": "10"}]


def test_every_line_that_is_wrong_is_named(trade):
    order = a_purchase_order().with_line(quantity=0).with_line(quantity=-3).with_line(quantity="1.1234567")
    held = trade.hold(order.build())
    assert held.reason == "quantity_not_positive"
    assert [line["line"] for line in held.data["lines"]] == ["1", "2"]
    assert held.data["also"] == ["number_too_long"]


def test_deliveries_that_do_not_add_up_are_held(trade):
    day = dt.date(2026, 12, 1)
    held = trade.hold(a_purchase_order().with_line(quantity=10, schedules=((4, day), (5, day))).build())
    assert held.reason == "schedule_sum"
    assert held.data["lines"] == [{"line": "1", "sum": "9", "ordered": "10"}]


def test_order_without_a_seller_is_held(trade):
    assert trade.hold(a_purchase_order(parties=()).with_line().build()).reason == "seller_missing"


def test_supplier_may_not_place_an_order(trade):
    from dataclasses import replace

    from causeway.portal.domain.orders import intake

    with trade.staff() as session:
        message_id = add_message(session, trade.context(new_id()))
        context = replace(trade.context(message_id), sender_id=trade.world.supplier_id, sender_is_own=False)
        held = intake.receive_order(session, a_distributors_order().with_line().build(), context)
    assert held.reason == "sender_may_not_order"


def test_article_named_in_words_only_is_taken_without_an_item(trade):
    order_id = trade.place(a_purchase_order().with_line(ids=()).build())
    with trade.staff() as session:
        row = stored_lines(session, order_id)[0]
        assert (row.item_id, row.description) == (None, "轴承 6204")


def test_gtin_names_the_item(trade):
    order_id = trade.place(a_purchase_order().with_line(ids=(Identifier("gtin", GTIN),)).build())
    with trade.staff() as session:
        assert stored_lines(session, order_id)[0].item_id == trade.item_id


def test_two_thousand_lines_are_one_order(trade):
    builder = a_purchase_order()
    for _ in range(2000):
        builder.with_line()
    order_id = trade.place(builder.build())
    with trade.staff() as session:
        order = get_order(session, order_id).order
        assert (order.line_count, order.amount) == (2000, Decimal(500000))


@pytest.mark.parametrize(
    ("quantity", "price"),
    [("999999999", "9999999999999"), ("9999999999999", "9999999999999.999999")],
    ids=["past the column", "past the digits that are calculated with"],
)
def test_an_amount_that_cannot_be_kept_waits_for_a_person(trade, quantity, price):
    held = trade.hold(a_purchase_order().with_line(quantity=quantity, price=price).build())
    assert (held.reason, [line["line"] for line in held.data["lines"]]) == ("number_too_long", ["1"])


def test_amounts_that_cannot_be_kept_together_wait_for_a_person(trade):
    order = a_purchase_order()
    for _ in range(2):
        order = order.with_line(quantity="9000000", price="1000000")
    assert trade.hold(order.build()).reason == "number_too_long"


def test_a_price_for_an_amount_that_cannot_be_kept_waits_for_a_person(trade):
    price = Price(Decimal(2), per=Quantity(Decimal("0.0000001")))
    order = a_purchase_order().with_line().build()
    line = msgspec.structs.replace(order.lines[0], price=price)
    assert trade.hold(msgspec.structs.replace(order, lines=(line,))).reason == "number_too_long"
