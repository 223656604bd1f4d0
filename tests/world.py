"""The cast everybody knows (domain.md 6.2) and one small town, played in through push.

An Actor is the reference device of one person, pushing and pulling in this process. Nothing of
ours is replaced: what an Actor says goes the same way as a phone's log.
"""

import itertools
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from backend.identity import SYSTEM, Device, Person, Role
from backend.parts import registry
from backend.store.engine import Store
from backend.store.session import Records
from backend.sync.asking import read_request
from backend.sync.pull import pull
from backend.sync.push import push
from backend.sync.registry import Op
from sync_protocol import client
from sync_protocol.generated.protocol import OPERATION_ARGS, OPERATION_ENTITY
from tests.engines import Database, Rows

ALL_UNITS = frozenset({"HQ", "B-FS", "B-FS-OP", "B-FS-CC", "B-FS-NH"})
ZONE_HOURS = 8  # Asia/Shanghai
DOOR = {"lat_e7": 230215000, "lon_e7": 1131214000}


def now() -> datetime:
    return datetime.now(UTC)


def text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def ago(**by: float) -> str:
    return text(now() - timedelta(**by))


def day(offset: int = 0) -> str:
    """A business day, counted from today."""
    return (now() + timedelta(hours=ZONE_HOURS, days=offset)).date().isoformat()


class Actor(client.Device):
    """One person with one device."""

    def __init__(self, world: "World", person: Person) -> None:
        super().__init__(person.id)
        self.world, self.person = world, person
        self.device = Device(self.replica_id, person, may_read=True)

    def note(self, kind: str, record_id: str, args: dict[str, Any], **more: Any) -> None:
        """Into the log, without a network."""
        self.say(kind, OPERATION_ENTITY[kind], record_id, args, **more)

    async def says(
        self, kind: str, record_id: str, args: dict[str, Any], **more: Any
    ) -> dict[str, Any]:
        """Say it and push at once; the server's result."""
        self.note(kind, record_id, args, **more)
        return (await self.push())[-1]

    async def push(self) -> list[dict[str, Any]]:
        first = self.next_seq
        while self.unsent:
            body = msgspec.json.encode(self.push_body())
            answer = await push(self.world.store, self.world.registry, self.device, body)
            self.take_push(msgspec.json.decode(answer))
        return [self.results[seq] for seq in range(first, self.next_seq)]

    async def catch_up(self) -> None:
        """Pull until nothing is new; counts and digests are compared at every final mark."""
        more = True
        while more:
            request = read_request(msgspec.json.encode(self.pull_body()))
            lines: list[bytes] = []
            async for chunk in await pull(self.world.store, self.device, request):
                lines += [line for line in chunk.split(b"\n") if line]
            more = self.take_pull(lines)

    async def sees(self, entity: str) -> dict[str, dict[str, Any]]:
        await self.catch_up()
        return self.records(entity)

    def ids(self, entity: str, scope: str) -> set[str]:
        held = self.scopes.get(scope)
        return {id for kind, id in held.rows if kind == entity} if held else set()


