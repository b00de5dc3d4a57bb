"""What an administrator does with people, companies, agreements and keys."""

import html
import json
import re
from uuid import UUID

import pytest

from causeway.gateway.partners.models import Agreement
from causeway.gateway.partners.service import terms_of
from causeway.portal.web.partners.directory import is_gln, is_uscc
from causeway.portal.web.partners.terms_form import values_of_new
from causeway.tenants import db
from causeway.tenants.auth.api_keys import find_identity
from tests.conftest import make_world
from tests.portal.web.conftest import membership_of


@pytest.fixture
def post(admin):
    def send(path: str, **data):
        return admin.client.post(path, data={"csrf_token": admin.token("/account"), **data})

    return send


def agreement_form(**changes):
    named = {
        "name": "Haichuan",
        "their_id": "HAICHUAN",
        "their_group_id": "HAICHUAN",
        "our_id": "EAST",
        "our_group_id": "EAST",
    }
    values = {**values_of_new(), **named, **changes}
    return {
        name: "" if value is None else value
        for name, value in values.items()
        if not isinstance(value, (dict, list, tuple))
    }


def test_everybody_is_listed_with_company_roles_and_state(admin, supplier):
    page = admin.get("/people").text
    assert supplier.email in page
    assert admin.email in page
    assert "宁波海川精密制造有限公司" in page
    assert supplier.email not in admin.get("/people?tab=own").text


def test_new_roles_are_in_force_with_the_next_request(admin, enter, world, post):
    buyer = enter(world.own_id, "buyer")
    assert buyer.get("/partners").status_code == 403
    assert post(f"/people/{buyer.membership_id}/roles", roles=["integrator"]).status_code == 303
    assert buyer.get("/partners").status_code == 200
    assert membership_of(world, buyer.membership_id).roles == ["integrator"]


def test_roles_of_the_other_side_are_refused(supplier, world, post):
    answer = post(f"/people/{supplier.membership_id}/roles", roles=["tenant_admin"])
    assert answer.status_code == 422
    assert "not for people of this company" in answer.text
    assert membership_of(world, supplier.membership_id).roles == ["supplier"]


def test_the_last_administrator_stays(admin, world, post):
    answer = post(f"/people/{admin.membership_id}/roles", roles=["buyer"])
    assert answer.status_code == 422
    assert "last administrator" in answer.text
    assert post(f"/people/{admin.membership_id}/disable").status_code == 422
    assert admin.get("/people").status_code == 200


def test_somebody_who_is_shut_out_is_out_at_once_and_may_come_back(supplier, post):
    assert post(f"/people/{supplier.membership_id}/disable").status_code == 303
    assert supplier.get("/").status_code == 303
    assert post(f"/people/{supplier.membership_id}/enable").status_code == 303


def test_a_person_is_not_invited_twice(supplier, world, post):
    answer = post(
        f"/people/invite/{world.supplier_id}",
        email=supplier.email,
        display_name="X",
        roles="supplier",
        locale="en",
    )
    assert answer.status_code == 422
    assert "member for this company already" in answer.text


def test_an_invitation_names_what_is_missing(world, post):
    answer = post(f"/people/invite/{world.supplier_id}", email="no-address", display_name="", locale="en")
    assert answer.status_code == 422
    for sentence in ("Write an e-mail address", "Fill this in.", "Choose at least one role."):
        assert sentence in answer.text
    assert 'value="no-address"' in answer.text


def test_people_of_another_tenant_do_not_exist(admin, enter, post):
    elsewhere = make_world("elsewhere")
    foreign = enter(elsewhere.own_id, "tenant_admin", at=elsewhere)
    assert admin.get(f"/people/{foreign.membership_id}").status_code == 404
    assert post(f"/people/{foreign.membership_id}/disable").status_code == 404
    assert admin.get(f"/partners/{elsewhere.supplier_id}").status_code == 404
    assert post(f"/partners/{elsewhere.supplier_id}/keys", name="x").status_code == 404
    assert foreign.get("/").status_code == 200


def test_a_link_for_a_new_password_is_shown_once(admin, supplier, post):
    answer = post(f"/people/{supplier.membership_id}/reset")
    assert re.search(r"http://localhost/reset/[\w-]+", answer.text)
    assert admin.get(f"/people/{supplier.membership_id}/reset").status_code == 303
    assert "/reset/" not in re.sub(r"/people/[^\"]*", "", admin.get(f"/people/{supplier.membership_id}").text)


