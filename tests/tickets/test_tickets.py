"""Tickets: opened by a rep or by what a visit found, dealt with by office and partner, confirmed in
the store, closed, opened again."""

from datetime import datetime
from typing import Any

import pytest

from backend.tickets.rules import DAY_MIN, working_after
from tests import world as w
from tests.engines import Database
from tests.town import a_town
from tests.world import Actor, World, a_world, check_in, check_out, observation, photo

LIST = "/office/v1/tickets"


def complaint(store: str = "ST-1", **more: Any) -> dict[str, Any]:
    return {
        "store_id": store, "type": "cooler", "text": "冰柜不制冷", "goods": [], "photo_ids": [],
        "visit_id": None, "note_id": None, **more,
    }  # fmt: skip


async def opened(world: World, **more: Any) -> None:
    assert (await world.rep.says("ticket.open", "TK-1", complaint(**more)))["status"] == "applied"


async def said(actor: Actor, kind: str, **args: Any) -> str:
    result = await actor.says(kind, "TK-1", args)
    return str(result.get("code", result["status"]))


async def seen(actor: Actor, id: str = "TK-1") -> dict[str, Any]:
    found: dict[str, Any] = (await actor.sees("ticket"))[id]
    return found


async def told(actor: Actor) -> list[str]:
    return sorted(one["kind"] for one in (await actor.sees("inbox_item")).values())


