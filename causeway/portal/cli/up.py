"""The command that starts everything on one machine, and the demo with it.

What it says while it works goes to stderr with the seconds since the start; stdout carries the result only.
"""

import json
import os
import shutil
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import click

from causeway.portal.cli.migrate import upgrade_database
from causeway.portal.cli.processes import SHARED_FIGURES
from causeway.portal.cli.settings import child_environment, completed
from causeway.tenants.embedded import Servers, start_servers
from causeway.tenants.embedded.processes import Launch, LifeLock, Server
from causeway.tenants.embedded.supervisor import Program, Supervisor, stop_together
from causeway.tenants.errors import SetupError
from causeway.tenants.settings import Settings, load_settings

if TYPE_CHECKING:
    from causeway.portal.demo import Demo

Outcome = TypeVar("Outcome")

WEB_READY_SECONDS = 60.0
WEB_DRAIN_SECONDS = 15.0
WORKER_DRAIN_SECONDS = 20.0
LOG_LIMIT_BYTES = 10 * 1024 * 1024


@click.command()
@click.option("--demo", "with_demo", is_flag=True, help="Make the demo tenant and send its orders.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one.")
@click.option("--data", type=click.Path(path_type=Path), help="Directory for data.  [default: .causeway]")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON on stdout when ready.")
def up(*, with_demo: bool, port: int | None, data: Path | None, as_json: bool) -> None:
    """Start everything on this machine until Ctrl-C.

    PostgreSQL and Valkey are brought along unless DATABASE_URL and REDIS_URL name servers.
    """
    installation = Installation(_settings(port, data), with_demo=with_demo, as_json=as_json)
    with _interruptible():
        try:
            installation.run()
        except KeyboardInterrupt:
            installation.say("Stopping")
        finally:
            _ignore_signals()  # what is left is bounded by timeouts; a second Ctrl-C must not cut it short
            installation.stop()
    installation.say("Stopped")


