"""Which store carries a promotion, what is due there, and whether a check passes. Pure.

Twin: pwa/src/promotions/rules.ts. Both must pass sync_protocol/vectors/rules/promotions.*.json.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

Row = Mapping[str, Any]

CRITICAL = frozenset({"price", "display", "stock"})
"""A check passes when these are right (domain.md 4.7); the others are told, and decide nothing."""
FILTERS = (("classes", "customer_class"), ("channels", "channel_type"), ("tiers", "tier"))
"""What a promotion may name, and where the store says it."""
STANDING = ("set_up", "passing", "failing")
"""It stands in the store: there is something to check, and later something to take down."""

PAID_DISPLAY = "display_fee"


def carries(promotion: Row, store: Row) -> bool:
    """Whether this store is one of the promotion's. What is not named limits nothing."""
    if store["org_unit_id"] not in promotion["org_unit_ids"]:
        return False
    if promotion["store_ids"] and store["id"] not in promotion["store_ids"]:
        return False
    return all(
        not promotion[named] or store[column] in promotion[named] for named, column in FILTERS
    )


def standing(promotion: Row, day: str, at: str) -> str:
    """coming, running, over, stopped, or none: it is not released.

    ``day``: the business day; ``at``: the same moment as an instant in UTC, for a stop has an hour.
    """
    state = promotion["state"]
    if state not in ("released", "stopped", "ended"):
        return "none"
    if state == "stopped" and promotion["stops_at"] <= at:
        return "stopped"
    if state == "ended" or promotion["ends_on"] < day:
        return "over"
    return "coming" if day < promotion["starts_on"] else "running"


def due(now: str, state: str, agreement: bool) -> str | None:
    """What is to be done in the store: agree, set_up, check, take_down; None: nothing.

    ``now``: the promotion's standing; ``state``: the store's; ``agreement``: it must be signed for.
    """
    if now in ("over", "stopped"):
        return "take_down" if state in STANDING else None
    if now not in ("coming", "running") or state in ("declined", "taken_down"):
        return None
    if state == "planned" and agreement:
        return "agree"
    if now == "coming":
        return None
    return "check" if state in STANDING else "set_up"


def judged(
    items: Sequence[str], price_fen: int | None, answers: Sequence[Row], read_fen: int | None
) -> dict[str, Any]:
    """The result of a check: which items failed, and whether it passed all the same.

    ``items``: what the promotion wants looked at; ``price_fen``: the agreed price; ``read_fen``:
    the price on the shelf. An item nobody answered failed, and so did a price that is another.
    """
    said = {one["item"]: one["ok"] for one in answers}
    if price_fen is not None and read_fen is not None:
        said["price"] = read_fen == price_fen
    failed = [item for item in items if not said.get(item, False)]
    return {"passed": CRITICAL.isdisjoint(failed), "failed": failed}


def place_taken(agreements: Iterable[Row], place: str, starts_on: str, ends_on: str) -> bool:
    """Whether another agreement of this store has the same place on a day of this one's."""
    return any(
        one["place"] == place
        and place != "other"
        and one["starts_on"] <= ends_on
        and starts_on <= one["ends_on"]
        for one in agreements
    )


def state_of(execution: Row) -> str:
    """How far a promotion is in a store, by what was said there, in whatever order it came."""
    agreement, declined = execution["agreement"], execution["declined"]
    if execution["taken_down"]:
        return "taken_down"
    if execution["checks"]:
        return "passing" if execution["checks"][-1]["passed"] else "failing"
    if execution["set_up"]:
        return "set_up"
    if declined and (not agreement or agreement["at"] < declined["at"]):
        return "declined"
    return "agreed" if agreement else "planned"


def checks_after(before: Sequence[Row], made: Row, most: int) -> list[Row]:
    """The checks of a store with this one in them: one a visit, the latest last."""
    others = [one for one in before if one["visit_id"] != made["visit_id"]]
    return sorted([*others, made], key=lambda one: (one["at"], one["visit_id"]))[-most:]


def fails_in_row(checks: Sequence[Row]) -> int:
    """How many of the last checks failed, without one between that passed."""
    count = 0
    for one in reversed(checks):
        if one["passed"]:
            break
        count += 1
    return count


