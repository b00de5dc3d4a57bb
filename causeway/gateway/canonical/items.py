"""What is ordered, and how it is packed."""

import datetime as dt
from decimal import Decimal

from causeway.gateway.canonical.base import Value
from causeway.gateway.canonical.parties import Identifier
from causeway.gateway.canonical.quantities import Quantity


class Description(Value, frozen=True):
    """A text about the item; `code` where it was given as a code."""

    text: str | None = None
    language: str | None = None
    code: str | None = None


class Attribute(Value, frozen=True):
    """A named property."""

    name: str
    value: str | None = None
    unit: str | None = None
    as_sent: str | None = None


class ItemClass(Value, frozen=True):
    """A place in a classification."""

    scheme: str
    code: str


class Item(Value, frozen=True):
    """One article: every identifier as sent, in the sender's order."""

    ids: tuple[Identifier, ...] = ()
    descriptions: tuple[Description, ...] = ()
    revision: str | None = None
    attributes: tuple[Attribute, ...] = ()
    country_of_origin: str | None = None
    hazard: tuple[Attribute, ...] = ()
    classes: tuple[ItemClass, ...] = ()


class PackSpec(Value, frozen=True):
    """How the item is packed; `units_per_pack` and `inner_packs` are counts, `pack_size` is one inner unit's size."""

    units_per_pack: Decimal | None = None
    inner_packs: Decimal | None = None
    pack_size: Quantity | None = None
    package_type: str | None = None
    gross_weight: Quantity | None = None
    volume: Quantity | None = None
    length: Quantity | None = None
    width: Quantity | None = None
    height: Quantity | None = None


class Dimensions(Value, frozen=True):
    """The outer measures of something packed."""

    length: Quantity | None = None
    width: Quantity | None = None
    height: Quantity | None = None


class Lot(Value, frozen=True):
    """A production lot or batch, with how much of it and its dates where they were sent."""

    lot: str
    quantity: Quantity | None = None
    production_date: dt.date | None = None
    best_before: dt.date | None = None
    expiry: dt.date | None = None
