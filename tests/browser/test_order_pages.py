"""The whole story of an order in a browser: found, opened, split, rejected, sent, undone; and the pages as people see them."""

import datetime as dt
import os
import re
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Page, expect

from causeway.gateway.canonical.header import Purpose
from causeway.gateway.canonical.items import Description, Item
from causeway.gateway.canonical.parties import Identifier
from causeway.portal.domain.orders import service
from causeway.portal.domain.orders.answers import Answer, AnswerAction, Delivery, LineAnswer, ReasonCode
from causeway.portal.domain.orders.queries import get_order
from causeway.tenants import db
from tests.browser.looking import ALL, DESK, PHONE, Variant
from tests.builders.orders import OrderBuilder, a_purchase_order, changed_to

SHOTS = os.environ.get("CAUSEWAY_SCREENSHOTS")
VARIANTS = ALL if os.environ.get("CAUSEWAY_ALL_VARIANTS") else [DESK, PHONE]
ITEMS = (
    ("深沟球轴承 6204-2RS", "SKF-6204-2RS"),
    ("不锈钢法兰 DN50 PN16 带颈对焊 RF 突面", "FL-DN50-304"),
    ("Hex head bolt M8×30, stainless A2-70, DIN 933, full thread", "DIN933-M8x30"),
    ("密封圈 NBR 45×3", "OR-45-3"),
)


def an_order(number: str, *quantities: int, **line) -> OrderBuilder:
    """An order with one line for each quantity, named as such things are."""
    order = a_purchase_order(order_number=number)
    for position, quantity in enumerate(quantities):
        order.with_line(str(10 * (position + 1)), quantity=quantity, price="18.60", **line)
        name, code = ITEMS[position % len(ITEMS)]
        ids = (Identifier("buyer", "M-100"), Identifier("seller", code), Identifier("gtin", "06901234567892"))
        order._lines[-1] = msgspec.structs.replace(
            order._lines[-1], item=Item(ids=ids, descriptions=(Description(name),))
        )
    return order


def respond(site, order_id, answer, version=1):
    with db.unit_of_work(site.trade.supplier_person) as session:
        service.respond(session, order_id, answer, expected_version=version)


def state_of(site, order_id):
    with db.unit_of_work(site.trade.buyer_person) as session:
        return get_order(session, order_id)


def keep(page: Page, name: str, variant: Variant, *, whole: bool = True) -> None:
    if SHOTS:
        folder = Path(SHOTS)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}-{variant.name}.png", full_page=whole)


@pytest.fixture(scope="session")
def orders(site):
    """Orders in every state a page can show."""
    place = site.trade.place
    found = {
        "open": place(an_order("4500027001", 1000, 360, 150, 20).build()),
        "split": place(an_order("4500027002", 1000, 50).build()),
        "rejected": place(an_order("4500027003", 12).build()),
        "done": place(an_order("4500027004", 5).build()),
        "scheduled": place(
            an_order(
                "4500027006", 1000, schedules=((600, dt.date(2026, 12, 10)), (400, dt.date(2026, 12, 24)))
            ).build()
        ),
    }
    split = LineAnswer(
        "10",
        (
            Delivery(Decimal(600), dt.date(2026, 12, 10)),
            Delivery(
                Decimal(400),
                dt.date(2026, 12, 24),
                reason=ReasonCode.NO_CAPACITY,
                reason_text="热处理工序产能不足，分两批交付",
            ),
        ),
    )
    respond(site, found["split"], Answer(lines=(split,)))
    respond(site, found["rejected"], Answer(AnswerAction.REJECT_ALL, reason=ReasonCode.DISCONTINUED))
    respond(site, found["done"], Answer(AnswerAction.ACCEPT_ALL))
    found["changed"] = place(an_order("4500027005", 800, 360).build())
    respond(site, found["changed"], Answer(AnswerAction.ACCEPT_ALL))
    place(changed_to(an_order("4500027005", 1000, 360).build(), Purpose.CHANGE))
    return found


PAGES = {
    "orders": ("supplier", "/orders?state=all"),
    "orders-to-confirm": ("supplier", "/orders"),
    "orders-empty": ("supplier", "/orders?state=cancelled"),
    "orders-filtered": ("buyer", "/orders?state=all&q=45000270&before=2027-01-01"),
    "orders-staff": ("admin", "/orders?state=all"),
    "orders-distributor": ("distributor", "/orders"),
    "order-open": ("supplier", "/orders/{open}"),
    "order-split": ("supplier", "/orders/{split}"),
    "order-changed": ("supplier", "/orders/{changed}"),
    "order-scheduled": ("supplier", "/orders/{scheduled}"),
    "order-rejected": ("buyer", "/orders/{rejected}"),
    "order-done": ("admin", "/orders/{done}"),
}


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
@pytest.mark.parametrize("name", PAGES)
def test_page_is_clean(look, orders, name, variant):
    who, path = PAGES[name]
    with look(variant, who) as visit:
        page = visit.open(path.format(**orders))
        keep(page, name, variant, whole=not name.startswith("order-"))
        assert visit.problems() == []


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_a_form_in_full_use_is_clean(look, orders, variant):
    with look(variant, "supplier") as visit:
        page = visit.open(f"/orders/{orders['open']}")
        lines = page.locator("[data-line]")
        lines.nth(0).locator("[data-add]").first.click()
        lines.nth(0).locator("input[inputmode=decimal]").first.fill("1.000")
        lines.nth(1).locator("input[value=reject]").check()
        lines.nth(2).locator("input[type=date]").fill("2026-12-24")
        page.locator("[data-send]").click()
        expect(page.locator(".field-error").first).to_be_visible()
        keep(page, "order-refused", variant)
        assert visit.problems() == []
        page.locator("details.popover summary").click()
        assert visit.problems() == []
        keep(page, "order-reject-all", variant, whole=False)


