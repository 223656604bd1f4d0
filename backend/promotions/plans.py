"""A promotion's plan (domain.md 3.5): written, decided on, released, stopped, over.

Supervisors and specialists of a branch write, a specialist hands in, a manager decides, and nobody
on what he wrote. A manager at headquarters issues what branches then make their own.
"""

import base64
import binascii
import re
from typing import Any

import msgspec
from msgspec import UNSET

from backend.catalogue.tables import Sku
from backend.customers.tables import Store
from backend.identity import SYSTEM, Person, Role
from backend.people import effects
from backend.people.tables import Employment, OrgUnit
from backend.promotions import price_rules, rules
from backend.promotions.tables import Promotion, PromotionStandard
from backend.refused import Conflict, Refused
from backend.store import instant, said
from backend.store.session import Records
from backend.sync.put import put
from backend.sync.registry import Command, Op
from sync_protocol.generated.protocol import (
    PromotionApprove,
    PromotionEnd,
    PromotionPicture,
    PromotionRelease,
    PromotionReturn,
    PromotionSave,
    PromotionStop,
    PromotionSubmit,
)

CODE = re.compile(r"[A-Za-z0-9-]{1,24}")
"""A promotion's id is its code, short: it is part of the ids of what is said about it."""
LONGEST_DAYS = 366
PICTURE_BYTES = 40 * 1024
JPEG = b"\xff\xd8\xff"
DECIDED = ("pending", "approved", "released")
"""Plans that another must not get in the way of."""


async def issue(op: Op, args: PromotionSave, by: Person, records: Records) -> None:
    """A national plan (F51). It holds nowhere until a branch makes it its own."""
    unit = await records.see(OrgUnit, by.org_unit_id) if by.org_unit_id else None
    if unit is None or unit.level != "hq":
        raise Refused("role/not-allowed", op.kind)
    held = await records.get(Promotion, op.id)
    if held is not None and held.state != "issued":
        raise unknown(op)
    await written(op, args, by, held, "issued", records)


async def save(op: Op, args: PromotionSave, by: Person, records: Records) -> None:
    held = await records.get(Promotion, op.id)
    if held is not None and held.org_unit_id not in by.unit_ids:
        raise unknown(op)
    if held is not None and held.state != "draft":
        raise Conflict("record/state", held.state, version=held.version, state=held.state)
    if args.plan_id is not None:
        plan = await records.see(Promotion, args.plan_id)
        if plan is None or plan.state != "issued":
            raise Refused("record/unknown", args.plan_id, entity="promotion", id=args.plan_id)
    stores = await records.see_many(Store, args.store_ids)
    for id in args.store_ids:
        if id not in stores or stores[id].org_unit_id not in by.unit_ids:
            raise Refused("record/unknown", id, entity="store", id=id)
    await written(op, args, by, held, "draft", records)


async def written(
    op: Op, args: PromotionSave, by: Person, held: Promotion | None, state: str, records: Records
) -> None:
    priced = as_priced(args, held)
    await sensible(op, args, priced["rules"], records)
    authors = held.author_ids if held else []
    values = {
        **msgspec.to_builtins(args),
        **priced,
        "author_ids": authors if by.id in authors else [*authors, by.id],
        "saved_by_name": by.name,
        "saved_at": records.now,
    }
    if held is None:
        values |= {**NEW, "state": state, "org_unit_id": by.org_unit_id}
    put(records, op, held, Promotion, values)


def as_priced(args: PromotionSave, held: Promotion | None) -> dict[str, Any]:
    """Its rules and their priority; an app that does not know of them leaves them as they are."""
    before = (held.rules, held.priority) if held else ([], 0)
    rules = before[0] if args.rules is UNSET else msgspec.to_builtins(args.rules)
    return {"rules": rules, "priority": before[1] if args.priority is UNSET else args.priority}