class Installation:
    """Servers, processes and demo of one `causeway up`, in the order in which they start and stop."""

    def __init__(self, settings: Settings, *, with_demo: bool, as_json: bool) -> None:
        self.settings = settings
        self._with_demo = with_demo
        self._as_json = as_json
        self._begin = time.monotonic()
        self._stack = ExitStack()
        self._supervisor = Supervisor(say=self.say)
        self._workers: list[Program] = []

    def say(self, text: str) -> None:
        """Tells the person at the terminal what happens."""
        click.echo(f"{time.monotonic() - self._begin:6.1f} s  {text}", err=True)

    def run(self) -> None:
        """Starts everything, prints the result, and keeps it running until interrupted."""
        self.settings = self._with_port(self.settings)
        servers = self._start_servers()
        self.settings = load_settings(child_environment(completed(self.settings, servers)))
        self._migrate()
        _share_figures(servers.data_directory)
        self._start_web(servers.data_directory)
        demo = self._finish(Beside("prepare the demo", self._prepare_demo)) if self._with_demo else None
        self._start_workers(servers.data_directory)
        if demo is not None:
            self._finish(Beside("send the demo", lambda: self._send_demo(demo)))
        self._report(demo)
        self._supervisor.run_until(lambda: False)

    def stop(self) -> None:
        """Ends everything in order: web first, so that nothing new comes in, the database last."""
        self._stack.close()

    def _with_port(self, settings: Settings) -> Settings:
        port = settings.port or _free_port(settings.host)
        _check_port(settings.host, port)
        # The public address is worked out again when it was derived from the port.
        derived = settings.public_url == settings.listen_url
        chosen = settings.model_copy(update={"port": port})
        return chosen.model_copy(update={"public_url": chosen.listen_url}) if derived else chosen

    def _start_servers(self) -> Servers:
        own_postgres, own_valkey = not self.settings.database_url, not self.settings.redis_url
        names = [name for name, own in (("PostgreSQL 18", own_postgres), ("Valkey", own_valkey)) if own]
        self.say(
            f"Starting {' and '.join(names)} in {self.settings.data_dir}"
            if names
            else "Using the servers named"
        )
        servers = start_servers(
            self.settings.data_dir, progress=self.say, postgres=own_postgres, valkey=own_valkey
        )
        self._stack.callback(servers.stop)
        for child in servers.children:
            self._supervisor.watch(child)
        return servers

    def _migrate(self) -> None:
        if self.settings.admin_database_url:
            self.say("Bringing the database to this version")
            upgrade_database(self.settings)
        else:
            self.say("No CAUSEWAY_ADMIN_DATABASE_URL: leaving the database as it is")

    def _prepare_demo(self) -> "Demo":
        from causeway.portal import logging
        from causeway.portal.demo import prepare

        # This process talks to a person: only what goes wrong is logged, on stderr and readable.
        logging.configure(self.settings.model_copy(update={"log_format": "console", "log_level": "WARNING"}))
        self.say("Preparing the demo tenant, its people and its partners")
        return prepare(self.settings)

    def _start_web(self, directory: Path) -> None:
        """The web processes alone, first: the machine's whole speed goes into the page that somebody waits for."""
        self.say("Starting web")
        web = self._program("web", ["web"], directory, stop_timeout_seconds=WEB_DRAIN_SECONDS)
        # Taken from the end: web is to stop first, so that nothing new comes in while the workers finish.
        self._stack.callback(lambda: stop_together(self._workers))
        self._stack.callback(web.stop)
        self._supervisor.start([web])
        self._wait_for_web(web)
        self.say(f"The sign-in page answers at {self.settings.public_url}")

    def _start_workers(self, directory: Path) -> None:
        self.say(f"Starting {self.settings.workers} workers and the scheduler")
        names = [f"worker-{number + 1}" for number in range(self.settings.workers)]
        self._workers = [self._program(name, ["worker"], directory) for name in names]
        self._workers.append(self._program("scheduler", ["scheduler"], directory))
        self._supervisor.start(self._workers)

    def _program(
        self,
        name: str,
        arguments: list[str],
        directory: Path,
        *,
        stop_timeout_seconds: float = WORKER_DRAIN_SECONDS,
    ) -> Program:
        folder = directory / "processes"
        folder.mkdir(mode=0o700, exist_ok=True)
        command = [sys.executable, "-m", "causeway.portal.cli", *arguments]
        launch = Launch(command, child_environment(self.settings))
        log = folder / f"{name}.log"
        _start_log_anew(log)
        server = Server(name, launch, lock=LifeLock(folder / f"{name}.lock"), log=log)
        return Program(server, stop_timeout_seconds=stop_timeout_seconds)

    def _wait_for_web(self, web: Program) -> None:
        deadline = time.monotonic() + WEB_READY_SECONDS
        while not _answers(self.settings.listen_url):
            if web.exit_code() is not None:
                raise SetupError(f"The web process did not start: {web.last_words()}.")
            if time.monotonic() > deadline:
                raise SetupError(f"The web process does not answer: {web.last_words()}.")
            time.sleep(0.05)

    def _send_demo(self, demo: "Demo") -> None:
        from causeway.portal.demo import send

        send(demo, self.settings.listen_url, self.say)

    def _finish(self, task: "Beside[Outcome]") -> Outcome:
        """What the task comes to; the processes are watched meanwhile."""
        self._supervisor.run_until(lambda: task.is_done)
        return task.result()

    def _report(self, demo: "Demo | None") -> None:
        result = Result.of(self.settings, demo)
        if self._as_json:
            click.echo(json.dumps(result.as_dict(), ensure_ascii=False))
        else:
            result.print()
        self.say(f"Ready at {self.settings.public_url} - Ctrl-C stops everything")


