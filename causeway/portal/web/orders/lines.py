"""The lines of an order as its page shows them: what was asked, what was confirmed, or the fields of the answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from markupsafe import Markup

from causeway.portal.domain.orders import answers
from causeway.portal.domain.orders.page import ConfirmationRow, LineRow, LineView, Part
from causeway.portal.web.formats import NOTHING, format_amount, format_date, format_quantity, zone
from causeway.portal.web.i18n import current_locale, gettext
from causeway.portal.web.orders import wording
from causeway.portal.web.orders.forms import Asked, LineEntry, Rest, blank_line, plain_quantity
from causeway.portal.web.orders.listing import delta
from causeway.portal.web.orders.units import unit_name
from causeway.tenants import clock

LINES_PER_PAGE = 50
_WEEKDAY_PATTERNS = {"zh_CN": "M月d日 EEE", "en": "EEE d MMM"}


@dataclass(frozen=True, slots=True)
class Promised:
    """One confirmed delivery."""

    text: str
    delta: Markup | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line, ready to be written."""

    key: str
    label: str
    name: str
    codes: Sequence[str]
    quantity: str
    unit: str
    price: str
    price_basis: str
    requested: Sequence[str]
    state: str
    tone: str
    changes: Sequence[str]
    confirmed: Sequence[Promised] = ()
    remarks: Sequence[str] = ()
    entry: LineEntry | None = None
    asked: Asked | None = None
    defaults: Sequence[tuple[str, str]] = ()
    ordered_plain: str = ""
    error: bool = False
    answer_label: str = ""
    quantity_label: str = ""
    day_label: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Which of an order's lines are on the page."""

    number: int = 1
    only_open: bool = False


def asked_of(line: LineView) -> Asked:
    """What is asked of a line: its requested deliveries, oldest first, as the domain sees them."""
    demands = answers.demands(line.schedules, line.row)
    return Asked(line.row.quantity, tuple((each.quantity, each.first) for each in demands))


def part_of(window: Window) -> Part:
    """The lines of that page of lines, as the domain is asked for them."""
    return Part((window.number - 1) * LINES_PER_PAGE, LINES_PER_PAGE, window.only_open)


class LineWriter:
    """Writes the lines of one page, for somebody who may answer them or only look."""

    def __init__(self, *, can_answer: bool, entries: Mapping[UUID, LineEntry]) -> None:
        self._can_answer = can_answer
        self._entries = entries

    def line(self, line: LineView) -> Line:
        """One line as the page writes it; open ones with what was typed, or was asked for."""
        row = line.row
        word, tone = wording.line_state(row.state)
        asked = asked_of(line)
        label = row.line_id or str(row.position)
        common: dict[str, Any] = {
            "key": str(row.id),
            "label": label,
            "name": row.description or row.seller_item or row.buyer_item or NOTHING,
            "codes": _codes(row),
            "quantity": format_quantity(row.quantity),
            "unit": unit_name(row.unit),
            "price": _price(row),
            "price_basis": _price_basis(row),
            "requested": _requested(line, asked),
            "state": word,
            "tone": tone,
            "changes": [wording.change_of_line(each) for each in line.changes] if line.is_open else (),
        }
        if not (self._can_answer and line.is_open):
            return Line(
                **common,
                confirmed=_promises(line, asked),
                remarks=list(_remarks(line.confirmations)),
            )
        entry = self._entries.get(row.id) or blank_line(asked)
        return Line(
            **common,
            entry=entry,
            asked=asked,
            defaults=[(each.quantity, each.day) for each in blank_line(asked).deliveries],
            ordered_plain=plain_quantity(row.quantity),
            error=not entry.is_valid,
            answer_label=gettext("Answer to line %(line)s", line=label),
            quantity_label=gettext("Quantity, line %(line)s", line=label),
            day_label=gettext("Date, line %(line)s", line=label),
        )


