"""The worlds: small (what `make run` loads), branch, national. Only masters; see history.py."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from seed_data import data, masters
from seed_data.data import CYCLE_DAYS, PER_DAY, STORES_OF, Row
from seed_data.script import Script
from seed_data.stores import TOWNS, StoreRow, stores

SEED = 7
ADMIN = "adm.hq"
PARTNER_OF = {"O-CC": "P01", "O-SD": "P03"}
SUPERVISOR_OF = {"O-CC": "sup.cc", "O-SD": "sup.sd"}


@dataclass
class World:
    """Everything masters need. `served` pairs a store with the rep who serves it."""

    units: list[Row]
    people: list[Row]
    partners: list[Row]
    products: list[Row]
    served: list[tuple[StoreRow, str]] = field(default_factory=list)

    def stores_of(self, rep: str) -> list[StoreRow]:
        return [store for store, login in self.served if login == rep]


def small(seed: int = SEED) -> World:
    """2 offices, 6 reps, 700 stores, 3 partners, 16 SKUs (domain.md 6.8)."""
    world = World(
        units=list(data.rows("org")),
        people=data.people(),
        partners=list(data.rows("partners")),
        products=data.products(),
    )
    start = 1
    for rep in data.people("field_rep"):
        tier, office = rep["tier"], rep["org_unit_id"]
        # The P1 rep of Chancheng serves Shunde's P1 stores too (domain.md 6.1).
        shares = [("O-CC", 6), ("O-SD", 4)] if tier == "P1" else [(office, STORES_OF[tier])]
        for where, count in shares:
            made = stores(seed, where, tier, count, start, PARTNER_OF[where])
            world.served += [(store, rep["login"]) for store in made]
            start += count
    return world


BRANCH = {
    "CC": ("禅城", "1 3 3 1", TOWNS["O-CC"]),
    "NH": ("南海", "1 3 3 1", [("桂城", 23.0354, 113.1502), ("大沥", 23.1002, 113.1104),
                            ("狮山", 23.1201, 113.0107), ("西樵", 22.9611, 112.9904),
                            ("里水", 23.1803, 113.1505), ("丹灶", 23.0402, 112.9908)]),
    "SD": ("顺德", "1 3 3 1", TOWNS["O-SD"]),
    "SS": ("三水", "1 2 3 2", [("西南", 23.1701, 112.8905), ("乐平", 23.2502, 112.9403),
                            ("芦苞", 23.3401, 112.8602), ("白坭", 23.1305, 112.8301)]),
    "GM": ("高明", "0 1 4 3", [("荷城", 22.9001, 112.8702), ("明城", 22.9105, 112.7203),
                            ("杨和", 22.8304, 112.7905), ("更合", 22.7801, 112.5902)]),
}  # fmt: skip


def branch(seed: int = SEED, skus: int = 16, code: str = "FS", start: int = 1) -> World:
    """5 offices, 40 reps, 5,420 stores, 6 partners."""
    rng = random.Random(f"{seed}/{code}")
    prefix = code.lower()
    units = [row for row in data.rows("org") if row["level"] == "hq"]
    units += [
        {"id": f"B-{code}", "name": f"演示{code}分公司", "level": "branch", "parent_id": "HQ"},
        {"id": f"B-{code}-OP", "name": f"演示{code}营管处", "level": "ops_dept",
         "parent_id": f"B-{code}"},
    ]  # fmt: skip
    own = prefix != "fs"
    people = [row for row in data.people() if row["login"] == ADMIN]
    people += [
        _person(f"mgr.{prefix}", "ops_manager", f"B-{code}-OP"),
        _person(f"spc.east{prefix if own else ''}", "special_channel_specialist", f"B-{code}-OP"),
        _person(f"adm.{prefix}", "admin", f"B-{code}"),
    ]
    partners = [
        {"id": f"P0{i}" if not own else f"P-{code}-{i}", "name": f"演示{code}饮料商行{i}号",
         "phone": f"0757-800000{i:02d}"}
        for i in range(1, 7)
    ]  # fmt: skip
    world = World(units, people, partners, products(skus, seed))
    number = start
    for at, (office, (name, profile, towns)) in enumerate(BRANCH.items()):
        unit = f"O-{office}" if not own else f"O-{code}-{office}"
        units.append({"id": unit, "name": f"演示{name}业代处", "level": "rep_office",
                      "parent_id": f"B-{code}"})  # fmt: skip
        tag = office.lower() if not own else f"{prefix}.{office.lower()}"
        people.append(_person(f"sup.{tag}", "office_supervisor", unit))
        rep = 0
        for tier, reps in zip(data.TIERS, profile.split(), strict=True):
            for _ in range(int(reps)):
                rep += 1
                login = f"rep.{tag}{rep:02d}"
                people.append(_person(login, "field_rep", unit, tier))
                partner = partners[(at + rng.randrange(2)) % 6]["id"]
                count = STORES_OF[tier]
                made = stores(seed, unit, tier, count, number, partner, towns)
                world.served += [(store, login) for store in made]
                number += count
    for partner_row in partners:
        tag = partner_row["id"].lower().replace("-", ".")
        for login, role in ((f"clk.{tag}", "partner_clerk"), (f"drv.{tag}a", "partner_driver")):
            people.append({**_person(login, role, ""), "partner_id": partner_row["id"]})
    return world


def national(seed: int = SEED, skus: int = 16, branches: int = 30) -> Iterator[World]:
    """Branch by branch, so that memory stays small."""
    start = 1
    for i in range(branches):
        code = "FS" if i == 0 else f"B{i:02d}"
        world = branch(seed + i, skus, code, start)
        start += len(world.served)
        yield world


def products(count: int, seed: int = SEED) -> list[Row]:
    """The 16 SKUs, and invented ones behind them up to `count`."""
    known = data.products()
    rng = random.Random(f"{seed}/products")
    for i in range(len(known) + 1, count + 1):
        model = known[rng.randrange(14)]
        body = f"29900010{i:04d}"
        known.append(
            {**model, "id": f"SKU-{i:03d}", "gtin": body + str(_check_digit(body)),
             "name": f"{model['name']} 演示{i}", "hue": str(rng.randrange(360)),
             "tiers": model["tiers"] if i % 3 else "P1 P2 P3 P4"}
        )  # fmt: skip
    return known[:count]


def _check_digit(body: str) -> int:
    total = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(body))
    return (10 - total % 10) % 10


def _person(login: str, role: str, unit: str, tier: str = "") -> Row:
    return {"login": login, "name": f"演示{login}", "role": role, "org_unit_id": unit,
            "partner_id": "", "tier": tier, "lat": "", "lon": ""}  # fmt: skip


def tell_masters(
    script: Script, world: World, at: str, days: tuple[str, str, str], first: bool = True
) -> None:
    """Said by the first admin, long before the history begins."""
    adm = script.voice(ADMIN, at)
    masters.org(adm, at, world.units)
    masters.partners(adm, at, world.partners)
    masters.people(adm, at, world.people)
    if first:
        masters.catalogue(adm, at, world.products, days)
    masters.customers_and_stores(adm, at, (store for store, _ in world.served))
    masters.assignments(adm, at, world.served)


def plan_of(world: World, rep: Row, day_index: int) -> list[StoreRow]:
    """The rep's stops of one working day, in order: her stores in turn, near ones together."""
    tier = rep["tier"]
    mine = sorted(world.stores_of(rep["login"]), key=lambda s: (s.lat_e7 // 90_000, s.lon_e7))
    per_day, cycle = PER_DAY[tier], CYCLE_DAYS[tier]
    turn = (day_index % cycle) * per_day
    return [mine[(turn + i) % len(mine)] for i in range(per_day)]
