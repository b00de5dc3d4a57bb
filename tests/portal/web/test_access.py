"""Every route says who may call it, and is closed to everybody else."""

from uuid import UUID

import pytest
from flask import Flask

from causeway.portal.app import MACHINES
from causeway.portal.web.access import access_of, check_all_declared, needs, safe_next
from causeway.tenants.permissions import Permission

NOBODY = UUID(int=7)
PUBLIC = {
    "account.accept_invitation",
    "account.do_sign_in",
    "account.reset",
    "account.reset_password",
    "account.set_language",
    "account.set_theme",
    "account.sign_in",
    "account.welcome",
    "assets.favicon",
    "assets.serve",
    "health.alive",
    "health.measures",
    "health.ready",
}


def rules(app: Flask):
    for rule in app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] not in MACHINES:
            yield rule


def address(rule) -> str:
    samples = {"UUIDConverter": NOBODY, "IntegerConverter": 1}
    values = {name: samples.get(type(kind).__name__, "x") for name, kind in rule._converters.items()}
    return rule.build(values, append_unknown=False)[1]


def test_every_route_says_who_may_call_it(portal):
    silent = [
        rule.endpoint for rule in rules(portal) if access_of(portal.view_functions[rule.endpoint]) is None
    ]
    assert silent == []


def test_an_application_with_a_silent_route_does_not_start():
    app = Flask("silent", static_folder=None)
    app.add_url_rule("/silent", "silent", lambda: "text")
    with pytest.raises(RuntimeError, match="silent"):
        check_all_declared(app, machine_blueprints=frozenset())


def test_what_is_public_is_listed_here(portal):
    found = {
        rule.endpoint for rule in rules(portal) if access_of(portal.view_functions[rule.endpoint]).public
    }
    assert found == PUBLIC


def test_a_stranger_is_led_to_the_sign_in_from_every_other_route(portal):
    for rule in rules(portal):
        if rule.endpoint in PUBLIC:
            continue
        method = "POST" if "POST" in rule.methods else "GET"
        response = portal.test_client().open(address(rule), method=method)
        assert response.status_code == 303, (rule.endpoint, response.status_code)
        assert response.headers["Location"].startswith("/sign-in"), rule.endpoint


def test_a_supplier_is_refused_by_every_route_that_needs_what_suppliers_lack(portal, supplier):
    lacking = {
        Permission.CODES_MANAGE,
        Permission.PEOPLE_MANAGE,
        Permission.PARTNERS_MANAGE,
        Permission.MESSAGES_RELEASE,
    }
    tried = 0
    token = supplier.token("/account")
    for rule in rules(portal):
        if access_of(portal.view_functions[rule.endpoint]).permission not in lacking:
            continue
        tried += 1
        method = "POST" if "POST" in rule.methods else "GET"
        response = supplier.client.open(
            address(rule), method=method, data={"csrf_token": token} if method == "POST" else None
        )
        assert response.status_code == 403, (rule.endpoint, response.status_code)
    assert tried > 15


def test_a_fragment_asked_for_after_the_session_ended_leads_the_page_to_the_sign_in(stranger):
    response = stranger.get("/people", headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response.headers["HX-Redirect"].startswith("/sign-in")


def test_a_refused_form_changes_nothing(portal, admin):
    seen = []

    def view():
        from causeway.portal.web.access import db_session
        from causeway.tenants.directory import NewOrganization, add_organization

        seen.append(add_organization(db_session(), NewOrganization("Half made", is_supplier=True)).id)
        return "refused", 422

    with portal.test_request_context("/", headers={"Cookie": f"causeway={admin.session_cookie}"}):
        portal.preprocess_request()
        assert needs(Permission.PEOPLE_MANAGE)(view)().status_code == 422
    assert admin.get(f"/partners/{seen[0]}").status_code == 404


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "evil",
        "",
        None,
        "/a\r\nSet-Cookie: x",
        "javascript:alert(1)",
    ],
)
def test_another_sites_address_is_never_gone_on_to(target):
    assert safe_next(target, "/home") == "/home"


def test_an_address_of_ours_is_gone_on_to():
    assert safe_next("/orders?tab=all#x", "/home") == "/orders?tab=all#x"
