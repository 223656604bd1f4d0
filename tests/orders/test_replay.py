"""What a draft promotion would have done to past orders: the sums against an engine that is asked
about every order, and on both engines who may ask, see and stop, in pieces and counted once."""

import asyncio
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

import msgspec
import pytest

from backend.identity import Role
from backend.jobs import Worker
from backend.orders import replay_work
from backend.orders.replay_rules import Past, World, just_below, merged, nothing, replayed
from backend.orders.replaying import sees
from backend.orders.tables import PromotionReplay
from backend.pricing.cart import unit_price
from backend.pricing.rules import priced_cart
from tests import world as w
from tests.engines import Database
from tests.pricing.carts import a_cart
from tests.promotions.plans import refused, released, said
from tests.town import Town, a_town
from tests.world import Actor, day, line, order

pytestmark = pytest.mark.anyio
TEN = {"id": "1", "type": "buy_n_get_m", "sku_ids": ["SKU-01"], "buy": 10, "get": 1}
OFF = {"id": "1", "type": "price_off", "sku_ids": ["SKU-01"], "off_fen": 100}
BAG = {
    "id": "1", "type": "gift_item", "sku_ids": ["SKU-01"], "buy": 10, "get": 1, "item": "袋",
    "worth_fen": 10,
}  # fmt: skip
SHOP = {
    "id": "S", "org_unit_id": "U", "customer_class": "C2", "channel_type": "x", "tier": "P1",
}  # fmt: skip
BESIDE = {
    "id": "B", "state": "released", "released_at": "2026-01-01", "starts_on": "2026-01-01",
    "ends_on": "2026-12-31", "agreement": False, "org_unit_ids": ["U"], "store_ids": [],
    "classes": [], "channels": [], "tiers": [],
}  # fmt: skip


def random_orders(count: int) -> Iterator[tuple[Past, World, dict[str, Any]]]:
    """An order, what it is replayed by, and what the engine says of it without any short cut."""
    rng = random.Random(60)
    for number in range(count):
        cart = a_cart(rng)
        split = rng.randint(0, len(cart["rules"]))
        draft, before = cart["rules"][:split], cart["rules"][split:]
        for rule in draft:
            rule.setdefault("pooled", False)
        lines = [
            {
                **one,
                "units_per_case": cart["units"][one["sku_id"]],
                "list_price_fen": unit_price(
                    one["uom"], cart["prices"][one["sku_id"]], cart["units"][one["sku_id"]]
                ),
            }
            for one in cart["lines"]
        ]
        past = Past(
            f"O-{number}", f"{number}", "S", "店", "2026-05-05", "2026-05-05T01:00:00.000Z",
            msgspec.json.encode(lines).decode(),
        )  # fmt: skip
        yield past, a_small_world(draft, before, cart["prices"]), {**cart, "draft": draft,
                                                                   "before": before}  # fmt: skip


def a_small_world(
    draft: list[dict[str, Any]], before: list[dict[str, Any]], prices: Mapping[str, int]
) -> World:
    return World(
        draft=draft, stores={"S": SHOP}, running=[BESIDE], rules={"B": before}, held={},
        prices=lambda store, day: prices, units={},
    )  # fmt: skip


def worth(priced: dict[str, Any]) -> int:
    return int(priced["list_total_fen"] - priced["total_fen"] + priced["gift_value_fen"])


def test_the_sums_are_what_the_engine_says_of_every_single_order() -> None:
    reached = replaced = 0
    for past, world, cart in random_orders(600):
        asked = (cart["lines"], cart["prices"], cart["units"])
        after = priced_cart(*asked, [*cart["before"], *cart["draft"]])
        mine = {rule["id"] for rule in cart["draft"]}
        whys = [why for one in after["lines"] for why in one["reasons"] if why["rule_id"] in mine]
        off = sum(why["off_fen"] for why in whys)
        gifts = sum(one["worth_fen"] for one in after["gifts"] if one["rule_id"] in mine)
        less = worth(priced_cart(*asked, cart["before"])) - (worth(after) - off - gifts)
        found = replayed([past], world, {})
        want = [int(bool(whys)), off, gifts, less if whys else 0]
        names = ("got", "off_fen", "gift_fen", "replaced_fen")
        assert [found[name] for name in names] == want, past.id
        reached, replaced = reached + len(whys), replaced + len(found["replaced"])
    assert reached > 100, "carts that get something"
    assert replaced > 20, "and some in which another stands back"


