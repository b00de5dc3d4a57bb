"""An agreement together with its terms, as the readers of envelopes pass them on."""

from dataclasses import dataclass

from causeway.gateway.partners.models import Agreement
from causeway.gateway.partners.terms import Terms


@dataclass(frozen=True, slots=True)
class GroupTerms:
    """The agreement that a group belongs to, with its terms."""

    agreement: Agreement
    terms: Terms
