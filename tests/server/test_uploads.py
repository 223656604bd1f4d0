"""Photos by tus 1.0: they arrive whole, once, for their owner, whatever the network does."""

import asyncio
import base64
import gzip
import hashlib
import os
import random
import time
import uuid
from typing import Any

import httpx
import pytest

from backend.sync.uploads import KEPT_DAYS
from tests import pictures
from tests.engines import ON_BOTH_PLACES, Database
from tests.town import Caller, Town, a_town
from tests.world import ago, photo

pytestmark = [pytest.mark.anyio, ON_BOTH_PLACES]

TUS = {"Tus-Resumable": "1.0.0"}
OCTETS = {**TUS, "Content-Type": "application/offset+octet-stream"}
FILES = "/sync/v1/files"


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def named(data: bytes, name: str | None = None) -> dict[str, str]:
    """Headers of an announcement."""
    said = f"sha256 {b64((name or sha256(data)).encode())},filetype {b64(b'image/jpeg')}"
    return {**TUS, "Upload-Length": str(len(data)), "Upload-Metadata": said}


async def test_headers_that_are_no_ascii_are_a_problem_or_somebody_elses_business(
    database: Database,
) -> None:
    async with a_town(database) as town:
        rep, data = await town.sign_in("rep.cc01"), pictures.jpeg()
        good = named(data)
        for metadata, status in (
            ("sha256 é", 400), (good["Upload-Metadata"] + ",filename 图", 201),
        ):  # fmt: skip
            headers = {**good, "Upload-Metadata": metadata.encode()}
            answer = await rep("POST", FILES, headers=headers)
            assert answer.status_code == status, answer.text
        where = await begin(rep, data)
        odd = {**OCTETS, "Upload-Offset": "0", "Upload-Checksum": "sha1 @@@é".encode()}
        answer = await rep("PATCH", where, content=data, headers=odd)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")


async def begin(caller: Caller, data: bytes, **more: Any) -> str:
    answer = await caller("POST", FILES, headers=named(data), **more)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


async def send(
    caller: Caller, where: str, data: bytes, offset: int = 0, **headers: str
) -> httpx.Response:
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    given = {**OCTETS, "Upload-Offset": str(offset), **more}
    return await caller("PATCH", where, content=data, headers=given)


async def offset_of(caller: Caller, where: str) -> int:
    answer = await caller("HEAD", where, headers=TUS)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    return int(answer.headers["upload-offset"])


async def cut_off(town: Town, caller: Caller, where: str, data: bytes, offset: int) -> None:
    """A PATCH whose connection breaks after these bytes."""
    events: list[dict[str, Any]] = [
        {"type": "http.request", "body": data[i : i + 7000], "more_body": True}
        for i in range(0, len(data), 7000)
    ]
    events.append({"type": "http.disconnect"})
    headers = {
        **OCTETS, "Upload-Offset": str(offset), "Authorization": f"Bearer {caller.token}",
    }  # fmt: skip
    scope = {
        "type": "http", "method": "PATCH", "path": where, "raw_path": where.encode(),
        "query_string": b"", "scheme": "http", "http_version": "1.1", "root_path": "",
        "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
        "client": ("127.0.0.1", 1), "server": ("town", 80),
    }  # fmt: skip

    async def receive() -> Any:
        return events.pop(0)

    async def send_nowhere(_: Any) -> None:
        return None

    await town.app(scope, receive, send_nowhere)  # type: ignore[arg-type]


async def test_a_photo_cut_off_at_random_bytes_arrives_whole_and_every_byte_is_sent_once(
    database: Database,
) -> None:
    rng = random.Random(20261125)
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        for seed in range(4):
            data = pictures.jpeg(seed=seed)
            await town.world.rep.says("photo.attach", f"PH-{seed}", photo(sha256=sha256(data)))
            where = await begin(rep, data)
            cuts = sorted(rng.sample(range(1, len(data)), 6))
            for start, end in zip([0, *cuts], cuts, strict=False):
                assert await offset_of(rep, where) == start
                await cut_off(town, rep, where, data[start:end], start)
            assert await offset_of(rep, where) == cuts[-1]
            done = await send(rep, where, data[cuts[-1] :], cuts[-1])
            assert (done.status_code, done.headers["upload-offset"]) == (204, str(len(data)))

            assert await town.original(data) == data
            assert (await town.world.rep.sees("photo"))[f"PH-{seed}"]["present"] is True