class World:
    """A town with two offices, four stores, two partners, and the people who work there."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.registry = registry()
        self.count = itertools.count(1)

    def id(self, word: str) -> str:
        return f"{word}-{next(self.count):04d}-{uuid.uuid4().hex[:8]}"

    async def actor(self, person: Person) -> Actor:
        """A new device in this person's hand."""
        actor = Actor(self, person)

        async def register(records: Records) -> None:
            records.execute(
                "INSERT INTO sync_replica (replica_id, user_id, device_name, next_seq,"
                " acked_through, ops_digest_hi, ops_digest_lo, schema_version, app,"
                " registered_at, last_seen_at) VALUES (?, ?, 'test', 1, 0, 0, 0, 1, 'test', ?, ?)",
                actor.replica_id, person.id, records.now, records.now,
            )  # fmt: skip

        await self.store.write(register)
        return actor

    async def people(self) -> None:
        self.admin = await self.actor(ADMIN)
        self.sup = await self.actor(SUP_CC)
        self.sup_nh = await self.actor(SUP_NH)
        self.spc = await self.actor(SPC)
        self.mgr = await self.actor(MGR)
        self.desk = await self.actor(DESK)
        self.rep = await self.actor(REP_CC01)
        self.rep2 = await self.actor(REP_CC02)
        self.rep_nh = await self.actor(REP_NH01)
        self.clerk = await self.actor(CLERK)
        self.clerk2 = await self.actor(CLERK2)
        self.driver = await self.actor(DRIVER)
        self.system = await self.actor(SYSTEM)

    async def found(self, records: Records) -> None:
        """The root and the first admin, whom nobody below the system can make."""
        for kind, id, args in (
            ("org_unit.put", "HQ", unit_put("HQ", "hq", None)),
            ("person.put", ADMIN.id, person_put(ADMIN)),
            ("employment.put", f"post-{ADMIN.id}", employment_put(ADMIN)),
        ):
            op = Op(
                op_id=id, kind=kind, entity=OPERATION_ENTITY[kind], id=id, replica_id="system",
                local_seq=1, made_at=records.now, occurred_at=records.now,
                received_at=records.now,
            )  # fmt: skip
            read = msgspec.convert(args, OPERATION_ARGS[kind])
            await self.registry.commands[kind](op, read, SYSTEM, records)

    async def build(self) -> None:
        """Everything the admin and the supervisors set up before a day begins."""
        await self.store.write(self.found)
        await self.people()
        say = self.admin.note
        for id, level, parent in UNITS[1:]:
            say("org_unit.put", id, unit_put(id, level, parent))
        for code in ("P01", "P03"):
            say(
                "partner.put",
                code,
                {"code": code, "name": f"演示{code}", "phone": None, "active": True},
            )
        for person in CAST[1:]:
            say("person.put", person.id, person_put(person))
            say("employment.put", f"post-{person.id}", employment_put(person))
        for id in PRICES:
            say("sku.put", id, sku_put(id))
        for version, since, until, prices in LISTS:
            say("price_list.put", f"PL-C-{version}", price_list_put(version, since, until, prices))
        say("must_stock_list.put", "MS-P3", must_stock_put("P3", ["SKU-01", "SKU-02"]))
        for id, customer_class in (("K001", "C1"), ("K010", "C2")):
            say(
                "customer.put",
                id,
                {"code": id, "name": f"演示{id}", "customer_class": customer_class},
            )
        for id, customer, unit, partner in STORES:
            say("store.put", id, store_put(id, customer, unit, partner))
        results = await self.admin.push()
        results += await self._assign()
        bad = [result for result in results if result["status"] != "applied"]
        assert not bad, bad

    async def _assign(self) -> list[dict[str, Any]]:
        self.began = ago(days=30)
        for store, rep in (("ST-1", REP_CC01), ("ST-2", REP_CC01), ("ST-3", REP_CC02)):
            self.sup.note("store.assign", f"as-{store}", self.assign(store, rep))
        self.sup_nh.note("store.assign", "as-ST-4", self.assign("ST-4", REP_NH01))
        return await self.sup.push() + await self.sup_nh.push()

    def assign(self, store: str, rep: Person, kind: str = "main", **more: Any) -> dict[str, Any]:
        return {
            "store_id": store, "rep_id": rep.id, "kind": kind,
            "from_at": self.began, "until_at": None, **more,
        }  # fmt: skip

    def again(self, store: Store) -> "World":
        """The same people with the same devices, in a copy of what the database held."""
        world = World(store)
        known: dict[int, Any] = {id(self): world} | {id(one): one for one in (*CAST, SYSTEM)}
        for name, what in vars(self).items():
            if name not in vars(world):
                setattr(world, name, deepcopy(what, known))
        return world


@dataclass(frozen=True)
class Kept:
    """A world as it was at one moment, to go on from there as often as one likes."""

    rows: Rows
    world: World


KEPT: dict[tuple[str, Any], Kept] = {}
"""By engine, and by what has happened in the world since it was built, if anything."""


async def begun(database: Database, after: Any = None) -> Kept | None:
    """What is kept, in this new database already; nothing where nobody has kept it."""
    kept = KEPT.get((database.name, after))
    if kept is not None:
        await database.take(kept.rows)
    return kept


