"""What the answer form says, line by line: typed text kept as it was, its meaning, and an error beside each field.

The form is flat, so that it works without a script: every line has `<id>.answer`, one `<id>.quantity` and `<id>.day`
for each delivery, `<id>.rest`, `<id>.reason` and `<id>.text`. Whether an answer may be given is the domain's to say;
here only stands what can be told from the fields and the line that they are about.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate
from werkzeug.datastructures import MultiDict

from causeway.portal.domain.orders.answers import Delivery, DeliveryStatus, ReasonCode
from causeway.portal.web.i18n import gettext
from causeway.portal.web.orders.numbers import InputError, parse_date, parse_quantity

MAX_DELIVERIES = 50
MAX_TEXT = 500
_REASONS = frozenset(reason.value for reason in ReasonCode)


class Choice(StrEnum):
    """What the seller says of a line; nothing chosen leaves the line to be answered later."""

    LATER = ""
    ACCEPT = "accept"
    CHANGE = "change"
    REJECT = "reject"


class Rest(StrEnum):
    """What becomes of a quantity that the deliveries leave open."""

    UNDECIDED = ""
    BACKORDER = "backorder"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for on a line: the values that the form begins with and is compared to."""

    quantity: Decimal
    # One quantity and day for each delivery that is on the form before anybody types.
    deliveries: tuple[tuple[Decimal, date | None], ...]


@dataclass(frozen=True, slots=True)
class DeliveryEntry:
    """One delivery as it was typed, and what it means where it means something."""

    quantity: str
    day: str
    meant_quantity: Decimal | None = None
    meant_day: date | None = None
    quantity_error: str | None = None
    day_error: str | None = None


@dataclass(frozen=True, slots=True)
class LineEntry:
    """One line of the form: as typed, as meant, with its errors by field."""

    choice: Choice = Choice.LATER
    deliveries: tuple[DeliveryEntry, ...] = ()
    rest: Rest = Rest.UNDECIDED
    reason: str = ""
    text: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        """Whether every field can be taken."""
        return not self.errors and not any(each.quantity_error or each.day_error for each in self.deliveries)

    @property
    def total(self) -> Decimal:
        """What the deliveries come to, as far as they can be read."""
        return sum((each.meant_quantity for each in self.deliveries if each.meant_quantity), Decimal(0))


