"""The schema's history, for all floors: run by the owner role, never by the application."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url

_HERE = Path(__file__).parent
# Two installations of one database must not migrate at once; the number is arbitrary and ours.
_LOCK = 7264_0850


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def upgrade(admin_database_url: str) -> None:
    """Bring the schema to the newest revision, as the owner role, in one transaction; a no-op when it is there."""
    engine = create_engine(make_url(admin_database_url).set(drivername="postgresql+psycopg"))
    try:
        with engine.begin() as connection:
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            command.upgrade(_config(connection), "head")
            connection.execute(text("select causeway_ensure_partitions(3)"))
    finally:
        engine.dispose()


def head() -> str:
    """The newest revision that this code knows."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise RuntimeError("the migrations are missing from the installation")
    return revision


def current(connection: Connection) -> str | None:
    """The revision a database is at, or None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def at_head(database_url: str) -> bool:
    """Whether the database is at the newest revision; the application role may ask, becoming staff to read it."""
    engine = create_engine(make_url(database_url).set(drivername="postgresql+psycopg"))
    try:
        with engine.begin() as connection:
            if connection.scalar(text("select pg_has_role(session_user, 'causeway_staff', 'set')")):
                connection.execute(text("set local role causeway_staff"))
            return current(connection) == head()
    finally:
        engine.dispose()
