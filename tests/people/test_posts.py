"""Units, people and posts: who may make them, and what a post lets one read."""

from typing import Any

import pytest

from backend.identity import Device, Role
from backend.people import reach
from tests.engines import Database
from tests.town import Town, a_town
from tests.world import Actor, World, a_world, ago, check_in, text
from tests.world import now as clock

pytestmark = pytest.mark.anyio


def person(login: str, **more: Any) -> dict[str, Any]:
    return {
        "login": login, "name": "新人", "active": True, "phone": "13800000000",
        "home_lat_e7": 230000000, "home_lon_e7": 1130000000, **more,
    }  # fmt: skip


def post(person_id: str, role: str, **more: Any) -> dict[str, Any]:
    at = {"org_unit_id": "B-FS-CC", "partner_id": None}
    return {
        "person_id": person_id, "role": role, **at, "from_at": ago(days=1), "until_at": None,
        **more,
    }  # fmt: skip


async def told(actor: Actor, kind: str, id: str, args: dict[str, Any]) -> str:
    """Status and code of one operation."""
    result = await actor.says(kind, id, args)
    return str(result["status"] if result["status"] == "applied" else result["code"])


async def grants(world: World, person_id: str) -> dict[str, str | None]:
    async with world.store.reading() as read:
        rows = await read.rows(
            "SELECT scope, until_at FROM scope_grant WHERE user_id = ? ORDER BY from_at", person_id
        )
    return {scope: until_at for scope, until_at in rows}


@pytest.mark.parametrize(
    ("role", "place", "scopes"),
    [
        ("field_rep", {}, {"user:n", "org:HQ", "team:B-FS-CC"}),
        ("office_supervisor", {}, {"user:n", "org:HQ", "team:B-FS-CC"}),
        ("special_channel_specialist", {"org_unit_id": "B-FS-OP"}, {"user:n", "org:HQ"}),
        ("ops_manager", {"org_unit_id": "B-FS-OP"}, {"user:n", "org:HQ"}),
        ("order_desk", {"org_unit_id": "B-FS-OP"}, {"user:n", "org:HQ"}),
        ("admin", {}, {"user:n", "org:HQ"}),
        (
            "partner_clerk",
            {"org_unit_id": None, "partner_id": "P01"},
            {"user:n", "org:HQ", "partner:P01"},
        ),
        ("partner_driver", {"org_unit_id": None, "partner_id": "P01"}, {"user:n", "org:HQ"}),
    ],
)
async def test_a_post_grants_what_its_role_reads_and_nothing_else(
    database: Database, role: str, place: dict[str, Any], scopes: set[str]
) -> None:
    async with a_world(database) as world:
        assert await told(world.admin, "person.put", "n", person("n.n")) == "applied"
        assert await told(world.admin, "employment.put", "n.1", post("n", role, **place)) == (
            "applied"
        )
        assert set(await grants(world, "n")) == scopes


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (post("n", "field_rep", org_unit_id="B-FS-OP"), "value/out-of-range"),
        (post("n", "field_rep", org_unit_id=None, partner_id="P01"), "value/out-of-range"),
        (post("n", "partner_clerk"), "value/out-of-range"),
        (post("n", "field_rep", partner_id="P01"), "value/out-of-range"),
        (post("n", "field_rep", org_unit_id=None), "value/out-of-range"),
        (post("n", "field_rep", org_unit_id="nowhere"), "record/unknown"),
        (post("x", "field_rep"), "record/unknown"),
        (post("n", "field_rep", until_at="2020-01-01T00:00:00Z"), "value/out-of-range"),
        (post("n", "field_rep", from_at="2026-02-31T00:00:00Z"), "value/out-of-range"),
        (post("rep.cc01", "office_supervisor"), "record/clash"),
    ],
)
async def test_a_post_that_cannot_be_is_refused(
    database: Database, args: dict[str, Any], code: str
) -> None:
    async with a_world(database) as world:
        await told(world.admin, "person.put", "n", person("n.n"))
        assert await told(world.admin, "employment.put", "n.1", args) == code


