"""What is promoted (domain.md 6.7): written by the specialist, decided by the manager, released. In
some stores it is agreed and set up already: the rep's next visit there has something to check."""

import base64
import hashlib
from collections.abc import Container, Iterable, Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from backend.promotions import rules
from seed_data import data, history, pictures
from seed_data.data import Row
from seed_data.player import Player, named
from seed_data.script import Script
from seed_data.servers import HELD, Server
from seed_data.stores import StoreRow
from seed_data.worlds import World

Said = tuple[str, str, dict[str, Any], bytes | None]
"""Kind, id and what is said; of a picture its bytes."""
STOPPED = "PR06"
PAST_DAYS, PAST_WORKING_DAYS = 45, 8
"""So many days before today those of `past` began, and so many working days before it they had
their last day: what was given by them had left the warehouses when they were counted."""
STANDS_IN = {"PR03": 3, "PR01": 2, "PR05": 4}
"""Of each promotion: it stands in one store of so many, in the order in which reps go round."""


def plans() -> tuple[Row, ...]:
    return data.rows("promotions")


def past() -> tuple[Row, ...]:
    """Over before the last count of the warehouses: what came of them can be claimed. Only where
    weeks are told step by step, for there orders are priced by promotions."""
    return data.rows("promotions_past")


def past_days(today: date) -> tuple[date, date]:
    """First and last day of those."""
    return today - timedelta(days=PAST_DAYS), history.working_days(today, PAST_WORKING_DAYS)[0]


def args_of(row: Row, world: World, today: date) -> dict[str, Any]:
    if not row["from_week"]:
        first, last = past_days(today)
        row = {**row, "from_week": "0", "to_week": "0"}
        period = {"starts_on": first.isoformat(), "ends_on": last.isoformat()}
        return args_of(row, world, today) | period
    monday = today - timedelta(days=today.weekday())
    customers = set(row["customers"].split())
    listed = [store.id for store, _ in world.served if store.customer_id in customers]
    return {
        "plan_id": None, "name": row["name"], "purpose": "", "type": row["type"],
        "mechanism": row["mechanism"],
        "starts_on": (monday + timedelta(weeks=int(row["from_week"]))).isoformat(),
        "ends_on": (monday + timedelta(weeks=int(row["to_week"]) + 1, days=-1)).isoformat(),
        "classes": row["classes"].split(), "channels": [], "tiers": row["tiers"].split(),
        "store_ids": sorted(listed), "sku_ids": row["skus"].split(),
        "stackable": row["stackable"] == "yes", "items": row["items"].split(),
        "price_fen": int(row["price_fen"]) if row["price_fen"] else None,
        "posm": posm(row), "agreement": bool(row["place"]), "place": row["place"] or None,
        "size": row["size"], "fee_fen": int(row["fee_fen"]) if row["fee_fen"] else None,
        "fee_pay": "goods" if row["fee_fen"] else None, "budget_fen": 2_000_000,
        "expected_base": 400, "expected_uplift_pct": 30, "control": "",
        "rules": price_rules(row["code"]),
        "priority": 0,
    }  # fmt: skip


def posm(row: Row) -> list[dict[str, Any]]:
    pairs = [one.split(":") for one in row["posm"].split()]
    return [{"item": item, "count": int(count)} for item, count in pairs]


def price_rules(code: str) -> list[dict[str, Any]]:
    return [price_rule(one) for one in data.rows("promotion_rules") if one["code"] == code]


def price_rule(row: Row) -> dict[str, Any]:
    """What the words of a promotion do to a cart; a column left empty is not said."""
    pairs = {name: [one.split(":") for one in row[name].split()] for name in ("steps", "parts")}
    said = {
        "sku_ids": row["skus"].split(), "pooled": row["pooled"] == "yes",
        "gift_sku_id": row["gift_sku"], "item": row["item"],
        **{name: int(row[name] or 0) for name in ("buy", "get", "cap", "worth_fen", "off_fen")},
        "steps": [{"from_cases": int(cases), "get": int(get)} for cases, get in pairs["steps"]],
        "parts": [{"sku_id": sku, "qty": int(qty)} for sku, qty in pairs["parts"]],
    }  # fmt: skip
    return {"id": row["id"], "type": row["type"], **{k: v for k, v in said.items() if v}}


def tell(script: Script, world: World, at: str, today: date, rows: Iterable[Row]) -> None:
    """Plans, with how they should look."""
    spc, mgr = script.voice(world.specialist, at), script.voice(manager(world), at)
    for number, row in enumerate(rows):
        spc.tell(at, "promotion.save", row["code"], args_of(row, world, today))
        if "display" in row["items"].split():
            image = base64.b64encode(pictures.standard(number)).decode()
            spc.tell(at, "promotion.picture", row["code"], {"jpeg": image})
        spc.tell(at, "promotion.submit", row["code"], {})
        mgr.tell(at, "promotion.approve", row["code"], {"budget_no": f"B-{row['code']}"})
        spc.tell(at, "promotion.release", row["code"], {"material_ready": True})


def stop(script: Script, world: World, now: str) -> None:
    """One is stopped before its time (K9)."""
    args = {"stops_at": now, "reason": "保温袋缺货"}
    script.voice(world.specialist, now).tell(now, "promotion.stop", STOPPED, args)


