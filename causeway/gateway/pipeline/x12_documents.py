"""Documents read and written under an agreement: what it allows, which version, and what cannot be carried."""

from dataclasses import dataclass

from causeway.gateway.canonical.acknowledgements import FunctionalAck
from causeway.gateway.canonical.codec import CanonicalMessage
from causeway.gateway.canonical.header import MessageHeader
from causeway.gateway.formats.base import Problem, Severity
from causeway.gateway.formats.x12 import TransactionSet, WriteResult, fa_997, find_guide
from causeway.gateway.formats.x12.documents import READERS, WRITERS
from causeway.gateway.formats.x12.guides import functional_id_of
from causeway.gateway.partners.terms import Terms
from causeway.gateway.pipeline.x12_terms import read_options, write_delimiters, write_options
from causeway.tenants.errors import AgreementError

FUNCTIONAL_ACKS = "FA"
FUNCTIONAL_ACK = "997"


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
    """The set read under the agreement. A document that we have no guide for is refused or waits, as agreed."""
    if not terms.accepts_version(version):
        return _unknown(transaction_set, version, "version_not_agreed", terms)
    guide = find_guide(transaction_set.set_id, version)
    read = READERS.get(transaction_set.set_id)
    if guide is None or read is None:
        return _unknown(transaction_set, version, "no_guide", terms)
    result = read(transaction_set, guide, header, read_options(terms))
    if result.message is None or result.is_rejected:
        return SetReading(None, result.problems, "document_rejected", is_rejected=True)
    return SetReading(result.message, result.problems)


def write_set(message: CanonicalMessage, document: str, terms: Terms, version: str) -> WriteResult:
    """The segments between ST and SE under a GS08; AgreementError for a document that we do not write."""
    if document == FUNCTIONAL_ACK and isinstance(message, FunctionalAck):
        return WriteResult(fa_997.write(message, version, write_delimiters(terms)))
    write = WRITERS.get(document)
    if write is None:
        raise AgreementError(f"Documents of the kind {document} are not written yet.", document=document)
    return write(message, write_options(terms, version))


def version_of(document: str, terms: Terms, message: CanonicalMessage) -> str:
    """The GS08 that a document is written in. An acknowledgement answers in the version of what it acknowledges."""
    if document == FUNCTIONAL_ACK and isinstance(message, FunctionalAck):
        sent = (message.acknowledges.version or "")[:6]
        return sent if find_guide(FUNCTIONAL_ACK, sent) else terms.write_version
    return terms.write_version


def functional_id(document: str) -> str:
    """The GS01 of the group that a document travels in; AgreementError for a document without a guide."""
    found = functional_id_of(document)
    if found is None:
        raise AgreementError(f"There is no guide for documents of the kind {document}.", document=document)
    return found


def _unknown(transaction_set: TransactionSet, version: str, reason: str, terms: Terms) -> SetReading:
    """Held ones are acknowledged as readable, because a person here deals with them; the others are refused."""
    own = transaction_set.problems
    if terms.unknown_document == "held":
        return SetReading(None, own, reason)
    position = transaction_set.position(1, 1)
    refusal = Problem("set_not_supported", Severity.FATAL, position, transaction_set.set_id, version)
    return SetReading(None, (*own, refusal), reason, is_rejected=True)
