"""Two weeks lived through: plans in the morning, visits and orders by day, confirmations and
deliveries the next day. Every line is said by the person whose work it is, at its own time."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend.orders.rules import line_amount_fen, price_fen, total_fen
from backend.store import instant
from seed_data import buying, data
from seed_data.data import MINUTES, Row
from seed_data.habits import EVENING_H, STRENGTH
from seed_data.partner_work import PartnerWork
from seed_data.player import named
from seed_data.script import Script, Voice
from seed_data.stores import StoreRow
from seed_data.warehouse import COUNTED
from seed_data.worlds import ADMIN, World, plan_of

ZONE_NAME = "Asia/Shanghai"
ZONE = ZoneInfo(ZONE_NAME)
WORKING_DAYS = 10
DAYS_AHEAD = 5
FAILS = ("closed_today", "owner_refused", "not_found", "no_time")
PICTURED = 24
TASKS = (
    ("新品 荔枝海盐 推荐", "给店主看样品，能上一个排面就上。拍一张照片。", "photo"),
    ("核对价签", "主货架价签是否齐全、正确？写一句话。", "text"),
    ("冰柜检查", "冰柜是否只放我们的货？拍照。", "photo"),
)
ANSWERS = ("价签齐全，已全部核对。", "两处价签缺失，已补。", "冰红茶价签还是旧价，已换。")
Pictured = tuple[str, str, str, str, str]
"""login, when heard, visit, store, when taken"""


def at(day: date, hours: float) -> str:
    """An instant of a local day."""
    moment = datetime.combine(day, datetime.min.time(), ZONE) + timedelta(hours=hours)
    return instant.text(moment)


def working_days(before: date, count: int) -> list[date]:
    """The last working days before that one, oldest first."""
    found: list[date] = []
    day = before - timedelta(days=1)
    while len(found) < count:
        if day.weekday() < 5:
            found.append(day)
        day -= timedelta(days=1)
    return found[::-1]


def days_to_plan(today: date) -> list[date]:
    """Today, whatever day it is, and the next working days."""
    ahead = (today + timedelta(days=i) for i in range(1, 3 * DAYS_AHEAD))
    return [today, *[day for day in ahead if day.weekday() < 5][:DAYS_AHEAD]]


def turn_of(day: date) -> int:
    """Number of the working day, from a fixed Monday; a weekend counts as its Friday."""
    weeks, weekday = divmod((day - date(2026, 1, 5)).days, 7)
    return weeks * 5 + min(weekday, 4)


def price_days(today: date) -> tuple[str, str, str]:
    """First day of the price lists, the day SKU 9 rises, and the day before it."""
    change = working_days(today, 5)[0]
    before = change - timedelta(days=1)
    return (today - timedelta(days=200)).isoformat(), change.isoformat(), before.isoformat()


def lived(
    script: Script, world: World, today: date, now: str, *, days: int = WORKING_DAYS,
    live: bool = False, story: "Story | None" = None,
) -> list[Pictured]:  # fmt: skip
    """All of it, up to this moment of today. Returns the visits that get pictures.

    story: who tells it; by default each visit is one operation, told afterwards.
    live: the server that will hear it cannot live through the past days, so whoever may not
    plan, confirm or deliver for a past day does it today, and an admin enters the old plans.
    """
    change_day = price_days(today)[1]
    if story is None:
        story = Story(script, world, f"history/{today}", change_day, today if live else None)
    past = working_days(today, days)
    for number, day in enumerate(past):
        story.plan(day, at(day, 6))
        # A task cannot be due in the past: a server that hears all this today has no old ones.
        with_tasks = number % 4 == 1 and not live
        if with_tasks:
            story.old_tasks(day)
        story.changed_minds(at(day, 8.2))
        story.partners.answer(day, at(day, 8.5))
        story.partners.deliver(at(day, 16))
        if with_tasks:
            story.answer_tasks(day)
        story.visit(day, at(day, story.heard_h(day)))
        warehouse = story.partners.warehouse
        warehouse.days += 1
        if len(past) - number in COUNTED:
            warehouse.count(day, at(day, 23))
        if len(past) - number == COUNTED[-1]:
            buying.ordered(script, world, day, at(day, 23.5))
    morning = min(now, at(today, 6))
    for day in days_to_plan(today):
        story.plan(day, morning)
    go_on(story, today, now)
    return story.pictured[-PICTURED:]


def go_on(story: "Story", today: date, now: str) -> None:
    """What happens on a day that is not over."""
    story.partners.answer(today, min(now, at(today, 8.5)), some=True)
    story.partners.deliver(now, some=True)
    story.visit(today, now, is_today=True)
    story.tasks(today, now)


class Story:
    """What has happened so far."""

    def __init__(
        self, script: Script, world: World, seed: str, change_day: str,
        earliest: date | None = None,
    ) -> None:  # fmt: skip
        self.script, self.world = script, world
        self.rng = random.Random(seed)
        self.change_day, self.earliest = change_day, earliest
        self.reps = world.of("field_rep")
        self.prices = {row["id"]: int(row["store"]) for row in world.products}
        self.units = {row["id"]: int(row["units"]) for row in world.products}
        self.listed = {tier: world.must_stock(tier) for tier in data.TIERS}
        self.waived: set[str] = set()
        self.count = 0
        self.pictured: list[Pictured] = []
        self.partners = PartnerWork(script, world, self.rng, earliest)

    def plan(self, day: date, heard: str) -> None:
        """Her own supervisor plans a rep's day; a store of another office needs an admin."""
        for rep in self.reps:
            own = rep["org_unit_id"]
            for i, store in enumerate(plan_of(self.world, rep, turn_of(day))):
                past = self.earliest is not None and day < self.earliest
                admin = past or store.org_unit_id != own
                by = self.script.voice(ADMIN if admin else self.world.supervisor_of[own], heard)
                stop = stop_id(day, store)
                by.tell(
                    heard, "planned_visit.put", stop,
                    {"store_id": store.id, "rep_id": rep["login"], "day": day.isoformat(),
                     "sequence": i + 1, "reason": "cycle", "minutes": MINUTES[store.tier]},
                )  # fmt: skip
                if not admin and self.rng.random() < 0.008:
                    self.waived.add(stop)
                    by.tell(heard, "planned_visit.waive", stop, {"reason": "门店盘点，改日再去"})

    def visit(self, day: date, heard: str, *, is_today: bool = False) -> None:
        """Each rep's day; today's is as far as the clock is, and the P1 rep has not begun."""
        for rep in self.reps:
            if is_today and rep["tier"] == "P1":
                continue
            voice = self.script.voice(rep["login"], heard)
            clock = 8.3 + self.rng.random() * 0.4
            if is_today:
                # Loaded in the early morning, the board shall not be empty all the same.
                so_far = (instant.moment(heard) - instant.moment(at(day, 0))).total_seconds() / 3600
                clock = min(clock, max(0.05, so_far - 3))
            todo = plan_of(self.world, rep, turn_of(day))
            if self.rng.random() < 0.3:
                todo.append(self.rng.choice(self.world.stores_of[rep["login"]]))
            for number, store in enumerate(todo):
                stay = max(2.0, self.rng.gauss(MINUTES[store.tier] * 0.62, 4)) / 60
                begin, end = at(day, clock), at(day, clock + stay)
                after = todo[number + 1] if number + 1 < len(todo) else store
                clock += stay + self.way_h(store, after)
                if end >= heard or clock > 18.3:
                    break
                stop = stop_id(day, store)
                chance = self.rng.random()
                planned = number < data.PER_DAY[store.tier]
                if chance < 0.05 or stop in self.waived or (not planned and store in todo[:number]):
                    continue
                self._one(voice, rep, store, day, (begin, end), stop if planned else None, number)
            if not is_today:
                args = {"day": day.isoformat(), "unsent": 0, "missed": [], "note": None}
                voice.tell(at(day, 18.4), "day.end", f"{rep['login']}:{day}", args)

    def heard_h(self, day: date) -> float:
        """When a day's phones are heard."""
        return EVENING_H

    def changed_minds(self, heard: str) -> None:
        """Orders of yesterday that the office cancels. Here there are none."""

    def way_h(self, store: StoreRow, after: StoreRow) -> float:
        """Hours from one store to the next. Here as if all were near."""
        return self.rng.uniform(3, 11) / 60

    def _one(
        self, voice: Voice, rep: Row, store: StoreRow, day: date, span: tuple[str, str],
        stop: str | None, number: int,
    ) -> None:  # fmt: skip
        visit_id = named("visit", day, store.id)
        failed = self.rng.random() < 0.03
        off = self.rng.lognormvariate(2.9, 0.8)
        north = round(self.rng.choice((-1, 1)) * off * 0.7 / 0.011132)
        east = round(self.rng.choice((-1, 1)) * off * 0.7 / 0.0103)
        args = {
            "store_id": store.id, "rep_id": rep["login"], "planned_visit_id": stop,
            "day": day.isoformat(), "started_at": span[0], "ended_at": span[1],
            "position": {"lat_e7": store.true_lat_e7 + north, "lon_e7": store.true_lon_e7 + east,
                         "accuracy_m": round(self.rng.uniform(6, 40)), "age_s": 2},
            "distance_m": None, "fence_result": "inside",
            "outcome": "failed" if failed else "completed",
            "fail_reason": self.rng.choice(FAILS) if failed else None,
            "observations": [] if failed else list(self._shelf(store)), "note": None,
        }  # fmt: skip
        voice.tell(span[1], "visit.record", visit_id, args)
        if number < 2 and store.tier != "P4":
            self.pictured.append((rep["login"], voice.heard, visit_id, store.id, span[1]))
        if not failed and self.rng.random() < 0.8:
            self.ordered(voice, rep, store, day, visit_id, span[1])

    def _shelf(self, store: StoreRow) -> Iterator[dict[str, Any]]:
        strength = STRENGTH[store.tier]
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

    def ordered(
        self, voice: Voice, rep: Row, store: StoreRow, day: date, visit_id: str, when: str,
        percent: int = 100, offset_ms: int = 0,
    ) -> str:  # fmt: skip
        """An order of that visit. `percent`: of what the store usually needs."""
        self.count += 1
        changed = day.isoformat() >= self.change_day
        small = store.tier == "P4" and self.rng.random() < 0.15  # below the minimum
        lines = []
        for i, sku in enumerate(self.rng.sample(self.listed[store.tier], 2 if small else 4)):
            price = price_fen("case", self.case_fen(store, sku, day), self.units[sku])
            more = 6 if store.tier in ("P1", "P2") else 1
            qty = 2 if small else (self.rng.randrange(1, 8) + more) * percent // 100
            lines.append(
                {"line_id": str(i + 1), "sku_id": sku, "qty": qty, "uom": "case",
                 "price_fen": price, "amount_fen": line_amount_fen(qty, price)}
            )  # fmt: skip
        version = 8 if changed else 7
        args = {
            "no": f"{rep['login'][4:].upper()}-{day:%m%d}-{self.count % 1000:03d}",
            "store_id": store.id, "visit_id": visit_id, "day": day.isoformat(),
            "price_list_id": f"{data.STORE_PRICES}.{version}", "price_list_version": version,
            "lines": lines, "total_fen": total_fen(int(str(line["amount_fen"])) for line in lines),
            "wanted_on": None, "note": None, "signature_photo_id": None, "signer_name": None,
            "unsigned_reason": "owner_absent", **self.by_promotions(store, day, lines),
        }  # fmt: skip
        order_id = order_id_of(day, store)
        voice.tell(when, "order.submit", order_id, args, offset_ms)
        self.partners.take(order_id, store, args)
        return order_id

    def case_fen(self, store: StoreRow, sku: str, day: date) -> int:
        """Of the list of that day, or of the terms of its chain."""
        risen = sku != "SKU-09" or day.isoformat() >= self.change_day
        listed = self.prices[sku] - (0 if risen else 150)
        return self.world.terms.get((store.customer_id, store.partner_id, sku), listed)

    def by_promotions(
        self, store: StoreRow, day: date, lines: list[dict[str, Any]]
    ) -> dict[str, Any]:
        """What promotions change of an order. Here the app is from before they had rules."""
        return {}

    def tasks(self, today: date, now: str) -> None:
        """Something to do for each rep, from her own supervisor."""
        for n, rep in enumerate(self.reps):
            for i in range(2):
                title, text, evidence = TASKS[(n + i) % len(TASKS)]
                self._task(rep, now, task_id_of(today, rep, i),
                           {"title": title, "text": text, "evidence": evidence,
                            "due_on": (today + timedelta(days=i)).isoformat(),
                            "priority": "high" if i == 0 else "normal"}, i)  # fmt: skip

    def old_tasks(self, day: date) -> None:
        """One for each rep, for that day."""
        title, text, evidence = TASKS[1]
        for n, rep in enumerate(self.reps):
            args = {"title": title, "text": text, "evidence": evidence,
                    "due_on": day.isoformat(), "priority": "normal"}  # fmt: skip
            self._task(rep, at(day, 7), task_id_of(day, rep, 9), args, n)

    def answer_tasks(self, day: date) -> None:
        """At the day's end; one in five could not be done."""
        when = at(day, 18.1)
        for n, rep in enumerate(self.reps):
            voice, task_id = self.script.voice(rep["login"], at(day, 18.2)), task_id_of(day, rep, 9)
            if n % 5 == 4:
                voice.tell(when, "task.cannot", task_id, {"reason": "店主不在，改天再做"})
            else:
                done: dict[str, Any] = {"photo_ids": [], "visit_id": None}
                answer = {"answer": ANSWERS[n % len(ANSWERS)]}
                voice.tell(when, "task.complete", task_id, {**answer, **done})

    def _task(self, rep: Row, heard: str, task_id: str, args: dict[str, Any], nth: int) -> None:
        own = rep["org_unit_id"]
        stores = [one for one in self.world.stores_of[rep["login"]] if one.org_unit_id == own]
        by = self.script.voice(self.world.supervisor_of[own], heard)
        where = {"store_id": stores[nth % len(stores)].id, "rep_id": rep["login"]}
        by.tell(heard, "task.assign", task_id, {**where, **args})


def stop_id(day: date, store: StoreRow) -> str:
    return f"V-{day}-{store.id}"


def order_id_of(day: date, store: StoreRow) -> str:
    return named("order", day, store.id)


def task_id_of(day: date, rep: Row, nth: int = 0) -> str:
    return named("task", day, rep["login"], nth)
