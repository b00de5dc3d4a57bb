"""Whether this process lives, whether it can work, and what it has counted; for machines, without sign-in."""

import hmac
from ipaddress import ip_address

from flask import Blueprint, Response, current_app, jsonify, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from causeway.portal.web import metrics as open_messages
from causeway.portal.web.access import public
from causeway.tenants import bell, metrics, migrations
from causeway.tenants.context import IDENTITY_SCOPE
from causeway.tenants.db import unit_of_work
from causeway.tenants.errors import NotPermittedError

blueprint = Blueprint("health", __name__)
open_messages.register()


@blueprint.get("/healthz")
@public
def alive() -> Response:
    """The process answers; nothing else is asked."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    """200 when the database answers at this version's schema, else 503. Redis is told and decides nothing."""
    revision = _revision()
    checks = {
        "database": "ok" if revision is not None else "away",
        "schema": "ok" if revision == migrations.head() else "behind" if revision else "unknown",
        "redis": "ok" if bell.answers() else "away",
    }
    fit = checks["database"] == checks["schema"] == "ok"
    return jsonify(status="ok" if fit else "not ready", checks=checks), 200 if fit else 503


@blueprint.get("/metrics")
@public
def measures() -> Response:
    """The counters, for whoever has the token; without a configured token, for this machine only."""
    _check_may_measure()
    return Response(metrics.exposition(), content_type=metrics.CONTENT_TYPE)


def _check_may_measure() -> None:
    wanted: str = current_app.config["METRICS_TOKEN"]
    scheme, _, presented = request.headers.get("Authorization", "").partition(" ")
    if wanted:
        if scheme.lower() != "bearer" or not hmac.compare_digest(presented.encode(), wanted.encode()):
            raise NotPermittedError("this needs the metrics token")
    elif not ip_address(request.remote_addr or "0.0.0.0").is_loopback:  # noqa: S104  # the address of nobody
        raise NotPermittedError("metrics are for this machine only until CAUSEWAY_METRICS_TOKEN is set")


def _revision() -> str | None:
    """The schema's revision; None when the database does not answer."""
    try:
        with unit_of_work(IDENTITY_SCOPE) as session:
            revision: str | None = session.execute(text("select version_num from alembic_version")).scalar()
    except SQLAlchemyError:
        return None
    return revision or ""
