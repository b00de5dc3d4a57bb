"""What the portal adds to the figures: how many messages are not finished, read when Prometheus asks.

One reading serves every scrape within ten seconds, so that a scrape costs the database little.
"""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from causeway.gateway.exchanges.models import Message
from causeway.tenants import metrics
from causeway.tenants.context import IDENTITY_SCOPE, Scope
from causeway.tenants.db import unit_of_work
from causeway.tenants.models import Tenant

KEEP_SECONDS = 10.0
OPEN_STATES = ("received", "held", "failed", "pending", "overdue")

_Counts = dict[tuple[str, str], int]


@dataclass(slots=True, eq=False)
class _OpenMessages(Collector):
    """Messages that are not finished, by direction and state."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    counts: _Counts = field(default_factory=dict)
    read_at: float | None = None

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing at registration: the database is asked at the scrape alone."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with self.lock:
            if self.read_at is None or time.monotonic() - self.read_at > KEEP_SECONDS:
                self.counts, self.read_at = _count_open(), time.monotonic()
            counts = dict(self.counts)
        family = GaugeMetricFamily(
            "causeway_messages_open", "Messages that are not finished", labels=["direction", "state"]
        )
        for labels, count in counts.items():
            family.add_metric(labels, count)
        yield family


_open_messages = _OpenMessages()


def register() -> None:
    """Have the figures of this module in every exposition of this process."""
    metrics.add_collector(_open_messages)


def _count_open() -> _Counts:
    """Of all tenants, one short transaction each, because nothing reads across tenants."""
    with unit_of_work(IDENTITY_SCOPE) as session:
        tenants = session.scalars(select(Tenant.id)).all()
    total: _Counts = {}
    for tenant_id in tenants:
        with unit_of_work(Scope(tenant_id=tenant_id)) as session:
            counts = session.execute(
                select(Message.direction, Message.state, func.count())
                .where(Message.state.in_(OPEN_STATES))
                .group_by(Message.direction, Message.state)
            ).all()
        for direction, state, count in counts:
            total[direction, state] = total.get((direction, state), 0) + count
    return total
