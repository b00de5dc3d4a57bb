"""The application, people who are signed in, and a tenant that trades."""

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
from causeway.tenants.models import User
from causeway.tenants.settings import Settings
from tests.builders.trade import Trade, start_trading
from tests.conftest import make_world

TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')


@pytest.fixture(scope="session")
def app(servers, database) -> Flask:
    """The application on the test's servers."""
    return create_app(
        Settings(
            database_url=servers.database_url,
            admin_database_url=servers.admin_database_url,
            redis_url=servers.redis_url,
            secret_key="s" * 40,
            public_url="http://localhost",
        )
    )


@pytest.fixture
def trade(app) -> Trade:
    """A tenant of this test alone, in which orders can be placed."""
    return start_trading(make_world("pages"))


@dataclass
class Person:
    """Somebody who is signed in and uses the pages."""

    client: FlaskClient
    name: str

    def get(self, path: str, **options) -> TestResponse:
        return self.client.get(path, **options)

    def page(self, path: str) -> str:
        response = self.client.get(path)
        assert response.status_code == 200, (path, response.status_code, response.text[:400])
        return response.text

    def csrf(self) -> str:
        return TOKEN.search(self.client.get("/orders").text)[1]

    def post(self, path: str, data: dict | None = None, **options) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.csrf(), **(data or {})}, **options)


@pytest.fixture
def sign_in(app, trade):
    """Sign somebody in: at the core enterprise, a supplier or the distributor."""

    def enter(organization_id: UUID, *roles: str, locale: str = "en", name: str = "Wei Chen") -> Person:
        email = f"p{uuid4().hex[:12]}@example.com"
        with db.unit_of_work(trade.world.staff) as session:
            people.add_person(
                session, organization_id, email=email, display_name=name, roles=roles, password="harbour lantern 47"
            )
        with db.unit_of_work(IDENTITY_SCOPE) as session:
            user = session.query(User).filter_by(email_folded=email).one()
            user.locale = locale
        begun = begin_session(user, list_places(user.id)[0], ["password"], Origin("10.0.0.1", "tests"))
        client = app.test_client()
        client.set_cookie("causeway", begun.token)
        return Person(client, name)

    return enter


@pytest.fixture
def supplier(trade, sign_in) -> Person:
    return sign_in(trade.world.supplier_id, "supplier")


@pytest.fixture
def other_supplier(trade, sign_in) -> Person:
    return sign_in(trade.world.other_supplier_id, "supplier")


@pytest.fixture
def distributor(trade, sign_in) -> Person:
    return sign_in(trade.world.distributor_id, "distributor")


@pytest.fixture
def buyer(trade, sign_in) -> Person:
    return sign_in(trade.world.own_id, "buyer")
