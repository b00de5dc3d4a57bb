"""Entries to seal, and an intruder who owns the tables and walks around every wall."""

from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from causeway.tenants import audit, clock, db
from causeway.tenants.audit.models import AuditEntry
from causeway.tenants.audit.sealing import seal
from causeway.tenants.ids import new_id

TABLES = ("audit_entry", "audit_detail", "audit_block", "audit_head", "audit_day_root")


@pytest.fixture
def moved_clock():
    def move(**delta):
        from datetime import timedelta

        clock.configure((clock._offset + timedelta(**delta)).total_seconds())

    yield move
    clock.configure(0)


@pytest.fixture
def intruder(servers):
    """The owner of the database with row security lifted, for one transaction."""
    url = make_url(servers.admin_database_url).set(drivername="postgresql")

    @contextmanager
    def break_in():
        with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
            for table in TABLES:
                connection.execute(f"alter table {table} no force row level security")
            yield connection
            for table in TABLES:
                connection.execute(f"alter table {table} force row level security")

    return break_in


def act(world, count=1, action="order.looked_at"):
    """So many acts, each in a transaction of its own; the entries' ids."""
    for number in range(count):
        with db.unit_of_work(world.staff) as session:
            audit.record(session, action, "order", new_id(), person="Wei Chen", number=number)
    return entry_ids(world)


def entry_ids(world):
    with db.unit_of_work(world.staff) as session:
        return list(session.scalars(select(AuditEntry.id).order_by(AuditEntry.xid, AuditEntry.id)))


@pytest.fixture
def sealed(world):
    """A tenant with three blocks of four entries; the ids in order."""
    for _ in range(3):
        act(world, 4)
        assert seal(world.tenant_id) == 4
    return entry_ids(world)
