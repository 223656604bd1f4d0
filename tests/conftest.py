"""What every test may ask for: an engine, a database on it, a place for photos, an event loop."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests import engines
from tests.journeys.company import WORLDS
from tests.s3_server import S3Server, s3_server
from tests.world import keep


def pytest_configure(config: pytest.Config) -> None:
    """A place for what every process of this run would else make for itself."""
    if not hasattr(config, "workerinput"):
        folder = tempfile.TemporaryDirectory(prefix="xundian-worlds-")
        os.environ[WORLDS] = folder.name
        config.add_cleanup(folder.cleanup)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", params=engines.NAMES)
def engine(request: pytest.FixtureRequest) -> Iterator[engines.Engine]:
    """SQLite, then PostgreSQL: whoever asks for it is run on both."""
    with engines.engine(request.param) as running:
        # Before any test: what one of them plants must not get into the world of others.
        database = running.new()
        asyncio.run(keep(database))
        running.drop(database)
        yield running


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    """One server for all who keep photos there."""
    with s3_server() as running:
        yield running


@pytest.fixture
def photos(request: pytest.FixtureRequest) -> str:
    """Where photos are kept: in the "folder", unless a test asks for "s3"."""
    return getattr(request, "param", "folder")


@pytest.fixture
def database(
    request: pytest.FixtureRequest, engine: engines.Engine, photos: str
) -> Iterator[engines.Database]:
    """A new database with the product's tables and nothing in them."""
    place = request.getfixturevalue("s3").new() if photos == "s3" else ""
    database = replace(engine.new(), photos=place)
    yield database
    engine.drop(database)
