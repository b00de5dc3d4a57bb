"""What a canonical order says, as the values that our tables keep: the codes resolved, the dates and factors applied.

Nothing is written here. `read_facts` also finds what cannot be kept as it is (findings), all of it at once.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import Any
from uuid import UUID

import msgspec

from causeway.gateway.canonical import orders as canonical
from causeway.gateway.canonical.parties import Party, PartyRole
from causeway.gateway.canonical.quantities import Price, Quantity
from causeway.gateway.canonical.times import Window
from causeway.portal.domain.catalog.packing import SCALE, Factor, in_base_units
from causeway.portal.domain.codes.resolver import KnownItem, KnownSite, Resolver
from causeway.portal.domain.orders.models import DateBasis

_LIMIT = Decimal(10) ** 13
_SCALE = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a message cannot be taken as it is: a stable reason, the line, and what a sentence about it needs."""

    reason: str
    line: str | None = None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScheduleFacts:
    """One delivery that the buyer asks for."""

    quantity: Decimal
    requested_date: dt.date | None
    requested_latest: dt.date | None
    ship_to_name: str | None = None


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """A price with its basis, both parts as sent; empty where none was sent."""

    amount: Decimal | None = None
    currency: str | None = None
    per: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line as it is kept."""

    key: str
    line_id: str | None
    position: int
    item_id: UUID | None
    item_group: str | None
    buyer_item: str | None
    seller_item: str | None
    gtin: str | None
    description: str
    quantity: Decimal
    unit: str
    unit_as_sent: str
    base_quantity: Decimal | None
    base_unit: str | None
    factor: Factor | None
    price: PriceFacts
    amount: Decimal | None
    requested_date: dt.date | None
    requested_latest: dt.date | None
    date_basis: DateBasis
    ship_to_site_id: UUID | None
    ship_to_name: str | None
    schedules: tuple[ScheduleFacts, ...]
    source: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """A whole order as it is kept, without who buys and who sells."""

    lines: tuple[LineFacts, ...]
    currency: str | None
    amount: Decimal | None
    requested_date: dt.date | None
    ship_to_site_id: UUID | None
    ship_to_name: str | None
    plant_code: str | None
    buyer_group: str | None
    item_group: str | None
    header: dict[str, Any]


def line_key(line: canonical.OrderLine) -> str:
    """A line's key in its order: the sender's id, else its position."""
    return line.line_id or str(line.position)


def codes_of(order: canonical.Order) -> tuple[list[Party], list[Any], list[Quantity]]:
    """Every party, item and quantity whose codes have to be known."""
    parties = list(order.parties)
    items, quantities = [], []
    for line in order.lines:
        parties += line.parties
        items.append(line.item)
        quantities.append(line.quantity)
        if line.price is not None and line.price.per is not None:
            quantities.append(line.price.per)
        for schedule in line.schedule_lines:
            quantities.append(schedule.quantity)
            if schedule.ship_to is not None:
                parties.append(schedule.ship_to)
    return parties, items, quantities


def check(order: canonical.Order) -> list[Finding]:
    """What is wrong with the order before any code is looked at."""
    findings = [] if order.lines else [Finding("no_lines")]
    repeated = Counter(line_key(line) for line in order.lines)
    findings += [Finding("line_repeated", key) for key, count in repeated.items() if count > 1]
    for line in order.lines:
        findings += _check_line(line)
    return findings


def _check_line(line: canonical.OrderLine) -> Iterator[Finding]:
    key = line_key(line)
    if line.quantity.value <= 0:
        yield Finding("quantity_not_positive", key, {"quantity": str(line.quantity.value)})
    numbers = [line.quantity.value, *(schedule.quantity.value for schedule in line.schedule_lines)]
    if line.price is not None:
        numbers += [line.price.amount] + ([line.price.per.value] if line.price.per else [])
    if not all(map(_fits, numbers)):
        yield Finding("number_too_long", key)
    if line.quantity.unit is None and not line.quantity.unit_as_sent:
        yield Finding("unit_missing", key)
    if line.schedule_lines:
        total = sum((schedule.quantity.value for schedule in line.schedule_lines), Decimal(0))
        if any(schedule.quantity.value <= 0 for schedule in line.schedule_lines):
            yield Finding("quantity_not_positive", key)
        elif total != line.quantity.value and _one_unit(line):
            data = {"sum": str(total), "ordered": str(line.quantity.value)}
            yield Finding("schedule_sum", key, data)


def _fits(value: Decimal) -> bool:
    exponent = value.normalize().as_tuple().exponent
    return value.is_finite() and isinstance(exponent, int) and exponent >= -_SCALE and abs(value) < _LIMIT


def _one_unit(line: canonical.OrderLine) -> bool:
    own = (line.quantity.unit, line.quantity.unit_as_sent if line.quantity.unit is None else None)
    return all(
        own == (s.quantity.unit, s.quantity.unit_as_sent if s.quantity.unit is None else None)
        for s in line.schedule_lines
    )


class FactReader:
    """Reads one order with one resolver, and collects the findings."""

    def __init__(self, order: canonical.Order, resolver: Resolver) -> None:
        self._order = order
        self._resolver = resolver
        self.findings: list[Finding] = []

    def read(self) -> OrderFacts:
        """The order's values; they count only while there are no findings and the resolver misses nothing."""
        order = self._order
        site, name = self._ship_to(order.parties)
        lines = tuple(self._line(line, site, name) for line in order.lines)
        dates = [line.requested_date for line in lines if line.requested_date is not None]
        amount = _total(lines)
        if not _fits(amount or Decimal(0)):
            self.findings.append(Finding("number_too_long"))
        return OrderFacts(
            lines=lines,
            currency=order.currency or _single(line.price.currency for line in lines),
            amount=amount,
            requested_date=min(dates, default=None),
            ship_to_site_id=site.id if site else _single(line.ship_to_site_id for line in lines),
            ship_to_name=name or _single(line.ship_to_name for line in lines),
            plant_code=site.code if site is not None and site.is_own else None,
            buyer_group=next((r.number for r in order.references if r.kind == "department"), None),
            item_group=_single(line.item_group for line in lines),
            header=as_json(msgspec.structs.replace(order, lines=())),
        )

    def _ship_to(self, parties: tuple[Party, ...]) -> tuple[KnownSite | None, str | None]:
        party = next((p for p in parties if p.role is PartyRole.SHIP_TO), None)
        if party is None:
            return None, None
        # The address of a drop ship is a consumer's, whom no table of ours knows.
        drop_ship = self._order.order_type is canonical.OrderType.DROP_SHIP
        site = None if drop_ship else self._resolver.site(party)
        return site, (site.name if site else party.name)

    def _line(
        self, line: canonical.OrderLine, order_site: KnownSite | None, order_ship_to: str | None
    ) -> LineFacts:
        key = line_key(line)
        item = self._resolver.item(line.item, key)
        unit = self._unit(line.quantity, key)
        factor = self._factor(line, item, unit)
        site, ship_to = self._ship_to(line.parties)
        if site is None and ship_to is None:
            site, ship_to = order_site, order_ship_to
        requested, latest, basis = self._requested(line)
        schedules = self._schedules(line, unit, (requested, latest), ship_to)
        dated = [s.requested_date for s in schedules if s.requested_date is not None]
        price = self._price(line.price, key)
        base_quantity = in_base_units(line.quantity.value, factor) if factor else None
        amount = self._amount(line.quantity.value, unit, price, item)
        if not all(_fits(number) for number in (base_quantity, amount) if number is not None):
            self.findings.append(Finding("number_too_long", key))
        ids = {identifier.scheme: identifier.value for identifier in reversed(line.item.ids)}
        return LineFacts(
            key=key,
            line_id=line.line_id,
            position=line.position,
            item_id=item.id if item else None,
            item_group=item.item_group if item else None,
            buyer_item=ids.get("buyer"),
            seller_item=ids.get("seller"),
            gtin=ids.get("gtin"),
            description=_description(line),
            quantity=line.quantity.value,
            unit=unit,
            unit_as_sent=line.quantity.unit_as_sent or unit,
            base_quantity=base_quantity,
            base_unit=item.base_unit if item else None,
            factor=factor,
            price=price,
            amount=amount,
            requested_date=min(dated, default=requested),
            requested_latest=latest,
            date_basis=basis,
            ship_to_site_id=site.id if site else None,
            ship_to_name=ship_to,
            schedules=schedules,
            source=as_json(line),
        )

    def _unit(self, quantity: Quantity, key: str) -> str:
        if quantity.unit is None and not quantity.unit_as_sent:
            return ""  # a finding already
        return self._resolver.unit(quantity, key) or ""

    def _factor(self, line: canonical.OrderLine, item: KnownItem | None, unit: str) -> Factor | None:
        if item is None or not unit:
            return None
        pack = line.pack.units_per_pack if line.pack else None
        hint = {"units_per_pack": str(pack)} if pack else {}
        return self._resolver.factor(item, unit, line_key(line), **hint)

    def _requested(self, line: canonical.OrderLine) -> tuple[dt.date | None, dt.date | None, DateBasis]:
        order = self._order
        for window, basis in (
            (line.requested_delivery, DateBasis.DELIVERY),
            (line.requested_ship, DateBasis.SHIP),
            *((_schedule_window(line), _schedule_basis(line)),),
            (order.requested_delivery, DateBasis.DELIVERY),
            (order.requested_ship, DateBasis.SHIP),
        ):
            dates = window_dates(window)
            if dates[0] is not None:
                return *dates, basis
        return None, None, DateBasis.DELIVERY

    def _schedules(
        self,
        line: canonical.OrderLine,
        unit: str,
        dates: tuple[dt.date | None, dt.date | None],
        ship_to: str | None,
    ) -> tuple[ScheduleFacts, ...]:
        if not line.schedule_lines:
            return (ScheduleFacts(line.quantity.value, *dates, ship_to),)
        schedules = []
        for schedule in line.schedule_lines:
            if unit and self._unit(schedule.quantity, line_key(line)) not in {unit, ""}:
                self.findings.append(Finding("schedule_unit", line_key(line)))
            own = window_dates(schedule.requested_delivery or schedule.requested_ship)
            name = schedule.ship_to.name if schedule.ship_to else None
            schedules.append(
                ScheduleFacts(schedule.quantity.value, *(own if own[0] else dates), name or ship_to)
            )
        return tuple(schedules)

    def _price(self, price: Price | None, key: str) -> PriceFacts:
        if price is None:
            return PriceFacts()
        per = price.per
        has_unit = per is not None and (per.unit is not None or per.unit_as_sent)
        unit = self._unit(per, key) if per is not None and has_unit else None
        currency = price.currency or self._order.currency
        return PriceFacts(price.amount, currency, per.value if per else None, unit)

    def _amount(
        self, quantity: Decimal, unit: str, price: PriceFacts, item: KnownItem | None
    ) -> Decimal | None:
        if price.amount is None or price.per == 0:
            return None
        if price.unit is not None and price.unit != unit:
            ours = self._resolver.find_factor(item, unit) if item else None
            theirs = self._resolver.find_factor(item, price.unit) if item else None
            if ours is None or theirs is None:
                return None
            quantity = in_base_units(quantity, Factor.of(ours.fraction / theirs.fraction))
        return _amount_of(quantity, price.amount, price.per or Decimal(1))


