"""The application on the test's servers, and people who use it."""

import re
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from causeway.portal.app import create_app
from causeway.tenants import db
from causeway.tenants.auth import people
from causeway.tenants.auth.places import list_places
from causeway.tenants.auth.sessions import Origin, begin_session
from causeway.tenants.context import IDENTITY_SCOPE
from causeway.tenants.models import Membership, User
from causeway.tenants.settings import Settings
from tests.conftest import World

PASSWORD = "harbour lantern 47"
TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')


def words_of(page: str) -> str:
    """What a page shows, without tags: ids and tokens in them may hold any digits by chance."""
    return re.sub(r"<[^>]*>", " ", page)


def make_app(servers, **changes) -> Flask:
    """The application with these settings changed."""
    values = {
        "database_url": servers.database_url,
        "admin_database_url": servers.admin_database_url,
        "redis_url": servers.redis_url,
        "secret_key": "s" * 40,
        "public_url": "http://localhost",
        "log_level": "WARNING",
    }
    return create_app(Settings(**{**values, **changes}))


@pytest.fixture(scope="session")
def portal(servers, database) -> Flask:
    """The application as it runs in development, on plain http."""
    return make_app(servers)


@dataclass
class Visitor:
    """Somebody with a browser, signed in or not."""

    client: FlaskClient
    email: str = ""
    membership_id: UUID | None = None
    user_id: UUID | None = None

    def get(self, path: str, **options) -> TestResponse:
        return self.client.get(path, **options)

    def token(self, path: str = "/sign-in") -> str:
        found = TOKEN.search(self.client.get(path, follow_redirects=True).text)
        assert found, path
        return found[1]

    def post(self, path: str, data: dict | None = None, **options) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, **options)

    @property
    def session_cookie(self) -> str | None:
        cookie = self.client.get_cookie("causeway")
        return cookie.value if cookie else None


@pytest.fixture
def stranger(portal) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(portal.test_client())


@pytest.fixture
def enter(portal, world):
    """Sign somebody new in at a company of the world, in these roles."""

    def new(organization_id: UUID, *roles: str, locale: str = "en", at: World = world) -> Visitor:
        visitor = Visitor(portal.test_client(), f"p{uuid4().hex[:12]}@example.com")
        with db.unit_of_work(at.staff) as session:
            membership = people.add_person(
                session,
                organization_id,
                email=visitor.email,
                display_name="Wei Chen",
                roles=roles,
                password=PASSWORD,
                locale=locale,
            )
            visitor.membership_id, visitor.user_id = membership.id, membership.user_id
        with db.unit_of_work(IDENTITY_SCOPE) as session:
            user = session.get_one(User, visitor.user_id)
        begun = begin_session(user, list_places(user.id)[0], ["password"], Origin("10.0.0.1", "tests"))
        visitor.client.set_cookie("causeway", begun.token)
        return visitor

    return new


@pytest.fixture
def admin(enter, world) -> Visitor:
    return enter(world.own_id, "tenant_admin")


@pytest.fixture
def supplier(enter, world) -> Visitor:
    return enter(world.supplier_id, "supplier")


def membership_of(world: World, membership_id: UUID) -> Membership:
    with db.unit_of_work(world.staff) as session:
        return session.get_one(Membership, (world.tenant_id, membership_id))
