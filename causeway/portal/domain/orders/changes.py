"""What a change makes of an order: the changed document merged into the one we have, and the differences as data.

Pure: canonical values and rows in, values out. A change says only what it says; whatever it leaves out stays.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import msgspec

from causeway.gateway.canonical import orders as canonical
from causeway.gateway.canonical.orders import ChangeKind, LineAction, OrderChangeLine, QuantityMeaning
from causeway.gateway.canonical.parties import Party, PartyRole
from causeway.gateway.canonical.quantities import Quantity
from causeway.portal.domain.orders.facts import Finding, LineFacts, line_key
from causeway.portal.domain.orders.models import OrderLine, OrderSchedule

_UNTOUCHED = frozenset({LineAction.NO_CHANGE})
_GONE = frozenset({LineAction.DELETE})
_UNSUPPORTED = frozenset({LineAction.REJECT, LineAction.TRANSFER, LineAction.OTHER})
# These say nothing about the quantity; a quantity beside them is an echo.
_WITHOUT_QUANTITY = frozenset(
    {
        LineAction.PRICE,
        LineAction.DATES,
        LineAction.RESCHEDULE,
        LineAction.TERMS,
        LineAction.ALLOWANCES,
        LineAction.TRANSPORT,
        LineAction.REPLACE_ALL_DATES,
    }
)
# Header fields that a line takes its terms from: when one of them changes, every line does.
_HEADER_TERMS = (
    "currency",
    "requested_delivery",
    "requested_ship",
    "cancel_after",
    "payment_terms",
    "delivery_terms",
    "transport",
    "allowances_charges",
    "taxes",
)
_HEADER_SENT = (
    *_HEADER_TERMS,
    "contract_number",
    "acknowledgment_wanted",
    "exchange_rate",
    "references",
    "notes",
    "dates",
    "price_includes_tax",
    "extensions",
)
_LINE_SENT = (
    "price",
    "more_prices",
    "line_amount",
    "requested_delivery",
    "requested_ship",
    "cancel_after",
    "schedule_lines",
    "destinations",
    "components",
    "pack",
    "parties",
    "delivery_terms",
    "transport",
    "allowances_charges",
    "taxes",
    "references",
    "notes",
    "dates",
    "extensions",
)


@dataclass(frozen=True, slots=True)
class Merged:
    """The order as the change wants it, the lines that it takes away, and what is unclear."""

    order: canonical.Order
    cancelled: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)


def merge_whole(old: canonical.Order, new: canonical.Order, *, replaces: bool) -> Merged:
    """An order that repeats lines whole (850 with BEG01 04 or 05): a replacement takes away what it does not repeat."""
    listed = {line_key(line) for line in new.lines}
    kept = [line for line in old.lines if line_key(line) not in listed]
    if replaces:
        return Merged(new, frozenset(line_key(line) for line in kept))
    return Merged(msgspec.structs.replace(new, lines=(*kept, *new.lines)))


def merge_change(old: canonical.Order, change: canonical.OrderChange) -> Merged:
    """A change with an action for each line (860)."""
    lines = {line_key(line): line for line in old.lines}
    cancelled: set[str] = set()
    findings: list[Finding] = []
    listed = set()
    for line in change.lines:
        if line.line_id is not None and line.line_id in listed:
            findings.append(Finding("line_repeated", line.line_id))
            continue
        listed.add(line.line_id)
        finding = _merge_line(lines, cancelled, line, replaces=change.change_kind is ChangeKind.REPLACE)
        findings += [finding] if finding else []
    if change.change_kind is ChangeKind.REPLACE and change.lines:
        cancelled |= {key for key in lines if key not in listed}
    live = tuple(line for key, line in lines.items() if key not in cancelled)
    return Merged(_merge_header(old, change, live), frozenset(cancelled), findings)


def _merge_header(
    old: canonical.Order, change: canonical.OrderChange, lines: tuple[canonical.OrderLine, ...]
) -> canonical.Order:
    sent = {name: getattr(change, name) for name in _HEADER_SENT if getattr(change, name) not in (None, ())}
    parties = _merge_parties(old.parties, change.parties)
    return msgspec.structs.replace(old, lines=lines, parties=parties, **sent)


def _merge_parties(old: tuple[Party, ...], sent: tuple[Party, ...]) -> tuple[Party, ...]:
    roles = {party.role for party in sent}
    return (*(party for party in old if party.role not in roles), *sent)


def _merge_line(
    lines: dict[str, canonical.OrderLine], cancelled: set[str], line: OrderChangeLine, *, replaces: bool
) -> Finding | None:
    key = line.line_id
    if key is None:
        return Finding("line_unidentified", str(line.position))
    if line.action in _UNSUPPORTED:
        return Finding("change_action_unsupported", key, {"action": line.action_as_sent or line.action.value})
    if line.action in _UNTOUCHED and key in lines:
        return None
    if line.action in _GONE:
        cancelled.add(key)
        return None if key in lines else Finding("line_unknown", key)
    if line.action is LineAction.ADD and key in lines and not replaces:
        return Finding("line_exists", key)
    if key not in lines:
        if line.action is not LineAction.ADD and not replaces:
            return Finding("line_unknown", key)
        quantity = line.new_quantity or line.quantity
        if quantity is None:
            return _quantity_unknown(key, line)
        lines[key] = _as_new(line, quantity, _next_position(lines))
        return None
    quantity = _quantity(lines[key], line)
    if quantity is None:
        return _quantity_unknown(key, line)
    lines[key] = _with_sent(lines[key], line, quantity)
    return None


def _quantity_unknown(key: str, line: OrderChangeLine) -> Finding:
    sent = line.quantity_sent or line.quantity
    return Finding("change_quantity_unknown", key, {"quantity": "-" if sent is None else str(sent.value)})


def _next_position(lines: Mapping[str, canonical.OrderLine]) -> int:
    return max((line.position for line in lines.values()), default=0) + 1


def _as_new(line: OrderChangeLine, quantity: Quantity, position: int) -> canonical.OrderLine:
    shared = {name: getattr(line, name) for name in canonical.OrderLine.__struct_fields__}
    return canonical.OrderLine(**{**shared, "quantity": quantity, "position": position})


def _quantity(old: canonical.OrderLine, line: OrderChangeLine) -> Quantity | None:
    if line.action in _WITHOUT_QUANTITY:
        return old.quantity
    if line.new_quantity is not None:
        return line.new_quantity
    return (line.quantity_sent or line.quantity) if line.quantity_means is QuantityMeaning.NEW_TOTAL else None


def _with_sent(old: canonical.OrderLine, line: OrderChangeLine, quantity: Quantity) -> canonical.OrderLine:
    sent = {name: getattr(line, name) for name in _LINE_SENT if getattr(line, name) not in (None, ())}
    if line.item.ids or line.item.descriptions:
        sent["item"] = line.item if line.action is LineAction.REPLACE_ITEM else _merge_item(old, line)
    redated = "requested_delivery" in sent or "requested_ship" in sent
    if (redated or quantity.value != old.quantity.value) and "schedule_lines" not in sent:
        # The former split would contradict the new quantity or date.
        sent["schedule_lines"] = ()
    return msgspec.structs.replace(old, quantity=quantity, **sent)


def _merge_item(old: canonical.OrderLine, line: OrderChangeLine) -> Any:
    schemes = {identifier.scheme for identifier in line.item.ids}
    kept = tuple(identifier for identifier in old.item.ids if identifier.scheme not in schemes)
    return msgspec.structs.replace(
        old.item,
        ids=(*line.item.ids, *kept),
        descriptions=line.item.descriptions or old.item.descriptions,
    )


def header_changes(old: canonical.Order, new: canonical.Order) -> list[dict[str, Any]]:
    """The header's terms that differ, each with both values as they were sent."""
    changes = [
        _change(None, "changed", name, _plain(getattr(old, name)), _plain(getattr(new, name)))
        for name in _HEADER_TERMS
        if getattr(old, name) != getattr(new, name)
    ]
    before, after = _ship_to(old), _ship_to(new)
    if before != after:
        changes.append(_change(None, "changed", "ship_to", _plain(before), _plain(after)))
    return changes


