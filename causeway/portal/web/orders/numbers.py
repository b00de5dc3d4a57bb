"""Quantities and dates as people type them, in either language of the pages.

Both languages group with a comma and divide with a point, yet a colleague elsewhere writes it the other way round. So
only what has one reading is accepted; what has two is refused with both readings named.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal

_INTEGER_DIGITS = 13
_DECIMAL_DIGITS = 6
_BLANKS = str.maketrans("", "", " '’")
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?|\.[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")
# Point groups and comma divides, and no other reading is possible: two points, or a point before a comma.
_GROUPED_ABROAD = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3}){2,}(,[0-9]+)?|[1-9][0-9]{0,2}(\.[0-9]{3})+,[0-9]+")
# One point before exactly three digits: a thousand here or there.
_TWO_READINGS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_DATE = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")


class InputError(Exception):
    """What was typed cannot be taken; `code` names the sentence, `values` fill it."""

    def __init__(self, code: str, values: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.values = values or {}


def parse_quantity(typed: str) -> Decimal:
    """The quantity that was meant, more than nothing; raises InputError where it is no number or has two readings."""
    text = unicodedata.normalize("NFKC", typed).strip().translate(_BLANKS).removeprefix("+")
    if not text:
        raise InputError("quantity_missing")
    if _TWO_READINGS.fullmatch(text):
        # "1.250" is one and a quarter here and a thousand two hundred and fifty elsewhere.
        raise InputError(
            "quantity_ambiguous",
            {"typed": typed.strip(), "small": _without_zeros(text), "large": text.replace(".", "")},
        )
    return _checked(_decimal(text, typed), typed)


def parse_date(typed: str, *, today: date) -> date:
    """The calendar date that was meant; raises InputError where there is none, or its year cannot be meant."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        raise InputError("date_missing")
    match = _DATE.fullmatch(text)
    if match is None:
        raise InputError("date_unreadable", {"typed": typed.strip()})
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise InputError("date_unreadable", {"typed": typed.strip()}) from error
    # A browser's date field is filled digit by digit: 0202 and 20266 are what a slip leaves behind.
    if abs(day.year - today.year) > 5:
        raise InputError("date_far_off", {"typed": typed.strip()})
    return day


def _decimal(text: str, typed: str) -> Decimal:
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _GROUPED_ABROAD.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if text.startswith("-") and _PLAIN.fullmatch(text[1:]):
        raise InputError("quantity_not_positive")
    raise InputError("quantity_unreadable", {"typed": typed.strip()})


def _checked(quantity: Decimal, typed: str) -> Decimal:
    if quantity <= 0:
        raise InputError("quantity_not_positive")
    if quantity >= Decimal(10) ** _INTEGER_DIGITS:
        raise InputError("quantity_too_large", {"typed": typed.strip()})
    exponent = quantity.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > _DECIMAL_DIGITS:
        raise InputError("quantity_too_fine", {"typed": typed.strip()})
    return quantity


def _without_zeros(text: str) -> str:
    """The small reading, written so that nobody takes it for the large one."""
    short = text.rstrip("0").rstrip(".")
    return short if not _TWO_READINGS.fullmatch(short) else short + "0"
