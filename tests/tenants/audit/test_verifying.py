"""Tampering is found, with its place; erasing is not tampering; a proof convinces somebody who is offline."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from causeway.tenants import db
from causeway.tenants.audit.erasing import erase_actor, erase_detail
from causeway.tenants.audit.models import AuditDayRoot, AuditDetail
from causeway.tenants.audit.proving import export_proof
from causeway.tenants.audit.sealing import seal, seal_days
from causeway.tenants.audit.verifying import FindingKind, verify
from causeway.tenants.context import Actor, ActorKind, Scope
from causeway.tenants.errors import DomainError, NotFoundError
from causeway.tenants.ids import new_id
from tests.tenants.audit.conftest import act

CHECKER = Path(__file__).parents[3] / "docs" / "operators" / "verify_audit.py"


def found(world, **options):
    return [(f.kind, f.block, f.position, f.entry_id) for f in verify(world.tenant_id, **options).findings]


def test_an_untouched_ledger_is_intact(world, sealed):
    assert found(world) == []


@pytest.mark.parametrize(
    "change",
    [
        "action = 'order.nothing'",
        "at = at - interval '1 microsecond'",
        "actor_id = gen_random_uuid()",
        "object_id = null",
        "actor_kind = 'system '",
        "detail_digest = '\\x00'",
    ],
)
def test_an_altered_entry_is_found_at_its_place(world, sealed, intruder, change):
    with intruder() as owner:
        owner.execute(f"update audit_entry set {change} where id = %s", (sealed[6],))
    assert found(world) == [(FindingKind.ALTERED, 2, 6, sealed[6])]


@pytest.mark.parametrize("position", [0, 5, 11])
def test_a_deleted_entry_is_found_at_its_place(world, sealed, intruder, position):
    with intruder() as owner:
        owner.execute("delete from audit_entry where id = %s", (sealed[position],))
    assert found(world) == [(FindingKind.DELETED, position // 4 + 1, position, sealed[position])]


def test_an_inserted_entry_is_found(world, sealed, intruder):
    forged = new_id()
    with intruder() as owner:
        owner.execute(
            "insert into audit_entry select tenant_id, %s, action, object_kind, object_id, at, actor_kind, actor_id,"
            " actor_side, actor_partner_id, channel, correlation_id, detail_digest, xid"
            " from audit_entry where id = %s",
            (forged, sealed[5]),
        )
    assert found(world) == [(FindingKind.INSERTED, 2, None, forged)]


def test_reordered_entries_are_found_within_a_block_and_across(world, sealed, intruder):
    def swap(first, second):
        with intruder() as owner:
            owner.execute(
                "update audit_entry e set xid = o.xid from audit_entry o"
                " where (e.id, o.id) in ((%s, %s), (%s, %s))",
                (first, second, second, first),
            )

    swap(sealed[4], sealed[5])
    assert {(kind, entry) for kind, _, _, entry in found(world)} == {
        (FindingKind.REORDERED, sealed[4]),
        (FindingKind.REORDERED, sealed[5]),
    }
    swap(sealed[4], sealed[5])
    assert found(world) == []
    swap(sealed[1], sealed[9])
    assert {(kind, entry) for kind, _, _, entry in found(world)} == {
        (FindingKind.REORDERED, sealed[1]),
        (FindingKind.REORDERED, sealed[9]),
    }


def test_a_tail_cut_off_is_found(world, sealed, intruder):
    with intruder() as owner:
        owner.execute("delete from audit_entry where id = any(%s)", (sealed[8:],))
    assert {kind for kind, *_ in found(world)} == {FindingKind.DELETED}
    with intruder() as owner:
        owner.execute("delete from audit_block where number = 3 and tenant_id = %s", (world.tenant_id,))
    assert found(world) == [(FindingKind.TRUNCATED, 2, 8, None)]


def test_a_block_taken_out_is_found(world, sealed, intruder):
    with intruder() as owner:
        owner.execute("delete from audit_block where number = 2 and tenant_id = %s", (world.tenant_id,))
    assert found(world) == [(FindingKind.BLOCK_MISSING, 2, None, None)]


def test_a_block_rewritten_over_its_forged_entry_is_found(world, sealed, intruder):
    """The entry, its leaf, the root and the block's own hash agree; the next block does not."""
    from types import SimpleNamespace

    from causeway.tenants.audit.canonical import (
        block_document,
        entry_document,
        leaf_hash,
        merkle_root,
        sha256,
    )
    from causeway.tenants.audit.models import AuditBlock, AuditEntry
    from causeway.tenants.audit.verifying import unpack_members

    with intruder() as owner:
        owner.execute("update audit_entry set action = 'forged' where id = %s", (sealed[5],))
    with db.unit_of_work(world.staff) as session:
        entry = session.scalar(select(AuditEntry).where(AuditEntry.id == sealed[5]))
        block = session.scalar(select(AuditBlock).where(AuditBlock.number == 2))
    forged_leaf = leaf_hash(entry_document(world.tenant_id, entry))
    members = [(m, forged_leaf if m == sealed[5] else leaf) for m, leaf in unpack_members(block.members)]
    forged = SimpleNamespace(**{c.key: getattr(block, c.key) for c in AuditBlock.__table__.columns})
    forged.root = merkle_root([leaf for _, leaf in members])
    with intruder() as owner:
        owner.execute(
            "update audit_block set members = %s, root = %s, hash = %s where number = 2 and tenant_id = %s",
            (
                b"".join(m.bytes + leaf for m, leaf in members),
                forged.root,
                sha256(block_document(world.tenant_id, forged)),
                world.tenant_id,
            ),
        )
    assert [(kind, block) for kind, block, *_ in found(world)] == [(FindingKind.BLOCK_ALTERED, 3)]


