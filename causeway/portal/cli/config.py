"""The command that shows the settings."""

import json
from dataclasses import asdict

import click

from causeway.tenants.settings import UNKNOWN, describe_settings


@click.group()
def config() -> None:
    """Show the settings and where they come from."""


@config.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(*, as_json: bool) -> None:
    """Every setting with its value and source; secrets are masked."""
    rows = describe_settings()
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows]))
        return
    wide = max(len(row.name) for row in rows)
    for row in rows:
        note = row.source if row.description != UNKNOWN else row.description
        click.echo(f"{row.name:<{wide}}  {row.value or '-'}  ({note})")
