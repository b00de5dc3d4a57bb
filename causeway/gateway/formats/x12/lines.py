"""Mapping rows for the parts of a line that orders and responses share: ids, price, description, packing, schedule."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from causeway.gateway.canonical.items import Attribute, Description, ItemClass
from causeway.gateway.canonical.orders import ScheduleLine
from causeway.gateway.canonical.parties import Identifier, Party, PartyRole
from causeway.gateway.canonical.quantities import Price, PriceKind, Quantity
from causeway.gateway.canonical.references import Reference, ReferenceKind
from causeway.gateway.canonical.times import DateKind, Moment, OtherDate, Window
from causeway.gateway.canonical.units import X12_UNITS
from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.attachments import moment, place_in_window
from causeway.gateway.formats.x12.builders import LineBuilder
from causeway.gateway.formats.x12.coded import check_digit, has_check_digit
from causeway.gateway.formats.x12.envelope import Segment
from causeway.gateway.formats.x12.meanings import (
    DATE_KINDS,
    GTIN_CODES,
    PARTY_ROLES,
    PRICE_KINDS,
    WINDOWS,
)
from causeway.gateway.formats.x12.reading import Reading, typed
from causeway.gateway.formats.x12.steps import Pairs, Value

_SCHEDULE_WINDOWS = frozenset({"requested_delivery", "requested_ship", "promised_delivery", "promised_ship"})


def read_ids(r: Reading, s: Segment, first: int, number: int) -> list[Identifier]:
    """The identifiers in qualifier and value pairs from position `first` on; halves of a pair are kept."""
    return list(item_ids(r, number, first, s[first:]))


def item_ids(r: Reading, number: int, first: int, parts: Sequence[str]) -> Iterator[Identifier]:
    """As `read_ids`, for the elements themselves; `first` is the position of the first."""
    codes = r.lists.item_codes
    position = first
    pairs = iter(parts)
    for qualifier, value in zip(pairs, pairs, strict=False):
        if qualifier and value:
            scheme, as_sent = codes[qualifier]
            if scheme == "gtin":
                yield _gtin(r, qualifier, value, number, position)
            else:
                yield Identifier(scheme, value, None, as_sent)
        elif qualifier or value:
            r.keep_sent(number, position, position + 1)
        position += 2
    if len(parts) % 2:
        r.keep_sent(number, position)


def _gtin(r: Reading, qualifier: str, value: str, number: int, position: int) -> Identifier:
    """A GTIN is padded to 14 digits with what was written beside it, its check digit tested."""
    length = len(value)
    if length > 14 or not (value.isascii() and value.isdigit()):
        r.problem("bad_number", Severity.WARNING, number, position + 1, value=value)
        return Identifier("gtin", value, value, r.sent("235", qualifier))
    if not has_check_digit(value):
        right = check_digit(value[:-1])
        r.problem("check_digit", Severity.WARNING, number, position + 1, value=value, expected=right)
    as_sent = None if GTIN_CODES.get(length) == qualifier else r.sent("235", qualifier)
    return Identifier(
        "gtin", value.rjust(14, "0") if length < 14 else value, value if length < 14 else None, as_sent
    )


ITEM_IDS = Pairs("ITEM_IDS", 6, item_ids)
"""All the pairs of qualifier and value from position 6 on, as `item_ids` makes them."""


def read_price(
    r: Reading, s: Segment, at: tuple[int, int], currency: str | None, number: int
) -> Price | None:
    """The price and its basis at two positions."""
    price_at, basis_at = at
    amount = r.numbers[s[price_at]] if s[price_at] else None
    return price(r, number, amount, (basis_at, s[basis_at]), currency)


def price(
    r: Reading, number: int, amount: Decimal | None, basis: tuple[int, str], currency: str | None = None
) -> Price | None:
    """The price and its basis (position and code); HP is for a hundred, TP for a thousand of the line's unit.

    Without an amount the basis is kept.
    """
    basis_at, code = basis
    if amount is None:
        if code:
            r.keep_sent(number, basis_at)
        return None
    if not code:
        return Price(amount, currency)
    per, kind, sent = r.lists.price_bases[code]
    if kind is PriceKind.OTHER:
        r.untranslated("639", code, number, basis_at)
    return Price(amount, currency, per, kind, None, None, sent)


def _read_pid(  # noqa: PLR0917 - the elements in their order
    r: Reading, number: int, kind: str, characteristic: str, code: str, text: str, language: str
) -> None:
    """PID: F is a description, S and X name a characteristic."""
    line: LineBuilder = r.owner
    if kind == "F":
        line.descriptions.append(Description(text or None, language or None, code or None))
        if characteristic:
            r.keep_sent(number, 2)
        return
    as_sent = r.sent("349", kind) if characteristic else None
    line.attributes.append(Attribute(characteristic or kind, text or code or None, None, as_sent))
    r.keep_sent(number, 9, *((4,) if text else ()))


PID = typed(_read_pid, (1, 2, 4, 5, 9))


def read_ctp(r: Reading, number: int, code: str, amount: Decimal | None) -> None:
    """CTP: a further price of the line, such as retail."""
    if amount is None:
        r.keep_sent(number, 2, 3)
        return
    kind = PRICE_KINDS.get(code, PriceKind.OTHER if code else PriceKind.UNSPECIFIED)
    basis = r.sent("236", code) if code else None
    r.owner.more_prices.append(Price(amount, r.owner.currency, None, kind, None, None, basis))


CTP = typed(read_ctp, (2, 3))


def read_tc2(r: Reading, s: Segment, _: int) -> None:
    """TC2: a code of a commodity classification."""
    r.owner.classes.append(ItemClass(r.sent("23", s[1]), s[2]))


def schedule(  # noqa: PLR0917 - the elements in their order
    r: Reading,
    number: int,
    total: Quantity | None,
    unit: str,
    role: str = "",
    name: str = "",
    qualifier: str = "",
    day: Window | None = None,
    time: str = "",
    *more: Any,
) -> ScheduleLine | None:
    """SCH: a part of the line's quantity with its own dates; None, with the elements kept, without a quantity."""
    if total is None:
        r.keep_sent(number, *range(1, 13))
        return None
    if total.unit is None and unit:
        r.untranslated("355", unit, number, 2)
    if qualifier == "002" and day is not None and not (time or more or role or name):
        return ScheduleLine(total, None, day)  # as nearly all are
    at = None if day is None or day.earliest is None else moment(r, day.earliest.date, time, "")
    return _full_schedule(r, number, total, (role, name), (qualifier, at), *more)