def _codes(row: LineRow) -> list[str]:
    codes = []
    if row.buyer_item:
        codes.append(gettext("Buyer %(code)s", code=row.buyer_item))
    if row.seller_item:
        codes.append(gettext("Seller %(code)s", code=row.seller_item))
    if row.gtin:
        codes.append(gettext("GTIN %(code)s", code=row.gtin))
    return codes


def _requested(line: LineView, asked: Asked) -> list[str]:
    if len(asked.deliveries) < 2:
        until = line.row.requested_latest
        day = weekday(line.row.requested_date)
        return [f"{day} – {weekday(until)}"] if until and until != line.row.requested_date else [day]
    return [f"{format_quantity(quantity)} · {weekday(day)}" for quantity, day in asked.deliveries]


def _promises(line: LineView, asked: Asked) -> list[Promised]:
    requested = next((day for _, day in asked.deliveries if day is not None), None)
    shown = []
    for number, each in enumerate(line.confirmations):
        due = asked.deliveries[min(number, len(asked.deliveries) - 1)][1] or requested
        shown.append(_promise(each, due))
    return shown


def _promise(row: ConfirmationRow, due: date | None) -> Promised:
    quantity = format_quantity(row.quantity)
    if row.status == answers.DeliveryStatus.REJECT:
        return Promised(gettext("%(quantity)s will not be delivered", quantity=quantity))
    if row.promised_date is None:
        return Promised(gettext("%(quantity)s, date follows", quantity=quantity))
    days = (row.promised_date - due).days if due else 0
    return Promised(f"{quantity} · {weekday(row.promised_date)}", delta(days) if days else None)


def weekday(day: date | None) -> str:
    """A day with its weekday, and its year where that is not this one."""
    if day is None:
        return NOTHING
    locale = current_locale()
    pattern = _WEEKDAY_PATTERNS[locale]
    if day.year != clock.now().astimezone(zone()).year:
        pattern = f"y年{pattern}" if locale == "zh_CN" else f"{pattern} y"
    return format_date(day, pattern, locale)


def _price(row: LineRow) -> str:
    if row.price_amount is None:
        return NOTHING
    amount = format_amount(row.price_amount)
    return f"{amount} {row.price_currency}" if row.price_currency else amount


def _price_basis(row: LineRow) -> str:
    if row.price_amount is None or (
        row.price_per in {None, Decimal(1)} and row.price_unit in {None, row.unit}
    ):
        return ""
    return gettext(
        "per %(quantity)s %(unit)s",
        quantity=format_quantity(row.price_per or Decimal(1)),
        unit=unit_name(row.price_unit or row.unit),
    )


def _remarks(confirmations: Iterable[ConfirmationRow]) -> Iterable[str]:
    told: set[tuple[str, str]] = set()
    for row in confirmations:
        key = (row.reason_code or "", row.reason_text or "")
        if key in told or not any(key):
            continue
        told.add(key)
        if row.reason_code and row.reason_text:
            yield gettext(
                "%(reason)s: %(text)s", reason=wording.reason(row.reason_code), text=row.reason_text
            )
        else:
            yield wording.reason(row.reason_code) if row.reason_code else row.reason_text or ""


# A list is the same on every page in one language, and stands once on each open line.
@cache
def reason_options(_locale: str, chosen: str = "") -> Markup:
    """Why a line may be rejected, reduced or late, as the options of a list."""
    first = ("", gettext("Choose a reason"))
    return _options(
        [first, *((code.value, wording.reason(code.value)) for code in answers.ReasonCode)], chosen
    )


@cache
def rest_options(_locale: str, chosen: str = "") -> Markup:
    """What can become of a quantity that is left open, as the options of a list."""
    offered = [
        (Rest.UNDECIDED.value, gettext("Choose")),
        (Rest.BACKORDER.value, gettext("Follows later (backorder)")),
        (Rest.DROP.value, gettext("Will not be delivered")),
    ]
    return _options(offered, chosen)


def _options(offered: Iterable[tuple[str, str]], chosen: str) -> Markup:
    selected = Markup(" selected")
    return Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(value, selected if value == chosen else "", label)
        for value, label in offered
    )
