"""Planted bugs: each takes one safeguard away, and the simulator must notice (protocol.md 4.2).

Each is a function that patches the product, the reference client or the device's driver; nothing
of it exists outside the tests.
"""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from backend.refused import Quarantined
from backend.store import announce, instant
from backend.store.session import Records
from backend.sync import pull, push
from sync_protocol import client
from sync_protocol.client import Device, Scope
from sync_protocol.digest import canonical
from tests.simulator import device as driver
from tests.simulator.device import SimDevice
from tests.simulator.domain import KIND
from tests.simulator.photo_bugs import PHOTO_BUGS
from tests.simulator.server import Server, SimStore

Patch = pytest.MonkeyPatch
BUGS: dict[str, Callable[[Patch], None]] = {}


def bug(plant: Callable[[Patch], None]) -> Callable[[Patch], None]:
    BUGS[plant.__name__] = plant
    return plant


# On the device


@bug
def cursor_stored_before_its_rows(m: Patch) -> None:
    honest = Device._mark

    def mark(self: Any, mark: dict[str, Any], frames: list[dict[str, Any]]) -> None:
        if not hasattr(self, "owner"):
            return honest(self, mark, frames)
        held = self.scopes.setdefault(mark["scope"], Scope())
        held.epoch, held.pos = mark["epoch"], mark["pos"]
        self.owner.commit()
        if self.owner.schema == 2 and mark["more"]:
            self.owner.crash()
        return honest(self, mark, frames if held is self.scopes.get(mark["scope"]) else [])

    m.setattr(Device, "_mark", mark)


@bug
def a_failed_save_stays_in_the_log(m: Patch) -> None:
    m.setattr(SimDevice, "roll_back", lambda self: None)


@bug
def a_refusal_is_kept_as_a_yes(m: Patch) -> None:
    honest = Device.take_push

    def take(self: Any, answer: dict[str, Any]) -> None:
        honest(self, answer)
        for result in answer["results"]:
            if result["status"] == "rejected":
                self.results[result["local_seq"]] = {**result, "status": "settled"}

    m.setattr(Device, "take_push", take)


@bug
def rows_taken_without_their_mark(m: Patch) -> None:
    honest = SimDevice.take_pull

    def take(self: SimDevice, stream: bytes) -> bool:
        whole = honest(self, stream)
        rest = stream.rpartition(b'{"t":"mark"')[2].split(b"\n")[1:-1]
        for frame in map(json.loads, () if whole else rest):
            if frame["t"] == "put" and frame["e"] != "grant":
                scope = self.core.scopes.get(f"store:{frame['b']['store_id']}")
                if scope is not None:
                    key = (frame["e"], frame["id"])
                    scope.rows[key] = (frame["v"], canonical(frame["b"]))
        return whole

    m.setattr(SimDevice, "take_pull", take)


@bug
def digest_copied_from_the_server(m: Patch) -> None:
    honest = Device._mark

    def mark(self: Any, mark: dict[str, Any], frames: list[dict[str, Any]]) -> None:
        try:
            honest(self, mark, frames)
        except client.Disagreement:
            self.owner.commit()

    m.setattr(Device, "_mark", mark)


@bug
def number_given_outside_the_transaction(m: Patch) -> None:
    honest = SimDevice.tap

    def tap(self: Any, *args: Any) -> bool:
        saved = honest(self, *args)
        self.core.log[-1]["local_seq"] += getattr(self, "wasted", 0)
        self.commit()
        return saved

    def failed(self: Any, *_: Any) -> None:
        self.wasted = getattr(self, "wasted", 0) + 1

    m.setattr(SimDevice, "tap", tap)
    m.setattr(SimDevice, "failed_tap", failed)


@bug
def saved_before_it_was_stored(m: Patch) -> None:
    honest, commit = SimDevice.tap, SimDevice.commit

    def tap(self: SimDevice, *args: Any) -> bool:
        m.setattr(SimDevice, "commit", lambda self: None)
        saved = honest(self, *args)
        m.setattr(SimDevice, "commit", commit)
        return saved

    m.setattr(SimDevice, "tap", tap)


