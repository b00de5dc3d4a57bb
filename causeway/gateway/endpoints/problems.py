"""Errors of machine traffic as problem documents (RFC 9457) with a stable code."""

import json
from typing import Any

import psycopg
import psycopg_pool
import sqlalchemy.exc
from flask import Blueprint, Response
from werkzeug.exceptions import RequestEntityTooLarge

from causeway.tenants.errors import ConflictError, DomainError, NotFoundError, NotPermittedError

_RETRY_AFTER_SECONDS = "2"


def problem(status: int, code: str, title: str, **more: Any) -> Response:
    """A problem document; `code` is stable, `title` is for people."""
    body = {"type": "about:blank", "title": title, "status": status, "code": code, **more}
    return Response(json.dumps(body), status=status, content_type="application/problem+json")


def not_identified() -> Response:
    """401: no key, or none that lives."""
    answer = problem(401, "key_not_valid", "Send a valid API key as Authorization: Bearer <key>.")
    answer.headers["WWW-Authenticate"] = 'Bearer realm="gateway"'
    return answer


def install_handlers(blueprint: Blueprint) -> None:
    """Let the blueprint answer our errors as problems; what is not listed stays a 500 of the application."""
    blueprint.register_error_handler(
        NotFoundError, lambda _: problem(404, "not_found", "There is no such thing.")
    )
    blueprint.register_error_handler(NotPermittedError, _not_permitted)
    blueprint.register_error_handler(ConflictError, lambda error: problem(409, error.code, error.message))
    blueprint.register_error_handler(DomainError, lambda error: problem(422, error.code, error.message))
    blueprint.register_error_handler(RequestEntityTooLarge, _too_large)
    for outage in (psycopg.OperationalError, psycopg_pool.PoolTimeout, sqlalchemy.exc.OperationalError):
        blueprint.register_error_handler(outage, _unavailable)


def too_large(limit: int) -> Response:
    """413: nothing was kept."""
    return problem(
        413,
        "too_large",
        f"The transmission is larger than {limit} bytes; nothing was kept.",
        limit=limit,
    )


def _too_large(_error: Exception) -> Response:
    return problem(413, "too_large", "The transmission is too large; nothing was kept.")


def _not_permitted(error: NotPermittedError) -> Response:
    return problem(403, "key_lacks_permission", error.message, **error.parameters)


def _unavailable(_error: Exception) -> Response:
    answer = problem(503, "temporarily_unavailable", "Nothing was accepted; send it again.")
    answer.headers["Retry-After"] = _RETRY_AFTER_SECONDS
    return answer
