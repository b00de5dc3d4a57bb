"""Which agreement an interchange and its groups belong to, from the identities in their envelopes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.gateway.partners.models import Agreement, Usage
from causeway.tenants.context import current_scope
from causeway.tenants.models import Tenant

_USAGES = {"P": Usage.LIVE, "T": Usage.TEST}


@dataclass(frozen=True, slots=True)
class EnvelopeParties:
    """Who an interchange says it is from and for, and whether it counts (ISA05 to ISA08, ISA15)."""

    sender_qualifier: str
    sender_id: str
    receiver_qualifier: str
    receiver_id: str
    usage: str

    @property
    def sender(self) -> str:
        """The sender as people write it."""
        return f"{self.sender_qualifier}:{self.sender_id}"

    @property
    def receiver(self) -> str:
        """The receiver as people write it."""
        return f"{self.receiver_qualifier}:{self.receiver_id}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why no agreement fits: a code, and the values of its sentence."""

    reason: str
    data: dict[str, Any] = field(default_factory=dict)


def find_agreements(
    session: Session, parties: EnvelopeParties, *, sender_organization_id: UUID
) -> Sequence[Agreement] | Refusal:
    """The usable agreements of an interchange (one per GS id of the sender), or why there is none.

    The organization is the one that authenticated: nobody speaks under another's identity.
    """
    of_sender = session.scalars(
        select(Agreement)
        .where(Agreement.their_qualifier == parties.sender_qualifier, Agreement.their_id == parties.sender_id)
        .order_by(Agreement.id)
    ).all()
    names = {"sender": parties.sender, "receiver": parties.receiver}
    if not of_sender:
        return Refusal("unknown_sender", names)
    own = [row for row in of_sender if row.organization_id == sender_organization_id]
    if not own:
        return Refusal("identity_of_another", names)
    fitting = [
        row
        for row in own
        if (row.our_qualifier, row.our_id) == (parties.receiver_qualifier, parties.receiver_id)
    ]
    if not fitting:
        return Refusal("unknown_receiver", names)
    return _of_usage(fitting, parties.usage)


def _of_usage(fitting: Sequence[Agreement], indicator: str) -> Sequence[Agreement] | Refusal:
    wanted = _USAGES.get(indicator)
    named = {"agreement": fitting[0].name}
    if wanted is None:
        return Refusal("information_only", named)
    usable = [row for row in fitting if row.usage == wanted]
    if not usable:
        return Refusal("test_on_live" if wanted is Usage.TEST else "live_on_test", named)
    enabled = [row for row in usable if row.disabled_at is None]
    return enabled or Refusal("agreement_disabled", named)


def agreement_of_group(agreements: Sequence[Agreement], sender: str, receiver: str) -> Agreement | Refusal:
    """The one of an interchange's agreements that its group belongs to (GS02, GS03)."""
    for agreement in agreements:
        if (agreement.their_group_id, agreement.our_group_id) == (sender, receiver):
            return agreement
    return Refusal("unknown_group_parties", {"group_sender": sender, "group_receiver": receiver})


def same_identities(session: Session, agreement: Agreement) -> Sequence[UUID]:
    """All agreements between the same two interchange identities, the first one made first."""
    return session.scalars(
        select(Agreement.id)
        .where(
            Agreement.their_qualifier == agreement.their_qualifier,
            Agreement.their_id == agreement.their_id,
            Agreement.our_qualifier == agreement.our_qualifier,
            Agreement.our_id == agreement.our_id,
        )
        .order_by(Agreement.id)
    ).all()


def tests_may_apply(session: Session) -> bool:
    """Whether a test document may take effect here: only in a sandbox, which is a tenant of its own."""
    tenant = session.get_one(Tenant, current_scope().tenant_id)
    return tenant.live_tenant_id is not None
