"""The work 'inbound.read': a durable transmission is taken apart into interchanges, groups and messages.

One transaction does all of it, acknowledgements included, so that it happens once. What a message does to the
business comes after, in a unit of work per message. Reading again (after a release) goes on where it stopped.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.gateway.exchanges.models import Blob, ExchangeState, Interchange, Transmission
from causeway.gateway.formats import x12
from causeway.gateway.formats.base import Problem
from causeway.gateway.formats.detect import detect
from causeway.gateway.formats.x12 import DEFAULT_OPTIONS, ReadOptions, read_envelope
from causeway.gateway.partners.routing import EnvelopeParties, Refusal
from causeway.gateway.partners.service import terms_of
from causeway.gateway.pipeline.arrival import Arrival
from causeway.gateway.pipeline.duplicate_keys import find_envelope_identity
from causeway.gateway.pipeline.interchanges import InterchangeReader
from causeway.gateway.pipeline.stored_problems import stored
from causeway.gateway.pipeline.x12_terms import read_options
from causeway.tenants import work
from causeway.tenants.context import Channel, Scope
from causeway.tenants.db import get_or_404, unit_of_work
from causeway.tenants.errors import AgreementError

X12 = "x12"
RELEASED = "released"
_READABLE = (ExchangeState.RECEIVED, ExchangeState.HELD, ExchangeState.FAILED)


def read_transmission(claim: work.Claim) -> None:
    """Take one transmission apart; held, with a reason, where that needs a person."""
    with unit_of_work(scope_of(claim)) as session:
        if claim.reference is None:
            raise ValueError("inbound.read names its transmission")
        transmission = get_or_404(session, Transmission, claim.reference, lock=True)
        if transmission.state in _READABLE:
            _read(session, transmission, claim)
        work.complete(session, claim)


def mark_unread(claim: work.Claim, _error: Exception) -> None:
    """The transmission could not be read for a reason of ours; its bytes stay and can be replayed."""
    with unit_of_work(scope_of(claim)) as session:
        transmission = session.get(Transmission, (claim.tenant_id, claim.reference))
        if transmission is not None and transmission.state in _READABLE:
            transmission.state = ExchangeState.FAILED.value
            transmission.reason, transmission.reason_data = "internal_error", {}


def scope_of(claim: work.Claim) -> Scope:
    """The tenant's side of the wall for work that a partner's bytes caused: agreements are read there."""
    return Scope(tenant_id=claim.tenant_id, channel=Channel.EDI)


def _read(session: Session, transmission: Transmission, claim: work.Claim) -> None:
    data = bytes(get_or_404(session, Blob, transmission.blob_id).content)
    transmission.format = detect(data)
    if transmission.format != X12:
        reason = "format_not_supported" if transmission.format else "unknown_format"
        return _hold(transmission, Refusal(reason, {"format": transmission.format}))
    arrival = Arrival(transmission, data, claim.id, released=bool(claim.payload.get(RELEASED)))
    options = _options(session, arrival)
    if isinstance(options, Refusal):
        return _hold(transmission, options)
    envelope = read_envelope(data, options)
    transmission.problems = stored(_problems(envelope))
    if not any(map(_holds_something, envelope.interchanges)):
        return _hold(transmission, Refusal("unreadable"))
    is_new = transmission.state == ExchangeState.RECEIVED
    known = {} if is_new else _interchanges_read_before(session, transmission.id)
    rows = [
        InterchangeReader(session, arrival, interchange).read(known.get(interchange.byte_start))
        for interchange in envelope.interchanges
    ]
    return _conclude(transmission, rows)


def _problems(envelope: x12.Transmission) -> list[Problem]:
    """What is wrong with the file and every envelope in it: its sender looks in one place, the answer about the file."""
    found = list(envelope.problems)
    for interchange in envelope.interchanges:
        found += [*interchange.problems, *(each for group in interchange.groups for each in group.problems)]
    return found


def _holds_something(interchange: x12.Interchange) -> bool:
    """Whether there is anything to do: a document, a TA1, or nothing as the sender meant it, with all trailers right.

    A file that was cut before its first document must not be called applied.
    """
    documents = any(group.sets for group in interchange.groups) or interchange.ta1s
    wrong = interchange.problems or any(group.problems for group in interchange.groups)
    return bool(documents) or not wrong


def _options(session: Session, arrival: Arrival) -> ReadOptions | Refusal:
    """How the file is read, which the agreement says; it must be known before anything is cut (charset)."""
    identity = find_envelope_identity(arrival.data)
    if identity is None:
        return DEFAULT_OPTIONS
    parties = EnvelopeParties(
        identity.sender_qualifier,
        identity.sender_id,
        identity.receiver_qualifier,
        identity.receiver_id,
        identity.usage,
    )
    agreements = arrival.agreements(session, parties)
    if isinstance(agreements, Refusal):
        return DEFAULT_OPTIONS
    try:
        return read_options(terms_of(agreements[0]))
    except AgreementError as error:
        return Refusal("agreement_invalid", {"detail": error.message, "agreement": agreements[0].name})


def _interchanges_read_before(session: Session, transmission_id: UUID) -> dict[int, Interchange]:
    rows = session.scalars(select(Interchange).where(Interchange.transmission_id == transmission_id))
    return {row.byte_start: row for row in rows}


def _hold(transmission: Transmission, refusal: Refusal) -> None:
    transmission.state = ExchangeState.HELD.value
    transmission.reason = refusal.reason
    transmission.reason_data = refusal.data


def _conclude(transmission: Transmission, rows: list[Interchange]) -> None:
    """The transmission stands where its most needy interchange stands."""
    for state in (ExchangeState.HELD, ExchangeState.REJECTED):
        found = next((row for row in rows if row.state == state), None)
        if found is not None and (state is ExchangeState.HELD or all(row.state == state for row in rows)):
            transmission.state = state.value
            transmission.reason = found.reason
            transmission.reason_data = found.envelope.get("reason_data", {})
            return
    transmission.state = ExchangeState.APPLIED.value
    transmission.reason, transmission.reason_data = None, {}
