"""Strangers try every route with every id: another tenant's administrator, another supplier, another customer, nobody.

The routes come from the application itself. A route with an id in its address needs a row below that says what kind
of id that is; a new one without its row fails. What is asked for belongs to one supplier or to the core enterprise;
no answer may be a success, differ from the answer for an id that does not exist, or hold one word of it.
"""

import json
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from werkzeug.routing import BuildError

from causeway.portal.demo import company as c
from causeway.portal.demo.documents import render
from causeway.portal.domain.orders import service as orders
from causeway.portal.domain.orders.answers import Answer, AnswerAction
from causeway.portal.domain.orders.models import Order
from causeway.tenants import db
from causeway.tenants.auth import api_keys, people
from causeway.tenants.auth.places import list_places
from causeway.tenants.auth.sessions import Origin, begin_session
from causeway.tenants.context import IDENTITY_SCOPE, Role, Scope
from causeway.tenants.models import Organization, User
from tests.conftest import make_world
from tests.flows.driving import deliver, work_until_idle
from tests.portal.web.conftest import PASSWORD, Visitor

# What each id in an address is. `None` in a victim's row: there is no such thing for that victim.
KINDS = {
    "account.choose_place": {"membership_id": "membership"},
    "account.end_session": {"session_id": "session"},
    "codes.recheck": {"unknown_id": "unknown_code"},
    "codes.remove": {"kind": "code_kind", "entry_id": "code_entry"},
    "codes.resolve": {"unknown_id": "unknown_code"},
    "codes.unknown": {"unknown_id": "unknown_code"},
    "gateway.acknowledge": {"identifier": "outbound"},
    "gateway.content": {"identifier": "outbound"},
    "gateway.show": {"identifier": "transmission"},
    "messages.dismiss_file": {"transmission_id": "transmission"},
    "messages.file": {"transmission_id": "transmission"},
    "messages.file_raw": {"transmission_id": "transmission"},
    "messages.pane": {"message_id": "message"},
    "messages.raw": {"message_id": "message"},
    "messages.release": {"message_id": "message"},
    "messages.release_file": {"transmission_id": "transmission"},
    "messages.replay": {"message_id": "message"},
    "messages.second_opinion": {"message_id": "message"},
    "messages.show": {"message_id": "message"},
    "orders.answer": {"order_id": "order"},
    "orders.mark_seen": {"order_id": "order"},
    "orders.pane": {"order_id": "order"},
    "orders.show": {"order_id": "order"},
    "orders.undo": {"order_id": "order", "version": "version"},
    "partners.add_agreement": {"organization_id": "organization"},
    "partners.add_place": {"organization_id": "organization"},
    "partners.agreement": {"agreement_id": "agreement"},
    "partners.change_agreement": {"agreement_id": "agreement"},
    "partners.change_company": {"organization_id": "organization"},
    "partners.detail": {"organization_id": "organization"},
    "partners.edit_company": {"organization_id": "organization"},
    "partners.issue": {"organization_id": "organization"},
    "partners.keys": {"organization_id": "organization"},
    "partners.new_agreement": {"organization_id": "organization"},
    "partners.revoke": {"organization_id": "organization", "key_id": "api_key"},
    "partners.sites": {"organization_id": "organization"},
    "partners.switch": {"agreement_id": "agreement"},
    "partners.switched": {"agreement_id": "agreement"},
    "people.detail": {"membership_id": "membership"},
    "people.disable": {"membership_id": "membership"},
    "people.do_invite": {"organization_id": "organization"},
    "people.enable": {"membership_id": "membership"},
    "people.invite_again": {"membership_id": "membership"},
    "people.invite_at": {"organization_id": "organization"},
    "people.link_shown": {"membership_id": "membership"},
    "people.make_reset": {"membership_id": "membership"},
    "people.reset_shown": {"membership_id": "membership"},
    "people.set_roles": {"membership_id": "membership"},
}
# Addresses whose only variable part is no id of a tenant's: a file's name, a secret, a table's name.
NO_ID = {
    "account.accept_invitation",
    "account.reset",
    "account.reset_password",
    "account.welcome",
    "assets.serve",
    "codes.add",
    "codes.table",
}
# Words of the victims that no stranger may read anywhere.
CANARIES = ("4500018328", "4500018363", "HC-6204", "HT-M22", "MAT-000418", "EASTERP", "王丽", "送货前一天")
REFUSED = {302, 303, 401, 403, 404, 405}


