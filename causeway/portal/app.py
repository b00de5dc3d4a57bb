"""The application: settings in, a WSGI application out, with everything connected and nothing started at import."""

from datetime import timedelta

from flask import Flask

from causeway.gateway.endpoints.blueprint import create_blueprint
from causeway.portal import bindings, logging
from causeway.portal.web import (
    access,
    account,
    assets,
    codes,
    csrf,
    errors,
    formats,
    headers,
    health,
    home,
    i18n,
    messages,
    orders,
    page_context,
    partners,
    people,
    proxies,
    requests,
    templating,
    toasts,
)
from causeway.portal.web.addresses import Portal
from causeway.portal.web.cookies import Cookies
from causeway.tenants import bell, clock, db
from causeway.tenants.auth.sessions import SessionPolicy
from causeway.tenants.settings import Settings

MACHINES = frozenset({"gateway"})
PAGES = (home, account, orders, messages, codes, people, partners)
LARGEST_FORM_BYTES = 2 * 1024 * 1024


def create_app(settings: Settings) -> Flask:
    """The application for these settings; this process is connected to their database and Redis."""
    logging.configure(settings)
    clock.configure(settings.clock_offset_seconds)
    db.configure(settings.database_url, pool_size=settings.web_threads)
    bell.configure(settings.redis_url or None)
    bindings.bind()

    app = Portal("causeway.portal.web", static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=max(settings.max_inbound_bytes, LARGEST_FORM_BYTES),
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_BYTES,
        METRICS_TOKEN=settings.metrics_token,
        PUBLIC_URL=settings.public_url,
        MAX_INBOUND_BYTES=settings.max_inbound_bytes,
    )
    _install(app, settings)
    _register(app, settings)
    access.check_all_declared(app, machine_blueprints=MACHINES)
    return app


def _install(app: Flask, settings: Settings) -> None:
    app.extensions["causeway_cookies"] = Cookies(secure=settings.is_https)
    app.extensions["causeway_session_policy"] = SessionPolicy(
        idle=timedelta(minutes=settings.session_idle_minutes),
        absolute=timedelta(hours=settings.session_absolute_hours),
    )
    if settings.trusted_proxies:
        app.wsgi_app = proxies.TrustedProxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]
    templating.install(app)
    i18n.install(app)
    formats.install(app)
    errors.install(app)
    # Answers pass these from the last to the first: headers come on top of everything.
    headers.install(app, https=settings.is_https)
    toasts.install(app)
    requests.install(app, machine_blueprints=MACHINES)
    page_context.install(app)
    app.jinja_env.globals.update(csrf_token=csrf.csrf_token, csrf_field=csrf.csrf_field)


def _register(app: Flask, settings: Settings) -> None:
    app.register_blueprint(assets.blueprint)
    app.register_blueprint(health.blueprint)
    for area in PAGES:
        app.register_blueprint(area.blueprint)
    app.register_blueprint(create_blueprint(settings))
