"""Finding what a code may stand for: by a person's search, and by what somebody typed into a form."""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from causeway.gateway.canonical.units import UNITS
from causeway.portal.domain.catalog.models import Item
from causeway.portal.domain.codes.models import CodeKind
from causeway.portal.domain.codes.queries import Candidate
from causeway.portal.web.orders.units import unit_name
from causeway.tenants.models import Organization, Site
from causeway.tenants.text import fold, sort_key

_MOST = 20
_OFFERED = 200
_HIGHEST = "\U0010ffff"


def search(session: Session, kind: CodeKind, typed: str) -> list[Candidate]:
    """What begins with that text, by code or by name, at most twenty."""
    if not fold(typed):
        return []
    return [*_FINDERS[kind](session, typed, _MOST)] if kind in _FINDERS else []


def offered(session: Session, kind: CodeKind) -> list[Candidate]:
    """The first of what there is to choose from, for a field that completes what is typed."""
    return [*_FINDERS[kind](session, "", _OFFERED)]


def find_exact(session: Session, kind: CodeKind, typed: str) -> Candidate | None:
    """The one that was typed in full, by code or name; None when there is none or more than one."""
    wanted = fold(typed)
    exact = [one for one in search(session, kind, typed) if wanted in {fold(one.code), fold(one.name)}]
    return exact[0] if len(exact) == 1 else None


def _items(session: Session, typed: str, most: int) -> Sequence[Candidate]:
    prefixes = {typed.strip(), typed.strip().upper()}
    key = sort_key(typed)
    statement = (
        select(Item)
        .where(
            Item.disabled_at.is_(None),
            or_(
                *((Item.code >= prefix) & (Item.code < prefix + _HIGHEST) for prefix in prefixes),
                (Item.name_sort >= key) & (Item.name_sort < key + _HIGHEST),
                Item.gtin == typed.strip().zfill(14),
            ),
        )
        .order_by(Item.code)
        .limit(most)
    )
    return [Candidate(item.id, None, item.code, item.name, "found") for item in session.scalars(statement)]


def _parties(session: Session, typed: str, most: int) -> Sequence[Candidate]:
    key = sort_key(typed)
    statement = (
        select(Organization)
        .where(
            Organization.disabled_at.is_(None),
            or_(
                (Organization.name_sort >= key) & (Organization.name_sort < key + _HIGHEST),
                *(
                    column == typed.strip()
                    for column in (Organization.gln, Organization.duns, Organization.uscc)
                ),
            ),
        )
        .order_by(Organization.name_sort, Organization.id)
        .limit(most)
    )
    return [Candidate(one.id, None, "", one.name, "found") for one in session.scalars(statement)]


def _sites(session: Session, typed: str, most: int) -> Sequence[Candidate]:
    prefixes = {typed.strip(), typed.strip().upper()}
    statement = (
        select(Site)
        .where(
            or_(
                *((Site.code >= prefix) & (Site.code < prefix + _HIGHEST) for prefix in prefixes),
                (Site.name >= typed.strip()) & (Site.name < typed.strip() + _HIGHEST),
                Site.gln == typed.strip(),
            )
        )
        .order_by(Site.code, Site.id)
        .limit(most)
    )
    return [Candidate(site.id, None, site.code, site.name, "found") for site in session.scalars(statement)]


def _units(session: Session, typed: str, most: int) -> Sequence[Candidate]:  # noqa: ARG001 - one shape for all
    wanted = fold(typed)
    found = [
        Candidate(None, code, code, unit_name(code), "found")
        for code, name in UNITS.items()
        if wanted in fold(code) or wanted in name or wanted in fold(unit_name(code))
    ]
    return found[:most]


_FINDERS: dict[CodeKind, Callable[[Session, str, int], Sequence[Candidate]]] = {
    CodeKind.ITEM: _items,
    CodeKind.PARTY: _parties,
    CodeKind.SITE: _sites,
    CodeKind.UNIT: _units,
}


def target_of(value: str) -> tuple[UUID | None, str | None]:
    """What a chosen option stands for: `id:<uuid>` names a row, `code:<text>` a unit or a factor."""
    kind, _, rest = value.partition(":")
    if kind == "code" and rest:
        return None, rest
    if kind == "id":
        try:
            return UUID(rest), None
        except ValueError:
            return None, None
    return None, None


def option_of(candidate: Candidate) -> str:
    """The value of the option that stands for a candidate."""
    return f"id:{candidate.target_id}" if candidate.target_id else f"code:{candidate.target_code}"