@pytest.fixture(scope="module")
def applied(demo):
    """The demo tenant with all its files applied."""
    for system in c.SYSTEMS:
        identity = api_keys.find_identity(demo.keepsake.api_keys[system.company])
        for name in system.files:
            data = render(name, demo.keepsake.anchor_moment)
            deliver(demo.tenant_id, identity.organization_id, data, own=identity.is_own)
    work_until_idle()


@pytest.fixture(scope="module")
def victims(demo, applied):
    """Ids of the first supplier's things and of the core enterprise's, by kind."""
    staff = Scope(demo.tenant_id)
    with db.unit_of_work(staff) as session:
        supplier_id = session.scalars(
            select(Organization.id).where(Organization.name == c.HAICHUAN.organization.name)
        ).one()
        order = session.scalars(select(Order).where(Order.number == "4500018328")).one()
    answering = Scope(demo.tenant_id, Role.PARTNER, supplier_id)
    with db.unit_of_work(answering) as session:
        orders.respond(
            session, order.id, Answer(action=AnswerAction.ACCEPT_ALL), expected_version=order.version
        )
    with db.unit_of_work(staff) as session:

        def one(sql, **values):
            return session.execute(text(sql), {"t": demo.tenant_id, **values}).scalars().first()

        shared = {
            "code_kind": "item",
            "version": 1,
            "code_entry": one("select id from code_entry where tenant_id = :t and kind = 'item'"),
            "unknown_code": one("select id from unknown_code where tenant_id = :t"),
            "agreement": one("select id from agreement where tenant_id = :t and their_id = 'EASTERP'"),
            "transmission": one(
                "select id from transmission where tenant_id = :t and direction = 'in' and partner_id = :own",
                own=one("select id from organization where tenant_id = :t and is_own"),
            ),
            "api_key": one("select id from api_key where tenant_id = :t"),
            "session": uuid4(),
        }
        supplier = {
            **shared,
            "order": order.id,
            "organization": supplier_id,
            "message": one(
                "select id from message where tenant_id = :t and partner_id = :p and direction = 'in'",
                p=supplier_id,
            ),
            "outbound": one(
                "select id from message where tenant_id = :t and partner_id = :p and document = '855'",
                p=supplier_id,
            ),
            "membership": one(
                "select id from membership where tenant_id = :t and partner_id = :p", p=supplier_id
            ),
        }
    assert all(supplier.values()), supplier
    return supplier


def _enter(portal, tenant_id, organization_id, role):
    visitor = Visitor(portal.test_client(), f"s{uuid4().hex[:12]}@example.com")
    with db.unit_of_work(Scope(tenant_id)) as session:
        user_id = people.add_person(
            session,
            organization_id,
            email=visitor.email,
            display_name="Stranger",
            roles=[role],
            password=PASSWORD,
        ).user_id
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        user = session.get_one(User, user_id)
    begun = begin_session(user, list_places(user.id)[0], ["password"], Origin("10.0.0.9", "tests"))
    visitor.client.set_cookie("causeway", begun.token)
    return visitor


@pytest.fixture(scope="module")
def strangers(portal, demo):
    """Who tries, with the API key of each where it has one."""
    other = make_world("other")
    with db.unit_of_work(other.staff) as session:
        _, other_key = api_keys.issue(session, other.own_id, is_own=True, name="stranger")
    staff = Scope(demo.tenant_id)
    with db.unit_of_work(staff) as session:
        ids = {row.name: row.id for row in session.scalars(select(Organization))}
        nordkap, great_lakes = ids[c.NORDKAP.organization.name], ids[c.GREAT_LAKES.organization.name]
        _, nordkap_key = api_keys.issue(session, nordkap, is_own=False, name="stranger")
    return {
        "another tenant's administrator": (
            _enter(portal, other.tenant_id, other.own_id, "tenant_admin"),
            other_key,
        ),
        "another supplier": (_enter(portal, demo.tenant_id, nordkap, "supplier"), nordkap_key),
        "a distributor": (
            _enter(portal, demo.tenant_id, great_lakes, "distributor"),
            demo.keepsake.api_keys["greatlakes"],
        ),
        "nobody": (Visitor(portal.test_client()), "cw_live_" + "x" * 43),
    }


def _calls(app):
    """Every address with a variable part, and each method that it answers."""
    for rule in app.url_map.iter_rules():
        if rule.arguments:
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield rule, method


def _ask(visitor, key, path, method, endpoint):
    if endpoint.startswith("gateway."):
        return visitor.client.open(path, method=method, headers={"Authorization": f"Bearer {key}"})
    data = (
        {"csrf_token": visitor.token(), "expected_version": "1", "target": "x"} if method == "POST" else None
    )
    return visitor.client.open(path, method=method, data=data)


