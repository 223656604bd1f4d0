"""The same world into a running server, which cannot live through past days."""

import sqlite3
from pathlib import Path

from tests.server_process import ServerProcess


def test_a_running_server_hears_the_world_once(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    server.run("backend.store.migrate")
    server.env["XUNDIAN_PASSWORD"] = "demo-2026"
    server.run("backend.people.first_admin", "--login", "adm.hq", "--name", "演示李总管")
    with server:
        first = server.run("seed_data.load", "--url", server.url)
        again = server.run("seed_data.load", "--url", server.url)

    assert "operations" in first.stdout
    assert again.stdout == ""
    with sqlite3.connect(tmp_path / "xundian.db") as database:
        said = database.execute("SELECT status, count(*) FROM sync_op GROUP BY status").fetchall()
        visits = database.execute("SELECT count(DISTINCT day) FROM visit").fetchone()
        notes = database.execute("SELECT count(DISTINCT state) FROM delivery_note").fetchone()
        present = database.execute("SELECT DISTINCT present FROM photo").fetchall()
    database.close()
    assert [status for status, _ in said] == ["applied"]
    assert visits[0] == 11
    assert notes[0] >= 3
    assert present == [(1,)]


def test_demo_people_are_refused_where_no_demo_is_meant(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    server.env["XUNDIAN_DEMO"] = ""
    server.run("backend.store.migrate")

    refused = server.run("seed_data.load", check=False)

    assert refused.returncode == 1
    assert "XUNDIAN_DEMO=1" in refused.stderr
