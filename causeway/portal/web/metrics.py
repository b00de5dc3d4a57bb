"""What Prometheus may ask: answered requests, and how much work and how many messages wait.

Each process counts for itself. With PROMETHEUS_MULTIPROC_DIR set (the command `web` does so) the counts of all
processes are added up at the scrape; what the database knows is read there, at most every ten seconds.
"""

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from causeway.gateway.exchanges.models import Message
from causeway.tenants import clock
from causeway.tenants.context import IDENTITY_SCOPE, Scope
from causeway.tenants.db import unit_of_work
from causeway.tenants.models import Tenant
from causeway.tenants.work import Work

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
KEEP_SECONDS = 10.0
OPEN_STATES = ("received", "held", "failed", "pending", "overdue")
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

_own = CollectorRegistry()
REQUESTS = Counter(
    "causeway_http_requests_total", "Answered requests", ("method", "rule", "status"), registry=_own
)
SECONDS = Histogram(
    "causeway_http_request_seconds", "Time to answer", ("method", "rule"), buckets=_BUCKETS, registry=_own
)


def observe_request(method: str, rule: str, status: int, seconds: float) -> None:
    """Count one answered request under its route, whose name has no ids in it."""
    known = method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "other"
    REQUESTS.labels(known, rule, str(status)).inc()
    SECONDS.labels(known, rule).observe(seconds)


def exposition() -> bytes:
    """Everything in Prometheus' text form."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        counted = generate_latest(registry)
    else:
        counted = generate_latest(_own)
    waiting = CollectorRegistry()
    waiting.register(_database)
    return counted + generate_latest(waiting)


@dataclass(slots=True)
class _Reading:
    """What the database said at some moment."""

    taken_at: float
    work: list[tuple[str, int, float]]
    messages: dict[tuple[str, str], int]


@dataclass(slots=True, eq=False)
class _DatabaseCollector(Collector):
    """Work rows and messages that wait, as gauges; one reading serves every scrape within ten seconds."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    reading: _Reading | None = None

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with self.lock:
            if self.reading is None or time.monotonic() - self.reading.taken_at > KEEP_SECONDS:
                self.reading = _Reading(time.monotonic(), _read_work(), _read_messages())
            reading = self.reading
        rows = GaugeMetricFamily("causeway_work_rows", "Work rows that are due", labels=["kind"])
        age = GaugeMetricFamily(
            "causeway_work_oldest_seconds", "Age of the oldest due work row", labels=["kind"]
        )
        for kind, count, oldest in reading.work:
            rows.add_metric([kind], count)
            age.add_metric([kind], oldest)
        messages = GaugeMetricFamily(
            "causeway_messages_open", "Messages that are not finished", labels=["direction", "state"]
        )
        for (direction, state), count in reading.messages.items():
            messages.add_metric([direction, state], count)
        yield from (rows, age, messages)


_database = _DatabaseCollector()


def _read_work() -> list[tuple[str, int, float]]:
    now = clock.now()
    with unit_of_work(IDENTITY_SCOPE) as session:
        rows = session.execute(
            select(Work.kind, func.count(), func.min(Work.run_at))
            .where(Work.run_at <= now)
            .group_by(Work.kind)
        ).all()
    return [(kind, count, (now - oldest).total_seconds()) for kind, count, oldest in rows]


def _read_messages() -> dict[tuple[str, str], int]:
    """Open messages of all tenants, one short transaction each, because nothing reads across tenants."""
    with unit_of_work(IDENTITY_SCOPE) as session:
        tenants = session.scalars(select(Tenant.id)).all()
    total: dict[tuple[str, str], int] = {}
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
