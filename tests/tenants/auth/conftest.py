"""A clock that moves, put back afterwards."""

from datetime import timedelta

import pytest

from causeway.tenants import clock


@pytest.fixture
def moved_clock():
    def move(**delta):
        clock.configure((clock._offset + timedelta(**delta)).total_seconds())

    yield move
    clock.configure(0)
