"""Reads of the catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.portal.domain.catalog.models import Item, ItemUnit
from causeway.portal.domain.catalog.packing import Factor
from causeway.tenants.db import get_or_404

PAGE = 50


def get_item(session: Session, item_id: UUID) -> Item:
    """The item of that id."""
    return get_or_404(session, Item, item_id)


def list_items(session: Session, *, after_code: str = "", limit: int = PAGE) -> Sequence[Item]:
    """One page of the catalogue by code, beginning after the given one."""
    return session.scalars(select(Item).where(Item.code > after_code).order_by(Item.code).limit(limit)).all()


def factors(session: Session, item_ids: Iterable[UUID]) -> Mapping[tuple[UUID, str], Factor]:
    """The packing units of those items, by item and unit, in one query."""
    rows = session.execute(
        select(ItemUnit.item_id, ItemUnit.unit, ItemUnit.numerator, ItemUnit.denominator).where(
            ItemUnit.item_id.in_(list(item_ids))
        )
    )
    return {(row.item_id, row.unit): Factor(row.numerator, row.denominator) for row in rows}
