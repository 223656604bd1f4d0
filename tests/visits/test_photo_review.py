"""Photos are reviewed by whoever answers for the store; the photo itself stays what it is."""

from dataclasses import replace
from typing import Any

import pytest

from backend.identity import Role
from tests import world as w
from tests.engines import Database
from tests.server.test_uploads import sha256
from tests.visits.test_photos import upload
from tests.world import Actor, World, a_world, accept, check_in, note, order, photo

pytestmark = pytest.mark.anyio
GOOD = {"state": "accepted", "reason": None, "note": None}


def bad(reason: str | None = "blurred", note: str | None = None) -> dict[str, Any]:
    return {"state": "rejected", "reason": reason, "note": note}


async def taken(world: World, id: str = "F-1", store: str = "ST-1", **more: Any) -> None:
    """A photo of rep.cc01 whose bytes are here."""
    await upload(world, "rep.cc01", more.setdefault("sha256", sha256(id.encode())))
    result = await world.rep.says("photo.attach", id, photo(store, **more))
    assert result["status"] == "applied", result


async def inbox(actor: Actor) -> list[tuple[str, dict[str, Any], str | None, str | None]]:
    items = sorted((await actor.sees("inbox_item")).values(), key=lambda one: one["made_at"])
    return [(one["kind"], one["facts"], one["entity"], one["record_id"]) for one in items]


async def test_a_rejected_photo_says_why_to_whoever_took_it(database: Database) -> None:
    async with a_world(database) as world:
        await world.rep.says("visit.check_in", "V-1", check_in())
        await taken(world, visit_id="V-1")
        before = (await world.rep.sees("photo"))["F-1"]
        assert "review" not in before
        said = await world.sup.says("photo.review", "F-1", bad("not_whole", "右边没拍到"))
        assert said["status"] == "applied", said
        after = (await world.rep.sees("photo"))["F-1"]
        review = after.pop("review")
        assert after == before
        assert (review["state"], review["reason"], review["note"], review["by_name"]) == (
            "rejected", "not_whole", "右边没拍到", "罗建明",
        )  # fmt: skip
        ((kind, facts, entity, id),) = await inbox(world.rep)
        assert (kind, entity, id) == ("photo.rejected", "visit", "V-1")
        assert (facts["reason"], facts["by_name"]) == ("not_whole: 右边没拍到", "罗建明")
        assert facts["store_name"] == "万邻汇ST-1店"


