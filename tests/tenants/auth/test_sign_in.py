"""Signing in: right and wrong passwords, guessing at scale, and what timing and answers give away."""

import json
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from causeway.tenants import clock, db
from causeway.tenants.auth import passwords, sessions, sign_in, throttle
from causeway.tenants.auth.models import SignInThrottle
from causeway.tenants.auth.passwords import HashCost
from causeway.tenants.auth.sessions import Origin
from causeway.tenants.auth.sign_in import Refusal, Refused, SignedIn
from causeway.tenants.context import IDENTITY_SCOPE
from causeway.tenants.errors import DomainError
from causeway.tenants.models import User
from tests.conftest import make_world
from tests.tenants.auth.conftest import PASSWORD, enter, fresh_address


def test_the_right_password_begins_a_session_at_the_persons_place(world, add):
    member = add()
    step = enter(member.email.upper())
    assert isinstance(step, SignedIn)
    identity = sessions.find_session(step.session.token)
    assert (identity.user_id, identity.membership_id) == (member.user_id, member.id)
    assert identity.authenticated_by == {"password"}


@pytest.mark.parametrize("guess", ["", "wrong password 1", PASSWORD + " ", "\x00", "\udcff" * 12])
def test_a_wrong_password_is_refused(add, guess):
    step = enter(add().email, guess)
    assert step == Refused(Refusal.CREDENTIALS)


@pytest.mark.parametrize(
    "email", ["nobody@example.com", "", "a\x00b@example.com", "x" * 5000, "\udcff@x.com"]
)
def test_an_unknown_account_gets_the_answer_of_a_wrong_password(database, email):
    assert enter(f"{email}") == Refused(Refusal.CREDENTIALS)


def test_an_unknown_account_costs_the_same_hash_as_a_known_one(add, monkeypatch):
    """Compared by the work done, because a clock on a shared machine tells less than a counter."""
    known = add().email
    enter("warm@example.com", "wrong password 1")
    compared = []

    class Watched(type(passwords._hashing.hasher)):
        def verify(self, reference, password):
            compared.append(reference.rsplit("$", 2)[0])
            return super().verify(reference, password)

    monkeypatch.setattr(passwords._hashing, "hasher", Watched(1, 64, 1))
    enter(known, "wrong password 1")
    enter(f"{uuid4().hex}@example.com", "wrong password 1")
    assert compared == ["$argon2id$v=19$m=64,t=1,p=1"] * 2


def test_a_hash_of_an_older_cost_is_renewed_at_sign_in(add):
    member = add()
    passwords.configure(HashCost(memory_kib=128, time_cost=1, parallelism=1))
    assert isinstance(enter(member.email), SignedIn)
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        assert "m=128," in session.get(User, member.user_id).password_hash
    assert isinstance(enter(member.email), SignedIn)


def test_a_thousand_guesses_on_one_account_are_stopped(add, monkeypatch):
    email = add().email
    looked_at = _count_looks(monkeypatch)
    steps = [enter(email, f"wrong password {number}") for number in range(1000)]
    assert len(looked_at) <= 10
    assert sum(step.reason is Refusal.CREDENTIALS for step in steps) == len(looked_at)
    assert steps[-1].retry_at > clock.now()
    assert enter(email).reason is Refusal.THROTTLED, "the right password does not pass a block"


def test_guesses_at_the_same_moment_do_not_slip_past_the_counter(add, monkeypatch):
    email = add().email
    looked_at = _count_looks(monkeypatch)
    start = threading.Barrier(8)

    def guess():
        start.wait()
        for number in range(10):
            enter(email, f"wrong password {number}")

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked_at) <= 4


def test_one_guess_on_each_of_a_thousand_accounts_from_one_address_is_stopped(database, monkeypatch):
    looked_at = _count_looks(monkeypatch)
    origin = Origin(fresh_address())
    steps = [sign_in.sign_in(f"{uuid4().hex}@example.com", "wrong password 1", origin) for _ in range(1000)]
    assert len(looked_at) == 50
    assert {step.reason for step in steps[50:]} == {Refusal.THROTTLED}


def test_an_ipv6_network_counts_as_one_address():
    key = throttle._address_key
    assert key("2001:db8:1:2::1") == key("2001:db8:1:2:ffff::9")
    assert key("2001:db8:1:2::1") != key("2001:db8:1:3::1")
    assert key("::ffff:192.0.2.1") == key("192.0.2.1")


