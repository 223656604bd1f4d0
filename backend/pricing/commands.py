"""Trade terms: written by whoever owns the customer, decided on by the manager; and what is said of
partners who do not supply a customer alike (domain.md 3.1 F19, R-C1-3)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec

from backend.catalogue.tables import PriceList, Sku
from backend.customers.commands import buy_by
from backend.customers.prices import terms_code
from backend.customers.tables import Customer, Partner
from backend.identity import Person, Role
from backend.pricing.alike import SUPERVISED, alert_of, differences, units_of
from backend.pricing.tables import TermsAlert, TradeTerms
from backend.pricing.terms import uncovered, with_tax
from backend.refused import Conflict, Refused
from backend.store import instant, said
from backend.store.session import Records
from backend.sync.put import put
from backend.sync.registry import Command, Op
from sync_protocol.generated.protocol import (
    TermsAlertExcept,
    TradeTermsApprove,
    TradeTermsReturn,
    TradeTermsSave,
    TradeTermsSubmit,
)

MAJOR = frozenset({"C1", "C2"})
UNDECIDED: dict[str, Any] = {
    "state": "draft", "differs": [], "exception": None, "submitted_at": None,
    "decided_by_name": None, "decided_at": None, "returned_for": None,
}  # fmt: skip


async def save(op: Op, args: TradeTermsSave, by: Person, records: Records) -> None:
    """A draft, or the same draft again. Prices are of known products, each once."""
    await customer_of(args.customer_id, by, records)
    held = await records.get(TradeTerms, op.id)
    if await records.see(Partner, args.partner_id) is None:
        raise Refused("record/unknown", args.partner_id, entity="partner", id=args.partner_id)
    if held is not None:
        if (held.customer_id, held.partner_id) != (args.customer_id, args.partner_id):
            raise Refused("record/exists", op.id)
        if held.state != "draft":
            raise Conflict("record/state", held.state, version=held.version, state=held.state)
    versions = [
        one.terms_version
        for one in await records.find(
            TradeTerms, customer_id=args.customer_id, partner_id=args.partner_id
        )
        if one.id != op.id
    ]
    if args.terms_version != max(versions, default=0) + 1:
        raise Conflict("record/state", op.id, version=max(versions, default=0), state="draft")
    skus = await records.see_many(Sku, [line.sku_id for line in args.lines])
    if len(skus) < len(args.lines):
        unknown = [line.sku_id for line in args.lines if line.sku_id not in skus]
        raise Refused("sku/unknown", f"{unknown or 'twice'}", sku_id=unknown[0] if unknown else "")
    if len({fee.kind for fee in args.fees}) < len(args.fees):
        raise Refused("value/out-of-range", "a kind of fee twice", field="fees")
    first = said.a_day(args.valid_from, "valid_from")
    if args.valid_until is not None and said.a_day(args.valid_until, "valid_until") < first:
        raise Refused("value/out-of-range", args.valid_until, field="valid_until")

    told = {"saved_by_name": by.name, "saved_at": records.now}
    blank = UNDECIDED if held is None else {}
    put(records, op, held, TradeTerms, {**msgspec.to_builtins(args), **told, **blank})


async def submit(op: Op, args: TradeTermsSubmit, by: Person, records: Records) -> None:
    held = await in_state(op, by, records, "draft")
    await customer_of(held.customer_id, by, records)
    found = await differences(records, held.customer_id, first_day(held, records), held)
    records.change(
        held, state="pending", submitted_at=records.now, differs=found, returned_for=None
    )
    for other in await records.find(TradeTerms, customer_id=held.customer_id, state="pending"):
        if other.id != op.id:
            waiting = await records.get(TradeTerms, other.id)
            day = first_day(other, records)
            found = await differences(records, other.customer_id, day, other)
            if waiting is not None and waiting.differs != found:
                records.change(waiting, differs=found)


async def approve(op: Op, args: TradeTermsApprove, by: Person, records: Records) -> None:
    """From now on its prices are a price list. Where it differs from what the customer's other
    partners ask, the manager says why that may be."""
    held = await in_state(op, by, records, "pending")
    customer = await customer_of(held.customer_id, by, records)
    partner = await records.see(Partner, held.partner_id)
    day = first_day(held, records)
    found = await differences(records, held.customer_id, day, held)
    alert = await records.get(TermsAlert, held.customer_id)
    own = [
        one for one in found if held.partner_id in (one["low_partner_id"], one["high_partner_id"])
    ]
    new = uncovered(own, alert.exceptions if alert else [])
    if new and args.exception is None:
        raise Refused("value/out-of-range", f"{op.id} differs", field="exception")

    records.change(
        held,
        state="approved",
        differs=found,
        exception=args.exception if new else None,
        decided_by_name=by.name,
        decided_at=records.now,
    )
    if new and args.exception is not None:
        await allow(records, held.customer_id, alert, own, day, args.exception, by)
    code = terms_code(held.customer_id, held.partner_id)
    earlier = await records.find(PriceList, list_code=code)
    for one in earlier:
        if one.valid_until is None or one.valid_until >= held.valid_from:
            before = await records.get(PriceList, one.id)
            if before is not None:
                records.change(before, valid_until=day_before(held.valid_from))
    records.add(
        PriceList.of(
            id=f"{code}.{held.terms_version}",
            list_code=code,
            price_type="partner_to_c_store",
            name=f"{customer.name} × {partner.name if partner else held.partner_id}",
            list_version=held.terms_version,
            valid_from=held.valid_from,
            valid_until=held.valid_until,
            min_order_fen=0,
            lines=[
                {
                    "sku_id": line["sku_id"],
                    "case_price_fen": with_tax(
                        line["case_price_fen"],
                        inclusive=held.tax_inclusive,
                        tax_per_mille=held.tax_per_mille,
                    ),
                }
                for line in held.lines
            ],
        )
    )
    if not earlier:
        await buy_by(records, held.customer_id)
    records.job("terms_check", customer_id=held.customer_id)


async def give_back(op: Op, args: TradeTermsReturn, by: Person, records: Records) -> None:
    held = await in_state(op, by, records, "pending")
    await customer_of(held.customer_id, by, records)
    records.change(
        held,
        state="draft",
        returned_for=args.reason,
        decided_by_name=by.name,
        decided_at=records.now,
    )


async def allow_open(op: Op, args: TermsAlertExcept, by: Person, records: Records) -> None:
    held = await records.get(TermsAlert, op.id)
    if held is None:
        raise Refused("record/unknown", op.id, entity="terms_alert", id=op.id)
    await customer_of(op.id, by, records)
    if held.state != "open":
        raise Conflict("record/state", held.state, version=held.version, state=held.state)
    if op.base_version is not None and op.base_version < held.version:
        raise Conflict("record/clash", op.id, version=held.version)
    await allow(records, op.id, held, held.differs, held.day, args.reason, by)


async def allow(
    records: Records, customer_id: str, held: TermsAlert | None, found: Sequence[dict[str, Any]],
    day: str, reason: str, by: Person,
) -> None:  # fmt: skip
    """These differences may be, and no larger ones."""
    exception = {
        "differs": list(found), "reason": reason, "by_name": by.name, "at": records.now,
    }  # fmt: skip
    if held is None:
        records.add(alert_of(customer_id, "excepted", day, list(found), [exception], records.now))
        return
    left = uncovered(held.differs, [*held.exceptions, exception])
    records.change(
        held,
        exceptions=[*held.exceptions, exception],
        state="open" if left else "excepted" if held.differs else held.state,
    )


async def customer_of(customer_id: str, by: Person, records: Records) -> Customer:
    """One of those he answers for: with a store in his units, and of his classes."""
    held = await records.see(Customer, customer_id)
    there = held is not None and not by.unit_ids.isdisjoint(await units_of(records, customer_id))
    classes = {Role.OFFICE_SUPERVISOR: SUPERVISED, Role.SPECIALIST: MAJOR}.get(
        by.role or Role.ADMIN
    )
    if held is None or not there or (classes is not None and held.customer_class not in classes):
        raise Refused("record/unknown", customer_id, entity="customer", id=customer_id)
    return held


async def in_state(op: Op, by: Person, records: Records, state: str) -> TradeTerms:
    held = await records.get(TradeTerms, op.id)
    if held is None:
        raise Refused("record/unknown", op.id, entity="trade_terms", id=op.id)
    await customer_of(held.customer_id, by, records)
    if held.state != state:
        raise Conflict("record/state", held.state, version=held.version, state=held.state)
    if op.base_version is not None and op.base_version < held.version:
        raise Conflict("record/clash", op.id, version=held.version)
    return held


def first_day(held: TradeTerms, records: Records) -> str:
    return max(held.valid_from, instant.day_of(records.now, records.zone))


def day_before(day: str) -> str:
    return str(instant.a_day(day) - timedelta(days=1))


COMMANDS: dict[str, Command] = {
    "trade_terms.save": save,
    "trade_terms.submit": submit,
    "trade_terms.approve": approve,
    "trade_terms.return": give_back,
    "terms_alert.except": allow_open,
}
