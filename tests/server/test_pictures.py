"""Looking at photos: by whoever the record is shown to, and never the file as it was uploaded."""

import io
from typing import Any

import httpx
import pytest
from PIL import Image

from tests import pictures
from tests.engines import ON_BOTH_PLACES, Database
from tests.server.test_uploads import begin, send, sha256
from tests.town import Town, a_town
from tests.world import accept, ago, back, check_in, day, note, order, photo

pytestmark = [pytest.mark.anyio, ON_BOTH_PLACES]


def seen(answer: httpx.Response) -> Image.Image:
    assert answer.status_code == 200, answer.text
    return Image.open(io.BytesIO(answer.content))


async def hang_up(town: Town, photo_id: str, data: bytes, **more: Any) -> None:
    """A photo of rep.cc01 at ST-1, its bytes here."""
    args = photo(sha256=sha256(data), **more)
    assert (await town.world.rep.says("photo.attach", photo_id, args))["status"] == "applied"
    rep = await town.sign_in("rep.cc01")
    assert (await send(rep, await begin(rep, data), data)).status_code == 204


async def test_a_picture_is_shown_upright_small_and_without_what_the_phone_wrote_into_it(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await hang_up(town, "PH-1", pictures.with_gps(1200, 900))
        rep = await town.sign_in("rep.cc01")
        thumb = await rep.get("/files/v1/photos/PH-1?size=thumb")
        full = await rep.get("/files/v1/photos/PH-1?size=full")
        assert (thumb.headers["content-type"], full.headers["content-type"]) == (
            "image/webp", "image/jpeg",
        )  # fmt: skip
        assert seen(thumb).size == (240, 320)
        assert seen(full).size == (900, 1200)
        for answer in (thumb, full):
            assert b"PhoneMaker" not in answer.content
            assert not dict(seen(answer).getexif())
            assert answer.headers["cache-control"].startswith("private")


async def test_a_picture_once_seen_need_not_be_sent_again(database: Database) -> None:
    async with a_town(database) as town:
        await hang_up(town, "PH-1", pictures.jpeg())
        rep = await town.sign_in("rep.cc01")
        first = await rep.get("/files/v1/photos/PH-1")
        again = await rep.get(
            "/files/v1/photos/PH-1", headers={"If-None-Match": first.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")
        full = await rep.get("/files/v1/photos/PH-1?size=full")
        assert full.headers["etag"] != first.headers["etag"]


async def test_what_a_phone_writes_behind_a_picture_is_not_shown(database: Database) -> None:
    async with a_town(database) as town:
        await hang_up(town, "PH-1", pictures.with_trailer())
        rep = await town.sign_in("rep.cc01")
        for size in ("thumb", "full"):
            answer = await rep.get(f"/files/v1/photos/PH-1?size={size}")
            assert b"film" not in answer.content
            assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_signature_on_nothing_is_shown_on_white(database: Database) -> None:
    async with a_town(database) as town:
        await hang_up(town, "PH-1", pictures.signature(), mime="image/png")
        rep = await town.sign_in("rep.cc01")
        shown = seen(await rep.get("/files/v1/photos/PH-1?size=full")).convert("L")
        assert shown.getpixel((5, 5)) == 255
        assert shown.getpixel((300, 100)) < 30


WHO_SEES_A_STORES_PHOTO = {
    "rep.cc01": 200,  # her store
    "sup.cc": 200,  # his office
    "mgr.fs": 200,
    "spc.east": 200,  # K010 is a C2 customer
    "rep.cc02": 404,
    "rep.nh01": 404,
    "sup.nh": 404,
    "clk.p01": 404,  # not a delivery
    "drv.p01a": 404,
    "adm.hq": 404,  # no business role
}


async def test_a_stores_photo_is_shown_to_its_rep_and_its_office(database: Database) -> None:
    async with a_town(database) as town:
        await hang_up(town, "PH-1", pictures.jpeg())
        for login, status in WHO_SEES_A_STORES_PHOTO.items():
            caller = await town.sign_in(login)
            for size in ("thumb", "full"):
                answer = await caller.get(f"/files/v1/photos/PH-1?size={size}")
                assert answer.status_code == status, login
                unknown = await caller.get(f"/files/v1/photos/PH-none?size={size}")
                if status == 404:  # what one may not see and what is not there: the same words
                    same = ("type", "code", "title", "detail", "status")
                    ours, theirs = answer.json(), unknown.json()
                    assert [ours[name] for name in same] == [theirs[name] for name in same]


async def test_a_photo_of_a_delivery_is_shown_to_its_partner_and_its_driver(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world, data = town.world, pictures.jpeg()
        await world.rep.says("order.submit", "SO-1", order())
        await world.clerk.says(
            "order.accept", "SO-1", accept(("L-SKU-01-case", 10, None), ("L-SKU-03-case", 4, None))
        )
        made = note(["SO-1"], [("SO-1", "L-SKU-01-case", "SKU-01", 10)])
        result = await world.clerk.says("note.make", "DN-1", made)
        assert result["status"] == "applied", result
        args = photo(sha256=sha256(data), delivery_note_id="DN-1", type="delivery")
        result = await world.driver.says("photo.attach", "PH-D", args)
        assert result["status"] == "applied", result
        driver = await town.sign_in("drv.p01a")
        assert (await send(driver, await begin(driver, data), data)).status_code == 204

        for login, status in (
            ("drv.p01a", 200), ("clk.p01", 200), ("rep.cc01", 200), ("sup.cc", 200),
            ("clk.p03", 404), ("rep.cc02", 404),
        ):  # fmt: skip
            caller = await town.sign_in(login)
            assert (await caller.get("/files/v1/photos/PH-D")).status_code == status, login


async def test_a_tickets_pictures_are_its_partners_and_no_other_ones(database: Database) -> None:
    """Once it is addressed to him, whichever came first; and after it went back to the office."""
    async with a_town(database) as town:
        world = town.world
        complaint = {
            "store_id": "ST-1", "type": "cooler", "text": "冰柜不制冷", "goods": [],
            "photo_ids": ["PH-T", "PH-3"], "visit_id": None, "note_id": None,
        }  # fmt: skip
        assert (await world.rep.says("ticket.open", "TK-1", complaint))["status"] == "applied"
        await hang_up(town, "PH-T", pictures.jpeg(), type="ticket")
        await hang_up(town, "PH-V", pictures.jpeg(300, 200))
        # Of another store, named or not: it is not this ticket's.
        await hang_up(town, "PH-3", pictures.jpeg(310, 200), store="ST-2")
        clerk, other, driver = [
            await town.sign_in(login) for login in ("clk.p01", "clk.p03", "drv.p01a")
        ]

        async def shown(caller: httpx.AsyncClient) -> list[int]:
            return [
                (await caller.get(f"/files/v1/photos/{one}")).status_code
                for one in ("PH-T", "PH-V", "PH-3")
            ]

        assert await shown(clerk) == [404, 404, 404]  # still the office's
        for to in ("partner", "office"):
            said = await world.sup.says("ticket.assign", "TK-1", {"to": to, "note": None})
            assert said["status"] == "applied"
            assert await shown(clerk) == [200, 404, 404], to
            for stranger in (other, driver):
                assert await shown(stranger) == [404, 404, 404], to


async def test_pictures_of_goods_that_go_back_are_whose_return_note_it_is(
    database: Database,
) -> None:
    """The partner's and his driver's once it is approved, and nothing else of the store."""
    async with a_town(database) as town:
        world = town.world
        for n, (id, store) in enumerate((("PH-R", "ST-1"), ("PH-S", "ST-1"), ("PH-2", "ST-2"))):
            await hang_up(town, id, pictures.jpeg(300 + n, 200), type="delivery", store=store)
        asked = {**back(), "photo_ids": ["PH-R", "PH-2"]}
        assert (await world.rep.says("return.request", "RT-1", asked))["status"] == "applied"
        callers = {login: await town.sign_in(login) for login in ("clk.p01", "clk.p03", "drv.p01a")}

        async def who(id: str) -> list[str]:
            found = []
            for login, caller in callers.items():
                if (await caller.get(f"/files/v1/photos/{id}")).status_code == 200:
                    found.append(login)
            return found

        assert await who("PH-R") == [], "not approved"
        approved = {"outcome": "approved", "reason": None}
        assert (await world.sup.says("return.decide", "RT-1", approved))["status"] == "applied"
        assert await who("PH-R") == ["clk.p01"]
        plan = {"driver_id": "drv.p01a", "collect_on": day()}
        assert (await world.clerk.says("return.plan", "RT-1", plan))["status"] == "applied"
        assert await who("PH-R") == ["clk.p01", "drv.p01a"]
        assert await who("PH-S") == await who("PH-2") == []
        (row,) = (await (await town.sign_in("sup.cc")).get("/office/v1/returns")).json()["rows"]
        assert row["photo_ids"] == ["PH-R", "PH-2"]


async def test_a_rep_who_gave_up_a_store_sees_its_photos_no_more(database: Database) -> None:
    async with a_town(database) as town:
        await hang_up(town, "PH-1", pictures.jpeg())
        rep = await town.sign_in("rep.cc01")
        assert (await rep.get("/files/v1/photos/PH-1")).status_code == 200
        ended = await town.world.sup.says(
            "store.end_assignment", "as-ST-1", {"until_at": ago(seconds=1)}
        )
        assert ended["status"] == "applied"
        assert (await rep.get("/files/v1/photos/PH-1")).status_code == 404


async def test_a_photo_whose_bytes_are_still_on_the_phone_says_so(database: Database) -> None:
    async with a_town(database) as town:
        await town.world.rep.says("visit.check_in", "V-1", check_in())
        await town.world.rep.says("photo.attach", "PH-1", photo(visit_id="V-1"))
        rep = await town.sign_in("rep.cc01")
        answer = await rep.get("/files/v1/photos/PH-1")
        assert (answer.status_code, answer.json()["code"]) == (404, "blob/unknown")


async def test_bytes_that_are_lost_are_a_problem_and_no_crash(database: Database) -> None:
    async with a_town(database) as town:
        await hang_up(town, "PH-1", pictures.jpeg())
        await town.sql("UPDATE photo SET sha256 = ?", sha256(b"of which nothing is kept"))
        rep = await town.sign_in("rep.cc01")
        for size in ("thumb", "full"):
            answer = await rep.get(f"/files/v1/photos/PH-1?size={size}")
            assert (answer.status_code, answer.json()["code"]) == (404, "blob/not-an-image")
