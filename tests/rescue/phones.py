"""Damaged phones' files, as the app's own writer made them, and a server to bring them to."""

import hashlib
import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from backend.identity import Device
from backend.rescue.file import Brought, bring
from backend.rescue.lines import someone
from backend.store.rescue_key import RescueKey
from backend.sync.push import push
from sync_protocol.rescue import Rescued, open_file, token_hash
from tests import pictures
from tests.server_process import ROOT
from tests.town import Town

SEED = b"a seed that only tests have" + bytes(5)
KEY = RescueKey(SEED)
SAFE = {"applied", "duplicate", "quarantined"}
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Story:
    """What was saved on a phone, what its damage took, and the file it then wrote."""

    name: str
    ops: list[dict[str, Any]]
    photos: list[dict[str, Any]]
    lost: dict[str, list[str]]
    phones: list[dict[str, str]]
    unreadable: list[dict[str, str]]
    code: str | None
    file: bytes

    def left_ops(self) -> list[dict[str, Any]]:
        return [op for op in self.ops if op["op_id"] not in self.lost["ops"]]

    def left_photos(self) -> list[dict[str, Any]]:
        return [one for one in self.photos if one["photo_id"] not in self.lost["photos"]]

    def opened(self, data: bytes | None = None) -> Rescued:
        return open_file(data or self.file, KEY.private, self.code or "")


def tell(folder: Path) -> dict[str, Story]:
    """Every story of pwa/src/rescue/testing/damage.ts, by name."""
    (folder / "pictures").mkdir()
    for seed in range(5):
        file = folder / "pictures" / f"{seed}.jpg"
        file.write_bytes(pictures.jpeg(120, 90, seed=seed + 1))
    subprocess.run(
        ["node", HERE / "stories.mjs", ROOT / "pwa", folder / "pictures", KEY.text, folder],
        check=True, timeout=120,
    )  # fmt: skip
    told = json.loads((folder / "stories.json").read_text())
    return {
        story["name"]: Story(**{**story, "file": (folder / story["file"]).read_bytes()})
        for story in told
    }


async def register(town: Town, story: Story) -> None:
    """The server knows the phone, by the token it pushes with."""
    for phone in story.phones:
        await town.sql(
            "INSERT INTO sync_replica (replica_id, user_id, device_name, next_seq, acked_through,"
            " ops_digest_hi, ops_digest_lo, schema_version, app, registered_at, last_seen_at)"
            " VALUES (?, ?, 'phone', 1, 0, 0, 0, 1, 'test', ?, ?)",
            phone["replica_id"], phone["user_id"], town.store.clock(), town.store.clock(),
        )  # fmt: skip
        await town.sql(
            "INSERT INTO push_token (token_hash, replica_id, made_at) VALUES (?, ?, ?)",
            token_hash(phone["push_token"]), phone["replica_id"],
            town.store.clock(),
        )  # fmt: skip


async def push_as(
    town: Town, replica_id: str, user_id: str, ops: Iterable[dict[str, Any]], *, anew: bool = False
) -> list[dict[str, Any]]:
    """What the phone itself says, if it lives on; `anew`: under a replica it took after a fork."""
    said = [json.loads(op["text"]) for op in ops]
    if anew:
        said = [{**op, "local_seq": seq} for seq, op in enumerate(said, 1)]
    body = {
        "protocol": 1, "schema": 1, "replica_id": replica_id, "app": "test", "sent_at": "x",
        "acked_through": 0, "ops": said,
    }  # fmt: skip
    device = Device(replica_id, await someone(town.store, user_id), may_read=False)
    # As JavaScript writes it: half an emoji is an escape.
    answer = await push(town.store, town.parts.registry, device, json.dumps(body).encode())
    results: list[dict[str, Any]] = msgspec.json.decode(answer)["results"]
    return results


Everything = dict[str, list[tuple[Any, ...]]]
TABLES = ("sync_op", "sync_replica", "visit", "photo", "sync_blob", "blob_owner", "upload")


async def everything(town: Town) -> Everything:
    """All that an import could change. (Jobs are what the worker does of its own accord.)"""
    return {name: sorted(await town.rows(f"SELECT * FROM {name}"), key=repr) for name in TABLES}


async def each_exactly_once(town: Town, story: Story, ops: list[dict[str, Any]]) -> None:
    """Every operation is heard once, and said its own words."""
    rows = await town.rows("SELECT op_id, status, code, kind FROM sync_op")
    for op in ops:
        mine = [row for row in rows if row[0] == op["op_id"]]
        first = [row for row in mine if row[1] != "duplicate" and row[2] != "op/reused"]
        assert len(first) == 1, (story.name, op, mine)
        assert first[0][1] in SAFE, (op, first)
    visits = [row[0] for row in await town.rows("SELECT id FROM visit")]
    assert len(visits) == len(set(visits))


async def pictures_are_here(town: Town, photos: Iterable[dict[str, Any]]) -> None:
    """Whole, under their own name, and theirs who took them."""
    for one in photos:
        path = town.parts.blobs.path(one["sha256"])
        assert hashlib.sha256(path.read_bytes()).hexdigest() == one["sha256"]
        assert await town.rows(
            "SELECT 1 FROM blob_owner WHERE sha256 = ? AND user_id = ?",
            one["sha256"], one["user_id"],
        )  # fmt: skip


async def brought(town: Town, rescued: Rescued, vouched: Iterable[str] = ()) -> list[Brought]:
    return await bring(town.parts, rescued, set(vouched))
