"""Partners' systems: they send an interchange until it is acknowledged, and collect their mail until it is safe."""

import http.client
import json
import random
import threading
import time
from dataclasses import dataclass
from typing import Any

from tests.chaos.documents import interchange
from tests.chaos.history import Acknowledged, Collected, History, Refused, Sent

RESENT = 0.10
CONFLICTING = 0.05
TIMEOUT_SECONDS = 10.0
RETRY_SECONDS = 0.1
# What may be answered while things are down; anything else is a fault of the product.
_PASSING = frozenset({502, 503, 504})


@dataclass(frozen=True)
class Answer:
    """A whole answer of the server."""

    status: int
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body as an object."""
        found: dict[str, Any] = json.loads(self.body)
        return found


class Connection:
    """A keep-alive connection that is made anew whenever it breaks; every failure is counted by its name."""

    def __init__(self, port: int, key: str, history: History) -> None:
        self._port = port
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/edi-x12"}
        self._history = history
        self._connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes | None = None) -> Answer | None:
        """The answer, None when there was none or one that says `later`."""
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection(
                    "127.0.0.1", self._port, timeout=TIMEOUT_SECONDS
                )
            self._connection.request(method, path, body, self._headers)
            response = self._connection.getresponse()
            answer = Answer(response.status, response.read())
        except (OSError, http.client.HTTPException) as error:
            self._history.count(type(error).__name__)
            self.close()
            return None
        self._history.count(str(answer.status))
        return None if answer.status in _PASSING else answer

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class Sender(threading.Thread):
    """One client: sends at a steady rate until told to stop, then finishes what it has begun."""

    def __init__(
        self, number: int, sender: str, connection: Connection, history: History, *, seed: int, rate: float
    ) -> None:
        super().__init__(name=f"sender-{number}", daemon=True)
        self._number = number
        self._sender = sender
        self._connection = connection
        self._history = history
        self._dice = random.Random(f"{seed}-{number}")  # repeatable
        self._interval = 1 / rate
        self._stopping = threading.Event()
        self._giving_up = threading.Event()

    def finish(self) -> None:
        """Begin nothing new."""
        self._stopping.set()

    def give_up(self) -> None:
        """Stop resending even what was not acknowledged."""
        self._giving_up.set()

    def run(self) -> None:
        """Send one interchange after the other."""
        try:
            self._run()
        except Exception as error:  # noqa: BLE001  # a dead client would make the run look better than it was
            self._history.complain(f"{self.name} broke: {error!r}")
        finally:
            self._connection.close()

    def _run(self) -> None:
        control = self._number * 10_000_000
        due = time.monotonic()
        while not self._stopping.is_set():
            control += 1
            self._exchange(control)
            due = max(due + self._interval, time.monotonic() - 1)
            self._stopping.wait(max(0.0, due - time.monotonic()))

    def _exchange(self, control: int) -> None:
        sent = interchange(self._sender, control, self._groups(control))
        first = self._until_answered(sent, 202)
        if first is None:
            return
        acknowledged = Acknowledged(sent, first["id"], self._resend(sent))
        self._history.note(acknowledged)
        if self._dice.random() < CONFLICTING:
            self._contradict(acknowledged, control)

    def _groups(self, control: int) -> list[list[str]]:
        """Mostly one order; sometimes three in a group, or two groups."""
        kind = self._dice.random()
        counts = [3] if kind < 0.08 else [1, 2] if kind < 0.15 else [1]
        return [
            [f"C{control}-{group}{order}" for order in range(count)] for group, count in enumerate(counts)
        ]

    def _resend(self, sent: Sent) -> tuple[str, ...]:
        if self._dice.random() >= RESENT:
            return ()
        again = self._until_answered(sent, 202)
        if again is None:
            return ()
        if again["duplicate"] is not True:
            self._history.complain(f"a copy of {sent.control_number} was not recognised: {again}")
        return (again["id"],)

    def _contradict(self, first: Acknowledged, control: int) -> None:
        """Other bytes under the same control number, with an order of their own that must never appear."""
        other = interchange(self._sender, control, [[f"X{control}"]], quantity=99)
        answer = self._until_answered(other, 409)
        if answer is not None:
            self._history.note(Refused(other, answer["id"], first.id))

    def _until_answered(self, sent: Sent, expected: int) -> dict[str, Any] | None:
        while not self._giving_up.is_set():
            answer = self._connection.ask("POST", "/gateway/v1/inbound", sent.content)
            if answer is not None and answer.status == expected:
                return answer.json
            if answer is not None:
                self._history.complain(
                    f"{sent.control_number}: {answer.status} instead of {expected}: {answer.body[:300]!r}"
                )
            time.sleep(RETRY_SECONDS)
        self._history.complain(f"{sent.control_number} was never answered with {expected}")
        return None


class Collector(threading.Thread):
    """The mailbox of one organization: keep the bytes first, acknowledge them after."""

    def __init__(self, organization: str, connection: Connection, history: History) -> None:
        super().__init__(name=f"collector-{organization}", daemon=True)
        self._organization = organization
        self._connection = connection
        self._history = history
        self._stopping = threading.Event()
        self._seen: dict[str, bytes] = {}
        self.is_empty = False

    def finish(self) -> None:
        """Stop collecting."""
        self._stopping.set()

    def run(self) -> None:
        """Collect until told to stop."""
        try:
            while not self._stopping.is_set():
                if not self._collect():
                    self._stopping.wait(0.2)
        except Exception as error:  # noqa: BLE001  # as above
            self._history.complain(f"{self.name} broke: {error!r}")
        finally:
            self._connection.close()

    def _collect(self) -> bool:
        listed = self._connection.ask("GET", "/gateway/v1/outbound?limit=100")
        if listed is None:
            self.is_empty = False
            return False
        if listed.status != 200:
            self._history.complain(f"the mailbox answered {listed.status}: {listed.body[:300]!r}")
            return False
        items = listed.json["items"]
        self.is_empty = not items
        for item in items:
            self._take(item)
        return bool(items)

    def _take(self, item: dict[str, Any]) -> None:
        got = self._connection.ask("GET", f"/gateway/v1/outbound/{item['id']}/bytes")
        if got is None:
            return
        if got.status != 200:
            self._history.complain(f"bytes of {item['id']}: {got.status} {got.body[:300]!r}")
            return
        known = self._seen.setdefault(item["id"], got.body)
        if known is got.body:
            self._history.note(
                Collected(self._organization, item["id"], item["control_number"], item["document"], got.body)
            )
        elif known != got.body:
            self._history.complain(f"{item['id']} was offered again with other bytes")
        acknowledged = self._connection.ask("POST", f"/gateway/v1/outbound/{item['id']}/ack", b"")
        if acknowledged is not None and acknowledged.status != 200:
            self._history.complain(f"ack of {item['id']}: {acknowledged.status} {acknowledged.body[:300]!r}")
