"""A rep's whole day without a signal, a browser killed in the middle of a visit, a road that says
every push twice, loses an answer and breaks among the pictures: each record exactly once on the
server, each picture's bytes there, and a second phone of the same rep ends byte-equal."""

import contextlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Playwright

from backend.outside.blobs import sha256_of
from backend.outside.folder import Folder
from sync_protocol.digest import canonical
from tests.journeys import app
from tests.journeys.company import Company, quoted
from tests.journeys.look import Looked
from tests.journeys.rep import Call, Rep
from tests.journeys.road import Road
from tests.phone import Phone
from tests.server_process import free_port

LOGIN = "rep.cc01"
PHOTOS = (5, 5, 5, 4, 4, 4)
ORDERS = (True, True, False, True, False, True)
SAID = 6 * 3 + 27 + 4 * 2
"""Check-ins, shelf checks, check-outs; pictures; orders, each with its signature."""


@pytest.mark.journey
@pytest.mark.timeout(900)
# All other journeys are on SQLite; the whole day is lived on the other engine.
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True, scope="session")
def test_a_day_without_a_signal_arrives_whole_and_once(company: Company, tmp_path: Path) -> None:
    with app.playing() as playwright:
        day = Day(playwright, company, tmp_path / "profile")
        try:
            day.morning()
            day.offline_until_the_kill()
            day.cold_start()
            day.first_part()
            day.second_part()
            each_exactly_once(company, day.rep.calls)
            second = Phone(company.server.url, LOGIN, app.PASSWORD)
            second.catch_up()  # counts and digests are compared at every mark
            assert on_first_phone(day.rep.page, day.me) == on_second_phone(second)
            pictures_are_whole(company, second, day.said_photos)
            second.http.close()
            another_phone_shows(playwright, day)
            assert day.looked.found == []
        except BaseException:
            day.picture(tmp_path / "where-it-stopped.png")
            raise
        finally:
            app.kill_browser(day.profile)
            day.road.close()


class Day:
    """The day in its parts; what one part leaves, the next takes up."""

    def __init__(self, playwright: Playwright, company: Company, profile: Path) -> None:
        self.playwright, self.company, self.profile = playwright, company, profile
        self.road = Road(free_port(), company.server.url)
        self.looked = Looked()
        self.said_photos: dict[str, str] = {}

    def morning(self) -> None:
        """At home, with a network: sign in, and everything comes down."""
        self.company.server.start()
        self.road.open()
        self.context = app.browser(self.playwright, self.profile)
        page = self.context.pages[0]
        self.rep = Rep(page, self.looked)
        page.goto(self.road.url)
        page.get_by_role("button", name="登录", exact=True).wait_for()
        self.looked.at(page, "登录")
        app.sign_in(page, self.road.url, LOGIN)
        page.get_by_role("list", name="今天的路线").wait_for(timeout=app.LONG_MS)
        self.looked.at(page, "今天")
        self.me = user_of(page)
        app.until("all scopes whole", lambda: whole(page, self.me))
        app.kept_whole(page)
        self.stores = self.rep.stores(6)

    def offline_until_the_kill(self) -> None:
        self.company.server.kill()
        self.road.close()
        for n, store in enumerate(self.stores[:3]):
            self.visit(n, store)
        self.rep.stand_at(self.context, self.me, self.stores[3])
        call = self.rep.arrive(self.stores[3])
        self.rep.shoot(call, "门头照")
        self.rep.shoot(call, "货架照")
        assert app.kill_browser(self.profile) > 0

    def cold_start(self) -> None:
        """Nobody answers, and the app is there, with all that it has called saved."""
        self.context = app.browser(self.playwright, self.profile)
        self.rep.page = page = self.context.pages[0]
        page.goto(self.road.url)
        # It may have gone on to the visit she was in by now: there is no menu there.
        waiting = page.get_by_text(re.compile(r"^(离线|已保存到手机) · \d+ 条待送"))
        waiting.wait_for(timeout=app.LONG_MS)
        self.rep.finds_everything_again()
        call = self.rep.calls[-1]
        for kind in ("第二陈列", "冰柜"):
            self.rep.shoot(call, kind)
        self.rep.check_shelf()
        self.rep.order(call)
        self.rep.leave(call)
        self.visit(4, self.stores[4])

    def first_part(self) -> None:
        """The road is open for a while: rows get through, one answer does not, pictures begin."""
        self.road.answers_to_lose = 1
        self.road.breaks_after = 4
        self.road.on_break = self.company.server.kill
        self.company.server.start()
        self.road.open()
        page = self.rep.page
        app.go(page, "/outbox")
        page.get_by_role("heading", name="我的待送").wait_for()
        self.looked.at(page, "待送")
        app.until("the road broke among the pictures", self.sends_until_it_breaks, 120)
        self.road.close()
        self.visit(5, self.stores[5])
        self.note_photos()
        app.tab(page, "今天")

    def sends_until_it_breaks(self) -> bool:
        """One answer is lost on the way; by itself the next try may be minutes away."""
        self.rep.page.get_by_role("button", name="立即发送").click()
        return self.road.broken.wait(8)

    def second_part(self) -> None:
        self.company.server.start()
        self.road.open()
        page = self.rep.page
        app.send_now(page)
        self.looked.at(page, "全部送达")
        app.until("nothing of ours is left over", lambda: settled(page, self.me))
        assert len(self.road.answers) >= 3
        for first, again in self.road.answers:
            assert first["results"] == again["results"]
            assert first["next_seq"] == again["next_seq"]

    def visit(self, n: int, store: str) -> None:
        # One of the six is made from far off: the app says so, and lets her work.
        self.rep.stand_at(self.context, self.me, store, north_m=900 if n == 1 else 0)
        self.rep.whole_visit(store, PHOTOS[n], ORDERS[n])

    def picture(self, path: Path) -> None:
        """The screen where the day stopped, if there is still one."""
        with contextlib.suppress(Error):
            self.rep.page.screenshot(path=path, timeout=5_000)

    def note_photos(self) -> None:
        """What each picture hashed to when it was taken, by the phone's own log."""
        self.said_photos = {
            line["id"]: line["args"]["sha256"]
            for line in app.held(self.rep.page, self.me, "log")
            if line["kind"] == "photo.attach"
        }


