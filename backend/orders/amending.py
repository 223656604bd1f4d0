"""Other quantities for an order that was handed in (F73): who asks, who decides, what it becomes.

Before its audit the rep's word stands at once (domain.md 3.7, edit); afterwards it is a request on
the audited version (K2), which the partner does not see. On an order that is no more, it is kept
with it as refused (K1).
"""

from typing import Any

from backend.catalogue.tables import Sku
from backend.conflicts import effects as conflicts
from backend.customers import prices
from backend.customers.tables import Store
from backend.identity import Person, Role
from backend.orders import amend_rules, met, reckoning, rules
from backend.orders.deciding import check_state, dealt_with, decided_by, tell, telling
from backend.orders.tables import SalesOrder
from backend.people import effects
from backend.refused import Conflict, Duplicate, Refused
from backend.store.session import Records
from backend.sync.registry import Op
from backend.visits import judging
from sync_protocol.generated.protocol import OrderAmend, OrderDecideAmendment

Amendment = dict[str, Any]
OF_MONEY = frozenset(
    {"unknown_sku", "unknown_price", "reprice_diff", "gift_diff", "quota_over", "below_minimum"}
)
"""Marks that are worked out anew with other quantities."""


async def amend(op: Op, args: OrderAmend, by: Person, records: Records) -> None:
    held = await dealt_with(op, by, records)
    said = [(line.line_id, line.qty) for line in args.lines]
    before = next((one for one in held.amendments if one["id"] == args.amendment_id), None)
    if before is not None:
        same = before["by_id"] == by.id and dict(said).items() >= {
            (line["line_id"], line["qty"]) for line in before["lines"]
        }
        raise Duplicate("order/state") if same else Refused("record/exists", args.amendment_id)
    made: Amendment = {
        "id": args.amendment_id, "state": "asked", "by_id": by.id, "by_name": by.name,
        "by_role": str(by.role), "at": op.occurred_at, "reason": args.reason,
        "lines": amend_rules.asked(held.lines, said),
        "replica_id": op.replica_id, "on_version": held.version,
        "decided_by_name": None, "decided_at": None, "note": None,
    }  # fmt: skip

    first = amend_rules.said_elsewhere(held.amendments, made, op.base_version)
    alive = held.doc_state in ("submitted", "audited", "on_hold")
    if alive and by.role is Role.FIELD_REP and held.audited_at is None:
        if first is not None:
            copy = {**made, "state": "refused"}
            raise too_late(held, copy, by, met.same_again(op, by, held, copy, first))
        await apply(records, held, {**made, "state": "made"})
    elif alive and held.audited_at is not None:
        if op.base_state == "submitted":
            await met.audited_meanwhile(records, op, by, held, made)
        made["becomes"] = await becomes(records, held, made)
        records.change(held, amendments=[*held.amendments, made], asking=True)
    else:
        refused = {**made, "state": "refused"}
        raise too_late(held, refused, by, met.too_late(op, by, held, refused))


def too_late(held: SalesOrder, made: Amendment, by: Person, noted: met.Then) -> Conflict:
    """What stands, stands, and what was wanted instead is kept beside it (K1, K11)."""

    async def then(records: Records) -> str | None:
        order = await records.get(SalesOrder, held.id)
        if order is not None:
            records.change(order, amendments=[*order.amendments, made])
        return await telling(by.id, held, "order.amend", noted)(records)

    return Conflict(
        "order/state", f"amend in {held.doc_state}", then=then,
        version=held.version, state=held.doc_state, exec_state=held.exec_state,
        reason=held.reason, decided_by=held.decided_by_name, decided_at=held.decided_at,
    )  # fmt: skip


async def decide(op: Op, args: OrderDecideAmendment, by: Person, records: Records) -> None:
    """So it becomes, or it stays as it is; whoever asked is told."""
    held = await decided_by(op, by, records)
    asked = next((one for one in held.amendments if one["id"] == args.amendment_id), None)
    if asked is None:
        raise Refused("record/unknown", args.amendment_id, entity="amendment", id=op.id)
    if asked["state"] == args.state:
        raise Duplicate("order/state")
    legal = asked["state"] == "asked" and held.doc_state == "audited"
    check_state(op, held, by, legal, "order.decide_amendment")

    stays = {name: value for name, value in asked.items() if name != "becomes"}
    decided = {
        **stays, "state": args.state, "decided_by_name": by.name, "decided_at": records.now,
        "note": args.note,
    }  # fmt: skip
    await conflicts.settled(records, "K2", asked["id"], by)
    if args.state == "returned":
        replace(records, held, decided)
        await tell(records, asked["by_id"], "order.amend_returned", held, by, args.note or "")
        return
    confirmed = held.accepted_by
    await apply(records, held, decided)
    for person_id in {asked["by_id"], held.rep_id, confirmed} - {None}:
        await tell(records, str(person_id), "order.amended", held, by, args.note or "")


