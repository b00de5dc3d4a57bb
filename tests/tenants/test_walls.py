"""The walls at work, asked with plain SQL as the application's own login."""

import random

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from causeway.portal.tables import metadata
from causeway.tenants import db
from causeway.tenants.context import IDENTITY_SCOPE, NoScopeError, Role, Scope
from causeway.tenants.history import Event, Subject, record
from causeway.tenants.models import Organization
from causeway.tenants.orm import wall_of
from causeway.tenants.walls import PARTNER, STAFF, TableClass
from tests.conftest import make_world

WALLED = sorted(t.name for t in metadata.tables.values() if wall_of(t).table_class is not TableClass.GLOBAL)


@pytest.fixture(scope="module")
def login(servers):
    url = make_url(servers.database_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("table", WALLED)
@pytest.mark.parametrize("role", [STAFF, PARTNER])
def test_nothing_set_shows_nothing(login, world, table, role):
    with login.transaction():
        login.execute(f"set local role {role}")
        try:
            count = login.execute(f"select count(*) from {table}").fetchone()[0]
        except psycopg.errors.InsufficientPrivilege:
            assert role == PARTNER
            assert "select" not in wall_of(metadata.tables[table]).partner
        else:
            assert count == 0


def test_application_login_reads_nothing_before_it_takes_a_role(login):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        login.execute("select count(*) from organization")


def test_code_without_a_scope_is_refused(database):
    with pytest.raises(NoScopeError), db.unit_of_work():
        pass


def test_staff_see_their_tenant_and_no_other(world, database):
    other = make_world()
    with db.unit_of_work(world.staff) as session:
        seen = set(session.scalars(select(Organization.id)))
        raw = set(session.execute(text("select id from organization")).scalars())
    assert world.supplier_id in seen
    assert seen == raw
    assert other.supplier_id not in raw


def test_partner_sees_itself_and_the_core_enterprise_but_no_other_partner(world):
    scope = Scope(world.tenant_id, Role.PARTNER, world.supplier_id)
    with db.unit_of_work(scope) as session:
        seen = set(session.execute(text("select id from organization")).scalars())
    assert seen == {world.own_id, world.supplier_id}


def test_a_pooled_connection_carries_no_tenant_on(world, database):
    other = make_world()
    expected = {world.staff: 4, other.staff: 4, IDENTITY_SCOPE: 0}
    used: dict[int, set] = {}
    order = random.Random(7)
    for _ in range(200):
        scope = order.choice(list(expected))
        with db.unit_of_work(scope) as session:
            pid = session.execute(text("select pg_backend_pid()")).scalar_one()
            names = session.execute(text("select tenant_id from organization")).scalars().all()
        assert set(names) <= {scope.tenant_id}
        assert len(names) == expected[scope]
        used.setdefault(pid, set()).add(scope)
    assert any(len(scopes) == 3 for scopes in used.values()), "no connection was shared by all three"


def test_a_row_for_another_tenant_or_partner_cannot_be_written(world):
    other = make_world()
    with pytest.raises(ProgrammingError, match="row-level security"), db.unit_of_work(world.staff) as session:
        session.add(Event(tenant_id=other.tenant_id, **_event(other.supplier_id)))
    scope = Scope(world.tenant_id, Role.PARTNER, world.supplier_id)
    with pytest.raises(ProgrammingError, match="row-level security"), db.unit_of_work(scope) as session:
        session.add(Event(**_event(world.other_supplier_id)))


def test_history_cannot_be_rewritten(world):
    with db.unit_of_work(world.staff) as session:
        record(session, "order.received", Subject("order", world.own_id, world.supplier_id))
    for statement in ("update event set kind = 'x'", "delete from event"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            db.unit_of_work(world.staff) as session,
        ):
            session.execute(text(statement + " where tenant_id = :t"), {"t": world.tenant_id})


def _event(partner_id):
    from causeway.tenants import clock
    from causeway.tenants.ids import new_id

    return {
        "partner_id": partner_id,
        "kind": "test",
        "subject_kind": "order",
        "subject_id": new_id(),
        "at": clock.now(),
        "actor_kind": "system",
        "actor_name": "x",
        "actor_side": "staff",
        "channel": "system",
        "correlation_id": new_id(),
    }
