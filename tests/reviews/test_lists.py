"""What the office sees of visits in doubt, who sees it, and the compliance report."""

from typing import Any

import pytest

from tests import world as w
from tests.engines import Database
from tests.reviews.test_reviewing import OK, no
from tests.reviews.town import DAY, a_visit, flags_of, judged, ripen
from tests.town import Caller, Town, a_town
from tests.world import fix

pytestmark = pytest.mark.anyio
LIST = "/office/v1/reviews"


async def rows(caller: Caller, **asked: str) -> list[dict[str, Any]]:
    answer = await caller.get(LIST, params=asked)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


async def ids(caller: Caller, **asked: str) -> list[str]:
    return [row["id"] for row in await rows(caller, **asked)]


async def a_morning(town: Town) -> None:
    """Of rep.cc01 a C2 store from afar and a C1 store; of rep.cc02 an honest visit to a C2 store;
    in Nanhai one from afar."""
    world = town.world
    await a_visit(world, "V-1", where=fix(340, 12))
    await a_visit(world, "V-2", "ST-2", begin=40)
    await a_visit(world, "V-3", "ST-3", by=world.rep2)
    await a_visit(world, "V-4", "ST-4", where=fix(900, 12), by=world.rep_nh)
    for rep in ("rep.cc01", "rep.cc02", "rep.nh01"):
        await judged(world, rep)