async def built_again(store: Store, kept: Kept | None) -> World:
    """As it was kept, or said anew."""
    if kept is not None:
        return kept.world.again(store)
    world = World(store)
    await world.build()
    return world


async def keep(database: Database) -> None:
    """Build the town once, in a database of its own. Who then asks for a world gets a copy: to say
    all of it costs more than most tests do."""
    async with database.opened(registry().views) as store:
        world = await built_again(store, None)
    KEPT[database.name, None] = Kept(await database.rows(), world)


@asynccontextmanager
async def a_world(database: Database) -> AsyncIterator[World]:
    kept = await begun(database)
    async with database.opened(registry().views) as store:
        yield await built_again(store, kept)


# The cast

ADMIN = Person("adm.hq", "adm.hq", "管理员", Role.ADMIN, "HQ", unit_ids=ALL_UNITS)
MGR = Person("mgr.fs", "mgr.fs", "梁国辉", Role.OPS_MANAGER, "B-FS-OP", unit_ids=ALL_UNITS)
SPC = Person("spc.east", "spc.east", "何婉仪", Role.SPECIALIST, "B-FS-OP", unit_ids=ALL_UNITS)
DESK = Person("desk.fs", "desk.fs", "订单员", Role.ORDER_DESK, "B-FS-OP", unit_ids=ALL_UNITS)
SUP_CC = Person(
    "sup.cc", "sup.cc", "罗建明", Role.OFFICE_SUPERVISOR, "B-FS-CC", unit_ids=frozenset({"B-FS-CC"})
)
SUP_NH = Person(
    "sup.nh", "sup.nh", "黎秀珍", Role.OFFICE_SUPERVISOR, "B-FS-NH", unit_ids=frozenset({"B-FS-NH"})
)
REP_CC01 = Person("rep.cc01", "rep.cc01", "陈小一", Role.FIELD_REP, "B-FS-CC")
REP_CC02 = Person("rep.cc02", "rep.cc02", "陈小二", Role.FIELD_REP, "B-FS-CC")
REP_NH01 = Person("rep.nh01", "rep.nh01", "陈小三", Role.FIELD_REP, "B-FS-NH")
CLERK = Person("clk.p01", "clk.p01", "文员一", Role.PARTNER_CLERK, partner_id="P01")
CLERK2 = Person("clk.p03", "clk.p03", "文员三", Role.PARTNER_CLERK, partner_id="P03")
DRIVER = Person("drv.p01a", "drv.p01a", "司机一", Role.PARTNER_DRIVER, partner_id="P01")
CAST = (
    ADMIN, MGR, SPC, DESK, SUP_CC, SUP_NH, REP_CC01, REP_CC02, REP_NH01, CLERK, CLERK2, DRIVER,
)  # fmt: skip

UNITS = (
    ("HQ", "hq", None),
    ("B-FS", "branch", "HQ"),
    ("B-FS-OP", "ops_dept", "B-FS"),
    ("B-FS-CC", "rep_office", "B-FS"),
    ("B-FS-NH", "rep_office", "B-FS"),
)
PRICES = {"SKU-01": 5880, "SKU-02": 4350, "SKU-03": 2500}
LISTS = (
    (8, "2020-01-01", day(-1), PRICES),
    (9, day(0), None, {**PRICES, "SKU-02": 4500}),
)
STORES = (
    ("ST-1", "K010", "B-FS-CC", "P01"),
    ("ST-2", "K001", "B-FS-CC", "P01"),
    ("ST-3", "K010", "B-FS-CC", "P01"),
    ("ST-4", "K010", "B-FS-NH", "P03"),
)


def unit_put(id: str, level: str, parent: str | None) -> dict[str, Any]:
    return {"code": id, "name": id, "level": level, "parent_id": parent}


def person_put(person: Person) -> dict[str, Any]:
    return {
        "login": person.login, "name": person.name, "active": True, "phone": None,
        "home_lat_e7": None, "home_lon_e7": None,
    }  # fmt: skip


def employment_put(person: Person) -> dict[str, Any]:
    return {
        "person_id": person.id, "role": str(person.role), "org_unit_id": person.org_unit_id,
        "partner_id": person.partner_id, "from_at": ago(days=60), "until_at": None,
    }  # fmt: skip


