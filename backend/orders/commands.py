"""What the server does with each operation about orders, and with the end of a rep's day."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import UNSET

from backend.catalogue.rules import sold
from backend.catalogue.tables import PriceList, Sku
from backend.customers import aliases, prices, standing
from backend.customers.tables import Store
from backend.identity import SYSTEM, Person, Role
from backend.orders import (
    amending,
    day,
    filters,
    holding,
    met,
    money,
    recalling,
    reckoning,
    remainders,
    replaying,
    rules,
)
from backend.orders.deciding import check_state, decide, decided_by, tell, unknown
from backend.orders.tables import SalesOrder
from backend.pricing import alike
from backend.refused import Duplicate, Quarantined, Refused
from backend.store import instant, said
from backend.store.record import Record
from backend.store.session import Records
from backend.sync.registry import Command, Facts, Op
from backend.visits import judging
from sync_protocol.generated.protocol import (
    OrderAccept,
    OrderAudit,
    OrderCancel,
    OrderReject,
    OrderSubmit,
)


async def submit(op: Op, args: OrderSubmit, by: Person, records: Records) -> None:
    """The owner ordered: a fact. Every amount is computed again; what differs is marked."""
    held = await records.see(SalesOrder, op.id)
    store = await aliases.store_now(records, args.store_id)
    stands = await standing.at_store(records, by.id, args.store_id, op.occurred_at)
    if store is None or stands is None:
        raise Quarantined("store/not-granted", args.store_id)
    said.a_day(args.day, "day", Quarantined)
    skus = await records.see_many(Sku, [line.sku_id for line in args.lines])
    lists = await prices.lists_on(records, store, args.day)
    if len({line.line_id for line in args.lines}) < len(args.lines):
        raise Quarantined("value/out-of-range", "two lines of one id", field="line_id")

    units = {sku.id: sku.units_per_case for sku in skus.values()}
    by_sku = prices.prices_by(lists)
    listed = rules.priced(msgspec.to_builtins(args.lines), by_sku, units)
    gifts = None if args.gifts is UNSET else msgspec.to_builtins(args.gifts)
    sold_by = []
    if gifts is not None:
        sold_by = await reckoning.in_force(records, store, args.day, op.occurred_at, pack_at(args))
    earlier = await reckoning.before(records, store, sold_by, op.id, op.occurred_at)
    due = reckoning.reckoned(listed, by_sku, units, sold_by, earlier)
    lines = due["lines"]
    promised = await reckoning.standing(records, gifts or [], by_sku)
    made = {
        **copied(args, store),
        "rep_id": by.id,
        "rep_name": by.name,
        "lines": lines,
        "list_total_fen": rules.list_total_fen(lines),
        "due_total_fen": due["total_fen"],
        "gifts": promised,
        "due_gifts": await reckoning.standing(records, due["gifts"], by_sku),
        "flags": rules.price_flags(lines, args.total_fen, units)
        + reckoning.flags(gifts, due["gifts"])
        + await reckoning.over_quota(records, op.id, sold_by, lines, promised)
        + other_flags(args, store, lists, skus, stands, op.occurred_at),
        "submitted_at": op.occurred_at,
        "received_at": records.now,
    }
    if held is not None:
        raise known_already(held, made)

    await aliases.landed(records, args.store_id, store.id, "sales_order", op.id)
    audited = not made["flags"]
    held_for = holding.of_a_closed_store(records) if "store_closed" in made["flags"] else None
    order = SalesOrder.of(
        id=op.id,
        **{
            **BLANK,
            **made,
            "hold": held_for,
            "doc_state": "audited" if audited else "on_hold" if held_for else "submitted",
            "audited_at": records.now if audited else None,
            "audited_by": SYSTEM.id if audited else None,
            "freshness_per_mille": await alike.freshness(
                records, store.customer_id, store.partner_id, args.day
            ),
        },
    )
    records.add(order)
    await met.at_capture(records, op, by, order, {one.id for one in sold_by})
    await judging.of_visit(records, args.visit_id)


async def audit(op: Op, args: OrderAudit, by: Person, records: Records) -> None:
    """Exceptions cleared: from now on the partner sees it, at a price the store agreed to."""
    held = await decided_by(op, by, records)
    store = await records.see(Store, held.store_id)
    check_state(op, held, by, held.doc_state == "submitted", "order.audit")

    changes: dict[str, Any] = {}
    if "reprice_diff" in held.flags:
        total = rules.honoured_fen(held.total_fen, held.due_total_fen)
        if total is None:
            facts = {"signed_fen": held.total_fen, "list_fen": held.due_total_fen or 0}
            code = "price/unknown" if held.due_total_fen is None else "order/arithmetic"
            raise Refused(code, op.id, **facts)
        if total == held.due_total_fen:
            changes = {"lines": at_due_price(held.lines), "total_fen": total}
    if "gift_diff" in held.flags and args.gifts == "reckoned":
        changes |= {"gifts": held.due_gifts}
    if store is not None and store.partner_id != held.partner_id:  # K15
        young = await alike.freshness(records, store.customer_id, store.partner_id, held.day)
        changes |= {
            "partner_id": store.partner_id, "partner_name": store.partner_name,
            "freshness_per_mille": young,
        }  # fmt: skip
        if held.partner_id and store.partner_id:
            await met.sent_elsewhere(records, held, store.partner_name, by)
    if not changes.get("partner_id", held.partner_id):
        raise Refused("record/unknown", "the store has no partner", entity="partner")

    await met.decided(records, held, by)
    records.change(
        held,
        doc_state="audited",
        audited_at=records.now,
        audited_by=by.id,
        reason=args.note,
        **changes,
    )


async def reject(op: Op, args: OrderReject, by: Person, records: Records) -> None:
    held = await decided_by(op, by, records)
    check_state(op, held, by, held.doc_state == "submitted", "order.reject")

    await met.ended(records, held, by)
    decide(records, held, "rejected", args.reason, by)
    await tell(records, held.rep_id, "order.rejected", held, by, args.reason)


async def cancel(op: Op, args: OrderCancel, by: Person, records: Records) -> None:
    """The rep her own before its audit; the supervisor until goods are on the road (K4)."""
    held = await records.get(SalesOrder, op.id)
    own = held is not None and held.rep_id == by.id
    office = held is not None and held.org_unit_id in by.unit_ids
    if held is None or not (own if by.role is Role.FIELD_REP else office):
        raise unknown(op)
    states = ("submitted",) if by.role is Role.FIELD_REP else ("submitted", "audited")
    stands = held.hold["state"] if held.hold else held.doc_state
    legal = stands in states and held.exec_state in ("none", "accepted")
    late = stands in states and not legal and by.role is not Role.FIELD_REP
    if late and rules.on_the_road(held.lines):
        noted = met.on_the_road(op, by, held, args.reason)
        told = "order.cancel_recalled"
        check_state(op, held, by, legal, "order.cancel", noted, told, recalled=True)
    check_state(op, held, by, legal, "order.cancel")

    await met.ended(records, held, by)
    decide(records, held, "cancelled", args.reason, by)
    records.change(held, hold=None)
    if any(line["noted_qty"] for line in held.lines):
        records.job("order_cancelled", order_id=held.id)
    for person_id in {held.rep_id, held.accepted_by} - {by.id, None}:
        await tell(records, str(person_id), "order.cancelled", held, by, args.reason)


async def accept(op: Op, args: OrderAccept, by: Person, records: Records) -> None:
    """The partner confirms in full or short, line by line, with the day he promises."""
    held = await records.get(SalesOrder, op.id)
    if held is None or held.audited_at is None or held.partner_id != by.partner_id:
        raise unknown(op)
    lines = rules.answered(held.lines, [(one.line_id, one.qty, one.reason) for one in args.lines])
    goes = zip(held.gifts, reckoning.after(lines, held.gifts, "accepted_qty"), strict=True)
    values = {
        "lines": lines,
        "gifts": [{**gift, "accepted_qty": qty} for gift, qty in goes],
        "promised_on": args.promised_on,
        "partner_note": args.note,
    }
    again = held.exec_state == "accepted" and not held.reaccept
    if again and all(getattr(held, n) == v for n, v in values.items()):
        return
    legal = held.doc_state == "audited" and (held.exec_state == "none" or held.reaccept)
    met_first = met.confirmed_before(op, by, held, lines, args)
    check_state(op, held, by, legal, "order.accept", met_first)
    if any(line["accepted_qty"] < line["noted_qty"] for line in lines):
        raise Refused("value/out-of-range", "less than is on notes", field="qty")
    today = instant.day_of(records.now, records.zone)
    if said.a_day(args.promised_on, "promised_on") < today:
        raise Refused("value/out-of-range", args.promised_on, field="promised_on")

    records.change(
        held,
        **values,
        exec_state=rules.exec_state(lines),
        doc_state="closed" if rules.settled(lines) else "audited",
        reaccept=False,
        accepted_at=records.now,
        accepted_by=by.id,
    )
    if any(line["short_reason"] for line in lines):
        await tell(records, held.rep_id, "order.short", held, by, args.note or "")


BLANK: dict[str, Any] = {
    "hold": None,
    "amendments": [],
    "reaccept": False,
    "asking": False,
    "deliveries": [],
    "invoices": [],
    "payments": [],
    "exec_state": "none",
    "promised_on": None,
    "partner_note": None,
    "reason": None,
    "accepted_at": None,
    "accepted_by": None,
    "decided_by": None,
    "decided_by_name": None,
    "decided_at": None,
}


def copied(args: OrderSubmit, store: Store) -> dict[str, Any]:
    """What the rep said, and what the order shows of its store and partner."""
    return {
        "no": args.no,
        "store_id": store.id,
        "store_code": store.code,
        "store_name": store.name,
        "org_unit_id": store.org_unit_id,
        "customer_class": store.customer_class,
        "visit_id": args.visit_id,
        "partner_id": store.partner_id,
        "partner_name": store.partner_name,
        "day": args.day,
        "price_list_id": args.price_list_id,
        "price_list_version": args.price_list_version,
        "total_fen": args.total_fen,
        "wanted_on": args.wanted_on,
        "note": args.note,
        "signed": args.signature_photo_id is not None,
        "signer_name": args.signer_name,
        "signature_photo_id": args.signature_photo_id,
        "unsigned_reason": args.unsigned_reason,
        "suggestions": msgspec.to_builtins(args.suggestions or []),
    }


def other_flags(
    args: OrderSubmit,
    store: Store,
    lists: Sequence[PriceList],
    skus: dict[str, Sku],
    stands: str,
    occurred_at: str,
) -> list[str]:
    """Everything beside the money that keeps an order from being audited by the system."""
    bottles = [line.sku_id for line in args.lines if line.uom == "bottle"]
    may_split = store.split_sale and all(id in skus and skus[id].split_sale for id in bottles)
    marks = {
        "below_minimum": rules.below_minimum(
            args.total_fen, max((one.min_order_fen for one in lists), default=0)
        ),
        "split_sale": bool(bottles) and not may_split,
        "blocked_sku": any(
            not (sku.published and sold(vars(sku), store.channel_type, args.day))
            for sku in skus.values()
        ),
        "unsigned": args.signature_photo_id is None and not args.unsigned_reason,
        "no_partner": store.partner_id is None,
        "store_closed": not store.active,
        "off_assignment": stands == standing.GRACE,
        "old_pack": rules.old_pack(pack_at(args), occurred_at),
    }
    return [name for name, marked in marks.items() if marked]


def pack_at(args: OrderSubmit) -> str | None:
    """When all of hers was last on her phone whole; unknown of older apps."""
    return said.an_instant(args.pack_at, "pack_at", Quarantined) if args.pack_at else None


def known_already(held: SalesOrder, told: dict[str, Any]) -> Refused:
    """The same order said again is nothing new; another one under its id is no fact."""
    names = ("no", "store_id", "rep_id", "visit_id", "day", "wanted_on", "note", "signer_name")
    lines = ("line_id", "sku_id", "qty", "uom")
    same = all(getattr(held, name) == told[name] for name in names) and [
        [line[name] for name in lines] for line in held.lines
    ] == [[line[name] for name in lines] for line in told["lines"]]
    if same:
        return Duplicate("fact/immutable")
    if held.rep_id != told["rep_id"]:
        return Quarantined("record/clash", "the id of somebody else's order")
    return Refused("fact/immutable", held.id)


def at_due_price(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Orders from before promotions had rules bear the list's price alone."""
    return [
        {
            **line,
            "price_fen": line.get("due_price_fen", line["list_price_fen"]),
            "amount_fen": line.get("due_amount_fen", line["list_amount_fen"]),
            "promoted": line.get("due_promoted", []),
        }
        for line in lines
    ]


def is_ordered(op: Op, args: OrderSubmit) -> Iterable[tuple[type[Record], str]]:
    yield SalesOrder, op.id
    yield Store, args.store_id
    for line in args.lines:
        yield Sku, line.sku_id


COMMANDS: dict[str, Command] = {
    "order.submit": submit,
    "order.audit": audit,
    "order.reject": reject,
    "order.cancel": cancel,
    "order.accept": accept,
    "order.hold": holding.hold,
    "order.release": holding.release,
    "order.un_audit": holding.un_audit,
    "order.close": holding.close,
    "order.recall": recalling.recall,
    "order.open": holding.open_,
    "order.close_line": remainders.close_line,
    "order.redeliver": remainders.redeliver,
    "order.amend": amending.amend,
    "order.decide_amendment": amending.decide,
    "order.invoice": money.invoice,
    "order.pay": money.pay,
    "order.void": money.void,
    "filter.save": filters.save,
    "filter.drop": filters.drop,
    "replay.ask": replaying.ask,
    "replay.stop": replaying.stop,
    "day.end": day.end,
    "day.close": day.close,
}
FACTS: dict[str, Facts] = {"order.submit": is_ordered}
