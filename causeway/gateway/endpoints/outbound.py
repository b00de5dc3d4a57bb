"""The mailbox of a partner system: what waits for it, the bytes, and its word that it has them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request, url_for

from causeway.gateway.endpoints.identity import identify
from causeway.gateway.endpoints.problems import problem
from causeway.gateway.exchanges import mailbox
from causeway.tenants.context import Channel
from causeway.tenants.db import unit_of_work
from causeway.tenants.errors import NotFoundError

_DEFAULT_LIMIT = 50
_LARGEST_LIMIT = 500
_LONGEST_LIMIT = 9
_CONTENT_TYPE = "application/edi-x12"


def add_outbound_routes(blueprint: Blueprint, *, public_url: str) -> None:
    """The routes under /outbound."""

    def collect() -> Response:
        """What waits for the caller, oldest first; the same again until it is acknowledged."""
        identity = identify()
        limit = _limit(request.args.get("limit"))
        if limit is None:
            title = f"limit is a whole number from 1 to {_LARGEST_LIMIT}."
            return problem(400, "limit_not_valid", title)
        with unit_of_work(identity.scope(Channel.EDI)) as session:
            found = mailbox.list_waiting(session, identity.organization_id, limit)
            return jsonify(items=[_item(public_url, blueprint, waiting) for waiting in found])

    def content(identifier: str) -> Response:
        """The bytes of one interchange, exactly as they were written."""
        identity = identify()
        with unit_of_work(identity.scope(Channel.EDI)) as session:
            data = mailbox.get_bytes(session, identity.organization_id, _uuid(identifier))
        return Response(data, content_type=_CONTENT_TYPE)

    def acknowledge(identifier: str) -> Response:
        """The caller has the bytes safely; saying so twice is no error."""
        identity = identify()
        with unit_of_work(identity.scope(Channel.EDI)) as session:
            message = mailbox.acknowledge(session, identity.organization_id, _uuid(identifier))
            return jsonify(id=str(message.id), state=message.state)

    blueprint.get("/outbound")(collect)
    blueprint.get("/outbound/<identifier>/bytes")(content)
    blueprint.post("/outbound/<identifier>/ack")(acknowledge)


def _item(public_url: str, blueprint: Blueprint, waiting: mailbox.Waiting) -> dict[str, Any]:
    return {
        "id": str(waiting.id),
        "document": waiting.document,
        "control_number": waiting.control_number,
        "content_type": _CONTENT_TYPE,
        # Our own address and not the request's Host: the partner sends its key there.
        "bytes_url": public_url + url_for(f"{blueprint.name}.content", identifier=waiting.id),
    }


def _limit(text: str | None) -> int | None:
    if text is None:
        return _DEFAULT_LIMIT
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_LIMIT
    return int(text) if is_number and 1 <= int(text) <= _LARGEST_LIMIT else None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFoundError("no such message") from error
