"""What happens between two builds, each told in one line of numbers."""

import re
from pathlib import Path

from playwright.sync_api import Playwright

from tests.builds.old import TODAY, Build
from tests.builds.phone import LATER, LOGIN, Town, arrived, says, town
from tests.journeys import app


def upgraded(player: Playwright, folder: Path, old: Build) -> str:
    """The old app's queue goes to today's server; then the app is updated with a queue and a form
    half filled in."""
    with town(player, folder, old) as place:
        place.serve(old, pages=old)
        stores = place.morning()
        place.visit(stores[0])
        place.delivered()

        place.away()
        place.visit(stores[1])
        place.serve(TODAY, pages=old)
        place.delivered()
        was = place.build()

        place.away()
        place.visit(stores[2])
        begun = half_a_visit(place, stores[3])
        place.serve(TODAY, pages=TODAY)
        waiting = updated(place)
        assert place.build() != was
        goes_on(place, begun)
        place.way.pages_only = False
        place.delivered()
        operations, photos = arrived(place)
    return f"{waiting} waited through the update; {operations} operations, {photos} pictures, once"


def half_a_visit(place: Town, store: str) -> str:
    """In the store: a picture taken, an order begun. The visit's path."""
    place.rep.stand_at(place.context, LOGIN, store)
    call = place.rep.arrive(store)
    place.rep.shoot(call, "门头照")
    place.page.get_by_role("link", name=re.compile("^订单")).first.click()
    place.rep.write_order()
    app.until("it is kept", lambda: bool(app.held(place.page, LOGIN, "drafts")))
    return f"/visits/{call.visit}"


def updated(place: Town) -> int:
    """Pages come through, work does not: she takes the new app with everything unsent."""
    page = place.page
    place.way.pages_only = True
    before = unsent(place)
    page.goto(place.way.url)
    says(page, "新版本已准备好")
    with page.expect_navigation():
        page.get_by_role("button", name="现在更新").click()
    page.locator(".strip").wait_for(timeout=app.LONG_MS)
    assert unsent(place) == before
    return len(before)


def unsent(place: Town) -> list[str]:
    log = app.held(place.page, LOGIN, "log")
    return [line["op_id"] for line in log if line["state"] in ("waiting", "sent")]


def goes_on(place: Town, path: str) -> None:
    """With the new app, where she was with the old one."""
    call = place.rep.calls[-1]
    app.go(place.page, path)
    place.page.get_by_role("heading", name="照片（1）").wait_for()
    place.rep.shoot(call, "货架照")
    place.rep.check_shelf()
    place.page.get_by_role("link", name=re.compile("^订单")).first.click()
    place.page.locator("main li.some").nth(1).wait_for()
    place.rep.submit_order(call)
    place.rep.leave(call)


def app_first(player: Playwright, folder: Path, old: Build) -> str:
    """Today's app before the old server, which is then upgraded under it."""
    with town(player, folder, old) as place:
        place.serve(old, pages=TODAY)
        stores = place.morning()
        place.visit(stores[0])
        place.delivered()
        place.away()
        place.visit(stores[1])
        place.serve(old, pages=TODAY)
        place.delivered()
        place.away()
        place.visit(stores[2])
        place.serve(TODAY, pages=TODAY)
        place.delivered()
        operations, photos = arrived(place)
    return f"{operations} operations, {photos} pictures, once"


def too_old(player: Playwright, folder: Path, _: Build) -> str:
    """The server no longer answers what this app asks; it hears all the same."""
    with town(player, folder) as place:
        place.serve(TODAY, pages=TODAY)
        stores = place.morning()
        place.away()
        place.visit(stores[0])
        place.serve(TODAY, TODAY, f"{LATER}:without_one")
        place.send()
        says(place.page, "应用版本太旧，请更新；记录仍会发送")
        heard(place)
        place.serve(TODAY, pages=TODAY)
        place.page.reload()
        place.delivered()
        operations, photos = arrived(place)
    return f"told to update; {operations} operations, {photos} pictures, once"


def too_new(player: Playwright, folder: Path, tomorrow: Build) -> str:
    """The app was updated before its server."""
    with town(player, folder) as place:
        place.serve(TODAY, tomorrow, f"{LATER}:with_two")
        stores = place.morning()
        place.away()
        place.visit(stores[0])
        place.serve(TODAY, pages=tomorrow)
        place.send()
        says(place.page, "公司服务器比应用旧")
        heard(place)
        place.serve(TODAY, tomorrow, f"{LATER}:with_two")
        place.delivered()
        operations, photos = arrived(place)
    return f"told that the server is older; {operations} operations, {photos} pictures, once"


def heard(place: Town) -> None:
    """All she did is with the company, though nothing comes from there."""
    call = place.rep.calls[-1]
    present = f"SELECT count(*) FROM photo WHERE present AND visit_id = '{call.visit}'"
    app.until("her pictures are there", lambda: place.company.one(present) == (call.photos,), 120)
    assert unsent(place) == []
