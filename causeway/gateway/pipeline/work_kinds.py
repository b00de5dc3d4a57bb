"""The pipeline's kinds of work, for whoever runs the workers."""

from collections.abc import Mapping

from causeway.gateway.exchanges.kinds import INBOUND_APPLY, INBOUND_READ, OUTBOUND_OVERDUE, OUTBOUND_SEND
from causeway.gateway.pipeline import applying, inbound, outbound
from causeway.tenants.worker import Kind

KINDS: Mapping[str, Kind] = {
    INBOUND_READ: Kind(inbound.read_transmission, inbound.mark_unread),
    INBOUND_APPLY: Kind(applying.apply_message, applying.mark_not_applied),
    OUTBOUND_SEND: Kind(outbound.send_message, outbound.mark_unsent),
    OUTBOUND_OVERDUE: Kind(outbound.note_overdue),
}
