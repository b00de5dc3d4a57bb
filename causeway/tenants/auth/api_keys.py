"""API keys of machines: issued once in clear, found by hash, revoked and rotated without a gap.

A client may hold two live keys of one name, so that the new one is in use before the old one goes.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from causeway.tenants import audit, clock
from causeway.tenants.auth.models import ApiKey
from causeway.tenants.auth.secrets import hash_token, new_token
from causeway.tenants.context import IDENTITY_SCOPE, Actor, ActorKind, Channel, Role, Scope, current_scope
from causeway.tenants.db import after_commit, get_or_404, unit_of_work
from causeway.tenants.errors import ConflictError, DomainError, NotFoundError
from causeway.tenants.ids import new_id
from causeway.tenants.models import Organization, Tenant
from causeway.tenants.permissions import GATEWAY_SCOPES, Permission

LIVE = "cw_live_"
SANDBOX = "cw_test_"
SHOWN_CHARACTERS = 6
LIVE_KEYS_PER_NAME = 2
CACHE_SECONDS = 1.0
CACHE_SIZE = 1024
TOUCH_EVERY = timedelta(minutes=1)
_GRANTABLE = frozenset(permission.value for permission in Permission)


@dataclass(frozen=True, slots=True)
class KeyIdentity:
    """The machine behind a key: whose it is and what it may do."""

    id: UUID
    tenant_id: UUID
    organization_id: UUID
    is_own: bool
    name: str
    scopes: frozenset[str]
    expires_at: datetime | None = None

    def scope(self, channel: Channel, correlation_id: UUID | None = None) -> Scope:
        """The scope its traffic runs in: the tenant's own systems as staff, a partner's behind its wall."""
        return Scope(
            tenant_id=self.tenant_id,
            role=Role.STAFF if self.is_own else Role.PARTNER,
            partner_id=None if self.is_own else self.organization_id,
            actor=Actor(ActorKind.API_KEY, self.id, self.name),
            channel=channel,
            correlation_id=correlation_id or new_id(),
        )


@dataclass(slots=True)
class _Cache:
    """Identities this process has seen within the last second, bounded; unknown keys never enter it."""

    entries: OrderedDict[bytes, tuple[float, KeyIdentity]] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, digest: bytes) -> KeyIdentity | None:
        with self.lock:
            until, identity = self.entries.get(digest, (0.0, None))
        return identity if until > monotonic() else None

    def keep(self, digest: bytes, identity: KeyIdentity) -> None:
        with self.lock:
            self.entries.pop(digest, None)
            self.entries[digest] = (monotonic() + CACHE_SECONDS, identity)
            while len(self.entries) > CACHE_SIZE:
                self.entries.popitem(last=False)

    def forget(self) -> None:
        with self.lock:
            self.entries.clear()


_cache = _Cache()

# One statement: the key as it is now and, at most once a minute, the mark that it was used.
_FIND = text("""
with found as (
  select id, tenant_id, organization_id, is_own, name, scopes, expires_at, last_used_at from api_key
  where secret_sha256 = :digest and revoked_at is null and (expires_at is null or expires_at > :now)
), touched as (
  update api_key set last_used_at = :now from found
  where api_key.id = found.id and (found.last_used_at is null or found.last_used_at < :touch_before)
)
select id, tenant_id, organization_id, is_own, name, scopes, expires_at from found
""")


def find_identity(presented: str) -> KeyIdentity | None:
    """Whose live key that is, if anybody's; an answer may be up to a second old in this process."""
    if not presented.startswith((LIVE, SANDBOX)):
        return None
    digest = hash_token(presented)
    identity = _cache.find(digest)
    now = clock.now()
    if identity is not None and (identity.expires_at is None or identity.expires_at > now):
        return identity
    with unit_of_work(IDENTITY_SCOPE) as session:
        row = session.execute(
            _FIND, {"digest": digest, "now": now, "touch_before": now - TOUCH_EVERY}
        ).one_or_none()
    if row is None:
        return None
    identity = KeyIdentity(
        row.id,
        row.tenant_id,
        row.organization_id,
        row.is_own,
        row.name,
        frozenset(row.scopes),
        row.expires_at,
    )
    _cache.keep(digest, identity)
    return identity


