"""Sessions on the server: a random token in a cookie, its hash in a row that can be seen and ended at any time.

A session belongs to one place. Signing in, and going to another place, make a new token; what disables a person,
a membership or an organization ends the sessions in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, delete, select, update
from sqlalchemy.orm import Session

from causeway.tenants import audit, clock
from causeway.tenants.auth.models import UserSession
from causeway.tenants.auth.places import Place, list_places
from causeway.tenants.auth.secrets import hash_token, new_token
from causeway.tenants.context import IDENTITY_SCOPE, Actor, ActorKind, Channel, Role, Scope
from causeway.tenants.db import run, unit_of_work
from causeway.tenants.errors import NotFoundError
from causeway.tenants.ids import new_id
from causeway.tenants.models import Membership, Organization, User
from causeway.tenants.permissions import Permission, permissions_of

TOUCH_EVERY = timedelta(minutes=1)
_LONGEST_USER_AGENT = 400


class Factor(StrEnum):
    """A way in which a person proved who they are; what a session was begun with is kept on it.

    A second factor, a passkey or an identity provider adds its word here and calls `begin_session` with it.
    """

    PASSWORD = "password"  # noqa: S105  # the name of a factor
    LINK = "link"


@dataclass(frozen=True, slots=True)
class SessionPolicy:
    """How long a session lasts without a request, and at most."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from, as the edge established it (never from an unchecked header)."""

    ip: str | None = None
    user_agent: str | None = None


@dataclass(frozen=True, slots=True)
class SessionIdentity:
    """The person behind a session, the place they are at, and what they may do there."""

    id: UUID
    user_id: UUID
    email: str
    display_name: str
    locale: str | None
    tenant_id: UUID
    tenant_slug: str
    tenant_name: str
    tenant_locale: str
    time_zone: str
    is_sandbox: bool
    membership_id: UUID
    organization_id: UUID
    organization_name: str
    partner_id: UUID | None
    roles: frozenset[str]
    permissions: frozenset[Permission]
    authenticated_by: frozenset[str]
    authenticated_at: datetime
    created_at: datetime
    expires_at: datetime

    @property
    def is_staff(self) -> bool:
        """Whether the person works for the core enterprise."""
        return self.partner_id is None

    @property
    def actor(self) -> Actor:
        """The person, as history names them."""
        return Actor(ActorKind.USER, self.user_id, self.display_name)

    def scope(self, correlation_id: UUID | None = None, channel: Channel = Channel.WEB) -> Scope:
        """The scope in which this person's requests run."""
        return Scope(
            tenant_id=self.tenant_id,
            role=Role.STAFF if self.is_staff else Role.PARTNER,
            partner_id=self.partner_id,
            actor=self.actor,
            channel=channel,
            correlation_id=correlation_id or new_id(),
        )


# One statement per request: the session with its user and tenant and, at most once a minute, the mark of its use.
_FIND = """
with found as (
  select s.id, s.user_id, u.email, u.display_name, u.locale, s.tenant_id, t.slug as tenant_slug,
         t.name as tenant_name, t.locale as tenant_locale, t.time_zone, t.live_tenant_id is not null as is_sandbox,
         s.membership_id, s.organization_id, s.organization_name, s.partner_id, s.roles, s.authenticated_by,
         s.authenticated_at, s.created_at, s.expires_at, s.last_seen_at
  from user_session s join app_user u on u.id = s.user_id join tenant t on t.id = s.tenant_id
  where s.token_sha256 = %(digest)s and s.revoked_at is null and s.expires_at > %(now)s and s.last_seen_at > %(idle_since)s
    and u.disabled_at is null
), touched as (
  update user_session set last_seen_at = %(now)s from found
  where user_session.id = found.id and found.last_seen_at < %(touch_before)s
)
select id, user_id, email, display_name, locale, tenant_id, tenant_slug, tenant_name, tenant_locale, time_zone,
       is_sandbox, membership_id, organization_id, organization_name, partner_id, roles, authenticated_by,
       authenticated_at, created_at, expires_at
from found
"""