async def test_what_was_good_at_once_is_no_news_and_what_became_good_is(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await taken(world)
        assert (await world.sup.says("photo.review", "F-1", GOOD))["status"] == "applied"
        assert await inbox(world.rep) == []
        await world.sup.says("photo.review", "F-1", bad())
        await world.sup.says("photo.review", "F-1", GOOD)
        assert [kind for kind, *_ in await inbox(world.rep)] == ["photo.rejected", "photo.accepted"]
        assert (await world.rep.sees("photo"))["F-1"]["review"]["reason"] is None
        again = await world.sup.says("photo.review", "F-1", GOOD)
        assert again["status"] == "duplicate"


async def test_who_reviews_what(database: Database) -> None:
    """ST-1 is of a C2 customer in Chancheng, ST-8 of a small one there; ST-4 is in Nanhai."""
    async with a_world(database) as world:
        small = {"code": "K040", "name": "小", "customer_class": "D"}
        await world.admin.says("customer.put", "K040", small)
        await world.admin.says("store.put", "ST-8", w.store_put("ST-8", "K040", "B-FS-CC", "P01"))
        await world.sup.says("store.assign", "as-8", world.assign("ST-8", w.REP_CC01))
        for n, who in enumerate((world.sup, world.sup_nh, world.spc, world.mgr)):
            for store in ("ST-1", "ST-8"):
                id = f"F-{n}-{store}"
                await taken(world, id, store)
                said = await who.says("photo.review", id, GOOD)
                may = who is not world.sup_nh and not (who is world.spc and store == "ST-8")
                expected = ("applied", None) if may else ("rejected", "record/unknown")
                assert (said["status"], said.get("code")) == expected, (who.person.login, store)
                nowhere = await who.says("photo.review", "F-none", GOOD)
                assert (nowhere["status"], nowhere["code"]) == ("rejected", "record/unknown")
        for who in (world.rep, world.clerk, world.driver, world.admin):
            said = await who.says("photo.review", "F-1-ST-1", GOOD)
            assert (said["status"], said["code"]) == ("rejected", "role/not-allowed")


async def test_nobody_reviews_his_own(database: Database) -> None:
    async with a_world(database) as world:
        await taken(world)
        risen = await world.actor(replace(w.SUP_CC, id="rep.cc01", login="rep.cc01"))
        assert risen.person.role is Role.OFFICE_SUPERVISOR
        for verdict in (GOOD, bad()):
            said = await risen.says("photo.review", "F-1", verdict)
            assert (said["status"], said["code"]) == ("rejected", "photo/own")


async def test_nobody_judges_what_has_not_arrived_or_without_a_reason(database: Database) -> None:
    async with a_world(database) as world:
        await world.rep.says("photo.attach", "F-0", photo())
        said = await world.sup.says("photo.review", "F-0", GOOD)
        assert (said["status"], said["code"]) == ("rejected", "record/state")
        await taken(world)
        for verdict in (bad(None), {**GOOD, "reason": "dark"}):
            said = await world.sup.says("photo.review", "F-1", verdict)
            assert (said["code"], said["facts"]) == ("value/out-of-range", {"field": "reason"})
        assert "review" not in (await world.rep.sees("photo"))["F-1"]


async def test_two_who_decide_without_seeing_each_other_are_told(database: Database) -> None:
    async with a_world(database) as world:
        await taken(world)
        base = {"version": await version(world, "F-1")}
        assert (await world.sup.says("photo.review", "F-1", GOOD, base=base))["status"] == "applied"
        late = await world.mgr.says("photo.review", "F-1", bad(), base=base)
        assert (late["status"], late["code"]) == ("conflict", "record/state")
        assert late["current"]["by_name"] == "罗建明"
        # A slip of one's own finger is mended at once, before one has pulled what one said.
        slip = await world.sup.says("photo.review", "F-1", bad(), base=base)
        assert slip["status"] == "applied"
        seen = {"version": await version(world, "F-1")}
        knows = await world.mgr.says("photo.review", "F-1", GOOD, base=seen)
        assert knows["status"] == "applied"


async def version(world: World, id: str) -> int:
    async with world.store.reading() as read:
        rows = await read.rows("SELECT version FROM photo WHERE id = ?", id)
    return int(rows[0][0])


async def test_a_partner_is_not_shown_what_the_office_thinks_of_a_photo(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await world.rep.says("order.submit", "O-1", order())
        lines = (("L-SKU-01-case", 10, None), ("L-SKU-03-case", 4, None))
        await world.clerk.says("order.accept", "O-1", accept(*lines))
        made = note(["O-1"], [("O-1", "L-SKU-01-case", "SKU-01", 10)])
        assert (await world.clerk.says("note.make", "N-1", made))["status"] == "applied"
        await upload(world, "drv.p01a", "cd" * 32)
        proof = photo(type="delivery", delivery_note_id="N-1", sha256="cd" * 32)
        assert (await world.driver.says("photo.attach", "F-1", proof))["status"] == "applied"
        assert (await world.sup.says("photo.review", "F-1", bad()))["status"] == "applied"
        for actor in (world.driver, world.clerk):
            assert "review" not in (await actor.sees("photo"))["F-1"]
        assert (await world.rep.sees("photo"))["F-1"]["review"]["state"] == "rejected"
        assert [kind for kind, *_ in await inbox(world.driver)][-1] == "photo.rejected"
