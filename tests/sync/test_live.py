"""Pokes: who hears of what, in which process, and what a lost connection costs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import msgspec
import pytest

from backend.store.engine import Store
from backend.store.notify import SCOPES_PER_MESSAGE
from backend.sync import live
from tests.engines import Database
from tests.sync.world import ANNA, BORIS, REGISTRY, Phone, end_grant, grant, put, world


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    async with world(database) as opened:
        yield opened


class Listener:
    """Reads a stream and keeps the scopes it was poked for."""

    def __init__(self, store: Store, person_id: str) -> None:
        self.stopping = asyncio.Event()
        self.stream = live.pokes(store, person_id, self.stopping)

    async def next(self, within_s: float = 5) -> set[str] | str:
        said = await asyncio.wait_for(anext(self.stream), within_s)
        if said.startswith(b":"):
            return "heartbeat"
        event, data = said.decode().strip().split("\n")
        assert event == "event: poke"
        scopes: list[str] = msgspec.json.decode(data.removeprefix("data: "))["s"]
        return {scope.rpartition(":")[0] for scope in scopes}

    async def until(self, scope: str) -> None:
        while scope not in await self.next():
            pass


@asynccontextmanager
async def listening(store: Store, person_id: str) -> AsyncIterator[Listener]:
    listener = Listener(store, person_id)
    assert await listener.next() == {f"user:{person_id}"}  # pull once, you can hear now
    yield listener
    await listener.stream.aclose()  # type: ignore[attr-defined]


async def test_who_holds_a_scope_hears_that_it_moved_and_nobody_else_does(store: Store) -> None:
    await grant(store, ANNA, "store:s1")
    async with listening(store, "anna") as anna, listening(store, "boris") as boris:
        await put(store, "n1", store_id="s1", text="x")
        await anna.until("store:s1")
        await put(store, "n2", store_id="s2", text="x")
        await grant(store, BORIS, "store:s2")
        assert await boris.next() == {"user:boris"}


async def test_a_grant_that_comes_is_heard_and_so_is_its_store_from_then(store: Store) -> None:
    async with listening(store, "anna") as anna:
        await grant(store, ANNA, "store:s1")
        await anna.until("user:anna")
        await put(store, "n1", store_id="s1", text="x")
        await anna.until("store:s1")


async def test_after_a_grant_ends_its_store_is_not_heard_any_more(store: Store) -> None:
    await grant(store, ANNA, "store:s1")
    async with listening(store, "anna") as anna:
        await end_grant(store, ANNA, "store:s1")
        await anna.until("user:anna")
        await put(store, "n1", store_id="s1", text="x")
        await grant(store, ANNA, "store:s9")
        assert await anna.next() == {"user:anna"}


async def test_a_push_is_heard_by_whoever_shares_the_store(store: Store) -> None:
    await grant(store, BORIS, "store:s1")
    phone = await Phone(store).register()
    async with listening(store, "boris") as boris:
        phone.note("n1", "s1 from Anna")
        await phone.push()
        await boris.until("store:s1")


async def test_when_nothing_moves_there_is_a_heartbeat(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_S", 0.05)
    async with listening(store, "anna") as anna:
        assert await anna.next() == "heartbeat"


async def test_the_stream_ends_when_the_server_stops_and_leaves_nothing_behind(
    store: Store,
) -> None:
    async with listening(store, "anna") as anna:
        assert len(store.listeners) == 1
        asyncio.get_running_loop().call_later(0.05, anna.stopping.set)
        with pytest.raises(StopAsyncIteration):
            await anna.next()
        assert store.listeners == []


async def test_the_stream_ends_in_time_to_show_a_token_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LIFETIME_S", 0.0)
    listener = Listener(store, "anna")
    with pytest.raises(StopAsyncIteration):
        await listener.next()


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_another_process_hears_what_this_one_commits(database: Database) -> None:
    async with world(database) as here, database.opened(REGISTRY.views) as there:
        await grant(here, ANNA, "store:s1")
        async with listening(there, "anna") as anna:
            await put(here, "n1", store_id="s1", text="x")
            await anna.until("store:s1")
        there.work.clear()

        async def later(records: Any) -> None:
            records.job("something")

        await here.write(later)
        await asyncio.wait_for(there.work.wait(), 5)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_many_scopes_at_once_are_several_messages(database: Database) -> None:
    async with world(database) as here, database.opened(REGISTRY.views) as there:
        heard: dict[str, int] = {}
        complete = asyncio.Event()

        def hear(heads: dict[str, int]) -> None:
            heard.update(heads)
            if heard.keys() == many.keys():
                complete.set()

        there.listeners.append(hear)
        many = {f"store:{'x' * 70}{i:04d}": 10**18 for i in range(SCOPES_PER_MESSAGE * 3 + 1)}
        here.poke(many)
        await asyncio.wait_for(complete.wait(), 5)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_after_the_database_cut_us_off_everybody_pulls_and_hears_again(
    database: Database,
) -> None:
    async with world(database) as store:
        await grant(store, ANNA, "store:s1")
        async with listening(store, "anna") as anna:
            await put(store, "n0", store_id="s1", text="x")
            await anna.until("store:s1")  # and with it all that was said of the grant
            assert store.notify is not None
            listening_pid = store.notify._connection.get_server_pid()
            other = await asyncpg.connect(database.url)
            assert await other.fetchval("SELECT pg_terminate_backend($1)", listening_pid)
            await other.close()
            await anna.until("user:anna")
            await put(store, "n1", store_id="s1", text="x")
            await anna.until("store:s1")


class LastWord:
    """A connection whose end has been announced and has not come: what asyncpg says then."""

    async def executemany(self, *_: Any) -> None:
        raise asyncpg.InternalClientError("another operation (2) is in progress")


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_what_could_not_be_said_is_heard_here_and_said_to_others_later(
    database: Database,
) -> None:
    async with world(database) as here, database.opened(REGISTRY.views) as there:
        await grant(here, ANNA, "store:s1")
        async with listening(here, "anna") as near, listening(there, "anna") as far:
            assert here.notify is not None
            good, here.notify._connection = here.notify._connection, LastWord()
            await put(here, "n1", store_id="s1", text="x")
            await near.until("store:s1")
            here.notify._connection = good
            await far.until("store:s1")
