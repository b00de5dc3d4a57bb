"""Adding an entry: one plain statement in the transaction of the act, nothing that a neighbour could wait for."""

import os
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from causeway.tenants import clock
from causeway.tenants.audit.canonical import canonical_json, detail_digest
from causeway.tenants.context import current_scope
from causeway.tenants.ids import new_id

_SALT_BYTES = 16

# The partner role may insert here and not read, so nothing is returned; entry and detail go in one round trip.
_RECORD = """
with entry as (
  insert into {prefix}audit_entry ({tenant_column}id, action, object_kind, object_id, at, actor_kind, actor_id,
    actor_side, actor_partner_id, channel, correlation_id, detail_digest)
  values ({tenant_value}:id, :action, :object_kind, :object_id, :at, :actor_kind, :actor_id,
    :actor_side, :actor_partner_id, :channel, :correlation_id, :detail_digest)
)
insert into {prefix}audit_detail ({tenant_column}id, salt, body) values ({tenant_value}:id, :salt, :body)
"""
_RECORD_IN_TENANT = text(_RECORD.format(prefix="", tenant_column="tenant_id, ", tenant_value=":tenant_id, "))
_RECORD_ON_PLATFORM = text(_RECORD.format(prefix="platform_", tenant_column="", tenant_value=""))


def record(
    session: Session, action: str, object_kind: str, object_id: UUID | None, /, **details: Any
) -> None:
    """Say in the session's transaction that the scope's actor did that, in the tenant's ledger or the platform's.

    `action` is past tense ('membership.disabled'). Whatever names a person, an address or a value goes into the
    details, which can be erased; the actor's name is added to them.
    """
    scope = current_scope()
    body = canonical_json({"actor": scope.actor.name, **details}).decode()
    salt = os.urandom(_SALT_BYTES)
    values = {
        "id": new_id(),
        "action": action,
        "object_kind": object_kind,
        "object_id": object_id,
        "at": clock.now(),
        "actor_kind": scope.actor.kind.value,
        "actor_id": scope.actor.id,
        "actor_side": scope.role.value,
        "actor_partner_id": scope.partner_id,
        "channel": scope.channel.value,
        "correlation_id": scope.correlation_id,
        "detail_digest": detail_digest(salt, body),
        "salt": salt,
        "body": body,
    }
    if scope.tenant_id is None:
        session.execute(_RECORD_ON_PLATFORM, values)
    else:
        session.execute(_RECORD_IN_TENANT, {"tenant_id": scope.tenant_id, **values})
