"""Signing in: who may read, who may push, and for how long."""

import uuid

import httpx
import pytest

from tests.engines import Database
from tests.town import PASSWORD, Caller, a_town
from tests.world import ago

pytestmark = pytest.mark.anyio


async def test_name_and_password_give_a_session_and_who_one_is(database: Database) -> None:
    async with a_town(database) as town:
        answer = await town.login(" Rep.CC01 ", replica_id=str(uuid.uuid4()))

        assert answer.status_code == 200
        said = answer.json()
        assert said["token"].startswith("xs_")
        assert said["push_token"].startswith("xp_")
        assert said["server_id"] == town.store.server_id
        assert said["person"] == {
            "id": "rep.cc01", "login": "rep.cc01", "name": "陈小一", "role": "field_rep",
            "org_unit_id": "B-FS-CC", "org_unit_name": "B-FS-CC", "partner_id": None,
            "partner_name": None, "branch_id": "B-FS",
        }  # fmt: skip
        clerk = await town.sign_in("clk.p01")
        me = (await clerk.get("/auth/v1/me")).json()
        assert (me["partner_id"], me["partner_name"], me["branch_id"]) == ("P01", "演示P01", None)


@pytest.mark.parametrize(("login", "password"), [("rep.cc01", "wrong"), ("nobody", PASSWORD)])
async def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(
    database: Database, login: str, password: str
) -> None:
    async with a_town(database) as town:
        answer = await town.login(login, password)
        assert (answer.status_code, answer.json()["code"]) == (401, "auth/wrong")
        assert answer.json()["detail"] == "Login or password is wrong."
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_the_phone_a_replica_is_on_is_known_from_the_sign_in(database: Database) -> None:
    """With the replica at once, or registered later in that session; not said, nothing is lost."""
    async with a_town(database) as town:
        phone = {"device_id": "PH-1"}
        known = (await town.login("rep.cc01", replica_id="R-1", **phone)).json()
        fresh = (await town.login("rep.cc02", **phone)).json()
        other = Caller(town.client, fresh, "R-2")
        await other.post("/auth/v1/replicas", {"replica_id": "R-2"})
        await town.login("rep.cc01", replica_id="R-1")
        rows = "SELECT replica_id, device_id FROM sync_replica WHERE replica_id IN ('R-1', 'R-2')"
        assert dict(await town.rows(rows)) == {"R-1": "PH-1", "R-2": "PH-1"}
        assert known["push_token"]


async def test_no_token_is_kept_as_it_is(database: Database) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        kept = await town.rows("SELECT token_hash FROM session")
        kept += await town.rows("SELECT token_hash FROM push_token")
        assert len(kept) == 2
        for (hashed,) in kept:
            assert len(hashed) == 32
            assert rep.token.encode() not in hashed


async def test_a_session_that_is_used_goes_on_and_one_that_is_not_expires(
    database: Database,
) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        await town.sql("UPDATE session SET used_at = ?, expires_at = ?", ago(days=2), ago(days=-1))
        assert (await rep.get("/auth/v1/me")).status_code == 200
        ((expires_at,),) = await town.rows("SELECT expires_at FROM session")
        assert expires_at > ago(days=-29)

        await town.sql("UPDATE session SET expires_at = ?", ago(seconds=1))
        answer = await rep.get("/auth/v1/me")
        assert (answer.status_code, answer.json()["code"]) == (401, "auth/expired")


async def test_signing_out_ends_reading_but_not_pushing(database: Database) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        assert (await rep.post("/auth/v1/logout")).status_code == 204

        answer = await rep.get("/auth/v1/me")
        assert (answer.status_code, answer.json()["code"]) == (401, "auth/revoked")
        assert (await push_nothing(rep, rep.push_token)).status_code == 200


async def test_a_push_token_never_reads(database: Database) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        for method, path in (
            ("GET", "/auth/v1/me"),
            ("GET", "/auth/v1/devices"),
            ("POST", "/sync/v1/pull"),
            ("GET", "/files/v1/photos/PH-1"),
            ("GET", "/files/v1/skus/none"),
        ):
            answer = await rep(method, path, token=rep.push_token)
            assert (answer.status_code, answer.json()["code"]) == (401, "auth/required"), path


