"""Bring a database to the shape this code needs.

    python -m backend.store.migrate            up to the newest revision
    python -m backend.store.migrate new TEXT   write a revision for what changed in the tables

One file per change of shape in `migrations/versions`; it says in its docstring what becomes of old
rows, what of phones, and what undoing loses.
"""

import importlib
import os
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData
from sqlmodel import SQLModel

HERE = Path(__file__).parent / "migrations"
VERSIONS = HERE / "versions"
BACKEND = Path(__file__).parent.parent


def all_tables() -> MetaData:
    """The tables of the spine and of every slice, found by their file name so that none is
    forgotten."""
    for file in sorted(BACKEND.glob("*/tables.py")):
        importlib.import_module(f"backend.{file.parent.name}.tables")
    return SQLModel.metadata


def config_for(database_url: str, path: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["database_url"] = database_url
    config.attributes["path"] = path
    return config


def upgrade(database_url: str, path: Path) -> None:
    """All revisions that this database does not have yet. Two processes may call it at once."""
    if not database_url:
        path.parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(config_for(database_url, path), "head")


def new(words: str) -> None:
    """A revision with what the tables say and the revisions so far do not. To be read and
    completed by a person."""
    with tempfile.TemporaryDirectory() as folder:
        config = config_for("", Path(folder) / "scratch.db")
        number = len(list(VERSIONS.glob("*.py"))) + 1
        if number > 1:
            command.upgrade(config, "head")
        command.revision(config, words, autogenerate=True, rev_id=f"{number:04d}")


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["new"]:
        new(" ".join(arguments[1:]))
    else:
        path = Path(os.environ.get("XUNDIAN_DATA", ".data")) / "xundian.db"
        upgrade(os.environ.get("DATABASE_URL", ""), path)


if __name__ == "__main__":
    main(sys.argv[1:])
