"""Work is done once, in order where order matters, fairly, and by whoever is left when a worker dies."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from causeway.tenants import bell, clock, history, metrics, work
from causeway.tenants.context import IDENTITY_SCOPE, Scope
from causeway.tenants.db import unit_of_work
from causeway.tenants.errors import AgreementError, RemoteError
from causeway.tenants.ids import new_id
from causeway.tenants.worker import Kind, Worker, is_outage
from tests.conftest import make_world


@pytest.fixture(autouse=True)
def _own_queue(database):
    """The queue is shared by all tenants; what other tests left behind is none of ours."""
    with unit_of_work(IDENTITY_SCOPE) as session:
        session.execute(text("delete from work"))
    yield
    clock.configure(0)


@pytest.fixture
def tenant_id(database) -> UUID:
    return make_world("work").tenant_id


def _enqueue(tenant_id, kind="test", **more) -> UUID:
    with unit_of_work(IDENTITY_SCOPE) as session:
        return work.enqueue(session, kind, new_id(), tenant_id=tenant_id, **more)


def _row(identifier) -> work.Work | None:
    with unit_of_work(IDENTITY_SCOPE) as session:
        return session.scalar(select(work.Work).where(work.Work.id == identifier))


def _finish(claim) -> None:
    with unit_of_work(IDENTITY_SCOPE) as session:
        work.complete(session, claim)


def _worker(handler, **more) -> Worker:
    return Worker({"test": Kind(handler, **more)})


def test_a_claimed_row_is_passed_by_until_its_lease_runs_out(tenant_id):
    identifier = _enqueue(tenant_id)
    [claim] = work.claim(4)
    assert claim.id == identifier
    assert work.claim(4) == []
    clock.configure(work.LEASE.total_seconds() + 1)
    [second] = work.claim(4)
    assert (second.id, second.attempts) == (identifier, 2)
    with pytest.raises(work.LeaseLostError):
        _finish(claim)
    _finish(second)
    assert _row(identifier) is None


def test_renewing_keeps_a_row_and_giving_back_frees_it_uncounted(tenant_id):
    _enqueue(tenant_id)
    [claim] = work.claim(1)
    lease = work.LEASE.total_seconds()
    clock.configure(lease * 0.6)
    work.renew(claim)
    clock.configure(lease * 1.5)
    assert work.claim(1) == []
    work.give_back([claim])
    [again] = work.claim(1)
    assert again.attempts == 1


def test_what_is_not_due_waits(tenant_id):
    _enqueue(tenant_id, run_at=clock.now() + timedelta(seconds=60))
    assert work.claim(4) == []
    clock.configure(61)
    assert len(work.claim(4)) == 1


def test_a_lane_runs_one_after_the_other_and_lanes_run_side_by_side(tenant_id):
    first, _second = _enqueue(tenant_id, lane="a"), _enqueue(tenant_id, lane="a")
    other = _enqueue(tenant_id, lane="b")
    claims = work.claim(8, per_tenant=8)
    assert {claim.id for claim in claims} == {first, other}
    _finish(next(claim for claim in claims if claim.id == first))
    assert len(work.claim(8)) == 1


def test_a_parked_row_keeps_what_follows_in_its_lane(tenant_id):
    _enqueue(tenant_id, lane="a")
    _enqueue(tenant_id, lane="a")
    [claim] = work.claim(8)
    work.release(claim, "broken", delay=timedelta(), park=True)
    assert work.claim(8) == []


def test_a_row_behind_a_gate_waits_for_the_earlier_rows_of_the_gate_only(tenant_id):
    early, late = _enqueue(tenant_id, gate="g"), _enqueue(tenant_id, gate="g")
    behind = _enqueue(tenant_id, behind=work.Gate("g", late))
    claims = {claim.id: claim for claim in work.claim(8, per_tenant=8)}
    assert set(claims) == {early, late}
    _finish(claims[early])
    assert [claim.id for claim in work.claim(8)] == [behind]


def test_a_failure_opens_the_gate_and_an_outage_does_not(tenant_id):
    gate = _enqueue(tenant_id, gate="g")
    behind = _enqueue(tenant_id, behind=work.Gate("g", new_id()))
    [claim] = work.claim(8)
    work.release(claim, "away", delay=timedelta(hours=1), park=False, counted=False)
    assert work.claim(8) == []
    clock.configure(3601)
    [claim] = work.claim(8)
    assert claim.id == gate
    work.release(claim, "broken", delay=timedelta(hours=1), park=False)
    assert [claim.id for claim in work.claim(8)] == [behind]


def test_one_tenants_backlog_does_not_starve_another(tenant_id):
    for _ in range(50):
        _enqueue(tenant_id)
    other_tenant = make_world("small").tenant_id
    small = _enqueue(other_tenant)
    for _ in range(8):
        claims = work.claim(4)
        if small in {claim.id for claim in claims}:
            return
    pytest.fail("the small tenant was not served within eight claims")


def test_eight_threads_do_every_row_once(tenant_id):
    identifiers = {_enqueue(tenant_id, lane=f"lane-{n % 7}") for n in range(70)}
    done: list[UUID] = []

    def handler(claim):
        with unit_of_work(IDENTITY_SCOPE) as session:
            work.complete(session, claim)
        done.append(claim.id)

    def run():
        worker = _worker(handler)
        while len(done) < len(identifiers):
            worker.run_once()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(done) == sorted(identifiers)


def test_the_third_failure_parks_the_row_and_tells_what_it_is_about(tenant_id):
    identifier = _enqueue(tenant_id)
    told = []

    def handler(_claim):
        raise ValueError("payload 12345")

    worker = _worker(handler, on_parked=lambda claim, error: told.append((claim.reference, type(error))))
    for seconds in (0, 60, 120, 180):
        clock.configure(seconds)
        worker.run_once()
    row = _row(identifier)
    assert row.parked_at is not None
    assert (row.failures, row.attempts, row.last_error) == (3, 3, "ValueError")
    assert told == [(row.reference, ValueError)]


@pytest.mark.parametrize("error", [AgreementError("no such thing"), RemoteError("gone", permanent=True)])
def test_what_trying_cannot_help_is_parked_at_once(tenant_id, error):
    identifier = _enqueue(tenant_id)

    def handler(_claim):
        raise error

    _worker(handler).run_once()
    assert _row(identifier).parked_at is not None
    assert _row(identifier).last_error == f"{type(error).__name__}: {error.message}"


def test_a_remote_system_says_when_to_come_again(tenant_id):
    identifier = _enqueue(tenant_id)

    def handler(_claim):
        raise RemoteError("busy", retry_after_seconds=600)

    _worker(handler).run_once()
    assert 590 < (_row(identifier).run_at - clock.now()).total_seconds() <= 600


def test_an_outage_of_the_database_is_not_held_against_the_row(tenant_id):
    identifier = _enqueue(tenant_id)

    def handler(_claim):
        raise OperationalError("select", {}, psycopg.OperationalError("server closed the connection"))

    worker = _worker(handler)
    for seconds in range(0, 80, 4):
        clock.configure(seconds)
        worker.run_once()
    row = _row(identifier)
    assert (row.failures, row.parked_at) == (0, None)
    assert row.attempts == 0


def test_what_counts_as_an_outage():
    assert is_outage(psycopg.errors.AdminShutdown("x"))
    assert is_outage(psycopg.errors.DeadlockDetected("x"))
    assert is_outage(psycopg.OperationalError("connection refused"))
    assert not is_outage(psycopg.errors.UniqueViolation("x"))
    assert not is_outage(psycopg.errors.ProgramLimitExceeded("x"))
    assert not is_outage(ValueError("x"))


def test_a_row_that_keeps_killing_its_worker_is_parked(tenant_id):
    identifier = _enqueue(tenant_id)
    for attempt in range(work.MAX_ATTEMPTS):
        clock.configure(attempt * 60)
        assert len(work.claim(1)) == 1  # and the worker dies
    clock.configure(work.MAX_ATTEMPTS * 60)
    _worker(_finish).run_once()
    assert _row(identifier).parked_at is not None


def test_an_unknown_kind_waits_for_a_person(tenant_id):
    identifier = _enqueue(tenant_id, kind="from.the.future")
    _worker(_finish).run_once()
    assert _row(identifier).parked_at is not None


def test_a_parked_row_starts_again_from_its_first_try(tenant_id):
    identifier = _enqueue(tenant_id)
    [claim] = work.claim(1)
    work.release(claim, "broken", delay=timedelta(hours=9), park=True)
    with unit_of_work(Scope(tenant_id=make_world("stranger").tenant_id)) as session:
        assert not work.restart(session, "test", claim.reference)
    with unit_of_work(Scope(tenant_id=tenant_id)) as session:
        assert work.restart(session, "test", claim.reference)
        assert not work.restart(session, "test", claim.reference)
    [again] = work.claim(1)
    assert (again.id, again.attempts, again.failures) == (identifier, 1, 0)


def test_backlog_tells_the_age_of_the_oldest_due_row(tenant_id):
    _enqueue(tenant_id)
    clock.configure(90)
    _enqueue(tenant_id)
    found = work.backlog()
    assert (found.due, found.parked) == (2, 0)
    assert 89 < found.oldest_due_seconds < 95
    assert b"causeway_work_due 2.0" in metrics.exposition()


def test_a_ring_wakes_a_worker_and_a_lost_ring_costs_one_poll(tenant_id, servers):
    done = threading.Event()

    def handler(claim):
        _finish(claim)
        done.set()

    worker = Worker({"test": Kind(handler)}, poll_seconds=60.0)
    thread = threading.Thread(target=worker.run, kwargs={"leave": lambda: None})
    thread.start()
    time.sleep(0.5)
    _enqueue(tenant_id)
    # Far sooner than the next look: it was the bell.
    assert done.wait(20)
    worker.stop()
    thread.join(10)
    bell.configure(None)
    try:
        done.clear()
        polling = Worker({"test": Kind(handler)})
        thread = threading.Thread(target=polling.run, kwargs={"leave": lambda: None})
        thread.start()
        time.sleep(0.5)
        _enqueue(tenant_id)
        assert done.wait(2)
        polling.stop()
        thread.join(10)
    finally:
        bell.configure(servers.redis_url)


def test_a_stopping_worker_ends_its_row_and_gives_the_others_back(tenant_id):
    for _ in range(4):
        _enqueue(tenant_id)
    began, go_on = threading.Event(), threading.Event()
    done = []

    def handler(claim):
        began.set()
        go_on.wait(10)
        _finish(claim)
        done.append(claim.id)

    worker = _worker(handler)
    thread = threading.Thread(target=worker.run, kwargs={"leave": lambda: None})
    thread.start()
    try:
        assert began.wait(10)
    finally:
        worker.stop()
        go_on.set()
        thread.join(10)
    assert len(done) == 1
    assert sorted(claim.attempts for claim in work.claim(8, per_tenant=8)) == [1, 1, 1]


def test_rows_behind_long_work_are_handed_to_other_workers(tenant_id):
    for _ in range(3):
        _enqueue(tenant_id)
    began, go_on = threading.Event(), threading.Event()

    def handler(claim):
        began.set()
        go_on.wait(20)
        _finish(claim)

    worker = _worker(handler)
    thread = threading.Thread(target=worker.run, kwargs={"leave": lambda: None})
    thread.start()
    assert began.wait(10)
    deadline = time.monotonic() + 15
    others: list[work.Claim] = []
    try:
        while len(others) < 2 and time.monotonic() < deadline:
            others += work.claim(8)
            time.sleep(0.1)
        assert len(others) == 2
    finally:
        worker.stop()
        go_on.set()
        thread.join(10)


_VICTIM = """
import os, signal, sys, time
from uuid import UUID
from causeway.tenants import db, history, work
from causeway.tenants.context import Scope
from causeway.tenants.worker import Kind, Worker

