"""820 payment order and remittance advice to RemittanceAdvice, and back.

Account numbers are kept masked: their last four characters only. What has no field (entities, invoice details below a
paid document, delivery of the advice...) goes to the extensions of its line or of the document. Writing is in
remittance_820_write.
"""

from decimal import Decimal
from typing import Any

import msgspec

from causeway.gateway.canonical.header import MessageHeader, Purpose
from causeway.gateway.canonical.invoices import (
    REMITTANCE_ADVICE_SCHEMA,
    Adjustment,
    PaymentAccount,
    PaymentMethod,
    RemittanceAdvice,
    RemittanceHandling,
    RemittanceKind,
    RemittanceLine,
)
from causeway.gateway.canonical.parties import Identifier, Party, PartyRole
from causeway.gateway.canonical.quantities import Money
from causeway.gateway.canonical.references import (
    Coded,
    Note,
    NotePurpose,
    OrderReference,
    Reference,
    ReferenceKind,
)
from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.attachments import OWNER_ROWS, PARTY_ROWS, read_document_cur, read_ref
from causeway.gateway.formats.x12.builders import DocumentBuilder, OwnerBuilder
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, ReadOptions
from causeway.gateway.formats.x12.details import OTHER_DATE, DocumentReading, of_document, once
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.header import completed
from causeway.gateway.formats.x12.invoice_meanings import HANDLINGS, PAYMENT_METHODS, REMITTED_KINDS
from causeway.gateway.formats.x12.marks import MarkedText, marked
from causeway.gateway.formats.x12.meanings import REFERENCE_KINDS
from causeway.gateway.formats.x12.reading import Row, row
from causeway.gateway.formats.x12.remittance_820_write import write_remittance
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.writing.base import DEFAULT_WRITE_OPTIONS, WriteOptions, WriteResult

_SHOWN = 4
_ORDER = "PO"
_ACCOUNTS = (6, 12, 18)


