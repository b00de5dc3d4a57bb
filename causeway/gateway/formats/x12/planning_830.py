"""830 planning schedule to Forecast, and back.

A line is one LIN. What has no field (QTY, SDQ and LM below a bucket, packing, prices and terms beside UIT, sub-lines...)
goes to the extensions of its line or of the document. Writing is in planning_830_write.
"""

from causeway.gateway.canonical.forecasts import Forecast, ForecastKind
from causeway.gateway.canonical.header import MessageHeader
from causeway.gateway.canonical.references import OrderReference
from causeway.gateway.formats.x12.attachments import (
    OWNER_ROWS,
    PARTY_ROWS,
    read_document_contact,
    read_document_cur,
)
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, ReadOptions
from causeway.gateway.formats.x12.details import CTT, OTHER_DATE, of_document, once
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.lines import PID, read_measure
from causeway.gateway.formats.x12.planning_830_write import write_planning
from causeway.gateway.formats.x12.reading import Row, row
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.schedules import (
    ATH,
    FST,
    LINE_ROWS,
    SDP_OF_BUCKETS,
    ScheduleReading,
    read_beginning,
)
from causeway.gateway.formats.x12.writing.base import DEFAULT_WRITE_OPTIONS, WriteOptions, WriteResult


def read(
    transaction_set: TransactionSet,
    guide: Guide,
    header: MessageHeader,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> ReadResult[Forecast]:
    """The planning schedule that the set states. Never raises for what was sent."""
    return PlanningReading(transaction_set, guide, options).result(header)


def write(message: Forecast, options: WriteOptions = DEFAULT_WRITE_OPTIONS) -> WriteResult:
    """The segments between ST and SE, and what they cannot carry. Raises NotWritableError for a code without a form."""
    return write_planning(message, MAPPING, options)


def _read_bfr(r: ScheduleReading, s: Segment, number: int) -> None:
    read_beginning(r, s, number, 4, 5, 6)
    r.document.values |= {
        "release_number": s[3] or None,
        "issued": r.dates[s[8]] if s[8] else None,
        "updated": r.dates[s[9]] if s[9] else None,
        "contract_number": s[10] or None,
        "order": OrderReference(s[11]) if s[11] else None,
    }


MAPPING: dict[str, Row] = {
    **of_document(
        {
            "BFR": once(_read_bfr, range(1, 12)),
            "NTE": OWNER_ROWS["NTE"],
            "MSG": OWNER_ROWS["MSG"],
            "CUR": row(read_document_cur, (1, 2, 3)),
            "REF": OWNER_ROWS["REF"],
            "PER": row(read_document_contact, range(1, 9)),
            "DTM": OTHER_DATE,
            "TD5": OWNER_ROWS["TD5"],
            **{f"N1/{tag}": entry for tag, entry in PARTY_ROWS.items()},
        }
    ),
    **LINE_ROWS,
    "LIN/DTM": OTHER_DATE,
    "LIN/PID": PID,
    "LIN/MEA": row(read_measure, (1, 2, 3, 4)),
    "LIN/ATH": ATH,
    **{f"LIN/N1/{tag}": entry for tag, entry in PARTY_ROWS.items()},
    "LIN/SDP/SDP": SDP_OF_BUCKETS,
    "LIN/SDP/FST": FST,
    "CTT": CTT,
}


class PlanningReading(ScheduleReading):
    """The walk over one 830."""

    kind = ForecastKind.PLANNING
    table = MAPPING
