"""Users, companies and tenants, and how a tenant sees companies: organizations, their sites and their people.

A user and a company are global (one login, many tenants); an organization is a company as one tenant sees it, the
tenant's own companies included. Credentials live in `auth.models`.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from causeway.tenants.ids import new_id
from causeway.tenants.orm import Base, PartnerOwned, Shared, one_of, tenant_index, tenant_key, tenant_unique
from causeway.tenants.walls import ALL, READ, TableClass, Wall


class User(Base):
    """One person with one login, in any number of tenants."""

    __tablename__ = "app_user"
    __wall__ = Wall(TableClass.GLOBAL)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str]
    email_folded: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    password_hash: Mapped[str | None]
    password_changed_at: Mapped[datetime | None]
    locale: Mapped[str | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class Company(Base):
    """A legal entity, known once for all tenants by its registered numbers."""

    __tablename__ = "company"
    __wall__ = Wall(TableClass.GLOBAL, partner=READ)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    uscc: Mapped[str | None] = mapped_column(unique=True)
    gln: Mapped[str | None]
    duns: Mapped[str | None]
    country: Mapped[str | None]


class Tenant(Base):
    """One core enterprise's space; a sandbox is a twin tenant that points to its live one."""

    __tablename__ = "tenant"
    __wall__ = Wall(TableClass.GLOBAL, partner=READ)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    locale: Mapped[str]
    time_zone: Mapped[str]
    live_tenant_id: Mapped[UUID | None] = mapped_column(ForeignKey("tenant.id"))
    created_at: Mapped[datetime]


class UserTenant(Base):
    """In which tenants a user has a membership: the little that must be readable before a tenant is known."""

    __tablename__ = "user_tenant"
    __wall__ = Wall(TableClass.GLOBAL)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"), primary_key=True)


class Organization(Shared, Base):
    """A company as one tenant sees it; `partner_id` is its own id for partners and empty for the tenant's own."""

    __tablename__ = "organization"

    company_id: Mapped[UUID | None] = mapped_column(ForeignKey("company.id"))
    name: Mapped[str]
    name_sort: Mapped[str]
    is_own: Mapped[bool] = mapped_column(default=False)
    is_supplier: Mapped[bool] = mapped_column(default=False)
    is_distributor: Mapped[bool] = mapped_column(default=False)
    partner_group: Mapped[str | None]
    uscc: Mapped[str | None]
    gln: Mapped[str | None]
    duns: Mapped[str | None]
    locale: Mapped[str | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    __table_args__ = (tenant_index("ix_organization_name", "name_sort", "id"),)

    @property
    def wall_id(self) -> UUID:
        """The `partner_id` that rows belonging to this organization carry."""
        return self.id


class SiteKind(StrEnum):
    """What a place is for."""

    PLANT = "plant"
    WAREHOUSE = "warehouse"
    OFFICE = "office"


class Site(Shared, Base):
    """A place of an organization, with its zone: a calendar date belongs to a site."""

    __tablename__ = "site"

    organization_id: Mapped[UUID]
    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    time_zone: Mapped[str]
    calendar: Mapped[dict[str, Any]] = mapped_column(default=dict)
    address: Mapped[dict[str, Any]] = mapped_column(default=dict)
    gln: Mapped[str | None]

    __table_args__ = (
        tenant_key("organization_id", "organization"),
        tenant_unique("organization_id", "code"),
        one_of("kind", SiteKind),
    )


class Membership(PartnerOwned, Base):
    """A user's place in a tenant: for which organization (`partner_id`) and in which roles."""

    __tablename__ = "membership"
    __wall__ = Wall(TableClass.PARTNER_OWNED, staff=ALL, partner=READ)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    email: Mapped[str]
    display_name: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    invited_at: Mapped[datetime | None]
    joined_at: Mapped[datetime | None]

    __table_args__ = (
        tenant_key("partner_id", "organization"),
        tenant_unique("user_id", "partner_id"),
        Index("ix_membership_user", "user_id", "tenant_id"),
        tenant_index(
            "ix_membership_active", "partner_id", "id", postgresql_where=text("disabled_at is null")
        ),
    )
