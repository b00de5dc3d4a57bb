"""What the code really asks the database, whichever way it asks: heard at the driver."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from unittest import mock

import psycopg


class Heard(NamedTuple):
    """One statement as it went to the driver, values apart."""

    statement: str
    parameters: Any


@contextmanager
def heard() -> Iterator[list[Heard]]:
    """Every statement that this process asks inside the body; without what begins and ends transactions."""
    found: list[Heard] = []
    execute = psycopg.Cursor.execute

    def hear(cursor: Any, query: Any, params: Any = None, **options: Any) -> Any:
        if isinstance(query, str):
            found.append(Heard(query, params))
        return execute(cursor, query, params, **options)

    with mock.patch.object(psycopg.Cursor, "execute", hear):
        yield found
