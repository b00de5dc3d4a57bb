"""The product as an operator starts it, `causeway up` on a fresh directory, and its processes by their part."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.bench.stack import free_port

READY_SECONDS = 90.0
STOP_SECONDS = 60.0


@dataclass
class Installation:
    """A running `causeway up`, which restarts what is killed."""

    process: subprocess.Popen[str]
    port: int
    directory: Path
    database_url: str
    redis_url: str

    def processes(self) -> dict[str, list[psutil.Process]]:
        """Its living processes by part; children of the database and of the web are parts of their own."""
        parts: dict[str, list[psutil.Process]] = {}
        for child in psutil.Process(self.process.pid).children():
            part = _part(child)
            if part is None:
                continue
            parts.setdefault(part, []).append(child)
            if part in ("web", "postgres"):
                children = _children(child)
                wanted = _is_session if part == "postgres" else _is_web_process
                parts.setdefault(f"{part} child", []).extend(each for each in children if wanted(each))
        return parts

    def words(self) -> str:
        """What the supervisor said."""
        return (self.directory / "up.log").read_text(errors="replace")

    def logs(self) -> dict[str, str]:
        """What web, workers and scheduler wrote."""
        return {
            path.stem: path.read_text(errors="replace")
            for path in sorted(self.directory.glob("data/**/processes/*.log"))
        }


@contextmanager
def running_installation(workers: int = 2) -> Iterator[Installation]:
    """The installation, ready; ended in order afterwards, and killed if it does not end."""
    with tempfile.TemporaryDirectory(prefix="causeway-chaos-") as name:
        directory = Path(name)
        directory.chmod(0o711)
        port = free_port()
        with (directory / "up.log").open("wb") as log:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "causeway.portal.cli",
                    "up",
                    "--json",
                    "--port",
                    str(port),
                    "--data",
                    str(directory / "data"),
                ],
                env=_environment(workers),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        try:
            ready = _ready(process, directory)
            yield Installation(process, port, directory, ready["database_url"], ready["redis_url"])
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()


def _environment(workers: int) -> dict[str, str]:
    """Ours without what would name other servers or another place."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("CAUSEWAY_") and name not in ("DATABASE_URL", "REDIS_URL")
    }
    return {
        **inherited,
        "CAUSEWAY_WORKERS": str(workers),
        "CAUSEWAY_WEB_WORKERS": "2",
        "CAUSEWAY_LOG_LEVEL": "WARNING",
    }


def _ready(process: "subprocess.Popen[str]", directory: Path) -> dict[str, str]:
    deadline = time.monotonic() + READY_SECONDS
    if process.stdout is None:
        raise RuntimeError("no stdout")
    os.set_blocking(process.stdout.fileno(), False)
    line = ""
    while not line.endswith("\n"):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"causeway up is not ready: {(directory / 'up.log').read_text()[-2000:]}")
        line += process.stdout.readline()
        time.sleep(0.05)
    ready: dict[str, str] = json.loads(line)
    return ready


def _part(process: psutil.Process) -> str | None:
    try:
        command = process.cmdline()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return None
    if "causeway.portal.cli" in command:
        return next((part for part in ("web", "worker", "scheduler") if command[-1] == part), None)
    program = Path(command[0]).name if command else ""
    return next((part for part in ("postgres", "valkey") if program.startswith(part)), None)


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _is_session(process: psutil.Process) -> bool:
    """Whether it serves a connection of the application, and is not one of the database's own helpers."""
    try:
        return any("causeway_app" in word for word in process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


def _is_web_process(process: psutil.Process) -> bool:
    try:
        return not any("resource_tracker" in word for word in process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False
