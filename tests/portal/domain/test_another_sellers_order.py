"""A message that names another seller than the order of its number has stays behind the wall of neither."""

import msgspec
import pytest

from causeway.gateway.canonical.header import Purpose
from causeway.gateway.canonical.parties import Identifier
from causeway.portal.domain.codes.models import CodeKind
from causeway.portal.domain.codes.service import Code, add_entry
from causeway.portal.domain.orders.queries import get_order
from tests.builders.orders import a_change_of, a_purchase_order, changed_to

OTHER = Identifier("assigned_by_buyer", "V-2")


@pytest.fixture
def order(trade):
    """An order that the first supplier has; the buyer's code of a second supplier is known."""
    with trade.staff() as session:
        code = Code(CodeKind.PARTY, trade.world.own_id, OTHER.scheme, OTHER.value)
        add_entry(session, code, target_id=trade.world.other_supplier_id)
    placed = a_purchase_order().with_line().build()
    trade.place(placed)
    return placed


def to_the_other(order, **fields):
    other = a_purchase_order(order_number=order.order_number).from_seller(OTHER)
    return other.having(**fields).with_line().build()


def test_a_new_order_of_a_taken_number_is_not_shown_to_the_seller_of_the_first(trade, order):
    held = trade.hold(to_the_other(order))
    assert held.reason == "order_exists"
    assert (held.partner_id, held.subject_id) == (None, None)


@pytest.mark.parametrize(
    "purpose", [Purpose.CHANGE, Purpose.REPLACE, Purpose.CANCEL, Purpose.DUPLICATE], ids=lambda p: p.value
)
def test_whatever_it_wants_of_the_order_it_is_held_and_shown_to_nobody_else(trade, order, purpose):
    held = trade.hold(changed_to(to_the_other(order), purpose))
    assert held.reason == "partner_changed"
    assert (held.partner_id, held.subject_id) == (None, None)


def test_a_cancellation_that_names_another_seller_cancels_nothing(trade, order):
    trade.hold(changed_to(to_the_other(order), Purpose.CANCEL))
    order_id = trade.hold(order).subject_id
    with trade.staff() as session:
        assert get_order(session, order_id).order.state == "to_confirm"


def test_a_change_that_names_another_seller_is_shown_to_nobody_else(trade, order):
    change = msgspec.structs.replace(a_change_of(order).build(), parties=to_the_other(order).parties)
    held = trade.hold(change)
    assert held.reason == "partner_changed"
    assert (held.partner_id, held.subject_id) == (None, None)


def test_a_seller_whom_nobody_knows_is_asked_about_before_the_order_is_touched(trade, order):
    unknown = a_purchase_order(order_number=order.order_number).from_seller(
        Identifier("assigned_by_buyer", "V-99")
    )
    held = trade.hold(changed_to(unknown.with_line().build(), Purpose.CANCEL))
    assert held.reason == "unmapped_codes"
    assert (held.partner_id, held.subject_id) == (None, None)
