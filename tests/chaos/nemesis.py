"""Who kills: one fault after the other, in an order and with pauses that the seed fixes."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil
import redis

from tests.chaos.installation import Installation

SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 4.0


@dataclass
class Nemesis:
    """Kills without warning (SIGKILL) and empties Redis; counts what it did and what it found nobody to do it to."""

    installation: Installation
    seed: int
    done: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def rage(self, seconds: float, say: Callable[[str], None] = lambda _text: None) -> None:
        """Fault after fault for that long; every kind comes up before one comes up again."""
        dice = random.Random(self.seed)  # a fixed sequence is the point
        deadline = time.monotonic() + seconds
        round_: list[str] = []
        while time.monotonic() < deadline:
            if not round_:
                round_ = sorted(_FAULTS)
                dice.shuffle(round_)
            name = round_.pop()
            choice, pause = dice.random(), dice.uniform(SHORTEST_PAUSE, LONGEST_PAUSE)
            happened = _FAULTS[name](self.installation, choice)
            (self.done if happened else self.missed)[name] += 1
            say(f"{name}{'' if happened else ' (was down already)'}")
            time.sleep(min(pause, max(0.0, deadline - time.monotonic())))


def _kill(part: str) -> Callable[[Installation, float], bool]:
    def fault(installation: Installation, choice: float) -> bool:
        victims = sorted(installation.processes().get(part, []), key=lambda process: process.pid)
        return bool(victims) and _slay([victims[int(choice * len(victims))]])

    return fault


def _kill_database(installation: Installation, _choice: float) -> bool:
    """The postmaster and all its children at once, as when the machine goes."""
    masters = installation.processes().get("postgres", [])
    everyone = [each for master in masters for each in [master, *master.children(recursive=True)]]
    return bool(everyone) and _slay(everyone)


def _flush(installation: Installation, _choice: float) -> bool:
    try:
        with redis.Redis.from_url(installation.redis_url, socket_timeout=2) as client:
            client.flushall()
    except (redis.RedisError, OSError):
        return False
    return True


def _slay(victims: list[psutil.Process]) -> bool:
    killed = False
    for victim in victims:
        try:
            victim.send_signal(signal.SIGKILL)
            killed = True
        except psutil.NoSuchProcess:
            continue
    return killed


_FAULTS: dict[str, Callable[[Installation, float], bool]] = {
    "kill a web process": _kill("web child"),
    "kill the web master": _kill("web"),
    "kill a worker": _kill("worker"),
    "kill the scheduler": _kill("scheduler"),
    "kill one database session": _kill("postgres child"),
    "kill the whole database": _kill_database,
    "kill Valkey": _kill("valkey"),
    "FLUSHALL": _flush,
}
