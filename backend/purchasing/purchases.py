"""A partner orders from the company, until the company's order desk has audited it (F93, F96)."""

from collections.abc import Iterable
from typing import Any

import msgspec

from backend.catalogue.rules import price_list_on
from backend.catalogue.tables import PriceList, Sku
from backend.customers.tables import Partner, Store
from backend.identity import Person, Role
from backend.people import effects
from backend.purchasing import purchase_rules as rules
from backend.purchasing.tables import PartnerStock, PurchaseOrder, PurchaseTerms, stock_id
from backend.refused import Conflict, Refused
from backend.store import instant, said
from backend.store.record import Record
from backend.store.session import Records
from backend.sync.registry import Command, Facts, Op
from sync_protocol.generated.protocol import (
    PurchaseAmend,
    PurchaseAsk,
    PurchaseAudit,
    PurchaseCancel,
    PurchaseReview,
    PurchaseSubmit,
    PurchaseTermsPut,
)

COMPANY_TO_PARTNER = "company_to_partner"
OPEN = ("submitted", "reviewed", "audited")
"""What is not allocated yet may be changed (F96)."""
BLANK: dict[str, Any] = {
    "payment": None, "funds_fen": None, "ship_on": None, "paper_no": None, "arrives_on": None,
    "lots": [], "received_at": None, "received_late": False, "claim_until": None,
    "claim_note": None, "claim_fen": None, "credit_fen": None,
}  # fmt: skip


async def submit(op: Op, args: PurchaseSubmit, by: Person, records: Records) -> None:
    """A new one, or one that was returned, in its next revision."""
    held = await records.get(PurchaseOrder, op.id)
    if held is not None:
        mine(op, held, by)
        if held.state == "submitted" and asked_of(held) == msgspec.to_builtins(args.lines):
            return
        check_state(op, held, by, ("returned",))
    values = {
        **await ordered(op, args, by, records),
        "ship_to": args.ship_to, "reason": args.reason, "note": args.note,
    }  # fmt: skip
    if held is not None:
        step(op, held, by, "submitted", args.reason, records, **values, revision=held.revision + 1)
        return
    partner = await records.see(Partner, str(by.partner_id))
    records.add(
        PurchaseOrder.of(
            id=op.id,
            no=args.no,
            partner_id=str(by.partner_id),
            partner_name=partner.name if partner else str(by.partner_id),
            state="submitted",
            revision=1,
            follows_no=None,
            submitted_by=by.id,
            submitted_at=op.occurred_at,
            steps=[a_step(op, by, "submitted", args.reason)],
            **BLANK,
            **values,
        )
    )


async def amend(op: Op, args: PurchaseAmend, by: Person, records: Records) -> None:
    """Whoever asks for it, it begins anew: nobody approves what he made (domain.md 2.1)."""
    held = await dealt_with(op, by, records)
    check_state(op, held, by, OPEN)
    values = await ordered(op, args, by, records)
    step(
        op, held, by, "amended", args.reason, records, **values,
        state="submitted", revision=held.revision + 1, payment=None, funds_fen=None,
    )  # fmt: skip
    if by.id != held.submitted_by:
        await tell(records, held, "purchase.amended", by, args.reason)


async def review(op: Op, args: PurchaseReview, by: Person, records: Records) -> None:
    held = await in_reach(op, by, records)
    check_state(op, held, by, ("submitted",))
    off = any(rules.deviates(one["proposed_cases"], one["cases"]) for one in held.lines)
    if not args.note and (args.outcome == "returned" or off):
        raise Refused("purchase/note-needed", held.no)
    step(op, held, by, args.outcome, args.note, records)
    if args.outcome == "returned":
        await tell(records, held, "purchase.returned", by, args.note)


