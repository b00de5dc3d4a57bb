"""Tables of the audit: what was done, the erasable details beside it, and the chain of blocks that seals it.

There are two ledgers of one shape: each tenant's, and the platform's for what has no tenant (a sign-in of an unknown
account). An entry holds no personal data: names, addresses and values stand in the detail, of which the entry keeps a
salted digest, so that a person can be erased and every block still verifies.
"""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from causeway.tenants.ids import new_id
from causeway.tenants.orm import Base, TenantOwned, Xid8, tenant_index, tenant_unique
from causeway.tenants.walls import INSERT, TableClass, Wall

_APPEND = frozenset({"select", "insert"})
_ERASABLE = frozenset({"select", "insert", "delete"})
_HEAD = frozenset({"select", "insert", "update"})
_PARTITIONED = {"postgresql_partition_by": "RANGE (id)"}


def _tenant(staff: frozenset[str], partner: frozenset[str] = frozenset()) -> Wall:
    return Wall(TableClass.TENANT, staff=staff, partner=partner)


def _platform(staff: frozenset[str]) -> Wall:
    return Wall(TableClass.GLOBAL, staff=staff)


class _Entry:
    """One act: who did what to which thing, through which door; `xid` orders the commit-safe feed."""

    action: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[UUID | None]
    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_side: Mapped[str]
    actor_partner_id: Mapped[UUID | None]
    channel: Mapped[str]
    correlation_id: Mapped[UUID]
    detail_digest: Mapped[bytes]
    xid: Mapped[int] = mapped_column(
        Xid8(), server_default=text("pg_current_xact_id()"), server_onupdate=FetchedValue()
    )


class _Detail:
    """What an entry says about people and values, as canonical JSON, with the salt of its digest; erasable."""

    salt: Mapped[bytes]
    body: Mapped[str]


class _Block:
    """Some entries of the feed in order, sealed: `members` is 16 bytes of id and 32 bytes of leaf hash for each."""

    number: Mapped[int] = mapped_column(BigInteger())
    previous_hash: Mapped[bytes]
    entry_count: Mapped[int]
    first_position: Mapped[int] = mapped_column(BigInteger())
    last_xid: Mapped[int] = mapped_column(Xid8())
    last_id: Mapped[UUID]
    members: Mapped[bytes]
    root: Mapped[bytes]
    hash: Mapped[bytes]
    sealed_at: Mapped[datetime]


class _Head:
    """How far a ledger is sealed; a block taken off its end no longer agrees with it."""

    block_number: Mapped[int] = mapped_column(BigInteger())
    block_hash: Mapped[bytes]
    entry_count: Mapped[int] = mapped_column(BigInteger())
    last_xid: Mapped[int] = mapped_column(Xid8())
    last_id: Mapped[UUID]
    # No later block says it was sealed earlier, whatever a machine's clock does: days are runs of blocks.
    sealed_at: Mapped[datetime]


class _DayRoot:
    """The Merkle root over one UTC day's blocks, chained to the day before: what a partner holds against us."""

    day: Mapped[date]
    first_block: Mapped[int] = mapped_column(BigInteger())
    last_block: Mapped[int] = mapped_column(BigInteger())
    entry_count: Mapped[int] = mapped_column(BigInteger())
    previous_hash: Mapped[bytes]
    root: Mapped[bytes]
    hash: Mapped[bytes]


class AuditEntry(_Entry, TenantOwned, Base):
    """One act in a tenant."""

    __tablename__ = "audit_entry"
    # A partner's acts are recorded in its own transaction; it never reads the audit.
    __wall__: ClassVar[Wall] = _tenant(_APPEND, INSERT)
    __table_args__ = (
        tenant_index("ix_audit_entry_feed", "xid", "id"),
        tenant_index("ix_audit_entry_object", "object_kind", "object_id", "id"),
        tenant_index("ix_audit_entry_actor", "actor_id", "id"),
        _PARTITIONED,
    )


class AuditDetail(_Detail, TenantOwned, Base):
    """The detail of the entry with the same id."""

    __tablename__ = "audit_detail"
    __wall__: ClassVar[Wall] = _tenant(_ERASABLE, INSERT)
    __table_args__ = (_PARTITIONED,)


class AuditBlock(_Block, TenantOwned, Base):
    """One sealed block of a tenant's audit."""

    __tablename__ = "audit_block"
    __wall__: ClassVar[Wall] = _tenant(_APPEND)
    __table_args__ = (tenant_unique("number"),)


class AuditHead(_Head, TenantOwned, Base):
    """The end of a tenant's chain; one row, whose id is the tenant's."""

    __tablename__ = "audit_head"
    __wall__: ClassVar[Wall] = _tenant(_HEAD)


class AuditDayRoot(_DayRoot, TenantOwned, Base):
    """One day of a tenant's chain."""

    __tablename__ = "audit_day_root"
    __wall__: ClassVar[Wall] = _tenant(_APPEND)
    __table_args__ = (tenant_unique("day"),)


class _PlatformOwned:
    """A row of the installation itself."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-19)


class PlatformAuditEntry(_Entry, _PlatformOwned, Base):
    """One act outside of any tenant."""

    __tablename__ = "platform_audit_entry"
    __wall__: ClassVar[Wall] = _platform(_APPEND)
    __table_args__ = (Index("ix_platform_audit_entry_feed", "xid", "id"), _PARTITIONED)


class PlatformAuditDetail(_Detail, _PlatformOwned, Base):
    """The detail of the platform entry with the same id."""

    __tablename__ = "platform_audit_detail"
    __wall__: ClassVar[Wall] = _platform(_ERASABLE)
    __table_args__ = (_PARTITIONED,)


class PlatformAuditBlock(_Block, _PlatformOwned, Base):
    """One sealed block of the platform's audit."""

    __tablename__ = "platform_audit_block"
    __wall__: ClassVar[Wall] = _platform(_APPEND)
    __table_args__ = (Index("uq_platform_audit_block_number", "number", unique=True),)


class PlatformAuditHead(_Head, _PlatformOwned, Base):
    """The end of the platform's chain; one row."""

    __tablename__ = "platform_audit_head"
    __wall__: ClassVar[Wall] = _platform(_HEAD)


class PlatformAuditDayRoot(_DayRoot, _PlatformOwned, Base):
    """One day of the platform's chain."""

    __tablename__ = "platform_audit_day_root"
    __wall__: ClassVar[Wall] = _platform(_APPEND)
    __table_args__ = (Index("uq_platform_audit_day_root_day", "day", unique=True),)
