"""Two independent walls against forged requests, on every request that changes something.

The browser's own word (Sec-Fetch-Site, else Origin) must say that the request comes from our pages, and the form must
carry a token that was made for this session. Machine endpoints know no cookies and need neither.
"""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from flask import Response, current_app, g, request
from markupsafe import Markup
from werkzeug.exceptions import BadRequest

from causeway.portal.web.access import find_visitor

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_NONCE_BYTES = 16


class CsrfError(BadRequest):
    """The request does not come from a page of ours, or from one of a session that has ended."""

    description = (
        "This page was open for too long, or the request came from elsewhere. Load it again and repeat."
    )


def csrf_token() -> str:
    """The token of this answer for this session; each answer has another one, so that compression leaks nothing."""
    binding = _binding()
    made: tuple[str, str] | None = g.get("csrf_made")
    if made is None or made[0] != binding:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        g.csrf_made = made = binding, (nonce + _signature(nonce)).hex()
    return made[1]


def csrf_field() -> Markup:
    """The token as a hidden field."""
    # Our own name and a token in hexadecimal: nothing to escape.
    return Markup(f'<input type="hidden" name="{FIELD}" value="{csrf_token()}">')  # noqa: S704


def check() -> None:
    """Raise CsrfError unless the request is safe or proves that it is ours."""
    if request.method in SAFE_METHODS:
        return
    if not _from_our_pages():
        raise CsrfError
    presented = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not _is_ours(presented):
        raise CsrfError


def keep_visit(response: Response) -> Response:
    """Give somebody who is not signed in the cookie that their forms' tokens are bound to."""
    visit = g.get("new_visit")
    if visit is not None:
        names = current_app.extensions["causeway_cookies"]
        names.set(response, names.visit, visit, max_age=None)
    return response


def _from_our_pages() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is None:
        return True  # neither header: no browser of the last years; the token decides
    return urlsplit(origin).netloc == request.host


def _is_ours(presented: str) -> bool:
    try:
        raw = bytes.fromhex(presented)
    except ValueError:
        return False
    nonce, signature = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
    return hmac.compare_digest(signature, _signature(nonce))


def _signature(nonce: bytes) -> bytes:
    key = hashlib.sha256(b"csrf:" + current_app.config["SECRET_KEY"].encode()).digest()
    return hmac.digest(key, nonce + _binding().encode(), "sha256")


def _binding() -> str:
    """What the token belongs to: the session, or for somebody not signed in the visit."""
    visitor = find_visitor()
    if visitor is not None:
        return f"session:{visitor.id}"
    if "visit" not in g:
        names = current_app.extensions["causeway_cookies"]
        g.visit = request.cookies.get(names.visit)
        if not g.visit:
            g.visit = g.new_visit = secrets.token_urlsafe(16)
    return f"visit:{g.visit}"
