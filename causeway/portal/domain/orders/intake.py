"""Canonical orders and changes as commands: one message is one order, a change of one, or waits with its reason.

Applying the same message twice has one effect. Everything unknown or contradictory is found at once, so that a person
does not fix one code to meet the next.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.gateway.canonical import orders as canonical
from causeway.gateway.canonical.header import Purpose
from causeway.gateway.canonical.intake import Applied, Held, Intake, MessageContext
from causeway.portal.domain.codes.resolver import Resolver
from causeway.portal.domain.orders import change_intake
from causeway.portal.domain.orders.facts import Finding
from causeway.portal.domain.orders.held import held, held_for_another, held_for_codes
from causeway.portal.domain.orders.lookup import channel_of, find_order, was_applied
from causeway.portal.domain.orders.models import LineState, Order, OrderState, OrderVersion
from causeway.portal.domain.orders.reading import ReadOrder, read_order
from causeway.portal.domain.orders.rows import Source, header_columns, line_tables, version_row
from causeway.portal.domain.orders.sides import find_buyer, find_partner
from causeway.portal.domain.orders.stamps import stamp_of
from causeway.tenants import clock, history
from causeway.tenants.bulk import Rows, insert_tables
from causeway.tenants.context import Channel
from causeway.tenants.ids import new_id
from causeway.tenants.text import fold

SUBJECT = "order"
_KEY = "tenant_id, buyer_id, number, release_number"
_CHANGES = frozenset({Purpose.CHANGE, Purpose.REPLACE, Purpose.CANCEL})
_NEW = frozenset({Purpose.ORIGINAL, Purpose.CONFIRM})


def receive_order(session: Session, order: canonical.Order, context: MessageContext) -> Intake:
    """A new order, or what became of the message instead; the purpose decides (X12 850 BEG01)."""
    if order.purpose in _CHANGES:
        return change_intake.receive_whole_order(session, order, context)
    if order.purpose is Purpose.DUPLICATE:
        return _link_duplicate(session, order, context)
    if order.purpose not in _NEW:
        return Held("purpose_unsupported", {"purpose": order.purpose_as_sent or order.purpose.value})
    read = read_order(session, order, context)
    return read if isinstance(read, Held) else _place(session, order, read, context)


def receive_change(session: Session, change: canonical.OrderChange, context: MessageContext) -> Intake:
    """An order as changed by its buyer; only the lines that changed lose their answer (X12 860)."""
    return change_intake.receive_change(session, change, context)


def _place(session: Session, order: canonical.Order, read: ReadOrder, context: MessageContext) -> Intake:
    """Everything about the new order in one statement, which adds nothing where its key is taken.

    Two workers may bring the same order at once; the key decides, and the second one sees the first one's order.
    """
    partner_id = read.sides.partner_id
    row = _order_row(order, read, context)
    source = Source.of_message(row["id"], partner_id, 1, context.message_id, channel_of(order.header))
    version = version_row(source, purpose=order.purpose.value, changes=[], stamp=stamp_of(order.header))
    tables: list[Rows] = [
        (Order, [row]),
        (OrderVersion, [version]),
        *line_tables(source, read.facts.lines, LineState.TO_CONFIRM.value),
    ]
    if not insert_tables(session, tables, unless_taken=_KEY):
        existing = find_order(session, read.sides.buyer_id, order.order_number, order.release_number)
        return _already_there(session, existing, partner_id, context)
    history.record(
        session,
        "order.received",
        history.Subject(SUBJECT, source.order_id, partner_id, revision=1),
        message_id=context.message_id,
        number=order.order_number,
        lines=len(read.facts.lines),
        direction=read.sides.direction.value,
        version=1,
    )
    return Applied(SUBJECT, source.order_id, partner_id)


def _order_row(order: canonical.Order, read: ReadOrder, context: MessageContext) -> dict[str, Any]:
    now = clock.now()
    answered_by_document = context.answer_wanted and channel_of(order.header) == Channel.EDI
    return {
        "id": new_id(),
        "partner_id": read.sides.partner_id,
        "direction": read.sides.direction.value,
        "state": OrderState.TO_CONFIRM.value,
        "buyer_id": read.sides.buyer_id,
        "seller_id": read.sides.seller_id,
        "number": order.order_number,
        "number_folded": fold(order.order_number),
        "release_number": order.release_number or "",
        "order_type": order.order_type.value,
        "order_date": order.order_date,
        **header_columns(read.facts),
        "version": 1,
        "response_version": 0,
        "revision": 1,
        "channel": channel_of(order.header),
        "source_message_id": context.message_id,
        "answer_agreement_id": context.agreement_id if answered_by_document else None,
        "answer_to_id": context.sender_id if answered_by_document else None,
        "created_at": now,
        "updated_at": now,
    }


def _already_there(
    session: Session, existing: Order | None, partner_id: UUID, context: MessageContext
) -> Intake:
    if existing is None:
        raise LookupError("an order whose key is taken cannot be read")
    if was_applied(session, existing.id, context.message_id):
        return Applied(SUBJECT, existing.id, existing.partner_id)
    data = {"number": existing.number, "order_id": str(existing.id)}
    if partner_id != existing.partner_id:
        # Meant for somebody else: on this order its seller would read it.
        return Held("order_exists", data)
    return Held("order_exists", data, existing.partner_id, SUBJECT, existing.id)


def _link_duplicate(session: Session, order: canonical.Order, context: MessageContext) -> Intake:
    resolver = Resolver(session, context.sender_id, sender_is_own=context.sender_is_own)
    resolver.load(order.parties, (), ())
    buyer_id = find_buyer(session, order.parties, context, resolver)
    if isinstance(buyer_id, Finding):
        return held([buyer_id])
    partner_id = find_partner(order.parties, context, resolver)
    if isinstance(partner_id, Finding):
        return held([partner_id])
    if resolver.missing:
        return held_for_codes(session, resolver.missing, context)
    existing = find_order(session, buyer_id, order.order_number, order.release_number)
    if existing is None:
        return Held("order_unknown", {"number": order.order_number})
    if partner_id not in {None, existing.partner_id}:
        return held_for_another(existing)
    linked = select(history.Event.id).where(
        history.Event.subject_kind == SUBJECT,
        history.Event.subject_id == existing.id,
        history.Event.kind == "order.duplicate_linked",
        history.Event.message_id == context.message_id,
    )
    if session.scalar(linked) is None:
        history.record(
            session,
            "order.duplicate_linked",
            history.Subject(SUBJECT, existing.id, existing.partner_id, existing.revision),
            message_id=context.message_id,
            number=existing.number,
        )
    return Applied(SUBJECT, existing.id, existing.partner_id)
