"""A transmission while it is being read: its bytes, and the agreements that were looked up for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from causeway.gateway.exchanges.models import Message, Transmission
from causeway.gateway.partners.models import Agreement
from causeway.gateway.partners.routing import EnvelopeParties, Refusal, find_agreements
from causeway.gateway.pipeline.group_terms import GroupTerms
from causeway.tenants.bulk import Batch


@dataclass(frozen=True, slots=True)
class Owed:
    """An acknowledgement that is decided, and the agreement under which it goes out."""

    message: Message
    agreed: GroupTerms


@dataclass(frozen=True, slots=True)
class Arrival:
    """The transmission being read, its bytes, the work row that reads it, and whether a person let it go on.

    The rows that come of it are gathered in `rows`, the acknowledgements it is owed in `owed`.
    """

    transmission: Transmission
    data: bytes
    work_id: UUID
    released: bool
    rows: Batch = field(default_factory=Batch)
    owed: list[Owed] = field(default_factory=list)
    _found: dict[EnvelopeParties, Sequence[Agreement] | Refusal] = field(default_factory=dict)

    def agreements(self, session: Session, parties: EnvelopeParties) -> Sequence[Agreement] | Refusal:
        """The agreements of an interchange between these parties, or why there is none; looked up once."""
        if parties not in self._found:
            self._found[parties] = find_agreements(
                session, parties, sender_organization_id=self.transmission.partner_id
            )
        return self._found[parties]
