"""What scripts add to the pages, and that the pages work without them."""

import re

from tests.browser.conftest import PASSWORD, add_persona
from tests.browser.looking import DESK, PHONE, Variant

ENGLISH = Variant("en", "light", 1440)


def test_rows_are_walked_and_opened_by_key(look):
    with look(ENGLISH, "admin") as visit:
        page = visit.open("/people")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        assert page.locator("tr.current").count() == 1
        assert page.locator("tbody tr").first.get_attribute("class") == "current"
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/people/[0-9a-f-]{36}$"))
        assert visit.complaints == []


def test_search_has_its_keys_and_typing_is_left_alone(look):
    with look(ENGLISH, "supplier") as visit:
        page = visit.open("/")
        page.keyboard.press("/")
        page.keyboard.type("4500018328jkx?")
        assert page.locator("[data-search]").input_value() == "4500018328jkx?"
        page.locator("h1").click()
        page.keyboard.press("Control+k")
        page.keyboard.type("4500018328")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/orders/[0-9a-f-]{36}$"))


def test_the_list_of_keys_opens_and_is_clean(look):
    with look(DESK, "supplier") as visit:
        page = visit.open("/")
        page.keyboard.press("?")
        assert page.locator("#keyboard-help").is_visible()
        assert visit.problems() == []
        page.keyboard.press("Escape")
        assert not page.locator("#keyboard-help").is_visible()


def test_the_menu_of_the_person_is_clean_and_closes(look):
    for variant in (DESK, PHONE):
        with look(variant, "admin") as visit:
            page = visit.open("/")
            menu = page.locator("details[data-menu]:visible")
            menu.locator("summary").click()
            assert menu.locator(".menu").is_visible()
            assert visit.problems() == []
            page.keyboard.press("Escape")
            assert not menu.locator(".menu").is_visible()


def test_the_appearance_changes_without_a_reload_and_is_kept(look):
    with look(ENGLISH, "admin") as visit:
        page = visit.open("/people")
        page.evaluate("window.stillHere = true")
        with page.expect_response("**/appearance"):
            page.locator("[data-theme-switch] button:visible").click()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert page.evaluate("window.stillHere") is True
        page.reload()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert visit.complaints == []


def test_the_language_switch_keeps_the_page(look, site):
    # Somebody of this test alone: the language is kept with the account.
    person = add_persona(site.trade, site.trade.world.own_id, "Li Na", "tenant_admin")
    with look(ENGLISH, person) as visit:
        page = visit.open("/people?tab=own")
        page.get_by_role("button", name="中文").click()
        page.wait_for_load_state()
        assert page.url.endswith("/people?tab=own")
        assert page.locator("h1").inner_text() == "人员"


def test_something_final_is_asked_first(look, site):
    victim = add_persona(site.trade, site.trade.world.supplier_id, "Somebody", "supplier")
    with look(ENGLISH, "admin") as visit:
        page = visit.open(f"/people/{victim.membership_id}")
        page.get_by_role("button", name="Shut out").click()
        assert page.locator("#confirm-dialog").is_visible()
        assert visit.problems() == []
        page.locator("#confirm-dialog button[value=no]").click()
        assert page.locator("h1 + .state").inner_text() == "active"
        page.get_by_role("button", name="Shut out").click()
        page.locator("[data-confirm-yes]").click()
        page.locator(".toast").wait_for()
        assert "Somebody is out" in page.locator(".toast").inner_text()
        assert visit.problems() == []
        page.locator(".toast [data-dismiss]").click()
        assert page.locator(".toast").count() == 0


def test_a_secret_is_shown_once_and_can_be_copied(look, site):
    for variant in (DESK, PHONE):
        with look(variant, "admin") as visit:
            page = visit.open(f"/partners/{site.trade.world.distributor_id}")
            page.locator("#key-name").fill(f"key {variant.name}")
            page.locator(".inline-form button").click()
            page.locator("#copy-value").wait_for()
            assert visit.problems() == []
            page.locator("[data-copy=copy-value]").click()
            page.locator(".toast").wait_for()


def test_a_refused_form_is_clean_and_leads_to_the_first_wrong_field(look, site):
    for variant in (DESK, PHONE):
        with look(variant, "admin") as visit:
            page = visit.open(f"/partners/{site.trade.world.supplier_id}/agreements/new")
            page.locator("main form button.primary").click()
            page.locator(".field-error").first.wait_for()
            assert page.evaluate("document.activeElement.name") == "name"
            assert visit.problems() == []


def test_a_refused_sign_in_is_clean(look, site):
    for variant in (DESK, PHONE):
        with look(variant) as visit:
            page = visit.open("/sign-in")
            page.locator("#f-email").fill(site.buyer.email)
            page.locator("#f-password").fill("wrong")
            page.locator("main form button.primary").click()
            page.locator(".notice.bad").wait_for()
            assert visit.problems() == []


def test_a_form_is_posted_once_however_often_it_is_pressed(look, site):
    with look(ENGLISH, "admin") as visit:
        page = visit.open("/partners/new")
        posts = []
        page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
        page.locator("#f-name").fill("Pressed Twice Ltd")
        page.locator("input[value=is_supplier]").check()
        page.locator("main form button.primary").dblclick()
        page.wait_for_url(re.compile(r"/partners/[0-9a-f-]{36}$"))
        assert len(posts) == 1


def test_everything_works_without_scripts(look, site):
    person = add_persona(site.trade, site.trade.world.own_id, "No Script", "tenant_admin")
    with look(ENGLISH, scripts=False) as visit:
        page = visit.page
        page.goto(visit.url + "/people")
        page.locator("#f-email").fill(person.email)
        page.locator("#f-password").fill(PASSWORD)
        page.locator("main form button.primary").click()
        page.wait_for_url(re.compile(r"/people$"))
        assert not page.locator("[data-open=keyboard-help]").is_visible()
        page.get_by_role("link", name="Invite somebody").click()
        page.locator("select").select_option(str(site.trade.world.supplier_id))
        page.get_by_role("button", name="Continue").click()
        page.locator("#f-display_name").fill("Paper Person")
        page.locator("#f-email").fill("paper@example.com")
        page.get_by_role("button", name="Make the invitation").click()
        assert "/welcome/" in page.locator("#copy-value").input_value()
        page.locator("summary:visible").click()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(re.compile(r"/sign-in$"))


def test_the_skip_link_leads_to_the_content(look):
    with look(ENGLISH, "admin") as visit:
        page = visit.open("/people")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")
