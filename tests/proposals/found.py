"""What a rep says of a store she found or knows, and what is decided of it."""

from typing import Any

from backend.jobs import Worker
from tests import world as w
from tests.town import Town

FAR = {"lat_e7": 230300000, "lon_e7": 1131300000}
"""A kilometre from every other store of the town."""


def kiosk(**more: Any) -> dict[str, Any]:
    return {
        "name": "阳光士多", "address": "演示路 9 号", "channel_type": "kiosk",
        "contact_name": "阳光姐", "phone": "13800000009", "licence_no": None,
        "position": {**FAR, "accuracy_m": 12, "age_s": 2}, "photo_id": None, "note": None,
        "unlike": [], **more,
    }  # fmt: skip


def approval(**more: Any) -> dict[str, Any]:
    return {
        "code": "CC-0900", "tier": "P3", "customer_id": None, "partner_id": "P01",
        "price_list_code": "PL-C", "radius_m": 80, **more,
    }  # fmt: skip


def at(north_m: int = 0, **more: Any) -> dict[str, Any]:
    """A position so many metres north of the kiosk."""
    return {**FAR, "lat_e7": FAR["lat_e7"] + north_m * 90, "accuracy_m": 12, "age_s": 2, **more}


async def work(town: Town) -> None:
    """Whatever is due; nothing may have failed."""
    worker = Worker(town.store, town.parts.registry, town.parts.pictures, town.parts.unfinished)
    while await worker.work_once():
        pass
    assert await town.rows("SELECT kind, problem FROM job WHERE problem IS NOT NULL") == []


async def both_found(town: Town) -> None:
    """Two reps, offline, stand before one kiosk; each finds it, visits it and takes a picture."""
    for rep, n, name in ((town.world.rep, 1, "阳光士多"), (town.world.rep2, 2, "阳光士多店")):
        rep.note("store.propose", f"NS-{n}", kiosk(name=name, phone=None, position=at(4 * n)))
        rep.note("visit.check_in", f"NV-{n}", w.check_in(f"NS-{n}", position=at()))
        rep.note("photo.attach", f"NP-{n}", w.photo(f"NS-{n}", visit_id=f"NV-{n}"))
        results = await rep.push()
        assert {one["status"] for one in results} == {"applied"}, results


def change(store: str = "ST-2", **values: tuple[str | None, str | None]) -> dict[str, Any]:
    """`what=(base, value)` of each field."""
    changes = [
        {"what": what, "saw": base, "value": value} for what, (base, value) in values.items()
    ]
    return {"position": None, "photo_id": None, "note": None, "store_id": store, "changes": changes}


def decision(what: str, now: str | None, reason: str | None = None) -> dict[str, Any]:
    state = "returned" if reason else "approved"
    return {"what": what, "state": state, "now": now, "reason": reason, "note": None}