def test_a_company_enters_the_directory(admin, post):
    answer = post(
        "/partners/new",
        name="苏州长风轴承有限公司",
        locale="zh_CN",
        kinds=["is_supplier"],
        uscc="91350100M000100Y43",
        gln="6901234000016",
    )
    assert answer.status_code == 303
    page = admin.get(answer.headers["Location"]).text
    assert "91350100M000100Y43" in page
    assert "苏州长风轴承有限公司" in admin.get("/partners?tab=suppliers").text
    assert "苏州长风轴承有限公司" not in admin.get("/partners?tab=distributors").text


def test_wrong_numbers_of_a_company_are_named(post):
    answer = post(
        "/partners/new",
        name="X",
        locale="en",
        kinds=["is_supplier"],
        uscc="91350100M000100Y44",
        gln="6901234000017",
        duns="1",
    )
    assert answer.status_code == 422
    assert answer.text.count('class="field-error"') == 3


@pytest.mark.parametrize(
    ("text", "right"),
    [("6901234000016", True), ("6901234000017", False), ("690123400001", False), ("６901234000016", False)],
)
def test_a_gln_has_a_check_digit(text, right):
    assert is_gln(text) is right


@pytest.mark.parametrize(
    ("text", "right"),
    [("91350100M000100Y43", True), ("91350100M000100Y44", False), ("91350100M000100I43", False)],
)
def test_a_social_credit_code_has_a_check_character(text, right):
    assert is_uscc(text) is right


def test_two_who_edit_the_same_company_do_not_overwrite_each_other(world, post):
    path = f"/partners/{world.supplier_id}/edit"
    assert post(path, name="First", locale="en", revision="1").status_code == 303
    late = post(path, name="Second", locale="en", revision="1")
    assert late.status_code == 422
    assert "changed by somebody else" in late.text


def test_a_site_is_added_and_its_code_is_its_own(admin, world, post):
    site = {"code": "NB-01", "name": "北仑工厂", "kind": "plant", "time_zone": "Asia/Shanghai"}
    assert post(f"/partners/{world.supplier_id}/sites", **site).status_code == 303
    assert "北仑工厂" in admin.get(f"/partners/{world.supplier_id}").text
    again = post(f"/partners/{world.supplier_id}/sites", **{**site, "code": "nb-01"})
    assert again.status_code == 422
    nowhere = post(f"/partners/{world.supplier_id}/sites", **{**site, "code": "X", "time_zone": "Moon/Sea"})
    assert "Write a time zone" in nowhere.text


def test_a_key_works_until_it_is_revoked_and_its_secret_is_shown_once(admin, world, post):
    answer = post(f"/partners/{world.supplier_id}/keys", name="production ERP")
    secret = re.search(r'value="(cw_live_[\w-]+)"', answer.text)[1]
    identity = find_identity(secret)
    assert identity.organization_id == world.supplier_id
    page = admin.get(f"/partners/{world.supplier_id}").text
    assert secret not in page
    assert secret[:14] in page
    assert post(f"/partners/{world.supplier_id}/keys/{identity.id}/revoke").status_code == 303
    assert find_identity(secret) is None


def test_a_key_needs_a_name_and_no_third_of_one_name(world, post):
    assert "Fill this in." in post(f"/partners/{world.supplier_id}/keys", name=" ").text
    for _ in range(2):
        assert post(f"/partners/{world.supplier_id}/keys", name="ERP").status_code == 200
    third = post(f"/partners/{world.supplier_id}/keys", name="ERP")
    assert third.status_code == 422
    assert "Revoke one of them first" in third.text


def make_agreement(world, post, **changes) -> UUID:
    answer = post(f"/partners/{world.supplier_id}/agreements/new", **agreement_form(**changes))
    assert answer.status_code == 303, re.findall(r"field-error.*?<span>(.*?)</span>", answer.text)
    with db.unit_of_work(world.staff) as session:
        return session.query(Agreement.id).filter_by(name=changes.get("name", "Haichuan")).one()[0]