def _ship_to(order: canonical.Order) -> tuple[Party, ...]:
    return tuple(party for party in order.parties if party.role is PartyRole.SHIP_TO)


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


def line_changes(row: OrderLine, schedules: Sequence[OrderSchedule], new: LineFacts) -> list[dict[str, Any]]:
    """What of a line matters to the seller and differs, field by field."""
    pairs: list[tuple[str, Any, Any]] = [
        ("item", _item(row.item_id, row), _item(new.item_id, new)),
        ("quantity", row.quantity, new.quantity),
        ("unit", row.unit, new.unit),
        ("price", row.price_amount, new.price.amount),
        ("price_currency", row.price_currency, new.price.currency),
        ("price_per", row.price_per, new.price.per),
        ("price_unit", row.price_unit, new.price.unit),
        ("requested_date", row.requested_date, new.requested_date),
        ("requested_latest", row.requested_latest, new.requested_latest),
        ("date_basis", row.date_basis, new.date_basis.value),
        ("ship_to", row.ship_to_name, new.ship_to_name),
    ]
    if len(schedules) > 1 or len(new.schedules) > 1:
        pairs.append(("schedules", _split(schedules), _split(new.schedules)))
    return [_change(new.key, "changed", name, _text(a), _text(b)) for name, a, b in pairs if a != b]


def _item(item_id: Any, line: OrderLine | LineFacts) -> str:
    # The catalogue's item decides; without one, the codes as sent do.
    codes = " / ".join(code for code in (line.buyer_item, line.seller_item, line.gtin) if code)
    return str(item_id) if item_id else codes


def _split(schedules: Iterable[Any]) -> list[list[str | None]]:
    return [[_number(s.quantity), _text(s.requested_date), _text(s.requested_latest)] for s in schedules]


def _text(value: Any) -> Any:
    if isinstance(value, Decimal):
        return _number(value)
    return value if value is None or isinstance(value, list | str) else str(value)


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")


def added(line: LineFacts) -> dict[str, Any]:
    """That a line is new."""
    return _change(line.key, "added", "quantity", None, _number(line.quantity))


def cancelled(row: OrderLine) -> dict[str, Any]:
    """That a line is gone."""
    return _change(row.line_key, "cancelled", "quantity", _number(row.quantity), None)


def _change(key: str | None, action: str, name: str, old: Any, new: Any) -> dict[str, Any]:
    return {"line_key": key, "action": action, "field": name, "old": old, "new": new}
