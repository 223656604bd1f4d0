"""The worker's part of a replay: orders read day by day, some at a time, priced in a thread of its
own, and what they come to added to the record. As verdicts are, it is nobody's word: no operation
says it. Each piece says where the one before it ended, so none is counted twice.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from backend.catalogue.rules import price_list_on
from backend.customers.prices import codes_in
from backend.orders.replay_rules import Past, World, merged, merged_had, replayed
from backend.orders.replaying import DONE, RUNNING
from backend.orders.tables import PromotionReplay
from backend.people.office import CLASSES
from backend.promotions import lists, reading
from backend.promotions.price_rules import engine_rules, left_for
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.store.session import Records

Row = dict[str, Any]
MANY = 2000
"""Orders at a time: what is counted of them is written together."""
PIECE_S = 10.0
"""Then other jobs have their turn; the lease of a job is 120 s."""
STORE = (
    "s.id, s.org_unit_id, s.customer_class, s.channel_type, s.tier, s.price_list_code,"
    " s.price_list_codes"
)
REPLAY = (
    'SELECT id, promotion_id, plan, "first", "last", org_unit_ids, only_major, state, next_day,'
    " next_id, sums FROM promotion_replay WHERE id = :id"
)
ORDERS = (
    "SELECT id, no, store_id, store_name, day, submitted_at, lines FROM sales_order WHERE day = ?"
    " AND id > ? AND doc_state NOT IN ('rejected', 'cancelled') AND store_id {IN}"
    " ORDER BY id LIMIT ?"
)


@dataclass(slots=True)
class Dated:
    """A version of a price list, its prices by SKU."""

    list_version: int
    valid_from: str
    valid_until: str | None
    prices: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Counted up to here: the orders of the days before, and of this one up to `after`."""

    day: str
    after: str


async def go_on(
    store: Store, replay_id: str, stopping: asyncio.Event, piece_s: float = PIECE_S
) -> None:
    """Count on until it is done, somebody stopped it, or it is another job's turn."""
    until = time.monotonic() + piece_s
    async with store.reading() as read:
        held = await read.one(REPLAY, {"id": replay_id})
        if held is None or held["state"] != RUNNING:
            return
        world = await _world(read, held)
        ids = read.ids(sorted(world.stores))
    here, goes_on = Place(held["next_day"], held["next_id"]), True
    before = msgspec.json.decode(held["sums"])["had"]
    while goes_on:
        async with store.reading() as read:
            sql = ORDERS.replace("{IN}", read.IN)
            rows = await read.rows(sql, here.day, here.after, ids, MANY)
        sums = await asyncio.to_thread(replayed, [Past(*row) for row in rows], world, before)
        there = _after(here, rows, held["last"])
        rest = stopping.is_set() or time.monotonic() > until
        keep = _keep(replay_id, here, there, sums, len(world.stores), rest=rest)
        goes_on = await store.write(keep) and not rest
        before = merged_had(before, sums["had"])
        here = there or here


def _after(here: Place, rows: Sequence[Any], last: str) -> Place | None:
    """None: that was all."""
    if len(rows) == MANY:
        return Place(here.day, rows[-1][0])
    following = (instant.a_day(here.day) + timedelta(days=1)).isoformat()
    return Place(following, "") if following <= last else None


def _keep(
    replay_id: str, here: Place, there: Place | None, sums: Row, stores: int, *, rest: bool
) -> Callable[[Records], Awaitable[bool]]:
    async def keep(records: Records) -> bool:
        """Whether there is more to count."""
        held = await records.get(PromotionReplay, replay_id)
        if held is None or held.state != RUNNING:
            return False
        if (held.next_day, held.next_id) != (here.day, here.after):
            return False  # another worker was quicker
        more = {"sums": merged(held.sums, sums), "stores": stores}
        if there is None:
            records.change(held, **more, state=DONE, ended_at=records.now)
            return False
        records.change(held, **more, next_day=there.day, next_id=there.after)
        if rest:
            records.job("replay", replay_id=replay_id)
        return True

    return keep


async def _world(read: Read, held: Row) -> World:
    plan = msgspec.json.decode(held["plan"])
    units = msgspec.json.decode(held["org_unit_ids"])
    where, params = lists.carrying(read, {**plan, "org_unit_ids": units})
    major = f" AND s.customer_class IN ({CLASSES})" if held["only_major"] else ""
    rows = await read.all(f"SELECT {STORE} FROM store s WHERE {where}{major}", params)
    stores = {
        row["id"]: {**row, "codes": codes_in((row["price_list_code"], row["price_list_codes"]))}
        for row in rows
    }
    running = await _running(read, held)
    skus = await read.all("SELECT id, units_per_case FROM sku", {})
    return World(
        draft=engine_rules(plan),
        stores=stores,
        running=running,
        # Of others what a first order would have: what each store had before is not looked up.
        rules={one["id"]: left_for(engine_rules(one), []) for one in running},
        held=await _executions(read, [one["id"] for one in running], stores),
        prices=await _prices(read, {code for one in stores.values() for code in one["codes"]}),
        units={row["id"]: row["units_per_case"] for row in skus},
    )


async def _running(read: Read, held: Row) -> list[Row]:
    """Promotions with rules that held on one of the days; what is over by now was running then."""
    found = await reading.released(read)
    return [
        {**one, "state": "released"} if one["state"] == "ended" else one
        for one in found
        if one["rules"]
        and one["id"] != held["promotion_id"]
        and one["starts_on"] <= held["last"]
        and one["ends_on"] >= held["first"]
    ]


async def _executions(
    read: Read, promotions: list[str], stores: Mapping[str, Row]
) -> dict[str, list[Row]]:
    rows = await read.all(
        "SELECT promotion_id, store_id, state, agreement, declined, set_up, checks, taken_down,"
        f" flags FROM promotion_execution WHERE promotion_id {read.IN.replace('?', ':ids')}"
        " ORDER BY store_id, promotion_id",
        {"ids": read.ids(promotions)},
    )
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["store_id"] in stores:
            found[row["store_id"]].append(reading.execution(row))
    return found


async def _prices(
    read: Read, codes: set[str]
) -> Callable[[Mapping[str, Any], str], Mapping[str, int]]:
    """Case prices of a store on a day by its lists; stores that buy alike share them."""
    rows = await read.all(
        "SELECT list_code, list_version, valid_from, valid_until, lines FROM price_list"
        f" WHERE list_code {read.IN.replace('?', ':codes')}",
        {"codes": read.ids(sorted(codes))},
    )
    dated: dict[str, list[Dated]] = defaultdict(list)
    for row in rows:
        said = msgspec.json.decode(row["lines"])
        prices = {line["sku_id"]: line["case_price_fen"] for line in said}
        one = Dated(row["list_version"], row["valid_from"], row["valid_until"], prices)
        dated[row["list_code"]].append(one)
    known: dict[tuple[str, ...], dict[str, int]] = {}

    def prices_of(store: Mapping[str, Any], day: str) -> Mapping[str, int]:
        key = (day, *store["codes"])
        if key not in known:
            held = [price_list_on(dated.get(code, []), day) for code in reversed(store["codes"])]
            known[key] = {sku: fen for one in held if one for sku, fen in one.prices.items()}
        return known[key]

    return prices_of
