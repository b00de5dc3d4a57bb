"""What a domain answers to a canonical message: the seam between the pipeline and the business.

The pipeline calls a handler with the message and its context, inside the message's own unit of work; the handler
answers with one of these values. Raising is for our own failures only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MessageContext:
    """What the domain may know of where a message came from."""

    message_id: UUID
    # The organization at the other end of the wire, and whether it is the tenant's own (its ERP).
    sender_id: UUID
    sender_is_own: bool
    agreement_id: UUID
    received_at: datetime
    # True where the agreement wants the seller's answer back as a document.
    answer_wanted: bool
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """The message took effect on that subject, which belongs to that partner."""

    subject_kind: str
    subject_id: UUID
    partner_id: UUID


@dataclass(frozen=True, slots=True)
class Held:
    """The message waits for a person; `reason` is a stable code, `data` what a sentence about it needs.

    `partner_id` and `subject_id` are set where they are known already.
    """

    reason: str
    data: Mapping[str, Any] = field(default_factory=dict)
    partner_id: UUID | None = None
    subject_kind: str | None = None
    subject_id: UUID | None = None


Intake = Applied | Held
