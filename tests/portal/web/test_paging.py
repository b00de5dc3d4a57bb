"""Lists by key, forwards and back: the page before shows the rows that stood there, and its address says so."""

import re

import pytest

from causeway.portal.domain.codes import queries as codes
from causeway.portal.web.messages import listing
from causeway.portal.web.partners import pages as partners
from causeway.tenants import db, keyset
from causeway.tenants.auth import people
from causeway.tenants.directory import NewOrganization, add_organization
from tests.builders.orders import a_purchase_order
from tests.builders.trade import start_trading

ROWS = re.compile(r'<a class="title[^"]*" href="([^"]+)"')


@pytest.fixture
def small_pages(monkeypatch):
    """Two rows on a page, so that a handful of rows is a long list."""
    real = keyset.read_page

    def two(*args, **options):
        return real(*args, **{**options, "limit": 2})

    for module in (codes, listing, partners, people):
        monkeypatch.setattr(module, "read_page", two)


@pytest.fixture
def crowd(world):
    """Seven companies, people and unknown codes, some of the same name."""
    trade = start_trading(world)
    for number in range(5):
        with db.unit_of_work(world.staff) as session:
            add_organization(session, NewOrganization("Same Name Ltd", is_supplier=True))
            people.invite_person(
                session,
                world.supplier_id,
                email=f"p{number}@example.com",
                display_name="Same Name",
                roles=["supplier"],
            )
        trade.hold(a_purchase_order(order_number=f"PO-{number}").with_line(buyer=f"NOBODY-{number}").build())
    return trade


def way(page: str, which: str) -> str | None:
    found = re.search(rf'rel="{which}" href="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else None


@pytest.mark.parametrize("path", ["/messages", "/codes", "/codes/tables/item", "/partners", "/people"])
def test_every_list_goes_on_to_its_end_and_back_over_the_same_pages(small_pages, crowd, enter, path):
    visitor = enter(crowd.world.own_id, "tenant_admin", "integrator")
    pages, address = [], path
    while address:
        page = visitor.get(address)
        assert page.status_code == 200
        pages.append((ROWS.findall(page.text), address))
        address, last = way(page.text, "next"), page.text
    rows = [row for found, _ in pages for row in found]
    assert len(rows) == len(set(rows))
    if path != "/codes/tables/item":
        assert len(pages) > 2
    for found, _ in reversed(pages[:-1]):
        last = visitor.get(way(last, "prev")).text
        assert ROWS.findall(last) == found
    assert way(last, "prev") is None


def test_a_place_that_is_no_id_is_the_first_page(crowd, enter):
    visitor = enter(crowd.world.own_id, "tenant_admin", "integrator")
    for path in ("/messages", "/codes", "/partners", "/people"):
        assert visitor.get(f"{path}?after=x&until=y").status_code == 200