db.configure(sys.argv[1])

def handler(claim):
    with db.unit_of_work(Scope(tenant_id=claim.tenant_id)) as session:
        subject = history.Subject("thing", claim.reference, UUID(sys.argv[2]))
        history.record(session, "thing.done", subject)
        session.flush()
        print("at it", flush=True)
        time.sleep(60)
        work.complete(session, claim)

Worker({"test": Kind(handler)}).run()
"""


def test_a_worker_killed_midway_leaves_nothing_and_another_does_it_once(servers, database):
    world = make_world("victim")
    identifier = _enqueue(world.tenant_id)
    victim = subprocess.Popen(
        [sys.executable, "-c", _VICTIM, servers.database_url, str(world.supplier_id)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "default"},
    )
    assert victim.stdout.readline() == "at it\n"
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    victim.stdout.close()

    def handler(claim):
        with unit_of_work(Scope(tenant_id=claim.tenant_id)) as session:
            history.record(
                session, "thing.done", history.Subject("thing", claim.reference, world.supplier_id)
            )
            work.complete(session, claim)

    worker = _worker(handler)
    assert worker.run_once() is False  # its lease still runs
    clock.configure(work.LEASE.total_seconds() + 1)
    assert worker.run_once() is True
    assert _row(identifier) is None
    with unit_of_work(world.staff) as session:
        assert len(session.scalars(select(history.Event).filter_by(kind="thing.done")).all()) == 1