async def test_the_end_of_a_post_ends_every_grant_and_moving_it_later_gives_them_back(
    database: Database,
) -> None:
    async with a_world(database) as world:
        before = await grants(world, "rep.cc01")
        assert {"store:ST-1", "store:ST-2", "prices:PL-C"} <= before.keys()
        assert set(before.values()) == {None}
        held = {
            "person_id": "rep.cc01", "role": "field_rep", "org_unit_id": "B-FS-CC",
            "partner_id": None, "from_at": await begin_of(world, "post-rep.cc01"),
        }  # fmt: skip
        first, later = ago(hours=1), ago(hours=-48)
        for until_at in (first, later, None):
            end = {**held, "until_at": until_at}
            assert await told(world.admin, "employment.put", "post-rep.cc01", end) == "applied"
            after = await grants(world, "rep.cc01")
            assert after.keys() == before.keys()
            assert set(after.values()) == {until_at}


async def test_only_the_end_of_a_post_can_be_changed(database: Database) -> None:
    async with a_world(database) as world:
        begin = await begin_of(world, "post-rep.cc01")
        other = post("rep.cc01", "field_rep", org_unit_id="B-FS-NH", from_at=begin)
        assert await told(world.admin, "employment.put", "post-rep.cc01", other) == (
            "fact/immutable"
        )


async def test_a_person_who_changes_posts_gives_up_one_reach_and_gets_another(
    database: Database,
) -> None:
    async with a_world(database) as world:
        begin, change = await begin_of(world, "post-rep.cc01"), ago(minutes=1)
        end = post("rep.cc01", "field_rep", from_at=begin, until_at=change)
        assert await told(world.admin, "employment.put", "post-rep.cc01", end) == "applied"
        new = post("rep.cc01", "office_supervisor", org_unit_id="B-FS-NH", from_at=change)
        assert await told(world.admin, "employment.put", "rep.cc01.2", new) == "applied"

        async with world.store.reading() as read:
            now = await reach.post_of(read, "rep.cc01", ago())
            then = await reach.post_of(read, "rep.cc01", ago(days=2))
        assert now is not None
        assert then is not None
        assert (now.role, now.org_unit_id) == (Role.OFFICE_SUPERVISOR, "B-FS-NH")
        assert now.unit_ids == {"B-FS-NH"}
        assert (then.role, then.org_unit_id) == (Role.FIELD_REP, "B-FS-CC")
        assert "rep.cc01" not in await world.rep2.sees("person")
        open_now = {
            scope for scope, until in (await grants(world, "rep.cc01")).items() if until is None
        }
        assert open_now == {"user:rep.cc01", "org:HQ", "team:B-FS-NH"}


async def test_colleagues_are_shown_as_cards_and_only_to_their_own(database: Database) -> None:
    async with a_world(database) as world:
        at_home = person("rep.cc02", name="陈小二")
        assert await told(world.admin, "person.put", "rep.cc02", at_home) == "applied"
        seen = await world.rep.sees("person")
        assert set(seen) == {"sup.cc", "rep.cc01", "rep.cc02"}
        assert seen["rep.cc02"]["phone"] == "13800000000"
        assert not any("home" in name for name in seen["rep.cc02"])
        assert set(await world.clerk.sees("person")) == {"clk.p01", "drv.p01a"}
        assert set(await world.driver.sees("person")) == set()
        assert set(await world.rep.sees("org_unit")) == {"B-FS-CC"}


async def test_an_admin_builds_in_his_own_subtree(database: Database) -> None:
    async with a_world(database) as world:
        for person_id, unit in (("adm.cc", "B-FS-CC"), ("adm.fs", "B-FS")):
            await told(world.admin, "person.put", person_id, person(person_id))
            made = post(person_id, "admin", org_unit_id=unit)
            assert await told(world.admin, "employment.put", f"{person_id}.1", made) == "applied"
        office, branch = await admin_of(world, "adm.cc"), await admin_of(world, "adm.fs")
        new = {"code": "B-FS-SD", "name": "顺德", "level": "rep_office", "parent_id": "B-FS"}
        assert await told(office, "org_unit.put", "B-FS-SD", new) == "record/unknown"
        assert await told(branch, "org_unit.put", "B-FS-SD", new) == "applied"
        root = {"code": "HQ2", "name": "x", "level": "hq", "parent_id": None}
        assert await told(branch, "org_unit.put", "HQ2", root) == "record/unknown"
        assert await told(world.admin, "org_unit.put", "HQ2", root) == "record/unknown"
        renamed = {"code": "B-FS-NH", "name": "x", "level": "rep_office", "parent_id": "B-FS"}
        assert await told(office, "org_unit.put", "B-FS-NH", renamed) == "record/unknown"
        clash = {**new, "code": "B-FS-CC"}
        assert await told(world.admin, "org_unit.put", "B-FS-XX", clash) == "record/clash"
        wrong = {**new, "code": "X", "parent_id": "B-FS-CC"}
        assert await told(world.admin, "org_unit.put", "X", wrong) == "value/out-of-range"
        for who, code in ((office, "record/unknown"), (branch, "applied")):
            assert await told(who, "person.put", "rep.nh01", person("rep.nh01")) == code
            assert await told(who, "person.put", "clk.p01", person("clk.p01")) == code


