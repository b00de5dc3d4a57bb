"""Structured logs on standard error: one JSON object or one readable line each, with who and what by id.

Never a payload: an error is told by its types and its places in the code, and by its message only where we wrote that
ourselves, because a driver's message repeats the values it was given. Line ends inside a value cannot start a line.
"""

# The module is named after what it is for; the standard library's is imported absolutely, as everywhere.

import logging
import sys
import traceback
from collections.abc import MutableMapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import structlog

from causeway.tenants.context import find_scope
from causeway.tenants.errors import CausewayError
from causeway.tenants.settings import Settings

Event = MutableMapping[str, Any]
_MOST_FRAMES = 12
_LAST_FRAMES = 2
_OWN = f"{Path(__file__).parent.parent}/"
_QUIET = {
    "alembic": logging.WARNING,
    "werkzeug": logging.WARNING,
    "rq": logging.WARNING,
    "_granian": logging.WARNING,
}


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at that moment, which a forked or redirected process may have changed."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr


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
    handler = _StandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    # Whoever else listens on purpose, stays; a plain handler of a library would say everything twice.
    root.handlers[:] = [
        other for other in root.handlers if type(other) not in {logging.StreamHandler, _StandardError}
    ] + [handler]
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
    told["at"] = [_place(frame) for frame in _telling(traceback.extract_tb(error.__traceback__))]
    return told


def _telling(frames: Sequence[traceback.FrameSummary]) -> list[traceback.FrameSummary]:
    """Our own frames and the last of the library's: a library's own depth tells nobody anything."""
    last = len(frames) - _LAST_FRAMES
    kept = [frame for place, frame in enumerate(frames) if place >= last or frame.filename.startswith(_OWN)]
    return kept[-_MOST_FRAMES:]


def _place(frame: traceback.FrameSummary) -> str:
    name = frame.filename.removeprefix(_OWN).rpartition("site-packages/")[2]
    return f"{name}:{frame.lineno} {frame.name}"
