"""The change feed: a slow transaction is waited for, and a cursor never passes a row."""

import threading

import pytest
from sqlalchemy import select, text

from causeway.tenants import db
from causeway.tenants.context import Role, Scope
from causeway.tenants.errors import SetupError
from causeway.tenants.feed import Cursor, read_feed
from causeway.tenants.history import Event, Subject, record
from causeway.tenants.ids import new_id


def happen(session, world, kind="order.received", partner_id=None):
    return record(session, kind, Subject("order", new_id(), partner_id or world.supplier_id))


def read_all(world, after=None, limit=7):
    seen = []
    while True:
        with db.unit_of_work(world.staff) as session:
            events, after = read_feed(session, after, limit)
        if not events:
            return seen, after
        seen += [event.id for event in events]


def test_a_commit_out_of_order_is_not_missed(world):
    """The slow event has the lower id and commits last: a reader by id would have passed it."""
    with db.unit_of_work(world.staff) as slow:
        slow_id = happen(slow, world)
        slow.flush()
        with db.unit_of_work(world.staff) as quick:
            quick_id = happen(quick, world)
        assert slow_id < quick_id
        with db.unit_of_work(world.staff) as reader:
            assert list(reader.scalars(select(Event.id))) == [quick_id], (
                "it is there to be seen, but not safe"
            )
        before, cursor = read_all(world)
        assert before == []
    after, cursor = read_all(world, cursor)
    assert after == [slow_id, quick_id]
    assert read_all(world, cursor)[0] == []


def test_a_reader_under_many_writers_sees_everything_once_and_in_order(world):
    writers, each = 5, 30
    done = threading.Event()
    seen, cursor = [], None

    def write():
        for index in range(each):
            with db.unit_of_work(world.staff) as session:
                happen(session, world)
                session.flush()
                if index % 4 == 0:
                    session.execute(text("select pg_sleep(0.004)"))
                    happen(session, world)

    threads = [threading.Thread(target=write) for _ in range(writers)]
    for thread in threads:
        thread.start()
    while not done.is_set():
        if not any(thread.is_alive() for thread in threads):
            done.set()
        more, cursor = read_all(world, cursor)
        seen += more
    with db.unit_of_work(world.staff) as session:
        expected = list(session.scalars(select(Event.id).order_by(Event.xid, Event.id)))
    assert seen == expected
    assert len(seen) == writers * (each + (each + 3) // 4)


def test_one_transactions_many_events_are_split_over_pages(world):
    with db.unit_of_work(world.staff) as session:
        ids = [happen(session, world) for _ in range(20)]
    assert read_all(world, limit=3)[0] == ids


def test_a_partner_reads_its_own_events_only(world):
    with db.unit_of_work(world.staff) as session:
        mine = happen(session, world)
        happen(session, world, partner_id=world.other_supplier_id)
    with db.unit_of_work(Scope(world.tenant_id, Role.PARTNER, world.supplier_id)) as session:
        events, _ = read_feed(session, None, 10)
    assert [event.id for event in events] == [mine]


def test_a_cursor_survives_being_written_down():
    cursor = Cursor(12345678901, new_id())
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize("written", ["", "1", "1.x", "x." + "0" * 32, "-1." + "0" * 32, "１." + "0" * 32])
def test_what_is_no_cursor_is_refused(written):
    with pytest.raises(ValueError):
        Cursor.parse(written)


def test_a_cursor_of_another_server_is_refused_and_not_silently_empty(world):
    with pytest.raises(SetupError, match="pg_resetwal"), db.unit_of_work(world.staff) as session:
        read_feed(session, Cursor(2**40, new_id()), 10)
