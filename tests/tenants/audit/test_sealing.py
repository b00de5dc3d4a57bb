"""Sealing under concurrency: none missed, none twice, and nobody waits for it."""

import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from causeway.tenants import audit, clock, db
from causeway.tenants.audit.models import AuditBlock, AuditDayRoot
from causeway.tenants.audit.sealing import Sealer, seal, seal_days
from causeway.tenants.audit.verifying import unpack_members, verify
from causeway.tenants.context import IDENTITY_SCOPE, Role, Scope
from causeway.tenants.ids import new_id
from tests.conftest import make_world
from tests.tenants.audit.conftest import act, entry_ids


def sealed_ids(world):
    with db.unit_of_work(world.staff) as session:
        blocks = session.scalars(select(AuditBlock).order_by(AuditBlock.number)).all()
    return [member for block in blocks for member, _ in unpack_members(block.members)]


def test_sealing_takes_every_entry_once(world):
    act(world, 5)
    assert seal(world.tenant_id) == 5
    assert seal(world.tenant_id) == 0
    act(world, 2)
    assert seal(world.tenant_id) == 2
    assert sealed_ids(world) == entry_ids(world)
    report = verify(world.tenant_id)
    assert report.is_intact
    assert (report.entries, report.blocks, report.pending) == (7, 2, 0)


def test_an_act_that_is_rolled_back_leaves_no_entry(world):
    def act_and_fail():
        with db.unit_of_work(world.staff) as session:
            audit.record(session, "order.looked_at", "order", new_id())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act_and_fail()
    assert entry_ids(world) == []


def test_a_slow_neighbour_is_waited_for_and_not_passed_over(world):
    with db.unit_of_work(world.staff) as slow:
        audit.record(slow, "order.slow", "order", new_id())
        in_time = act(world, 3)
        assert len(in_time) == 3
        assert seal(world.tenant_id) == 0, "what came after the slow one's begin is not safe yet"
    assert seal(world.tenant_id) == 4
    assert sealed_ids(world) == entry_ids(world)


