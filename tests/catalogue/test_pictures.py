"""What a product looks like: asked for before it is published, made anew by the server, shown to
whoever sees the product and by an address that never changes what it shows."""

import base64
import io
from typing import Any

import httpx
import pytest
from PIL import Image

from tests import pictures
from tests.engines import Database
from tests.town import Town, a_town
from tests.world import sku_save

pytestmark = pytest.mark.anyio
NEW = "2990001000179"


def bottle(colour: str = "orange", width: int = 360, height: int = 480, **more: Any) -> bytes:
    """A product on white, as the office's device sends it: no side over 480 px."""
    drawn = Image.new("RGB", (width, height), "white")
    drawn.paste(colour, (width // 3, height // 5, 2 * width // 3, height - 20))
    return written(drawn, **more)


def written(drawn: Image.Image, format: str = "JPEG", **more: Any) -> bytes:
    out = io.BytesIO()
    drawn.save(out, format, **more)
    return out.getvalue()


def base(data: bytes) -> dict[str, Any]:
    return {"image": base64.b64encode(data).decode()}


async def pictured(town: Town, data: bytes, id: str = "SKU-01") -> str:
    """Its digest, as the product bears it then."""
    said = await town.world.mgr.says("sku.picture", id, base(data))
    assert said["status"] == "applied", said
    ((digest,),) = await town.rows("SELECT image FROM sku WHERE id = ?", id)
    return str(digest)


def seen(answer: httpx.Response) -> Image.Image:
    assert answer.status_code == 200, answer.text
    return Image.open(io.BytesIO(answer.content))


async def test_a_picture_is_on_every_phone_by_its_digest_in_two_small_sizes(
    database: Database,
) -> None:
    async with a_town(database) as town:
        digest = await pictured(town, bottle())
        assert (await town.world.rep.sees("sku"))["SKU-01"]["image"] == digest
        assert "image" not in (await town.world.rep.sees("sku"))["SKU-02"]
        rep = await town.sign_in("rep.cc01")
        for size, pixels, most in (("small", (126, 168), 6_000), ("large", (360, 480), 30_000)):
            answer = await rep.get(f"/files/v1/skus/{digest}?size={size}")
            picture = seen(answer)
            assert (picture.format, picture.size) == ("WEBP", pixels)
            assert len(answer.content) < most
            assert answer.headers["cache-control"].startswith("private")
            assert answer.headers["x-content-type-options"] == "nosniff"
            again = await rep.get(
                f"/files/v1/skus/{digest}?size={size}",
                headers={"If-None-Match": answer.headers["etag"]},
            )
            assert (again.status_code, again.content) == (304, b"")


async def test_nothing_but_pixels_is_kept_upright_and_on_white(database: Database) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        scene = pictures.corners(480, 360)
        digest = await pictured(town, pictures.held(6, scene=scene))
        answer = await rep.get(f"/files/v1/skus/{digest}?size=large")
        picture = seen(answer)
        assert picture.size == (480, 360)
        red, green, *_ = pictures.CORNERS
        for at, colour in (((100, 80), red), ((400, 80), green)):
            found = picture.convert("RGB").getpixel(at)
            assert isinstance(found, tuple)
            assert all(abs(a - b) < 40 for a, b in zip(found, colour, strict=True)), (at, found)
        assert not dict(picture.getexif())
        for word in (b"PhoneMaker", b"EXIF", b"ICCP", b"XMP"):
            assert word not in answer.content
        cut_out = Image.new("RGBA", (480, 480), (0, 0, 0, 0))
        cut_out.paste((200, 0, 0, 255), (180, 100, 300, 400))
        digest = await pictured(town, written(cut_out, "PNG"))
        small = seen(await rep.get(f"/files/v1/skus/{digest}")).convert("RGB")
        assert small.getpixel((3, 3)) == (255, 255, 255)


async def test_the_same_picture_twice_is_one_and_changes_nothing(database: Database) -> None:
    async with a_town(database) as town:
        first = await pictured(town, bottle())
        before = await town.rows("SELECT version FROM sku WHERE id = 'SKU-01'")
        assert await pictured(town, bottle()) == first
        assert await pictured(town, bottle(), "SKU-02") == first
        assert await town.rows("SELECT version FROM sku WHERE id = 'SKU-01'") == before
        assert await town.rows("SELECT count(*) FROM sku_image") == [(1,)]


async def test_another_picture_has_another_address_and_the_old_one_shows_nothing_else(
    database: Database,
) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        old = await pictured(town, bottle())
        new = await pictured(town, bottle("green"))
        assert old != new
        assert (await town.world.rep.sees("sku"))["SKU-01"]["image"] == new
        assert (await rep.get(f"/files/v1/skus/{old}")).status_code == 404
        assert (await rep.get(f"/files/v1/skus/{new}")).status_code == 200
        assert await pictured(town, bottle()) == old  # and back again
        assert (await rep.get(f"/files/v1/skus/{old}")).status_code == 200


def renamed() -> bytes:
    return b"MZ" + bytes(5_000)


def cut_short() -> bytes:
    """A PNG whose pixels cannot be read."""
    whole = bytearray(written(Image.new("RGB", (600, 600), "navy"), "PNG"))
    at = whole.index(b"IDAT") + 4
    whole[at : at + 8] = b"\xff" * 8
    return bytes(whole)


NO = "blob/not-an-image"
UNFIT = {
    "a program": (renamed(), NO),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'>" + b" " * 100, NO),
    "GIF": (written(pictures.corners(480, 480), "GIF"), NO),
    "damaged": (cut_short(), NO),
    "HEIC": (pictures.heic(), NO),
    "a page behind it": (bottle() + b"<script>alert(1)</script>", NO),
    "a bomb": (pictures.bomb(), "blob/too-large"),
    "a small bomb": (pictures.bomb(1_100), "blob/too-large"),
    "many bytes": (bottle().ljust(41_000, b"\0"), "blob/too-large"),
    "few pixels": (bottle(width=479, height=300), "value/out-of-range"),
}


async def test_what_is_no_picture_too_small_or_too_large_is_refused_and_leaves_what_was(
    database: Database,
) -> None:
    async with a_town(database) as town:
        was = await pictured(town, bottle())
        for what, (data, code) in UNFIT.items():
            refused = await town.world.mgr.says("sku.picture", "SKU-01", base(data))
            assert (refused["status"], refused["code"]) == ("rejected", code), what
            small = code == "value/out-of-range"
            assert (refused.get("facts") or {}) == ({"field": "image"} if small else {}), what
        assert (await town.world.rep.sees("sku"))["SKU-01"]["image"] == was
        assert await town.rows("SELECT count(*) FROM sku_image") == [(1,)]
        mgr = town.world.mgr
        torn = {"image": "A" * 101}
        assert (await mgr.says("sku.picture", "SKU-01", torn))["code"] == NO
        assert (await mgr.says("sku.picture", "SKU-X", base(bottle())))["code"] == "record/unknown"


async def test_a_product_is_published_with_a_picture_only(database: Database) -> None:
    async with a_town(database) as town:
        mgr, rep = town.world.mgr, town.world.rep
        await mgr.says("sku.save", "SKU-17", sku_save("SKU-17", gtin=NEW))
        refused = await mgr.says("sku.publish", "SKU-17", {})
        assert (refused["code"], refused["facts"]) == (
            "value/out-of-range", {"field": "image", "lacks": "image"},
        )  # fmt: skip
        digest = await pictured(town, bottle(), "SKU-17")
        assert "SKU-17" not in await rep.sees("sku")
        assert (await mgr.says("sku.publish", "SKU-17", {}))["status"] == "applied"
        assert (await rep.sees("sku"))["SKU-17"]["image"] == digest
        # Written again, and put by an import that knows of no pictures: it keeps its own.
        again = await mgr.says("sku.save", "SKU-17", sku_save("SKU-17", gtin=NEW, name="新名"))
        assert again["status"] == "applied", again
        shown = (await rep.sees("sku"))["SKU-17"]
        assert (shown["name"], shown["image"]) == ("新名", digest)


async def test_what_is_published_without_a_picture_stays_and_can_be_written(
    database: Database,
) -> None:
    async with a_town(database) as town:
        mgr = town.world.mgr
        saved = await mgr.says("sku.save", "SKU-01", sku_save("SKU-01", name="新名"))
        assert saved["status"] == "applied", saved
        rows = (await (await town.sign_in("mgr.fs")).get("/office/v1/skus")).json()["rows"]
        told = {one["id"]: one for one in rows}
        assert (told["SKU-01"]["image"], told["SKU-01"]["lacks"]) == (None, [])
        assert told["SKU-01"]["warns"][-1] == "image"
        digest = await pictured(town, bottle())
        rows = (await (await town.sign_in("mgr.fs")).get("/office/v1/skus")).json()["rows"]
        told = {one["id"]: one for one in rows}
        assert told["SKU-01"]["image"] == digest
        assert "image" not in told["SKU-01"]["warns"]


OF_A_DRAFT = {
    "mgr.fs": 200,
    "sup.cc": 200,
    "spc.east": 200,
    "rep.cc01": 404,
    "clk.p01": 404,
    "drv.p01a": 404,
    "adm.hq": 404,
}


async def test_of_a_draft_only_the_office_sees_the_picture_of_a_product_everybody(
    database: Database,
) -> None:
    async with a_town(database) as town:
        mgr = town.world.mgr
        await mgr.says("sku.save", "SKU-17", sku_save("SKU-17", gtin=NEW))
        digest = await pictured(town, bottle(), "SKU-17")
        callers = {login: await town.sign_in(login) for login in OF_A_DRAFT}
        for login, status in OF_A_DRAFT.items():
            for size in ("small", "large"):
                answer = await callers[login].get(f"/files/v1/skus/{digest}?size={size}")
                assert answer.status_code == status, login
            unknown = await callers[login].get(f"/files/v1/skus/{'0' * 64}")
            assert unknown.status_code == 404, login
            if status == 404:  # what one may not see and what is not there: the same words
                ours, theirs = answer.json(), unknown.json()
                assert [ours[name] for name in ("type", "code", "title", "detail")] == [
                    theirs[name] for name in ("type", "code", "title", "detail")
                ]
        assert (await mgr.says("sku.publish", "SKU-17", {}))["status"] == "applied"
        for login, caller in callers.items():
            assert (await caller.get(f"/files/v1/skus/{digest}")).status_code == 200, login
        nobody = await town.client.get(f"/files/v1/skus/{digest}")
        assert nobody.status_code == 401
        odd = await callers["mgr.fs"].get(f"/files/v1/skus/{digest}?size=huge")
        assert odd.status_code == 400


async def test_only_a_manager_says_what_a_product_looks_like(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        others = (
            world.rep, world.sup, world.spc, world.clerk, world.driver, world.admin, world.desk,
        )  # fmt: skip
        for actor in others:
            refused = await actor.says("sku.picture", "SKU-01", base(bottle()))
            assert (refused["status"], refused["code"]) == ("rejected", "role/not-allowed")
        assert "image" not in (await world.rep.sees("sku"))["SKU-01"]
