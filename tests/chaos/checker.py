"""Holds the clients' notes against what the database and the mailboxes hold: nothing lost, doubled, out of order or stuck."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from sqlalchemy import text

from causeway.tenants import audit, clock, db
from causeway.tenants.context import IDENTITY_SCOPE
from tests.chaos.documents import acknowledged_groups
from tests.chaos.history import History
from tests.chaos.tenant import ChaosTenant

_SHOWN = 5


@dataclass
class Verdict:
    """What was counted, and every sentence about something that must not be."""

    counts: dict[str, int] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)

    def refuse(self, what: str, cases: list[Any]) -> None:
        """A violation, if there are cases of it."""
        if cases:
            shown = ", ".join(str(case) for case in cases[:_SHOWN])
            self.violations.append(f"{len(cases)} {what}: {shown}{' ...' if len(cases) > _SHOWN else ''}")


def waiting_work() -> list[str]:
    """Work that is due or parked, in words. Empty when all is drained; future timers may wait."""
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        rows = session.execute(
            text(
                "select kind, attempts, failures, lease_until > :now as leased, parked_at is not null as parked,"
                " last_error from work where run_at <= :now or parked_at is not null order by run_at"
            ),
            {"now": clock.now()},
        )
        return [
            f"{row.kind} ({row.attempts} attempts, {row.failures} failures"
            f"{', leased' if row.leased else ''}{', parked' if row.parked else ''}, {row.last_error})"
            for row in rows
        ]


def check(tenant: ChaosTenant, history: History) -> Verdict:
    """The verdict over everything that the clients know."""
    verdict = Verdict()
    for judge in (_transmissions, _conflicts, _orders, _messages, _acknowledgements, _control_numbers):
        judge(tenant, history, verdict)
    verdict.refuse("rows of work parked or due", waiting_work())
    verdict.refuse("complaints of clients", history.complaints)
    report = audit.verify(tenant.tenant_id)
    verdict.refuse("findings in the sealed audit", list(report.findings))
    return verdict


def _rows(tenant: ChaosTenant, statement: str) -> list[Any]:
    with db.unit_of_work(tenant.staff) as session:
        return list(session.execute(text(statement), {"tenant_id": tenant.tenant_id}))


def _transmissions(tenant: ChaosTenant, history: History, verdict: Verdict) -> None:
    """Every acknowledged interchange is one transmission, under the id of the answer, with the client's bytes."""
    kept = {
        str(row.id): row
        for row in _rows(
            tenant,
            "select t.id, t.state, t.reason, t.conflict_with_id, b.content from transmission t"
            " join blob b on b.tenant_id = t.tenant_id and b.id = t.blob_id"
            " where t.tenant_id = :tenant_id and t.direction = 'in'",
        )
    }
    notes = history.acknowledged
    verdict.counts["interchanges acknowledged"] = len(notes)
    verdict.counts["resent after that"] = sum(bool(note.resent_ids) for note in notes)
    verdict.refuse("acknowledged and lost", [n.sent.control_number for n in notes if n.id not in kept])
    verdict.refuse(
        "acknowledged, with other bytes",
        [n.id for n in notes if n.id in kept and bytes(kept[n.id].content) != n.sent.content],
    )
    verdict.refuse(
        "resends with another id", [n.id for n in notes if any(again != n.id for again in n.resent_ids)]
    )
    bytes_kept = Counter(
        hashlib.sha256(row.content).hexdigest() for row in kept.values() if row.conflict_with_id is None
    )
    verdict.refuse("transmissions kept twice", [digest for digest, n in bytes_kept.items() if n > 1])
    known = {n.id for n in notes} | {n.id for n in history.refused}
    verdict.refuse("transmissions nobody was told of", [each for each in kept if each not in known])
    verdict.refuse(
        "acknowledged transmissions not applied",
        [
            (n.id, kept[n.id].state, kept[n.id].reason)
            for n in notes
            if n.id in kept and kept[n.id].state != "applied"
        ],
    )


def _conflicts(tenant: ChaosTenant, history: History, verdict: Verdict) -> None:
    """Other bytes under a known number are kept once, held, and point to the first."""
    rows = _rows(
        tenant,
        "select id, state, conflict_with_id from transmission"
        " where tenant_id = :tenant_id and conflict_with_id is not null",
    )
    kept = {str(row.id): (row.state, str(row.conflict_with_id)) for row in rows}
    told = {note.id: ("held", note.first_id) for note in history.refused}
    verdict.counts["conflicts refused and kept"] = len(told)
    verdict.refuse(
        "conflicts not as told",
        [each for each in kept.keys() | told.keys() if kept.get(each) != told.get(each)],
    )


