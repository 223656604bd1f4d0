"""Flags are questions: who may say what to them, in which order, and what follows."""

from typing import Any

import pytest

from backend.reviews.thresholds import DEFAULTS
from tests import world as w
from tests.engines import Database
from tests.reviews.town import DAY, a_visit, flags_of, judged, ripen, row
from tests.visits.test_photo_review import inbox
from tests.world import Actor, World, a_world, fix

pytestmark = pytest.mark.anyio
OK = {"state": "accepted", "reason": None, "note": None, "upheld": []}


def no(*upheld: str, reason: str | None = "not_there", note: str | None = None) -> dict[str, Any]:
    return {"state": "rejected", "reason": reason, "note": note, "upheld": list(upheld)}


async def doubted(world: World, store: str = "ST-1") -> None:
    """A visit 340 m off: V-1 with G01."""
    await a_visit(world, "V-1", store, where=fix(340))
    await judged(world)


async def said(actor: Actor, kind: str, id: str, args: dict[str, Any], **more: Any) -> Any:
    result = await actor.says(kind, id, args, **more)
    return result["status"], result.get("code")


async def verdict(world: World) -> tuple[str, str | None, bool]:
    found = await row(world, "visit_verdict", "V-1")
    return found["validity"], found["review_state"], bool(found["listed"])


async def test_hers_is_the_first_word(database: Database) -> None:
    async with a_world(database) as world:
        await doubted(world)
        early = await said(world.sup, "visit.review", "V-1", no("V-1:G01"))
        assert early == ("rejected", "review/too-early")
        assert await said(world.sup, "visit.review", "V-1", OK | {"upheld": ["V-1:G01"]}) == early
        words = {"text": "门口修路，站在对面签到"}
        assert await said(world.rep, "flag.answer", "V-1:G01", words) == ("applied", None)
        assert (await said(world.rep, "flag.answer", "V-1:G01", words))[0] == "duplicate"
        hers = (await world.rep.sees("visit_flag"))["V-1:G01"]
        assert (hers["answer"], hers["state"]) == (words["text"], "open")
        assert await said(world.sup, "visit.review", "V-1", no("V-1:G01")) == ("applied", None)
        late = await said(world.rep, "flag.answer", "V-1:G01", {"text": "还有"})
        assert late == ("conflict", "record/state")


async def test_without_a_word_of_hers_a_day_must_pass(database: Database) -> None:
    async with a_world(database) as world:
        await doubted(world)
        flag = await row(world, "visit_flag", "V-1:G01")
        assert w.text(w.now()) < flag["hers_until"] <= w.ago(hours=-DEFAULTS.answer_h)
        await ripen(world)
        assert await said(world.sup, "visit.review", "V-1", no("V-1:G01")) == ("applied", None)


async def test_what_is_accepted_is_valid_and_good_news(database: Database) -> None:
    async with a_world(database) as world:
        await doubted(world)
        assert await verdict(world) == ("pending", None, True)
        assert await said(world.sup, "visit.review", "V-1", OK) == ("applied", None)
        assert await verdict(world) == ("valid", "accepted", False)
        assert await flags_of(world, "dismissed") == {"V-1:G01": "red"}
        assert [kind for kind, *_ in await inbox(world.rep)] == ["flag.raised", "visit.accepted"]
        await judged(world)
        assert await verdict(world) == ("valid", "accepted", False)
        assert (await said(world.sup, "visit.review", "V-1", OK))[0] == "duplicate"


async def test_what_is_rejected_says_why_and_may_be_appealed_once(database: Database) -> None:
    async with a_world(database) as world:
        await doubted(world)
        await ripen(world)
        await said(world.sup, "visit.review", "V-1", no("V-1:G01", note="照片看不出门头"))
        assert await verdict(world) == ("invalid", "rejected", False)
        kind, facts, _, id = (await inbox(world.rep))[-1]
        assert (kind, id, facts["reason"], facts["by_name"]) == (
            "visit.rejected", "V-1", "not_there: 照片看不出门头", "罗建明",
        )  # fmt: skip
        words = {"text": "当天店在搬家"}
        assert await said(world.rep2, "visit.appeal", "V-1", words) == (
            "rejected", "record/unknown",
        )  # fmt: skip
        assert await said(world.rep, "visit.appeal", "V-1", words) == ("applied", None)
        assert await verdict(world) == ("invalid", "rejected", True)
        assert [kind for kind, *_ in await inbox(world.sup)] == ["visit.appealed"]
        assert await said(world.rep, "visit.appeal", "V-1", {"text": "再次"}) == (
            "conflict", "record/state",
        )  # fmt: skip
        assert await said(world.sup, "visit.review", "V-1", OK) == ("conflict", "record/state")
        await judged(world)
        assert await verdict(world) == ("invalid", "rejected", True)

        up = {"state": "reversed", "note": "店确实在搬"}
        assert await said(world.mgr, "visit.settle_appeal", "V-1", up) == ("applied", None)
        assert await verdict(world) == ("valid", "rejected", False)
        assert await flags_of(world, "dismissed") == {"V-1:G01": "red"}
        appeal = (await world.rep.sees("visit_verdict"))["V-1"]["appeal"]
        assert (appeal["state"], appeal["note"], appeal["by_name"]) == (
            "reversed", "店确实在搬", "梁国辉",
        )  # fmt: skip
        assert (await inbox(world.rep))[-1][0] == "appeal.reversed"
        await judged(world)
        assert await verdict(world) == ("valid", "rejected", False)


