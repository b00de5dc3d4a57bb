"""Commands on the audit: verify a ledger, list the days' hashes to hand out, export the proof of an entry."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from causeway.portal.cli.settings import connected_settings
from causeway.tenants.errors import CausewayError, SetupError

_tenant = click.option(
    "--tenant", help="The tenant's short name; without it, the ledger of the installation itself."
)


@click.group()
def audit() -> None:
    """Verify the audit and prove its entries."""


@audit.command()
@_tenant
@click.option(
    "--held",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Day hashes kept outside of the database, as `causeway audit days --json` wrote them.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(*, tenant: str | None, held: Path | None, as_json: bool) -> None:
    """Check every entry and block; exit 1 and a line for each finding when something is wrong."""
    from causeway.tenants.audit import verify as verify_ledger

    with _ledger(tenant) as tenant_id:
        report = verify_ledger(tenant_id, held=_read_held(held) if held else None)
    if as_json:
        click.echo(json.dumps({**asdict(report), "intact": report.is_intact}, default=str))
    else:
        click.echo(
            f"{report.entries} entries in {report.blocks} blocks and {report.days} closed days,"
            f" {report.erased} details erased, {report.pending} entries not sealed yet"
        )
        for finding in report.findings:
            places = {k: v for k, v in asdict(finding).items() if k != "kind" and v is not None}
            click.echo(f"{finding.kind}: " + ", ".join(f"{name} {value}" for name, value in places.items()))
        click.echo("The audit is intact." if report.is_intact else "The audit is NOT intact.")
    sys.exit(0 if report.is_intact else 1)


@audit.command()
@_tenant
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as `verify --held` reads it.")
def days(*, tenant: str | None, as_json: bool) -> None:
    """The hash of every closed day: what to hand to a partner, or to keep elsewhere."""
    from sqlalchemy import select

    from causeway.tenants.audit.ledgers import ledger_of
    from causeway.tenants.db import unit_of_work

    with _ledger(tenant) as tenant_id:
        ledger = ledger_of(tenant_id)
        with unit_of_work(ledger.scope) as session:
            rows = session.execute(
                select(ledger.day_root.day, ledger.day_root.hash).order_by(ledger.day_root.day)
            ).all()
    hashes = {row.day.isoformat(): row.hash.hex() for row in rows}
    if as_json:
        click.echo(json.dumps(hashes))
        return
    for day, value in hashes.items():
        click.echo(f"{day}  {value}")


@audit.command()
@_tenant
@click.argument("entry", type=click.UUID)
def prove(*, tenant: str | None, entry: UUID) -> None:
    """The proof of one entry as JSON, for docs/operators/verify_audit.py."""
    from causeway.tenants.audit.ledgers import ledger_of
    from causeway.tenants.audit.proving import export_proof
    from causeway.tenants.db import unit_of_work

    with _ledger(tenant) as tenant_id, unit_of_work(ledger_of(tenant_id).scope) as session:
        proof: dict[str, Any] = export_proof(session, entry)
    click.echo(json.dumps(proof, ensure_ascii=False))


@contextmanager
def _ledger(slug: str | None) -> Iterator[UUID | None]:
    """Connected to the database, the id of the tenant; errors of ours become one line."""
    from causeway.tenants import db

    database = db.configure(connected_settings().database_url, pool_size=1)
    try:
        yield None if slug is None else _tenant_id(slug)
    except SetupError:
        raise
    except CausewayError as error:
        raise SetupError(error.message) from error
    finally:
        database.close()


def _tenant_id(slug: str) -> UUID:
    from sqlalchemy import select

    from causeway.tenants.context import IDENTITY_SCOPE
    from causeway.tenants.db import unit_of_work
    from causeway.tenants.models import Tenant

    with unit_of_work(IDENTITY_SCOPE) as session:
        tenant_id = session.scalar(select(Tenant.id).where(Tenant.slug == slug))
    if tenant_id is None:
        raise SetupError(f"There is no tenant {slug}.")
    return tenant_id


def _read_held(path: Path) -> dict[date, bytes]:
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        return {date.fromisoformat(day): bytes.fromhex(value) for day, value in written.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise SetupError(
            f"{path} does not hold day hashes as `causeway audit days --json` writes them."
        ) from error