def test_pauses_grow_and_then_pass(add, moved_clock):
    email = add().email
    for _ in range(3):
        enter(email, "wrong password 1")
    for seconds in (2, 4, 8, 16):
        before = clock.now()
        assert enter(email, "wrong password 1").reason is Refusal.CREDENTIALS
        after = clock.now()
        pause = timedelta(seconds=seconds)
        assert before + pause <= enter(email).retry_at <= after + pause
        moved_clock(seconds=seconds + 0.01)
    moved_clock(seconds=40)
    assert isinstance(enter(email), SignedIn)


def test_three_slips_cost_nothing_and_success_forgets_them(add):
    email = add().email
    for _ in range(4):
        for _ in range(3):
            assert enter(email, "wrong password 1").reason is Refusal.CREDENTIALS
        assert isinstance(enter(email), SignedIn)


def test_the_window_moves(add, moved_clock):
    email = add().email
    for _ in range(9):
        _guess_past_pause(email, moved_clock)
    moved_clock(minutes=61)
    assert isinstance(enter(email), SignedIn)


def test_a_success_does_not_count_against_its_address(add):
    email, origin = add().email, Origin(fresh_address())
    for _ in range(60):
        assert isinstance(sign_in.sign_in(email, PASSWORD, origin), SignedIn)


def test_a_busy_machine_counts_nothing_against_the_person(add):
    member = add()
    cheap = HashCost(memory_kib=64, time_cost=1, parallelism=1)
    passwords.configure(cheap, at_once=1, patience_seconds=0.01)
    with passwords._hashing.turn():
        for _ in range(12):
            assert enter(member.email) == Refused(Refusal.BUSY)
    assert isinstance(enter(member.email), SignedIn)


def test_a_person_without_any_place_is_told_so(world, add):
    member = add()
    with db.unit_of_work(world.staff) as session:
        session.execute(
            text("update membership set disabled_at = now() where tenant_id = :t and id = :id"),
            {"t": world.tenant_id, "id": member.id},
        )
    assert enter(member.email) == Refused(Refusal.NO_PLACE)


def test_a_disabled_user_is_out_at_once_and_cannot_come_back(add):
    member = add()
    token = enter(member.email).session.token
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        sign_in.disable_user(session, member.user_id)
    assert sessions.find_session(token) is None
    assert enter(member.email) == Refused(Refusal.CREDENTIALS)
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        sign_in.enable_user(session, member.user_id)
    assert sessions.find_session(token) is None
    assert isinstance(enter(member.email), SignedIn)


def test_the_person_comes_back_to_where_they_were_last(add):
    member = add()
    second = make_world()
    add(tenant=second, email=member.email, password=None)
    assert {p.tenant_id for p in enter(member.email).places} == {member.tenant_id, second.tenant_id}
    assert enter(member.email, tenant_slug=second.slug).session.place.tenant_id == second.tenant_id
    assert enter(member.email).session.place.tenant_id == second.tenant_id


def test_a_changed_password_ends_the_other_sessions(add):
    member = add()
    here, elsewhere = enter(member.email).session, enter(member.email).session
    identity = sessions.find_session(here.token)
    origin = Origin(fresh_address())
    assert sign_in.change_password(identity, "wrong password 1", "quiet river 88 stones", origin).reason
    with pytest.raises(DomainError):
        sign_in.change_password(identity, PASSWORD, "short", origin)
    assert sessions.find_session(elsewhere.token)
    assert sign_in.change_password(identity, PASSWORD, "quiet river 88 stones", origin) is None
    assert sessions.find_session(here.token)
    assert sessions.find_session(elsewhere.token) is None
    assert isinstance(enter(member.email, "quiet river 88 stones"), SignedIn)


def test_failures_stand_in_the_platforms_ledger_without_the_password(add):
    email = f"{uuid4().hex}@example.com"
    enter(email, "a secret that slipped")
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        bodies = [
            json.loads(body)
            for body in session.execute(text("select body from platform_audit_detail")).scalars()
            if email in body
        ]
        stored = session.scalars(select(SignInThrottle.key)).all()
    assert [(body["email"], body["known"]) for body in bodies] == [(email, False)]
    assert "slipped" not in json.dumps(bodies)
    assert not any(email in key for key in stored)


def _count_looks(monkeypatch):
    looked_at = []
    verify = passwords.verify_password

    def counting(stored, password):
        looked_at.append(1)
        return verify(stored, password)

    monkeypatch.setattr(passwords, "verify_password", counting)
    return looked_at


def _guess_past_pause(email, moved_clock):
    step = enter(email, "wrong password 1")
    if step.reason is Refusal.THROTTLED:
        moved_clock(seconds=(step.retry_at - clock.now()).total_seconds() + 0.01)
        enter(email, "wrong password 1")