def find_session(token: str, policy: SessionPolicy | None = None) -> SessionIdentity | None:
    """Who that token stands for, or None when there is no such session, it ended, or its time is over."""
    now = clock.now()
    parameters = {
        "digest": hash_token(token),
        "now": now,
        "idle_since": now - (policy or SessionPolicy()).idle,
        "touch_before": now - TOUCH_EVERY,
    }
    with unit_of_work(IDENTITY_SCOPE) as session:
        row = run(session, _FIND, parameters).fetchone()
    return None if row is None else _identity(row)


def _identity(row: Sequence[Any]) -> SessionIdentity:
    # The columns stand as the fields do; what the person may do comes from their roles.
    *person, roles, authenticated_by, authenticated_at, created_at, expires_at = row
    proved = frozenset(authenticated_by), authenticated_at, created_at, expires_at
    return SessionIdentity(*(*person, frozenset(roles), permissions_of(roles), *proved))


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that has just begun; the token goes into the cookie and is not kept."""

    id: UUID
    token: str
    place: Place
    expires_at: datetime


def begin_session(
    user: User,
    place: Place,
    factors: Sequence[str],
    origin: Origin,
    policy: SessionPolicy | None = None,
) -> NewSession:
    """A session at that place for a user who has proved who they are by those factors; audited in the tenant."""
    now = clock.now()
    expires_at = now + (policy or SessionPolicy()).absolute
    with unit_of_work(_entering(user, place)) as session:
        begun = _add(session, user.id, place, factors, origin, authenticated_at=now, expires_at=expires_at)
        audit.record(
            session,
            "session.begun",
            "session",
            begun.id,
            ip=origin.ip,
            email=user.email,
            factors=list(factors),
        )
    return begun


def switch_place(identity: SessionIdentity, membership_id: UUID, origin: Origin) -> NewSession:
    """The same person at another of their places: a new token, the former one ended, the end of the day unchanged."""
    place = next((p for p in list_places(identity.user_id) if p.membership_id == membership_id), None)
    if place is None:
        raise NotFoundError("no such place")
    scope = Scope(place.tenant_id, actor=identity.actor, channel=Channel.WEB)
    with unit_of_work(scope) as session:
        ended = _revoke(session, UserSession.id == identity.id)
        if not ended:
            raise NotFoundError("the session has ended")
        begun = _add(
            session,
            identity.user_id,
            place,
            sorted(identity.authenticated_by),
            origin,
            authenticated_at=identity.authenticated_at,
            expires_at=identity.expires_at,
        )
        audit.record(
            session, "session.begun", "session", begun.id, ip=origin.ip, email=identity.email, switched=True
        )
    return begun


def _entering(user: User, place: Place) -> Scope:
    # Sessions are global rows, closed to the partner role; a partner's session is begun on the tenant's side.
    actor = Actor(ActorKind.USER, user.id, user.display_name)
    return Scope(place.tenant_id, actor=actor, channel=Channel.WEB)


def _add(
    session: Session,
    user_id: UUID,
    place: Place,
    factors: Sequence[str],
    origin: Origin,
    *,
    authenticated_at: datetime,
    expires_at: datetime,
) -> NewSession:
    membership = session.scalar(
        # Shared with other sign-ins, but not with a command that disables the person at this moment: either it sees
        # this session and ends it, or this sees the person disabled.
        select(Membership)
        .join(Organization, Organization.id == Membership.partner_id)
        .where(
            Membership.id == place.membership_id,
            Membership.disabled_at.is_(None),
            Organization.disabled_at.is_(None),
        )
        .with_for_update(read=True)
    )
    if membership is None:
        raise NotFoundError("no such place")
    token = new_token()
    now = clock.now()
    row = UserSession(
        id=new_id(),
        token_sha256=hash_token(token),
        user_id=user_id,
        tenant_id=place.tenant_id,
        membership_id=place.membership_id,
        organization_id=place.organization_id,
        organization_name=place.organization_name,
        partner_id=place.partner_id,
        roles=list(membership.roles),
        authenticated_by=[str(factor) for factor in factors],
        authenticated_at=authenticated_at,
        created_at=now,
        last_seen_at=now,
        expires_at=expires_at,
        ip=origin.ip,
        user_agent=(origin.user_agent or "")[:_LONGEST_USER_AGENT] or None,
    )
    session.add(row)
    session.flush()
    return NewSession(row.id, token, place, expires_at)


def list_sessions(user_id: UUID, policy: SessionPolicy | None = None) -> Sequence[UserSession]:
    """The user's live sessions at all their places, the latest used first."""
    now = clock.now()
    with unit_of_work(IDENTITY_SCOPE) as session:
        return session.scalars(
            select(UserSession)
            .where(
                UserSession.user_id == user_id,
                UserSession.revoked_at.is_(None),
                UserSession.expires_at > now,
                UserSession.last_seen_at > now - (policy or SessionPolicy()).idle,
            )
            .order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())
        ).all()