def overlaps(one: Row, other: Row) -> bool:
    """Two plans that could both change a price of the same SKU on the same day: then one of them
    must be stackable. A paid display changes none."""
    priced = PAID_DISPLAY not in (one["type"], other["type"])
    return (
        priced
        and not (one["stackable"] and other["stackable"])
        and one["starts_on"] <= other["ends_on"]
        and other["starts_on"] <= one["ends_on"]
        and not set(one["sku_ids"]).isdisjoint(other["sku_ids"])
        and may_meet(one, other)
    )


def may_meet(one: Row, other: Row) -> bool:
    """Whether a store could carry both, as far as their filters say."""
    names = ("classes", "channels", "tiers", "store_ids")
    return all(_meet(one[name], other[name]) for name in names)


def _meet(one: Collection[str], other: Collection[str]) -> bool:
    return not one or not other or not set(one).isdisjoint(other)


def before(execution: Row, at: str) -> dict[str, Any]:
    """What had been said of a promotion in a store when something began there."""
    parts = {
        name: execution[name] if execution[name] and execution[name]["at"] < at else None
        for name in ("agreement", "declined", "set_up", "taken_down")
    }
    checks = [one for one in execution["checks"] if one["at"] < at]
    return {**parts, "checks": checks}


def due_here(
    promotions: Iterable[Row], executions: Iterable[Row], store: Row, day: str, at: str
) -> list[dict[str, str]]:
    """What is due in a store at a moment: of each promotion one thing, by its first day.

    What was only said from then on changes nothing: a visit's step stays the same while she works.
    """
    known = {one["promotion_id"]: one for one in executions}
    found: list[tuple[str, str, str]] = []
    for one in promotions:
        held = known.get(one["id"])
        state = state_of(before(held, at)) if held else "planned"
        if state == "planned" and not (carries(one, store) and one["released_at"] <= at):
            continue
        what = due(standing(one, day, at), state, one["agreement"])
        if what is not None:
            found.append((one["starts_on"], one["id"], what))
    return [{"promotion_id": id, "due": what} for _, id, what in sorted(found)]


def in_force(
    promotions: Iterable[Row], executions: Iterable[Row], store: Row, day: str, at: str
) -> list[str]:
    """The promotions whose rules price an order of this store at a moment, in the order of ids.

    Not one its owner said no to, nor one that is taken down; one that is to be signed for only
    once it is. One that stands in the store goes on though the store is no longer one of its own.
    """
    known = {one["promotion_id"]: one for one in executions}
    found = []
    for one in promotions:
        held = known.get(one["id"])
        state = state_of(before(held, at)) if held else "planned"
        if state in ("declined", "taken_down") or (state == "planned" and one["agreement"]):
            continue
        if state == "planned" and not (carries(one, store) and one["released_at"] <= at):
            continue
        if standing(one, day, at) == "running":
            found.append(one["id"])
    return sorted(found)


def agreed_displays(
    promotions: Iterable[Row], executions: Sequence[Row], store: Row, day: str, at: str
) -> list[str]:
    """The paid displays in force that this store had agreed to, or that stood there, when something
    began: what its second displays are measured by (domain.md 4.5). By id."""
    begun = {one["promotion_id"] for one in executions if state_of(before(one, at)) != "planned"}
    paid = [one for one in promotions if one["type"] == PAID_DISPLAY]
    return [id for id in in_force(paid, executions, store, day, at) if id in begun]


def honoured(promotion: Row, at: str, pack_at: str | None) -> bool:
    """Whether an order sold by a promotion that was stopped holds all the same (K9): what the rep
    sold by was pulled before the stop was said, and not more than three days before the order.

    ``at``: when it was ordered; ``pack_at``: when all of hers was last on her phone whole.
    """
    if promotion["state"] != "stopped" or pack_at is None:
        return False
    said_at = promotion["stop_said_at"] or promotion["stops_at"]
    return bool(pack_at < said_at and _days(pack_at, at) <= PACK_DAYS)


PACK_DAYS = 3
"""As long as this what a phone holds may be sold by (domain.md 4.13)."""


def _days(since: str, at: str) -> float:
    moments = [datetime.fromisoformat(one[:-1] + "+00:00") for one in (since, at)]
    return (moments[1] - moments[0]) / timedelta(days=1)
