"""Servers that lack one safeguard each, and the requirements each can then not meet.

`python -m tests.conformance.broken NAME --port 8001 --data FOLDER` serves one of them over a demo
world, for whoever wants to see the suite fail. Nothing of it exists outside the tests. One list in
the order of the requirements, and therefore long.
"""

import argparse
import dataclasses
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
import uvicorn
from litestar.di import Provide

from backend import app, problem_details
from backend.people import access, accounts
from backend.refused import Quarantined, Refused
from backend.settings import Settings
from backend.store import announce
from backend.store.announce import Announced
from backend.store.receipts import Receipts
from backend.sync import asking, audit, bodies, files, http, live, pull, push, uploads
from backend.sync.problems import SyncProblem
from backend.visits import commands as visits
from backend.visits import photos, whose

Patch = pytest.MonkeyPatch


@dataclass(frozen=True)
class Broken:
    plant: Callable[[Patch], None]
    fails: tuple[str, ...]


BROKEN: dict[str, Broken] = {}


def fails(*numbers: str) -> Callable[[Callable[[Patch], None]], Callable[[Patch], None]]:
    """Exactly these requirements are then not met."""

    def keep(plant: Callable[[Patch], None]) -> Callable[[Patch], None]:
        BROKEN[plant.__name__] = Broken(plant, numbers)
        return plant

    return keep


# At every door


@fails("S1")
def hello_keeps_a_limit_to_itself(m: Patch) -> None:
    m.delitem(http.LIMITS, "page_bytes")


@fails("S2")
def a_refusal_is_not_a_problem_document(m: Patch) -> None:
    m.setattr(problem_details, "MEDIA_TYPE", "application/json")


@fails("S2")
def a_title_is_only_the_code(m: Patch) -> None:
    m.setattr(problem_details, "TITLES", {code: code for code in problem_details.TITLES})


@fails("S3")
def a_stranger_is_told_403(m: Patch) -> None:
    async def by_session(store: Any, token: str) -> Any:
        raise SyncProblem("role/not-allowed", 403, "Not for you.")

    honest = access.by_session

    async def known(store: Any, token: str) -> Any:
        return await (by_session if "nobody" in token else honest)(store, token)

    m.setattr(access, "by_session", known)


@fails("S4")
def a_push_token_reads(m: Patch) -> None:
    async def device(request: Any, store: Any) -> Any:
        found = await access.pushing_device(request, store)
        return dataclasses.replace(found, may_read=True)

    device.__annotations__ = access.device.__annotations__
    m.setitem(app.DEPENDENCIES, "device", Provide(device))


@fails("S4")
def a_push_token_ends_with_its_session(m: Patch) -> None:
    honest = accounts.sign_out

    async def sign_out(store: Any, token_hash: bytes) -> None:
        async def forget(records: Any) -> None:
            records.execute(
                "DELETE FROM push_token WHERE replica_id ="
                " (SELECT replica_id FROM session WHERE token_hash = ?)",
                token_hash,
            )

        await store.write(forget)
        await honest(store, token_hash)

    m.setattr(accounts, "sign_out", sign_out)


@fails("S5")
def a_replica_goes_to_whoever_claims_it(m: Patch) -> None:
    honest = accounts._register

    async def register(records: Any, person_id: str, installation: Any) -> str:
        records.execute(
            "UPDATE sync_replica SET user_id = ? WHERE replica_id = ?",
            person_id, installation.replica_id,
        )  # fmt: skip
        try:
            return await honest(records, person_id, installation)
        except SyncProblem:
            return "xp_taken"

    m.setattr(accounts, "_register", register)


@fails("S6", "S8")
def gzip_is_not_taken(m: Patch) -> None:
    m.setattr(bodies, "WINDOW", {})


@fails("S7")
def answers_are_never_packed(m: Patch) -> None:
    m.setattr(http, "chosen_encoding", lambda accepts: "identity")


@fails("S7")
def answers_are_always_packed(m: Patch) -> None:
    m.setattr(http, "chosen_encoding", lambda accepts: "gzip")


@fails("S8")
def a_bomb_unfolds(m: Patch) -> None:
    m.setattr(bodies, "PLAIN_BYTES", 1 << 40)
    m.setattr(bodies, "RATIO", 1 << 40)


@fails("S9")
def a_push_may_be_of_any_length(m: Patch) -> None:
    m.setattr(push, "OPS_PER_PUSH", 1 << 40)


@fails("S9")
def a_push_may_have_any_number_of_bytes(m: Patch) -> None:
    m.setattr(push, "PUSH_BYTES", 1 << 40)


