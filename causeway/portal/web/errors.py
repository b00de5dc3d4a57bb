"""Errors as answers: a page in the reader's language for people, a problem document (RFC 9457) for machines."""

from dataclasses import dataclass
from http import HTTPStatus

import structlog
from flask import Flask, Response, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from causeway.portal.web.access import find_visitor, is_fragment
from causeway.portal.web.csrf import CsrfError
from causeway.portal.web.i18n import gettext, mark
from causeway.portal.web.problems import SENTENCES, explain
from causeway.tenants.errors import (
    CausewayError,
    ConflictError,
    DomainError,
    NotFoundError,
    NotPermittedError,
)

_log = structlog.get_logger("causeway.errors")
MACHINE_PATHS = ("/gateway/", "/api/")
_STATUS_OF_CLASS: tuple[tuple[type[CausewayError], int], ...] = (
    (NotFoundError, 404),
    (NotPermittedError, 403),
    (ConflictError, 409),
    (DomainError, 422),
)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a status is told on a page."""

    title: str
    text: str


WORDINGS = {
    400: Wording(
        mark("This request cannot be read"), mark("Go back, load the page again and repeat what you did.")
    ),
    403: Wording(
        mark("Your role does not allow this"),
        mark("Ask an administrator of your company if you need it for your work."),
    ),
    404: Wording(
        mark("There is nothing here"), mark("The address is wrong, or what was here is not yours to see.")
    ),
    405: Wording(mark("This page cannot do that"), mark("Go back and use the buttons of the page.")),
    409: Wording(
        mark("Somebody was faster"),
        mark("This was changed by somebody else in the meantime. Look at it again and repeat."),
    ),
    413: Wording(mark("That is too large"), mark("Send a smaller file, or split it.")),
    422: Wording(
        mark("That cannot be done like this"), mark("Go back, correct what you entered and repeat.")
    ),
    429: Wording(mark("Too many attempts"), mark("Wait a moment, then try again.")),
    500: Wording(
        mark("Something went wrong on our side"),
        mark("Nothing was changed. Try again; if it happens again, tell us the number below."),
    ),
    503: Wording(mark("The portal is not available"), mark("It will be back in a moment. Try again then.")),
}
_EXPIRED = Wording(
    mark("This page was open for too long"), mark("Go back, load the page again and repeat what you did.")
)


def install(app: Flask) -> None:
    """Answer every error of the application."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CausewayError, _ours)
    app.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> Response:
    if error.response is not None:  # an abort with an answer of its own, such as the way to the sign-in page
        return make_response(error.response)
    status = error.code or 500
    wording = _EXPIRED if isinstance(error, CsrfError) else _wording(status)
    code = "csrf" if isinstance(error, CsrfError) else HTTPStatus(status).name.lower()
    response = _answer(status, code, wording, None)
    for name, value in error.get_headers(request.environ):
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            response.headers[name] = value
    return response


def _ours(error: CausewayError) -> Response:
    status = next((status for kind, status in _STATUS_OF_CLASS if isinstance(error, kind)), 500)
    if status == 500:
        return _unexpected(error)
    detail = explain(error)
    shown = (
        detail if error.code not in {"not_found", "not_permitted"} or error.code not in SENTENCES else None
    )
    return _answer(status, error.code, _wording(status), shown)


def _unexpected(error: Exception) -> Response:
    _log.error("request failed", exc_info=error)
    return _answer(500, "internal_error", _wording(500), None)


def _answer(status: int, code: str, wording: Wording, detail: str | None) -> Response:
    if request.path.startswith(MACHINE_PATHS):
        return _problem(status, code, detail)
    if is_fragment():
        # htmx puts error bodies into the page: a short notice instead of a page within the page.
        body = render_template("errors/fragment.html", wording=wording, detail=detail)
    else:
        template = "errors/page.html" if find_visitor() else "errors/door.html"
        body = render_template(
            template, status=status, wording=wording, detail=detail, request_id=g.get("request_id")
        )
    return make_response(body, status)


def _problem(status: int, code: str, detail: str | None) -> Response:
    content = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "request_id": str(g.get("request_id", "")),
    }
    if detail:
        content["detail"] = detail
    response = jsonify(content)
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def _wording(status: int) -> Wording:
    found = WORDINGS.get(status) or WORDINGS[500 if status >= 500 else 400]
    return Wording(gettext(found.title), gettext(found.text))