def test_the_story_of_an_order(look, site):
    order_id = site.trade.place(an_order("4500030001", 1000, 50, 20).build())
    with look(DESK, "supplier") as visit:
        page = visit.open("/orders")
        page.get_by_role("link", name="4500030001").click()
        expect(page.locator("h1")).to_have_text("4500030001")
        lines = page.locator("[data-line]")
        first = lines.nth(0)

        # Split: the sum is weighed while typing.
        first.locator("input[inputmode=decimal]").fill("600")
        expect(first.locator("[data-sum]")).to_have_text("还差 400")
        first.locator("[data-add]").click()
        second = first.locator("[data-delivery]").nth(1)
        expect(second.locator("input[inputmode=decimal]")).to_have_value("400")
        expect(second.locator("input[inputmode=decimal]")).to_be_focused()
        expect(first.locator("[data-sum]")).to_have_text("合计相符")
        second.locator("input[type=date]").fill("2026-12-24")
        expect(second.locator("[data-delta]")).to_have_text("+14")
        first.locator("select[name$='.reason']").select_option("no_capacity")
        first.locator("input[name$='.text']").fill("分两批交付")

        # Reject one, accept another.
        lines.nth(1).get_by_role("radio", name="拒绝").check()
        lines.nth(1).locator("select[name$='.reason']").select_option("discontinued")
        lines.nth(2).get_by_role("radio", name="接受").check()
        expect(page.locator("[data-answered]")).to_contain_text("3")
        page.get_by_role("button", name="发送答复").click()

        expect(page.locator(".toast")).to_contain_text("已答复，有变更")
        expect(page.locator("main")).to_contain_text("分两批交付")
        expect(page.locator(".timeline")).to_contain_text("王丽 答复了 3 行，有变更")
        expect(page.locator(".timeline")).to_contain_text("王丽 已查看订单")
        keep(page, "order-answered", DESK)
        assert state_of(site, order_id).order.state == "confirmed"

        # Undo by its key.
        page.keyboard.press("z")
        expect(page.locator(".timeline")).to_contain_text("撤回")
        expect(page.locator("[data-line]")).to_have_count(3)
        assert state_of(site, order_id).order.state == "to_confirm"
        assert visit.problems() == []


def test_enter_keeps_and_escape_takes_back_what_was_typed(look, site):
    order_id = site.trade.place(an_order("4500030002", 1000).build())
    with look(DESK, "supplier") as visit:
        page = visit.open(f"/orders/{order_id}")
        quantity = page.locator("[data-line] input[inputmode=decimal]")
        quantity.fill("900")
        quantity.press("Enter")
        expect(page.locator("[data-line] input[type=date]")).to_be_focused()
        expect(page).to_have_url(re.compile(rf"/orders/{order_id}$"))
        quantity.focus()
        quantity.fill("7")
        quantity.press("Escape")
        expect(quantity).to_have_value("900")
        page.locator("[data-line]").get_by_role("radio", name="接受").check()
        expect(quantity).to_have_value("1000")
        assert state_of(site, order_id).responses == []


def test_the_list_is_worked_through_with_the_keyboard(look, site):
    ids = [site.trade.place(an_order(f"45000301{number:02d}", 10).build()) for number in range(3)]
    with look(DESK, "supplier") as visit:
        page = visit.open("/orders?q=45000301")
        expect(page.locator("[data-bulk]")).to_be_hidden()
        for key in ("j", "x", "j", "x"):
            page.keyboard.press(key)
        expect(page.locator("[data-bulk-count]")).to_have_text("已选 2 个订单")
        page.keyboard.press("y")
        expect(page.locator("h1")).to_have_text("批量确认结果")
        expect(page.locator("main .state.ok")).to_have_count(2)
        assert visit.problems() == []
        assert [state_of(site, each).order.state for each in ids].count("confirmed") == 2
        visit.open("/orders?q=45000301&state=to_confirm")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("4500030102")


