"""Systems of other houses: what they may read, and what they are told, whatever they answer."""

import random
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from backend.exchange import sending
from backend.exchange.changes import cursor_of, token_of
from backend.exchange.signing import signature
from backend.exchange.where import why_not
from backend.store.session import Records
from backend.sync import restored
from backend.sync.problems import SyncProblem
from tests import world as w
from tests.engines import Database
from tests.exchange.receiver import Receiver, listening
from tests.office.places import a_call, do
from tests.town import Caller, Town, a_town

pytestmark = pytest.mark.anyio
OURS = ["sales_order", "delivery_note", "sku", "price_list"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as receiver:
        yield receiver


@pytest.fixture
async def town(database: Database, receiver: Receiver) -> AsyncIterator[Town]:
    host = receiver.url.split("/")[2]
    async with a_town(database, hook_hosts=frozenset({host})) as town:
        yield town


async def made(town: Town, **more: Any) -> tuple[Caller, dict[str, Any]]:
    admin = await town.sign_in("adm.hq")
    answer = await admin.post("/exchange/v1/systems", {"name": "ERP", "entities": OURS, **more})
    assert answer.status_code == 201, answer.text
    return admin, answer.json()


async def read(town: Town, key: str, **params: Any) -> dict[str, Any]:
    answer = await town.client.get(
        "/exchange/v1/changes", params=params, headers={"Authorization": f"Bearer {key}"}
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def everything(town: Town, key: str, limit: int = 1000) -> tuple[list[dict[str, Any]], str]:
    changes, after = [], ""
    for _ in range(200):
        page = await read(town, key, after=after, limit=limit)
        assert len(page["changes"]) <= limit
        changes += page["changes"]
        after = page["next"]
        if not page["more"]:
            return changes, after
    raise AssertionError("it has no end")


def ids(changes: list[dict[str, Any]], entity: str) -> list[str]:
    return [one["id"] for one in changes if one["entity"] == entity]


async def orders(town: Town) -> None:
    """One with each partner, and one that waits for its audit."""
    await a_call(town.world.rep, "CC", "ST-1", None)
    await a_call(town.world.rep_nh, "NH", "ST-4", None)


async def test_each_reads_what_is_his_and_nothing_twice(town: Town) -> None:
    await orders(town)
    _, company = await made(town)
    _, partner = await made(town, partner_id="P01")
    all_of_it, after = await everything(town, company["key"])
    assert sorted(ids(all_of_it, "sales_order")) == ["OR-CC", "OR-NH"]
    assert set(ids(all_of_it, "sku")) == set(w.PRICES)
    one_by_one, _ = await everything(town, company["key"], limit=1)
    assert sorted(one_by_one, key=str) == sorted(all_of_it, key=str)
    assert (await read(town, company["key"], after=after))["changes"] == []
    his, _ = await everything(town, partner["key"])
    assert ids(his, "sales_order") == ["OR-CC"]
    (order,) = [one["body"] for one in his if one["entity"] == "sales_order"]
    assert order["visit_id"] is None  # how reps work is none of a partner's business
    assert {one["entity"] for one in his} <= set(OURS)

    await do(town.world.sup, ("order.cancel", "OR-CC", {"reason": "店主不要了"}))
    later = await read(town, company["key"], after=after)
    assert [(one["id"], one["body"]["doc_state"]) for one in later["changes"]] == [
        ("OR-CC", "cancelled")
    ]
    assert later["anew"] == []


async def test_a_partner_of_two_branches_shows_each_its_own(town: Town) -> None:
    await orders(town)
    _, company = await made(town)
    await town.sql("UPDATE other_system SET org_unit_id = 'B-FS-CC'")
    seen, _ = await everything(town, company["key"])
    assert ids(seen, "sales_order") == ["OR-CC"]
    await town.sql("UPDATE store SET org_unit_id = 'B-FS-NH' WHERE id = 'ST-1'")
    seen, _ = await everything(town, company["key"])
    assert ids(seen, "sales_order") == []


async def test_a_cursor_of_another_history_begins_anew(town: Town) -> None:
    await orders(town)
    _, company = await made(town)
    changes, after = await everything(town, company["key"])
    name = town.store.server_id
    here = cursor_of(after, name)
    moved = {scope: (epoch + 1, pos) for scope, (epoch, pos) in here.items()}
    for known in (token_of(moved, name), token_of(here, "another server")):
        page = await read(town, company["key"], after=known, limit=1000)
        assert sorted(page["changes"], key=str) == sorted(changes, key=str)
        assert "partner:P01" in page["anew"]


async def test_a_key_opens_one_door_and_ends_when_it_is_told_to(town: Town) -> None:
    admin, company = await made(town)
    key = {"Authorization": f"Bearer {company['key']}"}
    for method, path in (
        ("GET", "/auth/v1/me"), ("POST", "/sync/v1/pull"), ("POST", "/sync/v1/push"),
        ("GET", "/exchange/v1/systems"), ("GET", "/office/v1/orders"),
    ):  # fmt: skip
        answer = await town.client.request(method, path, headers=key, content=b"{}")
        assert answer.status_code == 401, (path, answer.text)
    listed = (await admin.get("/exchange/v1/systems")).json()["rows"]
    assert [one["id"] for one in listed] == [company["id"]]
    assert company["key"] not in str(listed)
    answer = await admin.post(f"/exchange/v1/systems/{company['id']}", {"do": "revoke"})
    assert answer.status_code == 204
    answer = await town.client.get("/exchange/v1/changes", headers=key)
    assert answer.status_code == 401
    again = await admin.post(f"/exchange/v1/systems/{company['id']}", {"do": "on"})
    assert again.status_code == 404


async def test_only_an_administrator_of_its_units_keeps_it(town: Town) -> None:
    _, company = await made(town)
    path = f"/exchange/v1/systems/{company['id']}"
    for login in ("rep.cc01", "sup.cc", "mgr.fs", "clk.p01", "drv.p01a"):
        caller = await town.sign_in(login)
        assert (await caller.get("/exchange/v1/systems")).status_code == 404
        assert (await caller.get(f"{path}/calls")).status_code == 404
        for where, body in (
            ("/exchange/v1/systems", {"name": "x", "entities": OURS}),
            (path, {"do": "off"}),
            (f"{path}/replay", {}),
        ):
            assert (await caller.post(where, body)).status_code == 404
    await town.sql("UPDATE other_system SET org_unit_id = 'B-XX'")
    admin = await town.sign_in("adm.hq")
    assert (await admin.get("/exchange/v1/systems")).json()["rows"] == []
    assert (await admin.get(f"{path}/calls")).json()["rows"] == []
    assert (await admin.post(path, {"do": "off"})).status_code == 404
    assert (await admin.post(f"{path}/replay", {})).status_code == 404


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"url": "https://elsewhere.example/x"}, "hook/host-not-named"),
        ({"url": "ftp://127.0.0.1/x"}, "hook/not-an-address"),
        ({"url": "https://me:secret@127.0.0.1/x"}, "hook/not-an-address"),
        ({"entities": ["photo"]}, "bad-request"),
        ({"entities": []}, "bad-request"),
        ({"partner_id": "P99"}, "record/unknown"),
    ],
)
async def test_what_cannot_be_meant_is_refused(town: Town, given: Any, code: str) -> None:
    admin = await town.sign_in("adm.hq")
    body = {"name": "ERP", "entities": OURS, **given}
    answer = await admin.post("/exchange/v1/systems", body)
    assert answer.json()["code"] == code
    assert (await admin.get("/exchange/v1/systems")).json()["rows"] == []


