"""Photos in S3: the bytes are there under their name before anybody is told so, and an S3 server
that dies, or refuses us, loses nothing. Against a real one, asked at another of its doors."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.outside.blobs import CannotBegin, blob_name, thumb_name
from backend.outside.bucket import Bucket
from backend.settings import Settings
from tests import pictures
from tests.engines import Database
from tests.s3_server import S3Server
from tests.server.test_pictures import hang_up
from tests.server.test_uploads import TUS, begin, named, offset_of, send, sha256
from tests.server.test_worker import a_worker
from tests.server_process import ServerProcess
from tests.town import Town, a_town
from tests.world import check_in, photo

pytestmark = pytest.mark.anyio
on_s3 = pytest.mark.parametrize("photos", ["s3"], indirect=True)


@pytest.fixture
def mortal(s3: S3Server) -> Iterator[S3Server]:
    """May be killed: it lives again for whoever comes next."""
    yield s3
    if s3.process is None:
        s3.start()


async def is_present(town: Town, photo_id: str) -> bool:
    return bool((await town.world.rep.sees("photo"))[photo_id]["present"])


@on_s3
async def test_picture_and_thumbnail_lie_in_the_bucket_and_nothing_on_the_disk(
    database: Database, s3: S3Server
) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        await hang_up(town, "PH-1", data)
        assert s3.seen(database.photos, blob_name(sha256(data))) == data
        assert town.on_disk() == []
        while await a_worker(town).work_once():
            pass
        thumb = s3.seen(database.photos, thumb_name(sha256(data)))
        rep = await town.sign_in("rep.cc01")
        assert (await rep.get("/files/v1/photos/PH-1")).content == thumb
        # Read from there, and not made anew from what may lie here.
        await town.parts.blobs.keep_thumb(sha256(data), b"another")
        assert (await rep.get("/files/v1/photos/PH-1")).content == b"another"
        assert (await rep.get("/files/v1/photos/PH-1?size=full")).status_code == 200
        assert town.on_disk() == []


@on_s3
async def test_an_s3_server_that_dies_in_the_middle_loses_nothing(
    database: Database, mortal: S3Server
) -> None:
    async with a_town(database) as town:
        old, data = pictures.jpeg(seed=1), pictures.jpeg(seed=2)
        await hang_up(town, "PH-old", old)
        await town.world.rep.says("photo.attach", "PH-1", photo(sha256=sha256(data)))
        rep = await town.sign_in("rep.cc01")
        where = await begin(rep, data)
        assert (await send(rep, where, data[:9000])).status_code == 204

        mortal.kill()
        assert (await send(rep, where, data[9000:20_000], 9000)).status_code == 204
        asks = (
            send(rep, where, data[20_000:], 20_000),
            send(rep, where, data[20_000:], 20_000),  # as a phone that heard nothing
            rep("HEAD", where, headers=TUS),
            rep.get("/files/v1/photos/PH-old?size=full"),
            rep("POST", "/sync/v1/files", headers=named(old)),  # is it still there? who knows
        )
        for ask in asks:
            answer = await ask
            assert answer.status_code == 503
            assert int(answer.headers["retry-after"]) > 0
            if answer.request.method != "HEAD":
                assert answer.json()["code"] == "busy"
                assert "127.0.0.1" not in answer.text
        assert not await is_present(town, "PH-1")
        assert (await rep.get("/files/v1/photos/PH-1")).json()["code"] == "blob/unknown"
        part = town.parts.unfinished.path(where.rpartition("/")[2])
        assert part.read_bytes() == data
        other = pictures.jpeg(seed=3)  # the road is closed at its very end only
        assert (await send(rep, await begin(rep, other), other[:5000])).status_code == 204
        said = await town.world.rep.says("visit.check_in", "V-1", check_in())
        assert said["status"] == "applied"

        mortal.start()
        assert await offset_of(rep, where) == len(data)
        assert await is_present(town, "PH-1")
        assert mortal.seen(database.photos, blob_name(sha256(data))) == data
        assert not part.exists()
        assert (await rep.get("/files/v1/photos/PH-old?size=full")).status_code == 200


@on_s3
async def test_a_thumbnail_waits_for_its_bucket(database: Database, mortal: S3Server) -> None:
    async with a_town(database) as town:
        await town.sql("DELETE FROM job")
        data = pictures.jpeg()
        await hang_up(town, "PH-1", data)
        mortal.kill()
        await a_worker(town).work_once()
        waiting = await town.rows("SELECT state, tries FROM job WHERE kind = 'thumbnail'")
        assert waiting == [("waiting", 1)]
        mortal.start()
        await town.sql("UPDATE job SET due_at = '2026-01-01T00:00:00.000Z'")
        await a_worker(town).work_once()
        assert await town.thumb(data) is not None


@on_s3
async def test_an_s3_server_that_is_away_at_the_start_stops_nobody(
    database: Database, mortal: S3Server
) -> None:
    mortal.kill()
    async with a_town(database) as town:
        assert (await town.client.get("/healthz")).status_code == 200
        data = pictures.jpeg()
        rep = await town.sign_in("rep.cc01")
        where = await begin(rep, data)
        assert (await send(rep, where, data)).status_code == 503
        mortal.start()
        assert await offset_of(rep, where) == len(data)
        assert mortal.seen(database.photos, blob_name(sha256(data))) == data


@on_s3
async def test_at_a_process_with_another_disk_an_upload_begins_anew_and_a_hash_proves_nothing(
    database: Database, s3: S3Server
) -> None:
    async with a_town(database) as town:
        data = pictures.jpeg()
        await hang_up(town, "PH-1", data)
        args = photo(sha256=sha256(data), store_id="ST-3")
        await town.world.rep2.says("photo.attach", "PH-2", args)
        other = await town.sign_in("rep.cc02")
        where = await begin(other, data)
        town.parts.unfinished.path(where.rpartition("/")[2]).unlink()  # what another disk has of it
        assert await offset_of(other, where) == 0
        assert (await town.world.rep2.sees("photo"))["PH-2"]["present"] is False
        assert (await send(other, where, data)).status_code == 204
        assert (await town.world.rep2.sees("photo"))["PH-2"]["present"] is True
        assert town.on_disk() == []


@pytest.mark.parametrize(
    ("place", "environment", "why"),
    [
        ("s3://photos/x", {"AWS_SECRET_ACCESS_KEY": "wrong"}, "SignatureDoesNotMatch"),
        ("s3://photos/x", {"AWS_ACCESS_KEY_ID": "nobody"}, "InvalidAccessKeyId"),
        ("s3://photos/x", {"AWS_ACCESS_KEY_ID": "reader"}, "AccessDenied"),
        ("s3://no-such-bucket", {}, "AccessDenied|NoSuchBucket"),
    ],
    ids=["secret", "key", "reads only", "bucket"],
)
async def test_what_waiting_cannot_heal_is_refused_at_the_start(
    s3: S3Server,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    place: str,
    environment: dict[str, str],
    why: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(CannotBegin, match=why) as refused:
        await Bucket(place, tmp_path).open()
    assert "\n" not in str(refused.value)


@on_s3
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize("process", ["worker", "web"])
def test_a_process_that_is_refused_says_why_in_one_line_and_ends(
    database: Database, process: str
) -> None:
    server = ServerProcess(database.path.parent, database.url)
    server.env |= {"XUNDIAN_PHOTOS": database.photos, "AWS_SECRET_ACCESS_KEY": "wrong"}
    server.env["PORT"] = str(server.port)
    ended = server.run("backend.worker" if process == "worker" else "backend", check=False)
    assert ended.returncode != 0
    first, *others = ended.stderr.splitlines()
    assert "SignatureDoesNotMatch" in json.loads(first)["text"]
    assert len(others) <= 1  # uvicorn's farewell


@pytest.mark.parametrize(
    "place",
    ["photos", "/srv/photos", "s3://", "s3://UPPER", "s3://a", "s3://photos//x", "s3://photos/../x",
     "s3://key:secret@photos", "https://photos.example.com", "s3://photos/x?y"],
)  # fmt: skip
def test_a_place_that_cannot_be_meant_is_no_setting(place: str) -> None:
    with pytest.raises(ValueError, match="XUNDIAN_PHOTOS must be"):
        Settings.from_environment({"XUNDIAN_PHOTOS": place})


@pytest.mark.parametrize("place", ["", "s3://photos", "s3://my.photos-2/of/all_years"])
def test_places_that_can_be_meant(place: str) -> None:
    assert Settings.from_environment({"XUNDIAN_PHOTOS": place}).photos == place
