"""Talk tracks and standards: versions that take each other's place, on their offices' phones."""

from typing import Any

import pytest

from tests import world as w
from tests.engines import Database
from tests.office.places import MGR_SD, REP_SD, next_branch
from tests.town import a_town
from tests.world import Actor, a_world

pytestmark = pytest.mark.anyio
TEXT = w.card()["zh"]


async def sees(actor: Actor) -> set[str]:
    return set(await actor.sees("field_card"))


async def test_a_card_is_on_every_phone_of_the_branch_and_with_nobody_else(
    database: Database,
) -> None:
    async with a_world(database) as world:
        assert (await world.spc.says("card.put", "CARD.1", w.card()))["status"] == "applied"
        for reader in (world.rep, world.rep_nh, world.sup):
            assert await sees(reader) == {"CARD.1"}
        card = (await world.rep.sees("field_card"))["CARD.1"]
        assert (card["zh"], card["en"], card["saved_by_name"]) == (TEXT, None, "何婉仪")
        for nobody in (world.clerk, world.driver):
            assert await sees(nobody) == set()
        for login in ("rep", "sup", "clerk", "driver", "admin"):
            result = await getattr(world, login).says("card.put", "CARD.2", w.card(2))
            assert result["code"] == "role/not-allowed", login


async def test_a_version_stands_until_the_next_holds_and_then_leaves_the_phone(
    database: Database,
) -> None:
    async with a_world(database) as world:
        later = {"valid_from": w.day(7)}
        for version, more, there in (
            (1, {"valid_from": w.day(-1)}, {"CARD.1"}),
            (2, later, {"CARD.1", "CARD.2"}),  # the first still holds
            (3, {}, {"CARD.1", "CARD.2", "CARD.3"}),
            (4, later, {"CARD.3", "CARD.4"}),  # the third holds: none before it is needed
        ):
            args = w.card(version, **more)
            result = await world.mgr.says("card.put", f"CARD.{version}", args)
            assert result["status"] == "applied", result
            assert await sees(world.rep) == there, version


@pytest.mark.parametrize(
    ("id", "args", "status", "code"),
    [
        ("CARD.1", w.card(), "duplicate", None),
        ("CARD.1", w.card(valid_until=w.day(9)), "rejected", "record/exists"),
        ("CARD.3", w.card(3), "conflict", "record/state"),
        ("CARD.9", w.card(2), "rejected", "value/out-of-range"),
        ("CARD.2", w.card(2, valid_until=w.day(-1)), "rejected", "value/out-of-range"),
        ("CARD.2", w.card(2, zh={**TEXT, "points": ["好"]}), "rejected", "value/out-of-range"),
        ("CARD.2", w.card(2, en={**TEXT, "talk": " "}), "rejected", "value/out-of-range"),
        ("CARD.2", w.card(2, kind="shelf", zh={**TEXT, "points": ["整齐"]}), "applied", None),
    ],
)  # fmt: skip
async def test_what_a_next_version_may_be(
    database: Database, id: str, args: dict[str, Any], status: str, code: str | None
) -> None:
    async with a_world(database) as world:
        await world.spc.says("card.put", "CARD.1", w.card())
        result = await world.spc.says("card.put", id, args)
        assert (result["status"], result.get("code") if status != "duplicate" else None) == (
            status, code,
        )  # fmt: skip


async def test_another_branch_neither_reads_nor_replaces_it(database: Database) -> None:
    async with a_town(database) as town:
        await next_branch(town)
        world = town.world
        assert (await world.mgr.says("card.put", "CARD.1", w.card()))["status"] == "applied"
        mgr, rep = await world.actor(MGR_SD), await world.actor(REP_SD)
        refused = await mgr.says("card.put", "CARD.2", w.card(2))
        assert (refused["status"], refused["code"]) == ("rejected", "record/unknown")
        assert await sees(rep) == set()
        for login, there in (("mgr.sd", []), ("mgr.fs", ["CARD.1"]), ("sup.cc", ["CARD.1"])):
            caller = await town.sign_in(login)
            rows = (await caller.get("/office/v1/cards")).json()["rows"]
            assert [row["id"] for row in rows] == there, login
