"""What is over goes after a while, and not before."""

from sqlalchemy import select

from causeway.tenants import db
from causeway.tenants.auth import people, upkeep
from causeway.tenants.auth.models import SignInThrottle, SingleUseToken, UserSession
from causeway.tenants.context import IDENTITY_SCOPE
from tests.tenants.auth.conftest import enter


def rows_left(member, key):
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        return [
            session.scalar(select(model.user_id).where(model.user_id == member.user_id).limit(1)) is not None
            for model in (UserSession, SingleUseToken)
        ] + [session.get(SignInThrottle, key) is not None]


def test_old_sessions_links_and_counters_are_deleted(world, add, moved_clock):
    from causeway.tenants.auth.throttle import _account_key

    member = add()
    key = _account_key(member.email)
    enter(member.email)
    with db.unit_of_work(world.staff) as session:
        people.make_reset_link(session, member.id)
    moved_clock(hours=23)
    upkeep.prune()
    assert rows_left(member, key) == [True, True, True]
    moved_clock(days=31)
    upkeep.prune()
    assert rows_left(member, key) == [False, False, False]
