"""The steps of a visit that are one answer each: said again, the last word counts."""

from typing import Any

import msgspec

from backend.catalogue.tables import MustStockList
from backend.customers.tables import Store
from backend.identity import Person
from backend.promotions import effects as promotions
from backend.refused import Duplicate, Quarantined
from backend.store.session import Records
from backend.sync.registry import Command, Op
from backend.visits import closing, complaints, rules, score_rules
from backend.visits.tables import Visit, VisitTemplate
from backend.visits.whose import own_visit
from sync_protocol.generated.protocol import (
    VisitCheck,
    VisitCompetitor,
    VisitGreet,
    VisitPitch,
    VisitSkip,
)

PICTURED_DISPLAYS = ("second_display", "cooler")


async def check(op: Op, args: VisitCheck, by: Person, records: Records) -> None:
    held = await own_visit(op, by, records)
    said_now = msgspec.to_builtins(args)
    seen = said_now.pop("observations")
    # What it says nothing of stays as it was said before.
    after = {"observations": rules.observations_after(held.observations, seen), **said_now}
    put(op, held, after, records)


async def greet(op: Op, args: VisitGreet, by: Person, records: Records) -> None:
    held = await own_visit(op, by, records)
    put(op, held, {"greet": msgspec.to_builtins(args)}, records)
    await complaints.of_deliveries(held, by, op.occurred_at, records)


async def competitor(op: Op, args: VisitCompetitor, by: Person, records: Records) -> None:
    held = await own_visit(op, by, records)
    put(op, held, {"rivals": msgspec.to_builtins(args.seen)}, records)


async def pitch(op: Op, args: VisitPitch, by: Person, records: Records) -> None:
    """Nobody refuses for no reason: it is what the next offer answers to (F35)."""
    held = await own_visit(op, by, records)
    if any(one.result == "refused" and one.objection is None for one in args.pitches):
        raise Quarantined("value/out-of-range", "a refusal says why", field="objection")
    put(op, held, {"pitches": msgspec.to_builtins(args.pitches)}, records)


async def skip(op: Op, args: VisitSkip, by: Person, records: Records) -> None:
    held = await own_visit(op, by, records)
    put(op, held, {"skips": rules.skips_after(held.skips, msgspec.to_builtins(args))}, records)


def last_word(column: str) -> Command:
    """An answer that lies in the visit as it was said."""

    async def say(op: Op, args: Any, by: Person, records: Records) -> None:
        held = await own_visit(op, by, records)
        put(op, held, {column: msgspec.to_builtins(args)}, records)

    return say


def put(op: Op, held: Visit, after: dict[str, Any], records: Records) -> None:
    if all(getattr(held, name) == value for name, value in after.items()):
        raise Duplicate("fact/immutable")
    besides = closing.going_on(op, held, records)

    records.change(held, **after, **besides)


async def frozen_score(held: Visit, records: Records) -> dict[str, Any] | None:
    """Of what was sent until now, by the list and the template as the company holds them. What
    the phone had shown is not asked: it may have known less."""
    store = await records.see(Store, held.store_id)
    list_id = store.must_stock_list_id if store else None
    listed = await records.see(MustStockList, list_id) if list_id else None
    template = await records.see(VisitTemplate, held.template_id) if held.template_id else None
    standing = template is not None and template.state in ("published", "retired")
    asked = displays_required(template.steps if template and standing else [])
    agreed = 0
    if store is not None:
        agreed = await promotions.agreed_displays(records, store, held.day, held.checked_in_at)
    found = score_rules.display_score(
        listed.sku_ids if listed else [],
        held.observations,
        held.categories or [],
        held.displays,
        max(asked, agreed),
        held.outside,
        held.merchandise,
    )
    return found["after"] and {"before": found["before"], "after": found["after"]}


def displays_required(steps: list[dict[str, Any]]) -> int:
    """Second displays and coolers that a template wants to see a picture of."""
    return sum(
        photo["count"]
        for step in steps
        if step["need"] == "required"
        for photo in step["photos"]
        if photo["type"] in PICTURED_DISPLAYS
    )


COMMANDS: dict[str, Command] = {
    "visit.check": check,
    "visit.outside": last_word("outside"),
    "visit.greet": greet,
    "visit.merchandise": last_word("merchandise"),
    "visit.competitor": competitor,
    "visit.pitch": pitch,
    "visit.skip": skip,
}
