"""One interchange of a transmission: whose it is, whether it came before, its groups and sets as rows.

The envelope decides first: without an agreement, or with a broken envelope, nothing inside is touched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from causeway.gateway.exchanges.models import Direction, ExchangeState, Interchange
from causeway.gateway.formats import x12
from causeway.gateway.formats.x12.ta1 import DUPLICATE_NOTE
from causeway.gateway.partners.models import Agreement
from causeway.gateway.partners.routing import (
    EnvelopeParties,
    Refusal,
    agreement_of_group,
)
from causeway.gateway.partners.service import terms_of
from causeway.gateway.pipeline.arrival import Arrival
from causeway.gateway.pipeline.group_terms import GroupTerms
from causeway.gateway.pipeline.groups import GroupReader
from causeway.gateway.pipeline.interchange_acks import answer_interchange, receive_ta1s
from causeway.gateway.pipeline.interchange_numbers import COPY, take_number
from causeway.gateway.pipeline.safe_text import storable
from causeway.gateway.pipeline.stored_problems import stored
from causeway.tenants.errors import AgreementError
from causeway.tenants.ids import new_id


@dataclass(frozen=True, slots=True)
class _Agreed:
    """The agreement of every group, in their order, and the first one's, which speaks for the interchange."""

    first: GroupTerms
    groups: tuple[GroupTerms, ...]


class InterchangeReader:
    """Reads one interchange into rows; whoever reads it again after a release gets the same row."""

    def __init__(self, session: Session, arrival: Arrival, interchange: x12.Interchange) -> None:
        self._session = session
        self._arrival = arrival
        self._interchange = interchange

    def read(self, known: Interchange | None) -> Interchange:
        """The interchange's row, with everything in it read unless it is held or rejected."""
        if known is not None and known.state != ExchangeState.HELD:
            return known
        row = known or self._new_row()
        agreed = self._agreed()
        if isinstance(agreed, Refusal):
            _stop(row, ExchangeState.HELD, agreed)
        else:
            row.agreement_id = agreed.first.agreement.id
            self._decide(row, agreed)
        if known is None:
            self._arrival.rows.add(row)
        if not isinstance(agreed, Refusal) and row.state == ExchangeState.APPLIED:
            self._read_inside(row, agreed)
        return row

    def _decide(self, row: Interchange, agreed: _Agreed) -> None:
        came_before = take_number(self._session, self._arrival, self._interchange, agreed.first.terms)
        if came_before is None or self._arrival.released:
            answer_interchange(self._session, self._interchange, agreed.first)
            row.state, row.reason = ExchangeState.APPLIED.value, None
            return
        is_copy = came_before.reason == COPY
        if is_copy:
            answer_interchange(self._session, self._interchange, agreed.first, refused_with=DUPLICATE_NOTE)
        _stop(row, ExchangeState.REJECTED if is_copy else ExchangeState.HELD, came_before)

    def _read_inside(self, row: Interchange, agreed: _Agreed) -> None:
        interchange, transmission = self._interchange, self._arrival.transmission
        if interchange.ta1s:
            # What a TA1 settles is looked for and locked, so its own row has to be there, and the one it points to.
            self._arrival.rows.write(self._session)
            receive_ta1s(self._session, interchange, row, agreed.first, at=transmission.at)
        for group, group_terms in zip(interchange.groups, agreed.groups, strict=True):
            GroupReader(self._arrival, row, group_terms).read(interchange, group)

    def _agreed(self) -> _Agreed | Refusal:
        interchange = self._interchange
        parties = EnvelopeParties(
            interchange.sender_qualifier,
            interchange.sender_id,
            interchange.receiver_qualifier,
            interchange.receiver_id,
            interchange.usage,
        )
        agreements = self._arrival.agreements(self._session, parties)
        if isinstance(agreements, Refusal):
            return Refusal(agreements.reason, storable(agreements.data))
        try:
            return self._agreed_groups(agreements)
        except AgreementError as error:
            return Refusal("agreement_invalid", {"detail": error.message, "agreement": agreements[0].name})

    def _agreed_groups(self, agreements: Sequence[Agreement]) -> _Agreed | Refusal:
        groups = []
        for group in self._interchange.groups:
            agreement = agreement_of_group(agreements, group.sender, group.receiver)
            if isinstance(agreement, Refusal):
                return Refusal(agreement.reason, storable(agreement.data))
            groups.append(GroupTerms(agreement, terms_of(agreement)))
        first = groups[0] if groups else GroupTerms(agreements[0], terms_of(agreements[0]))
        return _Agreed(first, tuple(groups))

    # the row

    def _new_row(self) -> Interchange:
        interchange, transmission = self._interchange, self._arrival.transmission
        return Interchange(
            id=new_id(),
            partner_id=transmission.partner_id,
            transmission_id=transmission.id,
            direction=Direction.IN.value,
            state=ExchangeState.RECEIVED.value,
            problems=stored(interchange.problems),
            byte_start=interchange.byte_start,
            byte_end=interchange.byte_end,
            **storable(_columns(interchange)),
        )


def _columns(interchange: x12.Interchange) -> dict[str, Any]:
    marks = interchange.delimiters
    return {
        "sender": f"{interchange.sender_qualifier}:{interchange.sender_id}",
        "receiver": f"{interchange.receiver_qualifier}:{interchange.receiver_id}",
        "control_number": interchange.control_number,
        "version": interchange.version,
        "usage": interchange.usage,
        "written_at": f"{interchange.date} {interchange.time}".strip() or None,
        "envelope": {
            "delimiters": [marks.element, marks.component, marks.repetition, marks.terminator],
            "ack_requested": interchange.ack_requested,
            "claimed_groups": interchange.claimed_groups,
        },
    }


def _stop(row: Interchange, state: ExchangeState, refusal: Refusal) -> None:
    row.state, row.reason = state.value, refusal.reason
    row.envelope = {**row.envelope, "reason_data": dict(refusal.data)}
