"""The four points by which a partner is chosen for C customers (F17, domain.md 3.1 and 6.3)."""

import pytest

from backend.customers.partner_rules import Evidence, partner_checklist

TODAY = "2026-11-28"
P01: Evidence = {
    "checked_on": "2026-06-01", "vat_status": "general", "certificate": True,
    "tax_no": "91440600MA4UPQ1L0X", "stock_system": "stock software", "lots": True, "fefo": True,
    "fed_days": 30, "accuracy_per_mille": 950, "own_funds_fen": 90_000_000,
    "monthly_sales_fen": 60_000_000, "payment_days": 30, "stock_cover_days": 15,
    "drops_per_day": 150, "drops_needed": 150, "letter_signed_on": "2026-06-01",
}  # fmt: skip


def results(evidence: Evidence, **allowed: dict[str, str]) -> dict[str, str]:
    found = partner_checklist(evidence, allowed, TODAY)  # type: ignore[arg-type]
    return {point: one["result"] for point, one in found["points"].items()}


def test_who_has_it_all_at_the_limit_may_supply_for_a_year() -> None:
    found = partner_checklist(P01, {}, TODAY)
    assert set(results(P01).values()) == {"pass"}
    assert (found["may_supply"], found["valid_until"]) == (True, "2027-06-01")
    assert partner_checklist({**P01, "letter_signed_on": "2026-12-01"}, {}, "2027-06-01")[
        "may_supply"
    ]
    assert not partner_checklist({**P01, "letter_signed_on": "2026-12-01"}, {}, "2027-06-02")[
        "may_supply"
    ]


def test_scenario_8_a_small_scale_trader_on_paper_fails_two_points_and_cannot_pass() -> None:
    p02: Evidence = {
        **P01, "vat_status": "small_scale", "stock_system": None, "lots": False, "fefo": False,
        "fed_days": 0, "accuracy_per_mille": None, "drops_per_day": 45, "drops_needed": 40,
    }  # fmt: skip
    excepted = {"exception_by": "mgr.fs"}
    found = partner_checklist(p02, {"vat": excepted, "stock": excepted}, TODAY)  # type: ignore[dict-item]
    assert results(p02) == {"vat": "fail", "stock": "fail", "means": "pass", "intention": "pass"}
    assert found["points"]["vat"] == {"result": "fail", "lacks": ["general_taxpayer"]}
    assert found["points"]["stock"]["result"] == "excepted"
    assert not found["may_supply"]


@pytest.mark.parametrize(
    ("change", "point", "lacks"),
    [
        ({"tax_no": "12345"}, "vat", "tax_no"),
        ({"tax_no": "91440600MA4UPQ1L0I"}, "vat", "tax_no"),
        ({"certificate": False}, "vat", "certificate"),
        ({"fed_days": 29}, "stock", "fed_days"),
        ({"accuracy_per_mille": 949}, "stock", "accuracy"),
        ({"lots": False}, "stock", "lots"),
        ({"own_funds_fen": 89_999_999}, "means", "own_funds"),
        ({"drops_per_day": 149}, "means", "drops"),
        ({"letter_signed_on": None}, "intention", "letter"),
        ({"letter_signed_on": "2025-11-27"}, "intention", "letter"),
        ({"letter_signed_on": "2026-11-29"}, "intention", "letter"),
    ],
)
def test_each_thing_that_lacks_is_named(change: Evidence, point: str, lacks: str) -> None:
    found = partner_checklist({**P01, **change}, {}, TODAY)
    assert found["points"][point] == {"result": "fail", "lacks": [lacks]}  # type: ignore[index]
    assert not found["may_supply"]


def test_a_condition_holds_until_its_day() -> None:
    p04: Evidence = {**P01, "lots": False}
    until = {"condition": "60 天内上批次管理", "due_on": TODAY}
    over = {"condition": "60 天内上批次管理", "due_on": "2026-11-27"}
    assert results(p04, stock=until)["stock"] == "conditional"
    assert results(p04, stock=over)["stock"] == "fail"
    assert results({**P01, "vat_status": None}, vat=until)["vat"] == "fail"
