"""The page of one order and its answer: who may, what is taken, what is refused and what then stands on the page."""

import re
from decimal import Decimal

import pytest

from causeway.gateway.exchanges.models import Message
from causeway.portal.domain.orders import page as order_page
from causeway.portal.domain.orders import service
from causeway.portal.domain.orders.answers import (
    Answer,
    AnswerAction,
    Delivery,
    DeliveryStatus,
    LineAnswer,
    ReasonCode,
)
from causeway.portal.domain.orders.page import LineCounts, Part, get_order
from causeway.tenants import clock, db
from tests.builders.orders import a_purchase_order
from tests.portal.web.orders.conftest import Form, change, confirmations, read, sell

DUE, LATER = "2026-12-10", "2026-12-24"


def an_order(number="PO-1"):
    return a_purchase_order(order_number=number).with_line("10", quantity=1000).with_line("20", quantity=50)


@pytest.fixture
def order_id(trade):
    return trade.place(an_order().build())


@pytest.fixture
def form(trade, supplier, order_id) -> Form:
    return Form.opened(trade, supplier, order_id)


# ---- who sees what


def test_both_sides_see_the_order_and_only_the_seller_has_a_form(trade, supplier, buyer, order_id):
    theirs, ours = read(supplier, f"/orders/{order_id}"), read(buyer, f"/orders/{order_id}")
    for page in (theirs, ours):
        assert "轴承 6204" in page
        assert "1,000" in page
        assert "UTC+8" in page
    assert f'action="/orders/{order_id}/answer"' in theirs
    assert f'action="/orders/{order_id}/answer"' not in ours


def test_staff_answer_a_distributors_order_and_the_distributor_does_not(trade, buyer, distributor):
    order_id = sell(trade)
    assert f'action="/orders/{order_id}/answer"' in read(buyer, f"/orders/{order_id}")
    assert f'action="/orders/{order_id}/answer"' not in read(distributor, f"/orders/{order_id}")
    assert (
        buyer.post(f"/orders/{order_id}/answer", {"action": "accept_all", "version": "1"}).status_code == 303
    )


@pytest.mark.parametrize("path", ["", "/answer", "/seen", "/answers/1/undo"])
def test_another_partners_order_is_not_found(trade, other_supplier, order_id, path):
    address = f"/orders/{order_id}{path}"
    response = (
        other_supplier.post(address, {"action": "accept_all", "version": "1"})
        if path
        else other_supplier.get(address)
    )
    assert response.status_code == 404


def test_whoever_does_not_sell_cannot_answer(trade, buyer, distributor, order_id):
    assert (
        buyer.post(f"/orders/{order_id}/answer", {"action": "accept_all", "version": "1"}).status_code == 403
    )
    assert buyer.post(f"/orders/{order_id}/answers/1/undo").status_code == 403
    assert distributor.post(f"/orders/{sell(trade)}/answer", {"action": "accept_all"}).status_code == 403


def test_an_answer_without_the_forms_token_is_refused(trade, supplier, order_id):
    response = supplier.client.post(
        f"/orders/{order_id}/answer", data={"action": "accept_all", "version": "1"}
    )
    assert response.status_code == 400


def test_reading_changes_nothing_and_the_page_says_that_it_was_seen(trade, supplier, buyer, form):
    assert form.now().order.seen_at is None
    assert f'hx-post="/orders/{form.order_id}/seen"' in read(supplier, f"/orders/{form.order_id}")
    assert "/seen" not in read(buyer, f"/orders/{form.order_id}")
    assert buyer.post(f"/orders/{form.order_id}/seen").status_code == 204
    assert form.now().order.seen_at is None
    assert supplier.post(f"/orders/{form.order_id}/seen").status_code == 204
    assert form.now().order.seen_by == "Wei Chen"
    page = read(buyer, f"/orders/{form.order_id}")
    assert "Wei Chen saw the order for the seller." in page
    assert "/seen" not in read(supplier, f"/orders/{form.order_id}")


