"""S25 to S36: what a device is told."""

import threading
from typing import Any

import msgspec

from sync_protocol.client import Scope, uuid7
from sync_protocol.conformance.requirement import equal, refused, requirement, true
from sync_protocol.conformance.tus import TUS, begun
from sync_protocol.conformance.world import Frame, Phone, World, heard
from sync_protocol.digest import MODULUS, canonical, cursor_hash, hexadecimal

MARK_FRAMES, MARK_BYTES = 500, 256 * 1024
DAYS = 520
LARGE = 16
QUIET_BYTES = 500


def kinds(frames: list[Frame]) -> list[str]:
    return [frame["t"] for frame in frames]


@requirement("S25")
def begins_with_hello_and_closes_with_end(world: World) -> None:
    phone = world.phone()
    phone.catch_up([phone.own])
    frames = phone.pull(phone.pull_body(reversed(phone.scopes)))
    equal("the first frame", "hello", frames[0]["t"])
    equal("server_id in it", world.hello["server_id"], frames[0]["server_id"])
    fresh = world.phone()
    fresh.scopes = {name: Scope() for name in reversed(phone.scopes)}
    frames = fresh.pull()
    equal("the last frame", "end", frames[-1]["t"])
    equal("frames before it", len(frames) - 1, frames[-1]["frames"])
    equal("hello and end", (1, 1), (kinds(frames).count("hello"), kinds(frames).count("end")))
    marks = [frame["scope"] for frame in frames if frame["t"] == "mark"]
    equal("the first scope", fresh.own, marks[0])


@requirement("S26")
def marks_say_what_a_device_holds(world: World) -> None:
    phone = world.phone()
    phone.catch_up()
    visit = phone.check_in(world.stores[0])
    phone.end_day(note=uuid7())
    phone.push()
    phone.catch_up()
    phone.check_out(visit["id"])
    phone.end_day(note=uuid7())
    phone.push()
    frames = phone.catch_up()
    true("a mark closes what is new", any("digest" in frame for frame in frames))
    fresh = world.phone()
    fresh.catch_up()
    equal("marks that say otherwise", [], phone.disagreements + fresh.disagreements)
    equal("scopes of a new device", set(phone.scopes), set(fresh.scopes))
    for name, scope in fresh.scopes.items():
        equal(f"digest of {name} on both", scope.digest(), phone.scopes[name].digest())
        equal(f"position of {name} on both", scope.pos, phone.scopes[name].pos)