async def test_bytes_may_come_before_their_photo(database: Database) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        rep = await town.sign_in("rep.cc01")
        where = await begin(rep, data)
        assert (await send(rep, where, data)).status_code == 204
        await town.world.rep.says("photo.attach", "PH-1", photo(sha256=sha256(data)))
        assert (await town.world.rep.sees("photo"))["PH-1"]["present"] is True


async def test_only_the_authors_own_photos_become_present(database: Database) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        args = photo(sha256=sha256(data), store_id="ST-3")
        await town.world.rep2.says("photo.attach", "PH-2", args)
        rep = await town.sign_in("rep.cc01")
        await send(rep, await begin(rep, data), data)
        assert (await town.world.rep2.sees("photo"))["PH-2"]["present"] is False


async def test_a_push_only_token_brings_photos_after_the_account_has_ended(
    database: Database,
) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        rep = await town.sign_in("rep.cc01")
        await town.world.rep.says("photo.attach", "PH-1", photo(sha256=sha256(data)))
        await town.sql("UPDATE employment SET until_at = ? WHERE person_id = 'rep.cc01'", ago())
        rep.token = str(rep.push_token)
        where = await begin(rep, data)
        assert (await send(rep, where, data)).status_code == 204
        assert await town.rows("SELECT present FROM photo") in ([(True,)], [(1,)])


async def test_known_bytes_need_not_be_sent_again_by_the_same_person(
    database: Database,
) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        rep = await town.sign_in("rep.cc01")
        await send(rep, await begin(rep, data), data)

        again = await rep("POST", FILES, headers=named(data))
        assert (again.status_code, again.headers["upload-offset"]) == (201, str(len(data)))
        stock = await send(rep, again.headers["location"], data[:1000], 0)
        assert (stock.status_code, stock.headers["upload-offset"]) == (204, str(len(data)))
        odd = await send(
            rep, again.headers["location"], data[:9], Upload_Checksum=f"sha1 {b64(bytes(20))}"
        )
        assert (odd.status_code, odd.json()["code"]) == (460, "blob/hash-mismatch")
        other = await town.sign_in("rep.cc02")
        anew = await other("POST", FILES, headers=named(data))
        assert anew.headers["upload-offset"] == "0"


async def test_an_upload_is_known_to_its_owner_only(database: Database) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        rep, other = await town.sign_in("rep.cc01"), await town.sign_in("rep.cc02")
        where = await begin(rep, data)
        for method in ("HEAD", "PATCH", "DELETE"):
            headers = {**OCTETS, "Upload-Offset": "0"}
            answer = await other(method, where, headers=headers, content=b"x")
            assert answer.status_code == 404
        assert await offset_of(rep, where) == 0


async def test_bytes_that_do_not_hash_to_their_name_are_thrown_away(database: Database) -> None:
    async with a_town(database) as town:
        data, promised = pictures.jpeg(seed=1), sha256(pictures.jpeg(seed=2))
        rep = await town.sign_in("rep.cc01")
        await town.world.rep.says("photo.attach", "PH-1", photo(sha256=promised))
        answer = await rep("POST", FILES, headers=named(data, promised))
        where = answer.headers["location"]
        answer = await send(rep, where, data)
        assert (answer.status_code, answer.json()["code"]) == (422, "blob/hash-mismatch")
        assert (await rep("HEAD", where, headers=TUS)).status_code == 404
        assert town.on_disk() == []
        assert await town.parts.blobs.size(promised) is None
        assert (await town.world.rep.sees("photo"))["PH-1"]["present"] is False


@pytest.mark.parametrize(
    "data",
    [b"<html>no picture</html>" * 50, b"\xff\xd8\xff\xe0 not really", b"GIF89a" + b"x" * 500,
     pictures.bomb(), pictures.jpeg()[:200], *pictures.polyglots().values()],
    ids=["html", "half a header", "gif", "bomb", "truncated", *pictures.polyglots()],
)  # fmt: skip
async def test_what_is_no_picture_is_refused(database: Database, data: bytes) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        answer = await send(rep, await begin(rep, data), data)
        assert (answer.status_code, answer.json()["code"]) == (415, "blob/not-an-image")
        assert "uploads" not in answer.json()["detail"]  # no word about our folders
        assert await town.rows("SELECT sha256 FROM sync_blob") == []


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
async def test_a_piece_with_a_wrong_checksum_changes_nothing(
    database: Database, algorithm: str
) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        half = len(data) // 2
        rep = await town.sign_in("rep.cc01")
        where = await begin(rep, data)
        good = f"{algorithm} {b64(hashlib.new(algorithm, data[:half]).digest())}"
        bad = f"{algorithm} {b64(hashlib.new(algorithm, b'other').digest())}"

        answer = await send(rep, where, data[:half], 0, Upload_Checksum=bad)
        assert (answer.status_code, answer.json()["code"]) == (460, "blob/hash-mismatch")
        assert await offset_of(rep, where) == 0
        assert (await send(rep, where, data[:half], 0, Upload_Checksum=good)).status_code == 204
        answer = await send(rep, where, data[half:], half, Upload_Checksum=bad)
        assert answer.status_code == 460
        assert await offset_of(rep, where) == half
        assert (await send(rep, where, data[half:], half)).status_code == 204


