"""Passwords: guessed slowly, changed safely, set by those who answer for people."""

import asyncio
import time

import pytest

from backend.people.passwords import HASHER, Passwords
from backend.people.throttle import Throttle, keys_of
from tests.engines import Database
from tests.town import PASSWORD, Town, a_town

pytestmark = pytest.mark.anyio


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def tries(throttle: Throttle, keys: tuple[str, ...], count: int) -> list[int]:
    return [throttle.begin(keys) for _ in range(count)]


def test_the_tenth_wrong_guess_makes_the_next_one_wait_and_waits_grow_to_five_minutes() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    keys = keys_of("rep.cc01", "10.0.0.1", None)
    assert tries(throttle, keys, 10) == [0] * 10
    waits = []
    for _ in range(12):
        waits.append(throttle.begin(keys))
        clock.now += waits[-1]
        assert throttle.begin(keys) == 0
    assert waits[:4] == [1, 2, 4, 8]
    assert max(waits) == 300


def test_a_right_password_forgets_what_was_wrong_before() -> None:
    throttle = Throttle(Clock())
    keys = keys_of("rep.cc01", "10.0.0.1", None)
    for _ in range(10):
        assert tries(throttle, keys, 9) == [0] * 9
        throttle.succeeded(keys)


def test_guessing_from_elsewhere_does_not_keep_a_rep_out_on_her_own_phone() -> None:
    throttle = Throttle(Clock())
    tries(throttle, keys_of("rep.cc01", "203.0.113.9", None), 200)
    assert throttle.begin(keys_of("rep.cc01", "203.0.113.9", None)) > 0
    assert throttle.begin(keys_of("rep.cc01", "203.0.113.9", "R-1")) == 0


def test_one_address_cannot_go_through_all_logins() -> None:
    throttle = Throttle(Clock())
    waits = [throttle.begin(keys_of(f"rep.{n}", "2001:db8::1", None)) for n in range(150)]
    assert waits[:100] == [0] * 100
    assert waits[101] > 0
    assert throttle.begin(keys_of("rep.new", "2001:db8::ffff", None)) > 0
    assert throttle.begin(keys_of("rep.new", "2001:db8:0:1::1", None)) == 0


def test_failures_are_forgotten_after_a_while_and_memory_is_bounded() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    keys = keys_of("rep.cc01", "10.0.0.1", None)
    tries(throttle, keys, 12)
    clock.now += 3600
    assert throttle.begin(keys) == 0
    for n in range(60_000):
        throttle.begin((f"login:{n}",))
    assert len(throttle.counts) <= 50_000


async def test_checking_a_password_leaves_the_event_loop_free_and_is_done_one_at_a_time() -> None:
    passwords = Passwords()
    argon2 = HASHER.hash("secret-1")
    assert argon2.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    delays: list[float] = []

    async def heartbeat() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            delays.append(time.perf_counter() - before)

    beating = asyncio.create_task(heartbeat())
    answers = await asyncio.gather(*(passwords.match(argon2, f"secret-{n}") for n in range(6)))
    beating.cancel()
    assert answers == [False, True, False, False, False, False]
    assert len(delays) > 20


async def test_an_unknown_login_costs_as_much_as_a_known_one() -> None:
    passwords = Passwords()
    argon2 = HASHER.hash("secret-1")

    async def cost(stored: str | None) -> float:
        times = []
        for _ in range(5):
            before = time.thread_time(), time.process_time()
            assert not await passwords.match(stored, "wrong")
            times.append(time.process_time() - before[1])
        return min(times)

    known, unknown = await cost(argon2), await cost(None)
    assert 0.5 < known / unknown < 2.0


async def test_throttling_says_when_to_come_back_and_never_touches_sessions_or_pushes(
    database: Database,
) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01", "R-1")
        codes = [(await town.login("rep.cc01", "wrong")).json()["code"] for _ in range(12)]
        assert codes[:10] == ["auth/wrong"] * 10
        assert codes[-1] == "auth/throttled"

        refused = await town.login("rep.cc01")
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) >= 1
        assert refused.json()["retry_after_ms"] >= 1000
        assert (await rep.get("/auth/v1/me")).status_code == 200
        body = {
            "protocol": 1, "schema": 1, "server_id": None, "replica_id": "R-1", "app": "t",
            "sent_at": "2026-11-25T00:00:00Z", "acked_through": 0, "ops": [],
        }  # fmt: skip
        pushed = await rep.post("/sync/v1/push", body, token=rep.push_token)
        assert pushed.status_code == 200
        assert (await town.login("rep.cc01", replica_id="R-1")).status_code == 200


