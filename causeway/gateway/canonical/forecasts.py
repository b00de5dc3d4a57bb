"""Forecasts and schedules: what will be needed, when, and how firmly."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from causeway.gateway.canonical.base import Value
from causeway.gateway.canonical.document import Document
from causeway.gateway.canonical.header import ControlTotals
from causeway.gateway.canonical.items import Item, PackSpec
from causeway.gateway.canonical.parties import Identifier, Party
from causeway.gateway.canonical.quantities import Price, Quantity
from causeway.gateway.canonical.references import Extension, Note, OrderReference, Reference
from causeway.gateway.canonical.terms import Transport
from causeway.gateway.canonical.times import Moment, OtherDate, Window

FORECAST_SCHEMA = "forecast/1"


class ForecastKind(StrEnum):
    """Which schedule it is."""

    PLANNING = "planning"
    SHIPPING = "shipping"
    SEQUENCE = "sequence"
    OTHER = "other"


class DateBasis(StrEnum):
    """What the dates of the buckets are the dates of."""

    DELIVERY = "delivery"
    SHIP = "ship"
    PRODUCTION = "production"
    CONSUMPTION = "consumption"
    KANBAN = "kanban"
    OTHER = "other"


class QuantityBasis(StrEnum):
    """Whether quantities stand alone, add up since a date, or are differences to the last schedule.

    `other` without a code as sent: the schedule does not say, the agreement has to.
    """

    DISCRETE = "discrete"
    CUMULATIVE = "cumulative"
    NET_CHANGE = "net_change"
    OTHER = "other"


class PositionMeasure(StrEnum):
    """What a quantity beside the buckets counts."""

    REQUIRED_BEFORE_HORIZON = "required_before_horizon"
    AUTHORIZED_MATERIAL = "authorized_material"
    AUTHORIZED_LABOR = "authorized_labor"
    AUTHORIZED_FINISHED = "authorized_finished"
    MAXIMUM_AUTHORIZED = "maximum_authorized"
    RECEIVED_CUMULATIVE = "received_cumulative"
    SHIPPED_CUMULATIVE = "shipped_cumulative"
    LAST_RECEIVED = "last_received"
    LAST_SHIPPED = "last_shipped"
    IN_TRANSIT = "in_transit"
    OTHER = "other"


class Commitment(StrEnum):
    """How far the buyer is bound by a bucket."""

    FIRM = "firm"
    PLANNING = "planning"
    MATERIAL = "material"
    IMMEDIATE = "immediate"
    PRODUCTION = "production"
    OTHER = "other"


class Timing(StrEnum):
    """The length of a bucket; `weekly` is Monday to Sunday, `flexible` is from `start` to `end`."""

    DISCRETE = "discrete"
    DAILY = "daily"
    WEEKLY = "weekly"
    WEEKLY_ANY_START = "weekly_any_start"
    MONTHLY = "monthly"
    FOUR_WEEK = "four_week"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    FLEXIBLE = "flexible"
    OTHER = "other"


class Position(Value, frozen=True):
    """What was authorised, shipped or received, since when and up to when; `to_date` alone is the day it happened."""

    measure: PositionMeasure
    quantity: Quantity | None = None
    from_date: Moment | None = None
    to_date: Moment | None = None
    document: Reference | None = None
    as_sent: str | None = None


class Delivery(Value, frozen=True):
    """A part of a bucket at a time of its day."""

    quantity: Quantity
    time: dt.time
    references: tuple[Reference, ...] = ()


class DeliveryPattern(Value, frozen=True):
    """On which days and at which times deliveries are wanted, as codes of the sender's standard."""

    days_as_sent: str
    times_as_sent: str | None = None


class Bucket(Value, frozen=True):
    """A need as sent; cumulative quantities stay cumulative. Without a unit it is in that of its line.

    `pattern` is the delivery pattern of this bucket, where it was given for some of the line's buckets.
    """

    quantity: Quantity
    commitment: Commitment
    timing: Timing
    start: Moment
    end: Moment | None = None
    commitment_as_sent: str | None = None
    timing_as_sent: str | None = None
    deliveries: tuple[Delivery, ...] = ()
    destination: Identifier | None = None
    references: tuple[Reference, ...] = ()
    pattern: tuple[DeliveryPattern, ...] = ()


class ForecastLine(Value, frozen=True):
    """The needs for one item."""

    position: int
    item: Item
    line_id: str | None = None
    order: OrderReference | None = None
    unit: str | None = None
    unit_as_sent: str | None = None
    price: Price | None = None
    parties: tuple[Party, ...] = ()
    positions: tuple[Position, ...] = ()
    buckets: tuple[Bucket, ...] = ()
    pattern: tuple[DeliveryPattern, ...] = ()
    pack: PackSpec | None = None
    transport: tuple[Transport, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    dates: tuple[OtherDate, ...] = ()
    extensions: tuple[Extension, ...] = ()
    lead_time: Quantity | None = None
    tolerance_over_percent: Decimal | None = None
    tolerance_under_percent: Decimal | None = None


class Forecast(Document, frozen=True, kw_only=True, tag="forecast"):
    """A planning, shipping or sequence schedule over a horizon."""

    schedule_number: str | None = None
    release_number: str | None = None
    kind: ForecastKind
    date_basis: DateBasis
    date_basis_as_sent: str | None = None
    quantity_basis: QuantityBasis
    quantity_basis_as_sent: str | None = None
    horizon: Window
    issued: dt.date
    updated: dt.date | None = None
    contract_number: str | None = None
    order: OrderReference | None = None
    transport: tuple[Transport, ...] = ()
    lines: tuple[ForecastLine, ...] = ()
    totals: ControlTotals | None = None