async def test_an_unreadable_cursor_is_no_mistake_of_ours(town: Town) -> None:
    _, company = await made(town)
    for after in ("?", "e30", "WzFd", token_of({"x": (1, 2)}, "") + "A", "ü"):
        answer = await town.client.get(
            "/exchange/v1/changes", params={"after": after},
            headers={"Authorization": f"Bearer {company['key']}"},
        )  # fmt: skip
        assert answer.status_code in (200, 400), after


def test_hosts_are_named_and_http_is_for_this_machine() -> None:
    named = frozenset({"erp.example.com", "127.0.0.1:9", "10.0.0.7:8443"})
    assert why_not("https://erp.example.com/in", named) is None
    assert why_not("http://127.0.0.1:9/in", named) is None
    assert why_not("https://10.0.0.7:8443/in", named) is None
    assert why_not("https://10.0.0.7/in", named) == "hook/host-not-named"
    assert why_not("http://erp.example.com/in", named) == "hook/not-encrypted"
    assert why_not("https://erp.example.com:99999/in", named) == "hook/not-an-address"


def test_the_signature_is_the_standards() -> None:
    """The example of the Standard Webhooks specification's reference libraries."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    found = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


class Clock:
    """Every system's turn has come: instead of waiting for hours."""

    def __init__(self, town: Town, client: httpx.AsyncClient, host: str) -> None:
        self.town, self.client, self.hosts = town, client, frozenset({host})

    async def round(self) -> int:
        await self.town.sql("UPDATE other_system SET next_at = '2020-01-01T00:00:00.000Z'")
        return await sending.round_of(self.town.store, self.client, self.hosts)


