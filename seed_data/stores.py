"""Invented stores: plausible points around town centres, the same for the same seed.

5 % have a wrong point in the master data and 2 % one that is off as GCJ-02 is, so that fences have
something to say; `true_*` is where the door really is, and never leaves this folder.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin

from seed_data import data, names
from seed_data.data import RADIUS_M, Row

M_PER_DEG = 111_320
GCJ02_SHIFT_E7 = (-26_000, 53_000)
"""About how far GCJ-02 lies from WGS-84 in Foshan: 290 m south, 540 m east."""
BOXES = {
    "CC": (22.96, 23.06, 113.03, 113.16),
    "NH": (22.95, 23.22, 112.98, 113.22),
    "SD": (22.72, 22.98, 113.08, 113.38),
    "SS": (23.12, 23.38, 112.82, 113.00),
    "GM": (22.72, 22.95, 112.55, 112.88),
}
"""South, north, west, east of each office's district (domain.md 6.1)."""
CHANNELS = {
    "P1": (("hypermarket", 4), ("large_supermarket", 6)),
    "P2": (("small_supermarket", 1),),
    "P3": (("independent_convenience", 10), ("school", 2), ("net_cafe", 1)),
    "P4": (("traditional_grocery", 6), ("kiosk", 2), ("restaurant", 3)),
}
SPREAD_M = (300, 500, 800, 1_200)


@dataclass(frozen=True)
class StoreRow:
    """One invented store, before it is said."""

    id: str
    name: str
    address: str
    customer_id: str
    customer_name: str
    customer_class: str
    org_unit_id: str
    channel_type: str
    tier: str
    lat_e7: int
    lon_e7: int
    true_lat_e7: int
    true_lon_e7: int
    radius_m: int
    contact_name: str
    phone: str
    receiving_window: str
    partner_id: str
    split_sale: bool


@dataclass(frozen=True)
class Seat:
    """A place for a store: the rep who will serve it, its office, its tier."""

    rep: str
    office: str
    """Short code: CC."""
    tier: str


@dataclass(frozen=True)
class Naming:
    """How ids are written in one branch: units and accounts of the first carry no prefix."""

    prefix: str = ""
    first_number: int = 1

    def unit(self, office: str) -> str:
        return f"O-{self.prefix}{office}"

    def own(self, account_id: str) -> str:
        return f"{self.prefix}{account_id}"


def stores(
    seed: int, seats: Sequence[Seat], accounts: Sequence[Row], partners: Sequence[Row],
    world: str, naming: Naming,
) -> Iterator[tuple[StoreRow, str]]:  # fmt: skip
    """Each seat's store with the rep who serves it."""
    rng = random.Random(f"{seed}/accounts/{naming.prefix}")
    chosen = _accounts(rng, seats, accounts, world)
    taken: set[str] = set()
    next_single = {"C2": 10, "D": 200}
    for i, seat in enumerate(seats):
        number = naming.first_number + i
        account = chosen.get(i)
        kind = account["customer_class"] if account else "D"
        if account is not None and account["name"]:
            code = account["id"]
        else:
            code = f"K{next_single[kind]:03d}"
            next_single[kind] += 1
        channel = account["channel"] if account else ""
        yield (
            _store(seed, number, seat, naming, taken, channel, partners, account, kind, code),
            seat.rep,
        )


def _accounts(
    rng: random.Random, seats: Sequence[Seat], accounts: Sequence[Row], world: str
) -> dict[int, Row]:
    """Which seat belongs to which account; the others are single D shops (domain.md 6.4).

    Accounts bound to few offices choose first, so that they find a place.
    """
    free: dict[str, list[int]] = {tier: [] for tier in data.TIERS}
    for i, seat in enumerate(seats):
        free[seat.tier].append(i)
    chosen: dict[int, Row] = {}
    bound = sorted(accounts, key=lambda row: len(row["offices"].split()) or 99)
    for account in bound:
        where = account["offices"].replace("O-", "").split()
        for part in account[world].split():
            tier, wanted = part.split(":")
            fits = [i for i in free[tier] if not where or seats[i].office in where]
            for i in rng.sample(fits, min(int(wanted), len(fits))):
                chosen[i] = account
                free[tier].remove(i)
    return chosen


