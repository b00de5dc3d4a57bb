"""The words of the order pages: states, channels, reasons and what the buyer changed, each a whole phrase."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from causeway.portal.web.formats import NOTHING, format_amount, format_day, format_quantity
from causeway.portal.web.i18n import gettext, mark
from causeway.portal.web.orders.units import unit_name
from causeway.portal.web.problems import add_sentences

# Word and tint of each state; amber waits for the seller, blue is half way, grey is over.
ORDER_STATES: dict[str, tuple[str, str]] = {
    "to_confirm": (mark("To confirm"), "warn"),
    "changed": (mark("Changed by the buyer"), "warn"),
    "partly_confirmed": (mark("Partly confirmed"), "info"),
    "confirmed": (mark("Confirmed"), "ok"),
    "rejected": (mark("Rejected"), "bad"),
    "cancelled": (mark("Cancelled"), ""),
}
LINE_STATES: dict[str, tuple[str, str]] = {
    "to_confirm": (mark("To confirm"), "warn"),
    "changed": (mark("Changed by the buyer"), "warn"),
    "confirmed": (mark("Confirmed"), "ok"),
    "confirmed_with_changes": (mark("Confirmed with changes"), "info"),
    "rejected": (mark("Rejected"), "bad"),
    "cancelled": (mark("Cancelled"), ""),
}
CHANNELS = {
    "web": mark("Portal"),
    "edi": mark("EDI"),
    "api": mark("API"),
    "spreadsheet": mark("Spreadsheet"),
    "system": mark("System"),
}
OUTCOMES = {
    "accepted": mark("Confirmed as requested"),
    "accepted_with_changes": mark("Confirmed with changes"),
    "rejected": mark("Rejected"),
    "withdrawn": mark("Withdrawn"),
}

REASONS = {
    "no_capacity": mark("No capacity"),
    "no_material": mark("No material"),
    "out_of_stock": mark("Out of stock"),
    "discontinued": mark("Discontinued"),
    "price_disagreed": mark("Price not agreed"),
    "quantity_below_minimum": mark("Below the minimum quantity"),
    "lead_time": mark("Lead time is longer"),
    "transport": mark("Transport"),
    "quality": mark("Quality"),
    "ordered_in_error": mark("Ordered in error"),
    "other": mark("Other"),
}

_LINE_CHANGES = {
    "item": mark("The item was changed"),
    "quantity": mark("Quantity %(old)s → %(new)s"),
    "unit": mark("Unit %(old)s → %(new)s"),
    "price": mark("Price %(old)s → %(new)s"),
    "price_currency": mark("Currency of the price %(old)s → %(new)s"),
    "price_per": mark("The price is for %(new)s, no longer for %(old)s"),
    "price_unit": mark("Unit of the price %(old)s → %(new)s"),
    "requested_date": mark("Requested date %(old)s → %(new)s"),
    "requested_latest": mark("Latest date %(old)s → %(new)s"),
    "date_basis": mark("The dates now mean another day (arrival or departure)"),
    "ship_to": mark("Ship to %(old)s → %(new)s"),
    "schedules": mark("The requested deliveries were changed"),
}
_HEADER_CHANGES = {
    "currency": mark("Currency of the order %(old)s → %(new)s"),
    "requested_delivery": mark("The delivery date of the whole order was changed."),
    "requested_ship": mark("The shipping date of the whole order was changed."),
    "cancel_after": mark("The date after which the order lapses was changed."),
    "payment_terms": mark("The payment terms were changed."),
    "delivery_terms": mark("The delivery terms were changed."),
    "transport": mark("The transport was changed."),
    "allowances_charges": mark("Allowances or charges were changed."),
    "taxes": mark("The taxes were changed."),
    "ship_to": mark("The ship-to address was changed."),
}

add_sentences(
    {
        "order_changed": mark(
            "The buyer changed this order while you were answering. Nothing was overwritten."
        ),
        "order_answered": mark(
            "%(name)s answered this order while you were answering. Nothing was overwritten."
        ),
        "answer_token_reused": mark(
            "This form was sent before and said something else then. That answer holds; nothing more was sent. "
            "Load the page again to answer what is still open."
        ),
        "seller_only": mark("Only the seller answers an order. You see it as its buyer."),
        "nothing_open": mark("Every line of this order has its answer already."),
        "line_not_open": mark("A line was answered already, or was cancelled. Look at it again."),
        "line_unknown": mark("The order has no such line any more. Load the page again."),
        "answer_empty": mark("Nothing is answered yet. Accept, change or reject at least one line."),
        "split_sum": mark("The deliveries do not add up to what was ordered."),
        "over_confirmed": mark("More is confirmed than was ordered."),
        "quantity_invalid": mark(
            "A quantity must be more than 0, and whole where its unit is counted in pieces."
        ),
        "reason_required": mark("Say why: whoever rejects, reduces or delays gives a reason."),
        "date_implausible": mark("A date is years away. Check the year."),
        "too_late_to_undo": mark(
            "The answer has left already, or was followed by another. It cannot be undone."
        ),
    }
)


def order_state(state: str) -> tuple[str, str]:
    """The word for an order's state, and its tint."""
    word, tone = ORDER_STATES[state]
    return gettext(word), tone


def line_state(state: str) -> tuple[str, str]:
    """The word for a line's state, and its tint."""
    word, tone = LINE_STATES[state]
    return gettext(word), tone


def channel(name: str) -> str:
    """Through which door something came; an unknown door as it is kept."""
    return gettext(CHANNELS[name]) if name in CHANNELS else name


def reason(code: str) -> str:
    """A reason's words; an unknown code as it is kept."""
    return gettext(REASONS[code]) if code in REASONS else code


def change_sentences(changes: Iterable[Mapping[str, Any]]) -> list[str]:
    """What the buyer changed, one sentence for each change, with its line and old before new."""
    return [_change_sentence(change) for change in changes]


def change_of_line(change: Mapping[str, Any]) -> str:
    """One change of a line, as it stands beside that line."""
    if change.get("action") == "added":
        return gettext("Added by the buyer")
    if change.get("action") == "cancelled":
        return gettext("Cancelled by the buyer")
    name = str(change.get("field"))
    template = _LINE_CHANGES.get(name, mark("Changed by the buyer"))
    return gettext(template, old=_shown(name, change.get("old")), new=_shown(name, change.get("new")))


def _change_sentence(change: Mapping[str, Any]) -> str:
    line, name = change.get("line_key"), str(change.get("field"))
    if line is not None:
        return gettext("Line %(line)s: %(change)s", line=line, change=change_of_line(change))
    template = _HEADER_CHANGES.get(name, mark("The order's terms were changed."))
    return gettext(template, old=_shown(name, change.get("old")), new=_shown(name, change.get("new")))


def _shown(name: str, value: Any) -> str:
    """A changed value as the page writes such values; they are kept as text."""
    if value is None or isinstance(value, list | dict):
        return NOTHING
    text = str(value)
    try:
        if name in {"requested_date", "requested_latest"}:
            return format_day(date.fromisoformat(text))
        if name in {"quantity", "price_per"}:
            return format_quantity(Decimal(text))
        if name == "price":
            return format_amount(Decimal(text))
    except (ValueError, InvalidOperation):
        return text  # kept by an older version in another form: shown as it is rather than not at all
    return unit_name(text) if name in {"unit", "price_unit"} else text
