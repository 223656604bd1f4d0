"""What the server does with each operation about photos. The bytes travel beside, by tus."""

from backend.customers import aliases, standing
from backend.identity import Person
from backend.people.rules import reaches
from backend.refused import Duplicate, Quarantined, Refused
from backend.store import instant, said
from backend.store.session import Records
from backend.sync import restored
from backend.sync.registry import Op
from backend.visits import rules
from backend.visits.tables import Photo, ProofPlace, Visit
from sync_protocol.generated.protocol import PhotoArrive, PhotoAttach


async def attach(op: Op, args: PhotoAttach, by: Person, records: Records) -> None:
    """This picture belongs there. Its bytes may be here already, or come days later."""
    held = await records.see(Photo, op.id)
    place, store_id = await may_show(op, args, by, records)
    where = args.position
    values = {
        "visit_id": args.visit_id,
        "store_id": store_id,
        "delivery_note_id": args.delivery_note_id,
        "task_id": args.task_id,
        "spot_check_id": args.spot_check_id or None,
        "type": args.type,
        "sha256": args.sha256,
        "bytes": args.bytes,
        "mime": args.mime,
        "width": args.width,
        "height": args.height,
        "taken_at": instant.corrected(
            said.an_instant(args.taken_at, "taken_at", Quarantined), op.offset_ms
        ),
        "lat_e7": where.lat_e7 if where else None,
        "lon_e7": where.lon_e7 if where else None,
        "accuracy_m": where.accuracy_m if where else None,
        "capture_mode": args.capture_mode,
        "sequence": args.sequence,
        "author_id": by.id,
        "look": args.look or None,
        "kept_reason": args.kept_reason or None,
        "chain_n": args.chain.n if args.chain else None,
        "chain_hash": args.chain.hash if args.chain else None,
    }
    if held is not None:
        if all(getattr(held, name) == value for name, value in values.items()):
            raise Duplicate("fact/immutable")
        if held.author_id != by.id:
            raise Quarantined("record/clash", "the id of somebody else's photo")
        raise Refused("fact/immutable", op.id)

    present = await bytes_are_here(args.sha256, by, records)
    if not present and await restored.ever(records):
        records.job("claim", sha256=args.sha256, user_id=by.id, size=args.bytes)
    await aliases.landed(records, args.store_id, store_id, "photo", op.id)
    records.add(
        Photo.of(
            id=op.id,
            **values,
            partner_id=place.partner_id if place else None,
            trip=place.trip if place else None,
            received_at=records.now,
            present=present,
            chained=await hangs(args, records),
        )
    )
    if present:
        records.job("measure", photo_id=op.id)


async def hangs(args: PhotoAttach, records: Records) -> bool | None:
    """Whether its link follows from a picture that is here. None: it has no link. Two tabs may both
    follow one picture; nothing is missing then."""
    link = args.chain
    if not link or args.visit_id is None:
        return None
    befores: list[str | None] = [args.visit_id]
    if link.n > 1:
        found = await records.find(Photo, visit_id=args.visit_id, chain_n=link.n - 1)
        befores = [one.chain_hash for one in found]
    return any(
        before is not None and rules.photo_link(before, args.sha256) == link.hash
        for before in befores
    )


async def arrive(op: Op, args: PhotoArrive, by: Person, records: Records) -> None:
    held = await records.get(Photo, op.id)
    if held is None:
        raise Refused("record/unknown", op.id, entity="photo", id=op.id)
    if held.sha256 != args.sha256:
        raise Refused("blob/hash-mismatch", op.id)
    if not held.present:
        records.change(held, present=True)
        records.job("measure", photo_id=op.id)


async def may_show(
    op: Op, args: PhotoAttach, by: Person, records: Records
) -> tuple[ProofPlace | None, str]:
    """By one's own visit, one's own delivery, or one's standing to the store. And in which store,
    should the one he names have turned out to be another."""
    if args.spot_check_id:
        return None, await looked_at(args, by, records)
    place, visit = await belongs_to(args, records)
    store_id = await now_in(args.store_id, records, place, visit)
    if place is not None and place.store_id != store_id:
        place = None
    if place is not None and place.driver_id == by.id:
        return place, store_id
    if visit is not None and visit.rep_id == by.id:
        if visit.store_id == store_id:
            return place, store_id
        raise Quarantined("photo/unknown-visit", visit.id)
    # From here on a visit that is another's and out of sight must look like none at all.
    store = await aliases.store_now(records, args.store_id)
    stands = await standing.at_store(records, by.id, args.store_id, op.occurred_at)
    if store is None or stands is None:
        raise Quarantined("store/not-granted", args.store_id)
    if visit is not None and visit.store_id == store.id:
        raise Refused("visit/other-author", visit.id)
    if args.visit_id is not None:
        raise Quarantined("photo/unknown-visit", args.visit_id)
    return place, store.id


async def looked_at(args: PhotoAttach, by: Person, records: Records) -> str:
    """By one's answering for the store; it hangs on nothing else. The check itself is of a slice
    above, and says which of them are its own."""
    hangs_elsewhere = args.visit_id or args.delivery_note_id or args.task_id
    store = await aliases.store_now(records, args.store_id)
    mine = store is not None and reaches(
        by.role, by.unit_ids, store.org_unit_id, store.customer_class
    )
    if store is None or not mine or hangs_elsewhere:
        raise Quarantined("store/not-granted", args.store_id)
    return store.id


async def belongs_to(args: PhotoAttach, records: Records) -> tuple[ProofPlace | None, Visit | None]:
    place = visit = None
    if args.delivery_note_id is not None:
        place = await records.see(ProofPlace, args.delivery_note_id)
    if args.visit_id is not None:
        visit = await records.see(Visit, args.visit_id)
    return place, visit


async def now_in(said_id: str, records: Records, *others: ProofPlace | Visit | None) -> str:
    """The store he names, or the one it was merged into: asked for only where something that
    belongs to the photo is elsewhere."""
    if all(one is None or one.store_id == said_id for one in others):
        return said_id
    store = await aliases.store_now(records, said_id)
    return store.id if store else said_id


async def bytes_are_here(sha256: str, by: Person, records: Records) -> bool:
    """Only what the author uploaded himself counts: a hash alone proves nothing."""
    rows = await records.transaction.all(
        "SELECT 1 FROM blob_owner JOIN sync_blob ON sync_blob.sha256 = blob_owner.sha256"
        " WHERE blob_owner.sha256 = ? AND user_id = ? AND state = 'present'",
        sha256,
        by.id,
    )
    return bool(rows)
