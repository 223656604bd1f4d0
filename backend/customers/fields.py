"""What of a store people may know better, each field said as text, and who set it last (K7).

The version of a field is who gave it its value, and when: `Store.sets` holds it for every field
that somebody changed since the store was made.
"""

from typing import Any

from backend.customers import contact_rules
from backend.customers.tables import Store
from backend.refused import Refused

TEXTS = {"name": 80, "address": 200, "contact_name": 40, "phone": 30, "licence_no": 40,
         "receiving_window": 40, "channel_type": 40}  # fmt: skip
"""And how long each may be."""
NEEDED = frozenset({"name", "channel_type"})
TIERS = ("P1", "P2", "P3", "P4")
POINT, ACTIVE, TIER = "point", "active", "tier"
FIELDS = (*TEXTS, TIER, POINT, ACTIVE)
COLUMNS = {POINT: ("lat_e7", "lon_e7")}
MOST_LAT_E7, MOST_LON_E7 = 900_000_000, 1_800_000_000

Sets = dict[str, dict[str, Any]]


def said_of(store: Store, what: str) -> str | None:
    """The field's value now, as text."""
    if what == POINT:
        return f"{store.lat_e7},{store.lon_e7}"
    if what == ACTIVE:
        return "yes" if store.active else "no"
    value: str | None = getattr(store, what)
    return value or None


def read(what: str, said: str | None) -> dict[str, Any]:
    """The columns that such a text means. Raises Refused value/out-of-range."""
    text = (said or "").strip()
    if what == POINT:
        return dict(zip(COLUMNS[POINT], point(text), strict=True))
    if what == ACTIVE and text in ("yes", "no"):
        return {what: text == "yes"}
    if what == TIER and text in TIERS:
        return {what: text}
    if what in TEXTS and len(text) <= TEXTS[what] and (text or what not in NEEDED):
        return {what: text if text or what == "address" else None}
    raise Refused("value/out-of-range", text[:40], field=what)


def usable(what: str, said: str | None) -> bool:
    """Whether a number can be called and hours be reckoned with: asked of what is newly said, not
    of what stands there from before."""
    if what == "phone":
        return contact_rules.phone_ok(said or "")
    return what != "receiving_window" or contact_rules.hours_ok(said or "")


def point(text: str) -> tuple[int, int]:
    """`lat_e7,lon_e7`. Raises Refused value/out-of-range."""
    try:
        lat_e7, lon_e7 = (int(part) for part in text.split(","))
    except ValueError:
        raise Refused("value/out-of-range", text[:40], field=POINT) from None
    if abs(lat_e7) > MOST_LAT_E7 or abs(lon_e7) > MOST_LON_E7:
        raise Refused("value/out-of-range", text[:40], field=POINT)
    return lat_e7, lon_e7


def sets_after(
    store: Store, values: dict[str, Any], by_id: str, by_name: str, at: str, change_id: str | None
) -> Sets:
    """`Store.sets` once these columns have these values. `change_id`: the proposal that said it."""
    mark = {"by_id": by_id, "by_name": by_name, "at": at, "change_id": change_id}
    changed = {
        what: mark
        for what in FIELDS
        if any(
            column in values and values[column] != getattr(store, column)
            for column in COLUMNS.get(what, (what,))
        )
    }
    return {**store.sets, **changed}
