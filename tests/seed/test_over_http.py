"""The same world into a running server, which cannot live through past days."""

import sqlite3
from contextlib import aclosing, closing
from pathlib import Path

import pytest

from backend.parts import opened
from backend.people.first_admin import first_admin
from backend.settings import Settings
from backend.store.migrate import upgrade
from seed_data.load import load_small
from seed_data.servers import There
from seed_data.worlds import ADMIN
from tests.server_process import ServerProcess

PASSWORD = Settings.demo_password


@pytest.fixture
def migrated(tmp_path: Path) -> ServerProcess:
    upgrade("", tmp_path / "xundian.db")
    return ServerProcess(tmp_path)


async def test_a_running_server_hears_the_world_once(
    migrated: ServerProcess, tmp_path: Path
) -> None:
    async with opened(Settings(data=tmp_path)) as parts:
        await first_admin(parts.store, ADMIN, "演示李总管", PASSWORD)
    with migrated as server:
        async with aclosing(There(server.url, PASSWORD)) as there:
            assert await load_small(there) > 5000
        async with aclosing(There(server.url, PASSWORD)) as there:
            assert await load_small(there) == 0

    with closing(sqlite3.connect(tmp_path / "xundian.db")) as database:
        said = database.execute("SELECT DISTINCT status FROM sync_op").fetchall()
        days = database.execute("SELECT count(DISTINCT day) FROM visit").fetchone()
        notes = database.execute("SELECT count(DISTINCT state) FROM delivery_note").fetchone()
        present = database.execute("SELECT DISTINCT present FROM photo").fetchall()
    assert said == [("applied",)]
    assert days == (11,)
    assert notes[0] >= 3
    assert present == [(1,)]


def test_demo_people_are_refused_where_no_demo_is_meant(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    server.env["XUNDIAN_DEMO"] = ""

    refused = server.run("seed_data.load", check=False)

    assert refused.returncode == 1
    assert "XUNDIAN_DEMO=1" in refused.stderr
