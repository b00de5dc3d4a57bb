"""Why a message waits, in the shape that the pipeline keeps and a page makes a sentence of."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from causeway.gateway.canonical.intake import Held, MessageContext
from causeway.portal.domain.codes.resolver import Missing
from causeway.portal.domain.codes.waiting import record_missing
from causeway.portal.domain.orders.facts import Finding
from causeway.portal.domain.orders.models import Order

_SHOWN = 50


def held(findings: Sequence[Finding], order: Order | None = None) -> Held:
    """The first finding's reason with all of its like; the others are kept beside it."""
    reason = findings[0].reason
    data = {
        **findings[0].data,
        "lines": [{"line": f.line, **f.data} for f in findings if f.reason == reason and f.line][:_SHOWN],
        "also": sorted({f.reason for f in findings} - {reason}),
    }
    return held_on(reason, order, **data)


def held_on(reason: str, order: Order | None, **data: object) -> Held:
    """Held, for the order that it is about where that is known."""
    if order is None:
        return Held(reason, data)
    return Held(reason, {"number": order.number, **data}, order.partner_id, "order", order.id)


def held_for_another(order: Order) -> Held:
    """It names another seller than the order has, so it is not put on that order, where its seller would read it."""
    return Held("partner_changed", {"number": order.number})


def held_for_codes(session: Session, missing: Sequence[Missing], context: MessageContext) -> Held:
    """Waits for the unknown codes, each of which is in the queue now."""
    codes = record_missing(
        session, message_id=context.message_id, owner_id=context.sender_id, missing=missing
    )
    return Held("unmapped_codes", {"count": len(codes), "codes": codes[:_SHOWN]})
