"""The parts of a line: quantities and units, prices, item identifiers, descriptions, packing, schedules."""

from collections.abc import Iterable
from decimal import Decimal

from causeway.gateway.canonical.items import Attribute, Item, PackSpec
from causeway.gateway.canonical.orders import ScheduleLine
from causeway.gateway.canonical.quantities import Price, Quantity
from causeway.gateway.formats.x12.meanings import PRICE_KINDS, ROLE_CODES
from causeway.gateway.formats.x12.writing.attachments import PROMISED, REQUESTED, date_code, window_dates
from causeway.gateway.formats.x12.writing.base import Writer
from causeway.gateway.formats.x12.writing.values import as_sent, item_code, number, time

_BASIS_OF_PER = {(Decimal(1), "EA"): "PE", (Decimal(100), None): "HP", (Decimal(1000), None): "TP"}
_PRICE_CODES = {kind: code for code, kind in reversed(PRICE_KINDS.items())}
_MOST_PAIRS = 10
_DATES_IN_SCH = 2
# A schedule's promise comes first: SCH has room for two dates.
_SCHEDULE_WINDOWS = (*PROMISED, *REQUESTED)


def unit_of(w: Writer, quantity: Quantity, place: str) -> str:
    """The X12 unit (355) of a quantity: as it was sent, else the agreement's, else the standard's."""
    sent = quantity.unit_as_sent
    if sent and sent.startswith("x12:355:"):
        return sent[8:]
    if not quantity.unit and not sent:
        return ""
    unit = w.units.get(quantity.unit or "", "")
    if not unit:
        w.fail(place, quantity.unit or sent or "")
    return unit


def amount(w: Writer, quantity: Quantity | None, place: str) -> tuple[str, str]:
    """Value and unit of a quantity; `place` is the unit's, such as `PO103`."""
    if quantity is None:
        return "", ""
    return number(quantity.value), unit_of(w, quantity, place)


def price_and_basis(w: Writer, price: Price | None, place: str) -> tuple[str, str]:
    """A price and what it is for (639); `place` is the basis's."""
    if price is None:
        return "", ""
    basis = as_sent(price.basis_as_sent, "639")
    if not basis and price.per is not None:
        basis = _BASIS_OF_PER.get((price.per.value, price.per.unit), "")
        if not basis:
            w.fail(place, f"{price.per.value} {price.per.unit or ''}".strip())
    return number(price.amount), basis


def item_ids(w: Writer, item: Item | None, tag: str, most: int = _MOST_PAIRS) -> list[str]:
    """Qualifier and value in turn; what has no qualifier or no room is told."""
    pairs: list[str] = []
    for identifier in item.ids if item else ():
        code = item_code(identifier)
        if code is None:
            w.lose(tag, f"{identifier.scheme} {identifier.value}")
        elif len(pairs) >= 2 * most:
            w.lose(tag, identifier.value)
        else:
            pairs += (code, identifier.written or identifier.value)
    return pairs


def write_more_prices(w: Writer, prices: Iterable[Price]) -> None:
    """One CTP for each further price."""
    for price in prices:
        code = as_sent(price.basis_as_sent, "236") or _PRICE_CODES.get(price.kind, "")
        w.add("CTP", "", code, number(price.amount))


def write_descriptions(w: Writer, item: Item) -> None:
    """PID: the item's descriptions, then its characteristics, with what was measured between them."""
    for text in item.descriptions:
        if text.text or text.code:
            w.add("PID", "F", "", "", text.code or "", text.text or "", "", "", "", text.language or "")
    for attribute in item.attributes[_leading_measures(item) :]:
        if not _write_measure(w, attribute):
            _write_characteristic(w, attribute)


def _write_characteristic(w: Writer, attribute: Attribute) -> None:
    kind = as_sent(attribute.as_sent, "349")
    if kind:
        name = attribute.name
    elif attribute.as_sent is None and attribute.name in ("S", "X"):
        kind, name = attribute.name, ""
    else:
        w.lose("PID", f"{attribute.name} {attribute.value or ''}".strip())
        return
    # A value that is a code needs its agency (PID03), which was kept beside it.
    is_code = w.keeps("PID.3") and not w.keeps("PID.4")
    value = attribute.value or ""
    w.add("PID", kind, name, "", value if is_code else "", "" if is_code else value)


def write_measures(w: Writer, item: Item) -> None:
    """MEA before the first PID: the properties that were measured, up to the first that was not."""
    for attribute in item.attributes[: _leading_measures(item)]:
        _write_measure(w, attribute)


def _leading_measures(item: Item) -> int:
    kinds = [bool(as_sent(one.as_sent, "738") or as_sent(one.as_sent, "737")) for one in item.attributes]
    return kinds.index(False) if False in kinds else len(kinds)


def _write_measure(w: Writer, attribute: Attribute) -> bool:
    """One MEA; False for a property that was not measured."""
    unit = w.units.get(attribute.unit or "", attribute.unit or "")
    name = as_sent(attribute.as_sent, "738")
    kind = as_sent(attribute.as_sent, "737")
    if name or kind:
        w.add("MEA", kind, name, attribute.value or "", unit)
    return bool(name or kind)


def write_classes(w: Writer, item: Item) -> None:
    """TC2: codes of commodity classifications."""
    for entry in item.classes:
        scheme = as_sent(entry.scheme, "23")
        if scheme:
            w.add("TC2", scheme, entry.code)
        else:
            w.lose("TC2", f"{entry.scheme} {entry.code}")


def write_pack(w: Writer, pack: PackSpec | None) -> None:
    """PO4."""
    if pack is None:
        return
    sides = [side for side in (pack.length, pack.width, pack.height) if side]
    w.add(
        "PO4",
        number(pack.units_per_pack),
        *amount(w, pack.pack_size, "PO403"),
        as_sent(pack.package_type, "103"),
        "",
        *amount(w, pack.gross_weight, "PO407"),
        *amount(w, pack.volume, "PO409"),
        *(number(side.value) if side else "" for side in (pack.length, pack.width, pack.height)),
        unit_of(w, sides[0], "PO413") if sides else "",
        number(pack.inner_packs),
    )


def write_schedule(w: Writer, schedule: ScheduleLine) -> None:
    """SCH: a part of the line's quantity, with room for two dates; what is beyond is told."""
    found = []
    for name, *codes in _SCHEDULE_WINDOWS:
        window = getattr(schedule, name)
        if window is not None:
            found += window_dates(w, window, codes)
    if schedule.dates:
        found += [(date_code(w, date, "SCH05"), date.at) for date in schedule.dates]
    for _, at in found[_DATES_IN_SCH:]:
        w.lose("SCH", at.date.isoformat())
    dates = [part for code, at in found[:_DATES_IN_SCH] for part in (code, w.day(at.date), time(at))]
    dates += [""] * (3 * _DATES_IN_SCH - len(dates))
    role = name = ""
    if schedule.ship_to is not None:
        role = as_sent(schedule.ship_to.role_as_sent, "98") or ROLE_CODES.get(schedule.ship_to.role, "")
        name = schedule.ship_to.name or ""
    request = (schedule.references[0].number or "") if schedule.references else ""
    quantity = amount(w, schedule.quantity, "SCH02")
    w.add("SCH", *quantity, role, name, *dates, request, schedule.schedule_id or "")
    for lost in schedule.references[1:]:
        w.lose("SCH11", lost.number or "")
    for stage in schedule.transport:
        w.lose("TD5", stage.mode or "")
