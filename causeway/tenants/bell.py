"""The doorbell: after a commit Redis wakes the workers, and a lost ring costs one poll, nothing else.

The round trip to Redis is made by a thread of its own, so that nobody who commits waits for it; rings that come while
it is under way become one.
"""

import logging
import os
import threading
import time
from collections.abc import Callable

import redis

_log = logging.getLogger(__name__)
_KEY = "causeway:bell"
_RETRY_SECONDS = 5.0
_client: redis.Redis | None = None
_silent_until = 0.0


def configure(url: str | None) -> None:
    """Use that Redis for rings; None makes every ring and wait a plain poll."""
    global _client  # noqa: PLW0603 - one process, one bell
    _client = (
        redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=0.5, health_check_interval=30)
        if url
        else None
    )


def ring() -> None:
    """Wake one waiting worker soon; never waits and never raises, because the work row alone is what counts."""
    if _client is not None:
        _ringer().set()


class _Ringer:
    """A thread that rings as often as it is told to, of the process that made it: a fork has to make its own."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self._told = threading.Event()
        self.set = self._told.set
        threading.Thread(target=self._run, name="bell", daemon=True).start()

    def _run(self) -> None:
        while True:
            self._told.wait()
            self._told.clear()
            _try(lambda client: client.eval(_RING, 1, _KEY))


_making = threading.Lock()
_current: _Ringer | None = None


def _ringer() -> _Ringer:
    global _current  # noqa: PLW0603 - one process, one ringer
    ringer = _current
    if ringer is None or ringer.pid != os.getpid():
        with _making:
            if _current is None or _current.pid != os.getpid():
                _current = _Ringer()
            ringer = _current
    return ringer


# At most a handful of rings wait, so that a burst does not leave a queue of them behind.
_RING = "if redis.call('llen', KEYS[1]) < 8 then redis.call('lpush', KEYS[1], '1') end return 1"


def wait(seconds: float) -> None:
    """Return at a ring, or after that many seconds."""
    started = time.monotonic()
    if not _try(lambda client: client.blpop([_KEY], timeout=seconds)):
        time.sleep(max(0.0, seconds - (time.monotonic() - started)))


def answers() -> bool:
    """Whether Redis answers at this moment; for health pages, nothing else depends on it."""
    return _try(lambda client: client.ping())


def _try(action: Callable[[redis.Redis], object]) -> bool:
    global _silent_until  # noqa: PLW0603 - one process, one bell
    if _client is None or time.monotonic() < _silent_until:
        return False
    try:
        action(_client)
    except (redis.RedisError, OSError) as error:
        _silent_until = time.monotonic() + _RETRY_SECONDS
        _log.warning("redis is away, polling instead: %s", type(error).__name__)
        return False
    return True
