"""The whole promise of the feed, with the tables as an independent witness.

However records change, move, go and come back, however grants begin and end, and wherever the
answer is cut off: a phone that catches up holds exactly what its person may see, and at no moment
half of an operation. Each planted bug below was seen to break it; the last test sees that again.
"""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from backend.store import announce, instant
from backend.store.engine import Store
from backend.store.session import Records
from backend.sync import pull
from sync_protocol.client import Disagreement
from tests.engines import Database
from tests.sync import world
from tests.sync.world import ANNA, Note, Phone

ENTITY = world.NOTE.entity

# Few of everything, so that histories collide.
notes = st.sampled_from(["n1", "n2", "n3"])
twins = st.sampled_from(["t1", "t2"])
stores = st.sampled_from(["s1", "s2"])
partners = st.sampled_from([None, "p1"])
scopes = st.sampled_from(["store:s1", "store:s2", "partner:p1"])
GRANTED_AT_FIRST = ("store:s1", "partner:p1")
events = st.one_of(
    st.tuples(st.just("put"), notes, stores, partners),
    st.tuples(st.just("put twins"), twins, stores, partners),
    st.tuples(st.just("remove"), st.one_of(notes, twins)),
    st.tuples(st.just("grant"), scopes),
    st.tuples(st.just("end"), scopes),
    st.tuples(st.just("forget")),
)
marks_taken = st.integers(min_value=0, max_value=4)  # 0: the phone is offline
History = list[tuple[tuple[Any, ...], int]]
histories = st.lists(st.tuples(events, marks_taken), min_size=1, max_size=14)


class CutPhone(Phone):
    """Its answers are cut off after so many marks; every mark takes effect."""

    async def pull_marks(self, marks: int) -> None:
        lines = []
        for line in await self.frames(self.pull_body()):
            lines.append(line)
            if json.loads(line)["t"] == "mark":
                marks -= 1
                if marks == 0:
                    break
        try:
            self.take_pull(lines)
        except EOFError:
            self._follow_grants(instant.now())


async def happens(store: Store, event: tuple[Any, ...], number: int) -> None:
    match event:
        case ("put", note_id, store_id, partner_id):
            await put([note_id], store, store_id, partner_id, f"{number}")
        case ("put twins", note_id, store_id, partner_id):
            await put([note_id, f"{note_id}-twin"], store, store_id, partner_id, f"{number}")
        case ("remove", note_id):
            await remove_if_there(store, [note_id, f"{note_id}-twin"])
        case ("grant", scope):
            await world.grant(store, ANNA, scope)
        case ("end", scope):
            await world.end_grant(store, ANNA, scope)
        case ("forget",):
            await forget_tombstones(store)


async def put(
    ids: list[str], store: Store, store_id: str, partner_id: str | None, text: str
) -> None:
    """Several records in one operation: to be seen together or not at all."""

    async def write(records: Records) -> None:
        values = {"store_id": store_id, "partner_id": partner_id, "text": text}
        for id in ids:
            held = await records.get(Note, id)
            if held is None:
                records.add(Note.of(id=id, **values))
            else:
                records.change(held, **values)

    await store.write(write)


async def remove_if_there(store: Store, ids: list[str]) -> None:
    async def write(records: Records) -> None:
        for note in (await records.get_many(Note, ids)).values():
            records.remove(note)

    await store.write(write)


async def forget_tombstones(store: Store) -> None:
    """What retention does: a phone that was away too long must start a scope again."""

    async def write(records: Records) -> None:
        records.execute("DELETE FROM sync_feed WHERE kind <> 'put'")
        records.execute("UPDATE sync_scope SET floor = head")

    await store.write(write)


async def what_she_may_see(store: Store) -> dict[str, dict[str, tuple[int, dict[str, str]]]]:
    """Straight from the tables: scope -> id -> (version, body). No feed, no view, no digest."""
    now = instant.now()
    async with store.reading() as read:
        granted = await read.rows("SELECT user_id, scope, from_at, until_at FROM scope_grant")
        rows = await read.rows("SELECT id, version, store_id, partner_id, text FROM test_note")
    seen: dict[str, dict[str, tuple[int, dict[str, str]]]] = {}
    for user, scope, start, end in granted:
        if user == "anna" and start <= now and (end is None or end > now):
            seen[scope] = {}
    for id, version, store_id, partner_id, text in rows:
        if f"store:{store_id}" in seen:
            seen[f"store:{store_id}"][id] = (version, {"store_id": store_id, "text": text})
        if f"partner:{partner_id}" in seen:
            seen[f"partner:{partner_id}"][id] = (version, {"text": text})
    return seen


def held_by(phone: Phone) -> dict[str, dict[str, tuple[int, dict[str, str]]]]:
    """What the phone has stored, in the witness's form."""
    return {
        name: {id: (version, json.loads(body)) for (_, id), (version, body) in scope.rows.items()}
        for name, scope in phone.scopes.items()
        if not name.startswith("user:")
    }


def no_half_operation(phone: Phone) -> None:
    """Twins always change in one operation, so nobody ever sees one without the other."""
    for scope, rows in held_by(phone).items():
        for twin in ("t1", "t2"):
            one, other = rows.get(twin), rows.get(f"{twin}-twin")
            assert one == other, f"{scope} shows half of an operation"


