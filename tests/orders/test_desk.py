"""The company's order desk reads audited orders of its branch, and no others (domain.md 2.2)."""

from dataclasses import replace

import pytest

from backend.identity import Person, Role
from tests import world as w
from tests.engines import Database
from tests.town import ARGON2, Caller, a_town

pytestmark = pytest.mark.anyio

LIST = "/office/v1/orders"
ELSEWHERE = Person("desk.gz", "desk.gz", "订单员二", Role.ORDER_DESK, "B-GZ")


async def ids(caller: Caller, query: str = "") -> set[str]:
    answer = await caller.get(f"{LIST}{query}")
    assert answer.status_code == 200, answer.text
    return {row["id"] for row in answer.json()["rows"]}


async def test_audited_orders_are_read_however_they_ended_and_no_others(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        few = [w.line("SKU-01", 1, 5880)]  # below the minimum: a person audits it
        for id, by, args in (
            ("O-1", world.rep, w.order()),
            ("O-2", world.rep, w.order("ST-2", few, no="CC01-2")),
            ("O-3", world.rep, w.order(no="CC01-3")),
            ("O-4", world.rep_nh, w.order("ST-4", no="NH01-4")),
            ("O-5", world.rep, w.order(no="CC01-5")),
        ):
            assert (await by.says("order.submit", id, args))["status"] == "applied"
        for id, kind, args in (
            ("O-3", "order.cancel", {"reason": "x"}),
            ("O-5", "order.un_audit", {"reason": "x"}),
        ):
            assert (await world.sup.says(kind, id, args))["status"] == "applied", kind
        desk, spc = await town.sign_in("desk.fs"), await town.sign_in("spc.east")
        assert await ids(desk) == {"O-1", "O-3", "O-4"}
        assert await ids(spc) == {"O-1", "O-2", "O-3", "O-4", "O-5"}
        assert await ids(desk, "?state=submitted") == set()
        assert await ids(desk, "?state=cancelled") == {"O-3"}
        for id, status in (("O-1", 200), ("O-2", 404), ("O-4", 200), ("O-5", 404)):
            assert (await desk.get(f"{LIST}/{id}")).status_code == status, id
        await world.spc.says("order.audit", "O-2", {"note": None})
        assert (await desk.get(f"{LIST}/O-2")).status_code == 200
        await town.sql(
            "UPDATE sales_order SET promised_on = day, audited_at = '2026-01-01T00:00:00.000Z'"
            " WHERE id = 'O-1'"
        )
        assert await ids(desk, "?late=true") == {"O-1"}


async def test_orders_of_another_branch_are_not_there(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        admin = await world.actor(replace(w.ADMIN, unit_ids=w.ALL_UNITS | {"B-GZ"}))
        for kind, id, args in (
            ("org_unit.put", "B-GZ", w.unit_put("B-GZ", "branch", "HQ")),
            ("person.put", ELSEWHERE.id, w.person_put(ELSEWHERE)),
            ("employment.put", "post-gz", w.employment_put(ELSEWHERE)),
        ):
            assert (await admin.says(kind, id, args))["status"] == "applied", kind
        await town.sql(
            "INSERT INTO password (person_id, argon2, changed_at) VALUES (?, ?, ?)",
            ELSEWHERE.id, ARGON2, "2026-01-01T00:00:00.000Z",
        )  # fmt: skip
        assert (await world.rep.says("order.submit", "O-1", w.order()))["status"] == "applied"
        here, there = await town.sign_in("desk.fs"), await town.sign_in(ELSEWHERE.login)
        assert (await ids(here), await ids(there)) == ({"O-1"}, set())
        assert (await here.get(f"{LIST}/O-1")).status_code == 200
        assert (await there.get(f"{LIST}/O-1")).status_code == 404