def _orders(tenant: ChaosTenant, history: History, verdict: Verdict) -> None:
    """One order for each purchase order number that was acknowledged, and no other."""
    rows = _rows(
        tenant,
        "select o.number, o.line_count, (select count(*) from order_line l"
        " where l.tenant_id = o.tenant_id and l.order_id = o.id) as lines, (select count(*) from order_version v"
        " where v.tenant_id = o.tenant_id and v.order_id = o.id) as versions"
        " from trade_order o where o.tenant_id = :tenant_id",
    )
    placed = Counter(row.number for row in rows)
    told = Counter(number for note in history.acknowledged for number in note.sent.orders)
    verdict.counts["purchase orders acknowledged"] = len(told)
    verdict.counts["orders"] = len(rows)
    verdict.refuse("orders lost", sorted(told.keys() - placed.keys()))
    verdict.refuse("orders doubled", [number for number, times in placed.items() if times > 1])
    verdict.refuse("orders nobody sent", sorted(placed.keys() - told.keys()))
    verdict.refuse(
        "orders not whole",
        [row.number for row in rows if (row.line_count, row.lines, row.versions) != (2, 2, 1)],
    )


def _messages(tenant: ChaosTenant, history: History, verdict: Verdict) -> None:
    """One inbound message for each transaction set, applied; none of ours failed."""
    rows = _rows(
        tenant,
        "select direction, document, state, reason, business_number from message where tenant_id = :tenant_id",
    )
    read = Counter(row.business_number for row in rows if row.direction == "in" and row.document == "850")
    told = Counter(number for note in history.acknowledged for number in note.sent.orders)
    verdict.refuse("transaction sets not read exactly once", sorted((read - told) + (told - read)))
    good = {"in": {"applied"}, "out": {"sent", "delivered", "acknowledged"}}
    verdict.refuse(
        "messages stuck or failed",
        [(r.direction, r.document, r.state, r.reason) for r in rows if r.state not in good[r.direction]],
    )


def _acknowledgements(tenant: ChaosTenant, history: History, verdict: Verdict) -> None:
    """Exactly one 997 for each group, in the mailbox of whoever sent it."""
    wanted = Counter(
        (note.sent.sender, number) for note in history.acknowledged for number in note.sent.groups
    )
    got = Counter(
        (mail.organization, number)
        for mail in history.collected
        if mail.document == "997"
        for number in acknowledged_groups(mail.content)
    )
    verdict.counts["groups sent"] = len(wanted)
    verdict.counts["997s collected"] = sum(got.values())
    verdict.refuse("groups without a 997", sorted(wanted - got))
    verdict.refuse("997s doubled or for nobody", sorted(got - wanted))
    written = _rows(
        tenant,
        "select count(*) as n from message"
        " where tenant_id = :tenant_id and direction = 'out' and document = '997'",
    )
    if written[0].n != len(wanted):
        verdict.violations.append(f"{written[0].n} messages 997 for {len(wanted)} groups")


def _control_numbers(tenant: ChaosTenant, history: History, verdict: Verdict) -> None:
    """Outbound interchanges are numbered 1, 2, 3 ... per agreement, in the database as in the mailboxes."""
    rows = _rows(
        tenant,
        "select a.their_id, i.control_number from interchange i"
        " join agreement a on a.tenant_id = i.tenant_id and a.id = i.agreement_id"
        " where i.tenant_id = :tenant_id and i.direction = 'out'",
    )
    for name, numbers_of in _numberings(rows, history):
        for sender in tenant.keys:
            numbers = sorted(numbers_of(sender))
            verdict.counts[f"interchanges to {sender} {name}"] = len(numbers)
            verdict.refuse(
                f"gaps or clashes in the numbers to {sender} {name}",
                [(a, b) for a, b in pairwise([0, *numbers]) if b != a + 1],
            )


def _numberings(rows: list[Any], history: History) -> Iterator[tuple[str, Callable[[str], list[int]]]]:
    yield "written", lambda sender: [int(row.control_number) for row in rows if row.their_id == sender]
    yield (
        "collected",
        lambda sender: [
            int(mail.control_number) for mail in history.collected if mail.organization == sender
        ],
    )
