"""A store nobody knew: found by a rep, and hers to visit at once; then approved, returned or merged
by her supervisor (K6, domain.md 2.2, lessons.md 24)."""

from typing import Any

from backend.catalogue.rules import must_stock_for
from backend.catalogue.tables import MustStockList, PriceList
from backend.customers import contact_rules, fields, grants, prices
from backend.customers.commands import own_code, search_text
from backend.customers.tables import Customer, Partner, Store, StoreAssignment
from backend.identity import Person, Role
from backend.people import effects
from backend.proposals import changes, merging, moving, points, similar
from backend.proposals.tables import StoreProposal
from backend.refused import Conflict, Duplicate, Quarantined, Refused
from backend.store.session import Records
from backend.sync.registry import Command, Op
from sync_protocol.generated.protocol import StoreApprove, StorePropose, StoreReturn

FIRST_TIER = "P4"
RADIUS_M, RADIUS_MOST_M = 100, 300
"""A fence is never smaller than the doubt of the fix its centre rests on."""


async def propose(op: Op, args: StorePropose, by: Person, records: Records) -> None:
    """The store and its customer begin, and she answers for it from the moment she found it."""
    held = await records.see(Store, op.id)
    if held is not None:
        raise await known_already(op, args, by, records)
    if by.org_unit_id is None:
        raise Quarantined("role/not-allowed", op.id)

    phone, note = called(args)
    code = f"N-{op.id.replace('-', '')[-10:].upper()}"
    where = args.position
    pinyin, initials = search_text(args.name)
    lists = await records.find(MustStockList, tier=FIRST_TIER)
    chosen = must_stock_for(lists, FIRST_TIER, args.channel_type)
    records.add(Customer.of(id=op.id, code=code, name=args.name, customer_class="UNCLASSIFIED"))
    store = Store.of(
        **NOTHING_YET,
        id=op.id,
        code=code,
        name=args.name,
        pinyin=pinyin,
        initials=initials,
        address=args.address,
        customer_id=op.id,
        customer_name=args.name,
        org_unit_id=by.org_unit_id,
        channel_type=args.channel_type,
        lat_e7=where.lat_e7,
        lon_e7=where.lon_e7,
        radius_m=min(RADIUS_MOST_M, max(RADIUS_M, where.accuracy_m)),
        contact_name=args.contact_name,
        phone=phone,
        licence_no=args.licence_no,
        must_stock_list_id=chosen.id if chosen else None,
    )
    records.add(store)
    found = await similar.stores_like(records, store)
    records.add(
        StoreProposal.of(
            **UNDECIDED,
            id=op.id,
            rep_id=by.id,
            rep_name=by.name,
            org_unit_id=by.org_unit_id,
            found_at=op.occurred_at,
            received_at=records.now,
            lat_e7=where.lat_e7,
            lon_e7=where.lon_e7,
            accuracy_m=where.accuracy_m,
            photo_id=args.photo_id,
            note=note,
            unlike=list(args.unlike),
            similar=found,
        )
    )
    await tell_the_other(records, op.id, found)
    hers = StoreAssignment.of(
        id=f"found-{op.id}"[:64], store_id=op.id, rep_id=by.id, kind="main",
        from_at=op.occurred_at, until_at=None, assigned_by=by.id,
    )  # fmt: skip
    records.add(hers)
    await grants.give(records, hers, store)
    for person_id in await effects.in_charge(records, store.org_unit_id, {Role.OFFICE_SUPERVISOR}):
        await effects.tell(
            records, person_id, "store.found", entity="store_proposal", record_id=op.id,
            store_name=store.name, by_name=by.name,
        )  # fmt: skip


def called(args: StorePropose) -> tuple[str | None, str | None]:
    """The number, and the note. A number that cannot be called stays readable in the note: visits
    of this store wait behind it, so that it is no reason to refuse the store."""
    if not args.phone or contact_rules.phone_ok(args.phone):
        return args.phone, args.note
    return None, " · ".join(filter(None, (args.phone, args.note)))[:500]


async def tell_the_other(records: Records, id: str, found: list[dict[str, Any]]) -> None:
    """Of two that are found, the earlier must name the later, too."""
    for one in found:
        other = await records.get(StoreProposal, one["store_id"])
        if other is not None and other.state == "pending":
            records.change(other, similar=[*other.similar, {**one, "store_id": id}])


