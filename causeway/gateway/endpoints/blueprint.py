"""All routes of machine traffic in one blueprint, for the application to register."""

from flask import Blueprint

from causeway.gateway.endpoints.inbound import add_inbound_routes
from causeway.gateway.endpoints.outbound import add_outbound_routes
from causeway.gateway.endpoints.problems import install_handlers
from causeway.tenants.settings import Settings

PREFIX = "/gateway/v1"


def create_blueprint(settings: Settings) -> Blueprint:
    """The machine traffic of one installation; keys identify its callers, so it needs no CSRF token and no session."""
    blueprint = Blueprint("gateway", __name__, url_prefix=PREFIX)
    add_inbound_routes(blueprint, max_bytes=settings.max_inbound_bytes)
    add_outbound_routes(blueprint, public_url=settings.public_url.rstrip("/"))
    install_handlers(blueprint)
    return blueprint
