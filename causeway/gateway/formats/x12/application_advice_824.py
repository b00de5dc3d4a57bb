"""824 application advice to ApplicationAdvice, and back: what the business of the other side made of a document.

What has no field (CTX, RED, LM and LQ, names of persons...) goes to the extensions of its subject or of the document. Writing is in application_advice_824_write.
"""

from typing import Any

import msgspec

from causeway.gateway.canonical.acknowledgements import (
    APPLICATION_ADVICE_SCHEMA,
    AdviceAmount,
    AdviceError,
    AdviceLevel,
    AdviceQuantity,
    AdviceStatus,
    AdviceSubject,
    ApplicationAdvice,
)
from causeway.gateway.canonical.header import MessageHeader, Purpose
from causeway.gateway.canonical.quantities import Money
from causeway.gateway.canonical.references import (
    Coded,
    Note,
    NotePurpose,
    OrderReference,
    Reference,
    ReferenceKind,
)
from causeway.gateway.canonical.times import Moment
from causeway.gateway.formats.x12.advice_meanings import SUBJECT_KINDS, VERDICTS
from causeway.gateway.formats.x12.application_advice_824_write import write_advice
from causeway.gateway.formats.x12.attachments import PARTY_ROWS, moment, quantity, read_ref
from causeway.gateway.formats.x12.builders import DocumentBuilder, OwnerBuilder
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, ReadOptions
from causeway.gateway.formats.x12.details import OTHER_DATE, DocumentReading, of_document, once, read_purpose
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.header import completed
from causeway.gateway.formats.x12.reading import Row, row
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.writing.base import DEFAULT_WRITE_OPTIONS, WriteOptions, WriteResult

_UNKNOWN = (AdviceLevel.OTHER, AdviceStatus.OTHER)
_LINE, _ORDER = "LI", "PO"


