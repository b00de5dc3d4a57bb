"""The seller's answer as a value, and what its rules make of it: one confirmation for each delivery.

A line's deliveries and its rejected quantity add up to what was ordered. Whether a delivery is as ordered, early or
late follows from its date and the requested deliveries it serves, oldest first; nobody has to say it.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from causeway.portal.domain.orders.errors import (
    EmptyAnswerError,
    ImplausibleDateError,
    InvalidQuantityError,
    OverConfirmedError,
    ReasonRequiredError,
    SplitSumError,
)
from causeway.portal.domain.orders.models import LineState, Outcome

_YEARS_PLAUSIBLE = 10
# Counted things come whole; packages (X..) too. What is measured takes the decimals that the columns keep.
_COUNTED = frozenset({"EA", "C62", "H87", "PR", "SET", "DZN", "GRO", "CEN", "MIL", "KT"})


class AskedLine(Protocol):
    """What the rules need of a line, as a table or a page holds it."""

    @property
    def line_key(self) -> str: ...
    @property
    def quantity(self) -> Decimal: ...
    @property
    def unit(self) -> str: ...
    @property
    def requested_date(self) -> dt.date | None: ...
    @property
    def requested_latest(self) -> dt.date | None: ...


class AskedDelivery(Protocol):
    """What the rules need of one requested delivery."""

    @property
    def quantity(self) -> Decimal: ...
    @property
    def requested_date(self) -> dt.date | None: ...
    @property
    def requested_latest(self) -> dt.date | None: ...


class AnswerAction(StrEnum):
    """What an answer does with every open line, where it is one action."""

    ACCEPT_ALL = "accept_all"
    REJECT_ALL = "reject_all"


class ReasonCode(StrEnum):
    """Why a seller rejects, delivers less or delivers later."""

    NO_CAPACITY = "no_capacity"
    NO_MATERIAL = "no_material"
    OUT_OF_STOCK = "out_of_stock"
    DISCONTINUED = "discontinued"
    PRICE_DISAGREED = "price_disagreed"
    QUANTITY_BELOW_MINIMUM = "quantity_below_minimum"
    LEAD_TIME = "lead_time"
    TRANSPORT = "transport"
    QUALITY = "quality"
    ORDERED_IN_ERROR = "ordered_in_error"
    OTHER = "other"


class DeliveryStatus(StrEnum):
    """What happens to a part of a line; `accept` and `change` are told apart by its date."""

    ACCEPT = "accept"
    CHANGE = "change"
    BACKORDER = "backorder"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One part of a line; without a date an accepted part keeps the requested one."""

    quantity: Decimal
    promised_date: dt.date | None = None
    status: DeliveryStatus = DeliveryStatus.ACCEPT
    reason: ReasonCode | None = None
    reason_text: str | None = None


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """The answer to one line, named by the key that the buyer gave it."""

    line_key: str
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to an order: one action for every open line, or the lines one by one.

    `client_token` is made by the form: the same token with the same content again is the same answer. `said` is what
    the form said, word by word, where that and not the values tells one content from another: a repeat finds its lines
    answered already and would be read as something else.
    """

    action: AnswerAction | None = None
    lines: tuple[LineAnswer, ...] = ()
    reason: ReasonCode | None = None
    reason_text: str | None = None
    client_token: str | None = None
    said: str | None = None

    @property
    def digest(self) -> str:
        """The content in short, to tell a repeat from another answer under the same token."""
        said = self.said or repr((self.action, self.lines, self.reason, self.reason_text))
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Part:
    """One confirmation of a line as it is kept."""

    status: DeliveryStatus
    quantity: Decimal
    promised_date: dt.date | None
    reason: ReasonCode | None
    reason_text: str | None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Demand:
    """One requested delivery of a line."""

    quantity: Decimal
    first: dt.date | None
    last: dt.date | None


def demands(schedules: Sequence[AskedDelivery], line: AskedLine) -> list[Demand]:
    """What is asked of a line, oldest first; what has no date comes last."""
    if not schedules:
        return [Demand(line.quantity, line.requested_date, line.requested_latest or line.requested_date)]
    asked = [Demand(s.quantity, s.requested_date, s.requested_latest or s.requested_date) for s in schedules]
    return sorted(asked, key=lambda demand: (demand.first is None, demand.first or dt.date.min))


def accept_all(asked: Sequence[Demand]) -> list[Part]:
    """Every requested delivery as it was asked for."""
    return [Part(DeliveryStatus.ACCEPT, demand.quantity, demand.first, None, None) for demand in asked]


def reject_all(asked: Sequence[Demand], answer: Answer, line: AskedLine) -> list[Part]:
    """Nothing of the line; raises where no reason is given."""
    _require_reason(answer.reason, line)
    total = sum((demand.quantity for demand in asked), Decimal(0))
    return [Part(DeliveryStatus.REJECT, total, None, answer.reason, answer.reason_text)]


def check_line(line: AskedLine, asked: Sequence[Demand], answer: LineAnswer, today: dt.date) -> list[Part]:
    """The parts of an answered line; raises a DomainError that names the line and what is wrong."""
    if not answer.deliveries:
        raise EmptyAnswerError("Line %(line)s: say what you will deliver, or reject it.", line=line.line_key)
    for delivery in answer.deliveries:
        _check_quantity(line, delivery)
        _check_date(line, delivery, today)
    _check_sum(line, answer.deliveries)
    parts = list(_serve(asked, answer.deliveries))
    for part in parts:
        if part.is_late or part.status in {DeliveryStatus.REJECT, DeliveryStatus.BACKORDER}:
            _require_reason(part.reason, line)
    return parts


def _check_quantity(line: AskedLine, delivery: Delivery) -> None:
    value = delivery.quantity
    if not value.is_finite() or value <= 0:
        raise InvalidQuantityError("Line %(line)s: a quantity must be more than zero.", line=line.line_key)
    whole = line.unit in _COUNTED or (line.unit.startswith("X") and len(line.unit) == 3)
    allowed = max(_decimals(line.quantity), 0 if whole else 6)
    if _decimals(value) > allowed:
        raise InvalidQuantityError(
            "Line %(line)s: %(quantity)s has too many decimals for the unit %(unit)s.",
            line=line.line_key,
            quantity=_text(value),
            unit=line.unit,
        )


def _check_date(line: AskedLine, delivery: Delivery, today: dt.date) -> None:
    date = delivery.promised_date
    if date is not None and abs(date.year - today.year) > _YEARS_PLAUSIBLE:
        raise ImplausibleDateError(
            "Line %(line)s: the date %(date)s is years away.", line=line.line_key, date=date.isoformat()
        )


def _check_sum(line: AskedLine, deliveries: Iterable[Delivery]) -> None:
    total = sum((delivery.quantity for delivery in deliveries), Decimal(0))
    if total == line.quantity:
        return
    error = OverConfirmedError if total > line.quantity else SplitSumError
    raise error(
        "Line %(line)s: the deliveries add up to %(sum)s, ordered are %(ordered)s.",
        line=line.line_key,
        sum=_text(total),
        ordered=_text(line.quantity),
    )


def _require_reason(reason: ReasonCode | None, line: AskedLine) -> None:
    if reason is None:
        raise ReasonRequiredError(
            "Line %(line)s: give a reason for rejecting, delaying or back-ordering it.", line=line.line_key
        )


@dataclass(slots=True)
class _Open:
    """What is left of one requested delivery while the parts are dealt out."""

    left: Decimal
    demand: Demand


def _serve(asked: Sequence[Demand], deliveries: Sequence[Delivery]) -> Iterator[Part]:
    # Oldest demand first, served by the earliest delivery; what is rejected is missing at the end.
    waiting = [_Open(demand.quantity, demand) for demand in asked]
    for delivery in sorted(deliveries, key=_when):
        yield _part(delivery, _take(waiting, delivery.quantity))


def _when(delivery: Delivery) -> tuple[int, dt.date]:
    if delivery.status is DeliveryStatus.REJECT:
        return 2, dt.date.min
    undated = delivery.status is DeliveryStatus.BACKORDER and delivery.promised_date is None
    return int(undated), delivery.promised_date or dt.date.min


def _take(waiting: Sequence[_Open], quantity: Decimal) -> list[Demand]:
    served: list[Demand] = []
    for entry in waiting:
        used = min(entry.left, quantity)
        if used > 0:
            entry.left -= used
            quantity -= used
            served.append(entry.demand)
    return served


def _part(delivery: Delivery, served: Sequence[Demand]) -> Part:
    if delivery.status is DeliveryStatus.REJECT:
        return Part(DeliveryStatus.REJECT, delivery.quantity, None, delivery.reason, delivery.reason_text)
    asked_for = next((demand.first for demand in served if demand.first is not None), None)
    if delivery.status is DeliveryStatus.BACKORDER:
        date = delivery.promised_date
    else:
        date = delivery.promised_date or asked_for
    late = any(date is not None and demand.last is not None and date > demand.last for demand in served)
    early = any(date is not None and demand.first is not None and date < demand.first for demand in served)
    status = delivery.status
    if status is not DeliveryStatus.BACKORDER:
        status = DeliveryStatus.CHANGE if late or early else DeliveryStatus.ACCEPT
    return Part(status, delivery.quantity, date, delivery.reason, delivery.reason_text, late)


def line_state(parts: Sequence[Part]) -> LineState:
    """What the parts make of the line."""
    statuses = {part.status for part in parts}
    if statuses == {DeliveryStatus.REJECT}:
        return LineState.REJECTED
    if statuses == {DeliveryStatus.ACCEPT}:
        return LineState.CONFIRMED
    return LineState.CONFIRMED_WITH_CHANGES


def outcome(states: Iterable[LineState]) -> Outcome:
    """What the answered lines make of the response."""
    distinct = set(states)
    if distinct == {LineState.CONFIRMED}:
        return Outcome.ACCEPTED
    return Outcome.REJECTED if distinct == {LineState.REJECTED} else Outcome.ACCEPTED_WITH_CHANGES


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _text(value: Decimal) -> str:
    return format(value.normalize(), "f")
