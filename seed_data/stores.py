"""Invented stores: plausible points, plausible names, the same for the same seed.

Every name carries 演示, because nobody checked them against a register.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians

from seed_data.data import RADIUS_M

M_PER_DEG = 111_320
DISTRICT = {"O-CC": "禅城区", "O-SD": "顺德区"}
FAMILY = "陈李黄张梁何吴罗林麦苏周关冯郑谭卢欧霍简叶邓招区潘岑莫冼黎孔"
WORD = [
    "永兴", "万家", "惠民", "佳佳", "好邻居", "顺发", "百惠", "金源", "新天地", "同心",
    "福满", "利群", "宏达", "大润", "鸿运", "家家乐", "阳光", "四季", "美宜", "一品",
    "乐购", "长青", "合益", "恒昌", "聚宝", "祥和", "广盛", "富民", "天天", "宝来",
]  # fmt: skip
KIND = {
    "P1": (("hypermarket", "购物广场"), ("large_supermarket", "生活超市")),
    "P2": (("small_supermarket", "超市"), ("small_supermarket", "平价超市")),
    "P3": (
        ("chain_convenience", "便利店"), ("independent_convenience", "便利店"),
        ("filling_station", "加油站便利店"), ("school", "校园小卖部"), ("net_cafe", "网咖"),
    ),
    "P4": (("traditional_grocery", "士多"), ("kiosk", "报刊亭"), ("restaurant", "小食店")),
}  # fmt: skip
ROAD = [
    "祖庙路", "人民路", "汾江中路", "建新路", "同济路", "朝安路", "大良路", "凤山路", "容桂大道",
    "文海路", "新宁路", "南国路", "东乐路", "振华路",
]  # fmt: skip
TOWNS = {
    "O-CC": [
        ("祖庙", 23.0301, 113.1122), ("石湾", 23.0052, 113.0830), ("张槎", 23.0270, 113.0721),
        ("南庄", 22.9871, 113.0402), ("季华", 23.0095, 113.1225), ("湾华", 22.9968, 113.1012),
        ("普君", 23.0223, 113.1242),
    ],
    "O-SD": [
        ("大良", 22.8404, 113.2512), ("容桂", 22.7702, 113.2805), ("伦教", 22.8777, 113.2260),
        ("北滘", 22.9251, 113.2102), ("乐从", 22.9442, 113.1105), ("龙江", 22.8688, 113.0902),
        ("勒流", 22.8401, 113.1506), ("杏坛", 22.7803, 113.1604),
    ],
}  # fmt: skip


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
    radius_m: int
    contact_name: str
    phone: str
    receiving_window: str
    partner_id: str
    split_sale: bool


def stores(
    seed: int,
    office: str,
    tier: str,
    count: int,
    start: int,
    partner: str,
    towns: list[tuple[str, float, float]] | None = None,
) -> Iterator[StoreRow]:
    """`count` stores of one tier around the towns of one office."""  # fmt: skip
    rng = random.Random(f"{seed}/{office}/{tier}/{start}")
    towns = towns or TOWNS[office]
    for i in range(count):
        town, lat, lon = towns[rng.randrange(len(towns))]
        spread = rng.choice((0.3, 0.6, 1.0, 1.5)) * 600
        north, east = rng.gauss(0, spread), rng.gauss(0, spread)
        channel, ending = KIND[tier][rng.randrange(len(KIND[tier]))]
        number = start + i
        family = rng.choice(FAMILY)
        own = rng.choice((rng.choice(WORD), f"{family}记", f"{rng.choice(WORD)}{town}"))
        customer_id, customer, kind = _customer(tier, channel, number, f"{own}{ending}")
        yield StoreRow(
            id=f"S{number:06d}",
            name=f"演示{own}{ending}"
            if kind != "C1"
            else f"{customer}（{town}{number % 90 + 1}店）",
            address=f"佛山市{DISTRICT.get(office, '')}"
            f"{town}{rng.choice(ROAD)}{rng.randrange(1, 260)}号",
            customer_id=customer_id,
            customer_name=customer,
            customer_class=kind,
            org_unit_id=office,
            channel_type=channel,
            tier=tier,
            lat_e7=round((lat + north / M_PER_DEG) * 1e7),
            lon_e7=round((lon + east / (M_PER_DEG * cos(radians(lat)))) * 1e7),
            radius_m=RADIUS_M[tier],
            contact_name=f"演示{family}{rng.choice(('老板', '姐', '店长', '生'))}",
            phone=f"1380000{rng.randrange(10_000):04d}",
            receiving_window=rng.choice(("07:00-10:00", "09:00-12:00", "14:00-17:00")),
            partner_id=partner,
            split_sale=tier in ("P3", "P4"),
        )


def _customer(tier: str, channel: str, number: int, name: str) -> tuple[str, str, str]:
    """Account of the store: a chain for some, else the shop itself (domain.md 6.4)."""
    if tier == "P1" and number % 2:
        return "K001", "演示万邻汇超市", "C1"
    if tier in ("P1", "P2") and number % 4 == 0:
        return "K002", "演示嘉惠生活超市", "C1"
    if channel == "chain_convenience":
        return "K003", "演示路口鲜便利", "C1"
    if channel == "filling_station":
        return "K004", "演示岭南行加油服务", "C1"
    if channel == "net_cafe":
        return "K009", "演示星网网咖", "D"
    kind = "C2" if tier in ("P1", "P2") else "D"
    return f"KS{number:06d}", f"演示{name}", kind
