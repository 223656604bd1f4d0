"""A conflict is shown to him whose word met another's; the office asks (lists.py)."""

from backend.conflicts.tables import Conflict
from backend.sync.view import View
from sync_protocol.generated import protocol as shown


def conflict(held: Conflict) -> shown.Conflict:
    return shown.Conflict(
        rule=held.rule,  # type: ignore[arg-type]  # written by effects.py only
        stands=held.stands,  # type: ignore[arg-type]
        kind=held.kind,
        entity=held.entity,
        record_id=held.record_id,
        subject=held.subject,
        store_id=held.store_id,
        mine_name=held.mine_name,
        mine_at=held.mine_at,
        theirs_name=held.theirs_name,
        theirs_at=held.theirs_at,
        base=held.base,
        mine=held.mine,
        theirs=held.theirs,
        made_at=held.made_at,
        closed_at=held.closed_at,
        closed_by_name=held.closed_by_name,
        closed_note=held.closed_note,
    )


VIEWS: tuple[View[Conflict], ...] = (
    View(
        "conflict",
        Conflict,
        scopes=lambda held: (f"user:{held.mine_id}",),
        shown={"user": conflict},
    ),
)
