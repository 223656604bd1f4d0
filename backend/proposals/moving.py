"""What was done in a store follows it when it turns out to be another one, some records at a time,
and goes back when it was another after all."""

from typing import Any

from backend.coaching.tables import JointVisit, SpotCheck
from backend.customers import aliases
from backend.customers.tables import Store
from backend.identity import Person
from backend.orders.tables import SalesOrder
from backend.planning.tables import PlannedVisit, Task
from backend.proposals.tables import StoreChange, StoreMerging
from backend.receivables.tables import Receivable
from backend.refused import Refused
from backend.reviews.judge import tell_others
from backend.reviews.tables import VisitFlag, VisitVerdict
from backend.shipments.tables import DeliveryNote, ReturnNote
from backend.store.engine import Store as Engine
from backend.store.record import Record, shape_of
from backend.store.session import Records
from backend.sync.registry import Op, Registry
from backend.sync.say import say_as_system
from backend.tickets.tables import Ticket
from backend.visits import judging
from backend.visits.tables import Photo, PhotoLook, ProofPlace, Visit
from sync_protocol.generated.protocol import StoreMove

TABLES: tuple[type[Record], ...] = (
    Visit, Photo, PhotoLook, ProofPlace, SalesOrder, DeliveryNote, PlannedVisit, Task,
    VisitVerdict, VisitFlag, StoreChange, Ticket, SpotCheck, JointVisit, ReturnNote,
    Receivable,
)  # fmt: skip
"""Everything that says in which store it was. Who answers for a store is no such thing."""
FOLLOWING: dict[type[Record], tuple[str, type[Record]]] = {
    PhotoLook: ("id", Photo), VisitVerdict: ("id", Visit), VisitFlag: ("visit_id", Visit),
    Ticket: ("visit_id", Visit),
}  # fmt: skip
"""What we ourselves made of a visit or a picture under the store it was in then: nobody said it
under the old id, so `aliases.landed` does not know it. It is where what it is about is."""
AT_ONCE = 40


async def move(op: Op, args: StoreMove, by: Person, records: Records) -> None:
    """The next forty records; refused with record/state when nothing is left."""
    merging = await records.get(StoreMerging, op.id)
    if merging is None:
        raise Refused("record/unknown", op.id, entity="store", id=op.id)
    back = merging.state == "undone"
    through, to = await aliases.way(records, merging.into_id if back else merging.id)
    if back:
        to = await records.see(Store, merging.id)
    assert to is not None  # stores are never removed
    room = AT_ONCE
    for table in TABLES:
        ids = await (there(records, table, merging) if back else here(records, table, merging))
        for id in ids[:room]:
            held = await records.get(table, id)
            if held is not None:
                if back and isinstance(held, VisitVerdict):
                    await judge_again(records, held, merging)
                records.change(held, **{**shown_of(table, to), "store_id": to.id})
            for merged_id in (merging.id, *through) if back else through:
                (forget if back else aliases.follows)(records, merged_id, shape_of(table).name, id)
        room -= len(ids[:room])
        if not room:
            return
    if room == AT_ONCE:
        raise Refused("record/state", "nothing is left", state=merging.state)


async def here(records: Records, table: type[Record], merging: StoreMerging) -> list[str]:
    """Records that still say they were in the merged store."""
    rows = await records.transaction.all(
        f'SELECT id FROM "{shape_of(table).name}" WHERE store_id = ? ORDER BY id LIMIT ?',
        merging.id,
        AT_ONCE,
    )
    return [id for (id,) in rows]


async def there(records: Records, table: type[Record], merging: StoreMerging) -> list[str]:
    """Records that had followed it, were said under its id since, or follow from such."""
    name = shape_of(table).name
    rows = await records.transaction.all(
        "SELECT record_id FROM store_moved WHERE store_id = ? AND record_table = ?"
        " ORDER BY record_id LIMIT ?",
        merging.id,
        name,
        AT_ONCE,
    )
    if not rows and table in FOLLOWING:
        key, of = FOLLOWING[table]
        rows = await records.transaction.all(
            f'SELECT f.id FROM "{shape_of(of).name}" o JOIN "{name}" f ON f.{key} = o.id'
            " WHERE o.store_id = ? AND f.store_id <> o.store_id ORDER BY f.id LIMIT ?",
            merging.id,
            AT_ONCE,
        )
    return [id for (id,) in rows]


async def judge_again(records: Records, held: VisitVerdict, merging: StoreMerging) -> None:
    """What was judged by the other store's place, steps and day is asked anew, and so is whoever
    came second there because of it. A verdict from before they were merged stands."""
    if held.judged_at >= merging.at:
        judging.soon(records, held.rep_id, held.day)
        await tell_others(records, held.store_id, held.day, held.rep_id)


def shown_of(table: type[Record], store: Store) -> dict[str, Any]:
    """What such a record shows of its store without asking for it. Its office stays the one it
    counted for."""
    names = shape_of(table).names
    copies = {"store_code": store.code, "store_name": store.name}
    if table is VisitFlag:
        copies["customer_class"] = store.customer_class  # it says who decides, like the store's
    return {name: value for name, value in copies.items() if name in names}


def forget(records: Records, merged_id: str, table: str, id: str) -> None:
    """It went back; from here, or by way of here, it follows nothing."""
    records.execute(
        "DELETE FROM store_moved WHERE store_id = ? AND record_table = ? AND record_id = ?",
        merged_id, table, id,
    )  # fmt: skip


async def say_moved(store: Engine, registry: Registry, store_id: str) -> int:
    """Until nothing is left. Safe to say again."""
    said = 0
    while (await say_as_system(store, registry, "store.move", store_id, {}))["status"] == "applied":
        said += 1
    return said
