"""Templates and addresses by the short ways: what comes out is what Jinja and Flask make by the long ones."""

from decimal import Decimal
from unittest import mock
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask, g, render_template_string, url_for
from jinja2 import pass_context
from markupsafe import Markup

from causeway.portal.web import csrf, i18n, templating
from causeway.portal.web.addresses import MOST_KEPT, Portal

ORDER = UUID("018f0000-0000-7000-8000-000000000001")


class _Word(str):
    __slots__ = ()


class _Shown:
    def __html__(self):
        return "<b>shown</b>"


@pytest.fixture
def app():
    made = Portal("causeway.portal.web", static_folder=None)
    made.config.update(SECRET_KEY="x" * 32, PREFERRED_URL_SCHEME="https")
    templating.install(made)
    i18n.install(made)
    made.add_url_rule("/orders/<uuid:order_id>", "show", str)
    made.add_url_rule("/orders", "index", lambda: "")
    return made


TEMPLATE = (
    "{{ value }}|{% set kept %}{{ value }}{% endset %}{{ kept }}"
    "{% macro shown(what) %}[{{ what }}]{% endmacro %}{{ shown(value) }}"
    "{% for each in [value] %}{{ each }}{{ loop.index }}{% endfor %}{{ missing }}{{ value ~ '<' }}"
    "{% autoescape false %}{{ value }}{% endautoescape %}"
)


@pytest.mark.parametrize(
    "value",
    [
        "<a href='x'>&\"",
        "中文",
        Markup("<i>&amp;</i>"),
        _Word("<w>"),
        _Shown(),
        None,
        7,
        Decimal("1.50"),
        ["<"],
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_is_written_as_jinja_writes_it(app, value):
    with app.test_request_context("/"):
        written = render_template_string(TEMPLATE, value=value)
    with Flask("plain").test_request_context("/"):
        assert written == render_template_string(TEMPLATE, value=value)


def test_functions_are_given_what_they_ask_for(app):
    @pass_context
    def seen(context, name):
        return f"{name}={context.get('given')}"

    called = "{% for each in ['<'] %}{{ seen('given') }} {{ plain(each, more='&') }} {{ each.upper() }}{% endfor %}"
    with app.test_request_context("/"):
        text = render_template_string(
            called, given="<", seen=seen, plain=lambda *args, **named: f"{args}{named}"
        )
    assert text == "given=&lt; (&#39;&lt;&#39;,){&#39;more&#39;: &#39;&amp;&#39;} &lt;"


@pytest.mark.parametrize(("locale", "word"), [("en", "Home"), ("zh_CN", "工作台")])
def test_texts_are_in_the_readers_language_and_their_parameters_are_escaped(app, locale, word):
    with app.test_request_context("/"):
        i18n.choose_locale(locale)
        template = "{{ _('Home') }} {{ _('a <b>%(what)s</b>', what=given) }} {{ _('100%%') }}"
        text = render_template_string(template, given="<x>")
        assert text == f"{word} a <b>&lt;x&gt;</b> 100%"


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"state": "all"},
        {"page": 1},
        {"page": True},
        {"page": ["1", "2"]},
        {"q": "a b&<", "empty": None},
        {"_external": True},
        {"_anchor": "line-1"},
    ],
    ids=repr,
)
def test_an_address_is_the_one_that_flask_builds_each_time_it_is_asked_for(app, values):
    with app.test_request_context("/"):
        wanted = Flask.url_for(app, "index", **values)
        assert [url_for("index", **values) for _ in range(3)] == [wanted] * 3


def test_an_address_is_built_once(app):
    with app.test_request_context("/"):
        first = url_for("show", order_id=ORDER)
        with mock.patch.object(Flask, "url_for", side_effect=AssertionError("built again")):
            assert url_for("show", order_id=ORDER) == first
            assert app.jinja_env.globals["url_for"]("show", order_id=ORDER) == first


def test_equal_values_that_are_written_differently_have_their_own_addresses(app):
    with app.test_request_context("/"):
        assert url_for("index", page=1) == "/orders?page=1"
        assert url_for("index", page=True) == "/orders?page=True"


def test_an_address_goes_by_the_place_where_the_portal_is_mounted(app):
    for root in ("", "/portal", ""):
        with app.test_request_context("/", base_url=f"http://localhost{root}/"):
            assert url_for("show", order_id=ORDER) == f"{root}/orders/{ORDER}"


def test_outside_of_requests_addresses_are_whole_ones(app):
    app.config["SERVER_NAME"] = "portal.example"
    with app.test_request_context("/"):
        assert url_for("index") == "/orders"
    with app.app_context():
        assert urlsplit(url_for("index")).netloc == "portal.example"


def test_not_more_addresses_are_kept_than_are_useful(app):
    with app.test_request_context("/"):
        for number in range(MOST_KEPT + 2):
            assert url_for("index", page=number) == f"/orders?page={number}"
        assert len(app._kept) <= MOST_KEPT


def test_an_answer_has_one_token_of_its_own_for_each_session(app):
    def token_of(session_id):
        g.visitor = type("Visitor", (), {"id": session_id})()
        return csrf.csrf_token()

    with app.test_request_context("/"):
        first = token_of(1)
        assert csrf.csrf_token() == first
        assert f'value="{first}"' in csrf.csrf_field()
        second = token_of(2)
        assert second != first
    with app.test_request_context("/"):
        assert token_of(1) != first
