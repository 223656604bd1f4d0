"""A store nobody knew: hers at once, decided by her office, on both engines."""

import pytest

from tests import world as w
from tests.engines import Database
from tests.proposals.found import approval, at, both_found, kiosk
from tests.town import a_town
from tests.world import a_world

pytestmark = pytest.mark.anyio
LIST = "/office/v1/new-stores"


async def test_a_found_store_is_hers_to_visit_at_once(database: Database) -> None:
    async with a_world(database) as world:
        world.rep.note("store.propose", "NS-1", kiosk())
        world.rep.note("visit.check_in", "NV-1", w.check_in("NS-1", position=at(5)))
        world.rep.note("photo.attach", "NP-1", w.photo("NS-1", visit_id="NV-1"))
        assert [one["status"] for one in await world.rep.push()] == ["applied"] * 3
        seen = (await world.rep.sees("store"))["NS-1"]
        assert (seen["stage"], seen["active"], seen["name"]) == ("pending", True, "阳光士多")
        assert (seen["pinyin"], seen["customer_class"]) == ("yangguangshiduo", "UNCLASSIFIED")
        assert world.rep.records("visit")["NV-1"]["fence_result"] == "inside"
        assert "NS-1" not in await world.rep2.sees("store")


async def test_a_number_that_cannot_be_called_refuses_no_store_and_stays_readable(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        args = kiosk(phone="问隔壁", note="二楼")
        assert (await world.rep.says("store.propose", "NS-1", args))["status"] == "applied"
        assert (await world.rep.sees("store"))["NS-1"]["phone"] is None
        ((note,),) = await town.rows("SELECT note FROM store_proposal WHERE id = 'NS-1'")
        assert note == "问隔壁 · 二楼"


@pytest.mark.parametrize(("accuracy_m", "radius_m"), [(12, 100), (180, 180), (2000, 300)])
async def test_a_fence_is_no_smaller_than_the_doubt_of_its_centre(
    database: Database, accuracy_m: int, radius_m: int
) -> None:
    async with a_world(database) as world:
        await world.rep.says("store.propose", "NS-1", kiosk(position=at(accuracy_m=accuracy_m)))
        assert (await world.rep.sees("store"))["NS-1"]["radius_m"] == radius_m


async def test_said_again_it_is_no_second_store(database: Database) -> None:
    async with a_world(database) as world:
        await world.rep.says("store.propose", "NS-1", kiosk())
        again = await world.rep.says("store.propose", "NS-1", kiosk())
        other = await world.rep2.says("store.propose", "NS-1", kiosk())
        known = await world.rep.says("store.propose", "ST-1", kiosk())
        assert (again["status"], other["status"]) == ("duplicate", "quarantined")
        assert (known["status"], known["code"]) == ("quarantined", "record/clash")


async def test_the_office_approves_it_and_it_is_a_store_like_others(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await world.rep.says(
            "store.propose",
            "NS-1",
            kiosk(),
        )
        waiting = [
            (one["entity"], one["record_id"])
            for actor in (world.sup, world.sup_nh, world.mgr)
            for one in (await actor.sees("inbox_item")).values()
            if one["kind"] == "store.found"
        ]
        assert waiting == [("store_proposal", "NS-1")]
        sup = await town.sign_in("sup.cc")
        told = (await sup.get(LIST)).json()
        (row,) = told["rows"]
        assert (row["id"], row["rep_name"], row["visits"]) == ("NS-1", "陈小一", 0)
        assert told["partners"] == [{"id": "P01", "name": "演示P01"}]
        assert told["customers"] == [{"id": "K010", "name": "演示K010"}]
        assert told["price_lists"] == [{"id": "PL-C", "name": "C 店价"}]
        assert (await world.sup.says("store.approve", "NS-1", approval()))["status"] == "applied"
        seen = (await world.rep.sees("store"))["NS-1"]
        assert "stage" not in seen
        assert (seen["code"], seen["tier"], seen["partner_name"]) == ("CC-0900", "P3", "演示P01")
        assert seen["must_stock_list_id"] == "MS-P3"
        (told,) = [i for i in world.rep.records("inbox_item").values() if "store." in i["kind"]]
        assert (told["kind"], told["facts"]["by_name"]) == ("store.approved", "罗建明")
        assert (await sup.get(LIST)).json()["rows"] == []
        (row,) = (await sup.get(LIST, params={"state": "decided"})).json()["rows"]
        assert (row["state"], row["decided_by_name"]) == ("approved", "罗建明")
        order = await world.rep.says("order.submit", "NO-1", w.order("NS-1"))
        assert order["status"] == "applied"
        again = await world.sup.says("store.approve", "NS-1", approval())
        assert (again["status"], again["code"]) == ("conflict", "record/state")


async def test_one_is_asked_for_by_its_id_whatever_became_of_it(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await both_found(town)
        merge = {"into_id": "ST-1", "note": None}
        assert (await world.sup.says("store.merge", "NS-1", merge))["status"] == "applied"
        sup, other = await town.sign_in("sup.cc"), await town.sign_in("sup.nh")
        (row,) = (await sup.get(LIST, params={"id": "NS-1"})).json()["rows"]
        assert (row["state"], row["decided_by_name"]) == ("merged", "罗建明")
        assert row["into_code"] == "ST-1"
        assert row["into_name"]
        (row,) = (await sup.get(LIST, params={"id": "NS-2"})).json()["rows"]
        assert (row["id"], row["state"], row["into_code"]) == ("NS-2", "pending", None)
        assert (await other.get(LIST, params={"id": "NS-1"})).json()["rows"] == []


async def test_it_may_belong_to_a_customer_who_is_known(database: Database) -> None:
    async with a_world(database) as world:
        await world.rep.says("store.propose", "NS-1", kiosk())
        await world.sup.says("store.approve", "NS-1", approval(customer_id="K001"))
        seen = (await world.rep.sees("store"))["NS-1"]
        assert (seen["customer_name"], seen["customer_class"]) == ("演示K001", "C1")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"code": "ST-2"}, "record/clash"),
        ({"customer_id": "K999"}, "record/unknown"),
        ({"partner_id": "P99"}, "record/unknown"),
        ({"price_list_code": "PL-X"}, "price/unknown"),
    ],
)
async def test_an_approval_points_to_what_exists(
    database: Database, more: dict[str, object], code: str
) -> None:
    async with a_world(database) as world:
        await world.rep.says("store.propose", "NS-1", kiosk())
        result = await world.sup.says("store.approve", "NS-1", approval(**more))
        assert (result["status"], result["code"]) == ("rejected", code)
        assert (await world.rep.sees("store"))["NS-1"]["stage"] == "pending"


