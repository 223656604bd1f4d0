"""Visit templates: who writes, who decides, who sees them; a published one never changes."""

from dataclasses import replace
from typing import Any

import pytest

from backend.identity import Person, Role
from tests import world as w
from tests.engines import Database
from tests.world import Actor, World, a_world

pytestmark = pytest.mark.anyio

MGR_2 = replace(w.MGR, id="mgr.fs2", login="mgr.fs2", name="另一经理")
MGR_SD = Person(
    "mgr.sd", "mgr.sd", "区经理", Role.OPS_MANAGER, "B-SD", unit_ids=frozenset({"B-SD"})
)


async def said(actor: Actor, *all_said: tuple[str, str, dict[str, Any]]) -> None:
    for kind, id, args in all_said:
        result = await actor.says(kind, id, args)
        assert result["status"] == "applied", (kind, result)


async def published(world: World, code: str = "std", version: int = 1, **more: Any) -> str:
    """Written by the specialist, decided by the manager."""
    id = f"{code}.{version}"
    await said(
        world.spc,
        ("visit_template.save", id, w.template(code, version, **more)),
        ("visit_template.submit", id, {}),
    )
    await said(world.mgr, ("visit_template.publish", id, {}))
    return id


async def refused(actor: Actor, kind: str, id: str, args: dict[str, Any], **more: Any) -> str:
    result = await actor.says(f"visit_template.{kind}", id, args, **more)
    assert result["status"] in ("rejected", "conflict"), result
    code: str = result["code"]
    return code


