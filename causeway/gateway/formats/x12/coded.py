"""What elements of a line mean, worked out once for each text: codes, and values together with the code beside them.

While a message is traced nothing is remembered, because then every code carries the place that it came from.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TypeVar

from causeway.gateway.canonical.parties import Identifier
from causeway.gateway.canonical.quantities import Price, PriceKind, Quantity
from causeway.gateway.canonical.times import Moment, Window
from causeway.gateway.canonical.units import X12_UNITS
from causeway.gateway.formats.x12.guides.checks import MEMOS, Memos
from causeway.gateway.formats.x12.guides.values import MEMO_LIMIT
from causeway.gateway.formats.x12.marks import MARKING, sent
from causeway.gateway.formats.x12.meanings import (
    GTIN_CODES,
    ITEM_CODES,
    ITEM_SCHEMES,
    PARTY_SCHEMES,
    PRICE_BASES,
)

_K = TypeVar("_K")
_V = TypeVar("_V")
_MOST_CODES, _LONGEST = 1_000, 20
_GTIN_DIGITS = 14
_HALVES = 0x0F0F0F0F0F0F0F
MakeIdentifier = Callable[[str], Identifier | None]


class Remembered(dict[_K, _V]):
    """A dictionary that works out what it lacks, within bounds: emptied when it is full, long texts not kept."""

    def __init__(self, work_out: Callable[[_K], _V], most: int = _MOST_CODES) -> None:
        super().__init__()
        self._work_out = work_out
        self._most = most

    def __missing__(self, code: _K) -> _V:
        value = self._work_out(code)
        if not isinstance(code, str) or len(code) <= _LONGEST:
            if len(self) >= self._most:
                self.clear()
            self[code] = value
        return value


class ByCode(dict[str, "_OfCode[_V]"]):
    """Values that depend on a text and on the code beside it: `memo[code][text]`. All together are emptied when full.

    Two look-ups in plain dictionaries take half the time of one with a pair of texts.
    """

    def __init__(self, work_out: Callable[[str, str], _V], most: int = MEMO_LIMIT) -> None:
        super().__init__()
        self.work_out = work_out
        self._most = most
        self._count = 0

    def __missing__(self, code: str) -> "_OfCode[_V]":
        made = _OfCode(self, code)
        if len(code) <= _LONGEST:
            self.make_room()
            self[code] = made
        return made

    def make_room(self) -> None:
        """Counts one more entry, of whatever code."""
        if self._count >= self._most:
            for values in self.values():
                values.clear()
            self.clear()
            self._count = 0
        self._count += 1


class _OfCode(dict[str, _V]):
    """The values beside one code."""

    def __init__(self, whole: ByCode[_V], code: str) -> None:
        super().__init__()
        self._whole = whole
        self._code = code

    def __missing__(self, text: str) -> _V:
        value = self._whole.work_out(self._code, text)
        if len(text) <= _LONGEST:
            self._whole.make_room()
            self[text] = value
        return value


class Unremembered(Mapping[_K, _V]):
    """The same without a memory."""

    def __init__(self, work_out: Callable[[_K], _V]) -> None:
        self._work_out = work_out

    def __getitem__(self, code: _K) -> _V:
        return self._work_out(code)

    def __iter__(self) -> Iterator[_K]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _by_code(work_out: Callable[[str, str], _V]) -> Mapping[str, Mapping[str, _V]]:
    """As ByCode, without a memory."""
    return Unremembered(lambda code: Unremembered(lambda text: work_out(code, text)))


def _unit(code: str) -> tuple[str | None, str]:
    return X12_UNITS.get(code), sent("355", code)


def _price_basis(code: str) -> tuple[Quantity | None, PriceKind, str]:
    times, unit, kind = PRICE_BASES.get(code, (None, None, PriceKind.OTHER))
    return (Quantity(Decimal(times), unit) if times else None), kind, sent("639", code)


def _item_code(code: str) -> tuple[str, str | None]:
    """The scheme, and the code as sent where it is not the usual one (of a GTIN that depends on its length)."""
    scheme = ITEM_SCHEMES.get(code)
    if scheme is None:
        return sent("235", code), None
    return scheme, None if ITEM_CODES[scheme] == code else sent("235", code)


def _plain_item_id(code: str) -> MakeIdentifier:
    """Makes the identifiers under a code of list 235; None for one that has something to be told about it."""
    scheme, as_sent = _item_code(code)
    if scheme == "gtin":
        return _plain_gtin(code)
    if as_sent is None:
        return partial(Identifier, scheme)
    return lambda value: Identifier(scheme, value, None, as_sent)


def _plain_gtin(code: str) -> MakeIdentifier:
    as_sent = sent("235", code)
    usual = next((length for length, usual_code in GTIN_CODES.items() if usual_code == code), 0)

    def make(value: str) -> Identifier | None:
        length = len(value)
        if not (length <= _GTIN_DIGITS and value.isascii() and value.isdigit()):
            return None
        # One digit in each half byte; every other one counts three times, and no sum of seven bytes is above 254.
        digits = int(value, 16)
        if ((digits & _HALVES) + 3 * (digits >> 4 & _HALVES)) % 255 % 10:
            return None
        as_code = None if length == usual else as_sent
        if length == _GTIN_DIGITS:
            return Identifier("gtin", value, None, as_code)
        return Identifier("gtin", value.rjust(_GTIN_DIGITS, "0"), value, as_code)

    return make


def place_id(code: str, value: str) -> Identifier:
    """An identifier of element 67 under its qualifier of element 66."""
    return Identifier(PARTY_SCHEMES.get(code) or (sent("66", code) if code else "mutual"), value)


def check_digit(digits: str) -> str:
    """The GS1 check digit (modulo 10, weights 3 and 1 from the right)."""
    values = digits.encode("ascii")
    # An ASCII digit is 48 above its value, and so 8 above it modulo 10.
    threes, ones = values[::-2], values[-2::-2]
    return str(-(3 * sum(threes) + sum(ones) - 8 * (3 * len(threes) + len(ones))) % 10)


def has_check_digit(digits: str) -> bool:
    """Whether the last digit is the check digit of the others; padding with zeros makes no difference."""
    values = digits.encode("ascii")
    ones, threes = values[::-2], values[-2::-2]
    return (3 * sum(threes) + sum(ones) - 8 * (3 * len(threes) + len(ones))) % 10 == 0


def _exact_day(day: dt.date) -> Window:
    at = Moment(day)
    return Window(at, at)


def _values_of(
    numbers: Mapping[str, Decimal | None], dates: Mapping[str, dt.date | None], *, traced: bool
) -> Memos:
    """The memos of values that are more than a number or a date; None where the number or date is none."""

    def quantity(unit: str, text: str) -> Quantity | None:
        value = numbers[text]
        return None if value is None else Quantity(value, *(_unit(unit) if unit else ()))

    def price(basis: str, text: str) -> Price | None:
        amount = numbers[text]
        if amount is None or not basis:
            return None if amount is None else Price(amount)
        per, kind, as_sent = _price_basis(basis)
        return Price(amount, None, per, kind, None, None, as_sent)

    def day(text: str) -> Window | None:
        found = dates[text]
        return None if found is None else _exact_day(found)

    if traced:
        return {
            "QUANTITIES": _by_code(quantity),
            "PRICES": _by_code(price),
            "PLACES": _by_code(place_id),
            "DAYS": Unremembered(day),
            "ITEM_IDS": Unremembered(_plain_item_id),
        }
    return {
        "QUANTITIES": ByCode(quantity),
        "PRICES": ByCode(price),
        "PLACES": ByCode(place_id),
        "DAYS": Remembered(day),
        "ITEM_IDS": Remembered(_plain_item_id),
    }


VALUES: Memos = {**MEMOS, **_values_of(MEMOS["NUMBERS"], MEMOS["DATES"], traced=False)}
MARKING_VALUES: Memos = {**MARKING, **_values_of(MARKING["NUMBERS"], MARKING["DATES"], traced=True)}
"""The memos that generated functions take values from, by name."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists that are asked on every line."""

    units: Mapping[str, tuple[str | None, str]]
    price_bases: Mapping[str, tuple[Quantity | None, PriceKind, str]]
    item_codes: Mapping[str, tuple[str, str | None]]


LISTS = Lists(
    Remembered(_unit),
    Remembered(_price_basis),
    Remembered(_item_code),
)
MARKING_LISTS = Lists(
    Unremembered(_unit),
    Unremembered(_price_basis),
    Unremembered(_item_code),
)
