"""V1 to V8 on plain facts, and what they make of a visit."""

from typing import Any

import pytest

from backend.reviews import rules
from backend.reviews.thresholds import DEFAULTS, NAMES, Version, in_force, wrong_with
from tests.reviews.days import at, call, shot


def ok(answer: dict[str, Any]) -> Any:
    return answer["ok"]


@pytest.mark.parametrize(
    ("distance", "accuracy", "fine"),
    [(100, 5, True), (101, 0, False), (150, 50, True), (151, 50, False), (200, 900, True),
     (201, 900, False), (None, None, False)],
)  # fmt: skip
def test_v1_grants_a_vague_fix_its_doubt_and_no_more(
    distance: int | None, accuracy: int | None, fine: bool
) -> None:
    answer = rules.place(call(distance_m=distance, accuracy_m=accuracy), DEFAULTS)
    assert ok(answer) is fine
    assert (answer["distance_m"], answer["radius_m"]) == (distance, 100)


@pytest.mark.parametrize(
    ("accuracy", "age", "fine"),
    [(200, 120, True), (201, 0, False), (5, 121, False)],
)
def test_v2_asks_for_a_fresh_and_sharp_fix(accuracy: int, age: int, fine: bool) -> None:
    assert ok(rules.fix_quality(call(accuracy_m=accuracy, age_s=age), DEFAULTS)) is fine


def test_v2_is_made_good_by_a_storefront_photo_somebody_accepted() -> None:
    poor = {"accuracy_m": 900, "age_s": 3}
    seen = rules.fix_quality(call(**poor, shots=(shot(review="accepted"),)), DEFAULTS)
    assert (ok(seen), seen["good"]) == (True, False)
    assert not ok(rules.fix_quality(call(**poor, shots=(shot(review="rejected"),)), DEFAULTS))
    assert not ok(rules.fix_quality(call(at=None, accuracy_m=None, age_s=None), DEFAULTS))


@pytest.mark.parametrize(("tier", "least"), [("P1", 20), ("P2", 10), ("P3", 5), ("P4", 3)])
def test_v3_asks_for_the_tiers_minimum(tier: str, least: int) -> None:
    assert ok(rules.stay(call(tier=tier, stay=least), DEFAULTS))
    short = call(tier=tier, stay=least - 1 / 60)
    assert not ok(rules.stay(short, DEFAULTS))
    assert rules.stay(short, DEFAULTS)["least_s"] == least * 60


def test_v3_takes_the_longer_of_both_clocks_and_knows_nothing_of_an_open_visit() -> None:
    slept = call(stay=20, stay_s=60)
    assert rules.stay(slept, DEFAULTS)["stay_s"] == 1200
    assert ok(rules.stay(call(state="in_progress", ended_at=None), DEFAULTS)) is None
    assert rules.stay(call(stay=20, stay_s=300, paused_s=900), DEFAULTS)["stay_s"] == 300


def test_v4_names_what_was_neither_done_nor_skipped() -> None:
    assert ok(rules.steps(call()))
    answer = rules.steps(call(undone=["store_check"]))
    assert (ok(answer), answer["steps"]) == (False, ["store_check"])
    assert ok(rules.steps(call(whole=True, undone=["store_check"]))) is None


def test_v5_wants_every_blocking_photo_live_at_that_time_and_here() -> None:
    assert ok(rules.photos(call(), DEFAULTS))
    assert not ok(rules.photos(call(lacking={"main_shelf_before": 1}), DEFAULTS))
    assert rules.photos(call(shots=(shot(mode="file"),)), DEFAULTS)["file"] == ["F-1"]
    early = rules.photos(call(shots=(shot(minute=-0),), begin=10.1), DEFAULTS)
    assert early["outside"] == ["F-1"]
    assert ok(rules.photos(call(shots=(shot(minute=0),), begin=10), DEFAULTS))
    waiting = rules.photos(call(shots=(shot(present=False),)), DEFAULTS)
    assert (ok(waiting), waiting["awaited"]) == (False, 1)
    assert ok(rules.photos(call(whole=True, lacking={"storefront": 1}), DEFAULTS)) is None


@pytest.mark.parametrize(
    ("minute", "fine"), [(7 * 60, True), (7 * 60 - 1, False), (21 * 60, True), (21 * 60 + 1, False)]
)
def test_v8_knows_the_working_window(minute: int, fine: bool) -> None:
    assert ok(rules.hours(call(began_min=minute), DEFAULTS)) is fine


FINE = [{"rule": f"V{n}", "ok": True} for n in range(1, 9)]


def with_(**failing: Any) -> list[dict[str, Any]]:
    return [{**one, "ok": failing.get(one["rule"], one["ok"])} for one in FINE]


@pytest.mark.parametrize(
    ("failing", "alone", "accepted"),
    [
        ({}, "valid", "valid"),
        ({"V1": False}, "pending", "valid"),
        ({"V2": False}, "pending", "valid"),
        ({"V3": False}, "invalid", "valid"),
        ({"V4": False}, "invalid", "invalid"),
        ({"V5": False}, "pending", "valid"),
        ({"V6": False}, "valid", "valid"),
        ({"V7": False}, "pending", "valid"),
        ({"V8": False}, "valid", "valid"),
        ({"V1": False, "V3": False}, "invalid", "valid"),
        ({"V4": None, "V5": None, "V3": None}, "valid", "valid"),
    ],
)
def test_what_the_rules_make_of_a_visit(failing: dict[str, Any], alone: str, accepted: str) -> None:
    assert rules.validity(with_(**failing), None) == alone
    assert rules.validity(with_(**failing), "accepted") == accepted
    assert rules.validity(with_(**failing), "rejected") == "invalid"