def sku_put(id: str, **more: Any) -> dict[str, Any]:
    gtin = {"SKU-01": "2990001000018", "SKU-02": "2990001000025", "SKU-03": "2990001000032"}[id]
    return {
        "code": id, "gtin": gtin, "name": f"力泉 {id}", "name_en": id, "brand": "力泉",
        "flavour": "橙蜜", "pack": "PET 560 ml", "category": "sports", "units_per_case": 24,
        "shelf_life_days": 270, "sort": 1, "hue": 30, "shape": "bottle", "split_sale": True,
        "active": True, **more,
    }  # fmt: skip


def sku_save(id: str, **more: Any) -> dict[str, Any]:
    """As an import says it, with cases, pallets and days."""
    known = id if id in PRICES else "SKU-01"
    return {
        **sku_put(known), "code": id, "case_gtin": None, "cases_per_layer": 12,
        "layers_per_pallet": 5, "valid_from": None, "valid_until": None, "channels": [], **more,
    }  # fmt: skip


def price_list_put(
    version: int, since: str, until: str | None, prices: dict[str, int]
) -> dict[str, Any]:
    return {
        "list_code": "PL-C", "price_type": "partner_to_c_store", "name": "C 店价",
        "list_version": version, "valid_from": since, "valid_until": until,
        "min_order_fen": 30000,
        "lines": [{"sku_id": id, "case_price_fen": price} for id, price in prices.items()],
    }  # fmt: skip


