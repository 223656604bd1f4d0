"""What stops an order for a while or for good, and what lets it go on (domain.md 3.7)."""

from typing import Any

from backend.identity import SYSTEM, Person, Role
from backend.orders import met, rules
from backend.orders.deciding import check_state, dealt_with, decide, decided_by, tell_all, unknown
from backend.orders.tables import SalesOrder
from backend.refused import Refused
from backend.store import instant, said
from backend.store.session import Records
from backend.sync.registry import Op
from sync_protocol.generated.protocol import (
    OrderClose,
    OrderHold,
    OrderOpen,
    OrderRelease,
    OrderUnAudit,
)

HOLD_DAYS = 30
"""No order is held longer at a time: whoever needs more holds it anew, or cancels it."""


async def hold(op: Op, args: OrderHold, by: Person, records: Records) -> None:
    """Before anything of it is on the road. The system lets it go on the day."""
    held = await dealt_with(op, by, records)
    kept = {
        "reason": args.reason, "until_on": args.until_on, "note": args.note,
        "by_id": by.id, "by_name": by.name, "at": op.occurred_at, "state": held.doc_state,
    }  # fmt: skip
    if held.hold is not None and held.hold["by_id"] == by.id:
        if all(held.hold[name] == kept[name] for name in ("reason", "until_on", "note")):
            return
        kept["state"] = held.hold["state"]
    states = ("submitted", "audited") if by.role is not Role.PARTNER_CLERK else ("audited",)
    mine = held.hold is not None and held.hold["by_id"] == by.id
    legal = (held.doc_state in states or mine) and held.exec_state in ("none", "accepted")
    check_state(op, held, by, legal, "order.hold")
    today = instant.day_of(records.now, records.zone)
    last = instant.day_of(instant.shifted(records.now, days=HOLD_DAYS), records.zone)
    if not today < said.a_day(args.until_on, "until_on") <= last:
        raise Refused("value/out-of-range", args.until_on, field="until_on")

    records.change(held, doc_state="on_hold", hold=kept)
    begins = instant.shifted(instant.end_of_day(args.until_on, records.zone), hours=-24)
    records.job("order_release", due_at=begins, order_id=held.id)
    await tell_all(records, "order.held", held, by, args.reason)


def of_a_closed_store(records: Records) -> dict[str, Any]:
    """K14: it was ordered, and the store is closed: no day ends that, a person does."""
    return {
        "reason": "store", "until_on": None, "note": None,
        "by_id": SYSTEM.id, "by_name": SYSTEM.name, "at": records.now, "state": "submitted",
    }  # fmt: skip


async def release(op: Op, args: OrderRelease, by: Person, records: Records) -> None:
    """As it was before. By who held it, the office, or the system when the day has come; a hold
    that was prolonged meanwhile stays."""
    if by.role is Role.SYSTEM:
        found = await records.get(SalesOrder, op.id)
        if found is None:
            raise unknown(op)
        today = instant.day_of(records.now, records.zone)
        if found.hold is None or (found.hold["until_on"] or "9") > today:
            return
        held = found
    else:
        held = await dealt_with(op, by, records)
        if held.hold is None and op.base_state == "on_hold" and held.doc_state != "cancelled":
            return
    legal = held.doc_state == "on_hold" and held.hold is not None
    check_state(op, held, by, legal, "order.release")
    kept: dict[str, Any] = held.hold or {}
    if by.role is Role.PARTNER_CLERK and kept["by_id"] != by.id:
        raise Refused("role/not-allowed", "held by somebody else")

    if kept["by_id"] == SYSTEM.id:
        await met.let_go(records, held, by)
    records.change(held, doc_state=kept["state"], hold=None)
    await tell_all(records, "order.released", held, by, args.note or "")


async def un_audit(op: Op, args: OrderUnAudit, by: Person, records: Records) -> None:
    """Before the partner has answered: he sees it no more until it is audited again."""
    held = await decided_by(op, by, records)
    legal = held.doc_state == "audited" and held.exec_state == "none" and not held.accepted_at
    check_state(op, held, by, legal, "order.un_audit")

    decide(records, held, "submitted", args.reason, by)
    records.change(held, audited_at=None, audited_by=None)
    await tell_all(records, "order.un_audited", held, by, args.reason)


async def close(op: Op, args: OrderClose, by: Person, records: Records) -> None:
    """It takes no more notes. What is on notes is delivered all the same."""
    held = await decided_by(op, by, records)
    check_state(op, held, by, held.doc_state == "audited", "order.close")

    lines = [
        rules.given_up(line, args.reason)
        if line["accepted_qty"] is None or rules.open_qty(line)
        else line
        for line in held.lines
    ]
    decide(records, held, "closed", args.reason, by)
    records.change(held, lines=lines, exec_state=rules.exec_state(lines), reaccept=False)
    records.change(held, asking=rules.asking(held.amendments, lines))
    await tell_all(records, "order.closed", held, by, args.reason)


async def open_(op: Op, args: OrderOpen, by: Person, records: Records) -> None:
    """All of it, or lines that were given up. Where the partner could supply nothing at all, he
    is asked anew."""
    held = await decided_by(op, by, records)
    chosen = set(args.line_ids or [line["line_id"] for line in held.lines])
    if not chosen <= {line["line_id"] for line in held.lines}:
        raise Refused("order/lines-differ", op.id)
    legal = held.doc_state in ("audited", "closed")
    check_state(op, held, by, legal, "order.open")

    lines = [
        {**line, "closed_reason": None} if line["line_id"] in chosen else line
        for line in held.lines
    ]
    changes: dict[str, Any] = {}
    if not any(line["accepted_qty"] for line in lines):
        lines = [{**line, "accepted_qty": None, "short_reason": None} for line in lines]
        changes = {"accepted_at": None, "accepted_by": None, "promised_on": None}
        changes["gifts"] = [{**gift, "accepted_qty": None} for gift in held.gifts]
    decide(records, held, "audited", args.reason, by)
    await tell_all(records, "order.opened", held, by, args.reason)
    records.change(held, lines=lines, exec_state=rules.exec_state(lines), **changes)