# ---- answers that are taken


def test_the_whole_order_is_confirmed_in_one_action_and_can_be_taken_back(supplier, form):
    response = form.press("accept_all")
    assert response.status_code == 303
    page = read(supplier, response.location)
    assert "PO-1: confirmed as requested." in page
    assert "Accepted by the default rule" in page
    assert "The 855 leaves at" in page
    assert "855 waits" in page
    undo = re.search(r'action="(/orders/[^"]+/undo)"', page)[1]
    assert supplier.post(undo).status_code == 303
    assert "the answer was taken back" in read(supplier, f"/orders/{form.order_id}")
    assert form.now().order.state == "to_confirm"


def test_the_whole_order_is_rejected_with_a_reason(form):
    assert form.press("reject_all", reason="no_capacity", text="Furnace down").status_code == 303
    assert form.now().order.state == "rejected"
    assert form.now().lines[0].confirmations[0].reason_text == "Furnace down"


def test_lines_are_answered_each_in_its_own_way_and_the_others_stay_open(trade, form):
    form.line("10", ("600", DUE), ("400", LATER), answer="change", reason="no_capacity", text="second batch")
    form.line("20", ("50", DUE), answer="")
    assert form.press("send").status_code == 303
    page = form.now()
    assert page.order.state == "partly_confirmed"
    assert confirmations(page, "10") == [("accept", "600", DUE), ("change", "400", LATER)]
    assert confirmations(page, "20") == []


def test_a_line_is_accepted_another_rejected_in_one_answer(form):
    form.line("10", ("1000", DUE), answer="accept").line(
        "20", ("50", DUE), answer="reject", reason="discontinued"
    )
    assert form.press("send").status_code == 303
    assert confirmations(form.now(), "10") == [("accept", "1000", DUE)]
    assert confirmations(form.now(), "20") == [("reject", "50", None)]


def test_what_is_left_open_follows_later(form):
    form.line("10", ("800", DUE), answer="change", rest="backorder", reason="no_material")
    assert form.press("send").status_code == 303
    assert confirmations(form.now(), "10") == [("accept", "800", DUE), ("backorder", "200", None)]


def test_a_second_press_on_the_same_form_is_one_answer(form):
    form.line("10", ("1000", DUE), answer="accept")
    first, second = form.press("send"), form.press("send")
    assert (first.status_code, second.status_code) == (303, 303)
    assert len(form.now().responses) == 1


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [("en", "This form was sent before and said something else then."), ("zh_CN", "此表单之前已经发送过")],
)
def test_the_same_form_with_other_content_is_refused_and_the_first_answer_holds(
    trade, enter, order_id, locale, sentence
):
    form = Form.opened(trade, enter(trade.world.supplier_id, "supplier", locale=locale), order_id)
    assert form.line("10", ("1000", DUE), answer="accept").press("send").status_code == 303
    for refused in (
        form.press("accept_all"),
        form.line("10", answer="reject", reason="discontinued").press("send"),
    ):
        assert refused.status_code == 409
        assert sentence in refused.text
        assert form.fields["token"] not in refused.text
    assert [each.outcome for each in form.now().responses] == ["accepted"]
    assert form.now().order.state == "partly_confirmed"


# ---- answers that are refused, with everything typed kept


@pytest.mark.parametrize("typed", ["1.000", "1,00", "many", "0", "-5", "", "1000.5"])
def test_a_quantity_that_cannot_be_taken_is_marked_beside_its_field(form, typed):
    response = form.line("10", (typed, DUE), answer="change", rest="drop", reason="other").press("send")
    assert response.status_code == 422
    assert "Nothing was sent yet" in response.text
    assert f'value="{typed}"' in response.text
    assert form.now().responses == []


