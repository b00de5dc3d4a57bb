"""Codes as they are read: what each means together with how it was sent, worked out once for each code.

While a message is traced nothing is remembered, because then every code carries the place that it came from.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from causeway.gateway.canonical.quantities import PriceKind, Quantity
from causeway.gateway.canonical.times import Moment, Window
from causeway.gateway.canonical.units import X12_UNITS
from causeway.gateway.formats.x12.marks import sent
from causeway.gateway.formats.x12.meanings import ITEM_CODES, ITEM_SCHEMES, PRICE_BASES

_K = TypeVar("_K")
_V = TypeVar("_V")
_MOST_CODES, _LONGEST = 1_000, 20


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


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists that are asked on every line."""

    units: Mapping[str, tuple[str | None, str]]
    price_bases: Mapping[str, tuple[Quantity | None, PriceKind, str]]
    item_codes: Mapping[str, tuple[str, str | None]]
    exact_days: Mapping[dt.date, Window]


LISTS = Lists(
    Remembered(_unit),
    Remembered(_price_basis),
    Remembered(_item_code),
    Remembered(_exact_day),
)
MARKING_LISTS = Lists(
    Unremembered(_unit),
    Unremembered(_price_basis),
    Unremembered(_item_code),
    Unremembered(_exact_day),
)
