"""A response as a canonical message: every answered line as it was ordered, and one confirmation for each part."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from causeway.gateway.canonical import orders as canonical
from causeway.gateway.canonical.header import MessageHeader, Purpose, Standard
from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.references import Coded, OrderReference
from causeway.gateway.canonical.times import Moment, Window
from causeway.portal.domain.orders.answers import DeliveryStatus, Part
from causeway.portal.domain.orders.facts import line_of
from causeway.portal.domain.orders.models import DateBasis, Order, OrderLine, Outcome
from causeway.tenants.ids import new_id

REASON_LIST = "causeway:order_reason"
_STATUS = {
    DeliveryStatus.ACCEPT: canonical.LineStatus.ACCEPTED,
    DeliveryStatus.CHANGE: canonical.LineStatus.DATE_CHANGED,
    DeliveryStatus.BACKORDER: canonical.LineStatus.BACKORDERED,
    DeliveryStatus.REJECT: canonical.LineStatus.REJECTED,
}


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """A line with the parts that it was answered with."""

    line: OrderLine
    parts: Sequence[Part]


def build_response(
    order: Order,
    answered: Sequence[AnsweredLine],
    *,
    outcome: Outcome,
    is_whole_order: bool,
    response_date: dt.date,
) -> canonical.OrderResponse:
    """The response as it goes out; `is_whole_order` says that no live line is left without a valid answer."""
    ordered = msgspec.convert(order.header, canonical.Order)
    response = _response(outcome, is_whole_order=is_whole_order)
    unlisted = canonical.UnlistedLines.UNANSWERED
    if response is canonical.Response.REJECTED:
        unlisted = canonical.UnlistedLines.REJECTED
    return canonical.OrderResponse(
        header=_header(ordered.header),
        order=OrderReference(order.number, order.release_number or None, order_date=order.order_date),
        responds_to=canonical.RespondsTo.ORDER if order.version == 1 else canonical.RespondsTo.ORDER_CHANGE,
        response=response,
        detail=canonical.ResponseDetail.FULL,
        unlisted_lines=unlisted,
        response_date=response_date,
        contract_number=ordered.contract_number,
        purpose=Purpose.ORIGINAL,
        currency=ordered.currency,
        parties=ordered.parties,
        references=ordered.references,
        lines=tuple(_line(one) for one in answered),
    )


def _header(received: MessageHeader) -> MessageHeader:
    document = {Standard.X12: "855", Standard.EDIFACT: "ORDRSP"}.get(received.standard, "order_response")
    return MessageHeader(
        schema=canonical.ORDER_RESPONSE_SCHEMA,
        message_id=new_id(),
        standard=received.standard,
        version=received.version,
        document_code=document,
        sender=received.receiver,
        receiver=received.sender,
        usage=received.usage,
    )


def _response(outcome: Outcome, *, is_whole_order: bool) -> canonical.Response:
    if outcome is Outcome.ACCEPTED:
        return canonical.Response.ACCEPTED
    # A rejection speaks of the whole order (unlisted lines are rejected too), so a rejected part is a change.
    if outcome is Outcome.REJECTED and is_whole_order:
        return canonical.Response.REJECTED
    return canonical.Response.ACCEPTED_WITH_CHANGES


def _line(answered: AnsweredLine) -> canonical.OrderResponseLine:
    line = answered.line
    source = line_of(line.source)
    return canonical.OrderResponseLine(
        position=line.position,
        line_id=line.line_id,
        ordered=canonical.OrderedEcho(source.item, source.quantity, source.price),
        confirmations=tuple(_confirmation(line, source.quantity, part) for part in answered.parts),
        references=source.references,
    )


def _confirmation(line: OrderLine, ordered: Quantity, part: Part) -> canonical.LineConfirmation:
    window = None
    if part.promised_date is not None:
        window = Window(Moment(part.promised_date), Moment(part.promised_date))
    by_ship = line.date_basis == DateBasis.SHIP
    reason = None
    if part.reason is not None:
        reason = Coded(part.reason.value, REASON_LIST, part.reason_text)
    return canonical.LineConfirmation(
        status=_STATUS[part.status],
        # The unit goes back as it came: the buyer's system knows its own code.
        quantity=msgspec.structs.replace(ordered, value=part.quantity, unit=line.unit),
        promised_delivery=None if by_ship else window,
        promised_ship=window if by_ship else None,
        reason=reason,
    )
