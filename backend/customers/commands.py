"""What the server does with each operation about partners, customers, stores and assignments."""

from collections.abc import Iterable
from typing import Any

import msgspec

from backend.catalogue.rules import must_stock_for
from backend.catalogue.tables import MustStockList, PriceList
from backend.customers import fields, grants, prices, rules
from backend.customers.tables import Customer, Partner, Store, StoreAssignment
from backend.identity import Person, Role
from backend.people import effects, posts, reach
from backend.people.tables import Employment, OrgUnit
from backend.refused import Conflict, Refused
from backend.store import said
from backend.store.record import Record
from backend.store.session import Records
from backend.sync.put import put
from backend.sync.registry import Command, Facts, Op
from sync_protocol.generated.protocol import (
    CustomerPut,
    EmploymentTurn,
    PartnerPut,
    StoreAssign,
    StoreAssignEnd,
    StoreCopy,
    StorePut,
)

STORES_AT_ONCE = 100
SHOWN_ELSEWHERE = ("code", "name", "org_unit_id", "tier", "lat_e7", "lon_e7", "active")
"""What stops and tasks show of their store, and whether there is anybody to go to."""
SAID_ELSEWHERE = ("licence_no", "stage", "merged_into")
"""What a proposal or its decision says of a store (backend/proposals); an import leaves it."""


async def partner_put(op: Op, args: PartnerPut, by: Person, records: Records) -> None:
    held = await records.get(Partner, op.id)
    await own_code(records, Partner, op.id, args.code)

    renamed = held is not None and held.name != args.name
    put(records, op, held, Partner, msgspec.structs.asdict(args))

    if renamed:
        await tell_stores(records, "partner_id", op.id, partner_name=args.name)


async def customer_put(op: Op, args: CustomerPut, by: Person, records: Records) -> None:
    held = await records.get(Customer, op.id)
    await own_code(records, Customer, op.id, args.code)

    told = {"customer_name": args.name, "customer_class": args.customer_class}
    put(records, op, held, Customer, msgspec.structs.asdict(args))

    if held is not None:
        await tell_stores(records, "customer_id", op.id, **told)


async def store_put(op: Op, args: StorePut, by: Person, records: Records) -> None:
    """The office may give a point of any datum; the store is kept in WGS-84."""
    held = await records.get(Store, op.id)
    customer = await records.see(Customer, args.customer_id)
    partner = await records.see(Partner, args.partner_id) if args.partner_id else None
    await own_code(records, Store, op.id, args.code)

    if await records.see(OrgUnit, args.org_unit_id) is None:
        raise Refused("record/unknown", args.org_unit_id, entity="org_unit", id=args.org_unit_id)
    if customer is None:
        raise Refused("record/unknown", args.customer_id, entity="customer", id=args.customer_id)
    if args.partner_id and partner is None:
        raise Refused("record/unknown", args.partner_id, entity="partner", id=args.partner_id)
    if args.price_list_code and not await records.find(PriceList, list_code=args.price_list_code):
        raise Refused("price/unknown", args.price_list_code, list_code=args.price_list_code)

    values = msgspec.structs.asdict(args)
    values["must_stock_list_id"] = await must_stock_of(args, records)
    values["lat_e7"], values["lon_e7"] = rules.to_wgs84(args.source_datum, args.lat_e7, args.lon_e7)
    values["pinyin"], values["initials"] = search_text(args.name)
    values["customer_name"] = customer.name
    values["customer_class"] = customer.customer_class
    values["partner_name"] = partner.name if partner else None
    values["price_list_codes"] = await prices.codes_for(records, values)
    values |= {name: getattr(held, name) if held else None for name in SAID_ELSEWHERE}
    replaced: list[str] = []
    if held is not None:
        if (held.lat_e7, held.lon_e7) != (values["lat_e7"], values["lon_e7"]):
            values["fence_least_m"] = None  # that was the former point's
        values["sets"] = fields.sets_after(held, values, by.id, by.name, records.now, None)
        replaced = approved_before(held, values["sets"])
    before = prices.codes_of(held) if held else []
    moves = held is not None and any(getattr(held, one) != values[one] for one in SHOWN_ELSEWHERE)
    store = put(records, op, held, Store, values)
    await grants.prices_follow(records, store, before)
    for change_id in replaced:
        await tell_decider(records, "change.replaced", store, change_id, by)
    if moves:
        records.job("store_changed", store_id=op.id)