def test_an_altered_detail_is_found(world, sealed, intruder):
    with intruder() as owner:
        owner.execute("update audit_detail set body = '{}' where id = %s", (sealed[3],))
    assert found(world) == [(FindingKind.DETAIL_ALTERED, 1, 3, sealed[3])]


def test_a_detail_that_vanished_without_a_word_is_found(world, sealed, intruder):
    with intruder() as owner:
        owner.execute("delete from audit_detail where id = %s", (sealed[3],))
    assert found(world) == [(FindingKind.DETAIL_MISSING, 1, 3, sealed[3])]


def test_erasing_a_person_keeps_the_chain_valid(world, sealed):
    person = Actor(ActorKind.USER, new_id(), "Wei Chen")
    scope = Scope(world.tenant_id, actor=person)
    from causeway.tenants import audit

    for _ in range(3):
        with db.unit_of_work(scope) as session:
            audit.record(session, "order.looked_at", "order", new_id(), phone="13800000000")
    seal(world.tenant_id)
    with db.unit_of_work(world.staff) as session:
        assert erase_actor(session, person.id, reason="asked for it") == 3
        erase_detail(session, sealed[0], reason="asked for it")
    with db.unit_of_work(world.staff) as session:
        assert not any("13800000000" in body for body in session.scalars(select(AuditDetail.body)))
    with pytest.raises(NotFoundError), db.unit_of_work(world.staff) as session:
        erase_detail(session, sealed[0], reason="again")
    seal(world.tenant_id)
    report = verify(world.tenant_id)
    assert (report.findings, report.erased) == ([], 4)


def test_a_whole_forged_chain_is_found_by_who_holds_a_days_hash(world, sealed, intruder, moved_clock):
    moved_clock(days=1)
    seal_days(world.tenant_id)
    with db.unit_of_work(world.staff) as session:
        day = session.scalar(select(AuditDayRoot))
    held = {day.day: day.hash}
    assert found(world, held=held) == []
    with intruder() as owner:
        for table in ("audit_day_root", "audit_block", "audit_head"):
            owner.execute(f"delete from {table} where tenant_id = %s", (world.tenant_id,))
        owner.execute("update audit_entry set action = 'forged' where id = %s", (sealed[5],))
    moved_clock(days=-1)
    seal(world.tenant_id)
    moved_clock(days=1)
    seal_days(world.tenant_id)
    assert found(world) == [], "from inside, the forged chain looks sound"
    assert [kind for kind, *_ in found(world, held=held)] == [FindingKind.NOT_AS_HELD]


def test_an_altered_day_is_found(world, sealed, intruder, moved_clock):
    moved_clock(days=1)
    seal_days(world.tenant_id)
    with intruder() as owner:
        owner.execute("update audit_day_root set entry_count = 11 where tenant_id = %s", (world.tenant_id,))
    assert [kind for kind, *_ in found(world)] == [FindingKind.DAY_ALTERED]


def check_offline(tmp_path, proof, held):
    path = tmp_path / "proof.json"
    path.write_text(json.dumps(proof, ensure_ascii=False), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", "-S", str(CHECKER), str(path), held],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_proof_is_checked_offline_by_a_script_of_its_own(world, sealed, moved_clock, tmp_path):
    with pytest.raises(DomainError), db.unit_of_work(world.staff) as session:
        export_proof(session, sealed[6])
    moved_clock(days=1)
    seal_days(world.tenant_id)
    with db.unit_of_work(world.staff) as session:
        proofs = [export_proof(session, entry_id) for entry_id in sealed]
        held = session.scalar(select(AuditDayRoot.hash)).hex()
    for proof in proofs:
        result = check_offline(tmp_path, proof, held)
        assert (result.returncode, result.stderr) == (0, "")
    assert "Wei Chen" in result.stdout

    forged = {**proofs[6], "entry": proofs[6]["entry"].replace("looked_at", "forgotten")}
    assert check_offline(tmp_path, forged, held).returncode == 1
    forged = {**proofs[6], "detail": {**proofs[6]["detail"], "body": "{}"}}
    assert check_offline(tmp_path, forged, held).returncode == 1
    assert check_offline(tmp_path, {**proofs[6], "path_to_block": []}, held).returncode == 1
    assert check_offline(tmp_path, proofs[6], "00" * 32).returncode == 1
    assert check_offline(tmp_path, {}, held).returncode == 2
    assert check_offline(tmp_path, proofs[6], "no hash").returncode == 2


def test_a_proof_without_its_erased_detail_still_holds(world, sealed, moved_clock, tmp_path):
    moved_clock(days=1)
    seal_days(world.tenant_id)
    with db.unit_of_work(world.staff) as session:
        erase_detail(session, sealed[2], reason="asked for it")
    with db.unit_of_work(world.staff) as session:
        proof = export_proof(session, sealed[2])
        held = session.scalar(select(AuditDayRoot.hash)).hex()
    result = check_offline(tmp_path, proof, held)
    assert result.returncode == 0
    assert "erased" in result.stdout


def test_another_tenants_entry_is_not_proven(world, sealed):
    from tests.conftest import make_world

    other = make_world()
    act(other, 1)
    with pytest.raises(NotFoundError), db.unit_of_work(other.staff) as session:
        export_proof(session, sealed[0])
