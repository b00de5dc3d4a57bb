"""What every answer carries, whatever it is."""

import pytest

from tests.portal.web.conftest import make_app

PATHS = [
    "/sign-in",
    "/",
    "/nowhere",
    "/healthz",
    "/readyz",
    "/static/x/app.css",
    "/static/x/none",
    "/gateway/v1/outbound",
    "/gateway/none",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_guarded(portal, path):
    headers = portal.test_client().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Request-Id"]
    assert "Strict-Transport-Security" not in headers


def test_an_unexpected_error_is_guarded_and_says_nothing_of_itself(portal, monkeypatch, admin):
    portal.config["PROPAGATE_EXCEPTIONS"] = False

    def fails():
        raise ZeroDivisionError("secret 4711")

    monkeypatch.setitem(
        portal.view_functions, "account.places", _like(portal.view_functions["account.places"], fails)
    )
    response = admin.get("/places")
    assert response.status_code == 500
    assert "4711" not in response.text
    assert response.headers["X-Request-Id"] in response.text
    assert "Content-Security-Policy" in response.headers


def _like(original, view):
    view.__causeway_access__ = original.__causeway_access__
    return view


def test_pages_are_not_kept_and_static_files_are(portal):
    client = portal.test_client()
    page = client.get("/sign-in")
    assert page.headers["Cache-Control"] == "no-store"
    address = page.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "immutable" in client.get(address).headers["Cache-Control"]
    assert client.get("/static/0000/app.css").headers["Cache-Control"] == "no-cache"


def test_on_https_transport_is_pinned_and_cookies_belong_to_the_host(servers, database):
    client = make_app(servers, public_url="https://portal.example").test_client()
    response = client.get("/sign-in", base_url="https://portal.example")
    assert "max-age=" in response.headers["Strict-Transport-Security"]
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-causeway-visit=")
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_the_pages_hold_nothing_that_the_policy_forbids(portal, admin):
    for path in ("/sign-in", "/", "/people", "/partners", "/account"):
        text = admin.get(path, follow_redirects=True).text
        assert " style=" not in text
        assert "<style" not in text
        assert "<script>" not in text
        assert " onclick=" not in text


def test_errors_for_machines_are_problem_documents(portal):
    response = portal.test_client().get("/gateway/none")
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"
    assert response.get_json()["code"] == "not_found"


@pytest.mark.parametrize(
    ("language", "words"), [("zh-CN", "这里没有内容"), ("en-GB", "There is nothing here")]
)
def test_errors_for_people_speak_their_language(portal, language, words):
    response = portal.test_client().get("/nowhere", headers={"Accept-Language": language})
    assert response.status_code == 404
    assert words in response.text


def test_a_wrong_method_is_told_with_those_that_work(portal):
    response = portal.test_client().delete("/healthz")
    assert response.status_code in {400, 405}
    response = portal.test_client().get("/language")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]


def test_a_forged_request_id_does_not_reach_the_answer(portal):
    response = portal.test_client().get("/healthz", headers={"X-Request-Id": "abc def"})
    assert response.headers["X-Request-Id"] != "abc def"


def test_metrics_are_for_this_machine_until_there_is_a_token(portal, servers, database):
    client = portal.test_client()
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 403


def test_metrics_ask_for_their_token(servers, database):
    client = make_app(servers, metrics_token="m" * 20).test_client()
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer " + "x" * 20}).status_code == 403
    answer = client.get("/metrics", headers={"Authorization": "Bearer " + "m" * 20})
    assert b"causeway_http_seconds_count" in answer.data


def test_readiness_tells_what_is_away(portal, servers, database):
    answer = portal.test_client().get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json()["checks"] == {"database": "ok", "redis": "ok", "schema": "ok"}
    lonely = make_app(servers, redis_url="redis://127.0.0.1:1/0").test_client().get("/readyz")
    assert lonely.status_code == 200
    assert lonely.get_json()["checks"]["redis"] == "away"
    make_app(servers)


def test_a_proxy_is_believed_only_when_it_is_named(servers, database):
    app = make_app(servers, trusted_proxies=("10.9.0.0/16",), public_url="https://portal.example")
    seen = []
    app.before_request_funcs.setdefault(None, []).insert(0, lambda: seen.append(_caller()))
    headers = {"X-Forwarded-For": "203.0.113.9, 198.51.100.4", "X-Forwarded-Proto": "https"}
    app.test_client().get("/healthz", headers=headers, environ_base={"REMOTE_ADDR": "10.9.1.1"})
    app.test_client().get("/healthz", headers=headers, environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert seen == [("198.51.100.4", "https"), ("192.0.2.1", "http")]
    make_app(servers)


def _caller():
    from flask import request

    return request.remote_addr, request.scheme


def test_metrics_tell_requests_work_and_open_messages(portal, servers, database):
    client = portal.test_client()
    client.get("/sign-in")
    figures = client.get("/metrics").text
    assert 'causeway_http_seconds_count{method="GET",route="/sign-in",status="200"}' in figures
    assert "causeway_work_oldest_due_seconds" in figures
    assert "# TYPE causeway_messages_open gauge" in figures


def test_a_nul_character_is_refused_before_it_reaches_a_column(portal, database):
    client = portal.test_client()
    assert client.get("/sign-in?next=%00").status_code == 400
    assert client.post("/sign-in", data={"email": "a\x00b@example.com"}).status_code == 400
