"""A fresh tenant that trades, for every test."""

import pytest

from tests.builders.trade import Trade, start_trading


@pytest.fixture
def trade(world) -> Trade:
    """Sites, an item, codes and agreements."""
    return start_trading(world)
