"""Signing in by e-mail and password: what is asked, in which order, and what comes out.

The result is a step. A tenant's policy that asks for a second factor (a TOTP, a passkey) makes `sign_in` answer
`SecondFactorNeeded` once such factors can be enrolled; an identity provider ends in `sessions.begin_session` with its
own factor. Whoever handles a step today therefore handles all three.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.tenants import audit, clock
from causeway.tenants.auth import passwords, sessions, throttle
from causeway.tenants.auth.passwords import TooBusyError
from causeway.tenants.auth.places import Place, list_places
from causeway.tenants.auth.sessions import Factor, NewSession, Origin, SessionIdentity, SessionPolicy
from causeway.tenants.context import IDENTITY_SCOPE, Actor, ActorKind, Channel, Scope
from causeway.tenants.db import unit_of_work
from causeway.tenants.errors import NotFoundError
from causeway.tenants.models import User
from causeway.tenants.text import fold

_LONGEST_ADDRESS = 254


class Refusal(StrEnum):
    """Why a sign-in was refused, as far as the person may know."""

    # One word for a wrong password, an unknown account and a disabled one.
    CREDENTIALS = "credentials"
    THROTTLED = "throttled"
    # The password was right, and no tenant lets the person in (any more, or yet).
    NO_PLACE = "no_place"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """It worked: the new session, and all places of the person, for a page that offers the choice."""

    session: NewSession
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class SecondFactorNeeded:
    """The first factor was right and is not enough; which further ones would do."""

    user_id: UUID
    factors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """It did not work; `retry_at` says from when trying again makes sense, when that is not now."""

    reason: Refusal
    retry_at: datetime | None = None


Step = SignedIn | SecondFactorNeeded | Refused


def sign_in(
    email: str,
    password: str,
    origin: Origin,
    *,
    policy: SessionPolicy | None = None,
    throttling: throttle.ThrottlePolicy | None = None,
    tenant_slug: str | None = None,
) -> Step:
    """The step that follows on that address and password.

    A session is begun at the named tenant, if one is named and open to the person, else where they were last, else
    at their first place.
    """
    checked = check_credentials(email, password, origin, throttling)
    if isinstance(checked, Refused):
        return checked
    user = checked
    places = list_places(user.id)
    place = _choose(user.id, places, tenant_slug)
    if place is None:
        _note(user, "sign_in.without_place", email=user.email, ip=origin.ip)
        return Refused(Refusal.NO_PLACE)
    return SignedIn(sessions.begin_session(user, place, [Factor.PASSWORD], origin, policy), tuple(places))


def check_credentials(
    email: str, password: str, origin: Origin, throttling: throttle.ThrottlePolicy | None = None
) -> User | Refused:
    """The user whose password that is, or why not; throttled, audited, and as slow for nobody as for somebody."""
    attempt = throttle.begin_attempt(email, origin.ip, throttling)
    if attempt.retry_at is not None:
        return Refused(Refusal.THROTTLED, attempt.retry_at)
    user = _find_user(email)
    try:
        matches = passwords.verify_password(user.password_hash if user else None, password)
    except TooBusyError:
        with unit_of_work(IDENTITY_SCOPE) as session:
            throttle.withdraw(session, attempt, throttling)
        return Refused(Refusal.BUSY)
    if user is None or not matches or user.disabled_at is not None:
        _note_failure(email, user, origin, newly_blocked=attempt.newly_blocked)
        return Refused(Refusal.CREDENTIALS)
    _accept(user, password, attempt, throttling)
    return user


def change_password(identity: SessionIdentity, current: str, new: str, origin: Origin) -> Refused | None:
    """Give the person a new password after checking the current one; all their other sessions end.

    None when done, Refused when the current one is wrong or was tried too often; DomainError for a poor new one.
    """
    passwords.check_new_password(new, email=identity.email)
    checked = check_credentials(identity.email, current, origin)
    if isinstance(checked, Refused):
        return checked
    hashed = passwords.hash_password(new)
    with unit_of_work(identity.scope().as_staff()) as session:
        set_password(session, identity.user_id, hashed)
        sessions.end_sessions_of_user(session, identity.user_id, but=identity.id)
        audit.record(
            session, "password.changed", "user", identity.user_id, email=identity.email, ip=origin.ip
        )
    return None


def set_password(session: Session, user_id: UUID, hashed: str) -> None:
    """Store a hash made by `passwords.hash_password`, in the caller's transaction."""
    user = session.get_one(User, user_id, with_for_update=True)
    user.password_hash = hashed
    user.password_changed_at = clock.now()


