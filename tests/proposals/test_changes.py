"""A known store is otherwise: said by its rep, decided field by field, on both engines (K7)."""

from typing import Any

import pytest

from tests import world as w
from tests.engines import Database
from tests.proposals.found import change, decision, work
from tests.town import a_town
from tests.world import Actor, World

pytestmark = pytest.mark.anyio
LIST = "/office/v1/store-changes"


async def seen(actor: Actor) -> dict[str, Any]:
    return {item["what"]: item for one in (await actor.sees("store_change")).values()
            for item in one["items"]}  # fmt: skip


async def both_serve(world: World) -> None:
    """rep.cc02 covers ST-1, which is rep.cc01's."""
    cover = {"store_id": "ST-1", "rep_id": "rep.cc02", "kind": "cover", "from_at": w.ago(days=1),
             "until_at": None}  # fmt: skip
    assert (await world.sup.says("store.assign", "as-both", cover))["status"] == "applied"


async def approves(world: World, id: str, *items: dict[str, Any]) -> dict[str, Any]:
    return await world.sup.says("store_change.decide", id, {"items": list(items)})


async def test_she_sees_what_she_said_and_the_office_old_and_new(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        before = (await world.rep.sees("store"))["ST-1"]
        where = {"lat_e7": before["lat_e7"] + 900, "lon_e7": before["lon_e7"], "accuracy_m": 8,
                 "age_s": 1}  # fmt: skip
        args = change("ST-1", phone=(before["phone"], "13800000077"), name=(before["name"], "新名"))
        args |= {"position": where, "note": "招牌换了"}
        assert (await world.rep.says("store_change.propose", "CH-1", args))["status"] == "applied"
        assert {what: item["state"] for what, item in (await seen(world.rep)).items()} == {
            "phone": "open", "name": "open",
        }  # fmt: skip
        assert await world.rep2.sees("store_change") == {}
        assert (await world.rep.sees("store"))["ST-1"]["name"] == before["name"]

        sup = await town.sign_in("sup.cc")
        (row,) = (await sup.get(LIST)).json()["rows"]
        assert (row["by_name"], row["away_m"], row["decides"]) == ("陈小一", 10, True)
        phone = next(item for item in row["items"] if item["what"] == "phone")
        assert (phone["now"], phone["value"], phone["stands"]) == (
            before["phone"], "13800000077", "fresh",
        )  # fmt: skip
        result = await approves(
            world,
            "CH-1",
            decision("name", before["name"]),
            decision("phone", phone["now"], "show_it"),
        )
        assert result["status"] == "applied"
        after = (await world.rep.sees("store"))["ST-1"]
        assert (after["name"], after["pinyin"], after["phone"]) == (
            "新名",
            "xinming",
            before["phone"],
        )
        assert [(one["what"], one["by_name"]) for one in after["set"]] == [("name", "陈小一")]
        assert (await seen(world.rep))["phone"]["reason"] == "show_it"
        (told,) = [i for i in world.rep.records("inbox_item").values() if "change." in i["kind"]]
        assert (told["facts"]["approved"], told["facts"]["returned"]) == (1, 1)
        await world.rep.says("store_change.seen", "CH-1", {})
        assert await seen(world.rep) == {}
        (row,) = (await sup.get(LIST, params={"state": "decided"})).json()["rows"]
        assert {item["what"]: item["by_name"] for item in row["items"]} == {
            "name": "罗建明", "phone": "罗建明",
        }  # fmt: skip


async def test_one_is_asked_for_by_its_id_whatever_became_of_it(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        for id, value in (("CH-1", "13800000077"), ("CH-2", "13800000078")):
            store = "ST-1" if id == "CH-1" else "ST-2"
            said = change(store, phone=(None, value))
            assert (await world.rep.says("store_change.propose", id, said))["status"] == "applied"
        now = (await world.rep.sees("store"))["ST-1"]["phone"]
        assert (await approves(world, "CH-1", decision("phone", now)))["status"] == "applied"
        sup, other = await town.sign_in("sup.cc"), await town.sign_in("sup.nh")
        for id, state in (("CH-1", "decided"), ("CH-2", "pending")):
            (row,) = (await sup.get(LIST, params={"id": id})).json()["rows"]
            assert (row["id"], row["state"]) == (id, state)
            assert (await other.get(LIST, params={"id": id})).json()["rows"] == []


async def test_stops_and_tasks_show_the_new_name(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        before = (await world.rep.sees("store"))["ST-1"]
        await world.sup.says("planned_visit.put", "PV-2", w.stop("ST-1", "rep.cc01"))
        await world.rep.says(
            "store_change.propose", "CH-1", change("ST-1", name=(before["name"], "新名"))
        )
        await approves(world, "CH-1", decision("name", before["name"]))
        await work(town)
        assert (await world.rep.sees("planned_visit"))["PV-2"]["store_name"] == "新名"


async def test_nobody_goes_to_a_store_that_closed_for_good(database: Database) -> None:
    """Stops of today and later are waived once the office approves it, on her phone too; not what
    was done, nor what was missed. They do not come back if the store does."""
    async with a_town(database) as town:
        world = town.world
        for n, day in enumerate((w.day(), w.day(1), w.day(3))):
            put = w.stop("ST-1", "rep.cc01", day=day)
            assert (await world.sup.says("planned_visit.put", f"CL-{n}", put))[
                "status"
            ] == "applied"
        await world.sup.says("planned_visit.put", "CL-9", w.stop("ST-2", "rep.cc01", day=w.day(1)))
        past = w.stop("ST-1", "rep.cc01", day=w.day(-1))
        await world.admin.says("planned_visit.put", "CL-8", past)
        for id, store in (("TK-1", "ST-1"), ("TK-2", "ST-1"), ("TK-3", "ST-2")):
            await world.sup.says("task.assign", id, w.task(store, "rep.cc01"))
        await world.rep.says("task.cannot", "TK-2", {"reason": "门锁着"})
        gone = w.failed("ST-1", planned_visit_id="CL-0", reason="closed_for_good")
        assert (await world.rep.says("visit.fail", "CL-V", gone))["status"] == "applied"
        await world.rep.says("store_change.propose", "CH-1", change("ST-1", active=("yes", "no")))
        await approves(world, "CH-1", decision("active", "yes"))
        await work(town)

        stops = await world.rep.sees("planned_visit")
        assert {id: (one["state"], one["note"]) for id, one in stops.items() if id[:2] == "CL"} == {
            "CL-0": ("planned", None), "CL-1": ("waived", "closed"), "CL-2": ("waived", "closed"),
            "CL-8": ("planned", None), "CL-9": ("planned", None),
        }  # fmt: skip
        tasks = await world.rep.sees("task")
        assert {id: one["state"] for id, one in tasks.items() if id[:2] == "TK"} == {
            "TK-1": "withdrawn", "TK-2": "not_possible", "TK-3": "assigned",
        }  # fmt: skip
        told = [one for one in (await world.rep.sees("inbox_item")).values()
                if one["kind"] == "task.closed"]  # fmt: skip
        assert [one["record_id"] for one in told] == ["TK-1"]
        for kind, id, args in (
            ("planned_visit.put", "CL-7", w.stop("ST-1", "rep.cc01", day=w.day(2))),
            ("task.assign", "TK-4", w.task("ST-1", "rep.cc01")),
        ):
            refused = await world.sup.says(kind, id, args)
            assert (refused["status"], refused["code"]) == ("rejected", "plan/store-closed")
        await world.rep.says("store_change.propose", "CH-2", change("ST-1", active=("no", "yes")))
        await approves(world, "CH-2", decision("active", "no"))
        await work(town)
        assert (await world.rep.sees("planned_visit"))["CL-1"]["state"] == "waived"


async def test_a_closed_store_and_another_tier_have_their_consequences(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        before = (await world.rep.sees("store"))["ST-1"]
        assert (before["tier"], before["must_stock_list_id"]) == ("P3", "MS-P3")
        said = change("ST-1", tier=("P3", "P4"), active=("yes", "no"))
        await world.rep.says("store_change.propose", "CH-1", said)
        await approves(world, "CH-1", decision("tier", "P3"), decision("active", "yes"))
        after = (await world.rep.sees("store"))["ST-1"]
        assert (after["tier"], after["must_stock_list_id"], after["active"]) == ("P4", None, False)


async def test_different_fields_of_two_people_both_become_so(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await both_serve(world)
        before = (await world.rep.sees("store"))["ST-1"]
        await world.rep.says(
            "store_change.propose", "CH-1", change("ST-1", phone=(before["phone"], "0757-83350001"))
        )
        await world.rep2.says(
            "store_change.propose", "CH-2", change("ST-1", name=(before["name"], "新名"))
        )
        await approves(world, "CH-1", decision("phone", before["phone"]))
        await approves(world, "CH-2", decision("name", before["name"]))
        after = (await world.rep.sees("store"))["ST-1"]
        assert (after["phone"], after["name"]) == ("0757-83350001", "新名")
        assert await seen(world.rep) == {}
        assert await seen(world.rep2) == {}


async def test_of_one_field_the_later_approval_wins_and_the_loser_is_shown_it(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await both_serve(world)
        base = (await world.rep.sees("store"))["ST-1"]["phone"]
        await world.rep.says(
            "store_change.propose", "CH-1", change("ST-1", phone=(base, "0757-83350111"))
        )
        await world.rep2.says(
            "store_change.propose", "CH-2", change("ST-1", phone=(base, "0757-83350222"))
        )
        sup = await town.sign_in("sup.cc")
        rows = {row["id"]: row for row in (await sup.get(LIST)).json()["rows"]}
        assert rows["CH-1"]["items"][0]["also"] == [world.rep2.person.name]
        await approves(world, "CH-1", decision("phone", base))
        (row,) = (await sup.get(LIST)).json()["rows"]
        assert (row["items"][0]["stands"], row["items"][0]["set_by_name"]) == ("clash", "陈小一")
        blind = await approves(world, "CH-2", decision("phone", base))
        assert (blind["status"], blind["code"]) == ("conflict", "record/clash")
        assert (await approves(world, "CH-2", decision("phone", "0757-83350111")))[
            "status"
        ] == "applied"
        assert (await world.rep.sees("store"))["ST-1"]["phone"] == "0757-83350222"
        lost = (await seen(world.rep))["phone"]
        assert (lost["state"], lost["saw"], lost["value"]) == ("approved", base, "0757-83350111")
        assert (lost["theirs"]["value"], lost["theirs"]["by_name"]) == (
            "0757-83350222",
            world.rep2.person.name,
        )
        assert await seen(world.rep2) == {}
        (met,) = (await world.rep.sees("conflict")).values()
        assert (met["rule"], met["stands"], met["theirs_name"]) == (
            "K7",
            "theirs",
            world.rep2.person.name,
        )
        assert (met["base"], met["mine"], met["theirs"]) == (
            {"phone": base},
            {"phone": "0757-83350111"},
            {"phone": "0757-83350222"},
        )

        await world.rep.says(
            "store_change.propose", "CH-3", change("ST-1", phone=("0757-83350222", "0757-83350111"))
        )
        await world.rep.says("store_change.seen", "CH-1", {})
        await approves(world, "CH-3", decision("phone", "0757-83350222"))
        assert await seen(world.rep2) == {}, "said knowing hers, it is no conflict"


async def test_whoever_is_returned_sees_what_stands_and_whose_it_is(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await both_serve(world)
        base = (await world.rep.sees("store"))["ST-1"]["phone"]
        await world.rep.says(
            "store_change.propose", "CH-1", change("ST-1", phone=(base, "0757-83350111"))
        )
        await world.rep2.says(
            "store_change.propose", "CH-2", change("ST-1", phone=(base, "0757-83350222"))
        )
        await approves(world, "CH-1", decision("phone", base))
        await approves(world, "CH-2", decision("phone", "0757-83350111", "not_so"))
        lost = (await seen(world.rep2))["phone"]
        assert (lost["state"], lost["theirs"]["value"]) == ("returned", "0757-83350111")
        assert lost["theirs"]["by_name"] == "陈小一"


async def test_what_stands_there_already_waits_for_nobody(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        now = (await world.rep.sees("store"))["ST-1"]["phone"]
        said = await world.rep.says(
            "store_change.propose", "CH-1", change("ST-1", phone=("old", now))
        )
        assert said["status"] == "applied"
        assert await town.rows("SELECT state FROM store_change") == [("decided",)]


async def test_an_import_is_another_persons_word_too(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        before = (await world.rep.sees("store"))["ST-1"]
        await world.rep.says(
            "store_change.propose", "CH-1", change("ST-1", phone=(before["phone"], "0757-83350001"))
        )
        put = w.store_put("ST-1", "K010", "B-FS-CC", "P01", phone="999")
        assert (await world.admin.says("store.put", "ST-1", put))["status"] == "applied"
        marks = {one["what"]: one for one in (await world.rep.sees("store"))["ST-1"]["set"]}
        assert marks["phone"]["by_name"] == world.admin.person.name
        sup = await town.sign_in("sup.cc")
        (row,) = (await sup.get(LIST)).json()["rows"]
        assert (row["items"][0]["stands"], row["items"][0]["now"]) == ("clash", "999")


async def test_an_import_over_an_approved_value_is_told_to_who_answers_for_it(
    database: Database,
) -> None:
    """With the way to the change that was approved; not where it says the same, nor twice."""
    async with a_town(database) as town:
        world = town.world
        before = (await world.rep.sees("store"))["ST-1"]["phone"]
        await world.rep.says(
            "store_change.propose", "CH-1", change("ST-1", phone=(before, "0757-83350001"))
        )
        await approves(world, "CH-1", decision("phone", before))
        for phone, address in (
            ("0757-83350001", "新址"),
            ("999", "新址"),
            ("999", "新址二"),
            ("888", "新址二"),
        ):
            put = w.store_put("ST-1", "K010", "B-FS-CC", "P01", phone=phone, address=address)
            assert (await world.admin.says("store.put", "ST-1", put))["status"] == "applied"
        for actor, changes in ((world.sup, ["CH-1"]), (world.spc, []), (world.sup_nh, [])):
            items = (await actor.sees("inbox_item")).values()
            told = [one for one in items if one["kind"] == "change.replaced"]
            assert [(one["entity"], one["record_id"]) for one in told] == [
                ("store_change", id) for id in changes
            ]
        sup = await town.sign_in("sup.cc")
        (row,) = (await sup.get(LIST, params={"id": "CH-1"})).json()["rows"]
        assert (row["items"][0]["value"], row["items"][0]["now"]) == (
            "0757-83350001", "888",
        )  # fmt: skip
        assert row["items"][0]["set_by_name"] == world.admin.person.name


async def test_her_later_word_takes_the_earlier_back_and_she_may_withdraw(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        base = (await world.rep.sees("store"))["ST-1"]["phone"]
        await world.rep.says(
            "store_change.propose", "CH-1", change("ST-1", phone=(base, "0757-83350001"))
        )
        await world.rep.says(
            "store_change.propose", "CH-2", change("ST-1", phone=(base, "0757-83350002"))
        )
        assert list(await world.rep.sees("store_change")) == ["CH-2"]
        assert (await world.rep.says("store_change.withdraw", "CH-2", {}))["status"] == "applied"
        assert await world.rep.sees("store_change") == {}
        late = await approves(world, "CH-2", decision("phone", base))
        assert (late["status"], late["code"]) == ("conflict", "record/state")


async def test_her_later_word_follows_her_own_that_was_approved_meanwhile(
    database: Database,
) -> None:
    """She says it without having pulled the approval: no conflict with herself, be it approved or
    returned. Once somebody else has spoken in between, it is one."""
    async with a_town(database) as town:
        world = town.world
        await both_serve(world)
        base = (await world.rep.sees("store"))["ST-1"]["phone"]
        sup = await town.sign_in("sup.cc")
        await world.rep.says(
            "store_change.propose", "CH-1", change("ST-1", phone=(base, "0757-83350001"))
        )
        await approves(world, "CH-1", decision("phone", base))
        for n, value, reason in ((2, "0757-83350002", "not_so"), (3, "0757-83350003", None)):
            id, said = f"CH-{n}", change("ST-1", phone=(base, value))
            assert (await world.rep.says("store_change.propose", id, said))["status"] == "applied"
            (row,) = (await sup.get(LIST)).json()["rows"]
            assert (row["items"][0]["stands"], row["items"][0]["saw"]) == ("fresh", "0757-83350001")
            await approves(world, id, decision("phone", "0757-83350001", reason))
        assert (await world.rep.sees("store"))["ST-1"]["phone"] == "0757-83350003"
        assert "theirs" not in (await seen(world.rep))["phone"]
        assert await world.rep.sees("conflict") == {}

        await world.rep2.says(
            "store_change.propose", "CH-4", change("ST-1", phone=("0757-83350003", "0757-83350004"))
        )
        await approves(world, "CH-4", decision("phone", "0757-83350003"))
        await world.rep.says(
            "store_change.propose", "CH-5", change("ST-1", phone=("0757-83350003", "0757-83350005"))
        )
        (row,) = (await sup.get(LIST)).json()["rows"]
        assert (row["items"][0]["stands"], row["items"][0]["set_by_name"]) == (
            "clash", world.rep2.person.name,
        )  # fmt: skip


async def test_said_again_it_is_nothing_new(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        args = change("ST-2", phone=(None, "0757-83350001"))
        await world.rep.says("store_change.propose", "CH-1", args)
        again = await world.rep.says("store_change.propose", "CH-1", args)
        other = await world.rep.says(
            "store_change.propose", "CH-1", change("ST-2", phone=(None, "0757-83350002"))
        )
        foreign = await world.rep2.says(
            "store_change.propose", "CH-1", change("ST-3", phone=(None, "0757-83350001"))
        )
        assert [one["status"] for one in (again, other, foreign)] == [
            "duplicate", "rejected", "quarantined",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "value"),
    [("tier", "P9"), ("point", "1,2,3"), ("point", "9900000000,0"), ("active", "maybe"),
     ("name", " "), ("phone", "1" * 31), ("phone", "打给王老板"), ("receiving_window", "上午")],
)  # fmt: skip
async def test_what_no_store_can_be_is_refused(database: Database, what: str, value: str) -> None:
    async with a_town(database) as town:
        result = await town.world.rep.says(
            "store_change.propose", "CH-1", change("ST-1", **{what: ("x", value)})
        )
        assert (result["status"], result["code"]) == ("rejected", "value/out-of-range")


async def test_who_decides(database: Database) -> None:
    """C1 the specialist, others the supervisor; a manager any; nobody of another office."""
    async with a_town(database) as town:
        world = town.world
        await world.rep.says(
            "store_change.propose", "CH-1", change("ST-2", phone=(None, "0757-83350001"))
        )
        await world.rep.says(
            "store_change.propose", "CH-2", change("ST-1", phone=("x", "0757-83350001"))
        )
        one = (await world.rep.sees("store"))["ST-2"]
        assert one["customer_class"] == "C1"
        back = decision("phone", one["phone"], "other")
        for actor in (world.sup, world.sup_nh):
            result = await actor.says("store_change.decide", "CH-1", {"items": [back]})
            assert (result["status"], result["code"]) == ("rejected", "record/unknown")
        other = decision("phone", (await world.rep.sees("store"))["ST-1"]["phone"], "other")
        result = await world.spc.says("store_change.decide", "CH-2", {"items": [other]})
        assert (result["status"], result["code"]) == ("rejected", "record/unknown")
        assert (await world.spc.says("store_change.decide", "CH-1", {"items": [back]}))[
            "status"
        ] == "applied"
        assert (await world.mgr.says("store_change.decide", "CH-2", {"items": [other]}))[
            "status"
        ] == "applied"
        bare = {**other, "reason": None}
        await world.rep.says(
            "store_change.propose", "CH-3", change("ST-1", phone=("x", "0757-83350002"))
        )
        assert (await world.sup.says("store_change.decide", "CH-3", {"items": [bare]}))["code"] == (
            "value/out-of-range"
        )


async def test_whoever_is_first_to_decide_is_told_that_something_waits(database: Database) -> None:
    """The supervisor, of a C1 store the specialist; nobody of what is so already."""
    async with a_town(database) as town:
        world = town.world
        now = (await world.rep.sees("store"))["ST-1"]["phone"]
        await world.rep.says(
            "store_change.propose", "CH-1", change("ST-1", phone=("x", "0757-83350001"))
        )
        await world.rep.says(
            "store_change.propose", "CH-2", change("ST-2", phone=("x", "0757-83350002"))
        )
        await world.rep.says("store_change.propose", "CH-3", change("ST-1", phone=("x", now)))
        for actor, waits in ((world.sup, ["CH-1"]), (world.spc, ["CH-2"]), (world.mgr, []),
                             (world.sup_nh, []), (world.rep, [])):  # fmt: skip
            items = (await actor.sees("inbox_item")).values()
            told = [one for one in items if one["kind"] == "change.asked"]
            assert [(one["entity"], one["record_id"]) for one in told] == [
                ("store_change", id) for id in waits
            ]


async def test_it_lands_on_the_store_hers_was_merged_into(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await world.rep.says(
            "store_change.propose", "CH-1", change("ST-1", phone=("x", "0757-83350001"))
        )
        assert (await world.mgr.says("store.merge", "ST-1", {"into_id": "ST-2", "note": None}))[
            "status"
        ] == "applied"
        await world.rep.says(
            "store_change.propose", "CH-2", change("ST-1", phone=("x", "0757-83350002"))
        )
        await work(town)
        assert await town.rows("SELECT id, store_id FROM store_change ORDER BY id") == [
            ("CH-1", "ST-2"), ("CH-2", "ST-2"),
        ]  # fmt: skip
