"""What the codes in one sender's document mean: parties, sites, items, units and factors, all unknown ones collected.

A code means what the sender's own table says, and where that is silent what is a fact and no guess: a GLN, DUNS or
registration number of an organization, a GLN of a site, a GTIN, our own code where the document says it is ours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from causeway.gateway.canonical.items import Item as CanonicalItem
from causeway.gateway.canonical.parties import Identifier, Party
from causeway.gateway.canonical.quantities import Quantity
from causeway.portal.domain.catalog.packing import SAME, Factor
from causeway.portal.domain.codes.models import CodeKind
from causeway.tenants.context import current_scope
from causeway.tenants.db import run

# The order in which a code is shown to the person who has to explain an unknown one.
_PARTY_SCHEMES = ("gln", "duns", "duns4", "uscc")
_ITEM_SCHEMES = ("gtin", "buyer", "seller", "sku", "manufacturer", "catalog", "upc_no_check_digit")
# Properties of an article that come as identifiers; they do not name it.
_NOT_NAMING = frozenset(
    {"style", "color", "size", "lot", "serial", "engineering_change", "drawing_revision", "hs", "model_year"}
)
NAME_SCHEME = "name"


_ENTRIES = """
select kind, scheme, code, target_id, target_code from code_entry
where tenant_id = %(tenant_id)s and owner_id = %(owner_id)s and code = any(%(codes)s)
"""

# Four lists in one round trip. Each branch of an `or` has an index that begins with the tenant, or a small table.
_TARGETS = """
with known as materialized (
  select id, code, gtin, base_unit, item_group from item
  where tenant_id = %(tenant_id)s and (code = any(%(codes)s) or gtin = any(%(codes)s) or id = any(%(items)s))
)
select
  (select coalesce(json_agg(json_build_array(o.id, o.name, o.is_own, o.disabled_at is not null, o.gln, o.duns, o.uscc)
    ), '[]') from organization o
   where o.tenant_id = %(tenant_id)s and (o.gln = any(%(numbers)s) or o.duns = any(%(numbers)s)
     or o.uscc = any(%(numbers)s) or o.id = any(%(parties)s))),
  (select coalesce(json_agg(json_build_array(s.id, s.code, s.name, s.organization_id, o.is_own, s.gln)), '[]')
   from site s join organization o on o.tenant_id = s.tenant_id and o.id = s.organization_id
   where s.tenant_id = %(tenant_id)s and (s.gln = any(%(places)s) or s.code = any(%(places)s)
     or s.id = any(%(sites)s))),
  (select coalesce(json_agg(json_build_array(k.id, k.code, k.gtin, k.base_unit, k.item_group)), '[]') from known k),
  (select coalesce(json_agg(json_build_array(u.item_id, u.unit, u.numerator, u.denominator)), '[]')
   from known k join item_unit u on u.tenant_id = %(tenant_id)s and u.item_id = k.id)
"""


@dataclass(frozen=True, slots=True)
class CodeTarget:
    """What one code of the sender's table stands for: a row of ours, or for a unit its Rec 20 code."""

    id: UUID | None
    code: str | None


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
        self._entries: dict[tuple[str, str, str], CodeTarget] = {}
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
        """Read what the tables know of all these codes, in two statements however long the document is."""
        parties = list(parties)
        party_codes = {i.value for party in parties for i in party.ids} | {p.name for p in parties if p.name}
        item_codes = {identifier.value for item in items for identifier in item.ids}
        unit_codes = {split_code(q.unit_as_sent)[1] for q in quantities if q.unit is None and q.unit_as_sent}
        self._load_entries(party_codes | item_codes | unit_codes)
        self._load_targets(party_codes, item_codes)

    def _load_entries(self, codes: set[str]) -> None:
        parameters = {
            "tenant_id": current_scope().tenant_id,
            "owner_id": self._sender_id,
            "codes": list(codes),
        }
        rows = run(self._session, _ENTRIES, parameters)
        self._entries = {(kind, scheme, code): CodeTarget(*target) for kind, scheme, code, *target in rows}

    def _targets(self, kind: CodeKind) -> list[UUID]:
        """What the sender's codes of that kind stand for."""
        found = {entry.id for key, entry in self._entries.items() if key[0] == kind}
        return [identifier for identifier in found if identifier is not None]

    def _load_targets(self, party_codes: set[str], item_codes: set[str]) -> None:
        parameters = {
            "tenant_id": current_scope().tenant_id,
            "numbers": list(party_codes | {code[:9] for code in party_codes}),
            "parties": self._targets(CodeKind.PARTY),
            "places": list(party_codes),
            "sites": self._targets(CodeKind.SITE),
            "codes": list(item_codes),
            "items": self._targets(CodeKind.ITEM),
        }
        found = run(self._session, _TARGETS, parameters).fetchone()
        if found is None:
            raise LookupError("a select of four lists gave none")
        parties, sites, items, units = found
        self._keep_parties(parties)
        self._sites = [
            (KnownSite(UUID(row[0]), row[1], row[2], UUID(row[3]), row[4]), row[5]) for row in sites
        ]
        self._keep_items(items)
        self._factors = {(UUID(item), unit): Factor(above, below) for item, unit, above, below in units}

    def _keep_parties(self, rows: list[Any]) -> None:
        for identifier, name, is_own, disabled, *numbers in rows:
            known = KnownParty(UUID(identifier), name, is_own, disabled)
            self._parties_by_id[known.id] = known
            for scheme, number in zip(("gln", "duns", "uscc"), numbers, strict=True):
                if number:
                    self._parties[(scheme, number)] = known

    def _keep_items(self, rows: list[Any]) -> None:
        for identifier, code, gtin, base_unit, item_group in rows:
            known = KnownItem(UUID(identifier), code, base_unit, item_group)
            self._items_by_id[known.id] = known
            self._items_by_code[code] = known
            if gtin:
                self._items_by_gtin.setdefault(gtin, []).append(known)

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
        if entry is not None and entry.id is not None:
            return self._parties_by_id.get(entry.id)
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
                if site.id == entry.id:
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
        if entry is not None and entry.id is not None:
            return self._items_by_id.get(entry.id)
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
            return entry.code
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
