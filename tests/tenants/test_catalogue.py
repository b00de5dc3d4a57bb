"""The database is held against what the models declare: classes, walls, keys, and no model left out."""

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.engine import make_url

from causeway.portal.tables import metadata
from causeway.tenants.orm import Xid8, wall_of
from causeway.tenants.walls import APP, PARTNER, STAFF, TableClass

TABLES = sorted(metadata.tables.values(), key=lambda table: table.name)
ischema_names.setdefault("xid8", Xid8)
WALLED = [table for table in TABLES if wall_of(table).table_class is not TableClass.GLOBAL]
IDS = {"ids": lambda table: table.name}


@pytest.fixture(scope="module")
def owner(servers):
    url = make_url(servers.admin_database_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        yield connection


def test_migrated_schema_is_what_the_models_say(servers):
    engine = create_engine(make_url(servers.admin_database_url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _ours})
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


def _ours(thing, name, type_, reflected, compare_to):
    if type_ == "table" and reflected and compare_to is None:
        return name != "alembic_version" and not _is_partition(name)
    if type_ == "foreign_key_constraint" and reflected:
        # Postgres repeats a key to a partitioned table for each of its partitions.
        return not _is_partition(next(iter(thing.elements)).column.table.name)
    return True


def _is_partition(name):
    return any(
        name.startswith(f"{table.name}_") and name.removeprefix(f"{table.name}_") in _partition_suffixes(name)
        for table in TABLES
    )


def _partition_suffixes(name):
    suffix = name.rsplit("_", 1)[-1]
    return {suffix} if suffix == "default" or (suffix.isdigit() and len(suffix) == 6) else set()


@pytest.mark.parametrize("table", WALLED, **IDS)
def test_row_security_is_enabled_and_forced(owner, table):
    row = owner.execute(
        "select relrowsecurity, relforcerowsecurity from pg_class where oid = to_regclass(%s)", (table.name,)
    ).fetchone()
    assert row == (True, True)


@pytest.mark.parametrize("table", WALLED, **IDS)
def test_policies_check_reads_and_writes_by_equality_alone(owner, table):
    policies = owner.execute(
        "select policyname, roles::text[], qual, with_check from pg_policies where tablename = %s",
        (table.name,),
    ).fetchall()
    wall = wall_of(table)
    assert {name for name, *_ in policies} == {"staff_wall"} | ({"partner_wall"} if wall.partner else set())
    for name, roles, reads, writes in policies:
        assert roles == [STAFF if name == "staff_wall" else PARTNER]
        assert reads == writes
        assert "tenant_id = " in reads
        assert "select" not in reads.lower().replace("current_setting", "")
        if name == "partner_wall" and wall.table_class is not TableClass.TENANT:
            assert "partner_id = " in reads


@pytest.mark.parametrize("table", TABLES, **IDS)
def test_rights_are_what_the_wall_declares(owner, table):
    wall = wall_of(table)
    for role, rights in ((STAFF, wall.staff), (PARTNER, wall.partner), (APP, frozenset())):
        held = owner.execute(
            "select lower(privilege_type) from information_schema.role_table_grants where table_name = %s"
            " and grantee = %s",
            (table.name, role),
        ).fetchall()
        assert {right for (right,) in held} == set(rights), role


@pytest.mark.parametrize("table", WALLED, **IDS)
def test_keys_begin_with_the_tenant(table):
    assert [column.name for column in table.primary_key] == ["tenant_id", "id"]
    for constraint in table.constraints:
        columns = [column.name for column in getattr(constraint, "columns", [])]
        kind = type(constraint).__name__
        if kind == "UniqueConstraint" or (kind == "ForeignKeyConstraint" and _is_walled(constraint)):
            assert columns[0] == "tenant_id", (constraint.name, columns)
    for index in table.indexes:
        assert index.name == "ix_membership_user" or next(iter(index.columns)).name == "tenant_id", index.name


def _is_walled(constraint):
    return wall_of(constraint.referred_table).table_class is not TableClass.GLOBAL


@pytest.mark.parametrize("table", WALLED, **IDS)
def test_class_decides_whether_the_partner_may_be_missing(table):
    table_class = wall_of(table).table_class
    partner = table.columns.get("partner_id")
    if table_class is TableClass.PARTNER_OWNED:
        assert partner is not None
        assert partner.nullable is False
    elif table_class is TableClass.SHARED:
        assert partner is not None
        assert partner.nullable is True


def test_application_role_owns_nothing_and_bypasses_nothing(owner):
    for role in (APP, STAFF, PARTNER):
        flags = owner.execute(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = %s",
            (role,),
        ).fetchone()
        assert flags == (False, False, False, False), role
        owned = owner.execute(
            "select relname from pg_class where relowner = (select oid from pg_roles where rolname = %s)",
            (role,),
        ).fetchall()
        assert owned == [], role


def test_no_table_uses_what_row_security_makes_slow(owner):
    enums = owner.execute("select typname from pg_type where typtype = 'e'").fetchall()
    assert enums == []
    indexes = owner.execute(
        "select indexname, indexdef from pg_indexes where schemaname = 'public'"
        " and (indexdef ~ 'USING (gin|gist)' or indexdef ~* 'lower\\(')"
    ).fetchall()
    assert indexes == []
    views = owner.execute(
        "select relname from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace"
    ).fetchall()
    assert views == []