def sign_out(identity: SessionIdentity) -> None:
    """End the session; audited in its tenant."""
    revoke_session(identity, identity.id)


def revoke_session(identity: SessionIdentity, session_id: UUID) -> None:
    """End one of the person's own sessions; NotFoundError when it is not theirs or has ended."""
    with unit_of_work(identity.scope().as_staff()) as session:
        if not _revoke(session, UserSession.id == session_id, UserSession.user_id == identity.user_id):
            raise NotFoundError("no such session")
        audit.record(session, "session.ended", "session", session_id, email=identity.email)


def revoke_other_sessions(identity: SessionIdentity) -> int:
    """End every session of the person but this one; how many there were."""
    with unit_of_work(identity.scope().as_staff()) as session:
        ended = end_sessions_of_user(session, identity.user_id, but=identity.id)
        audit.record(
            session, "session.others_ended", "user", identity.user_id, email=identity.email, count=ended
        )
    return ended


def end_sessions_of_user(session: Session, user_id: UUID, *, but: UUID | None = None) -> int:
    """End all sessions of the user at all places, but perhaps one, in the caller's transaction; how many."""
    spared = [UserSession.id != but] if but else []
    return _revoke(session, UserSession.user_id == user_id, *spared)


def end_sessions_of_membership(session: Session, membership_id: UUID) -> int:
    """End all sessions at that place, in the caller's transaction; how many."""
    return _revoke(session, UserSession.membership_id == membership_id)


def end_sessions_of_organization(session: Session, organization_id: UUID) -> int:
    """End all sessions of an organization's people, in the caller's transaction; how many."""
    return _revoke(session, UserSession.organization_id == organization_id)


def apply_roles(session: Session, membership_id: UUID, roles: Sequence[str]) -> None:
    """Let the running sessions of a membership have its new roles from their next request on."""
    session.execute(
        update(UserSession)
        .where(UserSession.membership_id == membership_id, UserSession.revoked_at.is_(None))
        .values(roles=list(roles))
    )


def last_place(session: Session, user_id: UUID) -> UUID | None:
    """The membership the user worked at last, if they ever did."""
    return session.scalar(
        select(UserSession.membership_id)
        .where(UserSession.user_id == user_id)
        .order_by(UserSession.id.desc())
        .limit(1)
    )


def prune_sessions(session: Session, ended_before: datetime) -> int:
    """Delete sessions that were over by then; how many."""
    result = session.execute(delete(UserSession).where(UserSession.expires_at < ended_before))
    return cast("CursorResult[Any]", result).rowcount


def _revoke(session: Session, *which: ColumnElement[bool]) -> int:
    result = session.execute(
        update(UserSession).where(UserSession.revoked_at.is_(None), *which).values(revoked_at=clock.now())
    )
    return cast("CursorResult[Any]", result).rowcount
