"""What the spine itself sees: an answer "conflict", and work of a post that has ended (K10).

Called after the operation was judged; whatever it was about is as it stays.
"""

import uuid
from typing import Any

import msgspec

from backend.conflicts.effects import CONFLICTS, About, Mine, Other, Rule, note
from backend.conflicts.tables import Conflict
from backend.customers.tables import Store
from backend.identity import Person, Post
from backend.people import effects, tables
from backend.store.record import Record
from backend.store.session import Records
from backend.sync.registry import Op

BY = ("reviewed_by_name", "decided_by_name", "stopped_by_name", "saved_by_name", "withdrawn_by",
      "decided_by", "audited_by", "accepted_by", "reviewed_by")  # fmt: skip
"""Where records keep who decided, each beside an `…_at`; the latest is who was first."""
NAMED = ("store_name", "title", "name", "no")
CHANGED = "record/clash"
LONGEST = 200


async def conflicted(
    op: Op, args: Any, by: Person, result: dict[str, Any], held: Record | None, records: Records
) -> None:
    """Somebody else's decision stands. The author has it in his outbox, the office here."""
    changed = result["code"] == CHANGED
    rule: Rule = "changed" if changed else "decided"
    current = {name: value for name, value in result.get("current", {}).items() if plain(value)}
    said = {name: value for name, value in msgspec.to_builtins(args).items() if plain(value)}
    base: dict[str, Any] = {"version": op.base_version, "state": op.base_state}
    theirs = dict(current)
    if changed and held is not None:
        same = {name for name, value in said.items() if getattr(held, name, value) == value}
        said = {name: value for name, value in said.items() if name not in same}
        theirs |= {name: getattr(held, name) for name in said if hasattr(held, name)}
    of = await about(op, args, by, held, records)
    await note(
        records, Mine.said(op, by), of, rule=rule, stands="theirs",
        other=await first(held, records), base=known(base), mine=said, theirs=known(theirs),
        tell=False,
    )  # fmt: skip


async def left_post(op: Op, by: Person, taken: bool, records: Records) -> None:
    """K10: he was transferred, or has left, with work still on his phone. What he captured in the
    post counts for it; what came after waits for that post's office. One line for all of it."""
    post = ended(by, op.occurred_at)
    if post is None or post.until_at is None:
        return
    id = uuid.uuid5(CONFLICTS, f"K10~{by.id}~{post.until_at}").hex
    held = await records.get(Conflict, id)
    if held is None:
        held = Conflict.of(
            id=id, rule="K10", stands="both", kind=op.kind, entity="person", record_id=by.id,
            subject=by.name, store_id=None, org_unit_id=post.org_unit_id, mine_id=by.id,
            mine_name=by.name, mine_at=op.occurred_at, theirs_name=None, theirs_at=post.until_at,
            base={"post": str(post.role)},
            mine={"taken": int(taken), "set_aside": int(not taken)},
            theirs={"post": str(by.role) if by.role else None}, made_at=records.now,
            closed_at=None, closed_by_name=None, closed_note=None,
        )  # fmt: skip
        records.add(held)
        if by.role is not None:
            await effects.tell(
                records, by.id, "conflict.K10", entity="conflict", record_id=id, subject=by.name
            )
        return
    counted = "taken" if taken else "set_aside"
    records.change(held, mine={**held.mine, counted: held.mine[counted] + 1})


def ended(by: Person, at: str) -> Post | None:
    """The last post of his that had begun by then and is over now, by what was known then."""
    over = [post for post in by.posts if post.from_at <= at and post.until_at is not None]
    return max(over, key=lambda post: post.from_at, default=None)


async def about(op: Op, args: Any, by: Person, held: Record | None, records: Records) -> About:
    """What bears no name of its own, like the verdict on a visit, is called by its store. What was
    never made, like the note of an order that changed, is of the store it was said for: its clerk
    is of no office."""
    names = (getattr(held, name, None) for name in NAMED)
    own_id = held.id if held is not None and op.entity == "store" else None
    named = getattr(args, "store_id", None) if held is None else None
    store_id = own_id or getattr(held, "store_id", named)
    store = await records.see(Store, store_id) if store_id else None
    return About(
        entity=op.entity,
        record_id=op.id,
        subject=next((name for name in names if name), "") or (store.name if store else ""),
        store_id=store_id,
        org_unit_id=getattr(held, "org_unit_id", None)
        or by.org_unit_id
        or (store.org_unit_id if store else None),
    )


async def first(held: Record | None, records: Records) -> Other:
    """Who decided last of what the record itself knows."""
    found = [
        (at, getattr(held, name))
        for name in BY
        if getattr(held, name, None)
        and (at := getattr(held, name.removesuffix("_name").removesuffix("_by") + "_at", None))
    ]
    # A record that keeps every word said about it names whoever spoke last.
    if spoken := getattr(held, "words", None):
        found.append((spoken[-1]["at"], spoken[-1]["by_name"]))
    if not found:
        return Other(None, None)
    at, who = max(found)
    person = await records.see(tables.Person, who)
    return Other(person.name if person else who, at)


def plain(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | str)


def known(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value[:LONGEST] if isinstance(value, str) else value
        for name, value in values.items()
        if value is not None
    }
