"""What the codes in one sender's document mean: parties, sites, items, units and factors, all unknown ones collected.

A code means what the sender's own table says, and where that is silent what is a fact and no guess: a GLN, DUNS or
registration number of an organization, a GLN of a site, a GTIN, our own code where the document says it is ours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from causeway.gateway.canonical.items import Item as CanonicalItem
from causeway.gateway.canonical.parties import Identifier, Party
from causeway.gateway.canonical.quantities import Quantity
from causeway.portal.domain.catalog import queries as catalog
from causeway.portal.domain.catalog.models import Item
from causeway.portal.domain.catalog.packing import SAME, Factor
from causeway.portal.domain.codes.models import CodeEntry, CodeKind
from causeway.tenants.models import Organization, Site

# The order in which a code is shown to the person who has to explain an unknown one.
_PARTY_SCHEMES = ("gln", "duns", "duns4", "uscc")
_ITEM_SCHEMES = ("gtin", "buyer", "seller", "sku", "manufacturer", "catalog", "upc_no_check_digit")
# Properties of an article that come as identifiers; they do not name it.
_NOT_NAMING = frozenset(
    {"style", "color", "size", "lot", "serial", "engineering_change", "drawing_revision", "hs", "model_year"}
)
NAME_SCHEME = "name"


@dataclass(frozen=True, slots=True)
class KnownParty:
    """An organization of the directory, as far as resolving needs it."""

    id: UUID
    name: str
    is_own: bool
    disabled: bool


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item of the catalogue, as far as resolving needs it."""

    id: UUID
    code: str
    base_unit: str
    item_group: str | None


