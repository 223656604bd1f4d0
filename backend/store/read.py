"""Reading: one snapshot, either engine, Core selects or text."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Boolean
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.sql import ClauseElement

from backend.store.driver import Row
from backend.store.postgres import numbered
from backend.store.record import Json

SQLITE = SQLiteDialect_pysqlite(paramstyle="qmark")
POSTGRES = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


class Read(ABC):
    """Statements inside one snapshot. Nothing here can write."""

    IN: str
    dialect: Any

    @abstractmethod
    async def rows(self, sql: str, *params: Any) -> list[Row]:
        """The spine's own: `?` parameters, plain rows."""

    async def all(
        self, statement: ClauseElement | str, params: Mapping[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """Rows as dicts. Text takes `:name` parameters; a Core select decodes Json and booleans."""
        if isinstance(statement, str):
            sql, names = positional(statement)
            values = [(params or {})[name] for name in names]
            return await self._dicts(sql, values)
        compiled = statement.compile(
            dialect=self.dialect, compile_kwargs={"render_postcompile": True}
        )
        bound = compiled.construct_params(dict(params or {}))
        values = [bound[name] for name in compiled.positiontup or ()]  # type: ignore[attr-defined, index]
        rows = await self._dicts(str(compiled), values, native=True)
        columns = getattr(statement, "selected_columns", ())
        for column in columns:
            if isinstance(column.type, Json):
                for row in rows:
                    if isinstance(row[column.key], str):
                        row[column.key] = msgspec.json.decode(row[column.key])
            elif isinstance(column.type, Boolean):
                for row in rows:
                    if row[column.key] is not None:
                        row[column.key] = bool(row[column.key])
        return rows

    async def one(
        self, statement: ClauseElement | str, params: Mapping[str, Any] | None = None
    ) -> dict[str, Any] | None:
        """The first row, if there is one."""
        rows = await self.all(statement, params)
        return rows[0] if rows else None

    @abstractmethod
    async def _dicts(
        self, sql: str, values: list[Any], *, native: bool = False
    ) -> list[dict[str, Any]]:
        """Rows as dicts; `native`: the SQL is the dialect's own already."""

    @abstractmethod
    def ids(self, values: Any) -> Any:
        """The parameter that goes with `IN`."""


@lru_cache(maxsize=512)
def positional(sql: str) -> tuple[str, tuple[str, ...]]:
    """`:name` as `?`, and the names in order. `::type` and quoted text are left alone."""
    names: list[str] = []

    def place(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        names.append(match[1])
        return "?"

    return re.sub(r"'[^']*'|::\w+|:(\w+)", place, sql), tuple(names)


class SqliteRead(Read):
    IN = "IN (SELECT value FROM json_each(?))"
    dialect = SQLITE

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    async def rows(self, sql: str, *params: Any) -> list[Row]:
        rows: list[Row] = await self.connection.execute_fetchall(sql, params)
        return rows

    async def _dicts(
        self, sql: str, values: list[Any], *, native: bool = False
    ) -> list[dict[str, Any]]:
        async with self.connection.execute(sql, values) as cursor:
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in await cursor.fetchall()]

    def ids(self, values: Any) -> str:
        return msgspec.json.encode(list(values)).decode()


class PostgresRead(Read):
    IN = "= ANY(?)"
    dialect = POSTGRES

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    async def rows(self, sql: str, *params: Any) -> list[Row]:
        rows: list[Row] = await self.connection.fetch(numbered(sql), *params)
        return rows

    async def _dicts(
        self, sql: str, values: list[Any], *, native: bool = False
    ) -> list[dict[str, Any]]:
        rows = await self.connection.fetch(sql if native else numbered(sql), *values)
        return [dict(row) for row in rows]

    def ids(self, values: Any) -> list[Any]:
        return list(values)
