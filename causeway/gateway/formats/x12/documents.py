"""Which transaction sets are read and written: one row per document. A set with a guide and without a row is only validated."""

from collections.abc import Callable
from typing import Any

from causeway.gateway.canonical.header import MessageHeader
from causeway.gateway.formats.x12 import (
    activity_852,
    application_advice_824,
    asn_856,
    fa_997,
    ia_999,
    inventory_846,
    invoice_810,
    order_change_860,
    order_change_ack_865,
    planning_830,
    po_850,
    po_ack_855,
    receipt_861,
    remittance_820,
    shipping_862,
)
from causeway.gateway.formats.x12.delimiters import ReadOptions
from causeway.gateway.formats.x12.envelope import TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.writing.base import WriteOptions, WriteResult

Write = Callable[[Any, WriteOptions], WriteResult]
Read = Callable[[TransactionSet, Guide, MessageHeader, ReadOptions], ReadResult[Any]]

READERS: dict[str, Read] = {
    "810": invoice_810.read,
    "820": remittance_820.read,
    "824": application_advice_824.read,
    "830": planning_830.read,
    "846": inventory_846.read,
    "850": po_850.read,
    "852": activity_852.read,
    "855": po_ack_855.read,
    "856": asn_856.read,
    "860": order_change_860.read,
    "861": receipt_861.read,
    "862": shipping_862.read,
    "865": order_change_ack_865.read,
    "997": fa_997.read,
    "999": ia_999.read,
}


def read_document(
    transaction_set: TransactionSet, guide: Guide, header: MessageHeader, options: ReadOptions
) -> ReadResult[Any]:
    """The set read by its document's reader; KeyError where there is none.

    Of a set above a limit only ST and SE were kept, so walking it would miss what was sent.
    """
    if transaction_set.is_too_large:
        return ReadResult(None, transaction_set.problems)
    return READERS[transaction_set.set_id](transaction_set, guide, header, options)


# The 997 is written beside these: it takes the delimiters that it must not repeat.
WRITERS: dict[str, Write] = {
    "810": invoice_810.write,
    "820": remittance_820.write,
    "824": application_advice_824.write,
    "830": planning_830.write,
    "846": inventory_846.write,
    "850": po_850.write,
    "852": activity_852.write,
    "855": po_ack_855.write,
    "856": asn_856.write,
    "860": order_change_860.write,
    "861": receipt_861.write,
    "862": shipping_862.write,
    "865": order_change_ack_865.write,
}