def approved_before(held: Store, sets: fields.Sets) -> list[str]:
    """Proposals whose approved values an import puts others in the place of."""
    return sorted(
        {
            mark["change_id"]
            for what, mark in held.sets.items()
            if mark["change_id"] and sets[what] is not mark
        }
    )


async def tell_decider(
    records: Records, kind: str, store: Store, change_id: str, by: Person
) -> None:
    """To whoever is the first to decide about changes of this store (reviews.commands): something
    waits for him, or is otherwise than was approved; he must not find out by chance."""
    role = Role.SPECIALIST if store.customer_class == "C1" else Role.OFFICE_SUPERVISOR
    for person_id in await effects.in_charge(records, store.org_unit_id, {role}):
        await effects.tell(
            records, person_id, kind, entity="store_change", record_id=change_id,
            store_name=store.name, by_name=by.name,
        )  # fmt: skip


async def store_copy(op: Op, args: StoreCopy, by: Person, records: Records) -> None:
    """One of very many stores follows its customer and its partner. Said again, nothing happens."""
    held = await records.get(Store, op.id)
    if held is None:
        raise Refused("record/unknown", op.id, entity="store", id=op.id)
    customer = await records.see(Customer, held.customer_id)
    partner = await records.see(Partner, held.partner_id) if held.partner_id else None
    now = {"partner_name": partner.name if partner else None}
    if customer is not None:
        now |= {"customer_name": customer.name, "customer_class": customer.customer_class}
    codes = await prices.codes_for(records, {**vars(held), **now})
    await change(records, held, price_list_codes=codes, **now)


async def must_stock_of(args: StorePut, records: Records) -> str | None:
    if args.must_stock_list_id is not None:
        if await records.see(MustStockList, args.must_stock_list_id) is None:
            raise Refused("record/unknown", args.must_stock_list_id, entity="must_stock_list")
        return args.must_stock_list_id
    lists = await records.find(MustStockList, tier=args.tier)
    chosen = must_stock_for(lists, args.tier, args.channel_type)
    return chosen.id if chosen else None


def search_text(name: str) -> tuple[str, str]:
    """Full pinyin and initials, lower case. What has no pinyin (rare characters, emoji) stays."""
    from pypinyin import Style, lazy_pinyin  # 54 MiB, and only an import of stores needs it

    full = "".join(lazy_pinyin(name)).replace(" ", "").lower()
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).replace(" ", "").lower()
    return full, initials


async def store_assign(op: Op, args: StoreAssign, by: Person, records: Records) -> None:
    """One main rep per store and moment; to move a store, end the one and assign the other."""
    held = await records.get(StoreAssignment, op.id)
    store = await records.see(Store, args.store_id)
    others = await records.find(StoreAssignment, store_id=args.store_id)
    rep = await reach.person(records, args.rep_id)

    if store is None or not decides(by, store.org_unit_id):
        raise Refused("record/unknown", args.store_id, entity="store", id=args.store_id)
    if rep is None or rep.role is not Role.FIELD_REP or not decides(by, rep.org_unit_id):
        raise Refused("rep/unknown", args.rep_id, rep_id=args.rep_id)
    from_at = said.an_instant(args.from_at, "from_at")
    until_at = None if args.until_at is None else said.an_instant(args.until_at, "until_at")
    values = {
        "store_id": args.store_id,
        "rep_id": args.rep_id,
        "kind": args.kind,
        "from_at": from_at,
        "until_at": until_at,
    }
    if held is not None:
        if all(getattr(held, name) == value for name, value in values.items()):
            return
        raise Refused("record/exists", op.id)
    if until_at is not None and until_at <= from_at:
        raise Refused("value/out-of-range", until_at, field="until_at")
    made = StoreAssignment.of(id=op.id, **values, assigned_by=by.id)
    if made.kind == "main":
        for other in others:
            if other.kind == "main" and overlap(made, other):
                raise Refused("record/clash", other.id, rep_id=other.rep_id, field="main")

    records.add(made)
    await grants.give(records, made, store)


