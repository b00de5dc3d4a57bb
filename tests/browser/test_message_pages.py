"""Messages and codes, as people see them: complete, readable, reachable by key, the same without scripts."""

import os
import re
from pathlib import Path

import pytest

from causeway.portal import bindings
from tests.browser.looking import ALL, DESK, PHONE, Variant
from tests.gateway.pipeline.support import interchange
from tests.portal.web.messages.exchanging import DISTRIBUTOR, ERP, Exchange, order_set

SHOTS = os.environ.get("CAUSEWAY_SCREENSHOTS")
VARIANTS = ALL if os.environ.get("CAUSEWAY_ALL_VARIANTS") else [DESK, PHONE]
EVIL = "</code><script>alert(1)</script>\u202egnp.exe\u200b 中文名称很长很长很长很长很长很长很长很长很长很长"


@pytest.fixture(scope="session")
def exchange(site) -> Exchange:
    """Files that went well, that wait, that were refused, and that never became messages."""
    bindings.bind()
    exchange = Exchange(site.trade, control=500)
    exchange.send(order_set("4500020001", lines=3), order_set("4500020002", "0002", quantity="FIVE"))
    exchange.send(order_set("4500020003", item="NOBODY-KNOWS-9"), order_set("4500020004", "0002", unit="UN"))
    exchange.send_bytes(interchange(order_set("4500020001", quantity="900"), control=501, identities=ERP))
    exchange.send_bytes(b"%PDF-1.7 \x00\x01 no order at all")
    exchange.send(order_set("4500020005", extra=(f"REF*DP*{EVIL}", "N9*L1*X", f"MSG*{EVIL}")))
    exchange.send(order_set("4500020006", lines=400))
    distributor = site.trade.world.distributor_id
    exchange.send(order_set("GL-2026-0201"), identities=DISTRIBUTOR, sender_id=distributor)
    return exchange


@pytest.fixture(scope="session")
def places(exchange) -> dict[str, str]:
    """Where the pages of this test are."""
    from sqlalchemy import select

    from causeway.gateway.exchanges.models import Transmission
    from causeway.portal.domain.codes.models import UnknownCode
    from causeway.tenants.db import unit_of_work

    order = exchange.message("4500020001")
    rejected = exchange.messages(state="rejected")[0]
    ack = exchange.messages(document="997")[0]
    with unit_of_work(exchange.trade.world.staff) as session:
        files = {row.reason: row.id for row in session.scalars(select(Transmission).filter_by(state="held"))}
        codes = {row.code: row.id for row in session.scalars(select(UnknownCode))}
    return {
        "list": "/messages",
        "list-held": "/messages?tab=held",
        "list-filtered": "/messages?tab=held&order=4500020003&document=850",
        "list-nothing": "/messages?order=0",
        "files": "/messages?tab=files",
        "file-conflict": f"/messages/files/{files['control_number_conflict']}",
        "file-format": f"/messages/files/{files['unknown_format']}",
        "message": f"/messages/{order.id}",
        "message-parsed": f"/messages/{order.id}?view=parsed",
        "message-rejected": f"/messages/{rejected.id}",
        "message-held": f"/messages/{exchange.message('4500020003').id}",
        "message-evil": f"/messages/{exchange.message('4500020005').id}",
        "message-evil-parsed": f"/messages/{exchange.message('4500020005').id}?view=parsed",
        "message-long": f"/messages/{exchange.message('4500020006').id}?page=2",
        "acknowledgement": f"/messages/{ack.id}",
        "codes": "/codes",
        "code-item": f"/codes/unknown/{codes['NOBODY-KNOWS-9']}",
        "code-unit": f"/codes/unknown/{codes['UN']}?q=pie",
        "table-party": "/codes/tables/party",
        "table-site": "/codes/tables/site",
    }