async def test_an_appeal_that_fails_leaves_it_as_it_is(database: Database) -> None:
    async with a_world(database) as world:
        await doubted(world)
        await ripen(world)
        await said(world.sup, "visit.review", "V-1", no("V-1:G01"))
        await said(world.rep, "visit.appeal", "V-1", {"text": "不服"})
        stands = {"state": "upheld", "note": None}
        # Of a C2 store the specialist stands one level above the supervisor.
        assert await said(world.spc, "visit.settle_appeal", "V-1", stands) == ("applied", None)
        assert await verdict(world) == ("invalid", "rejected", False)
        assert await flags_of(world, "upheld") == {"V-1:G01": "red"}
        assert await said(world.rep, "visit.appeal", "V-1", {"text": "又"}) == (
            "conflict", "record/state",
        )  # fmt: skip


async def test_an_appeal_is_judged_by_when_she_said_it(database: Database) -> None:
    async with a_world(database) as world:
        await doubted(world)
        await ripen(world)
        await said(world.sup, "visit.review", "V-1", no("V-1:G01"))

        async def four_days_ago(records: Any) -> None:
            records.execute("UPDATE visit_verdict SET appeal_until = ?", w.ago(days=1))

        await world.store.write(four_days_ago)
        late = await said(world.rep, "visit.appeal", "V-1", {"text": "晚"})
        assert late == ("rejected", "appeal/too-late")
        offline = await said(world.rep, "visit.appeal", "V-1", {"text": "在山里"},
                             made_at=w.ago(days=2))  # fmt: skip
        assert offline == ("applied", None)


async def test_c1_goes_to_the_specialist_and_nobody_decides_out_of_reach(
    database: Database,
) -> None:
    """ST-2 is of a C1 customer, ST-1 of a C2."""
    async with a_world(database) as world:
        await doubted(world, "ST-2")
        unknown = ("rejected", "record/unknown")
        for other in (world.sup, world.sup_nh):
            assert await said(other, "visit.review", "V-1", OK) == unknown
        assert await said(world.rep, "visit.review", "V-1", OK) == ("rejected", "role/not-allowed")
        assert await said(world.spc, "visit.review", "V-1", OK) == ("applied", None)
        await a_visit(world, "V-2", begin=60)
        await judged(world)
        assert await said(world.spc, "visit.review", "V-2", OK) == unknown
        assert await said(world.mgr, "visit.review", "V-2", OK) == ("applied", None)


async def test_of_a_specialists_no_only_the_manager_is_asked(database: Database) -> None:
    async with a_world(database) as world:
        await doubted(world, "ST-2")
        await ripen(world)
        await said(world.spc, "visit.review", "V-1", no("V-1:G01"))
        await said(world.rep, "visit.appeal", "V-1", {"text": "不服"})
        stands = {"state": "upheld", "note": None}
        own = await said(world.spc, "visit.settle_appeal", "V-1", stands)
        assert own == ("rejected", "decision/own")
        assert await said(world.mgr, "visit.settle_appeal", "V-1", stands) == ("applied", None)


@pytest.mark.parametrize(
    ("args", "field"),
    [(no(reason=None), "reason"), (OK | {"reason": "photos"}, "reason"), (no("V-9:G01"), "upheld")],
)
async def test_a_decision_that_cannot_be_meant(
    database: Database, args: dict[str, Any], field: str
) -> None:
    async with a_world(database) as world:
        await doubted(world)
        await ripen(world)
        result = await world.sup.says("visit.review", "V-1", args)
        assert (result["code"], result["facts"]["field"]) == ("value/out-of-range", field)


