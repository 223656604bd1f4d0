"""What an amendment leaves of a line's past (F73)."""

from backend.orders.amend_rules import carried

OLD = {
    "line_id": "1", "qty": 12, "accepted_qty": 12, "short_reason": None, "noted_qty": 6,
    "shipped_qty": 6, "received_qty": 6, "returned_qty": 2,
}  # fmt: skip
NEW = {"line_id": "1", "qty": 8, "accepted_qty": None, "noted_qty": 0, "received_qty": None}


def test_what_the_store_has_taken_and_given_back_stays_with_an_amended_line() -> None:
    line = carried(NEW, OLD, {"1": 8})
    assert (line["qty"], line["accepted_qty"]) == (8, 8)
    assert (line["noted_qty"], line["received_qty"], line["returned_qty"]) == (6, 6, 2)


def test_a_line_of_which_nothing_came_back_says_nothing_of_it() -> None:
    assert "returned_qty" not in carried(NEW, {**OLD, "returned_qty": 0}, {"1": 8})
