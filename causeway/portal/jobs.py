"""The processes behind the pages: a worker, which does what somebody waits for, and the scheduler, which keeps house.

Any number of workers may run, on any number of machines. More than one scheduler does no harm.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import text

from causeway.gateway.pipeline.work_kinds import KINDS as PIPELINE_KINDS
from causeway.portal import bindings, garbage
from causeway.portal import logging as logs
from causeway.tenants import audit, bell, clock, db
from causeway.tenants.auth import upkeep
from causeway.tenants.context import IDENTITY_SCOPE
from causeway.tenants.settings import Settings
from causeway.tenants.worker import Kind, Worker, is_outage

_log = logging.getLogger(__name__)
SEAL_SECONDS = 0.25
PARTITION_SECONDS = 3600.0
PRUNE_SECONDS = 6 * 3600.0
PARTITION_MONTHS_AHEAD = 3
_AFTER_FAILURE_SECONDS = 5.0
# A worker does one thing at a time; its second thread renews leases.
_WORKER_CONNECTIONS = 3

KINDS: Mapping[str, Kind] = {**PIPELINE_KINDS}


def run_worker(settings: Settings) -> None:
    """Do due work until SIGTERM or SIGINT, which let the row at hand end."""
    _connect(settings)
    bindings.bind()
    worker = Worker(KINDS)
    _on_stop(worker.stop)
    garbage.collect_seldom()
    _log.info("worker started")
    worker.run()
    _log.info("worker ended")


def run_scheduler(settings: Settings) -> None:
    """Keep house until SIGTERM or SIGINT: seal the audit, make partitions ahead, delete what is long over."""
    _connect(settings)
    stop = threading.Event()
    _on_stop(stop.set)
    _log.info("scheduler started")
    keep_house(stop)
    _log.info("scheduler ended")


@dataclass(slots=True)
class Chore:
    """Something to be done every so often; a failure is told and tried again, and stops no other chore."""

    name: str
    every_seconds: float
    do: Callable[[], object]
    due: float = field(default=0.0)

    def run_if_due(self, now: float) -> None:
        """Do it, if it is time."""
        if now < self.due:
            return
        self.due = now + self.every_seconds
        try:
            self.do()
        except Exception as error:  # noqa: BLE001 - the edge of each chore; the next one must still run
            self.due = now + max(self.every_seconds, _AFTER_FAILURE_SECONDS)
            if is_outage(error):
                _log.warning("the database is away, %s waits", self.name)
            else:
                _log.error("%s failed", self.name, exc_info=error)


def keep_house(stop: threading.Event) -> None:
    """Do every chore when it is due, until told to stop."""
    sealer = audit.Sealer()
    chores = [
        Chore("making partitions", PARTITION_SECONDS, ensure_partitions),
        Chore("sealing the audit", SEAL_SECONDS, sealer.sweep),
        Chore("deleting what is over", PRUNE_SECONDS, upkeep.prune),
    ]
    while not stop.is_set():
        for chore in chores:
            chore.run_if_due(time.monotonic())
        stop.wait(SEAL_SECONDS)


def ensure_partitions() -> None:
    """Make the monthly partitions of the big logs for the months ahead."""
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        session.execute(
            text("select causeway_ensure_partitions(:months)"), {"months": PARTITION_MONTHS_AHEAD}
        )


def _connect(settings: Settings) -> None:
    logs.configure(settings)
    clock.configure(settings.clock_offset_seconds)
    db.configure(settings.database_url, pool_size=_WORKER_CONNECTIONS)
    bell.configure(settings.redis_url or None)


def _on_stop(stop: Callable[[], None]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop())
