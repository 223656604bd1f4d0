"""A claim is filed by the partner, verified or rejected by a specialist, settled by a manager: each
step is another role's, so nobody decides what he made (domain.md 2.2, 3.5)."""

from typing import Any

from backend.claims import gather, rules
from backend.claims.tables import ExpenseClaim
from backend.customers.tables import Partner, Store
from backend.identity import Person
from backend.promotions.tables import Promotion
from backend.refused import Conflict, Refused
from backend.store import instant
from backend.store.session import Records
from backend.sync.registry import Command, Op
from sync_protocol.generated.protocol import ClaimFile, ClaimReject, ClaimSettle, ClaimVerify


async def file(op: Op, args: ClaimFile, by: Person, records: Records) -> None:
    """Worked out here, once: of a promotion that is over, and of the sum he saw. After a rejection
    he may claim again."""
    partner_id = str(by.partner_id)
    promotion = await records.see(Promotion, args.promotion_id)
    if promotion is None or op.id != f"{args.promotion_id}:{partner_id}":
        raise Refused("record/unknown", op.id, entity="promotion", id=args.promotion_id)
    held = await records.get(ExpenseClaim, op.id)
    if promotion.state not in gather.OVER or (held and held.state != "claim_rejected"):
        state = held.state if held else promotion.state
        raise Conflict("record/clash", op.id, version=held.version if held else 0, state=state)
    days = gather.days_of(promotion.starts_on, promotion.ends_on, promotion.stops_at, records.zone)
    ask = gather.Ask(records.transaction.all, records.transaction.IN, records.transaction.ids)
    lines = await gather.claim_lines(ask, promotion.id, days, partner_id, records.zone)
    total = rules.sum_fen(lines)
    if total != args.asked_fen or not total:
        raise Refused("value/out-of-range", str(total), field="asked_fen", sum_fen=total)
    partner = await records.see(Partner, partner_id)
    stores = await records.see_many(Store, [line["store_id"] for line in lines])
    values: dict[str, Any] = {
        "promotion_id": promotion.id,
        "promotion_name": promotion.name,
        "starts_on": days[0],
        "ends_on": days[1],
        "partner_id": partner_id,
        "partner_name": partner.name if partner else partner_id,
        "org_unit_ids": sorted({store.org_unit_id for store in stores.values()}),
        "state": "claimed",
        "lines": lines,
        "sum_fen": total,
        "note": args.note,
        "filed_by": by.id,
        "filed_by_name": by.name,
        "filed_at": records.now,
        **dict.fromkeys(UNDECIDED),
    }
    if held is None:
        records.add(ExpenseClaim.of(id=op.id, **values))
    else:
        records.change(held, **values)


UNDECIDED = (
    "decided_by", "decided_by_name", "decided_at", "reason", "settle_by", "settled_by",
    "settled_by_name", "settled_at", "credit_note",
)  # fmt: skip


async def verify(op: Op, args: ClaimVerify, by: Person, records: Records) -> None:
    held = await in_state(op, by, records, "claimed")
    due = instant.shifted(records.now, days=rules.SETTLE_DAYS)
    records.change(
        held, state="verified", **decision(by, records), reason=args.note,
        settle_by=instant.day_of(due, records.zone),
    )  # fmt: skip


async def reject(op: Op, args: ClaimReject, by: Person, records: Records) -> None:
    held = await in_state(op, by, records, "claimed")
    records.change(held, state="claim_rejected", **decision(by, records), reason=args.reason)


async def settle(op: Op, args: ClaimSettle, by: Person, records: Records) -> None:
    held = await in_state(op, by, records, "verified")
    records.change(
        held, state="settled", settled_by=by.id, settled_by_name=by.name,
        settled_at=records.now, credit_note=args.credit_note,
    )  # fmt: skip


async def in_state(op: Op, by: Person, records: Records, state: str) -> ExpenseClaim:
    """A claim with stores of another branch is unknown."""
    held = await records.get(ExpenseClaim, op.id)
    if held is None or not by.unit_ids.intersection(held.org_unit_ids):
        raise Refused("record/unknown", op.id, entity="expense_claim", id=op.id)
    if held.state != state:
        raise Conflict(
            "record/clash", op.id, version=held.version, state=held.state,
            decided_by=held.settled_by_name or held.decided_by_name,
        )  # fmt: skip
    return held


def decision(by: Person, records: Records) -> dict[str, Any]:
    return {"decided_by": by.id, "decided_by_name": by.name, "decided_at": records.now}


COMMANDS: dict[str, Command] = {
    "claim.file": file,
    "claim.verify": verify,
    "claim.reject": reject,
    "claim.settle": settle,
}