@bug
def two_flushers(m: Patch) -> None:
    m.setattr(SimDevice, "may_flush", lambda self: self.core.unsent > 0)


@bug
def overlay_dropped_at_the_acknowledgement(m: Patch) -> None:
    m.setattr(SimDevice, "arrived", lambda self, op: op["local_seq"] in self.core.results)


@bug
def retry_without_waiting(m: Patch) -> None:
    m.setattr(driver, "LONGEST_WAIT", 2_000)


@bug
def queue_cleared_when_the_session_ends(m: Patch) -> None:
    def problem(self: SimDevice, code: str) -> None:
        if code == "auth/expired":
            del self.core.log[self.core.next_seq - 1 :]
            self.commit()

    m.setattr(SimDevice, "problem", problem)


@bug
def a_scope_that_ended_stays_on_the_device(m: Patch) -> None:
    honest = SimDevice.take_pull
    m.setattr(
        SimDevice,
        "take_pull",
        lambda self, stream: honest(
            self, b"".join(x + b"\n" for x in stream.split(b"\n")[:-1] if b'"t":"gone"' not in x)
        ),
    )


@bug
def unsent_work_thrown_away_with_its_scope(m: Patch) -> None:
    honest = SimDevice.take_pull

    def take(self: SimDevice, stream: bytes) -> bool:
        before = set(self.core.scopes)
        whole = honest(self, stream)
        if before - set(self.core.scopes):
            del self.core.log[self.core.next_seq - 1 :]
            self.commit()
        return whole

    m.setattr(SimDevice, "take_pull", take)


@bug
def sent_is_taken_for_delivered(m: Patch) -> None:
    honest = SimDevice.push_body

    def body(self: SimDevice, limit: int) -> bytes:
        made = honest(self, limit)
        self.core.next_seq += min(limit, self.core.unsent)
        return made

    m.setattr(SimDevice, "push_body", body)

    def take(self: Device, answer: dict[str, Any]) -> None:
        self.results.update({result["local_seq"]: result for result in answer["results"]})

    m.setattr(Device, "take_push", take)


@bug
def a_repeat_gets_a_new_name(m: Patch) -> None:
    honest = SimDevice.push_body

    def body(self: Any, limit: int) -> bytes:
        made = json.loads(honest(self, limit))
        self.sends = getattr(self, "sends", 0) + 1
        if self.sends > 1:
            for op in made["ops"]:
                op["op_id"] = op["op_id"][:-3] + f"{self.sends % 1000:03d}"
        return json.dumps(made).encode()

    m.setattr(SimDevice, "push_body", body)


@bug
def a_refused_line_blocks_the_queue(m: Patch) -> None:
    honest = SimDevice.take_push

    def take(self: SimDevice, answer: dict[str, Any]) -> None:
        for result in answer["results"]:
            if result["status"] == "rejected":
                answer["next_seq"] = max(self.core.next_seq, result["local_seq"])
                break
        honest(self, answer)

    m.setattr(SimDevice, "take_push", take)


@bug
def a_restored_server_is_not_told_again(m: Patch) -> None:
    def meet(self: Any, server_id: str) -> None:
        if self.server_id not in (None, server_id):
            self.scopes = {name: Scope() for name in self.scopes}
        self.server_id = server_id

    m.setattr(Device, "meet", meet)


@bug
def rows_stay_after_a_reset(m: Patch) -> None:
    honest = Device._mark

    def mark(self: Any, mark: dict[str, Any], frames: list[dict[str, Any]]) -> None:
        held = self.scopes.get(mark["scope"])
        if held is not None:
            held.stale = set()
        honest(self, mark, frames)

    m.setattr(Device, "_mark", mark)
    m.setattr(SimDevice, "disagree", lambda self, scope: self.commit())


# On the server


@bug
def a_position_seen_before_its_row(m: Patch) -> None:
    honest = pull._scope_frames

    def frames(scope: Any, rows: Any, out: list[bytes], *, whole: bool) -> None:
        if len(rows) > 2:
            rows = rows[:-1]
        honest(scope, rows, out, whole=whole)

    m.setattr(pull, "_scope_frames", frames)


