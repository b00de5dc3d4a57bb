"""The work 'inbound.read': a durable transmission is taken apart into interchanges, groups and messages.

One transaction does all of it, acknowledgements included, so that it happens once. What a message does to the
business comes after, in a unit of work per message. Reading again (after a release) goes on where it stopped.
"""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.gateway.exchanges.kinds import OUTBOUND_SEND
from causeway.gateway.exchanges.models import ExchangeState, Interchange, Transmission
from causeway.gateway.formats import x12
from causeway.gateway.formats.base import Problem
from causeway.gateway.formats.detect import detect
from causeway.gateway.formats.x12 import DEFAULT_OPTIONS, ReadOptions, read_envelope
from causeway.gateway.partners.routing import EnvelopeParties, Refusal
from causeway.gateway.partners.service import terms_of
from causeway.gateway.pipeline.arrival import Arrival
from causeway.gateway.pipeline.duplicate_keys import find_envelope_identity
from causeway.gateway.pipeline.interchanges import InterchangeReader
from causeway.gateway.pipeline.sending import send
from causeway.gateway.pipeline.stored_problems import stored
from causeway.gateway.pipeline.x12_terms import read_options
from causeway.tenants import bell, work
from causeway.tenants.context import Channel, Scope
from causeway.tenants.db import after_commit, run, unit_of_work
from causeway.tenants.errors import AgreementError, NotFoundError

X12 = "x12"
RELEASED = "released"
_READABLE = (ExchangeState.RECEIVED, ExchangeState.HELD, ExchangeState.FAILED)


class _NotAtOnceError(Exception):
    """An acknowledgement cannot be written; everything is read again, and it waits as one that failed."""


def read_transmission(claim: work.Claim) -> None:
    """Take one transmission apart; held, with a reason, where that needs a person."""
    try:
        _in_one_transaction(claim, _answer)
    except _NotAtOnceError:
        # Its control numbers have to be given back, which only the end of the transaction does.
        _in_one_transaction(claim, _answer_later)


_LOAD = """
select t.id, t.tenant_id, t.partner_id, t.state, t.reason, t.reason_data, t.format, t.problems, t.sha256,
  t.conflict_with_id, t.at, b.content
from transmission t join blob b on b.tenant_id = t.tenant_id and b.id = t.blob_id
where t.tenant_id = %(tenant_id)s and t.id = %(id)s for update of t
"""
_COLUMNS = (
    *("id", "tenant_id", "partner_id", "state", "reason", "reason_data", "format", "problems", "sha256"),
    *("conflict_with_id", "at"),
)
_CONCLUDE = """
update transmission set state = %(state)s, reason = %(reason)s, reason_data = cast(%(reason_data)s as jsonb),
  format = %(format)s, problems = cast(%(problems)s as jsonb)
where tenant_id = %(tenant_id)s and id = %(id)s
"""


def _in_one_transaction(claim: work.Claim, answer: Callable[[Session, Arrival], None]) -> None:
    if claim.reference is None:
        raise ValueError("inbound.read names its transmission")
    key = {"tenant_id": claim.tenant_id, "id": claim.reference}
    with unit_of_work(scope_of(claim)) as session:
        row = run(session, _LOAD, key).fetchone()
        if row is None:
            raise NotFoundError(f"{claim.kind} names no transmission")
        # A plain holder of values: what becomes of it is written by one statement at the end.
        transmission = Transmission(**dict(zip(_COLUMNS, row[:-1], strict=True)))
        if transmission.state in _READABLE:
            released = bool(claim.payload.get(RELEASED))
            arrival = Arrival(transmission, bytes(row[-1]), claim.id, released=released)
            _read(session, arrival)
            answer(session, arrival)
            arrival.rows.write(session)
            after_commit(session, bell.ring)
            run(session, _CONCLUDE, {**key, **_outcome(transmission)})
        work.complete(session, claim)


def _outcome(transmission: Transmission) -> dict[str, Any]:
    return {
        "state": transmission.state,
        "reason": transmission.reason,
        "reason_data": json.dumps(transmission.reason_data),
        "format": transmission.format,
        "problems": json.dumps(transmission.problems),
    }


def _answer(session: Session, arrival: Arrival) -> None:
    """Write the acknowledgements that are owed into the mailbox, in the transaction that says what they say.

    Last of all, because their numbers stay locked to its end; in one order, so that two files cannot cross.
    """
    for owed in sorted(arrival.owed, key=lambda each: each.agreed.agreement.id):
        try:
            send(session, owed.message, owed.agreed)
        except AgreementError as error:
            raise _NotAtOnceError from error
        arrival.rows.add(owed.message)


def _answer_later(_session: Session, arrival: Arrival) -> None:
    """The acknowledgements as work of their own, whose failure is seen, kept and mended by itself."""
    for owed in arrival.owed:
        arrival.rows.add(owed.message)
        arrival.rows.add(work.due_now(OUTBOUND_SEND, owed.message.id))


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


def _read(session: Session, arrival: Arrival) -> None:
    transmission, data = arrival.transmission, arrival.data
    transmission.format = detect(data)
    if transmission.format != X12:
        reason = "format_not_supported" if transmission.format else "unknown_format"
        return _hold(transmission, Refusal(reason, {"format": transmission.format}))
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