async def test_accepting_leaves_her_the_first_word_on_what_would_be_held_against_her(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await a_morning(town)
        sup = await town.sign_in("sup.cc")
        (one,) = [row for row in await rows(sup) if row["id"] == "V-1"]
        assert (await town.world.sup.says("visit.review", "V-1", OK))["status"] == "applied"
        (again,) = [row for row in await rows(sup, which="all", state="") if row["id"] == "V-1"]
        assert again["hers_until"] == one["hers_until"] > w.text(w.now())
        assert (await town.world.sup.says("visit.review", "V-1", no()))["code"] == (
            "review/too-early"
        )


async def test_each_sees_what_is_his_to_look_at_and_why(database: Database) -> None:
    async with a_town(database) as town:
        await a_morning(town)
        sup, spc = await town.sign_in("sup.cc"), await town.sign_in("spc.east")
        mgr, nh = await town.sign_in("mgr.fs"), await town.sign_in("sup.nh")
        (one,) = [row for row in await rows(sup) if row["id"] != "V-3"]
        assert (one["id"], one["why"][0], one["validity"]) == ("V-1", "flagged", "pending")
        assert [flag["code"] for flag in one["flags"]] == ["G01"]
        assert one["may_review"]
        assert one["hers_until"] > w.text(w.now())
        assert "V-2" in await ids(spc)
        assert "c1_first" in (await rows(spc))[0]["why"]
        assert not {"V-1", "V-3", "V-4"} & set(await ids(spc))
        assert await ids(mgr) == []
        assert set(await ids(mgr, which="all", state="")) == {"V-1", "V-2", "V-3", "V-4"}
        assert await ids(nh) == ["V-4"]
        assert await ids(sup, flag="G02", state="") == []
        assert await ids(sup, flag="G01", state="") == ["V-1"]
        assert set(await ids(sup, rep_id="rep.cc02", state="")) == {"V-3"}
        (first,) = await rows(mgr, which="all", state="", limit="1")
        answer = (await mgr.get(LIST, params={"which": "all", "state": "", "limit": "1"})).json()
        following = await ids(mgr, which="all", state="", after=answer["next"])
        assert first["id"] not in following
        assert len(following) == 3
        assert (await mgr.get(LIST, params={"flag": "G99"})).status_code == 400


async def test_a_visit_in_full_has_its_evidence_and_is_hidden_from_others(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await a_morning(town)
        sup = await town.sign_in("sup.cc")
        full = (await sup.get(f"{LIST}/V-1")).json()
        assert [one["rule"] for one in full["rules"]] == [f"V{n}" for n in range(1, 9)]
        assert [one["type"] for one in full["photos"]] == ["storefront", "main_shelf_before"]
        assert full["visit"]["fence_result"] == "outside"
        assert (await sup.get(f"{LIST}/V-2")).json()["may_review"] is False
        for login in ("sup.nh", "rep.cc01", "clk.p01", "adm.hq", "drv.p01a"):
            caller = await town.sign_in(login)
            assert (await caller.get(f"{LIST}/V-1")).status_code == 404, login
        assert (await town.client.get(f"{LIST}/V-1")).status_code == 401
        assert (await sup.get(f"{LIST}/V-none")).status_code == 404


async def test_evidence_names_other_visits(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await a_visit(world, "V-1", begin=0)
        await a_visit(world, "V-2", "ST-2", begin=10)
        await judged(world)
        assert set(await flags_of(world)) == {"V-2:G06"}
        spc = await town.sign_in("spc.east")
        full = (await spc.get(f"{LIST}/V-2")).json()
        assert full["named"]["V-1"]["store_name"] == "万邻汇ST-1店"


async def test_an_appeal_is_the_managers_and_what_was_decided_is_found(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await a_morning(town)
        await ripen(world)
        await world.sup.says("visit.review", "V-1", no("V-1:G01"))
        sup, mgr = await town.sign_in("sup.cc"), await town.sign_in("mgr.fs")
        assert "V-1" not in await ids(sup)
        assert await ids(sup, state="decided") == ["V-1"]
        await world.rep.says("visit.appeal", "V-1", {"text": "在搬家"})
        (one,) = await rows(mgr)
        assert (one["id"], one["why"][-1], one["may_settle"]) == ("V-1", "appeal", True)
        assert one["appeal"]["text"] == "在搬家"
        (hers,) = [row for row in await rows(sup, which="all") if row["id"] == "V-1"]
        assert (hers["may_settle"], hers["may_review"]) == (False, False)
        # He rejected it himself: not his to settle, and not on his list; he may look.
        for state in ("appeal", "open", ""):
            assert "V-1" not in await ids(sup, state=state), state
        assert await ids(sup, state="appeal", which="all") == ["V-1"]
        assert await ids(await town.sign_in("spc.east"), state="appeal") == ["V-1"]


async def test_the_admin_sees_maps_and_nothing_else(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        for n in range(5, 10):
            point = {"lat_e7": w.DOOR["lat_e7"] + n * 9000}
            put = w.store_put(f"ST-{n}", "K010", "B-FS-CC", "P01", **point)
            await world.admin.says("store.put", f"ST-{n}", put)
            await world.sup.says("store.assign", f"as-{n}", world.assign(f"ST-{n}", w.REP_CC01))
            stands = {**fix(n * 100 - 300, 10 + n), "lon_e7": w.DOOR["lon_e7"] + 2000 + n}
            await a_visit(world, f"V-{n}", f"ST-{n}", begin=n * 40, where=stands)
        await judged(world)
        admin, sup = await town.sign_in("adm.hq"), await town.sign_in("sup.cc")
        (one,) = (await admin.get("/office/v1/day-flags")).json()["rows"]
        assert (one["code"], one["level"], len(one["stores"])) == ("G17", "admin", 5)
        assert (await sup.get("/office/v1/day-flags")).json()["rows"] == []


async def test_the_compliance_numbers_add_up(database: Database) -> None:
    """Five stops: done and valid, done and pending, missed, waived, and Nanhai's done."""
    async with a_town(database) as town:
        world = town.world
        # Plans of a past day are an admin's to enter.
        for n, (store, rep) in enumerate(
            (("ST-1", "rep.cc01"), ("ST-2", "rep.cc01"), ("ST-3", "rep.cc02"),
             ("ST-4", "rep.nh01"))
        ):  # fmt: skip
            stop = w.stop(store, rep, day=DAY, sequence=n + 1)
            said = await world.admin.says("planned_visit.put", f"PV-{n + 1}", stop)
            assert said["status"] == "applied", said
        await a_visit(world, "V-1", planned_visit_id="PV-1", unplanned_reason=None)
        await a_visit(world, "V-2", "ST-2", begin=40, where=fix(340, 9), planned_visit_id="PV-2",
                      unplanned_reason=None)  # fmt: skip
        await a_visit(world, "V-4", "ST-4", by=world.rep_nh)
        for rep in ("rep.cc01", "rep.nh01"):
            await judged(world, rep)
        good = {"state": "accepted", "reason": None, "note": None}
        await world.sup.says("photo.review", "F-V-1-0", good)
        mgr, sup = await town.sign_in("mgr.fs"), await town.sign_in("sup.cc")
        path = f"/office/v1/compliance?from={DAY}&to={DAY}"
        told = (await mgr.get(path)).json()
        by = {row["key"]: row for row in told["rows"]}
        mine = by["rep.cc01"]
        assert [mine[name] for name in ("planned", "completed", "missed", "valid_days",
                                        "pending_days")] == [2, 2, 0, 1, 1]  # fmt: skip
        assert mine["rates"]["M01"] == {"numerator": 1, "denominator": 2, "rate_1e4": 5000}
        assert mine["light"] == "red"
        assert mine["flags"] == {"G01": 1}
        assert mine["rates"]["M06"]["rate_1e4"] == 5000
        assert mine["rates"]["M26"] == {"numerator": 1, "denominator": 1, "rate_1e4": 10_000}
        assert mine["rates"]["M03"] == {"numerator": 2, "denominator": 2, "rate_1e4": 10_000}
        assert (mine["in_store_s"], mine["travel_s"], mine["span_s"]) == (2400, 1200, 3600)
        assert by["rep.cc02"]["missed"] == 1
        assert (by["rep.nh01"]["light"], by["rep.nh01"]["unplanned"]) == ("green", 1)
        total = told["total"]
        assert (total["planned"], total["rates"]["M01"]["numerator"]) == (4, 2)
        assert total["rates"]["M04"] == {"numerator": 2, "denominator": 4, "rate_1e4": 5000}

        offices = (await mgr.get(f"{path}&by=office")).json()["rows"]
        assert {row["key"] for row in offices} == {"B-FS-CC", "B-FS-NH"}
        (branch,) = (await mgr.get(f"{path}&by=branch")).json()["rows"]
        assert (branch["key"], branch["planned"]) == ("B-FS", 4)
        (week,) = (await mgr.get(f"{path}&by=week")).json()["rows"]
        assert week["planned"] == 4
        here = {row["key"] for row in (await sup.get(path)).json()["rows"]}
        assert here == {"rep.cc01", "rep.cc02"}
        spc = await town.sign_in("spc.east")
        assert (await spc.get(path)).json()["total"]["planned"] == 4
        await world.sup.says("visit.review", "V-2", OK)


async def test_thresholds_are_told_with_their_versions(database: Database) -> None:
    async with a_town(database) as town:
        strict = {"number": 1, "valid_from": w.day(),
                  "settings": [{"name": "accuracy_m", "value": 50}]}  # fmt: skip
        await town.world.mgr.says("review_rules.put", "RR-1", strict)
        told = (await (await town.sign_in("sup.cc")).get("/office/v1/review-rules")).json()
        assert (told["defaults"]["accuracy_m"], told["next_number"]) == (200, 2)
        (one,) = told["rows"]
        assert (one["settings"], one["saved_by_name"]) == ({"accuracy_m": 50}, "梁国辉")
