"""Real servers for every test: one PostgreSQL and one Valkey per pytest process, migrated once."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from causeway.tenants import bell, clock, db, ids, migrations
from causeway.tenants.context import IDENTITY_SCOPE, Scope
from causeway.tenants.directory import NewOrganization, add_organization, found_tenant
from causeway.tenants.embedded import Servers, temporary_servers


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """PostgreSQL and Valkey in a directory of their own, with the schema at its head."""
    with temporary_servers() as running:
        migrations.upgrade(running.admin_database_url)
        yield running


@pytest.fixture(scope="session")
def database(servers: Servers) -> Iterator[db.Database]:
    """This process connected as the application role."""
    configured = db.configure(servers.database_url)
    bell.configure(servers.redis_url)
    os.environ.pop("CAUSEWAY_CLOCK_OFFSET_SECONDS", None)
    yield configured
    configured.close()
    bell.configure(None)


@pytest.fixture(autouse=True)
def _present() -> Iterator[None]:
    """Every test begins in the present, whatever one before it did to the clock; ids, too, come from now again."""
    clock.configure(0)
    ids._last = 0
    yield
    clock.configure(0)


@dataclass(frozen=True)
class World:
    """A fresh tenant: the core enterprise, two suppliers and a distributor."""

    tenant_id: UUID
    slug: str
    own_id: UUID
    supplier_id: UUID
    other_supplier_id: UUID
    distributor_id: UUID

    @property
    def staff(self) -> Scope:
        """The core enterprise's side."""
        return Scope(tenant_id=self.tenant_id)


def make_world(prefix: str = "t") -> World:
    """A tenant nobody has touched yet, so that tests never see each other's rows."""
    slug = f"{prefix}-{uuid4().hex[:10]}"
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        tenant_id = found_tenant(session, slug=slug, name="East Electric", time_zone="Asia/Shanghai").id
    with db.unit_of_work(Scope(tenant_id=tenant_id)) as session:
        ids = [
            add_organization(session, new).id
            for new in (
                NewOrganization("华东电气股份有限公司", is_own=True),
                NewOrganization("宁波海川精密制造有限公司", is_supplier=True),
                NewOrganization("Nordkap Industri AS", is_supplier=True),
                NewOrganization("Great Lakes Supply Inc.", is_distributor=True),
            )
        ]
    return World(tenant_id, slug, *ids)


@pytest.fixture
def world(database: db.Database) -> World:
    """A fresh tenant for this test alone."""
    return make_world()
