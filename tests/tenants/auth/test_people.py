"""People of a tenant: invitations, links that work once, roles, and the rules that keep a tenant and a login safe."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from causeway.tenants import clock, db
from causeway.tenants.auth import links, people, sessions
from causeway.tenants.auth.people import PersonState
from causeway.tenants.auth.sessions import Origin
from causeway.tenants.auth.sign_in import Refusal, Refused, SignedIn
from causeway.tenants.errors import ConflictError, DomainError, NotFoundError
from causeway.tenants.permissions import check_roles
from tests.conftest import make_world
from tests.tenants.auth.conftest import PASSWORD, enter, fresh_address

NEW_PASSWORD = "quiet river 88 stones"


def invite(world, organization_id=None, roles=("supplier",), email=None):
    with db.unit_of_work(world.staff) as session:
        return people.invite_person(
            session,
            organization_id or world.supplier_id,
            email=email or f"p{uuid4().hex[:12]}@example.com",
            display_name="Li Na",
            roles=roles,
            locale="zh_CN",
        )


def accept(invitation, password=NEW_PASSWORD):
    return links.accept_invitation(invitation.link.token, password, Origin(fresh_address()))


def state_of(world, membership_id):
    with db.unit_of_work(world.staff) as session:
        return people.get_person(session, membership_id).state


def command(world, do, *arguments):
    with db.unit_of_work(world.staff) as session:
        return do(session, *arguments)


def test_an_invited_person_chooses_a_password_and_is_in(world):
    invitation = invite(world)
    assert invitation.link.path == f"/welcome/{invitation.link.token}"
    assert state_of(world, invitation.membership_id) is PersonState.INVITED
    holder = links.find_invitation(invitation.link.token)
    assert (holder.display_name, holder.has_password) == ("Li Na", False)
    step = accept(invitation)
    assert isinstance(step, SignedIn)
    assert sessions.find_session(step.session.token).membership_id == invitation.membership_id
    assert state_of(world, invitation.membership_id) is PersonState.ACTIVE
    assert isinstance(enter(holder.email, NEW_PASSWORD), SignedIn)


def test_before_joining_nobody_is_in(world, add):
    member = add()
    second = make_world()
    invite(second, email=member.email)
    assert [place.tenant_id for place in enter(member.email).places] == [world.tenant_id]


def test_an_invitation_works_once(world):
    invitation = invite(world)
    accept(invitation)
    with pytest.raises(DomainError) as refused:
        accept(invitation)
    assert refused.value.code == "link_gone"


def test_of_many_at_once_one_uses_the_link(world):
    invitation = invite(world)
    outcomes = []
    start = threading.Barrier(6)

    def attempt(number):
        start.wait()
        try:
            outcomes.append(accept(invitation, f"{NEW_PASSWORD} {number}"))
        except DomainError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(outcome, SignedIn) for outcome in outcomes) == 1
    assert {outcome for outcome in outcomes if isinstance(outcome, str)} <= {"link_gone", "password_exists"}


def test_a_poor_password_does_not_use_the_link_up(world):
    invitation = invite(world)
    with pytest.raises(DomainError) as refused:
        accept(invitation, "short")
    assert refused.value.code == "password_too_short"
    assert isinstance(accept(invitation), SignedIn)


def test_an_invitation_lasts_seven_days(world, moved_clock):
    invitation = invite(world)
    assert invitation.link.expires_at - clock.now() > timedelta(days=6, hours=23)
    moved_clock(days=7, seconds=1)
    assert links.find_invitation(invitation.link.token) is None
    with pytest.raises(DomainError):
        accept(invitation)


def test_a_new_invitation_takes_the_place_of_the_former(world):
    first = invite(world)
    again = command(world, people.resend_invitation, first.membership_id)
    assert links.find_invitation(first.link.token) is None
    assert links.find_invitation(again.token)
    links.accept_invitation(again.token, NEW_PASSWORD, Origin())
    with pytest.raises(ConflictError):
        command(world, people.resend_invitation, first.membership_id)


def test_an_invitation_does_not_open_a_login_that_exists(world, add):
    member = add()
    invitation = invite(make_world(), email=member.email)
    assert links.find_invitation(invitation.link.token).has_password
    assert accept(invitation, "whoever copied it") == Refused(Refusal.CREDENTIALS)
    assert isinstance(enter(member.email), SignedIn), "the password is what it was"
    assert isinstance(accept(invitation, PASSWORD), SignedIn)


def test_the_links_secret_is_kept_nowhere(world):
    invitation = invite(world)
    with db.unit_of_work(world.staff) as session:
        kept = session.execute(
            text(
                "select string_agg(row_to_json(s)::text, '') || (select string_agg(body, '') from audit_detail"
                " where tenant_id = :t) from single_use_token s where s.tenant_id = :t"
            ),
            {"t": world.tenant_id},
        ).scalar_one()
    assert invitation.link.token not in kept


def test_a_reset_link_gives_a_new_password_and_ends_every_session(world, add):
    member = add()
    token = enter(member.email).session.token
    for _ in range(12):
        enter(member.email, "wrong password 1")
    assert enter(member.email).reason is Refusal.THROTTLED
    link = command(world, people.make_reset_link, member.id)
    assert link.path == f"/reset/{link.token}"
    assert links.find_reset(link.token).email == member.email
    links.reset_password(link.token, NEW_PASSWORD, Origin())
    assert sessions.find_session(token) is None
    assert isinstance(enter(member.email, NEW_PASSWORD), SignedIn), "the block is lifted"
    with pytest.raises(DomainError):
        links.reset_password(link.token, NEW_PASSWORD + "2", Origin())


def test_a_reset_link_lasts_an_hour(world, add, moved_clock):
    link = command(world, people.make_reset_link, add().id)
    moved_clock(minutes=61)
    with pytest.raises(DomainError):
        links.reset_password(link.token, NEW_PASSWORD, Origin())


def test_a_link_serves_its_purpose_only(world, add):
    reset = command(world, people.make_reset_link, add().id)
    assert links.find_invitation(reset.token) is None
    with pytest.raises(DomainError):
        links.accept_invitation(reset.token, NEW_PASSWORD, Origin())


def test_no_administrator_resets_a_login_that_is_used_elsewhere_too(world, add):
    member = add()
    link = command(world, people.make_reset_link, member.id)
    add(tenant=make_world(), email=member.email, password=None)
    with pytest.raises(DomainError) as refused:
        command(world, people.make_reset_link, member.id)
    assert refused.value.code == "person_elsewhere"
    with pytest.raises(DomainError):
        links.reset_password(link.token, NEW_PASSWORD, Origin())


def test_a_disabled_persons_links_work_no_more(world):
    invitation = invite(world)
    command(world, people.disable_person, invitation.membership_id)
    with pytest.raises(DomainError):
        accept(invitation)
    with pytest.raises(DomainError):
        command(world, people.resend_invitation, invitation.membership_id)


def test_the_last_administrator_cannot_leave(world, add):
    admin = add(world.own_id, ["tenant_admin"])
    invite(world, world.own_id, ["tenant_admin"])
    for leave in ((people.disable_person, admin.id), (people.change_roles, admin.id, ["buyer"])):
        with pytest.raises(DomainError) as refused:
            command(world, *leave)
        assert refused.value.code == "last_admin"
    add(world.own_id, ["tenant_admin"])
    command(world, people.disable_person, admin.id)
    assert state_of(world, admin.id) is PersonState.DISABLED


def test_two_administrators_cannot_remove_each_other_at_once(world, add):
    for _ in range(4):
        pair = [add(world.own_id, ["tenant_admin"]) for _ in range(2)]
        refusals = []
        start = threading.Barrier(2)

        def remove(membership_id, start=start, refusals=refusals):
            start.wait()
            try:
                command(world, people.disable_person, membership_id)
            except DomainError as error:
                refusals.append(error.code)

        threads = [threading.Thread(target=remove, args=(member.id,)) for member in pair]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert refusals == ["last_admin"]
        left = next(m for m in pair if state_of(world, m.id) is PersonState.ACTIVE)
        add(world.own_id, ["tenant_admin"])
        command(world, people.disable_person, left.id)
        with db.unit_of_work(world.staff) as session:
            session.execute(
                text("update membership set disabled_at = now() where tenant_id = :t"), {"t": world.tenant_id}
            )


@pytest.mark.parametrize(
    ("own", "roles", "code"),
    [
        (False, ["buyer"], "role_of_other_side"),
        (False, ["supplier", "tenant_admin"], "role_of_other_side"),
        (True, ["supplier"], "role_of_other_side"),
        (True, ["emperor"], "role_of_other_side"),
        (True, [], "role_missing"),
    ],
)
def test_roles_belong_to_a_side_of_the_wall(world, own, roles, code):
    with pytest.raises(DomainError) as refused:
        invite(world, world.own_id if own else world.supplier_id, roles)
    assert refused.value.code == code


def test_roles_are_kept_once_and_in_one_order():
    from causeway.tenants.context import Role

    assert check_roles(["tenant_admin", "buyer", "buyer"], Role.STAFF) == ["buyer", "tenant_admin"]


@pytest.mark.parametrize(
    "email", ["", "x", "a@b", "a b@example.com", "a@example.com\r\nBcc: x@y.z", "@example.com"]
)
def test_what_is_no_address_is_refused(world, email):
    with db.unit_of_work(world.staff) as session, pytest.raises(DomainError) as refused:
        people.invite_person(
            session, world.supplier_id, email=email, display_name="Li Na", roles=["supplier"]
        )
    assert refused.value.code == "email_invalid"


def test_the_same_person_is_not_invited_twice_to_one_organization(world, add):
    member = add()
    with pytest.raises(ConflictError):
        invite(world, email=member.email.upper())


def test_another_tenants_people_are_not_found(world, add):
    member = add(tenant=make_world())
    for do in (people.disable_person, people.make_reset_link, people.resend_invitation, people.get_person):
        with pytest.raises(NotFoundError):
            command(world, do, member.id)


def test_every_act_on_a_person_is_audited(world, add):
    add(world.own_id, ["tenant_admin"])
    member = add(world.own_id, ["buyer"])
    command(world, people.change_roles, member.id, ["integrator"])
    command(world, people.make_reset_link, member.id)
    command(world, people.disable_person, member.id)
    command(world, people.enable_person, member.id)
    with db.unit_of_work(world.staff) as session:
        actions = session.execute(
            text("select action from audit_entry where tenant_id = :t and object_id = :id order by id"),
            {"t": world.tenant_id, "id": member.id},
        ).scalars()
        assert list(actions) == [
            "membership.added",
            "membership.roles_changed",
            "password.reset_link_made",
            "membership.disabled",
            "membership.enabled",
        ]
