"""Reads of the catalogue."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.portal.domain.catalog.models import Item
from causeway.tenants.db import get_or_404

PAGE = 50


def get_item(session: Session, item_id: UUID) -> Item:
    """The item of that id."""
    return get_or_404(session, Item, item_id)


def list_items(session: Session, *, after_code: str = "", limit: int = PAGE) -> Sequence[Item]:
    """One page of the catalogue by code, beginning after the given one."""
    return session.scalars(select(Item).where(Item.code > after_code).order_by(Item.code).limit(limit)).all()
