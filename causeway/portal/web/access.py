"""Who may call a route: every view says so itself, by one of three decorators.

An application with a view that does not say it refuses to start.

`needs` and `signed_in` also give the view its transaction: one request is one unit of work in the visitor's scope,
committed when the answer is good and rolled back when it is not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from causeway.tenants import permissions
from causeway.tenants.auth.sessions import SessionIdentity
from causeway.tenants.db import unit_of_work
from causeway.tenants.permissions import Permission

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[P, ResponseReturnValue]
_ACCESS = "__causeway_access__"
_FIRST_REFUSAL = 400


@dataclass(frozen=True, slots=True)
class Access:
    """What a route asks of its caller; `permission` None with `public` False means any signed-in person."""

    public: bool = False
    permission: Permission | None = None


def public(view: Callable[P, R]) -> Callable[P, R]:
    """The route is open to everybody; it gets no transaction and must open what it needs itself."""
    setattr(view, _ACCESS, Access(public=True))
    return view


def signed_in(view: View[P]) -> View[P]:
    """The route is open to everybody who has signed in, because it concerns that person only."""
    return _guarded(view, Access())


def needs(permission: Permission) -> Callable[[View[P]], View[P]]:
    """The route asks for that permission."""

    def decorate(view: View[P]) -> View[P]:
        return _guarded(view, Access(permission=permission))

    return decorate


def access_of(view: Callable[..., Any]) -> Access | None:
    """What the route asks for; None when it forgot to say."""
    access: Access | None = getattr(view, _ACCESS, None)
    return access


def check_all_declared(app: Flask, *, machine_blueprints: frozenset[str]) -> None:
    """Raise when a route does not say who may call it; machines' blueprints check their bearer keys themselves."""
    silent = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if access_of(view) is None and endpoint.partition(".")[0] not in machine_blueprints
    ]
    if silent:
        raise RuntimeError(f"routes without @needs, @signed_in or @public: {', '.join(sorted(silent))}")


def find_visitor() -> SessionIdentity | None:
    """Who is signed in on this request, if anybody."""
    visitor: SessionIdentity | None = g.get("visitor")
    return visitor


def visitor() -> SessionIdentity:
    """Who is signed in; inside a view that asked for it there is somebody."""
    found = find_visitor()
    if found is None:
        raise LookupError("the view was declared public and has no visitor")
    return found


def db_session() -> Session:
    """The transaction of this request."""
    session: Session = g.db_session
    return session


def may(permission: Permission | str) -> bool:
    """Whether the visitor holds the permission, to decide what a page offers; the route decides what is done."""
    found = find_visitor()
    return found is not None and permission in found.permissions


def sign_in_redirect() -> Response:
    """The way to the sign-in page and, for a page that was asked for, back to it."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" and not is_fragment() else None
    target = url_for("account.sign_in", next=wanted if wanted not in {None, "/"} else None)
    if is_fragment():
        response = Response(status=401)
        response.headers["HX-Redirect"] = target
        return response
    return make_response(redirect(target, 303))


def is_fragment() -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") != "full"


def safe_next(target: str | None, default: str) -> str:
    """An address inside this portal to go on to, or the default: never another site's."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(ord(character) < 32 for character in target) or urlsplit(target).netloc:
        return default
    return target


def _guarded(view: View[P], access: Access) -> View[P]:
    @wraps(view)
    def within(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        found = find_visitor()
        if found is None:
            abort(sign_in_redirect())
        if access.permission is not None:
            permissions.require(found.permissions, access.permission)
        with unit_of_work(found.scope(correlation_id=g.request_id)) as session:
            g.db_session = session
            try:
                response = make_response(view(*args, **kwargs))
            finally:
                g.pop("db_session", None)
            if response.status_code >= _FIRST_REFUSAL:
                session.rollback()
        return response

    setattr(within, _ACCESS, access)
    return within