def test_a_short_stay_with_a_reason_waits_for_a_reviewers_word() -> None:
    """domain.md V3: invalid unless the reason is accepted."""
    short = rules.stay(call(tier="P1", stay=8, early="store_closed"), DEFAULTS)
    assert (ok(short), short["why"]) == (False, "store_closed")
    assert rules.validity([short], None) == "pending"
    assert rules.validity([short], "accepted") == "valid"
    assert rules.validity([short], "rejected") == "invalid"
    assert rules.validity([rules.stay(call(tier="P1", stay=8), DEFAULTS)], None) == "invalid"
    assert "why" not in rules.stay(call(tier="P1", stay=21, early="store_closed"), DEFAULTS)


def test_a_short_stay_waits_while_the_word_is_hers_and_for_the_decision_on_it() -> None:
    """domain.md 4.10: a flag starts a review; hers is the first word."""
    brief = call(tier="P1", stay=8)
    hers = rules.stay(brief, DEFAULTS, hers_until="2026-11-28T02:00:00.000Z")
    assert rules.validity([hers], None) == "pending"
    assert hers["hers_until"] == "2026-11-28T02:00:00.000Z"
    said = rules.stay(brief, DEFAULTS, answered=True)
    assert rules.validity([said], None) == "pending"
    assert rules.validity([said], "rejected") == "invalid"
    assert rules.validity([{**said, "ok": True}], None) == "valid"
    both = rules.stay(call(tier="P1", stay=8, early="quick"), DEFAULTS, hers_until="2026")
    assert "hers_until" not in both, "she said it when she left"
    enough = rules.stay(call(tier="P1", stay=21), DEFAULTS, hers_until="2026", answered=True)
    assert enough.keys() == {"rule", "ok", "stay_s", "least_s", "tier"}


def test_a_rejection_that_was_appealed_with_success_is_none() -> None:
    assert rules.effective("rejected", "reversed") == "accepted"
    assert rules.effective("rejected", "upheld") == "rejected"
    assert rules.effective("rejected", "open") == "rejected"
    assert rules.effective(None, None) is None


def why(visit_id: str = "V-none", **more: Any) -> list[str]:
    given: dict[str, Any] = {"flagged": False, "first_c1": False, "new_rep": False, "t": DEFAULTS}
    answers = more.pop("answers", FINE)
    return rules.why_reviewed(visit_id, answers, **{**given, **more})


def test_why_somebody_looks_at_a_visit() -> None:
    quiet = next(f"V-{n}" for n in range(99) if not rules.drawn(f"V-{n}", 30))
    new_only = next(
        f"V-{n}" for n in range(99) if rules.drawn(f"V-{n}", 30) and not rules.drawn(f"V-{n}", 10)
    )
    lucky = next(f"V-{n}" for n in range(99) if rules.drawn(f"V-{n}", 10))
    assert why(quiet) == []
    assert why(quiet, flagged=True, first_c1=True) == ["flagged", "c1_first"]
    assert why(quiet, answers=with_(V1=False)) == ["pending"]
    assert why(new_only) == []
    assert why(new_only, new_rep=True) == ["new_rep"]
    assert why(lucky) == ["random"]
    assert why(lucky, new_rep=True) == ["new_rep"]
    waits = [*FINE[:4], rules.photos(call(shots=(shot(present=False),)), DEFAULTS), *FINE[5:]]
    assert why(quiet, answers=waits) == []


def test_the_sample_is_a_tenth_and_the_same_each_time() -> None:
    ids = [f"visit-{n}" for n in range(5000)]
    ten = [id for id in ids if rules.drawn(id, 10)]
    assert 400 < len(ten) < 600
    assert set(ten) <= {id for id in ids if rules.drawn(id, 30)}


def test_thresholds_hold_from_their_day_for_their_offices() -> None:
    old = Version(1, "2026-11-01", ("A", "B"), {"accuracy_m": 150})
    new = Version(2, "2026-11-20", ("A",), {"age_s": 60})
    assert in_force([old, new], "A", "2026-11-19") == (1, rules_with(accuracy_m=150))
    assert in_force([old, new], "A", "2026-11-20") == (2, rules_with(age_s=60))
    assert in_force([old, new], "B", "2026-11-20")[0] == 1
    assert in_force([old, new], "C", "2026-11-20") == (0, DEFAULTS)


def rules_with(**more: int) -> Any:
    from dataclasses import replace

    return replace(DEFAULTS, **more)


@pytest.mark.parametrize(
    "values",
    [
        {"nonsense": 1},
        {"opens_min": 1300},
        {"closes_min": 1441},
        {"evening_closes_min": 100},
        {"datum_min_m": 700},
    ],
)
def test_thresholds_that_cannot_be_meant_are_refused(values: dict[str, int]) -> None:
    assert wrong_with(values)
    assert wrong_with({"accuracy_m": 150}) is None
    assert "accuracy_m" in NAMES


def test_the_days_of_these_tests_are_honest() -> None:
    assert at(90) == "2026-11-27T02:30:00.000Z"
