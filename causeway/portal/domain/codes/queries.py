"""Reads of the code tables and of the queue of unknown codes, with candidates for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from causeway.gateway.canonical.units import UNITS
from causeway.portal.domain.catalog.models import Item
from causeway.portal.domain.codes.models import CodeEntry, CodeKind, UnknownCode, WaitingMessage
from causeway.portal.domain.codes.waiting import count_waiting
from causeway.tenants.db import get_or_404
from causeway.tenants.keyset import Beside, Order, Page, read_page
from causeway.tenants.models import Organization, Site
from causeway.tenants.text import fold, sort_key

PAGE = 50
_CANDIDATES = 5
_COMPARED = 500
_SIMILAR = 0.55
_NAMED: dict[CodeKind, Any] = {
    CodeKind.PARTY: Organization,
    CodeKind.SITE: Site,
    CodeKind.ITEM: Item,
}


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """An open unknown code, whose it is, what is known of it, and how many messages wait for it."""

    id: UUID
    kind: CodeKind
    owner_id: UUID
    owner_name: str
    scheme: str
    code: str
    hint: dict[str, Any]
    first_seen_at: datetime
    last_seen_at: datetime
    waiting: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something the code may stand for, and why: `same_gtin`, `similar_code`, `similar_name`, `as_packed` or `all`."""

    target_id: UUID | None
    target_code: str | None
    code: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One row of a code table with the names of both ends."""

    id: UUID
    kind: CodeKind
    owner_id: UUID
    owner_name: str
    scheme: str
    code: str
    target_id: UUID | None
    target_code: str | None
    target_name: str
    created_at: datetime
    created_by: str


def list_unknown(
    session: Session, *, kind: CodeKind | None = None, beside: Beside | None = None, limit: int = PAGE
) -> Page[UnknownRow]:
    """One page of the open unknown codes, oldest first, beside the given id."""
    statement = (
        select(UnknownCode, Organization.name)
        .join(Organization, Organization.id == UnknownCode.owner_id)
        .where(UnknownCode.resolved_at.is_(None))
    )
    if kind is not None:
        statement = statement.where(UnknownCode.kind == kind)
    page = read_page(
        lambda statement: session.execute(statement).all(),
        statement,
        Order((UnknownCode.id,)),
        beside=beside,
        limit=limit,
    )
    waiting = count_waiting(session, [unknown.id for unknown, _ in page.rows])
    rows = [_unknown_row(unknown, name, waiting.get(unknown.id, 0)) for unknown, name in page.rows]
    return Page(rows, page.has_previous, page.has_next)


def get_unknown(session: Session, unknown_code_id: UUID) -> UnknownRow:
    """One unknown code, open or not."""
    unknown = get_or_404(session, UnknownCode, unknown_code_id)
    owner = get_or_404(session, Organization, unknown.owner_id)
    waiting = count_waiting(session, [unknown.id])
    return _unknown_row(unknown, owner.name, waiting.get(unknown.id, 0))


def count_unknown(session: Session, *, cap: int = 100) -> int:
    """How many unknown codes are open, counted up to the cap."""
    capped = select(UnknownCode.id).where(UnknownCode.resolved_at.is_(None)).limit(cap).subquery()
    return session.scalar(select(func.count()).select_from(capped)) or 0


def list_waiting_messages(session: Session, unknown_code_id: UUID, *, limit: int = PAGE) -> Sequence[UUID]:
    """The messages that wait for that code, oldest first."""
    return session.scalars(
        select(WaitingMessage.message_id)
        .where(WaitingMessage.unknown_code_id == unknown_code_id)
        .order_by(WaitingMessage.message_id)
        .limit(limit)
    ).all()


def list_entries(
    session: Session,
    *,
    kind: CodeKind,
    owner_id: UUID | None = None,
    beside: Beside | None = None,
    limit: int = PAGE,
) -> Page[EntryRow]:
    """One page of a code table by code; a row's key is its code and id."""
    statement = (
        select(CodeEntry, Organization.name)
        .join(Organization, Organization.id == CodeEntry.owner_id)
        .where(CodeEntry.kind == kind)
    )
    if owner_id is not None:
        statement = statement.where(CodeEntry.owner_id == owner_id)
    page = read_page(
        lambda statement: session.execute(statement).all(),
        statement,
        Order((CodeEntry.code, CodeEntry.id)),
        beside=beside,
        limit=limit,
    )
    names = _target_names(session, kind, [entry.target_id for entry, _ in page.rows if entry.target_id])
    return Page(
        [_entry_row(entry, owner, names) for entry, owner in page.rows], page.has_previous, page.has_next
    )


def suggest(session: Session, unknown: UnknownRow) -> Sequence[Candidate]:
    """Up to five things the code may stand for, likeliest first; a person decides."""
    finders = {
        CodeKind.ITEM: _items,
        CodeKind.PARTY: _parties,
        CodeKind.SITE: _sites,
        CodeKind.UNIT: _units,
        CodeKind.FACTOR: _factors,
    }
    found: dict[tuple[UUID | None, str | None], Candidate] = {}
    for candidate in finders[unknown.kind](session, unknown):
        found.setdefault((candidate.target_id, candidate.target_code), candidate)
    return list(found.values())[:_CANDIDATES]


