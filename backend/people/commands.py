"""What the server does with each operation about units, people and posts."""

import msgspec

from backend.identity import SYSTEM, Person, Role
from backend.people import posts, rules, tables
from backend.people.tables import Employment, InboxItem, OrgUnit
from backend.refused import Refused
from backend.store import said
from backend.store.session import Records
from backend.sync.put import put
from backend.sync.registry import Command, Op
from sync_protocol.generated.protocol import (
    EmploymentPut,
    InboxRead,
    OrgUnitPut,
    PersonPut,
)


async def org_unit_put(op: Op, args: OrgUnitPut, by: Person, records: Records) -> None:
    """An admin builds in his own subtree. Only the system makes a root."""
    held = await records.get(OrgUnit, op.id)
    parent = await records.see(OrgUnit, args.parent_id) if args.parent_id else None

    if args.parent_id is not None and (parent is None or not posts.builds(by, args.parent_id)):
        raise Refused("record/unknown", args.parent_id, entity="org_unit", id=args.parent_id)
    if held is not None and not posts.builds(by, held.id):
        raise Refused("record/unknown", op.id, entity="org_unit", id=op.id)
    if args.parent_id is None and held is None and not posts.founds(by):
        raise Refused("record/unknown", "the root", entity="org_unit", id=op.id)
    rules.unit_under(args.level, parent.level if parent else None)
    if args.parent_id and args.parent_id in await below(records, op.id):
        raise Refused("value/out-of-range", args.parent_id, field="parent_id")
    if any(one.id != op.id for one in await records.find(OrgUnit, code=args.code)):
        raise Refused("record/clash", args.code, field="code", value=args.code)

    put(records, op, held, OrgUnit, msgspec.structs.asdict(args))


async def below(records: Records, unit_id: str) -> set[str]:
    """The unit and all under it: none of them can stand above it."""
    found, open_ends = {unit_id}, [unit_id]
    while open_ends:
        for child in await records.find(OrgUnit, parent_id=open_ends.pop()):
            if child.id not in found:
                found.add(child.id)
                open_ends.append(child.id)
    return found


async def person_put(op: Op, args: PersonPut, by: Person, records: Records) -> None:
    held = await records.get(tables.Person, op.id)
    if held is not None and not await posts.administers(records, by, held.id):
        raise Refused("record/unknown", op.id, entity="person", id=op.id)
    if any(one.id != op.id for one in await records.find(tables.Person, login=args.login)):
        raise Refused("record/clash", args.login, field="login", value=args.login)
    if SYSTEM.id in (op.id, args.login):
        raise Refused("record/exists", op.id)

    values = msgspec.structs.asdict(args)
    if args.active:
        values["inactive_since"] = None
    elif held is None or held.active:
        values["inactive_since"] = min(op.occurred_at, records.now)
    if held is None:
        values |= {"role": None, "org_unit_id": None, "partner_id": None}
    put(records, op, held, tables.Person, values)
    await posts.turn(records, op.id)


async def employment_put(op: Op, args: EmploymentPut, by: Person, records: Records) -> None:
    """A post begins, or gets its end. What it lets a person read begins and ends with it."""
    held = await records.get(Employment, op.id)
    person = await records.get(tables.Person, args.person_id)
    if person is None or not await posts.administers(records, by, args.person_id):
        raise Refused("record/unknown", args.person_id, entity="person", id=args.person_id)
    if held is not None and held.person_id != args.person_id:
        raise Refused("record/exists", op.id)
    unit = await records.see(OrgUnit, args.org_unit_id) if args.org_unit_id else None
    if args.org_unit_id and (unit is None or not posts.builds(by, unit.id)):
        raise Refused("record/unknown", args.org_unit_id, entity="org_unit", id=args.org_unit_id)
    if args.partner_id and not await posts.deals_with_partners(records, by):
        raise Refused("record/unknown", args.partner_id, entity="partner", id=args.partner_id)
    rules.post_at(Role(args.role), unit.level if unit else None, args.partner_id)
    from_at = said.an_instant(args.from_at, "from_at")
    until_at = None if args.until_at is None else said.an_instant(args.until_at, "until_at")
    if until_at is not None and until_at <= from_at:
        raise Refused("value/out-of-range", until_at, field="until_at")
    for other in await records.find(Employment, person_id=args.person_id):
        if other.id != op.id and rules.overlap(from_at, until_at, other.from_at, other.until_at):
            raise Refused("record/clash", other.id, field="from_at")
    values = {**msgspec.structs.asdict(args), "from_at": from_at, "until_at": until_at}
    fixed = ("role", "org_unit_id", "partner_id", "from_at")
    if held is not None and any(getattr(held, name) != values[name] for name in fixed):
        raise Refused("fact/immutable", op.id)

    before = held.until_at if held else None
    post = put(records, op, held, Employment, values)
    await posts.give(records, post, before, is_new=held is None)


async def inbox_read(op: Op, args: InboxRead, by: Person, records: Records) -> None:
    held = await records.get(InboxItem, op.id)
    if held is None or held.user_id != by.id:
        raise Refused("record/unknown", op.id, entity="inbox_item", id=op.id)
    if not held.read:
        records.change(held, read=True)


COMMANDS: dict[str, Command] = {
    "org_unit.put": org_unit_put,
    "person.put": person_put,
    "employment.put": employment_put,
    "inbox.read": inbox_read,
}
