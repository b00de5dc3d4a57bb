"""How code reaches Postgres: one engine, one unit of work, the scope set at the begin of every transaction.

The application's login owns nothing and can only become the staff or the partner role; each transaction begins with
that role, the tenant and the partner in one round trip, set locally, so that a pooled connection carries nothing on.
"""

import logging
import select
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from psycopg import pq
from psycopg_pool import ConnectionPool
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, Session, sessionmaker, with_loader_criteria

from causeway.tenants.context import Role, Scope, current_scope, scoped
from causeway.tenants.errors import NotFoundError
from causeway.tenants.orm import TenantOwned
from causeway.tenants.walls import PARTNER, PARTNER_SETTING, STAFF, TENANT_SETTING

_log = logging.getLogger(__name__)
_ROLES = {Role.STAFF: STAFF, Role.PARTNER: PARTNER}
_AFTER_COMMIT = "causeway_after_commit"
Row = TypeVar("Row", bound=TenantOwned)


def scope_statement(scope: Scope) -> str:
    """The SQL that puts a transaction behind the scope's wall; only checked UUIDs and our own names are in it."""
    tenant = str(scope.tenant_id) if scope.tenant_id else ""
    partner = str(scope.partner_id) if scope.partner_id else ""
    return (
        f"set local role {_ROLES[scope.role]}; set local {TENANT_SETTING} = '{tenant}'; "
        f"set local {PARTNER_SETTING} = '{partner}'"
    )


class Database:
    """One Postgres as the application reaches it: an ORM engine, and a raw pool for the one-statement hot path."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        parsed = make_url(url).set(drivername="postgresql+psycopg")
        self.url = parsed
        self.engine: Engine = create_engine(parsed, pool_size=pool_size, max_overflow=4, pool_recycle=1800)
        event.listen(self.engine, "checkout", _refuse_the_dead)
        event.listen(self.engine, "begin", _enter_scope)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)
        event.listen(self.sessions, "do_orm_execute", _keep_inside_tenant)
        event.listen(self.sessions, "after_commit", _run_after_commit)
        event.listen(self.sessions, "after_rollback", _forget_after_commit)
        self._pool_size = pool_size
        self._raw: ConnectionPool[psycopg.Connection[Any]] | None = None

    @property
    def raw(self) -> ConnectionPool[psycopg.Connection[Any]]:
        """Plain autocommit psycopg connections; whoever takes one begins with `scope_statement` himself.

        They are not checked before use: that costs a round trip each time, and after a restart of Postgres the pool's
        check waits 1, 2, 4... seconds between the dead ones (measured: 30 s). Whoever uses one calls `raw.check()`
        after an OperationalError, which replaces them all, and tries once more.
        """
        if self._raw is None:
            self._raw = ConnectionPool(
                self.url.set(drivername="postgresql").render_as_string(hide_password=False),
                min_size=1,
                max_size=self._pool_size,
                open=True,
                kwargs={"autocommit": True},
                timeout=5,
                # Give up early on a server that is away: the next request then tries at once, without a backoff.
                reconnect_timeout=2,
                name="causeway-raw",
            )
        return self._raw

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
        if self._raw is not None:
            self._raw.close()
            self._raw = None


_database: Database | None = None


def configure(url: str, *, pool_size: int = 8) -> Database:
    """Connect this process to that database; the former one, if any, is closed."""
    global _database  # noqa: PLW0603 - one process, one database
    if _database is not None:
        _database.close()
    _database = Database(url, pool_size=pool_size)
    return _database


def database() -> Database:
    """The database this process was configured with."""
    if _database is None:
        raise RuntimeError("tenants.db.configure(url) was not called")
    return _database


@contextmanager
def unit_of_work(scope: Scope | None = None) -> Iterator[Session]:
    """One transaction in the given or current scope: committed at the end, rolled back whole on any error."""
    if scope is not None:
        with scoped(scope), unit_of_work() as session:
            yield session
        return
    current_scope()
    with database().sessions() as session, session.begin():
        yield session


def after_commit(session: Session, action: Callable[[], None]) -> None:
    """Run that once the session's transaction is durable; it must not fail and nothing may depend on it."""
    session.info.setdefault(_AFTER_COMMIT, []).append(action)


def get_or_404(session: Session, model: type[Row], identifier: UUID, *, lock: bool = False) -> Row:
    """The tenant's row of that id; a missing one and another's are the same NotFoundError."""
    row = session.get(model, (current_scope().tenant_id, identifier), with_for_update=lock or None)
    if row is None:
        raise NotFoundError(f"no such {model.__name__.lower()}")
    return row


def run(session: Session, statement: str, parameters: Mapping[str, Any]) -> psycopg.Cursor[Any]:
    """A plain statement in the session's transaction, its values written `%(name)s`; the cursor, for its rows.

    For hot paths: a statement through the ORM costs three to five times the CPU. What the session has not written yet
    is written before; the statement names the tenant itself, and raises psycopg's own errors.
    """
    session.flush()
    connection: psycopg.Connection[Any] = session.connection().connection.driver_connection  # type: ignore[assignment]
    return connection.execute(statement, parameters)


def command(connection: psycopg.Connection[Any], statement: str) -> None:
    """Run a statement without values or rows, past the cursor and in one round trip however many parts it has."""
    result = connection.pgconn.exec_(statement.encode())
    if result.status != pq.ExecStatus.COMMAND_OK:
        # An error without SQLSTATE is libpq's own: the server was killed, and the connection may not know it yet.
        if result.error_field(pq.DiagnosticField.SQLSTATE) is None:
            raise psycopg.OperationalError("the connection to the database was lost")
        raise psycopg.errors.error_from_result(result)


def _enter_scope(connection: Connection) -> None:
    """Begin and enter in one round trip: the driver begins by itself only where no transaction is open yet."""
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    level = (
        f" isolation level {driver.isolation_level.name.replace('_', ' ')}" if driver.isolation_level else ""
    )
    statement = f"begin{level}; {scope_statement(current_scope())}"
    try:
        command(driver, statement)
    except psycopg.OperationalError as error:
        connection.invalidate(error)
        raise OperationalError(statement, None, error, connection_invalidated=True) from error


def _refuse_the_dead(driver: psycopg.Connection[Any], *_: Any) -> None:
    """Replace the pool's connections after the server went away, without a round trip before each use.

    A connection that nobody uses has nothing to tell: what can be read from it is the server's farewell. Where it was
    only news (a setting that was changed), new connections cost nothing but themselves.
    """
    poll = select.poll()
    poll.register(driver.pgconn.socket, select.POLLIN)
    if driver.closed or poll.poll(0):
        raise InvalidatePoolError


def _keep_inside_tenant(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load:
        return
    state.statement = state.statement.options(_only(current_scope().tenant_id))


@lru_cache(maxsize=1024)
def _only(tenant_id: UUID | None) -> LoaderCriteriaOption:
    """The filter on one tenant; kept, because making it anew was a tenth of the CPU of every statement."""
    return with_loader_criteria(TenantOwned, lambda row: row.tenant_id == tenant_id, include_aliases=True)


def _run_after_commit(session: Session) -> None:
    for action in session.info.pop(_AFTER_COMMIT, []):
        action()


def _forget_after_commit(session: Session) -> None:
    session.info.pop(_AFTER_COMMIT, None)