def test_every_route_with_an_id_has_its_row(portal):
    asked = {rule.endpoint for rule, _ in _calls(portal)}
    assert asked - NO_ID == set(KINDS)
    assert asked >= NO_ID


def test_whoever_may_does_get_them(portal, demo, victims):
    """The same addresses, asked by the tenant's own administrator and system: the table names real things."""
    with db.unit_of_work(Scope(demo.tenant_id)) as session:
        own_id = session.scalars(select(Organization.id).where(Organization.is_own)).one()
    admin = _enter(portal, demo.tenant_id, own_id, "tenant_admin")
    key = demo.keepsake.api_keys["own"]
    for rule, method in _calls(portal):
        # The mailbox holds the answer only once it has been written.
        if method != "GET" or rule.endpoint in NO_ID | {"gateway.content"}:
            continue
        values = {name: victims[kind] for name, kind in KINDS[rule.endpoint].items()}
        built = rule.build(values, append_unknown=False)
        assert built
        answer = _ask(admin, key, built[1], method, rule.endpoint)
        # What is shown once after a form was sent leads back to its page.
        led_to = answer.headers.get("Location", "")
        assert answer.status_code == 200 or (answer.status_code == 303 and "sign-in" not in led_to), built[1]


@pytest.mark.parametrize(
    "who", ["another tenant's administrator", "another supplier", "a distributor", "nobody"]
)
def test_a_stranger_gets_nothing_by_any_id(portal, victims, strangers, who):
    visitor, key = strangers[who]
    tried = 0
    for rule, method in _calls(portal):
        if rule.endpoint in NO_ID:
            continue
        kinds = KINDS[rule.endpoint]
        answers = []
        nowhere = {"code_kind": "item", "version": 1}
        for ids in (victims, {kind: nowhere.get(kind, uuid4()) for kind in kinds.values()}):
            values = {name: ids[kind] for name, kind in kinds.items()}
            built = rule.build(values, append_unknown=False)
            assert built, BuildError(rule.endpoint, values, method)
            answer = _ask(visitor, key, built[1], method, rule.endpoint)
            assert answer.status_code in REFUSED, (who, method, built[1], answer.status_code)
            for canary in CANARIES:
                assert canary not in answer.get_data(as_text=True), (who, method, built[1], canary)
            answers.append(answer.status_code)
            tried += 1
        assert answers[0] == answers[1], (who, method, rule.rule, answers)
    assert tried > 80


@pytest.mark.parametrize(
    "who", ["another tenant's administrator", "another supplier", "a distributor", "nobody"]
)
def test_no_list_shows_a_stranger_one_word(portal, victims, strangers, who):
    visitor, key = strangers[who]
    searches = ("?q=4500018328", "?number=4500018328", f"?partner={victims['organization']}", "?tab=all")
    for rule in portal.url_map.iter_rules():
        if rule.arguments or "GET" not in rule.methods or rule.endpoint == "health.measures":
            continue
        for query in ("", *searches):
            answer = _ask(visitor, key, rule.rule + query, "GET", rule.endpoint)
            body = answer.get_data(as_text=True)
            found = [word for word in CANARIES if word in body.replace(query.removeprefix("?"), "")]
            # What the stranger typed comes back in the search field.
            assert [word for word in found if word not in query] == [], (who, rule.rule, query)
            assert answer.status_code < 500


def test_bulk_confirmation_takes_no_foreign_order(portal, victims, strangers):
    for who in ("another tenant's administrator", "another supplier", "a distributor"):
        visitor, _ = strangers[who]
        answer = visitor.post(
            "/orders/confirm", {"order": str(victims["order"]), "orders": str(victims["order"])}
        )
        assert "4500018328" not in answer.get_data(as_text=True)


def test_the_victims_are_untouched(demo, victims):
    with db.unit_of_work(Scope(demo.tenant_id)) as session:
        order = session.get_one(Order, (demo.tenant_id, victims["order"]))
        assert (order.state, order.response_version, order.seen_at) == ("confirmed", 1, None)
        alive = session.execute(
            text("select disabled_at from membership where tenant_id = :t and id = :id"),
            {"t": demo.tenant_id, "id": victims["membership"]},
        ).scalar_one()
        assert alive is None


def test_gateway_shows_a_stranger_no_document(portal, strangers):
    for visitor, key in strangers.values():
        answer = visitor.client.get(
            "/gateway/v1/outbound?limit=100", headers={"Authorization": f"Bearer {key}"}
        )
        if answer.status_code == 200:
            documents = {item["document"] for item in json.loads(answer.data)["items"]}
            assert "855" not in documents
