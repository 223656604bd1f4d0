"""What must hold: the safety of it after every step, all of it when the world has come to rest."""

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from sync_protocol import client
from sync_protocol.digest import MODULUS, row_hash
from tests.simulator.domain import ENTITY, IN_VAIN, notes_of

if TYPE_CHECKING:
    from tests.simulator.device import SimDevice
    from tests.simulator.server import Server
    from tests.simulator.world import World

Rows = dict[tuple[str, str], tuple[int, bytes]]
REFUSALS = ("rejected", "conflict", "quarantined")
RESETS = {"prune", "restore"}
"""Faults after which a device may have to begin anew."""
PULLS = 200
"""After so many, a new device must have all there is."""
PUTS = (
    "SELECT entity, row_id, version, body, pos FROM sync_feed WHERE scope_id = ? AND kind = 'put'"
)


class Violation(AssertionError):
    """An invariant does not hold."""

    def __init__(self, invariant: str, what: str) -> None:
        super().__init__(f"{invariant}: {what}")
        self.invariant = invariant


def granted(server: "Server", person: str, at: str) -> frozenset[str]:
    """By the tables, not by the code under test."""
    rows = server.rows(
        "SELECT scope FROM scope_grant WHERE user_id = ? AND from_at <= ?"
        " AND (until_at IS NULL OR until_at > ?)",
        person, at, at,
    )  # fmt: skip
    return frozenset(scope for (scope,) in rows) | {f"user:{person}"}


def nothing_foreign(stream: bytes, may: frozenset[str]) -> None:
    """I11: no frame of a scope that was not granted when the answer began."""
    for line in stream.split(b"\n")[:-1]:
        frame = json.loads(line)
        scope = frame.get("scope") or ""
        if frame["t"] == "put" and frame["e"] in (ENTITY, "photo"):
            scope = f"store:{frame['b']['store_id']}"
        if scope and frame["t"] != "gone" and scope not in may:
            raise Violation("I11", f"{scope} was shown, {sorted(may)} were granted")


def always(world: "World") -> None:
    for device in world.devices:
        if len(device.flushing) > 1:
            raise Violation("I19", f"{device.name} has {len(device.flushing)} pushes under way")
        if device.unexplained:
            raise Violation("I5", f"{device.name} and the server once disagreed")
        numbers = [op["local_seq"] for op in device.core.log]
        if numbers != list(range(1, len(numbers) + 1)):
            raise Violation("I2", f"{device.name} numbered its log {numbers}")
        unsaid = [op["op_id"] for op in device.core.log if op["op_id"] not in device.whats]
        if unsaid:
            raise Violation("I8", f"{device.name} was told that {unsaid} was not saved")
        _whole_pairs(device)
        _prefix(world, device)
        _own_writes(device, world)


def _whole_pairs(device: "SimDevice") -> None:
    """I4, I6: two notes that are one whole are never seen apart."""
    for name, scope in device.core.scopes.items():
        for (entity, row_id), (version, _) in scope.rows.items():
            if entity == ENTITY and row_id.endswith("p-a") and not device.rotten:
                other = scope.rows.get((entity, row_id[:-1] + "b"))
                if other is None or other[0] != version:
                    raise Violation("I6", f"{device.name} sees half of {row_id} in {name}")


def _prefix(world: "World", device: "SimDevice") -> None:
    """I3, I4: whatever the feed has at or below a cursor is here, as it is there."""
    core = device.core
    if core.server_id != world.server.store.server_id or device.rotten:
        return
    epochs = dict(world.server.rows("SELECT scope_id, epoch FROM sync_scope"))
    for name, scope in core.scopes.items():
        if scope.pos == 0 or scope.epoch != epochs.get(name):
            continue
        for entity, row_id, version, body, pos in world.server.rows(PUTS, name):
            if pos <= scope.pos and scope.rows.get((entity, row_id)) != (version, body):
                raise Violation("I3", f"{device.name} passed {name}:{pos} without {row_id}")


def _own_writes(device: "SimDevice", world: "World") -> None:
    """I18: what one said stays on one's own screen, unless it was refused or undone by others."""
    core = device.core
    if device.rotten:
        return
    shown = device.screen() if core.log else {}
    for op in core.log:
        result = core.results.get(op["local_seq"])
        what, store, note = device.whats[op["op_id"]]
        if result is not None and result["status"] not in ("applied", "duplicate"):
            continue
        if not device.shows(f"store:{store}"):
            continue
        for one in notes_of(what, note):
            if one not in world.moved and op["op_id"] not in shown.get(one, ()):
                raise Violation("I18", f"{op['op_id']} vanished from {device.name}'s screen")


def at_rest(world: "World") -> None:
    """Everything healed and delivered."""
    heard = {
        op_id: (replica, seq, status)
        for op_id, replica, seq, status in world.server.rows(
            "SELECT op_id, replica_id, local_seq, status FROM sync_op WHERE replica_id <> 'system'"
        )
    }
    _nothing_lost(world, heard)
    _effects(world, heard)
    _gapless(world)
    _digests(world.server)
    for device in world.devices:
        _same(world, device)
        _told(world, device)
    for device in world.devices if RESETS & set(world.plan.faults) else ():
        _as_from_the_beginning(world, device)


