"""An answer is given after the commit is on disk. No SIGKILL can show it: the settings must."""

from pathlib import Path

from backend.store import sqlite


def test_the_writer_waits_for_the_disk(tmp_path: Path) -> None:
    connection = sqlite.connect(tmp_path / "x.db")
    said = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("synchronous", "journal_mode")
    }
    connection.close()
    full = 2
    assert (said["synchronous"], said["journal_mode"]) == (full, "wal")
