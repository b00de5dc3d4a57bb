"""By which number people know a message, and which messages take effect one after the other."""

from collections.abc import Callable
from typing import Any

from causeway.gateway.canonical.acknowledgements import ApplicationAdvice
from causeway.gateway.canonical.codec import CanonicalMessage
from causeway.gateway.canonical.forecasts import Forecast
from causeway.gateway.canonical.inventory import InventoryReport, ProductActivity
from causeway.gateway.canonical.invoices import Invoice, RemittanceAdvice
from causeway.gateway.canonical.orders import Order, OrderChange, OrderResponse
from causeway.gateway.canonical.receipts import ReceiptAdvice
from causeway.gateway.canonical.shipments import ShipNotice

# The chain's word and the number. A functional acknowledgement has neither.
_NUMBERS: dict[type[Any], tuple[str, Callable[[Any], str | None]]] = {
    Order: ("order", lambda message: message.order_number),
    OrderChange: ("order", lambda message: message.order.order_number),
    OrderResponse: ("order", lambda message: message.order.order_number),
    ShipNotice: ("shipment", lambda message: message.shipment_id),
    ReceiptAdvice: ("receipt", lambda message: message.receipt_number),
    InventoryReport: ("inventory", lambda message: message.report_number),
    ProductActivity: ("activity", lambda message: message.report_number),
    Forecast: ("forecast", lambda message: message.schedule_number or message.release_number),
    Invoice: ("invoice", lambda message: message.invoice_number),
    RemittanceAdvice: ("payment", lambda message: message.payment_number),
    ApplicationAdvice: ("advice", lambda message: message.advice_number),
}
# A later report or schedule supersedes an earlier one whatever its number is, so they share one chain.
_SUPERSEDING = (InventoryReport, ProductActivity, Forecast)


def number_of(message: CanonicalMessage) -> str | None:
    """The number by which people know what the message is about."""
    word_and_number = _NUMBERS.get(type(message))
    return word_and_number[1](message) if word_and_number else None


def chain_of(message: CanonicalMessage) -> str | None:
    """The chain of one sender's messages that take effect in order; None for what needs no order."""
    word_and_number = _NUMBERS.get(type(message))
    if word_and_number is None:
        return None
    if isinstance(message, _SUPERSEDING):
        return word_and_number[0]
    number = word_and_number[1](message)
    return f"{word_and_number[0]}:{number}" if number else None
