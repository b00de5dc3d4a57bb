"""Mapping rows for the parts of a line that orders and responses share: ids, price, description, packing, schedule."""

from decimal import Decimal

from causeway.gateway.canonical.items import Attribute, Description, ItemClass
from causeway.gateway.canonical.orders import ScheduleLine
from causeway.gateway.canonical.parties import Identifier, Party, PartyRole
from causeway.gateway.canonical.quantities import Price, PriceKind, Quantity
from causeway.gateway.canonical.references import Reference, ReferenceKind
from causeway.gateway.canonical.times import DateKind, OtherDate, Window
from causeway.gateway.canonical.units import X12_UNITS
from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.attachments import moment, place_in_window, quantity
from causeway.gateway.formats.x12.builders import LineBuilder
from causeway.gateway.formats.x12.envelope import Segment
from causeway.gateway.formats.x12.meanings import (
    DATE_KINDS,
    GTIN_CODES,
    ITEM_CODES,
    ITEM_SCHEMES,
    PARTY_ROLES,
    PRICE_BASES,
    PRICE_KINDS,
    WINDOWS,
)
from causeway.gateway.formats.x12.reading import Reading

_SCHEDULE_WINDOWS = frozenset({"requested_delivery", "requested_ship", "promised_delivery", "promised_ship"})


def read_ids(r: Reading, s: Segment, first: int, number: int) -> list[Identifier]:
    """The identifiers in qualifier and value pairs from position `first` on; halves of a pair are kept."""
    ids = []
    for position in range(first, len(s) - 1, 2):
        qualifier, value = s[position], s[position + 1]
        if qualifier and value:
            ids.append(item_id(r, qualifier, value, number, position))
        elif qualifier or value:
            r.keep(s, number, position, position + 1)
    return ids


def item_id(r: Reading, qualifier: str, value: str, segment: int, position: int) -> Identifier:
    """One identifier; a GTIN is padded to 14 digits with what was written beside it, its check digit tested."""
    scheme = ITEM_SCHEMES.get(qualifier)
    if scheme is None:
        return Identifier(r.sent("235", qualifier), value)
    if scheme != "gtin":
        as_sent = None if ITEM_CODES[scheme] == qualifier else r.sent("235", qualifier)
        return Identifier(scheme, value, None, as_sent)
    if not (value.isascii() and value.isdigit() and len(value) <= 14):
        r.problem("bad_number", Severity.WARNING, segment, position + 1, value=value)
        return Identifier(scheme, value, value, r.sent("235", qualifier))
    right = check_digit(value[:-1])
    if right != value[-1]:
        r.problem("check_digit", Severity.WARNING, segment, position + 1, value=value, expected=right)
    padded = value.rjust(14, "0")
    as_sent = None if GTIN_CODES.get(len(value)) == qualifier else r.sent("235", qualifier)
    return Identifier(scheme, padded, value if padded != value else None, as_sent)


def check_digit(digits: str) -> str:
    """The GS1 check digit (modulo 10, weights 3 and 1 from the right)."""
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def read_price(
    r: Reading, s: Segment, at: tuple[int, int], currency: str | None, number: int
) -> Price | None:
    """The price and its basis at two positions; HP is for a hundred, TP for a thousand of the line's unit."""
    price_at, basis_at = at
    amount = r.numbers[s[price_at]] if s[price_at] else None
    if amount is None:
        r.keep(s, number, basis_at)
        return None
    basis = s[basis_at]
    if not basis:
        return Price(amount, currency)
    times, unit, kind = PRICE_BASES.get(basis, (None, None, PriceKind.OTHER))
    if kind is PriceKind.OTHER:
        r.untranslated("639", basis, number, basis_at)
    per = Quantity(Decimal(times), unit) if times else None
    return Price(amount, currency, per, kind, None, None, r.sent("639", basis))


def read_pid(r: Reading, s: Segment, number: int) -> None:
    """PID: F is a description, S and X name a characteristic."""
    line: LineBuilder = r.owner
    if s[1] == "F":
        line.descriptions.append(Description(s[5] or None, s[9] or None, s[4] or None))
        r.keep(s, number, 2)
        return
    line.attributes.append(
        Attribute(s[2] or s[1], s[5] or s[4] or None, None, r.sent("349", s[1]) if s[2] else None)
    )
    r.keep(s, number, 9)
    if s[5]:
        r.keep(s, number, 4)


def read_ctp(r: Reading, s: Segment, number: int) -> None:
    """CTP: a further price of the line, such as retail."""
    amount = r.numbers[s[3]] if s[3] else None
    if amount is None:
        r.keep(s, number, 2, 3)
        return
    kind = PRICE_KINDS.get(s[2], PriceKind.OTHER if s[2] else PriceKind.UNSPECIFIED)
    basis = r.sent("236", s[2]) if s[2] else None
    r.owner.more_prices.append(Price(amount, r.owner.currency, None, kind, None, None, basis))


def read_tc2(r: Reading, s: Segment, _: int) -> None:
    """TC2: a code of a commodity classification."""
    r.owner.classes.append(ItemClass(r.sent("23", s[1]), s[2]))


def read_schedule(r: Reading, s: Segment, number: int) -> ScheduleLine | None:
    """SCH: a part of the line's quantity with its own dates; None, with the elements kept, without a quantity."""
    amount = quantity(r, r.numbers[s[1]] if s[1] else None, s[2], number, 2)
    if amount is None:
        r.keep(s, number, *range(1, 13))
        return None
    windows: dict[str, Window] = {}
    dates = []
    for qualifier, day_text, time_text in ((s[5], s[6], s[7]), (s[8], s[9], s[10])):
        day = r.dates[day_text] if day_text else None
        if day is None:
            continue
        at = moment(r, day, time_text, "")
        window = WINDOWS.get(qualifier)
        if window and window[0] in _SCHEDULE_WINDOWS and place_in_window(windows, *window, at):
            continue
        dates.append(OtherDate(DATE_KINDS.get(qualifier, DateKind.OTHER), at, None, r.sent("374", qualifier)))
    return ScheduleLine(
        amount,
        s[12] or None,
        windows.get("requested_delivery"),
        windows.get("requested_ship"),
        windows.get("promised_delivery"),
        windows.get("promised_ship"),
        _schedule_party(r, s, number),
        None,
        (),
        (Reference(ReferenceKind.OTHER, s[11], None, None, r.sent("326", "")),) if s[11] else (),
        tuple(dates),
    )


def _schedule_party(r: Reading, s: Segment, number: int) -> Party | None:
    if not s[3]:
        r.keep(s, number, 4)
        return None
    role = PARTY_ROLES.get(s[3], PartyRole.OTHER)
    return Party(role, r.sent("98", s[3]), (), s[4] or None)


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