async def test_a_wrong_offset_is_answered_with_the_right_one(database: Database) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        rep = await town.sign_in("rep.cc01")
        where = await begin(rep, data)
        await send(rep, where, data[:1000])
        for offset in (0, 999, 1001, len(data), 10**12):
            answer = await send(rep, where, data[offset : offset + 10], offset)
            assert (answer.status_code, answer.json()["code"]) == (409, "blob/offset")
            assert answer.headers["upload-offset"] == "1000"
            assert answer.headers["tus-resumable"] == "1.0.0"


async def test_more_bytes_than_announced_are_not_taken(database: Database) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        rep = await town.sign_in("rep.cc01")
        where = await begin(rep, data)
        await send(rep, where, data[:100])
        answer = await send(rep, where, data[100:] + b"more", 100)
        assert (answer.status_code, answer.json()["code"]) == (413, "blob/too-large")
        assert await offset_of(rep, where) == 100


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": str(25 * 1024 * 1024 + 1)}, 413),
        ({"Upload-Length": "0"}, 400),
        ({"Upload-Length": "-5"}, 400),
        ({"Upload-Length": "9" * 400}, 400),
        ({"Upload-Metadata": "filename eA=="}, 400),
        ({"Upload-Metadata": f"sha256 {b64(b'../../etc/passwd')}"}, 400),
        ({"Upload-Metadata": "sha256 !!!"}, 400),
        ({"Upload-Checksum": "crc32 AAAA"}, 400),
        ({"Tus-Resumable": "0.2.2"}, 412),
    ],
)
async def test_an_announcement_that_cannot_be_is_refused(
    database: Database, headers: dict[str, str], status: int
) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        answer = await rep("POST", FILES, headers={**named(b"x"), **headers})
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        if status == 412:
            assert answer.headers["tus-version"] == "1.0.0"


async def test_bytes_are_taken_as_they_are(database: Database) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        rep = await town.sign_in("rep.cc01")
        where = await begin(rep, data)
        packed = await send(rep, where, gzip.compress(data), Content_Encoding="gzip")
        assert (packed.status_code, packed.json()["code"]) == (415, "bad-request")
        assert await offset_of(rep, where) == 0


async def test_creation_may_bring_the_bytes(database: Database) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        rep = await town.sign_in("rep.cc01")
        headers = {**named(data), "Content-Type": OCTETS["Content-Type"]}
        answer = await rep("POST", FILES, headers=headers, content=data[:500])
        assert (answer.status_code, answer.headers["upload-offset"]) == (201, "500")
        where = answer.headers["location"]
        assert (await send(rep, where, data[500:], 500)).status_code == 204


