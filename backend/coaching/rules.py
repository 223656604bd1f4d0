"""Which visits are looked at again, and what two who looked at one shelf agree on (M27). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

Seen = Mapping[str, Any]
Item = dict[str, Any]
LAST_WEEKDAY = 5
"""Saturday: on Sundays nothing is drawn, for nobody goes."""
STOCK_PERCENT, STOCK_UNITS, FACINGS = 10, 2, 1
"""The tolerances of M27 (domain.md 2.10)."""
FORMULA = (
    "items of spot checks within tolerance / items compared (stock +-10% or 2 units, facings +-1,"
    " presence exact, price exact), without those accepted as explained, by the day of the visit"
)
THERE = ("present", "oos_shelf")


def drawn(
    seed: str,
    day: str,
    candidates: Iterable[Sequence[str]],
    held: Mapping[str, int],
    per_week: int,
) -> list[str]:
    """Of [visit, rep] the visits that are looked at again. What a rep is still due this week is
    spread over the days that are left of it by chance, so that no day is safe and none is sure;
    which of her visits it is depends on the seed alone, never on how a visit looks."""
    left = LAST_WEEKDAY + 1 - date.fromisoformat(day).weekday()
    if left <= 0:
        return []
    by_rep: dict[str, list[str]] = {}
    for visit_id, rep_id in candidates:
        by_rep.setdefault(rep_id, []).append(visit_id)
    found: list[str] = []
    for rep_id, visits in sorted(by_rep.items()):
        due = max(0, per_week - held.get(rep_id, 0))
        whole, rest = divmod(due, left)
        many = whole + (chance(seed, rep_id) % left < rest)
        found += sorted(visits, key=lambda id: (chance(seed, id), id))[:many]
    return found


def chance(seed: str, what: str) -> int:
    """A number that only who knows the seed can know."""
    return int.from_bytes(sha256(f"{seed}:{what}".encode()).digest()[:8])


def compared(
    said: Iterable[Seen], found: Iterable[Seen], minutes_later: int, stock_h: int
) -> list[Item]:
    """Field by field what both had an answer for on the main shelf, in the finder's order. Facings,
    stock and price where both found the same presence, for otherwise they follow from it; facings
    where both counted them: none on the shelf is a SKU that is there and was not counted. Stock
    beyond ``stock_h`` hours says nothing: it is shown and does not count."""
    hers = {one["sku_id"]: one for one in said if looked_at(one)}
    items: list[Item] = []
    for one in found:
        before = hers.get(one["sku_id"])
        if before is None or not looked_at(one):
            continue
        items += of_sku(before, one, minutes_later <= stock_h * 60)
    return items


def looked_at(one: Seen) -> bool:
    return bool(one["location"] == "main_shelf" and one["presence"] != "not_checked")


def of_sku(said: Seen, found: Seen, soon: bool) -> list[Item]:
    sku = found["sku_id"]
    same = said["presence"] == found["presence"]
    first = item(sku, "presence", said["presence"], found["presence"], same)
    if not same:
        gone = said["presence"] in THERE and found["presence"] == "oos_store"
        return [{**first, "may_have_sold": True} if gone else first]
    items = [first]
    if said["presence"] == "present" and said["facings"] and found["facings"]:
        off = abs(said["facings"] - found["facings"])
        items.append(item(sku, "facings", said["facings"], found["facings"], off <= FACINGS))
    if (both := counted(said, found)) is not None:
        near = stock_near(*both)
        stock = {**item(sku, "stock", *both, near), "counts": soon}
        items.append({**stock, "may_have_sold": True} if not near and both[1] < both[0] else stock)
    if said["price_fen"] is not None and found["price_fen"] is not None:
        prices = said["price_fen"], found["price_fen"]
        items.append(item(sku, "price", *prices, prices[0] == prices[1]))
    return items


def item(sku: str, what: str, said: Any, found: Any, within: bool) -> Item:
    return {
        "sku_id": sku, "what": what, "said": said, "found": found, "within": within, "counts": True,
    }  # fmt: skip


def counted(said: Seen, found: Seen) -> tuple[int, int] | None:
    """Units on the shelf and behind it, of those parts that both have counted."""
    parts = [
        (said[name], found[name])
        for name in ("shelf_units", "backroom_units")
        if said[name] is not None and found[name] is not None
    ]
    return (sum(a for a, _ in parts), sum(b for _, b in parts)) if parts else None


def stock_near(said: int, found: int) -> bool:
    """Ten percent of what was said, or two units, whichever is more."""
    off = abs(said - found)
    return off <= STOCK_UNITS or off * 100 <= STOCK_PERCENT * said


def settled(items: Iterable[Item], explained: set[tuple[str, str]]) -> list[Item]:
    """Differences that whoever looked accepts as explained are in neither part of M27; those he
    accepted before and does not name now are again. What is within, or does not count, stays."""
    found = []
    for one in items:
        bare = {name: value for name, value in one.items() if name != "explained"}
        bare["counts"] = one["counts"] or "explained" in one
        if bare["counts"] and not bare["within"] and (one["sku_id"], one["what"]) in explained:
            bare |= {"counts": False, "explained": True}
        found.append(bare)
    return found


def sums(items: Iterable[Item]) -> tuple[int, int]:
    """Within tolerance, and compared."""
    counting = [one for one in items if one["counts"]]
    return sum(one["within"] for one in counting), len(counting)


AS_LEFT = {
    "storefront": ("storefront",),
    "main_shelf_before": ("main_shelf_after", "main_shelf_before"),
}
"""Which of her pictures shows the same place as his: of the shelf that which she left it as."""


def paired(
    hers: Iterable[tuple[str, str, str]], his: Iterable[tuple[str, str]]
) -> list[dict[str, str]]:
    """His pictures, each with her last of the same place. ``hers``: type, instant, id; ``his``:
    type, id, one a kind: of two the last counts."""
    taken = sorted(hers, key=lambda one: one[1:])
    pairs = []
    for kind, found in dict(his).items():
        pair = {"type": kind, "found": found}
        for same in AS_LEFT.get(kind, (kind,)):
            said = [id for type, _, id in taken if type == same]
            if said:
                pair["said"] = said[-1]
                break
        pairs.append(pair)
    return pairs
