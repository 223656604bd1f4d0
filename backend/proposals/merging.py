"""Two stores are one: the one is no more, all that was done there follows, and it can be undone
(K6, lessons.md 24)."""

from typing import Any

from backend.customers import grants
from backend.customers.tables import Store, StoreAssignment
from backend.identity import Person
from backend.people import effects
from backend.proposals.tables import StoreMerging, StoreProposal
from backend.refused import Conflict, Refused
from backend.store import instant
from backend.store.session import Records
from backend.sync.registry import Op
from sync_protocol.generated.protocol import StoreMerge, StoreUnmerge


async def merge(op: Op, args: StoreMerge, by: Person, records: Records) -> None:
    """Whoever answered for it reads the other to the end of the day, to finish what she began."""
    lost, into = await records.get(Store, op.id), await records.get(Store, args.into_id)
    if lost is None or lost.org_unit_id not in by.unit_ids:
        raise Refused("record/unknown", op.id, entity="store", id=op.id)
    if into is None or into.org_unit_id not in by.unit_ids or into.id == lost.id:
        raise Refused("record/unknown", args.into_id, entity="store", id=args.into_id)
    for one in (lost, into):
        if one.stage in ("merged", "returned"):
            raise Conflict("record/state", one.stage, version=one.version, state=one.stage)

    before: dict[str, Any] = {"active": lost.active, "stage": lost.stage}
    records.change(lost, stage="merged", merged_into=into.id, active=False)
    ended = await end_assignments(records, lost)
    for assignment in ended:
        await until_evening(records, assignment, into)
    ids = [assignment.id for assignment in ended]
    await remember(records, lost, into, by, before, ids, args.note)
    await decide_proposal(records, lost, into, by)
    records.job("store_merged", store_id=lost.id)


async def unmerge(op: Op, args: StoreUnmerge, by: Person, records: Records) -> None:
    lost = await records.get(Store, op.id)
    held = await records.get(StoreMerging, op.id)
    if lost is None or held is None or held.org_unit_id not in by.unit_ids:
        raise Refused("record/unknown", op.id, entity="store", id=op.id)
    if held.state != "merged":
        raise Conflict("record/state", held.state, version=lost.version, state=held.state)

    records.change(lost, merged_into=None, **held.before)
    records.change(
        held,
        state="undone",
        undone_by_name=by.name,
        undone_at=records.now,
        undone_note=args.note,
    )
    concerned = set()
    for assignment_id in held.assignments:
        ended = await records.get(StoreAssignment, assignment_id)
        if ended is not None:
            await again(records, ended, lost, by)
            concerned.add(ended.rep_id)
    proposal = await records.get(StoreProposal, op.id)
    if proposal is not None and proposal.state == "merged":
        records.change(proposal, state="approved" if lost.stage is None else "pending")
        concerned.add(proposal.rep_id)
    await tell_parted(records, lost, held.into_id, by, concerned)
    records.job("store_merged", store_id=lost.id)


async def tell_parted(
    records: Records, lost: Store, into_id: str, by: Person, concerned: set[str]
) -> None:
    """Whoever proposed it or answered for it: they were told, or saw, that it went."""
    into = await records.see(Store, into_id)
    for rep_id in sorted(concerned):
        await effects.tell(
            records, rep_id, "store.unmerged", entity="store", record_id=lost.id,
            store_name=lost.name, into_name=into.name if into else into_id, by_name=by.name,
        )  # fmt: skip


async def end_assignments(records: Records, store: Store) -> list[StoreAssignment]:
    """Nobody answers for it any more. Returns those that had not ended by themselves."""
    ended = []
    for one in await records.find(StoreAssignment, store_id=store.id):
        if one.until_at is None or one.until_at > records.now:
            records.change(one, until_at=max(records.now, one.from_at))
            await grants.take(records, one, store)
            ended.append(one)
    return ended


async def until_evening(records: Records, ended: StoreAssignment, into: Store) -> None:
    """She may stand in it at this moment."""
    today = instant.day_of(records.now, records.zone)
    cover = StoreAssignment.of(
        id=f"merged-{ended.id}-{records.now}"[:64].replace(":", ""),
        store_id=into.id, rep_id=ended.rep_id, kind="cover", from_at=records.now,
        until_at=instant.end_of_day(today, records.zone), assigned_by=ended.assigned_by,
    )  # fmt: skip
    records.add(cover)
    await grants.give(records, cover, into)


async def again(records: Records, ended: StoreAssignment, store: Store, by: Person) -> None:
    """She answers for it as before, from now on."""
    others = await records.find(StoreAssignment, store_id=store.id, kind="main")
    if ended.kind == "main" and any(
        one.until_at is None or one.until_at > records.now for one in others
    ):
        return
    back = StoreAssignment.of(
        id=f"parted-{ended.id}-{records.now}"[:64].replace(":", ""),
        store_id=store.id, rep_id=ended.rep_id, kind=ended.kind, from_at=records.now,
        until_at=None, assigned_by=by.id,
    )  # fmt: skip
    records.add(back)
    await grants.give(records, back, store)


async def remember(
    records: Records, lost: Store, into: Store, by: Person, before: dict[str, Any],
    ended: list[str], note: str | None,
) -> None:  # fmt: skip
    values = {
        "into_id": into.id,
        "org_unit_id": lost.org_unit_id,
        "state": "merged",
        "before": before,
        "assignments": ended,
        "note": note,
        "by_id": by.id,
        "by_name": by.name,
        "at": records.now,
        "undone_by_name": None,
        "undone_at": None,
        "undone_note": None,
    }
    held = await records.get(StoreMerging, lost.id)
    if held is None:
        records.add(StoreMerging.of(id=lost.id, **values))
    else:
        records.change(held, **values)


async def decide_proposal(records: Records, lost: Store, into: Store, by: Person) -> None:
    held = await records.get(StoreProposal, lost.id)
    if held is None:
        return
    records.change(
        held, state="merged", decided_by=by.id, decided_by_name=by.name, decided_at=records.now
    )
    await effects.tell(
        records, held.rep_id, "store.merged", entity="store", record_id=into.id,
        store_name=lost.name, into_name=into.name, by_name=by.name,
    )  # fmt: skip