def read(
    transaction_set: TransactionSet,
    guide: Guide,
    header: MessageHeader,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> ReadResult[ApplicationAdvice]:
    """The verdicts that the set states. Never raises for what was sent."""
    return AdviceReading(transaction_set, guide, options).result(header)


def write(message: ApplicationAdvice, options: WriteOptions = DEFAULT_WRITE_OPTIONS) -> WriteResult:
    """The segments between ST and SE, and what they cannot carry. Raises NotWritableError for a code without a form."""
    return write_advice(message, MAPPING, options)


class AdviceBuilder(DocumentBuilder):
    """The header of the advice."""

    def __init__(self) -> None:
        super().__init__()
        self.number = ""
        self.at: Moment | None = None
        self.purpose_as_sent: str | None = None
        self.action: str | None = None
        self.answers: Reference | None = None


class SubjectBuilder(OwnerBuilder):
    """One OTI with what belongs to it."""

    __slots__ = ("errors", "values")

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[AdviceError] = []
        self.values: dict[str, Any] = {"amounts": (), "quantities": ()}

    def build(self) -> AdviceSubject:
        """The verdict as far as it was sent."""
        return AdviceSubject(
            dates=tuple(self.dates),
            errors=tuple(self.errors),
            references=tuple(self.references),
            extensions=tuple(self.extensions),
            **self.values,
        )


class AdviceReading(DocumentReading):
    """The walk over one 824."""

    def __init__(self, transaction_set: TransactionSet, guide: Guide, options: ReadOptions) -> None:
        super().__init__(transaction_set, guide, options)
        self.document: AdviceBuilder = AdviceBuilder()
        self.owner = self.document
        self.subjects: list[SubjectBuilder] = []

    def result(self, header: MessageHeader) -> ReadResult[ApplicationAdvice]:
        """Walks and builds."""
        self.walk(MAPPING)
        self.note_separators_in_elements()
        problems = (*self.set.problems, *self.problems)
        if self.is_rejected():
            return ReadResult(None, problems)
        return ReadResult(self._build(header), problems)

    def _build(self, header: MessageHeader) -> ApplicationAdvice:
        document = self.document
        assert document.at is not None  # noqa: S101 - without BGN03 the set is refused
        return ApplicationAdvice(
            header=completed(header, APPLICATION_ADVICE_SCHEMA, self.guide, self.set, self.leniencies),
            advice_number=document.number,
            at=document.at,
            action=document.action,
            answers=document.answers,
            purpose=document.purpose or Purpose.ORIGINAL,
            purpose_as_sent=document.purpose_as_sent,
            parties=document.built_parties(),
            subjects=tuple([subject.build() for subject in self.subjects]),
            extensions=tuple(document.extensions),
        )


# mapping functions


def _read_bgn(r: AdviceReading, s: Segment, number: int) -> None:
    document = r.document
    document.purpose, document.purpose_as_sent = read_purpose(r, s[1], number, 1)
    document.number = s[2]
    day = r.dates[s[3]]
    document.at = moment(r, day, s[4], s[5]) if day else None
    if s[4] and r.times[s[4]] is None:
        r.keep(s, number, 4)
    document.answers = Reference(ReferenceKind.OTHER, s[6]) if s[6] else None
    document.action = s[8] or None


def _read_oti(r: AdviceReading, s: Segment, number: int) -> None:
    r.owner = subject = SubjectBuilder()
    r.subjects.append(subject)
    verdict = VERDICTS.get(s[1], _UNKNOWN)
    if verdict is _UNKNOWN:
        r.untranslated("110", s[1], number, 1)
    kind = SUBJECT_KINDS.get(s[2])
    if kind is None:
        r.untranslated("128", s[2], number, 2)
    day = r.dates[s[6]] if s[6] else None
    sent_at = moment(r, day, s[7], "") if day else None
    if s[7] and (sent_at is None or sent_at.time is None):
        r.keep(s, number, 7)
    subject.values |= {
        "level": verdict[0],
        "status": verdict[1],
        "document": Reference(kind or ReferenceKind.OTHER, s[3], None, None, r.sent("128", s[2])),
        "status_as_sent": r.sent("110", s[1]),
        "order": OrderReference(s[3]) if s[2] == _ORDER else None,
        "sender": s[4] or None,
        "receiver": s[5] or None,
        "sent_at": sent_at,
        "group_control": s[8] or None,
        "set_control": s[9] or None,
        "set_id": s[10] or None,
        "version": s[11] or None,
    }


def _read_subject_ref(r: AdviceReading, s: Segment, number: int) -> None:
    """REF*LI is the line, REF*PO the order that is spoken of."""
    values = r.owner.values
    if s[1] == _LINE and s[2] and not s[3] and "line_id" not in values:
        values["line_id"] = s[2]
    elif s[1] == _ORDER and s[2] and not s[3] and values["order"] is None:
        values["order"] = OrderReference(s[2])
    else:
        read_ref(r, s, number)


def _read_amt(r: AdviceReading, s: Segment, number: int) -> None:
    amount = r.numbers[s[2]] if s[2] else None
    if amount is None:
        r.keep(s, number, 1, 2)
        return
    values = r.owner.values
    values["amounts"] = (*values["amounts"], AdviceAmount(Money(amount), r.sent("522", s[1])))


def _read_qty(r: AdviceReading, s: Segment, number: int) -> None:
    unit = r.split(s[3]) if s[3] else ""
    found = quantity(
        r, r.numbers[s[2]] if s[2] else None, unit if isinstance(unit, str) else str(unit[0]), number, 3
    )
    if isinstance(unit, tuple) or found is None:
        r.keep(s, number, 3)
    if found is None:
        r.keep(s, number, 1, 2)
        return
    values = r.owner.values
    values["quantities"] = (*values["quantities"], AdviceQuantity(found, r.sent("673", s[1])))


def _read_ted(r: AdviceReading, s: Segment, number: int) -> None:
    place = r.split(s[5]) if s[5] else ""
    parts = [part for part in ((place,) if isinstance(place, str) else place) if isinstance(part, str)]
    element, component, *rest = [r.integers[part] if part else None for part in (*parts, "", "")]
    if any(rest):
        r.keep(s, number, 5)
    r.owner.errors.append(
        AdviceError(
            Coded(s[1], "x12:647"),
            text=s[2] or None,
            segment_id=s[3] or None,
            segment_position=r.integers[s[4]] if s[4] else None,
            element=element,
            component=component,
            value_sent=s[7] or None,
            value_expected=s[8] or None,
        )
    )


def _read_ted_note(r: AdviceReading, s: Segment, _: int) -> None:
    """NTE below TED: more text on that error."""
    error = r.owner.errors[-1]
    note = Note(NotePurpose.GENERAL, s[2], None, r.sent("363", s[1]) if s[1] else None)
    r.owner.errors[-1] = msgspec.structs.replace(error, notes=(*error.notes, note))


MAPPING: dict[str, Row] = {
    **of_document(
        {
            "BGN": once(_read_bgn, (1, 2, 3, 4, 5, 6, 8)),
            **{f"N1/{tag}": entry for tag, entry in PARTY_ROWS.items()},
        }
    ),
    "OTI/OTI": row(_read_oti, range(1, 12)),
    "OTI/REF": row(_read_subject_ref, (1, 2, 3)),
    "OTI/DTM": OTHER_DATE,
    "OTI/AMT": row(_read_amt, (1, 2)),
    "OTI/QTY": row(_read_qty, (1, 2, 3)),
    "OTI/TED/TED": row(_read_ted, (1, 2, 3, 4, 5, 7, 8)),
    "OTI/TED/NTE": row(_read_ted_note, (1, 2)),
}