async def audit(op: Op, args: PurchaseAudit, by: Person, records: Records) -> None:
    """The funds are the company's books', which are not here: the order desk says them."""
    held = await in_reach(op, by, records)
    check_state(op, held, by, ("reviewed",))
    if args.outcome == "rejected":
        if not args.note:
            raise Refused("purchase/note-needed", held.no)
        step(op, held, by, "rejected", args.note, records)
        await tell(records, held, "purchase.rejected", by, args.note)
        return
    if held.value_fen is None:
        raise Refused("price/unknown", held.no)
    if args.payment is None or args.funds_fen is None or args.funds_fen < held.value_fen:
        raise Refused("purchase/funds", held.no, lacking_fen=held.value_fen - (args.funds_fen or 0))
    step(
        op, held, by, "audited", args.note, records,
        payment=args.payment, funds_fen=args.funds_fen,
    )  # fmt: skip


async def cancel(op: Op, args: PurchaseCancel, by: Person, records: Records) -> None:
    held = await dealt_with(op, by, records)
    check_state(op, held, by, (*OPEN, "returned"))
    step(op, held, by, "cancelled", args.reason, records)
    if by.id != held.submitted_by:
        await tell(records, held, "purchase.cancelled", by, args.reason)


async def put_terms(op: Op, args: PurchaseTermsPut, by: Person, records: Records) -> None:
    if await records.see(Partner, op.id) is None or not await supplied(records, by, op.id):
        raise Refused("record/unknown", op.id, entity="partner", id=op.id)
    held = await records.get(PurchaseTerms, op.id)
    values = msgspec.to_builtins(args)
    if held is None:
        records.add(PurchaseTerms.of(id=op.id, **values))
    elif any(bool(getattr(held, name) != value) for name, value in values.items()):
        records.change(held, **values)


async def terms_of(records: Records, partner_id: str) -> dict[str, int]:
    held = await records.see(PurchaseTerms, partner_id)
    return {name: getattr(held, name) if held else value for name, value in rules.TERMS.items()}


async def ordered(
    op: Op, args: PurchaseSubmit | PurchaseAmend, by: Person, records: Records
) -> dict[str, Any]:
    """Lines, day and value, at the company's list of that day; refused where it cannot be."""
    day = instant.day_of(op.occurred_at, records.zone)
    if said.a_day(args.wanted_on, "wanted_on") < day:
        raise Refused("value/out-of-range", args.wanted_on, field="wanted_on")
    asked = {line.sku_id: line for line in args.lines}
    if len(asked) < len(args.lines):
        raise Refused("value/out-of-range", "a SKU twice", field="lines")
    skus = await records.see_many(Sku, sorted(asked))
    prices = await prices_on(records, day)
    lines: list[dict[str, Any]] = []
    for sku_id, line in asked.items():
        sku = skus.get(sku_id)
        if sku is None or (line.cases and not sku.active):
            raise Refused("purchase/not-orderable", sku_id, sku_id=sku_id)
        lines.append(
            {
                "sku_id": sku_id,
                "sku_name": sku.name,
                "units_per_case": sku.units_per_case,
                "proposed_cases": line.proposed_cases,
                **besides(line),
                "cases": line.cases,
                "case_price_fen": prices.get(sku_id),
                "allocated_cases": None,
                "rest": None,
            }
        )
    if by.role is Role.PARTNER_CLERK:
        terms = await terms_of(records, str(by.partner_id))
        await check_counted(op, str(by.partner_id), lines, terms["count_days"], records)
        if sum(line["cases"] for line in lines) < terms["min_cases"]:
            raise Refused("purchase/too-small", op.id, min_cases=terms["min_cases"])
    elif not any(line.cases for line in args.lines):
        raise Refused("purchase/too-small", op.id, min_cases=1)
    return {"lines": lines, "wanted_on": args.wanted_on, "value_fen": rules.value_fen(lines)}


async def check_counted(
    op: Op, partner_id: str, lines: list[dict[str, Any]], days: int, records: Records
) -> None:
    """Nobody orders what he has not counted lately; of what he never had he counted nothing."""
    since = instant.shifted(op.occurred_at, days=-days)
    wanted = {stock_id(partner_id, one["sku_id"]): one for one in lines if one["cases"]}
    held = await records.see_many(PartnerStock, sorted(wanted))
    for id, line in wanted.items():
        if id not in held or held[id].counted_at < since:
            raise Refused("purchase/count-old", line["sku_id"], sku_id=line["sku_id"], days=days)