def test_pieces_come_to_the_same_as_all_at_once() -> None:
    _, world, _ = next(random_orders(1))
    rule = {**TEN, "id": "D:1", "promotion_id": "D", "priority": 0, "stackable": False,
            "pooled": False, "repeat": False}  # fmt: skip
    world = replace(world, draft=[rule], running=[], rules={})
    orders = [
        Past(f"O-{n}", f"{n}", "S", "店", f"2026-05-{n % 9 + 1:02}", "2026-05-05T01:00:00.000Z",
             msgspec.json.encode([
                 {"line_id": "1", "sku_id": "SKU-01", "qty": n % 31, "uom": "case",
                  "list_price_fen": 5880, "units_per_case": 24},
             ]).decode())
        for n in range(90)
    ]  # fmt: skip
    whole = replayed(orders, world, {})
    parts = [replayed(orders[at : at + 7], world, {}) for at in range(0, 90, 7)]
    assert reduce(merged, parts, nothing()) == merged(nothing(), whole)
    assert whole["got"] > 40
    assert len(whole["top"]) == 10
    assert whole["top"][0]["fen"] == 3 * 5880


@pytest.mark.parametrize(
    ("rule", "cases", "total", "just"),
    [
        ({"type": "tier", "steps": [{"from": 20}, {"from": 50}]}, {"A": 16}, 0, (20, 4)),
        ({"type": "tier", "steps": [{"from": 20}, {"from": 50}]}, {"A": 15}, 0, None),
        ({"type": "tier", "steps": [{"from": 20}, {"from": 50}]}, {"A": 45}, 0, (50, 5)),
        ({"type": "tier", "steps": [{"from": 20}, {"from": 50}]}, {"A": 50}, 0, None),
        ({"type": "buy_n_get_m", "buy": 10}, {"A": 18}, 0, (10, 2)),
        ({"type": "buy_n_get_m", "buy": 10}, {"A": 17}, 0, None),
        ({"type": "buy_n_get_m", "buy": 10}, {"A": 0}, 0, None),
        ({"type": "buy_n_get_m", "buy": 10}, {"A": 10}, 0, None),
        ({"type": "buy_n_get_m", "buy": 10}, {"A": 5, "B": 4}, 0, None),
        ({"type": "buy_n_get_m", "buy": 10, "pooled": True}, {"A": 5, "B": 4}, 0, (10, 1)),
        ({"type": "order_level", "from_fen": 1000}, {"A": 1}, 800, (1000, 200)),
        ({"type": "order_level", "from_fen": 1000}, {"A": 1}, 799, None),
        ({"type": "order_level", "from_fen": 1000}, {"A": 1}, 1000, None),
        (
            {"type": "bundle", "parts": [{"sku_id": "A", "qty": 2}, {"sku_id": "B", "qty": 1}]},
            {"A": 6, "B": 2}, 0, (3, 1),
        ),
        (
            {"type": "bundle", "parts": [{"sku_id": "A", "qty": 2}, {"sku_id": "B", "qty": 1}]},
            {"A": 4, "B": 2}, 0, None,
        ),
        ({"type": "price_off"}, {"A": 1}, 0, None),
    ],
)  # fmt: skip
def test_just_below_is_a_fifth_of_the_step(
    rule: dict[str, Any], cases: dict[str, int], total: int, just: tuple[int, int] | None
) -> None:
    rule = {"sku_ids": ["A", "B"], "pooled": False, **rule}
    lacking = just_below(rule, cases, total)
    assert (lacking and tuple(lacking)) == just