async def apply(records: Records, held: SalesOrder, amendment: Amendment) -> None:
    """Lines and gifts at the new quantities, priced by what held when it was ordered. What is on
    notes already is a fact, of which the rep is told (K3)."""
    became = amend_rules.quantities(held.lines, amendment["lines"])
    asked = {one["line_id"]: one["qty"] for one in amendment["lines"]}
    done = {
        **amendment,
        "lines": [{**one, "became": became[one["line_id"]]} for one in amendment["lines"]],
    }
    new = await repriced(records, held, became)
    lines = [
        amend_rules.carried(one, old, asked)
        for one, old in zip(new["lines"], held.lines, strict=True)
    ]
    gifts = amend_rules.gifts_carried(new["gifts"], held.gifts)
    if held.accepted_at is not None:
        goes = zip(gifts, reckoning.after(lines, gifts, "accepted_qty"), strict=True)
        gifts = [{**gift, "accepted_qty": max(qty, gift["noted_qty"])} for gift, qty in goes]
    await met.already_on_notes(records, held, done, gifts)
    reaccept = held.accepted_at is not None and amend_rules.waits(lines)
    closes = held.doc_state == "audited" and not reaccept and rules.settled(lines)
    replace(records, held, done)
    records.change(
        held,
        lines=lines,
        gifts=gifts,
        due_gifts=new["gifts"],
        total_fen=new["total_fen"],
        list_total_fen=rules.list_total_fen(lines),
        due_total_fen=new["due_total_fen"],
        flags=new["flags"],
        exec_state=rules.exec_state(lines),
        reaccept=reaccept,
        doc_state="closed" if closes else held.doc_state,
        asking=rules.asking(held.amendments, lines),
    )
    for other in [one for one in held.amendments if one["state"] == "asked"]:
        replace(records, held, {**other, "becomes": await becomes(records, held, other)})
    judging.soon(records, held.rep_id, held.day)
    for line in lines:
        if line["qty"] > asked.get(line["line_id"], line["qty"]):
            await effects.tell(
                records, held.rep_id, "order.amend_shipped",
                entity="sales_order", record_id=held.id, no=held.no, store_name=held.store_name,
                sku=line["sku_id"], asked=asked[line["line_id"]], became=line["qty"],
            )  # fmt: skip


async def becomes(records: Records, held: SalesOrder, amendment: Amendment) -> dict[str, Any]:
    """What the order would come to, for who decides."""
    wanted = amend_rules.quantities(held.lines, amendment["lines"])
    new = await repriced(records, held, wanted)
    gifts = amend_rules.gifts_carried(new["gifts"], held.gifts)
    return {"total_fen": new["total_fen"], "gifts": gifts}


def replace(records: Records, held: SalesOrder, amendment: Amendment) -> None:
    kept = [one for one in held.amendments if one["id"] != amendment["id"]]
    at = next((n for n, one in enumerate(held.amendments) if one["id"] == amendment["id"]), None)
    kept.insert(len(kept) if at is None else at, amendment)
    records.change(held, amendments=kept, asking=rules.asking(kept, held.lines))


async def repriced(
    records: Records, held: SalesOrder, quantities: dict[str, int]
) -> dict[str, Any]:
    """The order at these quantities: its day's lists and promotions. A line whose price nobody
    knows keeps the one she said."""
    store = await records.see(Store, held.store_id)
    skus = await records.see_many(Sku, [line["sku_id"] for line in held.lines])
    lists = await prices.lists_on(records, store, held.day) if store else []
    units = {sku.id: sku.units_per_case for sku in skus.values()}
    by_sku = prices.prices_by(lists)
    sold_by, earlier = [], []
    if store is not None:
        when = held.submitted_at
        sold_by = await reckoning.in_force(records, store, held.day, when, None)
        earlier = await reckoning.before(records, store, sold_by, held.id, when)

    def at(line: dict[str, Any]) -> dict[str, Any]:
        qty = quantities[line["line_id"]]
        amount = rules.line_amount_fen(qty, line["price_fen"])
        return {**line, "qty": qty, "amount_fen": amount}

    listed = rules.priced([at(line) for line in held.lines], by_sku, units)
    due = reckoning.reckoned(
        [line for line in listed if line["qty"]], by_sku, units, sold_by, earlier
    )
    sold = {line["line_id"]: line for line in due["lines"]}
    none: dict[str, Any] = {
        "due_price_fen": None,
        "due_amount_fen": 0,
        "due_promoted": [],
        "promoted": [],
    }
    lines = [sold.get(line["line_id"], {**line, **none}) for line in listed]
    lines = [line if line["due_price_fen"] is None else at_due(line) for line in lines]
    total = rules.total_fen(line["amount_fen"] for line in lines)
    marks = rules.price_flags([line for line in lines if line["qty"]], total, units)
    least = max((one.min_order_fen for one in lists), default=None)
    if least is not None and rules.below_minimum(total, least):
        marks.append("below_minimum")
    gifts = await reckoning.standing(records, due["gifts"], by_sku)
    marks += await reckoning.over_quota(records, held.id, sold_by, lines, gifts)
    marks += [flag for flag in held.flags if flag not in OF_MONEY]
    return {
        "lines": lines,
        "gifts": gifts,
        "total_fen": total,
        "due_total_fen": due["total_fen"],
        "flags": marks,
    }


def at_due(line: dict[str, Any]) -> dict[str, Any]:
    return {
        **line,
        "price_fen": line["due_price_fen"],
        "amount_fen": line["due_amount_fen"],
        "promoted": line["due_promoted"],
    }
