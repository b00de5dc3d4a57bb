"""A whole installation for a benchmark: durable servers, migrated, with web and workers as processes of their own."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
from sqlalchemy.engine import make_url

from causeway.tenants import bell, db, migrations
from causeway.tenants.embedded import Servers, start_servers


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Stack:
    """Running servers, and processes that are stopped with them."""

    servers: Servers
    directory: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def environment(self, **more: str) -> dict[str, str]:
        """What a process of the product needs to know."""
        return {
            **os.environ,
            "DATABASE_URL": self.servers.database_url,
            "REDIS_URL": self.servers.redis_url,
            "CAUSEWAY_SECRET_KEY": "bench-" + "0" * 40,
            "CAUSEWAY_LOG_LEVEL": "WARNING",
            "CAUSEWAY_WEB_WORKERS": "2",
            "CAUSEWAY_WEB_THREADS": "4",
            **more,
        }

    def start(self, arguments: Sequence[str], **environment: str) -> subprocess.Popen[bytes]:
        """A process of its own, with its output in a file of the directory."""
        log = (self.directory / f"{len(self.processes)}.log").open("wb")
        process = subprocess.Popen(
            list(arguments), env=self.environment(**environment), stdout=log, stderr=subprocess.STDOUT
        )
        self.processes.append(process)
        return process

    def causeway(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """One of the product's own commands."""
        return self.start([sys.executable, "-m", "causeway.portal.cli", *arguments], **environment)

    def web(self) -> int:
        """The product's web server; the port it answers on."""
        port = free_port()
        process = self.causeway(
            "web", CAUSEWAY_PORT=str(port), CAUSEWAY_PUBLIC_URL=f"http://127.0.0.1:{port}"
        )
        wait_for(port, "/healthz", process)
        return port

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """End one process and wait for it."""
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def stop_all(self) -> None:
        """End every process, the youngest first."""
        for process in reversed(self.processes):
            self.stop(process)

    def print_logs(self) -> None:
        """The ends of the processes' logs, to tell why a benchmark broke."""
        for path in sorted(self.directory.glob("*.log")):
            lines = path.read_text(errors="replace").splitlines()[-15:]
            if lines:
                sys.stderr.write("\n".join([f"--- {path.name}", *lines, ""]))

    def admin(self) -> psycopg.Connection[tuple[object, ...]]:
        """A connection as the owner of the schema."""
        url = make_url(self.servers.admin_database_url).set(drivername="postgresql")
        return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


@contextmanager
def running_stack() -> Iterator[Stack]:
    """Durable servers in a fresh directory, this process connected to them; everything is stopped afterwards."""
    with ExitStack() as cleanup:
        directory = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="causeway-bench-")))
        directory.chmod(0o711)
        servers = cleanup.enter_context(start_servers(directory / "data"))
        migrations.upgrade(servers.admin_database_url)
        cleanup.callback(db.configure(servers.database_url).close)
        bell.configure(servers.redis_url)
        stack = Stack(servers, directory)
        cleanup.callback(stack.stop_all)
        try:
            yield stack
        except BaseException:
            stack.print_logs()
            raise


def wait_for(port: int, path: str, process: subprocess.Popen[bytes], seconds: float = 90) -> None:
    """Return when the address answers anything; raises RuntimeError when the process dies or stays silent."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"process {process.args!r} ended with {process.returncode}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"nothing answers on port {port}")


def cpu_seconds(process: subprocess.Popen[bytes]) -> float:
    """CPU time used so far by a process and its living children."""
    root = psutil.Process(process.pid)
    used = 0.0
    for each in [root, *root.children(recursive=True)]:
        times = each.cpu_times()
        used += times.user + times.system
    return used