async def sensible(
    op: Op, args: PromotionSave, priced: list[dict[str, Any]], records: Records
) -> None:
    first, last = said.a_day(args.starts_on, "starts_on"), said.a_day(args.ends_on, "ends_on")
    days = (instant.a_day(last) - instant.a_day(first)).days
    gifts = price_rules.gift_skus(priced)
    skus = await records.see_many(Sku, sorted({*args.sku_ids, *gifts}))

    if not CODE.fullmatch(op.id):
        raise Refused("value/out-of-range", op.id, field="id")
    if not 0 <= days <= LONGEST_DAYS:
        raise Refused("value/out-of-range", last, field="ends_on")
    for id in [*args.sku_ids, *gifts]:
        if id not in skus:
            raise Refused("sku/unknown", id, sku_id=id)
    if len(set(args.items)) < len(args.items):
        raise Refused("value/out-of-range", "an item twice", field="items")
    if args.agreement and args.place is None:
        raise Refused("value/out-of-range", "paid for, but no place", field="place")
    price_rules.sensible(args.type, args.sku_ids, priced)


async def picture(op: Op, args: PromotionPicture, by: Person, records: Records) -> None:
    """How it should look. Until it is released, for then phones have it."""
    promotion = await records.see(Promotion, op.id)
    if promotion is None or promotion.org_unit_id not in by.unit_ids:
        raise unknown(op)
    if promotion.state not in ("draft", "pending", "approved"):
        raise Conflict(
            "record/state", promotion.state, version=promotion.version, state=promotion.state
        )
    try:
        jpeg = base64.b64decode(args.jpeg, validate=True)
    except binascii.Error as error:
        raise Refused("blob/not-an-image", op.id) from error
    if not jpeg.startswith(JPEG):
        raise Refused("blob/not-an-image", op.id)
    if len(jpeg) > PICTURE_BYTES:
        raise Refused("blob/too-large", op.id)
    held = await records.get(PromotionStandard, op.id)
    values: dict[str, Any] = {"jpeg": args.jpeg, "org_unit_ids": []}
    put(records, op, held, PromotionStandard, values)


async def submit(op: Op, args: PromotionSubmit, by: Person, records: Records) -> None:
    """What another wrote since he looked, which undid his own save, is not handed in unread."""
    held = await in_state(op, by, records, "draft")
    older = op.base_version is not None and op.base_version < held.version
    if older and held.saved_by_name != by.name:
        raise Conflict("record/clash", op.id, version=held.version)
    if held.fee_fen is not None and held.fee_pay is None:
        raise Refused("value/out-of-range", "a fee, but not how it is paid", field="fee_pay")
    await alone(held, by, records)
    records.change(
        held,
        state="pending",
        plan_version=held.plan_version + 1,
        author_ids=held.author_ids if by.id in held.author_ids else [*held.author_ids, by.id],
        submitted_at=records.now,
        returned_for=None,
    )


async def alone(held: Promotion, by: Person, records: Records) -> None:
    """No other plan of the branch on the same SKU, store and day, unless both may be stacked."""
    mine = vars(held)
    for state in DECIDED:
        for other in await records.find(Promotion, state=state):
            if other.id == held.id or other.org_unit_id not in by.unit_ids:
                continue
            if rules.overlaps(mine, vars(other)):
                raise Refused("promotion/overlap", other.id, other=other.name)


async def approve(op: Op, args: PromotionApprove, by: Person, records: Records) -> None:
    """The budget is reserved. What he saw is what he decides on."""
    held = await in_state(op, by, records, "pending")
    if by.id in held.author_ids:
        raise Refused("decision/own", op.id)
    if op.base_version is not None and op.base_version < held.version:
        raise Conflict("record/clash", op.id, version=held.version)
    units = await records.see_many(OrgUnit, by.unit_ids)
    offices = sorted(unit.id for unit in units.values() if unit.level == "rep_office")
    records.change(
        held,
        state="approved",
        budget_no=args.budget_no,
        org_unit_ids=offices,
        **decided(by, records),
    )


async def send_back(op: Op, args: PromotionReturn, by: Person, records: Records) -> None:
    """It is theirs again who wrote it, and they are told."""
    held = await in_state(op, by, records, "pending")
    records.change(held, state="draft", **decided(by, records), returned_for=args.reason)
    for author in held.author_ids:
        await effects.tell(
            records, author, "promotion.returned", entity="promotion", record_id=held.id,
            name=held.name, by_name=by.name, reason=args.reason,
        )  # fmt: skip


