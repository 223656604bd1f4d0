"""The worlds: small (what `make run` loads), branch, national. Only masters; see history.py."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from seed_data import catalogue, data, masters, names, templates
from seed_data.data import CYCLE_DAYS, PER_DAY, STORES_OF, Row
from seed_data.script import Script
from seed_data.stores import Naming, Seat, StoreRow, stores

SEED = 7
ADMIN = "adm.hq"
SMALL_OFFICES = ("CC", "SD")
P1_REP_OF_TWO = {"CC": 6, "SD": 4}
"""The P1 rep of Chancheng serves Shunde's P1 stores too (domain.md 6.1, 6.8)."""


@dataclass
class World:
    """Everything there is to say. `served` pairs a store with the rep who serves it."""

    units: list[Row]
    people: list[Row]
    partners: list[Row]
    products: list[Row]
    served: list[tuple[StoreRow, str]] = field(default_factory=list)
    terms: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """Case prices by customer, partner and SKU, where terms say others than the list."""

    @cached_property
    def stores_of(self) -> dict[str, list[StoreRow]]:
        """By rep, in the order in which she goes round."""
        found: dict[str, list[StoreRow]] = {}
        for store, rep in self.served:
            found.setdefault(rep, []).append(store)
        for own in found.values():
            own.sort(key=lambda store: (store.true_lat_e7 // 90_000, store.true_lon_e7))
        return found

    @cached_property
    def supervisor_of(self) -> dict[str, str]:
        """By office."""
        return {row["org_unit_id"]: row["login"] for row in self.of("office_supervisor")}

    @cached_property
    def specialist(self) -> str:
        return self.of("special_channel_specialist")[0]["login"]

    @cached_property
    def clerk_of(self) -> dict[str, str]:
        """By partner."""
        return {row["partner_id"]: row["login"] for row in self.of("partner_clerk")}

    @cached_property
    def drivers_of(self) -> dict[str, list[str]]:
        """By partner."""
        found: dict[str, list[str]] = {}
        for row in self.of("partner_driver"):
            found.setdefault(row["partner_id"], []).append(row["login"])
        return found

    def of(self, role: str) -> list[Row]:
        return [row for row in self.people if row["role"] == role]

    def must_stock(self, tier: str) -> list[str]:
        """SKUs every store of the tier should hold (domain.md 6.5, 6.6)."""
        return [row["id"] for row in self.products if tier in row["tiers"].split()]


def small(seed: int = SEED, skus: int = 16) -> World:
    """2 offices, 6 reps, 700 stores, 3 partners, 16 SKUs (domain.md 6.8)."""
    world = World(
        units=list(data.rows("org")),
        people=data.people(),
        partners=[row for row in data.rows("partners") if row["small"] == "yes"],
        products=catalogue.products(skus, seed),
    )
    seats: list[Seat] = []
    for rep in world.of("field_rep"):
        tier, office = rep["tier"], rep["org_unit_id"].removeprefix("O-")
        shares = P1_REP_OF_TWO if tier == "P1" else {office: STORES_OF[tier]}
        for where, count in shares.items():
            seats += [Seat(rep["login"], where, tier)] * count
    accounts = data.rows("customers")
    world.served = list(stores(seed, seats, accounts, world.partners, "small", Naming()))
    return world


def branch(seed: int = SEED, skus: int = 16, number: int = 0, first_store: int = 1) -> World:
    """5 offices, 40 reps, 5,420 stores, 6 partners. The first is Foshan, as everybody knows it."""
    code = f"B{number:02d}" if number else ""
    naming = Naming(f"{code}." if code else "", first_store)
    tag = f"{code.lower()}." if code else ""
    rng = random.Random(f"{seed}/people/{code}")
    known = {row["login"]: row for row in data.people()}
    unit = f"B-{code or 'FS'}"
    world = World(
        units=_units(code, naming, unit),
        people=[known[ADMIN]],
        partners=[
            {**row, "id": naming.own(row["id"]), "name": f"{row['name']}{code}"}
            for row in data.rows("partners")
        ],
        products=catalogue.products(skus, seed),
    )

    def post(login: str, role: str, where: str, tier: str = "", partner: str = "") -> str:
        name = known[login]["name"] if login in known else names.person(rng)
        world.people.append(
            {"login": login, "name": name, "role": role, "org_unit_id": where,
             "partner_id": partner, "tier": tier, "lat": "", "lon": ""}
        )  # fmt: skip
        return login

    end = tag.rstrip(".") or "fs"
    post(f"mgr.{end}", "ops_manager", f"{unit}-OP")
    for side in ("east", "west"):
        post(f"spc.{tag}{side}", "special_channel_specialist", f"{unit}-OP")
    post(f"adm.{end}", "admin", unit)
    seats: list[Seat] = []
    for office in data.rows("offices"):
        where, short = naming.unit(office["code"]), office["code"].lower()
        post(f"sup.{tag}{short}", "office_supervisor", where)
        reps = (
            tier
            for tier, count in zip(data.TIERS, office["reps"].split(), strict=True)
            for _ in range(int(count))
        )
        for i, tier in enumerate(reps, start=1):
            rep = post(f"rep.{tag}{short}{i:02d}", "field_rep", where, tier)
            seats += _seats(rep, office, tier)
    for partner in world.partners:
        short = partner["id"].lower()
        post(f"clk.{short}", "partner_clerk", "", partner=partner["id"])
        for letter in "ab":
            post(f"drv.{short}{letter}", "partner_driver", "", partner=partner["id"])
    post(f"desk.{end}", "order_desk", f"{unit}-OP")  # last: those before keep their names
    accounts = data.rows("customers")
    world.served = list(stores(seed + number, seats, accounts, world.partners, "branch", naming))
    return world


def _units(code: str, naming: Naming, unit: str) -> list[Row]:
    name = f"{code} " if code else "佛山"
    return [
        next(row for row in data.rows("org") if row["level"] == "hq"),
        {"id": unit, "name": f"演示{name}分公司", "level": "branch", "parent_id": "HQ"},
        {"id": f"{unit}-OP", "name": f"演示{name}营管处", "level": "ops_dept", "parent_id": unit},
        *(
            {"id": naming.unit(row["code"]), "name": f"演示{row['name']}业代处{code}",
             "level": "rep_office", "parent_id": unit}
            for row in data.rows("offices")
        ),
    ]  # fmt: skip


def _seats(rep: str, office: Row, tier: str) -> list[Seat]:
    """A P1 rep may serve stores of the neighbour office that has none of her kind."""
    seats = [Seat(rep, office["code"], tier)] * STORES_OF[tier]
    if tier == "P1" and office["p1_stores_of_other"]:
        other, count = office["p1_stores_of_other"].split(":")
        seats = seats[int(count) :] + [Seat(rep, other, tier)] * int(count)
    return seats


def national(seed: int = SEED, skus: int = 16, branches: int = 30) -> Iterator[World]:
    """Branch by branch, so that memory stays small."""
    first_store = 1
    for number in range(branches):
        world = branch(seed, skus, number, first_store)
        first_store += len(world.served)
        yield world


def tell_masters(
    script: Script, world: World, at: str, days: tuple[str, str, str], first: bool = True
) -> None:
    """Said by the first admin, long before the history begins; the templates by who may."""
    adm = script.voice(ADMIN, at)
    masters.org(adm, at, world.units)
    masters.partners(adm, at, world.partners)
    masters.people(adm, at, world.people)
    if first:
        masters.catalogue(adm, at, world.products, days)
    masters.customers_and_stores(adm, at, (store for store, _ in world.served))
    masters.assignments(adm, at, world.served)
    templates.tell(script, at, days[0], world.specialist, world.of("ops_manager")[0]["login"])


def plan_of(world: World, rep: Row, turn: int) -> list[StoreRow]:
    """The rep's stops of one working day, in order: her stores in turn, near ones together."""
    tier = rep["tier"]
    mine = world.stores_of[rep["login"]]
    per_day = PER_DAY[tier]
    begin = (turn % CYCLE_DAYS[tier]) * per_day
    todo = [mine[(begin + i) % len(mine)] for i in range(per_day)]
    route = [todo.pop(0)]
    while todo:
        here = route[-1]
        nearest = min(
            todo,
            key=lambda store: (
                abs(store.true_lat_e7 - here.true_lat_e7)
                + abs(store.true_lon_e7 - here.true_lon_e7),
                store.id,
            ),
        )
        todo.remove(nearest)
        route.append(nearest)
    return route
