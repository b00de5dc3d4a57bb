"""A partner that is shut out: people and machines are out at once, and only people come back by themselves."""

import pytest

from causeway.tenants import db
from causeway.tenants.auth import api_keys, sessions
from causeway.tenants.auth.organizations import disable_organization, enable_organization
from causeway.tenants.auth.sign_in import Refusal, SignedIn
from causeway.tenants.errors import DomainError, NotFoundError
from tests.conftest import make_world
from tests.tenants.auth.conftest import enter


def test_shutting_a_partner_out_ends_its_sessions_and_keys_and_nobody_elses(world, add):
    inside, other = add(), add(world.other_supplier_id)
    tokens = [enter(member.email).session.token for member in (inside, other)]
    with db.unit_of_work(world.staff) as session:
        _, secret = api_keys.issue(session, world.supplier_id, is_own=False, name="ERP")
    assert api_keys.find_identity(secret)
    with db.unit_of_work(world.staff) as session:
        disable_organization(session, world.supplier_id)
    assert [bool(sessions.find_session(token)) for token in tokens] == [False, True]
    assert api_keys.find_identity(secret) is None
    assert enter(inside.email).reason is Refusal.NO_PLACE
    with pytest.raises(DomainError), db.unit_of_work(world.staff) as session:
        api_keys.issue(session, world.supplier_id, is_own=False, name="ERP")
    with db.unit_of_work(world.staff) as session:
        enable_organization(session, world.supplier_id)
    assert isinstance(enter(inside.email), SignedIn)
    assert api_keys.find_identity(secret) is None


def test_the_tenants_own_company_and_strangers_cannot_be_shut_out(world):
    with pytest.raises(DomainError), db.unit_of_work(world.staff) as session:
        disable_organization(session, world.own_id)
    with pytest.raises(NotFoundError), db.unit_of_work(make_world().staff) as session:
        disable_organization(session, world.supplier_id)
