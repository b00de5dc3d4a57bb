"""Single-use links: the secret stands in the link alone, works once, for so long, and only the newest of a person.

The link is copied by the administrator who made it. Pages must keep it out of logs and referrers.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from causeway.tenants import clock
from causeway.tenants.auth.models import LinkPurpose, SingleUseToken
from causeway.tenants.auth.secrets import hash_token, new_token
from causeway.tenants.context import IDENTITY_SCOPE, current_scope
from causeway.tenants.db import unit_of_work
from causeway.tenants.ids import new_id
from causeway.tenants.models import Membership, Tenant, User

LIFETIME = {LinkPurpose.INVITE: timedelta(days=7), LinkPurpose.RESET: timedelta(hours=1)}
_PATH = {LinkPurpose.INVITE: "/welcome/", LinkPurpose.RESET: "/reset/"}


@dataclass(frozen=True, slots=True)
class Link:
    """A fresh link, to be handed to its person; the path is appended to the public address."""

    path: str
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LinkHolder:
    """Whom a link is for, for the page that it opens."""

    purpose: LinkPurpose
    user_id: UUID
    email: str
    display_name: str
    locale: str | None
    tenant_id: UUID
    tenant_name: str
    membership_id: UUID
    # An invited person who has a login already proves it with that password instead of choosing a new one.
    has_password: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class UsedLink:
    """What a link stood for, after it was used up."""

    user_id: UUID
    tenant_id: UUID
    membership_id: UUID


def make_link(session: Session, purpose: LinkPurpose, membership: Membership) -> Link:
    """A link for that person; former ones of the same purpose and membership stop working."""
    revoke_links(session, membership.id, purpose)
    token = new_token()
    now = clock.now()
    row = SingleUseToken(
        id=new_id(),
        token_sha256=hash_token(token),
        purpose=purpose.value,
        user_id=membership.user_id,
        tenant_id=membership.tenant_id,
        membership_id=membership.id,
        created_at=now,
        created_by=current_scope().actor.id,
        expires_at=now + LIFETIME[purpose],
    )
    session.add(row)
    session.flush()
    return Link(_PATH[purpose] + token, token, row.expires_at)


def revoke_links(session: Session, membership_id: UUID, purpose: LinkPurpose | None = None) -> None:
    """Let the unused links of a membership work no more."""
    statement = update(SingleUseToken).where(
        SingleUseToken.tenant_id == current_scope().tenant_id,
        SingleUseToken.membership_id == membership_id,
        SingleUseToken.used_at.is_(None),
        SingleUseToken.revoked_at.is_(None),
    )
    if purpose is not None:
        statement = statement.where(SingleUseToken.purpose == purpose.value)
    session.execute(statement.values(revoked_at=clock.now()))


def find_holder(token: str, purpose: LinkPurpose) -> LinkHolder | None:
    """Whom a link that still works is for; looking does not use it up."""
    with unit_of_work(IDENTITY_SCOPE) as session:
        row = session.execute(
            select(SingleUseToken, User, Tenant)
            .join(User, User.id == SingleUseToken.user_id)
            .join(Tenant, Tenant.id == SingleUseToken.tenant_id)
            .where(
                SingleUseToken.token_sha256 == hash_token(token),
                SingleUseToken.purpose == purpose.value,
                SingleUseToken.used_at.is_(None),
                SingleUseToken.revoked_at.is_(None),
                SingleUseToken.expires_at > clock.now(),
                User.disabled_at.is_(None),
            )
        ).one_or_none()
    if row is None:
        return None
    link, user, tenant = row
    return LinkHolder(
        purpose=purpose,
        user_id=user.id,
        email=user.email,
        display_name=user.display_name,
        locale=user.locale,
        tenant_id=tenant.id,
        tenant_name=tenant.name,
        membership_id=link.membership_id,
        has_password=user.password_hash is not None,
        expires_at=link.expires_at,
    )


# The condition is part of the write: of two who use the link at once, the second finds it used.
_USE = text("""
update single_use_token set used_at = :now
where token_sha256 = :digest and purpose = :purpose and used_at is null and revoked_at is null and expires_at > :now
returning user_id, tenant_id, membership_id
""")


def use_link(session: Session, token: str, purpose: LinkPurpose) -> UsedLink | None:
    """Use the link up in the session's transaction and say what it stood for; None when it works no more."""
    row = session.execute(
        _USE, {"digest": hash_token(token), "purpose": purpose.value, "now": clock.now()}
    ).one_or_none()
    return None if row is None else UsedLink(*row)