def test_without_scripts_an_order_is_split_and_answered(look, site):
    order_id = site.trade.place(an_order("4500030200", 1000).build())
    with look(DESK, "supplier", scripts=False) as visit:
        page = visit.open(f"/orders/{order_id}")
        page.locator("[data-line] input[inputmode=decimal]").fill("600")
        # Enter must not send anything.
        page.locator("[data-line] input[inputmode=decimal]").press("Enter")
        assert state_of(site, order_id).responses == []
        page.get_by_role("button", name="拆分").last.click()
        days = page.locator("[data-line] input[type=date]")
        expect(days).to_have_count(2)
        days.nth(1).fill("2026-12-24")
        page.locator("select[name$='.reason']").last.select_option("no_capacity")
        page.get_by_role("button", name="发送答复").click()
        expect(page.locator(".timeline")).to_contain_text("答复了 1 行")
        assert state_of(site, order_id).order.state == "confirmed"


def test_a_change_by_the_buyer_while_typing_keeps_what_was_typed(look, site):
    order_id = site.trade.place(an_order("4500030300", 1000, 20).build())
    with look(DESK, "supplier") as visit:
        page = visit.open(f"/orders/{order_id}")
        page.locator("[data-line]").nth(0).locator("input[inputmode=decimal]").fill("600")
        page.locator("[data-line]").nth(0).locator("[data-add]").click()
        site.trade.place(changed_to(an_order("4500030300", 800, 20).build(), Purpose.CHANGE))
        page.get_by_role("button", name="发送答复").click()
        expect(page.locator("main")).to_contain_text("第 10 行：数量 1,000 → 800")
        expect(page.locator("[data-line]").nth(0).locator("input[inputmode=decimal]").first).to_have_value(
            "600"
        )
        expect(page.locator("[data-line]").nth(0).locator("[data-sum]")).to_have_text("多出 200")
        keep(page, "order-conflict", DESK)
        assert state_of(site, order_id).responses == []
        assert visit.problems() == []


def test_the_chosen_row_stands_beside_the_list_where_there_is_room(look, site):
    with look(Variant("en", "light", 1440), "buyer") as visit:
        page = visit.open("/orders?state=all")
        page.keyboard.press("j")
        page.locator(".list-pane h2").wait_for()
        first = page.locator(".list-pane h2").inner_text()
        assert first == page.locator("tr.current a.title").inner_text()
        assert visit.problems() == []
        page.keyboard.press("j")
        page.wait_for_function(
            "first => document.querySelector('.list-pane h2').innerText !== first", arg=first
        )
        second = page.locator(".list-pane h2").inner_text()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/orders/[0-9a-f-]{36}$"))
        page.go_back()
        page.locator(".list-pane h2").wait_for()
        assert page.locator(".list-pane h2").inner_text() == second
        page.keyboard.press("Escape")
        assert not page.locator(".list-pane").is_visible()
        page.keyboard.press("k")
        assert not page.locator(".list-pane").is_visible()
        page.keyboard.press("p")
        page.locator(".list-pane h2").wait_for()
        assert visit.complaints == []


@pytest.mark.parametrize(("width", "who"), [(1360, "supplier"), (1460, "supplier"), (1860, "buyer")])
def test_no_column_is_pushed_out_of_the_list_by_the_pane(look, orders, width, who):
    with look(Variant("en", "light", width), who) as visit:
        page = visit.open("/orders?state=all")
        page.keyboard.press("j")
        page.locator(".pane-head h2").wait_for()
        page.evaluate(
            """() => {
                const row = document.querySelector('tbody tr[data-row]');
                row.querySelector('.other').textContent = '佛山市顺德区恒泰精密电机制造股份有限公司';
                row.querySelector('.state').textContent = 'Changed by the buyer';
            }"""
        )
        assert visit.problems() == []
        tabs = page.locator(".tabs").first.bounding_box()
        current = page.locator(".tabs a[aria-current]").first.bounding_box()
        assert current["x"] + current["width"] <= tabs["x"] + tabs["width"] + 1


def test_the_list_makes_room_only_for_an_order_that_has_arrived(look, site):
    with look(Variant("en", "light", 1440), "buyer") as visit:
        page = visit.open("/orders?state=all")
        asked = []
        page.route("**/pane", lambda route: asked.append(route))  # noqa: PLW0108 - its name is looked at
        page.keyboard.press("j")
        page.wait_for_function("document.querySelector('.list-pane[aria-busy=true]')")
        assert not page.locator(".list-pane").is_visible()
        # Esc while it is on its way: it must not come up afterwards.
        page.keyboard.press("Escape")
        assert page.evaluate("location.hash") == ""
        page.wait_for_timeout(100)
        assert not page.locator(".list-pane").is_visible()
        page.keyboard.press("p")
        page.wait_for_function("document.querySelector('.list-pane[aria-busy=true]')")
        assert not page.locator(".list-pane").is_visible()
        page.wait_for_timeout(50)
        asked[-1].continue_()
        page.locator(".list-pane h2").wait_for()
        assert page.locator(".list-pane h2").inner_text() == page.locator("tr.current a.title").inner_text()
        assert visit.complaints == []


def test_a_narrow_window_has_no_pane(look):
    with look(Variant("en", "light", 1280), "buyer") as visit:
        page = visit.open("/orders?state=all")
        page.keyboard.press("j")
        page.locator("tbody tr td.asked").first.click()
        page.wait_for_url(re.compile(r"/orders/[0-9a-f-]{36}$"))
