"""Texts of the wire as numbers, dates and times: each distinct text is worked out once and remembered, within bounds."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TypeVar

_V = TypeVar("_V")
MEMO_LIMIT = 20_000
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:E-?\d{1,2})?", re.ASCII)
_INTEGER = re.compile(r"-?\d+", re.ASCII)
_TIME = re.compile(r"\d{4}(?:\d{2}){0,2}", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_LONGEST = 40
_PIVOT_YEAR = 70


class Memo(dict[str, _V | None]):
    """A dictionary that works out what it lacks; None for a text that is not such a value.

    Emptied when it is full; a text too long to be such a value is not kept.
    """

    def __init__(self, work_out: Callable[[str], _V | None]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, text: str) -> _V | None:
        if len(text) > _LONGEST:
            return None
        if len(self) >= MEMO_LIMIT:
            self.clear()
        value = self[text] = self._work_out(text)
        return value


def _number(text: str) -> Decimal | None:
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _integer(text: str) -> int | None:
    return int(text) if _INTEGER.fullmatch(text) else None


def _implied(decimals: int, text: str) -> Decimal | None:
    """An Nn element: the point stands `decimals` places from the right unless one was written."""
    value = _number(text)
    return value if value is None or "." in text else value.scaleb(-decimals)


def _date(text: str) -> dt.date | None:
    if not _DIGITS.fullmatch(text) or len(text) not in (6, 8):
        return None
    if len(text) == 6:
        text = ("19" if int(text[:2]) >= _PIVOT_YEAR else "20") + text
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _time(text: str) -> dt.time | None:
    if not _TIME.fullmatch(text):
        return None
    hundredths = text[6:8] or "0"
    try:
        return dt.time(int(text[:2]), int(text[2:4]), int(text[4:6] or 0), int(hundredths) * 10_000)
    except ValueError:
        return None


NUMBERS = Memo(_number)
INTEGERS = Memo(_integer)
DATES = Memo(_date)
TIMES = Memo(_time)
IMPLIED = {decimals: Memo(partial(_implied, decimals)) for decimals in range(1, 10)}
