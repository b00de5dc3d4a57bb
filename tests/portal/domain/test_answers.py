"""The seller's answer: its rules line by line, its facts and projections, its document, its undo."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from causeway.gateway.canonical import orders as canonical
from causeway.gateway.canonical.header import Purpose
from causeway.gateway.canonical.parties import Identifier
from causeway.portal.domain.orders import errors, service
from causeway.portal.domain.orders.answers import (
    Answer,
    AnswerAction,
    ReasonCode,
)
from causeway.portal.domain.orders.models import Confirmation, Response
from causeway.portal.domain.orders.queries import get_order, timeline
from causeway.tenants import clock, db
from causeway.tenants.errors import DomainError, NotFoundError
from causeway.tenants.rules import Rule
from tests.builders.answers import (
    ACCEPT_ALL,
    BACKORDER,
    DAY,
    LATER,
    REJECT,
    answer,
    events_of,
    line,
    lines,
    page_of,
    part,
    rows_of,
    sent,
    timeline_of,
)
from tests.builders.orders import a_distributors_order, a_purchase_order, changed_to, on


def test_whole_order_is_accepted_in_one_action(trade, order_id):
    response = answer(trade, order_id, ACCEPT_ALL)
    assert (response.version, response.outcome, response.decision) == (1, "accepted", "accepted")
    assert response.rule == {
        "rule": "order.response.acceptance",
        "level": "built_in",
        "version": 1,
        "value": {"accept": "every_answer"},
    }
    page = page_of(trade, order_id)
    assert (page.order.state, page.order.confirmed_date) == ("confirmed", DAY)
    row = rows_of(trade, order_id)[0]
    assert (row.state, row.confirmed_quantity, row.confirmed_date) == ("confirmed", 100, DAY)
    assert (row.first_confirmed_quantity, row.first_confirmed_date) == (100, DAY)
    assert (row.answered_version, row.answer_id) == (1, response.id)


def test_answer_waits_in_the_outbox_for_ten_seconds(trade, order_id):
    before = clock.now()
    response = answer(trade, order_id, ACCEPT_ALL)
    [(row, message)] = sent(trade, order_id)
    assert row.id == response.outbound_id
    assert (row.state, row.document, row.business_number) == ("pending", "855", "PO-1")
    assert row.exchanged_with_id == trade.world.own_id
    assert row.partner_id == trade.world.supplier_id
    assert before + timedelta(seconds=10) <= row.not_before <= clock.now() + timedelta(seconds=10)
    assert message.response is canonical.Response.ACCEPTED
    assert message.order.order_number == "PO-1"
    assert [(one.line_id, len(one.confirmations)) for one in message.lines] == [("1", 1), ("2", 1)]


def test_order_that_did_not_want_a_document_gets_none(trade):
    order_id = trade.place(a_purchase_order().with_line().build(), answer_wanted=False)
    assert answer(trade, order_id, ACCEPT_ALL).outbound_id is None
    assert sent(trade, order_id) == []


def test_document_repeats_the_line_as_ordered_with_one_confirmation_for_each_delivery(trade):
    ids = (Identifier("buyer", "M-100"), Identifier("seller", "HC-6204"))
    order = a_purchase_order().with_line("7", ids=ids).with_line("8").build()
    order_id = trade.place(order)
    parts = (
        part(60),
        part(30, LATER, reason=ReasonCode.NO_CAPACITY),
        part(10, status=REJECT, reason=ReasonCode.NO_MATERIAL),
    )
    answer(trade, order_id, lines(line("7", *parts)))
    [(_, message)] = sent(trade, order_id)
    assert message.response is canonical.Response.ACCEPTED_WITH_CHANGES
    assert message.unlisted_lines is canonical.UnlistedLines.UNANSWERED
    [answered] = message.lines
    assert (answered.ordered.item, answered.ordered.quantity) == (
        order.lines[0].item,
        order.lines[0].quantity,
    )
    assert answered.ordered.price == order.lines[0].price
    status = canonical.LineStatus
    assert [(c.status, c.quantity.value, c.promised_delivery) for c in answered.confirmations] == [
        (status.ACCEPTED, 60, on(DAY)),
        (status.DATE_CHANGED, 30, on(LATER)),
        (status.REJECTED, 10, None),
    ]
    assert answered.confirmations[2].reason.value == "no_material"


def test_rejected_part_of_an_order_is_not_sent_as_a_rejection_of_it(trade, order_id):
    rejected = part(100, status=REJECT, reason=ReasonCode.OUT_OF_STOCK)
    assert answer(trade, order_id, lines(line("1", rejected))).outcome == "rejected"
    [(_, message)] = sent(trade, order_id)
    assert message.response is canonical.Response.ACCEPTED_WITH_CHANGES
    assert page_of(trade, order_id).order.state == "partly_confirmed"


def test_whole_order_is_rejected_with_a_reason(trade, order_id):
    with pytest.raises(errors.ReasonRequiredError):
        answer(trade, order_id, Answer(AnswerAction.REJECT_ALL))
    given = Answer(AnswerAction.REJECT_ALL, reason=ReasonCode.DISCONTINUED, reason_text="停产")
    assert answer(trade, order_id, given).outcome == "rejected"
    page = page_of(trade, order_id)
    assert page.order.state == "rejected"
    row = rows_of(trade, order_id)[0]
    assert (row.confirmed_quantity, row.confirmed_date) == (0, None)
    [(_, message)] = sent(trade, order_id)
    assert message.response is canonical.Response.REJECTED
    assert message.unlisted_lines is canonical.UnlistedLines.REJECTED


def test_requested_deliveries_are_accepted_one_by_one(trade):
    order_id = trade.place(a_purchase_order().with_line(schedules=((60, DAY), (40, LATER))).build())
    answer(trade, order_id, ACCEPT_ALL)
    [view] = page_of(trade, order_id).lines
    assert [(c.quantity, c.promised_date, c.status) for c in view.confirmations] == [
        (60, DAY, "accept"),
        (40, LATER, "accept"),
    ]
    assert rows_of(trade, order_id)[0].confirmed_date == LATER


@pytest.mark.parametrize(
    ("deliveries", "error"),
    [
        ((part(99),), errors.SplitSumError),
        ((part(60), part(41)), errors.OverConfirmedError),
        ((part(100), part(0)), errors.InvalidQuantityError),
        ((part(101), part(-1)), errors.InvalidQuantityError),
        ((part("99.5"), part("0.5")), errors.InvalidQuantityError),
        ((part("NaN"),), errors.InvalidQuantityError),
        ((part(100, LATER),), errors.ReasonRequiredError),
        ((part(60), part(40, LATER, BACKORDER)), errors.ReasonRequiredError),
        ((part(60), part(40, status=REJECT)), errors.ReasonRequiredError),
        ((part(100, dt.date(2226, 12, 10)),), errors.ImplausibleDateError),
        ((), errors.EmptyAnswerError),
    ],
)  # fmt: skip
def test_answer_that_breaks_a_rule_is_refused_and_names_the_line(trade, order_id, deliveries, error):
    with pytest.raises(error) as caught:
        answer(trade, order_id, lines(line("1", *deliveries)))
    assert type(caught.value) is error
    assert caught.value.parameters["line"] == "1"
    assert "1" in caught.value.message % caught.value.parameters
    assert page_of(trade, order_id).order.response_version == 0


def test_split_sum_says_what_was_ordered_and_what_came(trade, order_id):
    with pytest.raises(errors.SplitSumError) as caught:
        answer(trade, order_id, lines(line("1", part(60), part(39))))
    assert caught.value.message % caught.value.parameters == (
        "Line 1: the deliveries add up to 99, ordered are 100."
    )


@pytest.mark.parametrize(
    ("deliveries", "state", "statuses"),
    [
        ((part(60, DAY), part(40, DAY)), "confirmed", ["accept", "accept"]),
        ((part(100, dt.date(2026, 12, 1)),), "confirmed_with_changes", ["change"]),
        ((part(100, LATER, reason=ReasonCode.LEAD_TIME),), "confirmed_with_changes", ["change"]),
        ((part(100, status=REJECT, reason=ReasonCode.OTHER),), "rejected", ["reject"]),
        (
            (part(40, None, BACKORDER, ReasonCode.NO_MATERIAL), part(60)),
            "confirmed_with_changes",
            ["accept", "backorder"],
        ),
    ],
)
def test_dates_tell_what_is_accepted_and_what_is_changed(trade, order_id, deliveries, state, statuses):
    answer(trade, order_id, lines(line("1", *deliveries)))
    view = page_of(trade, order_id).lines[0]
    assert view.row.state == state
    assert [c.status for c in view.confirmations] == statuses


def test_date_inside_the_requested_window_is_as_ordered(trade):
    from causeway.gateway.canonical.times import Moment, Window

    order = a_purchase_order().with_line(requested=None, price=None).build()
    import msgspec

    window = Window(Moment(DAY), Moment(LATER))
    order = msgspec.structs.replace(
        order, lines=(msgspec.structs.replace(order.lines[0], requested_ship=window),)
    )
    order_id = trade.place(order)
    answer(trade, order_id, lines(line("1", part(100, dt.date(2026, 12, 20)))))
    assert page_of(trade, order_id).order.state == "confirmed"
    [(_, message)] = sent(trade, order_id)
    [confirmation] = message.lines[0].confirmations
    assert (confirmation.promised_delivery, confirmation.promised_ship) == (None, on(dt.date(2026, 12, 20)))


def test_lines_are_answered_one_after_the_other(trade, order_id):
    answer(trade, order_id, lines(line("1", part(100))))
    assert page_of(trade, order_id).order.state == "partly_confirmed"
    with pytest.raises(errors.LineNotOpenError):
        answer(trade, order_id, lines(line("1", part(100))))
    assert answer(trade, order_id, ACCEPT_ALL).version == 2
    page = page_of(trade, order_id)
    assert page.order.state == "confirmed"
    assert [len(view.confirmations) for view in page.lines] == [1, 1]
    with pytest.raises(errors.NothingOpenError):
        answer(trade, order_id, ACCEPT_ALL)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (lines(line("9", part(1))), errors.UnknownLineError),
        (lines(line("1", part(100)), line("1", part(100))), errors.EmptyAnswerError),
        (Answer(), errors.EmptyAnswerError),
    ],
)
def test_answer_names_each_line_of_the_order_once(trade, order_id, given, error):
    with pytest.raises(error):
        answer(trade, order_id, given)


def test_change_meanwhile_is_told_and_nothing_is_written(trade):
    order = a_purchase_order(order_number="PO-5").with_line("1").build()
    order_id = trade.place(order)
    bigger = a_purchase_order(order_number="PO-5").with_line("1", quantity=120).build()
    trade.place(changed_to(bigger, Purpose.REPLACE))
    with pytest.raises(errors.OrderChangedError) as caught:
        answer(trade, order_id, ACCEPT_ALL, version=1)
    assert caught.value.parameters["version"] == 2
    assert caught.value.parameters["changes"] == [
        {"version": 2, "line_key": "1", "action": "changed", "field": "quantity", "old": "100", "new": "120"}
    ]
    assert page_of(trade, order_id).order.response_version == 0
    assert sent(trade, order_id) == []
    answer(trade, order_id, ACCEPT_ALL, version=2)
    [(_, message)] = sent(trade, order_id)
    assert message.responds_to is canonical.RespondsTo.ORDER_CHANGE


def test_first_confirmation_stays_when_the_line_is_confirmed_again(trade):
    order_id = trade.place(a_purchase_order(order_number="PO-6").with_line("1").build())
    answer(trade, order_id, ACCEPT_ALL)
    again = a_purchase_order(order_number="PO-6").with_line("1", quantity=120, requested=LATER).build()
    trade.place(changed_to(again, Purpose.REPLACE))
    answer(trade, order_id, ACCEPT_ALL, version=2)
    row = rows_of(trade, order_id)[0]
    assert (row.first_confirmed_quantity, row.first_confirmed_date) == (100, DAY)
    assert (row.confirmed_quantity, row.confirmed_date) == (120, LATER)


def test_same_token_is_the_same_answer(trade, order_id):
    given = lines(line("1", part(100)), token="form-1")
    first = answer(trade, order_id, given)
    assert answer(trade, order_id, given).id == first.id
    assert page_of(trade, order_id).order.response_version == 1
    assert len(sent(trade, order_id)) == 1


def test_hundred_answers_of_one_line_at_once_end_in_one_state(trade, order_id):
    def attempt(number):
        date = DAY if number % 2 else dt.date(2026, 12, 1)
        try:
            return answer(trade, order_id, lines(line("1", part(100, date))))
        except errors.LineNotOpenError:
            return None

    with ThreadPoolExecutor(8) as pool:
        answers = [one for one in pool.map(attempt, range(100)) if one is not None]
    assert [one.version for one in answers] == [1]
    page = page_of(trade, order_id)
    assert page.order.response_version == 1
    assert len(page.lines[0].confirmations) == 1
    with trade.staff() as session:
        assert session.scalar(select(func.count()).select_from(Confirmation)) == 1
        assert session.scalar(select(func.count()).select_from(Response)) == 1
    assert len(sent(trade, order_id)) == 1


def test_same_form_sent_many_times_at_once_is_one_answer(trade, order_id):
    given = Answer(AnswerAction.ACCEPT_ALL, client_token="form-2")
    with ThreadPoolExecutor(8) as pool:
        ids = {one.id for one in pool.map(lambda _: answer(trade, order_id, given), range(16))}
    assert len(ids) == 1


def test_buyers_side_does_not_answer(trade, order_id):
    with pytest.raises(errors.SellerOnlyError):
        answer(trade, order_id, ACCEPT_ALL, scope=trade.buyer_person)
    ids = (Identifier("seller", "M-100"),)
    sold = trade.place(a_distributors_order().with_line(ids=ids).build(), distributor=True)
    with pytest.raises(errors.SellerOnlyError):
        answer(trade, sold, ACCEPT_ALL, scope=trade.distributor_person)


def test_staff_answer_the_distributors_order_into_its_mailbox(trade):
    ids = (Identifier("seller", "M-100"),)
    order_id = trade.place(a_distributors_order().with_line(ids=ids).build(), distributor=True)
    answer(trade, order_id, ACCEPT_ALL, scope=trade.buyer_person)
    [(row, message)] = sent(trade, order_id)
    assert row.exchanged_with_id == trade.world.distributor_id
    assert row.agreement_id == trade.distributor_agreement_id
    assert message.lines[0].ordered.item.ids == ids
    with db.unit_of_work(trade.distributor_person) as session:
        assert get_order(session, order_id).order.state == "confirmed"
        assert [e.kind for e in timeline(session, order_id)][:2] == ["order.received", "order.answered"]


def test_another_suppliers_order_is_not_found(trade, order_id):
    scope = trade.other_supplier_person
    for attempt in (
        lambda session: get_order(session, order_id),
        lambda session: service.respond(session, order_id, ACCEPT_ALL, expected_version=1),
        lambda session: service.undo_response(session, order_id, 1),
        lambda session: service.mark_seen(session, order_id),
    ):
        with pytest.raises(NotFoundError), db.unit_of_work(scope) as session:
            attempt(session)
    with db.unit_of_work(scope) as session:
        assert timeline(session, order_id) == []


def test_order_is_seen_once_by_a_person_of_the_seller(trade, order_id):
    with trade.staff() as session:
        assert not service.mark_seen(session, order_id)
    for expected in (True, False):
        with trade.supplier() as session:
            assert service.mark_seen(session, order_id) is expected
    [seen] = events_of(trade, order_id, "order.seen")
    assert (seen.actor_name, seen.actor_side, seen.channel) == ("王芳", "partner", "web")
    assert [e.kind for e in timeline_of(trade, order_id)] == ["order.received", "order.seen"]
    assert page_of(trade, order_id).order.seen_by == "王芳"


def test_event_says_who_answered_what_and_by_which_rule(trade, order_id):
    past = dt.date(2026, 1, 5)
    answer(trade, order_id, lines(line("1", part(100, past))))
    [event] = events_of(trade, order_id, "order.answered")
    assert (event.actor_name, event.actor_side, event.channel, event.revision) == (
        "王芳",
        "partner",
        "web",
        2,
    )
    told = timeline_of(trade, order_id)[-1]
    assert (told.kind, told.data) == ("order.answered", event.data)
    assert event.data["lines"] == {"confirmed_with_changes": 1}
    assert event.data["rule"]["level"] == "built_in"
    assert event.data["promised_in_the_past"] == ["1"]


def test_rule_that_this_version_does_not_know_refuses_by_name(trade, order_id):
    with trade.staff() as session:
        session.add(
            Rule(
                name="order.response.acceptance",
                level="default",
                version=3,
                value={"accept": "by_vote"},
                valid_from=dt.date(2020, 1, 1),
                created_at=clock.now(),
                created_by="x",
            )
        )
    with pytest.raises(errors.UnknownRuleError) as caught:
        answer(trade, order_id, ACCEPT_ALL)
    assert "default, version 3" in caught.value.message % caught.value.parameters


def test_every_refusal_has_a_code_of_its_own():
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and k.__module__ == errors.__name__]
    codes = [kind.code for kind in kinds]
    assert len(set(codes)) == len(codes)
    assert not {DomainError.code, "conflict"} & set(codes)