def _unknown_row(unknown: UnknownCode, owner_name: str, waiting: int) -> UnknownRow:
    return UnknownRow(
        unknown.id,
        CodeKind(unknown.kind),
        unknown.owner_id,
        owner_name,
        unknown.scheme,
        unknown.code,
        unknown.hint,
        unknown.first_seen_at,
        unknown.last_seen_at,
        waiting,
    )


def _entry_row(entry: CodeEntry, owner_name: str, names: dict[UUID, str]) -> EntryRow:
    name = names.get(entry.target_id, "") if entry.target_id else UNITS.get(entry.target_code or "", "")
    return EntryRow(
        entry.id,
        CodeKind(entry.kind),
        entry.owner_id,
        owner_name,
        entry.scheme,
        entry.code,
        entry.target_id,
        entry.target_code,
        name,
        entry.created_at,
        entry.created_by,
    )


def _target_names(session: Session, kind: CodeKind, ids: Sequence[UUID]) -> dict[UUID, str]:
    model = _NAMED.get(kind)
    if model is None or not ids:
        return {}
    rows = session.execute(select(model.id, model.name).where(model.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _items(session: Session, unknown: UnknownRow) -> Iterator[Candidate]:
    gtins = [value for scheme, value in unknown.hint.get("ids", []) if scheme == "gtin"]
    codes = {value.lstrip("0") for _, value in unknown.hint.get("ids", [])} | {unknown.code.lstrip("0")}
    live = select(Item).where(Item.disabled_at.is_(None))
    if gtins:
        for item in session.scalars(live.where(Item.gtin.in_(gtins)).limit(_CANDIDATES)):
            yield Candidate(item.id, None, item.code, item.name, "same_gtin")
    spellings = codes | {fold(code).upper() for code in codes} | {fold(code) for code in codes}
    for item in session.scalars(live.where(Item.code.in_(spellings)).limit(_CANDIDATES)):
        yield Candidate(item.id, None, item.code, item.name, "similar_code")
    items = session.scalars(live.order_by(Item.code).limit(_COMPARED)).all()
    yield from _alike(unknown, [(item.id, item.code, item.name) for item in items])


def _parties(session: Session, unknown: UnknownRow) -> Iterator[Candidate]:
    rows = session.execute(
        select(Organization.id, Organization.name)
        .where(Organization.disabled_at.is_(None), Organization.id != unknown.owner_id)
        .order_by(Organization.name_sort, Organization.id)
        .limit(_COMPARED)
    ).all()
    yield from _alike(unknown, [(row.id, "", row.name) for row in rows])


def _sites(session: Session, unknown: UnknownRow) -> Iterator[Candidate]:
    rows = session.execute(
        select(Site.id, Site.code, Site.name).order_by(Site.code, Site.id).limit(_COMPARED)
    ).all()
    yield from _alike(unknown, [(row.id, row.code, row.name) for row in rows])


def _alike(unknown: UnknownRow, rows: Sequence[tuple[UUID, str, str]]) -> Iterator[Candidate]:
    name = sort_key(str(unknown.hint.get("name", "")))
    code = fold(unknown.code)
    scored = []
    for identifier, own_code, own_name in rows:
        by_code = _likeness(code, fold(own_code))
        by_name = _likeness(name, sort_key(own_name))
        if max(by_code, by_name) >= _SIMILAR:
            why = "similar_code" if by_code >= by_name else "similar_name"
            scored.append((max(by_code, by_name), Candidate(identifier, None, own_code, own_name, why)))
    yield from (candidate for _, candidate in sorted(scored, key=lambda pair: -pair[0]))
    if len(rows) <= _CANDIDATES:
        # So few that showing them all is the shortest way.
        yield from (Candidate(identifier, None, code, name, "all") for identifier, code, name in rows)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio() if one and other else 0.0


# What senders mean most often by a code that the standard leaves open; offered, never assumed.
_USUAL_UNITS = {
    "CS": ("XCS", "XCT"),
    "UN": ("EA", "C62"),
    "PCE": ("H87", "EA"),
    "KI": ("XCR",),
    "CX": ("XCT",),
}


def _units(session: Session, unknown: UnknownRow) -> Iterator[Candidate]:  # noqa: ARG001 - one shape for all finders
    for unit in _USUAL_UNITS.get(unknown.code, ()):
        yield Candidate(None, unit, unit, UNITS[unit], "similar_code")
    code = fold(unknown.code)
    for unit, name in UNITS.items():
        if code and (fold(unit).removeprefix("x") == code or name.startswith(code)):
            yield Candidate(None, unit, unit, name, "similar_code")


def _factors(session: Session, unknown: UnknownRow) -> Iterator[Candidate]:  # noqa: ARG001 - one shape for all finders
    pack = unknown.hint.get("units_per_pack")
    if pack:
        yield Candidate(None, str(pack), str(pack), unknown.code, "as_packed")
