"""Passwords: argon2id with a bounded number of hashes at once, and a policy by length (ASVS 5.0, 6.2).

Any composition is allowed; what is refused is short, widely known, or made of the person's own address.
"""

import logging
import os
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from causeway.tenants.auth.common_passwords import is_common
from causeway.tenants.errors import CausewayError, DomainError
from causeway.tenants.text import fold

_log = logging.getLogger(__name__)
MIN_LENGTH = 12
MAX_LENGTH = 512
_SHORTEST_TELLING_PART = 4


@dataclass(frozen=True, slots=True)
class HashCost:
    """What one hash costs; the default is RFC 9106's second choice, which ASVS asks for."""

    memory_kib: int = 64 * 1024
    time_cost: int = 3
    parallelism: int = 4

    def is_below(self, other: "HashCost") -> bool:
        """Whether any of the three is smaller."""
        return (
            self.memory_kib < other.memory_kib
            or self.time_cost < other.time_cost
            or self.parallelism < other.parallelism
        )


class TooBusyError(CausewayError):
    """More people sign in at this moment than this process can check; it passes within seconds."""

    code = "too_busy"


class _Hashing:
    """The hasher in use, its gate, and a hash nobody has the password of."""

    def __init__(self, cost: HashCost, at_once: int, patience_seconds: float) -> None:
        self.cost = cost
        self.hasher = PasswordHasher(
            time_cost=cost.time_cost, memory_cost=cost.memory_kib, parallelism=cost.parallelism
        )
        self.gate = threading.BoundedSemaphore(at_once)
        self.patience_seconds = patience_seconds
        self._dummy: str | None = None
        self._dummy_lock = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[PasswordHasher]:
        # Each hash takes 64 MiB: without the gate a burst of guesses would eat the machine's memory.
        if not self.gate.acquire(timeout=self.patience_seconds):
            raise TooBusyError("too many people sign in at this moment; try again in a few seconds")
        try:
            yield self.hasher
        finally:
            self.gate.release()

    def dummy(self) -> str:
        with self._dummy_lock:
            if self._dummy is None:
                with self.turn() as hasher:
                    self._dummy = hasher.hash(os.urandom(16).hex())
            return self._dummy


_AT_ONCE = min(4, max(2, os.cpu_count() or 2))
_hashing = _Hashing(HashCost(), _AT_ONCE, 10.0)


def configure(
    cost: HashCost | None = None, *, at_once: int = _AT_ONCE, patience_seconds: float = 10.0
) -> None:
    """Hash at that cost from now on; a cheaper one than the default is for tests and is said in the log."""
    global _hashing  # noqa: PLW0603 - one process, one cost
    chosen = cost or HashCost()
    if chosen.is_below(HashCost()):
        _log.warning("passwords are hashed at a reduced cost: %s", chosen)
    _hashing = _Hashing(chosen, at_once, patience_seconds)


def hash_password(password: str) -> str:
    """The string to store: algorithm, cost, salt and hash. TooBusyError when the machine cannot."""
    with _hashing.turn() as hasher:
        return hasher.hash(_bytes(password))


def verify_password(stored: str | None, password: str) -> bool:
    """Whether that is the password; for nobody (None) as slow as for somebody, and false."""
    reference = stored if stored is not None else _hashing.dummy()
    with _hashing.turn() as hasher:
        try:
            matches = hasher.verify(reference, _bytes(password))
        except VerifyMismatchError:
            return False
        except (VerificationError, InvalidHashError):
            _log.exception("a stored password hash cannot be read")
            return False
    return matches and stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made at another cost than today's."""
    return _hashing.hasher.check_needs_rehash(stored)


def check_new_password(password: str, *, email: str) -> None:
    """Return when a person with that address may use it; otherwise DomainError with the reason as its code."""
    normal = _normal(password)
    if len(normal) < MIN_LENGTH:
        raise DomainError(
            f"a password needs at least {MIN_LENGTH} characters",
            code="password_too_short",
            minimum=MIN_LENGTH,
        )
    if len(normal) > MAX_LENGTH:
        raise DomainError(
            f"a password has at most {MAX_LENGTH} characters", code="password_too_long", maximum=MAX_LENGTH
        )
    folded = fold(normal)
    if any(part in folded for part in _telling_parts(email)):
        raise DomainError("a password must not contain your e-mail address", code="password_contains_email")
    if is_common(folded):
        raise DomainError("this password is known to attackers; choose another", code="password_common")


def _telling_parts(email: str) -> list[str]:
    local, _, domain = fold(email).partition("@")
    parts = [local, domain, domain.partition(".")[0]]
    return [part for part in parts if len(part) >= _SHORTEST_TELLING_PART]


def _normal(password: str) -> str:
    # The same characters typed on a phone and on a desktop may come composed differently.
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    # Half a surrogate pair, which JSON can carry, is a wrong password and not an error of ours.
    return _normal(password).encode("utf-8", "surrogatepass")
