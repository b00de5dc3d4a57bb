"""Quantities, money and prices."""

from decimal import Decimal
from enum import StrEnum

from causeway.gateway.canonical.base import Value


class Quantity(Value, frozen=True):
    """How much of what: `unit` is UN/ECE Rec 20 (packages `X` + Rec 21), None where the code has no one meaning."""

    value: Decimal
    unit: str | None = None
    unit_as_sent: str | None = None


class Money(Value, frozen=True):
    """An amount; without a currency it is in the document's."""

    amount: Decimal
    currency: str | None = None


class PriceKind(StrEnum):
    """What a price says about itself."""

    NET = "net"
    GROSS = "gross"
    LIST = "list"
    CATALOG = "catalog"
    CONTRACT = "contract"
    QUOTED = "quoted"
    RETAIL = "retail"
    PROMOTIONAL = "promotional"
    UNSPECIFIED = "unspecified"
    OTHER = "other"


class Price(Value, frozen=True):
    """A price for `per` of something; without `per` it is for one of the line's unit."""

    amount: Decimal
    currency: str | None = None
    per: Quantity | None = None
    kind: PriceKind = PriceKind.UNSPECIFIED
    includes_tax: bool | None = None
    tax_rate_percent: Decimal | None = None
    basis_as_sent: str | None = None
