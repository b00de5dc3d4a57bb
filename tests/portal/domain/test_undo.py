"""Taking an answer back: within ten seconds, while nothing of it has left."""

import pytest

from causeway.gateway.exchanges.models import Message
from causeway.portal.domain.orders import errors, service
from causeway.portal.domain.orders.answers import Answer, AnswerAction
from causeway.portal.domain.orders.queries import get_order
from causeway.tenants import clock
from tests.builders.answers import ACCEPT_ALL, answer, line, lines, page_of, part, rows_of, sent, timeline_of
from tests.builders.orders import a_purchase_order


def test_undo_restores_what_held_before(trade, order_id):
    response = answer(trade, order_id, ACCEPT_ALL)
    with trade.supplier() as session:
        assert get_order(session, order_id).undoable.id == response.id
        undone = service.undo_response(session, order_id, 1)
        assert (undone.version, undone.outcome) == (2, "withdrawn")
    page = page_of(trade, order_id)
    assert (page.order.state, page.order.response_version, page.order.confirmed_date) == (
        "to_confirm",
        2,
        None,
    )
    row = rows_of(trade, order_id)[0]
    assert (row.state, row.confirmed_quantity, row.first_confirmed_date) == ("to_confirm", None, None)
    assert (row.answer_id, row.answered_version) == (None, 0)
    assert page.lines[0].confirmations == []
    assert page.undoable is None
    assert [row.state for row, _ in sent(trade, order_id)] == ["cancelled"]
    answer(trade, order_id, ACCEPT_ALL)
    assert [row.state for row, _ in sent(trade, order_id)] == ["cancelled", "pending"]
    kinds = [e.kind for e in timeline_of(trade, order_id)]
    assert kinds == ["order.received", "order.answered", "order.answer_undone", "order.answered"]


def test_the_same_form_sent_again_after_the_undo_is_a_new_answer(trade, order_id):
    given = Answer(AnswerAction.ACCEPT_ALL, client_token="form-3")
    answer(trade, order_id, given)
    with trade.supplier() as session:
        service.undo_response(session, order_id, 1)
    assert answer(trade, order_id, given).outcome == "accepted"
    page = page_of(trade, order_id)
    assert (page.order.state, page.order.response_version) == ("confirmed", 3)
    assert [one.version for one in page.responses if one.client_token == "form-3"] == [3]


def test_undo_of_a_second_answer_keeps_the_first(trade, order_id):
    answer(trade, order_id, lines(line("1", part(100))))
    answer(trade, order_id, lines(line("2", part(50))))
    with trade.supplier() as session:
        service.undo_response(session, order_id, 2)
    page = page_of(trade, order_id)
    assert [view.row.state for view in page.lines] == ["confirmed", "to_confirm"]
    assert len(page.lines[0].confirmations) == 1
    with pytest.raises(errors.TooLateToUndoError), trade.supplier() as session:
        service.undo_response(session, order_id, 1)


def test_answer_that_left_cannot_be_undone(trade, order_id):
    response = answer(trade, order_id, ACCEPT_ALL)
    with trade.staff() as session:
        session.get_one(Message, (trade.world.tenant_id, response.outbound_id)).state = "sent"
    with pytest.raises(errors.TooLateToUndoError), trade.supplier() as session:
        service.undo_response(session, order_id, 1)
    assert page_of(trade, order_id).order.state == "confirmed"


def test_answer_without_a_document_can_be_undone_for_ten_seconds(trade):
    order_id = trade.place(a_purchase_order().with_line().build(), answer_wanted=False)
    answer(trade, order_id, ACCEPT_ALL)
    clock.configure(11)
    try:
        with pytest.raises(errors.TooLateToUndoError), trade.supplier() as session:
            service.undo_response(session, order_id, 1)
    finally:
        clock.configure(0)
    with trade.supplier() as session:
        service.undo_response(session, order_id, 1)
