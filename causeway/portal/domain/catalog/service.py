"""Commands on items and their packing units."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from causeway.gateway.canonical.units import UNITS
from causeway.portal.domain.catalog.errors import (
    InvalidFactorError,
    InvalidItemError,
    ItemCodeTakenError,
    UnknownUnitError,
)
from causeway.portal.domain.catalog.models import Item, ItemUnit
from causeway.portal.domain.catalog.packing import Factor
from causeway.tenants import audit, clock
from causeway.tenants.context import current_scope
from causeway.tenants.db import get_or_404
from causeway.tenants.ids import new_id
from causeway.tenants.text import sort_key


@dataclass(frozen=True, slots=True)
class NewItem:
    """What is known of an item when it enters the catalogue."""

    code: str
    name: str
    base_unit: str
    name_en: str | None = None
    gtin: str | None = None
    item_group: str | None = None


def add_item(session: Session, new: NewItem) -> Item:
    """A new item; raises where its code is taken, its base unit unknown or its GTIN wrong."""
    _require_unit(new.base_unit)
    code, name = new.code.strip(), new.name.strip()
    if not code or not name:
        raise InvalidItemError("An item needs a code and a name.")
    if session.scalar(select(Item.id).where(Item.code == code)) is not None:
        raise ItemCodeTakenError("There is an item %(item)s already.", item=code)
    item = Item(
        id=new_id(),
        code=code,
        name=name,
        name_en=new.name_en,
        name_sort=sort_key(name),
        gtin=normal_gtin(new.gtin) if new.gtin else None,
        base_unit=new.base_unit,
        item_group=new.item_group,
        created_at=clock.now(),
    )
    session.add(item)
    session.flush()
    audit.record(session, "item.added", "item", item.id, code=code)
    return item


def rename_item(session: Session, item_id: UUID, *, name: str, name_en: str | None = None) -> Item:
    """The item under its new name."""
    item = get_or_404(session, Item, item_id, lock=True)
    if not name.strip():
        raise InvalidItemError("An item needs a code and a name.")
    audit.record(session, "item.renamed", "item", item.id, code=item.code, old=item.name, new=name.strip())
    item.name, item.name_en, item.name_sort = name.strip(), name_en, sort_key(name.strip())
    return item


def disable_item(session: Session, item_id: UUID) -> Item:
    """The item, no longer offered; orders that name it stay as they are."""
    item = get_or_404(session, Item, item_id, lock=True)
    if item.disabled_at is None:
        item.disabled_at = clock.now()
        audit.record(session, "item.disabled", "item", item.id, code=item.code)
    return item


def set_packing_unit(session: Session, item_id: UUID, unit: str, factor: Factor) -> None:
    """One such unit of the item holds `factor` base units, from now on; what was ordered keeps its own factor.

    Messages that wait for the factor are let go by `codes.service.set_factor`, which calls this.
    """
    item = get_or_404(session, Item, item_id, lock=True)
    _require_unit(unit)
    if factor.fraction <= 0 or (unit == item.base_unit and factor.fraction != 1):
        raise InvalidFactorError("One %(unit)s cannot be that many base units.", unit=unit)
    statement = insert(ItemUnit).values(
        tenant_id=current_scope().tenant_id,
        id=new_id(),
        item_id=item_id,
        unit=unit,
        numerator=factor.numerator,
        denominator=factor.denominator,
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "item_id", "unit"],
            set_={"numerator": factor.numerator, "denominator": factor.denominator},
        )
    )
    audit.record(
        session,
        "item.packing_unit_set",
        "item",
        item_id,
        code=item.code,
        unit=unit,
        factor=str(factor.fraction),
    )


def remove_packing_unit(session: Session, item_id: UUID, unit: str) -> None:
    """The unit has no factor any more; the next order in it waits for one."""
    item = get_or_404(session, Item, item_id)
    session.execute(delete(ItemUnit).where(ItemUnit.item_id == item_id, ItemUnit.unit == unit))
    audit.record(session, "item.packing_unit_removed", "item", item_id, code=item.code, unit=unit)


def normal_gtin(gtin: str) -> str:
    """The GTIN as 14 digits (GS1 General Specifications); raises where the length or the check digit is wrong."""
    digits = gtin.strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) not in {8, 12, 13, 14}:
        raise InvalidItemError("%(gtin)s is not a GTIN: it has 8, 12, 13 or 14 digits.", gtin=gtin)
    padded = digits.zfill(14)
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(padded))
    if weighted % 10:
        raise InvalidItemError("The check digit of the GTIN %(gtin)s is wrong.", gtin=gtin)
    return padded


def _require_unit(unit: str) -> None:
    if unit not in UNITS:
        raise UnknownUnitError("%(unit)s is not a unit of UN/ECE Rec 20 that is known here.", unit=unit)
