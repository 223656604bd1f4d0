"""A company with the demo world behind it, for each journey anew."""

from collections.abc import Iterator

import pytest

from tests.engines import Database
from tests.journeys.company import Company


@pytest.fixture
def company(database: Database) -> Iterator[Company]:
    """On both engines. Its server is started by the journey itself."""
    company = Company(database)
    yield company
    company.server.kill()
