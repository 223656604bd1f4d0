"""Talk tracks and standards (F34, domain.md 3.3, 4.5, 4.6) that a rep reads in the store without a
network: versioned, with days from and to, for the offices of whoever wrote them."""

import msgspec

from backend.coaching.tables import FieldCard
from backend.identity import Person
from backend.people.tables import OrgUnit
from backend.refused import Conflict, Duplicate, Refused
from backend.store import instant, said
from backend.store.session import Records
from backend.sync.registry import Command, Op
from sync_protocol.generated.protocol import CardPut, CardText

SELLING, BENEFITS = "selling", 3
OFFICE = "rep_office"


async def put(op: Op, args: CardPut, by: Person, records: Records) -> None:
    """The next version of a card, or the first."""
    values = {
        **msgspec.to_builtins(args),
        "valid_from": said.a_day(args.valid_from, "valid_from"),
        "valid_until": args.valid_until and said.a_day(args.valid_until, "valid_until"),
    }
    check(op, args)
    earlier = await records.find(FieldCard, code=args.code)
    if not all(by.unit_ids.issuperset(one.org_unit_ids) for one in earlier):
        raise Refused("record/unknown", op.id, entity="field_card", id=op.id)
    held = await records.get(FieldCard, op.id)
    if held is not None:
        if held.saved_by == by.id and all(getattr(held, one) == values[one] for one in values):
            raise Duplicate("record/state", op.id)
        raise Refused("record/exists", op.id)
    newest = max((one.card_version for one in earlier), default=0)
    if args.card_version != newest + 1:
        raise Conflict("record/state", op.id, version=newest, state=str(newest))

    units = await records.see_many(OrgUnit, sorted(by.unit_ids))
    offices = sorted(unit.id for unit in units.values() if unit.level == OFFICE)
    await hide(records, earlier)
    records.add(
        FieldCard.of(
            id=op.id,
            **values,
            org_unit_ids=offices,
            sent=True,
            saved_by=by.id,
            saved_by_name=by.name,
            saved_at=records.now,
        )
    )


def check(op: Op, args: CardPut) -> None:
    """The id says what it is; a selling card has three benefits and something to say."""
    if op.id != f"{args.code}.{args.card_version}":
        raise Refused("value/out-of-range", op.id, field="id")
    if args.valid_until is not None and args.valid_until < args.valid_from:
        raise Refused("value/out-of-range", args.valid_until, field="valid_until")
    for one in (args.zh, args.en):
        if args.kind == SELLING and one is not None and not sells(one):
            raise Refused("value/out-of-range", one.title, field="points")


def sells(card: CardText) -> bool:
    return bool(card.talk.strip()) and len(card.points) == BENEFITS


async def hide(records: Records, earlier: list[FieldCard]) -> None:
    """What no phone needs any more: versions before the one that holds today."""
    today = instant.day_of(records.now, records.zone)
    holding = max((one.card_version for one in earlier if one.valid_from <= today), default=0)
    for one in earlier:
        if one.sent and one.card_version < holding:
            held = await records.get(FieldCard, one.id)
            if held is not None:
                records.change(held, sent=False)


COMMANDS: dict[str, Command] = {"card.put": put}
