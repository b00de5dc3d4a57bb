"""The embedded Valkey: a doorbell and a place for work that can be rebuilt, on a unix socket only."""

import signal
import time
from pathlib import Path
from urllib.parse import quote

import redis

from causeway.tenants.embedded.binaries import find_valkey
from causeway.tenants.embedded.directories import explained
from causeway.tenants.embedded.processes import Launch, LifeLock, Server
from causeway.tenants.errors import SetupError

READY_TIMEOUT_SECONDS = 60.0
STOP_TIMEOUT_SECONDS = 10.0


class EmbeddedValkey:
    """One Valkey of a data directory: `prepare`, `start`, `wait_until_ready`, `stop`."""

    name = "Valkey"

    def __init__(self, data_directory: Path, sockets: Path, *, durable: bool = True) -> None:
        self._data = data_directory
        self._socket = sockets / "valkey.sock"
        self._durable = durable
        self._server: Server | None = None

    @property
    def redis_url(self) -> str:
        return f"unix://{quote(str(self._socket), safe='/')}"

    @property
    def server(self) -> Server:
        if self._server is None:
            raise RuntimeError("prepare() comes first")
        return self._server

    def prepare(self) -> None:
        """Makes its directory and settles its command."""
        files = self._data / "valkey"
        with explained(files):
            files.mkdir(mode=0o700, exist_ok=True)
        launch = Launch(self._command(files), {"LC_ALL": "C", "TZ": "UTC"}, death_signal=signal.SIGTERM)
        lock = LifeLock(self._data / "valkey.lock")
        self._server = Server(self.name, launch, lock=lock, log=self._data / "valkey.log")

    def start(self) -> None:
        """Starts the server; returns before it answers."""
        self.server.start()

    def wait_until_ready(self) -> None:
        """Returns when it answers; SetupError with its last words otherwise."""
        deadline = time.monotonic() + READY_TIMEOUT_SECONDS
        with redis.Redis.from_url(self.redis_url) as client:
            while True:
                if self.server.exit_code() is not None:
                    raise SetupError(
                        f"Valkey did not start: {self.server.last_words()} (see {self.server.log})."
                    )
                try:
                    client.ping()
                    break
                except redis.ConnectionError as problem:  # loading its file at start is one of these, too
                    if time.monotonic() > deadline:
                        raise SetupError(f"Valkey does not answer: {self.server.last_words()}.") from problem
                    time.sleep(0.02)

    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.server.exit_code()

    def stop(self) -> None:
        if self._server is not None:
            self._server.stop(signal.SIGTERM, timeout_seconds=STOP_TIMEOUT_SECONDS)

    def _command(self, files: Path) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(files),
            "appendonly": "yes" if self._durable else "no",
            "appendfsync": "everysec",
            "save": "",
            "loglevel": "warning",
        }
        return [
            str(find_valkey()),
            *(part for name, value in settings.items() for part in (f"--{name}", value)),
        ]