async def test_a_phone_that_guesses_too_often_waits_to_sign_in_and_for_nothing_else(
    database: Database,
) -> None:
    """Its own count, not the login's: another phone of hers signs in. What it captured, it sends;
    what it may read, it reads."""
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01", "R-1")
        await town.sign_in("rep.cc01", "R-2")
        codes = [
            (await town.login("rep.cc01", "wrong", replica_id="R-1")).json()["code"]
            for _ in range(12)
        ]
        assert codes[-1] == "auth/throttled"
        assert (await town.login("rep.cc01", replica_id="R-1")).status_code == 429
        assert (await town.login("rep.cc01", replica_id="R-2")).status_code == 200
        assert (await town.login("rep.cc01")).status_code == 200
        asked = {"protocol": 1, "schema": 1, "replica_id": "R-1"}
        body = {
            **asked, "server_id": None, "app": "t", "sent_at": "2026-11-25T00:00:00Z",
            "acked_through": 0, "ops": [],
        }  # fmt: skip
        for token in (rep.push_token, rep.token):
            assert (await rep.post("/sync/v1/push", body, token=token)).status_code == 200
        pulled = await rep.post("/sync/v1/pull", {**asked, "cursors": []})
        assert pulled.status_code == 200


async def test_a_changed_password_ends_the_other_sessions(database: Database) -> None:
    async with a_town(database) as town:
        here, elsewhere = await town.sign_in("rep.cc01"), await town.sign_in("rep.cc01")
        weak = await here.post("/auth/v1/password", {"old": PASSWORD, "new": "short"})
        assert (weak.status_code, weak.json()["code"]) == (422, "password/weak")
        wrong = await here.post("/auth/v1/password", {"old": "wrong", "new": "long enough"})
        assert (wrong.status_code, wrong.json()["code"]) == (401, "auth/wrong")
        done = await here.post("/auth/v1/password", {"old": PASSWORD, "new": "long enough"})
        assert done.status_code == 204

        assert (await here.get("/auth/v1/me")).status_code == 200
        assert (await elsewhere.get("/auth/v1/me")).json()["code"] == "auth/revoked"
        assert (await town.login("rep.cc01")).status_code == 401
        assert (await town.login("rep.cc01", "long enough")).status_code == 200


async def test_an_admin_sets_passwords_of_people_he_answers_for_and_of_nobody_else(
    database: Database,
) -> None:
    async with a_town(database) as town:
        admin = await town.sign_in("adm.hq")
        rep = await town.sign_in("rep.cc01")
        body = {"logins": ["rep.cc01", "clk.p01"], "password": "new-password"}
        for login in ("sup.cc", "mgr.fs", "rep.cc02"):
            caller = await town.sign_in(login)
            assert (await caller.post("/auth/v1/passwords", body)).status_code == 404, login
            one = await caller.post("/auth/v1/passwords", {**body, "logins": ["adm.hq"]})
            none = await caller.post("/auth/v1/passwords", {**body, "logins": ["adm.xx"]})
            assert (one.status_code, none.status_code) == (404, 404)
            assert one.json()["detail"].replace("adm.hq", "adm.xx") == none.json()["detail"]

        unknown = await admin.post("/auth/v1/passwords", {**body, "logins": ["rep.cc01", "x.y"]})
        assert unknown.status_code == 404
        assert (await rep.get("/auth/v1/me")).status_code == 200
        assert (await admin.post("/auth/v1/passwords", body)).json() == {"count": 2}
        assert (await rep.get("/auth/v1/me")).status_code == 401
        assert (await town.login("clk.p01", "new-password")).status_code == 200


async def test_an_office_admin_reaches_his_office_only(database: Database) -> None:
    async with a_town(database) as town:
        await make_office_admin(town)
        office_admin = await town.sign_in("adm.cc")
        for login, status in (
            ("rep.cc01", 200), ("rep.nh01", 404), ("mgr.fs", 404), ("clk.p01", 404),
            ("adm.hq", 404),
        ):  # fmt: skip
            body = {"logins": [login], "password": "new-password"}
            answer = await office_admin.post("/auth/v1/passwords", body)
            assert answer.status_code == status, login
            listed = await office_admin.get(f"/auth/v1/devices?person_id={login}")
            assert listed.status_code == status, login


async def make_office_admin(town: Town) -> None:
    admin = town.world.admin
    person = {
        "login": "adm.cc", "name": "处管理员", "active": True, "phone": None,
        "home_lat_e7": None, "home_lon_e7": None,
    }  # fmt: skip
    post = {
        "person_id": "adm.cc", "role": "admin", "org_unit_id": "B-FS-CC", "partner_id": None,
        "from_at": "2026-01-01T00:00:00Z", "until_at": None,
    }  # fmt: skip
    assert (await admin.says("person.put", "adm.cc", person))["status"] == "applied"
    assert (await admin.says("employment.put", "adm.cc.1", post))["status"] == "applied"
    hq = await town.sign_in("adm.hq")
    body = {"logins": ["adm.cc"], "password": PASSWORD}
    assert (await hq.post("/auth/v1/passwords", body)).status_code == 200