@fails("S9")
def a_pull_may_ask_for_any_number(m: Patch) -> None:
    m.setattr(asking, "SCOPES_PER_PULL", 1 << 40)


# Push


@fails("S10")
def a_gap_is_not_noticed(m: Patch) -> None:
    honest = push.Hearing._replica

    async def replica(self: Any, records: Any) -> Any:
        next_seq, acked, digest = await honest(self, records)
        first = self.numbers[0].local_seq if self.numbers else next_seq
        return max(next_seq, first), acked, digest

    m.setattr(push.Hearing, "_replica", replica)


@fails("S11", "S12", "S13", "S14", "S16")
def a_repeat_is_carried_out_again(m: Patch) -> None:
    honest = push.Hearing._replica

    async def replica(self: Any, records: Any) -> Any:
        next_seq, acked, digest = await honest(self, records)
        first = self.numbers[0].local_seq if self.numbers else next_seq
        return min(next_seq, first), acked, digest

    async def known(self: Any, records: Any, op_ids: Any) -> dict[str, push.Before]:
        return {}

    m.setattr(push.Hearing, "_replica", replica)
    m.setattr(push.Hearing, "_known", known)
    m.setattr(push, "INSERT_OP", push.INSERT_OP.replace("INSERT", "INSERT OR REPLACE", 1))


@fails("S13")
def a_copied_replica_is_not_noticed(m: Patch) -> None:
    def again(self: Any, number: Any, raw: Any, stored: Any) -> Any:
        result = stored[number.local_seq][4]
        settled = {"local_seq": number.local_seq, "op_id": number.op_id, "status": "settled"}
        return msgspec.Raw(result.encode()) if result else settled

    m.setattr(push.Hearing, "_again", again)


@fails("S14")
def an_op_id_may_be_used_for_something_else(m: Patch) -> None:
    m.setattr(push, "_reused", lambda: {"status": "duplicate"})


@fails("S14")
def a_refusal_said_again_reads_like_a_yes(m: Patch) -> None:
    m.setattr(push.Before, "again", lambda self: {"status": "duplicate"})


@fails("S15", "S20", "S34")
def a_refused_operation_stops_the_push(m: Patch) -> None:
    honest = push._refusal

    def refusal(refused: Refused) -> Any:
        if refused.status == "rejected":
            raise SyncProblem(refused.code, 422, refused.detail)
        return honest(refused)

    m.setattr(push, "_refusal", refusal)


@fails("S16")
def a_line_nobody_can_read_stops_the_push(m: Patch) -> None:
    honest = push.read_operation

    def read(heard: Any, *rest: Any) -> Any:
        ready = honest(heard, *rest)
        if ready is None:
            raise SyncProblem("bad-request", 400, "One of these cannot be read.")
        return ready

    m.setattr(push, "read_operation", read)


@fails("S16")
def what_cannot_be_read_is_left_out_of_the_digest(m: Patch) -> None:
    honest = push.read_operation

    def read(heard: Any, *rest: Any) -> Any:
        ready = honest(heard, *rest)
        if ready is None:
            heard.hash = 0
        return ready

    m.setattr(push, "read_operation", read)


@fails("S17")
def a_newer_schema_is_set_aside(m: Patch) -> None:
    honest = push.read_operation

    def read(heard: Any, *rest: Any) -> Any:
        if heard.said.get("schema", 1) > 3:
            heard.result = {"status": "quarantined", "code": "op/unreadable"}
            return None
        return honest(heard, *rest)

    m.setattr(push, "read_operation", read)


@fails("S6", "S11", "S12", "S16", "S18")
def operations_are_digested_by_their_number(m: Patch) -> None:
    honest = push.Heard.__init__

    def init(self: Any, seq: int, op_id: str, raw: Any) -> None:
        honest(self, seq, op_id, raw)
        if seq > 1:
            self.hash += seq

    m.setattr(push.Heard, "__init__", init)


@fails("S19")
def whoever_is_far_away_is_refused(m: Patch) -> None:
    honest = visits.place

    def place(position: Any, store: Any) -> dict[str, Any]:
        where = honest(position, store)
        if where["fence_result"] == "outside":
            raise Refused("value/out-of-range", "too far")
        return where

    m.setattr(visits, "place", place)


@fails("S15", "S19")
def a_store_that_is_not_hers_is_refused(m: Patch) -> None:
    honest = visits.allowed_store

    async def allowed(*asked: Any) -> Any:
        try:
            return await honest(*asked)
        except Quarantined as set_aside:
            raise Refused(set_aside.code, set_aside.detail) from None

    m.setattr(visits, "allowed_store", allowed)


