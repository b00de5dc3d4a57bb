"""Accepting a transmission: one durable commit of bytes, duplicate key and work row before anything is answered.

This is the hot path of the gateway: plain psycopg, one statement that does all or nothing, no look at the content
beyond the interchange header. What the bytes mean is found out by a worker.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from causeway.gateway.exchanges.kinds import INBOUND_READ, reading_gate
from causeway.gateway.exchanges.models import InboundState
from causeway.gateway.pipeline.duplicate_keys import conflict_key, duplicate_key
from causeway.tenants import bell, clock
from causeway.tenants.context import Scope
from causeway.tenants.db import command, database, scope_statement
from causeway.tenants.ids import new_id

CONFLICT = "control_number_conflict"

_KEEP = """
with known as (
  insert into duplicate_key as k (tenant_id, id, partner_id, key, transmission_id, sha256, seen_at)
  values (%(tenant_id)s, %(id)s, %(partner_id)s, %(key)s, %(id)s, %(sha256)s, %(at)s)
  on conflict (tenant_id, partner_id, key) do update
    set transmission_id = excluded.transmission_id, sha256 = excluded.sha256, seen_at = excluded.seen_at,
        window_ends_at = null
    where k.window_ends_at < excluded.seen_at
  returning transmission_id
), bytes as (
  insert into blob (tenant_id, id, partner_id, sha256, size, content)
  select %(tenant_id)s::uuid, %(id)s::uuid, %(partner_id)s::uuid, %(sha256)s::bytea, %(size)s::integer,
         %(content)s::bytea from known
), accepted as (
  insert into transmission (tenant_id, id, partner_id, direction, state, reason, blob_id, sha256, size, content_type,
                            channel, api_key_id, conflict_with_id, at)
  select %(tenant_id)s::uuid, %(id)s::uuid, %(partner_id)s::uuid, 'in', %(state)s, %(reason)s, %(id)s::uuid,
         %(sha256)s::bytea, %(size)s::integer, %(content_type)s, %(channel)s, %(api_key_id)s::uuid,
         %(conflict_with_id)s::uuid, %(at)s::timestamptz from known
), queued as (
  insert into work (tenant_id, id, kind, reference, gate, payload, run_at, attempts, failures)
  select %(tenant_id)s::uuid, %(work_id)s::uuid, %(kind)s, %(id)s::uuid, %(gate)s, '{}'::jsonb,
         %(at)s::timestamptz, 0, 0 from known where %(state)s = 'received'
)
select transmission_id from known
"""

_KNOWN = """
select k.transmission_id, k.sha256, t.state from duplicate_key k
left join transmission t on t.tenant_id = k.tenant_id and t.id = k.transmission_id
where k.tenant_id = %(tenant_id)s and k.partner_id = %(partner_id)s and k.key = %(key)s
"""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Bytes as an authenticated sender delivered them."""

    sender_id: UUID
    data: bytes
    content_type: str | None
    channel: str
    api_key_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The durable answer: what was delivered is kept under that id."""

    id: UUID
    state: str
    duplicate: bool = False
    conflict: bool = False


def accept(scope: Scope, delivery: Delivery) -> Receipt:
    """The receipt for bytes that are durable now; a copy gets the first one's id.

    Safe to call again after a lost connection: whether the first try was committed is seen by its own id.
    """
    parameters = _parameters(scope, delivery)
    try:
        receipt = _keep(scope, parameters)
    except psycopg.OperationalError:
        # A restart of Postgres leaves dead connections in the pool; once they are weeded out, one more try.
        database().raw.check()
        receipt = _keep(scope, parameters)
    bell.ring()
    return receipt


def _keep(scope: Scope, parameters: dict[str, Any]) -> Receipt:
    with database().raw.connection() as connection:
        # Past the cursor, because two of the three round trips here are commands without values.
        command(connection, f"begin; {scope_statement(scope)}")
        receipt = _insert_or_recognise(connection, parameters)
        command(connection, "commit")
    return receipt


def _insert_or_recognise(connection: psycopg.Connection[Any], parameters: dict[str, Any]) -> Receipt:
    if connection.execute(_KEEP, parameters).fetchone():
        return Receipt(parameters["id"], parameters["state"])
    first_id, digest, state = _known(connection, parameters)
    if first_id == parameters["id"]:
        return Receipt(first_id, state)
    if digest == parameters["sha256"]:
        return Receipt(first_id, state, duplicate=True)
    return _keep_conflict(connection, parameters, first_id)


def _keep_conflict(
    connection: psycopg.Connection[Any], parameters: dict[str, Any], first_id: UUID
) -> Receipt:
    """Other bytes under a known key are kept for a person, once, and never processed by themselves."""
    state = InboundState.HELD.value
    conflicting = {
        **parameters,
        "key": conflict_key(parameters["key"], parameters["sha256"]),
        "state": state,
        "reason": CONFLICT,
        "conflict_with_id": first_id,
    }
    if connection.execute(_KEEP, conflicting).fetchone():
        return Receipt(parameters["id"], state, conflict=True)
    known_id, _digest, known_state = _known(connection, conflicting)
    return Receipt(known_id, known_state, duplicate=known_id != parameters["id"], conflict=True)


def _known(connection: psycopg.Connection[Any], parameters: dict[str, Any]) -> tuple[UUID, bytes, str]:
    row = connection.execute(_KNOWN, parameters).fetchone()
    if row is None:
        raise LookupError("the duplicate key that stood in the way is gone")
    return row[0], bytes(row[1]), row[2]


def _parameters(scope: Scope, delivery: Delivery) -> dict[str, Any]:
    digest = hashlib.sha256(delivery.data).digest()
    at: datetime = clock.now()
    return {
        "tenant_id": scope.tenant_id,
        "partner_id": delivery.sender_id,
        "id": new_id(),
        "work_id": new_id(),
        "key": duplicate_key(delivery.data, digest),
        "sha256": digest,
        "size": len(delivery.data),
        "content": delivery.data,
        "content_type": delivery.content_type,
        "channel": delivery.channel,
        "api_key_id": delivery.api_key_id,
        "state": InboundState.RECEIVED.value,
        "reason": None,
        "conflict_with_id": None,
        "kind": INBOUND_READ,
        "gate": reading_gate(delivery.sender_id),
        "at": at,
    }
