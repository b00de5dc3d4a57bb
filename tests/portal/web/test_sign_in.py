"""In, out, and what a person can see and end of it."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from causeway.tenants import clock, db
from causeway.tenants.auth import people
from causeway.tenants.auth.sessions import find_session
from tests.conftest import make_world
from tests.portal.web.conftest import PASSWORD, Visitor

NEW_PASSWORD = "copper kettle on the pier"


def test_with_the_right_password_one_is_in_and_lands_where_one_wanted(admin, stranger):
    response = stranger.post(
        "/sign-in", {"email": admin.email, "password": PASSWORD, "next": "/people?tab=own"}
    )
    assert response.status_code == 303
    assert response.headers["Location"] == "/people?tab=own"
    assert stranger.get("/people").status_code == 200


def test_the_page_that_was_asked_for_is_kept_over_the_sign_in(stranger):
    response = stranger.get("/people?tab=own")
    assert response.headers["Location"] == "/sign-in?next=/people?tab%3Down"


def test_the_sign_in_page_leads_on_whoever_is_in(admin):
    assert admin.get("/sign-in?next=/people").headers["Location"] == "/people"
    assert admin.get("/sign-in?next=//evil.example").headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_account_are_told_the_same(admin, stranger):
    wrong = stranger.post("/sign-in", {"email": admin.email, "password": "wrong"})
    unknown = stranger.post("/sign-in", {"email": "nobody@example.com", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 422
    for answer in (wrong, unknown):
        assert "do not fit together" in answer.text
    assert "wrong" not in re.findall(r'value="([^"]*)"', wrong.text)


def test_empty_fields_are_named(stranger):
    response = stranger.post("/sign-in", {"email": "", "password": ""})
    assert response.status_code == 422
    assert response.text.count("Fill this in.") == 2
    assert response.text.count('aria-invalid="true"') == 2


def test_guessing_is_stopped_with_a_time_to_wait(admin, portal):
    guesser = Visitor(portal.test_client())
    token = guesser.token()
    texts = [
        guesser.client.post(
            "/sign-in",
            data={"email": admin.email, "password": f"guess {number}", "csrf_token": token},
            environ_base={"REMOTE_ADDR": "198.51.100.77"},
        ).text
        for number in range(8)
    ]
    assert "do not fit together" in texts[0]
    assert re.search(r"Too many attempts. Try again in \d+ minute", texts[-1])


def test_whoever_signs_out_is_out_on_the_server(admin):
    kept = admin.session_cookie
    assert admin.post("/sign-out", {"csrf_token": admin.token("/account")}).status_code == 303
    assert find_session(kept) is None
    assert admin.get("/").status_code == 303


def test_after_the_idle_time_the_session_is_over(admin):
    clock.configure(timedelta(minutes=31).total_seconds())
    try:
        assert admin.get("/").status_code == 303
    finally:
        clock.configure(0)


def test_a_form_sent_after_the_session_ended_leads_to_the_sign_in(admin):
    token = admin.token("/account")
    admin.post("/sign-out", {"csrf_token": token})
    response = admin.client.post("/account/sessions/end-others", data={"csrf_token": token})
    assert response.status_code == 303
    assert response.headers["Location"] == "/sign-in"


def test_a_session_is_listed_and_can_be_ended(admin, portal):
    other = Visitor(portal.test_client())
    other.post(
        "/sign-in",
        {"email": admin.email, "password": PASSWORD},
        headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) wxwork/4.1"},
    )
    page = admin.get("/account").text
    assert "WeCom on iOS" in page
    session_id = re.search(r"/account/sessions/([0-9a-f-]{36})/end", page)[1]
    admin.post(f"/account/sessions/{session_id}/end", {"csrf_token": admin.token("/account")})
    assert other.get("/").status_code == 303
    assert admin.get("/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(admin, supplier):
    theirs = find_session(supplier.session_cookie).id
    response = admin.post(f"/account/sessions/{theirs}/end", {"csrf_token": admin.token("/account")})
    assert response.status_code == 404
    assert supplier.get("/").status_code == 200


def test_a_new_password_ends_the_other_sessions(admin, portal):
    other = Visitor(portal.test_client())
    other.post("/sign-in", {"email": admin.email, "password": PASSWORD})
    token = admin.token("/account")
    wrong = admin.post("/account/password", {"current": "wrong", "new": NEW_PASSWORD, "csrf_token": token})
    assert "not your present password" in wrong.text
    short = admin.post("/account/password", {"current": PASSWORD, "new": "short", "csrf_token": token})
    assert "at least 12 characters" in short.text
    right = admin.post("/account/password", {"current": PASSWORD, "new": NEW_PASSWORD, "csrf_token": token})
    assert right.status_code == 303
    assert other.get("/").status_code == 303
    assert "in force" in admin.get("/account").text
    assert "in force" not in admin.get("/account").text


def test_an_invited_person_chooses_a_password_and_is_in(admin, world, portal):
    email = f"new-{world.slug}@example.com"
    link = invite(admin, world.supplier_id, email)
    guest = Visitor(portal.test_client())
    token = guest.token(link)
    short = guest.client.post(link, data={"password": "short", "csrf_token": token})
    assert "at least 12 characters" in short.text
    taken = guest.client.post(link, data={"password": NEW_PASSWORD, "csrf_token": token})
    assert taken.status_code == 303
    assert guest.get("/orders").status_code == 200
    assert Visitor(portal.test_client()).get(link).status_code == 404


def test_an_invitation_does_not_open_an_existing_login(admin, supplier, world, portal):
    link = invite(admin, world.other_supplier_id, supplier.email)
    thief = Visitor(portal.test_client())
    answer = thief.client.post(link, data={"password": NEW_PASSWORD, "csrf_token": thief.token(link)})
    assert answer.status_code == 422
    assert thief.get("/").status_code == 303


def test_somebody_with_two_places_chooses_one(enter, world, portal):
    visitor = enter(world.supplier_id, "supplier")
    elsewhere = make_world("second")
    with db.unit_of_work(elsewhere.staff) as session:
        people.add_person(
            session,
            elsewhere.other_supplier_id,
            email=visitor.email,
            display_name="Wei Chen",
            roles=["supplier"],
            password=None,
        )
    fresh = Visitor(portal.test_client())
    answer = fresh.post("/sign-in", {"email": visitor.email, "password": PASSWORD, "next": "/account"})
    assert answer.headers["Location"] == "/places?next=/account"
    page = fresh.get("/places").text
    other = next(
        one for one in re.findall(r"/places/([0-9a-f-]{36})", page) if UUID(one) != visitor.membership_id
    )
    before = fresh.session_cookie
    assert fresh.post(f"/places/{other}", {"csrf_token": fresh.token("/account")}).status_code == 303
    assert fresh.session_cookie != before
    assert "Nordkap Industri AS" in fresh.get("/account").text
    assert fresh.post(f"/places/{UUID(int=1)}", {"csrf_token": fresh.token("/account")}).status_code == 404


@pytest.mark.parametrize("path", ["/welcome/none", "/reset/none"])
def test_a_link_that_works_no_more_says_so(stranger, path):
    response = stranger.get(path)
    assert response.status_code == 404
    assert "works no more" in response.text


def test_the_appearance_is_kept_by_the_browser(stranger):
    assert "data-theme=" not in stranger.get("/sign-in").text.partition("<head>")[0]
    stranger.post("/appearance", {"theme": "dark"})
    assert 'data-theme="dark"' in stranger.get("/sign-in").text
    assert stranger.post("/appearance", {"theme": "pink"}).status_code == 400


def invite(admin: Visitor, organization_id: UUID, email: str) -> str:
    answer = admin.post(
        f"/people/invite/{organization_id}",
        {
            "email": email,
            "display_name": "新同事",
            "roles": "supplier",
            "locale": "en",
            "csrf_token": admin.token("/account"),
        },
    )
    assert answer.status_code == 200, answer.text[:500]
    return re.search(r"http://localhost(/welcome/[\w-]+)", answer.text)[1]
