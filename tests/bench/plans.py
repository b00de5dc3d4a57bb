"""What a query function really asks the database, and how many pages of memory or disk that touches."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy.orm import Session

from causeway.tenants import db
from causeway.tenants.context import Scope
from tests.builders.statements import heard

_PLACEHOLDER = re.compile(r"%\((\w+)\)s(?:::([\w\[\] ]+))?")


@dataclass(frozen=True)
class Asked:
    """One statement as it went to the driver."""

    statement: str
    parameters: dict[str, Any]


def statements(scope: Scope, work: Callable[[Session], object]) -> list[Asked]:
    """Every SELECT that the work makes in that scope."""
    with heard() as asked, db.unit_of_work(scope) as session:
        work(session)
    return [
        Asked(statement, dict(parameters or {}))
        for statement, parameters in asked
        if statement.lstrip().lower().startswith(("select", "with"))
    ]


def buffers(scope: Scope, asked: Asked) -> int:
    """Pages touched by the statement behind the scope's wall: the larger of a plan for these values and a generic one.

    A driver prepares what it asks often, and Postgres may then plan without the values; both must be cheap.
    """
    plans = ("force_custom_plan", "force_generic_plan")
    return max(_buffers(scope, asked, plan) for plan in plans)


def explained(scope: Scope, asked: Asked, plan: str) -> dict[str, Any]:
    """The plan tree as it was executed."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}" + (f"::{match[2]}" if match[2] else "")

    prepared = _PLACEHOLDER.sub(number, asked.statement).replace("%%", "%")
    with db.unit_of_work(scope) as session:
        driver = session.connection().connection.driver_connection
        if not isinstance(driver, psycopg.Connection):
            raise TypeError(driver)
        with psycopg.ClientCursor(driver) as cursor:
            cursor.execute(f"set local plan_cache_mode = {plan}")
            cursor.execute(f"prepare bench_statement as {prepared}")
            values = ", ".join(cursor.mogrify("%s", [asked.parameters[name]]) for name in names)
            call = f"({values})" if names else ""
            # Once to warm the cache of the connection, then the one that counts.
            for _ in range(2):
                cursor.execute(
                    f"explain (analyze, buffers, format json) execute bench_statement {call}".encode()
                )
                row = cursor.fetchone()
            cursor.execute("deallocate bench_statement")
    answer: Any = row[0] if row else None
    tree = json.loads(answer) if isinstance(answer, str) else answer
    plan_tree: dict[str, Any] = tree[0]["Plan"]
    return plan_tree


def _buffers(scope: Scope, asked: Asked, plan: str) -> int:
    tree = explained(scope, asked, plan)
    return int(tree["Shared Hit Blocks"] + tree["Shared Read Blocks"])
