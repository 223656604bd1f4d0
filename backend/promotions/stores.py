"""A promotion in a store: agreed or declined, set up, taken down. Facts: nothing of it is refused
for when or where; what does not fit is marked. The check at each visit comes through effects.py.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from backend.customers import standing
from backend.customers.tables import Store
from backend.identity import Person, Role
from backend.people.rules import MAJOR_CLASSES
from backend.promotions import rules
from backend.promotions.tables import Promotion, PromotionExecution
from backend.promotions.views import PUBLIC
from backend.refused import Duplicate, Quarantined, Refused
from backend.store import instant
from backend.store.record import Record
from backend.store.session import Records
from backend.sync.registry import Command, Facts, Op
from sync_protocol.generated.protocol import (
    PromotionAgree,
    PromotionDecline,
    PromotionSetUp,
    PromotionTakeDown,
)

PLACE = ("promotion_id", "store_id")


async def agree(op: Op, args: PromotionAgree, by: Person, records: Records) -> None:
    """F54, for the time of the promotion. Two that want one place are kept, and marked: on the
    phone the second is not signed if it knows of the first."""
    held, promotion, store = await here(op, args, by, records)
    made = made_of(op, args, by) | {"starts_on": promotion.starts_on, "ends_on": promotion.ends_on}
    flags = marks(promotion, store)
    others = [
        one.agreement
        for one in await records.find(PromotionExecution, store_id=store.id)
        if one.id != op.id and one.agreement and one.state != "taken_down"
    ]
    if rules.place_taken(others, args.place, promotion.starts_on, promotion.ends_on):
        flags.append("place_taken")
    keep(op, records, held, args, "agreement", made, flags)


async def decline(op: Op, args: PromotionDecline, by: Person, records: Records) -> None:
    held, promotion, store = await here(op, args, by, records)
    keep(op, records, held, args, "declined", made_of(op, args, by), marks(promotion, store))


async def set_up(op: Op, args: PromotionSetUp, by: Person, records: Records) -> None:
    held, promotion, store = await here(op, args, by, records)
    day = instant.day_of(op.occurred_at, records.zone)
    flags = marks(promotion, store)
    if promotion.agreement and (held is None or held.agreement is None):
        flags.append("no_agreement")
    made = made_of(op, args, by) | {"on_time": day <= promotion.starts_on}
    keep(op, records, held, args, "set_up", made, flags)


async def take_down(op: Op, args: PromotionTakeDown, by: Person, records: Records) -> None:
    held, promotion, store = await here(op, args, by, records)
    keep(op, records, held, args, "taken_down", made_of(op, args, by), marks(promotion, store))


async def here(
    op: Op, args: Any, by: Person, records: Records
) -> tuple[PromotionExecution | None, Promotion, Store]:
    """What is known of this promotion in this store. Set aside: no such store or promotion of his.

    A specialist signs for C1 customers of his branch, reps for their own stores.
    """
    store = await records.see(Store, args.store_id)
    if store is None or not await stands(op, store, by, records):
        raise Quarantined("store/not-granted", args.store_id)
    promotion = await records.see(Promotion, args.promotion_id)
    if promotion is None or promotion.state not in PUBLIC:
        raise Quarantined("record/unknown", args.promotion_id)
    if op.id != execution_id(promotion.id, store.id):
        raise Quarantined("value/out-of-range", op.id, field="id")
    return await records.get(PromotionExecution, op.id), promotion, store


async def stands(op: Op, store: Store, by: Person, records: Records) -> bool:
    if by.role is Role.SPECIALIST:
        return store.org_unit_id in by.unit_ids and store.customer_class == MAJOR_CLASSES[0]
    return await standing.at_store(records, by.id, store.id, op.occurred_at) is not None


def execution_id(promotion_id: str, store_id: str) -> str:
    return f"{promotion_id}:{store_id}"


def made_of(op: Op, args: Any, by: Person) -> dict[str, Any]:
    said = {name: value for name, value in msgspec.to_builtins(args).items() if name not in PLACE}
    return {**said, "by_name": by.name, "at": op.occurred_at}


def marks(promotion: Promotion, store: Store) -> list[str]:
    return [] if rules.carries(vars(promotion), vars(store)) else ["not_carried"]


def keep(
    op: Op,
    records: Records,
    held: PromotionExecution | None,
    args: Any,
    column: str,
    made: dict[str, Any],
    flags: list[str],
) -> None:
    """Each is said once; the same again is nothing new, another one cannot replace it. Only a no
    may be said again, later: owners change their mind."""
    before = getattr(held, column) if held else None
    if before is not None:
        if all(before[name] == value for name, value in made.items() if name != "at"):
            raise Duplicate("fact/immutable")
        if column != "declined" or made["at"] <= before["at"]:
            raise Refused("fact/immutable", op.id)
    if held is None:
        held = PromotionExecution.of(
            id=op.id, promotion_id=args.promotion_id, store_id=args.store_id, **BLANK
        )
        records.add(held)
    after = {**vars(held), column: made}
    records.change(
        held,
        **{column: made},
        state=rules.state_of(after),
        flags=sorted({*held.flags, *flags}),
    )


BLANK: dict[str, Any] = {
    "state": "planned",
    "agreement": None,
    "declined": None,
    "set_up": None,
    "checks": [],
    "taken_down": None,
    "flags": [],
}


def in_a_store(op: Op, args: Any) -> Iterable[tuple[type[Record], str]]:
    yield PromotionExecution, op.id
    yield Promotion, args.promotion_id
    yield Store, args.store_id


COMMANDS: dict[str, Command] = {
    "promotion.agree": agree,
    "promotion.decline": decline,
    "promotion.set_up": set_up,
    "promotion.take_down": take_down,
}
FACTS: dict[str, Facts] = dict.fromkeys(COMMANDS, in_a_store)