class Beside(Generic[Outcome]):
    """Work that goes on beside the supervision of the processes, which must stay in the main thread."""

    def __init__(self, name: str, action: Callable[[], Outcome]) -> None:
        self._results: list[Outcome] = []
        self._failures: list[BaseException] = []
        self._action = action
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._results.append(self._action())
        except BaseException as problem:  # noqa: BLE001  # raised again in the thread that can act on it
            self._failures.append(problem)

    @property
    def is_done(self) -> bool:
        """Whether it ended, well or not."""
        return not self._thread.is_alive()

    def result(self) -> Outcome:
        """What it came to, or the error that ended it, raised here."""
        for failure in self._failures:
            raise failure
        return self._results[0]


@dataclass(frozen=True, slots=True)
class Result:
    """What a person or a script gets once everything runs."""

    settings: Settings
    sign_ins: list[dict[str, Any]]
    api_keys: list[dict[str, Any]]

    @classmethod
    def of(cls, settings: Settings, demo: "Demo | None") -> "Result":
        if demo is None:
            return cls(settings, [], [])
        return cls(settings, [dict(row) for row in demo.sign_ins], [dict(row) for row in demo.api_keys])

    def as_dict(self) -> dict[str, Any]:
        return {
            "url": self.settings.public_url,
            "sign_ins": self.sign_ins,
            "api_keys": self.api_keys,
            "database_url": self.settings.database_url,
            "admin_database_url": self.settings.admin_database_url,
            "redis_url": self.settings.redis_url,
        }

    def print(self) -> None:
        """The address, who can sign in, and the keys of the systems that exchange documents."""
        from rich.console import Console

        # Passwords and keys are copied from here: nothing may be cut or wrapped, whatever the terminal's width.
        console = Console(soft_wrap=True, highlight=False, markup=False)
        console.print(f"\n{self.settings.public_url}\n", style="bold")
        for rows, columns in (
            (self.sign_ins, ("persona", "email", "password")),
            (self.api_keys, ("partner", "isa_id", "key")),
        ):
            for line in _aligned(rows, columns):
                console.print(line)
            if rows:
                console.print()


def _aligned(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> Iterator[str]:
    """The rows under their headings, as wide as they need to be."""
    if not rows:
        return
    titles = {"isa_id": "ISA id", "key": "API key"}
    table = [tuple(titles.get(column, column.capitalize()) for column in columns)]
    table += [tuple(str(row[column]) for column in columns) for row in rows]
    widths = [max(len(line[number]) for line in table) for number in range(len(columns))]
    for line in table:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def _settings(port: int | None, data: Path | None) -> Settings:
    environ = dict(os.environ)
    if port is not None:
        environ["CAUSEWAY_PORT"] = str(port)
    if data is not None:
        environ["CAUSEWAY_DATA_DIR"] = str(data)
    settings = load_settings(environ, embedded=True)
    if settings.database_url and settings.redis_url:
        return load_settings(environ)
    return settings


def _check_port(host: str, port: int) -> None:
    """SetupError if somebody listens there. The web processes share their port, so they would not notice.

    Looks twice: after a killed start the kernel needs a moment to end what listened.
    """
    if _refusal(host, port) is None:
        return
    time.sleep(1)
    refusal = _refusal(host, port)
    if refusal is not None:
        raise SetupError(f"Cannot listen on {host}:{port} ({refusal}): choose another port with --port.")


def _refusal(host: str, port: int) -> str | None:
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as problem:
        return problem.strerror or str(problem)
    return None


def _free_port(host: str) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(url: str) -> bool:
    """Whether the page a newcomer opens first, which leads to the sign-in page, is there."""
    try:
        with urllib.request.urlopen(url + "/", timeout=5) as response:  # noqa: S310  # our own http address
            return bool(response.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _share_figures(directory: Path) -> None:
    """One place in which all our processes add up what /metrics tells; figures of an earlier start are no use."""
    folder = directory / "figures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ[SHARED_FIGURES] = str(folder)


def _start_log_anew(log: Path) -> None:
    """Keeps one earlier log when the file has grown large."""
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".log.1"))


@contextmanager
def _interruptible() -> Iterator[None]:
    """SIGTERM and a closed terminal end us as Ctrl-C does."""

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    yield


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
