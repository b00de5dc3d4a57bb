"""The begin and the end of every request: its number, who is signed in, the forgery check, the line in the log."""

from time import perf_counter
from uuid import UUID

import structlog
from flask import Flask, Response, abort, current_app, g, request

from causeway.portal.web import csrf, i18n
from causeway.portal.web.access import access_of, find_visitor, sign_in_redirect
from causeway.portal.web.cookies import Cookies
from causeway.tenants import metrics
from causeway.tenants.auth.sessions import SessionPolicy, find_session
from causeway.tenants.ids import new_id

_log = structlog.get_logger("causeway.http")
# No person behind them: they must answer, cheaply, while the database is away.
WITHOUT_PERSON = frozenset(
    {"assets.serve", "assets.favicon", "health.alive", "health.ready", "health.measures"}
)


def _has_nul() -> bool:
    """Whether a field or query value holds a NUL character, which no person types and no text column takes."""
    return any(
        "\0" in value
        for values in (request.args, request.form)
        for one in values.to_dict(flat=False).values()
        for value in one
    )


def install(app: Flask, *, machine_blueprints: frozenset[str]) -> None:
    """Hook the application; machines' blueprints get a number and a log line, neither cookies nor forgery checks."""

    @app.before_request
    def begin() -> Response | None:
        g.started = perf_counter()
        g.request_id = _given_id() or new_id()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=str(g.request_id))
        endpoint = request.endpoint or ""
        if endpoint in WITHOUT_PERSON or endpoint.partition(".")[0] in machine_blueprints:
            return None
        if _has_nul():
            abort(400)
        _recognise(app)
        if find_visitor() is None and _asks_for_person(app):
            return sign_in_redirect()
        if request.routing_exception is None:
            # At an address or by a method that is not ours nothing runs, and a partner who mistyped it is told that.
            csrf.check()
        return None

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        # The thread goes on to other work, whose lines must not carry this person.
        structlog.contextvars.clear_contextvars()

    @app.after_request
    def finish(response: Response) -> Response:
        seconds = perf_counter() - g.get("started", perf_counter())
        rule = request.url_rule.rule if request.url_rule else "unknown"
        metrics.observe_http(request.method, rule, response.status_code, seconds)
        if request.endpoint not in WITHOUT_PERSON:
            # The rule and not the path: invitation links carry their secret in it. Never query, form or body.
            _log.info(
                "request",
                method=request.method,
                rule=rule,
                status=response.status_code,
                milliseconds=round(seconds * 1000, 1),
                bytes_in=request.content_length or 0,
            )
        return csrf.keep_visit(response)


def _recognise(app: Flask) -> None:
    cookies: Cookies = app.extensions["causeway_cookies"]
    token = request.cookies.get(cookies.session)
    policy: SessionPolicy = app.extensions["causeway_session_policy"]
    g.visitor = find_session(token, policy) if token else None
    if g.visitor is None:
        return
    g.time_zone = g.visitor.time_zone
    i18n.choose_locale(g.visitor.locale)
    structlog.contextvars.bind_contextvars(
        tenant_id=str(g.visitor.tenant_id), user_id=str(g.visitor.user_id), session_id=str(g.visitor.id)
    )


def _asks_for_person(app: Flask) -> bool:
    """Whether the route is for people who have signed in.

    It is told before the forgery check, whose token ends with the session, so that somebody who comes back after
    lunch is led to the sign-in and not to an error.
    """
    access = access_of(app.view_functions[request.endpoint]) if request.endpoint else None
    return access is not None and not access.public


def _given_id() -> UUID | None:
    """A caller's own X-Request-Id when it is a UUID; anything else could carry lines of its own into the log."""
    given = request.headers.get("X-Request-Id", "")
    try:
        return UUID(given)
    except ValueError:
        return None


def cookies() -> Cookies:
    """How this installation sets cookies."""
    found: Cookies = current_app.extensions["causeway_cookies"]
    return found


def session_policy() -> SessionPolicy:
    """How long sessions last here."""
    found: SessionPolicy = current_app.extensions["causeway_session_policy"]
    return found
