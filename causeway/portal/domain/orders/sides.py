"""Who buys and who sells in a message: decided from who sent it, confirmed by the parties that it names."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.gateway.canonical.intake import MessageContext
from causeway.gateway.canonical.parties import Party, PartyRole
from causeway.portal.domain.codes.resolver import KnownParty, Resolver
from causeway.portal.domain.orders.facts import Finding
from causeway.portal.domain.orders.models import OrderDirection
from causeway.tenants.db import get_or_404
from causeway.tenants.models import Organization

_NO_SELLER = "seller_missing"


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of an order; `partner_id` is the one that is not the tenant's own."""

    direction: OrderDirection
    buyer_id: UUID
    seller_id: UUID
    partner_id: UUID


def find_buyer(
    session: Session, parties: tuple[Party, ...], context: MessageContext, resolver: Resolver
) -> UUID | Finding:
    """The buyer: the sender, or the own company that the document names where one system serves several."""
    if not context.sender_is_own:
        sender = get_or_404(session, Organization, context.sender_id)
        return sender.id if sender.is_distributor else Finding("sender_may_not_order")
    named = next((p for p in parties if p.role is PartyRole.BUYER and p.ids), None)
    known = resolver.find_party(named) if named is not None else None
    if known is not None and known.is_own:
        return known.id
    if named is None or len(_own_ids(session)) == 1:
        return context.sender_id
    # Several companies of ours and a buyer's code that tells none of them: whose order it is must not be guessed.
    resolver.party(named)
    return context.sender_id


def find_partner(
    parties: tuple[Party, ...], context: MessageContext, resolver: Resolver
) -> UUID | Finding | None:
    """Whose order a message says it is about; None where it names no seller, or one to be explained first.

    A number alone must not decide behind whose wall a message goes: it may be another supplier's, prices and all.
    """
    if not context.sender_is_own:
        return context.sender_id
    seller = _seller(parties, resolver)
    if isinstance(seller, Finding):
        return None if seller.reason == _NO_SELLER else seller
    return seller.id if seller is not None else None


def find_sides(
    session: Session, parties: tuple[Party, ...], context: MessageContext, resolver: Resolver
) -> Sides | Finding | None:
    """Both sides; a finding where they cannot be; None where a code has to be explained first."""
    buyer_id = find_buyer(session, parties, context, resolver)
    if isinstance(buyer_id, Finding):
        return buyer_id
    if not context.sender_is_own:
        return _distributors_order(session, parties, buyer_id, resolver)
    seller = _seller(parties, resolver)
    if not isinstance(seller, KnownParty):
        return seller
    if seller.is_own:
        return Finding("seller_is_own", data={"name": seller.name})
    if seller.disabled:
        return Finding("partner_disabled", data={"name": seller.name})
    return Sides(OrderDirection.PURCHASE, buyer_id, seller.id, seller.id)


def _seller(parties: tuple[Party, ...], resolver: Resolver) -> KnownParty | Finding | None:
    named = [party for party in parties if party.role is PartyRole.SELLER]
    if not any(party.ids or party.name for party in named):
        return Finding(_NO_SELLER)
    found = {known.id: known for known in map(resolver.find_party, named) if known is not None}
    if len(found) > 1:
        return Finding("seller_ambiguous", data={"names": sorted(known.name for known in found.values())})
    if found:
        return next(iter(found.values()))
    return resolver.party(named[0])


def _distributors_order(
    session: Session, parties: tuple[Party, ...], buyer_id: UUID, resolver: Resolver
) -> Sides | Finding | None:
    own = _own_ids(session)
    if len(own) == 1:
        return Sides(OrderDirection.REPLENISHMENT, buyer_id, own[0], buyer_id)
    seller = _seller(parties, resolver)
    if not isinstance(seller, KnownParty):
        return seller
    if not seller.is_own:
        return Finding("seller_not_own", data={"name": seller.name})
    return Sides(OrderDirection.REPLENISHMENT, buyer_id, seller.id, buyer_id)


def _own_ids(session: Session) -> list[UUID]:
    return list(
        session.scalars(
            select(Organization.id)
            .where(Organization.is_own.is_(True), Organization.disabled_at.is_(None))
            .order_by(Organization.id)
        )
    )
