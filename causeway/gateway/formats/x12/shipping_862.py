"""862 shipping schedule to Forecast, and back.

It sharpens the dates of an 830 and authorises nothing. What has no field (DTM and SDQ below a bucket, PKG, PRS, QTY...)
goes to the extensions of its line or of the document. Writing is in shipping_862_write.
"""

from causeway.gateway.canonical.forecasts import Forecast, ForecastKind
from causeway.gateway.canonical.header import MessageHeader
from causeway.gateway.canonical.references import OrderReference
from causeway.gateway.formats.x12.attachments import OWNER_ROWS, PARTY_ROWS
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, ReadOptions
from causeway.gateway.formats.x12.details import CTT, OTHER_DATE, of_document, once
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.reading import Row
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.schedules import (
    JIT,
    JIT_REF,
    LINE_ROWS,
    SDP,
    ScheduleReading,
    read_beginning,
)
from causeway.gateway.formats.x12.shipping_862_write import write_shipping
from causeway.gateway.formats.x12.writing.base import DEFAULT_WRITE_OPTIONS, WriteOptions, WriteResult


def read(
    transaction_set: TransactionSet,
    guide: Guide,
    header: MessageHeader,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> ReadResult[Forecast]:
    """The shipping schedule that the set states. Never raises for what was sent."""
    return ShippingReading(transaction_set, guide, options).result(header)


def write(message: Forecast, options: WriteOptions = DEFAULT_WRITE_OPTIONS) -> WriteResult:
    """The segments between ST and SE, and what they cannot carry. Raises NotWritableError for a code without a form."""
    return write_shipping(message, MAPPING, options)


def _read_bss(r: ScheduleReading, s: Segment, number: int) -> None:
    """BSS; without BSS11 nobody said whether quantities add up, and the basis is `other` without a code."""
    read_beginning(r, s, number, 4, 11, 5)
    r.document.values |= {
        "release_number": s[7] or None,
        "issued": r.dates[s[3]] if s[3] else None,
        "contract_number": s[9] or None,
        "order": OrderReference(s[10]) if s[10] else None,
    }


MAPPING: dict[str, Row] = {
    **of_document(
        {
            "BSS": once(_read_bss, (1, 2, 3, 4, 5, 6, 7, 9, 10, 11)),
            "NTE": OWNER_ROWS["NTE"],
            "MSG": OWNER_ROWS["MSG"],
            "REF": OWNER_ROWS["REF"],
            "DTM": OTHER_DATE,
            **{f"N1/{tag}": entry for tag, entry in PARTY_ROWS.items()},
        }
    ),
    **LINE_ROWS,
    "LIN/SDP": SDP,
    "LIN/FST/JIT/JIT": JIT,
    "LIN/FST/JIT/REF": JIT_REF,
    "CTT": CTT,
}


class ShippingReading(ScheduleReading):
    """The walk over one 862."""

    kind = ForecastKind.SHIPPING
    table = MAPPING
