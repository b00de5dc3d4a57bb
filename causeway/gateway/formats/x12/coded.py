"""Codes as they are read: what each means together with how it was sent, worked out once for each code.

While a message is traced nothing is remembered, because then every code carries the place that it came from.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from causeway.gateway.canonical.parties import Identifier
from causeway.gateway.canonical.quantities import PriceKind, Quantity
from causeway.gateway.canonical.units import X12_UNITS
from causeway.gateway.formats.x12.marks import sent
from causeway.gateway.formats.x12.meanings import GTIN_CODES, ITEM_CODES, ITEM_SCHEMES, PRICE_BASES

_V = TypeVar("_V")
_MOST_CODES, _LONGEST = 1_000, 20
_MOST_GTINS = 20_000


class Remembered(dict[str, _V]):
    """A dictionary that works out what it lacks, within bounds: emptied when it is full, long texts not kept."""

    def __init__(self, work_out: Callable[[str], _V], most: int = _MOST_CODES) -> None:
        super().__init__()
        self._work_out = work_out
        self._most = most

    def __missing__(self, code: str) -> _V:
        value = self._work_out(code)
        if len(code) <= _LONGEST:
            if len(self) >= self._most:
                self.clear()
            self[code] = value
        return value


class Unremembered(Mapping[str, _V]):
    """The same without a memory."""

    def __init__(self, work_out: Callable[[str], _V]) -> None:
        self._work_out = work_out

    def __getitem__(self, code: str) -> _V:
        return self._work_out(code)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _unit(code: str) -> tuple[str | None, str]:
    return X12_UNITS.get(code), sent("355", code)


def _price_basis(code: str) -> tuple[Quantity | None, PriceKind, str]:
    times, unit, kind = PRICE_BASES.get(code, (None, None, PriceKind.OTHER))
    return (Quantity(Decimal(times), unit) if times else None), kind, sent("639", code)


def _item_code(code: str) -> tuple[str, str | None]:
    """The scheme, and the code as sent where it is not the usual one; GTINs have usual codes by length."""
    scheme = ITEM_SCHEMES.get(code)
    if scheme is None:
        return sent("235", code), None
    return scheme, None if ITEM_CODES[scheme] == code and scheme != "gtin" else sent("235", code)


def _gtin(value: str) -> tuple[Identifier, str | None, str | None] | None:
    """The identifier under its usual code, that code, and the right check digit where another was sent.

    A GTIN is padded to 14 digits with what was written beside it. None for a text that is no GTIN.
    """
    if not (value.isascii() and value.isdigit() and len(value) <= 14):
        return None
    padded = value.rjust(14, "0")
    right = check_digit(value[:-1])
    identifier = Identifier("gtin", padded, value if padded != value else None)
    return identifier, GTIN_CODES.get(len(value)), None if right == value[-1] else right


def check_digit(digits: str) -> str:
    """The GS1 check digit (modulo 10, weights 3 and 1 from the right)."""
    values = bytes(digits, "ascii")
    # An ASCII digit is 48 above its value, and so 8 above it modulo 10.
    total = 3 * sum(values[::-2]) + sum(values[-2::-2]) - 8 * (len(values) + 2 * len(values[::-2]))
    return str(-total % 10)


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists that are asked on every line."""

    units: Mapping[str, tuple[str | None, str]]
    price_bases: Mapping[str, tuple[Quantity | None, PriceKind, str]]
    item_codes: Mapping[str, tuple[str, str | None]]
    gtins: Mapping[str, tuple[Identifier, str | None, str | None] | None]


LISTS = Lists(
    Remembered(_unit), Remembered(_price_basis), Remembered(_item_code), Remembered(_gtin, _MOST_GTINS)
)
MARKING_LISTS = Lists(
    Unremembered(_unit), Unremembered(_price_basis), Unremembered(_item_code), Unremembered(_gtin)
)
