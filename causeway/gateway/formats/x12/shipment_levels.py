"""From flat lines and a tree of units back to the levels of an 856.

A notice that was read keeps its order of levels: units hang below their order where they said one, else orders below
their unit, and packs below items where they stood so. From elsewhere units hang below the order that all of their
lines share. A line that lies in several units becomes an item level in each.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import msgspec

from causeway.gateway.canonical.orders import Component
from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.references import Extension, OrderReference
from causeway.gateway.canonical.shipments import LogisticUnit, ShipNotice, ShipNoticeLine, UnitContent
from causeway.gateway.formats.x12.shipment_meanings import UNIT_KINDS

PART = "x12:735:F"
"""How a component says that it was a level of its own."""
_LONGEST_ID = 12
_PACKED_BELOW = "x12:1005:0002"


@dataclass(slots=True, eq=False)
class Level:
    """One HL to be written. `is_again` marks a further item level of a line that has had its own."""

    of: "ShipNotice | OrderGroup | LogisticUnit | ShipNoticeLine | Component"
    children: "list[Level]" = field(default_factory=list)
    quantity: Quantity | None = None
    is_again: bool = False
    node_id: str = ""


@dataclass(slots=True, eq=False)
class OrderGroup:
    """An order with the lines that stand below it next to each other."""

    order: OrderReference
    lines: tuple[ShipNoticeLine, ...]
    _shared: dict[str, int] = field(default_factory=dict)

    def shared(self, name: str) -> int:
        """How many of the first parties, references, notes or dates all the lines have in common."""
        alike = self._shared.get(name)
        if alike is None:
            lists = [getattr(line, name) for line in self.lines]
            shortest = min(lists, key=len, default=())
            alike = 0
            while alike < len(shortest) and all(one[alike] == shortest[alike] for one in lists):
                alike += 1
            self._shared[name] = alike
        return alike


class Contradiction(Exception):
    """Units and lines that cannot both be true: the problem's code, the line, and what was found."""

    def __init__(self, code: str, line: ShipNoticeLine, found: Decimal | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.found = found


class Arrangement:
    """The levels of one notice. Raises Contradiction where contents and lines do not agree."""

    def __init__(self, message: ShipNotice) -> None:
        self.message = message
        self.lines = {line.key: line for line in message.lines}
        self.shape = message.levels_as_found or ""
        self.has_orders = not self.shape or "O" in self.shape
        self._written: set[int] = set()
        self._held: dict[int, list[UnitContent]] = {}
        for unit in message.units:
            self._hold(unit)

    def root(self) -> Level:
        """The shipment with all levels below it, numbered."""
        if self._packs_below_items():
            found = self._packs_below()
        else:
            found = self._merged(list(map(self._unit, self.message.units)), self._loose())
        root = Level(self.message, self._grouped(found))
        _number(root, keep=bool(self.shape))
        return root

    def _packs_below_items(self) -> bool:
        if not self.shape:
            return self.message.structure_as_sent == _PACKED_BELOW
        units = [self.shape.rfind(code) for code in UNIT_KINDS if code not in "SE"]
        return -1 < self.shape.find("I") < max(units)

    def _hold(self, unit: LogisticUnit) -> None:
        for content in unit.contents:
            self._held.setdefault(content.line_key, []).append(content)
        for inner in unit.units:
            self._hold(inner)

    # units above items

    def _unit(self, unit: LogisticUnit) -> Level:
        found = [self._unit(inner) for inner in unit.units]
        items = [self._content(content) for content in unit.contents if content.line_key in self.lines]
        inside = self._merged(found, items)
        return Level(unit, inside if self._order_of_unit(unit) else self._grouped(inside))

    def _content(self, content: UnitContent) -> Level:
        line = self.lines[content.line_key]
        quantity = content.quantity
        if quantity is None and len(self._held[line.key]) > 1:
            raise Contradiction("contents_without_quantity", line)
        return self._item(line, quantity or line.quantity)

    def _item(self, line: ShipNoticeLine, quantity: Quantity) -> Level:
        is_again = line.key in self._written
        self._written.add(line.key)
        parts = [] if is_again else _parts(line.components)
        return Level(line, parts, quantity, is_again)

    def _loose(self) -> list[Level]:
        """Lines, and what is left of lines, that lie in no unit."""
        found = []
        for line in self.message.lines:
            contents = self._held.get(line.key, [])
            amounts = [content.quantity.value for content in contents if content.quantity]
            left = line.quantity.value - sum(amounts, Decimal(0))
            if left < 0:
                raise Contradiction("contents_exceed_line", line, sum(amounts, Decimal(0)))
            if not contents or (left and len(amounts) == len(contents)):
                found.append(self._item(line, msgspec.structs.replace(line.quantity, value=left)))
        return found

    # items above units

    def _packs_below(self) -> list[Level]:
        below: dict[int, list[Level]] = {}
        found: list[Level] = []
        for unit in self.message.units:
            content = next(iter(_contents(unit)), None)
            level = self._plain_unit(unit)
            if content is None or content.line_key not in self.lines:
                found.append(level)
            else:
                below.setdefault(content.line_key, []).append(level)
        items = []
        for line in self.message.lines:
            item = self._item(line, line.quantity)
            item.children += below.get(line.key, [])
            items.append(item)
        return items + found

    def _plain_unit(self, unit: LogisticUnit) -> Level:
        quantity = next((content.quantity for content in unit.contents), None)
        return Level(unit, [self._plain_unit(inner) for inner in unit.units], quantity)

    # orders

    def _order_of_unit(self, unit: LogisticUnit) -> OrderReference | None:
        """The order that stands above a unit; in a notice that was read only the one it said."""
        if not self.has_orders or unit.order or self.shape:
            return unit.order if self.has_orders else None
        orders = [line.order for line in self._lines_in(unit)]
        return orders[0] if orders and all(order == orders[0] for order in orders) else None

    def _lines_in(self, unit: LogisticUnit) -> list[ShipNoticeLine]:
        keys = [content.line_key for content in _contents(unit)]
        return [self.lines[key] for key in keys if key in self.lines]

    def _lines_of(self, level: Level) -> list[ShipNoticeLine]:
        if isinstance(level.of, ShipNoticeLine):
            return [level.of]
        return self._lines_in(level.of) if isinstance(level.of, LogisticUnit) else []

    def _merged(self, units: list[Level], items: list[Level]) -> list[Level]:
        """Units and items in the order of their lines; a unit without any stays behind the one before it."""
        keyed: list[tuple[int, Level]] = []
        last = 0
        for level in units:
            last = min((line.key for line in self._lines_of(level)), default=last)
            keyed.append((last, level))
        keyed += [(line.key, level) for level in items for line in self._lines_of(level)]
        return [level for _, level in sorted(keyed, key=lambda entry: entry[0])]

    def _grouped(self, levels: Sequence[Level]) -> list[Level]:
        """The levels with those of one order below it, where neighbours share the order and its first party."""
        if not self.has_orders:
            return list(levels)
        found: list[Level] = []
        last: object = None
        for level in levels:
            order = level.of.order if isinstance(level.of, ShipNoticeLine) else None
            if isinstance(level.of, LogisticUnit):
                order = self._order_of_unit(level.of)
            lines = self._lines_of(level)
            key = (order, lines[0].parties[:1] if lines else ())
            if order is None:
                found.append(level)
            elif key == last or (not lines and last is not None and found[-1].of.order == order):  # type: ignore[union-attr]
                found[-1].children.append(level)
                continue
            else:
                found.append(Level(OrderGroup(order, ()), [level]))
            last = None if order is None else key
        for level in found:
            if isinstance(level.of, OrderGroup):
                inside = tuple(line for child in level.children for line in self._lines_of(child))
                level.of = OrderGroup(level.of.order, inside)
        return found


def _contents(unit: LogisticUnit) -> Iterable[UnitContent]:
    yield from unit.contents
    for inner in unit.units:
        yield from _contents(inner)


def _parts(components: Iterable[Component]) -> list[Level]:
    """Components that were levels of their own, as a tree."""
    roots: list[Level] = []
    known: dict[str, Level] = {}
    for component in components:
        if component.relationship_as_sent == PART:
            level = Level(component)
            above = known.get(component.parent_id or "")
            (above.children if above else roots).append(level)
            known.setdefault(component.component_id, level)
    return roots


def _number(root: Level, *, keep: bool) -> None:
    """Ids for all levels: their place, unless a unit or part of a notice that was read has its own."""
    levels = list(_walk(root))
    own = [_own_id(level) for level in levels] if keep else [""] * len(levels)
    given = [node_id for node_id in own if node_id]
    if len(set(given)) < len(given) or any(len(node_id) > _LONGEST_ID for node_id in given):
        own, given = [""] * len(levels), []
    taken = set(given)
    spare = len(levels)
    for place, (level, node_id) in enumerate(zip(levels, own, strict=True), 1):
        free = str(place)
        while not node_id and free in taken:
            spare += 1
            free = str(spare)
        level.node_id = node_id or free
        taken.add(level.node_id)


def _walk(level: Level) -> Iterable[Level]:
    yield level
    for child in level.children:
        yield from _walk(child)


def _own_id(level: Level) -> str:
    if isinstance(level.of, LogisticUnit):
        return level.of.unit_id
    return level.of.component_id if isinstance(level.of, Component) else ""


def owners_of(extensions: Iterable[Extension], root: Level) -> dict[str, tuple[Extension, ...]]:
    """The document's extensions by the order level that they stood at; under "" all that stood at none of these."""
    ids = {level.node_id for level in _walk(root) if isinstance(level.of, OrderGroup)}
    found: dict[str, tuple[Extension, ...]] = {}
    for extension in extensions:
        owner = extension.owner_id if extension.owner_id in ids else ""
        found[owner or ""] = (*found.get(owner or "", ()), extension)
    return found
