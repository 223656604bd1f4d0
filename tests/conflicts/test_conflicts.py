"""Two people's words about one record: K5, K8, K10 and whatever else ends in a conflict, as the
author's phone and the office's inbox show it."""

from typing import Any

from tests import world as w
from tests.customers.test_stores import put
from tests.engines import Database
from tests.people.test_posts import leave
from tests.shipments.test_notes import BOTH, accepted
from tests.town import Town, a_town
from tests.world import World, a_world, ago, check_in, day

LIST = "/office/v1/conflicts"
DONE = {"answer": "做了", "photo_ids": [], "visit_id": None}


async def hers(world: World) -> dict[str, Any]:
    """The only conflict on the first rep's phone."""
    (one,) = (await world.rep.sees("conflict")).values()
    return one


async def told(world: World) -> list[str]:
    return [one["kind"] for one in (await world.rep.sees("inbox_item")).values()]


async def withdrawn_meanwhile(world: World) -> None:
    await world.sup.says("task.assign", "T-1", w.task())
    await world.rep.catch_up()
    world.rep.note("task.complete", "T-1", DONE)
    await world.sup.says("task.withdraw", "T-1", {"note": "不用了"})
    await world.rep.push()


async def test_k8_shows_what_stood_what_each_said_and_that_both_count(database: Database) -> None:
    async with a_world(database) as world:
        await withdrawn_meanwhile(world)
        one = await hers(world)
        assert (one["rule"], one["stands"], one["entity"], one["record_id"]) == (
            "K8", "both", "task", "T-1",
        )  # fmt: skip
        assert one["base"] == {"task_state": "assigned"}
        assert one["mine"] == {"task_state": "done", "answer": "做了"}
        assert one["theirs"] == {"task_state": "withdrawn", "note": "不用了"}
        assert (one["mine_name"], one["theirs_name"]) == ("陈小一", "罗建明")
        assert "conflict.K8" in await told(world)
        assert await world.rep2.sees("conflict") == {}


async def test_k5_says_whose_the_store_was_by_then(database: Database) -> None:
    async with a_world(database) as world:
        await world.sup.says("store.end_assignment", "as-ST-1", {"until_at": ago(hours=1)})
        new = {"store_id": "ST-1", "rep_id": "rep.cc02", "kind": "main", "from_at": ago(hours=1),
               "until_at": None}  # fmt: skip
        assert (await world.sup.says("store.assign", "as-new", new))["status"] == "applied"
        await world.rep.says("visit.check_in", "V-1", check_in(), made_at=ago(minutes=10))
        one = await hers(world)
        assert (one["rule"], one["stands"], one["record_id"]) == ("K5", "both", "V-1")
        assert one["base"] == {"rep": "陈小一"}
        assert one["theirs"] == {"rep": "陈小二"}
        assert one["theirs_name"] == "罗建明"
        assert await told(world) == ["conflict.K5"]


