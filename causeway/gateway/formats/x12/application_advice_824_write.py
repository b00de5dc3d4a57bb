"""ApplicationAdvice to the segments of an 824."""

from collections.abc import Collection

from causeway.gateway.canonical.acknowledgements import AdviceError, AdviceSubject, ApplicationAdvice
from causeway.gateway.formats.x12.advice_meanings import SUBJECT_CODES, VERDICT_CODES
from causeway.gateway.formats.x12.write_envelope import OutElement
from causeway.gateway.formats.x12.writing.attachments import write_dates
from causeway.gateway.formats.x12.writing.base import WriteOptions, Writer, WriteResult
from causeway.gateway.formats.x12.writing.lines import amount
from causeway.gateway.formats.x12.writing.parties import write_parties
from causeway.gateway.formats.x12.writing.plain import (
    lose_fields,
    purpose_code,
    write_only_references,
    write_plain_notes,
)
from causeway.gateway.formats.x12.writing.values import number, time, whole

_ERRORS = "x12:647"


def write_advice(message: ApplicationAdvice, mapped: Collection[str], options: WriteOptions) -> WriteResult:
    """The segments between ST and SE. Raises NotWritableError where a code has no X12 form."""
    w = Writer("824", message, options, mapped)
    w.add(
        "BGN",
        purpose_code(w, message, "BGN01"),
        message.advice_number,
        w.day(message.at.date),
        time(message.at),
        message.at.offset or "",
        (message.answers.number or "") if message.answers else "",
        "",
        message.action or "",
    )
    write_parties(w, message.parties)
    for subject in message.subjects:
        _write_subject(w, subject)
    lose_fields(w, message, "BGN", "references", "notes", "dates", "currency")
    return w.result()


def _write_subject(w: Writer, subject: AdviceSubject) -> None:
    w.begin(subject.extensions)
    document, sent = subject.document, subject.sent_at
    verdict = f"{subject.level} {subject.status}"
    kind = w.code(document.as_sent, "128", SUBJECT_CODES, document.kind, "OTI02")
    w.add(
        "OTI",
        w.code(subject.status_as_sent, "110", VERDICT_CODES, verdict, "OTI01"),
        kind,
        document.number or "",
        subject.sender or "",
        subject.receiver or "",
        w.day(sent.date) if sent else "",
        time(sent) if sent else "",
        subject.group_control or "",
        subject.set_control or "",
        subject.set_id or "",
        subject.version or "",
    )
    if subject.line_id:
        w.add("REF", "LI", subject.line_id)
    if subject.order is not None and not (kind == "PO" and subject.order.order_number == document.number):
        w.add("REF", "PO", subject.order.order_number)
    write_only_references(w, subject.references)
    write_dates(w, subject.dates)
    for one in subject.amounts:
        w.add("AMT", w.code(one.as_sent, "522", {}, "amount", "AMT01"), number(one.money.amount))
    for counted in subject.quantities:
        code = w.code(counted.as_sent, "673", {}, "quantity", "QTY01")
        w.add("QTY", code, *amount(w, counted.quantity, "QTY03"))
    for error in subject.errors:
        _write_error(w, error)
    lose_fields(w, subject, "OTI", "notes", "functional_id")
    lose_fields(w, document, "OTI", "description", "date")


def _write_error(w: Writer, error: AdviceError) -> None:
    if error.code.list != _ERRORS:
        w.fail("TED01", error.code.value)
    place: OutElement = whole(error.element)
    if error.component is not None:
        place = (whole(error.element), whole(error.component))
    w.add(
        "TED",
        error.code.value,
        error.text or "",
        error.segment_id or "",
        whole(error.segment_position),
        place,
        "",
        error.value_sent or "",
        error.value_expected or "",
    )
    write_plain_notes(w, error.notes)
    lose_fields(w, error, "TED", "references", "severity")