async def worked(town: Town) -> None:
    """Whatever is due; nothing may have failed."""
    parts = town.parts
    worker = Worker(town.store, parts.registry, parts.pictures, parts.unfinished)
    while await worker.work_once():
        pass
    assert await town.rows("SELECT kind, problem FROM job WHERE problem IS NOT NULL") == []


async def test_what_a_store_may_still_have_is_counted_through_the_period(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two orders of one store: only the first is its first, and three gifts are all it may have."""
    async with a_town(database) as town:
        monkeypatch.setattr(replay_work, "MANY", 1)
        for id in ("O-1", "O-2"):
            one = order("ST-1", [line("SKU-01", 25, 5880)], no=id)
            await said(town.world.rep, ("order.submit", id, one))
        for n, more in ((1, {"first_order": True}), (2, {"per_store": 3}), (3, {})):
            await drafted(town.world.spc, {**TEN, **more}, id=f"PR-{n}")
            await said(town.world.mgr, ("replay.ask", f"RE-{n}", question(of=f"PR-{n}")))
            await replay_work.go_on(town.store, f"RE-{n}", asyncio.Event(), piece_s=0)
            await worked(town)
            (row,) = await told(town, "mgr.fs", f"PR-{n}")
            assert (row["got"], row["gift_fen"]) == ((1, 2 * 5880), (2, 3 * 5880), (2, 4 * 5880))[
                n - 1
            ]


async def drafted(actor: Actor, *rules: dict[str, Any], id: str = "PR-1", **more: Any) -> None:
    await said(actor, ("promotion.save", id, w.promotion(rules=list(rules), **more)))


async def ordered(town: Town) -> None:
    """25, 19 and 9 cases in three stores, the third in Nanhai, the second a C1 customer's; and one
    that was cancelled."""
    world = town.world
    for rep, id, store, qty in (
        (world.rep, "O-1", "ST-1", 25), (world.rep, "O-2", "ST-2", 19),
        (world.rep_nh, "O-3", "ST-4", 9), (world.rep, "O-4", "ST-1", 30),
    ):  # fmt: skip
        one = order(store, [line("SKU-01", qty, 5880), line("SKU-03", 20, 2500)], no=id)
        await said(rep, ("order.submit", id, one))
    await said(world.sup, ("order.cancel", "O-4", {"reason": "错了"}))


def question(first: int = -9, last: int = 0, of: str = "PR-1") -> dict[str, Any]:
    return {"promotion_id": of, "first": day(first), "last": day(last)}


async def told(town: Town, login: str, of: str = "PR-1") -> list[dict[str, Any]]:
    answer = await (await town.sign_in(login)).get(f"/office/v1/promotions/{of}/replays")
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["rows"]
    return rows


async def test_ten_and_one_over_the_orders_of_the_branch(database: Database) -> None:
    async with a_town(database) as town:
        await ordered(town)
        await drafted(town.world.spc, TEN)
        await said(town.world.mgr, ("replay.ask", "RE-1", question()))
        (row,) = await told(town, "mgr.fs")
        assert (row["state"], row["days_done"], row["orders"]) == ("running", 0, 0)
        await worked(town)
        (row,) = await told(town, "mgr.fs")
        assert (row["state"], row["days"], row["days_done"]) == ("done", 10, 10)
        assert (row["as_now"], row["only_major"], row["unpriced"]) == (True, False, 0)
        assert (row["stores"], row["orders"], row["holding"], row["stores_holding"]) == (4, 3, 3, 3)
        assert (row["got"], row["stores_got"], row["cases"]) == (2, 2, 25 + 19)
        money = [row[name] for name in ("off_fen", "gift_fen", "replaced_fen")]
        assert money == [0, 3 * 5880, 0]
        assert row["below"] == [
            {"rule_no": 1, "type": "buy_n_get_m", "step": 10, "orders": 2, "lacking": 2}
        ]
        assert [(one["order_id"], one["fen"]) for one in row["top"]] == [
            ("O-1", 2 * 5880), ("O-2", 5880),
        ]  # fmt: skip
        await drafted(town.world.spc, {**TEN, "buy": 12})
        (row,) = await told(town, "mgr.fs")
        assert not row["as_now"], "the draft is another one now"


async def test_what_it_takes_the_place_of_and_what_it_gives_way_to(database: Database) -> None:
    async with a_town(database) as town:
        await released(town.world, "PR-9", type="price_off", rules=[OFF], name="每箱减一元")
        await ordered(town)
        await drafted(town.world.spc, TEN)
        await drafted(town.world.spc, BAG, id="PR-2", type="gift_item")
        for n in (1, 2):
            await said(town.world.mgr, ("replay.ask", f"RE-{n}", question(of=f"PR-{n}")))
        await worked(town)
        (row,) = await told(town, "mgr.fs")
        assert (row["gift_fen"], row["replaced_fen"]) == (3 * 5880, 2500 + 1900)
        held = {"promotion_id": "PR-9", "name": "每箱减一元"}
        assert row["replaced"] == [{**held, "orders": 2, "worth_fen": 4400}]
        (bag,) = await told(town, "mgr.fs", "PR-2")
        assert (bag["got"], bag["gift_fen"], bag["replaced_fen"]) == (0, 0, 0)
        assert bag["stood_back"] == [{**held, "orders": 2, "worth_fen": 20 + 10}]


async def test_a_promotion_replayed_is_not_beside_itself_and_agreements_count(
    database: Database,
) -> None:
    """Of what ran then, one that was to be signed for and was not gave nothing."""
    async with a_town(database) as town:
        await released(
            town.world, "PR-9", type="price_off", rules=[OFF], agreement=True, place="end_display"
        )
        await ordered(town)
        await drafted(town.world.spc, TEN)
        await said(town.world.mgr, ("replay.ask", "RE-1", question()))
        await worked(town)
        (row,) = await told(town, "mgr.fs")
        assert (row["replaced"], row["replaced_fen"]) == ([], 0)


async def test_who_asks_for_what_and_who_sees_it(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await ordered(town)
        await town.sql("UPDATE store SET customer_class = 'D' WHERE id <> 'ST-2'")
        await drafted(world.spc, TEN)
        await drafted(world.sup, TEN, id="PR-2", store_ids=[])
        await said(world.mgr, ("replay.ask", "RE-M", question()))
        await said(world.spc, ("replay.ask", "RE-S", question()))
        await said(world.mgr, ("replay.ask", "RE-O", question(of="PR-2")))
        await worked(town)
        of_branch = {one["id"]: one for one in await told(town, "mgr.fs")}
        assert set(of_branch) == {"RE-M", "RE-S"}
        mine = of_branch["RE-S"]
        assert (mine["only_major"], mine["stores"], mine["orders"]) == (True, 1, 1)
        assert [one["id"] for one in await told(town, "spc.east")] == ["RE-S"]
        (office,) = await told(town, "mgr.fs", "PR-2")
        assert (office["stores"], office["orders"]) == (3, 2), "Chancheng alone"
        assert await told(town, "spc.east", "PR-2") == []
        assert [one["id"] for one in await told(town, "sup.cc", "PR-2")] == ["RE-O"]
        for login in ("sup.nh", "rep.cc01", "clk.p01", "adm.hq"):
            caller = await town.sign_in(login)
            path = "/office/v1/promotions/PR-2/replays"
            assert (await caller.get(path)).status_code == 404, login
        assert await refused(world.sup, "replay.ask", "RE-X", question(of="PR-2")) == (
            "role/not-allowed"
        )
        assert await refused(world.spc, "replay.stop", "RE-O", {}) == "record/unknown"
        assert await refused(world.spc, "replay.ask", "RE-M", question()) == "record/unknown"


async def test_many_that_he_does_not_see_hide_none_that_he_sees(database: Database) -> None:
    async with a_town(database) as town:
        await ordered(town)
        await town.sql("UPDATE store SET customer_class = 'D' WHERE id <> 'ST-2'")
        await drafted(town.world.spc, TEN)
        await said(town.world.spc, ("replay.ask", "RE-S", question()))
        await said(town.world.mgr, ("replay.ask", "RE-M", question()))
        await worked(town)
        names = [f'"{one.name}"' for one in PromotionReplay.__table__.columns if one.name != "id"]  # type: ignore[attr-defined]
        columns = ", ".join(names)
        for n in range(20):
            await town.sql(
                f"INSERT INTO promotion_replay (id, {columns})"
                f" SELECT 'RE-M{n}', {columns} FROM promotion_replay WHERE id = 'RE-M'"
            )
        assert [one["id"] for one in await told(town, "spc.east")] == ["RE-S"]
        assert len(await told(town, "mgr.fs")) == 20


def test_sums_over_stores_somebody_does_not_reach_are_not_his() -> None:
    branch = {"org_unit_ids": ["B-FS-CC", "B-FS-NH"], "only_major": False}
    assert sees(branch, w.MGR)
    assert not sees(branch, w.SUP_CC)
    assert not sees(branch, replace(w.MGR, unit_ids=frozenset({"B-GZ"})))
    assert not sees(branch, w.SPC)
    assert sees({**branch, "only_major": True}, w.SPC)
    assert w.SPC.role is Role.SPECIALIST


async def test_what_cannot_be_asked(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await drafted(world.spc, TEN)
        await drafted(world.spc, id="PR-0")
        await released(world, "PR-9", rules=[TEN])
        for code, asked in (
            ("record/unknown", question(of="PR-X")),
            ("record/state", question(of="PR-9")),
            ("value/out-of-range", question(of="PR-0")),
            ("value/out-of-range", question(0, 1)),
            ("value/out-of-range", question(0, -1)),
            ("value/out-of-range", question(-366, 0)),
        ):
            assert await refused(world.mgr, "replay.ask", "RE-1", asked) == code, asked
        await said(world.mgr, ("replay.ask", "RE-1", question(-365)))
        again = await world.mgr.says("replay.ask", "RE-1", question(-365))
        assert again["status"] == "duplicate"
        assert await refused(world.mgr, "replay.ask", "RE-1", question()) == "record/exists"
        for n in (2, 3):
            await said(world.mgr, ("replay.ask", f"RE-{n}", question()))
        assert await refused(world.mgr, "replay.ask", "RE-4", question()) == "value/out-of-range"


async def test_stopped_it_stays_as_far_as_it_got(database: Database) -> None:
    async with a_town(database) as town:
        await ordered(town)
        await drafted(town.world.spc, TEN)
        await said(town.world.mgr, ("replay.ask", "RE-1", question()))
        await replay_work.go_on(town.store, "RE-1", asyncio.Event(), piece_s=0)
        (row,) = await told(town, "mgr.fs")
        assert (row["state"], row["days_done"]) == ("running", 1)
        await said(town.world.mgr, ("replay.stop", "RE-1", {}))
        await worked(town)
        (row,) = await told(town, "mgr.fs")
        assert (row["state"], row["days_done"], row["orders"]) == ("stopped", 1, 0)
        await said(town.world.mgr, ("replay.ask", "RE-2", question()))
        await worked(town)
        assert await refused(town.world.mgr, "replay.stop", "RE-2", {}) == "record/state"


async def test_in_the_smallest_pieces_and_by_two_workers_nothing_is_counted_twice(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_town(database) as town:
        await ordered(town)
        await drafted(town.world.spc, TEN)
        for id in ("RE-1", "RE-2"):
            await said(town.world.mgr, ("replay.ask", id, question()))
        await worked(town)
        whole = {one["id"]: one for one in await told(town, "mgr.fs")}["RE-1"]

        monkeypatch.setattr(replay_work, "MANY", 1)
        await said(town.world.mgr, ("replay.ask", "RE-3", question()))
        going = (replay_work.go_on(town.store, "RE-3", asyncio.Event()) for _ in range(2))
        await asyncio.gather(*going)
        await worked(town)
        pieces = {one["id"]: one for one in await told(town, "mgr.fs")}["RE-3"]
        own = ("id", "version", "asked_at", "ended_at")
        assert {k: v for k, v in pieces.items() if k not in own} == {
            k: v for k, v in whole.items() if k not in own
        }
