"""A company with the demo world behind it, for each journey anew."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.engines import Database
from tests.journeys import app
from tests.journeys.company import Company


@pytest.fixture
def company(database: Database) -> Iterator[Company]:
    """On both engines. Its server is started by the journey itself."""
    company = Company(database)
    yield company
    company.server.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = app.windows(playwright)
        yield browser
        browser.close()
