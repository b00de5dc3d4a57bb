"""Commands on code tables: explain an unknown code, and keep the tables by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.gateway.canonical.units import UNITS
from causeway.portal.domain.catalog import service as catalog
from causeway.portal.domain.catalog.models import Item
from causeway.portal.domain.catalog.packing import Factor, parse_factor
from causeway.portal.domain.codes.errors import CodeAlreadyResolvedError, CodeTakenError, InvalidTargetError
from causeway.portal.domain.codes.models import CodeEntry, CodeKind, UnknownCode
from causeway.portal.domain.codes.waiting import let_go, lock_codes
from causeway.tenants import audit, clock
from causeway.tenants.context import current_scope
from causeway.tenants.db import get_or_404
from causeway.tenants.ids import new_id
from causeway.tenants.models import Organization, Site

_TARGETS: dict[CodeKind, type[Organization | Site | Item]] = {
    CodeKind.PARTY: Organization,
    CodeKind.SITE: Site,
    CodeKind.ITEM: Item,
}


@dataclass(frozen=True, slots=True)
class Code:
    """A code as its owner writes it: `owner_id` is the organization in whose documents it stands."""

    kind: CodeKind
    owner_id: UUID
    scheme: str
    code: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A code that is explained now, and how many messages went on because of it."""

    unknown_code_id: UUID
    released: int


def resolve(
    session: Session, unknown_code_id: UUID, *, target_id: UUID | None = None, target_code: str | None = None
) -> Resolved:
    """Explain an unknown code for good: `target_id` names a row, `target_code` a unit or a factor such as `12` or `1/3`.

    Messages that wait for nothing else go on by themselves.
    """
    lock_codes(session)
    unknown = get_or_404(session, UnknownCode, unknown_code_id, lock=True)
    if unknown.resolved_at is not None:
        raise CodeAlreadyResolvedError("Somebody explained the code %(value)s already.", value=unknown.code)
    kind = CodeKind(unknown.kind)
    if kind is CodeKind.FACTOR:
        released = _resolve_factor(session, unknown, target_code)
    else:
        code = Code(kind, unknown.owner_id, unknown.scheme, unknown.code)
        released = _put(session, code, target_id=target_id, target_code=target_code)
    audit.record(
        session,
        "code.resolved",
        "unknown_code",
        unknown.id,
        kind=kind.value,
        scheme=unknown.scheme,
        value=unknown.code,
    )
    return Resolved(unknown.id, released)


def add_entry(
    session: Session, code: Code, *, target_id: UUID | None = None, target_code: str | None = None
) -> Resolved | None:
    """One more row of a code table; what waited for that code goes on, and is what the answer tells of."""
    lock_codes(session)
    if not code.code.strip():
        raise InvalidTargetError("A row of a code table needs a code.")
    open_ids = _open_ids(session, code)
    released = _put(session, code, target_id=target_id, target_code=target_code)
    return Resolved(open_ids[0], released) if open_ids else None


def remove_entry(session: Session, entry_id: UUID) -> None:
    """The code means nothing from now on; what it meant in orders stays."""
    lock_codes(session)
    entry = get_or_404(session, CodeEntry, entry_id, lock=True)
    audit.record(
        session,
        "code.removed",
        "code_entry",
        entry.id,
        kind=entry.kind,
        owner_id=str(entry.owner_id),
        scheme=entry.scheme,
        value=entry.code,
        target=str(entry.target_id or entry.target_code),
    )
    session.delete(entry)
    session.flush()


def set_factor(session: Session, item_id: UUID, unit: str, factor: Factor) -> int:
    """One such unit of the item holds that many base units; how many messages went on because of it."""
    lock_codes(session)
    item = get_or_404(session, Item, item_id)
    catalog.set_packing_unit(session, item_id, unit, factor)
    waiting = session.scalars(
        select(UnknownCode).where(
            UnknownCode.resolved_at.is_(None),
            UnknownCode.kind == CodeKind.FACTOR,
            UnknownCode.scheme == item.code,
            UnknownCode.code == unit,
        )
    ).all()
    return _close(session, waiting)


def recheck(session: Session, unknown_code_id: UUID) -> int:
    """Try the messages that wait for that code once more, as after an item or a site was added; how many."""
    lock_codes(session)
    unknown = get_or_404(session, UnknownCode, unknown_code_id, lock=True)
    if unknown.resolved_at is not None:
        raise CodeAlreadyResolvedError("Somebody explained the code %(value)s already.", value=unknown.code)
    return _close(session, [unknown])


def _resolve_factor(session: Session, unknown: UnknownCode, target_code: str | None) -> int:
    factor = parse_factor(target_code or "")
    if factor is None:
        raise InvalidTargetError(
            "%(value)s is not a factor: give a number above zero.", value=target_code or ""
        )
    item = session.scalar(select(Item).where(Item.code == unknown.scheme))
    if item is None:
        raise InvalidTargetError("There is no item %(value)s any more.", value=unknown.scheme)
    return set_factor(session, item.id, unknown.code, factor)


def _put(session: Session, code: Code, *, target_id: UUID | None, target_code: str | None) -> int:
    _require_target(session, code.kind, target_id, target_code)
    existing = session.scalar(
        select(CodeEntry).where(
            CodeEntry.kind == code.kind,
            CodeEntry.owner_id == code.owner_id,
            CodeEntry.scheme == code.scheme,
            CodeEntry.code == code.code,
        )
    )
    if existing is None:
        _insert(session, code, target_id, target_code)
    elif (existing.target_id, existing.target_code) != (target_id, target_code):
        raise CodeTakenError("The code %(value)s stands for something else already.", value=code.code)
    open_ids = _open_ids(session, code)
    return _close(session, session.scalars(select(UnknownCode).where(UnknownCode.id.in_(open_ids))).all())


def _insert(session: Session, code: Code, target_id: UUID | None, target_code: str | None) -> None:
    entry = CodeEntry(
        id=new_id(),
        kind=code.kind.value,
        owner_id=code.owner_id,
        scheme=code.scheme,
        code=code.code,
        target_id=target_id,
        target_code=target_code,
        created_at=clock.now(),
        created_by=current_scope().actor.name,
    )
    session.add(entry)
    session.flush()
    audit.record(
        session,
        "code.added",
        "code_entry",
        entry.id,
        kind=code.kind.value,
        owner_id=str(code.owner_id),
        scheme=code.scheme,
        value=code.code,
        target=str(target_id or target_code),
    )


def _require_target(
    session: Session, kind: CodeKind, target_id: UUID | None, target_code: str | None
) -> None:
    if kind is CodeKind.UNIT:
        if target_id is not None or target_code not in UNITS:
            raise InvalidTargetError("%(value)s is not a unit that is known here.", value=target_code or "")
        return
    model = _TARGETS.get(kind)
    if model is None or target_id is None or target_code is not None:
        raise InvalidTargetError("Choose what the code stands for.")
    get_or_404(session, model, target_id)


def _open_ids(session: Session, code: Code) -> Sequence[UUID]:
    return session.scalars(
        select(UnknownCode.id).where(
            UnknownCode.resolved_at.is_(None),
            UnknownCode.kind == code.kind,
            UnknownCode.owner_id == code.owner_id,
            UnknownCode.scheme == code.scheme,
            UnknownCode.code == code.code,
        )
    ).all()


def _close(session: Session, unknown: Sequence[UnknownCode]) -> int:
    now, name = clock.now(), current_scope().actor.name
    for row in unknown:
        row.resolved_at, row.resolved_by = now, name
    session.flush()
    return let_go(session, [row.id for row in unknown]) if unknown else 0
