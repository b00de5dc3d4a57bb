"""Every page of the shell, as people see it: no complaint of the browser, none of axe, nothing cut off."""

import os
from pathlib import Path

import pytest

from tests.browser.looking import ALL, DESK, PHONE, Variant

SHOTS = os.environ.get("CAUSEWAY_SCREENSHOTS")
VARIANTS = ALL if os.environ.get("CAUSEWAY_ALL_VARIANTS") else [DESK, PHONE]

PAGES = {
    "sign-in": (None, "/sign-in"),
    "welcome": (None, "{invitation}"),
    "reset": (None, "{reset}"),
    "home-admin": ("admin", "/"),
    "home-integrator": ("integrator", "/"),
    "home-supplier": ("supplier", "/"),
    "home-distributor": ("distributor", "/"),
    "account": ("supplier", "/account"),
    "places": ("supplier", "/places"),
    "people": ("admin", "/people"),
    "people-invited": ("admin", "/people?tab=invited"),
    "person": ("admin", "/people/{buyer.membership_id}"),
    "person-invited": ("admin", "/people/{invited.membership_id}"),
    "person-self": ("admin", "/people/{admin.membership_id}"),
    "invite-company": ("admin", "/people/invite"),
    "invite": ("admin", "/people/invite?organization={trade.world.supplier_id}"),
    "partners": ("admin", "/partners"),
    "partner": ("admin", "/partners/{trade.world.supplier_id}"),
    "partner-own": ("admin", "/partners/{trade.world.own_id}"),
    "partner-empty": ("admin", "/partners/{trade.world.other_supplier_id}"),
    "partner-new": ("admin", "/partners/new"),
    "partner-edit": ("admin", "/partners/{trade.world.supplier_id}/edit"),
    "agreement": ("admin", "/partners/agreements/{agreement_id}"),
    "agreement-new": ("admin", "/partners/{trade.world.supplier_id}/agreements/new"),
}
REFUSED = {
    "link-gone": (None, "/welcome/none", 404),
    "not-found": ("admin", "/nowhere", 404),
    "not-found-outside": (None, "/nowhere", 404),
    "not-permitted": ("supplier", "/people", 403),
}


def keep(page, name: str, variant: Variant) -> None:
    if SHOTS:
        folder = Path(SHOTS)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}-{variant.name}.png", full_page=True)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
@pytest.mark.parametrize("name", PAGES)
def test_page_is_clean(look, site, name, variant):
    who, path = PAGES[name]
    values = {
        part: getattr(site, part)
        for part in ("trade", "admin", "buyer", "invited", "invitation", "reset", "agreement_id")
    }
    with look(variant, who) as visit:
        page = visit.open(path.format(**values))
        keep(page, name, variant)
        assert visit.problems() == []


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
@pytest.mark.parametrize("name", REFUSED)
def test_refusal_is_clean(look, name, variant):
    who, path, status = REFUSED[name]
    with look(variant, who) as visit:
        page = visit.open(path, status=status)
        keep(page, name, variant)
        assert visit.problems() == []
