"""What the office decides about a photo. The photo stays; the decision stands beside it."""

from typing import Any

from backend.customers.tables import Store
from backend.identity import Person
from backend.people import effects
from backend.people.rules import reaches
from backend.refused import Conflict, Duplicate, Refused
from backend.store import instant
from backend.store.session import Records
from backend.sync.registry import Op
from backend.visits.tables import Photo, PhotoLook
from sync_protocol.generated.protocol import PhotoReview


async def review(op: Op, args: PhotoReview, by: Person, records: Records) -> None:
    """Whoever answers for the store, and nobody his own. The last word counts; a word said
    without having seen another's is a conflict."""
    held = await records.get(Photo, op.id)
    store = await records.see(Store, held.store_id) if held is not None else None
    if held is None or store is None or not in_reach(by, store):
        raise Refused("record/unknown", op.id, entity="photo", id=op.id)
    if held.author_id == by.id:
        raise Refused("photo/own", op.id)
    if not held.present:
        raise Refused("record/state", op.id)
    if (args.state == "rejected") != (args.reason is not None):
        raise Refused("value/out-of-range", f"{args.state}, {args.reason}", field="reason")
    values = {
        "review_state": args.state,
        "review_reason": args.reason,
        "review_note": args.note or None,
    }
    if all(getattr(held, name) == value for name, value in values.items()):
        raise Duplicate("record/state", args.state)
    unseen = op.base_version is not None and op.base_version < held.version
    if unseen and held.reviewed_by not in (None, by.id):
        raise Conflict(
            "record/state", op.id, version=held.version, state=held.review_state,
            reason=held.review_reason, by_name=held.reviewed_by_name,
        )  # fmt: skip

    before = held.review_state
    records.change(
        held, **values, reviewed_by=by.id, reviewed_by_name=by.name, reviewed_at=records.now
    )
    if args.state == "rejected":
        await tell(records, "photo.rejected", held, store, by, reason=reason_of(args))
    elif before == "rejected":
        await tell(records, "photo.accepted", held, store, by)


def in_reach(by: Person, store: Store) -> bool:
    return reaches(by.role, by.unit_ids, store.org_unit_id, store.customer_class)


def reason_of(args: PhotoReview) -> str:
    """The code, and what was written beside it, as reasons travel (pwa/src/ui/words/reasons.ts)."""
    return f"{args.reason}: {args.note}" if args.note else str(args.reason)


async def tell(
    records: Records, kind: str, photo: Photo, store: Store, by: Person, **more: Any
) -> None:
    """Whoever took it. What was good at once is no news."""
    at_visit = photo.visit_id is not None
    look = await records.see(PhotoLook, photo.id)
    await effects.tell(
        records, photo.author_id, kind,
        entity="visit" if at_visit else "store",
        record_id=photo.visit_id if at_visit else photo.store_id,
        store_name=store.name,
        day=look.day if look else instant.day_of(photo.taken_at, records.zone),
        by_name=by.name,
        **more,
    )  # fmt: skip
