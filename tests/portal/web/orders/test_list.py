"""The list of orders: whose orders it shows, its tabs, filters and pages, and many orders at once."""

import datetime as dt
import re

import pytest

from causeway.portal.domain.orders.queries import get_order
from causeway.tenants import db
from tests.builders.orders import a_purchase_order
from tests.portal.web.orders.conftest import change, read, sell

SELECTED = re.compile(r'name="order" value="([^"]+)"')


def place(trade, number, **line):
    return trade.place(a_purchase_order(order_number=number).with_line("10", **line).build())


def test_the_supplier_sees_its_orders_with_the_buyers_name(trade, supplier):
    order_id = place(trade, "PO-77")
    page = read(supplier, "/orders")
    assert f'href="/orders/{order_id}"' in page
    assert "PO-77" in page
    assert "华东电气股份有限公司" in page
    assert "Purchase orders" in page


def test_staff_see_the_suppliers_name_and_both_directions(trade, buyer):
    place(trade, "PO-78")
    sell(trade, "D-78")
    purchases, sales = read(buyer, "/orders"), read(buyer, "/orders?direction=replenishment")
    assert "宁波海川精密制造有限公司" in purchases
    assert "D-78" not in purchases
    assert "Great Lakes Supply Inc." in sales
    assert "PO-78" not in sales


def test_a_distributor_sees_its_own_orders_under_its_own_name_for_them(trade, distributor):
    place(trade, "PO-79")
    sell(trade, "D-79")
    page = read(distributor, "/orders")
    assert "My orders" in page
    assert "D-79" in page
    assert "PO-79" not in page
    assert "PO-79" not in read(distributor, "/orders?direction=purchase")


def test_another_suppliers_list_is_empty_and_says_what_comes_next(trade, other_supplier):
    place(trade, "PO-80")
    page = read(other_supplier, "/orders?state=all")
    assert "PO-80" not in page
    assert "There are no orders yet" in page


def test_the_inbox_opens_at_what_waits_for_whoever_answers(trade, supplier, buyer):
    order_id = place(trade, "PO-81")
    supplier.post(f"/orders/{order_id}/answer", {"action": "accept_all", "version": "1"})
    assert f'/orders/{order_id}"' not in read(supplier, "/orders")
    assert "Nothing waits for your answer here" in read(supplier, "/orders")
    assert "PO-81" in read(supplier, "/orders?state=confirmed")
    assert "PO-81" in read(buyer, "/orders")


def test_filters_stand_in_the_address_and_can_be_taken_off(trade, buyer):
    place(trade, "PO-90", requested=dt.date(2026, 12, 1))
    place(trade, "PO-91", requested=dt.date(2026, 12, 20))
    early = read(buyer, "/orders?state=all&before=2026-12-01")
    assert "PO-90" in early
    assert "PO-91" not in early
    assert 'class="chip on" href="/orders?direction=purchase&amp;state=all"' in early
    by_number = read(buyer, "/orders?state=all&q=po-91")
    assert "PO-91" in by_number
    assert "PO-90" not in by_number
    nobody = read(buyer, f"/orders?state=all&partner={trade.world.other_supplier_id}")
    assert "No order fits these filters" in nobody


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense",
        "sort=sideways",
        "partner=x",
        "direction=up",
        "before=soon",
        "cursor=WyJuZXdlc3QiXQ",
    ],
)
def test_an_address_that_makes_no_sense_shows_a_list_all_the_same(trade, buyer, query):
    place(trade, "PO-95")
    assert "PO-95" in read(
        buyer, f"/orders?state=all&{query}" if "state" not in query else f"/orders?{query}"
    )


def test_a_supplier_cannot_look_through_another_partners_wall_by_the_filter(trade, supplier, other_supplier):
    place(trade, "PO-96")
    assert "PO-96" not in read(other_supplier, f"/orders?state=all&partner={trade.world.supplier_id}")


