"""The command that brings a database to this version of the product."""

import click

from causeway.portal.cli.settings import completed
from causeway.tenants.embedded import find_running_servers
from causeway.tenants.embedded.roles import roles_script
from causeway.tenants.errors import SetupError
from causeway.tenants.settings import Settings, load_settings


@click.command()
@click.option(
    "--print-roles", is_flag=True, help="Print the SQL that makes database and roles, and do nothing."
)
def migrate(*, print_roles: bool) -> None:
    """Bring the database to this version; a database that is there already is left as it is.

    Runs as the owner of the schema, CAUSEWAY_ADMIN_DATABASE_URL.
    """
    if print_roles:
        click.echo(roles_script(), nl=False)
        return
    upgrade_database(_settings())
    click.echo("The database is at this version.")


def upgrade_database(settings: Settings) -> None:
    """Migrates as the owner; SetupError if the database cannot be reached."""
    import psycopg

    from causeway.tenants.migrations import upgrade

    try:
        with psycopg.connect(psycopg_url(settings.admin_database_url), connect_timeout=10):
            pass
    except psycopg.OperationalError as problem:
        reason = " ".join(str(problem).split())
        raise SetupError(
            f"Cannot reach the database as its owner: {reason}. Run `causeway doctor`."
        ) from problem
    upgrade(settings.admin_database_url)


def psycopg_url(url: str) -> str:
    """The URL as the driver itself takes it, without SQLAlchemy's name for the driver."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def _settings() -> Settings:
    settings = load_settings(embedded=True)
    if settings.admin_database_url:
        return settings
    if settings.database_url:
        raise SetupError(
            "CAUSEWAY_ADMIN_DATABASE_URL is not set: name the same database as the role that owns the schema "
            "(`causeway migrate --print-roles` shows how to make it)."
        )
    servers = find_running_servers(settings.data_dir)
    if servers is None:
        raise SetupError(
            "CAUSEWAY_ADMIN_DATABASE_URL is not set: name a database, or use `causeway up`, which brings one."
        )
    return completed(settings, servers)
