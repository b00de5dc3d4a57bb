"""Sessions: how long they last, who can end them, and what ends them at once."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from causeway.tenants import clock, db
from causeway.tenants.auth import people, sessions
from causeway.tenants.auth.models import UserSession
from causeway.tenants.auth.sessions import Origin, SessionPolicy
from causeway.tenants.context import IDENTITY_SCOPE, ActorKind, Role
from causeway.tenants.errors import NotFoundError, NotPermittedError
from causeway.tenants.permissions import Permission, require
from tests.builders.statements import heard
from tests.conftest import make_world
from tests.tenants.auth.conftest import enter


def seen_at(session_id):
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        return session.scalar(select(UserSession.last_seen_at).where(UserSession.id == session_id))


def test_a_session_says_who_where_and_what_for(world, add):
    member = add()
    identity = sessions.find_session(enter(member.email).session.token)
    assert (identity.tenant_slug, identity.time_zone) == (world.slug, "Asia/Shanghai")
    assert identity.organization_name == "宁波海川精密制造有限公司"
    scope = identity.scope()
    assert (scope.role, scope.partner_id) == (Role.PARTNER, world.supplier_id)
    assert (scope.actor.kind, scope.actor.name) == (ActorKind.USER, "Wei Chen")
    require(identity.permissions, Permission.ORDERS_ANSWER)
    with pytest.raises(NotPermittedError):
        require(identity.permissions, Permission.PEOPLE_MANAGE)


def test_staff_work_on_the_tenants_side(world, add):
    identity = sessions.find_session(enter(add(world.own_id, ["tenant_admin"]).email).session.token)
    assert identity.is_staff
    assert identity.scope().role is Role.STAFF
    require(identity.permissions, Permission.PEOPLE_MANAGE)


def test_a_request_costs_one_statement(database, add):
    token = enter(add().email).session.token
    with heard() as asked:
        sessions.find_session(token)
    assert len(asked) == 1


@pytest.mark.parametrize("token", ["", "x" * 43, "\udcff", "a\x00b"])
def test_an_unknown_token_is_nobody(database, token):
    assert sessions.find_session(token) is None


def test_the_token_is_kept_nowhere(add):
    begun = enter(add().email).session
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        row = session.execute(
            text("select row_to_json(s)::text from user_session s where id = :id"), {"id": begun.id}
        ).scalar_one()
    assert begun.token not in row
    assert len(begun.token) >= 43


def test_every_sign_in_makes_a_new_token(add):
    email = add().email
    assert enter(email).session.token != enter(email).session.token


def test_idle_time_ends_a_session_and_use_keeps_it(add, moved_clock):
    token = enter(add().email).session.token
    for _ in range(3):
        moved_clock(minutes=29)
        assert sessions.find_session(token)
    moved_clock(minutes=31)
    assert sessions.find_session(token) is None


def test_no_use_keeps_a_session_past_its_absolute_end(add, moved_clock):
    token = enter(add().email).session.token
    for _ in range(25):
        moved_clock(minutes=28)
        assert sessions.find_session(token)
    moved_clock(minutes=21)
    assert sessions.find_session(token) is None


def test_the_policy_is_the_callers(add, moved_clock):
    policy = SessionPolicy(idle=timedelta(minutes=5), absolute=timedelta(minutes=8))
    token = enter(add().email, policy=policy).session.token
    moved_clock(minutes=4)
    assert sessions.find_session(token, policy)
    moved_clock(minutes=5)
    assert sessions.find_session(token, policy) is None


def test_use_is_noted_at_most_once_a_minute(add, moved_clock):
    begun = enter(add().email).session
    first = seen_at(begun.id)
    sessions.find_session(begun.token)
    assert seen_at(begun.id) == first
    moved_clock(seconds=61)
    sessions.find_session(begun.token)
    assert seen_at(begun.id) > first


def test_a_person_sees_and_ends_their_own_sessions_only(add):
    email = add().email
    first, second = enter(email).session, enter(email).session
    identity = sessions.find_session(first.token)
    assert {row.id for row in sessions.list_sessions(identity.user_id)} == {first.id, second.id}
    stranger = sessions.find_session(enter(add().email).session.token)
    with pytest.raises(NotFoundError):
        sessions.revoke_session(stranger, first.id)
    sessions.revoke_session(identity, second.id)
    assert sessions.find_session(second.token) is None
    assert sessions.find_session(first.token)
    assert [row.id for row in sessions.list_sessions(identity.user_id)] == [first.id]


def test_ending_all_others_keeps_this_one(add):
    email = add().email
    tokens = [enter(email).session.token for _ in range(4)]
    assert sessions.revoke_other_sessions(sessions.find_session(tokens[0])) == 3
    assert [bool(sessions.find_session(token)) for token in tokens] == [True, False, False, False]


def test_signing_out_ends_the_session(add):
    token = enter(add().email).session.token
    sessions.sign_out(sessions.find_session(token))
    assert sessions.find_session(token) is None


def test_disabling_a_member_ends_their_sessions_in_this_tenant_and_no_other(world, add):
    member = add()
    second = make_world()
    add(tenant=second, email=member.email, password=None)
    here = enter(member.email, tenant_slug=world.slug).session
    there = enter(member.email, tenant_slug=second.slug).session
    with db.unit_of_work(world.staff) as session:
        people.disable_person(session, member.id)
    assert sessions.find_session(here.token) is None
    assert sessions.find_session(there.token)


def test_new_roles_are_in_force_from_the_next_request_on(world, add):
    add(world.own_id, ["tenant_admin"])
    member = add(world.own_id, ["buyer"])
    token = enter(member.email).session.token
    with db.unit_of_work(world.staff) as session:
        people.change_roles(session, member.id, ["integrator"])
    identity = sessions.find_session(token)
    assert Permission.MESSAGES_RELEASE in identity.permissions
    assert Permission.ORDERS_ANSWER not in identity.permissions


def test_going_to_another_place_changes_the_token_and_not_the_end_of_the_day(world, add, moved_clock):
    member = add()
    second = make_world()
    there = add(tenant=second, email=member.email, password=None)
    first = enter(member.email, tenant_slug=world.slug).session
    moved_clock(minutes=10)
    identity = sessions.find_session(first.token)
    switched = sessions.switch_place(identity, there.id, Origin())
    assert sessions.find_session(first.token) is None
    after = sessions.find_session(switched.token)
    assert after.tenant_id == second.tenant_id
    assert (after.expires_at, after.authenticated_at) == (identity.expires_at, identity.authenticated_at)


def test_nobody_goes_to_a_place_that_is_not_theirs(add):
    identity = sessions.find_session(enter(add().email).session.token)
    with pytest.raises(NotFoundError):
        sessions.switch_place(identity, add().id, Origin())


def test_a_session_that_ended_cannot_be_switched_back_to_life(world, add):
    member = add()
    identity = sessions.find_session(enter(member.email).session.token)
    sessions.sign_out(identity)
    with pytest.raises(NotFoundError):
        sessions.switch_place(identity, member.id, Origin())


def test_signing_in_while_being_disabled_leaves_no_session_behind(world, add):
    for _ in range(5):
        member = add()
        tokens = []

        def sign_in_again(email=member.email, tokens=tokens):
            for _ in range(4):
                try:
                    step = enter(email)
                except NotFoundError:
                    return
                if session := getattr(step, "session", None):
                    tokens.append(session.token)

        def disable(member_id=member.id):
            with db.unit_of_work(world.staff) as session:
                people.disable_person(session, member_id)

        threads = [threading.Thread(target=sign_in_again), threading.Thread(target=disable)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [sessions.find_session(token) for token in tokens] == [None] * len(tokens)


def test_ended_sessions_are_deleted_later(add, moved_clock):
    begun = enter(add().email).session
    moved_clock(hours=13)
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        assert sessions.prune_sessions(session, clock.now()) >= 1
    assert seen_at(begun.id) is None