def read(
    transaction_set: TransactionSet,
    guide: Guide,
    header: MessageHeader,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> ReadResult[RemittanceAdvice]:
    """The payment and what it settles. Never raises for what was sent."""
    return RemittanceReading(transaction_set, guide, options).result(header)


def write(message: RemittanceAdvice, options: WriteOptions = DEFAULT_WRITE_OPTIONS) -> WriteResult:
    """The segments between ST and SE, and what they cannot carry. Raises NotWritableError for a code without a form."""
    return write_remittance(message, MAPPING, options)


class RemittanceBuilder(DocumentBuilder):
    """The header of the payment."""

    def __init__(self) -> None:
        super().__init__()
        self.number = ""
        self.values: dict[str, Any] = {}
        self.total: Decimal | None = None
        self.adjustments: list[Adjustment] = []


class PaidBuilder(OwnerBuilder):
    """One RMR with what belongs to it."""

    __slots__ = ("adjustments", "values")

    def __init__(self) -> None:
        super().__init__()
        self.adjustments: list[Adjustment] = []
        self.values: dict[str, Any] = {"order": None}

    def build(self) -> RemittanceLine:
        """The line as far as it was sent."""
        return RemittanceLine(
            adjustments=tuple(self.adjustments),
            references=tuple(self.references),
            dates=tuple(self.dates),
            notes=self.built_notes(),
            extensions=tuple(self.extensions),
            **self.values,
        )


class RemittanceReading(DocumentReading):
    """The walk over one 820."""

    def __init__(self, transaction_set: TransactionSet, guide: Guide, options: ReadOptions) -> None:
        super().__init__(transaction_set, guide, options)
        self.document: RemittanceBuilder = RemittanceBuilder()
        self.owner = self.document
        self.lines: list[PaidBuilder] = []

    def result(self, header: MessageHeader) -> ReadResult[RemittanceAdvice]:
        """Walks, checks and builds."""
        self.walk(MAPPING)
        self.note_separators_in_elements()
        if not self.document.number:
            self.problem("segment_missing", Severity.FATAL, 2, tag="TRN")
        self._check_sum()
        problems = (*self.set.problems, *self.problems)
        if self.is_rejected():
            return ReadResult(None, problems)
        return ReadResult(self._build(header), problems)

    def _check_sum(self) -> None:
        """What was paid on documents and the free adjustments make up the payment."""
        document = self.document
        paid = [line.values["paid"] for line in self.lines]
        if document.total is None or not self.lines or None in paid:
            return
        total = sum((money.amount for money in paid), Decimal(0))
        total += sum((adjustment.amount.amount for adjustment in document.adjustments), Decimal(0))
        if total != document.total:
            self.problem(
                "payment_total_mismatch",
                Severity.WARNING,
                2,
                2,
                value=str(document.total),
                expected=str(total),
                reference_number="782",
            )

    def _build(self, header: MessageHeader) -> RemittanceAdvice:
        document = self.document
        assert document.total is not None  # noqa: S101 - without BPR02 the set is refused
        parties = list(document.built_parties())
        return RemittanceAdvice(
            header=completed(header, REMITTANCE_ADVICE_SCHEMA, self.guide, self.set, self.leniencies),
            payment_number=document.number,
            amount=Money(document.total),
            purpose=Purpose.ORIGINAL,
            currency=document.currency,
            exchange_rate=document.exchange_rate,
            payer=_take(parties, PartyRole.PAYER),
            payee=_take(parties, PartyRole.PAYEE),
            parties=tuple(parties),
            references=tuple(document.references),
            notes=document.built_notes(),
            dates=tuple(document.dates),
            lines=tuple([line.build() for line in self.lines]),
            adjustments=tuple(document.adjustments),
            extensions=tuple(document.extensions),
            **document.values,
        )


def _take(parties: list[Party], role: PartyRole) -> Party | None:
    """The first party in a role, which has a field of its own."""
    found = next((party for party in parties if party.role is role), None)
    if found is not None:
        parties.remove(found)
    return found


def masked(account: str) -> str:
    """The last four characters of an account number behind as many x as were left out; a short one is hidden whole."""
    shown = account[-_SHOWN:] if len(account) > _SHOWN else ""
    hidden = "x" * (len(account) - len(shown)) + shown
    return marked(hidden, account.origin) if isinstance(account, MarkedText) else hidden


# mapping functions


def _read_bpr(r: RemittanceReading, s: Segment, number: int) -> None:
    document = r.document
    document.total = r.numbers[s[2]]
    handling = HANDLINGS.get(s[1], RemittanceHandling.OTHER)
    if handling is RemittanceHandling.OTHER:
        r.untranslated("305", s[1], number, 1)
    method = PAYMENT_METHODS.get(s[4], PaymentMethod.OTHER)
    if s[4] not in PAYMENT_METHODS:
        r.untranslated("591", s[4], number, 4)
    is_debit = s[3] == "D"
    roles = (PartyRole.PAYEE, PartyRole.PAYER) if is_debit else (PartyRole.PAYER, PartyRole.PAYEE)
    accounts = []
    for at, role in zip(_ACCOUNTS, (*roles, PartyRole.OTHER), strict=True):
        bank_list, bank, scheme, account = s[at : at + 4]
        if not (bank or account):
            r.keep(s, number, at, at + 2)
            continue
        accounts.append(
            PaymentAccount(
                role,
                r.sent("569", scheme) if scheme else None,
                masked(account) if account else None,
                bank=Identifier(r.sent("506", bank_list), bank) if bank else None,
            )
        )
        if not bank:
            r.keep(s, number, at)
    document.values |= {
        "handling": handling,
        "handling_as_sent": r.sent("305", s[1]),
        "is_debit": is_debit,
        "method": method,
        "method_as_sent": r.sent("591", s[4]),
        "payment_date": r.dates[s[16]] if s[16] else None,
        "accounts": tuple(accounts),
    }


def _read_trn(r: RemittanceReading, s: Segment, _: int) -> None:
    r.document.number = s[2]
    r.document.values["trace_origin"] = s[3] or None


def _read_rmr(r: RemittanceReading, s: Segment, number: int) -> None:
    r.owner = line = PaidBuilder()
    r.lines.append(line)
    kind = REMITTED_KINDS.get(s[1], RemittanceKind.OTHER)
    if kind is RemittanceKind.OTHER and s[1]:
        r.untranslated("128", s[1], number, 1)
    reference = REFERENCE_KINDS.get(s[1], ReferenceKind.OTHER)
    line.values |= {
        "document": Reference(reference, s[2] or None, None, None, r.sent("128", s[1]) if s[1] else None),
        "kind": kind,
        "kind_as_sent": r.sent("128", s[1]) if s[1] else None,
        "action": s[3] or None,
        "paid": _money(r, s[4]),
        "document_total": _money(r, s[5]),
        "discount": _money(r, s[6]),
    }
    adjusted = _money(r, s[8])
    if adjusted is not None:
        line.adjustments.append(Adjustment(Coded(s[7], "x12:426"), adjusted))
    else:
        r.keep(s, number, 7)


def _money(r: RemittanceReading, written: str) -> Money | None:
    amount = r.numbers[written] if written else None
    return None if amount is None else Money(amount)


def _read_paid_ref(r: RemittanceReading, s: Segment, number: int) -> None:
    """REF*PO below a paid document is its order."""
    values = r.owner.values
    if s[1] == _ORDER and s[2] and not s[3] and values["order"] is None:
        values["order"] = OrderReference(s[2])
    else:
        read_ref(r, s, number)


def _read_free_adx(r: RemittanceReading, s: Segment, number: int) -> None:
    r.owner = r.document
    _read_adx(r, s, number)


def _read_adx(r: RemittanceReading, s: Segment, number: int) -> None:
    """ADX: an amount that was added or taken off, and why."""
    amount = _money(r, s[1])
    if amount is None:
        r.keep(s, number, 1, 2, 3, 4)
        return
    document = None
    if s[4]:
        kind = REFERENCE_KINDS.get(s[3], ReferenceKind.OTHER)
        document = Reference(kind, s[4], None, None, r.sent("128", s[3]))
    else:
        r.keep(s, number, 3)
    r.owner.adjustments.append(Adjustment(Coded(s[2], "x12:426"), amount, document))


def _read_adx_note(r: RemittanceReading, s: Segment, number: int) -> None:
    if not r.owner.adjustments:
        r.keep(s, number, 1, 2)
        return
    note = Note(NotePurpose.GENERAL, s[2], None, r.sent("363", s[1]) if s[1] else None)
    last = r.owner.adjustments[-1]
    r.owner.adjustments[-1] = msgspec.structs.replace(last, notes=(*last.notes, note))


_RMR_ROWS: dict[str, Row] = {
    "RMR": row(_read_rmr, range(1, 9)),
    "NTE": OWNER_ROWS["NTE"],
    "REF": row(_read_paid_ref, (1, 2, 3)),
    "DTM": OTHER_DATE,
    "ADX/ADX": row(_read_adx, (1, 2, 3, 4)),
    "ADX/NTE": row(_read_adx_note, (1, 2)),
}
MAPPING: dict[str, Row] = {
    **of_document(
        {
            "BPR": once(_read_bpr, (1, 2, 3, 4, 6, 7, 8, 9, 12, 13, 14, 15, 16, 18, 19, 20, 21)),
            "NTE": OWNER_ROWS["NTE"],
            "TRN": once(_read_trn, (2, 3)),
            "CUR": row(read_document_cur, (1, 2, 3)),
            "REF": OWNER_ROWS["REF"],
            "DTM": OTHER_DATE,
            **{f"N1/{tag}": entry for tag, entry in PARTY_ROWS.items()},
        }
    ),
    "ENT/ADX/ADX": row(_read_free_adx, (1, 2, 3, 4)),
    "ENT/ADX/NTE": row(_read_adx_note, (1, 2)),
    **{f"ENT/RMR/{path}": entry for path, entry in _RMR_ROWS.items()},
    **{f"RMR/{path}": entry for path, entry in _RMR_ROWS.items()},
}
