"""Sealing: entries become blocks of a hash chain a moment after their commit, days become roots to hold against us.

A block takes the next entries of the commit-safe feed, so none is missed and none taken twice however many write. What
has not been sealed yet (a fraction of a second's worth) is not protected yet.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from causeway.tenants import clock
from causeway.tenants.audit.canonical import (
    GENESIS,
    block_document,
    day_document,
    entry_document,
    leaf_hash,
    merkle_root,
    sha256,
)
from causeway.tenants.audit.ledgers import Ledger, ledger_of
from causeway.tenants.context import IDENTITY_SCOPE
from causeway.tenants.db import unit_of_work
from causeway.tenants.feed import Cursor, check_same_cluster, safe_rows
from causeway.tenants.ids import new_id
from causeway.tenants.models import Tenant

_log = logging.getLogger(__name__)
BLOCK_ENTRIES = 1000
_ONE_DAY = timedelta(days=1)


def seal(tenant_id: UUID | None) -> int:
    """Seal everything of that ledger (the platform's without a tenant) that is safe to seal; how many entries.

    Commits by block. While another process seals the same ledger this returns 0 at once.
    """
    ledger = ledger_of(tenant_id)
    sealed = 0
    while True:
        with unit_of_work(ledger.scope) as session:
            count = _seal_block(session, ledger)
        sealed += count
        if count < BLOCK_ENTRIES:
            return sealed


def _seal_block(session: Session, ledger: Ledger) -> int:
    if not session.execute(select(func.pg_try_advisory_xact_lock(ledger.lock_key))).scalar_one():
        return 0
    head = ledger.find_head(session)
    after = Cursor(head.last_xid, head.last_id) if head else None
    query = safe_rows(select(ledger.entry), ledger.entry.xid, ledger.entry.id, after).limit(BLOCK_ENTRIES)
    entries = session.scalars(query).all()
    if not entries:
        if after is not None:
            check_same_cluster(session, after.xid)
        return 0
    block = _make_block(ledger, head, entries)
    session.add(block)
    values = {
        "block_number": block.number,
        "block_hash": block.hash,
        "entry_count": block.first_position + block.entry_count,
        "last_xid": block.last_xid,
        "last_id": block.last_id,
        "sealed_at": block.sealed_at,
    }
    if head is None:
        session.add(ledger.new_head(**values))
    else:
        for name, value in values.items():
            setattr(head, name, value)
    return len(entries)


def _make_block(ledger: Ledger, head: Any, entries: Sequence[Any]) -> Any:
    leaves = [leaf_hash(entry_document(ledger.tenant_id, entry)) for entry in entries]
    block = ledger.block(
        id=new_id(),
        number=head.block_number + 1 if head else 1,
        previous_hash=head.block_hash if head else GENESIS,
        entry_count=len(entries),
        first_position=head.entry_count if head else 0,
        last_xid=entries[-1].xid,
        last_id=entries[-1].id,
        members=b"".join(entry.id.bytes + leaf for entry, leaf in zip(entries, leaves, strict=True)),
        root=merkle_root(leaves),
        sealed_at=max(clock.now(), head.sealed_at) if head else clock.now(),
    )
    block.hash = sha256(block_document(ledger.tenant_id, block))
    return block


def seal_days(tenant_id: UUID | None) -> int:
    """Make the roots of all past days that have blocks and no root yet, oldest first; how many."""
    ledger = ledger_of(tenant_id)
    made = 0
    while True:
        with unit_of_work(ledger.scope) as session:
            if not _seal_day(session, ledger):
                return made
        made += 1


def _seal_day(session: Session, ledger: Ledger) -> bool:
    session.execute(select(func.pg_advisory_xact_lock(ledger.lock_key)))
    last = session.scalar(select(ledger.day_root).order_by(ledger.day_root.day.desc()).limit(1))
    first_block = last.last_block + 1 if last else 1
    begin = session.scalar(select(ledger.block.sealed_at).where(ledger.block.number == first_block))
    if begin is None or _day_of(begin) >= clock.now().date():
        return False
    day = _day_of(begin)
    end = _start_of(day + _ONE_DAY)
    blocks = session.execute(
        select(ledger.block.number, ledger.block.hash, ledger.block.first_position, ledger.block.entry_count)
        .where(ledger.block.number >= first_block, ledger.block.sealed_at < end)
        .order_by(ledger.block.number)
    ).all()
    session.add(_make_day_root(ledger, day, blocks, last.hash if last else GENESIS))
    # The day is closed: a block sealed by a machine whose clock is behind belongs to the next one.
    head = ledger.find_head(session)
    head.sealed_at = max(head.sealed_at, end)
    return True


def _make_day_root(ledger: Ledger, day: date, blocks: Sequence[Any], previous_hash: bytes) -> Any:
    root = ledger.day_root(
        id=new_id(),
        day=day,
        first_block=blocks[0].number,
        last_block=blocks[-1].number,
        entry_count=blocks[-1].first_position + blocks[-1].entry_count,
        previous_hash=previous_hash,
        root=merkle_root([leaf_hash(block.hash) for block in blocks]),
    )
    root.hash = sha256(day_document(ledger.tenant_id, root))
    return root


def _day_of(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


@dataclass(slots=True)
class _Pace:
    """When a ledger is looked at next: at once after something was sealed, ever later while nothing is."""

    wait_seconds: float = 0.0
    due: float = 0.0
    days_checked: date | None = None


@dataclass(slots=True)
class Sealer:
    """Keeps all ledgers sealed, for a worker's loop: call `sweep` as often as it polls.

    A ledger in use is looked at in every sweep, a quiet one every `slowest_seconds`. Any number of processes may run
    one; the advisory lock lets one of them seal a ledger at a time.
    """

    slowest_seconds: float = 5.0
    _paces: dict[UUID | None, _Pace] = field(default_factory=dict)
    _tenants_read_at: float = float("-inf")

    def sweep(self) -> int:
        """Seal what is due; how many entries."""
        self._read_tenants()
        now = monotonic()
        due = [(tenant_id, pace) for tenant_id, pace in self._paces.items() if pace.due <= now]
        return sum(self._look_at(tenant_id, pace) for tenant_id, pace in due)

    def _look_at(self, tenant_id: UUID | None, pace: _Pace) -> int:
        sealed = seal(tenant_id)
        pace.wait_seconds = 0.0 if sealed else min(max(0.1, pace.wait_seconds * 2), self.slowest_seconds)
        pace.due = monotonic() + pace.wait_seconds
        today = clock.now().date()
        if pace.days_checked != today:
            seal_days(tenant_id)
            pace.days_checked = today
        return sealed

    def _read_tenants(self) -> None:
        if monotonic() - self._tenants_read_at < self.slowest_seconds:
            return
        with unit_of_work(IDENTITY_SCOPE) as session:
            current: set[UUID | None] = {None, *session.scalars(select(Tenant.id))}
        self._paces = {tenant_id: self._paces.get(tenant_id) or _Pace() for tenant_id in current}
        self._tenants_read_at = monotonic()
