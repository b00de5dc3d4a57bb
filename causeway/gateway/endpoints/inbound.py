"""Where partner systems deliver: any bytes in, a durable answer out, and what became of them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request

from causeway.gateway.endpoints.identity import identify
from causeway.gateway.endpoints.problems import problem, too_large
from causeway.gateway.exchanges import queries, reasons
from causeway.gateway.exchanges.models import Message, Transmission
from causeway.gateway.pipeline.accept import CONFLICT, Delivery, Receipt, accept
from causeway.gateway.pipeline.stored_problems import sentences
from causeway.tenants import metrics
from causeway.tenants.context import Channel
from causeway.tenants.db import unit_of_work
from causeway.tenants.errors import NotFoundError

_LONGEST_CONTENT_TYPE = 200


def add_inbound_routes(blueprint: Blueprint, *, max_bytes: int) -> None:
    """The routes under /inbound, with that limit on the size of one transmission."""

    def deliver() -> Response:
        """202 once the bytes are durable; 409 where the same key came with other bytes; nothing kept otherwise."""
        identity = identify()
        if (request.content_length or 0) > max_bytes:
            return _answered("too_large", too_large(max_bytes))
        # One more than allowed: at its limit the stream ends without a word, and a cut body must not pass for a whole.
        request.max_content_length = max_bytes + 1
        data = request.get_data(cache=False, parse_form_data=False)
        if len(data) > max_bytes:
            return _answered("too_large", too_large(max_bytes))
        if request.content_length not in (None, len(data)):
            title = "The body is shorter than its Content-Length; nothing was kept."
            return _answered("incomplete", problem(400, "incomplete", title))
        if not data:
            return _answered("empty", problem(400, "empty", "The request has no body; nothing was kept."))
        content_type = (request.content_type or "")[:_LONGEST_CONTENT_TYPE] or None
        delivery = Delivery(identity.organization_id, data, content_type, "http", identity.id)
        return _answer(accept(identity.scope(Channel.EDI), delivery))

    def show(identifier: str) -> Response:
        """What became of a transmission of the caller, with its messages and the reasons in words."""
        identity = identify()
        with unit_of_work(identity.scope(Channel.EDI)) as session:
            found = queries.get_delivery(session, _uuid(identifier), sender_id=identity.organization_id)
            return jsonify(_described(found.transmission, found.messages))

    blueprint.post("/inbound")(deliver)
    blueprint.get("/inbound/<identifier>")(show)


def _answer(receipt: Receipt) -> Response:
    if receipt.conflict:
        title = reasons.describe(CONFLICT, {})
        body = problem(409, CONFLICT, title, id=str(receipt.id), state=receipt.state)
        return _answered("conflict", body)
    answer = jsonify(id=str(receipt.id), state=receipt.state, duplicate=receipt.duplicate)
    answer.status_code = 202
    return _answered("duplicate" if receipt.duplicate else "accepted", answer)


def _answered(answer: str, response: Response) -> Response:
    metrics.TRANSMISSIONS.labels(answer).inc()
    return response


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFoundError("no such transmission") from error


def _described(transmission: Transmission, messages: list[Message]) -> dict[str, Any]:
    return {
        "id": str(transmission.id),
        "state": queries.overall_state(transmission, messages),
        "reason": _reason(transmission.reason, transmission.reason_data),
        "received_at": transmission.at.isoformat(),
        "size": transmission.size,
        "format": transmission.format,
        "problems": sentences(transmission.problems),
        "messages": [_message(message) for message in messages],
    }


def _message(message: Message) -> dict[str, Any]:
    return {
        "id": str(message.id),
        "document": message.document,
        "control_number": message.control_number,
        "business_number": message.business_number,
        "state": message.state,
        "reason": _reason(message.reason, message.reason_data),
        "problems": sentences(message.problems),
    }


def _reason(code: str | None, data: dict[str, Any]) -> dict[str, str] | None:
    return {"code": code, "text": reasons.describe(code, data)} if code else None
