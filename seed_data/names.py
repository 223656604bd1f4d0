"""Invented names, put together from parts. Every one carries 演示: nobody checked them."""

import random

DEMO = "演示"
FAMILY = "陈李黄张梁何吴罗林麦苏周关冯郑谭卢欧霍简叶邓招区潘岑莫冼黎孔"
GIVEN = "伟强明辉华杰峰勇军斌志国建文俊家豪永健荣芳丽敏静婷婉玲慧雯倩嘉晓秀玉少美欣仪兰珍琪"
WORD = (
    "永兴", "万家", "惠民", "佳佳", "好邻居", "顺发", "百惠", "金源", "新天地", "同心",
    "福满", "利群", "宏达", "大润", "鸿运", "家家乐", "阳光", "四季", "美宜", "一品",
    "乐购", "长青", "合益", "恒昌", "聚宝", "祥和", "广盛", "富民", "天天", "宝来",
)  # fmt: skip
ENDING = {
    "hypermarket": ("购物广场",),
    "large_supermarket": ("生活超市",),
    "small_supermarket": ("超市", "平价超市"),
    "chain_convenience": ("便利店",),
    "independent_convenience": ("便利店",),
    "filling_station": ("加油站便利店",),
    "school": ("校园小卖部",),
    "scenic_spot": ("景区商店",),
    "net_cafe": ("网咖",),
    "traditional_grocery": ("士多", "商店"),
    "kiosk": ("报刊亭",),
    "restaurant": ("小食店", "茶餐厅"),
}


def person(rng: random.Random) -> str:
    given = "".join(rng.choice(GIVEN) for _ in range(1 + (rng.random() < 0.8)))
    return f"{DEMO}{rng.choice(FAMILY)}{given}"


def owner(rng: random.Random) -> str:
    return f"{DEMO}{rng.choice(FAMILY)}{rng.choice(('老板', '姐', '店长', '生'))}"


def shop(rng: random.Random, channel: str, town: str, taken: set[str]) -> str:
    """A name nobody in `taken` has; it is taken from then on."""
    for tries in range(200):
        own = rng.choice(
            (
                rng.choice(WORD),
                f"{rng.choice(FAMILY)}{rng.choice(GIVEN)}记",
                f"{town}{rng.choice(WORD)}",
                f"{rng.choice(FAMILY)}{rng.choice(WORD)}",
            )
        )
        number = "" if tries < 100 else f"{rng.randrange(2, 999)}号"
        name = f"{DEMO}{own}{rng.choice(ENDING[channel])}{number}"
        if name not in taken:
            taken.add(name)
            return name
    raise ValueError(f"no name is left for a {channel} in {town}")
