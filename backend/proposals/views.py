"""What she said of a store is shown to her, while it waits and until she has read what became of
it. The office asks (change_lists.py, lists.py); of a found store its rep sees the store itself."""

from collections.abc import Iterator
from typing import Any

import msgspec

from backend.proposals.tables import StoreChange, StoreMark
from backend.sync.view import View
from sync_protocol.generated import protocol as shown


def change(held: StoreChange) -> shown.StoreChange:
    items = [
        {name: value for name, value in item.items() if name != "was"}
        for item in held.items
        if not held.seen or item["state"] == "open"
    ]
    return shown.StoreChange(
        store_id=held.store_id,
        store_name=held.store_name,
        said_at=held.said_at,
        items=msgspec.convert(items, list[shown.ChangeItem]),
        photo_id=held.photo_id,
        note=held.note,
        state=held.state,  # type: ignore[arg-type]  # only ours
    )


def change_scopes(held: StoreChange) -> Iterator[str]:
    """A plain yes is seen at the store itself."""
    if held.rep_id is None:
        return
    news = any(item["state"] == "returned" or "theirs" in item for item in held.items)
    if held.state == "pending" or (news and not held.seen):
        yield f"user:{held.rep_id}"


def mark(held: StoreMark) -> shown.StoreMark:
    """Which other store it may be is not hers to know: that one may be a colleague's."""
    return shown.StoreMark(
        asked=held.asked,
        lacks=msgspec.convert(held.lacks, list[shown.Lack]),
        learnt=msgspec.convert(held.learnt, shown.PointLearnt | None),
    )


VIEWS: tuple[View[Any], ...] = (
    View("store_change", StoreChange, scopes=change_scopes, shown={"user": change}),
    View("store_mark", StoreMark, scopes=lambda held: (f"store:{held.id}",), shown={"store": mark}),
)
