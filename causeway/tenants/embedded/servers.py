"""PostgreSQL and Valkey of one data directory, started and stopped together."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from causeway.tenants.embedded.directories import claim, open_data_directory, socket_directory
from causeway.tenants.embedded.postgres import EmbeddedPostgres
from causeway.tenants.embedded.valkey import EmbeddedValkey

Progress = Callable[[str], None]


def _silent(_text: str) -> None:
    """Says nothing."""


class Servers:
    """The running servers and how to reach them; leaving the context, or `stop`, ends them in order."""

    def __init__(self, data_directory: Path, postgres: EmbeddedPostgres, valkey: EmbeddedValkey) -> None:
        self.data_directory = data_directory
        self.postgres = postgres
        self.valkey = valkey
        self._stack = ExitStack()

    @property
    def database_url(self) -> str:
        """As the application role, which is neither owner nor superuser."""
        return self.postgres.database_url

    @property
    def admin_database_url(self) -> str:
        """As the owner of the schema, for migrations."""
        return self.postgres.admin_database_url

    @property
    def superuser_url(self) -> str:
        """As the cluster's superuser on the database `postgres`; tests use it to look behind the walls."""
        return self.postgres.superuser_url

    @property
    def redis_url(self) -> str:
        return self.valkey.redis_url

    def start(self) -> None:
        """Starts both at once and returns when both answer; on a failure nothing keeps running."""
        with ExitStack() as stack:
            stack.callback(claim(self.data_directory).release)
            self.valkey.prepare()
            stack.callback(self.valkey.stop)
            self.valkey.start()
            self.postgres.prepare()
            stack.callback(self.postgres.stop)
            self.postgres.start()
            self.postgres.wait_until_ready()
            self.valkey.wait_until_ready()
            self._stack = stack.pop_all()

    def stop(self) -> None:
        """Ends both servers; a second call does nothing."""
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start_servers(data_dir: Path, *, progress: Progress | None = None, durable: bool = True) -> Servers:
    """Running servers on the directory, which is made if need be; the caller stops them.

    With `durable=False` a crash of the machine may lose everything, which is what tests want: it is faster.
    The servers die with the calling thread, so the main thread should call this.
    """
    directory = open_data_directory(data_dir)
    sockets = socket_directory(directory)
    postgres = EmbeddedPostgres(directory, sockets, durable=durable, say=progress or _silent)
    servers = Servers(directory, postgres, EmbeddedValkey(directory, sockets, durable=durable))
    servers.start()
    return servers


@contextmanager
def temporary_servers(*, progress: Progress | None = None) -> Iterator[Servers]:
    """Servers on a fresh directory that is gone afterwards, not durable: what a test session wants.

    The directory lies directly under the temporary directory and can be entered, so that a root start needs
    neither a namespace nor a copy of the programs.
    """
    directory = Path(tempfile.mkdtemp(prefix="causeway-test-"))
    directory.chmod(0o711)
    try:
        with start_servers(directory, progress=progress, durable=False) as servers:
            yield servers
            sockets = socket_directory(servers.data_directory)
        shutil.rmtree(sockets)
    finally:
        shutil.rmtree(directory)
