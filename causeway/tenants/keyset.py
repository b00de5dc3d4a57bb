"""Pages of a list by key: each page begins behind a row, or ends before one, and is never found by counting rows.

The way back ends before the first row of the page one came from, so that it shows the rows that stood there, however
many have come in at the head of the list meanwhile.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, SQLColumnExpression, tuple_

T = TypeVar("T")
Key = tuple[Any, ...]
Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Beside:
    """Where a page lies: behind the row with that key, or right before it."""

    key: Key
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows in the list's order, and whether there are more on either side of them."""

    rows: Sequence[T]
    has_previous: bool
    has_next: bool


@dataclass(frozen=True, slots=True)
class Order:
    """The columns that a list is sorted by, all in one direction; together they are unique."""

    columns: Sequence[SQLColumnExpression[Any]]
    descending: bool = False


def read_page(
    fetch: Callable[[Query], Sequence[T]],
    query: Query,
    order: Order,
    *,
    beside: Beside | None,
    limit: int,
) -> Page[T]:
    """The page beside that key, or the first one; `fetch` runs the statement and gives its rows."""
    rows = fetch(_statement(query, order, beside).limit(limit + 1))
    if beside is None or not beside.backwards:
        return Page(rows[:limit], beside is not None, len(rows) > limit)
    if len(rows) < limit:
        # Nothing stands before these rows, and there are too few for a page: begin at the list's beginning.
        return read_page(fetch, query, order, beside=None, limit=limit)
    return Page(rows[:limit][::-1], len(rows) > limit, has_next=True)


def _statement(query: Query, order: Order, beside: Beside | None) -> Query:
    backwards = beside is not None and beside.backwards
    descends = order.descending != backwards
    if beside is not None:
        here, there = tuple_(*order.columns), tuple_(*beside.key)
        query = query.where(here < there if descends else here > there)
    return query.order_by(*(column.desc() if descends else column.asc() for column in order.columns))
