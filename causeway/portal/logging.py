"""Structured logs on standard error: one JSON object or one readable line each, with who and what by id.

Never a payload: an error is told by its types and its places in the code, and by its message only where we wrote that
ourselves, because a driver's message repeats the values it was given. Line ends inside a value cannot start a line.
"""

# The module is named after what it is for; the standard library's is imported absolutely, as everywhere.

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

from causeway.tenants.context import find_scope
from causeway.tenants.errors import CausewayError
from causeway.tenants.settings import Settings

Event = MutableMapping[str, Any]
_OWN_FRAMES = 12
_QUIET = {
    "alembic": logging.WARNING,
    "werkzeug": logging.WARNING,
    "rq": logging.WARNING,
    "_granian": logging.WARNING,
}


def configure(settings: Settings) -> None:
    """Let everything this process logs, by structlog or by the standard library, come out in one form."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_scope,
        tell_error,
        one_line,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=28)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)


def add_scope(_logger: Any, _method: str, event: Event) -> Event:
    """The tenant and the correlation of the scope the line was written in, unless the edge has bound them."""
    scope = find_scope()
    if scope is not None and scope.tenant_id is not None:
        event.setdefault("tenant_id", str(scope.tenant_id))
        event.setdefault("correlation_id", str(scope.correlation_id))
    return event


def tell_error(_logger: Any, _method: str, event: Event) -> Event:
    """An exception as types, codes and places; the text of one that is not ours stays out."""
    given = event.pop("exc_info", None)
    error = _error_of(given)
    if error is not None:
        event["error"] = [_told(link) for link in _chain(error)]
    return event


def one_line(_logger: Any, _method: str, event: Event) -> Event:
    """Control characters escaped in every text, so that a value cannot forge a line of the log."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _escaped(value)
    return event


def _escaped(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def _error_of(given: Any) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1] if isinstance(given[1], BaseException) else None
    return sys.exc_info()[1] if given else None


def _chain(error: BaseException) -> list[BaseException]:
    links: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in links:
        links.append(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return links


def _told(error: BaseException) -> dict[str, Any]:
    told: dict[str, Any] = {"type": f"{type(error).__module__}.{type(error).__qualname__}"}
    if isinstance(error, CausewayError):
        told |= {"code": error.code, "message": _escaped(error.message)}
    sqlstate = getattr(error, "sqlstate", None)
    if sqlstate:
        told["sqlstate"] = sqlstate
    frames = traceback.extract_tb(error.__traceback__)[-_OWN_FRAMES:]
    told["at"] = [
        f"{frame.filename.rpartition('causeway/')[2]}:{frame.lineno} {frame.name}" for frame in frames
    ]
    return told
