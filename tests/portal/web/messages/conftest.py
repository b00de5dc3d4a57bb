"""People who are signed in, and a tenant that exchanges files."""

import pytest

from causeway.portal import bindings
from tests.portal.web.messages.exchanging import Exchange
from tests.portal.web.orders.conftest import app, sign_in, supplier, other_supplier, distributor, buyer, trade  # noqa: F401


@pytest.fixture
def exchange(trade) -> Exchange:  # noqa: F811
    bindings.bind()
    return Exchange(trade)


@pytest.fixture
def integrator(trade, sign_in):  # noqa: F811
    return sign_in(trade.world.own_id, "integrator")
