"""The loop of one worker process: claim, do, and decide what a failure means.

A handler does its work and takes the row away in one transaction, so that whatever kills this process leaves either
everything or nothing, and a lease that runs out. Failures of the infrastructure are not held against a row.
"""

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import psycopg
import psycopg_pool
import sqlalchemy.exc

from causeway.tenants import bell, clock, metrics, work
from causeway.tenants.errors import AgreementError, CausewayError, RemoteError

_log = logging.getLogger(__name__)
POLL_SECONDS = 0.2
BATCH = 4
RENEW_SECONDS = work.LEASE.total_seconds() / 3
# Rows that wait behind long work in this process are better off with another one.
SHARE_AFTER_SECONDS = 2.0
DRAIN_SECONDS = 15.0
_LONGEST_OUTAGE_PAUSE = 2.0
_BACKOFF = (timedelta(seconds=1), timedelta(seconds=5), timedelta(seconds=30))
_OUTAGE_DELAY = timedelta(seconds=1)
# SQLSTATE classes that speak of the server, not of our statement: connection, resources, shutdown, deadlock.
_OUTAGE_CLASSES = ("08", "53", "57", "40")

OnParked = Callable[[work.Claim, Exception], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of work does, and what is told to whom when it was given up.

    `on_parked` gets the claim and its last failure; it marks the thing that people look at.
    """

    handler: work.Handler
    on_parked: OnParked | None = None


class Worker:
    """One claim at a time; a second thread keeps the leases and hands over what waits too long."""

    def __init__(
        self, kinds: Mapping[str, Kind], *, batch: int = BATCH, poll_seconds: float = POLL_SECONDS
    ) -> None:
        self._kinds = kinds
        self._batch = batch
        self._poll_seconds = poll_seconds
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._waiting: deque[work.Claim] = deque()
        self._current: work.Claim | None = None
        self._began = 0.0
        self._stop_asked_at: float | None = None

    def stop(self) -> None:
        """Ask the loop to end after the row it is at; safe in a signal handler."""
        self._stop_asked_at = time.monotonic()
        self._stop.set()

    def run(self, *, leave: Callable[[], None] = lambda: os._exit(0)) -> None:
        """Work until `stop`. A row that does not end in time is given back, and `leave` ends the process."""
        keeper = threading.Thread(target=self._keep_leases, args=(leave,), name="leases", daemon=True)
        keeper.start()
        pause = self._poll_seconds
        while not self._stop.is_set():
            try:
                busy = self.run_once()
                pause = self._poll_seconds
            except Exception as error:
                if not is_outage(error):
                    raise
                _log.warning("the database is away: %s", type(error).__name__)
                pause = min(_LONGEST_OUTAGE_PAUSE, pause * 2)
                self._stop.wait(pause)
                continue
            if not busy and not self._stop.is_set():
                bell.wait(self._poll_seconds)
        self._give_back_waiting()

    def run_once(self) -> bool:
        """Claim what is due and do it; whether there was anything."""
        claims = work.claim(self._batch)
        with self._lock:
            self._waiting.extend(claims)
        while (claim := self._next()) is not None:
            try:
                self._do(claim)
            finally:
                with self._lock:
                    self._current = None
        return bool(claims)

    def _next(self) -> work.Claim | None:
        with self._lock:
            if not self._waiting or self._stop.is_set():
                return None
            self._current = self._waiting.popleft()
            self._began = time.monotonic()
            return self._current

    def _do(self, claim: work.Claim) -> None:
        kind = self._kinds.get(claim.kind)
        started = time.perf_counter()
        metrics.WORK_DELAY.labels(claim.kind).observe(max(0.0, (clock.now() - claim.due).total_seconds()))
        outcome = "done"
        try:
            _check(claim, kind).handler(claim)
        except work.LeaseLostError:
            outcome = "lost"
            _log.warning("work %s %s was taken over by another worker", claim.kind, claim.id)
        except Exception as error:  # noqa: BLE001 - the edge that decides what any failure means
            outcome = self._failed(claim, kind, error)
        metrics.WORK.labels(claim.kind, outcome).inc()
        metrics.WORK_SECONDS.labels(claim.kind).observe(time.perf_counter() - started)

    def _failed(self, claim: work.Claim, kind: Kind | None, error: Exception) -> str:
        """Give the row back as the error deserves; the name of the outcome."""
        if is_outage(error):
            _log.warning("work %s %s: the database is away: %s", claim.kind, claim.id, type(error).__name__)
            self._release(claim, error, _OUTAGE_DELAY, counted=False)
            return "outage"
        failures = claim.failures + 1
        park = failures >= work.MAX_FAILURES or _is_hopeless(error)
        _log.error(
            "work %s %s failed (%d of %d)", claim.kind, claim.id, failures, work.MAX_FAILURES, exc_info=error
        )
        if (
            park
            and kind is not None
            and kind.on_parked is not None
            and not _told(kind.on_parked, claim, error)
        ):
            # Parked without a mark on what it is about, nobody would look; so it is tried once more.
            self._release(claim, error, _OUTAGE_DELAY, counted=False)
            return "outage"
        self._release(claim, error, _delay(error, claim.failures), park=park)
        return "parked" if park else "retried"

    def _release(
        self,
        claim: work.Claim,
        error: Exception,
        delay: timedelta,
        *,
        park: bool = False,
        counted: bool = True,
    ) -> None:
        try:
            work.release(claim, _told_as(error), delay=delay, park=park, counted=counted)
        except Exception as second:
            if not is_outage(second):
                raise
            _log.warning("work %s stays leased until its lease runs out", claim.id)

    def _keep_leases(self, leave: Callable[[], None]) -> None:
        renewed = time.monotonic()
        while True:
            time.sleep(0.1)
            now = time.monotonic()
            with self._lock:
                current, waiting, began = self._current, list(self._waiting), self._began
            if self._stop.is_set() and current is None:
                return
            if waiting and current is not None and now - began > SHARE_AFTER_SECONDS:
                self._give_back_waiting()
                waiting = []
            if now - renewed >= RENEW_SECONDS:
                renewed = now
                self._renew([*waiting, *([current] if current else [])])
            if current and self._stop_asked_at is not None and now - self._stop_asked_at > DRAIN_SECONDS:
                self._abandon(current)
                leave()
                return

    def _renew(self, claims: Sequence[work.Claim]) -> None:
        for claim in claims:
            try:
                work.renew(claim)
            except work.LeaseLostError:
                continue  # finished meanwhile, or lost: then its own commit finds out
            except Exception as error:
                if not is_outage(error):
                    raise
                _log.warning("a lease could not be renewed: %s", type(error).__name__)

    def _give_back_waiting(self) -> None:
        with self._lock:
            claims = list(self._waiting)
            self._waiting.clear()
        self._give_back(claims)

    def _abandon(self, claim: work.Claim) -> None:
        """Let another worker have the row at once; what is still running here cannot commit without its lease."""
        _log.warning("work %s %s does not end in time and is given back", claim.kind, claim.id)
        self._give_back([claim])

    def _give_back(self, claims: Sequence[work.Claim]) -> None:
        try:
            work.give_back(claims)
        except Exception as error:
            if not is_outage(error):
                raise
            _log.warning("%d rows stay leased until their leases run out", len(claims))


def _check(claim: work.Claim, kind: Kind | None) -> Kind:
    if kind is None:
        raise UnknownKindError(f"nobody does work of the kind {claim.kind}")
    if claim.attempts > work.MAX_ATTEMPTS:
        raise KeepsKillingError(f"a worker ended {claim.attempts - 1} times while it did this")
    return kind


def _told(on_parked: OnParked, claim: work.Claim, error: Exception) -> bool:
    try:
        on_parked(claim, error)
    except Exception as second:
        if not is_outage(second):
            raise
        return False
    return True


class UnknownKindError(RuntimeError):
    """This program is older than the row, or a kind was not bound."""


class KeepsKillingError(RuntimeError):
    """The row was begun many times and never ended, so it is the row."""


def is_outage(error: BaseException) -> bool:
    """Whether the database was away or short of something, so that the row is not to blame."""
    if isinstance(error, psycopg_pool.PoolTimeout | sqlalchemy.exc.TimeoutError):
        return True
    if isinstance(error, sqlalchemy.exc.DBAPIError):
        return error.connection_invalidated or (error.orig is not None and is_outage(error.orig))
    if isinstance(error, psycopg.InterfaceError):
        return True
    if isinstance(error, psycopg.Error) and error.sqlstate:
        return error.sqlstate.startswith(_OUTAGE_CLASSES)
    return isinstance(error, psycopg.OperationalError)


def _is_hopeless(error: Exception) -> bool:
    """Trying again cannot help: only a change of the setup or a person can."""
    if isinstance(error, RemoteError):
        return error.permanent
    return isinstance(error, AgreementError | KeepsKillingError | UnknownKindError)


def _told_as(error: Exception) -> str:
    """What is kept beside the row: our own sentences only, because others repeat the values they were given."""
    name = type(error).__name__
    return f"{name}: {error.message}" if isinstance(error, CausewayError) else name


def _delay(error: Exception, failures: int) -> timedelta:
    if isinstance(error, RemoteError) and error.retry_after_seconds is not None:
        return timedelta(seconds=error.retry_after_seconds)
    return _BACKOFF[min(failures, len(_BACKOFF) - 1)]
