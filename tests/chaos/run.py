"""One run: start the product, let clients and nemesis loose on it, wait until all is drained, judge."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg
import psycopg_pool
import sqlalchemy.exc
from rich.console import Console
from rich.table import Table

from causeway.tenants import bell, db
from tests.chaos.checker import Verdict, check, waiting_work
from tests.chaos.clients import Collector, Connection, Sender
from tests.chaos.documents import SENDERS
from tests.chaos.history import History
from tests.chaos.installation import Installation, running_installation
from tests.chaos.nemesis import Nemesis
from tests.chaos.tenant import ChaosTenant, make_tenant

CLIENTS = 4
DRAIN_SECONDS = 60.0
SILENCE_SECONDS = 1.0
# What any of our processes writes when something went wrong that nobody foresaw.
_ERRORS = ("Traceback", '"level": "error"', '"level": "critical"')


@dataclass
class Outcome:
    """A run and its verdict."""

    verdict: Verdict
    done: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    drained_seconds: float | None = None
    errors: list[str] = field(default_factory=list)

    def print(self, console: Console) -> None:
        """The faults, the counts and the violations."""
        faults = Table("fault", "done", "was down already", title="Faults")
        for name in sorted(self.done.keys() | self.missed.keys()):
            faults.add_row(name, str(self.done[name]), str(self.missed[name] or ""))
        faults.add_row("all", str(self.done.total()), str(self.missed.total() or ""))
        counts = Table("count", "", title="What the clients know, and what there is")
        for name, number in self.verdict.counts.items():
            counts.add_row(name, str(number))
        drained = "not drained" if self.drained_seconds is None else f"{self.drained_seconds:.1f} s"
        counts.add_row("drained after the last fault in", f"{drained} (limit {DRAIN_SECONDS:.0f} s)")
        for name, number in sorted(self.answers.items()):
            counts.add_row(f"answers to clients: {name}", str(number))
        console.print(faults, counts)
        for line in self.errors[:20]:
            console.print(f"[yellow]log:[/yellow] {line}", highlight=False)
        for violation in self.verdict.violations:
            console.print(f"[red]VIOLATION:[/red] {violation}", highlight=False)
        console.print("0 lost, 0 doubled" if not self.verdict.violations else "[red]FAILED[/red]")


def run_chaos(
    *, seconds: float, seed: int, rate: float, say: Callable[[str], None] = lambda _text: None
) -> Outcome:
    """Faults for that long while the clients send `rate` interchanges a second together; then drain and judge."""
    with running_installation() as installation:
        database = db.configure(installation.database_url)
        bell.configure(None)
        try:
            return _run(installation, seconds=seconds, seed=seed, rate=rate, say=say)
        finally:
            database.close()


def _run(
    installation: Installation, *, seconds: float, seed: int, rate: float, say: Callable[[str], None]
) -> Outcome:
    tenant, history = make_tenant(), History()
    senders, collectors = _clients(installation, tenant, history, seed=seed, rate=rate)
    for client in (*senders, *collectors):
        client.start()
    nemesis = Nemesis(installation, seed)
    nemesis.rage(seconds, say)
    last_fault = time.monotonic()
    for sender in senders:
        sender.finish()
    drained = _drain(senders, collectors, last_fault)
    for sender in senders:
        sender.give_up()
        sender.join(30)
    for collector in collectors:
        collector.finish()
        collector.join(30)
    verdict = check(tenant, history)
    if drained is None:
        verdict.violations.insert(0, f"not drained {DRAIN_SECONDS:.0f} s after the last fault")
    if installation.process.poll() is not None:
        verdict.violations.insert(0, "the supervisor itself ended")
    return Outcome(verdict, nemesis.done, nemesis.missed, history.answers, drained, _errors(installation))


def _clients(
    installation: Installation, tenant: ChaosTenant, history: History, *, seed: int, rate: float
) -> tuple[list[Sender], list[Collector]]:
    def connection(sender: str) -> Connection:
        return Connection(installation.port, tenant.keys[sender], history)

    senders = [
        Sender(
            number,
            SENDERS[number % len(SENDERS)],
            connection(SENDERS[number % len(SENDERS)]),
            history,
            seed=seed,
            rate=rate / CLIENTS,
        )
        for number in range(1, CLIENTS + 1)
    ]
    return senders, [Collector(sender, connection(sender), history) for sender in SENDERS]


def _drain(senders: list[Sender], collectors: list[Collector], since: float) -> float | None:
    """Seconds until every client was answered, no work was due and the mailboxes were empty; None if that takes too long."""
    quiet_since: float | None = None
    while time.monotonic() - since < DRAIN_SECONDS + SILENCE_SECONDS:
        now = time.monotonic()
        if _is_quiet(senders, collectors):
            quiet_since = quiet_since or now
            if now - quiet_since >= SILENCE_SECONDS:
                return quiet_since - since
        else:
            quiet_since = None
        time.sleep(0.1)
    return None


def _is_quiet(senders: list[Sender], collectors: list[Collector]) -> bool:
    if any(sender.is_alive() for sender in senders) or not all(each.is_empty for each in collectors):
        return False
    try:
        return not waiting_work()
    except (psycopg.Error, psycopg_pool.PoolTimeout, sqlalchemy.exc.SQLAlchemyError):
        return False  # the database is still coming back


def _errors(installation: Installation) -> list[str]:
    return [
        f"{name}: {line[:600]}"
        for name, log in installation.logs().items()
        for line in log.splitlines()
        if any(mark in line for mark in _ERRORS)
    ]
