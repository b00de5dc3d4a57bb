"""Single values as X12 writes them: numbers, dates, times, and codes from canonical words."""

import datetime as dt
from decimal import Decimal

from causeway.gateway.canonical.parties import Identifier
from causeway.gateway.canonical.times import Moment, Precision, Window
from causeway.gateway.formats.x12.meanings import GTIN_CODES, ITEM_CODES


class Default(str):
    """An element that only stands where the message says nothing; one that was sent there takes its place."""

    __slots__ = ()


def number(value: Decimal | None) -> str:
    """The number without exponent and without zeros at the end that say nothing; empty for None."""
    if value is None:
        return ""
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def implied(value: Decimal | None, decimals: int) -> str:
    """The number as Nn writes it, with its point left out; with the point where it has more decimals than that."""
    if value is None:
        return ""
    scaled = value.scaleb(decimals)
    return number(scaled) if scaled == scaled.to_integral_value() else number(value)


def whole(value: int | None) -> str:
    """The integer; empty for None."""
    return "" if value is None else str(value)


def time(at: Moment) -> str:
    """HHMM, or HHMMSS where seconds were given; empty without a time."""
    if at.time is None:
        return ""
    if at.time.microsecond:
        return at.time.strftime("%H%M%S") + f"{at.time.microsecond // 10_000:02d}"
    seconds = at.time.second or at.precision is Precision.SECOND
    return at.time.strftime("%H%M%S" if seconds else "%H%M")


def long_day(date: dt.date | None) -> str:
    """CCYYMMDD; empty for None."""
    # Not strftime: it writes the year 1 with one digit.
    return "" if date is None else date.isoformat().replace("-", "")


def short_day(date: dt.date | None) -> str:
    """YYMMDD, as versions before 004010 write dates; empty for None."""
    return long_day(date)[2:]


def as_sent(text: str | None, list_number: str) -> str:
    """The code in `x12:<list>:<code>` where it is of that list; else empty."""
    prefix = f"x12:{list_number}:"
    return text[len(prefix) :] if text and text.startswith(prefix) else ""


def item_code(identifier: Identifier) -> str | None:
    """The qualifier (235) of an item's identifier: the one that was sent, else the usual one of its scheme."""
    sent = as_sent(identifier.as_sent, "235") or as_sent(identifier.scheme, "235")
    if sent:
        return sent
    if identifier.scheme == "gtin":
        return GTIN_CODES.get(len(identifier.written or identifier.value), "UK")
    return ITEM_CODES.get(identifier.scheme)


def last_of(window: Window | None) -> Moment | None:
    """The end of a window by which something has to be there; its beginning where it has no end."""
    return None if window is None else window.latest or window.earliest
