"""Promotion claims (domain.md 3.5): worked out from what stores received and what reps checked."""

from typing import Any

import pytest

from backend.claims import rules
from tests import world as w
from tests.engines import Database
from tests.orders.test_promoted import TEN
from tests.promotions.plans import refused, released, said
from tests.town import Town, a_town
from tests.world import World, accept, day, delivery, line, order

pytestmark = pytest.mark.anyio

ID = "PR-1:P01"
LINE = "L-SKU-01-case"
GIFT = {
    "line_id": "g1", "gift_of_line": LINE, "rule_id": "PR-1:1", "promotion_id": "PR-1",
    "plan_version": 1, "sku_id": "SKU-01", "item": None, "qty": 2,
}  # fmt: skip


@pytest.mark.parametrize(
    ("agreed", "passed", "checks", "payout"),
    [(30_000, 3, 3, 30_000), (30_000, 3, 5, 18_000), (30_000, 2, 4, 0), (30_000, 0, 0, 0),
     (100, 2, 3, 67)],
)  # fmt: skip
def test_a_fee_is_paid_by_the_share_of_passed_checks_from_sixty_percent_on(
    agreed: int, passed: int, checks: int, payout: int
) -> None:
    assert rules.payout_fen(agreed, passed, checks) == payout


def test_each_month_of_a_display_needs_its_pictures() -> None:
    november = [("promotion", "2026-11")] * 2 + [("storefront", "2026-11")]
    agreement = {"fee_fen": 1}
    assert rules.months("2026-11-20", "2027-01-05") == ["2026-11", "2026-12", "2027-01"]
    assert rules.missing(agreement, 1, november, ["2026-11"]) == []
    both = ["2026-11", "2026-12"]
    assert rules.missing(agreement, 1, november, both) == ["display_photos", "storefront_photos"]
    assert rules.missing(None, 0, november[1:], ["2026-11"]) == [
        "agreement", "checks", "display_photos",
    ]  # fmt: skip


async def lived(world: World) -> None:
    """25 cases with 2 as a gift; 15 are taken at the door, and so 1 gift; a display of 300 yuan was
    agreed and checked, without its pictures. Then the promotion is stopped."""
    await released(world, rules=[TEN])
    args = order(lines=[line("SKU-01", 25, 5880)], gifts=[GIFT])
    await said(
        world.rep,
        ("order.submit", "O-1", args),
        ("promotion.agree", "PR-1:ST-1", w.agreed()),
        ("visit.check_in", "V-1", w.check_in()),
        ("visit.promotion", "V-1", w.promotion_step(w.promotion_check())),
    )
    await said(world.clerk, ("order.accept", "O-1", accept((LINE, 25, None))))
    await said(world.clerk, ("note.make", "N-1", w.note(["O-1"], [("O-1", LINE, "SKU-01", 25)])))
    await said(
        world.driver,
        ("note.load", "N-1", {}),
        ("note.deliver", "N-1", delivery((LINE, 15, "damaged"))),
    )


async def stopped(world: World) -> None:
    await said(world.mgr, ("promotion.stop", "PR-1", {"stops_at": w.ago(), "reason": "到此为止"}))


async def claims(town: Town, login: str) -> dict[str, Any]:
    house = "partner" if login.startswith("clk") else "office"
    answer = await (await town.sign_in(login)).get(f"/{house}/v1/claims")
    assert answer.status_code == 200, (login, answer.text)
    found: dict[str, Any] = answer.json()
    return found


def file(sum_fen: int, **more: Any) -> dict[str, Any]:
    return {"promotion_id": "PR-1", "asked_fen": sum_fen, "note": None, **more}


async def test_what_is_claimed_follows_what_was_taken_and_checked(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await lived(world)
        assert (await claims(town, "clk.p01"))["due"] == [], "it still runs"
        assert await refused(world.clerk, "claim.file", ID, file(5880)) == "record/clash"
        await stopped(world)
        (due,) = (await claims(town, "clk.p01"))["due"]
        (one,) = due["lines"]
        assert (one["gifts_fen"], one["off_fen"], one["fee_fen"]) == (5880, 0, 0)
        assert (one["agreed_fen"], one["passed"], one["checks"]) == (30_000, 1, 1)
        assert one["missing"] == ["display_photos", "storefront_photos"]
        assert one["orders"] == ["CC01-0001"]
        assert (await claims(town, "clk.p03"))["due"] == []

        assert await refused(world.clerk, "claim.file", ID, file(5881)) == "value/out-of-range"
        assert await refused(world.clerk2, "claim.file", ID, file(5880)) == "record/unknown"
        assert await refused(world.clerk2, "claim.file", "PR-1:P03", file(0 + 1)) == (
            "value/out-of-range"
        )
        for n, kind in enumerate(("promotion", "promotion", "storefront")):
            photo = w.photo(type=kind, sha256=f"{n:064x}", sequence=n + 1)
            await said(world.rep, ("photo.attach", f"PH-{n}", photo))
            await said(world.system, ("photo.arrive", f"PH-{n}", {"sha256": f"{n:064x}"}))
        (due,) = (await claims(town, "clk.p01"))["due"]
        assert (due["lines"][0]["missing"], due["sum_fen"]) == ([], 35_880)
        await said(world.clerk, ("claim.file", ID, file(35_880)))
        told = await claims(town, "clk.p01")
        assert (told["due"], told["claims"][0]["state"]) == ([], "claimed")
        assert (await world.clerk.sees("expense_claim"))[ID]["sum_fen"] == 35_880
        assert await world.clerk2.sees("expense_claim") == {}


async def test_each_step_is_anothers_and_a_rejected_claim_may_be_made_again(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await lived(world)
        await stopped(world)
        await said(world.clerk, ("claim.file", ID, file(5880)))
        assert await refused(world.clerk, "claim.file", ID, file(5880)) == "record/clash"
        assert await refused(world.mgr, "claim.verify", ID, {"note": None}) == "role/not-allowed"
        credit = {"credit_note": "CN-1", "note": None}
        assert await refused(world.mgr, "claim.settle", ID, credit) == "record/clash"
        await said(world.spc, ("claim.reject", ID, {"reason": "照片不对"}))
        told = await claims(town, "clk.p01")
        assert (told["claims"][0]["reason"], len(told["due"])) == ("照片不对", 1)
        await said(world.clerk, ("claim.file", ID, file(5880, note="再报")))
        await said(world.spc, ("claim.verify", ID, {"note": None}))
        (one,) = (await claims(town, "mgr.fs"))["claims"]
        assert (one["state"], one["settle_by"]) == ("verified", day(30))
        await said(world.mgr, ("claim.settle", ID, credit))
        (one,) = (await claims(town, "sup.cc"))["claims"]
        assert (one["state"], one["credit_note"]) == ("settled", "CN-1")
        assert await refused(world.spc, "claim.reject", ID, {"reason": "x"}) == "record/clash"
        assert (await claims(town, "sup.nh"))["claims"] == [], "none of its stores"
        for login in ("rep.cc01", "drv.p01a"):
            caller = await town.sign_in(login)
            assert (await caller.get("/partner/v1/claims")).status_code == 404
            assert (await caller.get("/office/v1/claims")).status_code == 404
