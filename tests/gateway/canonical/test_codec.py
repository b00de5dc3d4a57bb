import datetime as dt
from decimal import Decimal
from uuid import UUID

import msgspec
import pytest

from causeway.gateway.canonical import codec
from causeway.gateway.canonical.header import MessageHeader, Purpose, Standard
from causeway.gateway.canonical.items import Item
from causeway.gateway.canonical.orders import Order, OrderLine
from causeway.gateway.canonical.quantities import Price, Quantity
from causeway.gateway.canonical.units import UNITS, X12_UNITS, unit_of_x12

ORDER = Order(
    header=MessageHeader("order/1", UUID(int=7), Standard.X12, "004010", "850"),
    order_number="0042",
    order_date=dt.date(2026, 1, 5),
    purpose=Purpose.ORIGINAL,
    lines=(OrderLine(1, Item(), Quantity(Decimal("1.50"), "EA"), price=Price(Decimal(0))),),
)


def test_a_message_survives_json() -> None:
    assert codec.decode(codec.encode(ORDER)) == ORDER


def test_decimals_are_strings_zero_stays_and_absence_is_absent() -> None:
    line = msgspec.json.decode(codec.encode(ORDER))["lines"][0]
    assert line == {
        "position": 1,
        "item": {},
        "quantity": {"value": "1.50", "unit": "EA"},
        "price": {"amount": "0"},
    }


def test_our_store_may_hold_fields_of_a_newer_version_but_a_partner_may_not_send_them() -> None:
    newer = codec.encode(ORDER).replace(b'"unit":"EA"', b'"unit":"EA","colour":"red"')
    assert codec.decode(newer) == ORDER
    with pytest.raises(codec.InvalidMessageError, match=r"\$\.lines\[0\]\.quantity\.colour"):
        codec.decode_strict(newer)
    assert codec.decode_strict(codec.encode(ORDER)) == ORDER


@pytest.mark.parametrize("data", [b"", b"{}", b'{"message":"order"}', b'{"message":"nonsense"}'])
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(codec.InvalidMessageError):
        codec.decode(data)


def test_units_are_translated_only_to_known_ones_and_never_by_their_letters() -> None:
    assert set(X12_UNITS.values()) <= set(UNITS)
    assert unit_of_x12("CA") == "XCS"
    assert unit_of_x12("CS") is None