async def test_a_draft_is_shown_to_no_device_and_a_published_one_to_everybody(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await said(world.spc, ("visit_template.save", "std.1", w.template()))
        everybody = (world.rep, world.rep_nh, world.sup, world.spc, world.mgr)
        for actor in everybody:
            assert await actor.sees("visit_template") == {}
        await said(world.spc, ("visit_template.submit", "std.1", {}))
        assert await world.rep.sees("visit_template") == {}
        await said(world.mgr, ("visit_template.publish", "std.1", {}))
        for actor in everybody:
            seen = (await actor.sees("visit_template"))["std.1"]
            assert seen == {
                **w.template(), "state": "published", "org_unit_ids": ["B-FS-CC", "B-FS-NH"],
            }  # fmt: skip


async def test_nobody_decides_on_what_he_wrote(database: Database) -> None:
    async with a_world(database) as world:
        other = await world.actor(MGR_2)
        await said(
            world.mgr,
            ("visit_template.save", "std.1", w.template()),
            ("visit_template.submit", "std.1", {}),
        )
        assert await refused(world.mgr, "publish", "std.1", {}) == "decision/own"
        await said(other, ("visit_template.return", "std.1", {"reason": "门头照改成两张"}))
        # One who only corrected it has written it, too.
        await said(
            other,
            ("visit_template.save", "std.1", w.template(name="改过")),
            ("visit_template.submit", "std.1", {}),
        )
        for author in (world.mgr, other):
            assert await refused(author, "publish", "std.1", {}) == "decision/own"
        assert await world.rep.sees("visit_template") == {}


async def test_what_a_lone_manager_wrote_is_thrown_away_and_begun_anew_by_another(
    database: Database,
) -> None:
    """Else his word on it would keep it from ever being published."""
    async with a_world(database) as world:
        await published(world)
        await said(
            world.mgr,
            ("visit_template.save", "std.2", w.template(version=2)),
            ("visit_template.submit", "std.2", {}),
        )
        assert await refused(world.spc, "discard", "std.2", {}) == "record/state"
        await said(world.mgr, ("visit_template.return", "std.2", {"reason": "重写"}))
        seen_then = {"version": 3, "state": "draft"}
        # What somebody wrote since it was seen is not thrown away with it.
        await said(world.spc, ("visit_template.save", "std.2", w.template(version=2, name="改过")))
        assert await refused(world.mgr, "discard", "std.2", {}, base=seen_then) == "record/clash"
        await said(world.mgr, ("visit_template.discard", "std.2", {}))
        for kind in ("submit", "publish", "discard"):
            assert await refused(world.mgr, kind, "std.2", {}) == "record/state"
        assert await refused(world.spc, "discard", "std.1", {}) == "record/state", "it is published"
        await published(world, version=2)
        seen = await world.rep.sees("visit_template")
        assert {id: one["state"] for id, one in seen.items()} == {
            "std.1": "published", "std.2": "published",
        }  # fmt: skip


async def test_a_published_version_is_never_changed_only_retired(database: Database) -> None:
    async with a_world(database) as world:
        await published(world)
        changed = w.template(name="改过")
        assert await refused(world.spc, "save", "std.1", changed) == "record/state"
        assert await refused(world.spc, "submit", "std.1", {}) == "record/state"
        assert await refused(world.mgr, "return", "std.1", {"reason": "no"}) == "record/state"
        await said(world.mgr, ("visit_template.retire", "std.1", {}))
        assert await refused(world.mgr, "publish", "std.1", {}) == "record/state"
        seen = (await world.rep.sees("visit_template"))["std.1"]
        assert (seen["state"], seen["name"]) == ("retired", "演示std")


async def test_the_one_that_waits_is_decided_on_as_it_was_seen(database: Database) -> None:
    async with a_world(database) as world:
        await said(
            world.spc,
            ("visit_template.save", "std.1", w.template()),
            ("visit_template.submit", "std.1", {}),
        )
        assert await refused(world.spc, "save", "std.1", w.template(name="改过")) == "record/state"
        await said(world.mgr, ("visit_template.return", "std.1", {"reason": "改名"}))
        await said(
            world.spc,
            ("visit_template.save", "std.1", w.template(name="改过")),
            ("visit_template.submit", "std.1", {}),
        )
        base = {"version": 2, "state": "pending"}
        assert await refused(world.mgr, "publish", "std.1", {}, base=base) == "record/clash"


async def test_the_steps_must_be_a_visit(database: Database) -> None:
    async with a_world(database) as world:
        first, *rest = w.template()["steps"]
        for steps in (
            [*rest, first],
            [first, first, *rest],
            [{**first, "need": "off"}, *rest],
            [{**first, "photos": first["photos"] * 2}, *rest],
            [first],
        ):
            code = await refused(world.spc, "save", "std.1", w.template(steps=steps))
            assert code == "value/out-of-range"
        for id, args in (
            ("std.2", w.template()),
            ("std.1", w.template(valid_from="2026-02-30")),
        ):
            assert await refused(world.spc, "save", id, args) == "value/out-of-range"


async def test_another_branch_neither_writes_nor_decides_nor_is_held_by_it(
    database: Database,
) -> None:
    async with a_world(database) as world:
        far = await world.actor(MGR_SD)
        await said(
            world.spc,
            ("visit_template.save", "std.1", w.template()),
            ("visit_template.submit", "std.1", {}),
        )
        for kind, args in (
            ("save", w.template()),
            ("submit", {}),
            ("publish", {}),
            ("return", {"reason": "no"}),
            ("retire", {}),
        ):
            assert await refused(far, kind, "std.1", args) == "record/unknown", kind
            nobodys = await refused(far, kind, "none.1", args) if kind != "save" else ""
            assert nobodys in ("record/unknown", ""), kind
        # Nor a next version of the same code.
        assert await refused(far, "save", "std.2", w.template(version=2)) == "record/unknown"
        await said(world.mgr, ("visit_template.publish", "std.1", {}))
        assert "B-SD" not in (await world.rep.sees("visit_template"))["std.1"]["org_unit_ids"]


async def test_a_visit_bears_the_template_it_was_begun_under_for_ever(database: Database) -> None:
    async with a_world(database) as world:
        await published(world)
        await said(world.rep, ("visit.check_in", "V-1", w.check_in(template_id="std.1")))
        await published(world, version=2)
        await said(world.mgr, ("visit_template.retire", "std.1", {}))
        await said(world.rep, ("visit.check_out", "V-1", w.check_out()))
        seen = (await world.rep.sees("visit"))["V-1"]
        assert seen["template_id"] == "std.1"
        held = await world.rep.sees("visit_template")
        assert held["std.1"]["steps"] == w.template()["steps"]
        again = await world.rep.says("visit.check_in", "V-1", w.check_in(template_id="std.1"))
        other = await world.rep.says("visit.check_in", "V-1", w.check_in(template_id="std.2"))
        assert again["status"] == "duplicate"
        assert (other["status"], other["code"]) == ("rejected", "fact/immutable")


async def test_an_older_phone_names_no_template_and_its_visit_is_shown_as_ever(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await said(world.rep, ("visit.check_in", "V-1", w.check_in()))
        seen = (await world.rep.sees("visit"))["V-1"]
        assert not {"template_id", "skips"} & seen.keys()


async def test_a_step_that_could_not_be_done_is_settled_with_its_reason(database: Database) -> None:
    async with a_world(database) as world:
        rep = world.rep
        skip = {"step": "store_check", "reason": "shelf_rebuilt"}
        await said(
            rep,
            ("visit.check_in", "V-1", w.check_in(template_id="std.1")),
            ("visit.skip", "V-1", skip),
            ("visit.skip", "V-1", {"step": "order", "reason": "owner_absent"}),
            ("visit.skip", "V-1", {**skip, "reason": "photos_refused"}),
        )
        assert (await rep.sees("visit"))["V-1"]["skips"] == [
            {"step": "store_check", "reason": "photos_refused"},
            {"step": "order", "reason": "owner_absent"},
        ]
        again = await rep.says("visit.skip", "V-1", {**skip, "reason": "photos_refused"})
        assert again["status"] == "duplicate"
        await said(rep, ("visit.check_out", "V-1", w.check_out()))
        late = await rep.says("visit.skip", "V-1", skip)
        assert (late["status"], late["code"]) == ("quarantined", "visit/closed")