def test_an_ambiguous_number_names_both_readings_in_the_readers_language(trade, enter, order_id):
    chinese = enter(trade.world.supplier_id, "supplier", locale="zh_CN")
    form = Form.opened(trade, chinese, order_id).line("10", ("1.000", DUE), answer="change")
    assert "“1.000”可以理解为 1 或 1000，请输入其中之一。" in form.press("send").text
    assert form.line("10", ("1,000", "2026-12-09"), answer="change").press("send").status_code == 303
    assert confirmations(form.now(), "10") == [("change", "1000", "2026-12-09")]


def test_more_than_was_ordered_is_refused_on_its_line(form):
    response = form.line("10", ("700", DUE), ("400", DUE), answer="change").press("send")
    assert response.status_code == 422
    assert "Together 1100, but only 1000 are ordered." in response.text


def test_less_than_was_ordered_must_be_explained(form):
    response = form.line("10", ("700", DUE), answer="change").press("send")
    assert response.status_code == 422
    assert "300 of 1000 are left open." in response.text


def test_a_delay_needs_a_reason(form):
    response = form.line("10", ("1000", LATER), answer="change").press("send")
    assert response.status_code == 422
    assert "Choose a reason" in response.text
    assert form.line("10", answer="change", reason="transport").press("send").status_code == 303


def test_all_wrong_lines_are_marked_at_once(form):
    form.line("10", ("1000", LATER), answer="change").line("20", ("50", DUE), answer="reject")
    response = form.press("send")
    assert response.text.count('class="order-line wrong"') == 2


def test_an_answer_without_any_line_is_refused(form):
    response = form.line("10", ("1000", DUE), answer="").line("20", ("50", DUE), answer="").press("send")
    assert response.status_code == 422
    assert "Nothing is answered yet." in response.text


def test_rejecting_everything_needs_a_reason(form):
    response = form.press("reject_all")
    assert response.status_code == 422
    assert "Say why" in response.text
    assert form.now().responses == []


def test_rows_are_added_and_removed_without_a_script(form):
    form.line("10", ("700", DUE), answer="")
    added = form.press(f"add:{form.key('10')}")
    assert added.status_code == 200
    assert 'value="300"' in added.text
    form.line("10", ("700", DUE), ("300", LATER), answer="change")
    removed = form.press(f"remove:{form.key('10')}:1")
    assert 'value="300"' not in removed.text
    checked = form.press("check")
    assert checked.status_code == 200
    assert "Choose a reason" in checked.text
    assert form.now().responses == []


@pytest.mark.parametrize("action", ["remove:x:1", "add:", "remove", "nonsense", ""])
def test_a_button_that_does_not_exist_changes_nothing(form, action):
    assert form.line("10", ("1000", DUE), answer="accept").press(action).status_code == 200
    assert form.now().responses == []


# ---- the order changes meanwhile


def test_a_change_by_the_buyer_stops_the_answer_and_shows_old_and_new(trade, form):
    form.line("10", ("600", DUE), ("400", LATER), answer="change", reason="no_capacity", text="my words")
    form.line("20", ("50", DUE), answer="accept")
    change(
        trade,
        a_purchase_order(order_number="PO-1")
        .with_line("10", quantity=800)
        .with_line("20", quantity=50)
        .build(),
    )
    response = form.press("send")
    assert response.status_code == 409
    assert "The buyer changed this order while you were answering." in response.text
    assert "Line 10: Quantity 1,000 → 800" in response.text
    assert "my words" in response.text
    assert 'value="400"' in response.text
    assert form.now().responses == []
    form.fields = dict(re.findall(r'name="(token|version)" value="([^"]*)"', response.text))
    assert form.fields["version"] == "2"
    form.line("10", ("600", DUE), ("200", LATER), answer="change")
    assert form.press("send").status_code == 303
    assert form.now().order.state == "confirmed"


def test_accepting_what_has_changed_unseen_does_not_count(trade, form):
    form.line("10", ("1000", DUE), answer="accept")
    change(
        trade,
        a_purchase_order(order_number="PO-1")
        .with_line("10", quantity=1200)
        .with_line("20", quantity=50)
        .build(),
    )
    response = form.press("send")
    assert response.status_code == 409
    assert 'value="accept" checked' not in response.text
    assert 'value="1200"' in response.text