def test_many_writers_and_several_sealers_miss_nothing_and_double_nothing(world):
    writers, each = 6, 40
    done = threading.Event()
    sealed = []

    def write(number):
        for index in range(each):
            with db.unit_of_work(world.staff) as session:
                audit.record(session, "order.looked_at", "order", new_id(), number=number)
                if index % 3 == 0:
                    # Transactions of different lengths, so that commits overtake each other.
                    session.execute(text("select pg_sleep(0.003)"))
                    audit.record(session, "order.looked_at", "order", new_id(), number=number)

    def keep_sealing():
        while not done.is_set():
            sealed.append(seal(world.tenant_id))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    sealers = [threading.Thread(target=keep_sealing) for _ in range(2)]
    for thread in [*threads, *sealers]:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    for thread in sealers:
        thread.join()
    sealed.append(seal(world.tenant_id))
    expected = entry_ids(world)
    assert len(expected) == writers * (each + (each + 2) // 3)
    assert sum(sealed) == len(expected)
    assert sealed_ids(world) == expected
    report = verify(world.tenant_id)
    assert report.is_intact
    assert report.blocks > 3


def test_only_one_seals_a_ledger_at_a_time_and_the_other_does_not_wait(world):
    from causeway.tenants.audit.ledgers import ledger_of

    act(world, 1)
    with db.unit_of_work(world.staff) as session:
        session.execute(
            text("select pg_advisory_xact_lock(:key)"), {"key": ledger_of(world.tenant_id).lock_key}
        )
        assert seal(world.tenant_id) == 0
    assert seal(world.tenant_id) == 1


def test_more_than_a_block_is_sealed_in_one_call(world, monkeypatch):
    from causeway.tenants.audit import sealing

    monkeypatch.setattr(sealing, "BLOCK_ENTRIES", 4)
    act(world, 10)
    assert seal(world.tenant_id) == 10
    report = verify(world.tenant_id)
    assert (report.blocks, report.is_intact) == (3, True)


def test_a_partners_act_is_recorded_and_the_partner_cannot_read_it(world):
    scope = Scope(world.tenant_id, Role.PARTNER, world.supplier_id)
    with db.unit_of_work(scope) as session:
        audit.record(session, "order.answered", "order", new_id())
    with pytest.raises(ProgrammingError, match="permission denied"), db.unit_of_work(scope) as session:
        session.execute(text("select 1 from audit_entry where tenant_id = :t"), {"t": world.tenant_id})
    assert len(entry_ids(world)) == 1
    assert seal(world.tenant_id) == 1
    assert verify(world.tenant_id).is_intact


@pytest.mark.parametrize("statement", ["update audit_entry set action = 'x'", "delete from audit_entry"])
@pytest.mark.parametrize("role", [Role.STAFF, Role.PARTNER])
def test_no_role_of_the_application_rewrites_the_audit(world, statement, role):
    scope = world.staff if role is Role.STAFF else Scope(world.tenant_id, role, world.supplier_id)
    with pytest.raises(ProgrammingError, match="permission denied"), db.unit_of_work(scope) as session:
        session.execute(text(f"{statement} where tenant_id = :t"), {"t": world.tenant_id})


def test_ledgers_of_two_tenants_do_not_mix(world):
    other = make_world()
    act(world, 2)
    act(other, 3)
    assert (seal(world.tenant_id), seal(other.tenant_id)) == (2, 3)
    assert verify(world.tenant_id).entries == 2


def test_what_has_no_tenant_stands_in_the_platforms_ledger(database):
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        audit.record(session, "sign_in.failed", "user", None, email="nobody@example.com")
    assert seal(None) >= 1
    assert verify(None).is_intact


def test_days_are_closed_when_they_are_over(world, moved_clock):
    act(world, 3)
    seal(world.tenant_id)
    assert seal_days(world.tenant_id) == 0, "the day is not over"
    moved_clock(days=1)
    act(world, 2)
    seal(world.tenant_id)
    moved_clock(days=2)
    act(world, 1)
    seal(world.tenant_id)
    assert seal_days(world.tenant_id) == 2
    assert seal_days(world.tenant_id) == 0
    with db.unit_of_work(world.staff) as session:
        days = session.scalars(select(AuditDayRoot).order_by(AuditDayRoot.day)).all()
    assert [(day.first_block, day.last_block, day.entry_count) for day in days] == [(1, 1, 3), (2, 2, 5)]
    assert days[1].previous_hash == days[0].hash
    report = verify(world.tenant_id)
    assert (report.days, report.is_intact) == (2, True)


def test_a_machine_whose_clock_is_behind_writes_into_no_closed_day(world, moved_clock):
    act(world, 1)
    seal(world.tenant_id)
    moved_clock(days=1)
    assert seal_days(world.tenant_id) == 1
    moved_clock(days=-1)
    act(world, 1)
    seal(world.tenant_id)
    moved_clock(days=2)
    assert seal_days(world.tenant_id) == 1
    assert verify(world.tenant_id).is_intact


def test_a_sweep_seals_every_ledger_and_rests_where_nothing_happens(world):
    sealer = Sealer()
    sealer.sweep()
    act(world, 2)
    assert sealer._paces[world.tenant_id].due > 0
    for pace in sealer._paces.values():
        pace.due = 0.0
    assert sealer.sweep() == 2
    assert verify(world.tenant_id).pending == 0
    other = make_world()
    sealer._tenants_read_at = float("-inf")
    act(other, 1)
    assert sealer.sweep() == 1


def test_sealing_reads_the_index_however_long_the_audit_is(world, intruder):
    act(world, 1)
    seal(world.tenant_id)
    with intruder() as owner:
        owner.execute(
            "insert into audit_entry (tenant_id, id, action, object_kind, at, actor_kind, actor_side, channel,"
            " correlation_id, detail_digest) select %s, gen_random_uuid(), 'x', 'order', now(), 'system', 'staff',"
            " 'system', gen_random_uuid(), '\\x00' from generate_series(1, 20000)",
            (world.tenant_id,),
        )
        owner.execute("analyze audit_entry")
    assert seal(world.tenant_id) == 20000
    with db.unit_of_work(world.staff) as session:
        plan = "\n".join(
            session.execute(
                text(
                    "explain select * from audit_entry where tenant_id = :t and (xid, id) > (:x, :id)"
                    " and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, id limit 1000"
                ),
                {"t": world.tenant_id, "x": "1", "id": new_id()},
            ).scalars()
        )
    assert "Seq Scan" not in plan
    assert "Index Cond: ((tenant_id = " in plan
    assert "xid < " in plan.split("Index Cond:")[1].split("\n")[0]


def test_time_to_seal_is_taken_from_the_products_clock(world, moved_clock):
    moved_clock(days=30)
    act(world, 1)
    seal(world.tenant_id)
    with db.unit_of_work(world.staff) as session:
        sealed_at = session.scalar(select(AuditBlock.sealed_at))
    assert abs((sealed_at - clock.now()).total_seconds()) < 60
