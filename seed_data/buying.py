"""What partners have ordered from the company on the evening of their last count: one order is on
its way, short of what was asked, one waits for its review."""

from datetime import date, timedelta
from typing import Any

from seed_data.player import named
from seed_data.script import Script
from seed_data.worlds import World

CASES = (60, 45, 24, 12, 30, 24)
"""Of the first SKUs, as proposed."""
SHORT = 15
"""So many of the first could not be had, and are back-ordered."""
FUNDS_FEN = 5_000_000
SHIPS_DAYS, COMES_DAYS = 5, 6
"""So far ahead that they are still to come for a server that hears all of it on one later day."""


def ordered(script: Script, world: World, day: date, heard: str) -> None:
    """By the partners whose stores a supervisor reviews, in the order of their names."""
    desk = world.of("order_desk")[0]["login"]
    goods = world.products[: len(CASES)]
    for number, (partner_id, login) in enumerate(sorted(world.clerk_of.items())[:2]):
        reviewer = reviewer_of(world, partner_id)
        if reviewer is None:
            continue
        id = named("purchase", partner_id, day.isoformat())
        more = 30 if number else 0  # the second asks for more than he was advised
        lines = [
            {"sku_id": row["id"], "proposed_cases": cases, "cases": cases + more * (place == 1)}
            for place, (row, cases) in enumerate(zip(goods, CASES, strict=False))
        ]
        script.voice(login, heard).tell(
            heard, "purchase.submit", id,
            {"no": f"P-{partner_id}-{day:%m%d}", "lines": lines, "ship_to": None, "note": None,
             "wanted_on": (day + timedelta(days=COMES_DAYS)).isoformat(),
             "reason": "周末有活动" if number else None},
        )  # fmt: skip
        if number == 0:
            sent(script, (reviewer, desk), id, day, heard, lines)


def reviewer_of(world: World, partner_id: str) -> str | None:
    return next(
        (
            world.supervisor_of[store.org_unit_id]
            for store, _rep in world.served
            if store.partner_id == partner_id
        ),
        None,
    )


def sent(
    script: Script, by: tuple[str, str], id: str, day: date, heard: str,
    lines: list[dict[str, Any]],
) -> None:  # fmt: skip
    """Reviewed, audited, allocated but for a rest, and on the road. ``by``: supervisor, desk."""
    supervisor, desk = by
    had = [line["cases"] - (SHORT if place == 0 else 0) for place, line in enumerate(lines)]
    made = (day - timedelta(days=20)).isoformat()
    ships, comes = ((day + timedelta(days=n)).isoformat() for n in (SHIPS_DAYS, COMES_DAYS))
    script.voice(supervisor, heard).tell(
        heard, "purchase.review", id, {"outcome": "reviewed", "note": None}
    )
    voice = script.voice(desk, heard)
    voice.tell(
        heard, "purchase.audit", id,
        {"outcome": "audited", "payment": "prepaid", "funds_fen": FUNDS_FEN, "note": None},
    )  # fmt: skip
    voice.tell(
        heard, "purchase.allocate", id,
        {"ship_on": ships, "lines": [
            {"sku_id": line["sku_id"], "cases": cases,
             "rest": "backorder" if cases < line["cases"] else None}
            for line, cases in zip(lines, had, strict=True)]},
    )  # fmt: skip
    voice.tell(
        heard, "purchase.dispatch", id,
        {"paper_no": f"LQ-{day:%m%d}", "arrives_on": comes, "lines": [
            {"sku_id": line["sku_id"], "lot": f"Q{day:%m%d}", "produced_on": made, "cases": cases}
            for line, cases in zip(lines, had, strict=True)]},
    )  # fmt: skip
