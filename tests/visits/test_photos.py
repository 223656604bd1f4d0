"""Photos: the fact travels with the log, the bytes beside it."""

import pytest

from backend.store.session import Records
from tests.engines import Database
from tests.world import REP_CC02, World, a_world, accept, check_in, note, order, photo

pytestmark = pytest.mark.anyio


async def upload(world: World, user_id: str, sha256: str) -> None:
    """Bytes that are here already, as the file door leaves them."""

    async def put(records: Records) -> None:
        records.execute(
            "INSERT INTO sync_blob (sha256, size, mime, state, received_at)"
            " VALUES (?, 1, 'image/jpeg', 'present', ?)", sha256, records.now,
        )  # fmt: skip
        records.execute(
            "INSERT INTO blob_owner (sha256, user_id, uploaded_at) VALUES (?, ?, ?)",
            sha256, user_id, records.now,
        )  # fmt: skip

    await world.store.write(put)


async def test_a_photo_is_awaited_until_its_bytes_arrive(database: Database) -> None:
    async with a_world(database) as world:
        await world.rep.says("visit.check_in", "V-1", check_in())
        attached = await world.rep.says("photo.attach", "F-1", photo(visit_id="V-1"))
        assert attached["status"] == "applied"
        assert (await world.rep.sees("photo"))["F-1"]["present"] is False
        wrong = await world.system.says("photo.arrive", "F-1", {"sha256": "cd" * 32})
        assert wrong["code"] == "blob/hash-mismatch"
        await world.system.says("photo.arrive", "F-1", {"sha256": "ab" * 32})
        assert (await world.rep.sees("photo"))["F-1"]["present"] is True


async def test_a_picture_of_a_phone_whose_clock_is_wrong_is_dated_by_the_companys(
    database: Database,
) -> None:
    async with a_world(database) as world:
        args = photo(taken_at="2026-11-25T02:09:14.123Z")
        world.rep.note("photo.attach", "F-1", args)
        world.rep.log[-1]["clock"] = {"offset_ms": -3_600_000, "mono_ms": 0}
        await world.rep.push()
        assert (await world.rep.sees("photo"))["F-1"]["taken_at"] == "2026-11-25T01:09:14.123Z"


async def test_bytes_that_came_first_are_found_but_only_ones_own(database: Database) -> None:
    async with a_world(database) as world:
        await upload(world, "rep.cc01", "ab" * 32)
        await upload(world, "rep.cc02", "cd" * 32)
        await world.rep.says("photo.attach", "F-1", photo(sha256="ab" * 32))
        await world.rep.says("photo.attach", "F-2", photo(sha256="cd" * 32))
        seen = await world.rep.sees("photo")
        assert (seen["F-1"]["present"], seen["F-2"]["present"]) == (True, False)


async def test_a_photo_of_anothers_visit_or_of_a_strange_store_is_not_taken(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await world.sup.says("store.assign", "as-joint", world.assign("ST-1", REP_CC02, "joint"))
        await world.rep.says("visit.check_in", "V-1", check_in())
        other = await world.rep2.says("photo.attach", "F-1", photo(visit_id="V-1"))
        strange = await world.rep.says("photo.attach", "F-2", photo("ST-4"))
        unknown = await world.rep.says("photo.attach", "F-3", photo(visit_id="V-9"))
        assert (other["status"], other["code"]) == ("rejected", "visit/other-author")
        assert (strange["status"], strange["code"]) == ("quarantined", "store/not-granted")
        assert (unknown["status"], unknown["code"]) == ("quarantined", "photo/unknown-visit")


async def test_a_visit_out_of_sight_is_as_unknown_as_one_that_nobody_began(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await world.rep.says("visit.check_in", "V-1", check_in("ST-1"))
        stranger = world.rep_nh
        for store in ("ST-1", "ST-2", "ST-4"):
            told = []
            for visit in ("V-1", "V-nobodys"):
                args = photo(store, visit_id=visit)
                result = await stranger.says("photo.attach", f"F-{store}-{visit}", args)
                told.append((result["status"], result["code"], result.get("facts")))
            assert told[0] == told[1], store


async def test_the_id_of_somebody_elses_photo_sets_the_new_one_aside(database: Database) -> None:
    async with a_world(database) as world:
        await world.rep.says("photo.attach", "F-1", photo("ST-1"))
        taken = await world.rep_nh.says("photo.attach", "F-1", photo("ST-4"))
        assert (taken["status"], taken["code"]) == ("quarantined", "record/clash")


async def test_the_same_photo_twice_is_a_duplicate_and_another_under_its_id_is_no_fact(
    database: Database,
) -> None:
    async with a_world(database) as world:
        args = photo()
        await world.rep.says("photo.attach", "F-1", args)
        again = await world.rep.says("photo.attach", "F-1", args)
        other = await world.rep.says("photo.attach", "F-1", {**args, "sha256": "cd" * 32})
        assert again["status"] == "duplicate"
        assert other["code"] == "fact/immutable"


async def test_a_delivery_photo_is_shown_to_the_partner_and_on_the_trip(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await world.rep.says("order.submit", "O-1", order())
        await world.clerk.says(
            "order.accept", "O-1", accept(("L-SKU-01-case", 10, None), ("L-SKU-03-case", 4, None))
        )
        made = await world.clerk.says(
            "note.make", "N-1", note(["O-1"], [("O-1", "L-SKU-01-case", "SKU-01", 10)])
        )
        assert made["status"] == "applied", made
        proof = photo(type="delivery", delivery_note_id="N-1")
        assert (await world.driver.says("photo.attach", "F-1", proof))["status"] == "applied"
        for actor in (world.driver, world.clerk, world.rep):
            assert "F-1" in await actor.sees("photo")
        assert "F-1" not in await world.clerk2.sees("photo")
        stranger = await world.driver.says("photo.attach", "F-2", photo())
        assert (stranger["status"], stranger["code"]) == ("quarantined", "store/not-granted")
