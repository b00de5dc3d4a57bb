"""Tables of sign-in: sessions, API keys, single-use links, throttles. Global, and closed to the partner role.

A secret is never stored: sessions, keys and links are found by the SHA-256 of a random value of at least 128 bits,
for which a slow hash would add nothing.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from causeway.tenants.ids import new_id
from causeway.tenants.orm import Base, one_of, tenant_key
from causeway.tenants.walls import TableClass, Wall

_GLOBAL = Wall(TableClass.GLOBAL)


class UserSession(Base):
    """One signed-in browser at one place (tenant and organization).

    `roles`, `partner_id` (empty for staff) and the organization's name are copied from the membership, which stands
    behind the tenant's wall, so that one statement answers a request; commands on memberships keep them current.
    """

    __tablename__ = "user_session"
    __wall__ = _GLOBAL

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_sha256: Mapped[bytes] = mapped_column(unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"))
    membership_id: Mapped[UUID]
    organization_id: Mapped[UUID]
    organization_name: Mapped[str]
    partner_id: Mapped[UUID | None]
    roles: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    # How the person proved who it is: the seam for a second factor and for stepping up before a delicate change.
    authenticated_by: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    authenticated_at: Mapped[datetime]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    ip: Mapped[str | None]
    user_agent: Mapped[str | None]

    __table_args__ = (
        tenant_key("membership_id", "membership"),
        Index("ix_user_session_user", "user_id", "id"),
        Index("ix_user_session_membership", "tenant_id", "membership_id"),
    )


class ApiKey(Base):
    """One secret of one partner system (or of the tenant's own, `is_own`); shown once, then only its prefix."""

    __tablename__ = "api_key"
    __wall__ = _GLOBAL

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    secret_sha256: Mapped[bytes] = mapped_column(unique=True)
    prefix: Mapped[str]
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"))
    organization_id: Mapped[UUID]
    is_own: Mapped[bool]
    name: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    last_used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        tenant_key("organization_id", "organization"),
        Index("ix_api_key_organization", "tenant_id", "organization_id", "id"),
    )


class LinkPurpose(StrEnum):
    """What a single-use link is for."""

    INVITE = "invite"
    RESET = "reset"


class SingleUseToken(Base):
    """The secret of a link that works once: an invitation to a tenant, or a new password."""

    __tablename__ = "single_use_token"
    __wall__ = _GLOBAL

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_sha256: Mapped[bytes] = mapped_column(unique=True)
    purpose: Mapped[str]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"))
    membership_id: Mapped[UUID]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("purpose", LinkPurpose),
        tenant_key("membership_id", "membership"),
        Index("ix_single_use_token_user", "user_id", "purpose"),
    )


class SignInThrottle(Base):
    """The recent failures of one account or one address, and until when it is refused."""

    __tablename__ = "sign_in_throttle"
    __wall__ = _GLOBAL

    # 'account:<sha256>' or 'address:<network>': an account's name is not kept of people who do not exist.
    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[list[datetime]] = mapped_column(
        ARRAY(TIMESTAMP(timezone=True)), server_default=text("'{}'")
    )
    blocked_until: Mapped[datetime | None]
    touched_at: Mapped[datetime]

    __table_args__ = (Index("ix_sign_in_throttle_touched", "touched_at"),)
