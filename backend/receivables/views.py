"""What stores owe is shown to their partner, and with the store only while he shares it."""

from collections.abc import Iterator
from typing import Any

from backend.receivables.tables import PartnerSharing, Receivable
from backend.sync.view import View
from sync_protocol.generated import protocol as shown


def receivable(held: Receivable) -> shown.Receivable:
    return shown.Receivable(
        partner_id=held.partner_id,
        store_id=held.store_id,
        store_code=held.store_code,
        store_name=held.store_name,
        limit_fen=held.limit_fen,
        open_fen=held.open_fen,
        overdue_fen=held.overdue_fen,
        as_of=held.as_of,
    )


def partner_sharing(held: PartnerSharing) -> shown.PartnerSharing:
    return shown.PartnerSharing(
        receivables=held.receivables, said_by_name=held.said_by_name, said_at=held.said_at
    )


def whose(held: Receivable) -> Iterator[str]:
    yield f"partner:{held.partner_id}"
    if held.shared:
        yield f"store:{held.store_id}"


VIEWS: tuple[View[Any], ...] = (
    View(
        "receivable",
        Receivable,
        scopes=whose,
        shown={"partner": receivable, "store": receivable},
    ),
    View(
        "partner_sharing",
        PartnerSharing,
        scopes=lambda held: (f"partner:{held.id}",),
        shown={"partner": partner_sharing},
    ),
)
