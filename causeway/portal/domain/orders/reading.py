"""A whole canonical order with all of its codes explained, or why it has to wait."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from causeway.gateway.canonical import orders as canonical
from causeway.gateway.canonical.intake import Held, MessageContext
from causeway.portal.domain.codes import waiting
from causeway.portal.domain.codes.resolver import Resolver
from causeway.portal.domain.orders.facts import FactReader, Finding, OrderFacts, check, codes_of
from causeway.portal.domain.orders.held import held, held_for_codes
from causeway.portal.domain.orders.sides import Sides, find_sides


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """An order whose codes are all known and which can be kept as it is."""

    sides: Sides
    facts: OrderFacts


def read_order(session: Session, order: canonical.Order, context: MessageContext) -> ReadOrder | Held:
    """The order's sides and values; Held with everything that stands in the way."""
    findings = check(order)
    if findings:
        return held(findings)
    read = _resolve(session, order, context)
    if isinstance(read, Resolver):
        # Looked at again with the tables kept still: a code may have been explained a moment ago.
        waiting.lock_codes(session)
        read = _resolve(session, order, context)
    if isinstance(read, Resolver):
        return held_for_codes(session, read.missing, context)
    waiting.forget_waiting(session, context.message_id)
    return read


def _resolve(
    session: Session, order: canonical.Order, context: MessageContext
) -> ReadOrder | Held | Resolver:
    resolver = Resolver(session, context.sender_id, sender_is_own=context.sender_is_own)
    resolver.load(*codes_of(order))
    sides = find_sides(session, order.parties, context, resolver)
    if isinstance(sides, Finding):
        return held([sides])
    reader = FactReader(order, resolver)
    facts = reader.read()
    if resolver.missing:
        return resolver
    findings = reader.findings + [
        Finding("codes_contradict", c.line, {"codes": list(c.codes)}) for c in resolver.contradictions
    ]
    if findings or sides is None:
        return held(findings)
    return ReadOrder(sides, facts)
