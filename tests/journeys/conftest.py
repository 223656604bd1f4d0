"""A company with the demo world behind it, for each journey anew."""

from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Browser

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
    with app.playing() as playwright:
        browser = app.windows(playwright)
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A journey that stops says what was on the screens of those whose browsers are open still."""
    report = yield
    if report.when == "call" and report.failed:
        report.sections.append(("on the screens", app.on_screen()))
    app.OPEN[:] = [context for context in app.OPEN if context.pages]
    return report
