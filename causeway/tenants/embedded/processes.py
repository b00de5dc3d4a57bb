"""Child processes that cannot outlive us, each holding a lock that tells a later start whether it still lives."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from causeway.tenants.errors import SetupError

LAUNCHER = Path(__file__).with_name("launch.py")
POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a server runs as: `self`, `user:UID:GID` or `namespace:UID:GID` (ids inside), and who owns its files seen from outside."""

    name: str
    uid: int
    gid: int


def own_identity() -> Identity:
    """The identity of this process."""
    return Identity("self", os.getuid(), os.getgid())


class LifeLock:
    """A lock file that a server and every process it forks hold open for as long as one of them lives.

    Process ids are reused and mean nothing across containers; a lock held through an inherited descriptor is
    released by the kernel with the last holder, however it died.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    def acquire(self, *, timeout_seconds: float) -> bool:
        """Whether nobody holds the lock any more; waits for the last holder up to the timeout."""
        file = self.path.open("a+")
        deadline = time.monotonic() + timeout_seconds
        while not _try_lock(file):
            if time.monotonic() >= deadline:
                file.close()
                return False
            time.sleep(POLL_SECONDS)
        self._file = file
        return True

    def fileno(self) -> int:
        if self._file is None:
            raise RuntimeError("the lock is not held")
        return self._file.fileno()

    def release(self) -> None:
        """Drops our own hold; a child that inherited the descriptor keeps the lock."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Launch:
    """How one program is started: command with absolute path, environment, log, and how it learns of our death."""

    command: Sequence[str | Path]
    environment: Mapping[str, str]
    death_signal: signal.Signals = signal.SIGKILL
    identity: Identity | None = None
    directory: Path = Path("/")

    def arguments(self) -> list[str]:
        identity = (self.identity or own_identity()).name
        launcher = [sys.executable, "-I", "-S", str(LAUNCHER)]
        options = [str(int(self.death_signal)), str(os.getpid()), identity, "--"]
        return [*launcher, *options, *map(str, self.command)]

    def run(self) -> subprocess.CompletedProcess[str]:
        """Runs the program to its end and keeps what it wrote."""
        return subprocess.run(  # noqa: S603  # our own programs, no shell
            self.arguments(),
            env=dict(self.environment),
            cwd=self.directory,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )


class Server:
    """One running program: started, watched, stopped; its output goes to a log file or to our own stderr."""

    def __init__(self, name: str, launch: Launch, *, lock: LifeLock, log: Path | None = None) -> None:
        self.name = name
        self.launch = launch
        self.log = log
        self._lock = lock
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    def start(self, *, before: Callable[[], None] | None = None, patience_seconds: float = 10) -> None:
        """Starts it in a session of its own, so that a terminal's Ctrl-C reaches only us, who stop in order.

        Waits for what is left of an earlier run; SetupError when that does not go away. `before` runs when it
        is certain that nothing of an earlier run lives.
        """
        if not self._lock.acquire(timeout_seconds=patience_seconds):
            raise SetupError(
                f"{self.name} of an earlier start still runs on {self._lock.path.parent}: end it, then start again."
            )
        try:
            if before is not None:
                before()
            self._process = self._popen()
        finally:
            self._lock.release()

    def _popen(self) -> "subprocess.Popen[bytes]":
        with _output(self.log) as output:
            return subprocess.Popen(  # noqa: S603  # our own programs, no shell
                self.launch.arguments(),
                env=dict(self.launch.environment),
                cwd=self.launch.directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=[self._lock.fileno()],
                start_new_session=True,
            )

    def exit_code(self) -> int | None:
        """None while it runs; negative when a signal ended it."""
        return None if self._process is None else self._process.poll()

    def send(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)

    def wait(self, timeout_seconds: float) -> bool:
        """Whether it has ended within the time."""
        if self._process is None:
            return True
        try:
            self._process.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self, number: signal.Signals, *, timeout_seconds: float) -> bool:
        """Asks it to end and waits; True if it did, otherwise its whole process group has been killed."""
        self.send(number)
        if self.wait(timeout_seconds):
            return True
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        return False

    def last_words(self, *, lines: int = 3) -> str:
        """The end of its log as one line, for a message to a person."""
        if self.log is None or not self.log.exists():
            return "no log"
        text = self.log.read_text(errors="replace").strip().splitlines()[-lines:]
        return " / ".join(line.strip() for line in text)


@contextmanager
def _output(path: Path | None) -> Iterator[int]:
    """The log opened for appending, or our own stderr: stdout stays clean for what a script reads."""
    if path is None:
        yield 2
    else:
        with path.open("ab") as file:
            yield file.fileno()