async def test_a_device_reported_lost_neither_reads_nor_pushes(database: Database) -> None:
    async with a_town(database) as town:
        lost, kept = await town.sign_in("rep.cc01", "R-lost"), await town.sign_in("rep.cc01")
        assert (await kept.post("/auth/v1/devices/R-lost/lost")).status_code == 204

        assert (await lost.get("/auth/v1/me")).json()["code"] == "auth/revoked"
        answer = await push_nothing(lost, lost.push_token)
        assert (answer.status_code, answer.json()["code"]) == (401, "auth/revoked")
        assert (await kept.get("/auth/v1/me")).status_code == 200
        again = await town.login("rep.cc01", replica_id="R-lost")
        assert (again.status_code, again.json()["code"]) == (409, "replica/forked")
        devices = (await kept.get("/auth/v1/devices")).json()
        assert {one["replica_id"]: one["lost_at"] is not None for one in devices}["R-lost"]


async def test_a_device_is_lost_only_by_its_owner_or_his_admin(database: Database) -> None:
    async with a_town(database) as town:
        await town.sign_in("rep.cc01", "R-1")
        for login in ("rep.cc02", "sup.cc", "clk.p01"):
            caller = await town.sign_in(login)
            answer = await caller.post("/auth/v1/devices/R-1/lost")
            assert (answer.status_code, answer.json()["code"]) == (404, "record/unknown"), login
        admin = await town.sign_in("adm.hq")
        assert (await admin.post("/auth/v1/devices/R-1/lost")).status_code == 204


async def test_a_replica_belongs_to_one_person_for_ever(database: Database) -> None:
    async with a_town(database) as town:
        await town.sign_in("rep.cc01", "R-1")
        answer = await town.login("rep.cc02", replica_id="R-1")
        assert (answer.status_code, answer.json()["code"]) == (409, "replica/foreign")
        other = await town.sign_in("rep.cc02")
        answer = await other.post("/auth/v1/replicas", {"replica_id": "R-1"})
        assert (answer.status_code, answer.json()["code"]) == (409, "replica/foreign")
        answer = await other.post("/auth/v1/replicas", {"replica_id": "system"})
        assert (answer.status_code, answer.json()["code"]) == (409, "replica/foreign")


async def test_asking_for_a_push_token_again_leaves_the_first_one_good(
    database: Database,
) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01", "R-1")
        again = await rep.post("/auth/v1/replicas", {"replica_id": "R-1", "device_name": "new"})
        assert again.status_code == 200
        for token in (rep.push_token, again.json()["push_token"]):
            assert (await push_nothing(rep, token)).status_code == 200


async def test_when_a_post_ends_reading_stops_and_pushing_does_not(database: Database) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        await town.sql("UPDATE employment SET until_at = ? WHERE person_id = 'rep.cc01'", ago())

        answer = await rep.get("/auth/v1/me")
        assert (answer.status_code, answer.json()["code"]) == (401, "auth/revoked")
        for token in (rep.token, rep.push_token):
            assert (await push_nothing(rep, token)).status_code == 200
        answer = await town.login("rep.cc01")
        assert (answer.status_code, answer.json()["code"]) == (401, "auth/revoked")


async def test_the_demo_people_are_shown_in_demo_mode_only(database: Database) -> None:
    async with a_town(database) as town:
        answer = (await town.client.get("/auth/v1/demo")).json()
        assert answer["password"] == PASSWORD
        shown = {one["login"]: one["unit"] for one in answer["logins"]}
        assert (shown["rep.cc01"], shown["clk.p01"]) == ("B-FS-CC", "演示P01")


async def test_without_demo_mode_nobody_is_shown(database: Database) -> None:
    async with a_town(database, demo=False) as town:
        assert (await town.client.get("/auth/v1/demo")).status_code == 404


async def push_nothing(caller: Caller, token: str | None) -> httpx.Response:
    """An empty push: is he let in?"""
    body = {
        "protocol": 1, "schema": 1, "server_id": None, "replica_id": caller.replica_id,
        "app": "test", "sent_at": ago(), "acked_through": 0, "ops": [],
    }  # fmt: skip
    return await caller.post("/sync/v1/push", body, token=token)
