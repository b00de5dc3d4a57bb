"""A small load generator: keep-alive connections, prepared requests, little work of its own per answer."""

import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass
class Result:
    """What a run came to; latencies in seconds, in order of completion per client."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """The latency in milliseconds below which that share of the answers lies."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else float("nan")


class Client:
    """One connection that sends whole requests and reads whole answers."""

    def __init__(self, host: str, port: int) -> None:
        self.socket = socket.create_connection((host, port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.pending = b""

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """The status and the body of the answer to one request."""
        self.socket.sendall(request)
        data = self.pending
        while (head_end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head = data[:head_end].lower()
        status = int(head[9:12])
        start = head.find(b"content-length:")
        length = int(head[start + 15 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
        body_start = head_end + 4
        while len(data) < body_start + length:
            data += self._more()
        self.pending = data[body_start + length :]
        return status, data[body_start : body_start + length]

    def _more(self) -> bytes:
        chunk = self.socket.recv(65536)
        if not chunk:
            raise ConnectionError("the server closed the connection")
        return chunk

    def close(self) -> None:
        """Hang up."""
        self.socket.close()


def post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """A whole POST request."""
    lines = [f"POST {path} HTTP/1.1", "Host: bench", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def get(path: str, headers: dict[str, str]) -> bytes:
    """A whole GET request."""
    lines = [f"GET {path} HTTP/1.1", "Host: bench", *[f"{name}: {value}" for name, value in headers.items()]]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def run(
    port: int,
    requests: Callable[[int, int], bytes],
    *,
    clients: int,
    seconds: float,
    expect: Sequence[int],
    host: str = "127.0.0.1",
) -> Result:
    """Let the clients ask as fast as they are answered; `requests(client, n)` makes the n-th request of a client.

    Raises AssertionError at the first unexpected status, so that a figure never counts errors.
    """
    result = Result()
    lock = threading.Lock()
    failures: list[BaseException] = []
    deadline = time.perf_counter() + seconds

    def work(number: int) -> None:
        latencies: list[float] = []
        statuses: dict[int, int] = {}
        try:
            client = Client(host, port)
            count = 0
            while time.perf_counter() < deadline:
                request = requests(number, count)
                started = time.perf_counter()
                status, body = client.ask(request)
                latencies.append(time.perf_counter() - started)
                statuses[status] = statuses.get(status, 0) + 1
                if status not in expect:
                    raise AssertionError(f"status {status}: {body[:300]!r}")  # noqa: TRY301 - stops this client only
                count += 1
            client.close()
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread below
            failures.append(error)
        with lock:
            result.latencies += latencies
            for status, times in statuses.items():
                result.statuses[status] = result.statuses.get(status, 0) + times

    started = time.perf_counter()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.seconds = time.perf_counter() - started
    if failures:
        raise failures[0]
    return result
