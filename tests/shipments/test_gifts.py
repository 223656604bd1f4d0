"""What a store gets for nothing: by what it takes on top of what earlier notes carry."""

from typing import Any

import pytest

from backend.shipments import rules

TEN = {"id": "1", "type": "buy_n_get_m", "sku_ids": ["S"], "buy": 10, "get": 1}


def gift(brought: int, earlier: int, **more: Any) -> dict[str, Any]:
    line = {"line_id": "1", "sku_id": "S", "uom": "case", "units_per_case": 24, "qty": earlier}
    return {
        "line_id": "g1", "order_id": "O", "gift_of_line": "1", "rule_id": "P:1",
        "promotion_id": "P", "qty": brought, "accepted_qty": None, "earlier": [line],
        "rule": TEN, **more,
    }  # fmt: skip


def took(qty: int, order_id: str = "O") -> dict[str, Any]:
    return {"order_id": order_id, "order_line_id": "1", "accepted_qty": qty}


@pytest.mark.parametrize(
    ("brought", "earlier", "taken", "gets"),
    [(1, 0, 18, 1), (1, 0, 9, 0), (1, 18, 7, 1), (1, 18, 1, 0), (1, 18, 0, 0), (1, 0, 30, 1)],
)
def test_gifts_follow_what_is_taken_on_top_of_what_earlier_notes_carry(
    brought: int, earlier: int, taken: int, gets: int
) -> None:
    (one,) = rules.gifts_taken([gift(brought, earlier)], [took(taken), took(99, "another")])
    assert one["accepted_qty"] == gets


def test_a_gift_of_an_unknown_rule_comes_with_its_line() -> None:
    unknown = {name: value for name, value in gift(2, 0).items() if name != "rule"}
    assert [rules.gifts_taken([unknown], [took(n)])[0]["accepted_qty"] for n in (1, 0)] == [2, 0]
