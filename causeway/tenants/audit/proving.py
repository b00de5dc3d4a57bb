"""Proof that one entry stands under a day's root, for somebody who holds that root and trusts nobody here.

The proof carries the hashed texts as they are, so that the checker (`docs/operators/verify_audit.py`) parses nothing
before it has hashed it.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import literal, select, tuple_
from sqlalchemy.orm import Session

from causeway.tenants.audit.canonical import (
    block_document,
    day_document,
    entry_document,
    leaf_hash,
    merkle_path,
)
from causeway.tenants.audit.ledgers import Ledger, ledger_of
from causeway.tenants.audit.verifying import unpack_members
from causeway.tenants.context import current_scope
from causeway.tenants.errors import DomainError, NotFoundError
from causeway.tenants.orm import Xid8


def export_proof(session: Session, entry_id: UUID) -> dict[str, Any]:
    """The proof of one entry of the scope's ledger, ready to be written as JSON.

    NotFoundError when there is no such entry, DomainError `not_sealed` until its day is over and has its root.
    """
    ledger = ledger_of(current_scope().tenant_id)
    entry = session.scalar(select(ledger.entry).where(ledger.entry.id == entry_id))
    if entry is None:
        raise NotFoundError("no such audit entry")
    block = _block_of(session, ledger, entry)
    day = _day_of(session, ledger, block)
    members = unpack_members(block.members)
    leaves = [leaf for _, leaf in members]
    index = [member for member, _ in members].index(entry_id)
    hashes = session.scalars(
        select(ledger.block.hash)
        .where(ledger.block.number.between(day.first_block, day.last_block))
        .order_by(ledger.block.number)
    ).all()
    block_leaves = [leaf_hash(value) for value in hashes]
    detail = session.scalar(select(ledger.detail).where(ledger.detail.id == entry_id))
    return {
        "entry": entry_document(ledger.tenant_id, entry).decode(),
        "detail": {"salt": detail.salt.hex(), "body": detail.body} if detail else None,
        "path_to_block": _written(merkle_path(leaves, index)),
        "block": block_document(ledger.tenant_id, block).decode(),
        "path_to_day": _written(merkle_path(block_leaves, block.number - day.first_block)),
        "day": day_document(ledger.tenant_id, day).decode(),
        "day_hash": day.hash.hex(),
    }


def _block_of(session: Session, ledger: Ledger, entry: Any) -> Any:
    end = tuple_(ledger.block.last_xid, ledger.block.last_id)
    block = session.scalar(
        select(ledger.block)
        .where(end >= tuple_(literal(entry.xid, Xid8()), literal(entry.id)))
        .order_by(ledger.block.number)
        .limit(1)
    )
    if block is None:
        raise DomainError("this entry is not sealed yet; try again in a moment", code="not_sealed")
    return block


def _day_of(session: Session, ledger: Ledger, block: Any) -> Any:
    day = session.scalar(
        select(ledger.day_root).where(
            ledger.day_root.first_block <= block.number, ledger.day_root.last_block >= block.number
        )
    )
    if day is None:
        raise DomainError("the day's root is made when the day is over (UTC)", code="not_sealed")
    return day


def _written(path: list[tuple[str, bytes]]) -> list[list[str]]:
    return [[side, value.hex()] for side, value in path]
