"""People who are signed in, and a tenant that exchanges files."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from causeway.portal import bindings
from tests.builders.trade import Trade, start_trading
from tests.conftest import World
from tests.portal.web.conftest import TOKEN, Visitor
from tests.portal.web.messages.exchanging import Exchange


@dataclass
class Person:
    """Somebody who is signed in and uses the pages."""

    visitor: Visitor

    @property
    def client(self):
        return self.visitor.client

    def get(self, path: str, **options) -> TestResponse:
        return self.client.get(path, **options)

    def page(self, path: str) -> str:
        response = self.client.get(path)
        assert response.status_code == 200, (path, response.status_code, response.text[:400])
        return response.text

    def csrf(self) -> str:
        return TOKEN.search(self.client.get("/account").text)[1]

    def post(self, path: str, data: dict | None = None, **options) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.csrf(), **(data or {})}, **options)


@pytest.fixture
def trade(portal, world) -> Trade:
    """Orders can be placed in the world."""
    return start_trading(world)


@pytest.fixture
def sign_in(enter, trade):
    """Sign somebody in at one of the companies."""

    def new(organization_id: UUID, *roles: str, locale: str = "en", at: World | None = None) -> Person:
        return Person(enter(organization_id, *roles, locale=locale, at=at or trade.world))

    return new


@pytest.fixture
def exchange(trade) -> Exchange:
    """Files can be sent, and are processed by the real business."""
    bindings.bind()
    return Exchange(trade)


@pytest.fixture
def integrator(trade, sign_in) -> Person:
    return sign_in(trade.world.own_id, "integrator")


@pytest.fixture
def buyer(trade, sign_in) -> Person:
    return sign_in(trade.world.own_id, "buyer")


@pytest.fixture
def supplier(trade, sign_in) -> Person:
    return sign_in(trade.world.supplier_id, "supplier")


@pytest.fixture
def other_supplier(trade, sign_in) -> Person:
    return sign_in(trade.world.other_supplier_id, "supplier")


@pytest.fixture
def distributor(trade, sign_in) -> Person:
    return sign_in(trade.world.distributor_id, "distributor")