@fails("S20")
def a_fact_may_be_said_differently(m: Patch) -> None:
    m.setattr(visits, "same", lambda held, values: True)


@fails("S21")
def the_next_number_is_committed_later(m: Patch) -> None:
    honest = pull._stream

    def stream(store: Any, request: Any, hello: dict[str, Any], *rest: Any) -> Any:
        behind = max(1, hello["next_seq"] - 1)
        return honest(store, request, hello | {"next_seq": behind}, *rest)

    m.setattr(pull, "_stream", stream)


@fails("S22")
def an_effect_is_said_to_lie_elsewhere(m: Patch) -> None:
    honest = announce._tell_units

    def tell(lines: Any, scopes: Any, announced: Announced) -> None:
        honest(lines, scopes, announced)
        for places in announced.at.values():
            for place in places:
                place["pos"] += 1

    m.setattr(announce, "_tell_units", tell)


@fails("S23")
def a_push_for_another_history_is_heard(m: Patch) -> None:
    honest = push.read_push

    def read(body: bytes) -> Any:
        envelope, numbers = honest(body)
        return msgspec.structs.replace(envelope, server_id=None), numbers

    m.setattr(push, "read_push", read)


@fails("S24")
def a_receipt_is_for_something_else(m: Patch) -> None:
    honest = Receipts.sign
    m.setattr(Receipts, "sign", lambda self, said: honest(self, said | {"next_seq": 1}))


# Pull


@fails("S25")
def the_end_miscounts(m: Patch) -> None:
    honest = pull._stream

    async def stream(*asked: Any) -> Any:
        async for chunk in honest(*asked):
            yield chunk.replace(b'{"t":"end","frames":', b'{"t":"end","frames":1')

    m.setattr(pull, "_stream", stream)


@fails("S25")
def grants_come_last(m: Patch) -> None:
    honest = pull.granted_scopes

    async def granted(*asked: Any) -> list[str]:
        return list(reversed(await honest(*asked)))

    m.setattr(pull, "granted_scopes", granted)


@fails("S26")
def a_mark_counts_wrong(m: Patch) -> None:
    honest = pull._scope_frames

    def frames(scope: Any, rows: Any, out: Any, *, whole: bool) -> None:
        honest(dataclasses.replace(scope, n=scope.n + 1), rows, out, whole=whole)

    m.setattr(pull, "_scope_frames", frames)


@fails("S26", "S38")
def a_digest_that_does_not_forget(m: Patch) -> None:
    honest = announce._give_positions
    m.setattr(
        announce,
        "_give_positions",
        lambda lines, scopes, minus: (honest(lines, scopes, minus), _add_back(scopes, minus))[0],
    )


def _add_back(scopes: Any, minus: Any) -> None:
    for name, hashes in minus.items():
        scopes[name].digest += sum(hashes)


@fails("S27")
def a_head_is_seen_before_its_lines(m: Patch) -> None:
    """What a sequence or a clock for a cursor does when others commit at the same moment."""
    honest = pull._scope_frames

    def frames(scope: Any, rows: Any, out: Any, *, whole: bool) -> None:
        if scope.cursor and len(rows) > 2:
            rows = rows[:-1]
        honest(scope, rows, out, whole=whole)

    m.setattr(pull, "_scope_frames", frames)


@fails("S28")
def marks_are_rare(m: Patch) -> None:
    m.setattr(pull, "MARK_FRAMES", 1 << 40)


@fails("S28")
def marks_come_after_any_number_of_bytes(m: Patch) -> None:
    m.setattr(pull, "MARK_BYTES", 1 << 40)


@fails("S29")
def a_new_device_is_told_what_is_gone(m: Patch) -> None:
    honest = pull._scope_frames

    def frames(scope: Any, rows: Any, out: Any, *, whole: bool) -> None:
        honest(dataclasses.replace(scope, cursor=scope.cursor or -1), rows, out, whole=whole)

    m.setattr(pull, "_scope_frames", frames)


@fails("S30", "S35")
def the_last_line_is_sent_again(m: Patch) -> None:
    honest = pull._wanted

    async def wanted(read: Any, order: Any, table: Any) -> Any:
        before = {name: (epoch, max(0, pos - 1)) for name, (epoch, pos) in table.items()}
        return await honest(read, order, before)

    m.setattr(pull, "_wanted", wanted)


@fails("S31", "S32")
def nothing_is_reset(m: Patch) -> None:
    honest = pull._wanted

    async def wanted(*asked: Any) -> Any:
        found = await honest(*asked)
        for scope in found:
            scope.reset = False
        return found

    m.setattr(pull, "_wanted", wanted)