PAGES = (
    "list", "list-held", "list-filtered", "list-nothing", "files", "file-conflict", "file-format", "message",
    "message-parsed", "message-rejected", "message-held", "message-evil", "message-evil-parsed", "message-long",
    "acknowledgement", "codes", "code-item", "code-unit", "table-party", "table-site",
)  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole(look, places, name: str, variant: Variant):
    with look(variant, "integrator") as visit:
        page = visit.open(places[name])
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{variant.name}.png", full_page=True)
        assert visit.problems() == []


@pytest.mark.parametrize("variant", [DESK, PHONE], ids=lambda variant: variant.name)
def test_a_partners_view_is_whole(look, places, variant):
    for name in ("list", "message"):
        with look(variant, "supplier") as visit:
            visit.open(places[name])
            assert visit.problems() == []


def test_pointing_at_one_side_marks_the_other(look, places):
    with look(DESK, "integrator") as visit:
        page = visit.open(places["message"])
        page.hover("#s6 .line-text")
        assert page.locator("#s6").get_attribute("class").split() == ["linked"]
        marked = page.locator("[data-pane] >> nth=1 >> .linked")
        assert marked.count() > 2
        assert "M-100" in marked.all_inner_texts().__str__()
        marked.first.hover()
        assert "linked" in page.locator("#s6").get_attribute("class")


def test_the_segments_can_be_walked_by_key(look, places):
    with look(DESK, "integrator") as visit:
        page = visit.open(places["message"])
        page.focus("#s1 .line-number")
        for _ in range(5):
            page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#s6"
        assert page.locator("[data-pane] >> nth=1 >> .linked").count() > 2
        page.keyboard.press("End")
        assert page.evaluate("document.activeElement.closest('li').innerText").find("SE") > 0
        # One stop for the tab key in each pane, and no trap.
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('#s13')") is None


def test_a_problem_leads_to_its_segment(look, places):
    with look(DESK, "integrator") as visit:
        page = visit.open(places["message-rejected"])
        page.click('a:has-text("PO102")')
        page.wait_for_url("**#s6")
        assert page.locator("#s6").is_visible()


def test_a_file_is_released_in_a_dialog_that_asks_why(look, places):
    with look(DESK, "integrator") as visit:
        page = visit.open(places["file-format"])
        page.click("[data-open=release]")
        assert page.locator("dialog#release").is_visible()
        assert visit.problems() == []
        page.keyboard.press("Escape")
        assert not page.locator("dialog#release").is_visible()


def test_a_code_is_added_in_a_dialog(look, places):
    with look(DESK, "integrator") as visit:
        page = visit.open(places["table-party"])
        page.click("[data-open=add-code]")
        assert page.locator("dialog#add-code").is_visible()
        assert visit.problems() == []


def test_filters_and_actions_work_without_scripts(look, places):
    with look(DESK, "integrator", scripts=False) as visit:
        page = visit.page
        page.goto(visit.url + "/messages")
        page.click(".filter-box summary")
        page.fill("#f-order", "4500020003")
        page.click(".filters button")
        assert page.locator("tbody tr").count() == 1
        page.goto(visit.url + places["message-held"])
        page.fill("#release-plain", "tried without scripts")
        page.click("noscript button, form.card button.primary")
        assert "/messages/" in page.url


def test_the_chosen_message_stands_beside_the_list(look, places):
    with look(Variant("en", "light", 1440), "integrator") as visit:
        page = visit.open("/messages?document=850")
        page.keyboard.press("j")
        page.locator(".pane-head h2").wait_for()
        assert page.locator(".pane-head h2").inner_text().startswith("850 Purchase order")
        assert page.locator(".list-pane [data-segment]").count() > 5
        # The arrow keys walk its segments, with one stop for the tab key.
        assert page.locator(".list-pane a.line-number[tabindex='0']").count() == 1
        assert visit.problems() == []
        page.keyboard.press("Escape")
        assert not page.locator(".list-pane").is_visible()
        page.keyboard.press("p")
        page.locator(".pane-head h2").wait_for()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/messages/[0-9a-f-]{36}$"))
        assert visit.complaints == []
