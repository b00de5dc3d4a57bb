"""Inserting the rows of several tables in one statement: each table's rows go as one JSON document.

Under row-level security a statement for each row costs several times what the rows cost, and a driver that makes an
array of each column spends more on it than Postgres does on the rows (measured: 10 lines of an order with their facts,
41 arrays in four statements, 2.4 times the CPU of one document in one statement).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Column
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from causeway.tenants.context import current_scope
from causeway.tenants.db import run
from causeway.tenants.orm import Base

_dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
_encoder = msgspec.json.Encoder(decimal_format="string")
Rows = tuple[type[Base], Sequence[Mapping[str, Any]]]


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows of one table of the current tenant; all of them have the same columns, the id among them."""
    insert_tables(session, [(model, rows)])


def insert_tables(session: Session, tables: Sequence[Rows], *, unless_taken: str | None = None) -> bool:
    """Add rows of several tables of the current tenant at once; within a table all have the same columns.

    With `unless_taken` (the columns of a unique key of the first table, which has one row then), nothing is added and
    the answer is False where that key is taken.
    """
    filled = [(model, rows) for model, rows in tables if rows]
    if not filled:
        return True
    statement = _statement(tuple((model, tuple(rows[0])) for model, rows in filled), unless_taken)
    values: dict[str, Any] = {
        f"rows_{number}": _encoder.encode(rows).decode() for number, (_, rows) in enumerate(filled)
    }
    values["tenant_id"] = current_scope().tenant_id
    return run(session, statement, values).fetchone() is not None


class Batch:
    """Rows of several tables, made as objects outside of any session and added together in one statement."""

    def __init__(self) -> None:
        self._rows: dict[type[Base], list[dict[str, Any]]] = {}

    def add(self, row: Base) -> None:
        """Take the object's values as they are now; what was not set has its default."""
        values = {
            name: row.__dict__[name] if name in row.__dict__ else default()
            for name, default in _columns(type(row))
        }
        self._rows.setdefault(type(row), []).append(values)

    def write(self, session: Session) -> None:
        """Add what was taken since the last time."""
        insert_tables(session, list(self._rows.items()))
        self._rows.clear()


@lru_cache(maxsize=64)
def _columns(model: type[Base]) -> tuple[tuple[str, Callable[[], Any]], ...]:
    """The columns that the application fills, each with what it holds where nothing was set."""
    columns = model.metadata.tables[model.__tablename__].columns
    return tuple(
        (column.name, _default(column))
        for column in columns
        if column.name != "tenant_id" and not (column.server_default is not None and column.default is None)
    )


def _default(column: Column[Any]) -> Callable[[], Any]:
    value = getattr(column.default, "arg", None)
    return (lambda: value(None)) if callable(value) else lambda: value


@lru_cache(maxsize=128)
def _statement(tables: tuple[tuple[type[Base], tuple[str, ...]], ...], unless_taken: str | None) -> str:
    parts = []
    for number, (model, names) in enumerate(tables):
        insert = _insert(model, names, number)
        if unless_taken and number:
            insert += ", added_0"
        elif unless_taken:
            # A role that may not read what it adds may add it all the same, so only this one gives something back.
            insert += f" on conflict ({unless_taken}) do nothing returning {model.__tablename__}.id"
        parts.append(f"added_{number} as ({insert})")
    return f"with {', '.join(parts)} {'select id from added_0' if unless_taken else 'select 1'}"


def _insert(model: type[Base], names: tuple[str, ...], number: int) -> str:
    table = model.metadata.tables[model.__tablename__]
    # Defaults that the application computes have to be among the names, or the row would lack them.
    required = {c.name for c in table.columns if not c.nullable and c.server_default is None}
    if missing := required - {*names, "tenant_id"}:
        raise ValueError(f"{table.name} is inserted without {', '.join(sorted(missing))}")
    columns = ", ".join(f"{name} {_type(table.columns[name])}" for name in names)
    return (
        f"insert into {table.name} (tenant_id, {', '.join(names)})"
        f" select cast(%(tenant_id)s as uuid), {', '.join(f'r.{name}' for name in names)}"
        f" from json_to_recordset(cast(%(rows_{number})s as json)) as r({columns})"
    )


def _type(column: Column[Any]) -> str:
    return column.type.compile(_dialect)
