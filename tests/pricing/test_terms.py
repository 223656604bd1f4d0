"""Whether partners supply a customer alike: the rule alone (domain.md 3.1, R-C1-3)."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.pricing.terms import differs, offer, uncovered, with_tax
from tests.world import trade_terms


def an_offer(partner: str, prices: dict[str, int], **more: Any) -> Any:
    """By terms of these prices alone."""
    return offer(partner, prices, prices, trade_terms(prices=prices, **more))


def test_three_point_one_per_cent_is_too_far_and_said_with_both_prices() -> None:
    """Scenario 9: 58.80 and 60.62; without tax 52.04 and 53.65."""
    found = differs([an_offer("P01", {"SKU-01": 5880}), an_offer("P03", {"SKU-01": 6062})])
    assert found == [
        {
            "kind": "price", "sku_id": "SKU-01", "low_partner_id": "P01", "high_partner_id": "P03",
            "low": 5204, "high": 5365, "apart_bp": 309,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(("high", "n"), [(10_200, 0), (10_201, 1)])
def test_two_per_cent_exactly_is_alike(high: int, n: int) -> None:
    assert len(differs([an_offer("A", {"S": 10_000}), an_offer("B", {"S": high})])) == n


def test_what_counts_is_the_price_without_tax_and_after_the_rebate() -> None:
    """113.00 with tax, 100.00 without, and 102.04 less 2 %: the same three times."""
    plain = an_offer("A", {"S": 11_300})
    bare = an_offer("B", {"S": 10_000}, tax_inclusive=False)
    rebated = an_offer("C", {"S": 10_204}, tax_inclusive=False, rebate_per_mille=20)
    assert plain.net["S"] == bare.net["S"] == 10_000
    assert rebated.net["S"] == Fraction(10_204 * 98, 100)
    assert differs([plain, bare, rebated]) == []
    # A small firm's invoice bears 3 %: the same price with tax is a higher one without.
    small = an_offer("D", {"S": 11_300}, tax_per_mille=30)
    assert [one["high_partner_id"] for one in differs([plain, small])] == ["D"]


@pytest.mark.parametrize(("fees", "n"), [(400, 0), (401, 1)])
def test_one_point_of_a_years_supply_is_the_limit_of_fees(fees: int, n: int) -> None:
    def terms(partner: str, fen: int) -> Any:
        paid = [{"kind": "display", "fen": fen}]
        return an_offer(partner, {"S": 1000}, fees=paid, annual_supply_fen=10_000)

    found = differs([terms("A", 300), terms("B", fees)])
    assert [(one["kind"], one["low"], one["high"]) for one in found] == [("fees", 300, fees)] * n


def test_no_terms_is_no_level_of_fees_and_the_list_with_the_usual_tax() -> None:
    paid = [{"kind": "listing", "fen": 5_000}]
    terms = an_offer("A", {"S": 11_300}, fees=paid, annual_supply_fen=10_000)
    assert differs([terms, offer("B", {"S": 11_300}, (), None)]) == []
    assert len(differs([terms, offer("B", {"S": 11_700}, (), None)])) == 1


def test_an_exception_covers_what_it_was_made_for_and_nothing_larger() -> None:
    found = differs([an_offer("A", {"S": 1000}), an_offer("B", {"S": 1031})])
    allowed = [{"differs": found}]
    assert uncovered(found, allowed) == []
    smaller = differs([an_offer("A", {"S": 1000}), an_offer("B", {"S": 1025})])
    assert uncovered(smaller, allowed) == []
    for other in (
        differs([an_offer("A", {"S": 1000}), an_offer("B", {"S": 1032})]),
        differs([an_offer("A", {"S": 1031}), an_offer("B", {"S": 1000})]),
        differs([an_offer("A", {"S": 1000}), an_offer("C", {"S": 1031})]),
        differs([an_offer("A", {"T": 1000}), an_offer("B", {"T": 1031})]),
    ):
        assert uncovered(other, allowed) == other


prices = st.dictionaries(st.sampled_from("STU"), st.integers(0, 3000), max_size=3)


@given(st.lists(st.tuples(st.sampled_from("ABC"), prices), max_size=4))
def test_it_finds_what_looking_at_every_pair_finds(offered: list[tuple[str, Any]]) -> None:
    """The witness: somebody who multiplies out 2 % for every two prices of different partners."""
    apart = {
        sku
        for one, mine in offered
        for other, theirs in offered
        for sku in mine.keys() & theirs.keys()
        if one != other and theirs[sku] * 100 > mine[sku] * 102
    }
    found = differs([offer(partner, said, (), None) for partner, said in offered])
    assert {one["sku_id"] for one in found} == apart
    for one in found:
        assert one["low"] <= one["high"]
        assert one["low_partner_id"] != one["high_partner_id"]


@given(st.integers(0, 10**9), st.integers(0, 300))
def test_a_price_with_tax_is_a_whole_fen_next_to_it(fen: int, tax: int) -> None:
    found = with_tax(fen, inclusive=False, tax_per_mille=tax)
    assert abs(found - Fraction(fen * (1000 + tax), 1000)) <= Fraction(1, 2)
    assert with_tax(fen, inclusive=True, tax_per_mille=tax) == fen