async def store_end_assignment(op: Op, args: StoreAssignEnd, by: Person, records: Records) -> None:
    held = await records.get(StoreAssignment, op.id)
    store = await records.see(Store, held.store_id) if held else None
    if held is None or store is None or not decides(by, store.org_unit_id):
        raise Refused("record/unknown", op.id, entity="store_assignment", id=op.id)
    until_at = said.an_instant(args.until_at, "until_at")
    if held.until_at is not None and held.until_at <= until_at:
        if held.until_at == until_at:
            return
        raise Conflict("record/state", op.id, version=held.version, until_at=held.until_at)

    records.change(held, until_at=max(until_at, held.from_at))
    await grants.take(records, held, store)


async def employment_turn(op: Op, args: EmploymentTurn, by: Person, records: Records) -> None:
    """A post begins or ends now: its holder's card follows, and he reads the prices of the stores
    he answers for. Heard here because people, below, know no stores."""
    post = await records.see(Employment, op.id)
    if post is None:
        raise Refused("record/unknown", op.id, entity="employment", id=op.id)
    await posts.turn(records, post.person_id)
    await grants.prices_of_post(records, post)


def decides(by: Person, org_unit_id: str | None) -> bool:
    """Supervisors and admins, within their own units."""
    return org_unit_id is not None and org_unit_id in by.unit_ids


def overlap(a: StoreAssignment, b: StoreAssignment) -> bool:
    """Ends are not part of the time."""
    return (b.until_at is None or a.from_at < b.until_at) and (
        a.until_at is None or b.from_at < a.until_at
    )


async def own_code(
    records: Records, table: type[Partner] | type[Customer] | type[Store], id: str, code: str
) -> None:
    """A code is read over the telephone: two records must not share it."""
    if any(one.id != id for one in await records.find(table, code=code)):
        raise Refused("record/clash", code, field="code", value=code)


async def tell_stores(records: Records, column: str, owner_id: str, **values: Any) -> None:
    """A name that stores show has changed. Few follow at once; an operation may not touch very
    many records, so of more each follows by itself, soon."""
    stores = await records.find(Store, **{column: owner_id})
    if len(stores) > STORES_AT_ONCE:
        records.job("stores_follow", column=column, owner_id=owner_id)
        return
    for store in stores:
        codes = await prices.codes_for(records, {**vars(store), **values})
        await change(records, store, price_list_codes=codes, **values)


async def buy_by(records: Records, customer_id: str) -> None:
    """The first terms of a customer with a partner hold: his stores buy by them."""
    stores = await records.find(Store, customer_id=customer_id)
    if len(stores) > STORES_AT_ONCE:
        records.job("stores_follow", column="terms", owner_id=customer_id)
        return
    for store in stores:
        codes = await prices.codes_for(records, vars(store))
        await change(records, store, price_list_codes=codes)


async def change(records: Records, store: Store, **values: Any) -> None:
    different = {name: value for name, value in values.items() if getattr(store, name) != value}
    if different:
        held = await records.get(Store, store.id)
        if held is not None:
            before = prices.codes_of(held)
            records.change(held, **different)
            if before != prices.codes_of(held):
                await grants.prices_follow(records, held, before)


def about_a_store(op: Op, args: StorePut) -> Iterable[tuple[type[Record], str]]:
    yield Store, op.id
    yield Customer, args.customer_id


COMMANDS: dict[str, Command] = {
    "partner.put": partner_put,
    "customer.put": customer_put,
    "store.put": store_put,
    "store.copy": store_copy,
    "store.assign": store_assign,
    "store.end_assignment": store_end_assignment,
    "employment.turn": employment_turn,
}
FACTS: dict[str, Facts] = {"store.put": about_a_store}
