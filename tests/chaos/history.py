"""What the senders and collectors themselves know happened; the only witness that the checker trusts."""

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sent:
    """One interchange that a client wrote: its numbers, the orders in its groups, its bytes."""

    sender: str
    control_number: str
    # Group control number -> the purchase orders in that group.
    groups: dict[str, list[str]]
    content: bytes

    @property
    def orders(self) -> list[str]:
        """All purchase order numbers in it."""
        return [number for numbers in self.groups.values() for number in numbers]


@dataclass(frozen=True)
class Acknowledged:
    """The interchange was answered with 202 and this id; resends of it got these ids."""

    sent: Sent
    id: str
    resent_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """Other bytes under a number that was acknowledged before: answered with 409 and this id."""

    sent: Sent
    id: str
    first_id: str


@dataclass(frozen=True)
class Collected:
    """One interchange from a mailbox."""

    organization: str
    id: str
    control_number: str
    document: str
    content: bytes


@dataclass
class History:
    """Notes of all clients together; safe to write from several threads."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    collected: list[Collected] = field(default_factory=list)
    # What else was answered or went wrong on the way, and how often.
    answers: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: Acknowledged | Refused | Collected) -> None:
        """Add one note."""
        with self.lock:
            if isinstance(what, Acknowledged):
                self.acknowledged.append(what)
            elif isinstance(what, Refused):
                self.refused.append(what)
            else:
                self.collected.append(what)

    def count(self, answer: str) -> None:
        """Count an answer."""
        with self.lock:
            self.answers[answer] += 1

    def complain(self, text: str) -> None:
        """Keep what must not happen."""
        with self.lock:
            self.complaints.append(text)
