"""Texts, numbers and dates that remember the element they came from; used only while a message is traced."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from causeway.gateway.formats.x12.guides.values import DATES, IMPLIED, INTEGERS, NUMBERS, TIMES

Origin = tuple[int, int]
"""Segment number in the set (ST = 1) and element position."""


class MarkedText(str):
    """An element with its origin, kept through what readers do to texts."""

    __slots__ = ("origin",)
    origin: Origin

    def split(self, sep: str | None = None, maxsplit: int = -1) -> list[str]:  # type: ignore[override]
        return [marked(part, self.origin) for part in super().split(sep, maxsplit)]

    def rstrip(self, chars: str | None = None, /) -> str:
        return marked(super().rstrip(chars), self.origin)

    def rjust(self, width: Any, fillchar: str = " ", /) -> str:
        return marked(super().rjust(width, fillchar), self.origin)


class _Number(Decimal):
    origin: Origin


class _Integer(int):
    origin: Origin


class _Date(dt.date):
    origin: Origin


class _Time(dt.time):
    origin: Origin


def marked(text: str, origin: Origin) -> str:
    """The text with its origin."""
    result = MarkedText(text)
    result.origin = origin
    return result


def sent(list_number: str, code: str) -> str:
    """A code as it was sent, with its list."""
    text = f"x12:{list_number}:{code}"
    return marked(text, code.origin) if isinstance(code, MarkedText) else text


class _Marking(Mapping[str, Any]):
    """A memo whose answers carry the origin of the text they were made from."""

    def __init__(self, memo: Mapping[str, Any], make: Callable[[Any], Any]) -> None:
        self._memo = memo
        self._make = make

    def __getitem__(self, text: str) -> Any:
        value = self._memo[str(text)]
        if value is None or not isinstance(text, MarkedText):
            return value
        result = self._make(value)
        result.origin = text.origin
        return result

    def __iter__(self) -> Iterator[str]:
        return iter(self._memo)

    def __len__(self) -> int:
        return len(self._memo)


MARKING_NUMBERS = _Marking(NUMBERS, _Number)
MARKING_INTEGERS = _Marking(INTEGERS, _Integer)
MARKING_DATES = _Marking(DATES, lambda value: _Date(value.year, value.month, value.day))
MARKING_TIMES = _Marking(
    TIMES, lambda value: _Time(value.hour, value.minute, value.second, value.microsecond)
)
MARKING_IMPLIED = {decimals: _Marking(memo, _Number) for decimals, memo in IMPLIED.items()}
MARKING: Mapping[str, Mapping[str, Any]] = {
    "NUMBERS": MARKING_NUMBERS,
    "INTEGERS": MARKING_INTEGERS,
    "DATES": MARKING_DATES,
    "TIMES": MARKING_TIMES,
    **{f"IMPLIED{decimals}": memo for decimals, memo in MARKING_IMPLIED.items()},
}


def like(value: Decimal, source: Decimal) -> Decimal:
    """The value with the origin of the number that it was made from."""
    if not isinstance(source, _Number):
        return value
    result = _Number(value)
    result.origin = source.origin
    return result
