"""What is promoted (domain.md 6.7): written by the specialist, decided by the manager, released. In
some stores it is agreed and set up already: the rep's next visit there has something to check."""

import base64
import hashlib
from datetime import date, timedelta
from typing import Any

from backend.promotions import rules
from seed_data import data, pictures
from seed_data.data import Row
from seed_data.player import Player, named
from seed_data.script import Script
from seed_data.servers import HELD, Server
from seed_data.stores import StoreRow
from seed_data.worlds import World

STOPPED = "PR06"
STANDS_IN = {"PR03": 3, "PR01": 2, "PR05": 4}
"""Of each promotion: it stands in one store of so many, in the order in which reps go round."""


def plans() -> tuple[Row, ...]:
    return data.rows("promotions")


def args_of(row: Row, world: World, today: date) -> dict[str, Any]:
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


def tell(script: Script, world: World, at: str, today: date) -> None:
    """Plans, with how they should look."""
    spc, mgr = script.voice(world.specialist, at), script.voice(manager(world), at)
    for number, row in enumerate(plans()):
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


def asked_for(world: World, today: date, store: StoreRow, day: date) -> list[str]:
    """Promotions a visit is asked about before anybody has signed or set one up."""
    here = {
        "id": store.id, "org_unit_id": store.org_unit_id, "tier": store.tier,
        "customer_class": store.customer_class, "channel_type": store.channel_type,
    }  # fmt: skip
    found = []
    for row in plans():
        args = args_of(row, world, today)
        plan = {**args, "state": "released", "org_unit_ids": [store.org_unit_id]}
        now = rules.standing(plan, day.isoformat(), "")
        if rules.carries(plan, here) and rules.due(now, "planned", args["agreement"]):
            found.append(row["code"])
    return found


async def set_up(
    server: Server, world: World, players: dict[str, Player], now: str, today: date
) -> None:
    """Agreed with the owner where that is asked for, and set up, with pictures before and after."""
    begins = {row["code"]: args_of(row, world, today)["starts_on"] for row in plans()}
    for row in plans():
        if row["code"] not in STANDS_IN:
            continue
        for number, (store, rep) in enumerate(standing(world, row)):
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
    place = {"promotion_id": row["code"], "store_id": store.id, "visit_id": None}
    id = f"{row['code']}:{store.id}"
    if row["place"]:
        signed = await shot(server, player, store, f"{id} signed", pictures.signature(number), now)
        player.tell(now, "promotion.agree", id, {
            **place, "plan_version": 1, "place": row["place"], "size": row["size"],
            "fee_fen": int(row["fee_fen"]), "fee_pay": "goods", "signer_name": "演示店主",
            "signature_photo_id": signed, "note": None,
        })  # fmt: skip
    # No two stores look alike, or each would be a question about a picture used again (G09).
    shelf, stand = (pictures.glimpse(f"{id} {what}", now) for what in ("shelf", "stand"))
    before = await shot(server, player, store, f"{id} before", shelf, now)
    after = await shot(server, player, store, f"{id} after", stand, now)
    player.tell(now, "promotion.set_up", id, {
        **place, "plan_version": 1, "place": row["place"] or None, "before_photo_id": before,
        "after_photo_id": after, "posm": posm(row), "note": None,
    })  # fmt: skip


async def shot(
    server: Server, player: Player, store: StoreRow, name: str, image: bytes, now: str
) -> str:
    """A picture of the store, said and brought. Its id."""
    sha256, id = hashlib.sha256(image).hexdigest(), named("photo", name)
    width, height = pictures.size_of(image)
    player.tell(now, "photo.attach", id, {
        "visit_id": None, "store_id": store.id, "delivery_note_id": None, "task_id": None,
        "type": "signature" if name.endswith("signed") else "promotion", "sha256": sha256,
        "bytes": len(image), "mime": "image/jpeg", "width": width, "height": height,
        "taken_at": now, "position": None,
        "capture_mode": "drawn" if name.endswith("signed") else "live", "sequence": 80,
    })  # fmt: skip
    await player.send()
    await server.bring(player.login, sha256, image)
    return id
