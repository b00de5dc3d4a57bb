"""The tenant's change feed: its events in an order in which none is ever missed.

Ids and timestamps are taken before a transaction commits, so a reader that remembers the last one it saw misses a
slower neighbour's. Here a row is handed out only once every transaction that began before its own is over: rows whose
transaction is below the snapshot's oldest running one, ordered by transaction and id. A long transaction delays
the feed (of the whole cluster), it never tears it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select, text, tuple_
from sqlalchemy.orm import Session

from causeway.tenants.errors import SetupError
from causeway.tenants.history import Event
from causeway.tenants.orm import Xid8

SAFE_XID = func.pg_snapshot_xmin(func.pg_current_snapshot(), type_=Xid8())


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a reader has come: the transaction and id of the last row it was given."""

    xid: int
    id: UUID

    def __str__(self) -> str:
        """As it is handed to a client."""
        return f"{self.xid}.{self.id.hex}"

    @classmethod
    def parse(cls, written: str) -> "Cursor":
        """What `str` wrote; ValueError for anything else."""
        xid, _, identifier = written.partition(".")
        if not (xid.isascii() and xid.isdigit() and len(xid) <= 19):
            raise ValueError("this is no cursor")
        return cls(int(xid), UUID(hex=identifier))


def safe_rows(query: Select[Any], xid: Any, identifier: Any, after: Cursor | None) -> Select[Any]:
    """The query on a table with those two columns, kept to rows that are safe to hand out after the cursor."""
    query = query.where(xid < SAFE_XID)
    if after is not None:
        query = query.where(_beyond(xid, identifier, after))
    return query.order_by(xid, identifier)


def _beyond(xid: Any, identifier: Any, after: Cursor) -> ColumnElement[bool]:
    position = tuple_(literal(after.xid, Xid8()), literal(after.id))
    return tuple_(xid, identifier) > position


def read_feed(session: Session, after: Cursor | None, limit: int) -> tuple[Sequence[Event], Cursor | None]:
    """The next events after the cursor, within what the scope may see, and the cursor to go on from.

    An empty answer means nothing new yet; the cursor is then the one given.
    """
    if after is not None:
        check_same_cluster(session, after.xid)
    events = session.scalars(safe_rows(select(Event), Event.xid, Event.id, after).limit(limit)).all()
    if not events:
        return events, after
    return events, Cursor(events[-1].xid, events[-1].id)


def check_same_cluster(session: Session, xid: int) -> None:
    """Return when that transaction number can be this server's; SetupError when it lies ahead of it.

    That is so after a logical dump was loaded into a new cluster, which counts from the beginning: new rows would sort
    before old ones and never be read.
    """
    next_xid = int(session.execute(text("select pg_snapshot_xmax(pg_current_snapshot())::text")).scalar_one())
    if xid >= next_xid:
        raise SetupError(
            f"the database was loaded into a new server whose transaction counter ({next_xid}) is behind its rows"
            f" ({xid}); stop the server and advance it with pg_resetwal --epoch/--next-transaction-id"
        )
