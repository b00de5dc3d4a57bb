"""Tables of who we exchange with: agreements and the envelope identities that select them.

An agreement is with one organization's system (our own ERP included): under which identities, in which usage, and on
which terms, which are data (`terms.Terms`) because every partner has some that nobody else has.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from causeway.tenants.orm import Base, TenantOwned, one_of, tenant_index, tenant_key, tenant_unique
from causeway.tenants.walls import NOTHING, TableClass, Wall

_STAFF_ONLY = Wall(TableClass.TENANT, staff=frozenset({"select", "insert", "update"}), partner=NOTHING)


class Usage(StrEnum):
    """ISA15 as an agreement's channel expects it."""

    LIVE = "live"
    TEST = "test"


class Agreement(TenantOwned, Base):
    """The terms on which documents go to and fro with one organization's system."""

    __tablename__ = "agreement"
    __wall__ = _STAFF_ONLY

    organization_id: Mapped[UUID]
    name: Mapped[str]
    standard: Mapped[str]
    usage: Mapped[str]
    their_qualifier: Mapped[str]
    their_id: Mapped[str]
    our_qualifier: Mapped[str]
    our_id: Mapped[str]
    their_group_id: Mapped[str]
    our_group_id: Mapped[str]
    terms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        tenant_key("organization_id", "organization"),
        tenant_unique("their_qualifier", "their_id", "our_qualifier", "our_id", "their_group_id", "usage"),
        one_of("usage", Usage),
        tenant_index("ix_agreement_organization", "organization_id"),
    )
