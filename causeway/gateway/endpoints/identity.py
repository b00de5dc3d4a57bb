"""Who sends a machine request: its API key, and what the key may do."""

from flask import request
from werkzeug.exceptions import HTTPException

from causeway.gateway.endpoints.problems import not_identified
from causeway.tenants.auth.api_keys import KeyIdentity, find_identity
from causeway.tenants.permissions import Permission, require

_SCHEME = "bearer "


class NotIdentified(HTTPException):
    """Ends the request with 401 and our problem document."""

    def __init__(self) -> None:
        super().__init__(response=not_identified())


def identify() -> KeyIdentity:
    """The machine behind the request's key; ends the request with 401, or 403 where the key may not exchange."""
    header = request.headers.get("Authorization", "")
    if header[: len(_SCHEME)].lower() != _SCHEME:
        raise NotIdentified
    identity = find_identity(header[len(_SCHEME) :].strip())
    if identity is None:
        raise NotIdentified
    require(identity.scopes, Permission.MESSAGES_EXCHANGE)
    return identity
