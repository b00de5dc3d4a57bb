"""What every template knows: who is there, the language and appearance, the way around, messages to show."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request

from causeway.portal.web import navigation, texts, toasts, waiting
from causeway.portal.web.access import find_visitor, is_fragment, may
from causeway.portal.web.assets import asset_url
from causeway.portal.web.i18n import HTML_LANGUAGES, current_locale
from causeway.portal.web.icons import icon
from causeway.tenants.permissions import Permission

THEME_COOKIE = "causeway-theme"
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Person:
    """The visitor as the frame of the page shows them."""

    user_name: str
    organization_name: str
    tenant_name: str
    role_label: str
    is_staff: bool
    is_sandbox: bool

    @property
    def initial(self) -> str:
        """The letter in the round picture."""
        return self.user_name[:1].upper()


def install(app: Flask) -> None:
    """Give the templates their common values."""
    app.context_processor(_values)
    app.jinja_env.globals.update(icon=icon, asset_url=asset_url, may=may, Permission=Permission)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def theme() -> str | None:
    """The appearance the person chose; None follows the system."""
    chosen = request.cookies.get(THEME_COOKIE)
    return chosen if chosen in {"light", "dark"} else None


def _this_page() -> str:
    """The address that shows this page again; for the answer to a form, the page that the form was on."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    came_from = urlsplit(request.referrer or "")
    return came_from.path if came_from.netloc == request.host and came_from.path else "/"


def _values() -> dict[str, Any]:
    values: dict[str, Any] = {
        "locale": current_locale(),
        "html_language": HTML_LANGUAGES[current_locale()],
        "theme": theme(),
        "this_page": _this_page(),
    }
    if is_fragment():
        return values
    groups = navigation.groups(waiting.counted())
    return values | {
        "visitor": _person(),
        "navigation": groups,
        "tabbar": navigation.bar(groups),
        "search_url": navigation.search_url(),
        "toasts": toasts.take(),
    }


def _person() -> Person | None:
    visitor = find_visitor()
    if visitor is None:
        return None
    return Person(
        user_name=visitor.display_name,
        organization_name=visitor.organization_name,
        tenant_name=visitor.tenant_name,
        role_label=texts.roles(visitor.roles),
        is_staff=visitor.is_staff,
        is_sandbox=visitor.is_sandbox,
    )
