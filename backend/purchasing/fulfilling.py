"""The company sends what was ordered, and the partner says what came (F94, F95)."""

import uuid
from typing import Any

from backend.identity import Person
from backend.purchasing import purchase_rules as rules
from backend.purchasing.purchases import (
    BLANK,
    a_step,
    check_state,
    in_reach,
    mine,
    step,
    tell,
    terms_of,
)
from backend.purchasing.tables import PurchaseOrder, StockReceipt
from backend.refused import Conflict, Quarantined, Refused
from backend.store import instant, said
from backend.store.session import Records
from backend.sync.registry import Command, Op
from sync_protocol.generated.protocol import (
    PurchaseAllocate,
    PurchaseClaim,
    PurchaseClose,
    PurchaseDispatch,
    PurchaseSettle,
)

RESTS = uuid.UUID("6f0e1d1c-4c54-4f58-9a0e-5d2a4e7e3b90")
HOUR_S = 3600


async def allocate(op: Op, args: PurchaseAllocate, by: Person, records: Records) -> None:
    """In full or in part. What is kept as back-order becomes an order of its own, audited already
    and waiting to be allocated; so each order is sent and received once."""
    held = await in_reach(op, by, records)
    check_state(op, held, by, ("audited",))
    if said.a_day(args.ship_on, "ship_on") < instant.day_of(records.now, records.zone):
        raise Refused("value/out-of-range", args.ship_on, field="ship_on")
    given = {line.sku_id: line for line in args.lines}
    if set(given) != {line["sku_id"] for line in held.lines if line["cases"]}:
        raise Refused("value/out-of-range", "not the lines of the order", field="lines")
    lines, kept = [], []
    for line in held.lines:
        answer = given.get(line["sku_id"])
        cases = answer.cases if answer else 0
        rest = line["cases"] - cases
        if rest < 0:
            raise Refused("purchase/over", line["sku_id"], sku_id=line["sku_id"])
        why = answer.rest if answer and rest else None
        if rest and why is None:
            raise Refused("value/out-of-range", line["sku_id"], field="rest")
        lines.append({**line, "allocated_cases": cases, "rest": why})
        if why == "backorder":
            kept.append({**line, "cases": rest, "proposed_cases": None})
    if not any(line["allocated_cases"] for line in lines):
        raise Refused("value/out-of-range", "nothing allocated", field="lines")
    sent = rules.value_fen([{**line, "cases": line["allocated_cases"]} for line in lines])
    step(
        op, held, by, "allocated", None, records,
        lines=lines, value_fen=sent, ship_on=args.ship_on,
    )  # fmt: skip
    if kept:
        records.add(rest_of(op, held, by, kept))
    if any(line["rest"] for line in lines):
        await tell(records, held, "purchase.short", by, None)


def rest_of(op: Op, held: PurchaseOrder, by: Person, kept: list[dict[str, Any]]) -> PurchaseOrder:
    root, _, number = held.no.partition("~")
    copied = ("partner_id", "partner_name", "wanted_on", "ship_to", "submitted_by", "submitted_at")
    return PurchaseOrder.of(
        **{
            **BLANK,
            **{name: getattr(held, name) for name in (*copied, "payment", "funds_fen")},
        },
        id=uuid.uuid5(RESTS, held.id).hex,
        no=f"{root}~{int(number or 0) + 1}",
        state="audited",
        revision=1,
        lines=kept,
        value_fen=rules.value_fen(kept),
        reason=None,
        note=None,
        follows_no=held.no,
        steps=[a_step(op, by, "audited", None)],
    )


async def dispatch(op: Op, args: PurchaseDispatch, by: Person, records: Records) -> None:
    """Exactly what was allocated, by lot: what is not sent would be forgotten."""
    held = await in_reach(op, by, records)
    check_state(op, held, by, ("allocated",))
    today = instant.day_of(records.now, records.zone)
    if said.a_day(args.arrives_on, "arrives_on") < today:
        raise Refused("value/out-of-range", args.arrives_on, field="arrives_on")
    of = {line["sku_id"]: line for line in held.lines}
    cases = dict.fromkeys(of, 0)
    lots = []
    for lot in args.lines:
        if lot.sku_id not in of:
            raise Refused("purchase/over", lot.sku_id, sku_id=lot.sku_id)
        if said.a_day(lot.produced_on, "produced_on") > today:
            raise Refused("value/out-of-range", lot.produced_on, field="produced_on")
        cases[lot.sku_id] += lot.cases
        units = of[lot.sku_id]["units_per_case"]
        lots.append(
            {
                "sku_id": lot.sku_id,
                "lot": lot.lot,
                "produced_on": lot.produced_on,
                "sent": lot.cases * units,
            }
        )
    for sku_id, line in of.items():
        if cases[sku_id] != line["allocated_cases"]:
            raise Refused("purchase/over", sku_id, sku_id=sku_id)
    step(
        op, held, by, "in_transit", args.paper_no, records,
        lots=[named(held, {**lot, "good": None, "damaged": None})
              for lot in rules.received_lots(lots, [])],
        paper_no=args.paper_no, arrives_on=args.arrives_on,
    )  # fmt: skip
    await tell(records, held, "purchase.sent", by, args.arrives_on)


