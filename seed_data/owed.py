"""What stores owe their partners on the last evening, worked out of what was brought to them: who
pays at the door, who pays later, and who is late. Limits and habits are ours; payment days are the
chains' (terms.py)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from seed_data.player import named
from seed_data.script import Script
from seed_data.terms import CHAINS
from seed_data.worlds import World

DAYS = {"C1": 30, "C2": 7, "D": 3}
"""To pay in, where no chain has agreed on others."""
LIMIT_FEN = {"C1": None, "C2": 300_000, "D": 100_000}
AT_THE_DOOR, UNSAID = 2, 9
"""One D store of so many pays at once; of one store of so many the clerk has said nothing."""
MOST_LINES = 2_000
SHARED_BY = "P01"
Brought = Mapping[tuple[str, str], Mapping[date, int]]
"""In fen by day, by partner and store."""


def say(script: Script, world: World, brought: Brought, day: date, heard: str) -> None:
    """Each clerk of all his stores; one of them shares it with the company."""
    for partner, login in sorted(world.clerk_of.items()):
        stores = sorted(
            (store for store, _ in world.served if store.partner_id == partner),
            key=lambda store: store.id,
        )
        lines: list[dict[str, Any]] = []
        for number, store in enumerate(stores):
            if number % UNSAID == UNSAID - 1:
                continue
            days = days_of(store.customer_id, store.customer_class)
            cash = store.customer_class == "D" and number % AT_THE_DOOR == 0
            came = {} if cash else brought.get((partner, store.id), {})
            # Every fourth pays one delivery late, whatever was agreed.
            open_ = {on: fen for on, fen in came.items() if (day - on).days <= days + number % 4}
            late = sum(fen for on, fen in open_.items() if (day - on).days > days)
            lines.append(
                {"store_id": store.id, "limit_fen": LIMIT_FEN[store.customer_class],
                 "open_fen": sum(open_.values()), "overdue_fen": late, "as_of": day.isoformat()}
            )  # fmt: skip
        voice = script.voice(login, heard)
        for start in range(0, len(lines), MOST_LINES):
            some = lines[start : start + MOST_LINES]
            id = named("receivables", partner, day, start)
            voice.tell(heard, "receivable.say", id, {"lines": some, "from_file": True})
        if partner == SHARED_BY:
            voice.tell(heard, "receivable.share", partner, {"receivables": True})


def days_of(customer_id: str, customer_class: str) -> int:
    agreed = {chain.customer: chain.payment_days for chain in CHAINS}
    return agreed.get(customer_id, DAYS[customer_class])
