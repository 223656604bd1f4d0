"""Master data of stores through push and pull, on both engines."""

import pytest

from tests.engines import Database
from tests.world import REP_CC01, REP_CC02, a_world, ago, store_put

pytestmark = pytest.mark.anyio


def put(**more: object) -> dict[str, object]:
    return store_put("ST-1", "K010", "B-FS-CC", "P01") | more


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("万邻汇超市", "wanlinhuichaoshi", "wlhcs"),
        ("䶮记士多", "yanjishiduo", "yjsd"),
        ("𠮷祥便利 A1", "𠮷xiangbianlia1", "𠮷xbla1"),
        ("果动🧃店", "guodong🧃dian", "gd🧃d"),
    ],
)
async def test_a_store_is_found_by_sound_and_its_name_survives_whole(
    database: Database, name: str, pinyin: str, initials: str
) -> None:
    async with a_world(database) as world:
        await world.admin.says("store.put", "ST-1", put(name=name))
        seen = (await world.rep.sees("store"))["ST-1"]
        assert (seen["name"], seen["pinyin"], seen["initials"]) == (name, pinyin, initials)


async def test_a_point_read_from_a_chinese_map_is_kept_in_wgs84(database: Database) -> None:
    async with a_world(database) as world:
        shown = put(lat_e7=225407961, lon_e7=1139171765, source_datum="gcj02")
        await world.admin.says("store.put", "ST-1", shown)
        seen = (await world.rep.sees("store"))["ST-1"]
        assert (seen["lat_e7"], seen["lon_e7"]) == (225438470, 1139123160)
        assert "source_datum" not in seen


async def test_a_store_carries_its_customers_and_partners_names(database: Database) -> None:
    async with a_world(database) as world:
        seen = (await world.rep.sees("store"))["ST-1"]
        assert (seen["customer_name"], seen["customer_class"]) == ("演示K010", "C2")
        assert seen["partner_name"] == "演示P01"
        changed = {"code": "K010", "name": "新名", "customer_class": "C1"}
        await world.admin.says("customer.put", "K010", changed)
        renamed = {"code": "P01", "name": "启泰", "phone": None, "active": True}
        await world.admin.says("partner.put", "P01", renamed)
        seen = (await world.rep.sees("store"))["ST-1"]
        assert (seen["customer_name"], seen["customer_class"]) == ("新名", "C1")
        assert seen["partner_name"] == "启泰"


async def test_the_must_stock_list_follows_from_tier_and_channel(database: Database) -> None:
    async with a_world(database) as world:
        assert (await world.rep.sees("store"))["ST-1"]["must_stock_list_id"] == "MS-P3"
        school = {"name": "学校", "tier": "P3", "channel_type": "school", "sku_ids": ["SKU-03"]}
        await world.admin.says("must_stock_list.put", "MS-P3-S", school)
        await world.admin.says("store.put", "ST-1", put(channel_type="school"))
        assert (await world.rep.sees("store"))["ST-1"]["must_stock_list_id"] == "MS-P3-S"
        await world.admin.says("store.put", "ST-1", put(tier="P1"))
        assert (await world.rep.sees("store"))["ST-1"]["must_stock_list_id"] is None


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"customer_id": "K999"}, "record/unknown"),
        ({"partner_id": "P99"}, "record/unknown"),
        ({"org_unit_id": "B-XX"}, "record/unknown"),
        ({"must_stock_list_id": "MS-X"}, "record/unknown"),
        ({"price_list_code": "PL-X"}, "price/unknown"),
        ({"code": "ST-2"}, "record/clash"),
    ],
)
async def test_a_store_points_to_what_exists(
    database: Database, more: dict[str, object], code: str
) -> None:
    async with a_world(database) as world:
        result = await world.admin.says("store.put", "ST-1", put(**more))
        assert (result["status"], result["code"]) == ("rejected", code)