def trade_terms(
    customer: str = "K010",
    partner: str = "P01",
    version: int = 1,
    prices: dict[str, int] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """With tax of 13 %; no rebate and no fees."""
    prices = {"SKU-01": 5800} if prices is None else prices
    texts = ("conditional_rebates", "invoice_rule", "returns_rule", "delivery_window",
             "penalty_rule", "promotion_support", "signatories")  # fmt: skip
    return {
        "customer_id": customer, "partner_id": partner, "terms_version": version,
        "valid_from": day(0), "valid_until": None, "tax_inclusive": True, "tax_per_mille": 130,
        "lines": [{"sku_id": id, "case_price_fen": price} for id, price in prices.items()],
        "rebate_per_mille": 0, "fees": [], "annual_supply_fen": 0, "payment_days": 30,
        "freshness_per_mille": 333, **dict.fromkeys(texts, ""), **more,
    }  # fmt: skip


def must_stock_put(tier: str, sku_ids: list[str]) -> dict[str, Any]:
    return {"name": tier, "tier": tier, "channel_type": None, "sku_ids": sku_ids}


def store_put(
    id: str, customer: str, unit: str, partner: str | None, **more: Any
) -> dict[str, Any]:
    return {
        "code": id, "name": f"万邻汇{id}店", "address": "佛山市禅城区演示路 1 号",
        "customer_id": customer, "org_unit_id": unit, "channel_type": "grocery", "tier": "P3",
        **DOOR, "source_datum": "wgs84", "radius_m": 100, "contact_name": "王老板",
        "phone": "0757-0000000", "receiving_window": "09:00-12:00", "partner_id": partner,
        "price_list_code": "PL-C", "must_stock_list_id": None, "split_sale": True,
        "active": True, **more,
    }  # fmt: skip


# What people say


def fix(north_m: int = 0, accuracy_m: int = 10) -> dict[str, int]:
    """A position some metres north of the door: 1 m is 90 e-7 degrees, near enough."""
    return {
        "lat_e7": DOOR["lat_e7"] + north_m * 90, "lon_e7": DOOR["lon_e7"],
        "accuracy_m": accuracy_m, "age_s": 3,
    }  # fmt: skip


def a_step(step: str, need: str = "required", *photos: str) -> dict[str, Any]:
    return {"step": step, "need": need, "photos": [{"type": one, "count": 1} for one in photos]}


def template(code: str = "std", version: int = 1, **more: Any) -> dict[str, Any]:
    """Holds for every store, from long ago, and asks for what the built-in steps ask for."""
    return {
        "code": code, "template_version": version, "name": f"演示{code}", "classes": [],
        "channels": [], "tiers": [], "valid_from": "2026-01-01", "strict_order": False,
        "steps": [
            a_step("check_in", "required", "storefront"),
            a_step("store_check", "required", "main_shelf_before"),
            a_step("sell_in", "if_task"),
            a_step("order"),
            a_step("wrap_up"),
        ], **more,
    }  # fmt: skip


def check_in(store: str = "ST-1", **more: Any) -> dict[str, Any]:
    return {
        "store_id": store, "planned_visit_id": None, "unplanned_reason": "on_the_way",
        "day": day(), "position": fix(), "distance_m": 0, "fence_result": "inside",
        "exception_reason": None, "note": None, **more,
    }  # fmt: skip


def observation(sku: str, presence: str = "present", **more: Any) -> dict[str, Any]:
    return {
        "sku_id": sku, "location": "main_shelf", "presence": presence, "facings": 4,
        "shelf_units": None, "backroom_units": None, "price_fen": None, "price_tag": None,
        "same_as_last": False, **more,
    }  # fmt: skip


def merchandise(**more: Any) -> dict[str, Any]:
    order = dict.fromkeys(("brand_block", "labels_front", "clean", "rotated"), "found")
    return {"actions": [], "posm": [], "order": order, "fixes": []} | more


def greeting(**more: Any) -> dict[str, Any]:
    return {"contact_name": "演示店主", "contact_role": "owner", "mood": 3, "promise_kept": None,
            "deliveries": []} | more  # fmt: skip


def pitch(**more: Any) -> dict[str, Any]:
    return {"sku_id": "SKU-02", "result": "thinking", "objection": "no_space", "contact_name": None,
            "sample_units": 1, "next_on": None, "note": None} | more  # fmt: skip


def rival(**more: Any) -> dict[str, Any]:
    return {"brand": "演示别家", "what": None, "activity": "price_cut", "price_fen": 300,
            "effect": 2} | more  # fmt: skip


def promotion(**more: Any) -> dict[str, Any]:
    """Runs since yesterday in every store of C2 customers; nothing to sign."""
    return {
        "plan_id": None, "name": "演示堆头", "purpose": "", "type": "buy_n_get_m",
        "mechanism": "十箱送一箱", "starts_on": day(-1), "ends_on": day(20), "classes": [],
        "channels": [], "tiers": [], "store_ids": [], "sku_ids": ["SKU-01"], "stackable": False,
        "items": ["price", "stock", "display", "posm"], "price_fen": 500, "posm": [],
        "agreement": False, "place": None, "size": "", "fee_fen": None, "fee_pay": None,
        "budget_fen": 100_000, "expected_base": None, "expected_uplift_pct": None, "control": "",
        **more,
    }  # fmt: skip


def agreed(promotion_id: str = "PR-1", store: str = "ST-1", **more: Any) -> dict[str, Any]:
    return {
        "promotion_id": promotion_id, "store_id": store, "visit_id": None, "plan_version": 1,
        "place": "end_display", "size": "1.2 m", "fee_fen": 30_000, "fee_pay": "goods",
        "signer_name": "演示店主", "signature_photo_id": "PH-S", "note": None, **more,
    }  # fmt: skip


def declined(promotion_id: str = "PR-1", store: str = "ST-1", **more: Any) -> dict[str, Any]:
    return {
        "promotion_id": promotion_id, "store_id": store, "visit_id": None,
        "reason": "no_space", "note": None, **more,
    }  # fmt: skip


def set_up(promotion_id: str = "PR-1", store: str = "ST-1", **more: Any) -> dict[str, Any]:
    return {
        "promotion_id": promotion_id, "store_id": store, "visit_id": None, "plan_version": 1,
        "place": None, "before_photo_id": "PH-1", "after_photo_id": "PH-2",
        "posm": [{"item": "poster", "count": 2}], "note": None, **more,
    }  # fmt: skip


def taken_down(promotion_id: str = "PR-1", store: str = "ST-1", **more: Any) -> dict[str, Any]:
    return {
        "promotion_id": promotion_id, "store_id": store, "visit_id": None, "photo_id": "PH-3",
        "cases_left": 2, "posm_removed": True, "note": None, **more,
    }  # fmt: skip


def promotion_check(promotion_id: str = "PR-1", *wrong: str, **more: Any) -> dict[str, Any]:
    """All right but what is named; the price as agreed."""
    items = ("price", "stock", "display", "posm")
    return {
        "promotion_id": promotion_id, "plan_version": 1,
        "items": [{"item": one, "ok": one not in wrong, "reason": None} for one in items],
        "price_fen": None, "cannot": None, "photo_ids": [], **more,
    }  # fmt: skip


def promotion_step(*checks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"checks": list(checks), "posm": [], "coolers": [], **more}


def check_out(**more: Any) -> dict[str, Any]:
    return {
        "position": fix(), "stay_s": 900, "note": None, "no_order_reason": None,
        "next_promise": None, **more,
    }  # fmt: skip


def failed(store: str = "ST-1", **more: Any) -> dict[str, Any]:
    return {
        "store_id": store, "planned_visit_id": None, "day": day(), "reason": "closed_today",
        "note": None, "position": None, **more,
    }  # fmt: skip


def whole_visit(store: str = "ST-1", rep: str = "rep.cc01", **more: Any) -> dict[str, Any]:
    return {
        "store_id": store, "rep_id": rep, "planned_visit_id": None, "day": day(),
        "started_at": ago(minutes=30), "ended_at": ago(minutes=5), "position": fix(),
        "distance_m": 0, "fence_result": "inside", "outcome": "completed", "fail_reason": None,
        "observations": [observation("SKU-01")], "note": None, **more,
    }  # fmt: skip


def photo(store: str = "ST-1", **more: Any) -> dict[str, Any]:
    return {
        "visit_id": None, "store_id": store, "delivery_note_id": None, "task_id": None,
        "type": "storefront", "sha256": "ab" * 32, "bytes": 248120, "mime": "image/jpeg",
        "width": 1600, "height": 1200, "taken_at": ago(minutes=1), "position": None,
        "capture_mode": "live", "sequence": 0, **more,
    }  # fmt: skip


def card(version: int = 1, **more: Any) -> dict[str, Any]:
    text = {
        "title": "力泉 560 推荐", "talk": "一瓶赚一块", "points": ["毛利高", "转得快", "有冰柜"],
        "objections": [{"says": "没地方", "answer": "换下最慢的那一格"}],
    }  # fmt: skip
    return {
        "code": "CARD", "card_version": version, "kind": "selling", "steps": ["order"],
        "sku_ids": ["SKU-02"], "valid_from": day(), "valid_until": None, "zh": text, "en": None,
        **more,
    }  # fmt: skip


def line(sku: str, qty: int, price: int, uom: str = "case", id: str = "") -> dict[str, Any]:
    return {
        "line_id": id or f"L-{sku}-{uom}", "sku_id": sku, "qty": qty, "uom": uom,
        "price_fen": price, "amount_fen": qty * price,
    }  # fmt: skip


def order(
    store: str = "ST-1", lines: list[dict[str, Any]] | None = None, **more: Any
) -> dict[str, Any]:
    lines = lines if lines is not None else [line("SKU-01", 10, 5880), line("SKU-03", 4, 2500)]
    return {
        "no": "CC01-0001", "store_id": store, "visit_id": None, "day": day(),
        "price_list_id": "PL-C-9", "price_list_version": 9, "lines": lines,
        "total_fen": sum(one["amount_fen"] for one in lines), "wanted_on": day(1), "note": None,
        "signature_photo_id": None, "signer_name": None, "unsigned_reason": "owner_absent", **more,
    }  # fmt: skip


def accept(*answers: tuple[str, int, str | None], **more: Any) -> dict[str, Any]:
    return {
        "lines": [{"line_id": id, "qty": qty, "reason": why} for id, qty, why in answers],
        "promised_on": day(1), "note": None, **more,
    }  # fmt: skip


def stop(store: str = "ST-1", rep: str = "rep.cc01", **more: Any) -> dict[str, Any]:
    return {
        "store_id": store, "rep_id": rep, "day": day(), "sequence": 1, "reason": "cycle",
        "minutes": 28, **more,
    }  # fmt: skip


def task(store: str = "ST-1", rep: str = "rep.cc01", **more: Any) -> dict[str, Any]:
    return {
        "store_id": store, "rep_id": rep, "title": "补货", "text": "上架橙蜜", "due_on": day(1),
        "priority": "normal", "evidence": "none", **more,
    }  # fmt: skip


def note(orders: list[str], lines: list[tuple[str, str, str, int]], **more: Any) -> dict[str, Any]:
    """lines: (order, line, sku, quantity)."""
    return {
        "no": "P01-D0001", "store_id": "ST-1", "order_ids": orders, "driver_id": "drv.p01a",
        "deliver_on": day(),
        "lines": [
            {"line_id": id, "order_id": order, "sku_id": sku, "qty": qty, "uom": "case"}
            for order, id, sku, qty in lines
        ],
        **more,
    }  # fmt: skip


def counted(*lots: tuple[str, str, int, int], **more: Any) -> dict[str, Any]:
    """lots: (sku, lot, good, damaged); one of each of two SKUs unless said otherwise."""
    found = lots or (("SKU-01", "A1", 480, 12), ("SKU-02", "B1", 240, 0))
    return {
        "counted_at": ago(hours=1), "counter_name": "仓管一", "witness_name": None,
        "from_file": False, "absent": [],
        "lines": [
            {"sku_id": sku, "lot": lot, "produced_on": day(-30), "good": good, "damaged": damaged}
            for sku, lot, good, damaged in found
        ],
        **more,
    }  # fmt: skip


def owes(store: str = "ST-1", open_fen: int = 320_000, **more: Any) -> dict[str, Any]:
    """3,200 of 5,000 yuan, none of it overdue, as of the day before yesterday."""
    return {"store_id": store, "limit_fen": 500_000, "open_fen": open_fen, "overdue_fen": 0,
            "as_of": day(-2), **more}  # fmt: skip


def came(*lots: tuple[str, str, int, int], **more: Any) -> dict[str, Any]:
    """Goods of the company; lots as in `counted`."""
    lines = counted(*(lots or (("SKU-01", "R1", 240, 0),)))["lines"]
    return {"came_at": ago(minutes=1), "receiver_name": "仓管一", "paper_no": "LQ-1",
            "lines": lines, **more}  # fmt: skip


def company_prices(**prices: int) -> dict[str, Any]:
    """What the company asks of partners; 50.00 a case unless said otherwise."""
    lines = dict.fromkeys(PRICES, 5000) | prices
    return price_list_put(1, "2026-01-01", None, lines) | {
        "list_code": "PL-P", "price_type": "company_to_partner", "min_order_fen": 0,
    }  # fmt: skip


def purchase(*asked: tuple[str, int | None, int], **more: Any) -> dict[str, Any]:
    """asked: (sku, proposed, ordered), in cases."""
    return {
        "no": "B-0001", "wanted_on": day(2), "ship_to": None, "reason": None, "note": None,
        "lines": [
            {"sku_id": sku, "proposed_cases": proposed, "cases": cases}
            for sku, proposed, cases in asked or (("SKU-01", 60, 60), ("SKU-02", 20, 20))
        ],
        **more,
    }  # fmt: skip


def back(store: str = "ST-1", *lines: tuple[str, int, str], **more: Any) -> dict[str, Any]:
    """Goods that are to go back; lines: (sku, quantity, reason), in cases."""
    return {
        "no": "CC01-R001", "store_id": store, "delivery_note_id": None, "photo_ids": [],
        "note": None,
        "lines": [
            {"line_id": str(n), "sku_id": sku, "qty": qty, "uom": "case", "lot": "",
             "produced_on": None, "reason": why, "note_line_id": None}
            for n, (sku, qty, why) in enumerate(lines or (("SKU-01", 2, "damaged"),), 1)
        ],
        **more,
    }  # fmt: skip


def delivery(*taken: tuple[str, int, str | None], **more: Any) -> dict[str, Any]:
    return {
        "outcome": "delivered",
        "lines": [{"line_id": id, "accepted_qty": qty, "reason": why} for id, qty, why in taken],
        "signer_name": "王老板", "signature_photo_id": None, "photo_ids": [], "position": None,
        "reason": None, "note": None, **more,
    }  # fmt: skip