async def release(op: Op, args: PromotionRelease, by: Person, records: Records) -> None:
    """F53: from now on it is on the phones of these offices, and everybody there is told."""
    held = await in_state(op, by, records, "approved")
    if not args.material_ready:
        raise Refused("value/out-of-range", "its material is not set aside", field="material_ready")
    records.change(held, state="released", released_by=by.id, released_at=records.now)
    shown = await records.get(PromotionStandard, op.id)
    if shown is not None:
        records.change(shown, org_unit_ids=held.org_unit_ids)
    end = instant.end_of_day(held.ends_on, records.zone)
    records.job("promotion_over", due_at=max(end, records.now), promotion_id=op.id)
    await tell_offices(records, held, "promotion.released", by)


async def stop(op: Op, args: PromotionStop, by: Person, records: Records) -> None:
    """F56. Never in the past: what was done until now was done under it."""
    held = await in_state(op, by, records, "released")
    at = max(said.an_instant(args.stops_at, "stops_at"), records.now)
    if at > instant.end_of_day(held.ends_on, records.zone):
        raise Refused("value/out-of-range", at, field="stops_at")
    records.change(
        held,
        state="stopped",
        stops_at=at,
        stop_reason=args.reason,
        stop_said_at=records.now,
        stopped_by_name=by.name,
    )
    await tell_offices(records, held, "promotion.stopped", by, reason=args.reason)


async def end(op: Op, args: PromotionEnd, by: Person, records: Records) -> None:
    """The system, once its last day is over. A stopped one stays stopped."""
    held = await records.get(Promotion, op.id)
    if held is None:
        raise unknown(op)
    if held.state != "released":
        return
    if records.now < instant.end_of_day(held.ends_on, records.zone):
        raise Refused("value/out-of-range", held.ends_on, field="ends_on")
    records.change(held, state="ended")


NEW: dict[str, Any] = {
    "plan_version": 0,
    "org_unit_ids": [],
    "submitted_at": None,
    "decided_by_name": None,
    "decided_at": None,
    "returned_for": None,
    "budget_no": None,
    "released_by": None,
    "released_at": None,
    "stops_at": None,
    "stop_reason": None,
    "stop_said_at": None,
    "stopped_by_name": None,
}
TOLD = (Role.FIELD_REP, Role.OFFICE_SUPERVISOR)


async def tell_offices(
    records: Records, held: Promotion, kind: str, by: Person, **facts: str
) -> None:
    """Everybody who works in an office it holds in."""
    for unit in held.org_unit_ids:
        for post in await records.find(Employment, org_unit_id=unit):
            if post.role not in TOLD or (post.until_at and post.until_at <= records.now):
                continue
            await effects.tell(
                records, post.person_id, kind, entity="promotion", record_id=held.id,
                name=held.name, starts_on=held.starts_on, ends_on=held.ends_on,
                by_name=by.name, **facts,
            )  # fmt: skip


def decided(by: Person, records: Records) -> dict[str, Any]:
    return {"decided_by_name": by.name, "decided_at": records.now}


async def in_state(op: Op, by: Person, records: Records, state: str) -> Promotion:
    """The plan in that state, of a branch in his reach; one out of it is as unknown as none."""
    held = await records.get(Promotion, op.id)
    if held is None or (held.org_unit_id not in by.unit_ids and by.id != SYSTEM.id):
        raise unknown(op)
    if held.state != state:
        raise Conflict("record/state", held.state, version=held.version, state=held.state)
    return held


def unknown(op: Op) -> Refused:
    return Refused("record/unknown", op.id, entity="promotion", id=op.id)


COMMANDS: dict[str, Command] = {
    "promotion.issue": issue,
    "promotion.save": save,
    "promotion.picture": picture,
    "promotion.submit": submit,
    "promotion.approve": approve,
    "promotion.return": send_back,
    "promotion.release": release,
    "promotion.stop": stop,
    "promotion.end": end,
}
