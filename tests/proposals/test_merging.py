"""Two stores are one (K6): all that was done follows, what is still on a phone lands there, and it
can be undone; on both engines."""

from typing import Any

import pytest

from tests import world as w
from tests.engines import Database
from tests.proposals.found import at, both_found, kiosk, work
from tests.town import Town, a_town

pytestmark = pytest.mark.anyio
INTO = {"into_id": "NS-2", "note": "同一家"}


async def stores_of(town: Town, table: str, *ids: str) -> list[str]:
    named = ", ".join(f"'{id}'" for id in ids)
    found = await town.rows(f"SELECT store_id FROM {table} WHERE id IN ({named}) ORDER BY id")
    return [store_id for (store_id,) in found]


async def test_two_who_found_one_kiosk_end_with_one_store_and_both_visits(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await both_found(town)
        assert (await world.sup.says("store.merge", "NS-1", INTO))["status"] == "applied"
        await work(town)
        assert await stores_of(town, "visit", "NV-1", "NV-2") == ["NS-2", "NS-2"]
        assert await stores_of(town, "photo", "NP-1", "NP-2") == ["NS-2", "NS-2"]
        hers = await world.rep2.sees("visit")
        assert set(hers) == {"NV-1", "NV-2"}
        # She who found the other reads it to the evening, and ends her visit there.
        assert "NV-1" in await world.rep.sees("visit")
        assert "NS-1" not in world.rep.records("store")
        kinds = [one["kind"] for one in world.rep.records("inbox_item").values()]
        assert kinds == ["store.merged"]
        left = await world.rep.says("visit.check_out", "NV-1", w.check_out())
        assert left["status"] == "applied"


async def test_what_waits_on_a_phone_lands_on_the_store_that_stays(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await both_found(town)
        world.rep.note("order.submit", "NO-1", w.order("NS-1", no="CC01-0009", visit_id="NV-1"))
        world.rep.note("photo.attach", "NP-3", w.photo("NS-1", visit_id="NV-1", sequence=1))
        world.rep.note("visit.check_out", "NV-1", w.check_out())
        world.rep.note("visit.check_in", "NV-3", w.check_in("NS-1", position=at()))
        await world.sup.says("store.merge", "NS-1", INTO)
        await work(town)
        assert [one["status"] for one in await world.rep.push()] == ["applied"] * 4
        assert await stores_of(town, "visit", "NV-1", "NV-2", "NV-3") == ["NS-2"] * 3
        assert await stores_of(town, "photo", "NP-3") == ["NS-2"]
        assert await stores_of(town, "sales_order", "NO-1") == ["NS-2"]


async def test_parted_again_everything_goes_back_what_came_since_too(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await both_found(town)
        world.rep.note("photo.attach", "NP-3", w.photo("NS-1", visit_id="NV-1", sequence=1))
        await world.sup.says("store.merge", "NS-1", INTO)
        await work(town)
        await world.rep.push()
        await world.rep2.says("visit.check_out", "NV-2", w.check_out())
        sup = await town.sign_in("sup.cc")
        (row,) = (await sup.get("/office/v1/merged-stores")).json()["rows"]
        assert (row["id"], row["into_name"], row["state"]) == ("NS-1", "阳光士多店", "merged")
        assert row["moved"] == 3
        undone = await world.sup.says("store.unmerge", "NS-1", {"note": "两家"})
        assert undone["status"] == "applied"
        await work(town)
        assert await stores_of(town, "visit", "NV-1", "NV-2") == ["NS-1", "NS-2"]
        assert await stores_of(town, "photo", "NP-1", "NP-2", "NP-3") == ["NS-1", "NS-2", "NS-1"]
        seen = (await world.rep.sees("store"))["NS-1"]
        assert (seen["stage"], seen["active"]) == ("pending", True)
        assert "NV-1" in world.rep.records("visit")
        told = [
            (one["record_id"], one["facts"]["store_name"], one["facts"]["into_name"])
            for one in (await world.rep.sees("inbox_item")).values()
            if one["kind"] == "store.unmerged"
        ]
        assert told == [("NS-1", seen["name"], "阳光士多店")]
        again = await world.sup.says("store.unmerge", "NS-1", {"note": None})
        assert (again["status"], again["code"]) == ("conflict", "record/state")


async def test_what_the_worker_made_of_it_meanwhile_goes_back_and_is_judged_again(
    database: Database,
) -> None:
    """Verdict, questions, a ticket and the measures of its picture: nobody said them under the old
    id. The other store is one where she has to stay longer."""
    async with a_town(database) as town:
        world = town.world
        await both_found(town)
        await town.sql("UPDATE store SET tier = 'P1' WHERE id = 'NS-2'")
        before = await town.rows("SELECT id FROM visit_verdict")
        await world.sup.says("store.merge", "NS-1", INTO)
        await work(town)
        left = await world.rep.says("visit.check_out", "NV-1", w.check_out(stay_s=60))
        assert left["status"] == "applied"
        await judge_due(town)
        made = "SELECT store_id, rules FROM visit_verdict WHERE id = 'NV-1'"
        ((judged_in, there),) = await town.rows(made)
        asked = "SELECT DISTINCT store_id, store_name FROM visit_flag WHERE visit_id = 'NV-1'"
        assert (before, judged_in) == ([], "NS-2")
        assert await town.rows(asked) == [("NS-2", "阳光士多店")]
        look = "SELECT store_id FROM photo_look WHERE id = 'NP-1'"
        await town.sql(
            "INSERT INTO photo_look (id, version, store_id, day, taken_at, sha256, readable, alike)"
            " SELECT id, 1, store_id, '2026-01-01', taken_at, sha256, ?, ? FROM photo"
            " WHERE id = 'NP-1'", True, False,
        )  # fmt: skip

        await world.sup.says("store.unmerge", "NS-1", {"note": "两家"})
        await work(town)
        assert await town.rows(look) == [("NS-1",)]
        assert await town.rows(asked) == [("NS-1", "阳光士多")]
        assert await town.rows("SELECT store_id FROM visit_verdict ORDER BY id") == [("NS-1",)]
        await judge_due(town)
        ((judged_in, here),) = await town.rows(made)
        assert judged_in == "NS-1"
        assert here != there, "by what its own tier asks"
        assert await town.rows(asked) == [("NS-1", "阳光士多")]


async def judge_due(town: Town) -> None:
    """A day is judged a while after what came of it; what waits for that is due now."""
    await town.sql("UPDATE job SET due_at = ? WHERE kind = 'judge'", w.ago(minutes=1))
    await work(town)


async def test_a_store_of_many_years_follows_bit_by_bit(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        for n in range(95):
            world.rep.note("visit.record", f"OV-{n:03d}", w.whole_visit("ST-1"))
        await world.rep.push()
        world.sup.note("task.assign", "TA-1", w.task("ST-1"))
        world.sup.note("planned_visit.put", "PL-1", w.stop("ST-1"))
        world.sup.note("store.merge", "ST-1", {"into_id": "ST-3", "note": None})
        assert {one["status"] for one in await world.sup.push()} == {"applied"}
        await work(town)
        left = "SELECT count(*) FROM visit WHERE store_id = 'ST-1'"
        assert await town.rows(left) == [(0,)]
        assert await town.rows("SELECT store_code FROM task WHERE id = 'TA-1'") == [("ST-3",)]
        shown = "SELECT store_id, store_name FROM planned_visit WHERE id = 'PL-1'"
        assert await town.rows(shown) == [("ST-3", "万邻汇ST-3店")]
        await world.sup.says("store.unmerge", "ST-1", {"note": None})
        await work(town)
        assert await town.rows(left) == [(95,)]
        assert await town.rows(shown) == [("ST-1", "万邻汇ST-1店")]
        assert (await world.rep.sees("store"))["ST-1"]["active"]
        told = [one["kind"] for one in (await world.rep.sees("inbox_item")).values()]
        assert told.count("store.unmerged") == 1, "she answers for it again, and hears of it"


async def test_a_merged_store_is_merged_no_further_and_no_ring_is_made(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await both_found(town)
        await world.rep.says("store.propose", "NS-3", kiosk())
        await world.sup.says("store.merge", "NS-1", INTO)
        for id, into in (("NS-1", "NS-3"), ("NS-2", "NS-1"), ("NS-3", "NS-1")):
            result = await world.sup.says("store.merge", id, {"into_id": into, "note": None})
            assert (result["status"], result["code"]) == ("conflict", "record/state"), id
        own = await world.sup.says("store.merge", "NS-3", {"into_id": "NS-3", "note": None})
        assert own["code"] == "record/unknown"
        # The one that stays may follow a third; who still says the first lands there.
        await world.sup.says("store.merge", "NS-2", {"into_id": "NS-3", "note": None})
        await work(town)
        late = w.photo("NS-1", visit_id="NV-1", sequence=2)
        assert (await world.rep.says("photo.attach", "NP-4", late))["status"] == "applied"
        assert await stores_of(town, "photo", "NP-1", "NP-2", "NP-4") == ["NS-3"] * 3
        # Parted from the third, the second takes along what had come by way of it.
        await world.sup.says("store.unmerge", "NS-2", {"note": None})
        await work(town)
        assert await stores_of(town, "photo", "NP-1", "NP-2", "NP-4") == ["NS-2"] * 3
        await world.sup.says("store.unmerge", "NS-1", {"note": None})
        await work(town)
        assert await stores_of(town, "photo", "NP-1", "NP-2", "NP-4") == ["NS-1", "NS-2", "NS-1"]


async def test_parted_in_the_other_order_each_is_where_it_was(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await both_found(town)
        await world.rep.says("store.propose", "NS-3", kiosk())
        for id, into in (("NS-1", "NS-2"), ("NS-2", "NS-3")):
            await world.sup.says("store.merge", id, {"into_id": into, "note": None})
        await work(town)
        for id in ("NS-1", "NS-2"):
            await world.sup.says("store.unmerge", id, {"note": None})
            await work(town)
        assert await stores_of(town, "visit", "NV-1", "NV-2") == ["NS-1", "NS-2"]


async def test_what_it_owes_goes_with_it_adds_up_and_goes_back(database: Database) -> None:
    """Each partner's, as of the older day; said of the one it is now, it is all of it."""
    async with a_town(database) as town:
        world = town.world
        clerk = await town.sign_in("clk.p01")
        order = w.order()
        assert (await world.rep.says("order.submit", "O-1", order))["status"] == "applied"

        async def say(*lines: dict[str, Any]) -> None:
            args = {"lines": list(lines), "from_file": False}
            said = await world.clerk.says("receivable.say", world.id("R"), args)
            assert said["status"] == "applied", said

        async def owed() -> dict[str, tuple[int, int | None, str]]:
            """By store; what the partner lists, the office hears and the rep's phone holds."""
            answer = (await clerk.get("/partner/v1/receivables")).json()
            found = {
                row["store_id"]: (row["open_fen"], row["limit_fen"], row["as_of"])
                for row in answer["rows"]
                if row["as_of"] is not None
            }
            assert answer["sums"]["open_fen"] == sum(one[0] for one in found.values())
            office = await town.sign_in("sup.cc")
            (hint,) = (await office.get("/office/v1/order-hints?orders=O-1")).json()["rows"]
            credit = hint["credit"]
            assert (credit["open_fen"], credit["limit_fen"], credit["as_of"]) == found["ST-1"]
            held = [
                one for one in (await world.rep.sees("receivable")).values()
                if one["store_id"] == "ST-1"
            ]  # fmt: skip
            assert sum(one["open_fen"] for one in held) == found["ST-1"][0]
            return found

        shares = await world.clerk.says("receivable.share", "P01", {"receivables": True})
        assert shares["status"] == "applied"
        await say(w.owes("ST-1", 100), w.owes("ST-2", 30, as_of=w.day(-5), limit_fen=7))
        apart = {"ST-1": (100, 500_000, w.day(-2)), "ST-2": (30, 7, w.day(-5))}
        assert await owed() == apart
        into = {"into_id": "ST-1", "note": None}
        assert (await world.sup.says("store.merge", "ST-2", into))["status"] == "applied"
        await work(town)
        assert await owed() == {"ST-1": (130, 500_007, w.day(-5))}
        # His books still have the old one, too.
        await say(w.owes("ST-2", 40, as_of=w.day(-4), limit_fen=None), w.owes("ST-1", 100))
        assert await owed() == {"ST-1": (140, None, w.day(-4))}

        parted = await world.sup.says("store.unmerge", "ST-2", {"note": None})
        assert parted["status"] == "applied"
        await work(town)
        assert await owed() == {"ST-1": (100, 500_000, w.day(-2)), "ST-2": (40, None, w.day(-4))}

        assert (await world.sup.says("store.merge", "ST-2", into))["status"] == "applied"
        await work(town)
        await say(w.owes("ST-1", 90, as_of=w.day(-6)))
        assert await owed() == {"ST-1": (140, None, w.day(-4))}, "an earlier day changes nothing"
        await say(w.owes("ST-1", 120, as_of=w.day(-1)))
        assert await owed() == {"ST-1": (120, 500_000, w.day(-1))}
