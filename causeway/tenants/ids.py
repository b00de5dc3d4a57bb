"""Identifiers made by the application: UUID version 7, so that order of creation is order of key.

Ids from one process are strictly increasing, which lanes of work and partitions by id range rely on.
"""

import os
import threading
from datetime import UTC, datetime
from uuid import UUID

from causeway.tenants import clock

_lock = threading.Lock()
_last = 0


def _compose(milliseconds: int, sequence: int, entropy: int) -> int:
    return (milliseconds << 80) | (0x7 << 76) | (sequence << 64) | (0b10 << 62) | entropy


def new_id() -> UUID:
    """A fresh UUIDv7 (RFC 9562), greater than every one this process has made before."""
    global _last  # noqa: PLW0603 - the counter is what makes ids of one process ordered
    milliseconds = int(clock.now().timestamp() * 1000)
    random = int.from_bytes(os.urandom(10))
    with _lock:
        # 12 bits of sequence start low in their range, so that a burst inside one millisecond has room to count up.
        tick = max((milliseconds << 12) | (random >> 70 & 0x3FF), _last + 1)
        _last = tick
    return UUID(int=_compose(tick >> 12, tick & 0xFFF, random & ((1 << 62) - 1)))


def lowest_id_at(moment: datetime) -> UUID:
    """The smallest UUIDv7 of that millisecond: the bound of a time range over ids."""
    return UUID(int=_compose(int(moment.timestamp() * 1000), 0, 0))


def moment_of(identifier: UUID) -> datetime:
    """When a UUIDv7 was made, to the millisecond."""
    return datetime.fromtimestamp((identifier.int >> 80) / 1000, tz=UTC)
