"""A clock that moves and is put back, cheap hashes asked for by name, and people who can sign in."""

from datetime import timedelta
from uuid import uuid4

import pytest

from causeway.tenants import clock, db
from causeway.tenants.auth import passwords, people, sign_in
from causeway.tenants.auth.sessions import Origin

PASSWORD = "harbour lantern 47"
CHEAP = passwords.HashCost(memory_kib=64, time_cost=1, parallelism=1)


@pytest.fixture
def moved_clock():
    def move(**delta):
        clock.configure((clock._offset + timedelta(**delta)).total_seconds())

    yield move
    clock.configure(0)


@pytest.fixture(autouse=True)
def cheap_hashes():
    passwords.configure(CHEAP)
    yield
    passwords.configure()


@pytest.fixture
def add(world):
    """Add a person to the tenant's directory; the supplier's unless another organization is named."""

    def add_one(organization_id=None, roles=("supplier",), *, tenant=world, email=None, password=PASSWORD):
        email = email or f"p{uuid4().hex[:12]}@example.com"
        with db.unit_of_work(tenant.staff) as session:
            return people.add_person(
                session,
                organization_id or tenant.supplier_id,
                email=email,
                display_name="Wei Chen",
                roles=roles,
                password=password,
            )

    return add_one


def fresh_address():
    """An address nobody has guessed from."""
    number = uuid4().int
    return f"10.{number % 250}.{number // 250 % 250}.{number // 62500 % 250}"


def enter(email, password=PASSWORD, **more):
    return sign_in.sign_in(email, password, Origin(fresh_address(), "Firefox"), **more)
