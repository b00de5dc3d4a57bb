"""The embedded PostgreSQL: made once, started on a unix socket only, with passwords for everybody.

There is no `trust` anywhere: with it any local user who reaches the socket would be superuser.
"""

import json
import os
import secrets
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from causeway.tenants.embedded import roles
from causeway.tenants.embedded.binaries import POSTGRES_MAJOR, find_postgres
from causeway.tenants.embedded.directories import explained, write_private
from causeway.tenants.embedded.identity import ENVIRONMENT, PostgresHome, give, settle
from causeway.tenants.embedded.processes import Launch, LifeLock, Server
from causeway.tenants.errors import SetupError

SUPERUSER = "causeway_superuser"
READY_TIMEOUT_SECONDS = 120.0
STOP_TIMEOUT_SECONDS = 30.0

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "log_min_messages": "warning",
    # A statement that failed may carry a customer's data: name the error, not the statement.
    "log_min_error_statement": "panic",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Passwords:
    """Random passwords of one installation's roles, kept in a file that only its owner reads."""

    superuser: str
    owner: str
    application: str


class EmbeddedPostgres:
    """One cluster of a data directory: `prepare`, `start`, `wait_until_ready`, `stop`."""

    name = "PostgreSQL"

    def __init__(
        self, data_directory: Path, sockets: Path, *, durable: bool = True, say: Callable[[str], None]
    ) -> None:
        self._data = data_directory
        self._sockets = sockets / "postgres"
        self._durable = durable
        self._say = say
        self._home: PostgresHome | None = None
        self._server: Server | None = None
        self._passwords = _passwords(data_directory / "postgres-passwords.json")

    @property
    def database_url(self) -> str:
        return self._url(roles.APPLICATION, self._passwords.application)

    @property
    def admin_database_url(self) -> str:
        return self._url(roles.OWNER, self._passwords.owner)

    @property
    def superuser_url(self) -> str:
        return self._url(SUPERUSER, self._passwords.superuser, database="postgres")

    @property
    def server(self) -> Server:
        if self._server is None:
            raise RuntimeError("prepare() comes first")
        return self._server

    def prepare(self) -> None:
        """Settles as whom it runs, and makes the cluster if there is none yet."""
        self._home = home = settle(find_postgres(), self._data, say=self._say)
        lock = LifeLock(self._data / "postgres.lock")
        with explained(self._data):
            self._make_socket_directory(home)
            if not home.cluster.exists():
                self._say("Creating the database cluster")
                self._make_cluster(home)
            give(home.cluster, home.identity)
            _check_version(home.cluster)
        launch = Launch(
            self._command(home),
            ENVIRONMENT,
            # Immediate shutdown: nothing may live on after us, and the next start recovers from the log.
            death_signal=signal.SIGQUIT,
            identity=home.identity,
        )
        self._server = Server(self.name, launch, lock=lock, log=self._data / "postgres.log")

    def start(self) -> None:
        """Starts the server; returns before it answers."""
        if self._home is None:
            raise RuntimeError("prepare() comes first")
        # The life lock says that no process of this cluster lives, so a left-over pid file means nothing, even
        # if its number is by now somebody else's; Postgres alone could not know and would refuse.
        pid_file = self._home.cluster / "postmaster.pid"
        self.server.start(before=lambda: pid_file.unlink(missing_ok=True))

    def wait_until_ready(self) -> None:
        """Returns when it answers and has our roles and database; SetupError with its last words otherwise."""
        deadline = time.monotonic() + READY_TIMEOUT_SECONDS
        while True:
            if self.server.exit_code() is not None:
                raise SetupError(
                    f"PostgreSQL did not start: {self.server.last_words()} (see {self.server.log})."
                )
            try:
                with psycopg.connect(self.superuser_url, autocommit=True, connect_timeout=5) as connection:
                    _make_roles_and_database(connection, self._passwords)
                break
            except psycopg.OperationalError as problem:
                if time.monotonic() > deadline:
                    raise SetupError(f"PostgreSQL does not answer: {self.server.last_words()}.") from problem
                time.sleep(0.02)

    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.server.exit_code()

    def stop(self) -> None:
        """A fast shutdown: transactions in flight are rolled back, everything committed is on disk."""
        if self._server is not None:
            self._server.stop(signal.SIGINT, timeout_seconds=STOP_TIMEOUT_SECONDS)

    def _url(self, role: str, password: str, *, database: str = roles.DATABASE) -> str:
        return f"postgresql://{role}:{quote(password, safe='')}@/{database}?host={quote(str(self._sockets), safe='/')}"

    def _make_socket_directory(self, home: PostgresHome) -> None:
        self._sockets.mkdir(mode=0o700, exist_ok=True)
        give(self._sockets, home.identity)

    def _command(self, home: PostgresHome) -> list[str]:
        settings = {**_SETTINGS, "unix_socket_directories": str(self._sockets)}
        if not self._durable:
            settings |= _NOT_DURABLE
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(home.programs.postgres), "-D", str(home.cluster), *options]

    def _make_cluster(self, home: PostgresHome) -> None:
        # Made beside its place and renamed, so that an interrupted first start leaves no half of a cluster.
        draft = home.cluster.with_name("postgres.new")
        _remove_tree(draft)
        draft.mkdir(mode=0o700)
        os.chown(draft, home.identity.uid, home.identity.gid)
        password_file = draft.with_name("postgres.password")
        write_private(password_file, self._passwords.superuser + "\n")
        os.chown(password_file, home.identity.uid, home.identity.gid)
        try:
            done = Launch(_initdb(home, draft, password_file), ENVIRONMENT, identity=home.identity).run()
        finally:
            password_file.unlink()
        if done.returncode != 0:
            words = " / ".join(done.stdout.strip().splitlines()[-3:])
            raise SetupError(f"PostgreSQL could not create its files in {home.cluster}: {words}.")
        if self._durable:
            os.sync()
        draft.rename(home.cluster)


