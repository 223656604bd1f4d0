"""The display score of a shelf (domain.md 4.6). Pure: what a visit said in, points out.

A part for which nothing is required, or that nobody looked at, is not applicable: it leaves both
sides. All arithmetic is of whole numbers, so that a phone comes to the very same points.
Twin: pwa/src/visits/score-rules.ts. Both must pass
sync_protocol/vectors/rules/visits.display_score.json.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Parts = dict[str, tuple[int, int]]
"""Of each part: so much of so much."""

PASS = 80
TARGET_SHARE_PCT = 40
MIN_FACINGS = 2
FULL_LEVEL = 4
LEVEL_POINTS = {1: 3, 2: FULL_LEVEL, 3: 3, 4: 2, 5: 1}
EYE_LEVEL = 2
POINTS = {
    "availability": 30,
    "share": 20,
    "facings": 20,
    "position": 15,
    "second_display": 10,
    "price_tags": 10,
    "posm": 5,
    "order": 10,
}
QUESTIONS = ("brand_block", "labels_front", "clean", "rotated")
SHARE_PARTS = 10_000
FIXES = 3


def display_score(
    must_stock: Sequence[str],
    observations: Sequence[Row],
    categories: Sequence[Row],
    displays: Row | None,
    displays_required: int,
    outside: Row | None,
    merchandise: Row | None,
) -> dict[str, Any]:
    """Before and after the work on the shelf, and what is still worth most. None: nothing counts.

    ``displays_required``: second displays and coolers the visit's template asks to be pictured,
    or, if they are more, the paid displays the store has agreed to.
    """
    shelf = [one for one in observations if one["presence"] != "not_checked"]
    if not shelf:
        return {"before": None, "after": None, "fixes": []}
    unseen = {one["sku_id"] for one in observations} - {one["sku_id"] for one in shelf}
    wanted = [sku for sku in must_stock if sku not in unseen]
    work = merchandise or {}
    better = shelf_after(shelf, work.get("fixes", ()))
    answers: Mapping[str, str] = work.get("order", {})

    def parts(shelf: Sequence[Row], faces: Sequence[Row], work: Row, counted: set[str]) -> Parts:
        right = sum(answer in counted for answer in answers.values())
        return {
            "availability": _availability(wanted, shelf),
            **_facings(wanted, shelf, faces),
            "position": _position(shelf),
            "second_display": _displays(displays, displays_required, work.get("actions", ())),
            "price_tags": _tags(shelf),
            "posm": _posm(outside, work.get("posm", ())),
            "order": (right, len(answers)),
        }

    before = parts(shelf, categories, {}, {"found"})
    after = parts(better, work.get("categories") or categories, work, {"found", "fixed"})
    return {
        "before": scored(before),
        "after": scored(after),
        "fixes": fixes(after, better, wanted, _poster(outside, work.get("posm", ())), answers),
    }


def shelf_after(shelf: Iterable[Row], fixes: Iterable[Row]) -> list[Row]:
    """The main shelf as the work left it. Facings mean that it stands there now."""
    made = {fix["sku_id"]: fix for fix in fixes}
    found: list[Row] = []
    for one in shelf:
        fix = made.get(one["sku_id"]) if one["location"] == "main_shelf" else None
        stands = {"presence": "present"} if fix and "facings" in fix else {}
        found.append({**one, **(fix or {}), **stands})
    return found


def scored(parts: Parts) -> dict[str, Any] | None:
    """100 x points / points of the applicable parts, in tenths; None: no part applies."""
    items = [
        {"item": item, "points": POINTS[item], "got_100": _got(item, num, den),
         "num": num, "den": den}
        for item, (num, den) in parts.items()
    ]  # fmt: skip
    points = _points(parts)
    if points == 0:
        return None
    got = sum(_got(item, num, den) for item, (num, den) in parts.items())
    return {"score_10": half_up(got * 10, points), "passed": got >= PASS * points, "items": items}


def fixes(
    parts: Parts, shelf: Sequence[Row], wanted: Sequence[str], poster: str,
    answers: Mapping[str, str],
) -> list[dict[str, Any]]:  # fmt: skip
    """What would bring most, in tenths of the score: the best three that can be done here, now."""
    main = [one for one in shelf if one["location"] == "main_shelf"]
    present = [one for one in main if one["presence"] == "present"]

    def skus(test: Callable[[Row], bool], among: Sequence[Row]) -> list[str]:
        return [one["sku_id"] for one in among if test(one)]

    behind = skus(lambda one: one["presence"] == "oos_shelf" and one["sku_id"] in wanted, main)
    few = [one for one in present if one["sku_id"] in wanted and one["facings"] < MIN_FACINGS]
    low = [one for one in present if _level(one) < FULL_LEVEL]
    tags = skus(lambda one: one.get("price_tag") in ("wrong", "missing"), present)
    possible: list[tuple[str, str, int, list[str]]] = [
        ("fill_shelf", "availability", len(behind), behind),
        ("widen", "share", _rest(parts.get("share", (0, 0))), []),
        ("add_facings", "facings", sum(MIN_FACINGS - one["facings"] for one in few),
         [one["sku_id"] for one in few]),
        ("raise_level", "position", sum(FULL_LEVEL - _level(one) for one in low),
         [one["sku_id"] for one in low]),
        ("build_display", "second_display", _rest(parts["second_display"]), []),
        ("replace_tags", "price_tags", len(tags), tags),
        ("renew_poster", "posm", int(poster == "outdated"), []),
        *((one, "order", int(answers.get(one) == "no"), []) for one in QUESTIONS),
    ]  # fmt: skip
    points = _points(parts)
    worth: list[tuple[int, str, list[str]]] = []
    for fix, item, gain, sku_ids in possible:
        num, den = parts.get(item, (0, 0))
        better = _got(item, min(den, num + gain), den) - _got(item, num, den)
        if better > 0:
            worth.append((half_up(better * 10, points), fix, sku_ids))
    best = sorted(worth, key=lambda one: -one[0])[:FIXES]
    return [{"fix": fix, "worth_10": tenths, "sku_ids": ids} for tenths, fix, ids in best]


def _availability(wanted: Sequence[str], shelf: Sequence[Row]) -> tuple[int, int]:
    """Present only (M15): what lies in the back room is not there to be taken."""
    present = {one["sku_id"] for one in shelf if one["presence"] == "present"}
    return sum(sku in present for sku in wanted), len(wanted)


def _facings(wanted: Sequence[str], shelf: Sequence[Row], faces: Sequence[Row]) -> Parts:
    """The share of the shelf against its target; where nobody counted it, facings a SKU."""
    shares = [
        min(SHARE_PARTS, half_up(SHARE_PARTS * 100 * one["own"], total * TARGET_SHARE_PCT))
        for one in faces
        if (total := one["own"] + one["others"]) > 0
    ]
    if shares:
        return {"share": (sum(shares), SHARE_PARTS * len(shares))}
    found = {one["sku_id"]: one["facings"] for one in shelf if one["location"] == "main_shelf"}
    enough = sum(min(MIN_FACINGS, found.get(sku, 0)) for sku in wanted)
    return {"facings": (enough, MIN_FACINGS * len(wanted))}


def _position(shelf: Sequence[Row]) -> tuple[int, int]:
    """Of what stands there and whose level was looked at."""
    levels = [_level(one) for one in _standing(shelf) if one.get("shelf_level")]
    return sum(levels), FULL_LEVEL * len(levels)


def _level(one: Row) -> int:
    """Not looked at is as good as best: there is nothing to gain."""
    return LEVEL_POINTS.get(one.get("shelf_level") or EYE_LEVEL, 0)


def _displays(displays: Row | None, required: int, actions: Sequence[str]) -> tuple[int, int]:
    own = displays["own_displays"] + displays["own_coolers"] if displays else 0
    return min(required, own + ("display_built" in actions)), required


def _tags(shelf: Sequence[Row]) -> tuple[int, int]:
    """Of what stands there and whose tag was looked at."""
    tags = [one["price_tag"] for one in _standing(shelf) if one.get("price_tag")]
    return sum(tag == "correct" for tag in tags), len(tags)


def _posm(outside: Row | None, placed: Sequence[Row]) -> tuple[int, int]:
    """Our light box and our poster, where the shop has one."""
    light, poster = outside["light_box"] if outside else "none", _poster(outside, placed)
    current = (light == "working") + (poster == "current")
    return current, (light != "none") + (poster != "none")


def _poster(outside: Row | None, placed: Sequence[Row]) -> str:
    """As it was seen from the street; one just placed is current."""
    if outside is None:
        return "none"
    return "current" if any(one["item"] == "poster" for one in placed) else str(outside["poster"])


def _standing(shelf: Sequence[Row]) -> list[Row]:
    return [
        one for one in shelf if one["location"] == "main_shelf" and one["presence"] == "present"
    ]


def _points(parts: Parts) -> int:
    return sum(POINTS[item] for item, (_, den) in parts.items() if den > 0)


def _got(item: str, num: int, den: int) -> int:
    return half_up(POINTS[item] * 100 * num, den) if den else 0


def _rest(part: tuple[int, int]) -> int:
    return part[1] - part[0]


def half_up(a: int, b: int) -> int:
    """a / b to the nearest whole number, halves up. Neither is negative."""
    return (2 * a + b) // (2 * b)
