"""The exact bytes that are hashed: one JSON form for entries, details, blocks and days, and the hashes over them.

RFC 6962 hashing: a leaf is SHA-256 of 00 and the entry, a node SHA-256 of 01 and its two halves, so that a leaf can
never pass for a node. `docs/operators/verify_audit.py` repeats this module with nothing but the standard library.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

GENESIS = bytes(32)
HASH_BYTES = 32


def canonical_json(value: object) -> bytes:
    """The one spelling of a value: keys sorted, no blanks, UTF-8."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    ).encode()


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _moment(value: datetime) -> str:
    # A fixed width and UTC: the spelling must not depend on the session that reads the row.
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sha256(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


def detail_digest(salt: bytes, body: str) -> bytes:
    """What an entry keeps of its detail; without the salt nobody can guess an erased detail back."""
    return sha256(salt + body.encode())


ENTRY_FIELDS = (
    "id",
    "action",
    "object_kind",
    "object_id",
    "at",
    "actor_kind",
    "actor_id",
    "actor_side",
    "actor_partner_id",
    "channel",
    "correlation_id",
    "detail_digest",
)


def entry_document(tenant_id: UUID | None, entry: Any) -> bytes:
    """An entry as it is sealed; its transaction number is not part of it, only its place in the block."""
    fields = {name: getattr(entry, name) for name in ENTRY_FIELDS}
    return canonical_json({"tenant_id": tenant_id, **fields})


def leaf_hash(document: bytes) -> bytes:
    """RFC 6962 section 2.1, a leaf."""
    return sha256(b"\x00" + document)


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 section 2.1, an inner node."""
    return sha256(b"\x01" + left + right)


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The root over those leaf hashes; of none, the hash of nothing."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = _split(len(leaves))
    return node_hash(merkle_root(leaves[:split]), merkle_root(leaves[split:]))


def merkle_path(leaves: Sequence[bytes], index: int) -> list[tuple[str, bytes]]:
    """The siblings from that leaf up to the root, each with the side on which it stands."""
    if len(leaves) <= 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*merkle_path(leaves[:split], index), ("right", merkle_root(leaves[split:]))]
    return [*merkle_path(leaves[split:], index - split), ("left", merkle_root(leaves[:split]))]


def _split(count: int) -> int:
    """The largest power of two below the count."""
    return 1 << ((count - 1).bit_length() - 1)


def block_document(tenant_id: UUID | None, block: Any) -> bytes:
    """What a block's hash covers: its place, its predecessor and the root over its entries."""
    return canonical_json(
        {
            "tenant_id": tenant_id,
            "number": block.number,
            "previous_hash": block.previous_hash,
            "first_position": block.first_position,
            "entry_count": block.entry_count,
            "root": block.root,
            "sealed_at": block.sealed_at,
        }
    )


def day_document(tenant_id: UUID | None, day: Any) -> bytes:
    """What a day's hash covers: its blocks' root and the day before."""
    return canonical_json(
        {
            "tenant_id": tenant_id,
            "day": day.day,
            "first_block": day.first_block,
            "last_block": day.last_block,
            "entry_count": day.entry_count,
            "previous_hash": day.previous_hash,
            "root": day.root,
        }
    )
