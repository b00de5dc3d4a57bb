"""Code tables: what a code of somebody's means to us, and the unknown ones that messages wait for."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from causeway.tenants.orm import Base, TenantOwned, one_of, tenant_index, tenant_key, tenant_unique
from causeway.tenants.walls import ALL, NOTHING, TableClass, Wall

_STAFF_ONLY = Wall(TableClass.TENANT, staff=ALL, partner=NOTHING)


class CodeKind(StrEnum):
    """What a code stands for.

    A factor is unknown only, never an entry: how many base units a unit (`code`) of an item (`scheme`, our code) holds.
    """

    PARTY = "party"
    SITE = "site"
    ITEM = "item"
    UNIT = "unit"
    FACTOR = "factor"


class CodeEntry(TenantOwned, Base):
    """One row of a code table: the owner's code of that scheme is this organization, site, item or unit.

    `owner_id` is the organization in whose documents the code is used. `target_id` names the row; units have
    `target_code`, a UN/ECE Rec 20 code, instead.
    """

    __tablename__ = "code_entry"
    __wall__ = _STAFF_ONLY

    kind: Mapped[str]
    owner_id: Mapped[UUID]
    scheme: Mapped[str]
    code: Mapped[str]
    target_id: Mapped[UUID | None]
    target_code: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    __table_args__ = (
        tenant_key("owner_id", "organization"),
        tenant_unique("kind", "owner_id", "scheme", "code"),
        one_of("kind", CodeKind),
        tenant_index("ix_code_entry_target", "kind", "target_id"),
    )


class UnknownCode(TenantOwned, Base):
    """A code that nobody has explained yet; open until it is resolved or dismissed."""

    __tablename__ = "unknown_code"
    __wall__ = _STAFF_ONLY

    kind: Mapped[str]
    owner_id: Mapped[UUID]
    scheme: Mapped[str]
    code: Mapped[str]
    hint: Mapped[dict[str, Any]] = mapped_column(default=dict)
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]

    __table_args__ = (
        tenant_key("owner_id", "organization"),
        one_of("kind", CodeKind),
        Index(
            "uq_unknown_code_open",
            "tenant_id",
            "kind",
            "owner_id",
            "scheme",
            "code",
            unique=True,
            postgresql_where=text("resolved_at is null"),
        ),
        tenant_index("ix_unknown_code_open", "id", postgresql_where=text("resolved_at is null")),
    )


class WaitingMessage(TenantOwned, Base):
    """A held message and one of the unknown codes that it waits for."""

    __tablename__ = "waiting_message"
    __wall__ = _STAFF_ONLY

    message_id: Mapped[UUID]
    unknown_code_id: Mapped[UUID]

    __table_args__ = (
        tenant_key("message_id", "message"),
        tenant_key("unknown_code_id", "unknown_code"),
        tenant_unique("message_id", "unknown_code_id"),
        tenant_index("ix_waiting_message_code", "unknown_code_id"),
    )