def test_the_list_goes_on_by_its_cursor_until_its_end_and_back_to_the_same_rows(trade, buyer):
    for number in range(53):
        place(trade, f"PO-{1000 + number}")
    first = read(buyer, "/orders?state=all")
    following = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = read(buyer, following)
    assert first.count("data-row") == 50
    assert second.count("data-row") == 3
    assert 'rel="next"' not in second
    assert 'rel="prev"' not in first
    back = re.search(r'rel="prev" href="([^"]+)"', second)[1].replace("&amp;", "&")
    place(trade, "PO-1099")
    numbers = re.compile(r'class="title mono" href="[^"]+">([^<]+)<')
    assert numbers.findall(read(buyer, back)) == numbers.findall(first)
    assert "PO-1099" not in read(buyer, back)


def test_search_leads_to_the_one_order_or_to_the_list(trade, buyer):
    order_id = place(trade, "PO-2001")
    place(trade, "PO-2002")
    assert buyer.get("/orders/search?q=po-2001").location == f"/orders/{order_id}"
    assert buyer.get("/orders/search?q=PO-2").location == "/orders?q=PO-2&state=all&direction=purchase"
    assert buyer.get("/orders/search?q=PO-9").location == "/orders?q=PO-9&state=all"
    assert buyer.get("/orders/search?q=").location == "/orders"


def test_selected_orders_are_confirmed_as_requested_each_by_itself(trade, supplier):
    kept = a_purchase_order(order_number="PO-300").with_line("10").build()
    changed_id, other_id = trade.place(kept), place(trade, "PO-301")
    page = read(supplier, "/orders")
    chosen = SELECTED.findall(page)
    assert len(chosen) == 2
    change(trade, a_purchase_order(order_number="PO-300").with_line("10", quantity=200).build())
    response = supplier.post(
        "/orders/confirm", {"order": chosen, "token": "t-1", "back": "/orders?state=all"}
    )
    assert response.status_code == 200
    assert "1 order is confirmed as requested" in response.text
    assert "The buyer changed this order" in response.text
    assert 'href="/orders?state=all"' in response.text
    with db.unit_of_work(trade.buyer_person) as session:
        assert get_order(session, changed_id).order.state == "to_confirm"
        assert get_order(session, other_id).order.state == "confirmed"
    again = supplier.post("/orders/confirm", {"order": chosen, "token": "t-1"})
    assert "1 order is confirmed as requested" in again.text
    with db.unit_of_work(trade.buyer_person) as session:
        assert len(get_order(session, other_id).responses) == 1


def test_nothing_selected_is_said_on_the_list(trade, supplier):
    response = supplier.post("/orders/confirm", {"back": "https://elsewhere.example/"})
    assert response.location == "/orders"
    assert "Select at least one order first." in read(supplier, "/orders")


@pytest.mark.parametrize("order", ["x", "x.1", "01900000-0000-7000-8000-000000000000"])
def test_a_selection_that_is_none_is_refused(trade, supplier, order):
    assert supplier.post("/orders/confirm", {"order": order}).status_code == 400


def test_more_than_a_page_at_once_is_refused(trade, supplier):
    many = [f"01900000-0000-7000-8000-{number:012x}.1" for number in range(51)]
    assert supplier.post("/orders/confirm", {"order": many}).status_code == 400


def test_another_partners_order_in_a_selection_is_not_found(trade, other_supplier):
    order_id = place(trade, "PO-310")
    assert other_supplier.post("/orders/confirm", {"order": f"{order_id}.1"}).status_code == 404


def test_the_list_of_an_integrator_offers_no_answers(trade, integrator):
    place(trade, "PO-311")
    sell(trade, "D-311")
    for direction in ("purchase", "replenishment"):
        page = read(integrator, f"/orders?state=all&direction={direction}")
        assert 'name="order"' not in page
    assert integrator.post("/orders/confirm", {"order": "x"}).status_code == 403


def test_nobody_sees_the_list_without_signing_in(trade, stranger):
    assert stranger.get("/orders").location == "/sign-in?next=/orders"
