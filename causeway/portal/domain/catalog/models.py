"""Items as the tenant knows them; partners' codes for them are rows of the code table."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from causeway.tenants.orm import Base, TenantOwned, tenant_index, tenant_key, tenant_unique
from causeway.tenants.walls import ALL, NOTHING, TableClass, Wall


class Item(TenantOwned, Base):
    """A thing that is bought or sold, with the tenant's own code and its GTIN where it has one."""

    __tablename__ = "item"
    __wall__ = Wall(TableClass.TENANT, staff=ALL, partner=NOTHING)

    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str | None]
    name_sort: Mapped[str]
    gtin: Mapped[str | None]
    base_unit: Mapped[str]
    item_group: Mapped[str | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    __table_args__ = (tenant_unique("code"), tenant_index("ix_item_gtin", "gtin"))


class ItemUnit(TenantOwned, Base):
    """How many base units of an item one packing unit holds."""

    __tablename__ = "item_unit"
    __wall__ = Wall(TableClass.TENANT, staff=ALL, partner=NOTHING)

    item_id: Mapped[UUID]
    unit: Mapped[str]
    numerator: Mapped[int]
    denominator: Mapped[int]

    __table_args__ = (tenant_key("item_id", "item"), tenant_unique("item_id", "unit"))
