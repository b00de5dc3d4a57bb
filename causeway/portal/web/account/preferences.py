"""Language and appearance: chosen by anybody, remembered by the browser, the language also with the account."""

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from causeway.portal.web.access import find_visitor, public, safe_next
from causeway.portal.web.account.blueprint import blueprint
from causeway.portal.web.i18n import LANGUAGE_COOKIE, LOCALES
from causeway.portal.web.page_context import THEME_COOKIE, THEMES
from causeway.portal.web.requests import cookies
from causeway.tenants.db import unit_of_work
from causeway.tenants.models import User


@blueprint.post("/language")
@public
def set_language() -> ResponseReturnValue:
    """The same page in the other language."""
    locale = request.form.get("locale", "")
    if locale not in LOCALES:
        raise BadRequest
    visitor = find_visitor()
    if visitor is not None:
        # The login is global and closed to the partner role; the person changes nothing but their own language.
        with unit_of_work(visitor.scope().as_staff()) as session:
            session.get_one(User, visitor.user_id).locale = locale
    response = make_response(redirect(_back(), 303))
    cookies().set(response, LANGUAGE_COOKIE, locale)
    return response


@blueprint.post("/appearance")
@public
def set_theme() -> ResponseReturnValue:
    """The same page in the other appearance."""
    theme = request.form.get("theme", "")
    if theme not in THEMES:
        raise BadRequest
    response = make_response(redirect(_back(), 303))
    cookies().set(response, THEME_COOKIE, theme)
    return response


def _back() -> str:
    return safe_next(request.form.get("next"), url_for("home.index"))