def test_one_button_for_all_is_stopped_by_a_change_too(trade, form):
    change(
        trade,
        a_purchase_order(order_number="PO-1")
        .with_line("10", quantity=1200)
        .with_line("20", quantity=50)
        .build(),
    )
    assert form.press("accept_all").status_code == 409
    assert form.now().responses == []


def test_a_line_that_a_colleague_answered_first_is_shown_as_it_is_now(trade, form):
    form.line("10", ("1000", DUE), answer="accept")
    with db.unit_of_work(trade.supplier_person) as session:
        service.respond(session, form.order_id, Answer(AnswerAction.ACCEPT_ALL), expected_version=1)
    for response in (form.press("accept_all"), form.press("send")):
        assert response.status_code == 409
        assert "王芳 answered this order while you were answering: Confirmed as requested." in response.text
    assert "Line 10: Confirmed" in response.text
    assert len(form.now().responses) == 1


def test_a_stale_form_says_what_a_colleague_answered_and_keeps_the_rest(trade, form):
    form.line("10", ("1000", DUE), answer="accept").line("20", ("50", DUE), answer="reject", reason="quality")
    rejected = LineAnswer(
        "10", (Delivery(Decimal(1000), None, DeliveryStatus.REJECT, ReasonCode.DISCONTINUED),)
    )
    with db.unit_of_work(trade.supplier_person) as session:
        service.respond(session, form.order_id, Answer(lines=(rejected,)), expected_version=1)
    response = form.press("send")
    assert response.status_code == 409
    assert "王芳 answered this order while you were answering: Rejected." in response.text
    assert "Line 10: Rejected" in response.text
    assert 'value="reject" checked' in response.text
    assert confirmations(form.now(), "10") == [("reject", "1000", None)]
    assert confirmations(form.now(), "20") == []
    form.fields = dict(re.findall(r'name="(token|version|answered)" value="([^"]*)"', response.text))
    assert form.fields["answered"] == "1"
    assert form.press("send").status_code == 303
    assert confirmations(form.now(), "20") == [("reject", "50", None)]


def test_an_answer_that_was_taken_back_stands_in_nobodys_way(trade, form):
    with db.unit_of_work(trade.supplier_person) as session:
        service.respond(session, form.order_id, Answer(AnswerAction.ACCEPT_ALL), expected_version=1)
    with db.unit_of_work(trade.supplier_person) as session:
        service.undo_response(session, form.order_id, 1)
    assert form.press("accept_all").status_code == 303


def test_after_a_change_only_the_changed_line_asks_for_an_answer(trade, supplier, form):
    form.press("accept_all")
    change(
        trade,
        a_purchase_order(order_number="PO-1")
        .with_line("10", quantity=800)
        .with_line("20", quantity=50)
        .build(),
    )
    page = read(supplier, f"/orders/{form.order_id}")
    assert page.count("data-line ") == 1
    assert "Quantity 1,000 → 800" in page
    assert "Only the changed lines need an answer." in page


# ---- undo


def test_undo_after_the_window_says_that_it_is_too_late(supplier, form):
    form.press("accept_all")
    with db.unit_of_work(form.trade.buyer_person) as session:
        session.query(Message).filter_by(document="855").update({"state": "sent"})
    response = supplier.post(f"/orders/{form.order_id}/answers/1/undo")
    assert response.status_code == 303
    assert "It cannot be undone." in read(supplier, f"/orders/{form.order_id}")
    assert form.now().order.state == "confirmed"


def test_the_undo_button_is_gone_after_the_window(supplier, form):
    form.press("accept_all")
    assert (
        read(supplier, f"/orders/{form.order_id}").count("/undo") == 2
    )  # the message that floats, and the notice
    assert read(supplier, f"/orders/{form.order_id}").count("/undo") == 1
    clock.configure(11)
    try:
        assert "/undo" not in read(supplier, f"/orders/{form.order_id}")
    finally:
        clock.configure(0)


