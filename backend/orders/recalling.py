"""What is on the road of an order is wanted back (domain.md 3.7 recall, K4)."""

from backend.identity import Person
from backend.orders import rules
from backend.orders.deciding import check_state, decided_by, tell
from backend.orders.tables import SalesOrder
from backend.store.session import Records
from backend.sync.registry import Op
from sync_protocol.generated.protocol import OrderRecall


async def recall(op: Op, args: OrderRecall, by: Person, records: Records) -> None:
    """Asked for on purpose. The order stays as it is: what comes back may be noted again, or the
    order cancelled. Where nothing is on the road (any more), that stands (K4: then it is a
    return)."""
    held = await decided_by(op, by, records)
    stands = held.hold["state"] if held.hold else held.doc_state
    legal = stands == "audited" and rules.on_the_road(held.lines)
    check_state(op, held, by, legal, "order.recall", told="order.recall_late")
    await wanted_back(records, held, by, args.reason)


async def wanted_back(records: Records, held: SalesOrder, by: Person, reason: str) -> None:
    """Its notes on the road are told to come back, once each; the first who asked is named on the
    order until none is on the road."""
    records.job(
        "order_recalled", order_id=held.id, order_no=held.no, by_id=by.id, by_name=by.name,
        reason=reason,
    )  # fmt: skip
    if held.recall is not None:
        return
    mark = {"by_id": by.id, "by_name": by.name, "reason": reason, "at": records.now}
    records.change(held, recall=mark)
    if held.rep_id != by.id:
        await tell(records, held.rep_id, "order.recalled", held, by, reason)