@dataclass(frozen=True, slots=True)
class KnownSite:
    """A place of the directory, as far as resolving needs it."""

    id: UUID
    code: str
    name: str
    organization_id: UUID
    is_own: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A code that means nothing to us yet, with what helps a person to explain it."""

    kind: CodeKind
    scheme: str
    code: str
    hint: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same unknown code when it comes again."""
        return (self.kind.value, self.scheme, self.code)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two codes of one thing that mean different things to us."""

    kind: CodeKind
    codes: tuple[str, ...]
    line: str | None


class Resolver:
    """The codes of one document of one sender; `load` first, then ask, then look at what is missing."""

    def __init__(self, session: Session, sender_id: UUID, *, sender_is_own: bool) -> None:
        self._session = session
        self._sender_id = sender_id
        # The party that speaks of "my code" in the document: a buyer's own system, or the distributor who buys.
        self._own_party_scheme = "assigned_by_buyer" if sender_is_own else "assigned_by_seller"
        self._own_item_scheme = "buyer" if sender_is_own else "seller"
        self._sender_is_own = sender_is_own
        self._entries: dict[tuple[str, str, str], CodeEntry] = {}
        self._parties: dict[tuple[str, str], KnownParty] = {}
        self._parties_by_id: dict[UUID, KnownParty] = {}
        self._sites: list[tuple[KnownSite, str | None]] = []
        self._items_by_code: dict[str, KnownItem] = {}
        self._items_by_gtin: dict[str, list[KnownItem]] = {}
        self._items_by_id: dict[UUID, KnownItem] = {}
        self._factors: Mapping[tuple[UUID, str], Factor] = {}
        self._missing: dict[tuple[str, str, str], Missing] = {}
        self.contradictions: list[Contradiction] = []

    @property
    def missing(self) -> list[Missing]:
        """Every code that was asked for and is unknown, once each."""
        return list(self._missing.values())

    def load(
        self, parties: Iterable[Party], items: Iterable[CanonicalItem], quantities: Iterable[Quantity]
    ) -> None:
        """Read what the tables know of all these codes, in a handful of statements however long the document is."""
        parties = list(parties)
        party_codes = {i.value for party in parties for i in party.ids} | {p.name for p in parties if p.name}
        item_codes = {identifier.value for item in items for identifier in item.ids}
        unit_codes = {split_code(q.unit_as_sent)[1] for q in quantities if q.unit is None and q.unit_as_sent}
        self._load_entries(party_codes | item_codes | unit_codes)
        self._load_parties(party_codes)
        self._load_sites(party_codes)
        self._load_items(item_codes)

    def _load_entries(self, codes: set[str]) -> None:
        entries = self._session.scalars(
            select(CodeEntry).where(CodeEntry.owner_id == self._sender_id, CodeEntry.code.in_(codes))
        )
        self._entries = {(entry.kind, entry.scheme, entry.code): entry for entry in entries}

    def _targets(self, kind: CodeKind) -> set[UUID]:
        return {e.target_id for e in self._entries.values() if e.kind == kind and e.target_id is not None}

    def _load_parties(self, codes: set[str]) -> None:
        numbers = codes | {code[:9] for code in codes}
        rows = self._session.scalars(
            select(Organization).where(
                or_(
                    Organization.gln.in_(numbers),
                    Organization.duns.in_(numbers),
                    Organization.uscc.in_(numbers),
                    Organization.id.in_(self._targets(CodeKind.PARTY)),
                )
            )
        )
        for row in rows:
            known = KnownParty(row.id, row.name, row.is_own, row.disabled_at is not None)
            self._parties_by_id[row.id] = known
            for scheme in ("gln", "duns", "uscc"):
                if getattr(row, scheme):
                    self._parties[(scheme, getattr(row, scheme))] = known

    def _load_sites(self, codes: set[str]) -> None:
        rows = self._session.execute(
            select(Site, Organization.is_own)
            .join(Organization, Organization.id == Site.organization_id)
            .where(or_(Site.gln.in_(codes), Site.code.in_(codes), Site.id.in_(self._targets(CodeKind.SITE))))
        )
        self._sites = [
            (KnownSite(site.id, site.code, site.name, site.organization_id, is_own), site.gln)
            for site, is_own in rows
        ]

    def _load_items(self, codes: set[str]) -> None:
        rows = self._session.execute(
            select(Item.id, Item.code, Item.gtin, Item.base_unit, Item.item_group).where(
                or_(Item.code.in_(codes), Item.gtin.in_(codes), Item.id.in_(self._targets(CodeKind.ITEM)))
            )
        )
        for row in rows:
            known = KnownItem(row.id, row.code, row.base_unit, row.item_group)
            self._items_by_id[row.id] = known
            self._items_by_code[row.code] = known
            if row.gtin:
                self._items_by_gtin.setdefault(row.gtin, []).append(known)
        self._factors = catalog.factors(self._session, self._items_by_id)

    def party(self, party: Party) -> KnownParty | None:
        """The organization that the party's codes, or else its name in the sender's table, stand for."""
        ids = party.ids or ((Identifier(NAME_SCHEME, party.name),) if party.name else ())
        found = {known.id: known for known in map(self._party_by, ids) if known is not None}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            self._contradict(CodeKind.PARTY, ids, None)
        elif ids:
            best = _first(ids, (self._own_party_scheme, *_PARTY_SCHEMES))
            self._miss(Missing(CodeKind.PARTY, best.scheme, best.value, _party_hint(party)))
        return None

    def find_party(self, party: Party) -> KnownParty | None:
        """As `party`, for one that the document can do without: an unknown code is not collected."""
        found = {known.id: known for known in map(self._party_by, party.ids) if known is not None}
        return next(iter(found.values())) if len(found) == 1 else None

    def _party_by(self, identifier: Identifier) -> KnownParty | None:
        entry = self._entries.get((CodeKind.PARTY, identifier.scheme, identifier.value))
        if entry is not None and entry.target_id is not None:
            return self._parties_by_id.get(entry.target_id)
        if identifier.scheme == "duns4":
            # DUNS+4 is the company's number and four digits of its own for one of its places.
            return self._parties.get(("duns", identifier.value[:9]))
        return self._parties.get((identifier.scheme, identifier.value))

    def site(self, party: Party) -> KnownSite | None:
        """The place that the party's codes stand for; a party without any code names a place we do not keep."""
        found = {known.id: known for known in map(self._site_by, party.ids) if known is not None}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            self._contradict(CodeKind.SITE, party.ids, None)
        elif party.ids:
            best = _first(party.ids, (self._own_party_scheme, "gln"))
            self._miss(Missing(CodeKind.SITE, best.scheme, best.value, _party_hint(party)))
        return None

    def _site_by(self, identifier: Identifier) -> KnownSite | None:
        entry = self._entries.get((CodeKind.SITE, identifier.scheme, identifier.value))
        for site, gln in self._sites:
            if entry is not None:
                if site.id == entry.target_id:
                    return site
            elif self._is_code_of(identifier, site, gln):
                return site
        return None

    def _is_code_of(self, identifier: Identifier, site: KnownSite, gln: str | None) -> bool:
        if identifier.scheme == "gln":
            return gln == identifier.value
        ours = identifier.scheme == self._own_party_scheme and self._is_ours_for_the_sender(site)
        return ours and site.code == identifier.value

    def _is_ours_for_the_sender(self, site: KnownSite) -> bool:
        # Our code stands for one of our own sites in our own orders, for one of the distributor's in theirs.
        return site.is_own if self._sender_is_own else site.organization_id == self._sender_id

    def item(self, item: CanonicalItem, line: str) -> KnownItem | None:
        """The item that the line's codes stand for; None without a miss for a line that names its article in words."""
        naming = tuple(i for i in item.ids if i.scheme not in _NOT_NAMING)
        found = {known.id: known for known in map(self._item_by, naming) if known is not None}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            self._contradict(CodeKind.ITEM, naming, line)
        elif naming:
            best = _first(naming, (self._own_item_scheme, *_ITEM_SCHEMES))
            self._miss(Missing(CodeKind.ITEM, best.scheme, best.value, _item_hint(item, line)))
        return None

    def _item_by(self, identifier: Identifier) -> KnownItem | None:
        entry = self._entries.get((CodeKind.ITEM, identifier.scheme, identifier.value))
        if entry is not None and entry.target_id is not None:
            return self._items_by_id.get(entry.target_id)
        if identifier.scheme == self._own_item_scheme:
            return self._items_by_code.get(identifier.value)
        if identifier.scheme == "gtin":
            candidates = self._items_by_gtin.get(identifier.value, [])
            return candidates[0] if len(candidates) == 1 else None
        return None

    def unit(self, quantity: Quantity, line: str) -> str | None:
        """The Rec 20 unit of a quantity: the reader's where the standard has one meaning, else the sender's table."""
        if quantity.unit is not None:
            return quantity.unit
        scheme, code = split_code(quantity.unit_as_sent or "")
        entry = self._entries.get((CodeKind.UNIT, scheme, code))
        if entry is not None:
            return entry.target_code
        self._miss(Missing(CodeKind.UNIT, scheme, code, {"line": line}))
        return None

    def factor(self, item: KnownItem, unit: str, line: str, **hint: Any) -> Factor | None:
        """How many base units one such unit of the item holds; never guessed from how the line says it is packed."""
        factor = self.find_factor(item, unit)
        if factor is None:
            known = {"line": line, "item_id": str(item.id), "base_unit": item.base_unit, **hint}
            self._miss(Missing(CodeKind.FACTOR, item.code, unit, known))
        return factor

    def find_factor(self, item: KnownItem, unit: str) -> Factor | None:
        """As `factor`, where the document can do without."""
        return SAME if unit == item.base_unit else self._factors.get((item.id, unit))

    def _miss(self, missing: Missing) -> None:
        self._missing.setdefault(missing.key, missing)

    def _contradict(self, kind: CodeKind, ids: Iterable[Identifier], line: str | None) -> None:
        codes = tuple(f"{identifier.scheme} {identifier.value}" for identifier in ids)
        self.contradictions.append(Contradiction(kind, codes, line))


def split_code(as_sent: str) -> tuple[str, str]:
    """Scheme and code of a code as sent: `x12:355:CS` is `CS` of `x12:355`."""
    scheme, _, code = as_sent.rpartition(":")
    return scheme, code


def _first(ids: tuple[Identifier, ...], preferred: tuple[str, ...]) -> Identifier:
    rank = {scheme: place for place, scheme in reversed(list(enumerate(preferred)))}
    return min(ids, key=lambda identifier: rank.get(identifier.scheme, len(preferred)))


def _party_hint(party: Party) -> dict[str, Any]:
    hint: dict[str, Any] = {"role": party.role.value, "ids": [[i.scheme, i.value] for i in party.ids]}
    if party.name:
        hint["name"] = party.name
    if party.address is not None and party.address.city:
        hint["city"] = party.address.city
    return hint


def _item_hint(item: CanonicalItem, line: str) -> dict[str, Any]:
    words = next((d.text for d in item.descriptions if d.text), None)
    hint: dict[str, Any] = {"line": line, "ids": [[i.scheme, i.value] for i in item.ids]}
    return hint | ({"name": words} if words else {})
