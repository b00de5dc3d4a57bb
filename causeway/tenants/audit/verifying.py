"""Verifying a ledger: every entry against its block, every block against the chain, the chain against its days.

Finds an altered, deleted, inserted or reordered entry and says where it stands. Somebody who can write to the whole
database can forge a whole chain; that is found by whoever holds an older day's root (`held`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, literal, select, tuple_
from sqlalchemy.orm import Session

from causeway.tenants.audit.canonical import (
    GENESIS,
    HASH_BYTES,
    block_document,
    day_document,
    detail_digest,
    entry_document,
    leaf_hash,
    merkle_root,
    sha256,
)
from causeway.tenants.audit.erasing import ERASED
from causeway.tenants.audit.ledgers import Ledger, ledger_of
from causeway.tenants.db import unit_of_work
from causeway.tenants.orm import Xid8

_MEMBER_BYTES = 16 + HASH_BYTES


class FindingKind(StrEnum):
    """What is wrong."""

    ALTERED = "altered"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    DETAIL_ALTERED = "detail_altered"
    DETAIL_MISSING = "detail_missing"
    BLOCK_ALTERED = "block_altered"
    BLOCK_MISSING = "block_missing"
    TRUNCATED = "truncated"
    DAY_ALTERED = "day_altered"
    NOT_AS_HELD = "not_as_held"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: in which block, at which position of the ledger (from 0), with which entry."""

    kind: FindingKind
    block: int | None = None
    position: int | None = None
    entry_id: UUID | None = None
    day: date | None = None