async def prices_on(records: Records, day: str) -> dict[str, int]:
    """By SKU; none where the company has no list for partners that day."""
    dated = price_list_on(await records.find(PriceList, price_type=COMPANY_TO_PARTNER), day)
    return {one["sku_id"]: one["case_price_fen"] for one in dated.lines} if dated else {}


def besides(line: PurchaseAsk) -> dict[str, int]:
    """What of the proposal is his own word: for promotions and launches."""
    needs = {"promo_cases": line.promo_cases, "launch_cases": line.launch_cases}
    return {name: cases for name, cases in needs.items() if cases}


def asked_of(held: PurchaseOrder) -> list[dict[str, Any]]:
    names = ("sku_id", "proposed_cases", "promo_cases", "launch_cases", "cases")
    return [{name: line[name] for name in names if name in line} for line in held.lines]


def mine(op: Op, held: PurchaseOrder | None, by: Person) -> PurchaseOrder:
    if held is None or held.partner_id != by.partner_id:
        raise Refused("record/unknown", op.id, entity="purchase_order", id=op.id)
    return held


async def supplied(records: Records, by: Person, partner_id: str) -> bool:
    """Whether this partner supplies a store of these offices."""
    for unit_id in sorted(by.unit_ids):
        if await records.find(Store, partner_id=partner_id, org_unit_id=unit_id):
            return True
    return False


async def in_reach(op: Op, by: Person, records: Records) -> PurchaseOrder:
    held = await records.get(PurchaseOrder, op.id)
    if held is None or not await supplied(records, by, held.partner_id):
        raise Refused("record/unknown", op.id, entity="purchase_order", id=op.id)
    return held


async def dealt_with(op: Op, by: Person, records: Records) -> PurchaseOrder:
    """His own for a clerk; for the order desk those of the partners in reach."""
    if by.role is Role.PARTNER_CLERK:
        return mine(op, await records.get(PurchaseOrder, op.id), by)
    return await in_reach(op, by, records)


def check_state(op: Op, held: PurchaseOrder, by: Person, legal: Iterable[str]) -> None:
    """What stands, stands (K1): whoever was too late learns what became of it."""
    moved = op.base_state is not None and op.base_state != held.state
    if held.state in legal and not moved:
        return

    async def then(records: Records) -> str | None:
        return await effects.tell(
            records, by.id, "purchase.conflict", entity="purchase_order", record_id=held.id,
            no=held.no, state=held.state, tried=op.kind,
        )  # fmt: skip

    raise Conflict(
        "purchase/state", f"{op.kind} in {held.state}",
        then=then, version=held.version, state=held.state,
    )  # fmt: skip


def a_step(op: Op, by: Person, what: str, note: str | None) -> dict[str, Any]:
    return {"at": op.occurred_at, "what": what, "by_name": by.name, "note": note}


def step(
    op: Op, held: PurchaseOrder, by: Person, what: str, note: str | None, records: Records, /,
    **values: Any,
) -> None:  # fmt: skip
    """One further, and noted; ``what`` is the state unless the values say another."""
    steps = [*held.steps, a_step(op, by, what, note)]
    records.change(held, **{"state": what, **values, "steps": steps})


async def tell(
    records: Records, held: PurchaseOrder, kind: str, by: Person, reason: str | None
) -> None:
    await effects.tell(
        records, held.submitted_by, kind, entity="purchase_order", record_id=held.id,
        no=held.no, by_name=by.name, reason=reason or "",
    )  # fmt: skip


def is_asked(op: Op, args: PurchaseSubmit) -> Iterable[tuple[type[Record], str]]:
    yield PurchaseOrder, op.id
    for line in args.lines:
        yield Sku, line.sku_id


COMMANDS: dict[str, Command] = {
    "purchase.submit": submit,
    "purchase.amend": amend,
    "purchase.review": review,
    "purchase.audit": audit,
    "purchase.cancel": cancel,
    "purchase_terms.put": put_terms,
}
FACTS: dict[str, Facts] = {"purchase.submit": is_asked}
