"""Every screen of every role, in both languages: nothing for axe to find in any theme, no word
missing, nothing cut off; and every route that a role has is among them."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import THEMES, Looked
from tools.screens import PEOPLE, Person, enter, route_of, routes, walked

pytestmark = [pytest.mark.journey, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """On SQLite: what a screen shows does not depend on the engine."""
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def signed_in(company: Company, browser: Browser, person: Person, locale: str) -> Page:
    """Chinese at the desk of who has one; English, whose words are longer, on the phone."""
    at_desk = person.desk and locale == "zh-CN"
    page = app.window(browser, app.DESK if at_desk else app.PHONE, locale)
    page.goto(company.server.url)
    enter(page, person, app.PASSWORD)
    return page


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.login)
def test_every_screen_is_fit_to_be_used(
    company: Company, browser: Browser, person: Person, locale: str
) -> None:
    looked, reached = Looked(), set()
    known = routes(person.role)
    page = signed_in(company, browser, person, locale)
    for screen in walked(page, person):
        reached.add(route_of(urlsplit(page.url).path, known))
        # Contrast is a matter of colours, not of words: once is enough.
        looked.every_way(page, screen.name, THEMES if locale == "zh-CN" else ())
    page.context.close()
    assert not looked.found, "\n".join(looked.found)
    if person.whole:
        assert reached == known, "a screen that nobody looked at, or a way that led elsewhere"