@dataclass(slots=True)
class Report:
    """What a verification saw; `pending` entries are committed and not sealed yet."""

    entries: int = 0
    blocks: int = 0
    days: int = 0
    erased: int = 0
    pending: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_intact(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify(tenant_id: UUID | None, *, held: Mapping[date, bytes] | None = None) -> Report:
    """Check the whole ledger of the tenant (the platform's without one), block by block.

    `held` are day hashes that somebody kept outside of the database.
    """
    ledger = ledger_of(tenant_id)
    with unit_of_work(ledger.scope) as session:
        # One snapshot, so that entries sealed meanwhile do not look like findings.
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        return _Verification(session, ledger).run(held or {})


@dataclass(slots=True)
class _Place:
    """A block as the walk over the chain needs it."""

    number: int = 0
    hash: bytes = GENESIS
    position: int = 0
    last: tuple[int, UUID] | None = None


class _Verification:
    def __init__(self, session: Session, ledger: Ledger) -> None:
        self.session = session
        self.ledger = ledger
        self.report = Report()
        self.erased = set(
            session.scalars(select(ledger.entry.object_id).where(ledger.entry.action == ERASED))
        )
        # Entries that a block lacks or has too much; one that moved to another block is in both.
        self.missing: dict[UUID, Finding] = {}
        self.surplus: dict[UUID, Finding] = {}

    def run(self, held: Mapping[date, bytes]) -> Report:
        """Walk the chain once, then the days."""
        place = _Place()
        block_hashes: dict[int, bytes] = {}
        numbers = self.session.scalars(
            select(self.ledger.block.number).order_by(self.ledger.block.number)
        ).all()
        for number in numbers:
            block = self.session.scalars(
                select(self.ledger.block).where(self.ledger.block.number == number)
            ).one()
            place = self._check_block(block, place)
            block_hashes[number] = block.hash
            self.session.expunge_all()
        self._check_end(place)
        self._report_moves()
        self._check_days(block_hashes, held)
        return self.report

    def _check_block(self, block: Any, before: _Place) -> _Place:
        self.report.blocks += 1
        for number in range(before.number + 1, block.number):
            self._find(FindingKind.BLOCK_MISSING, block=number)
        members = unpack_members(block.members)
        sound = (
            block.hash == sha256(block_document(self.ledger.tenant_id, block))
            and block.root == merkle_root([leaf for _, leaf in members])
            and block.entry_count == len(members)
        )
        follows = block.number != before.number + 1 or (
            block.previous_hash == before.hash and block.first_position == before.position
        )
        if not (sound and follows):
            self._find(FindingKind.BLOCK_ALTERED, block=block.number, position=block.first_position)
        last = (block.last_xid, block.last_id)
        gap = block.number != before.number + 1
        self._check_entries(block, members, self._entries(before.last, last), after_gap=gap)
        return _Place(block.number, block.hash, block.first_position + block.entry_count, last)

    def _entries(self, after: tuple[int, UUID] | None, up_to: tuple[int, UUID]) -> list[Any]:
        """Entries with their details, in the order of the feed."""
        entry, detail = self.ledger.entry, self.ledger.detail
        query = select(entry, detail.salt, detail.body).outerjoin(detail, detail.id == entry.id)
        return list(self.session.execute(self._span(query, after, up_to).order_by(entry.xid, entry.id)))

    def _span(
        self, query: Select[Any], after: tuple[int, UUID] | None, up_to: tuple[int, UUID] | None
    ) -> Select[Any]:
        """The query on entries, kept to those beyond the one and up to the other position of the feed."""
        key = tuple_(self.ledger.entry.xid, self.ledger.entry.id)
        if after is not None:
            query = query.where(key > tuple_(literal(after[0], Xid8()), literal(after[1])))
        if up_to is not None:
            query = query.where(key <= tuple_(literal(up_to[0], Xid8()), literal(up_to[1])))
        return query

    def _check_entries(
        self, block: Any, members: Sequence[tuple[UUID, bytes]], rows: Sequence[Any], *, after_gap: bool
    ) -> None:
        self.report.entries += len(rows)
        present = {row[0].id: row for row in rows}
        positions = {member: block.first_position + index for index, (member, _) in enumerate(members)}
        for member, leaf in members:
            at = {"block": block.number, "position": positions[member], "entry_id": member}
            if member not in present:
                self.missing[member] = Finding(FindingKind.DELETED, **at)
            elif leaf_hash(entry_document(self.ledger.tenant_id, present[member][0])) != leaf:
                self._find(FindingKind.ALTERED, **at)
            else:
                self._check_detail(present[member], at)
        for row in rows:
            # After a gap the entries of the missing block stand here too, and nothing can be said of them.
            if row[0].id not in positions and not after_gap:
                self.surplus[row[0].id] = Finding(
                    FindingKind.INSERTED, block=block.number, entry_id=row[0].id
                )
        order = [row[0].id for row in rows if row[0].id in positions]
        expected = [member for member, _ in members if member in present]
        for is_now, was in zip(order, expected, strict=True):
            if is_now != was:
                self._find(
                    FindingKind.REORDERED, block=block.number, position=positions[is_now], entry_id=is_now
                )

    def _check_detail(self, row: Any, at: dict[str, Any]) -> None:
        entry, salt, body = row
        if salt is None:
            if entry.id in self.erased:
                self.report.erased += 1
            else:
                self._find(FindingKind.DETAIL_MISSING, **at)
        elif detail_digest(salt, body) != entry.detail_digest:
            self._find(FindingKind.DETAIL_ALTERED, **at)

    def _check_end(self, place: _Place) -> None:
        head = self.ledger.find_head(self.session)
        sealed = (head.block_number, head.block_hash) if head else (0, GENESIS)
        if sealed != (place.number, place.hash):
            self._find(FindingKind.TRUNCATED, block=place.number, position=place.position)
        self.report.pending = (
            self.session.scalar(self._span(select(func.count(self.ledger.entry.id)), place.last, None)) or 0
        )

    def _report_moves(self) -> None:
        for entry_id, finding in self.missing.items():
            if entry_id in self.surplus:
                self._find(
                    FindingKind.REORDERED, block=finding.block, position=finding.position, entry_id=entry_id
                )
            else:
                self.report.findings.append(finding)
        self.report.findings += [
            finding for entry_id, finding in self.surplus.items() if entry_id not in self.missing
        ]

    def _check_days(self, block_hashes: Mapping[int, bytes], held: Mapping[date, bytes]) -> None:
        previous = GENESIS
        last_block = 0
        known: dict[date, bytes] = {}
        for day in self.session.scalars(select(self.ledger.day_root).order_by(self.ledger.day_root.day)):
            self.report.days += 1
            numbers = range(day.first_block, day.last_block + 1)
            leaves = [leaf_hash(block_hashes.get(number, GENESIS)) for number in numbers]
            sound = (
                day.hash == sha256(day_document(self.ledger.tenant_id, day))
                and day.previous_hash == previous
                and day.first_block == last_block + 1
                and day.root == merkle_root(leaves)
            )
            if not sound:
                self._find(FindingKind.DAY_ALTERED, day=day.day)
            previous, last_block = day.hash, day.last_block
            known[day.day] = day.hash
        for held_day, held_hash in held.items():
            if known.get(held_day) != held_hash:
                self._find(FindingKind.NOT_AS_HELD, day=held_day)

    def _find(self, kind: FindingKind, **where: Any) -> None:
        self.report.findings.append(Finding(kind, **where))


def unpack_members(packed: bytes) -> list[tuple[UUID, bytes]]:
    """The ids and leaf hashes that a block lists, in its order."""
    return [
        (UUID(bytes=bytes(packed[start : start + 16])), bytes(packed[start + 16 : start + _MEMBER_BYTES]))
        for start in range(0, len(packed) - _MEMBER_BYTES + 1, _MEMBER_BYTES)
    ]
