"""Jobs: done once they are due, tried again when they fail, kept when they cannot be done."""

import asyncio
from typing import Any

import pytest

from backend import jobs
from backend.jobs import Worker
from backend.store.session import Records
from backend.sync import restored
from tests import pictures
from tests.engines import ON_BOTH_PLACES, Database
from tests.server.test_pictures import hang_up
from tests.server.test_uploads import begin, send, sha256
from tests.town import Town, a_town
from tests.world import ago, photo

pytestmark = pytest.mark.anyio


def a_worker(town: Town) -> Worker:
    return Worker(town.store, town.parts.registry, town.parts.pictures, town.parts.unfinished)


async def ask(town: Town, kind: str, due_at: str | None = None, **payload: Any) -> None:
    async def put(records: Records) -> None:
        records.job(kind, due_at=due_at, **payload)

    await town.store.write(put)


async def empty(town: Town) -> None:
    await town.sql("DELETE FROM job")


async def states(town: Town) -> list[tuple[Any, ...]]:
    return await town.rows("SELECT kind, state, tries, problem FROM job ORDER BY kind")


@ON_BOTH_PLACES
async def test_a_thumbnail_is_there_before_anybody_asks(database: Database) -> None:
    async with a_town(database) as town:
        await empty(town)
        data = pictures.jpeg()
        await hang_up(town, "PH-1", data)
        assert await town.thumb(data) is None
        assert await a_worker(town).work_once()
        assert await town.thumb(data) is not None
        assert [kind for kind, *_ in await states(town)] == ["arrive"]  # due a little later


async def test_a_server_that_died_before_saying_so_says_it_later(database: Database) -> None:
    async with a_town(database) as town:
        await empty(town)
        await hang_up(town, "PH-1", pictures.jpeg())
        await town.sql("UPDATE photo SET present = FALSE")
        await town.sql("UPDATE job SET due_at = ? WHERE kind = 'arrive'", ago(seconds=1))
        await a_worker(town).work_once()
        assert await town.rows("SELECT present FROM photo") in ([(True,)], [(1,)])
        said = await town.rows("SELECT kind, user_id FROM sync_op WHERE user_id = 'system'")
        assert said == [("photo.arrive", "system")] * 2


@ON_BOTH_PLACES
async def test_a_restored_database_finds_the_photos_that_came_after_its_backup(
    database: Database,
) -> None:
    async with a_town(database) as town:
        data, rep, colleague = pictures.jpeg(), town.world.rep, town.world.rep2
        await hang_up(town, "PH-1", data)
        for table in ("sync_blob", "blob_owner", "upload", "photo"):
            await town.sql(f"DELETE FROM {table}")
        args = photo(sha256=sha256(data), bytes=len(data))
        await rep.says("photo.attach", "PH-2", args)
        await works(town)
        assert (await rep.sees("photo"))["PH-2"]["present"] is False  # nobody has brought it

        await town.store.write(restored_just_now)
        await works(town)
        assert (await rep.sees("photo"))["PH-2"]["present"] is True  # the backup knew its record
        for table in ("sync_blob", "blob_owner"):
            await town.sql(f"DELETE FROM {table}")
        await rep.says("photo.attach", "PH-3", args)
        await rep.says("photo.attach", "PH-4", args | {"bytes": len(data) + 1})
        theirs = args | {"store_id": "ST-3"}
        await colleague.says("photo.attach", "PH-5", theirs)  # who never brought these bytes
        await works(town)
        seen = await rep.sees("photo") | await colleague.sees("photo")
        assert {name: seen[name]["present"] for name in ("PH-2", "PH-3", "PH-4", "PH-5")} == {
            "PH-2": True, "PH-3": True, "PH-4": True, "PH-5": False,
        }  # fmt: skip


