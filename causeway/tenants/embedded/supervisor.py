"""Keeps the processes of one installation running: what dies is started again, what is stopped stops in order.

It must be used from one thread, the main one: the kernel ties a child's life to the thread that started it.
"""

import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from causeway.tenants.embedded.processes import Server
from causeway.tenants.errors import SetupError

LOOK_SECONDS = 0.1
STEADY_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 5.0


class Child(Protocol):
    """What can be kept running: a server, or one of our own processes."""

    @property
    def name(self) -> str: ...
    def start(self) -> None: ...
    def exit_code(self) -> int | None: ...
    def stop(self) -> None: ...


class Program:
    """One of our own commands as a child; SIGTERM lets it finish what it holds."""

    def __init__(self, server: Server, *, stop_timeout_seconds: float) -> None:
        self.name = server.name
        self._server = server
        self._stop_timeout_seconds = stop_timeout_seconds

    @property
    def pid(self) -> int | None:
        return self._server.pid

    def start(self) -> None:
        self._server.start()

    def exit_code(self) -> int | None:
        return self._server.exit_code()

    def last_words(self) -> str:
        return self._server.last_words()

    def begin_stop(self) -> None:
        """Asks it to end without waiting, so that several end at the same time."""
        self._server.send(signal.SIGTERM)

    def stop(self) -> None:
        self._server.stop(signal.SIGTERM, timeout_seconds=self._stop_timeout_seconds)


@dataclass(slots=True)
class _Watch:
    """When a child was last started, how often it has died soon after, and when it may start again."""

    child: Child
    started: float
    falls: int = 0
    resume_at: float | None = None


class Supervisor:
    """Watches children that run already or are started through it."""

    def __init__(self, *, say: Callable[[str], None]) -> None:
        self._say = say
        self._watches: list[_Watch] = []

    def watch(self, child: Child) -> None:
        """Takes over a child that has been started."""
        self._watches.append(_Watch(child, time.monotonic()))

    def start(self, children: Sequence[Child]) -> None:
        """Starts the children and watches them."""
        for child in children:
            child.start()
            self.watch(child)

    def look(self) -> None:
        """One look at every child: a dead one is started again, at once the first time, later with a pause."""
        now = time.monotonic()
        for watch in self._watches:
            if watch.resume_at is not None:
                if now >= watch.resume_at:
                    self._restart(watch)
            elif (code := watch.child.exit_code()) is not None:
                self._fell(watch, code, now)

    def run_until(self, done: Callable[[], bool]) -> None:
        """Looks again and again until `done` says so."""
        while not done():
            self.look()
            time.sleep(LOOK_SECONDS)

    def _fell(self, watch: _Watch, code: int, now: float) -> None:
        watch.falls = watch.falls + 1 if now - watch.started < STEADY_SECONDS else 0
        pause = min(LONGEST_PAUSE_SECONDS, 0.25 * 2 ** (watch.falls - 1)) if watch.falls else 0.0
        watch.resume_at = now + pause
        self._say(f"{watch.child.name} ended ({_how(code)}); starting it again")

    def _restart(self, watch: _Watch) -> None:
        watch.started, watch.resume_at = time.monotonic(), None
        try:
            watch.child.start()
        except (SetupError, OSError) as problem:
            watch.falls += 1
            watch.resume_at = time.monotonic() + LONGEST_PAUSE_SECONDS
            self._say(f"{watch.child.name} could not be started: {problem}")


def stop_together(programs: Sequence[Program]) -> None:
    """Asks all to end, then waits for each."""
    for program in programs:
        program.begin_stop()
    for program in programs:
        program.stop()


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