class QuantityField(fields.Field[Decimal]):
    """A quantity as people type it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        del attr, data, kwargs
        try:
            return parse_quantity(str(value))
        except InputError as error:
            raise ValidationError(input_sentence(error)) from error


class DayField(fields.Field[date]):
    """A calendar date as people type it or a browser's date field sends it."""

    def __init__(self, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        del attr, data, kwargs
        try:
            return parse_date(str(value), today=self._today)
        except InputError as error:
            raise ValidationError(input_sentence(error)) from error


class LineSchema(Schema):
    """The fields of one line that stand for themselves."""

    class Meta:
        """A field that this version does not know came from a page that is older than the server."""

        unknown = EXCLUDE

    choice = fields.Enum(Choice, by_value=True, load_default=Choice.LATER)
    rest = fields.Enum(Rest, by_value=True, load_default=Rest.UNDECIDED)
    reason = fields.String(load_default="")
    text = fields.String(load_default="", validate=validate.Length(max=MAX_TEXT))


_LINE = LineSchema()


def read_line(form: MultiDict[str, str], key: str, asked: Asked, *, today: date) -> LineEntry:
    """The line of that key as the form has it."""
    raw = {
        "choice": form.get(f"{key}.answer", ""),
        "rest": form.get(f"{key}.rest", ""),
        "reason": form.get(f"{key}.reason", ""),
        "text": form.get(f"{key}.text", "").strip(),
    }
    errors: dict[str, str] = {}
    loaded: dict[str, Any]
    try:
        loaded = dict(_LINE.load(raw))
    except ValidationError as error:
        loaded = {name: raw[name] for name in ("reason", "text")}
        if isinstance(error.valid_data, dict):
            loaded |= error.valid_data
        errors = {name: _field_sentence(name) for name in error.messages_dict}
    entry = LineEntry(
        choice=loaded.get("choice", Choice.LATER),
        rest=loaded.get("rest", Rest.UNDECIDED),
        reason=loaded["reason"],
        text=loaded["text"],
        # A line that was sent without delivery fields means what was asked for.
        deliveries=_read_deliveries(form, key, today) or blank_line(asked).deliveries,
        errors=errors,
    )
    return _checked(_with_implied_choice(entry, asked), asked)


def blank_line(asked: Asked) -> LineEntry:
    """The line as the form shows it before anybody typed: everything as asked, nothing chosen."""
    return LineEntry(
        deliveries=tuple(
            DeliveryEntry(
                quantity=plain_quantity(quantity),
                day=day.isoformat() if day else "",
                meant_quantity=quantity,
                meant_day=day,
            )
            for quantity, day in asked.deliveries
        )
    )


def reason_of(entry: LineEntry) -> ReasonCode | None:
    """The reason that was chosen, if it is one."""
    return ReasonCode(entry.reason) if entry.reason in _REASONS else None


def deliveries_of(entry: LineEntry, asked: Asked) -> tuple[Delivery, ...]:
    """What a valid entry comes to; together always what was ordered, unless more was typed."""
    reason, text = reason_of(entry), entry.text or None
    if entry.choice is Choice.REJECT:
        return (Delivery(asked.quantity, None, DeliveryStatus.REJECT, reason, text),)
    if entry.choice is Choice.ACCEPT:
        return tuple(Delivery(quantity, day) for quantity, day in asked.deliveries)
    dated = [day for _, day in asked.deliveries if day is not None]
    promised = [
        # The reason belongs to what comes later than asked; which of the deliveries that is, the domain decides.
        Delivery(each.meant_quantity, each.meant_day)
        if each.meant_day is None or not dated or each.meant_day <= min(dated)
        else Delivery(each.meant_quantity, each.meant_day, reason=reason, reason_text=text)
        for each in entry.deliveries
        if each.meant_quantity is not None
    ]
    left = asked.quantity - entry.total
    if left > 0 and entry.rest is not Rest.UNDECIDED:
        status = DeliveryStatus.BACKORDER if entry.rest is Rest.BACKORDER else DeliveryStatus.REJECT
        promised.append(Delivery(left, None, status, reason, text))
    return tuple(promised)


def add_delivery(entry: LineEntry, asked: Asked) -> LineEntry:
    """One delivery more, for what the others leave open."""
    left = asked.quantity - entry.total
    day = entry.deliveries[-1].day if entry.deliveries else ""
    added = DeliveryEntry(quantity=plain_quantity(left) if left > 0 else "", day=day)
    return replace(entry, choice=Choice.CHANGE, deliveries=(*entry.deliveries, added)[:MAX_DELIVERIES])


def remove_delivery(entry: LineEntry, position: int) -> LineEntry:
    """One delivery less; the last one stays, because a line without deliveries is a rejection."""
    kept = tuple(each for number, each in enumerate(entry.deliveries) if number != position)
    return replace(entry, deliveries=kept) if kept else entry


def plain_quantity(value: Decimal) -> str:
    """The quantity as a field shows it, in a form that `parse_quantity` takes for nothing else."""
    text = format(value.normalize(), "f")
    whole, _, decimals = text.partition(".")
    return f"{text}0" if len(decimals) == 3 and whole != "0" and len(whole) <= 3 else text


def _read_deliveries(form: MultiDict[str, str], key: str, today: date) -> tuple[DeliveryEntry, ...]:
    quantities, days = form.getlist(f"{key}.quantity"), form.getlist(f"{key}.day")
    pairs = zip(quantities, [*days, *[""] * len(quantities)], strict=False)
    return tuple(_read_delivery(quantity, day, today) for quantity, day in list(pairs)[:MAX_DELIVERIES])


def _read_delivery(quantity: str, day: str, today: date) -> DeliveryEntry:
    entry = DeliveryEntry(quantity=quantity, day=day)
    try:
        entry = replace(entry, meant_quantity=QuantityField().deserialize(quantity))
    except ValidationError as error:
        entry = replace(entry, quantity_error=str(error.messages[0]))
    try:
        return replace(entry, meant_day=DayField(today).deserialize(day))
    except ValidationError as error:
        return replace(entry, day_error=str(error.messages[0]))


def _with_implied_choice(entry: LineEntry, asked: Asked) -> LineEntry:
    """Who typed other values and chose nothing meant to change the line; who chose to accept must have changed none."""
    if entry.choice is Choice.LATER and entry.deliveries and not _is_as_asked(entry, asked):
        return replace(entry, choice=Choice.CHANGE)
    return entry


def _is_as_asked(entry: LineEntry, asked: Asked) -> bool:
    typed = tuple((each.meant_quantity, each.meant_day) for each in entry.deliveries)
    # A line that was asked for without a date begins with an empty date, which is an error only once it is answered.
    return typed == asked.deliveries and all(
        each.day_error is None or (each.day == "" and day is None)
        for each, (_, day) in zip(entry.deliveries, asked.deliveries, strict=True)
    )


def _checked(entry: LineEntry, asked: Asked) -> LineEntry:
    if entry.choice in {Choice.LATER, Choice.REJECT}:
        # What stands in the delivery fields does not matter then, so it cannot be wrong either.
        entry = replace(entry, deliveries=tuple(_without_errors(each) for each in entry.deliveries))
    errors = dict(entry.errors)
    if entry.choice is Choice.REJECT and reason_of(entry) is None:
        errors["reason"] = gettext("Choose the reason why this line is rejected.")
    if entry.choice is Choice.ACCEPT:
        if not _is_as_asked(entry, asked):
            errors["answer"] = gettext(
                "Quantity or date differ from what was asked for. Choose “Change”, or set them back."
            )
        else:
            entry = replace(entry, deliveries=tuple(_without_errors(each) for each in entry.deliveries))
    if entry.choice is Choice.CHANGE:
        errors.update(_sum_errors(entry, asked))
    return replace(entry, errors=errors)


def _sum_errors(entry: LineEntry, asked: Asked) -> dict[str, str]:
    if any(each.quantity_error for each in entry.deliveries):
        return {}
    difference = asked.quantity - entry.total
    if difference > 0 and entry.rest is Rest.UNDECIDED:
        return {
            "rest": gettext(
                "%(left)s of %(asked)s are left open. Say what becomes of them.",
                left=plain_quantity(difference),
                asked=plain_quantity(asked.quantity),
            )
        }
    return {}


def _without_errors(each: DeliveryEntry) -> DeliveryEntry:
    return replace(each, quantity_error=None, day_error=None)


def _field_sentence(name: str) -> str:
    if name == "text":
        return gettext("At most %(count)s characters fit here.", count=MAX_TEXT)
    return gettext("Choose one of the values that are offered.")


def input_sentence(error: InputError) -> str:
    """The sentence for what was typed, in the reader's language; it says what to type instead."""
    match error.code:
        case "quantity_missing":
            return gettext("Enter a quantity.")
        case "quantity_ambiguous":
            return gettext(
                "“%(typed)s” can be read as %(small)s or as %(large)s. Type one of these two.", **error.values
            )
        case "quantity_not_positive":
            return gettext("The quantity must be more than 0. To deliver nothing, reject the line.")
        case "quantity_too_large":
            return gettext("“%(typed)s” is too large; at most 13 digits fit.", **error.values)
        case "quantity_too_fine":
            return gettext("“%(typed)s” has more than 6 decimals.", **error.values)
        case "date_missing":
            return gettext("Enter a date.")
        case "date_unreadable":
            return gettext(
                "“%(typed)s” is not a date. Type it as year-month-day, like 2026-12-03.", **error.values
            )
        case "date_far_off":
            return gettext("“%(typed)s” is more than five years away. Check the year.", **error.values)
        case _:
            return gettext("“%(typed)s” is not a number. Type it like 1200 or 1,200.5.", **error.values)
