"""Reading the audit, newest first, for its page and its exports."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.tenants.audit.models import AuditDetail, AuditEntry


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry with what is left of its detail; `detail` is None when it was erased."""

    entry: AuditEntry
    detail: dict[str, Any] | None


def list_entries(
    session: Session,
    *,
    before: UUID | None = None,
    limit: int = 50,
    object_kind: str | None = None,
    object_id: UUID | None = None,
    actor_id: UUID | None = None,
) -> Sequence[AuditLine]:
    """A page of the tenant's audit, newest first; `before` is the id of the former page's last entry."""
    query = (
        select(AuditEntry, AuditDetail.body)
        .outerjoin(AuditDetail, AuditDetail.id == AuditEntry.id)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    conditions = {
        AuditEntry.object_kind: object_kind,
        AuditEntry.object_id: object_id,
        AuditEntry.actor_id: actor_id,
    }
    for column, wanted in conditions.items():
        if wanted is not None:
            query = query.where(column == wanted)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return [
        AuditLine(entry, None if body is None else json.loads(body)) for entry, body in session.execute(query)
    ]
