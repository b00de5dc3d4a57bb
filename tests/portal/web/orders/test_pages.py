"""The list and the page of an order, as each side sees them."""

from tests.builders.orders import a_distributors_order, a_purchase_order


def test_the_supplier_sees_its_orders_with_the_buyers_name(trade, supplier):
    order_id = trade.place(a_purchase_order(order_number="PO-77").with_line("10").build())
    page = supplier.page("/orders")
    assert "PO-77" in page
    assert "华东电气股份有限公司" in page
    assert f"/orders/{order_id}" in page
    assert "Purchase orders" in page


def test_the_page_of_an_order_shows_its_lines_and_its_form(trade, supplier):
    order_id = trade.place(a_purchase_order(order_number="PO-78").with_line("10", quantity=1000).build())
    page = supplier.page(f"/orders/{order_id}")
    assert "轴承 6204" in page
    assert "1,000" in page
    assert f'action="/orders/{order_id}/answer"' in page


def test_the_core_enterprise_sees_a_purchase_order_without_a_form(trade, buyer):
    order_id = trade.place(a_purchase_order().with_line("10").build())
    page = buyer.page(f"/orders/{order_id}")
    assert f'action="/orders/{order_id}/answer"' not in page


def test_staff_answer_a_distributors_order_and_the_distributor_does_not(trade, buyer, distributor):
    order_id = trade.place(a_distributors_order(order_number="D-1").with_line("10").build(), distributor=True)
    assert f'action="/orders/{order_id}/answer"' in buyer.page(f"/orders/{order_id}")
    assert f'action="/orders/{order_id}/answer"' not in distributor.page(f"/orders/{order_id}")
    assert "My orders" in distributor.page("/orders")
    assert "D-1" in buyer.page("/orders?direction=replenishment")