def as_json(value: Any) -> dict[str, Any]:
    """A canonical value as it is kept in a column, without what holds its default."""
    plain: dict[str, Any] = msgspec.to_builtins(value)
    return plain


def line_of(source: dict[str, Any]) -> canonical.OrderLine:
    """The canonical line that a column keeps."""
    return msgspec.convert(source, canonical.OrderLine)


def order_of(header: dict[str, Any], sources: list[dict[str, Any]]) -> canonical.Order:
    """The canonical order that header and lines keep."""
    return msgspec.structs.replace(
        msgspec.convert(header, canonical.Order), lines=tuple(line_of(source) for source in sources)
    )


def window_dates(window: Window | None) -> tuple[dt.date | None, dt.date | None]:
    """First day and, where it differs, last day of a window."""
    if window is None:
        return None, None
    earliest = window.earliest.date if window.earliest else None
    latest = window.latest.date if window.latest else None
    first = earliest or latest
    return first, (latest if latest != first else None)


def _schedule_window(line: canonical.OrderLine) -> Window | None:
    first = next(iter(line.schedule_lines), None)
    return (first.requested_delivery or first.requested_ship) if first else None


def _schedule_basis(line: canonical.OrderLine) -> DateBasis:
    first = next(iter(line.schedule_lines), None)
    by_ship = first is not None and first.requested_delivery is None
    return DateBasis.SHIP if by_ship else DateBasis.DELIVERY


def _description(line: canonical.OrderLine) -> str:
    texts = [d.text for d in line.item.descriptions if d.text]
    return texts[0] if texts else ""


def _amount_of(quantity: Decimal, price: Decimal, per: Decimal) -> Decimal:
    # Wide enough for any two numbers that a line may hold; whether a column is, is checked on the result.
    with localcontext() as context:
        context.prec = 60
        return (quantity * price / per).quantize(SCALE)


def _single(values: Iterator[Any]) -> Any:
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None


def _total(lines: tuple[LineFacts, ...]) -> Decimal | None:
    amounts = [line.amount for line in lines]
    if None in amounts or len({line.price.currency for line in lines}) > 1:
        return None
    return sum((amount for amount in amounts if amount is not None), Decimal(0))
