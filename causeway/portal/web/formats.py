"""Dates, times, numbers and amounts as people of each language write them; the filters of the templates.

Machine-readable forms (ISO, plain decimals) are for exports and attributes, never these.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_timedelta
from babel.numbers import format_decimal
from flask import Flask, g
from markupsafe import Markup, escape

from causeway.portal.web.i18n import babel_locale, current_locale, gettext, ngettext, parsed_locale
from causeway.tenants import clock

DEFAULT_ZONE = "Asia/Shanghai"
NOTHING = "—"
NOTHING_SHOWN = Markup("—")


class _Patterns(NamedTuple):
    day: str
    day_with_year: str


_PATTERNS = {"zh_CN": _Patterns("M月d日", "y年M月d日"), "en": _Patterns("d MMM", "d MMM y")}


def zone() -> ZoneInfo:
    """The time zone of the page: the tenant's, once somebody has signed in."""
    return ZoneInfo(g.get("time_zone") or DEFAULT_ZONE)


def format_day(value: date | datetime | None) -> str:
    """3 Dec or 12月3日, with the year when it is not this one; a dash for nothing."""
    if value is None:
        return NOTHING
    day = value.astimezone(zone()).date() if isinstance(value, datetime) else value
    patterns = _PATTERNS[current_locale()]
    this_year = clock.now().astimezone(zone()).year
    pattern = patterns.day if day.year == this_year else patterns.day_with_year
    return format_date(day, pattern, current_locale())


def format_moment(value: datetime | None) -> str:
    """Day and time in the page's zone: 3 Dec 14:32."""
    if value is None:
        return NOTHING
    return f"{format_day(value)} {value.astimezone(zone()):%H:%M}"


def format_moment_with_zone(value: datetime | None) -> str:
    """Day, time and the zone's offset, for everything that a person must keep: 28 Nov 18:00 UTC+8."""
    if value is None:
        return NOTHING
    return f"{format_moment(value)} {offset_name(value)}"


def offset_name(at: datetime | None = None, zone_name: str | None = None) -> str:
    """The offset of a zone as people say it: UTC+8, UTC-3:30."""
    moment = (at or clock.now()).astimezone(ZoneInfo(zone_name) if zone_name else zone())
    minutes = int((moment.utcoffset() or timedelta(0)).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def format_age(value: datetime | None) -> str:
    """How long ago or how far ahead, roughly: 2 min ago, 3天前."""
    if value is None:
        return NOTHING
    difference = value - clock.now()
    if abs(difference) < timedelta(minutes=1):
        return gettext("just now")
    # Half minutes are what the rounding to minutes goes by, half hours what that to hours and days does.
    step = timedelta(seconds=30) if abs(difference) < timedelta(hours=1) else timedelta(minutes=30)
    middle = abs(difference) // step * step + step / 2
    return _rough_age(middle if difference > timedelta(0) else -middle, current_locale())


@lru_cache(maxsize=4096)
def _rough_age(difference: timedelta, locale: str) -> str:
    rough = format_timedelta(
        difference,
        granularity="minute",
        threshold=1,
        add_direction=True,
        format="short",
        locale=parsed_locale(locale),
    )
    # "5 min. ago": the stop of the abbreviation only disturbs in a column.
    return str(rough).replace(".", "")


def time_tag(value: datetime | None, *, exact: bool = False) -> Markup:
    """A `<time>` element: the age, or the exact moment, with the full moment and its zone on hover."""
    if value is None:
        return NOTHING_SHOWN
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        value.isoformat(timespec="seconds"),
        format_moment_with_zone(value),
        format_moment(value) if exact else format_age(value),
    )


# A page writes the same few quantities, prices and days again and again, and Babel takes as long for one as the
# template for a whole row.
@lru_cache(maxsize=4096)
def _decimal(value: Decimal, pattern: str, locale: str) -> str:
    return format_decimal(value, format=pattern, locale=parsed_locale(locale))


@lru_cache(maxsize=4096)
def format_date(day: date, pattern: str, locale: str) -> str:
    """The day as the pattern says, in that language."""
    return babel_date(day, pattern, parsed_locale(locale))


def format_quantity(value: Decimal | int | None) -> str:
    """A number with separators and without trailing zeros: 2,400 or 0.5."""
    if value is None:
        return NOTHING
    plain = format(Decimal(value).normalize(), "f")
    decimals = len(plain.partition(".")[2])
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return _decimal(Decimal(plain), pattern, current_locale())


def format_amount(value: Decimal | None) -> str:
    """An amount of money with two decimals, more where the price has more; the currency stands beside it."""
    if value is None:
        return NOTHING
    return _decimal(value, "#,##0.00####", current_locale())


def money(value: Decimal | None, currency: str | None) -> Markup:
    """An amount with its currency in grey behind it."""
    if value is None:
        return NOTHING_SHOWN
    amount = escape(format_amount(value))
    return Markup('{} <span class="unit">{}</span>').format(amount, currency) if currency else amount


def delta_days(days: int | None) -> Markup:
    """How far a confirmed date is from the requested one, in signed words that do not need their colour."""
    if days is None:
        return NOTHING_SHOWN
    if days == 0:
        return Markup('<span class="on-time">{}</span>').format(gettext("on time"))
    if days > 0:
        text = ngettext("%(num)d day late", "%(num)d days late", days)
        return Markup('<span class="late">{}</span>').format(text)
    text = ngettext("%(num)d day early", "%(num)d days early", -days)
    return Markup('<span class="early">{}</span>').format(text)


def signed(value: Decimal | int | None) -> str:
    """A difference with its sign: +3, -1, 0."""
    if value is None:
        return NOTHING
    return f"+{format_quantity(value)}" if value > 0 else format_quantity(value)


def format_bytes(size: int) -> str:
    """A size in the unit that fits: 812 B, 3.4 kB, 1.2 MB."""
    if size < 1000:
        return f"{size} B"
    for unit in ("kB", "MB", "GB"):
        size_in_unit = Decimal(size) / (1000 ** (("kB", "MB", "GB").index(unit) + 1))
        if size_in_unit < 1000 or unit == "GB":
            break
    return f"{format_decimal(size_in_unit, format='#,##0.#', locale=babel_locale())} {unit}"


def install(app: Flask) -> None:
    """Give the templates these as filters and functions."""
    app.jinja_env.filters.update(
        day=format_day,
        moment=format_moment,
        moment_zone=format_moment_with_zone,
        age=format_age,
        time_tag=time_tag,
        quantity=format_quantity,
        amount=format_amount,
        money=money,
        delta_days=delta_days,
        signed=signed,
        bytes=format_bytes,
    )
    app.jinja_env.globals.update(offset_name=offset_name)
