"""The linter names what is wrong, with the smallest cart that shows it, and nothing else."""

from typing import Any

from backend.pricing.linter import Found, Market, Planned, lint

MARKET = Market(
    prices={"S1": 5880, "S9": 3300, "S12": 2160},
    units={"S1": 24, "S9": 15, "S12": 24},
    costs={"S1": 5160, "S9": 2700, "S12": 1680},
)
TODAY = "2026-11-28"


def rule(id: str, type: str, **more: Any) -> dict[str, Any]:
    base = {"id": id, "promotion_id": "P", "priority": 0, "stackable": False, "type": type}
    return {**base, **more}


def ten(id: str = "ten", **more: Any) -> dict[str, Any]:
    given = {"sku_ids": ["S1"], "pooled": False, "buy": 10, "get": 1, "gift_sku_id": None}
    return rule(id, "buy_n_get_m", **{**given, "cap": None, **more})


def tier(*steps: tuple[int, int], **more: Any) -> dict[str, Any]:
    given = {"sku_ids": ["S1"], "pooled": False, "repeat": False, "gift_sku_id": None, "cap": None}
    rows = [{"from": start, "get": get} for start, get in steps]
    return rule("tier", "tier", **{**given, "steps": rows, **more})


def plan(*rules: dict[str, Any], id: str = "P", days: tuple[str, str] | None = None) -> Planned:
    starts_on, ends_on = days or ("2026-12-01", "2026-12-31")
    return Planned(id, starts_on, ends_on, rules)


def found(
    one: Planned, *others: Planned, meets: bool = True, market: Market = MARKET
) -> list[Found]:
    return lint(one, others, lambda a, b: meets, market, TODAY)


def test_what_is_right_is_left_alone() -> None:
    assert found(plan(ten(), tier((20, 2), (50, 6), sku_ids=["S9"]))) == []


def test_days_that_cannot_be() -> None:
    assert found(plan(days=("2026-12-31", "2026-12-01"))) == [Found("ends_before_start", "P")]
    assert found(plan(days=("2026-10-01", "2026-11-27"))) == [Found("is_over", "P")]
    assert found(plan(days=("2026-10-01", TODAY))) == []


def test_two_rules_that_may_not_stand_together_and_the_smallest_cart_that_earns_both() -> None:
    other = plan(tier((20, 3)), id="Q")
    assert found(plan(ten()), other) == [Found("overlap", "P", "ten", "tier", {"S1": 20}, 2 * 5880)]
    assert found(plan(ten()), other, meets=False) == []
    later = Planned("Q", "2027-01-01", "2027-01-31", other.rules)
    assert found(plan(ten()), later) == []
    both = plan(tier((20, 3), stackable=True), id="Q")
    assert found(plan(ten(stackable=True)), both) == []
    assert [one.code for one in found(plan(ten()), both)] == ["overlap"]


def test_two_rules_of_one_promotion_are_compared_once() -> None:
    assert [one.code for one in found(plan(ten("a"), ten("b", buy=8)))] == ["overlap"]


def test_a_set_and_a_price_meet_in_the_set() -> None:
    bundle = rule("set", "bundle", off_fen=500, cap=None,
                  parts=[{"sku_id": "S12", "qty": 3}, {"sku_id": "S9", "qty": 1}])  # fmt: skip
    off = rule("off", "price_off", sku_ids=["S9"], off_fen=150)
    assert found(plan(bundle), plan(off, id="Q")) == [
        Found("overlap", "P", "set", "off", {"S9": 1, "S12": 3}, 150)
    ]


def test_a_step_that_brings_no_more_than_a_smaller_cart() -> None:
    assert found(plan(tier((20, 2), (50, 2)))) == [
        Found("step_in_vain", "P", "tier", None, {"S1": 50}, 0)
    ]
    assert found(plan(tier((20, 2), (50, 6), cap=2))) == [
        Found("step_in_vain", "P", "tier", None, {"S1": 50}, 0)
    ]


def test_a_rule_that_no_cart_earns() -> None:
    assert found(plan(ten(cap=0))) == [Found("never", "P", "ten")]
    assert found(plan(ten(sku_ids=["S404"]))) == [Found("never", "P", "ten")]
    assert found(plan(tier((500, 9)))) == [Found("never", "P", "tier")]


def test_a_rule_that_sells_below_what_goods_and_gifts_cost() -> None:
    assert found(plan(ten(buy=5, get=1))) == [
        Found("below_cost", "P", "ten", None, {"S1": 5}, 6 * 5160 - 5 * 5880)
    ]
    bag = rule("bag", "gift_item", sku_ids=["S1"], pooled=False, buy=2, get=1, item="bag",
               worth_fen=1500, cap=None)  # fmt: skip
    assert [(one.code, one.cart, one.fen) for one in found(plan(bag))] == [
        ("below_cost", {"S1": 2}, 60)
    ]


def test_what_a_gift_costs_may_be_unknown() -> None:
    unknown = Market(MARKET.prices, MARKET.units, {"S9": 2700})
    assert found(plan(ten(buy=2, get=1)), market=unknown) == []