def manager(world: World) -> str:
    return str(world.of("ops_manager")[0]["login"])


def standing(world: World, row: Row) -> list[tuple[StoreRow, str]]:
    """The stores it stands in already, each with its rep."""
    classes, tiers = row["classes"].split(), row["tiers"].split()
    found = []
    for rep, stores in world.stores_of.items():
        fitting = [
            store for store in stores
            if (not tiers or store.tier in tiers)
            and (not classes or store.customer_class in classes)
        ]  # fmt: skip
        found += [(store, rep) for store in fitting[:: STANDS_IN[row["code"]]][:6]]
    return found


class Plans:
    """What is promoted where in the demo's weeks."""

    def __init__(self, world: World, today: date) -> None:
        self.told = [(row, args_of(row, world, today)) for row in (*plans(), *past())]

    def of(self, store: StoreRow, day: date) -> list[tuple[Row, dict[str, Any], str]]:
        """What is released and meant for this store, and how it stands on that day."""
        here = {
            "id": store.id, "org_unit_id": store.org_unit_id, "tier": store.tier,
            "customer_class": store.customer_class, "channel_type": store.channel_type,
        }  # fmt: skip
        found = []
        for row, args in self.told:
            plan = {**args, "state": "released", "org_unit_ids": [store.org_unit_id]}
            if rules.carries(plan, here):
                found.append((row, args, rules.standing(plan, day.isoformat(), "")))
        return found

    def asked(self, store: StoreRow, day: date) -> list[str]:
        """What a visit is asked about before anybody has signed or set one up."""
        return [
            row["code"]
            for row, args, now in self.of(store, day)
            if rules.due(now, "planned", args["agreement"])
        ]

    def items(self, code: str) -> dict[str, Any]:
        """What a check of it looks at."""
        return next(args for row, args in self.told if row["code"] == code)

    def sold_by(self, store: StoreRow, day: date) -> list[SimpleNamespace]:
        """Those whose rules price an order of that day, as the server holds them."""
        return [
            SimpleNamespace(id=row["code"], plan_version=1, **args)
            for row, args, now in self.of(store, day)
            if now == "running" and args["rules"]
        ]


async def set_up(
    server: Server, world: World, players: dict[str, Player], now: str, today: date,
    done: Container[tuple[str, str]] = (),
) -> None:  # fmt: skip
    """Agreed with the owner where that is asked for, and set up, with pictures before and after.
    ``done``: promotions and stores in which that was so before."""
    begins = {row["code"]: args_of(row, world, today)["starts_on"] for row in plans()}
    for row in plans():
        if row["code"] not in STANDS_IN:
            continue
        for number, (store, rep) in enumerate(standing(world, row)):
            if (row["code"], store.id) in done:
                continue
            player = players.get(rep)
            if player is None:
                player = players[rep] = Player(server, rep, HELD)
            await server.hold(rep, HELD, now)
            # Two of three on its first day, the others late.
            at = min(now, f"{begins[row['code']]}T01:30:00.000Z") if number % 3 else now
            await one(server, player, row, store, number, at)
            await player.send()
    server.done()


async def one(
    server: Server, player: Player, row: Row, store: StoreRow, number: int, now: str
) -> None:
    for kind, id, args, image in put_up(row, store, number, now):
        player.tell(now, kind, id, args)
        if image is not None:
            await player.send()
            await server.bring(player.login, args["sha256"], image)


def put_up(row: Row, store: StoreRow, number: int, now: str) -> Iterator[Said]:
    """What a rep says when it is agreed and set up, each picture with its bytes."""
    place = {"promotion_id": row["code"], "store_id": store.id, "visit_id": None}
    id = f"{row['code']}:{store.id}"
    if row["place"]:
        sign = shot(store, f"{id} signed", pictures.signature(number), now)
        yield sign
        yield "promotion.agree", id, {
            **place, "plan_version": 1, "place": row["place"], "size": row["size"],
            "fee_fen": int(row["fee_fen"]), "fee_pay": "goods", "signer_name": "演示店主",
            "signature_photo_id": sign[1], "note": None,
        }, None  # fmt: skip
    # No two stores look alike, or each would be a question about a picture used again (G09).
    before, after = (
        shot(store, f"{id} {when}", pictures.glimpse(f"{id} {what}", now), now)
        for when, what in (("before", "shelf"), ("after", "stand"))
    )
    yield from (before, after)
    yield "promotion.set_up", id, {
        **place, "plan_version": 1, "place": row["place"] or None, "before_photo_id": before[1],
        "after_photo_id": after[1], "posm": posm(row), "note": None,
    }, None  # fmt: skip


def shot(store: StoreRow, name: str, image: bytes, now: str) -> Said:
    """A picture of the store, to be said and brought."""
    width, height = pictures.size_of(image)
    args = {
        "visit_id": None, "store_id": store.id, "delivery_note_id": None, "task_id": None,
        "type": "signature" if name.endswith("signed") else "promotion",
        "sha256": hashlib.sha256(image).hexdigest(), "bytes": len(image), "mime": "image/jpeg",
        "width": width, "height": height, "taken_at": now, "position": None,
        "capture_mode": "drawn" if name.endswith("signed") else "live", "sequence": 80,
    }  # fmt: skip
    return "photo.attach", named("photo", name), args, image
