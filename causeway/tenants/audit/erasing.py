"""Erasing what an entry says about a person: the detail and its salt go, the entry and the chain stay valid."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from causeway.tenants.audit.ledgers import ledger_of
from causeway.tenants.audit.recording import record
from causeway.tenants.context import current_scope
from causeway.tenants.errors import NotFoundError

ERASED = "audit.detail_erased"


def erase_detail(session: Session, entry_id: UUID, *, reason: str) -> None:
    """Delete the detail of one entry of the scope's ledger, and say so in the ledger; NotFoundError if it is gone."""
    ledger = ledger_of(current_scope().tenant_id)
    erased = session.scalar(
        delete(ledger.detail).where(ledger.detail.id == entry_id).returning(ledger.detail.id)
    )
    if erased is None:
        raise NotFoundError("no such audit detail")
    record(session, ERASED, "audit_entry", entry_id, reason=reason)


def erase_actor(session: Session, actor_id: UUID, *, reason: str) -> int:
    """Delete the details of everything a person did in the scope's ledger; how many."""
    ledger = ledger_of(current_scope().tenant_id)
    entries = session.scalars(
        select(ledger.entry.id)
        .join(ledger.detail, ledger.detail.id == ledger.entry.id)
        .where(ledger.entry.actor_id == actor_id)
        .order_by(ledger.entry.id)
    ).all()
    for entry_id in entries:
        erase_detail(session, entry_id, reason=reason)
    return len(entries)
