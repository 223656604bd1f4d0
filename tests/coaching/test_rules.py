"""The draw and the tolerances of M27 as rules."""

from collections import Counter
from typing import Any

import pytest

from backend.coaching import rules
from backend.coaching.rules import compared, drawn, stock_near, sums
from tests.world import observation

MONDAY, WEDNESDAY, SATURDAY, SUNDAY = "2026-11-23", "2026-11-25", "2026-11-28", "2026-11-29"
VISITS = [[f"V-{rep}-{n}", f"R-{rep}"] for rep in range(40) for n in range(20)]


def test_a_draw_can_be_done_again_and_another_seed_draws_others() -> None:
    once = drawn("seed", SATURDAY, VISITS, {}, 1)
    assert once == drawn("seed", SATURDAY, list(reversed(VISITS)), {}, 1)
    assert once != drawn("other", SATURDAY, VISITS, {}, 1)


def test_by_the_last_day_of_the_week_every_rep_has_had_what_is_due() -> None:
    days = [MONDAY, "2026-11-24", WEDNESDAY, "2026-11-26", "2026-11-27", SATURDAY]
    held: Counter[str] = Counter()
    by_day = []
    for day in days:
        now = drawn(f"seed of {day}", day, VISITS, held, 1)
        by_day.append(len(now))
        held.update(f"R-{id.split('-')[1]}" for id in now)
    assert set(held.values()) == {1}
    assert len(held) == 40
    # By chance over the week: no day is without one, and none has most of them.
    assert min(by_day) >= 1, by_day
    assert max(by_day) <= 20, by_day


def test_nothing_more_for_who_has_had_hers_and_nothing_on_a_sunday() -> None:
    assert drawn("seed", SATURDAY, VISITS, {f"R-{n}": 1 for n in range(40)}, 1) == []
    assert drawn("seed", SUNDAY, VISITS, {}, 3) == []


def test_more_than_one_a_day_is_spread_evenly() -> None:
    found = drawn("seed", WEDNESDAY, VISITS, {}, 8)  # four days are left
    assert Counter(id.split("-")[1] for id in found) == {str(rep): 2 for rep in range(40)}


@pytest.mark.parametrize(
    ("said", "found", "near"),
    [(0, 2, True), (0, 3, False), (20, 22, True), (20, 23, False), (30, 33, True), (30, 34, False),
     (100, 90, True), (100, 89, False)],
)  # fmt: skip
def test_a_stock_may_be_off_by_ten_percent_or_two_units(said: int, found: int, near: bool) -> None:
    assert stock_near(said, found) is near


def pair(**hers: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    same = {"shelf_units": 10, "backroom_units": 24, "price_fen": 350}
    return observation("SKU-01", **{**same, **hers}), observation("SKU-01", **same)


@pytest.mark.parametrize(
    ("hers", "off"),
    [({}, []), ({"facings": 5}, []), ({"facings": 6}, ["facings"]), ({"price_fen": 351}, ["price"]),
     ({"shelf_units": 13}, []), ({"shelf_units": 14}, ["stock"]),
     ({"presence": "oos_store", "facings": 0}, ["presence"])],
)  # fmt: skip
def test_each_field_has_its_own_tolerance(hers: dict[str, Any], off: list[str]) -> None:
    said, found = pair(**hers)
    items = compared([said], [found], 60, 36)
    assert [one["what"] for one in items if not one["within"]] == off
    # An absence is one thing to be wrong about, not four.
    assert len(items) == (1 if off == ["presence"] else 4)


def test_what_one_of_them_did_not_look_at_is_not_compared() -> None:
    said, found = pair(shelf_units=None, price_fen=None)
    items = {one["what"]: one for one in compared([said], [found], 60, 36)}
    assert items.keys() == {"presence", "facings", "stock"}
    assert (items["stock"]["said"], items["stock"]["found"]) == (24, 24)
    for uncounted in (observation("SKU-01", facings=0), observation("SKU-01")):
        other = observation("SKU-01") if uncounted["facings"] == 0 else {**found, "facings": 0}
        kept = compared([uncounted], [other], 60, 36)
        assert [one["what"] for one in kept] == ["presence"], "facings nobody counted"
    excused = observation("SKU-02", "not_checked", not_checked_reason="shelf_rebuilt")
    assert compared([said, excused], [observation("SKU-02")], 60, 36) == []
    assert compared([observation("SKU-02")], [excused], 60, 36) == []
    assert compared([], [found], 60, 36) == []


def test_what_was_sold_since_is_said_and_a_stock_of_days_ago_does_not_count() -> None:
    said, found = pair(shelf_units=40)
    (stock,) = [one for one in compared([said], [found], 36 * 60, 36) if one["what"] == "stock"]
    assert (stock["within"], stock["counts"], stock["may_have_sold"]) == (False, True, True)
    late = compared([said], [found], 36 * 60 + 1, 36)
    (stock,) = [one for one in late if one["what"] == "stock"]
    assert (stock["within"], stock["counts"]) == (False, False)
    assert sums(late) == (3, 3)
    (gone,) = compared([said], [observation("SKU-01", "oos_store", facings=0)], 60, 36)
    assert gone["may_have_sold"] is True
    more = compared([found], [said], 60, 36)
    assert not any("may_have_sold" in one for one in more)


def test_his_picture_stands_beside_hers_of_the_same_place_as_she_left_it() -> None:
    hers = [
        ("main_shelf_after", "2", "after-early"), ("main_shelf_before", "9", "before"),
        ("main_shelf_after", "5", "after"), ("storefront", "1", "door"), ("posm", "1", "x"),
    ]  # fmt: skip
    his = [("main_shelf_before", "old"), ("storefront", "f"), ("main_shelf_before", "s")]
    assert rules.paired(hers, his) == [
        {"type": "main_shelf_before", "found": "s", "said": "after"},
        {"type": "storefront", "found": "f", "said": "door"},
    ]
    assert rules.paired(hers[1:2], his[2:]) == [
        {"type": "main_shelf_before", "found": "s", "said": "before"}
    ]
    assert rules.paired([], his[1:2]) == [{"type": "storefront", "found": "f"}]
    assert rules.paired(hers, []) == []
