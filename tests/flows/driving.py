"""Doing by hand what the processes do: deliver bytes, and let a worker run until nothing is due."""

from uuid import UUID

from causeway.gateway.pipeline.accept import Delivery, Receipt, accept
from causeway.gateway.pipeline.work_kinds import KINDS
from causeway.portal import bindings
from causeway.tenants.context import Channel, Role, Scope
from causeway.tenants.worker import Worker

_ENOUGH_ROUNDS = 200


def deliver(tenant_id: UUID, sender_id: UUID, data: bytes, *, own: bool = True) -> Receipt:
    """The receipt for bytes from that organization's system."""
    scope = (
        Scope(tenant_id, channel=Channel.EDI)
        if own
        else Scope(tenant_id, Role.PARTNER, sender_id, channel=Channel.EDI)
    )
    return accept(scope, Delivery(sender_id, data, "application/edi-x12", "http"))


def work_until_idle() -> None:
    """Run one worker until nothing is due; fails when that does not come about."""
    bindings.bind()
    worker = Worker(KINDS)
    for _ in range(_ENOUGH_ROUNDS):
        if not worker.run_once():
            return
    raise AssertionError("the work does not end")
