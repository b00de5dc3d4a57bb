"""The other limit: FastAPI with asyncpg, one INSERT of the same bytes, one commit, 202."""

import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, Request, Response


@asynccontextmanager
async def _pool(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["BENCH_DSN"], min_size=2, max_size=8) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=_pool)


@app.post("/accept")
async def accept(request: Request) -> Response:
    """Keep the bytes, then say so."""
    identifier = uuid.uuid4()
    content = await request.body()
    async with app.state.pool.acquire() as connection:
        await connection.execute("insert into bench_bytes (id, content) values ($1, $2)", identifier, content)
    return Response(f'{{"id": "{identifier}"}}', 202, media_type="application/json")