@fails("S31")
def a_position_beyond_the_head_is_believed(m: Patch) -> None:
    honest = pull._wanted

    async def wanted(read: Any, order: Any, table: Any) -> Any:
        believed = [name for name in order if table[name][1] < 1_000_000]
        return await honest(read, believed, table)

    m.setattr(pull, "_wanted", wanted)


@fails("S32")
def positions_of_another_history_are_believed(m: Patch) -> None:
    honest = asking.read_request
    m.setattr(
        asking, "read_request", lambda body: msgspec.structs.replace(honest(body), server_id=None)
    )


@fails("S33", "S34")
def whoever_asks_reads(m: Patch) -> None:
    honest = pull.granted_scopes

    async def granted(read: Any, user_id: str, at: str) -> list[str]:
        mine = await honest(read, user_id, at)
        every = await read.rows("SELECT scope_id FROM sync_scope")
        return mine + [scope for (scope,) in every if scope not in mine]

    m.setattr(pull, "granted_scopes", granted)


@fails("S33")
def a_scope_that_ended_is_not_said_to_be_gone(m: Patch) -> None:
    honest = pull._stream

    def stream(store: Any, request: Any, hello: Any, gone: Any, wanted: Any) -> Any:
        return honest(store, request, hello, [], wanted)

    m.setattr(pull, "_stream", stream)


@fails("S33")
def an_ended_grant_still_reads(m: Patch) -> None:
    async def granted(read: Any, user_id: str, at: str) -> list[str]:
        rows = await read.rows("SELECT DISTINCT scope FROM scope_grant WHERE user_id = ?", user_id)
        own = f"user:{user_id}"
        return [own, *sorted(scope for (scope,) in rows if scope != own)]

    m.setattr(pull, "granted_scopes", granted)


@fails("S34")
def an_audit_tells_what_exists(m: Patch) -> None:
    honest = audit.audit

    async def told(store: Any, device: Any, request: Any) -> Any:
        try:
            return await honest(store, device, request)
        except SyncProblem:
            async with store.reading() as read:
                rows = await read.rows("SELECT 1 FROM sync_scope WHERE scope_id = ?", request.scope)
            if rows:
                raise SyncProblem("role/not-allowed", 403, "Not for you.") from None
            raise

    m.setattr(audit, "audit", told)


@fails("S34")
def a_store_out_of_reach_has_a_code_of_its_own(m: Patch) -> None:
    honest = visits.allowed_store

    async def allowed(op: Any, store_id: str, by: Any, records: Any, *rest: Any) -> Any:
        if await records.see(visits.Store, store_id) is None:
            raise Quarantined("record/unknown", store_id)
        return await honest(op, store_id, by, records, *rest)

    m.setattr(visits, "allowed_store", allowed)


@fails("S34")
def a_visit_out_of_sight_has_a_code_of_its_own(m: Patch) -> None:
    async def in_sight(*_: Any) -> bool:
        return True

    m.setattr(visits, "in_sight", in_sight)
    m.setattr(whose, "in_sight", in_sight)


@fails("S35")
def cursors_are_forgotten(m: Patch) -> None:
    async def remember(*asked: Any) -> None:
        return None

    m.setattr(asking, "remember", remember)


@fails("S35")
def whatever_it_remembers_is_right(m: Patch) -> None:
    def table(request: Any, remembered: Any) -> Any:
        if request.cursors is not None:
            return {scope: (epoch, pos) for scope, epoch, pos in request.cursors}
        kept = msgspec.json.decode(remembered) if remembered else {}
        found = {scope: (epoch, pos) for scope, (epoch, pos) in kept.items()}
        return found | {scope: (epoch, pos) for scope, epoch, pos in request.moved}

    m.setattr(pull, "cursor_table", table)


@fails("S29", "S36")
def what_left_is_not_said(m: Patch) -> None:
    honest = announce._lines_of
    m.setattr(announce, "_lines_of", lambda *a: [x for x in honest(*a) if x.kind != announce.LEAVE])


@fails("S36")
def what_left_says_where_to(m: Patch) -> None:
    honest = pull._scope_frames

    def frames(scope: Any, rows: Any, out: list[bytes], *, whole: bool) -> None:
        told: list[bytes] = []
        honest(scope, rows, told, whole=whole)
        out += [x.replace(b'{"t":"leave"', b'{"t":"leave","to":"user:rep.cc02"') for x in told]

    m.setattr(pull, "_scope_frames", frames)


# Live and audit


@fails("S37")
def nobody_is_poked(m: Patch) -> None:
    m.setattr(live.Listening, "hear", lambda self, heads: None)


