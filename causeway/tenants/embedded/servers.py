"""PostgreSQL and Valkey of one data directory, started and stopped together."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from causeway.tenants.embedded.directories import (
    claim,
    is_claimed,
    open_data_directory,
    socket_directory,
    write_private,
)
from causeway.tenants.embedded.postgres import EmbeddedPostgres
from causeway.tenants.embedded.valkey import EmbeddedValkey

Progress = Callable[[str], None]
SOCKETS = "sockets"


def _silent(_text: str) -> None:
    """Says nothing."""


class Servers:
    """The embedded servers of a data directory and how to reach them; `stop`, or leaving the context, ends them.

    Either may be absent, when an external one is used in its place.
    """

    def __init__(
        self,
        data_directory: Path,
        sockets: Path,
        *,
        postgres: EmbeddedPostgres | None,
        valkey: EmbeddedValkey | None,
    ) -> None:
        self.data_directory = data_directory
        self.sockets = sockets
        self._postgres = postgres
        self._valkey = valkey
        self._stack = ExitStack()

    @property
    def postgres(self) -> EmbeddedPostgres:
        if self._postgres is None:
            raise RuntimeError("PostgreSQL is not embedded here")
        return self._postgres

    @property
    def valkey(self) -> EmbeddedValkey:
        if self._valkey is None:
            raise RuntimeError("Valkey is not embedded here")
        return self._valkey

    @property
    def children(self) -> list[EmbeddedPostgres | EmbeddedValkey]:
        """Those that are embedded."""
        return [child for child in (self._postgres, self._valkey) if child is not None]

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
        """Starts them together and returns when all answer; on a failure nothing keeps running."""
        with ExitStack() as stack:
            stack.callback(claim(self.data_directory).release)
            stack.callback(self._forget_sockets)
            write_private(self.data_directory / SOCKETS, f"{self.sockets}\n")
            for child in self.children:
                child.prepare()
                stack.callback(child.stop)
                child.start()
            for child in self.children:
                child.wait_until_ready()
            self._stack = stack.pop_all()

    def stop(self) -> None:
        """Ends them, Valkey first; a second call does nothing."""
        self._stack.close()

    def _forget_sockets(self) -> None:
        (self.data_directory / SOCKETS).unlink(missing_ok=True)
        shutil.rmtree(self.sockets, ignore_errors=True)  # only empty directories and sockets of ended servers

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start_servers(
    data_dir: Path,
    *,
    progress: Progress | None = None,
    durable: bool = True,
    postgres: bool = True,
    valkey: bool = True,
) -> Servers:
    """Running servers on the directory, which is made if need be; the caller stops them.

    With `durable=False` a crash of the machine may lose everything, which is what tests want: it is faster.
    The servers die with the calling thread, so the main thread should call this.
    """
    directory = open_data_directory(data_dir)
    sockets = socket_directory(directory)
    say = progress or _silent
    servers = Servers(
        directory,
        sockets,
        postgres=EmbeddedPostgres(directory, sockets, durable=durable, say=say) if postgres else None,
        valkey=EmbeddedValkey(directory, sockets, durable=durable) if valkey else None,
    )
    servers.start()
    return servers


def find_running_servers(data_dir: Path) -> Servers | None:
    """How to reach servers that another process runs on the directory, or None; they stay that process's."""
    directory = data_dir.expanduser().absolute()
    note = directory / SOCKETS
    if not note.is_file() or not is_claimed(directory):
        return None
    sockets = Path(note.read_text(encoding="utf-8").strip())
    return Servers(
        directory,
        sockets,
        postgres=EmbeddedPostgres(directory, sockets, say=_silent)
        if (sockets / "postgres").exists()
        else None,
        valkey=EmbeddedValkey(directory, sockets) if (sockets / "valkey.sock").exists() else None,
    )


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
    finally:
        shutil.rmtree(directory)
