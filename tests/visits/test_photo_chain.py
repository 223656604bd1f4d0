"""Each picture of a visit hangs on the one before it, by its hash."""

from typing import Any

from backend.visits.rules import photo_link
from tests.engines import Database
from tests.town import a_town
from tests.world import World, a_world, check_in, photo

ONE, TWO, THREE = "ab" * 32, "cd" * 32, "ef" * 32


async def hang(world: World, id: str, sha256: str, n: int, before: str, **more: Any) -> Any:
    link = photo_link(before, sha256)
    args = photo(visit_id="V-1", sha256=sha256, chain={"n": n, "hash": link}, **more)
    return await world.rep.says("photo.attach", id, args)


async def begun(world: World) -> None:
    await world.rep.says("visit.check_in", "V-1", check_in())


async def seen(world: World) -> dict[str, Any]:
    photos = await world.rep.sees("photo")
    return {id: one.get("chained") for id, one in photos.items()}


async def test_a_whole_chain_is_whole_and_said_again_it_is_nothing_new(database: Database) -> None:
    async with a_world(database) as world:
        await begun(world)
        first, second = photo_link("V-1", ONE), photo_link(photo_link("V-1", ONE), TWO)
        for id, sha256, n, before in (
            ("P-1", ONE, 1, "V-1"), ("P-2", TWO, 2, first), ("P-3", THREE, 3, second),
        ):  # fmt: skip
            assert (await hang(world, id, sha256, n, before))["status"] == "applied"
        assert await seen(world) == {"P-1": True, "P-2": True, "P-3": True}
        assert (await world.rep.sees("photo"))["P-2"]["chain"] == {
            "n": 2, "hash": photo_link(first, TWO),
        }  # fmt: skip


async def test_one_taken_out_or_changed_breaks_the_next(database: Database) -> None:
    async with a_world(database) as world:
        await begun(world)
        first = photo_link("V-1", ONE)
        await hang(world, "P-1", ONE, 1, "V-1")
        await hang(world, "P-3", THREE, 3, photo_link(first, TWO))  # the second never came
        await hang(world, "P-2", TWO, 2, photo_link("V-1", THREE))  # another first than ours
        assert await seen(world) == {"P-1": True, "P-2": False, "P-3": False}


async def test_a_link_hangs_on_the_one_right_before_it(database: Database) -> None:
    async with a_world(database) as world:
        await begun(world)
        await hang(world, "P-1", ONE, 1, "V-1")
        await hang(world, "P-2", TWO, 2, photo_link("V-1", ONE))
        await hang(world, "P-3", THREE, 3, photo_link("V-1", ONE))  # the second passed over
        assert await seen(world) == {"P-1": True, "P-2": True, "P-3": False}


async def test_two_tabs_may_follow_one_picture_and_no_link_is_no_judgement(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await begun(world)
        first = photo_link("V-1", ONE)
        await hang(world, "P-1", ONE, 1, "V-1")
        await hang(world, "P-2", TWO, 2, first)
        await hang(world, "P-3", THREE, 2, first)
        await world.rep.says("photo.attach", "P-4", photo(visit_id="V-1"))
        assert await seen(world) == {"P-1": True, "P-2": True, "P-3": True, "P-4": None}


async def test_the_wall_says_why_an_unclear_one_was_kept_and_whether_it_hangs(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await begun(town.world)
        await hang(town.world, "P-1", ONE, 1, "V-2", look="dark", kept_reason="light")
        caller = await town.sign_in("sup.cc")
        (row,) = (await caller.get("/office/v1/photos")).json()["rows"]
        assert (row["look"], row["kept_reason"], row["chain_n"], row["chained"]) == (
            "dark", "light", 1, False,
        )  # fmt: skip
