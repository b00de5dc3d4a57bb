"""The command that tells which servers are used, whether they are as they should be, and what to do if not."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import psycopg
import redis
from psycopg.rows import dict_row

from causeway.portal.cli.migrate import psycopg_url
from causeway.portal.cli.settings import completed
from causeway.tenants.embedded import find_running_servers
from causeway.tenants.errors import SetupError
from causeway.tenants.settings import Settings, load_settings, masked_url

OLDEST_POSTGRES = 16
LEAST_FREE_BYTES = 1024**3
LARGEST_SKEW = timedelta(seconds=2)

_ROLE_QUERY = """
SELECT r.rolname, r.rolsuper, r.rolbypassrls, r.rolinherit,
       d.datdba = r.oid AS owns_database,
       EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid) AS owns_tables,
       EXISTS (SELECT FROM pg_roles g WHERE g.rolname = 'causeway_staff'
               AND pg_has_role(r.oid, g.oid, 'SET')) AS may_be_staff,
       EXISTS (SELECT FROM pg_roles g WHERE g.rolname = 'causeway_partner'
               AND pg_has_role(r.oid, g.oid, 'SET')) AS may_be_partner
FROM pg_roles r, pg_database d
WHERE r.rolname = session_user AND d.datname = current_database()
"""

_FAULTS: tuple[tuple[str, bool, str], ...] = (
    ("rolsuper", True, "is a superuser, whom no wall stops"),
    ("rolbypassrls", True, "bypasses row-level security"),
    ("rolinherit", True, "inherits the rights of its roles instead of taking one on"),
    ("owns_database", True, "owns the database"),
    ("owns_tables", True, "owns tables, so it could take their walls down"),
    ("may_be_staff", False, "cannot become causeway_staff"),
    ("may_be_partner", False, "cannot become causeway_partner"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what was found, and the next step if it is not right."""

    check: str
    ok: bool
    found: str
    next_step: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(*, as_json: bool) -> None:
    """Tell which servers are used and what is wrong with them; exits with 1 if something is."""
    findings = [replace(finding, next_step="") if finding.ok else finding for finding in examine()]
    healthy = all(finding.ok for finding in findings)
    if as_json:
        click.echo(json.dumps({"ok": healthy, "findings": [asdict(finding) for finding in findings]}))
    else:
        for finding in findings:
            click.echo(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.check}: {finding.found}")
            if not finding.ok:
                click.echo(f"       -> {finding.next_step}")
    if not healthy:
        raise click.exceptions.Exit(1)


def examine() -> Iterator[Finding]:
    """Every finding, in the order in which one depends on the other."""
    try:
        settings = load_settings(embedded=True)
    except SetupError as error:
        for line in error.message.splitlines():
            yield Finding(
                "settings", ok=False, found=line, next_step="correct it; `causeway config show` lists all"
            )
        return
    yield Finding("settings", ok=True, found="readable")
    yield from _examine_servers(settings)
    yield _disk(settings.data_dir)


def _examine_servers(partial: Settings) -> Iterator[Finding]:
    needs_embedded = not (partial.database_url and partial.redis_url)
    settings = partial
    if needs_embedded:
        try:
            servers = find_running_servers(partial.data_dir)
        except SetupError as error:
            yield Finding(
                "embedded servers", ok=False, found=error.message, next_step="start with `causeway up`"
            )
            return
        if servers is None:
            yield Finding(
                "embedded servers",
                ok=False,
                found=f"not running on {partial.data_dir.absolute()}",
                next_step="start them with `causeway up`, or set DATABASE_URL and REDIS_URL",
            )
        else:
            settings = completed(partial, servers)
    elif not settings.secret_key:
        step = "set CAUSEWAY_SECRET_KEY or CAUSEWAY_SECRET_KEY_FILE"
        yield Finding("secret key", ok=False, found="not set", next_step=step)
    if settings.database_url:
        yield from _database(settings, embedded=not partial.database_url)
    if settings.redis_url:
        yield _redis(settings, embedded=not partial.redis_url)