def test_an_agreement_is_made_changed_and_switched(admin, world, post):
    agreement_id = make_agreement(world, post)
    path = f"/partners/agreements/{agreement_id}"
    changed = agreement_form(
        revision="1",
        charset="gb18030",
        terminator="'",
        write_version="003060",
        functional_ack="no",
        functional_ack_document="999",
        quantity_means="new_total",
        ack_hours="48",
    )
    assert post(path, **changed).status_code == 303
    with db.unit_of_work(world.staff) as session:
        terms = terms_of(session.get_one(Agreement, (world.tenant_id, agreement_id)))
    assert (terms.charset, terms.delimiters.terminator, terms.functional_ack, terms.ack_hours) == (
        "gb18030",
        "'",
        False,
        48,
    )
    assert (terms.write_version, terms.functional_ack_document, terms.quantity_means) == (
        "003060",
        "999",
        "new_total",
    )
    late = post(path, **changed)
    assert late.status_code == 409
    assert post(f"{path}/switch").status_code == 303
    assert "not in use" in admin.get(path).text


OVERLAY = {
    "overlay": "haichuan",
    "revision": "1",
    "set": "850",
    "version": "004010",
    "valid_from": "2026-01-01",
}


def test_a_partners_own_rules_are_checked_and_kept(admin, world, post):
    agreement_id = make_agreement(world, post)
    path = f"/partners/agreements/{agreement_id}"
    for wrong, says in (
        ("{", "no JSON"),
        ("[" * 5000, "no JSON"),
        ('{"overlay": 1}', "cannot be read"),
        (json.dumps({**OVERLAY, "rules": [{"place": "PO1/NOWHERE", "required": True}]}), "PO1/NOWHERE"),
    ):
        refused = post(path, **agreement_form(revision="1", overlays=wrong))
        assert refused.status_code == 422
        assert says in html.unescape(refused.text)
        assert html.escape(wrong, quote=False) in refused.text.replace("&#34;", '"')
    right = {**OVERLAY, "rules": [{"place": "CUR", "required": True}]}
    assert post(path, **agreement_form(revision="1", overlays=json.dumps(right))).status_code == 303
    with db.unit_of_work(world.staff) as session:
        terms = terms_of(session.get_one(Agreement, (world.tenant_id, agreement_id)))
    assert list(terms.overlays) == [right]
    assert "haichuan" in admin.get(path).text


def test_terms_that_the_form_does_not_show_stay(world, post):
    agreement_id = make_agreement(world, post)
    with db.unit_of_work(world.staff) as session:
        agreement = session.get_one(Agreement, (world.tenant_id, agreement_id))
        agreement.terms = {"leniencies": ["line_breaks"], "delimiters": {"terminator": "\n"}}
    form = agreement_form(revision="1", reading="chosen", terminator="\\n", ack_hours="5")
    assert post(f"/partners/agreements/{agreement_id}", **form).status_code == 303
    with db.unit_of_work(world.staff) as session:
        terms = terms_of(session.get_one(Agreement, (world.tenant_id, agreement_id)))
    assert terms.delimiters.terminator == "\n"
    assert [str(one) for one in terms.leniencies] == ["line_breaks"]
    assert terms.ack_hours == 5


def test_identities_belong_to_one_agreement(world, post):
    make_agreement(world, post)
    again = post(f"/partners/{world.other_supplier_id}/agreements/new", **agreement_form(name="Copy"))
    assert again.status_code == 422
    assert "Another agreement has these identities" in again.text


def test_an_agreement_that_cannot_work_is_refused_field_by_field(world, post):
    wrong = agreement_form(
        their_qualifier="Z", their_id="x" * 16, versions="4010", terminator="*", ack_hours="0"
    )
    answer = post(f"/partners/{world.supplier_id}/agreements/new", **wrong)
    assert answer.status_code == 422
    for name in ("their_qualifier", "their_id", "versions", "ack_hours"):
        assert f'id="f-{name}-error"' in answer.text
    signs = post(f"/partners/{world.supplier_id}/agreements/new", **agreement_form(terminator="*"))
    assert "differ from each other" in signs.text
    blank = post(f"/partners/{world.supplier_id}/agreements/new", **agreement_form(element="a"))
    assert 'id="f-element-error"' in blank.text