async def test_k5_a_visit_begun_before_the_stop_was_moved_stands_and_says_so(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await world.sup.says("planned_visit.put", "S-1", w.stop())
        await world.sup.says(
            "planned_visit.move", "S-1", {"rep_id": "rep.cc02", "day": day(), "note": None}
        )
        visit = check_in(planned_visit_id="S-1")
        await world.rep.says("visit.check_in", "V-1", visit, made_at=ago(minutes=10))
        one = await hers(world)
        assert (one["rule"], one["stands"]) == ("K5", "mine")
        assert (one["mine"]["rep"], one["theirs"]["rep"]) == ("陈小一", "陈小二")


async def test_a_step_that_came_second_is_in_the_inbox_with_both_sides(database: Database) -> None:
    async with a_world(database) as world:
        await world.sup.says("task.assign", "T-1", w.task())
        await world.rep.says("task.complete", "T-1", DONE)
        late = await world.rep.says("task.complete", "T-1", {**DONE, "answer": "又做了"})
        assert late["status"] == "conflict"
        one = await hers(world)
        assert (one["rule"], one["stands"], one["kind"]) == ("decided", "theirs", "task.complete")
        assert (one["mine"]["answer"], one["theirs"]["state"]) == ("又做了", "done")
        assert "conflict.decided" not in await told(world)  # the outbox says it


async def test_a_record_that_keeps_its_words_says_who_was_first(database: Database) -> None:
    async with a_world(database) as world:
        ticket = {
            "store_id": "ST-1", "type": "cooler", "text": "x", "goods": [], "photo_ids": [],
            "visit_id": None, "note_id": None,
        }  # fmt: skip
        await world.rep.says("ticket.open", "TK-1", ticket)
        await world.sup.says("ticket.answer", "TK-1", {"state": "solved", "note": "换了"})
        await world.sup.says("ticket.assign", "TK-1", {"to": "office", "note": None})
        (one,) = (await world.sup.sees("conflict")).values()
        assert (one["rule"], one["theirs_name"], one["theirs"]["state"]) == (
            "decided", "罗建明", "solved",
        )  # fmt: skip


async def test_an_older_version_shows_only_what_differs(database: Database) -> None:
    async with a_world(database) as world:
        await world.admin.says("store.put", "ST-1", put(name="改名一"))
        late = await world.admin.says("store.put", "ST-1", put(name="改名二"), base={"version": 1})
        assert (late["status"], late["code"]) == ("conflict", "record/clash")
        (one,) = (await world.admin.sees("conflict")).values()
        assert (one["rule"], one["stands"], one["store_id"]) == ("changed", "theirs", "ST-1")
        assert one["mine"]["name"] == "改名二"
        assert "address" not in one["mine"]
        assert (one["base"], one["theirs"]["name"]) == ({"version": 1}, "改名一")


async def test_k10_all_work_of_a_post_that_ended_is_one_line_with_its_counts(
    database: Database,
) -> None:
    async with a_town(database) as town:
        answer = await after_she_left(town)
        assert [one["status"] for one in answer] == ["applied", "applied", "quarantined"]
        sup = await town.sign_in("sup.cc")
        (one,) = (await sup.get(LIST)).json()["rows"]
        assert (one["rule"], one["entity"], one["subject"]) == ("K10", "person", "陈小一")
        assert one["mine"] == {"taken": 2, "set_aside": 1}
        assert (one["base"], one["theirs"]) == ({"post": "field_rep"}, {"post": None})


async def after_she_left(town: Town) -> list[dict[str, Any]]:
    rep = await town.sign_in("rep.cc01", "R-1")
    await leave(town, "rep.cc01", ago(hours=2))
    ops = [
        {
            "op_id": f"op-{n}", "local_seq": n, "kind": "visit.check_in", "schema": 1,
            "entity": "visit", "id": f"V-{n}", "made_at": at, "args": check_in(),
        }
        for n, at in enumerate([ago(hours=5), ago(hours=3), ago(hours=1)], 1)
    ]  # fmt: skip
    body = {
        "protocol": 1, "schema": 1, "server_id": None, "replica_id": "R-1", "app": "t",
        "sent_at": ago(), "acked_through": 0, "ops": ops,
    }  # fmt: skip
    answer = await rep.post("/sync/v1/push", body, token=rep.push_token)
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


async def test_the_office_settles_and_others_neither_see_nor_settle(database: Database) -> None:
    async with a_town(database) as town:
        await withdrawn_meanwhile(town.world)
        (id,) = await town.world.rep.sees("conflict")
        for login in ("sup.nh", "rep.cc01", "rep.cc02", "clk.p01"):
            caller = await town.sign_in(login)
            answer = await caller.get(LIST)
            assert answer.status_code == 404 or answer.json()["rows"] == [], login
        assert (await close(town.world.sup_nh, id))["code"] == "record/unknown"
        assert (await close(town.world.rep, id))["code"] == "role/not-allowed"
        for login in ("sup.cc", "mgr.fs"):
            caller = await town.sign_in(login)
            (row,) = (await caller.get(LIST)).json()["rows"]
            assert (row["id"], row["store_code"], row["closed_at"]) == (id, "ST-1", None)

        assert (await close(town.world.sup, id))["status"] == "applied"
        assert (await close(town.world.sup, id))["status"] == "duplicate"
        sup = await town.sign_in("sup.cc")
        assert (await sup.get(LIST)).json()["rows"] == []
        (row,) = (await sup.get(LIST, params={"state": "closed"})).json()["rows"]
        assert (await sup.get(LIST, params={"id": id})).json()["rows"] == [row]
        nh = await town.sign_in("sup.nh")
        assert (await nh.get(LIST, params={"id": id})).json()["rows"] == []
        assert (row["closed_by_name"], row["closed_note"]) == ("罗建明", "说好了")
        assert (await hers(town.world))["closed_note"] == "说好了"


async def close(actor: w.Actor, id: str) -> dict[str, Any]:
    return await actor.says("conflict.close", id, {"note": "说好了"})


async def test_the_list_comes_in_pages_the_latest_first(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        for n in (1, 2, 3):
            await world.sup.says("task.assign", f"T-{n}", w.task())
            await world.rep.catch_up()
            world.rep.note("task.complete", f"T-{n}", DONE)
            await world.sup.says("task.withdraw", f"T-{n}", {"note": ""})
            await world.rep.push()
        sup = await town.sign_in("sup.cc")
        first = (await sup.get(LIST, params={"limit": 2})).json()
        rest = (await sup.get(LIST, params={"limit": 2, "after": first["next"]})).json()
        assert [one["record_id"] for one in first["rows"] + rest["rows"]] == ["T-3", "T-2", "T-1"]
        assert rest["next"] is None


async def test_a_note_refused_because_its_order_changed_is_in_the_inbox_of_the_stores_office(
    database: Database,
) -> None:
    """Its clerk is of no office, and there is no note that could say."""
    async with a_town(database) as town:
        world = town.world
        await accepted(world)
        hold = {"reason": "credit", "until_on": day(2), "note": None}
        assert (await world.sup.says("order.hold", "O-1", hold))["status"] == "applied"
        made = await world.clerk.says("note.make", "N-1", w.note(["O-1"], BOTH))
        assert (made["status"], made["code"]) == ("conflict", "order/state")
        (one,) = (await (await town.sign_in("sup.cc")).get(LIST)).json()["rows"]
        assert (one["kind"], one["subject"], one["store_id"], one["mine_name"]) == (
            "note.make", "万邻汇ST-1店", "ST-1", "文员一",
        )  # fmt: skip
        assert (await (await town.sign_in("sup.nh")).get(LIST)).json()["rows"] == []