async def emptied(store: Store) -> None:
    async def write(records: Records) -> None:
        for table in ("test_note", "scope_grant", "sync_feed", "sync_scope", "sync_replica"):
            records.execute(f"DELETE FROM {table}")

    await store.write(write)


async def story(store: Store, history: History) -> None:
    await emptied(store)
    for scope in GRANTED_AT_FIRST:
        await world.grant(store, ANNA, scope)
    phone = await CutPhone(store).register()
    await phone.catch_up()
    for number, (event, marks) in enumerate(history):
        await happens(store, event, number)
        if marks:
            await phone.pull_marks(marks)
            no_half_operation(phone)
    await phone.catch_up()
    assert held_by(phone) == await what_she_may_see(store)
    no_half_operation(phone)


def check(database: Database, examples: int, phases: tuple[Phase, ...] = tuple(Phase)) -> None:
    """The property, for so many histories on one store."""

    async def open_world() -> tuple[Any, Store]:
        context = world.world(database)
        return context, await context.__aenter__()

    with asyncio.Runner() as runner:
        context, store = runner.run(open_world())
        try:

            @settings(
                max_examples=examples, deadline=None, database=None, derandomize=True,
                phases=phases, suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @given(histories)
            def holds(history: History) -> None:
                runner.run(story(store, history))

            holds()
        finally:
            runner.run(context.__aexit__(None, None, None))


@pytest.fixture(autouse=True)
def one_line_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "MARK_FRAMES", 1)
    monkeypatch.setattr(pull, "BATCH_LINES", 5)


def test_catching_up_ends_with_exactly_what_the_person_may_see(database: Database) -> None:
    check(database, 300 if database.name == "sqlite" else 150)


# The bugs that must not pass. Each is planted in the server's own code.


def move_forgets_the_old_scope(patch: pytest.MonkeyPatch) -> None:
    honest = announce._lines_of
    patch.setattr(
        announce, "_lines_of", lambda *given: [x for x in honest(*given) if x.kind != "leave"]
    )


def removal_leaves_no_tombstone(patch: pytest.MonkeyPatch) -> None:
    honest = announce._lines_of
    patch.setattr(
        announce, "_lines_of", lambda *given: [x for x in honest(*given) if x.kind != "del"]
    )


def the_cursor_jumps_past_a_page(patch: pytest.MonkeyPatch) -> None:
    honest = pull._scope_frames

    def jumping(scope: Any, rows: Any, out: list[bytes], *, whole: bool) -> None:
        made: list[bytes] = []
        honest(scope, rows, made, whole=whole)
        for line in made:
            frame = json.loads(line)
            if frame["t"] == "mark" and frame["more"]:
                frame["pos"] = scope.head
            out.append(json.dumps(frame).encode() + b"\n")

    patch.setattr(pull, "_scope_frames", jumping)


def grants_are_not_asked(patch: pytest.MonkeyPatch) -> None:
    async def everything(read: Any, user_id: str, at: str) -> list[str]:
        return [f"user:{user_id}", "store:s1", "store:s2", "partner:p1"]

    patch.setattr(pull, "granted_scopes", everything)


def nothing_is_announced(patch: pytest.MonkeyPatch) -> None:
    async def silent(*given: Any) -> announce.Announced:
        return announce.Announced()

    patch.setattr(announce, "_write_feed", silent)


def an_operation_is_split(patch: pytest.MonkeyPatch) -> None:
    honest = announce._give_positions

    def split(lines: list[announce.Line], *given: Any) -> None:
        honest(lines, *given)
        for line in lines:
            line.last_pos = line.pos

    patch.setattr(announce, "_give_positions", split)


def a_line_stays_where_it_was(patch: pytest.MonkeyPatch) -> None:
    """A changed record keeps its old position, as a feed with `updated_at` semantics would."""
    honest = announce._write_lines

    async def keeping(lines: list[announce.Line], scopes: Any, transaction: Any) -> None:
        for line in lines:
            if line.exists:
                rows = await transaction.all(
                    "SELECT pos FROM sync_feed WHERE scope_id = ? AND entity = ? AND row_id = ?",
                    line.scope, line.entity, line.row_id,
                )  # fmt: skip
                line.pos = line.last_pos = rows[0][0]
        await honest(lines, scopes, transaction)

    patch.setattr(announce, "_write_lines", keeping)


def the_floor_is_ignored(patch: pytest.MonkeyPatch) -> None:
    honest = pull._wanted

    async def without_floor(read: Any, order: Any, table: Any) -> Any:
        class NoFloor:
            IN, ids = read.IN, read.ids

            async def rows(self, sql: str, *params: Any) -> Any:
                return await read.rows(sql.replace("head, floor", "head, 0"), *params)

        return await honest(NoFloor(), order, table)

    patch.setattr(pull, "_wanted", without_floor)


@pytest.mark.parametrize(
    "plant",
    [
        move_forgets_the_old_scope,
        removal_leaves_no_tombstone,
        the_cursor_jumps_past_a_page,
        grants_are_not_asked,
        nothing_is_announced,
        an_operation_is_split,
        a_line_stays_where_it_was,
        the_floor_is_ignored,
    ],
)
def test_the_property_catches_a_planted_bug(
    database: Database, monkeypatch: pytest.MonkeyPatch, plant: Callable[[pytest.MonkeyPatch], None]
) -> None:
    plant(monkeypatch)
    with pytest.raises((AssertionError, Disagreement)):
        check(database, 300, (Phase.generate,))
