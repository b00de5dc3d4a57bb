"""Guessing is slowed down by account and by address, counted in Postgres over moving windows.

An attempt is counted before its password is looked at and taken back when it was right, so that a thousand guesses at
the same moment do not all pass a counter that still says none. While a key is blocked, attempts are refused without
looking at the password and are not counted: the block ends by itself.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from causeway.tenants import clock
from causeway.tenants.auth.models import SignInThrottle
from causeway.tenants.context import IDENTITY_SCOPE
from causeway.tenants.db import unit_of_work
from causeway.tenants.text import fold

_ACCOUNT = "account:"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures within the window; after the free ones each further one doubles a pause."""

    failures: int
    window: timedelta = timedelta(hours=1)
    free: int = 0
    first_pause: timedelta = timedelta(0)

    def blocked_until(self, failures: Sequence[datetime]) -> datetime | None:
        """Until when these failures, oldest first and all within the window, block."""
        if not failures:
            return None
        if len(failures) >= self.failures:
            return failures[-self.failures] + self.window
        if len(failures) <= self.free or not self.first_pause:
            return None
        pause: timedelta = self.first_pause * 2 ** (len(failures) - self.free - 1)
        return failures[-1] + min(pause, self.window)


@dataclass(frozen=True, slots=True)
class ThrottlePolicy:
    """Ten failures an hour for one account, with a growing pause after the third; fifty for one address."""

    account: Limit = field(
        default_factory=lambda: Limit(failures=10, free=3, first_pause=timedelta(seconds=2))
    )
    address: Limit = field(default_factory=lambda: Limit(failures=50))


@dataclass(frozen=True, slots=True)
class Attempt:
    """A counted attempt, or a refused one with the moment from which trying again makes sense."""

    keys: tuple[str, ...]
    counted_at: datetime
    retry_at: datetime | None
    newly_blocked: bool = False


def begin_attempt(email: str, ip: str | None, policy: ThrottlePolicy | None = None) -> Attempt:
    """Count an attempt on that account from that address, unless one of both is blocked; committed."""
    policy = policy or ThrottlePolicy()
    limits = {_account_key(email): policy.account}
    if ip:
        limits[_address_key(ip)] = policy.address
    keys = tuple(sorted(limits))
    now = clock.now()
    with unit_of_work(IDENTITY_SCOPE) as session:
        rows = _locked_rows(session, keys, now)
        waits = [row.blocked_until for row in rows if row.blocked_until and row.blocked_until > now]
        if waits:
            return Attempt(keys, now, max(waits))
        for row in rows:
            _count(row, limits[row.key], now)
        newly_blocked = any(row.blocked_until and row.blocked_until > now for row in rows)
    return Attempt(keys, now, None, newly_blocked)


def succeed(session: Session, attempt: Attempt, policy: ThrottlePolicy | None = None) -> None:
    """The password was right: the account begins anew, the address gets this attempt back."""
    policy = policy or ThrottlePolicy()
    for row in _locked_rows(session, attempt.keys, attempt.counted_at):
        if row.key.startswith(_ACCOUNT):
            row.failures, row.blocked_until = [], None
        else:
            _take_back(row, attempt, policy.address)


def withdraw(session: Session, attempt: Attempt, policy: ThrottlePolicy | None = None) -> None:
    """The password was never looked at: the attempt does not count."""
    policy = policy or ThrottlePolicy()
    for row in _locked_rows(session, attempt.keys, attempt.counted_at):
        _take_back(row, attempt, policy.account if row.key.startswith(_ACCOUNT) else policy.address)


def _take_back(row: SignInThrottle, attempt: Attempt, limit: Limit) -> None:
    remaining = list(row.failures)
    if attempt.counted_at in remaining:
        remaining.remove(attempt.counted_at)
    row.failures = remaining
    row.blocked_until = limit.blocked_until(remaining)


def clear_account(session: Session, email: str) -> None:
    """Lift an account's block: its person proved by a link who they are."""
    session.execute(delete(SignInThrottle).where(SignInThrottle.key == _account_key(email)))


def prune_throttles(session: Session, idle_since: datetime) -> int:
    """Delete counters that nobody touched since; how many."""
    result = session.execute(delete(SignInThrottle).where(SignInThrottle.touched_at < idle_since))
    return cast("CursorResult[Any]", result).rowcount


def _count(row: SignInThrottle, limit: Limit, now: datetime) -> None:
    row.failures = [*(moment for moment in row.failures if moment > now - limit.window), now][
        -limit.failures :
    ]
    row.blocked_until = limit.blocked_until(row.failures)
    row.touched_at = now


def _locked_rows(session: Session, keys: Sequence[str], now: datetime) -> Sequence[SignInThrottle]:
    # Made and locked in key order by everybody, so that two attempts never wait for each other.
    for key in keys:
        session.execute(
            insert(SignInThrottle).values(key=key, failures=[], touched_at=now).on_conflict_do_nothing()
        )
    return session.scalars(
        select(SignInThrottle)
        .where(SignInThrottle.key.in_(keys))
        .order_by(SignInThrottle.key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _account_key(email: str) -> str:
    return _ACCOUNT + hashlib.sha256(fold(email).encode("utf-8", "surrogatepass")).hexdigest()


def _address_key(ip: str) -> str:
    """The address, or for IPv6 its /64, which one household or one attacker holds whole."""
    try:
        address = ip_address(ip)
    except ValueError:
        # A peer without an IP address (a local socket) is one peer.
        return f"address:{ip[:64]}"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return f"address:{address.ipv4_mapped}"
        return f"address:{ip_network((address, 64), strict=False)}"
    return f"address:{address}"