def disable_user(session: Session, user_id: UUID) -> None:
    """Shut a person out of the whole installation, at once; an operator's act, not a tenant's."""
    user = session.get(User, user_id, with_for_update=True)
    if user is None:
        raise NotFoundError("no such user")
    if user.disabled_at is None:
        user.disabled_at = clock.now()
        sessions.end_sessions_of_user(session, user_id)
        audit.record(session, "user.disabled", "user", user_id, email=user.email)


def enable_user(session: Session, user_id: UUID) -> None:
    """Let a person in again."""
    user = session.get(User, user_id, with_for_update=True)
    if user is None:
        raise NotFoundError("no such user")
    if user.disabled_at is not None:
        user.disabled_at = None
        audit.record(session, "user.enabled", "user", user_id, email=user.email)


def find_user(session: Session, email: str) -> User | None:
    """The user with that address, if anybody has it."""
    return session.scalar(select(User).where(User.email_folded == fold(email)))


def _find_user(email: str) -> User | None:
    if len(email) > _LONGEST_ADDRESS or not email.isprintable():
        return None
    with unit_of_work(IDENTITY_SCOPE) as session:
        return find_user(session, email)


def _accept(
    user: User, password: str, attempt: throttle.Attempt, throttling: throttle.ThrottlePolicy | None
) -> None:
    stored = user.password_hash
    rehashed = None
    if stored is not None and passwords.needs_rehash(stored):
        try:
            rehashed = passwords.hash_password(password)
        except TooBusyError:
            # The next sign-in renews it as well; this one need not wait.
            rehashed = None
    with unit_of_work(IDENTITY_SCOPE) as session:
        throttle.succeed(session, attempt, throttling)
        if rehashed is not None:
            # The password itself stays, and so does the date of its change; a change in between wins.
            current = session.get_one(User, user.id, with_for_update=True)
            if current.password_hash == stored:
                current.password_hash = rehashed


def _choose(user_id: UUID, places: list[Place], tenant_slug: str | None) -> Place | None:
    if tenant_slug is not None:
        named = [place for place in places if place.tenant_slug == tenant_slug]
        if named:
            return named[0]
    if len(places) > 1:
        with unit_of_work(IDENTITY_SCOPE) as session:
            last = sessions.last_place(session, user_id)
        for place in places:
            if place.membership_id == last:
                return place
    return places[0] if places else None


def _note_failure(email: str, user: User | None, origin: Origin, *, newly_blocked: bool) -> None:
    details = {
        "email": email[:_LONGEST_ADDRESS].encode("ascii", "backslashreplace").decode(),
        "ip": origin.ip,
        "known": user is not None,
    }
    _note(user, "sign_in.failed", **details)
    if newly_blocked:
        _note(user, "sign_in.blocked", **details)


def _note(user: User | None, action: str, **details: Any) -> None:
    """Say it in the platform's ledger: whoever failed to sign in has no tenant."""
    actor = Actor(ActorKind.USER, user.id if user else None, user.display_name if user else "unknown")
    with unit_of_work(Scope(tenant_id=None, actor=actor, channel=Channel.WEB)) as session:
        audit.record(session, action, "user", user.id if user else None, **details)
