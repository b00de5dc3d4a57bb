"""Short messages for the next page: carried over a redirect in a signed cookie, shown once."""

from dataclasses import asdict, dataclass
from typing import Any

from flask import Flask, Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from causeway.portal.web.cookies import Cookies

COOKIE = "causeway-toast"
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Toast:
    """What is said, in which tone (ok or bad), and where a press on "Undo" is posted."""

    text: str
    tone: str = "ok"
    undo_url: str | None = None


def toast(text: str, tone: str = "ok", *, undo_url: str | None = None) -> None:
    """Say that on the next page this browser is shown; `text` is already in the reader's language."""
    g.setdefault("new_toasts", []).append(Toast(text, tone, undo_url))


def install(app: Flask) -> None:
    """Carry the messages of each answer to the next page, and take them back once shown."""

    @app.after_request
    def carry(response: Response) -> Response:
        cookies: Cookies = app.extensions["causeway_cookies"]
        if g.get("new_toasts") and 300 <= response.status_code < 400:
            sealed = _serializer().dumps([asdict(item) for item in g.new_toasts])
            cookies.set(response, COOKIE, str(sealed), max_age=SECONDS)
        elif g.get("toasts_shown"):
            cookies.remove(response, COOKIE)
        return response


def take() -> list[Toast]:
    """The messages to show now: those carried here, and those of this very answer."""
    return [*_carried(), *g.get("new_toasts", [])]


def _carried() -> list[Toast]:
    sealed = request.cookies.get(COOKIE)
    if not sealed:
        return []
    g.toasts_shown = True
    try:
        found: list[dict[str, Any]] = _serializer().loads(sealed, max_age=SECONDS)
    except BadSignature:
        return []
    return [Toast(**item) for item in found]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="toast")
