"""Runs revisions on either engine, each run in one transaction that keeps other runs out."""

import asyncio
from pathlib import Path
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel.sql.sqltypes import AutoString

from backend.store import sqlite
from backend.store.migrate import all_tables
from backend.store.record import Json


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Revisions name plain SQLAlchemy types: they must still run when our own have changed."""
    if kind == "type" and isinstance(item, Json):
        return "sa.Text()"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=all_tables(),
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7860911)"))
        context.run_migrations()


def on_sqlite(path: Path) -> None:
    engine = create_engine("sqlite://", creator=lambda: sqlite.connect(path))

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.connect() as connection:
        run(connection)
    engine.dispose()


async def on_postgres(url: str) -> None:
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1))
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()


given = context.config.attributes
if given["database_url"]:
    asyncio.run(on_postgres(given["database_url"]))
else:
    sqlite.check_version()
    on_sqlite(given["path"])
