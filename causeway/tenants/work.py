"""Work rows: everything that a person or a partner waits for is a row here until it is done.

The queue is one small global table whose rows point to a tenant; workers claim from it with SKIP LOCKED, fairly
across tenants. A row is deleted in the transaction that does its work, so the effect happens once; a worker that
dies leaves a lease that runs out. Redis only rings a bell.

Order is kept where it matters: rows of one lane (a document chain) run one after the other, and a row may stay behind
a gate, that is, behind the rows that still have to find out which chains they belong to.
"""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from causeway.tenants import bell, clock
from causeway.tenants.context import IDENTITY_SCOPE, current_scope
from causeway.tenants.db import after_commit, run, unit_of_work
from causeway.tenants.ids import new_id
from causeway.tenants.orm import Base
from causeway.tenants.walls import ALL, TableClass, Wall

_log = logging.getLogger(__name__)
# What a killed worker held waits that long, and what stands behind it too; a living one renews at a third of it.
LEASE = timedelta(seconds=10)
# A failure is an answer of the code; an attempt also counts a worker that died. A row that keeps killing its worker
# is parked too, later, because a restart of the machine kills innocent rows as well.
MAX_FAILURES = 3
MAX_ATTEMPTS = 10


class Work(Base):
    """One thing to do: its kind, what it is about, when, and who is at it."""

    __tablename__ = "work"
    __wall__ = Wall(TableClass.GLOBAL, staff=ALL, partner=frozenset({"insert"}))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    tenant_id: Mapped[UUID | None]
    kind: Mapped[str]
    reference: Mapped[UUID | None]
    lane: Mapped[str | None]
    # A row `behind` a gate waits while a row with that `gate` and an id below `behind_id` exists.
    gate: Mapped[str | None]
    behind: Mapped[str | None]
    behind_id: Mapped[UUID | None]
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[UUID | None]
    parked_at: Mapped[datetime | None]
    last_error: Mapped[str | None]

    __table_args__ = (
        Index("ix_work_due", "tenant_id", "run_at", "id", postgresql_where=text("parked_at is null")),
        Index("ix_work_lane", "tenant_id", "lane", "id", postgresql_where=text("lane is not null")),
        Index("ix_work_gate", "tenant_id", "gate", "id", postgresql_where=text("gate is not null")),
        Index("ix_work_reference", "tenant_id", "reference"),
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """A work row that this worker holds until its lease runs out."""

    id: UUID
    tenant_id: UUID | None
    kind: str
    reference: UUID | None
    payload: dict[str, Any]
    attempts: int
    failures: int
    token: UUID
    due: datetime


@dataclass(frozen=True, slots=True)
class Gate:
    """What a row waits for: every row with that gate whose id is below `before`."""

    name: str
    before: UUID


class LeaseLostError(RuntimeError):
    """Another worker took the row over; what this one did must not be committed."""


_ENQUEUE = """
insert into work (id, tenant_id, kind, reference, lane, gate, behind, behind_id, payload, run_at, attempts, failures)
values (%(id)s, %(tenant_id)s, %(kind)s, %(reference)s, %(lane)s, %(gate)s, %(behind)s, %(behind_id)s,
  cast(%(payload)s as jsonb), %(run_at)s, 0, 0)
"""


def enqueue(
    session: Session,
    kind: str,
    reference: UUID | None = None,
    *,
    tenant_id: UUID | None,
    run_at: datetime | None = None,
    lane: str | None = None,
    gate: str | None = None,
    behind: Gate | None = None,
    payload: dict[str, Any] | None = None,
) -> UUID:
    """Add a work row in the session's transaction and ring the bell after its commit; the row's id."""
    work_id = new_id()
    run(
        session,
        _ENQUEUE,
        {
            "id": work_id,
            "tenant_id": tenant_id,
            "kind": kind,
            "reference": reference,
            "lane": lane,
            "gate": gate,
            "behind": behind.name if behind else None,
            "behind_id": behind.before if behind else None,
            "payload": json.dumps(payload or {}),
            "run_at": run_at or clock.now(),
        },
    )
    if run_at is None:
        after_commit(session, bell.ring)
    return work_id


def due_now(kind: str, reference: UUID, *, lane: str | None = None, behind: Gate | None = None) -> Work:
    """A row for a batch of the current tenant; whoever writes the batch rings the bell after the commit."""
    return Work(
        id=new_id(),
        kind=kind,
        reference=reference,
        lane=lane,
        behind=behind.name if behind else None,
        behind_id=behind.before if behind else None,
        run_at=clock.now(),
    )


# One pass: the tenants that have something due (a loose index scan, so that one tenant's backlog costs nothing to the
# others), a few rows of each, skipping what is locked, leased, or behind an earlier row of its lane. Rows behind a gate
# stand in their lane where the gate's row stood, whenever they were found out.
_CLAIM = """
with recursive due(tenant_id) as (
  (select tenant_id from work where parked_at is null and tenant_id is not null and run_at <= %(now)s
     order by tenant_id limit 1)
  union all
  select (select w.tenant_id from work w where w.parked_at is null and w.tenant_id > due.tenant_id
            and w.run_at <= %(now)s order by w.tenant_id limit 1)
  from due where due.tenant_id is not null
),
tenants as (select tenant_id from due where tenant_id is not null union all select null::uuid),
picked as (
  select c.id from tenants t cross join lateral (
    select w.id, w.run_at from work w
    where w.tenant_id is not distinct from t.tenant_id and w.parked_at is null and w.run_at <= %(now)s
      and (w.lease_until is null or w.lease_until < %(now)s)
      and (w.lane is null or not exists (
        select 1 from work earlier
        where earlier.tenant_id = w.tenant_id and earlier.lane = w.lane
          and (coalesce(earlier.behind_id, earlier.id), earlier.id) < (coalesce(w.behind_id, w.id), w.id)))
      and (w.behind is null or not exists (
        select 1 from work gate
        where gate.tenant_id = w.tenant_id and gate.gate = w.behind and gate.id < w.behind_id))
    order by w.run_at, w.id limit %(per_tenant)s for update skip locked
  ) c order by random() limit %(batch)s
)
update work set lease_until = %(lease_until)s, lease_token = %(token)s, attempts = attempts + 1
from picked where work.id = picked.id
returning work.id, work.tenant_id, work.kind, work.reference, work.payload, work.attempts, work.failures, work.run_at
"""


def claim(batch: int, *, per_tenant: int = 4) -> Sequence[Claim]:
    """Up to `batch` due rows, leased to the caller; committed, so that other workers pass them by."""
    now = clock.now()
    token = new_id()
    with unit_of_work(IDENTITY_SCOPE) as session:
        rows = run(
            session,
            _CLAIM,
            {
                "now": now,
                "lease_until": now + LEASE,
                "token": token,
                "batch": batch,
                "per_tenant": per_tenant,
            },
        ).fetchall()
    claims = [
        Claim(
            id=identifier,
            tenant_id=tenant_id,
            kind=kind,
            reference=reference,
            payload=payload,
            attempts=attempts,
            failures=failures,
            token=token,
            due=due,
        )
        for identifier, tenant_id, kind, reference, payload, attempts, failures, due in rows
    ]
    return sorted(claims, key=lambda c: (c.due, c.id))


def complete(session: Session, claimed: Claim) -> None:
    """Take the row away in the transaction that did its work; raises LeaseLostError when it is no longer ours."""
    _owned(session, claimed, "delete from work where id = %(id)s and lease_token = %(token)s", {})


def renew(claimed: Claim) -> None:
    """Extend the lease of long work; raises LeaseLostError when it is no longer ours."""
    with unit_of_work(IDENTITY_SCOPE) as session:
        _owned(
            session,
            claimed,
            "update work set lease_until = %(until)s where id = %(id)s and lease_token = %(token)s",
            {"until": clock.now() + LEASE},
        )


def _owned(session: Session, claimed: Claim, statement: str, parameters: dict[str, Any]) -> None:
    result = run(session, statement, {"id": claimed.id, "token": claimed.token, **parameters})
    if result.rowcount != 1:
        raise LeaseLostError(str(claimed.id))


def release(claimed: Claim, error: str, *, delay: timedelta, park: bool, counted: bool = True) -> None:
    """Give a failed row back for a later try, or park it for a person; an outage of ours is not counted.

    A row that failed by itself opens its gate, so that one bad transmission does not stop those after it; it keeps its
    lane, because what comes after it in one document chain must not overtake it. A try that an outage ended is no try.
    """
    now = clock.now()
    with unit_of_work(IDENTITY_SCOPE) as session:
        session.execute(
            text(
                "update work set lease_until = null, lease_token = null, last_error = :error, run_at = :run_at,"
                " failures = failures + :counted, attempts = attempts - 1 + :counted, parked_at = :parked_at,"
                " gate = case when :counted = 1 then null else gate end"
                " where id = :id and lease_token = :token"
            ),
            {
                "id": claimed.id,
                "token": claimed.token,
                "error": error[:2000],
                "run_at": now + delay,
                "parked_at": now if park else None,
                "counted": int(counted),
            },
        )


def give_back(claims: Sequence[Claim]) -> None:
    """Release claims that were not finished, at a worker's shutdown, without counting an attempt."""
    if not claims:
        return
    with unit_of_work(IDENTITY_SCOPE) as session:
        session.execute(
            text(
                "update work set lease_until = null, lease_token = null, attempts = attempts - 1"
                " where lease_token = any(:tokens) and id = any(:ids)"
            ),
            {
                "tokens": list({claim.token for claim in claims}),
                "ids": [claim.id for claim in claims],
            },
        )


def restart(session: Session, kind: str, reference: UUID) -> bool:
    """Let a parked row run again from its first try; False when there is none."""
    result = session.execute(
        text(
            "update work set parked_at = null, failures = 0, attempts = 0, run_at = :now, lease_until = null,"
            " lease_token = null where tenant_id = :tenant_id and kind = :kind and reference = :reference"
            " and parked_at is not null"
        ),
        {
            "now": clock.now(),
            "tenant_id": current_scope().tenant_id,
            "kind": kind,
            "reference": reference,
        },
    )
    restarted = isinstance(result, CursorResult) and result.rowcount > 0
    if restarted:
        after_commit(session, bell.ring)
    return restarted


@dataclass(frozen=True, slots=True)
class Backlog:
    """How far behind the workers are."""

    due: int
    parked: int
    oldest_due_seconds: float


def backlog() -> Backlog:
    """What is due, what waits for a person, and since when the oldest due row has been due, over all tenants."""
    now = clock.now()
    with unit_of_work(IDENTITY_SCOPE) as session:
        row = session.execute(
            text(
                "select count(*) filter (where parked_at is null and run_at <= :now) as due,"
                " count(*) filter (where parked_at is not null) as parked,"
                " min(run_at) filter (where parked_at is null and run_at <= :now) as oldest from work"
            ),
            {"now": now},
        ).one()
    age = (now - row.oldest).total_seconds() if row.oldest else 0.0
    return Backlog(row.due, row.parked, max(0.0, age))


Handler = Callable[[Claim], None]
"""Does one claimed row in a unit of work of its own, which ends with `complete`."""