NOTHING_YET: dict[str, Any] = {
    "customer_class": "UNCLASSIFIED",
    "tier": FIRST_TIER,
    "source_datum": "wgs84",
    "receiving_window": None,
    "partner_id": None,
    "partner_name": None,
    "price_list_code": None,
    "split_sale": False,
    "active": True,
    "stage": "pending",
    "merged_into": None,
}
UNDECIDED: dict[str, Any] = {
    "state": "pending",
    **dict.fromkeys(
        ("reason", "decided_note", "decided_by", "decided_by_name", "decided_at"), None
    ),
}


async def known_already(op: Op, args: StorePropose, by: Person, records: Records) -> Refused:
    """The same store said again is nothing new."""
    held = await records.see(StoreProposal, op.id)
    if held is None or held.rep_id != by.id:
        return Quarantined("record/clash", "the id of a store that is there already")
    where = args.position
    same = (held.lat_e7, held.lon_e7, held.photo_id) == (
        where.lat_e7, where.lon_e7, args.photo_id,
    )  # fmt: skip
    return Duplicate("fact/immutable") if same else Refused("fact/immutable", op.id)


async def approve(op: Op, args: StoreApprove, by: Person, records: Records) -> None:
    store, proposal = await waiting(op, by, records)
    await own_code(records, Store, store.id, args.code)
    customer = await records.get(Customer, args.customer_id or store.customer_id)
    partner = await records.see(Partner, args.partner_id) if args.partner_id else None
    if customer is None:
        raise Refused("record/unknown", args.customer_id or "", entity="customer")
    if args.partner_id and partner is None:
        raise Refused("record/unknown", args.partner_id, entity="partner", id=args.partner_id)
    if args.price_list_code and not await records.find(PriceList, list_code=args.price_list_code):
        raise Refused("price/unknown", args.price_list_code, list_code=args.price_list_code)
    if customer.id == store.customer_id:
        await own_code(records, Customer, customer.id, args.code)
        records.change(customer, code=args.code)
    lists = await records.find(MustStockList, tier=args.tier)
    chosen = must_stock_for(lists, args.tier, store.channel_type)

    records.change(
        store,
        sets=fields.sets_after(store, {"tier": args.tier}, by.id, by.name, records.now, None),
        code=args.code,
        tier=args.tier,
        customer_id=customer.id,
        customer_name=customer.name,
        customer_class=customer.customer_class,
        partner_id=args.partner_id,
        partner_name=partner.name if partner else None,
        price_list_code=args.price_list_code,
        radius_m=args.radius_m,
        must_stock_list_id=chosen.id if chosen else None,
        stage=None,
    )
    records.change(store, price_list_codes=await prices.codes_for(records, vars(store)))
    await grants.prices_follow(records, store, [])
    records.job("store_changed", store_id=store.id)
    decide(records, proposal, by, "approved")
    await tell(records, proposal, store, by, "store.approved")


async def give_back(op: Op, args: StoreReturn, by: Person, records: Records) -> None:
    """No store after all. What she did there stays as she said it."""
    store, proposal = await waiting(op, by, records)
    records.change(store, stage="returned", active=False)
    await merging.end_assignments(records, store)
    decide(records, proposal, by, "returned", reason=args.reason, decided_note=args.note)
    await tell(records, proposal, store, by, "store.returned", reason=args.reason)


async def waiting(op: Op, by: Person, records: Records) -> tuple[Store, StoreProposal]:
    """The proposal, while nobody has decided. Raises Refused, or Conflict when somebody has."""
    store = await records.get(Store, op.id)
    held = await records.get(StoreProposal, op.id)
    if store is None or held is None or held.org_unit_id not in by.unit_ids:
        raise Refused("record/unknown", op.id, entity="store", id=op.id)
    if held.state != "pending":
        raise Conflict("record/state", held.state, version=store.version, state=held.state)
    return store, held


def decide(records: Records, held: StoreProposal, by: Person, state: str, **more: Any) -> None:
    records.change(
        held,
        state=state,
        decided_by=by.id,
        decided_by_name=by.name,
        decided_at=records.now,
        **more,
    )


async def tell(
    records: Records, held: StoreProposal, store: Store, by: Person, kind: str, **facts: str
) -> None:
    await effects.tell(
        records, held.rep_id, kind, entity="store", record_id=store.id,
        store_name=store.name, by_name=by.name, **facts,
    )  # fmt: skip


COMMANDS: dict[str, Command] = {
    "store.propose": propose,
    "store.approve": approve,
    "store.return": give_back,
    "store.merge": merging.merge,
    "store.unmerge": merging.unmerge,
    "store.move": moving.move,
    **changes.COMMANDS,
    "store_change.suspect": points.suspect,
}
