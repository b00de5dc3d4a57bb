"""Documents read and written under an agreement: what it allows, which version, and what cannot be carried."""

from dataclasses import dataclass, replace

from causeway.gateway.canonical.acknowledgements import FunctionalAck
from causeway.gateway.canonical.codec import CanonicalMessage
from causeway.gateway.canonical.header import MessageHeader
from causeway.gateway.formats.base import Problem, Severity
from causeway.gateway.formats.x12 import TransactionSet, WriteResult, fa_997, find_guide, ia_999
from causeway.gateway.formats.x12.acknowledge import AckDocument
from causeway.gateway.formats.x12.documents import READERS, WRITERS, read_document
from causeway.gateway.formats.x12.guides import functional_id_of
from causeway.gateway.partners.terms import Terms
from causeway.gateway.pipeline.x12_terms import overlay_for, read_options, write_delimiters, write_options
from causeway.tenants.errors import AgreementError

FUNCTIONAL_ACKS = "FA"
# GS01 of the groups that hold sets of one kind alone (X12 element 479); a set that we know nothing of is wrong there.
_GROUPS_OF_ONE_SET = frozenset({"PO", "PR", "PC", "CA"})
# GS08 and ST03 of a 999: the implementation convention that all its readers expect.
_CONVENTIONS = {"999": "005010X231A1"}
_WRITE_ACK = {"997": fa_997.write, "999": ia_999.write}
FUNCTIONAL_ACK_DOCUMENTS = frozenset(_WRITE_ACK)


@dataclass(frozen=True, slots=True)
class SetReading:
    """What one set came to: a message, or a code that says why there is none, and all problems in any case."""

    message: CanonicalMessage | None
    problems: tuple[Problem, ...]
    reason: str | None = None
    is_rejected: bool = False


def read_set(
    transaction_set: TransactionSet, version: str, header: MessageHeader, terms: Terms
) -> SetReading:
    """The set read under the agreement. A document that we have no guide for is refused or waits, as agreed.

    One in a group of another kind is told so: where its own guide finds it whole there is no doubt what it is, and it
    is an error; where we cannot read it nothing speaks for it but a GS01 that contradicts it, and it is refused.
    """
    misplaced = _misplaced(transaction_set, header.functional_id or "")
    written_at = header.written_at.date if header.written_at else None
    overlay = overlay_for(terms, transaction_set.set_id, version, written_at)
    guide = find_guide(transaction_set.set_id, version, overlay)
    is_readable = guide is not None and transaction_set.set_id in READERS
    if misplaced and not is_readable:
        refusal = replace(misplaced[0], severity=Severity.FATAL)
        return SetReading(None, (*transaction_set.problems, refusal), "wrong_group", is_rejected=True)
    if not terms.accepts_version(version):
        return _unknown(transaction_set, version, "version_not_agreed", terms)
    if guide is None or not is_readable:
        return _unknown(transaction_set, version, "no_guide", terms)
    result = read_document(transaction_set, guide, header, read_options(terms))
    problems = (*result.problems, *misplaced)
    if transaction_set.is_too_large and not result.is_rejected:
        return SetReading(None, problems, "set_too_large")
    if result.message is None or result.is_rejected:
        return SetReading(None, problems, "document_rejected", is_rejected=True)
    return SetReading(result.message, problems)


def write_set(message: CanonicalMessage, document: str, terms: Terms, version: str) -> WriteResult:
    """The segments between ST and SE under a GS08; AgreementError for a document that we do not write."""
    if isinstance(message, FunctionalAck) and document in _WRITE_ACK:
        return WriteResult(_WRITE_ACK[document](message, version, write_delimiters(terms)))
    write = WRITERS.get(document)
    if write is None:
        raise AgreementError(f"Documents of the kind {document} are not written yet.", document=document)
    return write(message, write_options(terms, version))


def version_of(document: str, terms: Terms, message: CanonicalMessage) -> str:
    """The GS08 that a document is written in. An acknowledgement answers in the version of what it acknowledges."""
    if document in _CONVENTIONS:
        return _CONVENTIONS[document]
    if isinstance(message, FunctionalAck):
        sent = (message.acknowledges.version or "")[:6]
        return sent if find_guide(document, sent) else terms.write_version
    return terms.write_version


def convention_of(document: str) -> str | None:
    """The ST03 of a document that has one."""
    return _CONVENTIONS.get(document)


def ack_document(terms: Terms, version: str) -> AckDocument:
    """Which document acknowledges a group of that GS08."""
    wants_999 = terms.functional_ack_document == "999" and find_guide("999", version) is not None
    return "999" if wants_999 else "997"


def functional_id(document: str) -> str:
    """The GS01 of the group that a document travels in; AgreementError for a document without a guide."""
    found = functional_id_of(document)
    if found is None:
        raise AgreementError(f"There is no guide for documents of the kind {document}.", document=document)
    return found


def _belongs(set_id: str, functional_id: str) -> bool:
    own = functional_id_of(set_id)
    return own == functional_id if own is not None else functional_id not in _GROUPS_OF_ONE_SET


def _misplaced(transaction_set: TransactionSet, functional_id: str) -> tuple[Problem, ...]:
    """The problem of a set whose ST01 does not belong to its group's GS01; nothing for one that does."""
    if _belongs(transaction_set.set_id, functional_id):
        return ()
    position = transaction_set.position(1, 1)
    return (Problem("set_in_wrong_group", Severity.ERROR, position, transaction_set.set_id, functional_id),)


def _unknown(transaction_set: TransactionSet, version: str, reason: str, terms: Terms) -> SetReading:
    """Refused, or kept for a person here; nobody has checked it, so the sender is told so in any case.

    AK5 E 1 for one that waits: it is here and need not be sent again, and it was not accepted as it is.
    """
    is_held = terms.unknown_document == "held"
    severity = Severity.ERROR if is_held else Severity.FATAL
    position = transaction_set.position(1, 1)
    told = Problem("set_not_supported", severity, position, transaction_set.set_id, version)
    return SetReading(None, (*transaction_set.problems, told), reason, is_rejected=not is_held)
