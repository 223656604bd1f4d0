"""The damaged phones' files, made once."""

from collections.abc import Iterator

import pytest

from tests import engines
from tests.engines import Database
from tests.rescue.phones import Story, tell


@pytest.fixture(scope="session")
def stories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Story]:
    return tell(tmp_path_factory.mktemp("stories"))


@pytest.fixture
def sound(stories: dict[str, Story]) -> Story:
    return stories["nothing is damaged"]


@pytest.fixture(scope="module")
def sqlite() -> Iterator[engines.Engine]:
    with engines.engine("sqlite") as running:
        yield running


@pytest.fixture
def small(sqlite: engines.Engine) -> Iterator[Database]:
    """For what the phone or its file has lost: one engine will do."""
    database = sqlite.new()
    yield database
    sqlite.drop(database)
