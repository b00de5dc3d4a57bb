"""Inserting many rows in one statement: the columns go as arrays, so that the statement is one, short and prepared.

Under row-level security a statement for each row costs several times what the rows cost.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from causeway.tenants.context import current_scope
from causeway.tenants.orm import Base

_dialect = postgresql.dialect()  # type: ignore[no-untyped-call]


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows of one table of the current tenant; all of them have the same columns, the id among them."""
    if not rows:
        return
    names = tuple(rows[0])
    documents = _documents(model, names)
    columns: dict[str, Any] = {
        name: [json.dumps(row[name]) for row in rows] if name in documents else [row[name] for row in rows]
        for name in names
    }
    session.execute(_statement(model, names), {**columns, "tenant_id": current_scope().tenant_id})


@lru_cache(maxsize=64)
def _documents(model: type[Base], names: tuple[str, ...]) -> frozenset[str]:
    columns = model.__table__.columns
    return frozenset(name for name in names if isinstance(columns[name].type, JSONB))


@lru_cache(maxsize=64)
def _statement(model: type[Base], names: tuple[str, ...]) -> TextClause:
    table = model.metadata.tables[model.__tablename__]
    documents = _documents(model, names)
    # Defaults that the application computes have to be among the names, or the row would lack them.
    required = {c.name for c in table.columns if not c.nullable and c.name != "tenant_id"}
    if missing := required - set(names):
        raise ValueError(f"{table.name} is inserted without {', '.join(sorted(missing))}")
    arrays = [f"cast(:{name} as {'text' if name in documents else _type(model, name)}[])" for name in names]
    values = [f"cast(r.{name} as jsonb)" if name in documents else f"r.{name}" for name in names]
    return text(
        f"insert into {table.name} (tenant_id, {', '.join(names)})"
        f" select cast(:tenant_id as uuid), {', '.join(values)}"
        f" from unnest({', '.join(arrays)}) as r({', '.join(names)})"
    )


def _type(model: type[Base], name: str) -> str:
    return model.__table__.columns[name].type.compile(_dialect)