@requirement("S27")
def no_line_is_missed_while_others_write(world: World) -> None:
    writers = [world.phone() for _ in range(2)]
    reader = world.phone()
    reader.catch_up([reader.own])

    def write(phone: Phone, first: int) -> None:
        for turn in range(6):
            for day in range(first, first + 4):
                phone.end_day(day, note=f"{turn} {uuid7()}")
            phone.push()

    threads = [
        threading.Thread(target=write, args=(phone, 4 * n)) for n, phone in enumerate(writers)
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        positions(reader.catch_up([reader.own]))
    for thread in threads:
        thread.join()
    reader.catch_up([reader.own])
    for phone in writers:
        last = {op["id"]: op["args"]["note"] for op in phone.log}
        equal("operations heard", len(phone.log) + 1, phone.next_seq)
        for record_id, note in last.items():
            held = reader.row(record_id)
            equal("the last word about a record", note, held and held[1]["note"])


def positions(frames: list[Frame]) -> None:
    """Within a scope they rise, and none lies beyond its mark."""
    at = 0
    for frame in frames:
        if frame["t"] == "mark":
            true(f"position {at} is not beyond its mark {frame['pos']}", at <= frame["pos"])
            at = 0
        elif frame["t"] in ("put", "del", "leave"):
            true(f"position {frame['p']} comes after {at}", frame["p"] > at)
            at = frame["p"]


@requirement("S28")
def marks_come_often(world: World) -> None:
    phone = world.phone()
    missed = [{"planned_visit_id": uuid7(), "reason": "r" * 40}] * 200
    true("these days are worth a mark", LARGE * len(canonical(missed)) > MARK_BYTES)
    for number in range(LARGE):
        phone.end_day(number)["args"]["missed"] = missed
    for _ in range(2):  # 512 KiB a push
        phone.take_push(heard(phone.send(phone.push_body(LARGE // 2))))
    marked_often(world.phone())
    for number in range(DAYS):
        phone.end_day(number)
    while phone.unsent:
        phone.push()
    marked_often(world.phone())


def marked_often(fresh: Phone) -> None:
    frames = fresh.pull()
    positions(frames)
    count = size = 0
    for frame in frames:
        if frame["t"] == "mark":
            count = size = 0
        elif frame["t"] == "put":
            true(f"at most {MARK_FRAMES} frames go without a mark", count < MARK_FRAMES)
            true(f"{size} bytes go without a mark: at most {MARK_BYTES}", size < MARK_BYTES)
            count, size = count + 1, size + len(canonical(frame["b"]))


@requirement("S29")
def cursor_zero_gets_no_tombstones(world: World) -> None:
    true("a stop has left her scope", "leave" in kinds(world.moved_stop.frames))
    fresh = world.phone()
    frames = fresh.catch_up([fresh.own])
    gone = [frame for frame in frames if frame["t"] in ("del", "leave")]
    equal("tombstones from cursor 0", [], gone)


@requirement("S30")
def nothing_new_is_nothing(world: World) -> None:
    phone = world.phone()
    phone.end_day(note=uuid7())
    phone.push()
    phone.catch_up([phone.own])
    equal("frames from the same cursors", ["hello", "end"], kinds(phone.pull_own()))


@requirement("S31")
def a_cursor_it_cannot_continue_is_reset(world: World) -> None:
    for epochs, beyond in ((1, 0), (0, 1_000_000)):
        phone = world.phone()
        phone.catch_up([phone.own])
        rows = dict(phone.scopes[phone.own].rows)
        phone.scopes[phone.own].epoch += epochs
        phone.scopes[phone.own].pos += beyond
        starts_anew(phone)
        equal("the rows afterwards", rows, phone.scopes[phone.own].rows)


def starts_anew(phone: Phone, **changed: Any) -> None:
    """A pull resets her own scope; a row that is not there any more goes."""
    phone.scopes[phone.own].rows["day_summary", "of-another-history"] = (1, b"{}")
    frames = phone.pull(phone.pull_body([phone.own]), **changed)
    phone.wire.shows()
    true("the scope is reset", "reset" in kinds(frames))
    first = kinds(frames).index("reset")
    true("no row comes before its reset", "put" not in kinds(frames[:first]))
    equal("whose reset", phone.own, frames[first]["scope"])
    phone.take(frames)


@requirement("S32")
def positions_of_another_history_are_nothing(world: World) -> None:
    phone = world.phone()
    phone.end_day(note=uuid7())
    phone.push()
    phone.catch_up([phone.own])
    rows = dict(phone.scopes[phone.own].rows)
    starts_anew(phone, server_id="another-history")
    equal("the rows afterwards", rows, phone.scopes[phone.own].rows)


@requirement("S33")
def what_is_not_granted_is_gone(world: World) -> None:
    phone = world.phone()
    phone.catch_up([phone.own])
    foreign = [f"store:{world.foreign_stores[-1]}", f"user:{world.colleague.id}"]
    frames = phone.pull(cursors=[[name, 1, 0] for name in foreign])
    world.wire.shows()
    gone = sorted(frame["scope"] for frame in frames if frame["t"] == "gone")
    equal("what is gone", sorted(foreign), gone)
    equal("frames", ["end", "gone", "gone", "hello"], sorted(kinds(frames)))
    stop = world.moved_stop
    true("a store was lent to her for a stop", stop.was_lent)
    true("it was taken back", {"t": "gone", "scope": stop.scope} in stop.frames)
    frames = stop.phone.pull(cursors=stop.cursors)
    told = [frame for frame in frames if frame.get("scope") == stop.scope]
    equal("what is told of it now", [{"t": "gone", "scope": stop.scope}], told)


@requirement("S34")
def what_is_out_of_reach_looks_like_nothing(world: World) -> None:
    phone, other = world.phone(), Phone(world.colleague)
    phone.catch_up([phone.own])
    other.catch_up([other.own])
    store, nowhere = world.foreign_stores[-1], f"no-store-{uuid7()}"
    visit = other.check_in(store)["id"]
    other.push()
    letters = list(other.records("inbox_item")) or [other.own]
    photo = begun(other, uuid7().encode()).rpartition("/")[2]

    def pulled(name: str) -> Any:
        return [f for f in phone.pull(cursors=[[f"store:{name}", 1, 0]]) if f["t"] != "hello"]

    def audited(name: str) -> Any:
        body = {"replica_id": phone.replica_id, "scope": f"store:{name}", "epoch": 1, "pos": 0}
        phone.owner.bind(phone.replica_id)
        answer = world.wire.ask("POST", "/sync/v1/audit", token=phone.owner.token, json=body)
        return refused(answer, 404, "scope/unknown")

    def pushed(name: str) -> Any:
        phone.check_in(name)
        return phone.push()["results"][-1]

    def left(name: str) -> Any:
        phone.check_out(name)
        return phone.push()["results"][-1]

    def read(name: str) -> Any:
        phone.say("inbox.read", "inbox_item", name, {})
        return phone.push()["results"][-1]

    def asked(name: str) -> Any:
        token = phone.push_token
        answer = world.wire.ask("HEAD", f"/sync/v1/files/{name}", token=token, headers=TUS)
        return [answer.status_code, "upload-offset" in answer.headers]

    for ask, there, not_there in (
        (pulled, store, nowhere),
        (audited, store, nowhere),
        (pushed, store, nowhere),
        (left, visit, uuid7()),
        (read, letters[0], uuid7()),
        (asked, photo, uuid7()),
    ):
        answers = [anonymous(ask(name), name) for name in (there, not_there)]
        equal(f"what is told of {there} and of {not_there}", *answers)


def anonymous(told: Any, name: str) -> str:
    """An answer without what differs from one question to the next."""
    text = msgspec.json.encode(told).decode().replace(name, "NAME")
    plain = msgspec.json.decode(text)
    if isinstance(plain, dict):
        for varying in ("server_time", "local_seq", "op_id", "instance"):
            plain.pop(varying, None)
    return msgspec.json.encode(plain).decode()


@requirement("S35")
def remembers_confirmed_cursors(world: World) -> None:
    phone = world.phone()
    phone.catch_up()
    phone.pull()  # confirms what it holds
    table = phone.pull_body()
    del table["cursors"]
    quiet = phone.pull(table, known=digest_of(phone))
    world.wire.shows()
    equal("a pull that knows the same", ["hello", "end"], kinds(quiet))
    size = len(canonical(table)) + sum(len(canonical(frame)) + 1 for frame in quiet)
    true(f"it costs {size} bytes both ways, under {QUIET_BYTES}", size < QUIET_BYTES)
    before = digest_of(phone)
    phone.end_day(note=uuid7())
    phone.push()
    frames = phone.pull(table, known=before)
    true("it brings what is new", "put" in kinds(frames))
    phone.take(frames)
    own = phone.scopes[phone.own]
    moved = [[phone.own, own.epoch, own.pos]]
    equal("moved", ["hello", "end"], kinds(phone.pull(table, known=before, moved=moved)))
    equal("moved and known", ["hello", "end"], kinds(phone.pull(table, known=digest_of(phone))))
    lost = phone.pull(table, known="0" * 31 + "1")
    equal("a pull that knows something else", ["hello", "need-cursors", "end"], kinds(lost))


def digest_of(phone: Phone) -> str:
    """Of her table of cursors."""
    total = sum(cursor_hash(name, held.epoch, held.pos) for name, held in phone.scopes.items())
    return hexadecimal(total % MODULUS)


@requirement("S36")
def says_what_left_and_not_where_to(world: World) -> None:
    stop = world.moved_stop
    world.wire.exchanges.append(stop.exchange)
    left = [frame for frame in stop.frames if frame.get("id") == stop.id]
    equal("frames of the stop that was moved away", ["leave"], kinds(left))
    true("it does not say where to", world.colleague.id not in canonical(left[0]).decode())
    true("she does not hold it any more", stop.id not in stop.phone.records("planned_visit"))