@bug
def a_page_splits_an_operation(m: Patch) -> None:
    m.setattr(pull, "_whole_through", lambda rows: len(rows) - 1)


@bug
def the_number_moves_outside_the_transaction(m: Patch) -> None:
    def rolled_back(self: SimStore, unit: Any) -> None:
        if hasattr(unit, "replica") and unit.replica[0] > 1:
            self.connection.execute(
                "UPDATE sync_replica SET next_seq = ? WHERE replica_id = ?",
                (unit.replica[0], unit.device.replica_id),
            )

    m.setattr(SimStore, "rolled_back", rolled_back)


@bug
def a_repeat_is_carried_out_again(m: Patch) -> None:
    honest = push.Hearing._replica

    async def replica(self: Any, records: Any) -> Any:
        next_seq, acked, digest = await honest(self, records)
        first = self.numbers[0].local_seq if self.numbers else next_seq
        return min(next_seq, first), acked, digest

    async def known(self: Any, records: Any, op_ids: Any) -> dict[str, bytes]:
        return {}

    m.setattr(push.Hearing, "_replica", replica)
    m.setattr(push.Hearing, "_known", known)
    m.setattr(push, "INSERT_OP", push.INSERT_OP.replace("INSERT", "INSERT OR REPLACE", 1))


@bug
def a_refused_operation_leaves_its_traces(m: Patch) -> None:
    m.setattr(Records, "undo", lambda self, mark: None)


@bug
def tombstones_pruned_without_a_floor(m: Patch) -> None:
    m.setattr(Server, "raise_floor", lambda self: None)


@bug
def what_left_a_scope_is_not_said(m: Patch) -> None:
    honest = announce._lines_of
    m.setattr(announce, "_lines_of", lambda *a: [x for x in honest(*a) if x.kind != announce.LEAVE])


@bug
def what_was_deleted_is_not_said(m: Patch) -> None:
    honest = announce._lines_of
    m.setattr(announce, "_lines_of", lambda *a: [x for x in honest(*a) if x.kind != announce.DEL])


@bug
def an_ended_grant_still_reads(m: Patch) -> None:
    async def granted(read: Any, user_id: str, at: str) -> list[str]:
        rows = await read.rows("SELECT DISTINCT scope FROM scope_grant WHERE user_id = ?", user_id)
        return [f"user:{user_id}", *sorted(scope for (scope,) in rows)]

    m.setattr(pull, "granted_scopes", granted)


@bug
def sums_combined_by_exclusive_or(m: Patch) -> None:
    honest = announce._give_positions

    def give(lines: Any, scopes: Any, minus: Any) -> None:
        before = {name: scope.digest for name, scope in scopes.items()}
        honest(lines, scopes, minus)
        for name, scope in scopes.items():
            scope.digest = before[name]
            for line in lines:
                if line.scope == name:
                    scope.digest ^= line.hash
            for hashed in minus.get(name, ()):
                scope.digest ^= hashed

    m.setattr(announce, "_give_positions", give)


@bug
def an_old_line_is_read_without_its_field(m: Patch) -> None:
    honest = push.read_operation

    def read(heard: Any, *rest: Any) -> Any:
        ready = honest(heard, *rest)
        if ready is not None and heard.said.get("schema") == 2 and heard.said["kind"] == KIND:
            op, args = ready
            what, store, _ = json.loads(args.note)
            ready = (op, msgspec.structs.replace(args, note=json.dumps([what, store, ""])))
        return ready

    m.setattr(push, "read_operation", read)


@bug
def the_devices_clock_decides_who_may(m: Patch) -> None:
    from tests.simulator import domain

    honest = domain.append

    async def append(op: Any, args: Any, person: Any, records: Any) -> Any:
        if op.occurred_at > instant.shifted(records.now, seconds=10):
            raise Quarantined("clock/ahead", op.occurred_at)
        return await honest(op, args, person, records)

    m.setitem(domain.REGISTRY.commands, domain.KIND, append)


BUGS.update(PHOTO_BUGS)
