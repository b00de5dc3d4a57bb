"""The kinds of work of the pipeline, and the names of its lanes and gates."""

from uuid import UUID

INBOUND_READ = "inbound.read"
INBOUND_APPLY = "inbound.apply"
OUTBOUND_SEND = "outbound.send"
OUTBOUND_OVERDUE = "outbound.overdue"


def reading_gate(sender_id: UUID) -> str:
    """What a sender's documents stay behind until everything it sent before has been read."""
    return f"read:{sender_id}"


def document_lane(sender_id: UUID, chain: str) -> str:
    """The lane of one document chain of one sender: an order before its change."""
    return f"{chain}:{sender_id}"