@ON_BOTH_PLACES
async def test_two_who_brought_the_same_file_both_have_it_after_a_restore(
    database: Database,
) -> None:
    async with a_town(database) as town:
        data, rep, colleague = pictures.jpeg(), town.world.rep, town.world.rep2
        await hang_up(town, "PH-1", data)
        args = photo(sha256=sha256(data), bytes=len(data), store_id="ST-3")
        await colleague.says("photo.attach", "PH-2", args)
        phone = await town.sign_in("rep.cc02")
        assert (await send(phone, await begin(phone, data), data)).status_code == 204
        # The backup lies between the two: it knows the bytes, and one of those who brought them.
        await town.sql("DELETE FROM blob_owner WHERE user_id = ?", "rep.cc02")
        await town.sql("UPDATE photo SET present = FALSE WHERE id = 'PH-2'")
        await town.store.write(restored_just_now)
        await works(town)
        seen = await rep.sees("photo") | await colleague.sees("photo")
        assert {name: one["present"] for name, one in seen.items()} == {"PH-1": True, "PH-2": True}


async def works(town: Town) -> None:
    while await a_worker(town).work_once():
        pass


async def restored_just_now(records: Records) -> None:
    restored.remember(records)


async def test_a_job_is_not_done_before_it_is_due(database: Database) -> None:
    async with a_town(database) as town:
        await empty(town)
        await ask(town, "poke", due_at=ago(hours=-1), scopes=["user:rep.cc01"])
        assert not await a_worker(town).work_once()


async def test_a_job_that_fails_is_tried_again_later_and_at_last_kept_with_its_reason(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setitem(jobs.HANDLERS, "thumbnail", fails)
    async with a_town(database) as town:
        await empty(town)
        await ask(town, "thumbnail", sha256="ab" * 32)
        worker = a_worker(town)
        for tries in range(1, len(jobs.PAUSES_S) + 1):
            assert await worker.work_once()
            assert not await worker.work_once()
            assert await states(town) == [
                ("thumbnail", "waiting", tries, "OSError('the disk is full')")
            ]
            await town.sql("UPDATE job SET due_at = ?", ago(seconds=1))
        assert await worker.work_once()
        assert [state for _, state, *_ in await states(town)] == ["dead"]
        await town.sql("UPDATE job SET due_at = ?", ago(seconds=1))
        assert not await worker.work_once()


async def test_what_can_never_be_done_is_not_tried_twice(database: Database) -> None:
    async with a_town(database) as town:
        await empty(town)
        await ask(town, "thumbnail", sha256="ab" * 32)
        await ask(town, "no such kind")
        await a_worker(town).work_once()
        assert {(kind, state) for kind, state, *_ in await states(town)} == {
            ("no such kind", "dead"), ("thumbnail", "dead"),
        }  # fmt: skip


async def test_a_job_whose_worker_died_is_taken_by_another_when_its_lease_ends(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int] = []

    async def counts(*_: object) -> None:
        done.append(1)

    monkeypatch.setitem(jobs.HANDLERS, "poke", counts)
    async with a_town(database) as town:
        await empty(town)
        await ask(town, "poke", scopes=[])
        await town.store.write(jobs._take)  # and dies
        assert not await a_worker(town).work_once()
        await town.sql("UPDATE job SET due_at = ?", ago(seconds=1))
        assert await a_worker(town).work_once()
        assert len(done) == 1


async def test_many_workers_do_each_job_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int] = []

    async def counts(_: Worker, payload: dict[str, Any]) -> None:
        done.append(payload["n"])
        await asyncio.sleep(0.001)

    monkeypatch.setitem(jobs.HANDLERS, "poke", counts)
    async with a_town(database) as town:
        await empty(town)
        for n in range(100):
            await ask(town, "poke", n=n)

        async def works() -> None:
            worker = a_worker(town)
            while await worker.work_once():
                pass

        await asyncio.gather(*(works() for _ in range(4)))
        assert sorted(done) == list(range(100))
        assert await states(town) == []


async def test_the_worker_wakes_for_new_work_and_stops_when_told(database: Database) -> None:
    async with a_town(database, worker=True) as town:
        data = pictures.jpeg()
        await hang_up(town, "PH-1", data)
        for _ in range(200):
            if await town.thumb(data) is not None:
                break
            await asyncio.sleep(0.02)
        assert await town.thumb(data) is not None


