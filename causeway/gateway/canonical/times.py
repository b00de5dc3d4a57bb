"""Dates as they are on the wire: a calendar date, perhaps a time, rarely a zone."""

import datetime as dt
from enum import StrEnum

from causeway.gateway.canonical.base import Value


class Precision(StrEnum):
    """The smallest part of a moment that was sent."""

    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"
    WEEK = "week"
    MONTH = "month"


class Moment(Value, frozen=True):
    """A date with only what was sent; the agreement's zone is applied by whoever uses it."""

    date: dt.date
    time: dt.time | None = None
    offset: str | None = None
    precision: Precision = Precision.DAY


class Window(Value, frozen=True):
    """From the earliest to the latest acceptable moment; an exact date has both equal."""

    earliest: Moment | None = None
    latest: Moment | None = None


class DateKind(StrEnum):
    """What a date without a field of its own means."""

    ORDER = "order"
    DELIVERY_REQUESTED = "delivery_requested"
    DELIVERY_PROMISED = "delivery_promised"
    DELIVERY_ESTIMATED = "delivery_estimated"
    DELIVERED = "delivered"
    SHIP_REQUESTED = "ship_requested"
    SHIP_PROMISED = "ship_promised"
    SHIPPED = "shipped"
    CANCEL_AFTER = "cancel_after"
    AVAILABLE = "available"
    EFFECTIVE = "effective"
    EXPIRY = "expiry"
    CONTRACT_START = "contract_start"
    CONTRACT_END = "contract_end"
    PROMOTION_START = "promotion_start"
    PROMOTION_END = "promotion_end"
    PICKUP = "pickup"
    REQUIRED_BY = "required_by"
    INVOICE = "invoice"
    PAYMENT_DUE = "payment_due"
    RECEIVED = "received"
    OTHER = "other"


class OtherDate(Value, frozen=True):
    """A date, or a range up to `until`, that has no field of its own in the message."""

    kind: DateKind
    at: Moment
    until: Moment | None = None
    as_sent: str | None = None