def issue(
    session: Session,
    organization_id: UUID,
    *,
    is_own: bool,
    name: str,
    scopes: Iterable[str] = GATEWAY_SCOPES,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """A new key of that organization and its secret, which is shown now and never again.

    ConflictError when two live keys have the name already. `is_own` must agree with the directory: it decides on
    which side of the wall the key works, and a slip would open the tenant to a partner.
    """
    organization = get_or_404(session, Organization, organization_id, lock=True)
    if organization.is_own != is_own:
        raise DomainError("the organization is on the other side of the wall", code="key_of_other_side")
    if organization.disabled_at is not None:
        raise DomainError(f"{organization.name} is shut out", code="organization_disabled")
    granted = _check_scopes(scopes)
    _check_room_for_another(session, organization_id, name)
    tenant = session.get_one(Tenant, organization.tenant_id)
    secret = (SANDBOX if tenant.live_tenant_id else LIVE) + new_token()
    key = ApiKey(
        id=new_id(),
        secret_sha256=hash_token(secret),
        prefix=secret[: len(LIVE) + SHOWN_CHARACTERS],
        tenant_id=tenant.id,
        organization_id=organization_id,
        is_own=is_own,
        name=name.strip(),
        scopes=granted,
        created_at=clock.now(),
        created_by=current_scope().actor.name,
        expires_at=expires_at,
    )
    session.add(key)
    session.flush()
    audit.record(
        session, "api_key.issued", "api_key", key.id, name=key.name, prefix=key.prefix, scopes=granted
    )
    return key, secret


def list_keys(session: Session, organization_id: UUID | None = None) -> Sequence[ApiKey]:
    """The current tenant's keys, newest first, revoked ones included; of one organization where named."""
    query = select(ApiKey).where(ApiKey.tenant_id == current_scope().tenant_id).order_by(ApiKey.id.desc())
    if organization_id is not None:
        query = query.where(ApiKey.organization_id == organization_id)
    return session.scalars(query).all()


def revoke(session: Session, key_id: UUID) -> None:
    """End that key of the current tenant: at once here, within a second in other processes; twice is no error."""
    key = session.scalar(
        select(ApiKey)
        .where(ApiKey.id == key_id, ApiKey.tenant_id == current_scope().tenant_id)
        .with_for_update()
    )
    if key is None:
        raise NotFoundError("no such API key")
    if key.revoked_at is None:
        key.revoked_at = clock.now()
        audit.record(session, "api_key.revoked", "api_key", key.id, name=key.name, prefix=key.prefix)
        after_commit(session, _cache.forget)


def revoke_of_organization(session: Session, organization_id: UUID) -> None:
    """End every live key of an organization that is shut out."""
    for key in list_keys(session, organization_id):
        if key.revoked_at is None:
            revoke(session, key.id)


def _check_scopes(scopes: Iterable[str]) -> list[str]:
    granted = sorted({str(scope) for scope in scopes})
    unknown = [scope for scope in granted if scope not in _GRANTABLE]
    if unknown or not granted:
        named = ", ".join(unknown) or "nothing"
        raise DomainError(f"an API key cannot be given {named}", code="scope_unknown", scopes=named)
    return granted


def _check_room_for_another(session: Session, organization_id: UUID, name: str) -> None:
    if not name.strip():
        raise DomainError("an API key needs a name", code="key_name_missing")
    live = session.scalar(
        select(func.count())
        .select_from(ApiKey)
        .where(
            ApiKey.tenant_id == current_scope().tenant_id,
            ApiKey.organization_id == organization_id,
            ApiKey.name == name.strip(),
            ApiKey.revoked_at.is_(None),
            or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > clock.now()),
        )
    )
    if (live or 0) >= LIVE_KEYS_PER_NAME:
        raise ConflictError(
            f"{name} has {LIVE_KEYS_PER_NAME} live keys already; revoke one first",
            code="key_limit",
            name=name,
        )
