"""A request that changes something must come from a page of this session."""

import pytest

from tests.portal.web.conftest import PASSWORD


def test_a_form_without_a_token_is_refused(admin):
    assert admin.client.post("/language", data={"locale": "zh_CN"}).status_code == 400


def test_a_form_with_a_token_is_taken(admin):
    response = admin.client.post("/language", data={"locale": "zh_CN", "csrf_token": admin.token("/account")})
    assert response.status_code == 303


def test_a_token_works_in_the_header_too(admin):
    response = admin.client.post(
        "/language", data={"locale": "en"}, headers={"X-CSRF-Token": admin.token("/account")}
    )
    assert response.status_code == 303


def test_a_token_of_another_session_is_refused(admin, supplier):
    response = admin.client.post("/language", data={"locale": "en", "csrf_token": supplier.token("/account")})
    assert response.status_code == 400


def test_a_token_from_before_the_sign_in_is_refused_after_it(admin, stranger):
    response = admin.client.post("/language", data={"locale": "en", "csrf_token": stranger.token()})
    assert response.status_code == 400


def test_a_changed_token_is_refused(admin):
    token = admin.token("/account")
    changed = ("0" if token[-1] != "0" else "1").join([token[:-1], ""])
    assert admin.client.post("/language", data={"locale": "en", "csrf_token": changed}).status_code == 400
    assert admin.client.post("/language", data={"locale": "en", "csrf_token": "zz"}).status_code == 400


def test_a_request_from_another_site_is_refused_even_with_the_token(admin):
    data = {"locale": "en", "csrf_token": admin.token("/account")}
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ):
        assert admin.client.post("/language", data=data, headers=headers).status_code == 400, headers
    assert (
        admin.client.post("/language", data=data, headers={"Sec-Fetch-Site": "same-origin"}).status_code
        == 303
    )
    assert (
        admin.client.post("/language", data=data, headers={"Origin": "http://localhost"}).status_code == 303
    )


def test_signing_in_needs_the_token_of_this_browser(portal, admin, stranger):
    data = {"email": admin.email, "password": PASSWORD}
    assert stranger.client.post("/sign-in", data=data).status_code == 400
    foreign = portal.test_client().get("/sign-in").text.partition('csrf_token" value="')[2].partition('"')[0]
    assert stranger.client.post("/sign-in", data={**data, "csrf_token": foreign}).status_code == 400


def test_tokens_differ_from_page_to_page(admin):
    assert admin.token("/account") != admin.token("/account")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/gateway/v1/inbound/", 404),
        ("POST", "/nowhere", 404),
        ("DELETE", "/gateway/v1/inbound", 405),
    ],
)
def test_a_mistyped_address_is_told_so_and_not_called_a_forgery(portal, method, path, status):
    assert portal.test_client().open(path, method=method).status_code == status
