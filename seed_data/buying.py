"""What partners have ordered from the company on the evening of their last count: one order is on
its way, short of what was asked, one waits for its review."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from seed_data.player import named
from seed_data.script import Script
from seed_data.warehouse import Warehouse
from seed_data.worlds import World

CASES = (60, 45, 24, 12, 30, 24)
"""Of the first SKUs, as proposed."""
SHORT = 15
"""So many of the first could not be had, and are back-ordered."""
CAME, BROKEN = 40, 6
"""Cases of each SKU of the order that has come, and bottles of the second that were broken."""
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
    lines: list[dict[str, Any]], comes_days: int = COMES_DAYS, short: int = SHORT,
) -> list[dict[str, Any]]:  # fmt: skip
    """Reviewed, audited, allocated but for a rest of the first, and on the road. ``by``:
    supervisor, desk. What was sent."""
    supervisor, desk = by
    had = [line["cases"] - (short if place == 0 else 0) for place, line in enumerate(lines)]
    made = (day - timedelta(days=20)).isoformat()
    ships_days = min(SHIPS_DAYS, comes_days)
    ships, comes = ((day + timedelta(days=n)).isoformat() for n in (ships_days, comes_days))
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
    lots = [
        {"sku_id": line["sku_id"], "lot": f"Q{day:%m%d}", "produced_on": made, "cases": cases}
        for line, cases in zip(lines, had, strict=True)
    ]
    voice.tell(
        heard, "purchase.dispatch", id,
        {"paper_no": f"LQ-{day:%m%d}", "arrives_on": comes, "lines": lots},
    )  # fmt: skip
    return [dict(lot) for lot in lots]


def came_short(
    script: Script, world: World, warehouse: Warehouse, day: date,
    at: Callable[[date, float], str],
) -> None:  # fmt: skip
    """Ordered and come on one day: a carton was missing and some bottles broken, which the clerk
    claims and the desk makes good (F95). What of it lies in ``warehouse`` from then on."""
    desk = world.of("order_desk")[0]["login"]
    partner_id, login = min(world.clerk_of.items())
    reviewer = reviewer_of(world, partner_id)
    if reviewer is None:
        return
    id, goods = named("purchase", partner_id, day.isoformat()), world.products[:3]
    lines = [{"sku_id": row["id"], "proposed_cases": CAME, "cases": CAME} for row in goods]
    clerk = script.voice(login, at(day, 20))
    clerk.tell(
        clerk.heard, "purchase.submit", id,
        {"no": f"P-{partner_id}-{day:%m%d}", "lines": lines, "ship_to": None, "note": None,
         "wanted_on": day.isoformat(), "reason": None},
    )  # fmt: skip
    lots = sent(script, (reviewer, desk), id, day, at(day, 20.2), lines, comes_days=0, short=0)
    clerk = script.voice(login, at(day, 21))
    came = []
    for number, (lot, row) in enumerate(zip(lots, goods, strict=True)):
        damaged, lost = BROKEN * (number == 1), int(row["units"]) * (number == 0)
        kept = {name: lot[name] for name in ("sku_id", "lot", "produced_on")}
        good = CAME * int(row["units"]) - damaged - lost
        came.append({**kept, "good": good, "damaged": damaged})
        warehouse.comes(partner_id, came[-1])
        lot |= {"short": lost, "damaged": damaged}
    clerk.tell(
        clerk.heard, "stock.receive", named("receipt", id),
        {"came_at": clerk.heard, "receiver_name": f"演示仓管{partner_id[-2:]}",
         "paper_no": f"LQ-{day:%m%d}", "lines": came, "purchase_id": id},
    )  # fmt: skip
    names = ("sku_id", "lot", "produced_on", "short", "damaged")
    claimed = [
        {name: lot[name] for name in names} for lot in lots if lot["short"] or lot["damaged"]
    ]
    clerk.tell(clerk.heard, "purchase.claim", id, {"lines": claimed, "note": "少一箱，破六瓶"})
    fen = [int(row["company"]) for row in goods]
    credit = fen[0] + BROKEN * fen[1] // int(goods[1]["units"])
    settled = {"credit_fen": credit, "note": "已核实，下次货款里扣"}
    script.voice(desk, at(day, 21.5)).tell(at(day, 21.5), "purchase.settle", id, settled)
