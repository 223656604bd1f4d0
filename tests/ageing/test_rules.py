"""When an order and a delivery note are old enough to leave a partner's devices."""

from typing import Any

import pytest

from backend.ageing import rules
from backend.settings import Settings

CUT = rules.Cut("2026-08-30", "2026-08-29T16:00:00.000Z")
LONG_AGO = "2025-08-30"


def order(**more: Any) -> dict[str, Any]:
    return {
        "id": "O-1", "doc_state": "closed", "asking": False, "day": "2026-08-01",
        "wanted_on": "2026-08-02", "promised_on": None, "submitted_at": "2026-08-01T02:00:00.000Z",
        "received_at": "2026-08-01T02:00:00.000Z", "audited_at": None, "accepted_at": None,
        "decided_at": None, "deliveries": [], "amendments": [], "invoices": [], "payments": [],
        "gifts": [], "lines": [], **more,
    }  # fmt: skip


def note(**more: Any) -> dict[str, Any]:
    return {
        "id": "N-1", "state": "delivered_full", "order_ids": ["O-1"], "deliver_on": "2026-08-02",
        "made_at": "2026-08-01T03:00:00.000Z", "loaded_at": "2026-08-02T01:00:00.000Z",
        "delivered_at": "2026-08-02T02:00:00.000Z", "received_at": "2026-08-02T02:00:00.000Z",
        "lines": [{"sku_id": "SKU-01"}], "gifts": [{"sku_id": None}], **more,
    }  # fmt: skip


LATE = "2026-08-29T16:00:00.000Z"


@pytest.mark.parametrize(
    "more",
    [
        {"doc_state": "audited"}, {"doc_state": "on_hold"}, {"asking": True},
        {"day": "2026-08-30"}, {"wanted_on": "2026-08-30"}, {"promised_on": "2026-08-30"},
        *({name: LATE} for name in
          ("submitted_at", "received_at", "audited_at", "accepted_at", "decided_at")),
        {"deliveries": [{"at": LATE}]}, {"amendments": [{"at": LATE}]},
        {"invoices": [{"said_at": LATE}]}, {"payments": [{"said_at": LATE}]},
    ],
)  # fmt: skip
def test_an_order_is_old_when_it_is_over_and_nothing_of_it_is_recent(more: dict[str, Any]) -> None:
    assert rules.order_old(order(), CUT)
    assert not rules.order_old(order(**more), CUT)


@pytest.mark.parametrize("state", ["prepared", "in_transit"])
def test_a_note_that_is_not_delivered_stays_however_old_it_is(state: str) -> None:
    assert rules.note_old(note(), CUT)
    assert not rules.note_old(note(state=state), CUT)
    assert not rules.note_old(note(deliver_on="2026-08-30"), CUT)
    assert not rules.note_old(note(received_at=LATE), CUT)


def test_a_note_stays_as_long_as_stock_follows_from_it() -> None:
    """`moved` asks since < at: what left at the very moment of a count was counted."""
    came = note()["delivered_at"]
    assert not rules.in_stock(note(), {}), "never counted"
    assert not rules.in_stock(note(), {"SKU-01": came})
    assert rules.in_stock(note(), {"SKU-01": "2026-08-02T01:59:59.999Z"})
    assert not rules.in_stock(note(), {"SKU-02": "2026-01-01T00:00:00.000Z"}), "nothing of it"
    gift = note(gifts=[{"sku_id": "SKU-02"}])
    assert rules.in_stock(gift, {"SKU-02": "2026-01-01T00:00:00.000Z"})
    assert not rules.in_stock(note(loaded_at=None, delivered_at=None), {"SKU-01": "2020"})


def test_a_delivery_waits_for_its_pictures() -> None:
    assert not rules.unproved(note(), [])
    assert not rules.unproved(note(), [True, True])
    assert rules.unproved(note(), [True, False])
    assert not rules.unproved(note(state="void"), [False])


def test_money_is_waited_for_only_where_he_speaks_of_it() -> None:
    for states in (("none", "none"), ("full", "full")):
        assert not rules.unpaid(order(), states, LONG_AGO)
    for states in (("full", "none"), ("full", "part"), ("part", "full"), ("none", "full")):
        assert rules.unpaid(order(), states, LONG_AGO), states
    assert not rules.unpaid(order(day="2025-08-29"), ("full", "none"), LONG_AGO)


def test_a_claim_is_waited_for_until_it_is_settled_or_nobody_makes_it() -> None:
    assert rules.claim_waits("claimed", "2020-01-01", CUT)
    assert rules.claim_waits("verified", "2020-01-01", CUT)
    assert not rules.claim_waits("settled", "2026-12-31", CUT)
    for state in (None, "claim_rejected"):
        assert rules.claim_waits(state, "2026-08-30", CUT)
        assert not rules.claim_waits(state, "2026-08-29", CUT)
        assert not rules.claim_waits(state, None, CUT)
    line = {"promoted": [{"promotion_id": "P-2"}]}
    both = order(gifts=[{"promotion_id": "P-1"}], lines=[line, {}])
    assert rules.promotions_of(both) == {"P-1", "P-2"}


def test_orders_and_their_notes_leave_together() -> None:
    two = note(id="N-2", order_ids=["O-1", "O-2"])
    orders = [order(), order(id="O-2", doc_state="audited")]

    def go(kept_orders: Any = (), kept_notes: Any = (), past: Any = ()) -> tuple[Any, Any]:
        found = rules.leaving(orders, [note(), two], kept_orders, kept_notes, past, CUT)
        return found.orders, found.notes

    assert go() == (["O-1"], ["N-1"]), "what O-2 lacks is worked out from N-2"
    assert go(past={"O-2"}) == (["O-1"], ["N-1", "N-2"])
    assert go(kept_orders={"O-1"}) == ([], [])
    assert go(kept_notes={"N-2"}) == ([], []), "O-1 stays with what was delivered of it"


def test_how_old_is_a_setting_with_a_least() -> None:
    def days(**given: str) -> int:
        return Settings.from_environment(given).partner_days

    assert (days(), days(XUNDIAN_PARTNER_DAYS=""), days(XUNDIAN_PARTNER_DAYS="60")) == (90, 90, 60)
    for wrong in ("59", "-1", "bald"):
        with pytest.raises(ValueError, match=r"XUNDIAN_PARTNER_DAYS|invalid literal"):
            days(XUNDIAN_PARTNER_DAYS=wrong)
