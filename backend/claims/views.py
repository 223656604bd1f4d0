"""A claim with the partner whose it is. Offices ask for theirs (http.py)."""

from typing import Any

import msgspec

from backend.claims.tables import ExpenseClaim
from backend.sync.view import View
from sync_protocol.generated import protocol as shown

NAMES = (
    "promotion_id", "promotion_name", "starts_on", "ends_on", "partner_id", "state", "lines",
    "sum_fen", "note", "filed_at", "filed_by_name", "decided_at", "decided_by_name", "reason",
    "settle_by", "settled_at", "settled_by_name", "credit_note",
)  # fmt: skip


def fields(one: ExpenseClaim) -> dict[str, Any]:
    return {name: getattr(one, name) for name in NAMES}


def claim(one: ExpenseClaim) -> shown.ExpenseClaim:
    return msgspec.convert(fields(one), shown.ExpenseClaim)


VIEWS = (
    View(
        "expense_claim",
        ExpenseClaim,
        scopes=lambda one: (f"partner:{one.partner_id}",),
        shown={"partner": claim},
    ),
)
