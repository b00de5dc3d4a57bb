"""A fresh tenant that trades, for every test."""

import pytest

from tests.builders.orders import a_purchase_order
from tests.builders.trade import Trade, start_trading


@pytest.fixture
def trade(world) -> Trade:
    """Sites, an item, codes and agreements."""
    return start_trading(world)


@pytest.fixture
def order_id(trade):
    """An order of two lines that waits for its answer."""
    return trade.place(
        a_purchase_order(order_number="PO-1").with_line("1").with_line("2", quantity=50).build()
    )
