"""Figures for Prometheus: what the workers do, how old the oldest due work is, messages by state, HTTP times.

With PROMETHEUS_MULTIPROC_DIR set before the first import, all processes write there and any of them can expose the
sum; without it a process exposes its own. What only the database knows is read when somebody asks.
"""

import logging
import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import REGISTRY, Collector
from sqlalchemy.exc import SQLAlchemyError

from causeway.tenants import work

_log = logging.getLogger(__name__)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

WORK = Counter("causeway_work", "Work rows by kind and what became of the try", ["kind", "outcome"])
WORK_SECONDS = Histogram(
    "causeway_work_seconds",
    "Time that one try took",
    ["kind"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60),
)
WORK_DELAY = Histogram(
    "causeway_work_delay_seconds",
    "Time from when a row was due to when a worker began with it",
    ["kind"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 600),
)
MESSAGES = Counter("causeway_messages", "Messages that reached a state", ["document", "direction", "state"])
TRANSMISSIONS = Counter("causeway_transmissions", "Answers to delivered transmissions", ["answer"])
HTTP_SECONDS = Histogram(
    "causeway_http_seconds",
    "Time to the end of a response",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
# Documents are named by partners; only names of a known shape become labels, so that nobody can make series at will.
_LONGEST_DOCUMENT = 8
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def count_message(document: str, direction: str, state: str) -> None:
    """A message reached that state."""
    known = document if document.isalnum() and len(document) <= _LONGEST_DOCUMENT else "other"
    MESSAGES.labels(known, direction, state).inc()


def observe_http(method: str, route: str | None, status: int, seconds: float) -> None:
    """A request was answered; the route is the rule, not the path, so that ids make no series of their own."""
    known = method if method in _METHODS else "other"
    HTTP_SECONDS.labels(known, route or "none", str(status)).observe(seconds)


class _Backlog(Collector):
    """The state of the work table at the time of asking; absent while the database does not answer."""

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        try:
            backlog = work.backlog()
        except (SQLAlchemyError, RuntimeError) as error:
            _log.warning("no figures about work: %s", type(error).__name__)
            return
        for name, text, value in (
            ("causeway_work_due", "Work rows that are due", float(backlog.due)),
            ("causeway_work_parked", "Work rows that wait for a person", float(backlog.parked)),
            (
                "causeway_work_oldest_due_seconds",
                "Since when the oldest due row waits",
                backlog.oldest_due_seconds,
            ),
        ):
            yield GaugeMetricFamily(name, text, value=value)


_backlog = _Backlog()
_collectors: list[Collector] = [_backlog]


def add_collector(collector: Collector) -> None:
    """Let a floor above add what it reads when somebody asks."""
    if collector not in _collectors:
        _collectors.append(collector)


def exposition() -> bytes:
    """All figures in the text format, of every process where they share a directory."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    for collector in _collectors:
        registry.register(collector)
    return generate_latest(registry)