def _store(
    seed: int, number: int, seat: Seat, naming: Naming, taken: set[str], channel: str,
    partners: Sequence[Row], account: Row | None, kind: str, code: str,
) -> StoreRow:  # fmt: skip
    rng = random.Random(f"{seed}/store/{number}")
    town = rng.choice(data.towns(seat.office))
    if not channel:
        kinds, weights = zip(*CHANNELS[seat.tier], strict=True)
        channel = rng.choices(kinds, weights)[0]
    own_name = names.shop(rng, channel, town["name"], taken)
    chain = account["name"] if account and account["name"] else ""
    lat_e7, lon_e7 = _door(rng, seat.office, town)
    master_lat_e7, master_lon_e7 = _as_recorded(rng, lat_e7, lon_e7)
    return StoreRow(
        id=f"S{number:06d}",
        name=f"{chain}（{town['name']}{number % 90 + 1}店）" if chain else own_name,
        address=f"佛山市{data.office(seat.office)['district']}{town['name']}"
        f"{rng.choice(town['roads'].split())}{rng.randrange(1, 260)}号",
        customer_id=naming.own(code),
        customer_name=chain or own_name,
        customer_class=kind,
        org_unit_id=naming.unit(seat.office),
        channel_type=channel,
        tier=seat.tier,
        lat_e7=master_lat_e7,
        lon_e7=master_lon_e7,
        true_lat_e7=lat_e7,
        true_lon_e7=lon_e7,
        radius_m=RADIUS_M[seat.tier],
        contact_name=names.owner(rng),
        phone=f"1380000{rng.randrange(10_000):04d}",
        receiving_window=rng.choice(("07:00-10:00", "09:00-12:00", "14:00-17:00")),
        partner_id=_partner(rng, partners, seat.office, kind, code),
        split_sale=seat.tier in ("P3", "P4"),
    )


def _door(rng: random.Random, office: str, town: Row) -> tuple[int, int]:
    """A point some way from the town's centre, within the district's box."""
    south, north, west, east = BOXES[office]
    spread = rng.choice(SPREAD_M)
    lat = float(town["lat"]) + rng.gauss(0, spread) / M_PER_DEG
    lon = float(town["lon"]) + rng.gauss(0, spread) / (M_PER_DEG * cos(radians(lat)))
    return round(min(max(lat, south), north) * 1e7), round(min(max(lon, west), east) * 1e7)


def _as_recorded(rng: random.Random, lat_e7: int, lon_e7: int) -> tuple[int, int]:
    luck = rng.random()
    angle, away_m = rng.random() * 2 * pi, rng.uniform(250, 700)
    if luck < 0.05:
        per_m = 1e7 / M_PER_DEG
        north, east = away_m * cos(angle), away_m * sin(angle)
        return round(lat_e7 + north * per_m), round(lon_e7 + east * per_m / 0.92)
    if luck < 0.07:
        return lat_e7 + GCJ02_SHIFT_E7[0], lon_e7 + GCJ02_SHIFT_E7[1]
    return lat_e7, lon_e7


def _partner(rng: random.Random, partners: Sequence[Row], office: str, kind: str, code: str) -> str:
    """Who delivers there: a partner of the office that may serve the class (domain.md 6.3)."""
    able = [
        row["id"] for row in partners
        if f"O-{office}" in row["offices"].split() and kind in row["classes"].split()
    ]  # fmt: skip
    chains = [row["id"] for row in partners if row["classes"] == "C1"]
    local = [id for id in able if id not in chains]
    if code == "K001" or not local:
        return (chains or local)[0]
    return rng.choice(local)