@pytest.fixture
async def clock(town: Town, receiver: Receiver) -> AsyncIterator[Clock]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield Clock(town, client, receiver.url.split("/")[2])


async def hooked(town: Town, receiver: Receiver) -> tuple[Caller, str]:
    admin, company = await made(town, url=receiver.url)
    receiver.secret = company["secret"]
    return admin, company["id"]


async def test_it_is_told_in_order_until_it_takes_it(
    town: Town, receiver: Receiver, clock: Clock
) -> None:
    await orders(town)
    admin, id = await hooked(town, receiver)
    receiver.answers = [(500, {}), (307, {"location": receiver.url})]
    for _ in range(3):
        assert await clock.round() == 1
    assert await clock.round() == 0
    assert [one.signed for one in receiver.calls] == [True] * 3
    assert len({one.id for one in receiver.calls}) == 1
    assert {id for entity, id in receiver.holds if entity == "sales_order"} == {"OR-CC", "OR-NH"}
    document = (await town.client.get("/schema/openapi.json")).json()
    judge = Draft202012Validator(document["components"]["schemas"]["Webhook"])
    assert [error.message for one in receiver.calls for error in judge.iter_errors(one.body)] == []
    (call,) = (await admin.get(f"/exchange/v1/systems/{id}/calls")).json()["rows"]
    assert (call["state"], call["tries"], call["status"], call["problem"]) == ("sent", 3, 204, None)

    await do(town.world.sup, ("order.cancel", "OR-CC", {"reason": "店主不要了"}))
    assert await clock.round() == 1
    (one,) = receiver.calls[-1].body["changes"]
    assert (one["id"], one["body"]["doc_state"]) == ("OR-CC", "cancelled")
    assert receiver.calls[-1].body["after"] == receiver.calls[-2].body["next"]


async def test_after_a_backup_was_put_back_it_is_told_all_of_it_anew(
    town: Town, receiver: Receiver, clock: Clock
) -> None:
    """Nothing that it holds is ahead of this history, and yet it is of the lost one."""
    await orders(town)
    await hooked(town, receiver)
    assert await clock.round() == 1
    first = receiver.calls[-1].body
    assert (first["anew"], await clock.round()) == ([], 0)

    async def put_back(records: Records) -> None:
        restored.remember(records)

    await town.store.write(put_back)
    assert await clock.round() == 1
    again = receiver.calls[-1].body
    assert "partner:P01" in again["anew"]
    assert sorted(ids(again["changes"], "sales_order")) == ["OR-CC", "OR-NH"]
    assert await clock.round() == 0


async def test_it_waits_as_long_as_it_is_asked_and_longer_each_time(
    town: Town, receiver: Receiver, clock: Clock
) -> None:
    await hooked(town, receiver)
    receiver.answers = [(503, {"retry-after": "1800"}), (500, {}), (500, {})]
    pauses = []
    for _ in range(3):
        await clock.round()
        ((next_at, now),) = await town.rows(
            "SELECT next_at, (SELECT max(tried_at) FROM other_system_call) FROM other_system"
        )
        pauses.append(
            round(
                (w.datetime.fromisoformat(next_at) - w.datetime.fromisoformat(now)).total_seconds()
            )
        )
    assert pauses == [1800, sending.PAUSES_S[1], sending.PAUSES_S[2]]