# ---- long orders, and the timeline


def test_an_order_of_two_thousand_lines_comes_in_pages_and_stays_small(trade, supplier):
    order = a_purchase_order(order_number="BIG")
    for number in range(2000):
        order.with_line(str(number + 1), quantity=number + 1)
    order_id = trade.place(order.build())
    first = read(supplier, f"/orders/{order_id}")
    assert first.count('<tr class="order-line') == 50
    assert "Lines 1 to 50 of 2000" in first
    assert len(first) < 300_000
    last = read(supplier, f"/orders/{order_id}?page=40")
    assert "Lines 1951 to 2000 of 2000" in last
    form = Form.opened(trade, supplier, order_id)
    assert form.line("1951", ("1951", DUE), answer="accept").press("send").status_code == 303
    assert form.now().order.state == "partly_confirmed"
    assert "Open (1999)" in read(supplier, f"/orders/{order_id}?lines=open")
    # What comes back with an error is the page of lines that was sent.
    refused = form.line("1952", ("1951", DUE), answer="change")
    refused.fields = dict(
        re.findall(
            r'name="(token|version|answered)" value="([^"]*)"', read(supplier, f"/orders/{order_id}?page=40")
        )
    )
    address = re.search(
        r'action="(/orders/[^"]+/answer\?page=40)"', read(supplier, f"/orders/{order_id}?page=40")
    )[1]
    response = supplier.post(address, {"action": "send", **refused.fields, **refused.typed})
    assert response.status_code == 422
    assert "Lines 1951 to 2000 of 2000" in response.text
    assert response.text.count('class="order-line wrong"') == 1


def test_a_page_of_lines_loads_what_it_shows(trade):
    order = a_purchase_order(order_number="LONG")
    for number in range(2000):
        order.with_line(str(number + 1), quantity=number + 1)
    order_id = trade.place(order.build())
    read = []

    def noted(session, *statement):
        cursor = db.run(session, *statement)
        read.append(cursor.rowcount)
        return cursor

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(order_page, "run", noted)
        for part in (Part(0, 50), Part(1950, 50), Part(0, 50, only_open=True)):
            read.clear()
            with db.unit_of_work(trade.supplier_person) as session:
                page = get_order(session, order_id, part)
            assert page.counts == LineCounts(total=2000, open=2000, cancelled=0, by_ship_date=False)
            assert [line.row.line_key for line in page.lines] == [
                str(number) for number in range(part.first + 1, part.first + 51)
            ]
            # The order, 50 lines with one delivery each, one row of numbers.
            assert read == [1, 50, 1]


def test_the_timeline_is_one_for_both_sides(trade, supplier, buyer, form):
    supplier.post(f"/orders/{form.order_id}/seen")
    form.line("10", ("1000", DUE), answer="accept").press("send")
    change(
        trade,
        a_purchase_order(order_number="PO-1")
        .with_line("10", quantity=800)
        .with_line("20", quantity=50)
        .build(),
    )
    for visitor in (supplier, buyer):
        page = read(visitor, f"/orders/{form.order_id}")
        told = re.findall(r'<div class="timeline-line"><span>(.*?)</span>', page, re.DOTALL)
        sentences = [re.sub(r"<[^>]+>.*", "", each).strip() for each in told]
        assert sentences == [
            "The order was received with 2 lines. Channel: EDI.",
            "Wei Chen saw the order for the seller.",
            "Wei Chen confirmed 1 line as requested. Channel: Portal.",
            "The buyer changed the order.",
            "855 waits and leaves in a moment.",
        ]
        assert "Line 10: Quantity 1,000 → 800" in page


def test_the_page_speaks_chinese(trade, enter, order_id):
    page = read(enter(trade.world.supplier_id, "supplier", locale="zh_CN"), f"/orders/{order_id}")
    for text in (
        "全部按要求确认",
        "待确认",
        "要求交期",
        "12月10日 周四",
        '1,000 <span class="unit">个</span>',
        "发送答复",
    ):
        assert text in page