async def test_what_is_none_is_returned_and_what_she_did_there_stays(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        world.rep.note("store.propose", "NS-1", kiosk())
        world.rep.note("visit.check_in", "NV-1", w.check_in("NS-1", position=at()))
        await world.rep.push()
        why = {"reason": "no_store", "note": "是仓库"}
        assert (await world.sup.says("store.return", "NS-1", why))["status"] == "applied"
        assert "NS-1" not in await world.rep.sees("store")
        (told,) = [i for i in world.rep.records("inbox_item").values() if "store." in i["kind"]]
        assert (told["kind"], told["facts"]["reason"]) == ("store.returned", "no_store")
        late = await world.rep.says("visit.check_out", "NV-1", w.check_out())
        assert late["status"] == "applied"
        assert await town.rows("SELECT state FROM visit WHERE id = 'NV-1'") == [("completed",)]


async def test_another_office_knows_nothing_of_it(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await both_found(town)
        nh = await town.sign_in("sup.nh")
        assert (await nh.get(LIST)).json()["rows"] == []
        for kind, args in (
            ("store.approve", approval()),
            ("store.return", {"reason": "no_store", "note": None}),
            ("store.merge", {"into_id": "NS-2", "note": None}),
            ("store.unmerge", {"note": None}),
        ):
            result = await world.sup_nh.says(kind, "NS-1", args)
            assert (result["status"], result["code"]) == ("rejected", "record/unknown"), kind
        result = await world.sup.says("store.merge", "NS-1", {"into_id": "ST-4", "note": None})
        assert result["code"] == "record/unknown"


async def test_stores_it_may_be_stand_beside_it_and_why(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await both_found(town)
        near = w.store_put(
            "ST-9", "K010", "B-FS-CC", "P01", name="老王五金", phone="+86 138-0000-0009",
            lat_e7=at(20)["lat_e7"], lon_e7=at()["lon_e7"],
        )  # fmt: skip
        await world.admin.says("store.put", "ST-9", near)
        await world.rep.says("store.propose", "NS-3", kiosk(unlike=["NS-1"]))
        sup = await town.sign_in("sup.cc")
        rows = {row["id"]: row for row in (await sup.get(LIST)).json()["rows"]}
        assert list(rows) == ["NS-1", "NS-2", "NS-3"]
        alike = {one["store_id"]: one for one in rows["NS-3"]["alike"]}
        assert alike["NS-1"]["why"] == ["name", "near"]
        assert (alike["NS-1"]["score"], alike["NS-1"]["denied"]) == (100, True)
        assert alike["ST-9"]["why"] == ["phone", "near"]
        assert {one["store_id"] for one in rows["NS-2"]["alike"]} == {"NS-1", "NS-3"}
        assert {one["store_id"] for one in rows["NS-1"]["alike"]} == {"NS-2", "NS-3"}
        assert (alike["NS-2"]["visits"], rows["NS-3"]["visits"]) == (1, 0)


async def test_stores_near_a_point_come_nearest_first_and_none_that_is_no_more(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await both_found(town)
        sup = await town.sign_in("sup.cc")
        point = {"lat_e7": at(9)["lat_e7"], "lon_e7": at()["lon_e7"]}
        rows = (await sup.get("/office/v1/stores", params=point)).json()["rows"]
        assert [one["id"] for one in rows][:2] == ["NS-2", "NS-1"]
        await world.sup.says("store.merge", "NS-2", {"into_id": "NS-1", "note": None})
        rows = (await sup.get("/office/v1/stores", params=point)).json()["rows"]
        assert rows[0]["id"] == "NS-1"
        assert "NS-2" not in [one["id"] for one in rows]
