"""What every table is made from: the declarative base, the tenant and partner keys, the column types we share.

Bans, each measured under row-level security: native ENUM columns, indexes on expressions, GIN, LIKE or jsonb and
array operators in a page's filter. So: text with a check constraint, folded columns that the application computes.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

from causeway.tenants.context import current_scope
from causeway.tenants.ids import new_id
from causeway.tenants.walls import ALL, TableClass, Wall

QUANTITY = Numeric(19, 6)
AMOUNT = Numeric(19, 6)


class Xid8(UserDefinedType[int]):
    """Postgres' 64-bit transaction id, which orders the change feed by commit-safe windows."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """The type's name in SQL."""
        return "xid8"

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str | None]:
        """A number goes as text, which Postgres reads as xid8; there is no cast from bigint."""
        del dialect
        return lambda value: None if value is None else str(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], int | None]:
        """The driver hands the type over as text."""
        del dialect, coltype
        return lambda value: None if value is None else int(value)


class Base(DeclarativeBase):
    """The root of all tables; constraints are named by one convention from the first migration on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        str: Text(),
        bytes: LargeBinary(),
        datetime: DateTime(timezone=True),
        Decimal: QUANTITY,
        UUID: Uuid(),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
    }
    __wall__: ClassVar[Wall]


def _tenant() -> UUID:
    tenant_id = current_scope().tenant_id
    if tenant_id is None:
        raise LookupError("a tenant's row is written inside a tenant's scope")
    return tenant_id


class TenantOwned:
    """A row behind a tenant's wall: primary key (tenant_id, id), the id a UUIDv7 of ours."""

    __wall__: ClassVar[Wall] = Wall(TableClass.TENANT)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, default=_tenant, sort_order=-20)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-19)


class Shared(TenantOwned):
    """A tenant's row that all its partners may see, or one of them where `partner_id` is set."""

    __wall__: ClassVar[Wall] = Wall(TableClass.SHARED, partner=frozenset({"select"}))

    partner_id: Mapped[UUID | None] = mapped_column(sort_order=-18)


class PartnerOwned(TenantOwned):
    """A row that belongs to the tenant and to one organization, which alone among partners sees it."""

    __wall__: ClassVar[Wall] = Wall(TableClass.PARTNER_OWNED, partner=ALL)

    partner_id: Mapped[UUID] = mapped_column(sort_order=-18)


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """A check that the text column holds one of the enum's values."""
    listed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=column)


def tenant_key(column: str, target: str, **options: Any) -> ForeignKeyConstraint:
    """A foreign key that stays inside the tenant: (tenant_id, column) to (tenant_id, id) of the target table."""
    return ForeignKeyConstraint(["tenant_id", column], [f"{target}.tenant_id", f"{target}.id"], **options)


def tenant_unique(*columns: str) -> UniqueConstraint:
    """A unique constraint inside the tenant, so that a clash never reveals another tenant's value."""
    return UniqueConstraint("tenant_id", *columns)


def tenant_index(name: str, *columns: Any, **options: Any) -> Index:
    """An index that begins with the tenant."""
    return Index(name, "tenant_id", *columns, **options)


def wall_of(table: Table) -> Wall:
    """The wall that the table's model declares."""
    for mapper in Base.registry.mappers:
        if mapper.local_table is table:
            wall: Wall = mapper.class_.__wall__
            return wall
    raise LookupError(f"{table.name} has no model")
