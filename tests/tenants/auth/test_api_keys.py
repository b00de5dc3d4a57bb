"""API keys: found by hash on the right side of the wall, rotated without a gap, gone within a second."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from causeway.tenants import clock, db
from causeway.tenants.auth import api_keys
from causeway.tenants.auth.models import ApiKey
from causeway.tenants.context import IDENTITY_SCOPE, Channel, Role
from causeway.tenants.errors import ConflictError, DomainError, NotFoundError
from tests.conftest import make_world


@pytest.fixture(autouse=True)
def fresh_cache():
    api_keys._cache.forget()


def issue(world, organization_id, *, is_own=False, **more):
    with db.unit_of_work(world.staff) as session:
        key, secret = api_keys.issue(
            session,
            organization_id,
            is_own=is_own,
            **{"name": "ERP", "scopes": {"messages:exchange"}, **more},
        )
        return key.id, secret


def test_a_key_leads_to_its_organization_behind_its_wall(world):
    key_id, secret = issue(world, world.supplier_id)
    identity = api_keys.find_identity(secret)
    assert (identity.id, identity.tenant_id) == (key_id, world.tenant_id)
    assert identity.scopes == {"messages:exchange"}
    scope = identity.scope(Channel.EDI)
    assert (scope.role, scope.partner_id, scope.actor.name) == (Role.PARTNER, world.supplier_id, "ERP")


def test_a_key_of_the_tenants_own_system_works_on_the_staff_side(world):
    _, secret = issue(world, world.own_id, is_own=True)
    scope = api_keys.find_identity(secret).scope(Channel.API)
    assert (scope.role, scope.partner_id) == (Role.STAFF, None)


def test_a_key_cannot_be_issued_on_the_wrong_side_of_the_wall(world):
    with pytest.raises(DomainError) as refused:
        issue(world, world.supplier_id, is_own=True)
    assert refused.value.code == "key_of_other_side"


def test_a_key_of_another_tenants_organization_cannot_be_issued(world):
    with pytest.raises(NotFoundError):
        issue(world, make_world().supplier_id)


@pytest.mark.parametrize("presented", ["", "cw_live_", "nonsense", "cw_live_" + "x" * 43, "cw_live_\udcff"])
def test_an_unknown_key_is_nobody(world, presented):
    assert api_keys.find_identity(presented) is None


def test_the_secret_is_kept_nowhere(world):
    key_id, secret = issue(world, world.supplier_id)
    assert len(secret.removeprefix("cw_live_")) >= 22
    with db.unit_of_work(world.staff) as session:
        row = session.execute(
            text("select row_to_json(k)::text from api_key k where tenant_id = :t and id = :id"),
            {"t": world.tenant_id, "id": key_id},
        ).scalar_one()
        details = session.execute(
            text("select string_agg(body, '') from audit_detail where tenant_id = :t"), {"t": world.tenant_id}
        ).scalar_one()
    assert secret[14:] not in row + details
    assert secret[:14] in row


def test_two_keys_of_one_name_live_side_by_side_and_a_third_is_refused(world):
    first, _ = issue(world, world.supplier_id)
    _, second = issue(world, world.supplier_id)
    with pytest.raises(ConflictError):
        issue(world, world.supplier_id)
    with db.unit_of_work(world.staff) as session:
        api_keys.revoke(session, first)
    issue(world, world.supplier_id)
    assert api_keys.find_identity(second) is not None


def test_racing_issues_never_pass_the_limit(world):
    outcomes = []

    def attempt():
        try:
            outcomes.append(issue(world, world.supplier_id))
        except ConflictError:
            outcomes.append(None)

    threads = [threading.Thread(target=attempt) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(outcome is not None for outcome in outcomes) == 2


def test_a_revoked_key_is_refused_at_once_in_this_process(world):
    key_id, secret = issue(world, world.supplier_id)
    assert api_keys.find_identity(secret)
    with db.unit_of_work(world.staff) as session:
        api_keys.revoke(session, key_id)
    assert api_keys.find_identity(secret) is None


def test_a_key_revoked_by_another_process_is_refused_within_a_second(world, monkeypatch):
    _, secret = issue(world, world.supplier_id)
    seconds = 1000.0
    monkeypatch.setattr(api_keys, "monotonic", lambda: seconds)
    assert api_keys.find_identity(secret)
    with db.unit_of_work(world.staff) as session:
        session.execute(
            text("update api_key set revoked_at = now() where tenant_id = :t"), {"t": world.tenant_id}
        )
    assert api_keys.find_identity(secret), "the answer of this second is kept"
    seconds += 1.0
    assert api_keys.find_identity(secret) is None


def test_another_tenants_key_cannot_be_revoked(world):
    key_id, secret = issue(world, world.supplier_id)
    with pytest.raises(NotFoundError), db.unit_of_work(make_world().staff) as session:
        api_keys.revoke(session, key_id)
    assert api_keys.find_identity(secret)


def test_an_expired_key_is_refused_even_from_the_cache(world, moved_clock):
    _, secret = issue(world, world.supplier_id, expires_at=clock.now() + timedelta(minutes=5))
    assert api_keys.find_identity(secret)
    moved_clock(minutes=6)
    assert api_keys.find_identity(secret) is None


def test_use_is_noted_at_most_once_a_minute(world, moved_clock):
    key_id, secret = issue(world, world.supplier_id)

    def used_at():
        api_keys._cache.forget()
        api_keys.find_identity(secret)
        with db.unit_of_work(IDENTITY_SCOPE) as session:
            return session.scalar(select(ApiKey.last_used_at).where(ApiKey.id == key_id))

    first = used_at()
    assert first is not None
    assert used_at() == first
    moved_clock(seconds=61)
    assert used_at() > first


def test_the_cache_is_bounded(world):
    _, secret = issue(world, world.supplier_id)
    identity = api_keys.find_identity(secret)
    for number in range(api_keys.CACHE_SIZE + 50):
        api_keys._cache.keep(number.to_bytes(4), identity)
    assert len(api_keys._cache.entries) == api_keys.CACHE_SIZE


def test_a_scope_that_nobody_defined_is_refused(world):
    with pytest.raises(DomainError) as refused:
        issue(world, world.supplier_id, scopes={"everything"})
    assert refused.value.code == "scope_unknown"
