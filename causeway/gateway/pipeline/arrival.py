"""A transmission while it is being read: its bytes, and the agreements that were looked up for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from causeway.gateway.exchanges.models import Transmission
from causeway.gateway.partners.models import Agreement
from causeway.gateway.partners.routing import EnvelopeParties, Refusal, find_agreements


@dataclass(frozen=True, slots=True)
class Arrival:
    """The transmission being read, its bytes, the work row that reads it, and whether a person let it go on."""

    transmission: Transmission
    data: bytes
    work_id: UUID
    released: bool
    _found: dict[EnvelopeParties, Sequence[Agreement] | Refusal] = field(default_factory=dict)

    def agreements(self, session: Session, parties: EnvelopeParties) -> Sequence[Agreement] | Refusal:
        """The agreements of an interchange between these parties, or why there is none; looked up once."""
        if parties not in self._found:
            self._found[parties] = find_agreements(
                session, parties, sender_organization_id=self.transmission.partner_id
            )
        return self._found[parties]