async def test_one_that_is_gone_is_called_no_more_until_a_person_says_so(
    town: Town, receiver: Receiver, clock: Clock
) -> None:
    admin, id = await hooked(town, receiver)
    receiver.answers = [(410, {})]
    assert await clock.round() == 1
    assert await clock.round() == 0
    (one,) = (await admin.get("/exchange/v1/systems")).json()["rows"]
    assert one["state"] == "failing"
    await admin.post(f"/exchange/v1/systems/{id}", {"do": "on"})
    assert await clock.round() == 1
    assert len(receiver.holds) > 0


async def test_five_days_without_an_answer_are_enough(
    town: Town, receiver: Receiver, clock: Clock
) -> None:
    admin, _ = await hooked(town, receiver)
    receiver.answers = [(500, {})] * 2
    await clock.round()
    await town.sql("UPDATE other_system SET failing_since = ?", w.ago(days=5.1))
    await clock.round()
    (one,) = (await admin.get("/exchange/v1/systems")).json()["rows"]
    assert one["state"] == "failing"
    assert await clock.round() == 0


async def test_a_call_is_made_again_and_all_of_them(
    town: Town, receiver: Receiver, clock: Clock
) -> None:
    await orders(town)
    admin, id = await hooked(town, receiver)
    await clock.round()
    (call,) = (await admin.get(f"/exchange/v1/systems/{id}/calls")).json()["rows"]
    held = dict(receiver.holds)
    receiver.holds.clear()
    path = f"/exchange/v1/systems/{id}/replay"
    assert (await admin.post(path, {"call_id": call["id"]})).is_success
    assert await clock.round() == 1
    assert receiver.calls[-1].id == call["id"]
    assert receiver.calls[-1].body["replayed"] is True
    assert receiver.holds == held
    assert await clock.round() == 0

    receiver.holds.clear()
    assert (await admin.post(path, {})).is_success
    assert await clock.round() == 1
    assert receiver.calls[-1].id != call["id"]
    assert receiver.holds == held
    unknown = await admin.post(path, {"call_id": "none"})
    assert unknown.status_code == 404


async def test_a_host_that_is_named_no_more_is_called_no_more(
    town: Town, receiver: Receiver, clock: Clock
) -> None:
    await hooked(town, receiver)
    clock.hosts = frozenset()
    assert await clock.round() == 1
    assert receiver.calls == []
    ((problem,),) = await town.rows("SELECT problem FROM other_system_call")
    assert problem == "hook/host-not-named"


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_it_answers_it_ends_with_what_there_is(
    town: Town, receiver: Receiver, clock: Clock, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three changes a call at most, answers of all kinds, restarts from the beginning between."""
    draw = random.Random(seed)
    monkeypatch.setattr(sending, "AT_ONCE", 3)
    admin, id = await hooked(town, receiver)
    for number in range(6):
        await a_call(town.world.rep, f"R{number}", "ST-1", None)
        for _ in range(draw.randrange(4)):
            receiver.answers.append((draw.choice([204, 200, 500, 429, 301]), {}))
            await clock.round()
        if draw.random() < 0.2:
            await admin.post(f"/exchange/v1/systems/{id}/replay", {})
        if draw.random() < 0.5:
            order = f"OR-R{number}"
            await do(town.world.sup, ("order.cancel", order, {"reason": "不要了"}))
    receiver.answers.clear()
    for _ in range(100):
        if not await clock.round():
            break
    rows = await town.rows("SELECT id, version, doc_state FROM sales_order")
    held = {
        (id, one["version"], one["body"]["doc_state"])
        for (entity, id), one in receiver.holds.items()
        if entity == "sales_order"
    }
    assert held == set(rows)


async def test_a_cursor_says_nothing_it_should_not(town: Town) -> None:
    with pytest.raises(SyncProblem):
        cursor_of("no base64 at all!", "")
    assert cursor_of("", "") == {}
