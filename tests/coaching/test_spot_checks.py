"""Visits looked at again: drawn for whom, blind until said, compared, answered, counted."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from backend.coaching import rules
from tests import world as w
from tests.coaching.town import DAY, NEXT, SEED, a_visit, at, drawn, every_visit, found
from tests.engines import Database
from tests.town import Town, a_town
from tests.world import Actor, World, a_world

pytestmark = pytest.mark.anyio
LIST, DRAWS = "/office/v1/spot-checks", "/office/v1/spot-draws"
ACCURACY = f"/office/v1/data-accuracy?from={DAY}&to={NEXT}"


async def sees(actor: Actor) -> dict[str, dict[str, Any]]:
    return await actor.sees("spot_check")


async def one_drawn(world: World, **more: Any) -> str:
    await every_visit(world)
    await a_visit(world, "V-1", **more)
    assert await drawn(world) == 1
    return "spot-V-1"


async def test_c1_goes_to_the_specialist_the_rest_to_the_supervisor_and_none_to_the_rep(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await every_visit(world)
        await a_visit(world, "V-C2", "ST-1")
        await a_visit(world, "V-C1", "ST-2", begin=30)
        await a_visit(world, "V-NH", "ST-4", by=world.rep_nh)
        assert await drawn(world) == 3
        assert (await sees(world.sup)).keys() == {"spot-V-C2"}
        assert (await sees(world.spc)).keys() == {"spot-V-C1"}
        assert (await sees(world.sup_nh)).keys() == {"spot-V-NH"}
        for nobody in (world.rep, world.rep2, world.rep_nh, world.mgr, world.clerk):
            assert await sees(nobody) == {}


async def test_nothing_she_had_said_is_in_it_before_he_has(database: Database) -> None:
    async with a_world(database) as world:
        shelf = [w.observation("SKU-03", facings=7, price_fen=381)]
        await one_drawn(world, seen=shelf)
        seen = (await sees(world.sup))["spot-V-1"]
        assert (seen["state"], seen["rep_name"], seen["store_name"]) == (
            "open",
            "陈小一",
            "万邻汇ST-1店",
        )
        assert seen["sku_ids"] == ["SKU-01", "SKU-02", "SKU-03"]
        assert seen["visited_at"] == at(20)
        assert seen["until"] == (date.fromisoformat(NEXT) + timedelta(days=1)).isoformat()
        assert not {"items", "compared", "within", "minutes_later"} & seen.keys()
        assert "381" not in msgspec.json.encode(seen).decode()


async def test_what_is_no_candidate_is_never_drawn(database: Database) -> None:
    async with a_world(database) as world:
        await every_visit(world)
        await a_visit(world, "V-EMPTY", seen=[])
        await a_visit(
            world, "V-OLD", day=(date.fromisoformat(NEXT) - timedelta(days=3)).isoformat()
        )
        await a_visit(world, "V-NEW", begin=60, day=NEXT)
        world.rep.note("visit.check_in", "V-OPEN", w.check_in("ST-1", day=DAY), made_at=at(200))
        await world.rep.push()
        assert await drawn(world) == 0


async def test_drawing_again_changes_nothing_and_the_draw_can_be_repeated(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await a_visit(world, "V-1")
        await a_visit(world, "V-3", "ST-3", by=world.rep2)
        await drawn(world)
        before = await town.rows("SELECT id FROM spot_check ORDER BY id")
        assert await drawn(world) == 0
        assert await town.rows("SELECT id FROM spot_check ORDER BY id") == before
        (told,) = [
            one
            for one in (await (await town.sign_in("sup.cc")).get(DRAWS)).json()["rows"]
            if one["day"] == NEXT
        ]
        assert told["candidates"] == [["V-1", "rep.cc01"], ["V-3", "rep.cc02"]]
        again = rules.drawn(
            told["seed"], told["day"], told["candidates"], told["held"], told["per_week"]
        )
        assert (told["seed"], told["per_week"], told["drawn"]) == (SEED, 1, again)
        theirs = (await (await town.sign_in("sup.nh")).get(DRAWS)).json()["rows"]
        assert {one["org_unit_id"] for one in theirs} == {"B-FS-NH"}


async def test_both_see_the_same_once_he_has_said_and_she_is_told(database: Database) -> None:
    async with a_world(database) as world:
        shelf = [
            w.observation("SKU-01", facings=8, price_fen=350, shelf_units=20),
            w.observation("SKU-02", "oos_store", facings=0),
        ]
        id = await one_drawn(world, seen=shelf)
        mine = [
            w.observation("SKU-01", facings=4, price_fen=350, shelf_units=12),
            w.observation("SKU-02", "oos_store", facings=0),
            w.observation("SKU-03"),
        ]
        result = await world.sup.says("spot.check", id, found(*mine, minute=80, note="货架空"))
        assert result["status"] == "applied", result
        hers, his = (await sees(world.rep))[id], (await sees(world.sup))[id]
        assert hers == his
        assert (hers["state"], hers["minutes_later"], hers["within"]) == ("done", 60, 3)
        assert hers["compared"] == 5
        assert [
            (one["sku_id"], one["what"], one["said"], one["found"])
            for one in hers["items"]
            if not one["within"]
        ] == [("SKU-01", "facings", 8, 4), ("SKU-01", "stock", 20, 12)]
        told = [i for i in world.rep.records("inbox_item").values() if i["kind"] == "spot.done"]
        assert [one["facts"]["n"] for one in told] == [3]
        # And her visit is what it was.
        assert (await world.rep.sees("visit"))["V-1"]["observations"] == shelf


async def test_who_looked_from_afar_says_why_and_she_reads_it(database: Database) -> None:
    async with a_world(database) as world:
        id = await one_drawn(world)
        far = found(position=w.fix(900), exception_reason="wrong_master_point")
        assert (await world.sup.says("spot.check", id, far))["status"] == "applied"
        hers = (await sees(world.rep))[id]
        assert hers["exception_reason"] == "wrong_master_point"
        assert hers["distance_m"] in range(880, 920)


async def test_his_pictures_stand_beside_hers_and_his_phone_hears_that_they_are_here(
    database: Database,
) -> None:
    async with a_world(database) as world:
        id = await one_drawn(world)
        taken = w.photo(visit_id="V-1", type="main_shelf_after", taken_at=at(9))
        assert (await world.rep.says("photo.attach", "F-HERS", taken))["status"] == "applied"
        mine = {"spot_check_id": id, "sha256": "5" * 64}
        for photo, kind in (("F-DOOR", "storefront"), ("F-SHELF", "main_shelf_before")):
            said = await world.sup.says("photo.attach", photo, w.photo(type=kind, **mine))
            assert said["status"] == "applied", said
        pictures = [
            {"type": "storefront", "photo_id": "F-DOOR"},
            {"type": "main_shelf_before", "photo_id": "F-SHELF"},
        ]
        say = found() | {"photos": pictures}
        assert (await world.sup.says("spot.check", id, say))["status"] == "applied"
        assert (await world.sup.says("spot.check", id, say))["status"] == "duplicate"
        other = found() | {"photos": pictures[:1]}
        assert (await world.sup.says("spot.check", id, other))["code"] == "fact/immutable"
        hers, his = (await sees(world.rep))[id], (await sees(world.sup))[id]
        shelf = {"type": "main_shelf_before", "found": "F-SHELF", "said": "F-HERS"}
        assert hers["photos"] == his["photos"]
        assert shelf in his["photos"]
        assert [one["found"] for one in his["photos"]] == ["F-DOOR", "F-SHELF"]
        assert (await world.sup.sees("photo")).keys() == {"F-DOOR", "F-SHELF"}


async def test_pictures_are_of_a_visit_he_looks_at_again_in_his_own_stores_and_of_nothing_else(
    database: Database,
) -> None:
    async with a_world(database) as world:
        id = await one_drawn(world)
        mine = {"spot_check_id": id}
        for by, more in (
            (world.sup, {}),
            (world.sup, mine | {"visit_id": "V-1"}),
            (world.sup, mine | {"task_id": "T-1"}),
            (world.sup_nh, mine),
            (world.rep, mine),
        ):
            said = await by.says("photo.attach", f"F-{by.person.id}-{len(more)}", w.photo(**more))
            assert said.get("code") == "store/not-granted", (by.person.id, more, said)
        taken = w.photo(visit_id="V-1", type="storefront")
        await world.rep.says("photo.attach", "F-HERS", taken)
        hers = {"photos": [{"type": "storefront", "photo_id": "F-HERS"}]}
        said = await world.sup.says("spot.check", id, found() | hers)
        assert said.get("code") == "value/out-of-range", said


async def test_a_picture_beside_hers_is_his_of_this_check_in_this_store_and_of_what_he_says(
    database: Database,
) -> None:
    """Of stores he answers for as well: what is his to take is not yet evidence against her."""
    async with a_world(database) as world:
        id = await one_drawn(world)
        door = {"spot_check_id": id, "type": "storefront"}
        for photo, more in (
            ("F-OTHER-REP", {"store_id": "ST-3"}),
            ("F-OTHER-VISIT", {"spot_check_id": "spot-V-2"}),
            ("F-SHELF", {"type": "main_shelf_before"}),
        ):
            said = await world.sup.says("photo.attach", photo, w.photo(**door | more))
            assert said["status"] == "applied", (photo, said)
            named = {"photos": [{"type": "storefront", "photo_id": photo}]}
            said = await world.sup.says("spot.check", id, found() | named)
            assert said.get("code") == "value/out-of-range", (photo, said)
        elsewhere = w.photo(**door | {"store_id": "ST-4"})
        said = await world.sup.says("photo.attach", "F-OFFICE", elsewhere)
        assert said.get("code") == "store/not-granted", said
        said = await world.sup.says("photo.attach", "F-DOOR", w.photo(**door))
        assert said["status"] == "applied", said
        named = {"photos": [{"type": "storefront", "photo_id": "F-DOOR"}]}
        said = await world.sup.says("spot.check", id, found() | named)
        assert said["status"] == "applied", said


async def test_he_says_it_once_and_only_he(database: Database) -> None:
    async with a_world(database) as world:
        id = await one_drawn(world)
        for other in (world.spc, world.sup_nh):
            refused = await other.says("spot.check", id, found())
            assert (refused["status"], refused["code"]) == ("rejected", "record/unknown")
        assert (await world.sup.says("spot.check", id, found()))["status"] == "applied"
        assert (await world.sup.says("spot.check", id, found()))["status"] == "duplicate"
        changed = await world.sup.says("spot.check", id, found(w.observation("SKU-01", facings=9)))
        assert (changed["status"], changed["code"]) == ("rejected", "fact/immutable")
        for login in ("rep", "rep2", "mgr", "clerk", "driver", "admin"):
            result = await getattr(world, login).says("spot.check", id, found())
            assert result["code"] == "role/not-allowed", (login, result)


async def test_her_answer_is_hers_after_the_result_and_the_last_word_counts(
    database: Database,
) -> None:
    async with a_world(database) as world:
        id = await one_drawn(world)
        early = await world.rep.says("spot.answer", id, {"text": "卖掉了"})
        assert (early["status"], early["code"]) == ("rejected", "record/unknown")
        await world.sup.says("spot.check", id, found())
        other = await world.rep2.says("spot.answer", id, {"text": "卖掉了"})
        assert (other["status"], other["code"]) == ("rejected", "record/unknown")
        assert (await world.sup.says("spot.answer", id, {"text": "?"}))[
            "code"
        ] == "role/not-allowed"
        for text, status in (("卖", "applied"), ("卖", "duplicate"), ("当天下午卖掉了", "applied")):
            assert (await world.rep.says("spot.answer", id, {"text": text}))["status"] == status
        assert (await sees(world.sup))[id]["answer"] == "当天下午卖掉了"
        told = [i for i in world.sup.records("inbox_item").values() if i["kind"] == "spot.answered"]
        assert len(told) == 2


async def test_what_her_answer_explains_leaves_the_number_in_both_parts(database: Database) -> None:
    """And comes back when he takes it back. Only differences that count can be explained, only by
    whoever looked, and only what she has answered."""
    async with a_town(database) as town:
        world = town.world
        shelf = [w.observation("SKU-01", facings=8, price_fen=350), w.observation("SKU-02")]
        id = await one_drawn(world, seen=shelf)
        mine = [w.observation("SKU-01", facings=4, price_fen=350), w.observation("SKU-02")]
        await world.sup.says("spot.check", id, found(*mine))
        before = (await sees(world.sup))[id]
        off = [one for one in before["items"] if one["counts"] and not one["within"]]
        assert [one["what"] for one in off] == ["facings"]

        all_of_it = [{"sku_id": one["sku_id"], "what": one["what"]} for one in before["items"]]
        early = await world.sup.says("spot.settle", id, {"explained": all_of_it})
        assert (early["status"], early["code"]) == ("conflict", "record/state")
        await world.rep.says("spot.answer", id, {"text": "下午卖掉了"})
        for other in (world.spc, world.sup_nh):
            refused = await other.says("spot.settle", id, {"explained": all_of_it})
            assert (refused["status"], refused["code"]) == ("rejected", "record/unknown")
        settled = {"explained": all_of_it}
        assert (await world.sup.says("spot.settle", id, settled))["status"] == "applied"
        assert (await world.sup.says("spot.settle", id, settled))["status"] == "duplicate"
        hers = (await sees(world.rep))[id]
        assert (hers["within"], hers["compared"]) == (before["within"], before["compared"] - 1)
        assert [one["what"] for one in hers["items"] if one.get("explained")] == ["facings"]
        sup = await town.sign_in("sup.cc")
        days = {"from": hers["visited_at"][:10], "to": w.day()}
        total = (await sup.get("/office/v1/data-accuracy", params=days)).json()["total"]
        assert (total["numerator"], total["denominator"]) == (hers["within"], hers["compared"])
        told = [i for i in world.rep.records("inbox_item").values() if i["kind"] == "spot.settled"]
        assert [one["facts"]["n"] for one in told] == [1]

        assert (await world.sup.says("spot.settle", id, {"explained": []}))["status"] == "applied"
        again = (await sees(world.rep))[id]
        assert (again["items"], again["compared"]) == (before["items"], before["compared"])


async def test_what_nobody_went_for_lapses_and_what_comes_late_is_taken(
    database: Database,
) -> None:
    async with a_world(database) as world:
        id = await one_drawn(world)
        for days, there in ((8, {id}), (9, set())):
            await drawn(world, (date.fromisoformat(NEXT) + timedelta(days=days)).isoformat())
            assert (await sees(world.sup)).keys() == there, days
        assert (await world.sup.says("spot.check", id, found()))["status"] == "applied"
        assert (await sees(world.rep)).keys() == {id}


async def a_number(town: Town, login: str, by: str = "rep") -> dict[str, Any]:
    answer = await (await town.sign_in(login)).get(f"{ACCURACY}&by={by}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_m27_is_a_sum_of_parts_in_reach(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await every_visit(world)
        await a_visit(world, "V-1")
        await a_visit(world, "V-2", "ST-2", begin=30)
        await a_visit(world, "V-3", "ST-3", by=world.rep2)
        await a_visit(world, "V-4", "ST-4", by=world.rep_nh)
        await drawn(world)
        wrong = w.observation("SKU-01", facings=9)
        for actor, id, seen in (
            (world.sup, "spot-V-1", found(wrong)), (world.spc, "spot-V-2", found()),
            (world.sup_nh, "spot-V-4", found()),
        ):  # fmt: skip
            assert (await actor.says("spot.check", id, seen))["status"] == "applied"
        told = await a_number(town, "sup.cc")
        rows = {row["key"]: row for row in told["rows"]}
        assert rows.keys() == {"rep.cc01", "rep.cc02"}
        one, two = rows["rep.cc01"], rows["rep.cc02"]
        assert (one["numerator"], one["denominator"], one["rate_1e4"]) == (3, 4, 7500)
        assert (two["drawn"], two["done"], two["rate_1e4"]) == (1, 0, None)
        assert (told["total"]["drawn"], told["total"]["done"]) == (3, 2)
        assert "10%" in told["formula"]
        branch = await a_number(town, "mgr.fs", by="office")
        assert {row["key"]: row["numerator"] for row in branch["rows"]} == {
            "B-FS-CC": 3, "B-FS-NH": 2,
        }  # fmt: skip
        major = await a_number(town, "spc.east")
        assert {row["key"] for row in major["rows"]} == {"rep.cc01", "rep.cc02", "rep.nh01"}
        done = (await (await town.sign_in("sup.cc")).get(LIST)).json()["rows"]
        assert {row["id"] for row in done} == {"spot-V-1", "spot-V-2"}
        assert done[0]["items"][0]["sku_name"]
        (waits,) = (
            await (await town.sign_in("sup.cc")).get(LIST, params={"state": "open"})
        ).json()["rows"]
        assert (waits["id"], waits["items"], waits["compared"]) == ("spot-V-3", [], 0)
