"""Messages that wait for codes: which message for which unknown code, and letting them go on.

Recording and explaining take the same lock of the tenant, so that a code cannot be explained between the look at
the table and the note that a message waits for it; such a message would wait for ever.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from causeway.portal.domain.codes.models import UnknownCode, WaitingMessage
from causeway.portal.domain.codes.resolver import Missing
from causeway.tenants import clock, work
from causeway.tenants.context import current_scope
from causeway.tenants.db import run
from causeway.tenants.ids import new_id

APPLY = "inbound.apply"


def lock_codes(session: Session) -> None:
    """Keep the tenant's code tables still until the transaction ends."""
    session.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:name, 0))"),
        {"name": f"codes:{current_scope().tenant_id}"},
    )


def record_missing(
    session: Session, *, message_id: UUID, owner_id: UUID, missing: Sequence[Missing]
) -> list[dict[str, Any]]:
    """The unknown codes as rows that the message waits for; what a sentence about them needs, one entry for each."""
    now = clock.now()
    statement = insert(UnknownCode)
    rows = [
        {
            "tenant_id": current_scope().tenant_id,
            "id": new_id(),
            "kind": one.kind.value,
            "owner_id": owner_id,
            "scheme": one.scheme,
            "code": one.code,
            "hint": dict(one.hint),
            "first_seen_at": now,
            "last_seen_at": now,
        }
        for one in missing
    ]
    stored = session.execute(
        statement.values(rows)
        .on_conflict_do_update(
            index_elements=["tenant_id", "kind", "owner_id", "scheme", "code"],
            index_where=UnknownCode.resolved_at.is_(None),
            set_={"last_seen_at": statement.excluded.last_seen_at},
        )
        .returning(UnknownCode.id, UnknownCode.kind, UnknownCode.scheme, UnknownCode.code)
    ).all()
    session.execute(delete(WaitingMessage).where(WaitingMessage.message_id == message_id))
    session.execute(
        insert(WaitingMessage),
        [{"message_id": message_id, "unknown_code_id": row.id} for row in stored],
    )
    return [{"id": str(row.id), "kind": row.kind, "scheme": row.scheme, "code": row.code} for row in stored]


def forget_waiting(session: Session, message_id: UUID) -> None:
    """The message waits for nothing any more."""
    run(
        session,
        "delete from waiting_message where tenant_id = %(tenant_id)s and message_id = %(message_id)s",
        {"tenant_id": current_scope().tenant_id, "message_id": message_id},
    )


def let_go(session: Session, unknown_ids: Iterable[UUID]) -> int:
    """Send on the messages that waited for these codes and now wait for nothing; how many."""
    released = set(
        session.scalars(
            delete(WaitingMessage)
            .where(WaitingMessage.unknown_code_id.in_(list(unknown_ids)))
            .returning(WaitingMessage.message_id)
        )
    )
    still = set(
        session.scalars(select(WaitingMessage.message_id).where(WaitingMessage.message_id.in_(released)))
    )
    tenant_id = current_scope().tenant_id
    for message_id in sorted(released - still):
        work.enqueue(session, APPLY, message_id, tenant_id=tenant_id)
    return len(released - still)


def count_waiting(session: Session, unknown_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many messages wait for each of these codes."""
    rows = session.execute(
        select(WaitingMessage.unknown_code_id, func.count().label("messages"))
        .where(WaitingMessage.unknown_code_id.in_(unknown_ids))
        .group_by(WaitingMessage.unknown_code_id)
    )
    return {row.unknown_code_id: row.messages for row in rows}
