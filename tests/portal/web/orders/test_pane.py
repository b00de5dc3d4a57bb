"""An order beside the list: a part of a page, what it offers to whom, and the way back to the list."""

from tests.portal.web.orders.conftest import read
from tests.portal.web.orders.test_list import place

PART = {"HX-Request": "true"}


def test_the_pane_is_a_part_of_a_page_and_elsewhere_leads_to_the_order(trade, supplier):
    order_id = place(trade, "PO-701")
    pane = supplier.get(f"/orders/{order_id}/pane", headers=PART)
    assert pane.status_code == 200
    assert "<html" not in pane.text
    assert "PO-701" in pane.text
    assert "Confirm all as requested" in pane.text
    assert supplier.get(f"/orders/{order_id}/pane").location == f"/orders/{order_id}"


def test_who_does_not_answer_is_offered_no_answer(trade, buyer, other_supplier):
    order_id = place(trade, "PO-702")
    pane = buyer.get(f"/orders/{order_id}/pane", headers=PART).text
    assert "PO-702" in pane
    assert "accept_all" not in pane
    assert other_supplier.get(f"/orders/{order_id}/pane", headers=PART).status_code == 404


def test_an_answer_given_beside_the_list_and_its_undo_lead_back_to_the_list(trade, supplier):
    order_id = place(trade, "PO-703")
    here = "/orders?state=to_confirm"
    answer = {"action": "accept_all", "version": "1", "back": here}
    assert supplier.post(f"/orders/{order_id}/answer", answer).location == here
    listed = read(supplier, here)
    assert "PO-703: confirmed as requested." in listed
    assert f'name="back" value="{here}"' in listed
    undone = supplier.post(f"/orders/{order_id}/answers/1/undo", {"back": here})
    assert undone.location == here
    away = {"action": "accept_all", "version": "3", "back": "https://elsewhere.example/"}
    assert supplier.post(f"/orders/{order_id}/answer", away).location != "https://elsewhere.example/"