async def test_saying_again_what_is_so_changes_nothing_and_an_older_decision_is_a_conflict(
    database: Database,
) -> None:
    async with a_world(database) as world:
        same = await world.admin.says("store.put", "ST-1", put())
        assert "at" not in same
        await world.admin.says("store.put", "ST-1", put(phone="1"))
        late = await world.admin.says("store.put", "ST-1", put(phone="2"), base={"version": 1})
        assert (late["status"], late["code"]) == ("conflict", "record/clash")
        assert late["current"] == {"version": 2}


async def test_a_store_has_one_main_rep_at_a_time(database: Database) -> None:
    async with a_world(database) as world:
        second = await world.sup.says("store.assign", "as-x", world.assign("ST-1", REP_CC02))
        assert (second["status"], second["code"]) == ("rejected", "record/clash")
        again = await world.sup.says("store.assign", "as-ST-1", world.assign("ST-1", REP_CC01))
        other = await world.sup.says("store.assign", "as-ST-1", world.assign("ST-1", REP_CC02))
        assert (again["status"], other["code"]) == ("applied", "record/exists")
        cover = world.assign(
            "ST-1", REP_CC02, "cover", from_at=ago(hours=1), until_at=ago(hours=-1)
        )
        assert (await world.sup.says("store.assign", "as-y", cover))["status"] == "applied"
        assert "ST-1" in await world.rep2.sees("store")


async def test_assignments_name_stores_reps_and_times_that_make_sense(
    database: Database,
) -> None:
    async with a_world(database) as world:
        good = world.assign("ST-1", REP_CC02, "cover")
        for more, code in (
            ({"store_id": "ST-nowhere"}, "record/unknown"),
            ({"rep_id": "sup.cc"}, "rep/unknown"),
            ({"rep_id": "rep.nh01"}, "rep/unknown"),
            ({"until_at": ago(days=40)}, "value/out-of-range"),
            ({"from_at": "2026-02-31T00:00:00Z"}, "value/out-of-range"),
        ):
            result = await world.sup.says("store.assign", world.id("as"), good | more)
            assert (result["status"], result["code"]) == ("rejected", code)


async def test_an_end_may_come_earlier_but_what_has_ended_is_over(database: Database) -> None:
    async with a_world(database) as world:
        early, late = ago(hours=2), ago(hours=1)
        first = await world.sup.says("store.end_assignment", "as-ST-1", {"until_at": late})
        again = await world.sup.says("store.end_assignment", "as-ST-1", {"until_at": late})
        earlier = await world.sup.says("store.end_assignment", "as-ST-1", {"until_at": early})
        over = await world.sup.says("store.end_assignment", "as-ST-1", {"until_at": late})
        assert [one["status"] for one in (first, again, earlier)] == ["applied"] * 3
        assert (over["status"], over["code"]) == ("conflict", "record/state")
        await world.rep.catch_up()
        assert "store:ST-1" not in world.rep.scopes


async def test_another_price_list_for_the_store_is_read_by_all_who_work_for_it(
    database: Database,
) -> None:
    async with a_world(database) as world:
        args = {
            "list_code": "PL-D", "price_type": "partner_to_c_store", "name": "D",
            "list_version": 1, "valid_from": "2026-01-01", "valid_until": None,
            "min_order_fen": 0, "lines": [],
        }  # fmt: skip
        await world.admin.says("price_list.put", "PL-D-1", args)
        for id, customer in (("ST-1", "K010"), ("ST-2", "K001")):
            args = store_put(id, customer, "B-FS-CC", "P01", price_list_code="PL-D")
            await world.admin.says("store.put", id, args)
        for actor in (world.rep, world.sup, world.clerk):
            assert "PL-D-1" in await actor.sees("price_list"), actor.person.id
        assert "prices:PL-C" not in world.rep.scopes
        assert "PL-D-1" not in await world.clerk2.sees("price_list")
