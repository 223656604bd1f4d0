"""What holds for any cart, and that random carts reach every rule."""

from collections import Counter
from typing import Any

from backend.pricing.rules import STEPS, effective_case_fen, next_steps, priced_cart
from tests.pricing.carts import worked_out

CARTS = list(worked_out(3_000, 11))


def test_totals_are_the_sums_of_lines_and_reasons() -> None:
    for one in CARTS:
        priced = one["priced"]
        assert priced["total_fen"] == sum(line["amount_fen"] for line in priced["lines"])
        for line in priced["lines"]:
            off = sum(reason["off_fen"] for reason in line["reasons"])
            assert line["list_amount_fen"] - off == line["amount_fen"] >= 0, line


def test_two_rules_on_one_sku_stand_together_only_when_both_are_stackable() -> None:
    for one in CARTS:
        rules = {rule["id"]: rule for rule in one["cart"]["rules"]}
        for line in one["priced"]["lines"]:
            here = {reason["rule_id"] for reason in line["reasons"]}
            on_sku = [rules[name] for name in here if rules[name]["type"] != "order_level"]
            assert len(on_sku) < 2 or all(rule["stackable"] for rule in on_sku), line


def test_what_is_left_out_is_worth_no_more_than_what_stands_for_it() -> None:
    met = 0
    for one in CARTS[:1000]:
        rules = {rule["id"]: rule for rule in one["cart"]["rules"]}
        for left in one["priced"]["left_out"]:
            assert not (rules[left["rule_id"]]["stackable"] and rules[left["for"]]["stackable"])
            alone = priced_cart(**{**one["cart"], "rules": [rules[left["for"]]]})
            assert left["worth_fen"] <= _worth(alone)
            met += 1
    assert met > 100


def test_a_cap_is_never_passed_and_gifts_hang_at_their_line() -> None:
    for one in CARTS:
        rules = {rule["id"]: rule for rule in one["cart"]["rules"]}
        lines = {line["line_id"]: line for line in one["cart"]["lines"]}
        for gift in one["priced"]["gifts"] + one["gifts_after"]:
            rule = rules[gift["rule_id"]]
            assert rule.get("cap") is None or gift["qty"] <= rule["cap"]
            assert lines[gift["gift_of_line"]]["sku_id"] in rule["sku_ids"]


def test_less_taken_never_brings_more_of_a_gift() -> None:
    """Of what is counted by steps of one size; a repeated tier may fit smaller steps better."""
    for one in CARTS:
        rules = {rule["id"]: rule for rule in one["cart"]["rules"]}
        before, after = _free(one["priced"]["gifts"], rules), _free(one["gifts_after"], rules)
        for rule_id, qty in after.items():
            assert qty <= before[rule_id], one


def test_a_next_step_brings_what_it_says() -> None:
    """Alone in the cart, the other rules away: one that stands beside it may give more or less."""
    met = 0
    for one in CARTS[::5]:
        cart = one["cart"]
        for rule in cart["rules"]:
            alone = {**cart, "rules": [rule]}
            for step in next_steps(**alone):
                assert step["gain_fen"] > 0
                assert step["more_fen"] > 0
                if step["sku_id"] is None:
                    continue
                more = {"line_id": "+", "sku_id": step["sku_id"], "uom": "case"}
                now = _worth(priced_cart(**alone))
                for less, gains in ((0, True), (1, False)):
                    line = {**more, "qty": step["more_cases"] - less}
                    then = _worth(priced_cart(**{**alone, "lines": [*cart["lines"], line]}))
                    # A lower price is worth more with each case; a gift comes at its step only.
                    if gains or rule["type"] in ("buy_n_get_m", "gift_item"):
                        assert (then > now) is gains
                met += 1
    assert met > 300


def test_free_goods_lower_the_price_of_a_case() -> None:
    met = 0
    for one in CARTS:
        for line in one["priced"]["lines"]:
            if not line["qty"]:
                continue
            units = one["cart"]["units"][line["sku_id"]]
            alone = effective_case_fen(line, [], units)
            given = effective_case_fen(line, one["priced"]["gifts"], units)
            met += given < alone
            assert given <= alone
    assert met > 100


def test_random_carts_reach_every_rule_and_every_way_out() -> None:
    met: Counter[str] = Counter()
    for one in CARTS:
        rules = {rule["id"]: rule for rule in one["cart"]["rules"]}
        for line in one["priced"]["lines"]:
            met.update(reason["type"] for reason in line["reasons"])
            met["split"] += line["uom"] == "bottle"
        for gift in one["priced"]["gifts"]:
            rule = rules[gift["rule_id"]]
            met["capped"] += gift["qty"] == rule.get("cap")
            met["mix"] += rule["pooled"]
            met["repeat"] += rule.get("repeat", False)
            met["another SKU"] += gift["sku_id"] not in (None, *rule["sku_ids"])
            met["no price"] += gift["sku_id"] is not None and not gift["worth_fen"]
        met["left out"] += len(one["priced"]["left_out"])
        met["stacked"] += any(len(line["reasons"]) > 1 for line in one["priced"]["lines"])
        met["next step"] += len(one["next_steps"] or ())
        met["fewer gifts"] += one["gifts_after"] != one["priced"]["gifts"]
    few = {name: met[name] for name in (*STEPS, *met) if met[name] < 50}
    assert not few, met


def _free(gifts: list[dict[str, Any]], rules: dict[str, Any]) -> Counter[str]:
    free: Counter[str] = Counter()
    for gift in gifts:
        if rules[gift["rule_id"]]["type"] != "tier":
            free[gift["rule_id"]] += gift["qty"]
    return free


def _worth(priced: dict[str, Any]) -> int:
    return int(priced["list_total_fen"] - priced["total_fen"] + priced["gift_value_fen"])