@fails("S37")
def everybody_is_poked_about_everything(m: Patch) -> None:
    def hear(self: Any, heads: dict[str, int]) -> None:
        self.moved.update(heads)
        self.woken.set()

    m.setattr(live.Listening, "hear", hear)


@fails("S38")
def an_audit_sums_by_something_else(m: Patch) -> None:
    m.setattr(audit, "bucket_of", lambda row_id: len(row_id))


# Photos


@fails("S39", "S40", "S43")
def an_upload_begins_anew_each_time(m: Patch) -> None:
    honest = uploads.Uploads.append

    async def append(self: Any, upload: Any, offset: int, *rest: Any) -> int:
        if offset == 0:
            self.unfinished.path(upload.upload_id).write_bytes(b"")
        return await honest(self, upload, offset, *rest)

    async def offset(self: Any, upload: Any) -> int:
        return 0

    m.setattr(uploads.Uploads, "append", append)
    m.setattr(uploads.Uploads, "offset", offset)


@fails("S40")
def any_offset_will_do(m: Patch) -> None:
    honest = uploads.Uploads.append

    async def append(self: Any, upload: Any, offset: int, *rest: Any) -> int:
        had = self._part_size(upload)
        return await honest(self, upload, offset if had is None else had, *rest)

    m.setattr(uploads.Uploads, "append", append)


@fails("S41")
def checksums_are_not_looked_at(m: Patch) -> None:
    m.setattr(files, "_checksum", lambda request: None)


@fails("S42")
def bytes_may_have_any_name(m: Patch) -> None:
    class Whatever(str):
        def __ne__(self, other: object) -> bool:
            return False

        __hash__ = str.__hash__

    m.setattr(uploads, "sha256_of", lambda part: Whatever())


@fails("S42")
def a_file_may_be_of_any_size(m: Patch) -> None:
    m.setattr(uploads, "LARGEST", 1 << 60)


@fails("S34", "S43")
def an_upload_is_everybodys(m: Patch) -> None:
    async def find(self: Any, upload_id: str, user_id: str) -> Any:
        async with self.store.reading() as read:
            row = await read.one(
                "SELECT upload_id, user_id, sha256, mime, size, expires_at FROM upload"
                " WHERE upload_id = :upload_id",
                {"upload_id": upload_id},
            )
        if row is None:
            raise SyncProblem("blob/unknown", 404, "No such upload.")
        return uploads.Upload(**row)

    m.setattr(uploads.Uploads, "find", find)


@fails("S43")
def bytes_are_known_for_everybody(m: Patch) -> None:
    async def here(self: Any, sha256: str, user_id: str, size: int) -> bool:
        return bool(self._whole_on_disk(sha256, size))

    m.setattr(uploads.Uploads, "here", here)


@fails("S44")
def a_photo_is_present_before_its_bytes(m: Patch) -> None:
    async def here(*asked: Any) -> bool:
        return True

    m.setattr(photos, "bytes_are_here", here)


@fails("S42", "S45")
def an_upload_cannot_be_given_up(m: Patch) -> None:
    async def drop(self: Any, upload: Any) -> None:
        return None

    m.setattr(uploads.Uploads, "drop", drop)


# Versions


@fails("S46")
def a_pull_is_answered_in_any_protocol(m: Patch) -> None:
    class Any_(frozenset[int]):
        def __contains__(self, protocol: object) -> bool:
            return True

    m.setattr(asking, "READABLE", Any_())


@fails("S46")
def a_device_too_old_to_read_is_not_heard(m: Patch) -> None:
    honest = push.push

    async def heard(store: Any, registry: Any, device: Any, body: bytes) -> bytes:
        if push.read_push(body)[0].protocol != push.PROTOCOL:
            raise SyncProblem("upgrade-required", 426, "Update first.")
        return await honest(store, registry, device, body)

    m.setattr(push, "push", heard)


def serve(name: str, settings: Settings, port: int) -> None:
    """Until it is told to end. An empty name serves what we ship."""
    if name:
        BROKEN[name].plant(pytest.MonkeyPatch())
    ours = logging.getLogger("xundian")
    ours.addHandler(logging.NullHandler())
    ours.propagate = False
    uvicorn.run(
        app.create_app(settings), host="127.0.0.1", port=port, access_log=False,
        log_level="critical", timeout_graceful_shutdown=1,
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=list(BROKEN))
    parser.add_argument("--data", type=Path, default=Path(".data"))
    parser.add_argument("--port", type=int, default=8001)
    chosen = parser.parse_args()
    serve(chosen.name, Settings(data=chosen.data, demo=True), chosen.port)


if __name__ == "__main__":
    main()