def user_of(page: Page) -> str:
    names: list[str] = page.evaluate(
        "() => indexedDB.databases().then((all) => all.map((one) => one.name))"
    )
    (mine,) = [name for name in names if name.startswith("xundian-rep")]
    return mine.removeprefix("xundian-")


def whole(page: Page, me: str) -> bool:
    scopes = app.held(page, me, "scopes")
    return any(one["scope"].startswith("store:") for one in scopes) and all(
        one["whole"] for one in scopes
    )


def settled(page: Page, me: str) -> bool:
    """Every line answered and in the feed, every picture confirmed by the feed."""
    return all(line["state"] == "archived" for line in app.held(page, me, "log")) and all(
        photo["state"] == "present" for photo in app.held(page, me, "photos")
    )


def each_exactly_once(company: Company, calls: list[Call]) -> None:
    ids = quoted([call.visit for call in calls])
    nos = sorted(no for call in calls for no in call.orders)
    assert company.rows(
        f"SELECT state, count(*) FROM visit WHERE id IN ({ids}) GROUP BY state"
    ) == [("completed", 6)]
    orders = company.rows(f"SELECT no FROM sales_order WHERE visit_id IN ({ids}) ORDER BY no")
    assert [no for (no,) in orders] == nos
    assert len(nos) == len(set(nos)) == 4
    photos = company.rows(
        f"SELECT visit_id, count(*), count(DISTINCT sha256) FROM photo WHERE present"
        f" AND visit_id IN ({ids}) GROUP BY visit_id"
    )
    assert {visit: n for visit, n, _ in photos} == {call.visit: call.photos for call in calls}
    # Every number of the phone's log heard once, none left out, nothing refused or set aside.
    replica = company.one(
        f"SELECT DISTINCT replica_id FROM sync_op WHERE row_id IN ({ids})",
    )[0]
    heard = company.one(
        "SELECT count(*), min(local_seq), max(local_seq), count(DISTINCT op_id),"
        " sum(CASE WHEN status = 'applied' THEN 1 ELSE 0 END)"
        f" FROM sync_op WHERE replica_id = '{replica}'"
    )
    # Where a task lay, its step was skipped; some templates ask for more steps.
    said = SAID + sum(call.task + call.answers for call in calls)
    assert tuple(int(n) for n in heard) == (said, 1, said, said, said)


def pictures_are_whole(company: Company, phone: Phone, said: dict[str, str]) -> None:
    """The bytes kept hash to what the phone took, and each picture can be looked at."""
    assert len(said) == 27 + 4
    blobs = Folder(company.database.path.parent)
    stated = dict(company.rows(f"SELECT id, sha256 FROM photo WHERE id IN ({quoted(list(said))})"))
    assert stated == said
    for photo, sha256 in said.items():
        assert sha256_of(blobs.path(sha256)) == sha256
        answer = phone.http.get(f"/files/v1/photos/{photo}", params={"size": "thumb"})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")


def another_phone_shows(playwright: Playwright, day: Day) -> None:
    """What she signs in on next knows her visit as the first does, pictures included."""
    windows = app.windows(playwright)
    try:
        page = app.window(windows)
        app.sign_in(page, day.company.server.url, LOGIN)
        app.go(page, f"/visits/{day.rep.calls[0].visit}")
        pictures, signature = page.get_by_role("main").locator("figure img"), 1
        app.until("her pictures are shown", lambda: pictures.count() == PHOTOS[0] + signature)
        day.looked.at(page, "拜访，另一部手机")
    finally:
        windows.close()


Rows = set[tuple[str, str, str, int, bytes]]


def on_first_phone(page: Page, me: str) -> Rows:
    return {
        (row["scope"], row["entity"], row["id"], row["v"], canonical(row["body"]))
        for row in app.held(page, me, "rows")
    }


def on_second_phone(phone: Phone) -> Rows:
    return {
        (name, entity, id, version, body)
        for name, scope in phone.scopes.items()
        for (entity, id), (version, body) in scope.rows.items()
    }
