"""Two weeks lived through: plans in the morning, visits and orders by day, confirmations and
deliveries the next day. Every line is said by the person whose work it is, at its own time."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend.orders.rules import line_amount_fen, price_fen
from backend.store import instant
from seed_data import data
from seed_data.data import MINUTES, Row
from seed_data.player import named
from seed_data.script import Script, Voice
from seed_data.stores import StoreRow
from seed_data.worlds import ADMIN, PARTNER_OF, SUPERVISOR_OF, World, plan_of

ZONE = ZoneInfo("Asia/Shanghai")
WORKING_DAYS = 10
FAILS = ("closed_today", "owner_refused", "not_found", "no_time")
NO_ORDER = ("enough_stock", "no_money", "owner_absent")
SHORT = ("out_of_stock", "near_expiry_only")
PICTURED = 18
Pictured = tuple[str, str, str, str, str]
"""login, when heard, visit, store, when taken"""


def at(day: date, hours: float) -> str:
    """An instant of a local day."""
    moment = datetime.combine(day, datetime.min.time(), ZONE) + timedelta(hours=hours)
    return instant.text(moment)


def working_days(before: date, count: int) -> list[date]:
    found: list[date] = []
    day = before - timedelta(days=1)
    while len(found) < count:
        if day.weekday() < 5:
            found.append(day)
        day -= timedelta(days=1)
    return found[::-1]


def lived(script: Script, world: World, today: date, now: str) -> list[Pictured]:
    """All of it, up to this moment of today. Returns the visits that get pictures."""
    rng = random.Random(f"history/{today}")
    story = Story(script, world, rng, date.fromisoformat(price_days(today)[1]))
    days = working_days(today, WORKING_DAYS)
    for index, day in enumerate(days):
        story.plan(day, index, at(day, 6))
        story.answer_orders(day, at(day, 8.5), everything=True)
        story.deliver(day, at(day, 16), everything=True)
        story.visit(day, index, at(day, 18.5), until=at(day, 18.5))
    story.plan(today, WORKING_DAYS, min(now, at(today, 6)))
    story.answer_orders(today, min(now, at(today, 8.5)), everything=False)
    story.deliver(today, now, everything=False)
    story.visit(today, WORKING_DAYS, now, until=now)
    story.tasks(today, now)
    return story.pictured[-PICTURED:]


class Story:
    """What has happened so far."""

    def __init__(self, script: Script, world: World, rng: random.Random, change_day: date) -> None:
        self.script, self.world, self.rng = script, world, rng
        self.reps = [row for row in world.people if row["role"] == "field_rep"]
        self.prices = {row["id"]: int(row["store"]) for row in world.products}
        self.units = {row["id"]: int(row["units"]) for row in world.products}
        self.listed = {tier: data.must_stock(tier) for tier in data.TIERS}
        self.open_orders: list[dict[str, Any]] = []
        self.open_notes: list[dict[str, Any]] = []
        self.count = 0
        self.pictured: list[Pictured] = []
        self.change_day = change_day

    def plan(self, day: date, index: int, heard: str) -> None:
        for rep in self.reps:
            for i, store in enumerate(plan_of(self.world, rep, index)):
                by = SUPERVISOR_OF.get(store.org_unit_id, ADMIN)
                if store.org_unit_id != rep["org_unit_id"]:
                    by = ADMIN
                self.script.voice(by, heard).tell(
                    heard, "planned_visit.put", stop_id(day, store),
                    {"store_id": store.id, "rep_id": rep["login"], "day": day.isoformat(),
                     "sequence": i + 1, "reason": "cycle", "minutes": MINUTES[store.tier]},
                )  # fmt: skip

    def visit(self, day: date, index: int, heard: str, until: str) -> None:
        """Each rep's day; today's is as far as the clock is, and rep.cc01 has not begun."""
        is_today = until == heard and index == WORKING_DAYS
        for rep in self.reps:
            if is_today and rep["tier"] == "P1":
                continue
            voice = self.script.voice(rep["login"], heard)
            clock = 8.3 + self.rng.random() * 0.4
            for number, store in enumerate(plan_of(self.world, rep, index)):
                stay = max(2.0, self.rng.gauss(MINUTES[store.tier] * 0.62, 4)) / 60
                begin, end = at(day, clock), at(day, clock + stay)
                clock += stay + self.rng.uniform(3, 11) / 60
                if end >= until or clock > 18.3:
                    break
                chance = self.rng.random()
                if chance < 0.05:
                    continue
                self._one(voice, rep, store, day, begin, end, failed=chance < 0.08, number=number)
            if not is_today:
                args = {"day": day.isoformat(), "unsent": 0, "missed": [], "note": None}
                voice.tell(at(day, 18.4), "day.end", f"{rep['login']}:{day}", args)

    def _one(
        self, voice: Voice, rep: Row, store: StoreRow, day: date, begin: str, end: str,
        *, failed: bool, number: int,
    ) -> None:  # fmt: skip
        visit_id = named("visit", day, store.id)
        off = self.rng.lognormvariate(2.9, 0.8)
        north = round(self.rng.choice((-1, 1)) * off * 0.7 / 0.011132)
        east = round(self.rng.choice((-1, 1)) * off * 0.7 / 0.0103)
        args = {
            "store_id": store.id, "rep_id": rep["login"], "planned_visit_id": stop_id(day, store),
            "day": day.isoformat(), "started_at": begin, "ended_at": end,
            "position": {"lat_e7": store.lat_e7 + north, "lon_e7": store.lon_e7 + east,
                         "accuracy_m": round(self.rng.uniform(6, 40)), "age_s": 2},
            "distance_m": None, "fence_result": "inside",
            "outcome": "failed" if failed else "completed",
            "fail_reason": self.rng.choice(FAILS) if failed else None,
            "observations": [] if failed else list(self._shelf(store)), "note": None,
        }  # fmt: skip
        voice.tell(end, "visit.record", visit_id, args)
        if number < 2 and store.tier != "P4":
            self.pictured.append((rep["login"], voice.heard, visit_id, store.id, end))
        if not failed and self.rng.random() < 0.8:
            self._order(voice, rep, store, day, visit_id, end)

    def _shelf(self, store: StoreRow) -> Iterator[dict[str, Any]]:
        strength = {"P1": 0.93, "P2": 0.86, "P3": 0.78, "P4": 0.65}[store.tier]
        for sku in self.listed[store.tier]:
            here = self.rng.random() < strength
            yield {
                "sku_id": sku, "location": "main_shelf",
                "presence": "present" if here else self.rng.choice(("oos_store", "not_listed")),
                "facings": self.rng.randrange(1, 7) if here else 0,
                "shelf_units": self.rng.randrange(2, 40) if here else 0, "backroom_units": None,
                "price_fen": None, "price_tag": "correct" if here else None,
                "same_as_last": False,
            }  # fmt: skip

    def _order(
        self, voice: Voice, rep: Row, store: StoreRow, day: date, visit_id: str, when: str
    ) -> None:
        self.count += 1
        change = self.change_day
        lines = []
        few = 2 if store.tier == "P4" and self.rng.random() < 0.15 else 4
        for i, sku in enumerate(self.rng.sample(self.listed[store.tier], few)):
            case = self.prices[sku] - (150 if sku == "SKU-09" and day < change else 0)
            price = price_fen("case", case, self.units[sku])
            more = 6 if store.tier in ("P1", "P2") else 1
            qty = 2 if few == 2 else self.rng.randrange(1, 8) + more
            lines.append(
                {"line_id": str(i + 1), "sku_id": sku, "qty": qty, "uom": "case",
                 "price_fen": price, "amount_fen": line_amount_fen(qty, price)}
            )  # fmt: skip
        version = 8 if day >= change else 7
        order_id = named("order", day, store.id)
        args = {
            "no": f"{rep['login'][4:].upper()}-{day:%m%d}-{self.count % 1000:03d}",
            "store_id": store.id, "visit_id": visit_id, "day": day.isoformat(),
            "price_list_id": f"{data.STORE_PRICES}.{version}", "price_list_version": version,
            "lines": lines, "total_fen": sum(int(str(line["amount_fen"])) for line in lines),
            "wanted_on": None, "note": None, "signature_photo_id": None, "signer_name": None,
            "unsigned_reason": "owner_absent",
        }  # fmt: skip
        voice.tell(when, "order.submit", order_id, args)
        self.open_orders.append({"id": order_id, "store": store, "args": args})

    def answer_orders(self, day: date, heard: str, *, everything: bool) -> None:
        """The clerks confirm what came yesterday and make notes for today."""
        ready, self.open_orders = self.open_orders, []
        for order in ready:
            if not everything and self.rng.random() < 0.45:
                self.open_orders.append(order)
                continue
            if order["args"]["total_fen"] < data.MIN_ORDER_FEN:
                continue  # waits for the supervisor
            partner = PARTNER_OF[order["store"].org_unit_id]
            clerk = self.script.voice(f"clk.{partner.lower()}", heard)
            answers = []
            for line in order["args"]["lines"]:
                short = self.rng.random() < 0.06
                qty = line["qty"] // 2 if short else line["qty"]
                reason = self.rng.choice(SHORT) if short else None
                answers.append({"line_id": line["line_id"], "qty": qty, "reason": reason})
            clerk.tell(
                heard, "order.accept", order["id"],
                {"lines": answers, "promised_on": day.isoformat(), "note": None},
            )  # fmt: skip
            order["answers"] = {one["line_id"]: one["qty"] for one in answers}
            self._note(clerk, order, day, heard, partner)

    def _note(
        self, clerk: Voice, order: dict[str, Any], day: date, heard: str, partner: str
    ) -> None:
        self.count += 1
        driver = f"drv.{partner.lower()}{'ab'[self.count % 2] if partner == 'P01' else 'a'}"
        lines = [
            {"line_id": line["line_id"], "order_id": order["id"], "sku_id": line["sku_id"],
             "qty": order["answers"][line["line_id"]], "uom": line["uom"]}
            for line in order["args"]["lines"]
            if order["answers"][line["line_id"]]
        ]  # fmt: skip
        if not lines:
            return
        note_id = named("note", order["id"])
        clerk.tell(
            heard, "note.make", note_id,
            {"no": f"D-{partner}-{day:%m%d}-{self.count % 1000:03d}",
             "store_id": order["store"].id, "order_ids": [order["id"]], "driver_id": driver,
             "deliver_on": day.isoformat(), "lines": lines},
        )  # fmt: skip
        self.open_notes.append({"id": note_id, "driver": driver, "lines": lines, "order": order})

    def deliver(self, day: date, heard: str, *, everything: bool) -> None:
        ready, self.open_notes = self.open_notes, []
        for i, note in enumerate(ready):
            if not everything and i % 3:
                self.open_notes.append(note)
                continue
            driver = self.script.voice(note["driver"], heard)
            driver.tell(heard, "note.load", note["id"], {})
            if not everything and i % 2:
                continue
            store = note["order"]["store"]
            args = {
                "outcome": "delivered",
                "lines": [
                    {"line_id": line["line_id"], "accepted_qty": line["qty"], "reason": None}
                    for line in note["lines"]
                ],
                "signer_name": store.contact_name, "signature_photo_id": None, "photo_ids": [],
                "position": {"lat_e7": store.lat_e7, "lon_e7": store.lon_e7, "accuracy_m": 15,
                             "age_s": 1},
                "reason": None, "note": None,
            }  # fmt: skip
            driver.tell(heard, "note.deliver", note["id"], args)

    def tasks(self, today: date, now: str) -> None:
        """Something to do for each rep, from her own supervisor."""
        words = (
            ("新品 荔枝海盐 推荐", "给店主看样品，能上一个排面就上。拍一张照片。", "photo"),
            ("核对价签", "主货架价签是否齐全、正确？写一句话。", "text"),
            ("冰柜检查", "冰柜是否只放我们的货？拍照。", "photo"),
        )
        for n, rep in enumerate(self.reps):
            by = self.script.voice(SUPERVISOR_OF[rep["org_unit_id"]], now)
            own = self.world.stores_of(rep["login"])
            stops = [store for store in own if store.org_unit_id == rep["org_unit_id"]]
            for i in range(2):
                title, text, evidence = words[(n + i) % len(words)]
                by.tell(
                    now, "task.assign", named("task", today, rep["login"], i),
                    {"store_id": stops[i].id, "rep_id": rep["login"], "title": title,
                     "text": text, "due_on": (today + timedelta(days=i)).isoformat(),
                     "priority": "high" if i == 0 else "normal", "evidence": evidence},
                )  # fmt: skip


def stop_id(day: date, store: StoreRow) -> str:
    return f"V-{day}-{store.id}"


def price_days(today: date) -> tuple[str, str, str]:
    """First day of the price lists, the day SKU 9 rises, and the day before it."""
    change = working_days(today, 5)[0]
    before = change - timedelta(days=1)
    return (today - timedelta(days=200)).isoformat(), change.isoformat(), before.isoformat()
