"""S37 and S38: pokes, and what to ask when a digest is another."""

import hashlib
from collections.abc import Iterator

import httpx
import msgspec

from sync_protocol.client import uuid7
from sync_protocol.conformance.requirement import Unmet, equal, requirement
from sync_protocol.conformance.world import Phone, World
from sync_protocol.digest import MODULUS, hexadecimal, row_hash

POKE_WAIT_S = 6


@requirement("S37")
def pokes_whoever_listens(world: World) -> None:
    listener, writer = world.phone(), world.phone()
    foreign = Phone(world.colleague)
    listener.owner.bind(listener.replica_id)
    heard_of: list[str] = []
    with world.wire.stream("/sync/v1/live", listener.owner.token, POKE_WAIT_S) as live:
        kind = live.headers.get("content-type", "").partition(";")[0]
        equal("the Content-Type", "text/event-stream", kind)
        pokes = listening(live, world)
        next(pokes)  # it can hear now
        for number in range(2):
            foreign.end_day(note=uuid7())
            foreign.push()
            writer.end_day(number, note=uuid7())
            writer.push()
            named: list[str] = []
            while writer.own not in [name.rpartition(":")[0] for name in named]:
                named = next(pokes)
                heard_of += named
    scopes = {name.rpartition(":")[0] for name in heard_of}
    listener.catch_up()
    equal("scopes named that are not hers", set(), scopes - set(listener.scopes))


def listening(live: httpx.Response, world: World) -> Iterator[list[str]]:
    """What each poke names. Unmet when none comes."""
    try:
        for line in live.iter_lines():
            if line.startswith("data:"):
                world.wire.note("GET /sync/v1/live", line)
                said = msgspec.json.decode(line[5:])
                equal("what a poke holds", ["s"], list(said))
                yield said["s"]
    except httpx.ReadTimeout:
        raise Unmet(f"expected a poke within {POKE_WAIT_S} s, none came") from None
    raise Unmet("expected a poke, the stream ended")


@requirement("S38")
def an_audit_adds_up(world: World) -> None:
    phone = world.phone()
    phone.end_day(note=uuid7())
    phone.push()
    phone.catch_up([phone.own])
    held = phone.scopes[phone.own]
    asked = {
        "replica_id": phone.replica_id, "scope": phone.own, "epoch": held.epoch, "pos": held.pos,
    }  # fmt: skip
    phone.owner.bind(phone.replica_id)
    token = phone.owner.token
    said = world.wire.ask("POST", "/sync/v1/audit", token=token, json=asked).json()
    equal("digest and count", (held.digest(), len(held.rows)), (said["digest"], said["n"]))
    sums = [0] * 256
    for (entity, row_id), (version, body) in held.rows.items():
        sums[bucket_of(row_id)] += row_hash(entity, row_id, version, body)
    equal("the 256 sums", [hexadecimal(total % MODULUS) for total in sums], said["sums"])
    bucket = bucket_of(phone.log[0]["id"])
    mine = sorted(
        [entity, row_id, version, hexadecimal(row_hash(entity, row_id, version, body))]
        for (entity, row_id), (version, body) in held.rows.items()
        if bucket_of(row_id) == bucket
    )
    closer = asked | {"buckets": [bucket], "mine": mine}
    rows = world.wire.ask("POST", "/sync/v1/audit", token=token, json=closer).json()["rows"]
    equal("the rows behind a sum", mine, sorted(rows))


def bucket_of(row_id: str) -> int:
    return hashlib.sha256(row_id.encode()).digest()[0]
