"""Visit templates as the office reads them, and a visit under its own template."""

from typing import Any

import anyio
import pytest

from tests import world as w
from tests.engines import Database
from tests.office.places import do, next_branch
from tests.town import Town, a_town

pytestmark = pytest.mark.anyio
LIST = "/office/v1/visit-templates"


async def published(town: Town, code: str = "std", version: int = 1, **more: Any) -> None:
    id = f"{code}.{version}"
    await do(
        town.world.spc,
        ("visit_template.save", id, w.template(code, version, **more)),
        ("visit_template.submit", id, {}),
    )
    await do(town.world.mgr, ("visit_template.publish", id, {}))


async def listed(town: Town, login: str, path: str = LIST) -> dict[str, dict[str, Any]]:
    answer = await (await town.sign_in(login)).get(path)
    assert answer.status_code == 200, answer.text
    return {row["id"]: row for row in answer.json()["rows"]}


async def test_drafts_are_read_by_who_may_write_them_and_the_others_where_they_hold(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await next_branch(town)
        await published(town)
        await do(
            town.world.spc,
            ("visit_template.save", "new.1", w.template("new")),
            ("visit_template.save", "sent.1", w.template("sent")),
            ("visit_template.submit", "sent.1", {}),
        )
        seen = {login: set(await listed(town, login)) for login in
                ("spc.east", "mgr.fs", "sup.cc", "sup.nh", "mgr.sd", "sup.sd")}  # fmt: skip
        assert seen == {
            "spc.east": {"std.1", "new.1", "sent.1"},
            "mgr.fs": {"std.1", "new.1", "sent.1"},
            "sup.cc": {"std.1"},
            "sup.nh": {"std.1"},
            "mgr.sd": set(),
            "sup.sd": set(),
        }
        assert (await listed(town, "spc.east"))["new.1"]["mine"] is True
        assert (await listed(town, "mgr.fs"))["new.1"]["mine"] is False


async def test_one_that_was_sent_back_says_by_whom_and_why(database: Database) -> None:
    async with a_town(database) as town:
        await do(
            town.world.spc,
            ("visit_template.save", "std.1", w.template()),
            ("visit_template.submit", "std.1", {}),
        )
        await do(town.world.mgr, ("visit_template.return", "std.1", {"reason": "门头要两张"}))
        row = (await listed(town, "spc.east"))["std.1"]
        assert (row["state"], row["returned_for"], row["decided_by_name"]) == (
            "draft", "门头要两张", "梁国辉",
        )  # fmt: skip


async def test_a_pending_one_names_who_may_decide_or_that_nobody_can(database: Database) -> None:
    async with a_town(database) as town:
        await next_branch(town)
        await do(
            town.world.spc,
            ("visit_template.save", "std.1", w.template()),
            ("visit_template.submit", "std.1", {}),
        )
        assert (await listed(town, "spc.east"))["std.1"]["deciders"] == ["梁国辉"]
        await do(town.world.mgr, ("visit_template.return", "std.1", {"reason": "门头要两张"}))
        assert (await listed(town, "spc.east"))["std.1"]["deciders"] == []
        # The only manager has put his own hand to it.
        await do(
            town.world.mgr,
            ("visit_template.save", "std.1", w.template(name="门头两张")),
            ("visit_template.submit", "std.1", {}),
        )
        row = (await listed(town, "mgr.fs"))["std.1"]
        assert (row["state"], row["mine"], row["deciders"]) == ("pending", True, [])
        refused = await town.world.mgr.says("visit_template.publish", "std.1", {})
        assert refused["code"] == "decision/own"


async def test_one_that_was_thrown_away_is_listed_no_more(database: Database) -> None:
    async with a_town(database) as town:
        await do(town.world.spc, ("visit_template.save", "std.1", w.template()))
        await do(town.world.mgr, ("visit_template.discard", "std.1", {}))
        assert await listed(town, "mgr.fs") == {}
        # Begun anew it has no author but its own.
        await do(town.world.spc, ("visit_template.save", "std.1", w.template()))
        assert (await listed(town, "mgr.fs"))["std.1"]["mine"] is False


async def test_a_page_at_a_time(database: Database) -> None:
    async with a_town(database) as town:
        for version in (1, 2, 3):
            await published(town, version=version)
        caller, after, found = await town.sign_in("mgr.fs"), "", []
        while after is not None:
            page = (await caller.get(f"{LIST}?limit=2&after={after}")).json()
            found += [row["id"] for row in page["rows"]]
            after = page["next"]
        assert found == ["std.1", "std.2", "std.3"]


async def visit(town: Town, id: str) -> dict[str, Any]:
    answer = await (await town.sign_in("sup.cc")).get(f"/office/v1/visits/{id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_visit_is_shown_under_the_version_it_was_begun_under(database: Database) -> None:
    async with a_town(database) as town:
        rep = town.world.rep
        await published(town)
        await do(rep, ("visit.check_in", "V-1", w.check_in(template_id="std.1")))
        await published(town, version=2, steps=[w.a_step("check_in"), w.a_step("wrap_up")])
        await do(
            rep,
            ("photo.attach", "PH-1", w.photo(visit_id="V-1")),
            ("visit.skip", "V-1", {"step": "store_check", "reason": "shelf_rebuilt"}),
            ("visit.check_out", "V-1", w.check_out(no_order_reason="price")),
        )
        seen = await visit(town, "V-1")
        assert (seen["template"]["id"], seen["template"]["template_version"]) == ("std.1", 1)
        assert (seen["plan"]["required"], seen["plan"]["settled"]) == (4, 4)
        assert [(one["step"], one["done"], one["skipped"]) for one in seen["plan"]["steps"]] == [
            ("check_in", True, False), ("store_check", False, True), ("order", True, False),
        ]  # fmt: skip
        assert seen["skips"] == [{"step": "store_check", "reason": "shelf_rebuilt"}]


async def test_a_task_that_lay_there_is_a_step_done_only_if_answered_before_she_left(
    database: Database,
) -> None:
    async with a_town(database) as town:
        rep, sup = town.world.rep, town.world.sup
        await published(town)
        await do(sup, ("task.assign", "TA-1", w.task()), ("task.assign", "TA-2", w.task()))
        answer = {"answer": "好", "photo_ids": [], "visit_id": None}
        for said in (
            ("task.complete", "TA-1", answer),
            ("visit.check_in", "V-1", w.check_in(template_id="std.1")),
            ("visit.check_out", "V-1", w.check_out()),
            ("task.complete", "TA-2", answer),
            ("visit.check_in", "V-2", w.check_in(template_id="std.1")),
        ):
            await do(rep, said)
            await anyio.sleep(0.01)  # no two of them in one millisecond
        steps = {one["step"]: one for one in (await visit(town, "V-1"))["plan"]["steps"]}
        assert (steps["sell_in"]["required"], steps["sell_in"]["done"]) == (True, False)
        assert "sell_in" not in {one["step"] for one in (await visit(town, "V-2"))["plan"]["steps"]}


async def test_what_was_seen_from_the_street_is_shown_and_settles_its_step(
    database: Database,
) -> None:
    async with a_town(database) as town:
        steps = [w.a_step("check_in"), w.a_step("outside"), w.a_step("wrap_up")]
        await published(town, steps=steps)
        await do(town.world.rep, ("visit.check_in", "V-1", w.check_in(template_id="std.1")))
        before = await visit(town, "V-1")
        assert (before["outside"], before["plan"]["settled"]) == (None, 0)
        looked = {"sign": "dirty", "light_box": "none", "poster": "current"}
        await do(town.world.rep, ("visit.outside", "V-1", looked))
        seen = await visit(town, "V-1")
        assert seen["outside"] == looked
        assert (seen["plan"]["settled"], seen["plan"]["required"]) == (1, 1)


async def test_a_visit_without_a_template_has_the_built_in_steps_and_a_failed_one_none(
    database: Database,
) -> None:
    async with a_town(database) as town:
        shelf = [w.observation("SKU-01"), w.observation("SKU-02")]
        await do(
            town.world.rep,
            ("visit.check_in", "V-1", w.check_in(template_id="never.1")),
            ("visit.check", "V-1", {"observations": shelf}),
            ("photo.attach", "PH-1", w.photo(visit_id="V-1", type="main_shelf_after")),
            ("visit.fail", "V-2", w.failed()),
        )
        seen = await visit(town, "V-1")
        assert seen["template"] is None
        assert [(one["step"], one["done"]) for one in seen["plan"]["steps"]] == [
            ("check_in", False), ("store_check", True), ("sell_in", True), ("order", False),
        ]  # fmt: skip
        assert (await visit(town, "V-2"))["plan"] is None