async def test_patch_and_delete_may_be_said_through_post(database: Database) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        rep = await town.sign_in("rep.cc01")
        where = await begin(rep, data)
        headers = {**OCTETS, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
        answer = await rep("POST", where, headers=headers, content=data[:10])
        assert (answer.status_code, answer.headers["upload-offset"]) == (204, "10")
        headers["X-HTTP-Method-Override"] = "DELETE"
        assert (await rep("POST", where, headers=headers)).status_code == 204
        assert (await rep("HEAD", where, headers=TUS)).status_code == 404


async def test_an_upload_given_up_is_gone_and_one_forgotten_expires(database: Database) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        rep = await town.sign_in("rep.cc01")
        given_up = await begin(rep, data)
        assert (await rep("DELETE", given_up, headers=TUS)).status_code == 204
        assert (await rep("HEAD", given_up, headers=TUS)).status_code == 404
        assert town.on_disk() == []

        where = await begin(rep, data)
        assert "GMT" in (await rep("HEAD", where, headers=TUS)).headers["upload-expires"]
        await town.sql("UPDATE upload SET expires_at = ?", ago(seconds=1))
        answer = await send(rep, where, data)
        assert (answer.status_code, answer.json()["code"]) == (410, "blob/expired")


async def test_an_upload_given_up_while_its_last_bytes_come_is_gone(database: Database) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        rep = await town.sign_in("rep.cc01")
        where = await begin(rep, data)

        async def whole() -> Any:
            yield data[:5000]
            assert (await rep("DELETE", where, headers=TUS)).status_code == 204
            yield data[5000:]

        answer = await rep(
            "PATCH", where, content=whole(), headers={**OCTETS, "Upload-Offset": "0"}
        )
        assert (answer.status_code, answer.json()["code"]) == (404, "blob/unknown")
        assert town.on_disk() == []


async def test_what_is_spoken_is_told_to_anybody(database: Database) -> None:
    async with a_town(database) as town:
        answer = await town.client.options(FILES)
        assert answer.status_code == 204
        assert answer.headers["tus-version"] == "1.0.0"
        spoken = set(answer.headers["tus-extension"].split(","))
        assert spoken >= {"creation", "checksum", "expiration", "termination"}
        assert answer.headers["tus-max-size"] == str(25 * 1024 * 1024)


async def test_a_server_that_died_with_all_bytes_on_disk_finishes_when_it_is_asked(
    database: Database,
) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        rep = await town.sign_in("rep.cc01")
        await town.world.rep.says("photo.attach", "PH-1", photo(sha256=sha256(data)))
        where = await begin(rep, data)
        part = town.parts.unfinished.path(where.rpartition("/")[2])
        part.write_bytes(data)  # before the hash was taken
        assert await offset_of(rep, where) == len(data)
        assert (await town.world.rep.sees("photo"))["PH-1"]["present"] is True


async def test_a_server_that_died_before_the_database_knew_finishes_when_it_is_asked(
    database: Database,
) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        rep = await town.sign_in("rep.cc01")
        await town.world.rep.says("photo.attach", "PH-1", photo(sha256=sha256(data)))
        where = await begin(rep, data)
        part = town.parts.unfinished.path(where.rpartition("/")[2])
        part.write_bytes(data)
        await town.parts.blobs.keep(part, sha256(data), "rep.cc01")
        answer = await send(rep, where, b"", len(data))
        assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(len(data)))
        assert (await town.world.rep.sees("photo"))["PH-1"]["present"] is True


async def test_a_newer_request_takes_over_from_one_whose_phone_is_gone(
    database: Database,
) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        rep = await town.sign_in("rep.cc01")
        where = await begin(rep, data)
        silent = asyncio.Event()

        async def half() -> Any:
            yield data[:5000]
            silent.set()
            await asyncio.sleep(3600)

        headers = {**OCTETS, "Upload-Offset": "0"}
        hanging = asyncio.create_task(rep("PATCH", where, content=half(), headers=headers))
        await silent.wait()
        assert await offset_of(rep, where) == 5000
        answer = await hanging
        assert (answer.status_code, answer.json()["code"]) == (423, "busy")
        assert (await send(rep, where, data[5000:], 5000)).status_code == 204


async def test_many_who_send_the_same_bytes_at_once_lose_nothing(database: Database) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        for seed in range(8):
            data = pictures.jpeg(seed=seed)
            where = await begin(rep, data)
            answers = await asyncio.gather(*(send(rep, where, data) for _ in range(5)))
            assert {answer.status_code for answer in answers} <= {204, 409, 423}
            now = await offset_of(rep, where)
            if now < len(data):
                assert (await send(rep, where, data[now:], now)).status_code == 204
            assert await town.original(data) == data


async def test_nobody_can_fill_the_disk_with_beginnings(database: Database) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        await town.sql(
            "INSERT INTO upload (upload_id, user_id, sha256, mime, size, created_at, expires_at)"
            " SELECT 'u' || n, 'rep.cc01', 's' || n, '', 1, '2026', '2027'"
            " FROM (WITH RECURSIVE k (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < 300)"
            " SELECT n FROM k) AS numbers"
        )
        answer = await rep("POST", FILES, headers=named(pictures.jpeg()))
        assert (answer.status_code, answer.json()["code"]) == (429, "busy")
        assert int(answer.headers["retry-after"]) > 0


async def test_parts_that_nobody_will_ask_for_again_are_swept(database: Database) -> None:
    """As an upload leaves them that was finished at another process, on another disk."""
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        old, young = (town.parts.unfinished.path(str(uuid.uuid4())) for _ in range(2))
        for part, days in ((old, KEPT_DAYS + 0.01), (young, KEPT_DAYS - 0.01)):
            part.write_bytes(b"x")
            os.utime(part, (0, time.time() - days * 86_400))
        where = await begin(rep, pictures.jpeg())
        begun = town.parts.unfinished.path(where.rpartition("/")[2])
        assert set(town.parts.unfinished.folder.iterdir()) == {young, begun}
