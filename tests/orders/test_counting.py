"""The daily count: device = company = partner, and which order is lost."""

from typing import Any

import msgspec
import pytest

from backend.orders.counting import counted
from backend.sync import asking
from tests import world as w
from tests.engines import Database
from tests.town import Caller, Town, a_town
from tests.world import Actor, ago, day, order

pytestmark = pytest.mark.anyio

REPORT: dict[str, Any] = {
    "unsent": 0, "oldest_unsent_at": None, "photos": 0, "photo_bytes": 0, "attention": 0,
    "storage_used": None, "storage_quota": None, "persisted": None, "incidents": {},
}  # fmt: skip


async def tells(town: Town, actor: Actor, **nos: list[str]) -> None:
    """A pull of hers, with what her device holds of today."""
    held = {"day": day(), "sent": [], "waiting": [], "aside": [], **nos}
    body = {**actor.pull_body(), "report": {**REPORT, "orders": [held]}}
    request = asking.read_request(msgspec.json.encode(body))
    await asking.remember(town.store, actor.replica_id, request)


async def confirms(town: Town, actor: Actor) -> None:
    """His device has pulled all, and says so with its next pull."""
    await actor.catch_up()
    request = asking.read_request(msgspec.json.encode(actor.pull_body()))
    await asking.remember(town.store, actor.replica_id, request)


async def count_of(caller: Caller, rep: str = "rep.cc01") -> dict[str, Any]:
    answer = (await caller.get(f"/office/v1/order-count?day={day()}")).json()
    (row,) = [one for one in answer["rows"] if one["rep_id"] == rep]
    assert answer["totals"]["lost"] == sum(one["lost"] for one in answer["rows"])
    found: dict[str, Any] = row
    return found


def where(row: dict[str, Any]) -> dict[str, str]:
    return {one["no"]: one["where"] for one in row["entries"]}


async def test_all_three_agree_when_her_device_the_company_and_the_partner_have_it(
    database: Database,
) -> None:
    async with a_town(database) as town:
        rep, sup = town.world.rep, await town.sign_in("sup.cc")
        await rep.says("order.submit", "O-1", order(no="CC01-1"))
        row = await count_of(sup)
        assert (row["told_at"], row["heard"], where(row)) == (None, 1, {"CC01-1": "not_yet"})
        await tells(town, rep, sent=["CC01-1"], waiting=["CC01-2"])
        row = await count_of(sup)
        assert (row["device"], row["heard"], row["due"], row["shown"]) == (2, 1, 1, 0)
        assert where(row) == {"CC01-1": "not_yet", "CC01-2": "waiting"}
        assert row["lost"] == 0, "what waits is not lost"
        await rep.says("order.submit", "O-2", order(no="CC01-2"))
        await tells(town, rep, sent=["CC01-1", "CC01-2"])
        await confirms(town, town.world.clerk)
        row = await count_of(sup)
        numbers = (row["device"], row["heard"], row["due"], row["shown"], row["elsewhere"])
        assert (numbers, where(row)) == ((2, 2, 2, 2, 0), {})
        await rep.says("order.submit", "O-3", order(no="CC01-3"))
        assert where(await count_of(sup)) == {"CC01-3": "not_yet"}, "behind what he has pulled"


async def test_a_lost_order_is_named_with_where_it_was_seen_last(database: Database) -> None:
    async with a_town(database) as town:
        rep, sup = town.world.rep, await town.sign_in("sup.cc")
        await rep.says("order.submit", "O-1", order(no="CC01-1"))
        await town.world.clerk.says("order.accept", "O-1", w.accept(
            ("L-SKU-01-case", 10, None), ("L-SKU-03-case", 4, None)
        ))  # fmt: skip
        out = await rep.says("order.submit", "O-4", order("ST-4", no="CC01-4"))
        assert out["status"] == "quarantined"
        await tells(town, rep, sent=["CC01-1", "CC01-3"], aside=["CC01-4"], waiting=["CC01-5"])
        row = await count_of(sup)
        assert where(row) == {"CC01-3": "never_heard", "CC01-4": "set_aside", "CC01-5": "waiting"}
        assert (row["entries"][0]["no"], row["entries"][0]["lost"]) == ("CC01-3", True)
        (lost,) = [one for one in row["entries"] if one["lost"]]
        assert (lost["seen"], lost["seen_at"], lost["by"]) == ("device", row["told_at"], "test")

        await town.sql(
            "UPDATE sync_replica SET lost_at = ? WHERE replica_id = ?", ago(), rep.replica_id
        )
        assert where(await count_of(sup))["CC01-5"] == "device_lost"
        await town.sql(
            "UPDATE sync_feed SET kind = 'leave' WHERE scope_id = 'partner:P01' AND row_id = 'O-1'"
        )
        assert where(await count_of(sup))["CC01-1"] == "not_in_feed"
        await town.sql("UPDATE sales_order SET day = '2020-01-01' WHERE id = 'O-1'")
        assert where(await count_of(sup))["CC01-1"] == "vanished"


async def test_the_count_is_of_ones_own_office(database: Database) -> None:
    async with a_town(database) as town:
        await town.world.rep.says("order.submit", "O-1", order(no="CC01-1"))
        for login, rows in (("sup.cc", 1), ("mgr.fs", 1), ("sup.nh", 0)):
            caller = await town.sign_in(login)
            answer = await caller.get(f"/office/v1/order-count?day={day()}")
            assert len(answer.json()["rows"]) == rows, login
        clerk = await town.sign_in("clk.p01")
        assert (await clerk.get(f"/office/v1/order-count?day={day()}")).status_code == 404


async def test_what_a_device_said_last_stands_and_its_report_is_kept_without(
    database: Database,
) -> None:
    async with a_town(database) as town:
        rep = town.world.rep
        await tells(town, rep, waiting=["CC01-1"])
        await tells(town, rep, sent=["CC01-1"])
        kept = "SELECT sent, waiting FROM device_orders WHERE user_id = 'rep.cc01'"
        assert await town.rows(kept) == [('["CC01-1"]', "[]")]
        (report,) = await town.rows("SELECT report FROM sync_replica WHERE report IS NOT NULL")
        assert "orders" not in msgspec.json.decode(report[0])


def test_an_order_one_device_has_sent_waits_on_no_other() -> None:
    one: dict[str, Any] = {
        "told_at": "1", "device_name": "a", "gone": True, "sent": [], "waiting": ["X"], "aside": [],
    }  # fmt: skip
    other = {**one, "sent": ["X"], "waiting": [], "device_name": "b"}
    row = counted([one, other], [], {}, {})
    assert [entry["where"] for entry in row["entries"]] == ["never_heard"]
    assert counted([one], [], {}, {})["lost"] == 1
