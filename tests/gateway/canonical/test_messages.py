"""What holds for each of the twelve canonical messages."""

import typing
from enum import StrEnum
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causeway.gateway.canonical import codec
from causeway.gateway.canonical.acknowledgements import FunctionalAck
from causeway.gateway.canonical.inventory import InventoryReport
from causeway.gateway.canonical.numbers import chain_of, number_of
from causeway.gateway.canonical.orders import Order, OrderChange
from causeway.gateway.canonical.references import OrderReference
from causeway.gateway.canonical.shipments import ShipNotice
from tests.builders.messages import any_message, message_of


def _types() -> list[type[Any]]:
    """Every struct that a message can hold."""
    found: dict[type[Any], None] = {}
    waiting: list[Any] = list(codec.MESSAGE_TYPES)
    while waiting:
        hint = waiting.pop()
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            if hint not in found:
                found[hint] = None
                waiting.extend(typing.get_type_hints(hint).values())
        else:
            waiting.extend(typing.get_args(hint))
    return list(found)


def _enums() -> set[type[StrEnum]]:
    found = set()
    for struct in _types():
        for hint in typing.get_type_hints(struct).values():
            found |= {part for part in (hint, *typing.get_args(hint)) if _is_enum(part)}
    return found


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, StrEnum)


@pytest.mark.parametrize("message_type", codec.MESSAGE_TYPES, ids=lambda found: found.__name__)
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(data=st.data())
def test_any_message_survives_json_leniently_and_strictly(
    message_type: type[Any], data: st.DataObject
) -> None:
    message = data.draw(any_message(message_type))
    encoded = codec.encode(message)
    assert codec.decode(encoded) == message
    assert codec.decode_strict(encoded) == message


def test_messages_about_one_thing_share_a_chain_and_reports_supersede_each_other() -> None:
    order, change = (
        message_of(Order, order_number="4711"),
        message_of(OrderChange, order=OrderReference("4711")),
    )
    assert number_of(order) == number_of(change) == "4711"
    assert chain_of(order) == chain_of(change) == "order:4711"
    assert chain_of(message_of(ShipNotice, shipment_id="4711")) == "shipment:4711"
    first, second = (message_of(InventoryReport, report_number=number) for number in ("1", "2"))
    assert chain_of(first) == chain_of(second) == "inventory"
    ack = message_of(FunctionalAck)
    assert (number_of(ack), chain_of(ack)) == (None, None)


@pytest.mark.parametrize("message_type", codec.MESSAGE_TYPES, ids=lambda found: found.__name__)
def test_every_message_but_the_functional_acknowledgement_has_a_number(message_type: type[Any]) -> None:
    names = {"report_number": "R1", "schedule_number": "R1"}
    known = {n: v for n, v in names.items() if n in message_type.__struct_fields__}
    message = message_of(message_type, **known)
    assert (number_of(message) is None) == (message_type is FunctionalAck)
    assert (chain_of(message) is None) == (message_type is FunctionalAck)


def test_the_schema_describes_all_twelve_and_their_parts() -> None:
    schema = codec.json_schema()
    assert len(codec.MESSAGE_TYPES) == 12
    assert set(schema["discriminator"]["mapping"]) == {
        message_type.__struct_config__.tag for message_type in codec.MESSAGE_TYPES
    }
    assert {struct.__name__ for struct in _types()} <= set(schema["$defs"])


@pytest.mark.parametrize("struct", _types(), ids=lambda found: found.__name__)
def test_structs_are_frozen_untracked_and_leave_defaults_out(struct: type[Any]) -> None:
    config = struct.__struct_config__
    assert (config.frozen, config.gc, config.omit_defaults) == (True, False, True)
    assert (config.tag_field == "message") is (struct in codec.MESSAGE_TYPES)


# Words of ours that no code of a wire decides; for those there is nothing else that they could be.
_OUR_OWN = {
    "AckLevel", "AckStatus", "ChangeKind", "EchoMeaning", "Precision", "QuantityMeaning", "RespondsTo",
    "ResponseDetail", "Sign", "Standard", "UnlistedLines", "Usage",
}  # fmt: skip


@pytest.mark.parametrize(
    "enum", sorted(_enums(), key=lambda found: found.__name__), ids=lambda found: found.__name__
)
def test_an_enum_decoded_from_codes_ends_with_other(enum: type[StrEnum]) -> None:
    if enum.__name__ not in _OUR_OWN:
        assert list(enum)[-1].value == "other"


# Where the code behind the enum stands under another name, or is kept as an element that has no field.
_SENT_ELSEWHERE = {
    ("AllowanceCharge", "method"), ("PaymentAccount", "role"), ("DeliveryTerms", "code_list"),
    ("OrderChange", "change_kind"), ("Forecast", "kind"), ("AdviceSubject", "level"), ("AdviceError", "severity"),
}  # fmt: skip


@pytest.mark.parametrize("struct", _types(), ids=lambda found: found.__name__)
def test_a_decoded_enum_stands_beside_its_code(struct: type[Any]) -> None:
    hints = typing.get_type_hints(struct)
    for name, hint in hints.items():
        enums = [part for part in (hint, *typing.get_args(hint)) if _is_enum(part)]
        if not enums or enums[0].__name__ in _OUR_OWN or (struct.__name__, name) in _SENT_ELSEWHERE:
            continue
        assert {f"{name}_as_sent", "as_sent", "basis_as_sent"} & set(hints), name
