"""The limit: Flask on the same server, one INSERT of the same bytes with psycopg, one commit, 202."""

import os
import uuid

from flask import Flask, request
from psycopg_pool import ConnectionPool

app = Flask(__name__)
pool = ConnectionPool(os.environ["BENCH_DSN"], min_size=1, max_size=8, open=True)


@app.post("/accept")
def accept() -> tuple[dict[str, str], int]:
    """Keep the bytes, then say so."""
    identifier = uuid.uuid4()
    with pool.connection() as connection:
        connection.execute(
            "insert into bench_bytes (id, content) values (%s, %s)", (identifier, request.get_data())
        )
    return {"id": str(identifier)}, 202