async def test_two_reviewers_do_not_overrule_each_other_unseen(database: Database) -> None:
    async with a_world(database) as world:
        await doubted(world)
        await ripen(world)
        seen = (await row(world, "visit_verdict", "V-1"))["version"]
        await said(world.sup, "visit.review", "V-1", {**no("V-1:G01"), "note": "看不清"})
        other = await world.mgr.says("visit.review", "V-1", OK, base={"version": seen})
        assert (other["status"], other["current"]["by_name"]) == ("conflict", "罗建明")
        (met,) = [one for one in (await world.mgr.sees("conflict")).values()]
        assert met["subject"] == (await world.rep.sees("store"))[met["store_id"]]["name"]
        assert met["theirs"]["note"] == "看不清"
        first = await row(world, "visit_verdict", "V-1")
        assert (other["current"]["at"], first["review_state"]) == (
            first["reviewed_at"], "rejected",
        )  # fmt: skip


async def test_a_second_window_does_not_overrule_the_first_unseen(database: Database) -> None:
    """His own word stands against his own window that never saw it; said once more the same it is
    only said again, and who has seen it may change his mind."""
    async with a_world(database) as world:
        await doubted(world)
        await ripen(world)
        seen = {"version": (await row(world, "visit_verdict", "V-1"))["version"]}
        await said(world.sup, "visit.review", "V-1", no("V-1:G01"))
        other = await world.sup.says("visit.review", "V-1", OK, base=seen)
        assert (other["status"], other["current"]["state"]) == ("conflict", "rejected")
        again = await world.sup.says("visit.review", "V-1", no("V-1:G01"), base=seen)
        assert again["status"] == "duplicate"
        now = {"version": (await row(world, "visit_verdict", "V-1"))["version"]}
        assert (await world.sup.says("visit.review", "V-1", OK, base=now))["status"] == "applied"


async def test_a_flag_of_the_day_is_decided_by_itself(database: Database) -> None:
    async with a_world(database) as world:
        id = f"G14:rep.cc01:{DAY}"
        await a_visit(world, "V-1")
        lines = [w.line("SKU-01", 10, 5880)]
        await world.rep.says("order.submit", "OR-1", w.order(lines=lines, day=DAY, total_fen=1))
        await said(world.sup, "order.reject", "OR-1", {"reason": "no"})
        await judged(world)
        assert await flags_of(world) == {id: "yellow"}
        assert (await inbox(world.rep))[-1][:1] == ("flag.raised_day",)
        holds = {"state": "upheld", "note": "订单退了"}
        assert await said(world.sup_nh, "flag.decide", id, holds) == ("rejected", "record/unknown")
        assert await said(world.admin, "flag.decide", id, holds) == ("rejected", "record/unknown")
        assert await said(world.sup, "flag.decide", id, holds) == ("rejected", "review/too-early")
        await said(world.rep, "flag.answer", id, {"text": "店主改了主意"})
        assert await said(world.sup, "flag.decide", id, holds) == ("applied", None)
        shown = (await world.rep.sees("visit_flag"))[id]
        assert (shown["state"], shown["decided_note"]) == ("upheld", "订单退了")


async def test_thresholds_are_versions_a_manager_sets_from_a_day_on(database: Database) -> None:
    async with a_world(database) as world:
        strict = {"number": 1, "valid_from": w.day(),
                  "settings": [{"name": "accuracy_m", "value": 5}]}  # fmt: skip
        assert await said(world.sup, "review_rules.put", "RR-1", strict) == (
            "rejected", "role/not-allowed",
        )  # fmt: skip
        past = await said(world.mgr, "review_rules.put", "RR-1", strict | {"valid_from": DAY})
        assert past == ("rejected", "value/out-of-range")
        assert await said(world.mgr, "review_rules.put", "RR-1", strict) == ("applied", None)
        again = await said(world.mgr, "review_rules.put", "RR-2", strict)
        assert again == ("conflict", "record/clash")
        wrong = strict | {"number": 2, "settings": [{"name": "opens_min", "value": 1400}]}
        assert await said(world.mgr, "review_rules.put", "RR-2", wrong) == (
            "rejected", "value/out-of-range",
        )  # fmt: skip
        await a_visit(world, "V-1")
        await judged(world)
        assert (await row(world, "visit_verdict", "V-1"))["rules_version"] == 0
        whole = w.whole_visit(position=fix(3, 9))
        await world.rep.says("visit.record", "V-2", whole)
        await judged(world, day=w.day())
        assert (await row(world, "visit_verdict", "V-2"))["rules_version"] == 1
        assert "V-2:G02" in await flags_of(world)
