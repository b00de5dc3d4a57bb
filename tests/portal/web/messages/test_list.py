"""The list of messages: tabs, counts, filters out of the address, pages by key."""

import pytest

from causeway.gateway.exchanges.models import ExchangeState
from causeway.portal.web import paging
from causeway.portal.web.messages import listing
from tests.portal.web.conftest import words_of
from tests.portal.web.messages.exchanging import DISTRIBUTOR, order_set


@pytest.fixture
def traffic(exchange):
    """An order that was taken, one that waits, one that was refused, and the acknowledgements of all."""
    exchange.send(order_set("4711"))
    exchange.send(order_set("4712", item="NOBODY-KNOWS"))
    exchange.send(order_set("4713", quantity="FIVE"))
    return exchange


def test_a_row_says_what_the_document_is_where_it_stands_and_why(traffic, integrator):
    page = integrator.page("/messages")
    assert "Purchase order" in page
    assert "Functional acknowledgment" in page
    assert "4711" in page
    assert "Codes in it are not explained yet" in page
    assert "宁波海川精密制造有限公司" in page


def test_documents_and_states_have_their_names_in_chinese(traffic, trade, sign_in):
    page = sign_in(trade.world.own_id, "integrator", locale="zh_CN").page("/messages")
    for word in ("采购订单", "功能确认", "已搁置", "已生效", "其中有编码尚未说明含义"):
        assert word in page


@pytest.mark.parametrize(
    ("tab", "shown", "hidden"),
    [("held", "4712", "4711"), ("rejected", "breaks the rules", "4711"), ("all", "4711", "no such thing")],
)
def test_a_tab_shows_its_state_only(traffic, integrator, tab, shown, hidden):
    page = integrator.page(f"/messages?tab={tab}")
    assert shown in page
    assert hidden not in words_of(page)


def test_tabs_carry_counts_that_stop_at_a_hundred(traffic, integrator, monkeypatch):
    held = '<span class="count ">1</span>'
    assert held in integrator.page("/messages")
    monkeypatch.setattr(listing, "COUNT_CAP", 1)
    monkeypatch.setattr(paging, "COUNT_CAP", 1)
    assert '<span class="count ">0+</span>' in integrator.page("/messages")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("order=4711", 2),
        ("order=9999", 0),
        ("document=997", 3),
        ("document=850&direction=in", 3),
        ("direction=out", 3),
        # The file that came in, and the acknowledgement that went out under the same number of ours.
        ("control=000000002", 2),
        ("control=2", 2),
        ("from=2001-01-01&to=2001-12-31", 0),
        ("from=2001-01-01", 6),
        # What cannot be meant narrows nothing and breaks nothing.
        ("partner=nobody&from=yesterday&direction=sideways&after=x&tab=none", 6),
    ],
)
def test_filters_stand_in_the_address(traffic, integrator, query, count):
    page = integrator.page(f"/messages?{query}")
    # The acknowledgement of an order that is known bears the order's number.
    assert page.count("<tr data-row>") == count, query


def test_staff_filter_by_partner_and_a_partner_is_not_asked(traffic, trade, integrator, supplier):
    assert integrator.page(f"/messages?partner={trade.world.supplier_id}").count("<tr data-row>") == 2
    assert 'name="partner"' not in supplier.page("/messages")


def test_a_filter_that_is_on_can_be_taken_off(traffic, integrator):
    page = integrator.page("/messages?tab=held&order=4712&document=850")
    assert "Order number: 4712" in page
    assert 'href="/messages?tab=held&amp;document=850"' in page


def test_a_partner_sees_its_own_messages_and_no_others(traffic, trade, supplier, other_supplier):
    traffic.send(order_set("GL-1"), identities=DISTRIBUTOR, sender_id=trade.world.distributor_id)
    page = supplier.page("/messages")
    assert "4711" in page
    assert "4712" not in words_of(page)  # whose it is is not known yet: it waits on the tenant's side
    assert "GL-1" not in page
    assert "4711" not in words_of(other_supplier.page("/messages"))


def test_the_next_page_begins_where_this_one_ends(traffic, integrator, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 4)
    first = integrator.page("/messages")
    assert first.count("<tr data-row>") == 4
    address = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = integrator.page(address)
    assert second.count("<tr data-row>") == 2
    assert 'rel="prev"' in second


def test_the_list_needs_a_person(portal):
    assert portal.test_client().get("/messages").status_code == 303


def test_an_empty_list_says_what_will_appear(exchange, integrator):
    assert "Documents that come in or go out by EDI appear here" in integrator.page("/messages")
    assert "No message fits these filters" in integrator.page("/messages?order=1")
    assert "Nothing here needs you" in integrator.page("/messages?tab=failed")


def test_every_state_is_in_a_tab_or_needs_nobody():
    quiet = {"received", "applied", "cancelled", "sent", "delivered", "acknowledged"}
    listed = {state.value for states in listing.STATES.values() for state in states}
    assert listed | quiet == {state.value for state in ExchangeState}


def test_a_message_beside_the_list_is_a_part_of_a_page(traffic, integrator):
    row = integrator.page("/messages?tab=held").split('class="title" href="')[1].split('"')[0]
    pane = integrator.get(f"{row}/pane", headers={"HX-Request": "true"})
    assert pane.status_code == 200
    assert "<html" not in pane.text
    assert "Codes in it are not explained yet" in pane.text
    assert 'data-segment="1"' in pane.text
    assert integrator.get(f"{row}/pane").location == row
