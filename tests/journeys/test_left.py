"""A rep leaves the company with three unsent visits, two made before and one after her post ended
(domain.md 6.10, 18; K10): two are accepted, one waits for the supervisor, and the conflict inbox
says so in one line."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from backend.store import instant
from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Rep
from tests.phone import Phone

REP, SUPERVISOR, ADMIN = "rep.cc01", "sup.cc", "adm.fs"
pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def test_what_she_did_in_her_post_counts_and_what_came_after_waits(
    company: Company, browser: Browser, tmp_path: Path
) -> None:
    rep = Rep(app.window(browser), Looked())
    page = rep.page
    app.sign_in(page, company.server.url, REP)
    stores = rep.stores(3)
    app.kept_whole(page)
    page.context.set_offline(True)
    visits = [visited(rep, store) for store in stores[:2]]
    ended = leaves(company)
    app.until("that moment is over", lambda: instant.now() > ended)
    visits.append(visited(rep, stores[2]))
    page.context.set_offline(False)

    held = f"SELECT count(*) FROM visit WHERE id IN ('{visits[0]}', '{visits[1]}')"
    app.until("two are here", lambda: company.one(held) == (2,))
    aside = "SELECT count(*) FROM sync_op WHERE status = 'quarantined' AND row_id = '{0}'"
    app.until("the third waits", lambda: company.one(aside.format(visits[2]))[0] > 0)
    assert company.one(f"SELECT count(*) FROM visit WHERE id = '{visits[2]}'") == (0,)

    office = app.window(browser, app.DESK)
    app.sign_in(office, company.server.url, SUPERVISOR)
    app.go(office, "/conflicts")
    card = office.locator("article", has_text="规则 K10")
    card.get_by_text("离任后送达的记录").wait_for()
    card.get_by_text("已离任").wait_for()
    rep.looked.every_way(office, "冲突，离任")
    office.screenshot(path=tmp_path / "left.png", full_page=True)
    app.go(office, "/quarantine")
    office.get_by_text(re.compile("到店签到")).first.wait_for()
    assert rep.looked.found == []
    for one in (page, office):
        one.context.close()


def visited(rep: Rep, store: str) -> str:
    rep.stand_at(rep.page.context, REP, store)
    visit = rep.whole_visit(store, 2, order=False).visit
    app.tab(rep.page, "今天")
    return visit


def leaves(company: Company) -> str:
    """Her post ends now, by the branch's administrator on another machine."""
    post = company.one(
        "SELECT id, role, org_unit_id, partner_id, from_at FROM employment"
        f" WHERE person_id = '{REP}' AND until_at IS NULL"
    )
    now = instant.now()
    with Phone(company.server.url, ADMIN, app.PASSWORD) as admin:
        args = dict(zip(("role", "org_unit_id", "partner_id", "from_at"), post[1:], strict=True))
        args |= {"person_id": REP, "until_at": now}
        admin.say("employment.put", "employment", str(post[0]), args)
        (result,) = admin.push()
        assert result["status"] == "applied", result
    return now
