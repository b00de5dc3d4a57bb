"""What waits, in the navigation: for whom it counts, that it is asked once, and that it reads little."""

import re

import pytest

from causeway.portal.web import waiting
from tests.builders.orders import a_purchase_order
from tests.portal.web.orders.conftest import sell

LINK = re.compile(
    r'<a class="nav-link" href="([^"?]*)[^"]*"[^>]*>(?:<svg.*?</svg>)?([^<]*)(?:<span class="nav-count">([^<]*)</span>)?</a>'
)


def counts(visitor, path="/account", status=200):
    """The numbers beside the entries of the navigation."""
    answer = visitor.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    found = LINK.findall(answer.text)
    assert found
    return {label.strip(): count for _, label, count in found if count}


@pytest.fixture
def busy(trade):
    """Three orders for one supplier, one from a distributor, and one that waits for a code."""
    for number in ("A-1", "A-2", "A-3"):
        trade.place(a_purchase_order(order_number=number).with_line().build())
    sell(trade)
    trade.hold(a_purchase_order(order_number="A-4").with_line(buyer="NOBODY-KNOWS").build())
    return trade


def test_everybody_is_told_what_they_have_to_do(busy, supplier, other_supplier, distributor, buyer):
    assert counts(supplier)["Orders"] == "3"
    assert "Orders" not in counts(other_supplier)
    assert "Orders" not in counts(distributor)
    staff = counts(buyer)
    assert staff["Replenishments"] == "1"
    assert staff["Unknown codes"] == "1"
    assert "Purchase orders" not in staff


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/orders",
        "/orders?direction=replenishment",
        "/messages",
        "/codes",
        "/messages?tab=held&document=855",
    ],
)
def test_every_page_says_the_same(busy, buyer, path):
    assert counts(buyer, path) == counts(buyer)


def test_one_partners_orders_are_not_all_orders(busy, buyer):
    path = f"/orders?direction=replenishment&partner={busy.world.supplier_id}"
    assert counts(buyer, path)["Replenishments"] == "1"


def test_an_error_asks_the_database_nothing(busy, supplier):
    assert counts(supplier, "/orders/019b0000-0000-7000-8000-000000000000", status=404) == {}


@pytest.mark.parametrize("path", ["/orders", "/messages", "/codes"])
def test_what_a_page_has_counted_is_not_asked_again(busy, enter, monkeypatch, path):
    asked = []
    question = waiting.question
    monkeypatch.setattr(
        waiting, "question", lambda names, **options: asked.append(list(names)) or question(names, **options)
    )
    visitor = enter(busy.world.own_id, "tenant_admin")
    counts(visitor, f"{path}?direction=replenishment")
    assert asked == [[name for name in ("orders", "codes", "messages") if name not in path]]


def test_the_queues_numbers_lead_to_the_orders_they_count(busy, supplier):
    page = supplier.get("/").text
    for link in re.findall(r'class="queue-item[^"]*" href="([^"]+)"', page):
        assert 'aria-current="page"' in supplier.get(link.replace("&amp;", "&")).text
    assert "state=to_confirm" in page
    assert "state=open" in page


def test_who_ordered_is_called_by_what_they_are_to_the_visitor(busy, supplier, buyer):
    assert '<th scope="col">Distributor</th>' in buyer.get("/").text
    assert '<th scope="col">Buyer</th>' in supplier.get("/").text
