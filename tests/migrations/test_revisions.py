"""The revisions make exactly the tables the code declares, and can be undone, on both engines."""

import asyncio
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from backend.store.migrate import all_tables, config_for, upgrade
from tests.engines import Database


def url_of(database: Database) -> str:
    if database.url:
        return database.url.replace("postgresql://", "postgresql+asyncpg://", 1)
    return f"sqlite+aiosqlite:///{database.path}"


def asked(database: Database, question: Any) -> Any:
    """The answer to a question put to a connection."""

    async def ask() -> Any:
        engine = create_async_engine(url_of(database))
        async with engine.connect() as connection:
            answer = await connection.run_sync(question)
        await engine.dispose()
        return answer

    return asyncio.run(ask())


def differences(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection), all_tables()))


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def test_the_revisions_make_the_tables_that_are_declared(database: Database) -> None:
    assert asked(database, differences) == []
    assert asked(database, tables) - {"alembic_version"} == set(all_tables().tables)


def test_all_revisions_can_be_undone_and_done_again(database: Database) -> None:
    command.downgrade(config_for(database.url, database.path), "base")
    assert asked(database, tables) == {"alembic_version"}
    upgrade(database.url, database.path)
    assert asked(database, differences) == []


@pytest.mark.parametrize("times", [2])
def test_upgrading_again_changes_nothing(database: Database, times: int) -> None:
    for _ in range(times):
        upgrade(database.url, database.path)
    assert asked(database, differences) == []


def test_what_replicas_there_are_survives_the_revisions(database: Database) -> None:
    """SQLite makes the table anew to drop a column; its rows and other index must come along."""
    config = config_for(database.url, database.path)
    command.downgrade(config, "0001")
    row = (
        "INSERT INTO sync_replica (replica_id, user_id, device_name, next_seq, acked_through,"
        " ops_digest_hi, ops_digest_lo, schema_version, app, registered_at, last_seen_at)"
        " VALUES ('R-1', 'rep.cc01', 'phone', 9007199254740991, 3, -5, 7, 1, 'a', 'b', 'c')"
    )
    asked(database, lambda connection: (connection.exec_driver_sql(row), connection.commit()))
    upgrade(database.url, database.path)
    held = "SELECT replica_id, next_seq, ops_digest_hi, last_seen_at FROM sync_replica"
    found = asked(database, lambda connection: connection.exec_driver_sql(held).all())
    assert [tuple(one) for one in found] == [("R-1", 9007199254740991, -5, "c")]
    assert asked(database, differences) == []


def test_a_visit_from_before_templates_names_none_and_skipped_nothing(database: Database) -> None:
    config = config_for(database.url, database.path)
    command.downgrade(config, "0005")
    row = (
        "INSERT INTO visit (id, version, store_id, org_unit_id, rep_id, rep_name, day, state,"
        " checked_in_at, fence_result, observations, received_at, late, off_assignment)"
        " VALUES ('V-1', 3, 'ST-1', 'O-CC', 'rep.cc01', 'a', '2026-11-25', 'completed', 'b',"
        " 'inside', '[]', 'c', false, false)"
    )
    asked(database, lambda connection: (connection.exec_driver_sql(row), connection.commit()))
    upgrade(database.url, database.path)
    held = "SELECT id, version, template_id, skips FROM visit"
    found = asked(database, lambda connection: connection.exec_driver_sql(held).all())
    assert [tuple(one) for one in found] == [("V-1", 3, None, "[]")]
    command.downgrade(config, "0005")
    held = "SELECT id FROM visit"
    found = asked(database, lambda connection: connection.exec_driver_sql(held).all())
    assert [tuple(one) for one in found] == [("V-1",)]