def _initdb(home: PostgresHome, directory: Path, password_file: Path) -> list[str]:
    return [
        str(home.programs.initdb),
        *("-D", str(directory), "-U", SUPERUSER, f"--pwfile={password_file}", "--auth=scram-sha-256"),
        # The built-in provider sorts by code point on every machine, whatever its C library thinks.
        *("-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync"),
    ]


def _passwords(path: Path) -> Passwords:
    with explained(path):
        if not path.exists():
            fresh = Passwords(*(secrets.token_urlsafe(24) for _ in range(3)))
            write_private(path, json.dumps(asdict(fresh)) + "\n")
        try:
            return Passwords(**json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as problem:
            raise SetupError(
                f"{path} is damaged: restore it from a backup of the data directory."
            ) from problem


def _check_version(cluster: Path) -> None:
    version = (cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    if version != str(POSTGRES_MAJOR):
        raise SetupError(
            f"{cluster} belongs to PostgreSQL {version}, this Causeway brings {POSTGRES_MAJOR}: "
            "start it with the version that made it, dump the database, and load it into a new directory."
        )


def _make_roles_and_database(
    connection: psycopg.Connection[tuple[object, ...]], passwords: Passwords
) -> None:
    """Gives the cluster its roles and database at the first start; later starts find them and change nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            (roles.DATABASE,),
        )
        row = cursor.fetchone()
        if row is not None and row[0] == "causeway: ready":
            return
        wanted = roles.RolePasswords(owner=passwords.owner, application=passwords.application)
        creation = [] if row is not None else [roles.create_database_statement()]
        done = f"COMMENT ON DATABASE {roles.DATABASE} IS 'causeway: ready'"
        for statement in [*roles.role_statements(wanted), *creation, *roles.database_statements(), done]:
            cursor.execute(statement.encode())


def _remove_tree(path: Path) -> None:
    if path.exists():
        shutil.rmtree(path)