def named(held: PurchaseOrder, lot: dict[str, Any]) -> dict[str, Any]:
    """A lot of another SKU than ordered has no name here but its id."""
    line = next((one for one in held.lines if one["sku_id"] == lot["sku_id"]), None)
    return {
        **lot,
        "sku_name": line["sku_name"] if line else lot["sku_id"],
        "units_per_case": line["units_per_case"] if line else 1,
        "claimed_short": 0,
        "claimed_damaged": 0,
    }


async def came(
    op: Op, receipt: StockReceipt, purchase_id: str, by: Person, records: Records
) -> None:
    """The receipt is a fact whatever the order's state: a second one of an order changes the stock
    and nothing here."""
    held = await records.get(PurchaseOrder, purchase_id)
    if held is None or held.partner_id != by.partner_id:
        raise Quarantined("record/unknown", purchase_id, entity="purchase_order", id=purchase_id)
    if held.state != "in_transit":
        return
    terms = await terms_of(records, held.partner_id)
    lots = [named(held, lot) for lot in rules.received_lots(held.lots, receipt.lines)]
    whole = rules.as_sent(lots)
    until = instant.shifted(records.now, seconds=terms["claim_h"] * HOUR_S)
    late = instant.shifted(receipt.came_at, seconds=terms["receipt_h"] * HOUR_S) < records.now
    step(
        op, held, by, "received" if whole else "received_diff", None, records,
        lots=lots, received_at=receipt.came_at, received_late=late,
        claim_until=None if whole else until,
    )  # fmt: skip
    due_at = records.now if whole else until
    records.job("purchase_close", due_at=due_at, purchase_id=held.id)


async def claim(op: Op, args: PurchaseClaim, by: Person, records: Records) -> None:
    held = mine(op, await records.get(PurchaseOrder, op.id), by)
    check_state(op, held, by, ("received_diff",))
    if held.claim_until is not None and op.occurred_at > held.claim_until:
        raise Refused("purchase/too-late", held.no, until=held.claim_until)
    claimed = {(one.sku_id, one.produced_on, one.lot): one for one in args.lines}
    lots, worth = [], 0
    price = {line["sku_id"]: line["case_price_fen"] or 0 for line in held.lines}
    for lot in held.lots:
        one = claimed.pop((lot["sku_id"], lot["produced_on"], lot["lot"]), None)
        short, damaged = (one.short, one.damaged) if one else (0, 0)
        most = rules.lacking(lot)
        if short > most["short"] or damaged > most["damaged"]:
            raise Refused("purchase/over", lot["sku_id"], sku_id=lot["sku_id"])
        lots.append({**lot, "claimed_short": short, "claimed_damaged": damaged})
        worth += rules.worth_fen(
            short + damaged, price.get(lot["sku_id"], 0), lot["units_per_case"]
        )
    if claimed or not any(lot["claimed_short"] or lot["claimed_damaged"] for lot in lots):
        raise Refused("value/out-of-range", "not what differs", field="lines")
    step(
        op, held, by, "diff_claimed", args.note, records,
        lots=lots, claim_note=args.note, claim_fen=worth,
    )  # fmt: skip


async def settle(op: Op, args: PurchaseSettle, by: Person, records: Records) -> None:
    held = await in_reach(op, by, records)
    check_state(op, held, by, ("diff_claimed",))
    claimed = held.claim_fen or 0
    if args.credit_fen > claimed:
        raise Refused("purchase/over", held.no, claimed_fen=claimed)
    if args.credit_fen < claimed and not args.note:
        raise Refused("purchase/note-needed", held.no)
    step(op, held, by, "settled", args.note, records, credit_fen=args.credit_fen)
    records.job("purchase_close", purchase_id=held.id)
    await tell(records, held, "purchase.settled", by, args.note)


async def close(op: Op, args: PurchaseClose, by: Person, records: Records) -> None:
    held = await records.get(PurchaseOrder, op.id)
    if held is None:
        raise Refused("record/unknown", op.id, entity="purchase_order", id=op.id)
    if held.state == "closed":
        return
    unclaimed = held.state == "received_diff" and (held.claim_until or "") <= records.now
    if held.state not in ("received", "settled") and not unclaimed:
        raise Conflict("purchase/state", held.state, version=held.version, state=held.state)
    step(op, held, by, "closed", None, records)


COMMANDS: dict[str, Command] = {
    "purchase.allocate": allocate,
    "purchase.dispatch": dispatch,
    "purchase.claim": claim,
    "purchase.settle": settle,
    "purchase.close": close,
}
