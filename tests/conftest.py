"""What every test may ask for: an engine, a new database on it, an event loop."""

from collections.abc import Iterator

import pytest

from tests import engines


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", params=engines.NAMES)
def engine(request: pytest.FixtureRequest) -> Iterator[engines.Engine]:
    """SQLite, then PostgreSQL: whoever asks for it is run on both."""
    with engines.engine(request.param) as running:
        yield running


@pytest.fixture
def database(engine: engines.Engine) -> Iterator[engines.Database]:
    """A new database with the product's tables and nothing in them."""
    database = engine.new()
    yield database
    engine.drop(database)