async def test_a_ticket_goes_to_the_partner_and_back_until_the_store_confirms(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await opened(world)
        assert await world.clerk.sees("ticket") == {}
        assert "ticket.opened" in await told(world.sup)
        assert await said(world.sup, "ticket.assign", to="partner", note="请维修") == "applied"
        assert (await seen(world.clerk))["visit_id"] is None
        assert await said(world.clerk, "ticket.answer", state="waiting", note="等配件") == "applied"
        assert await said(world.clerk, "ticket.answer", state="solved", note="换好了") == "applied"
        assert "ticket.solved" in await told(world.rep)
        assert await said(world.rep, "ticket.confirm", solved=False, note="还是不冷") == "applied"
        one = await seen(world.rep)
        assert (one["state"], one["reopened"]) == ("in_progress", 1)
        assert "ticket.not_solved" in await told(world.clerk)
        assert (
            await said(world.clerk, "ticket.answer", state="solved", note="换压缩机") == "applied"
        )
        assert await said(world.rep, "ticket.confirm", solved=True, note=None) == "applied"
        assert await said(world.sup, "ticket.close", note=None) == "applied"
        assert [word["state"] for word in (await seen(world.rep))["words"]] == [
            "to_partner", "waiting", "solved", "in_progress", "solved", "confirmed", "closed",
        ]  # fmt: skip


async def test_what_cannot_follow_is_a_conflict_and_the_same_again_is_nothing_new(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await opened(world)
        again = await world.rep.says("ticket.open", "TK-1", complaint())
        assert again["status"] == "duplicate"
        assert await said(world.rep, "ticket.confirm", solved=True, note=None) == "record/state"
        assert await said(world.sup, "ticket.close", note=None) == "record/state"
        assert await said(world.sup, "ticket.answer", state="solved", note="好了") == "applied"
        twice = await world.sup.says("ticket.answer", "TK-1", {"state": "solved", "note": "好了"})
        assert twice["status"] == "duplicate"
        assert await said(world.rep, "ticket.reopen", note="没好") == "record/state"


async def test_a_closed_one_is_opened_again_within_fourteen_days(database: Database) -> None:
    async with a_world(database) as world:
        await opened(world)
        await said(world.sup, "ticket.answer", state="solved", note="好了")
        await said(world.rep, "ticket.confirm", solved=True, note=None)
        await said(world.sup, "ticket.close", note=None)
        late = await world.rep.says(
            "ticket.reopen",
            "TK-1",
            {"note": "又坏"},
            made_at=w.text(w.now() + w.timedelta(days=15)),
        )
        assert late["code"] == "ticket/too-late"
        assert await said(world.rep, "ticket.reopen", note="又坏了") == "applied"
        one = await seen(world.rep)
        assert (one["state"], one["closed_at"], one["reopened"]) == ("in_progress", None, 1)


async def test_out_of_reach_is_unknown(database: Database) -> None:
    async with a_world(database) as world:
        await opened(world)
        for actor, kind, args in (
            (world.sup_nh, "ticket.assign", {"to": "office", "note": None}),
            (world.clerk, "ticket.answer", {"state": "solved", "note": "x"}),  # not his turn
            (world.rep_nh, "ticket.confirm", {"solved": True, "note": None}),
            (world.rep_nh, "ticket.reopen", {"note": "x"}),
            (world.sup_nh, "ticket.close", {"note": None}),
        ):
            assert await said(actor, kind, **args) == "record/unknown", kind
        strange = await world.rep.says("ticket.open", "TK-2", complaint("ST-4"))
        assert (strange["status"], strange["code"]) == ("quarantined", "store/not-granted")


async def test_quality_goes_to_the_manager_the_same_day(database: Database) -> None:
    async with a_world(database) as world:
        await opened(world, type="quality", text="有异味")
        assert await told(world.mgr) == ["ticket.opened"]
        assert await told(world.sup_nh) == []


async def test_expired_goods_taken_off_are_the_partners_ticket(database: Database) -> None:
    """Scenario 14."""
    async with a_world(database) as world:
        await world.rep.says("visit.check_in", "V-1", check_in())
        off = observation("SKU-01", produced_on="2020-01-01", taken_off=3)
        await world.rep.says("visit.check", "V-1", {"observations": [off]})
        await world.rep.says("photo.attach", "P-1", photo(visit_id="V-1", type="expiry"))
        assert await world.rep.sees("ticket") == {}
        await world.rep.says("visit.check_out", "V-1", check_out())
        ((id, one),) = (await world.rep.sees("ticket")).items()
        assert (one["type"], one["state"], one["holder"]) == ("near_expiry", "assigned", "partner")
        assert one["goods"] == [{"sku_id": "SKU-01", "units": 3}]
        assert (one["photo_ids"], one["visit_id"]) == (["P-1"], "V-1")
        theirs = await seen(world.clerk, id)
        assert (theirs["photo_ids"], theirs["visit_id"]) == (["P-1"], None)
        assert await world.clerk.sees("photo") == {}
        assert "ticket.opened" in await told(world.clerk)


async def test_a_delivery_the_store_says_was_short_is_one_ticket(database: Database) -> None:
    async with a_world(database) as world:
        await world.rep.says("visit.check_in", "V-1", check_in())
        for received in ("short", "no"):
            asked = [
                {"note_id": "N-1", "received": received},
                {"note_id": "N-2", "received": "yes"},
            ]
            greeting = {**w.greeting(), "deliveries": asked}
            said_now = await world.rep.says("visit.greet", "V-1", greeting)
            assert said_now["status"] == "applied"
        (one,) = (await world.rep.sees("ticket")).values()
        assert (one["type"], one["note_id"], one["state"]) == ("delivery", "N-1", "assigned")


async def test_a_short_delivery_names_its_note_and_what_of_it_is_missing(
    database: Database,
) -> None:
    def asked(*lines: tuple[str, str, int, int]) -> dict[str, Any]:
        differs = [
            {"line_id": f"L{i}", "sku_id": sku, "uom": uom, "short_qty": short, "damaged_qty": bad}
            for i, (sku, uom, short, bad) in enumerate(lines)
        ]
        one = {"note_id": "N-1", "received": "short", "note_no": "P01-D0001",
               "deliver_on": w.day(-1), "lines": differs}  # fmt: skip
        return {**w.greeting(), "deliveries": [one]}

    async def goods() -> list[dict[str, Any]]:
        (one,) = (await world.clerk.sees("ticket")).values()
        assert one["note"] == {"no": "P01-D0001", "deliver_on": w.day(-1)}
        found: list[dict[str, Any]] = one["goods"]
        return found

    async with a_town(database) as town:
        world = town.world
        await world.rep.says("visit.check_in", "V-1", check_in())
        first = asked(
            ("SKU-01", "case", 2, 1), ("SKU-01", "case", 1, 0), ("SKU-01", "bottle", 0, 3),
            ("SKU-02", "case", 0, 0),
        )  # fmt: skip
        assert (await world.rep.says("visit.greet", "V-1", first))["status"] == "applied"
        assert await goods() == [
            {"sku_id": "SKU-01", "units": 4 * 24, "uom": "case", "short_qty": 3, "damaged_qty": 1},
            {"sku_id": "SKU-01", "units": 3, "uom": "bottle", "short_qty": 0, "damaged_qty": 3},
        ]
        # She had miscounted, and says so in the same visit.
        await world.rep.says("visit.greet", "V-1", asked(("SKU-02", "case", 1, 0)))
        assert [(one["sku_id"], one["short_qty"]) for one in await goods()] == [("SKU-02", 1)]
        (row,) = (await (await town.sign_in("sup.cc")).get(LIST)).json()["rows"]
        assert (row["note"]["no"], row["goods"][0]["short_qty"]) == ("P01-D0001", 1)
        # What is solved is as it was solved.
        (id,) = await world.clerk.sees("ticket")
        await world.clerk.says("ticket.answer", id, {"state": "solved", "note": "补了"})
        await world.rep.says("visit.greet", "V-1", asked(("SKU-02", "case", 3, 0)))
        assert [one["short_qty"] for one in await goods()] == [1]


async def test_the_list_is_of_whom_it_concerns(database: Database) -> None:
    async with a_town(database) as town:
        await opened(town.world)
        for login, rows in (("sup.cc", 1), ("mgr.fs", 1), ("sup.nh", 0)):
            caller = await town.sign_in(login)
            assert len((await caller.get(LIST)).json()["rows"]) == rows, login
        for login in ("rep.cc01", "clk.p01"):
            caller = await town.sign_in(login)
            assert (await caller.get(LIST)).status_code == 404, login
        sup = await town.sign_in("sup.cc")
        (row,) = (await sup.get(LIST)).json()["rows"]
        assert (row["type"], row["state"], row["partner_name"] is None) == ("cooler", "new", False)
        await said(town.world.sup, "ticket.answer", state="solved", note="好了")
        assert (await sup.get(LIST)).json()["rows"] == []
        assert len((await sup.get(LIST, params={"state": "solved"})).json()["rows"]) == 1
        # By its id it is found in whatever state, by whoever reaches it.
        assert len((await sup.get(LIST, params={"id": "TK-1"})).json()["rows"]) == 1
        nh = await town.sign_in("sup.nh")
        assert (await nh.get(LIST, params={"id": "TK-1"})).json()["rows"] == []


@pytest.mark.parametrize(
    ("at", "minutes", "due"),
    [
        ("2026-11-25T10:00:00+08:00", 240, "2026-11-25T14:00:00+08:00"),
        ("2026-11-25T16:00:00+08:00", 240, "2026-11-26T11:00:00+08:00"),
        ("2026-11-27T17:00:00+08:00", 240, "2026-11-30T12:00:00+08:00"),  # over the weekend
        ("2026-11-28T09:00:00+08:00", 60, "2026-11-30T09:30:00+08:00"),  # on a Saturday
        ("2026-11-25T07:00:00+08:00", 60, "2026-11-25T09:30:00+08:00"),  # before they open
        ("2026-11-25T10:00:00+08:00", 3 * DAY_MIN, "2026-11-30T10:00:00+08:00"),
    ],
)
def test_due_times_count_office_hours(at: str, minutes: int, due: str) -> None:
    found = working_after(datetime.fromisoformat(at), minutes, "Asia/Shanghai")
    assert found == datetime.fromisoformat(due)
