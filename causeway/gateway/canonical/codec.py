"""Canonical messages as JSON: leniently for our own store, strictly for what a partner sends, and their schema."""

from collections.abc import Iterator
from typing import Any, TypeAlias, get_args

import msgspec

from causeway.gateway.canonical.acknowledgements import ApplicationAdvice, FunctionalAck
from causeway.gateway.canonical.forecasts import Forecast
from causeway.gateway.canonical.inventory import InventoryReport, ProductActivity
from causeway.gateway.canonical.invoices import Invoice, RemittanceAdvice
from causeway.gateway.canonical.orders import Order, OrderChange, OrderResponse
from causeway.gateway.canonical.receipts import ReceiptAdvice
from causeway.gateway.canonical.shipments import ShipNotice

CanonicalMessage: TypeAlias = (
    Order
    | OrderChange
    | OrderResponse
    | ShipNotice
    | ReceiptAdvice
    | InventoryReport
    | ProductActivity
    | Forecast
    | Invoice
    | RemittanceAdvice
    | FunctionalAck
    | ApplicationAdvice
)
MESSAGE_TYPES: tuple[type[CanonicalMessage], ...] = get_args(CanonicalMessage)

_encoder = msgspec.json.Encoder(decimal_format="string")
_decoder: msgspec.json.Decoder[CanonicalMessage] = msgspec.json.Decoder(CanonicalMessage)


class InvalidMessageError(ValueError):
    """The JSON is not a canonical message; the text names the place."""


def encode(message: CanonicalMessage) -> bytes:
    """One line of JSON without the fields that hold their defaults."""
    return _encoder.encode(message)


def decode(data: bytes | str) -> CanonicalMessage:
    """The message in JSON from our own store; fields that this version does not know are passed over."""
    try:
        return _decoder.decode(data)
    except msgspec.DecodeError as error:
        raise InvalidMessageError(str(error)) from error


def decode_strict(data: bytes | str) -> CanonicalMessage:
    """The message in JSON from a partner; a field that we do not know is refused, for it may change the meaning."""
    message = decode(data)
    unknown = next(_unknown_fields(msgspec.json.decode(data), message, "$"), None)
    if unknown is not None:
        raise InvalidMessageError(f"Object contains unknown field - at `{unknown}`")
    return message


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of all messages, told apart by the field `message`."""
    return msgspec.json.schema(CanonicalMessage)


def _unknown_fields(raw: Any, value: Any, path: str) -> Iterator[str]:
    if isinstance(value, msgspec.Struct):
        known = set(value.__struct_fields__) | {value.__struct_config__.tag_field}
        for name, part in raw.items():
            if name not in known:
                yield f"{path}.{name}"
            elif isinstance(part, dict | list):
                yield from _unknown_fields(part, getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        for number, (part, member) in enumerate(zip(raw, value, strict=True)):
            yield from _unknown_fields(part, member, f"{path}[{number}]")