def _database(settings: Settings, *, embedded: bool) -> Iterator[Finding]:
    source = f"embedded in {settings.data_dir}" if embedded else masked_url(settings.database_url)
    try:
        with psycopg.connect(
            psycopg_url(settings.database_url), connect_timeout=5, autocommit=True, row_factory=dict_row
        ) as connection:
            yield _version(connection, source)
            yield _role(connection)
            yield _clock(connection)
    except psycopg.Error as problem:
        reason = " ".join(str(problem).split())
        step = "check that the server runs and that user and password in DATABASE_URL are right"
        yield Finding("database", ok=False, found=f"{source}: {reason}", next_step=step)
        return
    yield _migrations(settings)


def _version(connection: psycopg.Connection[dict[str, Any]], source: str) -> Finding:
    version = connection.info.server_version
    return Finding(
        "database",
        ok=version >= OLDEST_POSTGRES * 10000,
        found=f"PostgreSQL {version // 10000}.{version % 10000}, {source}",
        next_step=f"use PostgreSQL {OLDEST_POSTGRES} or newer",
    )


def _role(connection: psycopg.Connection[dict[str, Any]]) -> Finding:
    row = connection.execute(_ROLE_QUERY).fetchone() or {}
    faults = [text for column, wrong, text in _FAULTS if row.get(column) is wrong]
    step = "use the application role in DATABASE_URL; `causeway migrate --print-roles` shows how to make it"
    name = row.get("rolname", "the role")
    found = f"{name} {'; '.join(faults)}" if faults else f"{name} has no rights of its own, as it should be"
    return Finding("database role", ok=not faults, found=found, next_step=step)


def _clock(connection: psycopg.Connection[dict[str, Any]]) -> Finding:
    before = datetime.now(UTC)
    row = connection.execute("SELECT clock_timestamp() AS now").fetchone() or {}
    after = datetime.now(UTC)
    skew = row["now"] - (before + (after - before) / 2)
    return Finding(
        "clocks",
        ok=abs(skew) <= LARGEST_SKEW,
        found=f"database and this machine differ by {abs(skew).total_seconds():.3f} s",
        next_step="synchronise both machines by NTP",
    )


def _migrations(settings: Settings) -> Finding:
    from causeway.tenants.migrations import at_head

    step = "run `causeway migrate`"
    url = settings.admin_database_url or settings.database_url
    return _attempt("migrations", lambda: at_head(url), "at this version", "not at this version", step)


def _attempt(check: str, look: Callable[[], bool], good: str, bad: str, step: str) -> Finding:
    try:
        ok = look()
    except Exception as problem:  # noqa: BLE001  # a doctor reports what it meets, whatever it is
        return Finding(check, ok=False, found=" ".join(str(problem).split()), next_step=step)
    return Finding(check, ok=ok, found=good if ok else bad, next_step=step)


def _redis(settings: Settings, *, embedded: bool) -> Finding:
    source = f"embedded in {settings.data_dir}" if embedded else masked_url(settings.redis_url)
    try:
        with redis.Redis.from_url(settings.redis_url, socket_timeout=5, socket_connect_timeout=5) as client:
            details: dict[str, Any] = client.info("server")
    except (redis.RedisError, OSError, ValueError) as problem:
        step = (
            "check that the server runs and that REDIS_URL is right; until then work is found later, not lost"
        )
        return Finding("redis", ok=False, found=f"{source}: {problem}", next_step=step)
    name = details.get("server_name", "redis")
    version = details.get("valkey_version", details.get("redis_version"))
    return Finding("redis", ok=True, found=f"{name} {version}, {source}")


def _disk(data_dir: Path) -> Finding:
    place = data_dir.absolute()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    return Finding(
        "disk",
        ok=free >= LEAST_FREE_BYTES,
        found=f"{free / 1024**3:.1f} GiB free at {place}",
        next_step="free some space: PostgreSQL stops when the disk is full",
    )