async def test_a_login_belongs_to_one_person(database: Database) -> None:
    async with a_world(database) as world:
        assert await told(world.admin, "person.put", "n", person("rep.cc01")) == "record/clash"
        assert await told(world.admin, "person.put", "system", person("s.s")) == "record/exists"
        assert await told(world.admin, "person.put", "n", person("system")) == "record/exists"


async def test_somebody_made_inactive_has_no_post_from_that_moment_on(
    database: Database,
) -> None:
    async with a_world(database) as world:
        gone = person("rep.cc02", active=False)
        assert await told(world.admin, "person.put", "rep.cc02", gone) == "applied"
        async with world.store.reading() as read:
            now = await reach.post_of(read, "rep.cc02", text(clock()))
            then = await reach.post_of(read, "rep.cc02", ago(hours=1))
        assert now is not None
        assert then is not None
        assert (now.role, then.role) == (None, Role.FIELD_REP)
        assert "rep.cc02" not in await world.rep.sees("person")
        back = person("rep.cc02")
        assert await told(world.admin, "person.put", "rep.cc02", back) == "applied"
        assert (await world.rep.sees("person"))["rep.cc02"]["role"] == "field_rep"


async def test_an_inbox_item_is_read_by_its_owner_only(database: Database) -> None:
    async with a_world(database) as world:
        from backend.people import effects

        item = await world.store.write(
            lambda records: effects.tell(records, "rep.cc01", "order.cancelled", no="SO-1")
        )
        shown = (await world.rep.sees("inbox_item"))[item]
        assert (shown["kind"], shown["facts"], shown["read"]) == (
            "order.cancelled", {"no": "SO-1"}, False,
        )  # fmt: skip
        assert await world.rep2.sees("inbox_item") == {}
        assert await told(world.rep2, "inbox.read", item, {}) == "record/unknown"
        assert await told(world.rep, "inbox.read", item, {}) == "applied"
        assert (await world.rep.sees("inbox_item"))[item]["read"] is True


async def test_a_rep_who_left_is_believed_up_to_the_end_and_heard_after_it(
    database: Database,
) -> None:
    """Scenario 18: three visits unsent, two made before she left and one after."""
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01", "R-1")
        await leave(town, "rep.cc01", ago(hours=2))
        made = [ago(hours=5), ago(hours=3), ago(hours=1)]
        ops = [
            {
                "op_id": f"op-{n}", "local_seq": n, "kind": "visit.check_in", "schema": 1,
                "entity": "visit", "id": f"V-{n}", "made_at": at, "args": check_in(),
            }
            for n, at in enumerate(made, 1)
        ]  # fmt: skip
        body = {
            "protocol": 1, "schema": 1, "server_id": None, "replica_id": "R-1", "app": "t",
            "sent_at": ago(), "acked_through": 0, "ops": ops,
        }  # fmt: skip
        answer = await rep.post("/sync/v1/push", body, token=rep.push_token)
        assert [one["status"] for one in answer.json()["results"]] == [
            "applied", "applied", "quarantined",
        ]  # fmt: skip
        assert (await rep.get("/auth/v1/me")).status_code == 401


async def leave(town: Town, person_id: str, at: str) -> None:
    begin = await begin_of(town.world, f"post-{person_id}")
    end = post(person_id, "field_rep", from_at=begin, until_at=at)
    assert await told(town.world.admin, "employment.put", f"post-{person_id}", end) == "applied"


async def begin_of(world: World, post_id: str) -> str:
    async with world.store.reading() as read:
        ((begin,),) = await read.rows("SELECT from_at FROM employment WHERE id = ?", post_id)
    return str(begin)


async def admin_of(world: World, person_id: str) -> Actor:
    async with world.store.reading() as read:
        someone = await reach.post_of(read, person_id, ago())
    assert someone is not None
    actor = await world.actor(someone)
    actor.device = Device(actor.replica_id, someone, may_read=True)
    return actor