def _full_schedule(  # noqa: PLR0917 - the elements in their order
    r: Reading,
    number: int,
    total: Quantity,
    party: tuple[str, str],
    date: tuple[str, Moment | None],
    qualifier: str = "",
    day: dt.date | None = None,
    time: str = "",
    reference: str = "",
    schedule_id: str = "",
) -> ScheduleLine:
    windows: dict[str, Window] = {}
    dates = []
    for kind, at in (date, (qualifier, None if day is None else moment(r, day, time, ""))):
        if at is None:
            continue
        window = WINDOWS.get(kind)
        if window and window[0] in _SCHEDULE_WINDOWS and place_in_window(windows, *window, at):
            continue
        dates.append(OtherDate(DATE_KINDS.get(kind, DateKind.OTHER), at, None, r.sent("374", kind)))
    return ScheduleLine(
        total,
        schedule_id or None,
        windows.get("requested_delivery"),
        windows.get("requested_ship"),
        windows.get("promised_delivery"),
        windows.get("promised_ship"),
        _schedule_party(r, *party, number),
        None,
        (),
        (Reference(ReferenceKind.OTHER, reference, None, None, r.sent("326", "")),) if reference else (),
        tuple(dates),
    )


SCHEDULE = (Value("QUANTITIES", 1, 2), 2, 3, 4, 5, Value("DAYS", 6), *range(7, 13))
"""The arguments that `schedule` is called with."""


def _schedule_party(r: Reading, role: str, name: str, number: int) -> Party | None:
    if not role:
        if name:
            r.keep_sent(number, 4)
        return None
    return Party(PARTY_ROLES.get(role, PartyRole.OTHER), r.sent("98", role), (), name or None)


def read_measure(r: Reading, s: Segment, number: int) -> None:
    """MEA with a value: a property of the item; ranges are kept as they are."""
    name = s[2] or s[1]
    if not s[3] or not name:
        r.keep(s, number, 1, 2, 3, 4)
        return
    unit = r.split(s[4]) if s[4] else ""
    plain = unit if isinstance(unit, str) else ""
    r.owner.attributes.append(
        Attribute(
            name,
            s[3],
            X12_UNITS.get(plain) or plain or None,
            r.sent("738", s[2]) if s[2] else r.sent("737", s[1]),
        )
    )
    if s[2]:
        r.keep(s, number, 1)
    if s[4] and not plain:
        r.keep(s, number, 4)
