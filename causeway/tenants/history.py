"""What happened, in order: rows that are only ever added, each with who, when, channel and message.

The same rows are the tenant's change feed: read below the snapshot's oldest running transaction and ordered by
transaction and id, no row is ever missed, which ids and timestamps alone cannot promise.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import FetchedValue, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from causeway.tenants import clock
from causeway.tenants.context import current_scope
from causeway.tenants.db import run
from causeway.tenants.ids import new_id
from causeway.tenants.orm import Base, PartnerOwned, Xid8, tenant_index
from causeway.tenants.walls import TableClass, Wall


class Event(PartnerOwned, Base):
    """One thing that happened to one subject (an order, a message), as both sides may read it."""

    __tablename__ = "event"
    __wall__ = Wall(
        TableClass.PARTNER_OWNED,
        staff=frozenset({"select", "insert"}),
        partner=frozenset({"select", "insert"}),
    )

    kind: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    revision: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    actor_side: Mapped[str]
    channel: Mapped[str]
    message_id: Mapped[UUID | None]
    correlation_id: Mapped[UUID]
    causation_id: Mapped[UUID | None]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    xid: Mapped[int] = mapped_column(
        Xid8(), server_default=text("pg_current_xact_id()"), server_onupdate=FetchedValue()
    )

    __table_args__ = (
        tenant_index("ix_event_feed", "xid", "id"),
        tenant_index("ix_event_subject", "subject_kind", "subject_id", "id"),
        tenant_index("ix_event_partner_subject", "partner_id", "subject_kind", "subject_id", "id"),
    )


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about, and whose wall it stands behind."""

    kind: str
    id: UUID
    partner_id: UUID
    revision: int = 0


_RECORD = """
insert into event (tenant_id, id, partner_id, kind, subject_kind, subject_id, revision, at, actor_kind, actor_id,
  actor_name, actor_side, channel, message_id, correlation_id, causation_id, data)
values (%(tenant_id)s, %(id)s, %(partner_id)s, %(kind)s, %(subject_kind)s, %(subject_id)s, %(revision)s, %(at)s,
  %(actor_kind)s, %(actor_id)s, %(actor_name)s, %(actor_side)s, %(channel)s, %(message_id)s, %(correlation_id)s,
  %(causation_id)s, cast(%(data)s as jsonb))
"""


def record(
    session: Session,
    kind: str,
    subject: Subject,
    *,
    message_id: UUID | None = None,
    causation_id: UUID | None = None,
    **data: Any,
) -> UUID:
    """Add an event in the session's transaction, by the scope's actor through the scope's channel; its id."""
    scope = current_scope()
    event_id = new_id()
    run(
        session,
        _RECORD,
        {
            "tenant_id": scope.tenant_id,
            "id": event_id,
            "partner_id": subject.partner_id,
            "kind": kind,
            "subject_kind": subject.kind,
            "subject_id": subject.id,
            "revision": subject.revision,
            "at": clock.now(),
            "actor_kind": scope.actor.kind.value,
            "actor_id": scope.actor.id,
            "actor_name": scope.actor.name,
            "actor_side": scope.side.value,
            "channel": scope.channel.value,
            "message_id": message_id,
            "correlation_id": scope.correlation_id,
            "causation_id": causation_id,
            "data": json.dumps(data),
        },
    )
    return event_id


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as a timeline tells it."""

    kind: str
    at: datetime
    actor_name: str
    channel: str
    message_id: UUID | None
    data: Mapping[str, Any]


_OF_SUBJECT = (
    f"select {', '.join(Happening.__slots__)} from event"
    " where tenant_id = %(tenant_id)s and subject_kind = %(kind)s and subject_id = %(id)s order by id"
)


def list_events(session: Session, subject_kind: str, subject_id: UUID) -> Sequence[Happening]:
    """Everything that happened to one subject, oldest first, within what the scope may see."""
    values = {"tenant_id": current_scope().tenant_id, "kind": subject_kind, "id": subject_id}
    return [Happening(*row) for row in run(session, _OF_SUBJECT, values)]