def _told(world: "World", device: "SimDevice") -> None:
    """I8: a no reaches the person as that no; nothing that was done is shown as refused."""
    core = device.core
    for seq, op_id, status in world.server.rows(
        "SELECT local_seq, op_id, status FROM sync_op WHERE replica_id = ?", core.replica_id
    ):
        result = core.results.get(seq)
        told = result["status"] if result is not None else None
        if status in REFUSALS and told != status:
            raise Violation("I8", f"{op_id} is {status}, and {device.name} was told {told}")
        if status == "applied" and told in REFUSALS:
            raise Violation("I8", f"{op_id} took effect, and {device.name} was told {told}")


def _nothing_lost(world: "World", heard: dict[str, Any]) -> None:
    for said in world.said:
        if said.lost:
            continue
        if said.op_id not in heard:
            if said.replica_id not in {d.core.replica_id for d in world.devices}:
                continue  # a restored server and a device that is no more: nobody has it
            restored = world.server.histories > 1
            raise Violation("I14" if restored else "I1", f"{said.op_id} of {said.device} was lost")
        status = heard[said.op_id][2]
        if said.sure and said.what not in IN_VAIN and status != "applied":
            raise Violation("I9", f"{said.op_id} became {status}")
        if said.what in IN_VAIN and status == "applied":
            raise Violation("I8", f"{said.op_id} ({said.what}) was applied")


def _effects(world: "World", heard: dict[str, Any]) -> None:
    """I2: each effect once, in its replica's order; nothing of what was refused."""
    texts = dict(world.server.rows("SELECT id, text FROM test_note"))
    whats = {said.op_id: said for said in world.said}
    for note, text in texts.items():
        tags = text.split()
        twice = [tag for tag, n in Counter(tags).items() if n > 1]
        if twice:
            raise Violation("I2", f"{twice} took effect twice in {note}")
        last: dict[str, int] = {}
        for tag in tags:
            if tag not in heard or heard[tag][2] != "applied":
                raise Violation("I2", f"{tag} took effect in {note} and was not applied")
            replica, seq, _ = heard[tag]
            if seq < last.get(replica, 0):
                raise Violation("I2", f"{tag} took effect too late in {note}")
            last[replica] = seq
    for op_id, (_, _, status) in heard.items():
        said = whats[op_id]
        for note in notes_of(said.what, said.note) if status == "applied" else ():
            if note not in world.moved and op_id not in texts.get(note, "").split():
                raise Violation("I2", f"{op_id} was applied and is not in {note}")


def _gapless(world: "World") -> None:
    for replica, next_seq in world.server.rows("SELECT replica_id, next_seq FROM sync_replica"):
        rows = world.server.rows(
            "SELECT local_seq FROM sync_op WHERE replica_id = ? ORDER BY local_seq", replica
        )
        if [seq for (seq,) in rows] != list(range(1, next_seq)):
            raise Violation("I2", f"{replica} has holes below {next_seq}")


def _digests(server: "Server") -> None:
    """The server's counts and sums, against its feed; its feed against its notes."""
    for scope, n, high, low in server.rows(
        "SELECT scope_id, n, digest_hi, digest_lo FROM sync_scope"
    ):
        rows = server.rows(PUTS, scope)
        total = sum(row_hash(e, i, v, body) for e, i, v, body, _ in rows) % MODULUS
        if n != len(rows) or total != (high % (1 << 64)) * (1 << 64) + low % (1 << 64):
            raise Violation("I5", f"the server miscounts {scope}")
        shown = {i: v for e, i, v, _, _ in rows if e == ENTITY}
        if scope.startswith("store:"):
            there = dict(
                server.rows("SELECT id, version FROM test_note WHERE store_id = ?", scope[6:])
            )
            if shown != there:
                raise Violation("I7", f"the feed of {scope} shows {shown}, there are {there}")


def _same(world: "World", device: "SimDevice") -> None:
    """I5, I9: exactly the granted scopes, exactly as they are there."""
    core = device.core
    may = granted(world.server, device.person, world.clock())
    if set(core.scopes) != may:
        raise Violation("I9", f"{device.name} holds {sorted(core.scopes)}, granted {sorted(may)}")
    for name, scope in core.scopes.items():
        there = {(e, i): (v, body) for e, i, v, body, _ in world.server.rows(PUTS, name)}
        if scope.rows != there:
            raise Violation("I5", f"{device.name} and the server differ in {name}")
    if core.unsent:
        raise Violation("I15", f"{device.name} still has {core.unsent} to send")
    said = world.server.rows(
        "SELECT ops_digest_hi, ops_digest_lo FROM sync_replica WHERE replica_id = ?",
        core.replica_id,
    )
    mine = int(core.ops_digest(), 16)
    if said and (said[0][0] % (1 << 64)) * (1 << 64) + said[0][1] % (1 << 64) != mine:
        raise Violation("I20", f"the server heard something else from {device.name}")


def _as_from_the_beginning(world: "World", device: "SimDevice") -> None:
    """I10: after resets, floors and restores it holds what a new one is given."""
    server, core = world.server, device.core
    twin = client.Device(device.person, f"{core.replica_id}-twin")
    server.register(device.person, twin.replica_id)
    for _ in range(PULLS):
        body = json.dumps({**twin.pull_body(), "max_bytes": 4096}).encode()
        stream = server.pull(device.person, twin.replica_id, body)
        if not twin.take_pull(server.written(stream).split(b"\n")[:-1]):
            break
    if {name: s.rows for name, s in twin.scopes.items() if s.pos} != {
        name: s.rows for name, s in core.scopes.items() if s.pos
    }:
        raise Violation("I10", f"{device.name} holds something else than a new device of his")