async def test_a_card_follows_its_post_by_date_through_an_operation_of_the_system(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await empty(town)
        begin_at = (await town.rows("SELECT from_at FROM employment WHERE id = 'post-rep.cc02'"))[0]
        end = {
            "person_id": "rep.cc02", "role": "field_rep", "org_unit_id": "B-FS-CC",
            "partner_id": None, "from_at": begin_at[0], "until_at": ago(hours=-1),
        }  # fmt: skip
        said = await town.world.admin.says("employment.put", "post-rep.cc02", end)
        assert said["status"] == "applied"
        due = await town.rows("SELECT due_at FROM job WHERE kind = 'post' AND due_at > ?", ago())
        assert due == [(ago(hours=-1)[:16] + due[0][0][16:],)]
        assert "rep.cc02" in await town.world.rep.sees("person")

        await town.sql("UPDATE employment SET until_at = ? WHERE id = 'post-rep.cc02'", ago())
        await town.sql("UPDATE job SET due_at = ?", ago(seconds=1))
        await a_worker(town).work_once()
        assert "rep.cc02" not in await town.world.rep.sees("person")
        said_by = await town.rows(
            "SELECT DISTINCT user_id FROM sync_op WHERE kind = ?", "employment.turn"
        )
        assert said_by == [("system",)]


async def test_whoever_listens_is_poked_when_a_grant_begins_or_ends(database: Database) -> None:
    async with a_town(database) as town:
        heard: list[dict[str, int]] = []
        await empty(town)
        lent = {
            "store_id": "ST-3", "rep_id": "rep.cc01", "kind": "cover",
            "from_at": ago(hours=-1), "until_at": ago(hours=-2),
        }  # fmt: skip
        said = await town.world.sup.says("store.assign", "as-cover", lent)
        assert said["status"] == "applied", said
        await town.sql("DELETE FROM job WHERE kind <> 'poke'")
        assert len(await states(town)) >= 2
        await town.sql("UPDATE job SET due_at = ?", ago(seconds=1))
        town.store.listeners.append(heard.append)
        await a_worker(town).work_once()
        for _ in range(200):
            if any("user:rep.cc01" in one for one in heard):
                return
            await asyncio.sleep(0.01)
        raise AssertionError(heard)


async def test_uploads_that_were_never_finished_are_swept_away(database: Database) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        await begin(rep, pictures.jpeg(seed=1))
        await town.sql("UPDATE upload SET expires_at = ?", ago(seconds=1))
        await begin(rep, pictures.jpeg(seed=2))
        assert len(town.on_disk()) == 2
        assert await jobs.expire(town.store, town.parts.unfinished) == 1
        assert len(town.on_disk()) == 1


async def test_who_takes_over_an_office_or_a_desk_reads_its_prices(database: Database) -> None:
    async with a_town(database) as town:
        await empty(town)
        admin = town.world.admin
        for login, role, place in (
            ("sup.new", "office_supervisor", {"org_unit_id": "B-FS-NH", "partner_id": None}),
            ("clk.new", "partner_clerk", {"org_unit_id": None, "partner_id": "P03"}),
            ("rep.new", "field_rep", {"org_unit_id": "B-FS-NH", "partner_id": None}),
        ):
            person = {
                "login": login, "name": "新", "active": True, "phone": None,
                "home_lat_e7": None, "home_lon_e7": None,
            }  # fmt: skip
            post = {
                "person_id": login, "role": role, **place, "from_at": ago(days=1),
                "until_at": None,
            }  # fmt: skip
            await admin.says("person.put", login, person)
            assert (await admin.says("employment.put", f"{login}.1", post))["status"] == "applied"
        await a_worker(town).work_once()
        may = await town.rows(
            "SELECT user_id FROM scope_grant WHERE scope = 'prices:PL-C' AND user_id LIKE '%.new'"
            " ORDER BY user_id"
        )
        assert may == [("clk.new",), ("sup.new",)]
